"""A result that was not found: told by how a sentence reads, and told from what nobody knows."""

import pytest

from scicomm_bot.english.negative_results import is_negative_result
from scicomm_bot.english.text import read_text


def is_negative(text: str) -> bool:
    return is_negative_result(read_text(text).sentences[0])


@pytest.mark.parametrize(
    "text",
    [
        "Mortality did not differ between the groups.",
        "The drug was not superior to placebo.",
        "There was no association between tea and cancer.",
        "Survival was similar between groups.",
        "Neither dose reduced pain.",
        "The difference was nonsignificant.",
        "The primary endpoint was not met.",
        "The compound was ineffective in mice.",
        "The earlier finding could not be reproduced.",
        "Vitamin D had no effect on fractures.",
        "There was a lack of effect on weight.",
        "Blood pressure remained unchanged.",
        "Attempts to replicate the result were unsuccessful.",
        "The trial was stopped early for futility.",
        "Knockout of the gene did not affect learning in mice.",
        "None of the outcomes improved.",
        "We found that no difference existed.",
        "AMP and UTP showed little of these effects.",
        "The score was not correlated with complications.",
        "The drug lowered pain in men, but not significantly in women.",
        "Statins did not modulate the function of vessels.",
        "The rate was 0.081 on the drug and 0.049 on placebo (P = 0.23).",
        "Risk rose on the drug (hazard ratio, 1.04; 95% CI, 0.85 to 1.28).",
        "The groups were alike in age (p > 0.05).",
    ],
)
def test_what_was_not_found_is_a_negative_result(text):
    assert is_negative(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mortality fell by 12%.",
        "No adverse events were seen.",
        "The drug was non-inferior to warfarin.",
        "The mechanism is not known.",
        "This effect has not been studied in children.",
        "Patients without diabetes improved.",
        "Patients who did not respond were given a second dose.",
        "The effect was blocked by A but not by B.",
        "It protects the heart not by killing bugs but by calming enzymes.",
        "Nobody died in the treated group.",
        "There is no cure for the disease.",
        "No patient was lost to follow-up.",
        "Public resistance, no matter how well informed, is high.",
        "Not meeting the advice was associated with death.",
        "Correlation does not imply causation.",
        "Mortality fell (rate ratio, 0.83; 95% CI, 0.75 to 0.93; P<0.001).",
        "Pain fell by 2.1 points (P = 0.03), and weight by 1 kg (P = 0.4).",
        "Trials were alike (p = 0.98), and their effect was -0.6 (95% CI: -0.9, -0.4).",
        "Bathing is not contraindicated in old age.",
        "The effect was independent of age.",
        "Whether this is causal cannot be determined.",
        "Mortality was lower in those on oxygen but not among those receiving no support.",
        "It was used with care to avoid false negative results.",
    ],
)
def test_a_gap_a_harm_that_did_not_come_and_who_is_meant_are_none(text):
    assert not is_negative(text)
