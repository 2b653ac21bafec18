"""What a sentence says to hold for a part only: "lower mortality among the ventilated but not among the others"."""

import re
from functools import lru_cache
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.lexicon import words_of
from scicomm_bot.english.stems import stem
from scicomm_bot.english.text import Sentence

_EXCEPT = Pattern(
    r"\b(?:but|although|though|and|whereas|while|yet)\b[^.;]{0,40}?\bnot\b|\bexcept\b|\bbut no\b|\bbut (?:un|not)"
    r"|\bonly (?=in\b|among\b|for\b|at\b)",
    re.IGNORECASE,
)
_AMONG = Pattern(r"\bamong\b", re.IGNORECASE)
_IN = Pattern(r"\b(?:in|for|at)\b", re.IGNORECASE)
_END = re.compile(r"[(,;]")
_WORD = Pattern(r"[^\W\d_]+")
_LEAST = 4
_NO_PART = frozenset(map(stem, words_of("direction", "no outcome") | words_of("statements", "generic")))


class Limited(NamedTuple):
    """A result that a sentence limits.

    Attributes:
        told: The stems of what is told, the part that it holds for included.
        part: The stems that name the part; empty where the sentence names none.
        others: The stems that name those for whom it does not hold.
        words: The words that limit it, with what stands behind them.
    """

    told: frozenset[str]
    part: frozenset[str]
    others: frozenset[str]
    words: str


@lru_cache(maxsize=8192)
def limited_in(sentence: Sentence) -> Limited | None:
    """Return what a sentence says to hold for a part only, or None."""
    match = _EXCEPT.search(sentence.text)
    if match is None:
        return None
    only = match.group().lower().startswith("only")
    before = sentence.text[: match.start()]
    after = sentence.text[match.end() :]
    named, others = (after, "") if only else (before, after)
    parts = list(_AMONG.finditer(named)) or list(_IN.finditer(named))[-1:]
    part = frozenset[str]().union(*(_stems(_END.split(named[one.end() :], 1)[0]) for one in parts)) - _NO_PART
    told = _stems(before if before.strip() else after)
    words = sentence.text[match.start() : match.end() + _SHOWN].rsplit(" ", 1)[0]
    return Limited(told, part, _stems(others) - told, words)


_SHOWN = 60


def stems_of(sentence: Sentence) -> frozenset[str]:
    """Return the stems of a sentence's words of four letters or more."""
    return _stems(sentence.text)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(text.lower()) if len(word) >= _LEAST)
