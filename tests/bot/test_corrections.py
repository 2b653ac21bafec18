"""A correction is claimed, sent and settled as a reply to the post that it corrects."""

from dataclasses import replace

import pytest

from scicomm_bot.bot import Bot, Failed, Found, Sent, publish_with_thread
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.outcome import Lost, ReplyRefused
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timeline import OwnPost
from scicomm_bot.ledger import open_ledger
from scicomm_bot.plan import Terms
from support.fakes import FakeClock, ScriptedPublisher, attempt_ids, looked
from support.samples import ACCOUNT, APART, CALL_WITHIN, NOW, SETTLE_WITHIN, SLOT, make_post, make_thread, notes

OLD, OTHER = make_post("old"), make_post("other")
FIX = replace(make_post("fix", "Correction: it was 21%."), corrects="paper/old")
POSTS = [OLD, OTHER, FIX]


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def ledger(tmp_path):
    """A real ledger: what is claimed is on the disk."""
    ledger = open_ledger(str(tmp_path / "state.db"), create=True, now=NOW)
    ledger.adopt(ACCOUNT, "fingerprint")
    ledger.adopt_posts(ACCOUNT.id, [], NOW)
    yield ledger
    ledger.close()


@pytest.fixture
def publisher(clock):
    return ScriptedPublisher(x_now=clock.now)


def bot_of(ledger, publisher, clock, prefix="a", gate=None):
    ids = attempt_ids()
    return Bot(
        ledger, publisher, clock, ACCOUNT, Terms(), call_within=CALL_WITHIN, settle_within=SETTLE_WITHIN,
        opening=looked(ledger), new_attempt_id=lambda: f"{prefix}-{ids()}", gate=gate,
    )  # fmt: skip


@pytest.fixture
def bot(ledger, publisher, clock):
    bot = bot_of(ledger, publisher, clock)
    assert isinstance(bot.step(POSTS), Sent)
    clock.forward(minutes=20)
    return bot


def test_it_is_sent_before_other_posts_as_a_reply_and_fills_the_slot(bot, ledger, publisher):
    sent = bot.step(POSTS, slot=SLOT)
    assert (sent.publication.post_id, sent.publication.slot) == ("paper/fix", SLOT)
    assert (publisher.texts[-1], publisher.replies) == (FIX.text, [None, "1001"])


def test_its_claim_has_the_target_before_anything_is_sent(bot, ledger, publisher):
    targets = []
    publisher.before = lambda: targets.append(ledger.open_publication().reply_to)
    bot.step(POSTS)
    assert targets == ["1001"]


class Crash(BaseException):
    """The process ends here."""


def test_after_a_crash_between_claim_and_answer_it_is_found_on_x_and_not_sent_again(bot, ledger, publisher, clock):
    def crash():
        raise Crash

    publisher.before = crash
    with pytest.raises(Crash):
        bot.step(POSTS)
    publisher.before = None
    sent = len(publisher.texts)
    clock.time += APART
    publisher.timeline = [OwnPost("1002", FIX.text, reply_to="1001"), OwnPost("1001", OLD.text)]
    after = bot_of(ledger, publisher, clock, "b")
    assert isinstance(after.step(POSTS), Found)
    kept = ledger.posted("paper/fix")
    assert (kept.remote_id, kept.reply_to) == ("1002", "1001")
    assert after.step(POSTS).publication.post_id == "paper/other"
    assert publisher.texts[sent:] == [OTHER.text]


def test_the_same_text_that_replies_to_nothing_is_not_taken_for_it(bot, ledger, publisher, clock):
    publisher.outcomes = [Lost("gone")]
    bot.step(POSTS)
    publisher.timeline = [OwnPost("1002", FIX.text, reply_to=None), OwnPost("1001", OLD.text)]
    assert not isinstance(bot.step(POSTS), Found)


def test_what_two_looks_did_not_find_is_sent_again_to_the_same_target(bot, publisher, clock):
    publisher.outcomes = [Lost("gone")]
    bot.step(POSTS)
    bot.step(POSTS)
    clock.time += APART
    assert isinstance(bot.step(POSTS), Sent)
    assert publisher.replies == [None, "1001", "1001"]


def test_a_refused_reply_keeps_what_is_out_pauses_nothing_and_lets_others_go(bot, ledger, publisher, clock):
    publisher.outcomes = [ReplyRefused("no replies")]
    assert isinstance(bot.step(POSTS), Failed)
    assert notes(ledger) == []
    clock.forward(days=1)
    assert bot.step(POSTS).publication.post_id == "paper/other"
    assert ledger.posted("paper/old").state is PublicationState.POSTED
    assert ledger.newest_of("paper/fix").state is PublicationState.REFUSED


def test_its_paper_is_looked_up_before_it_goes_out(ledger, publisher, clock, bot):
    class Gate:
        def stop_for(self, paper_id):
            return Obstacle(ObstacleCode.RETRACTED, f"{paper_id} was retracted")

    stopped = bot_of(ledger, publisher, clock, "b", gate=Gate()).step(POSTS)
    assert stopped.why.code is ObstacleCode.RETRACTED
    assert publisher.texts == [OLD.text]


def test_who_asks_for_it_alone_does_not_get_the_rest_of_a_thread(ledger, publisher, clock):
    thread = make_thread("old", "two", "three")
    bot = bot_of(ledger, publisher, clock)
    bot.step(thread)
    results = [*publish_with_thread(bot, [*thread, FIX], "paper/fix", 5, lambda _: None)]
    assert [one.publication.post_id for one in results] == ["paper/fix"]
    assert publisher.replies == [None, "1001"]
    rest = [*publish_with_thread(bot, [*thread, FIX], "paper/two", 5, lambda _: None)]
    assert [one.publication.post_id for one in rest] == ["paper/two", "paper/three"]
    assert publisher.replies == [None, "1001", "1001", "1003"]
