"""The fakes are themselves tested: a fake that is wrong makes every test that uses it worthless."""

import pytest

from scicomm_bot.domain.outcome import Lost, Published
from scicomm_bot.domain.timeline import CannotReadTimeline, OwnPost, TimelineRead
from scicomm_bot.errors import LedgerError
from support.fakes import FakeClock, FakeLedger, ScriptedPublisher, attempt_ids
from support.samples import ACCOUNT, NOW, make_claim


def test_the_clock_stands_still():
    clock = FakeClock()
    assert (clock.now(), clock.elapsed()) == (clock.now(), clock.elapsed()) == (NOW, 0.0)


def test_the_clock_moves_both_its_hands_together():
    clock = FakeClock()
    assert clock.forward(2, minutes=1) == clock.now()
    assert (clock.now() - NOW).total_seconds() == clock.elapsed() == 62


def test_a_clock_that_is_set_anew_does_not_change_what_has_elapsed():
    clock = FakeClock()
    clock.time = NOW.replace(year=2030)
    assert clock.elapsed() == 0


def test_the_publisher_returns_its_outcomes_in_order_and_then_ids_that_differ():
    publisher = ScriptedPublisher([Lost("gone"), Published("7")])
    got = [publisher.publish(text, may_send=lambda: True) for text in "abcd"]
    assert got == [Lost("gone"), Published("7"), Published("1003"), Published("1004")]


def test_the_publisher_remembers_texts_and_what_may_send_said():
    publisher = ScriptedPublisher()
    publisher.publish("first", may_send=lambda: True)
    publisher.publish("second", may_send=lambda: False)
    assert (publisher.texts, publisher.allowed) == (["first", "second"], [True, False])


def test_the_publisher_calls_its_hooks_before_and_after_it_asks_may_send():
    order = []
    publisher = ScriptedPublisher(before=lambda: order.append("before"), during=lambda: order.append("during"))
    publisher.publish("text", may_send=lambda: order.append("may_send") or True)
    assert order == ["before", "may_send", "during"]


def test_the_publisher_looks_as_it_was_told_to_and_then_at_its_timeline():
    own = [OwnPost("9", "new"), OwnPost("5", "old")]
    publisher = ScriptedPublisher(looks=[CannotReadTimeline("no")], timeline=own)
    got = [
        publisher.read_timeline(since_id=since, newest=newest) for since, newest in ((None, 1), (None, 1), ("5", 100))
    ]
    assert got == [CannotReadTimeline("no"), *[TimelineRead((own[0],), NOW, NOW, "9")] * 2]
    assert publisher.looked == [(None, 1), (None, 1), ("5", 100)]


def test_a_crash_of_the_publishers_hook_passes_through():
    def crash():
        raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        ScriptedPublisher(during=crash).publish("text", may_send=lambda: True)


def test_the_ledger_fails_where_it_is_told_to_and_remembers_its_calls():
    ledger = FakeLedger()
    ledger.adopt(ACCOUNT, "f")
    ledger.fails["claim"] = LedgerError("disk full")
    with pytest.raises(LedgerError, match="disk full"):
        ledger.claim(ACCOUNT.id, make_claim())
    assert ledger.calls == ["adopt", "claim"]
    assert ledger.publications() == []


def test_attempt_ids_differ():
    new = attempt_ids("z")
    assert [new(), new()] == ["z1", "z2"]
