"""Embargoes, ends and moments of posts: what is held, until when, and what a person's word does not change."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timing import Timing
from scicomm_bot.plan import Publish, Skip, SkipKind, Terms, decide, post_state, quiet_time
from scicomm_bot.plan.moments import MomentError
from scicomm_bot.plan.times import embargo_end, exact_moment
from support.samples import NOW, History, after, make_papers, make_post, make_thread, record

S = PublicationState
TEHRAN = ZoneInfo("Asia/Tehran")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NONE = History()


def timed(post, **moments):
    return replace(post, timing=Timing(**moments))


def chosen(posts, now=NOW, history=NONE, **options):
    decision = decide(posts, history, now, options.pop("terms", Terms()), **options)
    return decision.post.id if isinstance(decision, Publish) else (decision.kind, decision.why.code, decision.until)


class TestEmbargo:
    def test_it_holds_every_post_of_its_paper_until_its_end(self):
        posts = make_papers("a", not_before=NOW + HOUR)
        assert {post_state(post, NONE, NOW).reason for post in posts} == {"embargo"}
        assert {post_state(post, NONE, NOW + HOUR).state for post in posts} == {"pending"}

    def test_a_person_who_names_the_post_does_not_get_it(self):
        posts = make_papers("a", not_before=NOW + HOUR)
        kind, code, until = chosen(posts, only="a/1")
        assert (kind, code, until) == (SkipKind.STUCK, ObstacleCode.EMBARGO, NOW + HOUR)
        assert chosen(posts, NOW + HOUR, only="a/1") == "a/1"

    def test_others_go_out_meanwhile(self):
        assert chosen([*make_papers("a", not_before=NOW + HOUR), *make_papers("b")]) == "b/1"

    def test_where_nothing_else_is_left_its_end_is_told(self):
        posts = [*make_papers("a", not_before=NOW + DAY), *make_papers("b", not_before=NOW + HOUR)]
        assert chosen(posts) == (SkipKind.WAITING, ObstacleCode.EMBARGO, NOW + HOUR)

    def test_it_is_told_by_the_clocks_of_the_schedule(self):
        posts = make_papers("a", not_before=NOW + HOUR, zone=TEHRAN)
        said = f"{(NOW + HOUR).astimezone(TEHRAN):%Y-%m-%d %H:%M} Asia/Tehran"
        assert said in post_state(posts[0], NONE, NOW).text("a/1")
        terms = Terms(quiet=quiet_time(Schedule(timezone="Asia/Tehran")))
        assert said in decide(posts, NONE, NOW, terms).reason

    def test_a_post_that_waits_for_an_approval_too_says_both_and_needs_a_person(self):
        why = Obstacle(ObstacleCode.UNAPPROVED, "not approved yet", "approve {id}", needs=Need.LATER)
        where = post_state(replace(make_papers("a", not_before=NOW + HOUR)[0], obstacle=why), NONE, NOW)
        assert (where.reason, where.obstacle.needs) == ("embargo", Need.LATER)
        assert where.text("a/1").endswith("; besides, not approved yet; approve a/1")

    def test_what_is_wrong_with_the_post_itself_is_told_first(self):
        assert post_state(timed(make_post(blocked=True), not_before=NOW + HOUR), NONE, NOW).reason == "finding"

    def test_what_is_out_stays_out(self):
        [post, _] = make_papers("a", not_before=NOW + HOUR)
        assert post_state(post, after(record(post, S.POSTED)), NOW).state == "posted"

    def test_a_post_that_may_be_on_x_is_not_hidden_by_it(self):
        [post, _] = make_papers("a", not_before=NOW + HOUR)
        assert post_state(post, after(record(post, S.UNKNOWN)), NOW).state == "unknown"

    def test_a_lost_post_that_is_not_on_x_is_held_by_it_as_any_other(self):
        [post, _] = make_papers("a", not_before=NOW + HOUR)
        assert post_state(post, after(record(post, S.RELEASED, settled=True)), NOW).reason == "embargo"

    def test_a_thread_does_not_begin_while_one_of_its_parts_is_held_by_it(self):
        one, two, three = make_thread("one", "two", "three")
        posts = [one, timed(two, not_before=NOW + HOUR), three]
        assert chosen(posts) == (SkipKind.WAITING, ObstacleCode.EMBARGO, NOW + HOUR)
        assert chosen(posts, NOW + HOUR) == "paper/one"

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("2027-03-28 10:00 Europe/London", "2027-03-28T09:00"),
            ("2027-03-27 10:00 Europe/London", "2027-03-27T10:00"),
            ("2027-03-27T10:00Z", "2027-03-27T10:00"),
            ("2027-03-27 10:00 +03:30", "2027-03-27T06:30"),
            ("27 March 2027 5pm America/New_York", "2027-03-27T21:00"),
            ("2027-03-27 UTC", "2027-03-27T00:00"),
            # A time that comes twice is the later one: what is held, is held for long enough.
            ("2026-10-25 02:30 Europe/Brussels", "2026-10-25T01:30"),
        ],
    )  # fmt: skip
    def test_its_end_is_a_moment_with_a_zone(self, written, meant):
        assert embargo_end(written) == datetime.fromisoformat(meant).replace(tzinfo=UTC)

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("2027-03-27 10:00", "names no time zone; write it as '2027-03-27 10:00 Europe/Brussels'"),
            ("2027-03-27", "names no time zone"),
            ("2027-03-27 10:00 CET", "ends with CET, which is no time zone here"),
            ("2027-03-27 10:00 EST", "ends with EST"),
            ("2027-03-27 10:00 Europe/Londn", "nobody knows: Europe/Londn; did you mean Europe/London?"),
            ("2027-03-27 10:00 London", "write '2027-03-27 10:00 Europe/London'"),
            ("2027-03-27 10:00 london time", "write '2027-03-27 10:00 Europe/London'"),
            ("2027-03-27 10:00 new york", "write '2027-03-27 10:00 America/New_York'"),
            ("2027-03-27 10:00 asia/tehran", "write '2027-03-27 10:00 Asia/Tehran'"),
            ("2027-03-27 10:00 UTC+3", "is no moment that is understood"),
            ("2027-03-27 10:00 sharp", "is no moment that is understood"),
            ("2027-02-30 10:00 UTC", "in no calendar"),
            ("tomorrow 9:00 UTC", "is no moment that is understood"),
            ("27/03/2027 10:00 UTC", "in two ways"),
            ("27 march 10:00 UTC", "names no year"),
            ("9999-12-31 23:00 Z", "is too far away"),
            ("0001-01-01 01:00 Z", "is too far away"),
        ],
    )  # fmt: skip
    def test_what_is_no_such_moment_is_told_with_the_form(self, written, said):
        with pytest.raises(MomentError, match=said.replace("(", r"\(")):
            embargo_end(written)

    @pytest.mark.parametrize("written", ["soon", "10:30", "2027-03-27 sharp", "5", "27 march 2027 10:30"])
    def test_each_form_that_is_proposed_is_one(self, written):
        with pytest.raises(MomentError) as caught:
            embargo_end(written)
        proposed = re.findall("'([^']+)'", str(caught.value))
        assert [embargo_end(one) for one in proposed]


class TestEnd:
    def test_from_then_on_nothing_goes_out_for_a_person_neither(self):
        [post, _] = make_papers("a", not_after=NOW)
        assert post_state(post, NONE, NOW - MINUTE).state == "pending"
        assert post_state(post, NONE, NOW).reason == "expired"
        assert chosen([post], only="a/1")[1] is ObstacleCode.EXPIRED

    def test_it_needs_nobody_and_is_no_reason_to_wait(self):
        assert chosen(make_papers("a", not_after=NOW)) == (SkipKind.DONE, ObstacleCode.NOTHING_LEFT, None)


class TestMoment:
    AT = NOW + 2 * HOUR

    def test_a_post_with_one_takes_no_slot_of_the_schedule(self):
        posts = [timed(make_post("one"), at=self.AT), make_post("two")]
        assert chosen(posts, slot=NOW) == "paper/two"

    def test_it_goes_out_then_in_a_slot_of_its_own(self):
        posts = [make_post("two"), timed(make_post("one"), at=self.AT)]
        assert chosen(posts, self.AT, slot=self.AT, only="paper/one") == "paper/one"

    def test_without_a_schedule_it_goes_out_at_the_step_that_comes_within_ten_minutes(self):
        posts = [make_post("two"), timed(make_post("one"), at=self.AT)]
        assert chosen(posts, self.AT - MINUTE) == "paper/two"
        assert chosen(posts, self.AT + 9 * MINUTE) == "paper/one"

    def test_where_it_was_missed_the_post_is_held_and_says_what_to_do(self):
        where = post_state(timed(make_post("one"), at=self.AT), NONE, self.AT + 11 * MINUTE)
        assert (where.reason, where.obstacle.needs) == ("expired", Need.LATER)
        assert "`scicomm-bot post paper/one`" in where.text("paper/one")

    @pytest.mark.parametrize("now", [NOW, NOW + 3 * HOUR], ids=["before", "when it was missed"])
    def test_a_person_who_names_the_post_gets_it_now(self, now):
        assert chosen([timed(make_post("one"), at=self.AT)], now, only="paper/one") == "paper/one"

    def test_in_quiet_time_it_holds_the_post(self):
        where = post_state(timed(make_post("one"), at=self.AT, quiet="fri"), NONE, NOW)
        assert (where.reason, where.obstacle.needs) == ("quiet", Need.LATER)

    def test_people_are_told_of_it_by_the_schedule_s_clocks(self):
        zone = ZoneInfo("Asia/Tehran")
        late = timed(make_post(), at=datetime(2026, 11, 1, 7, tzinfo=UTC), zone=zone)
        told = post_state(late, NONE, NOW).text("paper/one")
        assert told.startswith("its moment has passed: it was to go out at 2026-11-01 10:30 Asia/Tehran (`at:`)")
        coming = timed(make_post(), at=datetime(2026, 12, 1, 7, tzinfo=UTC), zone=zone)
        skip = decide([coming], NONE, NOW, Terms(quiet=quiet_time(Schedule(timezone=zone.key))))
        assert skip.reason.endswith("paper/one goes out at 2026-12-01 10:30 Asia/Tehran")

    def test_a_slot_within_the_least_gap_before_it_stays_empty(self):
        posts, terms = [timed(make_post("one"), at=self.AT), make_post("two")], Terms(least_gap=30 * MINUTE)
        empty = (SkipKind.WAITING, ObstacleCode.GAP, self.AT)
        assert chosen(posts, self.AT - 29 * MINUTE, slot=self.AT - 29 * MINUTE, terms=terms) == empty
        assert chosen(posts, self.AT - 30 * MINUTE, slot=self.AT - 30 * MINUTE, terms=terms) == "paper/two"

    def test_a_slot_stays_empty_too_where_the_embargo_ends_just_before_it(self):
        posts = [timed(make_post("one"), at=self.AT, not_before=self.AT), make_post("two")]
        slot = self.AT - 5 * MINUTE
        assert chosen(posts, slot, slot=slot, terms=Terms(least_gap=10 * MINUTE))[1] is ObstacleCode.GAP

    @pytest.mark.parametrize(
        "held",
        [
            {"obstacle": Obstacle(ObstacleCode.UNAPPROVED, "no")},
            {"timing": Timing(at=NOW + 2 * HOUR, not_before=NOW + 3 * HOUR)},
        ],
        ids=["not approved", "under embargo until later"],
    )
    def test_no_slot_stays_empty_for_one_that_will_not_go_out(self, held):
        one = replace(timed(make_post("one"), at=self.AT), **held)
        slot = self.AT - 5 * MINUTE
        assert chosen([one, make_post("two")], slot, slot=slot, terms=Terms(least_gap=10 * MINUTE)) == "paper/two"

    def test_it_is_left_room_in_the_number_for_its_day(self):
        posts, terms = [timed(make_post("one"), at=self.AT), make_post("two")], Terms(most_per_day=1)
        assert chosen(posts, slot=NOW, terms=terms)[1] is ObstacleCode.DAY
        assert chosen(posts, slot=NOW, terms=Terms(most_per_day=2)) == "paper/two"
        assert chosen(posts, self.AT, slot=self.AT, only="paper/one", terms=terms) == "paper/one"

    def test_more_of_them_than_go_out_on_their_day_do_not_raise_the_number_that_is_told(self):
        posts = [timed(make_post("one"), at=self.AT), timed(make_post("two"), at=self.AT + HOUR), make_post("three")]
        told = decide(posts, NONE, NOW, Terms(most_per_day=1), slot=NOW).reason
        enough = "1 post is enough for this day (`most_per_day:`)"
        assert told == f"{enough}, and room is kept for moments still to come (`at:`)"

    @pytest.mark.parametrize(
        "written", ["soon", "2027-03-27", "2027-03-27 Europe/London", "27 march 2027 UTC", "10:30"]
    )
    def test_each_form_that_is_proposed_is_one(self, written):
        with pytest.raises(MomentError) as caught:
            exact_moment(written, TEHRAN)
        proposed = re.findall("'([^']+)'", str(caught.value))
        assert [exact_moment(one, TEHRAN) for one in proposed]

    def test_a_day_without_a_time_is_none(self):
        zone = quiet_time(Schedule()).zone
        with pytest.raises(MomentError, match="names no time; write it as '2027-03-18 10:30'"):
            exact_moment("2027-03-18", zone)
        assert exact_moment("2027-03-18 0:00", zone).hour == 0


class TestQuietAndDay:
    QUIET = Terms(quiet=quiet_time(Schedule(quiet=("6:00-8:00",))))
    ENDS = datetime(2026, 11, 28, 8, tzinfo=UTC)

    @pytest.mark.parametrize("slot", [None, NOW], ids=["post --once", "a slot that is filled late"])
    def test_nothing_goes_out_in_quiet_time(self, slot):
        assert chosen([make_post()], slot=slot, terms=self.QUIET) == (SkipKind.WAITING, ObstacleCode.QUIET, self.ENDS)

    def test_a_person_who_names_a_post_gets_it_in_quiet_time(self):
        assert chosen([make_post()], only="paper/one", terms=self.QUIET) == "paper/one"

    def test_when_enough_went_out_today_the_next_day_is_told_by_the_schedule_s_clocks(self):
        terms = Terms(most_per_day=2, quiet=quiet_time(Schedule(timezone="Asia/Tehran")))
        skip = decide([make_post()], replace(NONE, begun_today=2), NOW, terms)
        assert (skip.why.code, skip.until) == (ObstacleCode.DAY, datetime(2026, 11, 28, 20, 30, tzinfo=UTC))
        assert chosen([make_post()], history=replace(NONE, begun_today=1), terms=terms) == "paper/one"

    def test_a_person_who_names_a_post_gets_it_on_a_full_day(self):
        history = replace(NONE, begun_today=9)
        assert chosen([make_post()], history=history, only="paper/one", terms=Terms(most_per_day=1)) == "paper/one"

    def test_where_nothing_is_left_that_is_told_rather_than_the_quiet_time(self):
        assert isinstance(skip := decide([], NONE, NOW, self.QUIET), Skip)
        assert skip.why.code is ObstacleCode.NOTHING_LEFT
