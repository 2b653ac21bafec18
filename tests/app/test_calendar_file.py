"""A calendar file: the same events at each writing, whatever their slots, and nothing that another program misreads."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from scicomm_bot.app.calendar_file import calendar_of, is_calendar, uid_of, write
from scicomm_bot.app.plan_window import Window
from scicomm_bot.app.planning import Plan
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import ScicommError
from scicomm_bot.medium.prices import X_PRICES
from scicomm_bot.plan.calendar import Calendar, PlannedSlot, QuietDay
from support.calendar_reader import events, unfolded
from support.samples import make_post, make_posts, make_thread, record

NOW = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
SLOT = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HARD = (
    'A, b; c \\ d: "e"\nسلام دنیا، می‌خواهیم بدانیم که این خط بسیار بلند کجا شکسته می‌شود و آیا حرفی از آن می‌شکند\n'
    + "👩🏽‍🔬" * 30
    + "\n終わり"
)


def plan(*placed, now=NOW, out=(), quiet=(), window=None, rehearsal=False):
    """A plan of these posts, each with its slot."""
    survey = SimpleNamespace(now=now, zone=ZoneInfo("Asia/Tehran"), rehearsal=rehearsal, prices=X_PRICES)
    slots = tuple(PlannedSlot(at, tuple(posts)) for at, *posts in placed)
    return Plan(survey, window, Calendar(slots, (), tuple(quiet)), (), (), (), (), None, out)


def by_uid(data):
    found = {event["UID"]: event for event in events(data)}
    assert len(found) == len(events(data))
    return found


def test_an_event_says_when_which_post_its_text_its_price_and_that_nobody_is_busy():
    one = make_post()
    (event,) = events(calendar_of(plan((SLOT, one))))
    assert event.pop("DESCRIPTION").startswith("What finding one says.\n\n$0.015 by X's prices of 20")
    assert event == {
        "SUMMARY": "paper/one", "DTSTART": "20261201T140000Z", "DTEND": "20261201T141500Z", "UID": uid_of(one),
        "DTSTAMP": "20261128T070000Z", "LAST-MODIFIED": "20261128T070000Z", "SEQUENCE": "28623600",
        "CATEGORIES": "scicomm-bot,paper", "STATUS": "TENTATIVE", "TRANSP": "TRANSPARENT",
    }  # fmt: skip


def test_the_file_names_its_maker_its_version_and_its_calendar():
    head = unfolded(calendar_of(plan()))
    assert head[1:3] == ["VERSION:2.0", "PRODID:-//scicomm-bot//plan//EN"]
    assert {"NAME:X posts", "X-WR-CALNAME:X posts", "X-WR-TIMEZONE:Asia/Tehran"} < set(head)


def test_any_text_comes_back_from_folded_lines():
    (event,) = events(calendar_of(plan((SLOT, make_post(text=HARD)))))
    assert event["DESCRIPTION"].startswith(f"{HARD}\n\n$0.015")


def test_a_sign_that_no_text_may_have_is_written_out():
    data = calendar_of(plan((SLOT, make_post(text="a\x07b\x1bc\u202ed\re"))))
    assert events(data)[0]["DESCRIPTION"].startswith("a<U+0007>b<U+001B>c<U+202E>d<U+000D>e\n")
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", data)


def test_a_post_keeps_its_uid_at_another_slot_with_another_text_and_another_name():
    one = make_post()
    renamed = replace(one, id="paper/two", text="Else.", was=("paper/one",))
    before, after = (by_uid(calendar_of(plan((at, post)))) for at, post in ((SLOT, one), (SLOT + DAY, renamed)))
    assert list(before) == list(after) == [uid_of(one)]
    assert after[uid_of(one)]["DTSTART"] == "20261202T140000Z"


def test_no_two_posts_and_no_rehearsal_share_a_uid():
    names = {uid_of(post, rehearsal=dry) for post in make_posts() for dry in (False, True)}
    assert len(names) == 6
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", name) for name in names)


def test_the_uid_of_a_post_is_that_of_every_version():
    assert uid_of(make_post()) == "361b7e7d-c039-506d-94fa-b61e0377a98f"


def test_the_parts_of_a_thread_have_an_event_each_in_their_slot():
    found = events(calendar_of(plan((SLOT, *make_thread("one", "two")))))
    assert [(event["SUMMARY"], event["DTSTART"][:8]) for event in found] == [
        ("paper/one", "20261201"),
        ("paper/two", "20261201"),
    ]


def test_a_rehearsal_says_that_it_is_one():
    assert events(calendar_of(plan((SLOT, make_post()), rehearsal=True)))[0]["SUMMARY"] == "Rehearsal: paper/one"


def test_a_post_that_is_out_has_its_time_its_address_and_what_was_paid():
    one = make_post()
    out = record(one, PublicationState.POSTED, remote_id="1870000000000000001", price_micro_usd=7, ended_at=NOW - DAY)
    (event,) = events(calendar_of(plan(out=[(one, out)])))
    assert (event["SUMMARY"], event["STATUS"], event["DTSTART"]) == ("paper/one (out)", "CONFIRMED", "20261127T070000Z")
    assert event["URL"] == out.address
    assert "$0.000007" in event["DESCRIPTION"]


def test_one_whose_answer_was_lost_may_be_out_and_a_withdrawn_one_is_cancelled():
    lost, gone = make_posts("lost", "gone")
    publications = [
        (lost, record(lost, PublicationState.UNKNOWN)),
        (gone, record(gone, PublicationState.POSTED, withdrawn_at=NOW, withdrawn_why="A word was wrong.")),
    ]
    may_be, withdrawn = events(calendar_of(plan(out=publications)))
    assert (may_be["SUMMARY"], may_be["STATUS"]) == ("paper/lost (may be out)", "TENTATIVE")
    assert (withdrawn["SUMMARY"], withdrawn["STATUS"]) == ("paper/gone (withdrawn)", "CANCELLED")
    assert "withdrawn on 28 November 2026: A word was wrong." in withdrawn["DESCRIPTION"]
    assert "URL" not in withdrawn


def test_a_quiet_day_that_leaves_a_slot_empty_is_a_whole_day_by_the_schedules_clocks():
    late = datetime(2026, 12, 1, 21, 0, tzinfo=UTC)  # 0:30 on the 2nd in Tehran
    days = [QuietDay(date(2026, 12, 2), "Nowruz, so to say"), QuietDay(date(2026, 12, 4), "fri")]
    first, second = events(calendar_of(plan((SLOT, make_post()), (late,), quiet=days)))
    assert (first["SUMMARY"], second["SUMMARY"]) == ("paper/one", "No X posts: Nowruz, so to say")
    assert (second["DTSTART"], second["DTEND"], second["TRANSP"]) == ("20261202", "20261203", "TRANSPARENT")


# Written over a file of before


@pytest.fixture
def written(tmp_path):
    """Writes a plan into one file; returns its events by their UIDs, and what was told."""
    path = tmp_path / "plan.ics"

    def write_it(one):
        told = write(one, path)
        return by_uid(path.read_bytes()), told

    write_it.path = path
    return write_it


def test_a_slot_that_is_gone_stays_in_the_file_as_cancelled(written):
    one, two = make_posts("one", "two")
    written(plan((SLOT, one), (SLOT + DAY, two)))
    found, told = written(plan((SLOT, one), now=NOW + timedelta(hours=1)))
    gone = found[uid_of(two)]
    assert (gone["STATUS"], gone["DTSTART"], gone["SUMMARY"]) == (
        "CANCELLED",
        "20261202T140000Z",
        "Cancelled: paper/two",
    )
    assert (told.posts, told.cancelled) == (1, 1)
    again, _ = written(plan((SLOT, one), now=NOW + timedelta(hours=2)))
    assert again[uid_of(two)]["SUMMARY"] == "Cancelled: paper/two"


def test_one_that_gets_a_slot_again_is_planned_again(written):
    one = make_post()
    written(plan((SLOT, one)))
    written(plan(now=NOW + timedelta(hours=1)))
    found, told = written(plan((SLOT + DAY, one), now=NOW + timedelta(hours=2)))
    assert (found[uid_of(one)]["STATUS"], told.cancelled) == ("TENTATIVE", 0)


def test_what_is_over_or_outside_of_the_time_that_is_told_is_not_cancelled(written):
    one, two = make_posts("one", "two")
    written(plan((SLOT, one), (SLOT + 20 * DAY, two)))
    found, told = written(plan(now=SLOT + DAY, window=Window(SLOT + DAY, SLOT + 7 * DAY)))
    assert (found, told.cancelled) == ({}, 0)


def test_a_day_that_is_quiet_no_more_is_cancelled(written):
    written(plan((SLOT, make_post()), (SLOT + DAY,), quiet=[QuietDay(date(2026, 12, 2), "Yalda")]))
    found, _ = written(plan((SLOT, make_post()), (SLOT + DAY,)))
    assert [(one["DTSTART"], one["STATUS"]) for one in found.values()][1:] == [("20261202", "CANCELLED")]


@pytest.mark.parametrize("later", [timedelta(seconds=1), timedelta(0), timedelta(days=-400)])
def test_the_number_of_a_revision_goes_up_also_where_the_clock_was_set_back(written, later):
    one = make_post()
    before, _ = written(plan((SLOT, one)))
    after, _ = written(plan((SLOT, one), now=NOW + later))
    numbers = [int(found[uid_of(one)]["SEQUENCE"]) for found in (before, after)]
    assert 0 <= numbers[0] < numbers[1] < 2**31


def test_the_number_of_a_revision_fits_for_decades():
    event = events(calendar_of(plan((SLOT, make_post()), now=datetime(2090, 1, 1, tzinfo=UTC))))[0]
    assert int(event["SEQUENCE"]) < 2**31


BROKEN = [
    b"",
    b"BEGIN:VEVENT\r\nUID:a\r\nDTSTART:nonsense\r\nSEQUENCE:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    b"BEGIN:VEVENT\r\nUID:a\r\n",
    b"\xff\xfe\r\nEND:VCALENDAR\r\n",
    b"BEGIN:VEVENT\r\nUID:a\r\nSEQUENCE:99999999999999\r\nDTSTART:20991201T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    b"BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Nowhere/At-all:20991201T000000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    b"BEGIN:VEVENT\r\nDTSTART:99991231T235959\r\nUID:b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    b"BEGIN:VEVENT\r\nDTSTART;TZID=America/New_York:99991231T235959\r\nUID:b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    b"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:99991231\r\nUID:b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    b"BEGIN:VEVENT\r\nDTSTART;VALUE=PERIOD:20991201T000000Z/PT1H\r\nUID:b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
]


@pytest.mark.parametrize("rest", BROKEN, ids=range(len(BROKEN)))
def test_a_calendar_that_somebody_has_broken_is_written_anew(written, rest):
    written.path.write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//scicomm-bot//plan//EN\r\n" + rest)
    found, _ = written(plan((SLOT, make_post())))
    event = found[uid_of(make_post())]
    assert 0 <= int(event["SEQUENCE"]) < 2**31


def test_the_calendar_of_another_program_is_kept(written):
    foreign = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\n"
    written.path.write_bytes(foreign)
    with pytest.raises(ScicommError, match=r"plan.ics: is no calendar of scicomm-bot, and was left as it is"):
        written(plan((SLOT, make_post())))
    assert written.path.read_bytes() == foreign


def test_our_calendars_are_known_by_their_beginning():
    assert is_calendar(calendar_of(plan()))
    assert not is_calendar(b"")
    assert not is_calendar(b"PRODID:-//scicomm-bot//plan//EN")
