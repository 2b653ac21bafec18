"""What was read and may not say what was meant: texts that a comment cuts, `true` for `on`, one DOI in two papers."""

import pytest

from scicomm_bot.content import examine, load
from scicomm_bot.domain.doubt import DoubtKind
from support.yaml_samples import GOOD, SECOND_FINDING, changed, written

FINDING = ("papers", 0, "findings", 0)


def doubts(text):
    return load(written(text)).doubts


def cut(text):
    """Where a comment cuts a text, on which line."""
    return [(one.where, one.place) for one in doubts(text) if one.kind is DoubtKind.COMMENT]


@pytest.mark.parametrize(
    ("text", "where", "line"),
    [
        pytest.param(changed("title: T", "title: Sleep after drug #6"), ("papers", 0, "title"), 6, id="a title"),
        pytest.param(changed("A text.", "A text. #ALS #Sleep"), (*FINDING, "text"), 15, id="hashtags"),
        pytest.param(changed("A text.", "A text.\t#ALS"), (*FINDING, "text"), 15, id="behind a tab"),
        pytest.param(changed("A text.", "A text\n          and more. #ALS"), (*FINDING, "text"), 16, id="in the last line"),
        pytest.param(changed("A text.", "A text.\n          #ALS #Sleep"), (*FINDING, "text"), 16, id="in a line below"),
        pytest.param(changed("A text.", "A text.\n        short: #ALS is rare"), (*FINDING, "short"), 16, id="all of it"),
        pytest.param(changed("{quote: Text of it., on: [people]}", "{on: [people], quote: Text of it. #2\n            }"),
                     (*FINDING, "evidence", 0, "quote"), 17, id="in braces"),
        pytest.param(changed("- {name: N, affiliation: A}", "- name: N\n        affiliation: A, ward #2"),
                     ("papers", 0, "authors", 0, "affiliation"), 9, id="an affiliation"),
        pytest.param(changed("More of it.", "More of it. #7"), ("papers", 0, "abstract"), 12, id="an abstract"),
        pytest.param(changed("journal: J", "journal: J\n    issue: Suppl #3"), ("papers", 0, "issue"), 10, id="an issue"),
        pytest.param(changed("A text.", "A text.\n        waive:\n          hype: as in rule #1"),
                     (*FINDING, "waive", "hype"), 17, id="a waiver"),
        pytest.param(changed("title: T", "title: خواب #۶ و بقا"), ("papers", 0, "title"), 6, id="Persian"),
        pytest.param(changed("title: T", "title: Drug #6").replace("\n", "\r\n"), ("papers", 0, "title"), 6, id="CRLF"),
    ],
)  # fmt: skip
def test_a_comment_behind_a_plain_text_is_told_with_its_line(text, where, line):
    assert cut(text) == [(where, f"posts.yaml:{line}")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD, id="the good file"),
        pytest.param(changed("    title: T", "    # note\n    title: T"), id="on a line of its own"),
        pytest.param(changed("A text.", "A text.\n          # a note"), id="on a deeper line of its own"),
        pytest.param(changed("title: T", 'title: "T #6" # note'), id="behind double quotes"),
        pytest.param(changed("title: T", "title: 'T #6' # note"), id="behind single quotes"),
        pytest.param(changed("title: T", "title: | # note\n      T #6"), id="behind the sign of a block"),
        pytest.param(changed("title: T", "title: C# and F#, a#b, https://x.org/#y"), id="inside of words"),
        pytest.param(changed("year: 2020", "year: 2020 # note"), id="a number"),
        pytest.param(changed("id: p", "id: p # note"), id="an id"),
        pytest.param(changed("UTC", "UTC # note"), id="a time zone"),
        pytest.param(changed('["0 9 * * 1"]', "\n  - 0 9 * * 1 # Mondays"), id="a slot"),
        pytest.param(changed("journal: J", "journal: J\n    doi: 10.5555/x # note\n    url: https://x.org # note"), id="a DOI"),
        pytest.param(changed("journal: J", "journal: J\n    pages: 763-771 # note"), id="pages"),
        pytest.param(changed("{kind: review, peer_reviewed: true, on: [people]}",
                             "\n      kind: review # n\n      peer_reviewed: true # n\n      on: # n\n      - people # n"),
                     id="kinds, booleans and lists"),
        pytest.param(changed("A text.", "A text.\n        lang: en # note"), id="a language"),
        pytest.param(changed("A text.", "A text.\n        short: # later"), id="behind nothing"),
        pytest.param(changed("A text.", "A text.\n        images:\n          - file: a.png # note\n            alt: A mouse."),
                     id="a file"),
        pytest.param(changed("A text.", "A text.\n        #short: T."), id="a key that was put out of use"),
    ],
)  # fmt: skip
def test_other_comments_are_silent(text):
    assert doubts(text) == ()


def test_the_doubt_shows_what_is_cut_and_how_to_keep_it():
    (doubt,) = doubts(changed("A text.", "A text. #ALS #Sleep"))
    assert "line 15" in doubt.message
    assert "`text` ends before it, without '#ALS #Sleep'" in doubt.message
    assert "in quotes" in doubt.remedy
    assert "on a line of its own" in doubt.remedy


def test_a_text_that_must_be_there_and_is_all_comment_is_told_so():
    _, (problem,) = examine(written(changed("title: T", "title: #6 and sleep")))
    assert "papers.1.title: is empty, for # begins a comment: '#6 and sleep'; put the text in quotes" in str(problem)


def test_a_doubt_keeps_its_place_where_what_stands_before_it_is_left_out():
    text = changed("id: f", "id: F") + SECOND_FINDING.replace("id: f", "id: g").replace("text: B.", "text: B. #2")
    document, _ = examine(written(text))
    assert document is not None
    assert [(one.where, one.place) for one in document.doubts] == [((*FINDING, "text"), "posts.yaml:19")]


@pytest.mark.parametrize("word", ["true", "True", "TRUE"])
def test_the_key_true_is_read_as_on_where_on_belongs(word):
    """So a program writes it that reads YAML 1.1."""
    text = changed("on: [people]}\n    abstract", f"{word}: [people]}}\n    abstract", "it., on:", f"it., {word}:")
    document = load(written(text))
    assert document.content == load(written(GOOD)).content
    assert str(document.place(*FINDING, "evidence", 0, "on", 0)) == "posts.yaml:17"
    assert [(one.kind, one.where, one.place) for one in load(written(text)).doubts] == [
        (DoubtKind.KEY, ("papers", 0), "posts.yaml:11")
    ]


def test_a_signed_day_under_true_is_read_as_on():
    word = "    retraction_check: {by: A, true: 2020-01-02, where: x}\n    abstract:"
    paper = load(written(changed("    abstract:", word))).content.papers[0]
    assert paper.retraction_check is not None
    assert paper.retraction_check.on == "2020-01-02"


def test_on_and_true_side_by_side_are_not_merged():
    _, (problem,) = examine(written(changed("it., on: [people]", "it., on: [people], true: [cells]")))
    assert "unknown key 'true'" in str(problem)


@pytest.mark.parametrize("other", ["10.5555/Naps", "https://doi.org/10.5555/NAPS", "10.5555/naps/"])
def test_a_doi_in_two_papers_is_told_with_both_lines(other):
    one = changed("journal: J", "journal: J\n    doi: 10.5555/naps")
    two = (
        GOOD[GOOD.index("  - id: p") :].replace("id: p", "id: q").replace("journal: J", f"journal: J\n    doi: {other}")
    )
    (doubt,) = doubts(one + two)
    assert (doubt.kind, doubt.where) == (DoubtKind.SAME_DOI, ("papers", 1, "doi"))
    assert doubt.place == "posts.yaml:24"
    assert doubt.message.startswith("the papers p (line 10) and q have one DOI, 10.5555/")


@pytest.mark.parametrize(
    ("written_so", "lost"),
    [
        ("title: &Mice survive", "'&Mice'"),
        (r'title: "The $\theta$ drug"', r"\theta"),
        (r'title: "The $\nu$ drug"', r"\nu"),
        (r'title: "C:\temp"', r"\temp"),
        (r'title: "The \alpha of it"', r"\alpha"),
    ],
)
def test_what_yaml_takes_for_a_name_or_an_escape_is_told(written_so, lost):
    (one,) = doubts(changed("title: T", written_so))
    assert lost in one.message
    assert "quotes" in one.remedy


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: T", "title: &title T\n    journal: *title"),
        ("title: T", r'title: "The \"drug\" \\theta \u03b1"'),
        ("A text.", r'"One line.\nAnother."'),
        ("title: T", r"title: 'The $\theta$ drug'"),
        ("title: T", "title: R&D of it"),
    ],
)
def test_anchors_in_use_and_escapes_that_are_meant_are_silent(old, new):
    text = changed(old, new)
    assert doubts(text.replace("    journal: J\n", "", 1) if "*title" in new else text) == ()
