"""YAML files: values, the line of each, and what is refused before it costs time or memory."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.content.yaml_file import parse_yaml
from scicomm_bot.errors import ContentError

PATH = Path("posts.yaml")
OTHER_LINE_ENDS = "\x85\u2028\u2029"
"""PyYAML writes a text with one of these so that it does not read it itself as it was."""
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=OTHER_LINE_ENDS), max_size=20)
SCALARS = (
    TEXTS
    | st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4))


def value(text):
    return parse_yaml(PATH, text).value


def refused(text):
    with pytest.raises(ContentError) as caught:
        parse_yaml(PATH, text)
    (problem,) = caught.value.problems
    return str(problem)


@given(VALUES)
def test_what_pyyaml_writes_is_read_as_it_was(written):
    assert value(yaml.safe_dump(written, allow_unicode=True)) == written


@pytest.mark.parametrize(
    "text", ["08", "1e3", "1.5e3", "+.5", "0x1F", "1_000", "12:30", ".inf", "99999999999999999999"]
)
def test_what_is_no_number_in_both_versions_of_yaml_is_a_text(text):
    assert value(f"- {text}\n") == [text]


@pytest.mark.parametrize(
    ("text", "number"), [("-0", 0), ("+12", 12), ("1.", 1.0), (".5", 0.5), ("1.5e+3", 1500.0), ("09.5", 9.5)]
)
def test_what_is_a_number_in_both_versions_is_one(text, number):
    assert value(f"- {text}\n") == [number]


def test_an_alias_has_the_lines_of_its_anchor_wherever_it_is_used():
    file = parse_yaml(PATH, "a: &a\n  - x\n  - {k: y}\nb: [*a]\n")
    assert file.value == {"a": ["x", {"k": "y"}], "b": [["x", {"k": "y"}]]}
    assert (file.lines["b", 0, 1, "k"], file.key_lines["b", 0, 1, "k"], file.key_lines["b",]) == (3, 3, 4)


def test_an_alias_may_stand_for_a_key():
    assert value("a: &k name\n*k : x\n") == {"a": "name", "name": "x"}


def test_what_stands_behind_a_key_that_is_there_twice_is_passed_over_but_its_anchors_hold():
    file = parse_yaml(PATH, "a: 1\na: &x [2]\nb: *x\n")
    assert (file.value, file.problems) == (
        {"a": 1, "b": [2]},
        [(2, "'a' stands here again, first in line 1; keep one")],
    )


def test_50_deep_is_read_and_51_is_not():
    assert value("[" * 50 + "]" * 50)
    assert refused("a:\n  " + "[" * 50 + "]" * 50).startswith("posts.yaml:2: nested more than 50 deep")


def test_depth_is_counted_through_aliases():
    assert "nested more than 50 deep" in refused(f"- &a {'[' * 26}{']' * 26}\n- {'[' * 25}*a{']' * 25}\n")


def test_an_anchor_in_itself_is_refused_wherever_it_closes_the_circle():
    assert "nested more than 50 deep" in refused("a: &a\n  - b: &b\n      - *a\n")


def test_values_are_counted_through_aliases_and_the_line_of_the_anchor_is_named():
    half = f"a: &a [{'x,' * 60_000}]\n"
    assert len(value(half + "b: [*a, *a]\n")["b"]) == 2
    assert refused(half + "b: [*a, *a, *a]\n") == "posts.yaml:1: more than 200,000 values; are anchors nested?"


def test_an_anchor_that_is_there_twice_is_refused():
    assert refused("a: &x 1\nb: &x 2\n").startswith("posts.yaml:2: not YAML: second occurrence")


def test_what_cannot_be_parsed_is_told_before_an_alias_without_an_anchor():
    assert refused("a: *x\nb: [\n").startswith("posts.yaml:2: not YAML: did not find expected node content")
    assert refused("a: *x\n---\nb: 1\n").startswith("posts.yaml:1: not YAML: found no &x in the file")
