"""A paper that does not stand: none of its posts goes out, others do, and the question comes before the claim."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.bot import Bot, Sent
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.plan import SkipKind, Terms
from support.fakes import FakeClock, FakeLedger, ScriptedPublisher, attempt_ids, looked
from support.samples import ACCOUNT, CALL_WITHIN, NOW, SETTLE_WITHIN, SLOT, make_post, make_posts, make_thread, told

LATER = NOW + timedelta(minutes=1)
RETRACTED = Obstacle(ObstacleCode.RETRACTED, "the paper was retracted", needs=Need.NOW)
UNREACHABLE = Obstacle(ObstacleCode.RETRACTED, "Crossref cannot be asked", until=LATER)


class Answers:
    """Says which papers are stopped, and keeps what it was asked, in the order of all calls to the ledger."""

    def __init__(self, ledger, **stops):
        self.stops, self.asked, self._ledger = stops, [], ledger

    def stop_for(self, paper_id):
        self.asked.append(paper_id)
        self._ledger.calls.append("stop_for")
        return self.stops.get(paper_id)


@pytest.fixture
def ledger():
    ledger = FakeLedger()
    ledger.adopt(ACCOUNT, "fingerprint")
    return ledger


@pytest.fixture
def publisher():
    return ScriptedPublisher()


@pytest.fixture
def bot_of(ledger, publisher):
    def make(**stops):
        answers = Answers(ledger, **stops)
        bot = Bot(
            ledger, publisher, FakeClock(), ACCOUNT, Terms(), call_within=CALL_WITHIN, settle_within=SETTLE_WITHIN, opening=looked(ledger),
            new_attempt_id=attempt_ids(), gate=answers,
        )  # fmt: skip
        return bot, answers

    return make


OTHER = replace(make_post("x", "Another paper's."), id="other/x", paper_id="other")


def test_the_question_comes_before_the_claim_and_is_asked_once_to_a_post(bot_of, ledger, publisher):
    bot, answers = bot_of()
    assert isinstance(bot.step(make_posts()), Sent)
    assert answers.asked == ["paper"]
    assert ledger.calls.index("stop_for") < ledger.calls.index("claim")
    assert "stop_for" not in ledger.calls[ledger.calls.index("claim") :]


def test_what_is_known_of_the_ledger_is_read_again_after_the_question(bot_of, ledger):
    """The look-up takes time; another process may have sent the post meanwhile."""
    bot, _ = bot_of()
    bot.step(make_posts())
    asked, claimed = ledger.calls.index("stop_for"), ledger.calls.index("claim")
    assert "history" in ledger.calls[asked:claimed]


def test_the_posts_of_another_paper_go_out_instead(bot_of, publisher):
    bot, answers = bot_of(paper=RETRACTED)
    sent = bot.step([*make_posts(), OTHER])
    assert sent.publication.post_id == "other/x"
    assert publisher.texts == [OTHER.text]
    assert answers.asked == ["paper", "other"]


def test_where_nothing_else_can_go_a_person_is_told_why(bot_of, publisher, ledger):
    bot, _ = bot_of(paper=RETRACTED)
    assert told(bot.step(make_posts())) == (SkipKind.STUCK, "the paper was retracted", None)
    assert publisher.texts == []
    assert "claim" not in ledger.calls


def test_where_it_goes_on_by_itself_it_waits(bot_of):
    bot, _ = bot_of(paper=UNREACHABLE)
    assert told(bot.step(make_posts(), slot=SLOT)) == (SkipKind.WAITING, "Crossref cannot be asked", LATER)


def test_of_two_stopped_papers_the_one_that_needs_a_person_counts(bot_of):
    bot, _ = bot_of(paper=UNREACHABLE, other=RETRACTED)
    told = bot.step([*make_posts("one"), OTHER])
    assert told.kind is SkipKind.STUCK
    assert told.reason == "Crossref cannot be asked; the paper was retracted"


def test_the_post_that_a_person_asked_for_is_stopped_as_well(bot_of, publisher):
    bot, _ = bot_of(paper=RETRACTED)
    assert told(bot.step([*make_posts(), OTHER], only="paper/two")) == (SkipKind.STUCK, "the paper was retracted", None)
    assert publisher.texts == []


def test_the_part_of_a_thread_that_comes_next_is_stopped(bot_of, publisher):
    bot, answers = bot_of()
    thread = make_thread("one", "two")
    bot.step(thread)
    answers.stops["paper"] = RETRACTED
    assert bot.step(thread, only="paper/two").kind is SkipKind.STUCK
    assert len(publisher.texts) == 1


def test_a_correction_goes_out_all_the_same_and_before_what_other_papers_say(bot_of, publisher):
    bot, answers = bot_of(paper=RETRACTED)
    correction = replace(make_post("correction", "Correction."), kind="correction")
    assert bot.step([OTHER, *make_posts(), correction]).publication.post_id == "paper/correction"
    assert answers.asked == []


def test_what_a_record_holds_already_is_told_where_nothing_else_is_left(bot_of):
    bot, _ = bot_of()
    held = [replace(post, obstacle=RETRACTED) for post in make_posts()]
    assert told(bot.step(held)) == (SkipKind.STUCK, "the paper was retracted", None)


def test_what_is_out_of_a_fallen_paper_is_no_reason_to_ask_again(bot_of, ledger):
    bot, _ = bot_of()
    bot.step(make_posts("one"))
    held = [replace(post, obstacle=RETRACTED) for post in make_posts("one")]
    assert told(bot.step(held)) == (SkipKind.DONE, "nothing is left to post", None)


def test_where_nothing_is_to_be_posted_nobody_is_asked(bot_of):
    bot, answers = bot_of()
    bot.step(make_posts("one"))
    bot.step(make_posts("one"))
    assert answers.asked == ["paper"]
