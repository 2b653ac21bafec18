"""The rules on the form of a post."""

from dataclasses import replace
from pathlib import Path

import pytest

from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.errors import Place, Problem
from scicomm_bot.fidelity import check_posts
from scicomm_bot.medium.length import weighted_length
from support.paper_samples import PAPER


def post(text: str, post_id: str = "p/x", **others) -> Post:
    return Post(post_id, "p", "authors", text, weighted_length(text), 15_000, "posts.yaml:1", **others)


def rules(*posts: Post) -> list[list[str]]:
    """Return the rules that speak of each post."""
    return [[remark.rule for remark in one.remarks] for one in check_posts(posts, Content(papers=(PAPER,)))]


def message(one: Post) -> str:
    (remark,) = check_posts([one], Content(papers=(PAPER,)))[0].remarks
    assert remark.level is Level.ERROR
    return remark.message


def test_280_pass():
    assert rules(post("x" * 280)) == [[]]


@pytest.mark.parametrize(("text", "cut"), [("x" * 281, 1), ("x" * 300, 20), ("字" * 141, 2)])
def test_more_is_an_error_that_says_how_much_to_cut(text, cut):
    assert message(post(text)).startswith(f"{280 + cut} characters as X counts them, limit 280; cut {cut}")


def test_an_empty_text_is_an_error():
    assert "empty text" in message(post(""))


def test_an_empty_text_that_could_not_be_rendered_says_only_why():
    failed = post("", failure=Problem(Place(Path("finding.txt.j2"), 2), "why"))
    assert rules(failed) == [["template"]]
    assert message(failed) == "finding.txt.j2:2: why"


@pytest.mark.parametrize(
    "sign", ["\x07", "\r", "\x1b", "\u2028", "\u2029", "\ue000", "\uffff", "\U000e0fff"], ids=ascii
)
def test_a_sign_that_cannot_be_shown_is_an_error_that_names_it(sign):
    assert f"U+{ord(sign):04X}" in message(post(f"a{sign}b"))


@pytest.mark.parametrize("sign", ["\n", "é", "字", "👩‍🔬", "\u00a0", "\U0001fae9"], ids=ascii)
def test_signs_that_texts_need_pass(sign):
    assert rules(post(f"a{sign}b")) == [[]]


def test_a_hidden_sign_is_shown_in_its_word():
    assert "holds U+202E RIGHT-TO-LEFT OVERRIDE in “sur<U+202E>vival”;" in message(
        post("longer sur\u202evival of mice")
    )


def test_of_many_hidden_signs_the_first_are_shown_and_the_others_counted():
    told = message(post(" ".join(f"a{chr(code)}b" for code in range(0xE0020, 0xE0040))))
    assert told.count("<U+E") == 3
    assert "and 29 more" in told


def test_the_same_text_twice_is_an_error_of_the_second_that_names_the_first():
    first, second = post("same", "p/a"), post("same", "p/b")
    assert rules(first, second) == [[], ["duplicate"]]
    assert "the same text as p/a" in check_posts([first, second], Content(papers=(PAPER,)))[1].remarks[0].message


def test_two_empty_texts_are_no_duplicates():
    assert rules(post("", "p/a"), post("", "p/b")) == [["empty"], ["empty"]]


def test_what_was_said_before_stays_and_comes_first():
    warned = replace(post("x" * 281), remarks=(Remark("other", Level.WARNING, "why"),))
    assert rules(warned) == [["other", "length"]]


def test_evidence_is_looked_up_for_findings():
    broken = PAPER.findings[0].evidence[0].model_copy(update={"quote": "nix"})
    finding = PAPER.findings[0].model_copy(update={"evidence": (broken,)})
    content = Content(papers=(PAPER.model_copy(update={"findings": (finding,)}),))
    checked = check_posts(
        [replace(post("Peer-reviewed review; human studies.", "p/f"), kind="finding"), post("other", "p/authors")],
        content,
    )
    assert [[remark.rule for remark in one.remarks] for one in checked] == [["evidence-missing"], []]
    assert [one.blocked for one in checked] == [True, False]


@pytest.mark.parametrize(
    ("sign", "remedy"),
    [
        ("\ufffd", "a sign was lost there; type it again"),
        ("\u2028", "put a space in its place"),
        ("\u2800", "put a space in its place"),
        ("\x07", "use single quotes"),
        ("\u202e", "delete it"),
    ],
    ids=ascii,
)
def test_the_remedy_is_that_of_the_sign(sign, remedy):
    assert remedy in message(post(f"the{sign}mice"))
