"""The table of a sentence's words: what a rule may ask of each."""

import pytest

from scicomm_bot.english.text import read_text
from scicomm_bot.english.tokens import analyse


def table(text):
    (sentence,) = read_text(text).sentences
    return analyse(sentence)


def words(text, column):
    """The words of a sentence for which a column of its table holds."""
    of = table(text)
    return {of[at].word for at in getattr(of, column)}


def test_a_table_has_a_row_for_each_word_in_order():
    rows = table("Mice lived longer (by 19.6%).")
    assert [row.word for row in rows] == ["mice", "lived", "longer", "by", "19.6%"]
    assert len(rows) == 5
    assert rows[-1].word == "19.6%"
    assert [row.word for row in rows[:2]] == ["mice", "lived"]


def test_a_row_says_where_its_word_stands_in_the_text():
    text = "Mice lived longer."
    assert [text[row.start : row.stop] for row in table(text)] == ["Mice", "lived", "longer"]


def test_a_row_tells_numbers_and_small_words_from_others():
    assert [row.kind for row in table("In 9 mice it helped")] == ["function", "number", "word", "function", "word"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("slow", "slowed"),
        ("slows", "slowing"),
        ("ate", "eating"),
        ("rose", "risen"),
        ("built", "builds"),
        ("sought", "seeking"),
        ("therapy", "therapeutic"),
        ("mice", "mouse"),
        ("studies", "study"),
    ],
)
def test_forms_of_one_word_have_one_stem(one, other):
    assert table(one)[0].stem == table(other)[0].stem


@pytest.mark.parametrize(("one", "other"), [("slow", "slot"), ("gain", "game"), ("rise", "risk"), ("mice", "mite")])
def test_two_words_have_two_stems(one, other):
    assert table(one)[0].stem != table(other)[0].stem


def test_a_bracket_is_a_clause_of_its_own_and_parts_nothing():
    rows = table("In mice (not in rats) survival rose.")
    assert [row.bracket for row in rows] == [0, 0, 1, 1, 1, 0, 0]
    assert rows[0].clause == rows[5].clause != rows[3].clause


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("It did not cure or slow ALS.", {"it", "did", "cure", "or", "slow", "als"}),
        ("It helped mice, but not people.", {"but", "people"}),
        ("The benefit was not seen.", {"the", "benefit", "was", "seen"}),
        ("It failed to help.", {"it", "to", "help"}),
        ("It helped mice.", set()),
    ],
)
def test_what_a_clause_denies_is_denied(text, denied):
    assert words(text, "denied") == denied


@pytest.mark.parametrize(
    ("text", "asked", "not_asked"),
    [
        ("We asked whether it helps mice.", {"helps", "mice"}, {"we"}),
        ("We examined mice and found that it helps.", {"mice"}, {"helps"}),
        ("It aims to help, but it harms.", {"help"}, {"harms"}),
        ("We tried to show that it helps.", {"to"}, {"helps"}),
        ("It helps.", set(), {"it", "helps"}),
    ],
)
def test_what_a_clause_only_looks_for_is_asked(text, asked, not_asked):
    found = words(text, "asked")
    assert asked <= found
    assert not_asked.isdisjoint(found)


def test_all_of_a_question_is_asked():
    assert all(row.asked for row in table("Does it help mice?"))
    assert not any(row.asked for row in table("It helps mice."))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Doctors should reduce the dose.", {"reduce", "the", "dose"}),
        ("More trials are needed to confirm it.", {"to", "confirm", "it"}),
        ("It must rest, but it grew.", {"rest"}),
        ("It rests.", set()),
    ],
)
def test_what_a_clause_only_wishes_for_is_wanted(text, wanted):
    assert words(text, "wanted") == wanted


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("It has yet to be confirmed.", {"be", "confirmed"}),
        ("It calms rather than cures, and helps.", {"cures"}),
        ("Instead of slowing, stopping or curing it, it spread.", {"slowing", "stopping", "or", "curing", "it"}),
        ("It cures.", set()),
    ],
)
def test_what_a_sentence_leaves_open_is_doubted(text, doubted):
    assert words(text, "doubted") == doubted


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("It may help mice; it harms rats.", {"help", "mice"}),
        ("The results suggest a benefit.", {"a", "benefit"}),
        ("It seems safe, but it harms.", {"safe"}),
        ("It is thought to help.", {"to", "help"}),
        ("It helps.", set()),
    ],
)
def test_what_follows_a_may_in_its_clause_is_hedged(text, hedged):
    assert words(text, "hedged") == hedged


def test_a_sentence_is_read_once():
    assert table("It helps mice.") is table("It helps mice.")
