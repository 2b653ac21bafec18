"""How a paper stands, from the ledger's record or a person's word; and what its posts are told of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scicomm_bot.domain.notice import RetractionRecord, Update
from scicomm_bot.domain.paper import PersonsWord, Retraction
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.fidelity import retraction_remark, retraction_remarks
from scicomm_bot.notices.policy import Case, PaperState, Trust, paper_state, paper_states
from support.paper_samples import PAPER
from support.samples import NOW

DOI = "10.5555/Naps"
NAPS = PAPER.model_copy(update={"doi": DOI})
WITHOUT = PAPER.model_copy(update={"doi": None, "retraction_check": None})
TRUST = Trust(timedelta(hours=24), timedelta(days=30))
SECOND = timedelta(seconds=1)
RETRACTION = Update("retraction", "10.5555/notice", date(2026, 5, 3), ("publisher", "retraction-watch"))
CORRECTION = replace(RETRACTION, type="correction")


def record(*updates, age=timedelta(0), **more):
    return RetractionRecord(
        "10.5555/naps", NOW - age, "https://api.crossref.org", known=more.pop("known", True), updates=updates, **more
    )


def stands(found, paper=NAPS, trust=TRUST, **more):
    return paper_state(paper, found, NOW, trust, **more)


def with_word(on, paper=WITHOUT):
    return paper.model_copy(update={"retraction_check": PersonsWord(by="N. N.", on=on, where="the journal's page")})


@pytest.mark.parametrize("age", [timedelta(0), TRUST.answer - SECOND])
def test_nothing_on_record_is_clear_while_the_answer_is_recent(age):
    assert stands(record(age=age)).case is Case.CLEAR


@pytest.mark.parametrize("age", [TRUST.answer, timedelta(days=900), -SECOND, -timedelta(days=900)])
def test_an_answer_that_is_too_old_or_from_the_future_is_none(age):
    """From the future: the clock was set back since."""
    state = stands(record(age=age))
    assert state.case is Case.OLD
    assert "nothing was on record" in state.message
    assert retraction_remark(state, live=True).level is Level.ERROR
    assert retraction_remark(state, live=False).level is Level.INFO


def test_an_answer_that_serves_for_no_time_serves_the_look_that_it_was_made_for():
    none = Trust(timedelta(0), TRUST.word)
    assert stands(record(), trust=none).case is Case.OLD
    assert stands(record(), trust=none, just_looked=True).case is Case.CLEAR


@pytest.mark.parametrize("age", [timedelta(0), timedelta(days=900), -timedelta(days=1)])
def test_what_stops_a_paper_does_not_grow_stale(age):
    state = stands(record(RETRACTION, age=age))
    assert state.case is Case.STOPPED
    for live in (True, False):
        message = retraction_remark(state, live=live).message
        assert (
            "was retracted (3 May 2026, notice doi:10.5555/notice, according to publisher and retraction-watch)"
            in message
        )
        assert "https://api.crossref.org as of" in message
        assert retraction_remark(state, live=live).level is Level.ERROR


def test_a_correction_asks_a_person_to_look():
    state = stands(record(CORRECTION))
    assert state.case is Case.LOOK
    assert retraction_remark(state, live=True).level is Level.WARNING
    assert "was corrected (3 May 2026" in state.message


def test_a_notice_in_place_of_the_paper_asks_a_person_to_look():
    state = stands(record(updates_of=(RETRACTION,)))
    assert state.case is Case.LOOK
    assert "is itself a notice about another work: retraction of doi:10.5555/notice" in state.message


def test_a_paper_never_looked_up_is_worth_knowing_and_blocks_a_live_post():
    state = stands(None)
    assert (retraction_remark(state, live=False).level, retraction_remark(state, live=True).level) == (
        Level.INFO,
        Level.ERROR,
    )


@pytest.mark.parametrize(
    ("paper", "found", "why"),
    [
        (WITHOUT, None, "has no DOI"),
        (NAPS.model_copy(update={"retraction_check": None}), record(known=False), "does not know (doi:10.5555/Naps"),
    ],
    ids=["no-doi", "unknown-doi"],
)
class TestPersonsWord:
    def test_without_one_it_says_exactly_what_to_write_and_where(self, paper, found, why):
        state = stands(found, paper)
        assert state.case is Case.ASK
        message = retraction_remark(state, live=True).message
        assert why in message
        assert f"`retraction_check: {{by: NAME, on: {NOW.date()}, where: the page}}`" in message
        assert "posts.yaml" in message

    @pytest.mark.parametrize("days", [-1, 0, 30])
    def test_a_recent_one_counts(self, paper, found, why, days):
        on = (NOW.date() - timedelta(days=days)).isoformat()
        assert stands(found, with_word(on, paper)).case is Case.CLEAR

    @pytest.mark.parametrize(
        ("days", "said"), [(31, "more than 30 days ago"), (-2, "still to come"), (9_000, "more than 30 days ago")]
    )
    def test_it_grows_stale_and_is_not_taken_for_the_future(self, paper, found, why, days, said):
        on = (NOW.date() - timedelta(days=days)).isoformat()
        state = stands(found, with_word(on, paper))
        assert state.case is Case.ASK
        assert said in state.message


def test_a_word_does_not_count_against_what_is_on_record():
    paper = with_word(NOW.date().isoformat(), NAPS)
    assert stands(record(RETRACTION), paper).case is Case.STOPPED
    assert stands(record(age=timedelta(days=2)), paper).case is Case.OLD


def posts(*kinds):
    return [Post(f"naps/{number}", "naps", kind, "text", 4, 1, "posts.yaml:1") for number, kind in enumerate(kinds)]


def levels(found):
    return {post_id: [str(remark.level) for remark in remarks] for post_id, remarks in found.items()}


def test_what_stops_a_paper_holds_all_its_posts_but_the_correction():
    stopped = {"naps": stands(record(RETRACTION))}
    found = retraction_remarks(posts("finding", "authors", "source", "correction"), stopped)
    assert levels(found) == {"naps/0": ["E"], "naps/1": ["E"], "naps/2": ["E"]}


@pytest.mark.parametrize(("found", "level"), [(None, "I"), (record(CORRECTION), "W")])
def test_the_rest_is_told_once_for_each_paper(found, level):
    assert levels(retraction_remarks(posts("finding", "authors"), {"naps": stands(found)})) == {"naps/0": [level]}


def test_a_clear_paper_and_one_that_nobody_asked_about_are_told_nothing():
    assert retraction_remarks(posts("finding"), {"naps": PaperState(Case.CLEAR)}) == {}
    assert retraction_remarks(posts("finding"), {}) == {}


def test_the_day_of_a_word_is_that_of_utc():
    late = datetime(2026, 11, 28, 23, 59, tzinfo=UTC)
    assert paper_state(with_word("2026-11-29"), None, late, TRUST).case is Case.CLEAR


# What the file says


def told(paper=NAPS, kind="retracted", **more):
    said = Retraction(kind=kind, told="Its words.", source="PubMed", on="2026-11-20", **more)
    return paper.model_copy(update={"retraction": said})


KINDS = ["retracted", "notice", "expression of concern"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("found", [None, record(), record(CORRECTION), record(known=False), record(age=timedelta(days=900))])  # fmt: skip
def test_a_paper_whose_file_says_that_it_does_not_stand_is_stopped_whatever_crossref_has(kind, found):
    state = stands(found, told(kind=kind))
    assert state.case is Case.STOPPED
    assert "PubMed (20 November 2026" in state.message
    assert "deletes `retraction`" in state.remedy
    for live in (True, False):
        assert retraction_remark(state, live=live).level is Level.ERROR


def test_a_persons_word_does_not_lift_what_the_file_says():
    today = NOW.date().isoformat()
    assert stands(None, with_word(today)).case is Case.CLEAR
    assert stands(None, told(with_word(today))).case is Case.STOPPED


def test_the_notice_on_record_is_told_before_what_the_file_says():
    assert "3 May 2026" in stands(record(RETRACTION), told()).message


def test_what_the_file_says_stops_its_paper_also_where_none_is_looked_up():
    states = paper_states([told(), WITHOUT.model_copy(update={"id": "other"})], {}, NOW, None)
    assert {paper_id: state.case for paper_id, state in states.items()} == {NAPS.id: Case.STOPPED}


def test_the_message_names_the_notice_and_of_a_notice_the_paper():
    assert "notice doi:10.5555/n" in stands(None, told(doi="10.5555/n")).message
    assert "about doi:10.5555/n" in stands(None, told(kind="notice", doi="10.5555/n")).message
