"""What a post has from the glossary and not from the paper."""

import pytest

from scicomm_bot.domain.paper import Term
from scicomm_bot.signoff.added import added_by_glossary
from support.signoff_samples import paper

TERM = Term(term="G-CSF", plain="a growth factor for blood cells", source="a dictionary")
ABSTRACT = "G-CSF is a growth factor. Mice lived longer."


def added(text: str, *terms: Term, abstract: str = ABSTRACT, title: str = "Mice") -> list[tuple[str, ...]]:
    of = paper(glossary=terms or (TERM,), abstract=abstract, title=title)
    return [one.phrases for one in added_by_glossary(text, of)]


def test_the_plain_words_of_a_term_are_added():
    assert added("Mice got G-CSF (a growth factor for blood cells).") == [("a growth factor for blood cells",)]


def test_they_are_found_at_the_beginning_of_a_sentence():
    assert added("A growth factor for blood cells: G-CSF.") == [("A growth factor for blood cells",)]


def test_a_full_stop_in_the_glossary_does_not_hide_them():
    term = Term(term="nap", plain="A short sleep.", source="x")
    assert added("A nap (a short sleep) helped.", term) == [("a short sleep", "nap")]


def test_a_term_that_the_paper_does_not_have_is_added_itself():
    assert added("Filgrastim helped mice.", Term(term="filgrastim", plain="G-CSF", source="x")) == [("Filgrastim",)]


@pytest.mark.parametrize("where", ["abstract", "title"])
def test_words_that_the_paper_has_are_not_added(where):
    words = {where: "They got a growth factor for blood cells, G-CSF."}
    assert added("Mice got G-CSF (a growth factor for blood cells).", **words) == []


def test_other_words_of_one_s_own_are_not_told_as_the_glossary_s():
    assert added("Mice got G-CSF (it makes blood cells grow).") == []


def test_a_word_within_a_word_is_none():
    assert added("Kidnapping mice.", Term(term="nap", plain="a sleep", source="x")) == []


def test_of_several_entries_those_that_are_used_are_told_in_their_order():
    terms = (Term(term="ALS", plain="a nerve disease", source="x"), Term(term="HSC", plain="a stem cell", source="y"))
    assert added("A stem cell, and a nerve disease.", *terms) == [("a nerve disease",), ("A stem cell",)]


def test_persian_words_are_found():
    term = Term(term="G-CSF", plain="عامل رشد سلول‌های خون", source="x")
    assert added("موش‌ها G-CSF (عامل رشد سلول‌های خون) گرفتند.", term) == [("عامل رشد سلول‌های خون",)]
