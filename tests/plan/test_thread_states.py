"""A thread begins whole; once it has begun, a question stops no part of it, and all else does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.domain.account import PauseCause
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.post import Level, Remark
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.plan import Publish, Skip, SkipKind, Terms, decide, next_part, post_states
from scicomm_bot.plan.calendar import calendar
from scicomm_bot.plan.forecast import forecast
from support.growth import TOO_STEEP, steepness
from support.samples import ACCOUNT, NOW, after, make_post, make_thread, paused, record

S = PublicationState
ONE, TWO, THREE = make_thread("one", "two", "three")
ASKS = Remark("strength-up", Level.QUESTION, "Does the paper say so?", key="strength-up/0123456789")
HELD = {
    "asked": Obstacle(ObstacleCode.ASKED, "a question about it is open"),
    "unapproved": Obstacle(ObstacleCode.UNAPPROVED, "not approved yet"),
    "retracted": Obstacle(ObstacleCode.RETRACTED, "its paper was retracted"),
    "image": Obstacle(ObstacleCode.IMAGE, "its picture cannot be read"),
}
BEGUN = after(record(ONE, S.POSTED))


def held(post, code):
    """Return a post that is held for a reason, or has an error."""
    if code == "finding":
        return replace(post, remarks=(Remark("length", Level.ERROR, "too long"),))
    return replace(post, obstacle=HELD[code], remarks=(ASKS,) if code == "asked" else ())


def where(posts, history=None, post_id="paper/one"):
    return next(one for post, one in post_states(posts, history or History(), NOW) if post.id == post_id)


def slots(posts, history):
    """Return what goes out in the next days, by ids, each slot or moment by itself."""
    daily = Schedule(slots=("0 9 * * *",))
    planned = calendar(posts, daily, history, NOW, Terms(), NOW + timedelta(days=3))
    return [[post.id for post in slot.posts] for slot in planned.slots if slot.posts]


def decided(posts, history=None, only=None):
    decision = decide(posts, history or History(), NOW, Terms(), only=only)
    return decision.post.id if isinstance(decision, Publish) else decision


EVERY = [*HELD, "finding"]


class TestBeginning:
    @pytest.mark.parametrize("code", EVERY)
    @pytest.mark.parametrize("at", [1, 2], ids=["the next part", "the last part"])
    def test_a_thread_does_not_begin_while_a_later_part_is_held(self, code, at):
        posts = [ONE, TWO, THREE]
        posts[at] = held(posts[at], code)
        assert (where(posts).state, where(posts).reason, where(posts).obstacle.needs) == ("held", "thread", Need.LATER)
        assert isinstance(decided(posts), Skip)

    def test_the_message_names_the_part_and_why_it_is_held(self):
        said = where([ONE, held(TWO, "asked"), held(THREE, "finding")]).obstacle.text("paper/one")
        assert said == (
            "a thread begins only when no part of it is held, and now paper/two (a question is open), paper/three (has "
            "an error) are; see to that first, or set `series: standalone` for the paper"
        )

    def test_of_many_parts_that_are_held_only_the_number_is_told(self):
        first, *rest = make_thread(*"abcdefgh")
        said = where([first, *(held(post, "asked") for post in rest)], post_id=first.id).obstacle.message
        assert said.endswith("and now 7 of them are")

    def test_a_thread_begins_when_no_part_is_held(self):
        assert decided([ONE, TWO, THREE]) == "paper/one"

    def test_a_post_of_its_own_does_not_wait_for_others(self):
        alone = [make_post("one"), held(make_post("two"), "asked")]
        assert decided(alone) == "paper/one"

    def test_another_paper_s_post_goes_out_meanwhile(self):
        other = replace(make_post("other"), id="else/other", paper_id="else")
        assert decided([ONE, held(TWO, "asked"), THREE, other]) == "else/other"

    def test_the_first_part_does_not_go_out_by_name_either(self):
        skip = decided([ONE, held(TWO, "asked"), THREE], only="paper/one")
        assert (skip.kind, skip.why.code) == (SkipKind.STUCK, ObstacleCode.THREAD)
        assert "paper/two (a question is open)" in skip.reason

    def test_a_skipped_part_holds_no_thread(self):
        assert decided([ONE, TWO, THREE], after(record(TWO, S.SKIPPED))) == "paper/one"

    def test_a_part_that_x_refused_before_holds_the_thread(self):
        assert where([ONE, TWO, THREE], after(record(TWO, S.REFUSED))).reason == "thread"

    def test_a_thread_of_which_all_that_was_out_is_withdrawn_begins_again_only_whole(self):
        gone = after(record(ONE, S.POSTED, withdrawn_at=NOW))
        assert decided([ONE, TWO, held(THREE, "asked")], gone).kind is SkipKind.DONE
        assert decided([ONE, TWO, THREE], gone) == "paper/two"

    def test_a_thread_that_has_not_begun_is_no_stopped_thread(self):
        skip = decided([held(ONE, "unapproved"), TWO, THREE])
        assert (skip.kind, skip.why.needs) == (SkipKind.DONE, Need.LATER)
        assert skip.reason == "no post can go out now; waiting for a person: paper/one (not approved)"

    def test_a_thread_whose_first_part_x_refused_has_stopped(self):
        skip = decided([ONE, TWO, THREE], after(record(ONE, S.REFUSED)))
        assert (skip.kind, skip.about) == (SkipKind.STUCK, "paper/two")

    def test_the_plan_has_no_slot_for_a_thread_that_does_not_begin(self):
        assert slots([ONE, held(TWO, "asked"), THREE], History()) == []


class TestGoingOn:
    def test_a_question_alone_does_not_stop_a_thread_that_has_begun(self):
        posts = [ONE, held(TWO, "asked"), THREE]
        assert where(posts, BEGUN, "paper/two").state == "pending"
        assert decided(posts, BEGUN) == "paper/two"
        assert next_part(posts, BEGUN, NOW).id == "paper/two"

    def test_the_forecast_and_the_plan_say_the_same(self):
        posts = [ONE, held(TWO, "asked"), held(THREE, "asked")]
        assert forecast(posts, BEGUN, NOW, Terms()).upcoming.id == "paper/two"
        assert slots(posts, BEGUN) == [["paper/two", "paper/three"]]

    @pytest.mark.parametrize("code", [code for code in EVERY if code != "asked"])
    def test_all_else_that_holds_a_part_stops_it(self, code):
        posts = [ONE, held(TWO, code), THREE]
        assert decided(posts, BEGUN).kind is SkipKind.STUCK
        assert next_part(posts, BEGUN, NOW) is None

    def test_an_error_stops_a_part_about_which_a_question_is_open_too(self):
        both = replace(held(TWO, "asked"), remarks=(ASKS, Remark("length", Level.ERROR, "too long")))
        assert where([ONE, both, THREE], BEGUN, "paper/two").reason == "finding"

    def test_a_pause_of_the_paper_stops_a_part_about_which_a_question_is_open_too(self):
        account = replace(ACCOUNT, pauses=(paused("stop", cause=PauseCause.PERSON, paper_id="paper"),))
        history = after(record(ONE, S.POSTED), account=account)
        assert where([ONE, held(TWO, "asked"), THREE], history, "paper/two").reason == "paused"

    def test_a_held_part_behind_does_not_stop_the_next_one(self):
        assert decided([ONE, TWO, held(THREE, "finding")], BEGUN) == "paper/two"

    def test_a_question_holds_the_first_part(self):
        assert where([held(ONE, "asked"), TWO, THREE]).reason == "asked"

    def test_a_question_holds_a_post_of_its_own_although_others_are_out(self):
        posts = [make_post("one"), held(make_post("two"), "asked")]
        assert where(posts, BEGUN, "paper/two").reason == "asked"


def test_the_time_grows_as_the_number_of_parts_does():
    def thread(count):
        posts = make_thread(*map(str, range(count)))
        return [*posts[:-1], held(posts[-1], "asked")]

    assert steepness(lambda posts: post_states(posts, History(), NOW), thread, 20_000) < TOO_STEEP
