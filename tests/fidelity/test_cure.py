"""Promises of a cure."""

import pytest

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.cure import cure
from support.fidelity_samples import found, paper_with

BAD = [
    "G-CSF stops motor neurons from degenerating.",
    "Has ALS been cured in mice?",
    "G-CSF #StopALS",
    "In rats, it reverses spinal cord injury.",
    "A cure for ALS?",
    "Is this the cure for ALS?",
    "Is there a cure? Not yet.",
    "G-CSF cures ALS",
    "G-CSF could cure ALS one day.",
    "ALS may soon be curable.",
    "Not just a treatment, but a cure.",
    "G-CSF is nothing short of a miracle",
    "A miracle drug for the nerves",
    "A growth factor that reverses ALS",
    "G-CSF reverses paralysis in mice",
    "Memory loss reversed in mice!",
    "G-CSF stops ALS in its tracks",
    "It stops the progression of the disease.",
    "A drug that halts motor neuron degeneration",
    "G-CSF beats ALS",
    "Can we beat ALS with a blood factor?",
    "ALS can finally be beaten.",
    "ALS was stopped in mice.",
    "The end of ALS is near",
    "G-CSF could put an end to ALS",
    "Scientists want to eradicate dementia with it",
    "It wipes out the disease",
    "A magic bullet against ALS",
    "G-CSF: new growth factor studied in mice. #CureALS",
    "G-CSF was studied in mice. #ALSCure",
    "G-CSF was studied in mice. #ALSisCurable",
    "G-CSF was studied in mice. #EndALS",
    "G-CSF was studied in mice. #cureals",
    "ALS CURE FOUND",
    "A panacea for nerve disease",
    "G-CSF stops nerve cells from dying",
    "No side effects, and it cures ALS",
    "ALS is no longer incurable",
    "G-CSF heals paralysis",
    "The antidote to ALS",
    "It does not only slow ALS, it cures it",
]
GOOD = [
    "Neither a cure nor a breakthrough: a review of earlier studies.",
    "So far, no trial has shown that G-CSF stops ALS.",
    "There is still no cure for ALS, and this review does not offer one.",
    "That was not the end: clinical studies did not reproduce it.",
    "G-CSF was studied in ALS",
    "G-CSF is not a cure.",
    "There is no cure for ALS.",
    "No cure for ALS is known.",
    "This is not a cure for ALS: studies in people did not reproduce the benefit.",
    "G-CSF does not cure ALS",
    "The drug doesn't stop ALS.",
    "It does not slow, stop or reverse ALS.",
    "It did not stop, slow, or reverse the disease.",
    "ALS cannot be cured.",
    "A cure for ALS has not been found.",
    "A cure remains elusive.",
    "A cure for the disease does not exist",
    "A cure for ALS? No: studies in people did not reproduce the benefit.",
    "That it cures ALS is not shown.",
    "There is no evidence that G-CSF cures ALS.",
    "It is too early to speak of a cure",
    "The review reports a benefit in mice, not a cure.",
    "ALS is incurable.",
    "The heart beats 70 times per minute",
    "The trial was stopped early.",
    "Participants stopped treatment because of disease progression.",
    "Patients stopped G-CSF after six months.",
    "The study ended in 2019.",
    "The mice were followed until the end of the disease course",
    "People with end-stage ALS took part",
    "They waited at bus stops",
    "Reverse transcription was measured",
    "Cells were followed until they stopped dividing",
    "The results were secure; the procured samples were stored",
    "The CURE-ALS trial looked at it",
    "The ALS trial stopped recruiting.",
    "G-CSF inhibits apoptosis, a form of cell death",
    "At the end of treatment, symptoms were counted",
    "Light-cured resin was compared",
    "The order of the tests was reversed",
    "Surgery with curative intent",
    "Survival was measured from the first symptoms to the end of follow-up",
    "G-CSF increased survival in mice. #ALS #ALSResearch",
]


def said(text: str, *evidence: str) -> list:
    return found(cure, text, *(evidence or ("G-CSF was studied in ALS.",)))


@pytest.mark.parametrize("text", BAD)
def test_a_promise_of_a_cure_is_found(text):
    assert said(text), text


@pytest.mark.parametrize("text", GOOD)
def test_what_is_denied_or_plain_passes(text):
    assert not said(text), text


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The drug cures hepatitis C.", "The drug cured hepatitis C."),
        ("It reversed the paralysis of the mice", "G-CSF reversed paralysis in mice."),
        ("The treatment stops seizures and infection", "Treatment stopped the infection."),
    ],
)
def test_a_word_that_the_evidence_has_weighs_less(text, quote):
    assert {one.level for one in said(text, quote)} == {Level.WARNING}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("G-CSF cures ALS", "There is no cure for ALS."),
        ("G-CSF cures ALS", "G-CSF did not cure ALS in mice."),
        ("A miracle for people with ALS", "The drug cured hepatitis C."),
    ],
)
def test_evidence_that_denies_it_or_has_another_word_excuses_nothing(text, quote):
    assert {one.level for one in said(text, quote)} == {None}


def test_an_end_is_put_to_an_illness_only():
    assert said("The drug puts an end to chronic cough")
    assert not said("The trial puts an end to a debate")


def test_the_message_has_the_words():
    (one,) = said("A miracle drug for ALS")
    assert "\u201cmiracle\u201d promises a cure" in one.what


def test_a_hashtag_in_small_letters_is_cut_at_a_word_of_the_paper():
    paper = paper_with("G-CSF was studied in ALS.")
    assert found(cure, "Studied in mice #alscure", paper=paper)
    assert not found(cure, "Studied in mice #obscure", paper=paper)


def test_a_post_of_signs_alone_has_no_words_to_stumble_over():
    assert not said("\U0001f9ec\U0001f401 ...")
