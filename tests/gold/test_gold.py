"""The gold set is well formed, and the rules agree with it as far as is said here."""

from collections import Counter

import pytest

from evaluation.gold import scores, total
from evaluation.gold_set import GROUPS, Case, cases, read_gold
from scicomm_bot.characters.fold import fold
from scicomm_bot.fidelity import all_rules
from scicomm_bot.medium.length import weighted_length

_NAMES = """evidence-missing species-missing species-late human-inference negative-omitted negative-flipped
negative-overstated strength-up cause-from-correlation advice cure hype title-hype study-type proof number-unsourced number-unit
relative-risk-only significant entity-unsourced acronym-first attribution labels stigma hashtag-case hashtag-place emoji
styled-unicode alt-text mention cashtag near-duplicate length language-unchecked duplicate"""
TABLE = frozenset(_NAMES.split())
"""The rules that posts of the set may be labelled with: all of the issue but `retracted`, which no text raises."""
WITH_SOURCES = [
    pytest.param(case, fold(f"{together.paper['abstract']}\n{together.paper['title']}"), id=case.id)
    for together in read_gold()
    for case in together.cases
]


@pytest.mark.parametrize(("case", "source"), WITH_SOURCES)
def test_a_case_quotes_its_paper_and_names_rules_that_exist(case: Case, source: str):
    verbatim = all(fold(one["quote"]) in source for one in case.evidence)
    assert verbatim is ("evidence-missing" not in case.raises)
    assert set(case.raises) | set(case.may) <= TABLE
    assert not set(case.raises) & set(case.may)
    assert case.evidence or case.fields.get("kind", "finding") != "finding"
    assert (weighted_length(case.text) > 280) is ("length" in case.raises)
    assert case.group in GROUPS


def test_no_two_cases_have_one_id():
    assert not [one for one, count in Counter(case.id for case in cases()).items() if count > 1]


def test_all_papers_but_that_of_posts_yaml_are_labelled_as_made_up():
    real = {together.paper["title"] for together in read_gold() if not together.made_up}
    assert {title.partition(":")[0] for title in real} == {"Granulocyte-Colony Stimulating Factor (G-CSF)"}


def test_the_rules_of_the_catalogue_that_a_text_can_raise_are_known_here():
    known = {rule.id for rule in all_rules()}
    by_form = {
        "empty",
        "control-character",
        "own-words",
        "evidence-vague",
        "waiver",
        "retracted",
        "image-place",
        "image-shown",
    }
    by_form |= {
        "card-adds",
        "correction-unsaid",
        "markup",
        "accidental-link",
        "unasked-link",
        "cut-link",
        "hashtag-cut",
        "author-name",
        "image-twice",
    }
    on_other_sets = {"lasting", "safety", "generalised", "superlative", "forecast", "outcome-unsourced", "direction"}
    on_other_sets |= {"hedge-lost", "model-as-fact", "reader-promise", "exception-dropped", "call-unsourced"}
    on_other_sets |= {"number-unit", "number-sign", "number-label", "null-effect", "dose-time"}
    assert known <= TABLE | by_form | on_other_sets


def test_the_set_has_enough_posts_and_half_of_them_are_faithful():
    several = list(cases())
    assert len(several) >= 200
    assert sum(case.faithful for case in several) * 2 >= len(several)
    assert sum(case.group == "fresh" for case in several) * 3 >= len(several)


@pytest.mark.parametrize("rule", sorted(TABLE - {"duplicate"}))
def test_each_rule_has_its_bad_posts(rule: str):
    assert sum(rule in case.raises for case in cases()) >= 4


PRECISION, RECALL = 0.97, 0.95
"""The aim is 0.95 and 0.90; the rules stood at 1.000 and 0.995 when this was last raised, having been tuned on the set."""


def test_rules_that_hold_are_seldom_wrong_and_miss_little():
    together = total(scores(), "EQ")
    assert together.precision >= PRECISION, together.false_alarms
    assert together.recall >= RECALL, together.missed
