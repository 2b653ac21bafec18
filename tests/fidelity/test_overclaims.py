"""What a post adds that the paper has no word for."""

import pytest

from scicomm_bot.fidelity.rules.overclaims import (
    call_unsourced,
    forecast,
    generalised,
    lasting,
    outcome_unsourced,
    safety,
    superlative,
)
from support.fidelity_samples import found

QUOTE = "In the trial, the drug lowered blood pressure by 8 mm Hg over 12 weeks."
ADDED = {
    lasting: [
        "The drug lowers blood pressure for good",
        "The drug lowers blood pressure permanently",
        "Blood pressure went down and never came back",
        "A lifelong drop in blood pressure",
        "A durable drop in blood pressure",
    ],
    safety: [
        "The drug is safe and lowers blood pressure",
        "A harmless drug lowered blood pressure",
        "Lower blood pressure without side effects",
        "The drug does no harm",
        "It was well tolerated",
    ],
    generalised: [
        "The drug lowers blood pressure in people of all ages",
        "Worldwide, the drug lowered blood pressure",
        "The drug lowers blood pressure in everyone",
        "Europeans had lower blood pressure with the drug",
        "The drug always lowers blood pressure",
    ],
    superlative: [
        "The best drug lowered blood pressure",
        "The largest drop in blood pressure ever seen",
        "For the first time, a drug lowered blood pressure",
        "An unprecedented drop in blood pressure",
        "The most effective drug lowers blood pressure",
    ],
    forecast: [
        "The drug will lower blood pressure in clinics",
        "Soon, the drug lowers blood pressure",
        "The drug is going to lower blood pressure",
    ],
    call_unsourced: [
        "The drug lowered pressure, and the authors call for a law",
        "The drug lowered pressure: the researchers are calling on ministers to pay for it",
        "The team urges doctors to use the drug",
        "The scientists recommend the drug",
    ],
    outcome_unsourced: [
        "The drug prevents strokes",
        "The drug saved lives",
        "Fewer people died with the drug",
        "The drug lowered blood pressure and protected hearts",
        "The drug had fewer side effects",
    ],
}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in ADDED.items() for text in texts])
def test_what_the_quotation_has_no_word_for_is_asked_about(rule, text):
    assert found(rule, text, QUOTE), text


@pytest.mark.parametrize("rule", ADDED)
def test_a_plain_statement_passes(rule):
    assert not found(rule, "In a trial, the drug lowered blood pressure by 8 mm Hg over 12 weeks", QUOTE)


@pytest.mark.parametrize(
    ("rule", "text", "quote"),
    [
        (lasting, "The drop was permanent", "The drop in blood pressure was permanent."),
        (safety, "The drug was safe", "The drug was safe in 12 people."),
        (safety, "No side effects were seen", "No adverse events were seen."),
        (generalised, "Worldwide, pressure fell", "Blood pressure fell globally."),
        (superlative, "The largest drop was in winter", "The largest drop was in winter."),
        (forecast, "Pressure will fall by 2030", "Blood pressure is expected to fall by 2030."),
        (outcome_unsourced, "Fewer people died", "Mortality was lower."),
        (call_unsourced, "The authors call for trials", "Trials are needed."),
        (call_unsourced, "The reviewers call it a drug", "The drug lowered pressure."),
        (outcome_unsourced, "The jab protects", "The vaccine had an efficacy of 80%."),
    ],
)
def test_what_the_quotation_says_in_any_word_of_the_kind_passes(rule, text, quote):
    assert not found(rule, text, quote)


def test_a_quotation_that_does_not_know_of_it_says_nothing_of_it():
    assert found(safety, "The drug was safe", "The toxicity of the drug is unknown.")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (safety, "It is not shown to be safe"),
        (safety, "Is it safe?"),
        (lasting, "Nobody knows whether it is lasting"),
        (generalised, "It does not work in everyone"),
        (outcome_unsourced, "It did not prevent strokes"),
    ],
)
def test_what_is_denied_or_asked_passes(rule, text):
    assert not found(rule, text, QUOTE)


@pytest.mark.parametrize(
    "text",
    [
        "One of the largest trials of its kind",
        "The drop was largest in winter",
        "Even the smallest dose did more than the largest dose before",
    ],
)
def test_a_rank_within_the_data_passes(text):
    assert not found(superlative, text, QUOTE)
