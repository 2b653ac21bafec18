"""A step with a finding that was renamed: nothing that went out under its old id goes out again."""

from dataclasses import replace

import pytest

from scicomm_bot.bot import Bot, Found, Sent
from scicomm_bot.domain.outcome import Lost, TextRefused
from scicomm_bot.domain.timeline import OwnPost
from scicomm_bot.plan import Skip, Terms
from support.fakes import FakeClock, FakeLedger, ScriptedPublisher, attempt_ids, looked
from support.samples import ACCOUNT, APART, CALL_WITHIN, NOW, SETTLE_WITHIN, make_post, make_thread

OLD = make_post("one")
NEW = replace(OLD, id="paper/uno", was=("paper/one",))


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def publisher(clock):
    return ScriptedPublisher(x_now=clock.now)


@pytest.fixture
def bot(publisher, clock):
    ledger = FakeLedger()
    ledger.adopt(ACCOUNT, "fingerprint")
    return Bot(
        ledger,
        publisher,
        clock,
        ACCOUNT,
        Terms(),
        call_within=CALL_WITHIN,
        settle_within=SETTLE_WITHIN,
        opening=looked(ledger),
        new_attempt_id=attempt_ids(),
    )


@pytest.mark.parametrize("text", [OLD.text, "Other words."])
def test_what_is_out_is_not_sent_again(bot, publisher, text):
    assert isinstance(bot.step([OLD]), Sent)
    assert isinstance(bot.step([replace(NEW, text=text)]), Skip)
    assert isinstance(bot.step([replace(NEW, text=text)], only=NEW.id), Skip)
    assert publisher.texts == [OLD.text]


def test_what_is_out_holds_no_other_post(bot, publisher):
    bot.step([OLD])
    assert bot.step([NEW, make_post("two")]).publication.post_id == "paper/two"


def test_what_was_lost_and_is_found_is_out_under_the_new_id(bot, publisher, clock):
    publisher.outcomes = [Lost("no answer")]
    bot.step([OLD])
    publisher.timeline = [OwnPost("2000000000000000001", OLD.text, NOW, None, has_media=False)]
    clock.forward(300)
    assert isinstance(bot.step([NEW]), Found)
    assert isinstance(bot.step([NEW]), Skip)
    assert publisher.texts == [OLD.text]


def test_what_was_lost_and_is_absent_is_sent_once_under_the_new_id(bot, publisher, clock):
    publisher.outcomes = [Lost("no answer")]
    bot.step([OLD])
    sent = None
    for _ in range(6):
        clock.forward(APART.total_seconds())
        sent = bot.step([NEW])
        if isinstance(sent, Sent):
            break
    assert isinstance(sent, Sent)
    assert sent.publication.post_id == NEW.id
    assert isinstance(bot.step([NEW]), Skip)
    assert publisher.texts == [OLD.text, OLD.text]


def test_a_refusal_of_the_text_holds_under_the_new_id_until_it_is_changed(bot, publisher):
    publisher.outcomes = [TextRefused("no")]
    bot.step([OLD])
    assert isinstance(bot.step([NEW]), Skip)
    assert isinstance(bot.step([replace(NEW, text="Other words.")]), Sent)


def test_a_part_of_a_thread_replies_to_the_part_before_it_that_was_renamed(bot, publisher):
    first, second = make_thread("one", "two")
    bot.step([first])
    bot.step([replace(first, id="paper/uno", was=("paper/one",)), replace(second, follows="paper/uno")])
    assert publisher.replies[0] is None
    assert publisher.replies[1] is not None
