"""The time for a text grows with its length, not with its square, whatever it holds."""

import random

import pytest

from scicomm_bot.english.text import read_text
from support.growth import TOO_STEEP, WORK, checked_with, forget, pairs, repeated, singles, steepness

SEED = 17
PAIRS = 12
SIZE = 20_000


@pytest.fixture(autouse=True, scope="module")
def warm():
    """Read the data files and compile the patterns before anything is measured."""
    for work in WORK.values():
        work("In 3 mice, a.com 1. it may not improve \u0301 #ALS survival. \U0001f468\u200d")
    yield
    forget()


def steep(name, inputs):
    """The inputs for which the time grows faster than they do."""
    return {of_what: ratio for of_what, of in inputs if (ratio := steepness(WORK[name], of, SIZE)) >= TOO_STEEP}


@pytest.mark.parametrize("name", WORK)
def test_time_is_linear_in_what_is_repeated(name):
    assert steep(name, singles()) == {}


@pytest.mark.parametrize("name", WORK)
def test_time_is_linear_in_two_things_by_turns(name):
    drawn = random.Random(f"{SEED} {name}").sample(list(pairs()), PAIRS)
    assert steep(name, drawn) == {}


def test_measuring_sees_what_is_quadratic():
    def quadratic(text):
        for at in range(0, len(text), 20):
            text[at:].count("ab")

    assert steepness(quadratic, lambda size: "a" * size, 80_000) >= TOO_STEEP


def test_text_over_two_thousand_is_refused_for_its_length_alone():
    post = checked_with(post=repeated("G-CSF cures ALS! ", 2_001))[0]
    assert [(remark.rule, remark.level) for remark in post.remarks] == [("length", "E")]
    assert "no other rule has read it" in post.remarks[0].message


def test_text_of_two_thousand_is_read():
    post = checked_with(post=repeated("G-CSF cures ALS! ", 2_000))[0]
    assert {"length", "cure"} <= {remark.rule for remark in post.remarks}


def test_sentence_longer_than_any_is_read_in_parts_without_a_loss():
    words = [f"word{number}" for number in range(2_000)]
    text = read_text(" ".join(words))
    assert [word for sentence in text.sentences for word in sentence.words] == words
    assert max(len(sentence.text) for sentence in text.sentences) <= 3_000


def test_word_longer_than_any_sentence_is_read_in_parts_without_a_loss():
    assert "".join(sentence.text for sentence in read_text("a" * 10_001).sentences) == "a" * 10_001
