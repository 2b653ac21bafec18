"""What the file of a paper may lack while all its findings are drafts, and not after."""

import pytest

from scicomm_bot.content import examine, load
from scicomm_bot.domain.paper import UnknownStudy
from support.draft_samples import ABSTRACT, FINDINGS, ONE_DRAFT, OTHER, STUDY, without
from support.yaml_samples import GOOD, changed, written

PARTS = {
    "authors": "    authors:\n      - {name: N, affiliation: A}\n",
    "journal": "    journal: J\n",
    "year": "    year: 2020\n",
    "study": STUDY,
    "abstract": ABSTRACT,
}


def told(text: str) -> list[str]:
    return [f"{problem.place.line}: {problem.message}" for problem in examine(written(text))[1]]


@pytest.mark.parametrize("name", PARTS)
def test_a_paper_of_drafts_alone_may_lack_a_part(name):
    (paper,) = load(written(without(ONE_DRAFT, PARTS[name]))).content.papers
    assert paper.missing == (name,)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_is_missing_beside_a_finding_for_readers_is_an_error_with_its_line(name):
    assert told(without(GOOD, PARTS[name])) == [f"5: papers.1: {name!r} is missing"]
    assert told(without(ONE_DRAFT, PARTS[name]) + OTHER) == [f"5: papers.1: {name!r} is missing"]


def test_a_paper_that_lacks_everything_lists_it_in_the_order_of_the_fields():
    (paper,) = load(written(without(ONE_DRAFT, *PARTS.values()))).content.papers
    assert paper.missing == ("authors", "journal", "year", "study", "abstract")


def test_a_study_that_is_missing_is_a_study_called_study_without_labels():
    study = load(written(without(ONE_DRAFT, STUDY))).content.papers[0].study
    assert isinstance(study, UnknownStudy)
    assert (study.name, study.a_name, study.label, study.review_status) == ("study", "a study", "", "")


@pytest.mark.parametrize("findings", ["    findings: []\n", ""])
def test_a_paper_that_lacks_a_part_may_have_no_findings_yet(findings):
    assert load(written(without(GOOD, ABSTRACT).replace(FINDINGS, findings))).content.papers[0].findings == ()


@pytest.mark.parametrize(
    ("findings", "problem"),
    [
        ("    findings: []\n", "15: papers.1.findings: must have an entry at least (a line that begins with `- `)"),
        ("", "5: papers.1: 'findings' is missing"),
    ],
)
def test_a_paper_that_has_everything_must_have_a_finding(findings, problem):
    (one,) = told(GOOD.replace(FINDINGS, findings))
    assert one.startswith(problem.replace("15:", "13:"))


@pytest.mark.parametrize("draft", ["yes", "1", '"true"', "maybe"])
def test_a_draft_is_true_or_false(draft):
    problems = told(changed("        text: A text.", f"        draft: {draft}\n        text: A text."))
    assert "papers.1.findings.1.draft: must be true or false" in problems[0]


def test_a_draft_that_is_false_is_for_readers():
    text = without(ONE_DRAFT.replace("draft: true", "draft: false"), STUDY)
    assert told(text) == ["5: papers.1: 'study' is missing"]


def test_a_part_that_is_there_and_empty_is_an_error_among_drafts_too():
    text = ONE_DRAFT.replace("abstract: Text of it. More of it.", 'abstract: ""')
    assert told(text) == ["12: papers.1.abstract: must not be empty, but is ''"]


def test_findings_that_are_no_list_do_not_make_a_paper_one_of_drafts():
    text = without(GOOD, STUDY).replace(FINDINGS, "    findings: soon\n")
    assert "papers.1: 'study' is missing" in told(text)[0]


def test_what_is_left_of_a_file_has_no_paper_that_lacks_a_part():
    document, _ = examine(written(without(GOOD, STUDY)))
    assert document is None


@pytest.mark.parametrize(("written_as", "says"), [("-1", "must be 0 or more"), ('"940"', "write it without quotes")])
def test_authors_more_is_a_count(written_as, says):
    assert says in told(changed("    journal: J", f"    authors_more: {written_as}\n    journal: J"))[0]


def test_an_author_needs_no_affiliation():
    assert load(written(changed(", affiliation: A}", "}"))).content.papers[0].authors[0].affiliation is None
