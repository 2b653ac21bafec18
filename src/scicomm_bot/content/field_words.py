"""What people call the fields that have to do with time: an embargo, an end, a moment, quiet days."""

import re
from collections.abc import Collection, Sequence

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HELD = ("embargo", "hold", "held", "withh", "releas", "unlock", "lift")
_BEGINS = ("after", "since", "from", "start", "begin", "earliest")
_ENDS = ("expir", "deadline", "latest", "until", "till", "before", "end", "stop")
_GOES_OUT = (
    "publi", "post", "send", "sent", "tweet", "go", "live", "visib", "availab", "online", "date", "time", "day", "dont",
    "do", "not", "no", "never", "schedul",
)  # fmt: skip
_MOMENT = ("at", "when", "time", "date", "moment", "on", "schedul", "publi", "post", "send", "tweet", "for", "exact")
_OF_SCHEDULE = (
    ("quiet", ("holiday", "blackout", "silen", "mute", "vacation", "closed", "off", "exclu", "skip", "pause")),
    ("most_per_day", ("max", "limit", "most", "daily", "quota", "per")),
    ("order", ("rotat", "robin", "alternat", "turn", "sequence", "interleav")),
    ("missed", ("miss", "catch", "late", "misfire")),
    ("slots", ("cron", "time", "slot", "weekday", "when")),
    ("timezone", ("tz", "zone")),
)
"""For each field of a schedule the beginnings of words that people use for it."""


def meant_time(key: str, known: Collection[str]) -> str | None:
    """Return the field of a paper or finding that an unknown key means by its words, where it is known; or None.

    `embargo_until`, `publish_after` and `hold until` mean `not_before`; `expires` means `not_after`; `publish_at` means
    `at`. What is spelt otherwise only (`Not Before`, `not-before`) is the field itself.
    """
    words = _words(key)
    if (same := "_".join(words)) in known:
        return same
    denied = any(word in {"not", "no", "never", "dont"} for word in words)
    if _has(words, _HELD):
        meant = "not_before"
    elif _only(words, (*_BEGINS, *_GOES_OUT)) and _has(words, _BEGINS):
        meant = "not_after" if denied else "not_before"
    elif _only(words, (*_ENDS, *_GOES_OUT)) and _has(words, _ENDS):
        meant = "not_before" if denied else "not_after"
    elif _only(words, _MOMENT):
        meant = "at"
    else:
        return None
    return meant if meant in known else None


def meant_of_schedule(key: str, known: Collection[str]) -> str | None:
    """Return the field of a schedule that an unknown key means by its words, where it is known; or None."""
    words = _words(key)
    return next((field for field, stems in _OF_SCHEDULE if field in known and _has(words, stems)), None)


def _words(key: str) -> list[str]:
    return [word.lower() for word in _PARTS.findall(key)]


def _has(words: Sequence[str], stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stems) for word in words)


def _only(words: Sequence[str], stems: tuple[str, ...]) -> bool:
    return bool(words) and all(word.startswith(stems) for word in words)
