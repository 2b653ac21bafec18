"""The G-CSF paper's posts say only what its public page says."""

import json
import os
import re
from pathlib import Path

import pytest

from scicomm_bot.characters.fold import fold
from scicomm_bot.content import load

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(os.environ.get("SCICOMM_SHARED", ROOT.parent / "shared")) / "source-paper/gcsf-als-page.txt"


@pytest.fixture(scope="module")
def paper():
    (one,) = load(ROOT / "posts.yaml").content.papers
    return one


@pytest.fixture(scope="module")
def page() -> str:
    if not PAGE.is_file():
        pytest.skip(f"the paper's page is not in {PAGE}; it is kept outside of the repository")
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture
def posts(project, cli) -> list[dict]:
    return json.loads(cli("preview", "--json").out)["posts"]


def test_the_abstract_is_on_the_page_word_for_word(paper, page):
    assert fold(paper.abstract) in fold(page)


def test_the_abstract_is_whole(paper, page):
    between = fold(page).partition("Abstract ")[2].partition(" © 2022")[0]
    assert fold(paper.abstract) == between


def test_the_title_is_that_of_the_page_in_proper_case(paper, page):
    assert fold(paper.title).casefold() in fold(page).casefold()
    assert "(G-CSF)" in paper.title
    assert "(ALS)" in paper.title


def test_all_five_authors_are_there_in_order_with_their_affiliations(paper, page):
    assert len(paper.authors) == 5
    folded = fold(page)
    at = [folded.index(author.name) for author in paper.authors]
    assert at == sorted(at)
    assert all(fold(author.affiliation) in folded for author in paper.authors)


def test_journal_and_address_are_those_of_the_record(paper, page):
    assert paper.journal in page
    assert paper.url == "https://www.rimpacts.com/rd/p.aspx?c=10052360063"
    assert (paper.year, paper.issue, paper.pages) == (2023, "3", "763-771")


def test_no_doi_is_invented(paper, posts):
    assert paper.doi is None
    assert not re.search(r"10\.\d{4}|doi", "".join(post["text"] for post in posts), re.IGNORECASE)


def test_every_number_in_a_post_is_in_the_source_or_the_record(paper, posts):
    known = set(
        re.findall(
            r"\d+(?:\.\d+)?", f"{paper.abstract} {paper.title} {paper.pages} {paper.issue} {paper.year} {paper.url}"
        )
    )
    for post in posts:
        assert set(re.findall(r"\d+(?:\.\d+)?", post["text"])) <= known


def test_every_post_that_tells_of_a_benefit_tells_of_the_studies_in_people(paper, posts):
    texts = {post["id"].partition("/")[2]: post["text"] for post in posts}
    about_benefit = {
        "nerve-cells",
        "blood-and-inflammation",
        "efficacy-in-mice",
        "survival-in-mice",
        "studies-in-people",
        "what-the-review-did",
    }
    for name in about_benefit:
        assert re.search(r"in people[^.]*(did not|failed to) reproduce", texts[name]), name


def test_every_post_on_mice_says_so_before_the_benefit(posts):
    texts = {post["id"].partition("/")[2]: post["text"] for post in posts}
    for name in ("efficacy-in-mice", "survival-in-mice"):
        assert texts[name].index("mice") < texts[name].index("G-CSF")


def test_the_first_post_carries_the_three_labels(posts):
    assert posts[0]["text"].startswith("Peer-reviewed review; animal and human studies.")


def test_the_authors_post_names_all_five(paper, posts):
    assert all(author.name in posts[-2]["text"] for author in paper.authors)


def test_what_the_paper_is_said_to_be(paper):
    assert (paper.study.kind, paper.study.peer_reviewed, paper.study.on) == ("review", True, ("animals", "people"))
