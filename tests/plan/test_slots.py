"""Slots: crontab's meaning, in the schedule's time zone, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from scicomm_bot.domain.paper import Schedule
from scicomm_bot.plan import SLOT_GRACE, due_slots, schedule_problems, upcoming_slots


def schedule(*lines: str, zone: str = "UTC") -> Schedule:
    return Schedule(timezone=zone, slots=lines)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(lines: str | tuple[str, ...], zone: str, start: str, count: int) -> list[str]:
    """Return the next slots after `start` (local time), as local times with their offset."""
    lines = (lines,) if isinstance(lines, str) else lines
    now = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    slots = upcoming_slots(schedule(*lines, zone=zone), now, count)
    assert all(slot.tzinfo is UTC for slot in slots)
    return [f"{slot.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M %z}" for slot in slots]


@pytest.mark.parametrize(
    ("day", "weekday"),
    [("0", "Sun"), ("7", "Sun"), ("1", "Mon"), ("6", "Sat"), ("sun", "Sun"), ("Mon", "Mon"), ("6-7", "Sat")],
)
def test_weekdays_are_crontab_s_own(day, weekday):
    (slot,) = local(f"0 9 * * {day}", "UTC", "2026-11-23T10:00", 1)
    assert slot.startswith(weekday)


def test_day_of_month_and_day_of_week_are_either_or():
    slots = local("0 9 13 * 5", "UTC", "2026-11-01T00:00", 4)
    assert [slot[:14] for slot in slots] == ["Fri 2026-11-06", "Fri 2026-11-13", "Fri 2026-11-20", "Fri 2026-11-27"]
    assert local("0 9 10 * 5", "UTC", "2026-11-07T00:00", 2)[0].startswith("Tue 2026-11-10")


def test_several_lines_are_merged_in_order_and_a_moment_that_two_name_comes_once():
    slots = local(("0 12 * * *", "0 9 * * *", "0 9 * * 1-5", "0,30 9 * * *"), "UTC", "2026-11-23T00:00", 4)
    assert [slot[15:20] for slot in slots] == ["09:00", "09:30", "12:00", "09:00"]


BERLIN = {
    "a time that is skipped in spring comes right after the gap": (
        "30 2 * * *", "2026-03-28T12:00", ["Sun 2026-03-29 03:00 +0200", "Mon 2026-03-30 02:30 +0200"],
    ),
    "a time that comes twice in autumn comes once": (
        "30 2 * * *", "2026-10-24T12:00", ["Sun 2026-10-25 02:30 +0200", "Mon 2026-10-26 02:30 +0100"],
    ),
    "a time of day keeps its hour over a change": (
        "0 9 * * *", "2026-03-28T08:00", ["Sat 2026-03-28 09:00 +0100", "Sun 2026-03-29 09:00 +0200"],
    ),
    "every hour is every hour over the gap": (
        "0 * * * *", "2026-03-29T00:30",
        ["Sun 2026-03-29 01:00 +0100", "Sun 2026-03-29 03:00 +0200", "Sun 2026-03-29 04:00 +0200"],
    ),
    "every hour is every hour over the overlap": (
        "0 * * * *", "2026-10-25T01:30",
        ["Sun 2026-10-25 02:00 +0200", "Sun 2026-10-25 02:00 +0100", "Sun 2026-10-25 03:00 +0100"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("line", "start", "slots"), BERLIN.values(), ids=BERLIN)
def test_changes_of_the_clocks_in_berlin(line, start, slots):
    assert local(line, "Europe/Berlin", start, len(slots)) == slots


def test_two_lines_that_meet_after_the_gap_give_one_slot():
    slots = local(("30 2 * * *", "0 3 * * *"), "Europe/Berlin", "2026-03-28T12:00", 2)
    assert slots == ["Sun 2026-03-29 03:00 +0200", "Mon 2026-03-30 02:30 +0200"]


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("Asia/Tehran", "+0330"),
        ("Asia/Kathmandu", "+0545"),
        ("Australia/Adelaide", "+1030"),
        ("America/St_Johns", "-0330"),
    ],
)
def test_zones_with_odd_offsets_keep_local_time(zone, offset):
    assert local("30 9 * * *", zone, "2026-12-01T00:00", 1) == [f"Tue 2026-12-01 09:30 {offset}"]


def test_a_gap_of_half_an_hour_is_a_gap_too():
    slots = local("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00", 2)
    assert slots == ["Sun 2026-10-04 02:30 +1100", "Mon 2026-10-05 02:15 +1100"]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Asia/Tehran"])
def test_slots_are_never_twice_nor_backwards(zone):
    lines = ("*/15 * * * *", "30 2 * * *", "0 3 * * 0", "15,45 1-3 * * *")
    slots = upcoming_slots(schedule(*lines, zone=zone), utc("2026-10-01T00:00"), 4000)
    assert all(earlier < later for earlier, later in pairwise(slots))


def test_upcoming_slots_are_after_now_not_at_it():
    assert upcoming_slots(schedule("0 9 * * *"), utc("2026-11-23T09:00"), 1) == [utc("2026-11-24T09:00")]


def test_no_lines_no_slots():
    assert upcoming_slots(schedule(), utc("2026-11-23T09:00"), 5) == []
    assert due_slots(schedule(), utc("2026-11-23T09:00")) == []


GRACE_ENDS = SLOT_GRACE.total_seconds()


@pytest.mark.parametrize(
    ("seconds_late", "due"),
    [
        pytest.param(-0.001, False, id="not yet"),
        pytest.param(0, True, id="at the slot itself"),
        pytest.param(0.001, True, id="just after"),
        pytest.param(59, True, id="in its minute"),
        pytest.param(GRACE_ENDS, True, id="exactly the grace later"),
        pytest.param(GRACE_ENDS + 0.001, False, id="just later than the grace"),
        pytest.param(GRACE_ENDS + 60, False, id="a minute later than the grace"),
    ],
)
def test_a_slot_is_due_from_its_moment_to_the_end_of_the_grace(seconds_late, due):
    slot = utc("2026-11-23T09:00")
    found = due_slots(schedule("0 9 * * *"), slot + timedelta(seconds=seconds_late))
    assert found == ([slot] if due else [])


def test_due_slots_are_the_newest_first():
    assert due_slots(schedule("*/5 * * * *"), utc("2026-11-23T09:12")) == [
        utc("2026-11-23T09:10"),
        utc("2026-11-23T09:05"),
    ]


def test_a_slot_in_an_overlap_is_due_once():
    berlin = schedule("30 2 * * *", zone="Europe/Berlin")
    first, second = utc("2026-10-25T00:30"), utc("2026-10-25T01:30")
    assert (due_slots(berlin, first), due_slots(berlin, second)) == ([first], [])


def test_a_slot_moved_out_of_a_gap_is_due_after_it():
    berlin = schedule("30 2 * * *", zone="Europe/Berlin")
    assert due_slots(berlin, utc("2026-03-29T01:05")) == [utc("2026-03-29T01:00")]


def test_a_sound_schedule_has_no_problems():
    assert schedule_problems(schedule("0 9 * * *", zone="Asia/Tehran"), utc("2026-11-23T09:00")) == []


def test_every_problem_of_a_schedule_has_its_path():
    problems = schedule_problems(schedule("0 9 * * *", "x", "y", zone="Nowhere"), utc("2026-11-23T09:00"))
    assert [where for where, _ in problems] == [("timezone",), ("slots", 1), ("slots", 2)]
