"""Emoji of several code points, which X counts as one character."""

import re
from functools import cache

from scicomm_bot.characters.emoji import sequences
from scicomm_bot.characters.pattern import Pattern

_EXTENDING = "\u20e3\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_BASE = "#*0-9\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001ffff"
_MARK = Pattern(f"[\u200d{_EXTENDING}]")
_ONE = "\U0001f600"  # an emoji of a single code point, in whose place does not matter


def each_as_one(text: str) -> str:
    """`text` with each emoji sequence that X knows replaced by an emoji of one code point.

    What X does not know as one (a man joined with a unicorn, two letters that are no country) stays as it is.
    """
    if _MARK.search(text) is None:
        return text
    return _stretch().sub(_shortened, text)


@cache
def _stretch() -> re.Pattern[str]:
    """What one or several sequences may fill: a character with all that an emoji can be extended or joined with."""
    return re.compile(f"[{_BASE}](?:[{_EXTENDING}]|\u200d[{_BASE}])+")


def _shortened(stretch: re.Match[str]) -> str:
    text, known = stretch[0], sequences()
    if text in known:
        return _ONE
    longest, parts, at = _longest(), [], 0
    while at < len(text):
        size = next((size for size in range(longest, 1, -1) if text[at : at + size] in known), 1)
        parts.append(_ONE if size > 1 else text[at])
        at += size
    return "".join(parts)


@cache
def _longest() -> int:
    return max(map(len, sequences()))
