"""The marks that publishers put on titles: what is one, what is a title about retractions, and what comes of it."""

import json
import time
from datetime import timedelta

import pytest

from scicomm_bot.domain.notice import BLOCKING_TYPES
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.domain.title_marks import title_mark
from scicomm_bot.fidelity import check_posts
from scicomm_bot.notices.answers import record_of
from scicomm_bot.notices.policy import Case, Trust, paper_state
from support.crossref_standin import PAPER as DOI
from support.crossref_standin import update, work
from support.paper_samples import PAPER
from support.samples import NOW

MARKED = {
    "RETRACTED: Naps in mice": "retraction",
    "RETRACTED ARTICLE: Naps in mice": "retraction",
    "RETRACTED CHAPTER: Naps in mice": "retraction",
    "RETRACTED - Naps in mice": "retraction",
    "RETRACTED\u2014Naps in mice": "retraction",
    "RETRACTED Naps in mice": "retraction",
    "RETRACTED. Naps in mice": "retraction",
    "RETRACTED: NAPS IN MICE": "retraction",
    "RETRACTED\uff1a Naps in mice": "retraction",
    "RE\u200bTRACTED: Naps in mice": "retraction",
    "<b>RETRACTED:</b> Naps in mice": "retraction",
    "[RETRACTED] Naps in mice": "retraction",
    "[Retracted] Naps in mice": "retraction",
    "Retracted Article: Naps in mice": "retraction",
    "Naps in mice (Retracted article. See vol. 7, pg. 3, 2020)": "retraction",
    "Naps in mice [RETRACTED]": "retraction",
    "RETRACTION: Naps in mice": "retraction",
    "PARTIAL RETRACTION: Naps in mice": "partial_retraction",
    "WITHDRAWN: Naps in mice": "withdrawal",
    "WITHDRAWAL: Naps in mice": "withdrawal",
    "REMOVED: Naps in mice": "removal",
    "TEMPORARY REMOVAL: Naps in mice": "removal",
    "EXPRESSION OF CONCERN: Naps in mice": "expression_of_concern",
    "EDITORIAL EXPRESSION OF CONCERN: Naps in mice": "expression_of_concern",
    "RETRACTION NOTE: Naps in mice": "retraction",
    "Retraction Note: Naps in mice": "retraction",
    "Retraction note to: Naps in mice": "retraction",
    "Retraction Statement: Naps in mice": "retraction",
    "Statement of Retraction: Naps in mice": "retraction",
    "Retraction notice to \u201cNaps in mice\u201d [J. Naps 3 (2020)]": "retraction",
    "Notice of retraction: Naps in mice": "retraction",
    "Notice of Retraction and Replacement. Doe et al. Naps.": "retraction",
    "RETRACTION OF: Naps in mice": "retraction",
    "RETRACTION OF \u201cNaps in mice\u201d": "retraction",
    "RETRACTION TO: Naps in mice": "retraction",
    "Naps in mice \u2014 RETRACTED": "retraction",
    "Naps in mice. RETRACTED": "retraction",
    "Naps in mice: RETRACTED ARTICLE.": "retraction",
    "Do mice nap? WITHDRAWN": "withdrawal",
    "ARTICLE RETRACTED: Naps in mice": "retraction",
    "ARTICLE WITHDRAWN: Naps in mice": "withdrawal",
    "THIS ARTICLE HAS BEEN RETRACTED: Naps in mice": "retraction",
    "RETRACTED AND REPUBLISHED: Naps in mice": "retraction",
    "RETRACTED AND REPLACED: Naps in mice": "retraction",
    "WITHDRAWAL NOTICE: Naps in mice": "withdrawal",
    "*RETRACTED* Naps in mice": "retraction",
    "**RETRACTED**: naps in mice": "retraction",
    "RETRACTED -- Naps in mice": "retraction",
    "<b>RETRACTED</b>: Naps in mice": "retraction",
    "&lt;b&gt;RETRACTED&lt;/b&gt;: Naps in mice": "retraction",
    "<p>RETRACTED</p> Naps in mice": "retraction",
    "{RETRACTED}: Naps in mice": "retraction",
    "\\textbf{RETRACTED:} Naps in mice": "retraction",
}
TITLES = [
    "Naps in mice",
    "Retracted articles in cardiology",
    "RETRACTED ARTICLES IN CARDIOLOGY: A REVIEW",
    "RETRACTED articles in cardiology",
    "Retraction of publications in medicine: a study",
    "Why papers are RETRACTED: a study",
    "Withdrawal: opioids and sleep",
    "WITHDRAWAL: OPIOIDS AND SLEEP",
    "WITHDRAWAL SYNDROME: a review",
    "Removal of tumours: a review",
    "Removed: children without a home",
    "Drugs (withdrawn) and their fate: a review",
    "Expression of concern in parents: a study",
    "Retraction notices in cardiology: a review",
    "Retraction notes in journals: a study",
    "Notice of retraction in medicine: a study",
    "Statements of retraction: a study",
    "Papers that were not RETRACTED: a study",
    "RETRACTION OF PUBLICATIONS IN MEDICINE: A STUDY",
    "What happens when papers are retracted",
    "Cited after the notice. Retracted papers in dentistry",
    "Tongue retraction: a study",
    "Note of withdrawal",
    "RETRACTED",
]


@pytest.mark.parametrize(("title", "kind"), MARKED.items())
def test_a_publisher_s_mark_says_what_became_of_the_paper(title, kind):
    mark = title_mark(title)
    assert mark is not None
    assert (mark.type, mark.sure) == (kind, True)
    assert kind in BLOCKING_TYPES


@pytest.mark.parametrize("title", TITLES)
def test_a_title_about_such_things_has_no_mark(title):
    assert title_mark(title) is None


@pytest.mark.parametrize(
    "title",
    [
        "Retracted: a memoir", "Withdrawn: naps in mice", "Expression of Concern: naps", "Retraction of: naps in mice",
        "This article has been retracted: naps", "Article retracted: naps", "Retracted and republished: naps",
        "Naps in mice. Retracted", "Naps in mice (retracted)", "Retracted \u2013 naps in mice", "Naps in mice \u2013 withdrawn", "Withdrawal notice: naps",
        "PAPERS AND THEIR FATE: RETRACTED",
    ],
)  # fmt: skip
def test_a_word_that_may_be_a_title_is_no_sure_mark(title):
    mark = title_mark(title)
    assert mark is not None
    assert not mark.sure


def remarks(title, kind="source"):
    paper = PAPER.model_copy(update={"title": title})
    one = Post(f"p/{kind}", "p", kind, "A text of it.", 13, 15_000, "posts.yaml:1")
    (checked,) = check_posts([one], Content(papers=(paper,)))
    return [remark for remark in checked.remarks if remark.rule == "retracted"]


@pytest.mark.parametrize("kind", ["finding", "authors", "source"])
def test_a_mark_in_the_file_blocks_every_post_of_the_paper(kind):
    (remark,) = remarks("RETRACTED: Naps in mice", kind)
    assert remark.level is Level.ERROR
    assert "the title of p has the mark \u201cRETRACTED:\u201d: the paper was retracted" in remark.message


def test_a_mark_in_the_file_leaves_a_correction_alone():
    assert remarks("RETRACTED: Naps in mice", "correction") == []


def test_a_mark_that_may_be_a_title_asks_a_person_to_look():
    assert [one.level for one in remarks("Retracted: Naps in mice")] == [Level.WARNING]


def record(title, **more):
    document = work(**more)
    document["message"]["title"] = title
    return record_of(json.dumps(document).encode(), DOI, "https://api.crossref.org", NOW)


@pytest.mark.parametrize(("title", "kind"), MARKED.items())
def test_a_mark_at_crossref_stops_the_paper_as_its_update_would(title, kind):
    found = record([title])
    assert found.stops is not None
    assert (found.stops.type, found.stops.sources) == (kind, ("title",))


def test_a_mark_beside_its_update_is_told_once():
    (only,) = record(["RETRACTED: Naps in mice"], by=[update()]).updates
    assert only.sources == ("publisher",)


def test_a_mark_beside_a_lesser_update_counts():
    assert record(["RETRACTED: Naps in mice"], by=[update("correction")]).stops.type == "retraction"


@pytest.mark.parametrize("title", [None, [], [""], "RETRACTED", [7], *([one] for one in TITLES)])
def test_a_title_without_a_mark_stops_nothing(title):
    assert record(title).stops is None


def test_a_mark_at_crossref_holds_whatever_a_person_said_and_is_told_in_plain_words():
    paper = PAPER.model_copy(update={"doi": DOI})
    state = paper_state(paper, record(["RETRACTED: Naps"]), NOW, Trust(timedelta(days=1), timedelta(days=30)))
    assert state.case is Case.STOPPED
    assert "was retracted (no notice named, according to the title of its record)" in state.message


@pytest.mark.parametrize("title", ["<b>" * 1_600, "RETRACTED " * 500, "- RETRACTED" * 400, ". " * 2_500, "*" * 5_000])
def test_a_long_title_is_read_at_once(title):
    began = time.process_time()
    title_mark(title)
    assert time.process_time() - began < 1
