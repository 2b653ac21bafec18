"""Texts as they are written into a paper's file: read back as they were, and as lines that git can show."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scicomm_bot.content.yaml_file import parse_yaml
from scicomm_bot.records.yaml_text import WIDTH, comment, comment_lines, scalar

ODD = [
    "yes", "no", "on", "1e3", "012", "1:30", "~", "null", "a: b", "a #b", "- a", "@a", "%a", "`a", "!a", "&a", "*a", "a'b", 'a"b',
    "a\tb", "\ttab first", "a\\talpha", "{a}", "[a", "? a", "| a", "> a", "\U0001f9ec", "\u0633\u0644\u0627\u0645 G-CSF",
    "a\u200cb", "a\u202eb", "a\u2028b", "a\x85b", "a\x07b", "\ufeffa", "a\nb", "a\n\nb", "\na", "a\n", " a", "a ", "a  b", "", "a\r\nb",
    "---", "...", "\U0001fffe", "=", "<<", "# a",
]  # fmt: skip
WORDS = st.lists(st.sampled_from([*ODD, "word", "of", "p", "=", "0.05."]), min_size=1, max_size=60)


def written(text, key="text", indent="", behind=""):
    lines = scalar(key, text, indent, behind)
    return parse_yaml(Path("p.yaml"), "\n".join([*([f"{indent[:-2]}a:"] if indent else []), *lines, ""])).value


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("indent", ["", "  ", "      "])
def test_a_text_that_yaml_would_misread_is_read_back(text, indent):
    found = written(text, indent=indent, behind="Crossref, 2026-11-30")
    assert (found["a"] if indent else found) == {"text": text}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
@example("word " * 40 + "#")
def test_any_text_is_read_back(text):
    assert written(text) == {"text": text}


@given(WORDS)
def test_a_long_text_of_odd_words_is_read_back(words):
    text = " ".join(words)
    assert written(text, "- quote", "      ")["a"] == [{"quote": text}]


def test_half_of_a_surrogate_pair_is_written_as_a_sign_that_says_so():
    assert written("a\ud83db") == {"text": "a\ufffdb"}


def test_a_long_text_is_folded_at_spaces():
    lines = scalar("text", "mortality fell " * 30 + "end", "    ")
    assert lines[0] == "    text: >-"
    assert all(len(line) <= WIDTH for line in lines)
    assert all(line.startswith("      ") for line in lines[1:])


def test_the_parts_of_a_long_text_stay_paragraphs():
    text = "Background: " + "word " * 30 + "end\nMethods: " + "word " * 30 + "end"
    assert written(text) == {"text": text}
    assert "" in scalar("text", text)


def test_an_address_without_spaces_is_not_broken():
    assert scalar("url", "https://example.org/" + "a" * 200) == [f'url: "https://example.org/{"a" * 200}"']


def test_a_tab_is_written_by_its_number():
    assert scalar("title", "a\tbeta") == ['title: "a\\x09beta"']  # `\tbeta` looks like a path of Windows


@given(st.text(max_size=300))
def test_a_comment_changes_nothing_else(text):
    lines = ["a: 1", *comment_lines(text), f"b: 2  # {comment(text)}", ""]
    assert parse_yaml(Path("p.yaml"), "\n".join(lines)).value == {"a": 1, "b": 2}
