"""What language a text is in, as far as the rules must know: whether they can read it."""

from collections.abc import Container

from scicomm_bot.fidelity.words.lexicon import lexicon
from scicomm_bot.fidelity.words.pattern import Pattern
from scicomm_bot.fidelity.words.text import Text

_OTHER_SCRIPT = Pattern(r"[^\W\d_\u0041-\u024f\u0370-\u03ff\u1e00-\u1eff\u2c60-\u2c7f\ufb00-\ufb06]")
"""Letters that are neither Latin nor Greek (which stands in English texts on science)."""
_LETTER = Pattern(r"[^\W\d_]")
_ENOUGH_WORDS = 8
_LEAST_WORDS = 3
_LEAST_ENGLISH = 2
_LEAST_LETTERS = 3
_TIMES_AS_MANY = 3
_ENGLISH, _OTHERS = lexicon("english").section("english"), lexicon("english").section("others")


def is_foreign(text: Text) -> bool:
    """Whether a text is plainly in a language or script that the rules cannot read."""
    if _is_in_other_script(text):
        return True
    words = text.words
    if len(words) < _ENOUGH_WORDS or _ENGLISH.first(words) is not None:
        return False
    return _OTHERS.first(words) is not None


def is_plainly_english(text: Text, vocabulary: Container[str]) -> bool:
    """Whether a text is English beyond doubt, whatever its file says.

    It has several of the small words that each English sentence has (those of two letters are words of other languages,
    too), and next to none of other languages'; or none of those, and half of its words are in `vocabulary`, that of an
    English source.
    """
    words = [word for word in text.words if not word[0].isdigit()]
    if len(words) < _LEAST_WORDS or _is_in_other_script(text):
        return False
    english = sum(word in _ENGLISH.first_words for word in words)
    others = sum(word in _OTHERS.first_words for word in words)
    if not others and 2 * sum(word in vocabulary for word in words) >= len(words):
        return True
    distinct = {word for word in _ENGLISH.first_words.intersection(words) if len(word) >= _LEAST_LETTERS}
    return len(distinct) >= _LEAST_ENGLISH and english >= _TIMES_AS_MANY * others


def _is_in_other_script(text: Text) -> bool:
    if text.raw.isascii():
        return False
    other = len(_OTHER_SCRIPT.findall(text.raw))
    return other > 0 and 2 * other > len(_LETTER.findall(text.raw))
