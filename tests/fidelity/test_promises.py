"""Hype, proof and the title's promise."""

import pytest

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.promises import hype, proof, title_hype
from support.fidelity_samples import found, paper_with

HYPE = [
    "A breakthrough in ALS",
    "A promising therapy",
    "G-CSF shows promise in mice",
    "New hope for people with ALS",
    "Hopefully, it helps people",
    "A game-changer for ALS",
    "A gamechanger",
    "Revolutionary: G-CSF",
    "Could this revolutionise treatment?",
    "Groundbreaking work on nerve cells",
    "Ground-breaking work",
    "Exciting results in mice",
    "Amazing: mice lived longer",
    "Unprecedented survival in mice",
    "A landmark study of ALS",
    "The first-ever look at it",
    "Encouraging results in mice",
    "Remarkable: mice lived longer",
    "G-CSF opens a new era",
    "Survival in mice #Breakthrough",
    "Survival in mice #HopeForALS",
    "Survival in mice #GameChanger",
    "Dramatic effects in mice",
    "A ray of light for families",
    "Good news for people with ALS",
    "This changes everything",
    "The holy grail of neurology",
    "We hope it helps",
]
NO_HYPE = [
    "In a mouse model of ALS, survival increased",
    "This is no breakthrough.",
    "Not a game-changer: studies in people did not reproduce it",
    "The results were not promising",
    "The City of Hope hospital took part",
    "Hope College took part",
    "Hope et al. reported it",
    "The HOPE-3 trial compared doses",
    "The novel coronavirus was studied",
    "A robust statistical model, with supportive care, in bright light",
    "Each mouse has a unique number",
    "Excitatory synapses were counted",
    "Excitotoxicity was lower",
    "Encouraging people to walk was compared with advice",
    "Breakthrough pain was counted",
    "The industrial revolution changed the air",
    "Anatomical landmarks were used",
    "G-CSF has a potential role in nervous system regeneration",
    "Two promises of payment were compromised",
]
PROOF = [
    "The review proves that G-CSF works in mice",
    "Proof that G-CSF works",
    "Proven: G-CSF protects nerve cells",
    "It is clinically proven",
    "Studies confirmed that G-CSF protects nerve cells",
    "This confirms earlier work",
    "Definitive evidence",
    "It shows conclusively that mice live longer",
    "Undeniable: mice lived longer",
    "No doubt, it works in mice",
    "The question is settled once and for all: it settles the debate",
    "Survival in mice #Proven",
    "There is irrefutable evidence",
]
NO_PROOF = [
    "Did trials confirm the mouse results? They did not.",
    "If larger trials confirm it, people may profit",
    "People with biopsy-proven disease took part",
    "Other studies should confirm these findings",
    "The review reports that survival increased in mice",
    "That does not prove that it helps people",
    "This is not proof.",
    "Studies in people did not confirm it",
    "Studies in people failed to confirm the results",
    "The result has yet to be confirmed",
    "The result needs to be confirmed in people",
    "Trials are needed to confirm it",
    "It awaits confirmation",
    "It remains unproven and unconfirmed",
    "A proof-of-concept study in mice",
    "People with laboratory-confirmed infection took part",
    "Confirmed cases were counted",
    "The data improve on it; the agency approved it",
    "Without proof in people, it stays a result in mice",
    "The evidence is inconclusive",
    "Whether the result can be confirmed in people is open",
]
TITLE = "Granulocyte-Colony Stimulating Factor (G-CSF): An Emerging Therapeutic Approach for ALS"
GCSF = paper_with("Clinical studies failed to clone pre-clinical results. G-CSF therapy was reviewed.", title=TITLE)


@pytest.mark.parametrize("text", HYPE)
def test_hype_is_found(text):
    assert found(hype, text), text


@pytest.mark.parametrize("text", NO_HYPE)
def test_what_praises_nothing_passes(text):
    assert not found(hype, text), text


def test_hype_is_told_once_with_all_its_words():
    (one,) = found(hype, "A promising breakthrough. Promising!")
    assert "\u201cpromising\u201d, \u201cbreakthrough\u201d" in one.what


@pytest.mark.parametrize("text", PROOF)
def test_what_is_called_settled_is_found(text):
    assert found(proof, text), text


@pytest.mark.parametrize("text", NO_PROOF)
def test_what_is_not_settled_passes(text):
    assert not found(proof, text), text


def test_confirmed_in_the_papers_own_words_passes_and_proven_does_not():
    quote = "The trial confirmed and proved the benefit."
    assert not found(proof, "The trial confirmed the benefit", quote)
    assert found(proof, "The trial proved the benefit", quote)


def test_a_confirmation_that_the_evidence_denies_excuses_nothing():
    assert found(proof, "Studies in people confirmed it", "Studies in people did not confirm the results.")


@pytest.mark.parametrize(
    "text",
    [
        "G-CSF is an emerging therapeutic approach for ALS",
        "G-CSF: an emerging therapy for ALS",
        "An emerging treatment: G-CSF",
        "G-CSF emerges as a treatment of ALS",
        "An emerging approach to ALS",
        "Granulocyte-Colony Stimulating Factor (G-CSF): An Emerging Therapeutic Approach for ALS",
        "G-CSF #EmergingTherapy",
    ],
)
def test_the_titles_promise_as_a_claim_is_found(text):
    assert found(title_hype, text, paper=GCSF), text


@pytest.mark.parametrize(
    "text",
    [
        f"The review is titled \u201c{TITLE}\u201d",
        "The review, \u201cAn Emerging Therapeutic Approach for ALS\u201d, looks at studies in mice",
        "A review looks at studies of G-CSF therapy in ALS",
        "G-CSF is not an emerging therapy",
        "Emerging infections were studied",
    ],
)
def test_a_title_that_is_quoted_as_one_passes(text):
    assert not found(title_hype, text, paper=GCSF), text


def test_what_the_abstract_says_too_is_not_the_title_alone():
    paper = paper_with("G-CSF is an emerging therapy.", title=TITLE)
    assert not found(title_hype, "G-CSF is an emerging therapy", paper=paper)


def test_praise_and_proof_ask():
    assert (hype.level, proof.level) == (Level.QUESTION, Level.QUESTION)
