"""A difference that may be none: told as an effect, it is asked about."""

import pytest

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.null_effect import null_effect
from support.fidelity_samples import found

WELL = "Associations with raw milk (OR 2.1, 0.9-4.8) and well water (1.2, 0.8-1.9) were not significant."
NONE_NEEDED = "Among those who needed no oxygen, the rate was not lower (17.8% vs. 14.0%; rate ratio, 1.19; 95% CI, 0.92 to 1.55)."
SCORE = "The score was 46.8 in locker schools and 46.5 in other schools (difference, 0.3; 95% CI, -0.4 to 1.0)."
CLEAR = "Deaths were fewer (22.9% vs. 25.7%; rate ratio, 0.83; 95% CI, 0.75 to 0.93)."
BOTH = "It was fewer in the sick (29.3% vs. 41.4%; rate ratio, 0.64; 95% CI, 0.51 to 0.81) but not in others (17.8% vs. 14.0%; rate ratio, 1.19; 95% CI, 0.92 to 1.55)."


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Adults with well water had odds a fifth higher.", WELL),
        ("Well water raised the odds by 20%.", WELL),
        ("Raw milk doubled the risk, with an odds ratio of 2.1.", WELL),
        ("The drug raised deaths from 14.0% to 17.8%.", NONE_NEEDED),
        ("Pupils did better with lockers: 46.8 points against 46.5.", SCORE),
        ("Scores rose by 0.3 with lockers.", SCORE),
        ("Deaths went from 14.0% to a higher 17.8%.", BOTH),
        (
            "More people died on it, 17.8%, than on placebo, 14.0%.",
            "Death occurred in 17.8% with it, 14.0% on placebo (risk ratio 1.27; 95% CI 0.9 to 1.8).",
        ),
        ("Mice on it had fewer tumours.", "Tumour rates of treated mice did not differ from those of control mice."),
    ],
)
def test_a_change_that_may_be_none_is_asked_about(text, evidence):
    assert len(found(null_effect, text, evidence)) == 1


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Deaths fell from 25.7% to 22.9%.", CLEAR),
        ("Deaths fell from 41.4% to 29.3% in the sick.", BOTH),
        ("No clear difference: 17.8% died with it, 14.0% without.", NONE_NEEDED),
        ("17.8% died with it and 14.0% without, a higher share that could be chance.", NONE_NEEDED),
        ("Scores were about the same: 46.8 with lockers, 46.5 without, hardly higher.", SCORE),
        ("46.8 with lockers, 46.5 without.", SCORE),
        ("Odds were 1.2 times higher, but the interval includes 1.", WELL),
        ("Deaths fell.", NONE_NEEDED),
        ("Mice on it had fewer tumours.", "Tumours did not differ in rats. In mice, tumours fell."),
        ("Mice on it lost weight.", "Tumour rates of treated mice did not differ from those of control mice."),
    ],
)
def test_a_clear_effect_and_a_doubt_pass(text, evidence):
    assert found(null_effect, text, evidence) == []


def test_it_asks_and_names_the_interval():
    (one,) = found(null_effect, "Well water raised the odds by 20%.", WELL)
    assert "0.8 to 1.9, holds 1" in one.what
    assert null_effect.level is Level.QUESTION
