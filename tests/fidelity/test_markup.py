"""A record with markup in it is told, with the clean spelling, by the posts that it would reach."""

import pytest

from scicomm_bot.domain.paper import Author, Term
from scicomm_bot.domain.post import Level, PostImage
from scicomm_bot.fidelity.rules.markup import markup
from support.fidelity_samples import found, paper_with

TITLE = "The uptake of CO<sub>2</sub> in mice"


def told(text: str, *quotes: str, **more) -> list[tuple[str, str]]:
    return [(one.what, one.instead) for one in found(markup, text, *quotes, **more)]


def test_the_bad_example_is_found_and_the_good_one_passes():
    assert found(markup, markup.bad)
    assert not found(markup, markup.good)


def test_the_post_that_prints_a_title_says_its_clean_spelling():
    assert told(f"“{TITLE}”", paper=paper_with(title=TITLE), kind="source") == [
        ("`title` has markup in it", "write “The uptake of CO₂ in mice”")
    ]


def test_a_post_that_does_not_print_the_title_says_nothing():
    assert told("In mice, it rose.", paper=paper_with(title=TITLE)) == []


@pytest.mark.parametrize(
    ("fields", "text", "name"),
    [
        ({"journal": "Science &amp; Cells"}, "Science &amp; Cells, 2024", "`journal`"),
        ({"issue": "3&ndash;4"}, "issue 3&ndash;4", "`issue`"),
        ({"pages": "763--771"}, "pp. 763--771", "`pages`"),
        (
            {"authors": (Author(name='{\\"O}zg{\\"u}r A', affiliation="Here"),)},
            'by {\\"O}zg{\\"u}r A',
            "`name` of author 1",
        ),
        (
            {"glossary": (Term(term="CO2", plain="the gas CO<sub>2</sub>", source="us"),)},
            "CO2 (the gas CO<sub>2</sub>)",
            "`plain` 1 of the glossary",
        ),
    ],
)
def test_each_field_that_is_printed_is_named(fields, text, name):
    ((what, _),) = told(text, paper=paper_with(**fields), kind="source")
    assert what == f"{name} has markup in it"


def test_a_finding_says_its_own_text_once():
    assert told("In mice, CO<sub>2</sub> rose.") == [("`text` has markup in it", "write “In mice, CO₂ rose.”")]


def test_markup_of_a_template_is_told_of_the_post():
    assert told("<b>New:</b> a review", kind="source") == [
        ("the post's text has markup in it", "write “New: a review”")
    ]


def test_a_shorter_wording_and_an_alt_text_are_told_though_they_are_not_printed():
    pictures = (PostImage("a.png", "", "Uptake of CO<sub>2</sub>"),)
    assert [what for what, _ in told("In mice.", short="CO&nbsp;rose", pictures=pictures)] == [
        "`short` has markup in it",
        "`alt` of picture 1 has markup in it",
    ]


def test_a_quotation_is_told_by_its_post_and_the_abstract_by_the_first():
    quote = "In mice, CO<sub>2</sub> rose."
    assert told("In mice, it rose.", quote) == [("`quote` 1 has markup in it", "write “In mice, CO₂ rose.”")]
    assert [what for what, _ in told("In mice, it rose.", quote, first=True)] == [
        "`quote` 1 has markup in it",
        "`abstract` has markup in it",
    ]


def test_of_a_long_abstract_the_first_place_is_shown():
    ((what, instead),) = told("In mice.", paper=paper_with("word " * 100 + "CO<sub>2</sub> rose " * 50), first=True)
    assert "CO<sub>2</sub>" in what
    assert "CO₂" in instead
    assert len(instead) < 200


def test_inequalities_and_prices_pass():
    title = "Lesions <0.5 mm and >2 mm in R&D (p < 0.05) for $5 to $10"
    assert told(f"“{title}”", paper=paper_with(title, title=title), kind="source", first=True) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (
            'Cells of <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>N</mml:mi></mml:math>',
            Level.ERROR,
        ),
        ('See <a href="https://example.org/naps">the naps</a>', Level.ERROR),
        ("See <i>naps</i> at https://example.org/naps?a=1&amp;b=2", None),
        ("CO<sub>2</sub> in mice", None),
    ],
)
def test_an_address_in_a_tag_that_x_would_link_blocks(text, level):
    assert [one.level for one in found(markup, text)] == [level]
