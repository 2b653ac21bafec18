"""Whom a post credits with the work."""

import pytest

from scicomm_bot.domain.paper import Author, Study
from scicomm_bot.fidelity.rules.attribution import attribution
from support.fidelity_samples import found, paper_with

FIVE = tuple(
    Author(name=name, affiliation=affiliation, institution=institution)
    for name, affiliation, institution in [
        ("Doe J", "Medical Doctor of Saveh Healthcare Network, Saveh, Iran", "Saveh Healthcare Network"),
        ("Roe R", "Shahid Chamran University of Ahvaz, Ahvaz, Iran", "Shahid Chamran University of Ahvaz"),
        (
            "Poe E",
            "School of Medicine, Tehran University of Medical Sciences, Tehran, Iran",
            "Tehran University of Medical Sciences",
        ),
        (
            "Moe M",
            "Medical School, Arak University of Medical Sciences, Arak, Iran",
            "Arak University of Medical Sciences",
        ),
        (
            "Zoe Z",
            "North Khorasan University of Medical Sciences, Bojnourd, Iran",
            "North Khorasan University of Medical Sciences",
        ),
    ]
)
REVIEW = paper_with(authors=FIVE)
OURS = tuple(Author(name=f"A{n}", affiliation="Example University, Exampletown, Austria") for n in range(3))


@pytest.mark.parametrize(
    "text",
    [
        "Tehran University scientists discover that G-CSF protects nerves",
        "Scientists at Tehran University of Medical Sciences reviewed G-CSF",
        "Researchers from the University of Tehran report a benefit in mice",
        "A Tehran University of Medical Sciences study",
        "TUMS researchers review G-CSF",
        "Tehran researchers review G-CSF",
        "A team from Tehran looked at G-CSF",
        "According to Tehran University of Medical Sciences, mice lived longer",
        "Tehran University of Medical Sciences reviews G-CSF",
        "A review by Arak University of Medical Sciences",
        "Harvard scientists review G-CSF",
        "Researchers at Stanford University report it",
    ],
)
def test_credit_to_one_place_is_found(text):
    assert found(attribution, text, paper=REVIEW), text


@pytest.mark.parametrize(
    "text",
    [
        "One of five authors is at Tehran University of Medical Sciences",
        "One of the five authors of the review is at Tehran University of Medical Sciences.",
        "A co-author is at Tehran University of Medical Sciences",
        "A review in A Journal reports it",
        (
            "The review was written by Doe J (Saveh Healthcare Network); Roe R (Shahid Chamran University of Ahvaz); "
            "Poe E (Tehran University of Medical Sciences); Moe M (Arak University of Medical Sciences); "
            "Zoe Z (North Khorasan University of Medical Sciences)."
        ),
        "Five authors in Iran reviewed G-CSF",
        "People in Tehran took part",
        "The authors are at five institutions; one is Tehran University of Medical Sciences.",
        "The mice were kept in Arak",
    ],
)
def test_a_fair_share_or_no_credit_passes(text):
    assert not found(attribution, text, paper=REVIEW), text


def test_a_place_of_most_authors_may_be_credited():
    trial = paper_with(authors=OURS, study=Study(kind="trial", peer_reviewed=True, on=("people",)))
    assert not found(attribution, "Scientists at Example University report that people slept longer", paper=trial)


def test_a_review_is_no_discovery_even_of_the_place_of_all_authors():
    review = paper_with(authors=OURS)
    assert found(attribution, "Example University scientists discover a benefit", paper=review)
    assert not found(attribution, "Example University scientists review a benefit", paper=review)


def test_the_message_counts_the_authors():
    (one,) = found(attribution, "Tehran University scientists review G-CSF", paper=REVIEW)
    assert "1 of 5 authors" in one.what


GROUP = (
    Author(name="Aguet F", affiliation="Example University", institution="Example University"),
    Author(name="Kerr A"),
    Author(name="GTEx Consortium"),
)


def test_a_post_that_names_every_author_credits_no_place():
    text = "The review was written by Aguet F (Example University); Kerr A; GTEx Consortium."
    assert found(attribution, text, paper=paper_with(authors=GROUP), kind="authors") == []


def test_a_place_is_told_as_the_paper_writes_it():
    (one,) = found(
        attribution, "Scientists at Example University report a benefit in mice", paper=paper_with(authors=GROUP)
    )
    assert "“Example University”" in one.what


@pytest.mark.parametrize(
    "text",
    [
        "The work was funded by Tehran University of Medical Sciences",
        "Paid for by Tehran University, the review looks at G-CSF",
        "With money from researchers at Arak University of Medical Sciences",
        "The review, supported by the University of Tehran, looks at G-CSF",
        "A grant from Tehran University of Medical Sciences paid for it",
    ],
)
def test_who_paid_for_the_work_is_not_credited_with_it(text):
    assert not found(attribution, text, paper=REVIEW), text


def test_the_kind_of_study_is_told_with_its_article():
    one = paper_with(authors=FIVE, study=Study(kind="animal study", peer_reviewed=True, on=("animals",)))
    (remark,) = found(attribution, "Scientists at Tehran University of Medical Sciences extended lives", paper=one)
    assert "\u201can animal study in A Journal\u201d" in remark.instead


def test_authors_that_the_list_does_not_name_are_counted_and_not_placed():
    many = paper_with(authors=OURS, authors_more=900)
    (one,) = found(attribution, "Example University scientists discover that naps help", "Naps help.", paper=many)
    assert one.what == "the work is credited to “Example University”, where 3 of 3 named authors are"


def test_naming_those_that_the_list_names_is_not_naming_half_of_all():
    text = "A0 and A1, Example University scientists, report that naps help"
    assert found(attribution, text, "Naps help.", paper=paper_with(authors=OURS)) == []
    assert found(attribution, text, "Naps help.", paper=paper_with(authors=OURS, authors_more=900))
