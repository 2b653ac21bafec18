"""A paper's record as people paste it: one line to each field, authors without a place, institutions in any spelling."""

import hashlib
import json
import unicodedata
from pathlib import Path

import pytest

from scicomm_bot.approval.state import evidence_hashes
from scicomm_bot.content import examine, load
from scicomm_bot.domain.doi import bare_doi
from scicomm_bot.render import Templates, render_posts
from support.yaml_samples import GOOD, changed, written

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LINES = changed(
    "title: T", "title: |\n      Sleep in\n          mice\n      and people", "journal: J", 'journal: "J\\nof X"'
)


def paper(text):
    return load(written(text)).content.papers[0]


def author(fields):
    return changed("{name: N, affiliation: A}", fields)


def posts(text):
    document = load(written(text))
    return {post.id: post for post in render_posts(document.content, Templates(TEMPLATES), document)}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_fields_of_the_record_are_one_line_however_they_are_broken(end):
    read = paper(LINES.replace("\n", end))
    assert (read.title, read.journal) == ("Sleep in mice and people", "J of X")


def test_a_name_and_an_affiliation_are_one_line_too():
    read = paper(author('{name: "Doe\\n  J", affiliation: "Ward 2,\\u2028 A", institution: "Ward 2,\\n A"}')).authors[0]
    assert (read.name, read.affiliation, read.institution) == ("Doe J", "Ward 2, A", "Ward 2, A")


def test_a_title_over_three_lines_is_one_line_in_the_post():
    assert "\u201cSleep in mice and people\u201d" in posts(LINES)["p/source"].text


def test_the_lines_of_a_finding_stay():
    text = changed("text: A text.", "text: |\n          A text.\n\n          #ALS")
    assert "A text.\n\n#ALS" in posts(text)["p/f"].text


def test_spaces_inside_of_a_line_stay_as_they_are():
    assert paper(changed("title: T", 'title: "a\\_b  c"')).title == "a\xa0b  c"


def test_the_evidence_of_a_record_is_that_of_its_lines_as_they_are_written():
    """So it was before lines were folded, and what was approved then stays approved."""
    content = load(written(LINES)).content
    record = {
        "id": "p", "title": "Sleep in\n    mice\nand people", "journal": "J\nof X", "year": 2020, "issue": None,
        "authors": [{"name": "N", "affiliation": "A", "institution": None}], "pages": None, "url": None, "doi": None,
        "study": {"kind": "review", "peer_reviewed": True, "on": ["people"]},
    }  # fmt: skip
    written_then = json.dumps(record, ensure_ascii=False, sort_keys=True)
    post = posts(LINES)["p/authors"]
    assert evidence_hashes([post], content)[post.id] == hashlib.sha256(written_then.encode()).hexdigest()


def test_an_author_may_have_no_affiliation():
    text = changed("- {name: N, affiliation: A}", "- {name: N, affiliation: A}\n      - name: The Sleep Consortium")
    assert paper(text).authors[1].affiliation is None
    assert posts(text)["p/authors"].text.endswith("was written by N and The Sleep Consortium.")


def test_an_institution_without_an_affiliation_is_told():
    _, (problem,) = examine(written(author("{name: N, institution: A}")))
    assert str(problem) == "posts.yaml:8: institution 'A' needs the affiliation of N in which it stands; add that"


SPELLINGS = [
    ("Charité – Universitätsmedizin Berlin", unicodedata.normalize("NFD", "Charité – Universitätsmedizin Berlin")),
    ("King\u2019s College London", "King's College London"),
    ("King\u2019s College London", "King\u02bcs College London"),
    ("University of\xa0Nowhere", "University  of Nowhere"),
    ("Inserm U1\u2011234", "Inserm U1-234"),
    ("Example\u200b University", "Example University"),
    ("University of Hawai\u02bbi", "University of Hawai'i"),
    ("University of Hawai\u02bbi", "University of Hawai\u2018i"),
    ("دانشگاه علوم پزشکی تهران", "دانشگاه علوم پزشكي تهران"),
    ("دانشگاه شهید بهشتی", "دانشگاه شهيد بهشتى"),
    ("دانشـــگاه تهران", "دانشگاه تهران"),
    ("Example University", "Example University."),
]


@pytest.mark.parametrize(("printed", "copied"), SPELLINGS)
def test_an_institution_is_the_same_in_another_spelling(printed, copied):
    for one, other in ((printed, copied), (copied, printed)):
        text = author(
            f"{{name: N, affiliation: {json.dumps(f'Ward 2, {one}, City')}, institution: {json.dumps(other)}}}"
        )
        assert paper(text).authors[0].institution is not None


@pytest.mark.parametrize(
    ("affiliation", "institution"),
    [
        ("北京大学医学部", "北京大学"),
        ("l'Hôtel-Dieu, Paris", "Hôtel-Dieu"),
        ("1Example Hospital, City", "Example Hospital"),
        ("Example Hospital2, City", "Example Hospital"),
        ("بجامعة القاهرة", "جامعة القاهرة"),
        ("Example Univ., City", "Example Univ."),
    ],
)
def test_an_institution_may_stand_beside_what_is_no_part_of_its_words(affiliation, institution):
    text = author(f"{{name: N, affiliation: {json.dumps(affiliation)}, institution: {json.dumps(institution)}}}")
    assert paper(text).authors[0].institution == institution


@pytest.mark.parametrize("half", ["Example Univ", "Example Univ.", "ample University", "Example University, Unit 1"])
def test_half_a_word_is_no_institution(half):
    _, (problem,) = examine(
        written(author(f'{{name: Doe J, affiliation: "Example University, Unit 12", institution: "{half}"}}'))
    )
    assert "does not stand in the affiliation of Doe J, 'Example University, Unit 12'; copy its name" in str(problem)


def test_an_institution_in_another_case_is_told_as_the_affiliation_has_it():
    _, (problem,) = examine(
        written(author('{name: Doe J, affiliation: "Example University, City", institution: EXAMPLE UNIVERSITY}'))
    )
    assert str(problem).endswith("write 'Example University'")


@pytest.mark.parametrize("other", ["king\u2019s College London", "Kings College London", "Queen's College London"])
def test_an_institution_in_other_letters_is_another(other):
    _, (problem,) = examine(
        written(author(f'{{name: N, affiliation: "King\'s College London", institution: "{other}"}}'))
    )
    assert "does not stand in the affiliation" in str(problem)


@pytest.mark.parametrize(
    "pasted",
    [
        "10.5555/(A)1:2&lt;3::B&gt;4;5-6", "10.5555/(A)1:2&#60;3::B&#x3E;4;5-6", "10.5555/(A)1:2&amp;lt;3::B&amp;gt;4;5-6",
        "https://doi.org/10.5555/(A)1:2%3C3::B%3E4;5-6", "10.5555/(A)1:2%253C3::B%253E4;5-6",
        "10.5555/(A)1:2<3::B>4;5-6/", "10.5555/(A)1:2<3::B>4;5-6..",
        "10.5555/(A)1:2<3::\u200bB>4;5-6", "\u202a10.5555/(A)1:2<3::B>4;5\u20116\u202c", "10.5555/(A)1:2<3::B>4;5-6&nbsp;",
        "10.5555/(A)1:2<3::B>4;5-6</a>", "&lt;10.5555/(A)1:2<3::B>4;5-6&gt;",
    ],
)  # fmt: skip
def test_a_doi_is_read_as_it_was_registered(pasted):
    assert bare_doi(pasted) == "10.5555/(A)1:2<3::B>4;5-6"


@pytest.mark.parametrize("doi", ["10.5555/a&b", "10.5555/a&copy2", "10.5555/a;b", "10.5555/a.b-c_d", "10.5555/a--b"])
def test_what_looks_like_an_encoding_and_is_none_stays(doi):
    assert bare_doi(doi) == doi


@pytest.mark.parametrize("pasted", ["10.5555/a%FFb", "10.5555/a&nbsp;b", "10.5555\\a", "10.5555//"])
def test_what_is_no_doi_behind_its_encoding_is_refused(pasted):
    assert bare_doi(pasted) is None


def test_the_good_file_has_no_lines_to_keep():
    assert paper(GOOD).as_written == {}
