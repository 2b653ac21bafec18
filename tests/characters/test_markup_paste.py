"""What programs leave in a text besides markup proper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.characters.markup import plain_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("A drug \u00e2\u20ac\u201c survival", "A drug \u2013 survival"),
        ("M\u00c3\u00bcller and Sj\u00c3\u00b6gren", "M\u00fcller and Sj\u00f6gren"),
        ("TNF\u00ce\u00b1 at 37 \u00c2\u00b0C", "TNF\u03b1 at 37 \u00b0C"),
        ("King\u00e2\u20ac\u2122s", "King\u2019s"),
        ("\u00f0\u0178\u2018\u008d mice", "\U0001f44d mice"),
        ("\u00c5\u00a0mid", "\u0160mid"),
        ("*Drosophila* in **mice**", "Drosophila in mice"),
        ("See [the drug](https://example.org/a) in mice", "See the drug in mice"),
        (r"A \u03b1 drug", "A \u03b1 drug"),
    ],
)
def test_it_is_taken_out(raw, clean):
    assert plain_text(raw) == clean


@pytest.mark.parametrize(
    "text",
    [
        "HLA-B*57:01 and HLA-A*02:01",
        "p < 0.05*, **p < 0.01",
        "5 * 3 * 2 and a*b*c",
        "* a list\n* of two",
        "[Letter] to the editor (see below)",
        "[1](2)",
        "\u00c2ge, \u00c3o, \u00d6l \u201e\u00c4\u201c, \u00c5ngstr\u00f6m, \u00ce\u00eele, \u00e2ne, \u00f0",
        r"C:\user and \u00zz",
        "O\u2019Brien \u2013 \u201cnaps\u201d\u2026",
    ],
)
def test_what_only_looks_like_it_stays(text):
    assert plain_text(text) == text


@given(st.text(alphabet="*[](a) \u00c2\u00c3\u00ce\u00e2\u20ac\u0178\u00bc\\\\u03b1https://e.o"))
def test_a_clean_text_is_clean(text):
    assert plain_text(plain_text(text)) == plain_text(text)
