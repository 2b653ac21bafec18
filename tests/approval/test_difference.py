"""The difference of two texts: nothing is lost, and it says which letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.approval import Piece, describe, difference

texts = st.text(st.sampled_from("ab \n.\u00a0é😀"), max_size=30)


@given(texts, texts)
def test_the_pieces_are_the_old_text_and_the_new(old, new):
    pieces = difference(old, new)
    if old == new:
        assert pieces == ()
        return
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == new
    assert describe(old, new)


def test_a_replaced_word_stands_between_what_stayed():
    assert difference("In mice, it increased well.", "In mice, it increases well.") == (
        Piece("same", "In mice, it"),
        Piece("deleted", " increased"),
        Piece("added", " increases"),
        Piece("same", " well."),
    )


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("It increases survival.", "word 2: 'increased' is now 'increases' (its 9th letter, 'd', is now 's')"),
        ("It Increased survival.", "word 2: 'increased' is now 'Increased' (its 1st letter, 'i', is now 'I')"),
        ("It increase survival.", "word 2: 'increased' is now 'increase' (its 9th letter, 'd', was taken out)"),
        ("It increaseed survival.", "word 2: 'increased' is now 'increaseed' ('e' was put in as its 9th letter)"),
        ("It increased survival!", "word 3: 'survival.' is now 'survival!' (its 9th letter, '.', is now '!')"),
        ("It decreased survival.", "word 2: 'increased' is now 'decreased' (from its 1st letter on, 'in' is now 'de')"),
        ("It may have increased survival.", "'may have' was put in as word 2"),
        ("It increased.", "from word 2 on, 'increased survival.' is now 'increased.'"),
        ("increased survival.", "before word 1, 'It' was taken out"),
        ("It increased\nsurvival.", "a space before word 3 is now a line break"),
        ("It increased  survival.", "a space before word 3 is now a space and a space"),
        ("It incre\u0430sed survival.", ("word 2: 'increased' is now 'incre\u0430sed' (its 6th letter, 'a', is now "
         "'\u0430' (U+0430 CYRILLIC SMALL LETTER A))")),
        ("It in\u200bcreased survival.", ("word 2: 'increased' is now 'in\u200bcreased' (U+200B ZERO WIDTH SPACE was put "
         "in as its 3rd letter)")),
        ("It increased\u00a0survival.", "a space before word 3 is now U+00A0 NO-BREAK SPACE"),
        ("It increased survival. ", "a space was put in at the end"),
    ],
)  # fmt: skip
def test_it_says_which_word_and_which_letter(new, said):
    assert describe("It increased survival.", new) == said


def test_beyond_three_changes_the_rest_is_counted():
    said = describe("a b c d e f", "A b C d E F")
    assert said.count("is now") == 6
    assert said.endswith("; and 1 more")


@pytest.mark.parametrize(("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"),
                                              (13, "13th"), (21, "21st"), (111, "111th")])  # fmt: skip
def test_the_place_of_a_letter_is_said_as_people_say_it(number, said):
    word = "x" * number
    assert f"its {said} letter" in describe(word, f"{word[:-1]}y")
