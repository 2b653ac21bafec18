"""Numbers in digits, in a text of any language: what each may mean, without a look at the words around it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern

# Letters of these scripts make names with digits ("IL-6", "p53"); in scripts without spaces a number follows a word.
_LETTER = r"A-Za-z\u00aa-\u024f\u0370-\u052f"
_FIGURE = Pattern(
    rf"(?<![{_LETTER}\d_])(?<![{_LETTER}]-)\d+(?:[.,\u066b\u066c\u00b7'\u2019]\d+)*"
    r"(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))*(?:[.,\u066b]\d+)?"
)
_SPACE = re.compile(r"[ \u00a0\u2009\u202f]")
_THOUSAND = 3
_MANY = {"\u5343": 1e3, "\u4e07": 1e4, "\u842c": 1e4, "\u767e\u4e07": 1e6, "\u5104": 1e8, "\u4ebf": 1e8}
"""The words for thousands, myriads, millions and hundreds of millions that Chinese and Japanese write behind digits."""


class Figure(NamedTuple):
    """A number in digits of any script: its place, and every value that somebody may read in it.

    "1.000" is one in English and a thousand in German, and a post is not asked which it means. `parts` are the numbers
    that it is where its spaces do not belong to it: "1 204" is one number in French, and may be two.
    """

    text: str
    start: int
    stop: int
    values: frozenset[float]
    parts: tuple[frozenset[float], ...] = ()


def figures(text: str) -> Iterator[Figure]:
    """Yield the numbers in digits, from left to right; those within names ("IL-6", "p53") are none."""
    for match in _FIGURE.finditer(text):
        many = next((times for word, times in _MANY.items() if text.startswith(word, match.end())), None)
        pieces = _SPACE.split(match.group())
        values = frozenset(_values("".join(pieces)))
        if many is not None:
            values |= {value * many for value in values}
        parts = tuple(frozenset(_values(piece)) for piece in pieces) if len(pieces) > 1 else ()
        yield Figure(match.group(), match.start(), match.end(), values, parts)


def _values(digits: str) -> Iterator[float]:
    first, *rest = re.split(r"\D", digits)
    if all(len(part) == _THOUSAND for part in rest):
        yield float("".join((first, *rest)))
    if rest and all(len(part) == _THOUSAND for part in rest[:-1]):
        yield float(f"{first}{''.join(rest[:-1])}.{rest[-1]}")
