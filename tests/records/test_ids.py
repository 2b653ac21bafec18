"""Ids that are made from words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from scicomm_bot.domain.paper import Id
from scicomm_bot.records.ids import free, slug

VALID = TypeAdapter(Id)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vafaei Mastanabad", "vafaei-mastanabad"),
        ("Núñez-Gómez", "nunez-gomez"),
        ("O\u2019Brien", "obrien"),
        ("Łukasiewicz", "lukasiewicz"),
        ("Søren Weiß", "soren-weiss"),
        ("van der Berg", "van-der-berg"),
        ("TGF-β1", "tgf-beta1"),
        ("Иванов", ""),
        ("\u0645\u062d\u0645\u062f", ""),
        ("--", ""),
        ("D\u02bcn\u00e5str\u00f8v", "dnastrov"),
        ("\u0110or\u0111evi\u0107", "dordevic"),
        ("\u0181\u025bk\u0254", "beko"),
        ("D\ufffdn\u2032strov", "dnstrov"),
        ("Hawai\u02bbi", "hawaii"),
        ("\u03a0\u03b1\u03c0\u03b1\u03b4\u03cc\u03c0\u03bf\u03c5\u03bb\u03bf\u03c2", ""),
    ],
)
def test_words_become_an_id(text, expected):
    assert slug(text, 40) == expected


def test_one_that_is_too_long_ends_with_a_whole_word():
    assert slug("international human genome sequencing", 20) == "international-human"
    assert slug("a" * 50, 20) == "a" * 20


def test_one_that_is_taken_gets_the_next_number():
    assert free("a", [], 60) == "a"
    assert free("a", ["a", "a-2"], 60) == "a-3"
    assert free("a" * 60, ["a" * 60], 60) == "a" * 58 + "-2"


@given(st.text(max_size=80), st.integers(5, 60))
def test_any_text_becomes_a_valid_id_or_none(text, most):
    made = slug(text, most)
    assert len(made) <= most
    if made:
        VALID.validate_python(made)
