"""The time that `plan` is asked for: days of the schedule's zone, never in the past, never without an end."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scicomm_bot.app.plan_window import Window, window_of
from scicomm_bot.errors import ScicommError

TEHRAN = ZoneInfo("Asia/Tehran")
NOW = datetime(2027, 3, 15, 5, 30, tzinfo=UTC)
"""A Monday, 9:00 in Tehran."""


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_nothing_asked_is_no_window():
    assert window_of(NOW, TEHRAN, None, None, None) is None


@pytest.mark.parametrize(
    ("asked", "start", "until"),
    [
        ((1, None, None), NOW, utc(2027, 3, 15, 20, 30)),
        ((30, None, None), NOW, utc(2027, 4, 13, 20, 30)),
        ((None, "2027-03-20", "2027-04-02"), utc(2027, 3, 19, 20, 30), utc(2027, 4, 2, 20, 30)),
        ((None, "2027-03-20", None), utc(2027, 3, 19, 20, 30), utc(2027, 4, 18, 20, 30)),
        ((None, None, "2027-03-31"), NOW, utc(2027, 3, 31, 20, 30)),
        ((None, None, "2027-03-31 12:00"), NOW, utc(2027, 3, 31, 8, 30)),
        ((None, "2027-03-01", "2027-03-31"), utc(2027, 2, 28, 20, 30), utc(2027, 3, 31, 20, 30)),
    ],
    ids=["today", "a-month", "both", "from-alone", "to-alone", "a-time", "begun-before-today"],
)
def test_days_are_whole_days_of_the_schedules_zone(asked, start, until):
    assert window_of(NOW, TEHRAN, *asked) == Window(start, until)


@pytest.mark.parametrize(
    ("zone", "now", "until"),
    [
        ("Africa/Cairo", utc(2027, 4, 29, 12), utc(2027, 4, 29, 22)),  # no 0:00 on 30 April: the clocks go to 1:00
        ("Australia/Lord_Howe", utc(2027, 4, 3, 12), utc(2027, 4, 4, 13, 30)),  # half an hour is had twice on the 4th
        ("America/New_York", utc(2026, 11, 1, 3), utc(2026, 11, 1, 4)),
    ],
)
def test_a_day_ends_by_its_own_clocks_where_they_change(zone, now, until):
    days = 2 if zone == "Australia/Lord_Howe" else 1
    assert window_of(now, ZoneInfo(zone), days, None, None).until == until


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((None, "2027-04-02", "2027-03-20"), "--to 2027-03-20 is before --from 2027-04-02"),
        ((None, "2027-01-01", "2027-02-01"), "--to 2027-02-01 is over, and the past has no plan"),
        ((None, "2027-01-01", None), "30 days from --from 2027-01-01 is over"),
        ((None, None, "2027-03-14"), "--to 2027-03-14 is over"),
        ((None, None, "2427-03-14"), "--to 2427-03-14 is too far away: a plan goes no further than ten years"),
        ((None, "2427-03-14", None), "--from 2427-03-14 is too far away"),
        ((None, "9999-12-31", None), "--from '9999-12-31' is too far away"),
        ((None, "soon", None), "--from 'soon' is no moment that is understood"),
        ((None, None, "2027-02-30"), "--to '2027-02-30' names a day that is in no calendar"),
        ((None, "", None), "--from '' is no moment"),
    ],
)
def test_what_is_no_time_ahead_says_why(asked, said):
    with pytest.raises(ScicommError, match="^" + said.replace("(", r"\(")):
        window_of(NOW, TEHRAN, *asked)
