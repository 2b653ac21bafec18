"""What is said of drafts, and of papers that are not complete."""

from pathlib import Path

import pytest

from scicomm_bot.domain.drafts import not_ready
from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.paper import UNKNOWN_STUDY, Content
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.fidelity import check_posts, draft_remarks
from support.paper_samples import PAPER

FINDING = PAPER.findings[0]
DRAFT = FINDING.model_copy(update={"draft": True})


def paper(*findings, **fields):
    return PAPER.model_copy(update={"findings": findings, **fields})


def post(finding, of, text):
    return Post(f"p/{finding.id}", "p", "finding", text, len(text), 15_000, "a:1", obstacle=not_ready(of, finding))


def remarks(of):
    return {
        one: [(remark.rule, remark.level, remark.brief) for remark in several]
        for one, several in draft_remarks(Content(papers=(of,)), lambda *_: Path("posts.yaml")).items()
    }


def checked(*texts, findings):
    of = paper(*findings)
    pairs = zip(findings, texts, strict=True)
    return check_posts([post(one, of, text) for one, text in pairs], Content(papers=(of,)))


def test_drafts_are_told_once_for_a_paper():
    others = [DRAFT.model_copy(update={"id": name}) for name in "abc"]
    assert remarks(paper(FINDING, *others)) == {
        "p/a": [
            (
                "draft",
                Level.INFO,
                "3 findings are drafts: written for colleagues, not yet for readers; write each and take `draft` away.",
            )
        ]
    }


def test_one_draft_is_told_as_one():
    ((_, _, brief),) = remarks(paper(DRAFT))["p/f"]
    assert brief.startswith("1 finding is a draft: written for colleagues, not yet for readers; write it and take")


def test_what_a_paper_lacks_is_told_at_its_authors_where_it_has_no_findings():
    (one,) = remarks(paper(study=UNKNOWN_STUDY, abstract=""))["p/authors"]
    assert one[:2] == ("incomplete", Level.INFO)
    assert one[2].startswith("of the paper p, `study` and `abstract` are missing, so nothing of it goes out;")


@pytest.mark.parametrize("text", ["x" * 300, "@nobody", "It cures 45% of them."])
def test_what_is_found_in_a_draft_is_information_and_blocks_and_asks_nothing(text):
    (one,) = checked(text, findings=[DRAFT])
    assert {remark.level for remark in one.remarks} == {Level.INFO}
    assert (one.blocked, one.asking) == (False, False)
    assert any("once it is no draft: " in remark.message for remark in one.remarks)


def test_the_same_text_counts_as_soon_as_it_is_no_draft():
    assert checked("x" * 300, findings=[FINDING])[0].blocked


def test_a_post_is_not_compared_with_a_draft():
    other = FINDING.model_copy(update={"id": "g"})
    first, second = checked("The same text.", "The same text.", findings=[DRAFT, other])
    assert "duplicate" not in {remark.rule for one in (first, second) for remark in one.remarks}


def test_without_an_abstract_no_quotation_is_missing():
    of = paper(DRAFT, abstract="")
    (one,) = check_posts([post(DRAFT, of, "A text.")], Content(papers=(of,)))
    assert "evidence-missing" not in {remark.rule for remark in one.remarks}


@pytest.mark.parametrize(
    ("of", "finding", "code"),
    [
        (paper(DRAFT), DRAFT, ObstacleCode.DRAFT),
        (paper(DRAFT), None, ObstacleCode.INCOMPLETE),
        (paper(), None, ObstacleCode.INCOMPLETE),
        (paper(DRAFT, abstract=""), None, ObstacleCode.INCOMPLETE),
        (paper(DRAFT, FINDING), None, None),
        (paper(DRAFT, FINDING), FINDING, None),
    ],
)
def test_a_post_is_held_while_it_is_a_draft_or_its_paper_has_nothing_for_readers(of, finding, code):
    obstacle = not_ready(of, finding)
    assert (obstacle and obstacle.code) == code
