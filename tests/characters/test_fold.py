"""Two spellings of one text fold to one; two texts do not."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.characters.fold import fold, fold_line, fold_places

SIGNS = st.sampled_from(
    "aeCO1283 \n.,º°ª²₂₅⁸½ﬁﬀµμ℃ＡｂＺ１％．ｶﾞ\u00ad\u200b\u0301\u0338\u0323<＜Å\u212b가\u1100\u1161\u11a8Ⅳ𝛼م\ufeb3)”–"
)
TEXTS = st.text(SIGNS, max_size=24) | st.text(max_size=24)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ampliﬁed ﬂow, eﬃcient, aﬀect", "amplified flow, efficient, affect"),
        ("5 \u00b5g", "5 \u03bcg"),
        ("ＡＬＳ ｉｎ １２ mice （５０％）", "ALS in 12 mice (50%)"),
        ("37 \u2103", "37 °C"),
        ("37 ºC and 98 ˚F", "37 °C and 98 °F"),
        ("5 \u212b", "5 A\u030a"),
        ("at\u00a0\u20095\u202fmg", "at 5 mg"),
        ("1ª and nº 5", "1a and no 5"),
        ("phase Ⅲ", "phase III"),
        ("\U0001d6fc-synuclein", "α-synuclein"),
        ("\u03f5-globin", "ε-globin"),
        ("5 ㎎", "5 mg"),
        ("ampli\u00ad\n  fied", "amplified"),
        ("ampli\u00ad fied", "amplified"),
        ("Universite\u0301", "Universit\u00e9"),
        ("\ufeb3\ufefc\ufee1", "سلام"),
        ("CO₂, H₂SO₄ and PM₂.₅", "CO2, H2SO4 and PM2.5"),
        ("Ca(OH)₂", "Ca(OH)2"),
        ("Vₘₐₓ", "Vmax"),
        ("１．５ mg．", "1.5 mg."),
    ],
)
def test_two_spellings_of_one_text_are_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10⁸", "108"),
        ("10⁸", "10⁶"),
        ("½", "12"),
        ("5½", "51/2"),
        ("kg/m²", "kg/m2"),
        ("㎡", "m2"),
        ("10₂", "102"),
        ("log₂10", "log210"),
        ("CO₂½", "CO2½"),
        ("①", "1"),
        ("⑴", "(1)"),
        ("Ca²⁺", "Ca2+"),
        ("±5", "+5"),
        ("café", "cafe"),
        ("ALS", "als"),
        ("TM", "™"),
        ("a word\u00ad (so)", "a word(so)"),
    ],
)
def test_no_number_and_no_word_becomes_another(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("sign", ["＃ALS", "＠name", "mice．in"])
def test_nothing_becomes_a_hashtag_a_mention_or_a_link(sign):
    assert fold(sign) == sign


@given(TEXTS)
def test_what_is_folded_folds_to_itself(text):
    assert fold(fold(text)) == fold(text)
    assert fold_line(fold_line(text)) == fold_line(text)


@given(
    st.text(st.characters(exclude_characters="\u00ad\u200b\u2060\ufeff"), max_size=24)
    | st.text("aeé₂2CO\u0301ﬁ", max_size=12)
)
def test_the_composed_and_the_decomposed_form_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(TEXTS)
def test_the_places_are_those_of_the_folded_signs(text):
    folded, places = fold_places(text)
    assert folded.replace("`", "'") == fold_line(text)
    assert len(places) == len(folded)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


def test_a_ligature_is_two_signs_of_one_place():
    assert fold_places("aﬁb") == ("afib", [(0, 1), (1, 2), (1, 2), (2, 3)])


def test_a_broken_word_keeps_the_places_of_its_letters():
    assert fold_places("ab\u00ad\ncd") == ("abcd", [(0, 1), (1, 2), (4, 5), (5, 6)])


@pytest.mark.parametrize("text", ["a" + "\u0301" * 45_000, "\u00ad " * 20_000, "CO₂" * 15_000, "₂" * 45_000])
def test_hostile_texts_are_folded_in_time(text):
    began = time.process_time()
    fold(text)
    fold_places(text)
    assert time.process_time() - began < 2
