"""The forms of English verbs: "reduce" is "reduces", "reduced", "reducing"."""

from typing import Literal

Form = Literal["base", "s", "past", "ing"]

_DOUBLED = frozenset({"cut", "deter", "spur", "stop"})
"""Verbs of the list whose last letter doubles: "stopped", "cutting"."""


def forms(base: str, past: str = "") -> dict[str, Form]:
    """Return the forms of a verb.

    Args:
        base: Its base form, in small letters.
        past: Its irregular past forms with commas between them, or empty for one in -ed.

    Returns:
        Each form -> which one it is. A past that looks like the base ("cut") counts as the base.
    """
    consonant_y = base.endswith("y") and base[-2] not in "aeiou"
    stem = (base + base[-1] if base in _DOUBLED else base).removesuffix("e")
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x")) else f"{base}s"
    regular = f"{stem}ed"
    if consonant_y:
        third, regular = f"{base[:-1]}ies", f"{base[:-1]}ied"
    made: dict[str, Form] = {one.strip(): "past" for one in (past or regular).split(",")}
    return made | {f"{stem}ing": "ing", third: "s", base: "base"}
