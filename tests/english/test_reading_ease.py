"""Flesch's reading ease of a text."""

import pytest

from scicomm_bot.english.reading_ease import FEWEST_WORDS, HARD, PLAIN, reading_ease, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cell", 1), ("cells", 1), ("nerve", 1), ("muscle", 2), ("treated", 2), ("reviewed", 2), ("doses", 2),
        ("disease", 2), ("inflammation", 4), ("neurodegenerative", 7), ("people", 2), ("survival", 3), ("science", 2),
        ("usual", 3), ("quality", 3), ("the", 1), ("ALS", 3), ("I", 1), ("patients", 2), ("idea", 3), ("being", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_by_the_letters(word, count):
    assert syllables(word) == count


def test_short_words_in_short_sentences_read_easily():
    assert reading_ease("The mice ran fast. The cat sat and saw them go.") > 90


def test_a_sentence_written_for_colleagues_is_very_hard():
    text = "Amyotrophic lateral sclerosis is a neurodegenerative disorder characterized by neuronal degeneration."
    assert reading_ease(text) < HARD


def test_a_plain_sentence_of_a_post_is_plain():
    assert reading_ease("In people with this illness, the trials did not show what was seen in mice.") >= PLAIN


def test_a_text_of_few_words_has_no_figure():
    assert reading_ease(" ".join(["word"] * (FEWEST_WORDS - 1))) is None
    assert reading_ease("") is None


def test_figures_and_other_scripts_are_no_words():
    assert reading_ease("12 34 56 78 90 11 12") is None
    assert reading_ease("موش‌ها بیشتر زنده ماندند و این در بیماران تکرار نشد") is None


def test_the_formula_is_that_of_flesch():
    text = "one two three four five six."  # six words, six syllables, one sentence
    assert reading_ease(text) == min(100, round(206.835 - 1.015 * 6 - 84.6 * 6 / 6))
    harder = "patient survival in clinical studies."  # five words, 2 + 3 + 1 + 3 + 2 syllables
    assert reading_ease(harder) == max(0, round(206.835 - 1.015 * 5 - 84.6 * 11 / 5))
