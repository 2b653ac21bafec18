"""A step keeps to embargoes, moments, quiet time and the number for a day, up to the first byte."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.bot import Bot, Failed, Opening, Sent
from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.outcome import NotSent
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timing import Timing
from scicomm_bot.plan import SkipKind, Terms, quiet_time
from support.fakes import FakeClock, FakeLedger, ScriptedPublisher, attempt_ids
from support.samples import ACCOUNT, CALL_WITHIN, NOW, SETTLE_WITHIN, SLOT, make_papers, make_post, make_thread

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def ledger():
    ledger = FakeLedger()
    ledger.adopt(ACCOUNT, "fingerprint")
    return ledger


@pytest.fixture
def publisher():
    return ScriptedPublisher()


@pytest.fixture
def bot(ledger, publisher, clock):
    new_id = attempt_ids()

    def bot(**terms):
        return Bot(
            ledger, publisher, clock, ACCOUNT, Terms(**terms), call_within=CALL_WITHIN, settle_within=SETTLE_WITHIN,
            new_attempt_id=new_id, opening=Opening(),
        )  # fmt: skip

    return bot


def timed(post, **moments):
    return replace(post, timing=Timing(**moments))


def test_a_post_under_embargo_is_not_claimed_for_a_person_neither(bot, ledger):
    posts = make_papers("a", not_before=NOW + HOUR)
    for only in (None, "a/1"):
        skip = bot().step(posts, only=only)
        assert (skip.why.code, skip.until) == (ObstacleCode.EMBARGO, NOW + HOUR)
    assert ledger.publications() == []


def test_a_clock_that_is_set_back_before_the_first_byte_stops_the_post(bot, ledger, publisher, clock):
    def set_back():
        clock.time = NOW - HOUR

    publisher.before, publisher.outcomes = set_back, [NotSent("given up")]
    failed = bot().step(make_papers("a", not_before=NOW))
    assert isinstance(failed, Failed)
    assert failed.withheld
    assert "under embargo until" in failed.reason
    assert [one.state for one in ledger.publications()] == [PublicationState.RELEASED]
    assert publisher.allowed == [False]


def test_a_time_that_is_over_before_the_first_byte_stops_the_post(bot, publisher, clock):
    publisher.before, publisher.outcomes = lambda: clock.forward(2), [NotSent("given up")]
    assert bot().step(make_papers("a", not_after=NOW + timedelta(seconds=1))).withheld


def test_a_post_that_is_sent_at_its_moment_fills_its_slot_whoever_sends_it(bot, ledger):
    at = NOW - MINUTE
    assert isinstance(bot().step([make_post("two"), timed(make_post("one"), at=at)]), Sent)
    assert [(one.post_id, one.slot) for one in ledger.publications()] == [("paper/one", at)]


def test_a_post_that_a_person_names_before_its_moment_fills_no_slot(bot, ledger):
    assert isinstance(bot().step([timed(make_post("one"), at=NOW + HOUR)], only="paper/one"), Sent)
    assert ledger.publications()[0].slot is None


def test_the_number_for_a_day_is_that_of_the_schedule_s_day(bot, ledger, clock):
    posts = make_papers("a", count=3)
    tehran = {"most_per_day": 1, "quiet": quiet_time(Schedule(timezone="Asia/Tehran"))}
    assert isinstance(bot(**tehran).step(posts, slot=SLOT), Sent)
    clock.time = NOW.replace(hour=20, minute=29)
    skip = bot(**tehran).step(posts, slot=SLOT + HOUR)
    assert (skip.kind, skip.why.code) == (SkipKind.WAITING, ObstacleCode.DAY)
    clock.time = NOW.replace(hour=20, minute=30)
    assert isinstance(bot(**tehran).step(posts, slot=SLOT + 2 * HOUR), Sent)


def test_a_thread_that_was_broken_off_does_not_go_on_in_quiet_time(bot, clock):
    posts, quiet = make_thread("one", "two"), {"quiet": quiet_time(Schedule(quiet=("7:05-9:00",)))}
    assert isinstance(bot(**quiet).step(posts, slot=SLOT), Sent)
    clock.time = NOW + 6 * MINUTE  # it goes on where a part went out just now
    assert bot(**quiet).next_part(posts).id == "paper/two"
    clock.time = NOW + HOUR
    assert bot(**quiet).next_part(posts) is None
    clock.time = NOW + 2 * HOUR
    assert bot(**quiet).next_part(posts).id == "paper/two"
