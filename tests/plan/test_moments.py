"""A moment as people write one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scicomm_bot.plan.moments import MomentError, read_moment

NOW = datetime(2026, 11, 30, 9, 15, 20, tzinfo=UTC)  # a Monday; 10:15 in Brussels, 12:45 in Tehran
BRUSSELS, TEHRAN = ZoneInfo("Europe/Brussels"), ZoneInfo("Asia/Tehran")


def told(written, zone=BRUSSELS, now=NOW, **how):
    return read_moment(written, now, zone, **how).astimezone(zone).isoformat(sep=" ")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-12-24 08:00", "2026-12-24 08:00:00+01:00"),
        ("2026-12-24T08:00", "2026-12-24 08:00:00+01:00"),
        ("2026-12-24 8:00:30", "2026-12-24 08:00:30+01:00"),
        ("2026-12-24", "2026-12-24 00:00:00+01:00"),
        ("  2026-12-24   9am ", "2026-12-24 09:00:00+01:00"),
        ("24 December 2026 8:00", "2026-12-24 08:00:00+01:00"),
        ("24. Dec 2026", "2026-12-24 00:00:00+01:00"),
        ("Dec 24th, 2026, 12 pm", "2026-12-24 12:00:00+01:00"),
        ("24 dec at 12:30 am", "2026-12-24 00:30:00+01:00"),
        ("3 February", "2027-02-03 00:00:00+01:00"),
        ("today 17:00", "2026-11-30 17:00:00+01:00"),
        ("tomorrow", "2026-12-01 00:00:00+01:00"),
        ("Tomorrow 9:00", "2026-12-01 09:00:00+01:00"),
        ("tomorrow at 9 AM", "2026-12-01 09:00:00+01:00"),
        ("18:00", "2026-11-30 18:00:00+01:00"),
        ("9:00", "2026-12-01 09:00:00+01:00"),
        ("friday", "2026-12-04 00:00:00+01:00"),
        ("Fri 17:30", "2026-12-04 17:30:00+01:00"),
        ("monday", "2026-12-07 00:00:00+01:00"),
        ("mon 9:00", "2026-12-07 09:00:00+01:00"),
        ("mon 11:00", "2026-11-30 11:00:00+01:00"),
        ("2h", "2026-11-30 12:15:20+01:00"),
        ("in 90 minutes", "2026-11-30 11:45:20+01:00"),
        ("1h30m", "2026-11-30 11:45:20+01:00"),
        ("1 day and 2 hours", "2026-12-01 12:15:20+01:00"),
        ("1.5 d", "2026-12-01 22:15:20+01:00"),
        ("2 weeks", "2026-12-14 10:15:20+01:00"),
        ("2026-12-24T08:00Z", "2026-12-24 09:00:00+01:00"),
        ("2026-12-24 08:00+03:30", "2026-12-24 05:30:00+01:00"),
        ("2026-12-24 08:00 -0500", "2026-12-24 14:00:00+01:00"),
        ("2026-12-24 08:00 Asia/Tehran", "2026-12-24 05:30:00+01:00"),
        ("tomorrow 9:00 UTC", "2026-12-01 10:00:00+01:00"),
        ("2026-12-24 America/Argentina/Ushuaia", "2026-12-24 04:00:00+01:00"),
    ],
)
def test_each_way_to_write_one_is_read(written, moment):
    assert told(written) == moment


@pytest.mark.parametrize(
    ("written", "zone", "moment"),
    [
        ("2026-03-29 02:30", "Europe/Brussels", "2026-03-29 03:30:00+02:00"),
        ("2026-10-25 02:30", "Europe/Brussels", "2026-10-25 02:30:00+01:00"),
        ("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-05 01:45:00+10:30"),
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-04 02:45:00+11:00"),
        ("2026-03-22 00:30", "Asia/Tehran", "2026-03-22 00:30:00+03:30"),
        ("2021-03-22 00:30", "Asia/Tehran", "2021-03-22 01:30:00+04:30"),
    ],
)
def test_a_skipped_time_is_behind_the_gap_and_of_two_the_later_is_meant(written, zone, moment):
    assert told(written, ZoneInfo(zone)) == moment


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "no moment that is understood"),
        ("soon", "no moment"),
        ("after the holidays", "no moment"),
        ("24/12 8:00", r"only the time in it is, 08:00\)"),
        ("some day at 5pm", r"only the time in it is, 17:00\)"),
        ("2026-13-24", "in no calendar: 2026-13-24"),
        ("2026-02-30 08:00", "in no calendar: 2026-02-30"),
        ("29 Feb", "leap years"),
        ("31 June", "in no calendar: 2026-06-31"),
        ("24.12.2026", "two ways"),
        ("12/11/2026 08:00", "two ways"),
        ("tomorrow 25:00", "no clock shows: 25:00"),
        ("tomorrow 9:75", "no clock shows: 9:75"),
        ("tomorrow 24:00", "the next day and 00:00"),
        ("tomorrow 13pm", "no clock shows"),
        ("next friday", "write the date"),
        ("2 months", "'months', which is no unit"),
        ("2 fortnights", "'fortnights', which is no unit"),
        ("2026-12-24 08:00 Europe/Atlantis", "nobody knows: Europe/Atlantis"),
        ("2026-12-24 08:00+99:00", "no zone has"),
        ("999999 weeks", "too far away"),
        ("9999-12-31 23:00", "too far away"),
        ("0001-01-01 00:00", "too far away"),
        ("1" * 101, "too long"),
        ("2", "no moment"),
        ("۲۰۲۶-۱۲-۲۴", "no moment"),
    ],
)
def test_what_is_none_says_why(written, why):
    zone = ZoneInfo("America/New_York") if written.startswith("9999") else TEHRAN
    with pytest.raises(MomentError, match=why):
        read_moment(written, NOW, zone)


@pytest.mark.parametrize("written", ["tomorrow", "2h", "18:00", "friday 9:00", "24 Dec", "today", "24 December 8:00"])
def test_in_a_file_only_what_means_the_same_each_day_is_taken(written):
    with pytest.raises(MomentError):
        read_moment(written, NOW, BRUSSELS, fixed=True)


@pytest.mark.parametrize("written", ["2026-12-24", "2026-12-24 08:00", "24 Dec 2026 8am", "2026-12-24T08:00Z"])
def test_in_a_file_a_whole_date_is_taken(written):
    assert read_moment(written, NOW, BRUSSELS, fixed=True) == read_moment(written, NOW + timedelta(1), BRUSSELS)
