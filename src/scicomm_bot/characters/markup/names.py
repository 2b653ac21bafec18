"""The names of tags and of TeX's commands; the lists are a data file."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path


@cache
def _sections() -> Mapping[str, Sequence[str]]:
    lines = (Path(__file__).parent / "data" / "names.txt").read_text(encoding="utf-8").split("\n")
    sections: dict[str, list[str]] = {}
    words: list[str] = []
    for line in lines:
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("# "):
            words += line.split()
    return sections


@cache
def names(*sections: str) -> frozenset[str]:
    """Return the names of some sections."""
    return frozenset(word for section in sections for word in _sections()[section])


@cache
def signs(section: str) -> Mapping[str, str]:
    """Return a section's names -> the signs that they stand for."""
    pairs = (word.rpartition(":") for word in _sections()[section])
    return {name: sign for name, _, sign in pairs}


@cache
def fonts() -> Mapping[str, str]:
    """Return TeX's commands that only change how their argument looks -> how that is read."""
    raising = dict.fromkeys(("textsuperscript", "textsuper"), "raised")
    lowering = dict.fromkeys(("textsubscript", "textsub"), "lowered")
    plain = dict.fromkeys(names("tex fonts text"), "text") | dict.fromkeys(names("tex fonts math"), "math")
    return plain | raising | lowering | {"ce": "chemical", "textsc": "small"}
