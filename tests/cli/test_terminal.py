"""Nothing from outside reaches the terminal, an error or JSON raw."""

import json
from argparse import ArgumentTypeError

import pytest

from scicomm_bot.cli import terminal
from scicomm_bot.cli.options import one_line
from support.yaml_samples import changed

RAW = "\x1b[31m \x9b2J \u202e \U000e0041 \u2066"
WRITTEN = "<U+001B>[31m <U+009B>2J <U+202E> <U+E0041> <U+2066>"
ESCAPED = r"\u001b[31m \u009b2J \u202e \U000e0041 \u2066"


@pytest.fixture
def hostile(project):
    """A file whose title, journal, author and text hold all of them, as escapes."""
    text = changed("text: A text.", f'text: "A {ESCAPED} text."').replace("title: T", f'title: "T {ESCAPED}"')
    (project / "posts.yaml").write_text(text, "utf-8")


COMMANDS = [
    ["preview"],
    ["preview", "--json"],
    ["preview", "--html", "-"],
    ["check"],
    ["check", "--json"],
    ["plan"],
    ["plan", "--json"],
    ["plan", "--days", "10"],
    ["plan", "--csv", "-"],
    ["plan", "--ics", "-"],
    ["plan", "--from", RAW],
    ["plan", "--ics", f"none{RAW}/x"],
    ["status"],
    ["status", "--json"],
    ["post", "--once"],
    ["history"],
    ["history", "--json"],
    ["history", "--csv"],
    ["preview", f"no {RAW} such"],
    ["preview", f"--no{RAW}"],
    ["preview", "--html", f"none{RAW}/x"],
    [f"no{RAW}"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:20])
def test_what_moves_the_cursor_or_turns_a_line_reaches_no_output_raw(hostile, cli, words):
    ended = cli(*words)
    assert not {"\x1b", "\x9b", "\u202e", "\U000e0041", "\u2066"}.intersection(ended.out + ended.err)


def test_it_is_written_out_where_it_stands(hostile, cli):
    assert WRITTEN in " ".join(cli("preview").out.replace("│", "").split())


def test_json_holds_the_same_text(hostile, cli):
    assert RAW in json.loads(cli("preview", "--json").out)["posts"][0]["text"]


@pytest.mark.parametrize("name", ["علی\u200cرضا", "O'Brien", "Zoë \U0001fae9"])
def test_a_name_keeps_the_signs_that_belong_to_its_spelling(name):
    assert one_line(f" {name} ") == name


@pytest.mark.parametrize("words", ["", " \n ", "a\x07", "a\u202eb", "a\u200bb"])
def test_a_reason_of_signs_that_nobody_sees_is_none(words):
    with pytest.raises(ArgumentTypeError):
        one_line(words)


@pytest.fixture
def narrow(monkeypatch):
    """A terminal of 40 columns."""
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)


def test_a_line_keeps_to_a_narrower_terminal(narrow):
    lines = terminal.hanging("", "There is no posts.yaml in this folder, but one in a folder above.")
    assert lines == ["There is no posts.yaml in this", "    folder, but one in a folder above."]


def test_rows_are_side_by_side_where_they_fit():
    assert [*terminal.rows([("a b", "one"), ("c", "two"), ("d", "")])] == ["  a b  one", "  c    two", "  d"]


def test_in_a_narrow_terminal_what_a_row_is_about_stands_below(narrow):
    lines = [*terminal.rows([("scicomm-bot init --example", "the same, with a paper to look at"), ("x", "y")])]
    assert lines == ["  scicomm-bot init --example", "    the same, with a paper to look at", "  x", "    y"]
