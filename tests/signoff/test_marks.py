"""Quotations are marked in the source as it is, where the rules find them."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.characters.fold import fold
from scicomm_bot.signoff.marks import marked, passage, unbroken
from support.growth import TOO_STEEP, steepness

SOURCE = "Naps are short. In mice, a nap helped; in people it did not."


def quoted(source: str, *quotes: str) -> list[tuple[str, tuple[int, ...]]]:
    """The pieces that somebody quotes, with the quotations' numbers."""
    return [(piece.text, piece.quotes) for piece in marked(source, quotes) if piece.quotes]


def test_a_quotation_is_marked_and_nothing_else():
    assert [(piece.text, piece.quotes) for piece in marked(SOURCE, ["In mice, a nap helped;"])] == [
        ("Naps are short. ", ()),
        ("In mice, a nap helped;", (1,)),
        (" in people it did not.", ()),
    ]


def test_several_quotations_are_told_apart_by_their_number():
    assert quoted(SOURCE, "in people it did not.", "Naps are short.") == [
        ("Naps are short.", (2,)),
        ("in people it did not.", (1,)),
    ]


def test_where_quotations_overlap_both_are_marked():
    assert quoted(SOURCE, "In mice, a nap helped;", "a nap helped; in people") == [
        ("In mice, ", (1,)),
        ("a nap helped;", (1, 2)),
        (" in people", (2,)),
    ]


def test_a_quotation_within_another_ends_where_it_ends():
    pieces = marked(SOURCE, ["In mice, a nap helped;", "a nap"])
    assert [(piece.text, piece.ends) for piece in pieces if piece.ends] == [("a nap", (2,)), (" helped;", (1,))]


@pytest.mark.parametrize("quote", ["not there", "In mice, a nap help", "aps are short.", "in mice", "", "\u200b"])
def test_what_is_not_there_word_for_word_marks_nothing(quote):
    assert quoted(SOURCE, quote) == []


def test_a_quotation_that_stands_twice_is_marked_twice():
    assert quoted("a nap. a nap.", "a nap.") == [("a nap.", (1,)), ("a nap.", (1,))]


@pytest.mark.parametrize(
    ("source", "quote", "text"),
    [
        ("so  we\n saw\u00a0it.", "we saw it", "we\n saw\u00a0it"),
        ("the “best–known” one", 'the "best-known" one', "the “best–known” one"),
        ("the cafe\u0301 here", "caf\u00e9", "cafe\u0301"),
        ("the caf\u00e9 here", "cafe\u0301", "caf\u00e9"),
        ("hyphen\u00adated word", "hyphenated", "hyphen\u00adated"),
        ("was ampli\u00ad\nﬁed here", "amplified", "ampli\u00ad\nﬁed"),
        ("of ampliﬁed ﬁbrils seen", "amplified fibrils", "ampliﬁed ﬁbrils"),
        ("of amplified fibrils seen", "ampliﬁed ﬁbrils", "amplified fibrils"),
        ("at 37\u2009\u2103 so", "37 °C", "37\u2009\u2103"),
        ("the CO₂ rose", "CO2", "CO₂"),
        ("\uff76\uff9e in", "\u30ac", "\uff76\uff9e"),
        ("x \u1100\u1161\u11a8 y", "\uac01", "\u1100\u1161\u11a8"),
        ("موش‌ها بهتر شدند.", "بهتر شدند", "بهتر شدند"),
    ],
    ids=[
        "white space",
        "quotation marks",
        "composed",
        "decomposed",
        "soft hyphen",
        "broken",
        "ligature",
        "ligature in the quotation",
        "degrees",
        "lowered",
        "half width",
        "Korean",
        "Persian",
    ],
)
def test_a_folded_quotation_is_found_and_the_source_is_shown_as_it_is(source, quote, text):
    assert quoted(source, quote) == [(text, (1,))]


@given(source=st.text(max_size=60), quotes=st.lists(st.text(max_size=8), max_size=3), at=st.integers(0, 60))
def test_the_pieces_together_are_the_source_and_what_is_marked_folds_to_the_quotation(source, quotes, at):
    pieces = marked(source, [*quotes, source[at : at + 9]])
    assert "".join(piece.text for piece in pieces) == source
    for number, quote in enumerate([*quotes, source[at : at + 9]], 1):
        if any(number in piece.quotes for piece in pieces) and " " not in fold(quote):
            whole = fold("".join(piece.text for piece in pieces if number in piece.quotes))
            assert fold(quote) in unicodedata.normalize("NFC", whole)


def test_a_quotation_of_one_letter_and_45000_marks_is_marked_in_time():
    source = "a" + "\u0301" * 45_000 + " b"
    began = time.process_time()
    assert quoted(source, "b") == [("b", (1,))]
    assert time.process_time() - began < 2


def test_a_quotation_within_a_sentence_without_spaces_is_marked():
    assert [piece.text for piece in marked("结果小鼠寿命延长。", ["小鼠寿命延长"]) if piece.quotes] == ["小鼠寿命延长"]


def around(source: str, quote: str) -> str:
    """The passage of a quotation, with the quotation in brackets."""
    return "".join(f"[{piece.text}]" if piece.quotes else piece.text for piece in passage(source, quote))


class TestPassage:
    def test_a_quotation_stands_in_its_sentence_alone(self):
        assert around(SOURCE, "a nap helped;") == "In mice, [a nap helped;] in people it did not."

    def test_a_whole_sentence_stands_alone(self):
        assert around(SOURCE, "Naps are short.") == "[Naps are short.]"

    def test_a_quotation_over_two_sentences_has_both(self):
        assert around(SOURCE + " More.", "short. In mice, a nap") == (
            "Naps are [short. In mice, a nap] helped; in people it did not."
        )

    def test_a_quotation_that_is_not_there_has_no_passage(self):
        assert passage(SOURCE, "in rats") == ()

    def test_an_abbreviation_does_not_end_a_sentence(self):
        assert around("Drugs (e.g. naps) helped. Others not.", "helped.") == "Drugs (e.g. naps) [helped.]"

    def test_a_line_break_in_the_abstract_does_not_end_a_sentence(self):
        assert around("In mice\na nap helped\nthem. So.", "a nap helped") == "In mice\n[a nap helped]\nthem."

    def test_the_first_of_several_places_is_taken(self):
        assert around("One nap. Two: nap.", "nap") == "One [nap]."

    def test_a_text_without_full_stops_is_cut_at_words(self):
        told = around("word " * 1_000 + "here " + "word " * 1_000, "here")
        assert told.startswith("… word word ")
        assert told.endswith(" word …")
        assert len(told) < 900

    def test_a_text_without_spaces_is_cut_all_the_same(self):
        assert len(around("结" * 5_000 + "鼠" + "果" * 5_000, "鼠")) < 900

    @given(source=st.text(max_size=80), at=st.integers(0, 80))
    def test_a_passage_is_a_piece_of_its_source(self, source, at):
        text = "".join(piece.text for piece in passage(source, source[at : at + 6]))
        assert text in source

    def test_a_passage_of_a_long_abstract_is_found_in_linear_time(self):
        def made(size):
            return "A nap helped, they said. " * (size // 25) + "So it was."

        assert around(made(1_000), "So it") == "[So it] was."
        assert steepness(lambda source: passage(source, "So it"), made, 200_000) < TOO_STEEP


class TestUnbroken:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("Effects of G-CSF in mice", ["G-CSF"]),
            ("(IL-6) and TNF-α: a trial", ["(IL-6)", "TNF-α:"]),
            ("a randomised-controlled-trial-of-naps", []),
            ("no hyphens here", []),
            ("- - -", []),
        ],
    )
    def test_short_words_with_a_hyphen_are_kept_whole(self, text, kept):
        pieces = unbroken(text)
        assert [piece.text for piece in pieces if piece.quotes] == kept
        assert "".join(piece.text for piece in pieces) == text
