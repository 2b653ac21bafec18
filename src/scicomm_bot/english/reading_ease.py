"""How easily an English text reads: Flesch's reading ease, as a hint for who writes posts.

The formula is 206.835 - 1.015 * words per sentence - 84.6 * syllables per word (R. Flesch, "A new readability
yardstick", Journal of Applied Psychology 32, 1948): 100 is very easy, 60 to 70 plain English, below 30 very hard.
Syllables are counted by the letters, which is right for most English words and not for all.
"""

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.text import read_text

FEWEST_WORDS = 5
"""Of a shorter text, the figure says nothing."""
PLAIN, HARD = 60, 30
"""Flesch's bounds: at least so much is plain English; below the second, very hard."""
_VOWELS = Pattern("[aeiouy]+")
_TWO_IN_ONE = Pattern(
    "(?<![tcs])ia|iu|(?<!t)(?<![^s]c)ie(?=n[ct]|t)|io(?!us|n)|(?<=[dn])eo|(?<=[dr])ea(?=s?$)|(?<=^cr)ea|(?<=^r)ea(?=c)"
    "|[aeo]i(?=ng)|(?<!q)ua(?=[lt])"
)
"""Vowels side by side that are spoken apart: "via", "science", "being", "video", "usual"."""
_SILENT = Pattern("(?<![aeiouy])e$|(?<=[^aeioutdy])ed$|(?<=[^aeiouysxzcgh])es$")
"""An ending that is written and not spoken: "cure", "reviewed", "studies", but "treated" and "doses" are spoken."""
_SPOKEN_END = Pattern("[^aeiouy]les?$")
"""An "e" behind "l" that is spoken: "muscle"."""
_LETTERS = Pattern("[A-Za-z]+")
_MOST_LETTERS_OF_ABBREVIATION = 6


def reading_ease(text: str) -> int | None:
    """Return Flesch's reading ease of an English text, rounded, between 0 and 100; None for fewer than 5 words.

    An abbreviation in capitals is spoken letter by letter ("ALS" has three syllables); figures are left out.
    """
    counts = [[syllables(word) for word in _LETTERS.findall(sentence.text)] for sentence in read_text(text).sentences]
    sentences = [count for count in counts if count]
    words = sum(map(len, sentences))
    if words < FEWEST_WORDS:
        return None
    ease = 206.835 - 1.015 * words / len(sentences) - 84.6 * sum(map(sum, sentences)) / words
    return round(min(max(ease, 0.0), 100.0))


def syllables(word: str) -> int:
    """Return how many syllables a word of ASCII letters has, told by its letters; one at least."""
    if word.isupper() and 1 < len(word) <= _MOST_LETTERS_OF_ABBREVIATION:
        return len(word)
    low = word.lower()
    count = len(_VOWELS.findall(low)) + len(_TWO_IN_ONE.findall(low))
    silent = _SILENT.search(low) is not None and _SPOKEN_END.search(low) is None
    return max(1, count - silent)
