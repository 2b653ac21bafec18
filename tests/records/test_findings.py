"""Findings that are proposed from an abstract."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from scicomm_bot.domain.paper import RESERVED_IDS, Id
from scicomm_bot.english.abstract_roles import Role
from scicomm_bot.records.findings import MOST_NEGATIVES, ProposedFinding, propose
from scicomm_bot.records.record import AbstractPart, Record, Suggestion
from support.growth import TOO_STEEP, steepness

MICE = "Treatments were able to increase the survival of mice."
NEGATIVE = "However, clinical studies on ALS patients failed to clone these results."
VALID = TypeAdapter(Id)


def proposed(*parts: str | tuple[str, str], language: str | None = None) -> list[ProposedFinding]:
    made = (AbstractPart(one) if isinstance(one, str) else AbstractPart(one[1], one[0]) for one in parts)
    return propose(Record("here", abstract=tuple(made), language=language))


def on(sentence: str, *, among: str = "") -> str:
    """What a sentence of results is said to be on, in an abstract with another one."""
    found = proposed(("RESULTS", f"{sentence} {among}"))
    return next(one.evidence[0].on for one in found if one.text == sentence)


def test_each_sentence_that_states_something_is_a_finding():
    found = proposed(
        ("BACKGROUND", "Sepsis is common."),
        ("METHODS", "We took in 240 adults."),
        ("RESULTS", "Mortality fell by 12%. Pain did not change."),
        ("CONCLUSIONS", "The drug lowers mortality."),
        ("FUNDING", "The fund paid."),
    )
    assert [one.role for one in found] == [Role.BACKGROUND, Role.RESULT, Role.NEGATIVE, Role.CONCLUSION]
    assert found[1].text == found[1].evidence[0].quote == "Mortality fell by 12%."
    assert found[1].label == "RESULTS"


def test_without_an_abstract_nothing_is_proposed():
    assert proposed() == []
    assert proposed("") == []


def test_a_sentence_that_stands_twice_is_proposed_once():
    assert len(proposed("Mortality fell by 12%. Pain rose. Mortality fell by 12%.")) == 2


def test_the_negative_result_stands_beside_each_benefit():
    found = proposed(f"{MICE} It exerts neuroprotective effects and improves memory. {NEGATIVE}")
    assert [[one.quote for one in finding.evidence][1:] for finding in found] == [[NEGATIVE], [NEGATIVE], []]
    assert found[0].evidence[1].on == "people"


def test_negative_results_in_people_stand_beside_a_benefit_first():
    others = " ".join(f"No change was seen in gene {name}." for name in "PQRS")
    found = proposed(("RESULTS", f"{MICE} {others} {NEGATIVE}"))
    assert len(found[0].evidence) == 1 + MOST_NEGATIVES
    assert found[0].evidence[1].quote == NEGATIVE


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Survival of mice was longer.", "animals"),
        ("In the rat, pressure fell.", "animals"),
        ("The rabbit model showed a gain.", "animals"),
        ("Patients lived longer.", "people"),
        ("In cultured neurons, growth rose.", "cells"),
        ("Mortality fell by 12%.", "unstated"),
        ("Fish oil lowered blood pressure.", "unstated"),
        ("A mouse antibody bound the protein.", "unstated"),
        ("In mice and in patients, pressure fell.", "unstated"),
        ("A clinically relevant gain was seen.", "unstated"),
    ],
)
def test_what_a_sentence_is_on_is_told_where_it_is_plain(sentence, expected):
    assert on(sentence) == expected


def test_a_hope_for_people_is_not_on_people_where_the_abstract_is_on_mice():
    found = proposed(("RESULTS", MICE), ("CONCLUSIONS", "The drug may help patients."))
    assert found[1].evidence[0].on == "unstated"
    assert found[1].evidence[0].named == ("people",)
    assert on("Patients lived longer.", among=MICE) == "people"


def test_what_a_source_suggests_otherwise_is_not_plain():
    text = (AbstractPart("In the mouse, survival rose.", "RESULTS"),)
    found = propose(Record("here", abstract=text, on=(Suggestion("people", "MeSH"),)))
    assert (found[0].evidence[0].on, found[0].evidence[0].named) == ("unstated", ("animals",))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (MICE, {"increase", "mice"}),
        ("Mortality did not differ.", {"mortality", "differ"}),
        ("G-CSF is a 19.6-kDa growth factor.", {"csf", "growth"}),
    ],
)
def test_an_id_is_made_from_the_words(sentence, words):
    assert words <= set(proposed(sentence)[0].id.split("-"))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Trials in people did not reproduce this.", "trials-people-reproduce"),
        ("These did not reproduce.", "not-reproduce"),
    ],
)
def test_no_id_is_one_word(sentence, expected):
    assert proposed(("RESULTS", sentence))[0].id == expected


def test_a_unit_that_hangs_on_a_number_makes_no_id():
    assert "kda" not in proposed("G-CSF is a 19.6-kDa growth factor.")[0].id.split("-")


def test_ids_differ_and_none_is_reserved():
    ids = [one.id for one in proposed("Authors. The source. Pain fell here. Pain fell there. Then pain fell. 12. So.")]
    assert len(ids) == len(set(ids))
    assert RESERVED_IDS.isdisjoint(ids)


@given(st.text(max_size=200))
def test_any_abstract_gives_valid_ids(text):
    for one in proposed(text):
        VALID.validate_python(one.id)


@pytest.mark.parametrize(
    ("text", "language", "count", "expected"),
    [
        ("\u0628\u0642\u0627 \u0628\u06cc\u0634\u062a\u0631 \u0634\u062f. \u062f\u0631\u062f \u06a9\u0645 \u0634\u062f.", "fa", 2, "fa"),
        ("Los pacientes mejoraron con el tratamiento. No se observaron diferencias en la mortalidad.", "es", 2, "es"),
        ("Die Sterblichkeit sank. Der Schmerz blieb gleich und wurde nicht besser.", None, 2, "und"),
        ("\u751f\u5b58\u671f\u9593\u304c\u5ef6\u9577\u3057\u305f\u3002\u75db\u307f\u306f\u6e1b\u3063\u305f\u3002", "ja", 2, "ja"),
    ],
)  # fmt: skip
def test_an_abstract_in_another_language_is_cut_and_not_read(text, language, count, expected):
    found = proposed(text, language=language)
    assert len(found) == count
    assert {(one.role, one.lang, one.evidence[0].on) for one in found} == {(Role.UNKNOWN, expected, "unstated")}
    assert all(len(one.evidence) == 1 for one in found)


def test_an_english_abstract_of_a_paper_in_another_language_is_read():
    found = proposed("The survival of the patients was longer with the drug than without.", language="fr")
    assert [(one.role, one.lang) for one in found] == [(Role.RESULT, "en")]


def test_of_an_abstract_in_two_languages_each_part_is_read_by_itself():
    found = proposed(
        "The survival of the patients was longer.",
        "La mortalidad de los pacientes no cambi\u00f3 con el tratamiento.",
        language="es",
    )
    assert [one.lang for one in found] == ["en", "es"]


def test_facts_of_a_quotation_come_along():
    facts = proposed("Mortality fell from 25.7% to 22.9% in patients.")[0].evidence[0].facts
    assert any("22.9%" in line for line in facts)


@pytest.mark.parametrize(
    "unit",
    [
        "Survival of mice rose by 2%. No change was seen in weight. ",
        "Results: pain fell. Methods ",
        "a",
        "A. ",
        "was not but not ",
        "( [ ",
        "\u3002",
        "(\u200c",
        "who did not ",
    ],
)
def test_a_long_abstract_takes_time_in_proportion(unit):
    def text(size: int) -> str:
        return (unit * (size // len(unit) + 1))[:size]

    assert steepness(proposed, text, 40_000) < TOO_STEEP


def test_many_sentences_with_the_same_words_take_time_in_proportion():
    def text(size: int) -> str:
        return " ".join(f"Pain {number} fell." for number in range(size // 12))

    assert steepness(proposed, text, 48_000) < TOO_STEEP
