"""The gate: when it asks, what it remembers, and what it lets through."""

from datetime import timedelta

import pytest

from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.paper import PersonsWord
from scicomm_bot.notices.crossref import Crossref
from scicomm_bot.notices.gate import Gate, Renewal
from scicomm_bot.notices.policy import Case, Trust
from scicomm_bot.registries.answers import CannotLookUp
from scicomm_bot.registries.client import Registry
from support.crossref_standin import (
    BY_BOTH,
    BY_PUBLISHER,
    BY_RETRACTION_WATCH,
    NOTHING_ON_RECORD,
    PAPER,
    Given,
    update,
    work,
)
from support.fakes import FakeClock, FakeLedger
from support.paper_samples import PAPER as SAMPLE

NAPS = SAMPLE.model_copy(update={"doi": PAPER.upper()})
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def ledger():
    return FakeLedger()


@pytest.fixture
def told():
    return []


@pytest.fixture
def gate(crossref, clock, ledger, told):
    def make(age=DAY):
        registry = Registry(
            crossref.url, version="1", mailto=None, now=clock.now, waits=ledger, seconds=5, sleep=lambda _: None
        )
        return Gate(
            Crossref(registry, clock.now),
            ledger,
            clock.now,
            Trust(age, timedelta(days=30)),
            tell=lambda paper, record: told.append((paper.id, record)),
        )

    return make


def test_a_paper_is_looked_up_before_its_first_post_and_the_answer_serves_until_it_is_too_old(gate, crossref, clock):
    crossref.answer(NOTHING_ON_RECORD)
    one = gate()
    assert one.stop_for(NAPS) is None
    clock.forward(hours=23, minutes=59)
    assert one.stop_for(NAPS) is None
    assert len(crossref.requests) == 1
    clock.forward(minutes=1)
    assert one.stop_for(NAPS) is None
    assert len(crossref.requests) == 2


def test_another_process_on_the_same_ledger_does_not_ask_again(gate, crossref):
    crossref.answer(NOTHING_ON_RECORD)
    gate().stop_for(NAPS)
    assert gate().stop_for(NAPS) is None
    assert len(crossref.requests) == 1


def test_an_age_of_zero_asks_before_every_post(gate, crossref):
    crossref.answer(NOTHING_ON_RECORD)
    one = gate(timedelta(0))
    assert [one.stop_for(NAPS) for _ in range(3)] == [None] * 3
    assert len(crossref.requests) == 3


@pytest.mark.parametrize(
    "answer", [BY_PUBLISHER, BY_RETRACTION_WATCH, BY_BOTH], ids=["publisher", "retraction-watch", "both"]
)
def test_a_retraction_stops_the_paper_and_is_told_once(gate, crossref, clock, told, answer):
    crossref.answer(answer)
    stop = gate().stop_for(NAPS)
    assert (stop.code, stop.until) == (ObstacleCode.RETRACTED, None)
    assert "was retracted (3 May 2026" in stop.message
    clock.forward(days=2)
    gate().stop_for(NAPS)
    assert [paper_id for paper_id, _ in told] == [NAPS.id]


def test_a_correction_lets_posts_out_and_is_told(gate, crossref, told):
    crossref.answer(work(by=[update("correction")]))
    assert gate().stop_for(NAPS) is None
    assert len(told) == 1


def test_a_mark_on_the_title_stops_the_paper_until_it_is_gone_whatever_a_person_said(gate, crossref, clock, told):
    word = PersonsWord(by="N. N.", on=clock.now().date().isoformat(), where="the journal's page")
    signed = NAPS.model_copy(update={"retraction_check": word})
    marked = work()
    marked["message"]["title"] = ["RETRACTED: A made-up paper on naps"]
    crossref.answer(marked)
    one = gate()
    assert one.stop_for(signed).code is ObstacleCode.RETRACTED
    assert len(told) == 1
    crossref.answer(NOTHING_ON_RECORD)
    clock.forward(days=2)
    assert one.stop_for(signed) is None


def test_a_retraction_that_is_taken_back_lets_posts_out_again(gate, crossref, clock):
    crossref.answer(BY_BOTH)
    one = gate()
    assert one.stop_for(NAPS) is not None
    crossref.answer(NOTHING_ON_RECORD)
    clock.forward(days=1)
    assert one.stop_for(NAPS) is None


@pytest.mark.parametrize("bad", [Given(b"", 500), Given(b"<html>")], ids=["500", "not-json"])
class TestUnreachable:
    def test_the_last_answer_serves_until_it_is_too_old_and_then_nothing_goes_out(self, gate, crossref, clock, bad):
        crossref.answer(NOTHING_ON_RECORD)
        one = gate()
        one.stop_for(NAPS)
        crossref.answer(bad)
        clock.forward(hours=23)
        assert one.stop_for(NAPS) is None
        clock.forward(hours=1)
        stop = one.stop_for(NAPS)
        assert stop.until == clock.now() + MINUTE
        assert "cannot be asked" in stop.message
        crossref.answer(NOTHING_ON_RECORD)
        assert one.stop_for(NAPS) is None

    def test_without_an_answer_nothing_goes_out(self, gate, crossref, bad):
        crossref.answer(bad)
        assert gate().stop_for(NAPS).until is not None

    def test_what_stops_a_paper_goes_on_stopping_it(self, gate, crossref, clock, bad):
        crossref.answer(BY_BOTH)
        one = gate()
        one.stop_for(NAPS)
        crossref.answer(bad)
        clock.forward(days=9)
        stop = one.stop_for(NAPS)
        assert (stop.until, "was retracted" in stop.message) == (None, True)

    def test_a_failure_does_not_take_the_place_of_an_answer(self, gate, crossref, clock, ledger, bad):
        crossref.answer(NOTHING_ON_RECORD)
        gate().stop_for(NAPS)
        crossref.answer(bad)
        looked = gate().look_up(NAPS, again=True)
        assert looked.state.case is Case.CLEAR
        assert looked.failure is not None
        assert ledger.retractions([PAPER])[PAPER].checked_at == clock.now()


def test_an_answer_dated_in_the_future_is_not_believed(gate, crossref, clock):
    crossref.answer(NOTHING_ON_RECORD)
    one = gate()
    one.stop_for(NAPS)
    clock.time -= timedelta(days=3)  # the clock is set back
    one.stop_for(NAPS)
    assert len(crossref.requests) == 2


def test_after_a_429_nobody_asks_before_the_time_is_over_not_even_after_a_restart(gate, crossref, clock):
    crossref.answer(b"", status=429, headers={"Retry-After": "600"})
    assert gate().stop_for(NAPS).until == clock.now() + timedelta(seconds=600)
    crossref.answer(NOTHING_ON_RECORD)
    clock.forward(seconds=599)
    assert gate().stop_for(NAPS).until == clock.now() + timedelta(seconds=1)
    assert len(crossref.requests) == 1
    clock.forward(seconds=1)
    assert gate().stop_for(NAPS) is None


def test_a_wait_that_was_dated_by_a_clock_set_back_since_is_not_believed(gate, crossref, clock):
    crossref.answer(b"", status=429, headers={"Retry-After": "600"})
    gate().stop_for(NAPS)
    crossref.answer(NOTHING_ON_RECORD)
    clock.time -= timedelta(days=30)
    assert gate().stop_for(NAPS) is None


def test_a_doi_that_crossref_does_not_know_waits_for_a_person(gate, crossref, clock):
    assert "that it does not know" in gate().stop_for(NAPS).message.replace(crossref.url, "it")
    assert gate().stop_for(NAPS).until is None
    word = PersonsWord(by="N. N.", on=clock.now().date().isoformat(), where="the journal's page")
    assert gate().stop_for(NAPS.model_copy(update={"retraction_check": word})) is None


def test_a_paper_without_a_doi_is_not_asked_about(gate, crossref):
    assert "has no DOI" in gate().stop_for(SAMPLE.model_copy(update={"doi": None})).message
    assert crossref.requests == []


class TestRenewing:
    """What a running service does at each tick."""

    def test_it_looks_again_before_the_answer_is_too_old(self, gate, crossref, clock):
        crossref.answer(NOTHING_ON_RECORD)
        one = gate()
        one.renew([NAPS])
        clock.forward(hours=17)
        one.renew([NAPS])
        assert len(crossref.requests) == 1
        clock.forward(hours=1)
        one.renew([NAPS])
        assert len(crossref.requests) == 2

    def test_it_asks_about_one_paper_at_a_tick_each_in_turn(self, gate, crossref):
        crossref.answer(NOTHING_ON_RECORD)
        crossref.answer(work("10.5555/other"), doi="10.5555/other")
        other = NAPS.model_copy(update={"id": "other", "doi": "10.5555/other"})
        one = gate()
        for count in (1, 2, 2):
            one.renew([NAPS, other])
            assert len(crossref.requests) == count
        assert set(crossref.paths) == {f"/works/{PAPER}", "/works/10.5555/other"}

    def test_with_an_age_of_zero_it_does_not_ask_at_each_tick(self, gate, crossref, clock):
        crossref.answer(NOTHING_ON_RECORD)
        one = gate(timedelta(0))
        one.renew([NAPS])
        clock.forward(minutes=59)
        one.renew([NAPS])
        assert len(crossref.requests) == 1
        clock.forward(minutes=1)
        one.renew([NAPS])
        assert len(crossref.requests) == 2

    def test_a_new_retraction_is_told(self, gate, crossref, clock, told):
        crossref.answer(NOTHING_ON_RECORD)
        one = gate()
        one.renew([NAPS])
        assert told == []
        crossref.answer(BY_BOTH)
        clock.forward(hours=18)
        one.renew([NAPS])
        [(paper_id, record)] = told
        assert (paper_id, record.stops.sources) == (NAPS.id, ("publisher", "retraction-watch"))

    def test_after_a_failure_it_says_why_and_leaves_crossref_alone_for_a_minute(self, gate, crossref, clock):
        crossref.answer(Given(b"", 500))
        one = gate()
        assert "it answered 500" in one.renew([NAPS]).reason
        clock.forward(seconds=59)
        assert one.renew([NAPS]) is Renewal.WAITING
        assert len(crossref.requests) == 1
        clock.forward(seconds=1)
        assert isinstance(one.renew([NAPS]), CannotLookUp)

    def test_papers_without_a_doi_are_no_matter_for_it(self, gate, crossref):
        assert gate().renew([SAMPLE.model_copy(update={"doi": None})]) is Renewal.NOTHING_DUE
        assert crossref.requests == []
