"""The emoji of several code points, each as X knows it."""

from functools import cache
from pathlib import Path


@cache
def sequences() -> frozenset[str]:
    """Return all emoji of more than one code point, such as a heart with U+FE0F and a family joined with U+200D."""
    lines = (Path(__file__).parent / "data" / "emoji.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("# "))  # "#" itself begins a keycap
