"""Times, deadlines and clauses as people write them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from scicomm_bot.signoff import Asking
from scicomm_bot.signoff.words import as_sentence, day_of, deadline, moment, zone_name

AT = datetime(2026, 12, 7, 21, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("Asia/Tehran", "Tehran time"),
        ("America/New_York", "New York time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("UTC", "UTC"),
        ("Etc/GMT+3", "Etc/GMT+3"),
        ("Etc/UTC", "Etc/UTC"),
        ("Iran", "Iran"),
    ],
)
def test_a_zone_is_named_by_its_place(key, name):
    assert zone_name(ZoneInfo(key)) == name


def test_a_moment_is_told_by_the_clocks_of_the_zone_and_no_line_ends_within_its_day():
    assert moment(AT, ZoneInfo("Asia/Tehran")) == "Tue 8\u00a0Dec 2026, 00:35 Tehran time"
    assert day_of(AT, ZoneInfo("UTC")) == "Mon 7\u00a0Dec 2026"


@pytest.mark.parametrize(
    ("clock", "told"),
    [(None, "Monday 7 December 2026"), (time(9), "Monday 7 December 2026, 09:00 Tehran time")],
)
def test_a_deadline_is_a_day_and_a_time_where_it_has_one(clock, told):
    asking = Asking("Ann", "a@example.org", date(2026, 12, 7), clock)
    assert deadline(asking, ZoneInfo("Asia/Tehran")).replace("\u00a0", " ") == told


def test_without_a_day_there_is_no_deadline():
    assert deadline(Asking("Ann", "a@example.org"), ZoneInfo("UTC")) == ""


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("the post says more", "The post says more."),
        ("is that so?", "Is that so?"),
        ("Write `may help`", "Write `may help`."),
        ("`x` is wrong", "`x` is wrong."),
        ("“cure” is too much; delete it.", "“cure” is too much; delete it."),
        ("it says “why?”", "It says “why?”"),
        ("mRNA is not there", "mRNA is not there."),
        ("301 characters", "301 characters."),
        ("در موش‌ها", "در موش‌ها."),
    ],
)
def test_a_clause_becomes_a_sentence(clause, sentence):
    assert as_sentence(clause) == sentence
