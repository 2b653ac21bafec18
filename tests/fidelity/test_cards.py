"""A card says nothing that neither its post nor the paper's record says."""

from dataclasses import replace

import pytest

from scicomm_bot.domain.card import CardLine, Credit, Label
from scicomm_bot.domain.paper import Study
from scicomm_bot.domain.post import PostImage
from scicomm_bot.fidelity.rules.cards import card_adds
from support.card_samples import CARD
from support.fidelity_samples import found, paper_with

PAPER = paper_with("Mice lived longer.", doi="10.5555/a")
POST = "In mice, survival rose."
FAITHFUL = replace(
    CARD,
    lines=(CardLine(POST),),
    labels=(Label("review", "kind", ("review",)), Label("in mice", "on", ("mice",))),
    credits=(
        Credit("Doe J and Roe R", "authors"),
        Credit("A Journal, 2023", "journal"),
        Credit("doi:10.5555/a", "doi"),
    ),
)


def added(card, paper=PAPER):
    image = PostImage("f.png", "0", "A card.", card=card)
    return [
        one.what for one in found(card_adds, POST, ("Mice lived longer.", "animals"), paper=paper, pictures=(image,))
    ]


def test_a_card_that_adds_nothing_passes():
    assert added(FAITHFUL) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"lines": (CardLine("In mice, survival rose and rose."),)},
        {"lines": (CardLine(POST), CardLine("A cure!"))},
        {"labels": (Label("in people", "on", ("people",)),)},
        {"labels": (Label("in cells", "on", ("cells",)),)},
        {"labels": (Label("trial", "kind", ("trial",)),)},
        {"labels": (Label("preprint", "status", ("preprint",)),)},
        {"credits": (Credit("Poe P", "authors"),)},
        {"credits": (Credit("Doe J and 99 others", "authors"),)},
        {"credits": (Credit("Another Journal, 2023", "journal"),)},
        {"credits": (Credit("A Journal, 2024", "journal"),)},
        {"credits": (Credit("doi:10.5555/b", "doi"),)},
    ],
)
def test_each_thing_that_a_card_adds_is_named(changed):
    assert len(added(replace(FAITHFUL, **changed))) == 1


@pytest.mark.parametrize(
    ("study", "said"),
    [
        (Study(kind="review", peer_reviewed=False), "not reviewed"),
        (Study(kind="review", peer_reviewed=False, preprint=True), "preprint"),
        (Study(kind="review", peer_reviewed=True, preprint=True), "reviewed preprint"),
    ],
)
def test_what_the_record_says_of_the_review_passes(study, said):
    card = replace(FAITHFUL, labels=(Label("x", "status", (said,)),))
    assert added(card, PAPER.model_copy(update={"study": study})) == []
    other = "preprint" if said == "not reviewed" else "not reviewed"
    assert added(replace(card, labels=(Label("x", "status", (other,)),)), PAPER.model_copy(update={"study": study}))


def test_persian_digits_are_the_same_numbers():
    card = replace(FAITHFUL, credits=(Credit("A Journal، سال ۲۰۲۳", "journal"),))
    assert added(card) == []
