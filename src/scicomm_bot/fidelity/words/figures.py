"""Numbers in digits, in a text of any language: what each may mean, without a look at the words around it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scicomm_bot.fidelity.words.pattern import Pattern

_FIGURE = Pattern(
    r"(?<![^\W_])(?<![^\W\d_]-)\d+(?:[.,\u066b\u066c\u00b7'\u2019\u00a0\u202f]\d+)*"  # not "IL-6", "p53"
)
_THOUSAND = 3


class Figure(NamedTuple):
    """A number in digits of any script: its place, and every value that somebody may read in it.

    "1.000" is one in English and a thousand in German, and a post is not asked which it means.
    """

    text: str
    start: int
    stop: int
    values: frozenset[float]


def figures(text: str) -> Iterator[Figure]:
    """Yield the numbers in digits, from left to right; those within names ("IL-6", "p53") are none."""
    for match in _FIGURE.finditer(text):
        parts = re.split(r"\D", match.group())
        yield Figure(match.group(), match.start(), match.end(), frozenset(_values(parts)))


def _values(parts: list[str]) -> Iterator[float]:
    first, *rest = parts
    if all(len(part) == _THOUSAND for part in rest):
        yield float("".join(parts))
    if rest and all(len(part) == _THOUSAND for part in rest[:-1]):
        yield float(f"{first}{''.join(rest[:-1])}.{rest[-1]}")
