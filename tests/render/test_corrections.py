"""The post of a finding that corrects another: its words, and what it leaves as it was."""

import pytest

from scicomm_bot.content import load
from scicomm_bot.domain.paper import TemplateNames
from scicomm_bot.render import Templates, given_to, render_posts
from scicomm_bot.shipped import templates_folder
from support.yaml_samples import GOOD, changed, written

EVIDENCE = "evidence: [{quote: Text of it., on: [people]}]"


def posts_of(text, templates=None):
    document = load(written(text))
    made = Templates(templates or templates_folder())
    return {post.id: post for post in render_posts(document.content, made, document)}


def with_fix(text="Right.", more="", base=GOOD, corrects="f"):
    return f"{base}      - {{id: fix, corrects: {corrects}, text: {text!r}, {EVIDENCE}{more}}}\n"


def test_it_begins_with_the_word_that_says_so_and_ends_with_where_the_paper_appeared():
    post = posts_of(with_fix())["p/fix"]
    assert post.text == "Correction: Right.\n\nJ, 2020"
    assert (post.kind, post.corrects, post.follows) == ("finding", "p/f", None)


@pytest.mark.parametrize("text", ["Correction: Right.", "CORRECTION: Right."])
def test_a_text_that_has_the_word_already_does_not_get_it_twice(text):
    assert posts_of(with_fix(text))["p/fix"].text.startswith(f"{text}\n")


def test_its_words_are_those_of_its_language():
    post = posts_of(with_fix("درست.", more=", lang: fa"))["p/fix"]
    assert post.text.startswith("اصلاحیه: درست.")


def test_hashtags_stand_at_its_end_where_they_fit():
    assert posts_of(with_fix(more=", hashtags: [ALS]"))["p/fix"].text.endswith("\n\n#ALS")
    long = "R" * 266
    assert posts_of(with_fix(long, more=", hashtags: [ALS]"))["p/fix"].text == f"Correction: {long}"


def test_the_shorter_wording_is_taken_where_the_text_does_not_fit():
    assert posts_of(with_fix("R" * 300, more=", short: Right."))["p/fix"].text.startswith("Correction: Right.")


def test_it_has_no_labels_also_where_it_stands_first():
    first = changed("      - id: f\n", f"      - {{id: fix, corrects: f, text: Right., {EVIDENCE}}}\n      - id: f\n")
    posts = posts_of(first)
    assert posts["p/fix"].text == "Correction: Right.\n\nJ, 2020"
    assert posts["p/f"].text == posts_of(GOOD)["p/f"].text
    assert list(posts) == ["p/f", "p/authors", "p/source", "p/fix"]


@pytest.mark.parametrize("series", ["standalone", "thread"])
def test_it_changes_no_other_post(series):
    base = changed("    findings:", f"    series: {series}\n    findings:")
    before, after = posts_of(base), posts_of(with_fix(base=base))
    assert after.pop("p/fix").follows is None
    assert after == before


def test_a_paper_may_name_a_template_for_its_corrections_and_a_finding_its_own(tmp_path):
    (tmp_path / "ours.txt.j2").write_text(
        "Sorry! {{ finding.text }} ({{ finding.corrects }}, {{ position }}/{{ count }})"
    )
    (tmp_path / "one.txt.j2").write_text("Oh. {{ finding.text }}")
    for name in ("finding", "authors", "source"):
        (tmp_path / f"{name}.txt.j2").write_text("x")
    base = changed("    findings:", "    templates: {corrects: ours.txt.j2}\n    findings:")
    assert posts_of(with_fix(base=base), tmp_path)["p/fix"].text == "Sorry! Right. (f, 1/1)"
    assert posts_of(with_fix(base=base, more=", template: one.txt.j2"), tmp_path)["p/fix"].text == "Oh. Right."


def test_its_template_is_looked_at_for_names_that_it_is_not_given():
    content = load(written(with_fix())).content
    assert "finding" in given_to(content)[TemplateNames().corrects]
    assert TemplateNames().corrects not in given_to(load(written(GOOD)).content)


def test_it_is_paid_for_as_any_post():
    posts = posts_of(with_fix())
    assert posts["p/fix"].price_micro_usd == posts["p/f"].price_micro_usd
