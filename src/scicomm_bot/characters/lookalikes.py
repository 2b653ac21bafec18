"""Letters that are not what they look like: Greek, Cyrillic and phonetic ones in words of Latin letters."""

import re
import unicodedata

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.characters.signs import SignClass, is_a

_GREEK = "\u0370", "\u03ff"
_CAPITALS = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"  # ABEZHIKMNOPTYX
    "\u03bf\u03cc\u03f2\u03f9"  # o, also with an accent, and the lunate sigma
)
"""Greek letters that nobody writes beside Latin ones for what they are."""
_SMALL = "\u03b1-\u03b3\u03b5\u03b7\u03b9\u03ba\u03bd\u03c1-\u03c5\u03c7\u03c9\u03ac-\u03af\u03cd\u03ce"
_IN_LATIN = Pattern(
    f"[A-Za-z][{_CAPITALS}]|[{_CAPITALS}][A-Za-z]|[a-z][{_SMALL}\u03bc]|[{_SMALL}][a-z]|[a-z]\u00b5|\u00b5[a-z]{{4}}"
)
"""Science writes Greek letters beside capitals (TNF\u03b1, NF\u03baB), and \u03bc as the prefix of a unit."""
_PHONETIC = Pattern("[\u0250-\u02af\u02b0-\u02b8\u02e0-\u02e4\u1d00-\u1dbf\u2160-\u217f\ua730\ua731]")
"""Phonetic letters and small capitals, and Roman numbers that are one sign."""


def has_lookalikes(word: str) -> bool:
    """Whether a word of letters has Latin ones, and others that a reader takes for Latin ones.

    A Greek letter beside a capital, or one that looks like no Latin letter, is how science writes; it is let through.
    """
    if word.isascii() or re.search("[A-Za-z]", word) is None:
        return False
    return _IN_LATIN.search(word) is not None or has_foreign_letters(word)


def has_foreign_letters(word: str) -> bool:
    """Whether a word has letters of Cyrillic or another alphabet that science in Latin letters has no use for."""
    return any(is_a(sign, SignClass.LOOK_ALIKE) and not _GREEK[0] <= sign <= _GREEK[1] for sign in word)


def has_phonetic_letters(word: str) -> bool:
    """Whether a word mixes small Latin letters with phonetic ones or small capitals, as no English word does."""
    return _PHONETIC.search(word) is not None and re.search("[a-z]", word) is not None


def without_accents(word: str) -> str:
    """Return a word with its letters' marks taken away: "cures" of "c\u016br\u0117s"."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f")
