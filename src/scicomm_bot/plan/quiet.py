"""Quiet time: when nothing goes out, as `quiet:` of a schedule says it.

A day begins with its first moment and ends with that of the next one, whatever the clocks do. Hours that are quiet
begin with the earlier and end with the later of two moments that a clock shows twice.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from scicomm_bot.domain.paper import HOLIDAYS, Schedule
from scicomm_bot.errors import near
from scicomm_bot.plan.holiday_days import holidays_of, without_holidays
from scicomm_bot.plan.moments import DAYS, MONTHS, named, zone_named
from scicomm_bot.plan.words import CLOCK, EVERY_DAY, WordsError, between_days, days_named, read_clock

HOW = (
    "write a day ('2027-03-21'), days ('2027-03-20 to 2027-04-02', every year '24 dec to 1 jan'), days of the week "
    "('thu, fri'), hours ('22:00-07:00', 'fri 12:00-15:00') or `holidays: IR`"
)
"""The ways to write quiet time, for who wrote none."""

LONGEST = timedelta(days=400)
"""Quiet time of which no end is found within this has none."""

_DAY = timedelta(days=1)
_TO = r"\s*(?:\bto\b|\buntil\b|\btill\b|\bthrough\b|\.\.|[-\u2013\u2014/])\s*"
_END = r"(?:24[:.]00|midnight)"
_HOURS = re.compile(rf"(?:^|[\s,])(?:from\s+)?({CLOCK}|noon|midnight){_TO}({CLOCK}|{_END}|noon)$", re.IGNORECASE)
_ISO = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_ISO_RANGE = re.compile(rf"(?:from\s+)?({_ISO})(?:{_TO}({_ISO}))?", re.IGNORECASE)
_RANGE = re.compile(r"\s+(?:to|until|till|through|[-\u2013\u2014])\s+|\s*(?:\.\.|[\u2013/])\s*")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?(?:,?\s+([0-9]{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?(?:,?\s+([0-9]{4}))?")
_WORDS = re.compile(r"[^\W\d_]+\.?|[-\u2013]")
_LONGEST_TEXT = 200

Matches = Callable[[date], str | None]
"""Says why a day is quiet, or None where it is not."""


class QuietError(ValueError):
    """What was written is no quiet time; says what was not understood, and how to write it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of quiet time.

    Attributes:
        start: Its first moment, in UTC.
        end: The first moment behind it, in UTC.
        why: Why nothing goes out.
        whole_day: Whether it is a whole day.
    """

    start: datetime
    end: datetime
    why: str
    whole_day: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of `quiet:`, understood.

    Attributes:
        text: As it was written.
        matches: On which days it holds.
        hours: From when to when on these days, over midnight where the second is not later; None for the whole day.
        days: First and last day of a range that does not come again; None for others.
        country: The code of the country whose holidays it is, or None.
    """

    text: str
    matches: Matches
    hours: tuple[time, time] | None = None
    days: tuple[date, date] | None = None
    country: str | None = None


@dataclass(slots=True, eq=False)
class QuietTime:
    """All quiet time of one schedule, worked out day by day as it is asked for.

    Attributes:
        zone: Whose days and clocks they are.
        entries: The entries.
    """

    zone: ZoneInfo
    entries: Sequence[Entry] = ()
    _spans: dict[date, tuple[Span, ...]] = field(default_factory=dict)

    def at(self, moment: datetime) -> Span | None:
        """Return the quiet time in which a moment lies, with all that follows without a break; None where it is none.

        Of quiet time without an end, the end is more than `LONGEST` away.
        """
        if not self.entries or (found := self._around(moment)) is None:
            return None
        end = found.end
        while end - moment <= LONGEST and (more := self._around(end)) is not None:
            end = more.end
        return Span(found.start, end, found.why, found.whole_day)

    def why(self, moment: datetime) -> str | None:
        """Return why nothing goes out at a moment, or None where it may."""
        found = self._around(moment) if self.entries else None
        return None if found is None else found.why

    def day(self, day: date) -> str | None:
        """Return why nothing goes out on a whole day, or None."""
        return next((span.why for span in self._of(day) if span.whole_day), None)

    def _around(self, moment: datetime) -> Span | None:
        """Return the quiet time around a moment that ends last."""
        day = moment.astimezone(self.zone).date()
        around = [span for one in (day - _DAY, day) for span in self._of(one) if span.start <= moment < span.end]
        return max(around, key=lambda span: (span.end, span.whole_day), default=None)

    def _of(self, day: date) -> tuple[Span, ...]:
        if day not in self._spans:
            self._spans[day] = tuple(self._worked_out(day))
        return self._spans[day]

    def _worked_out(self, day: date) -> Iterator[Span]:
        for entry in self.entries:
            why = entry.matches(day)
            if why is None:
                continue
            if entry.hours is None:
                yield Span(_first_moment(day, self.zone), _first_moment(day + _DAY, self.zone), why, whole_day=True)
                continue
            begins, ends = entry.hours
            last = day if begins < ends else day + _DAY
            start = min(_both(day, begins, self.zone))
            yield Span(start, max(*_both(last, ends, self.zone), start), why, whole_day=False)


NOTHING_QUIET = QuietTime(ZoneInfo("UTC"))


def zone_of(schedule: Schedule) -> ZoneInfo:
    """Return the zone of a schedule; UTC for one that is unknown, which is told as a mistake in the file."""
    return zone_named(schedule.timezone)


def quiet_time(schedule: Schedule) -> QuietTime:
    """Return the quiet time of a schedule; entries that are not understood (see `quiet_problems`) are left out."""
    return _quiet_time(schedule.quiet, zone_of(schedule))


@lru_cache(maxsize=16)
def _quiet_time(written: Sequence[str], zone: ZoneInfo) -> QuietTime:
    entries = []
    for text in written:
        try:
            entries.append(read_quiet(text))
        except QuietError:
            continue
    return QuietTime(zone, tuple(entries))


def read_quiet(written: str) -> Entry:
    """Read one entry of `quiet:`.

    Args:
        written: As it stands in the file; the mapping `holidays: IR` as `holidays IR`.

    Raises:
        QuietError: it is not understood, or names a country without holidays.
    """
    text = " ".join(written.split())
    if len(text) > _LONGEST_TEXT:
        raise QuietError(f"is too long; {HOW}")
    name, _, country = text.partition(" ")
    if name.rstrip(":").lower() == HOLIDAYS:
        return Entry(text, _holidays(country), country=country)
    hours, rest = _hours_of(text)
    rest = rest.strip(" ,").lower()
    if not rest and hours is not None:
        return Entry(text, lambda _day: text, hours)
    days = _days_of(rest)
    if days is not None:
        first, last = days
        return Entry(text, lambda day: text if first <= day <= last else None, hours, days)
    return Entry(text, _yearly(rest, text) or _weekly(rest, text), hours)


def _hours_of(text: str) -> tuple[tuple[time, time] | None, str]:
    """Return the hours at the end of a text, and what stands before them."""
    found = _HOURS.search(text)
    if found is None:
        return None, text
    begins, ends = _clock(found[1]), _clock(found[2])
    if begins == ends:
        raise QuietError(f"begins and ends at {found[1]}; for the whole day, leave the hours out")
    return (begins, ends), text[: found.start()]


def _clock(written: str) -> time:
    if written.lower() in {"noon", "midnight"}:
        return time(12 if written.lower() == "noon" else 0)
    try:
        return time(0) if re.fullmatch(_END, written, re.IGNORECASE) else read_clock(written)
    except WordsError as error:
        raise QuietError(f"is not understood: {error}") from None


def _days_of(text: str) -> tuple[date, date] | None:
    """Return the first and the last of the days that a text names with their years; None where it names none so."""
    if (found := _ISO_RANGE.fullmatch(text)) is not None:
        first, last = _iso(found[1]), _iso(found[2] or found[1])
    else:
        parts = [_month_and_day(part) for part in _RANGE.split(text)]
        dated = [part for part in parts if part is not None and part[2] is not None]
        if not dated or len(parts) > 2:  # noqa: PLR2004 - a range has two ends
            return None
        if len(dated) != len(parts):
            raise QuietError(
                "names a year at one end only; write '2026-12-24 to 2027-01-01', or no year for every year"
            )
        ends = [_date(year, month, day) for month, day, year in dated if year is not None]
        first, last = ends[0], ends[-1]
    if last < first:
        raise QuietError(f"ends before it begins; write '{last} to {first}'")
    return first, last


def _iso(written: str) -> date:
    year, month, day = map(int, written.split("-"))
    return _date(year, month, day)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise QuietError(f"names a day that is in no calendar: {year:04}-{month:02}-{day:02}") from None


def _month_and_day(text: str) -> tuple[int, int, int | None] | None:
    """Return month, day and year (None without one) of a day such as `24 dec` or `december 24, 2026`."""
    if (found := _DAY_MONTH.fullmatch(text)) is not None:
        day, word, year = found.groups()
    elif (found := _MONTH_DAY.fullmatch(text)) is not None:
        word, day, year = found.groups()
    else:
        return None
    month = named(word, MONTHS)
    return None if month is None else (month + 1, int(day), None if year is None else int(year))


def _yearly(text: str, why: str) -> Matches | None:
    """Return the days that come every year between two, as `24 dec to 1 jan`; None where a text names none."""
    parts = _RANGE.split(text)
    ends = [_month_and_day(part) for part in parts]
    if len(ends) == 2 and ends[1] is not None and parts[0].isdigit():  # noqa: PLR2004 - `20 to 24 dec`
        month = MONTHS[ends[1][0] - 1][:3]
        raise QuietError(f"names no month for {parts[0]}; write '{parts[0]} {month} to {ends[1][1]} {month}'")
    days = [_in_a_leap_year(*one[:2]) for one in ends if one is not None]
    if len(days) != len(parts) or len(days) > 2:  # noqa: PLR2004 - a range has two ends
        return None
    first, last = days[0], days[-1]
    if first <= last:
        return lambda day: why if first <= (day.month, day.day) <= last else None
    return lambda day: why if (day.month, day.day) >= first or (day.month, day.day) <= last else None


def _in_a_leap_year(month: int, day: int) -> tuple[int, int]:
    try:
        date(2024, month, day)
    except ValueError:
        raise QuietError(f"names a day that is in no calendar: {day} {MONTHS[month - 1]}") from None
    return month, day


def _weekly(text: str, why: str) -> Matches:
    """Return the days of the week that a text names.

    Raises:
        QuietError: it names none.
    """
    days: list[int] = []
    ranged = False
    left = _WORDS.sub("", text).strip(" ,;&+/")
    for word in _WORDS.findall(text):
        if word in {"and", "on", "every", "each"}:
            continue
        if word in {"-", "\u2013", "to"}:
            ranged = bool(days)
            continue
        try:
            found = days_named(word)
        except WordsError as error:
            raise QuietError(f"is not understood: {error}") from None
        if found is None:
            raise QuietError(_not_understood(word, text))
        days.extend(between_days(days[-1], found[0])[1:] if ranged else found)
        ranged = False
    if left or not days or ranged:
        raise QuietError(_not_understood(left, text))
    on = frozenset(days)
    told = why if on != EVERY_DAY else "every day"
    return lambda day: told if day.weekday() in on else None


def _not_understood(what: str, text: str) -> str:
    if (month := named(text, MONTHS)) is not None:
        name = MONTHS[month][:3]
        last = (date(2023 + month // 11, (month + 1) % 12 + 1, 1) - _DAY).day
        return f"names a month; write '1 {name} to {last} {name}' for every year, or its days with the year"
    if re.fullmatch(r"[0-9]{1,2}\s*-\s*[0-9]{1,2}", text):
        begins, ends = re.findall(r"[0-9]+", text)
        return f"may be hours or a day; write '{begins}:00-{ends}:00', or a day as 2027-03-21"
    if re.fullmatch(r"[0-9]{1,4}[./-][0-9]{1,2}(?:[./-][0-9]{0,4})?", text):
        return "is a day that people read in two ways; write it as 2027-03-21"
    if re.fullmatch(CLOCK, text, re.IGNORECASE):
        return f"is one time only; write when it ends as well, as in '{text}-7:00'"
    meant = near(what, (*DAYS, *(day[:3] for day in DAYS))) if what else None
    if meant is not None:
        return f"is not understood; did you mean {meant!r} for {what!r}?"
    named_too = f" ({what!r} in it is not)" if what and what != text and what in text else ""
    return f"is not understood{named_too}; {HOW}"


def _holidays(code: str) -> Matches:
    try:
        return holidays_of(code)
    except LookupError as error:
        raise QuietError(str(error)) from None


def quiet_problems(schedule: Schedule, now: datetime) -> list[tuple[int, str]]:
    """Return what is wrong with entries of `quiet:`: the number of each, and what to do."""
    problems = []
    for index, text in enumerate(schedule.quiet):
        try:
            country = read_quiet(text).country
        except QuietError as error:
            problems.append((index, f"{text!r} {error}"))
            continue
        if country is not None and (none := without_holidays(country, now.year)) is not None:
            problems.append((index, f"{text!r} {none}"))
    return problems


def quiet_notes(schedule: Schedule, now: datetime) -> list[tuple[int, str]]:
    """Return what is to be noted of entries of `quiet:`: those that are over, and those that others hold already."""
    today = now.astimezone(zone_of(schedule)).date()
    notes, ranges, seen = list[tuple[int, str]](), list[tuple[date, date, int, str]](), dict[str, int]()
    for index, text in enumerate(schedule.quiet):
        try:
            entry = read_quiet(text)
        except QuietError:
            continue
        if entry.text.casefold() in seen:
            notes.append((index, f"{text!r} stands here twice; delete one of them"))
        elif entry.days is not None and entry.days[1] < today:
            notes.append((index, f"{text!r} is over; it can be deleted"))
        elif entry.days is not None and entry.hours is None:
            ranges.append((*entry.days, index, text))
        seen.setdefault(entry.text.casefold(), index)
    notes += _overlaps(sorted(ranges))
    return sorted(notes)


def _overlaps(ranges: Sequence[tuple[date, date, int, str]]) -> Iterator[tuple[int, str]]:
    furthest: tuple[date, str] | None = None
    for first, last, index, text in ranges:
        if furthest is not None and first <= furthest[0]:
            yield (
                index,
                f"{text!r} and {furthest[1]!r} have days in common; nothing is wrong with that, but look at both",
            )
        if furthest is None or last > furthest[0]:
            furthest = last, text


def _first_moment(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day, in UTC: right behind a gap at midnight, and the earlier of two."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _both(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the two moments, in UTC, at which the clocks may show this; as a rule they are one."""
    early, late = (datetime.combine(day, clock, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return early, late
