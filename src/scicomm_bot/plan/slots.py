"""Slots: the moments that the crontab lines of a schedule name.

crontab(5)'s meaning, by cronsim: 0 and 7 are Sunday; days of month and of week are OR-ed where neither is `*`; a time
that the clocks skip in spring comes once, right after the gap, and one that comes twice in autumn comes once.
"""

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cronsim import CronSim, CronSimError

from scicomm_bot.domain.paper import Schedule
from scicomm_bot.errors import near

SLOT_GRACE = timedelta(minutes=10)
"""How late a slot may still be filled, e.g. after a restart. Older slots are missed, and never caught up."""

_CRON_FIELDS = 5


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
    return problems


def _meant(zone: str) -> str:
    known = {name.casefold(): name for name in available_timezones()}
    meant = near(zone.casefold(), known)
    return f"did you mean {known[meant]!r}?" if meant else "write one like 'Asia/Tehran'"


def _line_problem(line: str, now: datetime) -> str | None:
    remedy = "write five fields: minute hour day-of-month month day-of-week, e.g. '30 9 * * 1-5'"
    if len(line.split()) != _CRON_FIELDS:
        return f"crontab line {line!r} has {len(line.split())} fields, not five; {remedy}"
    try:
        next(CronSim(line, now))
    except CronSimError as error:
        return f"crontab line {line!r}: {str(error).lower()}; {remedy}"
    except StopIteration:
        return f"crontab line {line!r} names a day that never comes; {remedy}"
    return None


def _slots_after(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    local = after.astimezone(ZoneInfo(schedule.timezone))
    lines = [(slot.astimezone(UTC) for slot in CronSim(line, local)) for line in schedule.slots]
    return (slot for slot, _ in groupby(heapq.merge(*lines)))


def upcoming_slots(schedule: Schedule, now: datetime, count: int) -> list[datetime]:
    """Return the next `count` slots after `now`, in UTC; fewer, or none, where the schedule has no more."""
    return list(islice(_slots_after(schedule, now), count))


def due_slots(schedule: Schedule, now: datetime, grace: timedelta = SLOT_GRACE) -> list[datetime]:
    """Return the slots that have come within `grace` before `now`, and at `now` itself, the newest first, in UTC."""
    due = []
    # cronsim starts after the second it is given, and a slot that came exactly `grace` ago still counts.
    for slot in _slots_after(schedule, now - grace - timedelta(seconds=1)):
        if slot > now:
            break
        if slot >= now - grace:
            due.append(slot)
    return due[::-1]
