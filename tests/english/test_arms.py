"""Labels that figures borrow: of a list before them, of a bracket's group, of "more in A (x versus y)"."""

import pytest

from scicomm_bot.english.facts.arms import labelled_within, sentence_of
from scicomm_bot.english.facts.labels import labelled, words_of_label


def texts(fragment: str, whole: str = "", *before: str) -> dict[str, str]:
    return {one.figure.shown: one.text for one in labelled_within(fragment, whole or fragment, before)}


@pytest.mark.parametrize(
    ("fragment", "whole", "before", "labels"),
    [
        (
            "urchin density was 0.6 and 1.4 per square metre",
            "Kelp cover was 41% in reserves and 27% on fished reefs, urchin density was 0.6 and 1.4 per square metre.",
            (),
            ("reserves", "fished reefs"),
        ),
        (
            "Permeability fell by 91% and 54%, respectively.",
            "",
            ("In lime mortar 83% of cracks sealed, in ordinary mortar 30%.",),
            ("lime", "ordinary"),
        ),
        (
            "Cases were 640, 1450 and 3900, respectively.",
            "",
            ("Emissions were low, intermediate and very high.",),
            ("low", "intermediate", "very high"),
        ),
        ("Damage was more common in fields with strips (12% versus 8%).", "", (), ("strips", "the other")),
        (
            "The gap was larger against waiting lists (SMD, 0.55) than against active controls (SMD, 0.24).",
            "",
            (),
            ("waiting lists", "active controls"),
        ),
        (
            "5519 of 84903 exposed children (6.5%) and 52867 of 1201507 others (4.4%) had it.",
            "",
            (),
            ("exposed", "exposed", "others", "others"),
        ),
    ],
)
def test_figures_that_no_word_tells_apart_take_the_labels_of_what_stands_before(fragment, whole, before, labels):
    found = [*texts(fragment, whole, *before).values()][-len(labels) :]
    assert all(label in text for label, text in zip(labels, found, strict=True)), found


def test_labels_of_another_count_are_not_borrowed():
    found = labelled_within("Cases were 640, 1450 and 3900.", "Cases were 640, 1450 and 3900.", ("Low and high.",))
    assert not {"low", "high"} & {word for one in found for word in one.words}


def test_a_fragment_is_found_with_the_sentences_before_it():
    assert sentence_of("b", ["x", "y", "a b c"]) == ("a b c", ["y", "x"])
    assert sentence_of("z", ["x", "y"]) == ("z", ())


@pytest.mark.parametrize("text", ["those who hadn't", "fish that got no drug", "given nothing", "untreated", "placebo"])
def test_who_did_not_have_it_is_who_the_others_are_compared_with(text):
    assert "comparator" in words_of_label(text)


def test_the_break_nearest_in_weight_parts_two_labels():
    one, other = labelled("Strips had more beetles (up 38%), but also more damaged seedlings: 12% of them.")
    assert "beetles" in one.text
    assert "seedlings" in other.text
    assert "seedlings" not in one.text
