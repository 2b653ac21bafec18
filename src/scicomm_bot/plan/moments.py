"""A moment as people write one: `2026-12-24 08:00`, `tomorrow 9:00`, `friday`, `2h`.

A time without a zone is by the clocks of the zone that is handed in. Where these clocks are set, a time that is skipped
is the one right behind the gap, and of a time that comes twice the later one is meant: what a person stops, stays
stopped for long enough.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from scicomm_bot.errors import near

HOW = "write it as '2026-12-24 08:00', '2026-12-24', 'tomorrow 9:00', 'friday 17:30', '18:00' or '2h'"
"""The ways to write a moment, for who typed none."""
HOW_FIXED = "write it as '2026-12-24 08:00', '2026-12-24', or with a zone: '2026-12-24 08:00 Europe/Brussels'"
"""The ways that mean the same whenever they are read."""
HOW_ZONED = "write it as '2026-12-24 08:00 Europe/Brussels'"
"""The way that also means the same wherever it is read."""
HOW_EXACT = "write it as '2026-12-24 08:00', or with a zone: '2026-12-24 08:00 Europe/Brussels'"
"""The ways that mean one moment, and no whole day."""

_LONGEST = 100
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SECONDS = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3_600, "hr": 3_600, "hour": 3_600}
_SECONDS |= {"d": 86_400, "day": 86_400, "w": 604_800, "wk": 604_800, "week": 604_800}
_LEAST_LETTERS = 3
"""Of a name of a day or a month."""

_PIECE = r"(\d{1,6}(?:\.\d{1,3})?)\s*([a-z]+)\s*(?:,|and)?\s*"
_DURATION = re.compile(rf"(?:in\s+)?((?:{_PIECE})+)", re.ASCII)
_EACH = re.compile(_PIECE, re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?(?:,?\s+(\d{4}))?", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?", re.ASCII)
_TIME = re.compile(
    r"(?:^|(?<=[\sT,]))(?:at\s+)?(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?)?\s*(am|pm|h)?$",
    re.IGNORECASE | re.ASCII,
)
_OFFSET = re.compile(r"(?<=[\d\s])(Z|[+-]\d{2}:?\d{2})$", re.ASCII)
_ZONE = re.compile(r"\s([A-Z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){1,2}|UTC|GMT)$")
_PLACE = re.compile(r"(?<=[\dm])\s+([A-Za-z][A-Za-z_/ -]{3,40})$", re.ASCII)
_LETTERS = re.compile(r"(?<=[\dm])\s+([A-Z]{2,5})$", re.ASCII)


class MomentError(ValueError):
    """What was written is no moment; says what was understood of it."""


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of a name; UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def read_moment(
    written: str,
    now: datetime,
    zone: ZoneInfo | None,
    *,
    fixed: bool = False,
    end_of_day: bool = False,
    how: str | None = None,
) -> datetime:
    """Read a moment.

    Args:
        written: As a person wrote it; a day alone is its beginning.
        now: The time that `tomorrow`, `friday`, `18:00` and `2h` count from.
        zone: Whose clocks a time without a zone is by; None where it must name one.
        fixed: Whether only what means the same whenever it is read is taken, as in a file: a date with its year.
        end_of_day: Whether a day alone is its end.
        how: The ways to write it, for who wrote none; None for all that are taken.

    Returns:
        The moment, in UTC.

    Raises:
        MomentError: it is none.
    """
    how = how or (HOW_ZONED if zone is None else HOW_FIXED if fixed else HOW)
    text = " ".join(written.split())
    if len(text) > _LONGEST:
        raise MomentError(f"is too long for a moment; {how}")
    if not fixed and (found := _DURATION.fullmatch(text.lower())) and not _has_month(found[1]):
        return _after(found[1], now)
    rest, said = _zone_of(text)
    where = said or zone or UTC
    local = now.astimezone(where)
    before, clock = _time_of(rest)
    day_words = before.strip(" ,").lower()
    if not day_words and clock is not None and not fixed:
        today = on_clock(local.date(), clock, where)
        return today if today > now else on_clock(local.date() + timedelta(days=1), clock, where)
    day = _day_of(day_words, local, fixed=fixed)
    if day is None:
        known = "" if clock is None else f" (only the time in it is, {clock:%H:%M})"
        raise MomentError(_letters(text) or _place(text) or f"is no moment that is understood{known}; {how}")
    if said is None and zone is None:
        raise MomentError(
            f"names no time zone; write it as '{text} Europe/Brussels', with your own place, or '{text} Z'"
        )
    if end_of_day and clock is None:
        day = _day_after(day)
    moment = on_clock(day, clock or time(), where)
    if not fixed and moment <= now and _weekday(day_words) is not None:
        moment = on_clock(day + timedelta(days=7), clock or time(), where)
    return moment


def _has_month(pieces: str) -> bool:
    return any(named(unit, MONTHS) is not None for _, unit in _EACH.findall(pieces))


def _after(pieces: str, now: datetime) -> datetime:
    seconds = 0.0
    for number, unit in _EACH.findall(pieces):
        known = _SECONDS.get(unit) or _SECONDS.get(unit.removesuffix("s"))
        if known is None:
            raise MomentError(
                f"has {number} of {unit!r}, which is no unit of time here; write s, min, h, days or weeks"
            )
        seconds += float(number) * known
    try:
        return now.astimezone(UTC) + timedelta(seconds=seconds)
    except OverflowError:
        raise MomentError("is too far away") from None


def _letters(text: str) -> str | None:
    """Say what is wrong with a zone that is named by letters, which stand for several zones or change in summer."""
    found = _LETTERS.search(text)
    if found is None or found[1] in {"AM", "PM", "UTC", "GMT"} or named(found[1], MONTHS) is not None:
        return None
    before = text[: found.start()]
    return f"ends with {found[1]}, which is no time zone here; write '{before} Europe/Brussels' or '{before}+01:00'"


def _place(text: str) -> str | None:
    """Say which zone is meant by a place behind a time, where one is."""
    found = _PLACE.search(text)
    meant = None if found is None else zone_like(found[1].removesuffix(" time").replace(" ", "_"))
    if found is None or meant is None:
        return None
    before = text[: found.start()]
    return f"ends with {found[1]}, which is no time zone as they are named; write '{before} {meant}'"


def zone_like(name: str) -> str | None:
    """Return the time zone that is meant by a name that none has, or None: `tehran` is Asia/Tehran.

    Only names that say a place everywhere, not such as `localtime`; and none for `UTC+3`, of which UTC is a part.
    """
    if any(sign in name for sign in "+-") and any(map(str.isdecimal, name)):
        return None
    known = {zone.casefold(): zone for zone in available_timezones() if "/" in zone or zone == "UTC"}
    meant = near(name.casefold(), known)
    return None if meant is None else known[meant]


def with_time(written: str, clock: str) -> str:
    """Return a day with a time, which stands before its zone."""
    text = " ".join(written.split())
    day, _ = _zone_of(text)
    return f"{day} {clock}{text[len(day) :]}"


def _zone_of(text: str) -> tuple[str, tzinfo | None]:
    """Return the text without a zone at its end, and that zone, or None."""
    if (found := _ZONE.search(text)) is not None:
        try:
            return text[: found.start()], ZoneInfo(found[1])
        except (ZoneInfoNotFoundError, ValueError, OSError):
            meant = zone_like(found[1])
            hint = f"; did you mean {meant}?" if meant else ""
            raise MomentError(f"names a time zone that nobody knows: {found[1]}{hint}") from None
    found = _OFFSET.search(text)
    if found is None or _ISO_DAY.fullmatch(text):
        return text, None
    rest = text[: found.start()].rstrip()
    if found[1] == "Z":
        return rest, UTC
    digits = found[1].replace(":", "")
    offset = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    if offset >= timedelta(hours=24):
        raise MomentError(f"has an offset that no zone has: {found[1]}")
    return rest, timezone(-offset if digits[0] == "-" else offset)


def _time_of(text: str) -> tuple[str, time | None]:
    """Return the text without the time of day at its end, and that time; `3 december` ends with none."""
    found = _TIME.search(text)
    if found is None or (found[2] is None and found[4] is None):
        return text, None
    hour, minute, second = (int(one or 0) for one in found.groups()[:3])
    half = (found[4] or "").lower()
    if half in {"am", "pm"}:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of a clock's face
            raise MomentError(f"has an hour that no clock shows: {found[0].strip()}")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if (hour, minute, second) == (24, 0, 0):
        raise MomentError("says 24:00; write the next day and 00:00")
    try:
        return text[: found.start()].removesuffix("T"), time(hour, minute, second)
    except ValueError:
        raise MomentError(f"has a time that no clock shows: {found[0].strip()}") from None


def _day_of(words: str, local: datetime, *, fixed: bool) -> date | None:
    """Return the day that words name; None where they name none."""
    if (found := _ISO_DAY.fullmatch(words)) is not None:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _DAY_MONTH.fullmatch(words)) is not None and (month := named(found[2], MONTHS)) is not None:
        return _in_year(found[3], month + 1, int(found[1]), local, fixed=fixed)
    if (found := _MONTH_DAY.fullmatch(words)) is not None and (month := named(found[1], MONTHS)) is not None:
        return _in_year(found[3], month + 1, int(found[2]), local, fixed=fixed)
    if re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?", words, re.ASCII):
        raise MomentError("is a day that people read in two ways; write the year first, as in 2026-12-24")
    if fixed:
        return None
    if words in {"today", "tonight"}:
        return local.date()
    if words == "tomorrow":
        return local.date() + timedelta(days=1)
    if (weekday := _weekday(words)) is not None:
        return local.date() + timedelta(days=(weekday - local.weekday()) % 7)
    if _weekday(words.removeprefix("next ")) is not None:
        raise MomentError("may mean this week's or the next one's; write the date")
    return None


def _weekday(words: str) -> int | None:
    return named(words.removeprefix("on "), DAYS)


def named(word: str, names: Sequence[str]) -> int | None:
    """Return which of the names a word is, or begins with three letters or more."""
    word = word.rstrip(".")
    found = [at for at, name in enumerate(names) if name.startswith(word)]
    return found[0] if len(word) >= _LEAST_LETTERS and len(found) == 1 else None


def _in_year(year: str | None, month: int, day: int, local: datetime, *, fixed: bool) -> date:
    """Return the day of that year; without one, the next that comes."""
    if year is not None:
        return _date(int(year), month, day)
    if fixed:
        raise MomentError("names no year; write it as 2026-12-24")
    if (month, day) == (2, 29):
        raise MomentError("comes in leap years only; write the year as well")
    this = _date(local.year, month, day)
    return this if this >= local.date() else _date(local.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise MomentError(f"names a day that is in no calendar: {year:04}-{month:02}-{day:02}") from None


def _day_after(day: date) -> date:
    if day == date.max:
        raise MomentError("is too far away")
    return day + timedelta(days=1)


def on_clock(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return when the clocks of a zone show this, in UTC: behind a gap, and the later of two.

    Raises:
        MomentError: it is too far away.
    """
    early, late = (datetime.combine(day, clock, zone).replace(fold=fold) for fold in (0, 1))
    if not date.min.year < day.year < date.max.year:  # no zone's clocks could show it
        raise MomentError("is too far away")
    try:
        moments = early.astimezone(UTC), late.astimezone(UTC)
        skipped = moments[0].astimezone(zone).replace(tzinfo=None, fold=0) != datetime.combine(day, clock)
    except OverflowError:
        raise MomentError("is too far away") from None
    return moments[0] if skipped else max(moments)
