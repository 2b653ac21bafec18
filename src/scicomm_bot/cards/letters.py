"""The letters that the fonts of cards have: no other can be shown, and typst says nothing of one that is missing."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from scicomm_bot.characters.invisible import without_invisible

_DATA = Path(__file__).parent / "data" / "letters.txt"


def missing_letters(texts: Iterable[str]) -> list[str]:
    """Return the letters that no font of cards has, each once and named: "→ (U+2192, RIGHTWARDS ARROW)".

    Signs that nobody sees, such as a joiner, need no font.
    """
    whole = without_invisible("".join(texts))
    return [_named(letter) for letter in dict.fromkeys(whole) if ord(letter) not in _letters()]


def _named(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return f"{letter} (U+{ord(letter):04X}{f', {name}' if name else ''})"


@cache
def _letters() -> frozenset[int]:
    """Return the code points that are there; `scripts/make_card_fonts.py` writes them."""
    lines = _DATA.read_text(encoding="utf-8").splitlines()
    ranges = (line.split("-") for line in lines if not line.startswith("#"))
    return frozenset(point for first, last in ranges for point in range(int(first, 16), int(last, 16) + 1))
