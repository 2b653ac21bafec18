"""What language a text is in, as far as the rules must know: whether they can read it."""

from collections.abc import Sequence
from functools import cache

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.text import Text

_OTHER_SCRIPT = Pattern(r"[^\W\d_\u0041-\u024f\u0370-\u03ff\u1e00-\u1eff\u2c60-\u2c7f\ufb00-\ufb06]")
"""Letters that are neither Latin nor Greek (which stands in English texts on science)."""
_LETTER = Pattern(r"[^\W\d_]")
_ENOUGH_WORDS = 8
_LEAST_WORDS = 3
_LEAST_ENGLISH = 2
_LEAST_LETTERS = 3
_TIMES_AS_MANY = 3
_LISTS = (
    "advice", "benefit", "change", "cure", "hype", "negation", "people", "proof", "results", "species", "statements",
)  # fmt: skip
_OTHER_ALPHABETS = frozenset({
    "am", "ar", "be", "bg", "bn", "ckb", "dv", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "km", "kn", "ko", "lo",
    "mk", "ml", "mn", "mr", "my", "ne", "or", "pa", "ps", "ru", "sd", "si", "ta", "te", "th", "ti", "ug", "uk", "ur",
    "yi", "zh",
})  # fmt: skip
"""Languages that are not written in Latin letters (ISO 639)."""
_LATIN_WORD = Pattern(r"\b[A-Za-z]?[a-z]{2,}\b")
_OTHER_WORD = Pattern(r"[^\W\d_\u0041-\u024f\u1e00-\u1eff]+")
_ENGLISH, _OTHERS = lexicon("english").section("english"), lexicon("english").section("others")


def is_foreign(text: Text) -> bool:
    """Whether a text is plainly in a language or script that the rules cannot read."""
    if _is_in_other_script(text):
        return True
    words = text.words
    if len(words) < _ENOUGH_WORDS or _ENGLISH.first(words) is not None:
        return False
    return _OTHERS.first(words) is not None


def is_plainly_english(text: Text, lang: str, source: Text) -> bool:
    """Whether a text is English beyond doubt, whatever its file says.

    It has several of the small words that each English sentence has (those of two letters are words of other languages,
    too), and next to none of other languages'; or none of those, and half of its words are in an English source, or are
    words that the rules know. A language that is not written in Latin letters has no sentence in small Latin ones.

    Args:
        text: The text.
        lang: The language that it is said to be in (BCP 47).
        source: The abstract of its paper.
    """
    if lang.partition("-")[0] in _OTHER_ALPHABETS:
        latin = len(_LATIN_WORD.findall(text.raw))
        return latin > 1 and latin > len(_OTHER_WORD.findall(text.raw))
    words = [word for word in text.words if not word[0].isdigit()]
    if len(words) < _LEAST_WORDS or _is_in_other_script(text):
        return False
    english, others = (sum(word in small for word in words) for small in _small_words())
    if not others:
        vocabulary = frozenset(source.words) if _has_english_words(source.words) else frozenset()
        if 2 * sum(word in vocabulary or word in _words_of_rules() for word in words) >= len(words):
            return True
    return _has_english_words(words) and english >= _TIMES_AS_MANY * others


def _has_english_words(words: Sequence[str]) -> bool:
    some = {word for word in _small_words()[0].intersection(words) if len(word) >= _LEAST_LETTERS}
    return len(some) >= _LEAST_ENGLISH


@cache
def _small_words() -> tuple[frozenset[str], frozenset[str]]:
    """The small words of English, and those of other languages that are none of English."""
    english = _ENGLISH.first_words
    return english, _OTHERS.first_words - english


def is_word_of_rules(word: str) -> bool:
    """Whether the rules look for a word, in small letters."""
    return word in _words_of_rules()


@cache
def _words_of_rules() -> frozenset[str]:
    """The English words that the rules look for, without those that are the same in many languages."""
    entries = (entry for name in _LISTS for entry in lexicon(name).entries)
    return frozenset(word for entry in entries for word in entry.words) | _small_words()[0]


def _is_in_other_script(text: Text) -> bool:
    if text.raw.isascii():
        return False
    other = len(_OTHER_SCRIPT.findall(text.raw))
    return other > 0 and 2 * other > len(_LETTER.findall(text.raw))


def reads_as_english(text: Text) -> bool:
    """Whether a text is more likely English than another language: by its script, and by its small words.

    One without small words of any language, as a list of names is, is taken for English.
    """
    if _is_in_other_script(text):
        return False
    english, others = (sum(word in small for word in text.words) for small in _small_words())
    return english > others or (not others and len(text.words) < _ENOUGH_WORDS)
