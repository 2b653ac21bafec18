"""One full stop where a value that ends in one meets the template's."""

from pathlib import Path

import pytest

from scicomm_bot.domain.paper import Author
from scicomm_bot.render import Templates
from scicomm_bot.render.joining import joined
from support.paper_samples import PAPER, VARIABLES

JUNIOR = PAPER.model_copy(update={"authors": (Author(name="Horst AM"), Author(name="Kerr A Jr."))})


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["Kerr A Jr.", "."], "Kerr A Jr."),
        (["Kerr A Jr.", ". More."], "Kerr A Jr. More."),
        (["Kerr A Jr.", "", "."], "Kerr A Jr."),
        (["Inc.", ")."], "Inc.)."),
        (["and so on..", "."], "and so on..."),
        (["and so on...", "."], "and so on..."),
        (["and so on\u2026", "."], "and so on\u2026"),
        (["and so on..", ".", "."], "and so on..."),
        (["N...", ". More."], "N... More."),
        (["N...", "...."], "N......."),
        (["N...", ".org"], "N....org"),
        (["Jr.", "..."], "Jr...."),
        (["Jr.", "\u2026"], "Jr.\u2026"),
        (["Jr.", ".org"], "Jr..org"),
        (["written..so"], "written..so"),
        (["Doe J", "."], "Doe J."),
        (["Why?", "."], "Why?."),
        ([".", ".", "."], "."),
        ([], ""),
    ],
)
def test_two_full_stops_that_meet_are_one(pieces, text):
    assert joined(pieces) == text


def render(source):
    Path("t.txt.j2").write_text(source, encoding="utf-8")
    return Templates(Path()).wordings("t.txt.j2", {**VARIABLES, "paper": JUNIOR})


WAYS = [
    "By {% for one in paper.authors %}{{ one.name }}{{ ', ' if not loop.last else '.' }}{% endfor %}",
    "By {{ paper.authors|map(attribute='name')|join(', ') }}.",
    "{{ 'By ' + paper.authors[0].name + ', ' + paper.authors[1].name + '.' }}",
    "{{ 'By ' ~ paper.authors[0].name ~ ', ' ~ paper.authors[1].name ~ '.' }}",
    "{% macro by(a, b) %}By {{ a.name }}, {{ b.name }}.{% endmacro %}{{ by(paper.authors[0], paper.authors[1]) }}",
    "{% set said %}By {{ paper.authors[0].name }}, {{ paper.authors[1].name }}.{% endset %}{{ said }}",
    "By {{ paper.authors[0].name }}, {{ paper.authors[1].name|trim }}{{ '.' }}",
]


@pytest.mark.parametrize("source", WAYS)
def test_a_sentence_that_ends_in_junior_has_one_full_stop_however_it_is_put_together(source):
    assert render(source) == ["By Horst AM, Kerr A Jr."]


@pytest.mark.parametrize("source", ["Wait...", "Wait..", "{{ 'Wait..' }}", "see ../a", "1..10"])
def test_what_a_template_writes_itself_stays(source):
    assert render(source)[0].startswith(("Wait..", "see ../a", "1..10"))


def test_names_that_are_joined_with_full_stops_have_one_each():
    assert render("{{ paper.authors|reverse|map(attribute='name')|join('. ') }}") == ["Kerr A Jr. Horst AM"]
