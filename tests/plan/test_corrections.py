"""A correction of a post: when it may go out, before what, and to what it replies."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.domain.account import REHEARSAL_ID, Account
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timing import Timing
from scicomm_bot.plan import Publish, Queue, Skip, Terms, decide, next_part, post_states, quiet_time, reply_target
from scicomm_bot.plan.calendar import calendar
from support.samples import ACCOUNT, NOW, after, make_post, make_thread, paused, record

S = PublicationState
OLD, OTHER = make_post("old"), make_post("other")
FIX = replace(make_post("fix", "Correction: it was 21%."), corrects="paper/old")
POSTS = [OLD, OTHER, FIX]


def state(post, history, posts=POSTS):
    return next(where for one, where in post_states(posts, history, NOW) if one is post)


def chosen(history, posts=POSTS, **terms):
    return decide(posts, history, NOW, Terms(**terms))


def slots(history, posts=POSTS, days=3):
    """Return what goes out at the slots of the next days, one a day, by ids."""
    daily = Schedule(slots=("0 9 * * *",))
    planned = calendar(posts, daily, history, NOW, Terms(), NOW + timedelta(days=days))
    return [[post.id for post in slot.posts] for slot in planned.slots if slot.posts]


def test_it_replies_to_the_post_that_is_out_and_goes_before_all_others():
    decision = chosen(after(record(OLD, S.POSTED)))
    assert (decision.post, decision.reply_to) == (FIX, "77")


def test_it_goes_before_what_other_papers_say():
    elsewhere = replace(make_post("x"), id="first/x", paper_id="first")
    assert next(Queue.of([elsewhere, *POSTS], History()).posts()) is FIX


def test_it_does_not_wait_for_papers_that_have_begun():
    begun = replace(make_post("x"), id="b/x", paper_id="b", begins_in_turn=True)
    more = replace(make_post("y"), id="b/y", paper_id="b", begins_in_turn=True)
    posts = [*(replace(one, begins_in_turn=True) for one in POSTS), begun, more]
    decision = decide(posts, after(record(OLD, S.POSTED), record(begun, S.POSTED, attempt_id="a2")), NOW, Terms())
    assert decision.post.id == FIX.id


def test_it_fills_a_slot_though_it_is_a_reply():
    decision = chosen(after(record(OLD, S.POSTED)))
    assert decision.reply_to is not None
    assert decision.fills_slot
    part = make_thread("one", "two")[1]
    assert not Publish(part, "77").fills_slot


def test_it_keeps_the_least_gap_and_not_that_of_a_thread():
    history = after(record(OLD, S.POSTED), last_posted_at=NOW - timedelta(minutes=1))
    skip = chosen(history, least_gap=timedelta(minutes=10), thread_gap=timedelta(seconds=5))
    assert (skip.why.code, skip.until) == (ObstacleCode.GAP, NOW + timedelta(minutes=9))


@pytest.mark.parametrize("out", [None, S.REFUSED, S.RELEASED, S.SKIPPED], ids=str)
def test_while_the_corrected_post_is_not_out_it_is_held_and_says_to_edit_that_post(out):
    history = History() if out is None else after(record(OLD, out))
    where = state(FIX, history)
    assert (where.state, where.obstacle.needs) == ("held", Need.LATER)
    assert where.text(FIX.id) == (
        "paper/old, which it corrects, is not out, so there is nothing to correct; edit that post instead, and delete "
        "this one"
    )
    decision = decide(POSTS, history, NOW, Terms(), only=FIX.id)
    assert isinstance(decision, Skip)
    assert "there is nothing to correct" in decision.reason


def test_that_there_is_nothing_to_correct_is_told_before_that_nobody_approved_it():
    fix = replace(FIX, obstacle=Obstacle(ObstacleCode.UNAPPROVED, "not approved yet"))
    assert "nothing to correct" in state(fix, History(), [OLD, fix]).obstacle.message
    assert state(fix, after(record(OLD, S.POSTED)), [OLD, fix]).reason == "unapproved"


def test_while_nobody_knows_whether_the_corrected_post_is_out_it_is_held_and_asks_nobody():
    where = state(FIX, after(record(OLD, S.UNKNOWN)))
    assert (where.state, where.obstacle.needs) == ("held", None)
    assert where.text(FIX.id) == "it is not known yet whether paper/old, which it corrects, is out"


def test_a_rehearsal_says_that_the_post_is_not_out_in_it():
    history = History(account=Account(REHEARSAL_ID))
    assert state(FIX, history).text(FIX.id) == (
        "paper/old, which it corrects, is not out in this rehearsal; the rehearsal must come to that post first"
    )


def test_of_a_post_that_was_withdrawn_it_is_a_post_of_its_own():
    history = after(record(OLD, S.POSTED, withdrawn_at=NOW))
    decision = chosen(history)
    assert (decision.post, decision.reply_to) == (FIX, None)
    assert state(FIX, history).corrected.says() == "paper/old, which was withdrawn on 28 November 2026"


def test_it_goes_out_once_and_stays_out_when_the_old_post_is_withdrawn_after_it():
    fixed = record(FIX, S.POSTED, attempt_id="a2", remote_id="78", reply_to="77")
    assert chosen(after(record(OLD, S.POSTED), fixed)).post is OTHER
    assert chosen(after(record(OLD, S.POSTED, withdrawn_at=NOW), fixed)).post is OTHER


def test_the_old_post_stays_out_with_another_text_in_the_file():
    edited = replace(OLD, text="It was 21%.")
    history = after(record(OLD, S.POSTED), record(FIX, S.POSTED, attempt_id="a2", remote_id="78"))
    decision = decide([edited, OTHER, FIX], history, NOW, Terms())
    assert decision.post is OTHER
    assert state(edited, history, [edited, OTHER, FIX]).state == "posted"


def test_a_refused_reply_is_not_tried_again_and_needs_a_person_now():
    history = after(record(OLD, S.POSTED), record(FIX, S.REFUSED, attempt_id="a2", reply_to="77", reason="no replies"))
    where = state(FIX, history)
    assert (where.state, where.obstacle.needs) == ("refused", Need.NOW)
    assert where.text(FIX.id) == (
        "no replies; change its text, or correct paper/old by hand and run `scicomm-bot posted paper/fix --as ADDRESS`"
    )
    assert chosen(history).post is OTHER
    assert state(OLD, history).state == "posted"


def test_a_refused_reply_to_a_post_that_was_withdrawn_since_goes_out_by_itself():
    refused = record(FIX, S.REFUSED, attempt_id="a2", reply_to="77", reason="it is deleted")
    decision = chosen(after(record(OLD, S.POSTED, withdrawn_at=NOW), refused))
    assert (decision.post, decision.reply_to) == (FIX, None)


def test_a_correction_of_a_correction_replies_to_it_once_it_is_out():
    again = replace(make_post("again", "Correction: it was 22%."), corrects="paper/fix")
    posts = [*POSTS, again]
    first = after(record(OLD, S.POSTED))
    assert decide(posts, first, NOW, Terms()).post is FIX
    assert state(again, first, posts).state == "held"
    both = after(record(OLD, S.POSTED), record(FIX, S.POSTED, attempt_id="a2", remote_id="78"))
    assert (decide(posts, both, NOW, Terms()).post, reply_target(again, posts, both).remote_id) == (again, "78")


def test_two_corrections_of_one_post_both_reply_to_it_in_the_file_s_order():
    more = replace(make_post("more", "Correction: in rats."), corrects="paper/old")
    posts = [*POSTS, more]
    assert decide(posts, after(record(OLD, S.POSTED)), NOW, Terms()).post is FIX
    both = after(record(OLD, S.POSTED), record(FIX, S.POSTED, attempt_id="a2", remote_id="78"))
    decision = decide(posts, both, NOW, Terms())
    assert (decision.post, decision.reply_to) == (more, "77")


def test_one_that_leads_back_to_itself_ends_and_holds_all():
    one = replace(make_post("a"), corrects="paper/b")
    other = replace(make_post("b"), corrects="paper/a")
    assert isinstance(decide([one, other], History(), NOW, Terms()), Skip)


def test_a_renamed_post_is_replied_to_under_its_new_id():
    renamed = replace(OLD, id="paper/new", was=("paper/old",))
    fix = replace(FIX, corrects="paper/new")
    history = after(record(OLD, S.POSTED)).of_renamed([renamed, fix])
    assert decide([renamed, fix], history, NOW, Terms()).reply_to == "77"


def test_a_pause_of_the_account_stops_it():
    history = after(record(OLD, S.POSTED), account=replace(ACCOUNT, pauses=(paused("stop"),)))
    assert chosen(history).why.code is ObstacleCode.PAUSED


def test_a_pause_of_its_paper_stops_it():
    history = after(record(OLD, S.POSTED), account=replace(ACCOUNT, pauses=(paused("stop", paper_id="paper"),)))
    assert state(FIX, history).reason == "paused"


def test_it_is_held_where_its_paper_fell():
    fallen = Obstacle(ObstacleCode.RETRACTED, "was retracted")
    assert FIX.with_paper(fallen).obstacle is fallen


def test_it_is_no_part_of_the_thread_whose_part_it_corrects():
    thread = make_thread("one", "two", "three")
    fix = replace(FIX, corrects="paper/one")
    history = after(record(thread[0], S.POSTED))
    assert decide([*thread, fix], history, NOW, Terms()).post is fix
    assert next_part([*thread, fix], history, NOW).id == "paper/two"
    fixed = after(record(thread[0], S.POSTED), record(fix, S.POSTED, attempt_id="a2", remote_id="78"))
    assert reply_target(thread[1], [*thread, fix], fixed).remote_id == "77"


def test_a_held_correction_keeps_no_thread_from_beginning():
    thread = make_thread("one", "two")
    fix = replace(FIX, corrects="paper/one")
    assert decide([*thread, fix], History(), NOW, Terms()).post is thread[0]


def test_the_plan_gives_it_the_first_slot_alone():
    assert slots(after(record(OLD, S.POSTED))) == [["paper/fix"], ["paper/other"]]


def test_the_plan_has_no_slot_for_one_of_a_post_that_is_not_out():
    assert slots(History(), days=1) == [["paper/old"]]
    assert slots(History(), [OTHER, FIX]) == [["paper/other"]]


def test_quiet_time_puts_it_off():
    quiet = quiet_time(Schedule(quiet=(f"{NOW:%Y-%m-%d}",)))
    assert chosen(after(record(OLD, S.POSTED)), quiet=quiet).why.code is ObstacleCode.QUIET


def test_a_full_day_puts_it_off():
    history = replace(after(record(OLD, S.POSTED)), begun_today=1)
    assert decide(POSTS, history, NOW, Terms(most_per_day=1), slot=NOW).why.code is ObstacleCode.DAY


def test_it_leaves_room_on_the_day_for_a_moment():
    at = NOW + timedelta(hours=2)
    posts = [OLD, replace(OTHER, timing=Timing(at=at)), FIX]
    history = after(record(OLD, S.POSTED))
    assert decide(posts, history, NOW, Terms(most_per_day=1), slot=NOW).why.code is ObstacleCode.DAY
    assert decide(posts, history, at, Terms(most_per_day=1), slot=at, only=OTHER.id).post is posts[1]


def test_a_part_of_a_thread_waits_for_no_day_and_no_quiet_time():
    one, two = make_thread("one", "two")
    terms = Terms(quiet=quiet_time(Schedule(quiet=(f"{NOW:%Y-%m-%d}",))), most_per_day=1)
    history = replace(after(record(one, S.POSTED)), begun_today=1)
    assert decide([one, two], history, NOW, terms, slot=NOW).post is two
