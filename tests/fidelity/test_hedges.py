"""A doubt that the post has lost."""

import pytest

from scicomm_bot.fidelity.rules.hedges import hedge_lost, model_as_fact
from support.fidelity_samples import found

MAY = "The drug may delay death by protecting nerve cells."
MODEL = "The model projected 310 cases of measles in the region within a year."


@pytest.mark.parametrize(
    "text",
    [
        "The drug delays death by protecting nerve cells",
        "How? The drug delays death: it protects nerve cells",
        "Protecting nerve cells, the drug delayed death in mice",
    ],
)
def test_a_may_that_is_lost_is_asked_about(text):
    assert found(hedge_lost, text, MAY)


@pytest.mark.parametrize(
    "text",
    [
        "The drug might delay death by protecting nerve cells",
        "Perhaps the drug delays death by protecting nerve cells",
        "The authors think that the drug delays death by protecting nerve cells",
        "Does the drug delay death by protecting nerve cells?",
        "If the drug delays death, it protects nerve cells",
        "The drug was given to mice",
    ],
)
def test_a_doubt_in_other_words_passes(text):
    assert not found(hedge_lost, text, MAY)


def test_what_another_sentence_says_for_sure_passes():
    sure = f"{MAY} Death was delayed by three weeks, and nerve cells were protected."
    assert not found(hedge_lost, "Death was delayed, and nerve cells were protected", sure)


def test_a_projection_told_as_seen_is_asked_about():
    assert found(model_as_fact, "Measles made 310 people in the region ill within a year", MODEL)


@pytest.mark.parametrize(
    "text",
    [
        "A model projects 310 cases of measles within a year",
        "Measles could make 310 people ill, a computer says",
        "In this scenario, 310 people fall ill",
        "By simulation: 310 cases",
    ],
)
def test_a_projection_told_as_one_passes(text):
    assert not found(model_as_fact, text, MODEL)
