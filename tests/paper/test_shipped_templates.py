"""The templates that come with the program, with papers of every shape."""

import re
from itertools import product
from pathlib import Path

import pytest

from scicomm_bot.domain.paper import Author, Content, Study
from scicomm_bot.domain.study import KINDS
from scicomm_bot.medium.length import urls
from scicomm_bot.render import Templates, render_posts
from support.paper_samples import PAPER

TEMPLATES = Templates(Path(__file__).resolve().parents[2] / "templates")


class Places:
    folder = Path()

    """No value stands anywhere."""

    def place(self, *where):
        return "nowhere"


def texts(**changes) -> dict[str, str]:
    """Return the posts of a changed paper."""
    posts = render_posts(Content(papers=(PAPER.model_copy(update=changes),)), TEMPLATES, Places())
    assert [post.remarks for post in posts] == [()] * len(posts)
    return {post.id.partition("/")[2]: post.text for post in posts}


def authors(count: int, institution: str | None = None) -> tuple[Author, ...]:
    return tuple(Author(name=f"Doe{n} J", affiliation="Here", institution=institution) for n in range(count))


@pytest.mark.parametrize(
    ("count", "institution", "ends"),
    [
        (1, None, "was written by Doe0 J."),
        (2, None, "was written by Doe0 J and Doe1 J."),
        (3, None, "was written by Doe0 J, Doe1 J and Doe2 J."),
        (3, "Here", "was written by Doe0 J (Here); Doe1 J (Here) and Doe2 J (Here)."),
        (2, "Here", "was written by Doe0 J (Here) and Doe1 J (Here)."),
        (40, None, "was written by Doe0 J and 39 others."),
        (3000, "Here", "was written by Doe0 J and 2999 others."),
    ],
)
def test_the_authors_post_names_as_many_as_fit(count, institution, ends):
    assert texts(authors=authors(count, institution))["authors"].endswith(ends)


@pytest.mark.parametrize(
    ("issue", "pages", "url", "doi"),
    list(product([None, "3"], [None, "7-9"], [None, "https://example.org/x"], [None, "10.1000/x"])),
)
def test_the_source_post_says_what_is_known_and_nothing_else(issue, pages, url, doi):
    text = texts(issue=issue, pages=pages, url=url, doi=doi)["source"]
    assert "None" not in text
    assert ("issue 3" in text, "pp. 7-9" in text) == (bool(issue), bool(pages))
    assert text.endswith(url or (f"doi:{doi}" if doi else "7-9" if pages else "3" if issue else "2023"))


@pytest.mark.parametrize("reviewed", [True, False])
@pytest.mark.parametrize("on", [("people",), ("animals", "people"), ("cells", "animals", "people")], ids=str)
def test_the_first_post_says_whether_it_was_reviewed_what_kind_it_is_and_what_was_studied(reviewed, on):
    words = {"people": "human", "animals": "animal", "cells": "cell"}
    text = texts(study=Study(kind="trial", peer_reviewed=reviewed, on=on))["f"]
    label = f"{'Peer-reviewed' if reviewed else 'Not peer-reviewed'} trial; {' and '.join(words[one] for one in on)} studies."
    assert text == f"A finding.\n\n{label}\nA Journal, 2023"


@pytest.mark.parametrize(
    ("on", "label"),
    [
        (("animals",), "Peer-reviewed animal study.\n"),
        (("animals", "cells"), "Peer-reviewed animal study; animal and cell studies.\n"),
    ],
)
def test_an_animal_study_on_animals_alone_says_animal_once(on, label):
    study = Study(kind="animal study", peer_reviewed=True, on=on)
    assert label in "\n".join(texts(study=study).values())


def every_post(kind: str, *, on=("people",), **more) -> str:
    shown = texts(study=Study(kind=kind, on=on, **{"peer_reviewed": True} | more))
    return "\n".join(shown.values())


@pytest.mark.parametrize("reviewed", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_study_reads_well(kind, reviewed):
    text = every_post(kind, peer_reviewed=reviewed).replace("The source of these posts is an other", "")
    assert not re.search(r"\ba [aeiou]|\ban [^aeiou]|\bother\b|None|  ", text), text


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_of_people_where_nothing_alive_was_studied(kind):
    text = every_post(kind, on=())
    assert not re.search(r"human|people|; |\bin \.| studies", text), text
    assert "Peer-reviewed" in text


def test_a_preprint_is_called_one_in_every_post():
    assert texts(study=Study(kind="cohort study", peer_reviewed=False, preprint=True, on=("people",))) == {
        "f": "A finding.\n\nPreprint, not peer-reviewed: cohort study in people.\nA Journal, 2023",
        "authors": "The preprint on A Journal (2023) was written by Doe J and Roe R.",
        "source": "The source of these posts is a preprint, not peer-reviewed:\n\n\u201cA title\u201d\nA Journal 2023",
    }


def test_a_finding_too_long_for_the_journal_s_name_goes_without():
    finding = PAPER.findings[0].model_copy(update={"text": "word " * 45 + "end."})
    second = finding.model_copy(update={"id": "g"})
    shown = texts(findings=(PAPER.findings[0], second), journal="A Journal with Quite a Long Name of Many Words Indeed")
    assert shown["g"].endswith("end.")


def test_a_short_wording_is_taken_where_the_long_one_does_not_fit():
    finding = PAPER.findings[0].model_copy(update={"text": "x" * 300, "short": "Shorter."})
    assert "Shorter." in texts(findings=(finding,))["f"]


def test_the_source_post_without_doi_holds_no_link_of_a_doi_that_x_takes_for_one():
    sici = "10.1002/(SICI)1096-9861(19960129)365:1<113::AID-CNE9>3.0.CO;2-6"
    names = PAPER.templates.model_copy(update={"source": "source-without-doi.txt.j2"})
    text = texts(doi=sici, pages="7-9", templates=names)["source"]
    assert text.endswith("pp. 7-9")
    assert urls(text) == []
    assert urls(texts(doi=sici)["source"]) == ["3.0.CO"]
