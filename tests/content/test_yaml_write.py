"""YAML as it is written: texts as blocks, and read again as they were."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.content.yaml_file import parse_yaml
from scicomm_bot.content.yaml_write import Block, dump_yaml


def test_a_block_shows_its_lines_and_a_mapping_keeps_its_order():
    assert dump_yaml([{"id": "p/a", "by": "Doe J", "text": Block("One.\n\nTwo.")}]) == (
        "- id: p/a\n  by: Doe J\n  text: |-\n    One.\n\n    Two.\n"
    )


def test_a_long_line_is_not_broken():
    assert dump_yaml({"quote": "word " * 100 + "end"}).count("\n") == 1


@pytest.mark.parametrize("kind", [Block, str])
def test_a_line_end_that_only_yaml_1_1_knows_is_written_as_an_escape(kind):
    assert dump_yaml({"text": kind("One\u2028two")}) == 'text: "One\\Ltwo"\n'


@pytest.mark.parametrize("text", ["\x85", "a\x85b", "\u2028", " a\u2029 "])
def test_one_alone_in_a_plain_value_is_read_as_it_was(text):
    assert parse_yaml(Path("a.yaml"), dump_yaml({"why": text})).value == {"why": text}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_block_is_read_as_it_was(text):
    assert parse_yaml(Path("a.yaml"), dump_yaml({"text": Block(text)})).value == {"text": text}
