"""Quiet time: what is understood, when it begins and ends, and what is said of the rest."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scicomm_bot.domain.paper import Schedule
from scicomm_bot.plan import due_slots, schedule_problems, upcoming_slots
from scicomm_bot.plan.notes import schedule_notes
from scicomm_bot.plan.quiet import QuietError, quiet_time, read_quiet

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def quiet(*entries, zone="UTC"):
    return quiet_time(Schedule(timezone=zone, quiet=entries))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def days_of(text, start=date(2026, 12, 1), count=400):
    entry = read_quiet(text)
    return [day for day in (start + timedelta(days=ahead) for ahead in range(count)) if entry.matches(day)]


DAYS = {
    "2027-03-21": ("2027-03-21", "2027-03-21", 1),
    "2027-03-20 to 2027-04-02": ("2027-03-20", "2027-04-02", 14),
    "2027-03-20 - 2027-04-02": ("2027-03-20", "2027-04-02", 14),
    "2027-03-20/2027-04-02": ("2027-03-20", "2027-04-02", 14),
    "24 December 2026 to 1 January 2027": ("2026-12-24", "2027-01-01", 9),
    "24 dec to 1 jan": ("2026-12-24", "2028-01-01", 18),
    "dec 24 - dec 26": ("2026-12-24", "2027-12-26", 6),
}


@pytest.mark.parametrize(("text", "said"), DAYS.items(), ids=DAYS)
def test_days_are_read_with_their_first_and_their_last(text, said):
    days = days_of(text, count=400)
    assert (str(days[0]), len(days)) == (said[0], said[2])
    assert str(days[-1]) == said[1]


def test_a_yearly_29_february_comes_in_leap_years_only():
    assert days_of("29 feb", date(2027, 1, 1), 800) == [date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("text", "weekdays"),
    [
        ("fri", {4}),
        ("thu, fri", {3, 4}),
        ("Thursdays and Fridays", {3, 4}),
        ("sat-mon", {5, 6, 0}),
        ("daily", set(range(7))),
    ],
)
def test_days_of_the_week_come_each_week(text, weekdays):
    assert {day.weekday() for day in days_of(text)} == weekdays


def test_hours_over_midnight_end_on_the_next_day():
    night = quiet("fri 22:00-07:00")
    assert [night.why(utc(f"2026-12-0{day}")) is not None for day in ("4T21:59", "4T22:00", "5T06:59", "5T07:00", "6T23:00")] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_quiet_time_lasts_as_long_as_entries_follow_one_another():
    span = quiet("fri", "sat 0:00-9:00").at(utc("2026-12-04T10:00"))
    assert (span.start, span.end, span.why) == (utc("2026-12-04T00:00"), utc("2026-12-05T09:00"), "fri")


def test_public_holidays_are_those_of_the_country_and_say_so():
    days = quiet("holidays IR", zone="Asia/Tehran")
    assert days.day(date(2027, 3, 21)) == "Nowruz (holidays IR)"
    assert days.day(date(2027, 3, 26)) is None  # a Friday, which the weekend of the file must name


def test_public_holidays_of_a_part_of_a_country_are_its_own():
    assert quiet("holidays DE-BY").day(date(2027, 1, 6)) == "Epiphany (holidays DE-BY)"
    assert quiet("holidays DE").day(date(2027, 1, 6)) is None


SAID = {
    "holidays UK": "did you mean 'GB'?",
    "holidays Iran": "did you mean 'IR'?",
    "holidays DEU": "did you mean 'DE'?",
    "holidays XX": "the two letters of ISO 3166",
    "holidays DE-XX": "names no part of DE",
    "holidays ": "it is empty",
    "weekend": "as in 'sat, sun' or 'thu, fri'",
    "21/03/2027": "in two ways",
    "03-21": "hours or a day",
    "22-7": "'22:00-7:00'",
    "22:00": "when it ends",
    "august": "'1 aug to 31 aug'",
    "february": "'1 feb to 28 feb'",
    "20 to 24 dec": "'20 dec to 24 dec'",
    "24 dec to 1 jan 2027": "at one end only",
    "2027-04-02 to 2027-03-20": "ends before it begins; write '2027-03-20 to 2027-04-02'",
    "2027-02-30": "in no calendar",
    "31 november": "in no calendar",
    "fri 12:00-12:00": "begins and ends at 12:00",
    "fri 25:00-26:00": "no clock shows",
    "frday": "did you mean 'friday'",
    "now and then": "write a day",
    "x" * 300: "too long",
}


@pytest.mark.parametrize(("text", "said"), SAID.items(), ids=[text[:30] for text in SAID])
def test_what_is_not_understood_is_told_with_the_nearest_form(text, said):
    with pytest.raises(QuietError) as told:
        read_quiet(text)
    assert said in str(told.value)


def test_a_country_without_holidays_is_a_mistake_that_says_so():
    [(where, told)] = schedule_problems(Schedule(quiet=("holidays UA",)), NOW)
    assert where == ("quiet", 0)
    assert "has no holidays of UA for 2026 and 2027" in told


def test_slots_in_quiet_time_are_no_slots():
    schedule = Schedule(slots=("daily 9:00",), quiet=("2026-12-02", "fri"))
    assert [slot.day for slot in upcoming_slots(schedule, NOW, 4)] == [1, 3, 5, 6]
    assert due_slots(schedule, utc("2026-12-02T09:05")) == []


def test_the_moment_at_which_quiet_time_ends_is_a_slot():
    schedule = Schedule(slots=("daily 7:00",), quiet=("22:00-07:00",))
    assert upcoming_slots(schedule, NOW, 1) == [utc("2026-12-01T07:00")]


@pytest.mark.parametrize("entries", [("mon-sun",), ("1 jan to 31 dec",), ("2020-01-01 to 9999-12-30",)], ids=str)
def test_a_schedule_that_is_always_quiet_has_no_slots_and_comes_to_an_end(entries):
    schedule = Schedule(slots=("*/5 * * * *",), quiet=entries)
    assert upcoming_slots(schedule, NOW, 3) == []


def notes(*quiet_entries, slots=("daily 9:00",), zone="UTC"):
    return [text for _, text in schedule_notes(Schedule(slots=slots, quiet=quiet_entries, timezone=zone), NOW)]


def test_a_line_that_always_lies_in_quiet_time_is_noted():
    [told] = notes("thu, fri", slots=("fri 9:00", "mon 9:00", "0 8 * * 4"))[:1]
    assert told == "slot 'fri 9:00' always lies in quiet time, so nothing ever goes out at it"
    assert len(notes("thu, fri", slots=("fri 9:00", "mon 9:00", "0 8 * * 4"))) == 2


def test_quiet_time_that_is_over_or_overlaps_or_stands_twice_is_noted():
    assert notes("2026-11-01 to 2026-11-30") == ["'2026-11-01 to 2026-11-30' is over; it can be deleted"]
    assert "have days in common" in notes("2027-03-01 to 2027-03-10", "2027-03-10 to 2027-03-20")[0]
    assert "stands here twice" in notes("fri", "Fri")[0]
    assert notes("2027-03-01 to 2027-03-10", "2027-03-11 to 2027-03-20", "fri", "2026-12-01") == []


WHOLE_DAYS = {
    "a day that begins with a gap, in Tehran in 2022": (
        "Asia/Tehran",
        "2022-03-22",
        "2022-03-21T20:30",
        "2022-03-22T19:30",
    ),
    "the same day a year later, without one": ("Asia/Tehran", "2023-03-22", "2023-03-21T20:30", "2023-03-22T20:30"),
    "a day that begins with a gap, in Cairo": ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00", "2026-04-24T21:00"),
    "a day with an overlap, in Cairo": ("Africa/Cairo", "2026-10-29", "2026-10-28T21:00", "2026-10-29T22:00"),
    "a day with a gap, in Brussels": ("Europe/Brussels", "2027-03-28", "2027-03-27T23:00", "2027-03-28T22:00"),
    "a day with an overlap, in New York": ("America/New_York", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00"),
    "half an hour more, in Lord Howe": ("Australia/Lord_Howe", "2027-04-04", "2027-04-03T13:00", "2027-04-04T13:30"),
}


@pytest.mark.parametrize(("zone", "day", "start", "end"), WHOLE_DAYS.values(), ids=WHOLE_DAYS)
def test_a_quiet_day_is_that_day_of_the_schedule_whatever_the_clocks_do(zone, day, start, end):
    times = quiet(day, zone=zone)
    edges = [utc(start) - timedelta(seconds=1), utc(start), utc(end) - timedelta(seconds=1), utc(end)]
    assert [times.why(edge) is not None for edge in edges] == [False, True, True, False]
    assert [edge.astimezone(ZoneInfo(zone)).date().isoformat() == day for edge in edges] == [False, True, True, False]


def test_hours_that_end_at_a_time_that_comes_twice_end_with_the_later():
    times = quiet("0:00-2:30", zone="Europe/Brussels")
    assert times.at(utc("2026-10-24T22:30")).end == utc("2026-10-25T01:30")


def test_hours_that_end_in_a_gap_end_behind_it():
    assert quiet("0:00-2:30", zone="Europe/Brussels").at(utc("2027-03-27T23:30")).end == utc("2027-03-28T01:30")
