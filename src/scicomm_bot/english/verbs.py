"""The forms of English words by rule: "reduce" is "reduces", "reduced", "reducing"."""

from typing import Literal

from scicomm_bot.characters.pattern import Pattern

Form = Literal["base", "s", "past", "ing"]

_SHORT = Pattern(r"[^aeiou]*[aeiou][^aeiouwxy]")
"""Verbs of one short syllable, "stop" and "cut": their last letter doubles."""
_STRESSED = frozenset(
    {"begin", "commit", "compel", "confer", "control", "deter", "excel", "incur", "occur", "permit"}
    | {"prefer", "propel", "refer", "repel", "submit", "transfer", "transmit"}
)
"""Longer verbs whose last syllable is stressed, and doubles, too."""


def forms(base: str, past: str = "") -> dict[str, Form]:
    """Return the forms of a verb.

    Args:
        base: Its base form, in small letters.
        past: Its irregular past forms with commas between them, or empty for one in -ed.

    Returns:
        Each form -> which one it is. A past that looks like the base ("cut") counts as the base.
    """
    doubled = base in _STRESSED or _SHORT.fullmatch(base) is not None
    stem = (base + base[-1] if doubled else base).removesuffix("e")
    regular = f"{base[:-1]}ied" if _is_consonant_y(base) else f"{stem}ed"
    made: dict[str, Form] = {one.strip(): "past" for one in (past or regular).split(",")}
    going = f"{base[:-2]}ying" if base.endswith("ie") else f"{base}ing" if base.endswith("ee") else f"{stem}ing"
    return made | {going: "ing", with_s(base): "s", base: "base"}


def with_s(base: str) -> str:
    """Return a word with its -s: a verb's third person, or a noun's plural."""
    if base == "have":
        return "has"
    if _is_consonant_y(base):
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "sh", "ch", "x", "o")) else f"{base}s"


def _is_consonant_y(base: str) -> bool:
    return base.endswith("y") and base[-2:-1] not in "aeiou"
