"""Authors' names that carry marks of a page, and authors who stand twice."""

import time

import pytest

from scicomm_bot.domain.paper import Author
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.authors import author_name, without_marks
from support.fidelity_samples import found, paper_with


def look(*names):
    paper = paper_with(authors=tuple(Author(name=name, affiliation=f"Ward {at}") for at, name in enumerate(names)))
    return found(author_name, "It was written by them.", paper=paper, kind="authors")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Smith J*", "Smith J"), ("Jones K1,2", "Jones K"), ("Lee H\u2020", "Lee H"), ("Jones K 1,2", "Jones K"),
        ("Jones K1", "Jones K"), ("Anna Jones1", "Anna Jones"), ("Anna Jones\u00b9,\u00b2*", "Anna Jones"),
        ("Doe J(1)", "Doe J"), ("Doe J [a]", "Doe J"), ("Doe J a,b", "Doe J"), ("*Doe J", "Doe J"),
        ("Doe J\u2021\u2021", "Doe J"), ("J. M\u00fcller2", "J. M\u00fcller"), ("Doe J \u2709", "Doe J"), ("Doe J,", "Doe J"),
        ("Doe J\u1d43\u1d47", "Doe J"), ("Doe J<sup>1</sup>", "Doe J"), ("Doe J$^{1}$", "Doe J"),
    ],
)  # fmt: skip
def test_a_name_with_footnote_marks_is_told_as_it_is_without(name, clean):
    (one,) = look(name)
    assert one.instead == f"write \u201c{clean}\u201d"
    assert author_name.level is Level.WARNING


@pytest.mark.parametrize(
    "name",
    [
        "ENCODE 2", "FinnGen2", "Working Group P3", "The Consortium 2024", "Kerr A Jr.", "N...", "Doe J III", "RECOVERY",
        "GUSTO-1", "H3Africa", "MELODIC-12", "محمد رضایی", "X \u00c6 A-12", "Doe J (MD)", "Ortega y Gasset J",
        "Smith J (on behalf of the group)", "Team STAR*D", "Gruppo Italiano 3", "Jos\u00e9 \u00c1", "O\u2019Brien K", "*",
    ],
)  # fmt: skip
def test_a_name_of_a_person_or_a_group_is_silent(name):
    assert look(name) == []


def test_many_names_are_told_in_one_remark():
    (one,) = look(*(f"{family} J*" for family in ("Ash", "Birch", "Cedar", "Elm", "Fir", "Gum", "Hazel")))
    assert one.what.startswith("\u201cAsh J*\u201d, \u201cBirch J*\u201d")
    assert one.what.endswith("and 2 more have footnote marks")


@pytest.mark.parametrize("other", ["Doe J", "Doe J.", "DOE J", "Doe\xa0J"])
def test_an_author_who_stands_twice_is_told(other):
    (one,) = look("Doe J", "Lee H", other)
    assert "stands twice among the authors" in one.what
    assert "waive" in one.instead


def test_the_same_author_is_seen_behind_a_mark():
    assert [one.what for one in look("Doe J*", "Doe J")] == [
        "\u201cDoe J*\u201d has footnote marks",
        "\u201cDoe J\u201d stands twice among the authors",
    ]


def test_authors_of_one_family_are_silent():
    assert look("Doe J", "Doe K", "Doe JK") == []


def test_names_without_end_are_read_at_once():
    began = time.process_time()
    for name in ("*" * 2_000, "1," * 1_000, "a " * 1_000, "J1" * 1_000, " " * 1_999 + "x"):
        without_marks(name)
    assert time.process_time() - began < 1
