"""A thread: each part replies to the one before, and a part that does not go out stops it there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.bot import Bot, Failed, Found, Sent, publish_with_thread
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.outcome import Lost, NotSent, ReplyRefused, TextRefused
from scicomm_bot.domain.post import Level, Remark
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timeline import OwnPost
from scicomm_bot.plan import SkipKind, Terms
from support.fakes import FakeClock, FakeLedger, ScriptedPublisher, attempt_ids, looked
from support.samples import (
    ACCOUNT,
    APART,
    CALL_WITHIN,
    NOW,
    SETTLE_WITHIN,
    SLOT,
    make_post,
    make_posts,
    make_thread,
    notes,
    told,
)

POSTED, REFUSED = PublicationState.POSTED, PublicationState.REFUSED


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def ledger():
    ledger = FakeLedger()
    ledger.adopt(ACCOUNT, "fingerprint")
    ledger.adopt_posts(ACCOUNT.id, [], NOW)
    return ledger


@pytest.fixture
def publisher(clock):
    return ScriptedPublisher(x_now=clock.now)


def bot_of(ledger, publisher, clock, approver=None, **terms):
    return Bot(
        ledger, publisher, clock, ACCOUNT, Terms(**terms),
        call_within=CALL_WITHIN, settle_within=SETTLE_WITHIN, opening=looked(ledger), new_attempt_id=attempt_ids(), approver=approver,
    )  # fmt: skip


@pytest.fixture
def bot(ledger, publisher, clock):
    return bot_of(ledger, publisher, clock)


THREAD = make_thread("one", "two", "three")


class TestChain:
    def test_each_part_replies_to_the_one_before(self, bot, publisher):
        for _ in THREAD:
            assert isinstance(bot.step(THREAD), Sent)
        assert publisher.texts == [post.text for post in THREAD]
        assert publisher.replies == [None, "1001", "1002"]

    def test_the_claim_has_the_target_before_anything_is_sent(self, bot, ledger, publisher):
        bot.step(THREAD)
        targets = []
        publisher.before = lambda: targets.append(ledger.open_publication().reply_to)
        bot.step(THREAD)
        assert targets == ["1001"]

    def test_next_part_is_where_a_thread_that_has_begun_goes_on(self, bot):
        assert bot.next_part(THREAD) is None
        bot.step(THREAD)
        assert bot.next_part(THREAD).id == "paper/two"
        bot.step(THREAD)
        assert bot.next_part(THREAD).id == "paper/three"
        bot.step(THREAD)
        assert bot.next_part(THREAD) is None

    def test_posts_that_reply_to_nothing_have_no_next_part(self, bot):
        posts = make_posts()
        bot.step(posts)
        assert bot.next_part(posts) is None

    def test_a_further_part_fills_no_slot(self, bot, ledger, clock):
        bot.step(THREAD, slot=SLOT)
        clock.forward(5)
        bot.step(THREAD, only="paper/two", slot=SLOT + timedelta(days=1))
        assert [one.slot for one in ledger.publications()] == [SLOT, None]
        later = [*THREAD, make_post("four")]
        clock.forward(hours=2)
        bot.step(THREAD, only="paper/three")
        assert bot.step(later, slot=SLOT + timedelta(days=1)).publication.slot == SLOT + timedelta(days=1)

    def test_a_part_asked_for_before_the_one_it_replies_to_does_not_go_out(self, bot, publisher):
        skip = bot.step(THREAD, only="paper/two")
        assert (skip.kind, skip.reason) == (SkipKind.STUCK, "paper/two replies to paper/one, which is not out")
        assert publisher.texts == []


class TestGaps:
    @pytest.fixture
    def bot(self, ledger, publisher, clock):
        return bot_of(ledger, publisher, clock, least_gap=timedelta(hours=1), thread_gap=timedelta(seconds=5))

    def test_parts_are_the_thread_s_gap_apart_not_the_least_gap(self, bot, clock):
        bot.step(THREAD, slot=SLOT)
        clock.forward(5, microseconds=-1)
        skip = bot.step(THREAD, slot=SLOT + timedelta(minutes=1))
        assert told(skip) == (SkipKind.WAITING, "the last post is too recent", NOW + timedelta(seconds=5))
        clock.forward(microseconds=1)
        assert bot.step(THREAD, slot=SLOT + timedelta(minutes=1)).publication.post_id == "paper/two"

    def test_the_first_part_keeps_the_least_gap(self, bot, clock):
        bot.step([make_post("before")], slot=SLOT)
        clock.forward(minutes=59)
        assert bot.step(THREAD, slot=SLOT + timedelta(minutes=30)).kind is SkipKind.WAITING
        clock.forward(minutes=1)
        assert isinstance(bot.step(THREAD, slot=SLOT + timedelta(minutes=30)), Sent)


class TestQuestions:
    """A question holds a thread that has not begun, and lets one go on that has."""

    ASKED = replace(
        THREAD[1],
        remarks=(Remark("strength-up", Level.QUESTION, "Does the paper say so?", key="strength-up/0123456789"),),
        obstacle=Obstacle(ObstacleCode.ASKED, "a question about it is open", "answer it"),
    )
    POSTS = (THREAD[0], ASKED, THREAD[2])

    def test_a_thread_does_not_begin_with_a_question_open_about_a_part(self, bot, publisher):
        skip = bot.step(self.POSTS, slot=SLOT)
        assert skip.kind is SkipKind.DONE
        assert skip.reason.endswith("paper/one (waits for its thread), paper/two (a question is open)")
        assert publisher.texts == []

    def test_a_thread_that_has_begun_goes_on_past_a_question_and_says_so(self, bot, publisher):
        first = bot.step(THREAD)
        results = [*publish_with_thread(bot, self.POSTS, "paper/two", 5, lambda _: None)]
        assert [(one.publication.post_id, one.asked) for one in (first, *results)] == [
            ("paper/one", False), ("paper/two", True), ("paper/three", False),
        ]  # fmt: skip
        assert publisher.replies == [None, "1001", "1002"]

    def test_a_no_at_the_last_moment_stops_a_part_past_a_question(self, ledger, publisher, clock):
        class Says:
            def obstacle(self, post):
                return Obstacle(ObstacleCode.UNAPPROVED, "a person said no") if post.id == "paper/two" else None

            def texts(self):
                return ()

        bot = bot_of(ledger, publisher, clock, approver=Says())
        bot.step(self.POSTS[:1])
        publisher.outcomes = [NotSent("may not")]
        failed = bot.step(self.POSTS)
        assert isinstance(failed, Failed)
        assert failed.reason == "stopped just before it was sent: a person said no"


class TestBreaks:
    def test_after_a_crash_it_goes_on_at_the_first_part_that_is_missing(self, bot, ledger, publisher, clock):
        bot.step(THREAD)
        publisher.outcomes = [Lost("gone")]
        bot.step(THREAD)
        publisher.timeline = [OwnPost("1002", THREAD[1].text, reply_to="1001"), OwnPost("1001", THREAD[0].text)]
        assert isinstance(bot.step(THREAD), Found)
        assert bot.next_part(THREAD).id == "paper/three"
        bot.step(THREAD)
        assert publisher.replies == [None, "1001", "1002"]

    def test_a_part_that_two_looks_did_not_find_is_sent_again_to_the_same_target(self, bot, publisher, clock):
        bot.step(THREAD)
        publisher.outcomes = [Lost("gone")]
        bot.step(THREAD)
        bot.step(THREAD)
        clock.time += APART
        assert isinstance(bot.step(THREAD), Sent)
        assert publisher.replies == [None, "1001", "1001"]
        assert publisher.texts == [THREAD[0].text, THREAD[1].text, THREAD[1].text]

    @pytest.mark.parametrize("outcome", [ReplyRefused("no replies"), TextRefused("bad")], ids=["reply", "text"])
    def test_a_refused_part_stops_it_and_keeps_what_is_out(self, bot, ledger, publisher, clock, outcome):
        bot.step(THREAD)
        publisher.outcomes = [outcome]
        assert isinstance(bot.step(THREAD), Failed)
        clock.forward(days=9)
        skip = bot.step(THREAD)
        assert skip.kind is SkipKind.STUCK
        assert skip.reason.startswith("the thread has stopped before paper/three, because paper/two is not out")
        assert "`series: standalone`" in skip.reason
        assert bot.next_part(THREAD) is None
        assert [one.state for one in ledger.publications()] == [POSTED, REFUSED]
        assert len(publisher.texts) == 2

    def test_a_refused_reply_does_not_pause_the_account(self, bot, ledger, publisher):
        bot.step(THREAD)
        publisher.outcomes = [ReplyRefused("no replies")]
        bot.step(THREAD)
        assert notes(ledger) == []

    def test_another_paper_s_posts_go_on_past_a_thread_that_has_stopped(self, bot, publisher):
        bot.step(THREAD)
        publisher.outcomes = [ReplyRefused("no replies")]
        bot.step(THREAD)
        assert bot.step([*THREAD, make_post("other")]).publication.post_id == "paper/other"

    def test_standalone_carries_on_with_the_rest_without_replying(self, bot, publisher):
        bot.step(THREAD)
        publisher.outcomes = [ReplyRefused("no replies")]
        bot.step(THREAD)
        standalone = make_posts("one", "two", "three")
        assert bot.step(standalone).publication.post_id == "paper/two"
        assert bot.step(standalone).publication.post_id == "paper/three"
        assert publisher.replies == [None, "1001", None, None]

    def test_a_refused_text_stays_refused_as_a_standalone_post(self, bot, publisher):
        publisher.outcomes = [TextRefused("bad")]
        bot.step(make_posts("one"))
        assert bot.step(make_posts("one")).kind is SkipKind.DONE

    def test_a_part_that_is_held_stops_it(self, bot, publisher):
        bot.step(THREAD)
        posts = [THREAD[0], make_post("two", blocked=True, follows="paper/one"), THREAD[2]]
        skip = bot.step(posts)
        assert skip.kind is SkipKind.STUCK
        assert "because paper/two is not out: paper/two (has an error)" in skip.reason
        assert len(publisher.texts) == 1

    def test_a_skipped_part_is_left_out_and_the_next_replies_to_the_one_before_it(self, bot, ledger, publisher):
        bot.step(THREAD)
        publisher.outcomes = [Lost("gone")]
        bot.step(THREAD)
        ledger.record("a2", PublicationState.SKIPPED, NOW)
        assert bot.next_part(THREAD).id == "paper/three"
        bot.step(THREAD)
        assert publisher.replies == [None, "1001", "1001"]

    def test_a_thread_whose_first_part_was_skipped_begins_with_the_second(self, bot, ledger, publisher):
        publisher.outcomes = [Lost("gone")]
        bot.step(THREAD)
        ledger.record("a1", PublicationState.SKIPPED, NOW)
        assert bot.step(THREAD, slot=SLOT).publication.slot == SLOT
        bot.step(THREAD)
        assert publisher.replies == [None, None, "1002"]

    def test_a_withdrawn_part_is_not_replied_to(self, bot, ledger, publisher):
        bot.step(THREAD)
        bot.step(THREAD)
        ledger.withdraw("a2", NOW, "a wrong figure")
        bot.step(THREAD)
        assert publisher.replies == [None, "1001", "1001"]
