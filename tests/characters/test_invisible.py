"""Signs that nobody sees: where a text may have them, how they are shown, how it reads without them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.characters.invisible import escaped, hidden_signs, shown, without_invisible


@pytest.mark.parametrize(
    ("text", "as_shown"),
    [
        ("cu\u034fres", "cu<U+034F>res"),
        ("cu\u200cres", "cu<U+200C>res"),
        ("cu\u200dres", "cu<U+200D>res"),
        ("cu\u200bres", "cu<U+200B>res"),
        ("cu\u00adres", "cu<U+00AD>res"),
        ("cu\u2060res", "cu<U+2060>res"),
        ("cu\ufe0fres", "cu<U+FE0F>res"),
        ("cu\ufe00res", "cu<U+FE00>res"),
        ("cu\U000e0063res", "cu<U+E0063>res"),
        ("cu\U000e0101res", "cu<U+E0101>res"),
        ("cu\u3164res", "cu<U+3164>res"),
        ("cu\u2800res", "cu<U+2800>res"),
        ("cu\u115fres", "cu<U+115F>res"),
        ("cu\u17b4res", "cu<U+17B4>res"),
        ("cu\u180eres", "cu<U+180E>res"),
        ("cu\U0001d173res", "cu<U+1D173>res"),
        ("cu\u200eres", "cu<U+200E>res"),
        ("\u202eserus\u202c", "<U+202E>serus<U+202C>"),
        ("a \u2066word\u2069", "a <U+2066>word<U+2069>"),
        ("1\ufe0f0%", "1<U+FE0F>0%"),
        ("\x1b[2J", "<U+001B>[2J"),
        ("a\x9b2J", "a<U+009B>2J"),
        ("a\tb\r", "a<U+0009>b<U+000D>"),
        ("a\u2028b\u2029c", "a<U+2028>b<U+2029>c"),
        ("lost\ufffd and left out\ufffc", "lost<U+FFFD> and left out<U+FFFC>"),
        ("\ue000 \U0010fffd", "<U+E000> <U+10FFFD>"),
        ("\u0378 \uffff", "<U+0378> <U+FFFF>"),
        ("half \ud800", "half <U+D800>"),
    ],
    ids=ascii,
)
def test_a_sign_that_nobody_sees_is_found_and_written_out(text, as_shown):
    assert shown(text) == as_shown
    assert len(list(hidden_signs(text))) == as_shown.count("<U+")


@pytest.mark.parametrize(
    "text",
    [
        "In mice, survival increased.\n\nSecond paragraph.",
        "در موش\u200cها، داروی \u2067G-CSF\u2069 بقا را بیشتر کرد.",
        "DNA\u200cها و ۲۰\u200cدرصد",
        "\u200fدر موش (ALS)\u200f.",
        "שלום \u200eALS\u200e",
        "क्\u200dष, क्\u200cष and ශ්\u200dරී",
        "ᠮᠣᠩ\u180b",
        "葛\U000e0100城 and 飴\ufe00",
        "ไทย\u200bไทย and ភាសា\u200bខ្មែរ",
        "👩\u200d🔬 👩🏽\u200d🤝\u200d👨🏻 🏳\ufe0f\u200d🌈 🏳\u200d🌈 🐦\u200d🔥",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "1\ufe0f\u20e3 #\ufe0f\u20e3 ❤\ufe0f ☎\ufe0e ©\ufe0f 😀\ufe0f",
        "\U0001fa77 \U0001fae9 \U0001fadf",  # of Unicode 15 and 16
        "⠍⠊⠉⠑\u2800⠎⠇⠑⠑⠏",
        "10 µm ± 2 × 10⁸ – “quoted”… CO₂ é ﬁ",
    ],
    ids=ascii,
)
def test_a_sign_that_has_its_use_stays(text):
    assert shown(text) == text
    assert list(hidden_signs(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d🦄",  # no emoji that there is
        "🔬\u200d",
        "\u200d🔬",
        "🔬\U000e0061",
        "❤\ufe0f\ufe0f",
        "در \u2067موش",  # never closed
        "در موش\u2069",
        "در موش \u202eALS\u202c",
        "در cu\u200eres موش",
        "ش\ufe0f",
        "Latin 葛 a\U000e0100",
        "in Latin\nدر موش\n\u2066cures\u2069",  # the line has no letter from right to left
        "x\u200bไทย",
    ],
    ids=ascii,
)
def test_a_sign_outside_of_its_use_is_found(text):
    assert list(hidden_signs(text))


def test_a_text_without_them_reads_as_it_looks():
    assert without_invisible("cu\u200cre\u034fs \U000e0041\u202e❤\ufe0f") == "cures ❤"


def test_json_has_them_as_escapes_and_holds_the_same_data():
    data = {"text": "\u202ea\x9b\U000e0041 موش\u200cها \u2028 \x7f"}
    told = escaped(json.dumps(data, ensure_ascii=False))
    assert json.loads(told) == data
    assert {"\u202e", "\x9b", "\U000e0041", "\u2028", "\x7f"}.isdisjoint(told)
    assert "\u200c" in told


@given(st.text())
def test_json_of_any_text_holds_the_same_data(text):
    assert json.loads(escaped(json.dumps(text, ensure_ascii=False))) == text


@given(st.text())
def test_what_is_shown_has_nothing_hidden_but_new_surroundings(text):
    assert not set(shown(text)) & {text[at] for at in hidden_signs(text) if text.count(text[at]) == 1}
