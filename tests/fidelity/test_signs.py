"""Signs and powers of ten: what was lost on the way from the paper."""

import pytest

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.signs import number_sign
from support.fidelity_samples import found


def levels(text, evidence, **more):
    return [one.level or Level.ERROR for one in found(number_sign, text, evidence, **more)]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("the difference was 1.2 (95% CI 0.4 to 2.8)", "the difference was 1.2 (95% CI −0.4 to 2.8)"),
        ("1.2 (0.4, 2.8)", "1.2 (95% CI -0.4, 2.8)"),
        ("between 3 and 4 days", "0.5 days (-3 to 4 days)"),
        ("from -3 to -4", "from -3 to 4"),
        ("the range is -12% to -3%", "8% (-12% to 3%)"),
        ("3 to 4 degrees", "-3 to 4 degrees"),
        ("weight changed by 2.5 g", "weight changed by −2.5 g"),
        ("the slope was -0.3 a year", "the slope was 0.3 a year"),
        ("a mean change of 8 mg", "a mean change of -8 mg"),
        ("at position 41.5", "located at position -41.5"),
        ("a change of 8%", "a change of -8%"),
        ("10⁸ cells", "10⁶ cells"),
        ("10^8 cells", "10⁶ cells"),
        ("1e8 cells", "10^6 cells"),
        ("a strain of 1.0 x 10^21", "a strain of 1.0 x 10-21"),
        ("2.5 × 10⁵ copies", "2.5 × 10⁶ copies"),
        ("108 cells", "10⁸ cells"),
        ("5 x 10^8 cells", "5 x 10(6) cells"),
    ],
)
def test_a_lost_sign_or_another_exponent_stops(text, evidence):
    assert levels(text, evidence) == [Level.ERROR]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("2.5 g, on average", "weight changed by −2.5 g"),
        ("a difference of 8%", "the change was -8%"),
        ("-2.5 g, on average", "weight changed by 2.5 g"),
        ("from 0 to 3", "0 to -3"),
        ("from month 1 to 6 months", "a gain of 3 letters (-1 to 6)"),
        ("a sub-zero temperature of 20 °C", "a temperature of −20 °C"),
        ("motion was 3 mm: the ground is subsiding", "motion was −3 mm"),
    ],
)
def test_a_sign_that_a_word_might_carry_is_asked_about(text, evidence):
    assert levels(text, evidence) == [Level.QUESTION]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("weight fell by 2.5 g", "weight changed by −2.5 g"),
        ("they lost 8%", "a change of -8%"),
        ("2.5 points lower", "a mean difference of -2.5"),
        ("fell by 8% (3 to 12%)", "-8% (-12% to -3%)"),
        ("fell by 1.2 (-2.8 to 0.4)", "rose by -1.2 (-0.4 to 2.8)"),
        ("a drop of 0.4 to 2.8", "1.2 (-0.4 to 2.8)"),
        ("80 degrees below zero", "stored at -80 °C"),
        ("-2.5 g", "fell by 2.5 g"),
        ("3-8 mice", "3 to 8 mice"),
        ("10⁸ cells", "10^8 cells"),
        ("1e8 cells", "10⁸ cells"),
        ("10⁸ and 10⁶ cells", "10⁶ cells, then 10⁸ cells"),
        ("1.0 × 10⁻²¹", "1.0 x 10-21"),
        ("100 million cells", "10⁸ cells"),
        ("108 mice got 10⁸ cells", "108 mice got 10⁸ cells"),
        ("0.4 to 2.8", "0.4 to 2.8, and -0.4 to 2.8"),
        ("8 mice", "-8 mg in 8 mice"),
        ("no figure", "-8 mg"),
    ],
)
def test_what_is_right_or_told_in_words_passes(text, evidence):
    assert levels(text, evidence) == []


def test_in_another_language_only_what_is_certain_counts():
    assert levels("IC 95%: 0,4 a 2,8", "95% CI -0.4 to 2.8", lang="es") == [Level.ERROR]
    assert levels("10⁸ células", "10⁶ cells", lang="es") == [Level.QUESTION]
    assert levels("bajó 2,5 g", "changed by -2.5 g", lang="es") == []


def test_an_exponent_of_the_abstract_is_for_the_rule_on_sources():
    from support.fidelity_samples import paper_with

    paper = paper_with("Mice got 10⁶ cells. Rats got 10⁸ cells.")
    assert found(number_sign, "10⁸ cells", "Mice got 10⁶ cells.", paper=paper) == []
