"""What a sign is, by Unicode's own properties: the same on every machine, however old its Python is.

The ranges are made by `scripts/make_character_data.py` from the Unicode Character Database.
"""

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path


class SignClass(StrEnum):
    """The sections of the data file."""

    INVISIBLE = "invisible"
    """Default_Ignorable_Code_Point or Bidi_Control: joiners, marks of direction, selectors, fillers, tags."""
    UNASSIGNED = "unassigned"
    PRIVATE = "private"
    EMOJI = "emoji"
    """Signs that can be shown as emoji, without digits, # and *."""
    JOINING = "joining"
    """Letters and marks of scripts in which letters join, or consonants stack."""
    UNSPACED = "unspaced"
    """Letters of scripts that are written without spaces, such as Thai and Khmer (Line_Break=Complex_Context)."""
    RIGHT_TO_LEFT = "right-to-left"
    """Letters that are written from right to left."""
    HAN = "han"
    LOOK_ALIKE = "look-alike"
    """Letters of other alphabets of which some look like Latin ones: Greek, Cyrillic, Armenian and so on."""


def is_a(sign: str, kind: SignClass) -> bool:
    """Return whether a sign is of a class; the empty text, which stands for no neighbour, is of none."""
    if sign < "\x80":  # nothing of ASCII is of any class
        return False
    starts, ends = _ranges(kind)
    at = bisect_right(starts, code := ord(sign)) - 1
    return at >= 0 and code <= ends[at]


_KANA = ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F), (0x1AFF0, 0x1B16F))
"""Blocks of Hiragana and Katakana, and their extensions (https://www.unicode.org/charts/)."""


def is_unspaced(sign: str) -> bool:
    """Return whether a sign is of a script that puts no spaces between words: Chinese, Japanese, Thai and others."""
    if sign.isascii():
        return False
    kana = any(start <= ord(sign) <= end for start, end in _KANA)
    return kana or is_a(sign, SignClass.HAN) or is_a(sign, SignClass.UNSPACED)


@cache
def char_class(kind: SignClass) -> str:
    """Return the ranges of a class as they stand between the brackets of a regular expression."""
    starts, ends = _ranges(kind)
    return "".join(f"\\U{start:08x}-\\U{end:08x}" for start, end in zip(starts, ends, strict=True))


@cache
def _ranges(kind: SignClass) -> tuple[Sequence[int], Sequence[int]]:
    starts, ends = [], []
    for line in _sections()[kind]:
        start, _, end = line.partition("-")
        starts.append(int(start, 16))
        ends.append(int(end or start, 16))
    return starts, ends


@cache
def _sections() -> dict[str, list[str]]:
    """Return the lines of each section; a section is read when it is first needed."""
    text = (Path(__file__).parent / "data" / "signs.txt").read_text(encoding="utf-8")
    parts = (part.partition("]\n") for part in text.split("[")[1:])
    return {name: lines.split() for name, _, lines in parts}
