"""What a good `posts.yaml` says, and where everything in it stands."""

from pathlib import Path

import pytest

from scicomm_bot.content import examine, load
from support.yaml_samples import GOOD, SECOND_FINDING, changed, written


def title(text: str) -> str:
    return load(written(text)).content.papers[0].title


def test_the_key_on_is_no_boolean():
    assert load(written(GOOD)).content.papers[0].study.on == ("people",)


@pytest.mark.parametrize("on", ["", ", on: []"])
def test_a_study_of_nothing_alive_needs_no_on(on):
    text = changed("on: [people]}\n    abstract", "on: []}\n    abstract").replace(", on: []}", f"{on}}}")
    paper = load(written(text.replace("Text of it., on: [people]", "Text of it."))).content.papers[0]
    assert (paper.study.on, paper.findings[0].evidence[0].on) == ((), ())


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [
        ("RCT", "did you mean 'randomised trial'?"),
        ("randomized", "did you mean 'randomised trial'?"),
        ("Randomised controlled trial", "did you mean 'randomised trial'?"),
        ("double-blind", "did you mean 'randomised trial'?"),
        ("non-randomised trial", "did you mean 'trial'?"),
        ("phase 2", "did you mean 'trial'?"),
        ("cohort", "did you mean 'cohort study'?"),
        ("longitudinal study", "did you mean 'cohort study'?"),
        ("case control", "did you mean 'case-control study'?"),
        ("survey", "did you mean 'cross-sectional study'?"),
        ("case series", "did you mean 'case report'?"),
        ("GWAS", "did you mean 'genetic study'?"),
        ("meta analysis", "did you mean 'meta-analysis'?"),
        ("systematic review and meta-analysis", "did you mean 'meta-analysis'?"),
        ("simulation", "did you mean 'modelling study'?"),
        ("mouse study", "did you mean 'animal study'?"),
        ("in vitro", "did you mean 'laboratory study'?"),
        ("preprint", "write `preprint: true` beside `kind:`"),
    ],
)
def test_another_word_for_a_kind_of_study_names_the_right_one(written_as, meant):
    _, problems = examine(written(changed("kind: review", f"kind: {written_as}")))
    assert meant in problems[0].message


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [("patients", "'people'"), ("mice", "'animals'"), ("organoids", "'cells'"), ("stars", "leave `on:` out")],
)
def test_another_word_for_what_was_studied_names_the_right_one(written_as, meant):
    _, problems = examine(written(changed("on: [people]}\n    abstract", f"on: [{written_as}]}}\n    abstract")))
    assert meant in problems[0].message


@pytest.mark.parametrize("value", ["12:30", "yes", "off", "1e3 mice", "0x1F", "2020-01-01", "1_000"])
def test_a_text_stays_the_text_that_is_written(value):
    assert title(changed("title: T", f"title: {value}")) == value


def test_a_number_in_quotes_is_a_text():
    assert title(changed("title: T", 'title: "5"')) == "5"


def test_a_byte_order_mark_is_skipped():
    assert title("\ufeff" + GOOD) == "T"


def test_windows_line_ends_are_line_ends():
    document = load(written(GOOD.replace("\n", "\r\n")))
    assert document.content == load(written(GOOD)).content
    assert str(document.place("papers", 0, "findings", 0)) == "posts.yaml:14"


def test_an_alias_repeats_its_anchor():
    text = changed("- {quote: Text of it., on: [people]}", "- &e {quote: Text of it., on: [people]}\n          - *e")
    first, second = load(written(text)).content.papers[0].findings[0].evidence
    assert first == second


def test_the_order_of_posts_is_that_of_the_file_and_then_authors_and_source():
    text = GOOD + SECOND_FINDING.replace("id: f", "id: g")
    assert list(load(written(text)).content.post_ids()) == ["p/f", "p/g", "p/authors", "p/source"]


def test_a_place_that_has_no_line_is_that_of_what_holds_it():
    assert str(load(written(GOOD)).place("papers", 0, "doi")) == "posts.yaml:5"


def test_the_file_is_named_as_it_was_given():
    Path("sub").mkdir()
    path = Path("sub/my.yaml")
    path.write_text(GOOD)
    assert str(load(path).place("papers")) == "sub/my.yaml:5"


def test_what_is_right_can_be_used_although_something_else_is_wrong():
    text = changed("id: f", "id: F", "year: 2020", "year: 2020\n    url: x") + SECOND_FINDING.replace("id: f", "id: g")
    document, problems = examine(written(text))
    assert len(problems) == 2
    assert document is not None
    assert [finding.id for finding in document.content.papers[0].findings] == ["g"]
    assert str(document.place("papers", 0, "findings", 0)) == "posts.yaml:19"


def test_a_paper_that_is_wrong_in_what_it_must_have_is_left_out():
    other = GOOD[GOOD.index("  - id: p") :].replace("id: p", "id: q")
    document, _ = examine(written(changed("title: T", "title: 5") + other))
    assert document is not None
    assert list(document.content.post_ids()) == ["q/f", "q/authors", "q/source"]
    assert str(document.place("papers", 0)) == "posts.yaml:18"


def test_a_file_of_which_nothing_is_right_gives_problems_only():
    assert examine(written("papers: 5\n"))[0] is None
