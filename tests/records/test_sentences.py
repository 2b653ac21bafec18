"""An abstract in sentences, as they stand there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.records.record import AbstractPart
from scicomm_bot.records.sentences import MOST_LETTERS, cut


def sentences(text: str, label: str | None = None) -> list[str]:
    return [one.text for one in cut([AbstractPart(text, label)])]


@pytest.mark.parametrize(
    "text",
    [
        "It fell (p = 0.05 vs. 0.04). It rose.",
        "Smith et al. saw it. We did not.",
        "M. jannaschii grew. Others, e.g. E. coli, did not.",
        "It was hepatitis B. The rest had none.",
        "He said \u201cit fell.\u201d We saw it rise.",
        "It fell at 3.5 h. In all it rose.",
        "Was it so? We do not know.",
        "\u7814\u7a76\u306f\u91cd\u8981\u3067\u3059\u3002\u5ef6\u9577\u3057\u305f\u3002",
        "\u0622\u06cc\u0627 \u0628\u0647\u062a\u0631 \u0634\u062f\u0646\u062f\u061f \u0628\u0644\u0647.",
        "\u0905\u0924\u093f \u0906\u092e\u0964 \u0939\u093e\u0901\u0964",
        "The gene is old.The protein is new.",
    ],
)
def test_each_stop_ends_one_sentence(text):
    assert len(sentences(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "We met J. Smith there.",
        "See Fig. 3 for it.",
        "It was 19.6 kDa.",
        "At www.example.org/The it is.",
        "It is big, i.e. The Lancet said so.",
    ],
)
def test_other_dots_end_none(text):
    assert sentences(text) == [text]


def test_labels_within_the_text_are_none_of_its_sentences():
    found = cut(
        [AbstractPart("Background: It is rare. METHODS: We asked. Results \u2013 Half had it. Conclusions. It is not.")]
    )
    assert [(one.label, one.text) for one in found] == [
        ("Background", "It is rare."),
        ("METHODS", "We asked."),
        ("Results", "Half had it."),
        ("Conclusions", "It is not."),
    ]


def test_labels_without_a_colon_are_seen_where_there_are_several():
    found = cut([AbstractPart("Background It is rare. Methods We asked. Results Half had it.")])
    assert [one.label for one in found] == ["Background", "Methods", "Results"]
    assert sentences("Results We doubt are common. It is so.")[0] == "Results We doubt are common."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Abstract The rats slept. They ate.", "The rats slept."),
        ("ABSTRACT: Rats slept. They ate.", "Rats slept."),
        ("Abstract Background Rats sleep. Methods We looked.", "Rats sleep."),
        ("Abstract art is rare. It is so.", "Abstract art is rare."),
        ("Abstract Interpretation is a theory. It is so.", "Abstract Interpretation is a theory."),
    ],
)
def test_a_heading_before_the_abstract_is_none_of_it(text, first):
    assert sentences(text)[0] == first


def test_the_label_of_a_part_stays_beside_it():
    assert cut([AbstractPart("It fell.", "RESULTS")])[0].label == "RESULTS"


def test_a_sentence_longer_than_a_quotation_may_be_is_parted_at_a_space():
    found = sentences("word " * 1_000 + "end.")
    assert len(found) == 3
    assert all(len(one) <= MOST_LETTERS for one in found)


@given(st.text(max_size=400))
def test_each_sentence_stands_in_the_text_as_it_is(text):
    assert all(one in text for one in sentences(text))
