"""A month worked out by hand: the shipped paper over Nowruz 1406, in Tehran.

By the calendar: 1 January 2027 is a Friday, so 1 March and 15 March are Mondays. Nowruz 1406 (1 Farvardin) is Sunday,
21 March; the holidays go up to 13 Farvardin, Friday, 2 April. Saturday, 3 April, is 25 Shawwal 1448, a holiday as well.
Tehran has been at UTC+3:30 all year since 2022, so 17:30 is 14:00 in UTC and 10:30 is 7:00.
The slots are Monday and Wednesday at 17:30 and Saturday at 10:30; a post costs $0.015, and $0.200 with a link.
"""

import json
from datetime import UTC, datetime

import pytest

from support.calendar_reader import events

NOW = datetime(2027, 3, 15, 5, 30, tzinfo=UTC)
"""Monday, 9:00."""
POSTS = [
    ("Mon 15 Mar 17:30", "20270315T140000Z", "gcsf-als/studies-in-people", 0.015),
    ("Wed 17 Mar 17:30", "20270317T140000Z", "gcsf-als/five-activities", 0.015),
    ("Mon 05 Apr 17:30", "20270405T140000Z", "gcsf-als/what-als-is", 0.015),
    ("Wed 07 Apr 17:30", "20270407T140000Z", "gcsf-als/what-gcsf-is", 0.015),
    ("Sat 10 Apr 10:30", "20270410T070000Z", "gcsf-als/what-the-review-did", 0.015),
    ("Mon 12 Apr 17:30", "20270412T140000Z", "gcsf-als/authors", 0.015),
    ("Wed 14 Apr 17:30", "20270414T140000Z", "gcsf-als/source", 0.200),
]
RANGE = "2027-03-20 to 2027-04-02"
QUIET = [
    ("Sat 20 Mar", "20270320", "Iranian Oil Industry Nationalization Day (holidays IR)", "; no post at 10:30"),
    ("Sun 21 Mar", "20270321", "Nowruz (holidays IR)", ""),
    ("Mon 22 Mar", "20270322", "Nowruz Holiday (holidays IR)", "; no post at 17:30"),
    ("Tue 23 Mar", "20270323", "Nowruz Holiday (holidays IR)", ""),
    ("Wed 24 Mar", "20270324", "Nowruz Holiday (holidays IR)", "; no post at 17:30"),
    ("Thu 25 Mar", "20270325", RANGE, ""),
    ("Fri 26 Mar", "20270326", RANGE, ""),
    ("Sat 27 Mar", "20270327", RANGE, "; no post at 10:30"),
    ("Sun 28 Mar", "20270328", RANGE, ""),
    ("Mon 29 Mar", "20270329", RANGE, "; no post at 17:30"),
    ("Tue 30 Mar", "20270330", RANGE, ""),
    ("Wed 31 Mar", "20270331", RANGE, "; no post at 17:30"),
    ("Thu 01 Apr", "20270401", "Islamic Republic Day (holidays IR)", ""),
    ("Fri 02 Apr", "20270402", "Nature's Day (holidays IR)", ""),
    ("Sat 03 Apr", "20270403", "Martyrdom of Imam Ja'far al-Sadiq (estimated) (holidays IR)", "; no post at 10:30"),
]
MONTH = ("--from", "2027-03-15", "--to", "2027-04-14")


@pytest.fixture(autouse=True)
def _nowruz(shipped, monkeypatch):
    monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: NOW)
    path = shipped / "posts.yaml"
    text = path.read_text()
    assert "  least_gap_minutes: 30\n" in text
    path.write_text(
        text.replace("  least_gap_minutes: 30\n", f"  least_gap_minutes: 30\n  quiet: [{{holidays: IR}}, {RANGE}]\n")
    )


def test_the_month_is_the_one_that_was_worked_out_by_hand(cli):
    posts = [(when[4:10], f"  {when}  ${price:.3f}  {post}") for when, _, post, price in POSTS]
    quiet = [(day[4:10], f"  {day}                 quiet: {why}{slots}") for day, _, why, slots in QUIET]
    days = sorted([*posts, *quiet], key=lambda row: (row[0][3:] == "Apr", row[0][:2]))
    lines = [" ".join(line.split()) for line in cli("plan", *MONTH).out.splitlines()]
    told = " ".join(line for line in lines if not line.startswith("Week "))
    march = [row for day, row in days if day.endswith("Mar")]
    april = [row for day, row in days if day.endswith("Apr")]
    expected = [
        "March 2027, Asia/Tehran", *march, "March 2027: 2 posts to come for $0.030.",
        "April 2027, Asia/Tehran", *april, "April 2027: 5 posts to come for $0.260.",
    ]  # fmt: skip
    assert " ".join(" ".join(expected).split()) in " ".join(told.split())
    assert "7 posts scheduled, for $0.290 " in told


def test_the_plan_without_a_time_has_the_same_posts_at_the_same_slots(cli):
    lines = cli("plan").out.splitlines()[: len(POSTS)]
    assert [(line[:10], line[16:21], line.split()[-1]) for line in lines] == [
        (when[:10], when[11:], post) for when, _, post, _ in POSTS
    ]
    assert json.loads(cli("plan", "--json").out)["price_usd"] == 0.29


def test_the_calendar_file_has_the_same_and_the_quiet_days_that_leave_a_slot_empty(cli, shipped):
    for asked in ((), MONTH):
        assert cli("plan", *asked, "--ics", "plan.ics").code == 0
        found = events((shipped / "plan.ics").read_bytes())
        assert [(one["DTSTART"], one["SUMMARY"]) for one in found] == [
            *((at, post) for _, at, post, _ in POSTS),
            *((day, f"No X posts: {why}") for _, day, why, slots in QUIET if slots),
        ]
