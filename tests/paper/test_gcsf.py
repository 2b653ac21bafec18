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
def posts(shipped, cli) -> list[dict]:
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


def test_there_are_seven_posts_at_most_and_the_main_point_comes_first(posts):
    assert len(posts) <= 7
    assert re.search(r"Mice .* lived longer.*people .*failed to repeat", posts[0]["text"])


def test_every_post_that_tells_of_a_benefit_tells_of_the_studies_in_people(posts):
    texts = {post["id"].partition("/")[2]: post["text"] for post in posts}
    for name in ("studies-in-people", "five-activities", "what-the-review-did", "source"):
        assert re.search(r"people[^.]*(did not|failed to) repeat|in people[^.]*not repeated", texts[name]), name


def test_all_that_the_review_tells_is_covered(posts):
    text = "\n".join(post["text"] for post in posts)
    activities = ["nerve cells regrow", "fewer of them die", "stem cells", "inflammation", "vessels form"]
    for told in [
        *activities,
        "G-CSF",
        "growth factor",
        "ALS",
        "Mice",
        "in people",
        "aim",
        "Jafarzadeh F",
        "rimpacts.com",
    ]:
        assert told in text, told


def test_no_two_posts_begin_or_tell_of_the_negative_result_alike(posts):
    openings = [post["text"].split()[0] for post in posts]
    assert len(set(openings[:5])) == 5
    told = [one for post in posts for one in re.findall(r"(?:failed to|did not|were not) repeat\w*[^.]*", post["text"])]
    assert len(set(told)) == len(told)


def test_each_abbreviation_is_explained_where_it_is_read_first(posts):
    for post in posts[:5]:
        for short in ("ALS", "G-CSF"):
            if short in (bare := re.sub(r"#\w+", "", post["text"])):
                assert re.search(rf"{short} \(|\({short}\)", bare), (post["id"], short)


def test_nothing_that_was_posted_under_an_old_id_is_posted_again(paper):
    new = {finding.id: finding.was for finding in paper.findings}
    before = {finding.id for finding in load(ROOT / "tests/before/files/posts.yaml").content.papers[0].findings}
    assert before <= {*new, *(old for was in new.values() for old in was)}


def test_the_first_post_carries_the_three_labels(posts):
    assert "\nPeer-reviewed review; animal and human studies.\n" in posts[0]["text"]


def test_the_authors_post_names_all_five(paper, posts):
    assert all(author.name in posts[-2]["text"] for author in paper.authors)


def test_what_the_paper_is_said_to_be(paper):
    assert (paper.study.kind, paper.study.peer_reviewed, paper.study.on) == ("review", True, ("animals", "people"))
