"""Whole files that went wrong once, of the kinds that people paste and attackers send; each is read as a user would.

They lie beside the project, and are left out where they are not there. Our own cases of each kind stand with the rooms.
"""

import json
import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(os.environ.get("SCICOMM_SHARED") or ROOT.parent / "shared") / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason=f"no folder {CASES}: set SCICOMM_SHARED to the folder above")


@pytest.fixture
def read(project, cli):
    """Reads a case; returns (rule, level, id, message) of each problem, and the posts' texts by id."""

    def run(name):
        source = CASES / f"{name}.yaml"
        shutil.copyfile(source, project / "posts.yaml")
        problems = json.loads(cli("check", "--json").out)["problems"]
        shown = cli("preview", "--json")
        posts = {post["id"]: post for post in json.loads(shown.out)["posts"]} if shown.code == 0 else {}
        return problems, posts

    return run


def rules(problems, level=None):
    return {one["rule"] for one in problems if level is None or one["level"] == level}


def about(problems, rule):
    return " ".join(one["message"] for one in problems if one["rule"] == rule)


def test_each_case_is_judged_here():
    judged = (Path(__file__).read_text("utf-8")).replace("\n", " ")
    names = [path.name.removesuffix(".yaml") for path in CASES.glob("*.yaml")]
    assert [name for name in names if f'"{name}"' not in judged] == []


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        (
            "01-title-html-tags",
            "Classification of BRCA2 variants of uncertain significance and CO₂ uptake in mice and people",
        ),
        ("03-title-mathml", "Solitons in N-coupled cells of mice and people"),
    ],
)
def test_markup_is_told_with_the_clean_spelling(read, name, clean):
    problems, _ = read(name)
    assert clean in about(problems, "markup")
    assert rules(problems) == {"markup"}


def test_mathml_never_becomes_a_link(read):
    problems, _ = read("03-title-mathml")
    assert rules(problems, "E") == {"markup"}


def test_a_title_over_three_lines_is_one_line(read):
    _, posts = read("04-title-line-breaks")
    assert "Sleep in mice and in people" in posts["p1/source"]["text"]


@pytest.mark.parametrize("name", ["05-title-inequalities", "43-emoji-15.0-pink-heart", "11-author-consortium-no-affiliation", "16-institution-nfd", "16c-institution-apostrophe", "32-quote-ligature", "33b-quote-micro-vs-mu"])  # fmt: skip
def test_what_is_right_gets_no_remark(read, name):
    problems, posts = read(name)
    assert problems == []
    assert posts


def test_a_doi_that_x_takes_for_a_link_is_told_with_a_wording_without(read):
    problems, _ = read("07-doi-sici")
    assert "3.0.CO" in about(problems, "accidental-link")


def test_an_address_that_x_cuts_is_told_with_the_encoded_one(read):
    problems, _ = read("07b-doi-sici-url")
    assert "%3C113::AID-CNE9%3E3.0.CO" in about(problems, "cut-link")


def test_a_sentence_that_ends_in_jr_has_one_full_stop(read):
    _, posts = read("12-author-suffix-jr")
    assert "Kerr A Jr" in posts["p1/authors"]["text"]
    assert ".." not in posts["p1/authors"]["text"]


@pytest.mark.parametrize(("name", "cause"), [("26-yaml-win-path", "\\"), ("28-yaml-ls", "U+2028")])
def test_an_error_of_yaml_names_its_cause_and_the_remedy(read, name, cause):
    (problem,) = read(name)[0]
    assert (problem["rule"], problem["level"]) == ("file", "E")
    assert cause in problem["message"]


@pytest.mark.parametrize(
    "name", ["29-yaml-hash-in-text", "31-hashtag-lost-in-plain-yaml", "31b-caveat-lost-after-hash"]
)
def test_what_a_hash_cut_off_is_told_with_its_line(read, name):
    problems, _ = read(name)
    lines = (CASES / f"{name}.yaml").read_text("utf-8").splitlines()
    cut = next(number for number, line in enumerate(lines, 1) if " #" in line)
    (told,) = {one["place"] for one in problems if one["rule"] == "yaml-comment"}
    assert told.endswith(f":{cut}")
    assert "quotes" in about(problems, "yaml-comment")


@pytest.mark.parametrize(
    ("name", "link"), [("30-accidental-link-missing-space", "survival.In"), ("30b-accidental-link-journal", "J.Am")]
)
def test_a_link_that_nobody_meant_is_told_with_its_price(read, name, link):
    problems, _ = read(name)
    assert link in about(problems, "accidental-link")
    assert "$0.2" in about(problems, "accidental-link")


@pytest.mark.parametrize(
    ("name", "figure"),
    [("34b-minus-lost", "-2.5 g"), ("34d-ci-minus-lost", "-0.4 to 2.8"), ("35c-superscript-wrong", "10⁶")],
)
def test_a_lost_sign_or_exponent_blocks_and_names_the_papers_figure(read, name, figure):
    problems, _ = read(name)
    assert "number-sign" in rules(problems, "E")
    assert figure in about(problems, "number-sign")


@pytest.mark.parametrize(
    "name", ["37-invisible-rlo", "37-invisible-soft-hyphen", "37-invisible-zwj", "37-invisible-zwsp"]
)
def test_a_sign_that_nobody_sees_blocks_and_is_written_out(read, name):
    problems, _ = read(name)
    assert "sur<U+" in about(problems, "control-character")
    assert "control-character" in rules(problems, "E")


@pytest.mark.parametrize("name", ["38-evade-lrm", "38-evade-vs", "38-evade-zwnj"])
def test_a_word_with_one_inside_is_still_read(read, name):
    problems, _ = read(name)
    assert "cure" in rules(problems, "Q")
    assert "control-character" in rules(problems, "E")


@pytest.mark.parametrize(("name", "kept"), [("39-persian-isolates", "\u2067"), ("39b-persian-zwnj-kept", "\u200c")])
def test_persian_keeps_its_signs(read, name, kept):
    problems, posts = read(name)
    assert rules(problems, "E") == set()
    assert kept in posts["p1/f1"]["text"]


def test_hashtags_that_x_cuts_are_told(read):
    problems, _ = read("41-hashtag-hyphen")
    assert "#G" in about(problems, "hashtag-cut")
    assert "#COVID" in about(problems, "hashtag-cut")


def test_an_alt_text_of_signs_that_nobody_sees_is_none(read):
    problems, _ = read("49c-alt-invisible")
    assert "no alt text" in about(problems, "alt-text")
