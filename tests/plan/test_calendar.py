"""The calendar: what goes out when, for weeks ahead, by the steps that the service takes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from scicomm_bot.domain.account import PauseCause
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timing import Timing
from scicomm_bot.plan import Terms, quiet_time
from scicomm_bot.plan.calendar import MOST_SLOTS, TooFarError, calendar, next_planned
from support.samples import ACCOUNT, after, make_papers, make_thread, paused, record

NOW = datetime(2027, 3, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
S = PublicationState


def terms_of(schedule, **others):
    gap = timedelta(minutes=schedule.least_gap_minutes)
    quiet = quiet_time(schedule)
    return Terms(
        **{"least_gap": gap, "quiet": quiet, "most_per_day": schedule.most_per_day, "order": schedule.order, **others}
    )


def planned(posts, schedule, days=10, history=None, now=NOW, terms=None, **others):
    history = History() if history is None else history
    return calendar(posts, schedule, history, now, terms or terms_of(schedule), now + days * DAY, **others)


def told(found, zone="UTC"):
    return [
        (f"{slot.at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}", *(post.id for post in slot.posts)) for slot in found.slots
    ]


def ids(found):
    return [post.id for slot in found.slots for post in slot.posts]


def test_each_slot_has_the_post_that_is_next_and_the_rest_says_why_it_is_empty():
    found = planned(make_papers("a"), Schedule(slots=("daily 9:00",)), days=3)
    assert told(found) == [("03-01 09:00", "a/1"), ("03-02 09:00", "a/2"), ("03-03 09:00",)]
    assert found.slots[2].why_empty.code is ObstacleCode.NOTHING_LEFT


def test_posts_without_a_slot_say_what_is_in_their_way():
    held = replace(make_papers("x", count=1)[0], obstacle=Obstacle(ObstacleCode.UNAPPROVED, "not approved yet"))
    late = make_papers("y", count=1, not_before=NOW + 30 * DAY)
    found = planned([*make_papers("a", count=3), held, *late], Schedule(slots=("daily 9:00",)), days=2)
    assert [(post.id, why.code) for post, why in found.without] == [
        ("a/3", ObstacleCode.SLOT), ("x/1", ObstacleCode.UNAPPROVED), ("y/1", ObstacleCode.EMBARGO),
    ]  # fmt: skip


def test_what_is_out_has_no_slot_and_is_not_missing():
    posts = make_papers("a")
    found = planned(posts, Schedule(slots=("daily 9:00",)), history=after(record(posts[0], S.POSTED)), days=1)
    assert (ids(found), found.without) == (["a/2"], ())


def test_a_month_in_tehran_with_nowruz_in_it():
    schedule = Schedule(
        timezone="Asia/Tehran", slots=("sat-wed 10:30",), quiet=("holidays IR", "thu, fri"), most_per_day=1
    )
    now = datetime(2027, 3, 15, tzinfo=UTC)
    found = planned(make_papers("a", count=30), schedule, days=21, now=now)
    # 21 March is Nowruz, and 1 and 2 April are holidays, a Thursday and a Friday.
    assert [day for day, *_ in told(found, "Asia/Tehran")] == [
        f"{day} 10:30" for day in ("03-15", "03-16", "03-17", "03-27", "03-28", "03-29", "03-30", "03-31", "04-04")
    ]  # fmt: skip
    nowruz = [one for one in found.quiet if one.day.isoformat() == "2027-03-21"]
    assert [one.why for one in nowruz] == ["Nowruz (holidays IR)"]


def test_the_parts_of_a_thread_share_a_slot():
    found = planned(make_thread("one", "two", "three"), Schedule(slots=("daily 9:00",)), days=2)
    assert told(found) == [("03-01 09:00", "paper/one", "paper/two", "paper/three"), ("03-02 09:00",)]


def test_a_thread_counts_once_for_its_day():
    posts = [*make_thread("one", "two", "three"), *make_papers("b", count=1)]
    found = planned(posts, Schedule(slots=("daily 9:00", "daily 12:00"), most_per_day=2), days=1)
    assert [len(slot.posts) for slot in found.slots] == [3, 1]


def test_a_thread_that_was_broken_off_goes_on_at_once():
    one, two, three = make_thread("one", "two", "three")
    found = planned([one, two, three], Schedule(slots=("daily 9:00",)), history=after(record(one, S.POSTED)), days=1)
    assert told(found) == [("03-01 00:00", "paper/two", "paper/three"), ("03-01 09:00",)]


def test_a_moment_is_a_slot_of_its_own_and_the_slot_before_it_gives_way():
    one, *others = make_papers("a", count=3)
    one = replace(one, timing=Timing(at=NOW + timedelta(hours=9, minutes=5)))
    found = planned([one, *others], Schedule(slots=("daily 9:00",)), days=2)
    assert told(found) == [("03-01 09:00",), ("03-01 09:05", "a/1"), ("03-02 09:00", "a/2")]
    assert [slot.exact for slot in found.slots] == [False, True, False]
    assert "room is left for a/1" in found.slots[0].why_empty.message


def test_a_slot_at_the_very_moment_of_a_post_is_its_own():
    one, two = make_papers("a")
    found = planned(
        [replace(one, timing=Timing(at=NOW + 9 * 60 * MINUTE)), two], Schedule(slots=("daily 9:00",)), days=2
    )
    assert told(found) == [("03-01 09:00", "a/1"), ("03-02 09:00", "a/2")]


def test_a_slot_that_comes_within_the_gap_is_filled_late_where_its_grace_allows():
    schedule = Schedule(slots=("daily 9:00 and 9:05 and 9:20",), least_gap_minutes=12)
    assert told(planned(make_papers("a", count=4), schedule, days=1)) == [
        ("03-01 09:00", "a/1"), ("03-01 09:05", "a/2"), ("03-01 09:20", "a/3"),
    ]  # fmt: skip
    tight = Schedule(slots=("daily 9:00 and 9:05 and 9:20",), least_gap_minutes=18)
    assert [slot.why_empty and slot.why_empty.code for slot in planned(make_papers("a", count=4), tight, days=1).slots] == [
        None, ObstacleCode.GAP, None,
    ]  # fmt: skip


def test_money_that_is_spent_lasts_until_the_next_month():
    schedule = Schedule(slots=("daily 9:00",))
    terms = terms_of(schedule, monthly_budget_micro_usd=30_000)
    found = planned(make_papers("a", count=4), schedule, days=33, terms=terms, now=NOW + 27 * DAY)
    assert [day for day, *posts in told(found) if posts] == ["03-28 09:00", "03-29 09:00", "04-01 09:00", "04-02 09:00"]
    empty = next(slot for slot in found.slots if slot.why_empty is not None)
    assert (empty.why_empty.code, empty.why_empty.until) == (ObstacleCode.BUDGET, datetime(2027, 4, 1, tzinfo=UTC))


def test_a_pause_with_an_end_leaves_its_slots_empty():
    pause = paused("holidays", cause=PauseCause.PERSON, since=NOW)
    account = replace(ACCOUNT, pauses=(replace(pause, cause=PauseCause.PERSON, until=NOW + 2 * DAY),))
    found = planned(
        make_papers("a", count=1), Schedule(slots=("daily 9:00",)), days=3, history=History(account=account)
    )
    assert told(found) == [("03-01 09:00",), ("03-02 09:00",), ("03-03 09:00", "a/1")]


def test_what_is_listed_begins_later_and_is_planned_from_now():
    found = planned(make_papers("a", count=3), Schedule(slots=("daily 9:00",)), days=3, start=NOW + DAY)
    assert told(found) == [("03-02 09:00", "a/2"), ("03-03 09:00", "a/3")]


def test_an_embargo_that_ends_in_between_lets_its_paper_begin():
    posts = [*make_papers("a", not_before=NOW + timedelta(days=1, hours=9)), *make_papers("b", count=3)]
    found = planned(posts, Schedule(slots=("daily 9:00",)), days=4)
    assert ids(found) == ["b/1", "a/1", "a/2", "b/2"]


class TestInTurn:
    TURNS = Schedule(slots=("daily 9:00",), order="in turn")

    def test_papers_take_turns_and_each_keeps_its_order(self):
        posts = [*make_papers("a", count=3), *make_papers("b", count=2), *make_papers("c", count=3)]
        assert ids(planned(posts, self.TURNS)) == ["a/1", "b/1", "c/1", "a/2", "b/2", "c/2", "a/3", "c/3"]

    def test_the_paper_whose_last_post_is_the_oldest_is_next(self):
        posts = make_papers("a", "b", "c")
        out = [record(posts[2], S.POSTED, ended_at=NOW), record(posts[0], S.POSTED, ended_at=NOW + MINUTE)]
        assert ids(planned(posts, self.TURNS, history=after(*out))) == ["c/1", "b/2", "a/2", "c/2"]

    def test_one_that_is_held_loses_its_turn_and_nothing_else(self):
        posts = [*make_papers("a", count=2, not_before=NOW + 2 * DAY), *make_papers("b", "c")]
        assert ids(planned(posts, self.TURNS)) == ["b/1", "c/1", "a/1", "b/2", "c/2", "a/2"]

    def test_new_papers_without_end_do_not_keep_one_that_has_begun_waiting(self):
        posts = [*make_papers("a", count=5), *make_papers(*(f"n{number}" for number in range(30)), count=1)]
        found = ids(planned(posts, self.TURNS, days=40, history=after(record(posts[0], S.POSTED))))
        assert found[:8] == ["n0/1", "a/2", "n1/1", "a/3", "n2/1", "a/4", "n3/1", "a/5"]

    def test_the_order_is_that_of_one_step_at_a_time(self):
        posts = [
            *make_papers("a", count=4),
            *make_papers("b", count=2, not_before=NOW + 3 * DAY),
            *make_papers("c", "d"),
        ]
        whole, steps, out = ids(planned(posts, self.TURNS, days=20)), [], []
        for day in range(20):
            now = NOW + day * DAY + timedelta(hours=8)
            if (found := next_planned(posts, self.TURNS, after(*out), now, terms_of(self.TURNS))) is None:
                break
            steps.append(found.posts[0].id)
            out.append(record(found.posts[0], S.POSTED, ended_at=found.at, claimed_at=found.at, attempt_id=str(day)))
        assert steps == whole

    def test_a_correction_goes_first(self):
        correction = replace(make_papers("b", count=1)[0], id="b/correction", kind="correction")
        assert ids(planned([*make_papers("a"), correction], self.TURNS))[0] == "b/correction"


@pytest.mark.parametrize(
    ("zone", "now"),
    [
        ("Europe/Brussels", "2027-03-26"), ("Europe/Brussels", "2026-10-23"), ("America/New_York", "2027-03-12"),
        ("Australia/Lord_Howe", "2027-04-02"), ("Africa/Cairo", "2027-04-28"), ("Africa/Cairo", "2026-10-28"),
        ("Asia/Tehran", "2022-03-20"), ("Asia/Tehran", "2022-09-20"), ("Asia/Tehran", "2026-09-20"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("slot", ["daily 0:30", "30 0 * * *", "daily 2:15", "15 2 * * *"])
def test_each_day_has_its_slot_once_whatever_the_clocks_do(zone, now, slot):
    begins = datetime.fromisoformat(f"{now}T12:00").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    found = planned(make_papers("a", count=9), Schedule(timezone=zone, slots=(slot,)), days=5, now=begins)
    days = [moment.at.astimezone(ZoneInfo(zone)).date() for moment in found.slots]
    assert [later - earlier for earlier, later in pairwise(days)] == [DAY] * (len(days) - 1)
    assert len(days) == 5


def test_a_plan_of_four_hundred_years_is_refused():
    with pytest.raises(TooFarError, match="more than 10 years"):
        planned([], Schedule(slots=("daily 9:00",)), days=400 * 365)


def test_a_plan_of_too_many_slots_is_refused(monkeypatch):
    monkeypatch.setattr("scicomm_bot.plan.calendar.MOST_SLOTS", 50)
    assert MOST_SLOTS > 365 * 288
    with pytest.raises(TooFarError, match="more than 50 slots"):
        planned([], Schedule(slots=("*/5 * * * *",)), days=1)


def test_a_plan_without_slots_or_always_in_quiet_time_is_empty():
    assert planned(make_papers("a"), Schedule()).slots == ()
    assert planned(make_papers("a"), Schedule(slots=("fri 9:00",), quiet=("fri",)), days=365).slots == ()
