"""Which post goes out next, or why none does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.domain.account import PauseCause
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Need, ObstacleCode
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.plan import Publish, SkipKind, Terms, decide, post_state
from support.samples import ACCOUNT, NOW, after, make_post, make_posts, paused, record, told

S = PublicationState
POSTS = make_posts("one", "two", "three")
ONE, TWO, THREE = POSTS
NO_TERMS = Terms()


def chosen(history: History, *, terms: Terms = NO_TERMS, only: str | None = None, posts=POSTS, now=NOW):
    """Return the id of the post to publish, or the kind of the skip."""
    decision = decide(posts, history, now, terms, only=only)
    return decision.post.id if isinstance(decision, Publish) else decision.kind


STATES = {
    "never tried": (None, "pending", None),
    "posted": (S.POSTED, "posted", None),
    "claimed": (S.CLAIMED, "unknown", "in flight or lost"),
    "unknown": (S.UNKNOWN, "unknown", "in flight or lost"),
    "released": (S.RELEASED, "pending", None),
    "refused": (S.REFUSED, "refused", "refused by X"),
    "skipped": (S.SKIPPED, "held", "skipped"),
}


@pytest.mark.parametrize(("state", "word", "reason"), STATES.values(), ids=STATES)
def test_a_post_is_where_its_newest_publication_stands(state, word, reason):
    history = after(record(ONE, state)) if state else History()
    where = post_state(ONE, history, NOW)
    assert (where.state, where.reason) == (word, reason)


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (S.POSTED, "posted"),
        (S.REFUSED, "pending"),
        (S.UNKNOWN, "unknown"),
        (S.SKIPPED, "held"),
        (S.RELEASED, "pending"),
    ],
)
def test_editing_a_text_lifts_a_refusal_and_nothing_else(state, word):
    assert post_state(make_post("one", "An edited text."), after(record(ONE, state)), NOW).state == word


def test_a_blocked_post_is_held_with_what_is_wrong():
    where = post_state(make_post(blocked=True), History(), NOW)
    assert (where.state, where.reason, where.text(ONE.id)) == ("held", "finding", "much too long")


def test_a_posted_post_stays_posted_although_it_is_blocked_now():
    assert post_state(make_post("one", blocked=True), after(record(ONE, S.POSTED)), NOW).state == "posted"


@pytest.mark.parametrize("state", [S.POSTED, S.UNKNOWN])
def test_a_text_that_is_out_under_another_id_is_held(state):
    renamed = make_post("renamed", ONE.text)
    where = post_state(renamed, after(record(ONE, state)), NOW)
    assert (where.state, where.reason) == ("held", "finding")
    assert "paper/one" in where.text(ONE.id)


def test_a_text_that_was_withdrawn_under_another_id_is_held_and_is_not_told_to_be_out():
    gone = record(ONE, S.POSTED, withdrawn_at=NOW, withdrawn_why="Wrong.")
    where = post_state(make_post("renamed", ONE.text), after(gone, withdrawn={ONE.text_sha256: gone}), NOW)
    said = f"the same text was withdrawn on {NOW.day} {NOW:%B %Y}: Wrong (as paper/one)"
    assert (where.state, where.reason, where.text(ONE.id)) == ("held", "finding", said)


def test_a_post_does_not_stand_in_its_own_way():
    assert post_state(ONE, History(taken={ONE.text_sha256: ONE.id}), NOW).state == "pending"


def test_posts_go_out_in_order():
    assert chosen(History()) == "paper/one"
    assert chosen(after(record(ONE, S.POSTED))) == "paper/two"


@pytest.mark.parametrize("state", [S.REFUSED, S.SKIPPED], ids=str)
def test_a_post_that_waits_for_a_person_does_not_keep_the_next_from_going_out(state):
    assert chosen(after(record(ONE, state))) == "paper/two"


def test_a_blocked_post_does_not_keep_the_next_from_going_out():
    assert chosen(History(), posts=[make_post("one", blocked=True), TWO]) == "paper/two"


def test_a_released_post_is_sent_again_before_the_next():
    assert chosen(after(record(ONE, S.RELEASED))) == "paper/one"


def test_when_all_is_out_there_is_nothing_to_do():
    decision = decide(POSTS, after(*(record(post, S.POSTED) for post in POSTS)), NOW, Terms())
    assert told(decision) == (SkipKind.DONE, "nothing is left to post", None)


def test_what_waits_for_a_person_is_named_when_nothing_else_is_left():
    decision = decide([ONE, TWO], after(record(ONE, S.POSTED), record(TWO, S.REFUSED)), NOW, Terms())
    assert (decision.kind, decision.reason.endswith("paper/two (refused by X)")) == (SkipKind.DONE, True)


def test_no_posts_nothing_to_do():
    assert chosen(History(), posts=[]) is SkipKind.DONE


def test_a_claim_in_flight_is_waited_for_until_it_ends():
    ends_by = NOW + timedelta(seconds=1)
    decision = decide(POSTS, after(record(ONE, S.CLAIMED, ends_by=ends_by)), NOW, Terms())
    assert (decision.kind, decision.until) == (SkipKind.WAITING, ends_by)


@pytest.mark.parametrize("ends_by", [NOW, NOW - timedelta(seconds=1)], ids=["ends now", "ended"])
def test_a_claim_past_its_end_is_looked_for_at_the_next_step(ends_by):
    decision = decide(POSTS, after(record(ONE, S.CLAIMED, ends_by=ends_by)), NOW, Terms())
    assert decision.kind is SkipKind.WAITING
    assert "may or may not be on X" in decision.reason


def test_an_unknown_publication_blocks_everything_until_it_is_settled():
    history = after(record(ONE, S.UNKNOWN, reason="cut off"))
    assert chosen(history) is SkipKind.WAITING
    assert chosen(history, only="paper/two") is SkipKind.WAITING
    assert "cut off" in decide(POSTS, history, NOW, Terms()).reason


def test_an_unknown_publication_that_cannot_be_looked_for_needs_a_person():
    decision = decide(POSTS, after(record(ONE, S.UNKNOWN, asks_person="too many posts")), NOW, Terms())
    assert decision.kind is SkipKind.STUCK
    assert "too many posts" in decision.reason
    assert "scicomm-bot resolve paper/one --posted X_ID" in decision.reason
    assert decision.reason.endswith(
        ". Do not delete it on X by hand, because then it could be sent again; if it should not be there, run "
        "`scicomm-bot resolve paper/one --skip` first"
    )


def on_pause(*pauses) -> History:
    return History(account=replace(ACCOUNT, pauses=pauses))


def test_a_rate_limit_is_waited_for():
    until = NOW + timedelta(seconds=1)
    decision = decide(POSTS, on_pause(paused("429", until=until)), NOW, Terms())
    assert (decision.kind, decision.until) == (SkipKind.WAITING, until)


def test_a_rate_limit_that_is_over_is_over():
    assert chosen(on_pause(paused("429", until=NOW))) == "paper/one"


PERSON, IN_FILE = (
    paused("an accident", cause=PauseCause.PERSON, since=NOW),
    paused("in the file", cause=PauseCause.FILE, since=NOW),
)


def test_a_pause_in_the_file_stops_everything_and_names_how_to_go_on():
    decision = decide(POSTS, History(), NOW, Terms(pause=IN_FILE))
    assert (decision.kind, decision.why.needs) == (SkipKind.WAITING, Need.LATER)
    assert decision.reason == "the account is paused: in the file; to go on, delete `pause:` from posts.yaml"


def test_a_pause_in_the_file_that_is_over_stops_nothing():
    over = paused("in the file", cause=PauseCause.FILE, since=NOW, until=NOW)
    assert isinstance(decide(POSTS, History(), NOW, Terms(pause=over)), Publish)


def test_of_people_s_pauses_in_both_places_each_is_named_with_its_end():
    decision = decide(POSTS, on_pause(PERSON), NOW, Terms(pause=IN_FILE))
    assert decision.reason == (
        "the account is paused: an accident; the account is paused: in the file; to go on, run `scicomm-bot resume`; "
        "to go on, delete `pause:` from posts.yaml"
    )


def test_with_two_ends_the_later_is_waited_for():
    ends = [NOW + timedelta(hours=one) for one in (1, 2)]
    short = paused("an accident", cause=PauseCause.PERSON, until=ends[0])
    decision = decide(POSTS, on_pause(short), NOW, Terms(pause=paused("longer", cause=PauseCause.FILE, until=ends[1])))
    assert decision.until == ends[1]


@pytest.mark.parametrize("paper_id", [None, "paper"])
def test_a_correction_is_stopped_too(paper_id):
    correction = replace(make_post("correction"), kind="correction")
    stop = replace(PERSON, paper_id=paper_id)
    decision = decide([correction], on_pause(stop), NOW, Terms())
    assert (decision.kind, decision.why.code) == (SkipKind.WAITING, ObstacleCode.PAUSED)


@pytest.mark.parametrize("only", [None, "paper/one"])
def test_a_paper_s_pause_is_waited_for_until_it_ends(only):
    until = NOW + timedelta(hours=2)
    decision = decide(POSTS, on_pause(replace(PERSON, paper_id="paper", until=until)), NOW, Terms(), only=only)
    assert decision.until == until
    assert decision.kind is not SkipKind.DONE


def test_another_paper_s_posts_go_out_meanwhile():
    other = replace(make_post("else", text="Something else."), id="other/else", paper_id="other")
    decision = decide([*POSTS, other], on_pause(replace(PERSON, paper_id="paper")), NOW, Terms())
    assert decision.post.id == "other/else"


@pytest.mark.parametrize("only", [None, "paper/two"])
def test_a_pause_without_end_needs_a_person(only):
    decision = decide(POSTS, on_pause(paused()), NOW, Terms(), only=only)
    assert decision.kind is SkipKind.STUCK
    assert "doctor --online" in decision.reason


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(paused("401", since=NOW + timedelta(hours=1)), id="later and urgent"),
        pytest.param(paused("holidays", cause=PauseCause.PERSON), id="of a person"),
        pytest.param(paused("429", until=NOW + timedelta(hours=1)), id="a rate limit"),
    ],
)
def test_of_a_ledger_that_was_moved_nothing_else_is_said(beside):
    moved = paused("this ledger was moved to new.db", cause=PauseCause.MOVED)
    decision = decide(POSTS, on_pause(moved, beside), NOW, Terms())
    assert decision.kind is SkipKind.STUCK
    assert decision.reason == "this ledger was moved to new.db; set SCICOMM_STATE to the new place"


@pytest.mark.parametrize(
    ("budget", "spent", "goes"),
    [
        pytest.param(None, 10**12, True, id="no budget"),
        pytest.param(15_000, 0, True, id="exactly enough"),
        pytest.param(14_999, 0, False, id="one too little"),
        pytest.param(30_000, 15_000, True, id="exactly enough is left"),
        pytest.param(30_000, 15_001, False, id="one too little is left"),
        pytest.param(0, 0, False, id="nothing may be spent"),
    ],
)
def test_a_post_never_goes_over_the_month_s_budget(budget, spent, goes):
    found = chosen(History(spent_micro_usd=spent), terms=Terms(monthly_budget_micro_usd=budget))
    assert found == ("paper/one" if goes else SkipKind.STUCK)


def test_a_post_that_no_month_can_pay_says_so_and_names_no_month():
    skip = decide(POSTS, History(), NOW, Terms(monthly_budget_micro_usd=10_000))
    assert (skip.why.until, skip.why.needs) == (None, Need.NOW)
    assert "costs $0.015, more than a whole month may: $0.010 (SCICOMM_MONTHLY_BUDGET_USD)" in skip.reason


def test_the_budget_s_error_names_its_setting():
    assert "SCICOMM_MONTHLY_BUDGET_USD" in decide(POSTS, History(), NOW, Terms(monthly_budget_micro_usd=0)).reason


GAP = Terms(least_gap=timedelta(minutes=30))


@pytest.mark.parametrize(
    ("ago", "goes"),
    [
        pytest.param(timedelta(minutes=30), True, id="exactly the gap"),
        pytest.param(timedelta(minutes=30) - timedelta(microseconds=1), False, id="just less"),
        pytest.param(timedelta(0), False, id="just now"),
        pytest.param(timedelta(minutes=-5), True, id="by a clock that was set back since"),
    ],
)
def test_two_posts_are_never_closer_together_than_the_gap(ago, goes):
    history = after(record(ONE, S.POSTED), last_posted_at=NOW - ago)
    decision = decide(POSTS, history, NOW, GAP)
    if goes:
        assert decision == Publish(TWO)
    else:
        assert told(decision) == (SkipKind.WAITING, "the last post is too recent", NOW - ago + GAP.least_gap)


def test_the_gap_is_not_for_a_post_that_a_person_asked_for():
    assert chosen(after(last_posted_at=NOW), terms=GAP, only="paper/three") == "paper/three"


def test_only_that_post_goes_out():
    assert chosen(History(), only="paper/three") == "paper/three"


def test_a_post_asked_for_that_is_out_is_done_and_shows_its_address():
    decision = decide(POSTS, after(record(ONE, S.POSTED)), NOW, Terms(), only="paper/one")
    assert told(decision) == (SkipKind.DONE, "paper/one is out already: https://x.com/i/web/status/77", None)


def test_a_post_asked_for_that_was_withdrawn_is_done_and_shows_no_address():
    gone = record(ONE, S.POSTED, withdrawn_at=NOW, withdrawn_why="A figure was wrong.")
    decision = decide(POSTS, after(gone), NOW, Terms(), only="paper/one")
    said = f"paper/one was withdrawn on {NOW.day} {NOW:%B %Y}: A figure was wrong; it is never sent again"
    assert told(decision) == (SkipKind.DONE, said, None)
    assert (post_state(ONE, after(gone), NOW).state, post_state(ONE, after(gone), NOW).withdrawn) == ("posted", True)


@pytest.mark.parametrize("state", [S.REFUSED, S.SKIPPED], ids=str)
def test_a_post_asked_for_that_cannot_go_out_needs_a_person(state):
    assert chosen(after(record(ONE, state)), only="paper/one") is SkipKind.STUCK


def test_a_blocked_post_asked_for_says_what_is_wrong():
    decision = decide([make_post(blocked=True)], History(), NOW, Terms(), only="paper/one")
    assert (decision.kind, decision.reason) == (SkipKind.STUCK, "paper/one is held: much too long")
