"""Slots: the moments that the lines of a schedule name, in plain words or as crontab lines, outside of quiet time.

crontab(5)'s meaning, by cronsim: 0 and 7 are Sunday; days of month and of week are OR-ed where neither is `*`; a time
that the clocks skip in spring comes once, right after the gap, and one that comes twice in autumn comes once. Words
become crontab lines, so the same holds for them.
"""

import heapq
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.timing import AT_GRACE
from scicomm_bot.plan.moments import zone_like
from scicomm_bot.plan.quiet import quiet_problems, quiet_time
from scicomm_bot.plan.words import WordsError, cron_lines, is_in_words

SLOT_GRACE = AT_GRACE
"""How late a slot may still be filled, e.g. after a restart. Older slots are missed, and never caught up."""

LOOKS_AHEAD = timedelta(days=5 * 366)
"""Where no slot outside of quiet time comes within this, none is looked for any more."""
_CRON_FIELDS = 5
_SECOND = timedelta(seconds=1)


def schedule_problems(schedule: Schedule, now: datetime) -> list[tuple[tuple[str | int, ...], str]]:
    """Return what is wrong with a schedule: the path inside it of each bad value, and what to do."""
    problems: list[tuple[tuple[str | int, ...], str]] = []
    try:
        ZoneInfo(schedule.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems.append((("timezone",), f"unknown time zone {schedule.timezone!r}; {_meant(schedule.timezone)}"))
    for index, line in enumerate(schedule.slots):
        problem = _line_problem(line, now)
        if problem:
            problems.append((("slots", index), problem))
    return [*problems, *((("quiet", index), problem) for index, problem in quiet_problems(schedule, now))]


def _meant(zone: str) -> str:
    meant = zone_like(zone)
    return f"did you mean {meant!r}?" if meant else "write one like 'Asia/Tehran'"


def _line_problem(line: str, now: datetime) -> str | None:
    if is_in_words(line):
        try:
            cron_lines(line)
        except WordsError as error:
            return f"slot {line!r}: {error}"
        return None
    remedy = "write five fields: minute hour day-of-month month day-of-week, e.g. '30 9 * * 1-5'"
    if len(line.split()) != _CRON_FIELDS:
        return f"crontab line {line!r} has {len(line.split())} fields, not five; {remedy}"
    try:
        next(CronSim(line, now))
    except CronSimError as error:
        minute, hour, day, month, weekday = line.split()
        if all(_is_sound(one, now) for one in (f"{minute} {hour} {day} * {weekday}", f"{minute} {hour} 1 {month} *")):
            return f"crontab line {line!r} names a day that never comes in its months; {remedy}"
        return f"crontab line {line!r}: {str(error).lower()}; {remedy}"
    except StopIteration:
        return f"crontab line {line!r} names a day that never comes; {remedy}"
    return None


def _is_sound(line: str, now: datetime) -> bool:
    try:
        next(CronSim(line, now))
    except (CronSimError, StopIteration):
        return False
    return True


def slots_after(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Yield the slots after a moment, in order, in UTC, without those in quiet time; it may have no end.

    It ends where none comes within `LOOKS_AHEAD` of the last one: where all others lie in quiet time.
    """
    quiet, lines = quiet_time(schedule), [line for slot in schedule.slots for line in cron_lines(slot)]
    zone = ZoneInfo(schedule.timezone)
    last = after
    while True:
        for slot in _named(lines, after.astimezone(zone)):
            span = quiet.at(slot)
            if span is not None:  # go on behind it, however many slots lie in it; one at its very end counts
                after = span.end - _SECOND
                break
            last = slot
            yield slot
        else:
            return
        if after - last > LOOKS_AHEAD:
            return


def _named(lines: Sequence[str], local: datetime) -> Iterator[datetime]:
    """Yield the moments after another that crontab lines name, each once."""
    slots = [(slot.astimezone(UTC) for slot in CronSim(line, local)) for line in lines]
    return (slot for slot, _ in groupby(heapq.merge(*slots)))


def upcoming_slots(schedule: Schedule, now: datetime, count: int) -> list[datetime]:
    """Return the next `count` slots after `now`, in UTC; fewer, or none, where the schedule has no more."""
    return list(islice(slots_after(schedule, now), count))


def due_slots(schedule: Schedule, now: datetime, grace: timedelta = SLOT_GRACE) -> list[datetime]:
    """Return the slots that have come within `grace` before `now`, and at `now` itself, the newest first, in UTC."""
    due = []
    # cronsim starts after the second it is given, and a slot that came exactly `grace` ago still counts.
    for slot in slots_after(schedule, now - grace - timedelta(seconds=1)):
        if slot > now:
            break
        if slot >= now - grace:
            due.append(slot)
    return due[::-1]
