"""Slots and times of day in plain words: `mon, wed 17:30`, `weekdays 9am`, `sat-wed 10:30 and 17:30`.

A slot in words becomes crontab lines, so that both kinds have one meaning where the clocks change.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import time

from scicomm_bot.errors import near
from scicomm_bot.plan.moments import DAYS, named

HOW_SLOTS = "write it as 'mon, wed 17:30', 'weekdays 9:00', 'daily 12:00', or as a crontab line such as '30 9 * * 1-5'"
"""The ways to write a slot, for who wrote none."""

EVERY_DAY = frozenset(range(7))
"""All days of the week; Monday is 0."""
_WEEKDAYS = frozenset(range(5))
_SETS = {
    "daily": EVERY_DAY, "everyday": EVERY_DAY, "day": EVERY_DAY, "days": EVERY_DAY,
    "weekdays": _WEEKDAYS, "weekday": _WEEKDAYS,
}  # fmt: skip
_FILLERS = {"on", "at", "every", "each", "and", "all"}
_TO = {"to", "through", "thru", "until", "till"}
_WEEKEND = {"weekend", "weekends"}
_NOON = {"noon": time(12), "midday": time(12)}
_LONGEST = 200

CLOCK = r"[0-9]{1,2}(?:[:.][0-9]{2}\s*(?:[ap]\.?m\b\.?)?|\s*[ap]\.?m\b\.?)"
"""A time of day: `17:30`, `5.30 pm`, `9am`."""
_TOKEN = re.compile(
    rf"(?P<date>[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}\b)|(?P<clock>{CLOCK})(?![\w:])|(?P<word>[^\W\d_]+\.?)|(?P<dash>[-\u2013\u2014])"
    r"|(?P<between>[\s,;&+/]+)|(?P<odd>\d[\w:.]*|.)",
    re.IGNORECASE | re.DOTALL,
)
_PARTS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?", re.IGNORECASE | re.ASCII)


class WordsError(ValueError):
    """What was written is not understood; says what of it, and the nearest form."""


def is_in_words(line: str) -> bool:
    """Whether a slot is meant to be in words: it has a time of day in it, or begins with a word."""
    return re.search(CLOCK, line, re.IGNORECASE) is not None or re.match(r"\s*[^\W\d_]{2}", line) is not None


def read_clock(written: str) -> time:
    """Read a time of day.

    Args:
        written: As `CLOCK` has it.

    Raises:
        WordsError: no clock shows it.
    """
    found = _PARTS.match(written)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found is not None else (99, 0)
    half = (found[3] or "").lower() if found is not None else ""
    if (hour, minute, half) == (24, 0, ""):
        raise WordsError("24:00 is the next day's 0:00; write that day and 0:00")
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of a clock's face
        raise WordsError(f"{written.strip()!r} is a time that no clock shows")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise WordsError(f"{written.strip()!r} is a time that no clock shows") from None


@dataclass(slots=True)
class _Read:
    """What was read of a line so far."""

    days: list[int] = field(default_factory=list)
    clocks: list[time] = field(default_factory=list)
    ranged_from: int | None = None
    clocks_first: bool = False


def cron_lines(line: str) -> tuple[str, ...]:
    """Return the crontab lines that a slot in words means; a crontab line as it is.

    Raises:
        WordsError: the words are not understood.
    """
    if not is_in_words(line):
        return (line,)
    days, clocks = read_slot(line)
    on = "*" if days == EVERY_DAY else ",".join(str((day + 1) % 7) for day in sorted(days))
    return tuple(f"{clock.minute} {clock.hour} * * {on}" for clock in clocks)


def read_slot(line: str) -> tuple[frozenset[int], tuple[time, ...]]:
    """Read a slot in words; return its days of the week (Monday is 0) and its times of day.

    Raises:
        WordsError: it is not understood.
    """
    if len(line) > _LONGEST:
        raise WordsError(f"it is too long for a slot; {HOW_SLOTS}")
    read = _Read()
    for kind, token in _tokens(line):
        if kind == "clock":
            _add_clock(read, token)
        elif kind == "day":
            _add_day(read, token)
        elif kind == "to":
            _begin_range(read)
        else:
            raise WordsError(_odd(kind, token, read))
    if read.ranged_from is not None:
        raise WordsError(f"nothing stands behind the last '-'; {HOW_SLOTS}")
    if not read.clocks:
        raise WordsError(_no_clock(read))
    if not read.days:
        times = " and ".join(f"{clock:%-H:%M}" for clock in read.clocks)
        raise WordsError(f"it has no day; write 'daily {times}', or the days before the time")
    return frozenset(read.days), tuple(dict.fromkeys(read.clocks))


def _no_clock(read: _Read) -> str:
    said = f"{', '.join(_short(dict.fromkeys(read.days)))} 17:30" if read.days else "mon, wed 17:30"
    split = "a list in [ ] ends an entry at each comma, so put each slot on a line of its own, in quotes"
    return f"it has no time; write '{said}' ({split})"


def _short(days: Collection[int]) -> list[str]:
    return [DAYS[day][:3] for day in days]


def _tokens(line: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(line):
        kind, token = str(found.lastgroup), found[0]
        word = token.lower().rstrip(".")
        if kind == "word" and word in _NOON:
            yield "clock", "12:00"
        elif kind == "dash" or (kind == "word" and word in _TO):
            yield "to", token
        elif kind == "word" and word not in _FILLERS:
            yield "day", word
        elif kind in {"clock", "odd", "date"}:
            yield kind, token


def _add_clock(read: _Read, token: str) -> None:
    if read.ranged_from is not None:
        raise WordsError(
            f"{token.strip()!r} stands behind a '-'; a slot is one moment: name each time, joined by 'and'"
        )
    read.clocks_first = read.clocks_first or not read.days
    read.clocks.append(read_clock(token))


def _add_day(read: _Read, word: str) -> None:
    days = days_named(word)
    if days is None:
        raise WordsError(_no_day(word))
    if read.days and read.clocks and read.ranged_from is None and not read.clocks_first:
        raise WordsError("it has days before and behind a time; give each time with its days a line of its own")
    if read.ranged_from is not None:
        if len(days) > 1:
            raise WordsError(f"{word!r} does not end a range of days; write it as 'mon-fri'")
        read.days.extend(between_days(read.ranged_from, days[0])[1:])
        read.ranged_from = None
        return
    read.days.extend(days)


def days_named(word: str) -> tuple[int, ...] | None:
    """Return the days of the week (Monday is 0) that a word names: `tue`, `Tuesdays`, `weekdays`, `daily`; or None.

    Raises:
        WordsError: it is a word for days that differ from country to country.
    """
    word = word.lower().rstrip(".")
    if word in _WEEKEND:
        raise WordsError(
            f"which days a {word.removesuffix('s')} has differs; name them, as in 'sat, sun' or 'thu, fri'"
        )
    if word in _SETS:
        return tuple(sorted(_SETS[word]))
    day = named(word, DAYS)
    if day is None and word.endswith("s"):
        day = named(word.removesuffix("s"), DAYS)
    return None if day is None else (day,)


def _begin_range(read: _Read) -> None:
    if not read.days or (read.clocks and not read.clocks_first) or read.ranged_from is not None:
        raise WordsError(f"a '-' or 'to' stands between no two days; {HOW_SLOTS}")
    read.ranged_from = read.days[-1]


def between_days(first: int, last: int) -> tuple[int, ...]:
    """Return the days from one to another, over the end of the week too: from Saturday to Wednesday."""
    return tuple((first + ahead) % 7 for ahead in range((last - first) % 7 + 1))


def _no_day(word: str) -> str:
    meant = near(word, (*DAYS, *_SETS, *(day[:3] for day in DAYS)))
    hint = f"did you mean {meant!r}?" if meant else HOW_SLOTS
    return f"{word!r} is neither a day of the week nor a time; {hint}"


def _odd(kind: str, token: str, read: _Read) -> str:
    if kind == "date":
        return f"{token} is one day, and a slot comes again and again; for one post then, write `at:` at its finding"
    digits = re.fullmatch(r"(\d{1,2})(?:[h:.](\d{2})?|\s*)(?:[hH]|uhr)?", token, re.IGNORECASE | re.ASCII)
    if digits is not None and int(digits[1]) < 24 and int(digits[2] or 0) < 60:  # noqa: PLR2004 - a day, an hour
        days = ", ".join(_short(dict.fromkeys(read.days))) or "daily"
        return f"{token!r} is no time that is understood; write '{days} {int(digits[1])}:{digits[2] or '00'}'"
    return f"{token!r} is not understood; {HOW_SLOTS}"
