"""Emoji, letters that are none, pictures without words."""

import pytest

from scicomm_bot.domain.paper import Image
from scicomm_bot.domain.post import PostImage
from scicomm_bot.fidelity.rules.access import alt_text, emoji, styled_unicode
from support.fidelity_samples import found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("🐭🧬🎉 In mice", 3),
        ("👩‍🔬👍🏽🇮🇷 In mice", 3),
        ("1️⃣2️⃣3️⃣4️⃣ In mice", 4),
        ("✅ one ✅ two ⚡ three", 3),
        ("☀️☀️☀️", 3),
    ],
)
def test_more_than_two_emoji_are_counted_each_sequence_as_one(text, count):
    assert [one.what for one in found(emoji, text)] == [f"{count} emoji"]


@pytest.mark.parametrize(
    "text", ["🐭🧬 In mice", "👨‍👩‍👧‍👦👩🏽‍🔬", "In mice", "10 × 20 → 30 ± 2 ≥ 1 © ® ™ • ★ ✓ α β", "در موش"]
)
def test_two_emoji_and_signs_that_are_none_pass(text):
    assert found(emoji, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "𝗜𝗻 𝗺𝗶𝗰𝗲",
        "𝐼𝑛 mice",
        "𝓘𝓷 mice",
        "ℬ𝒾𝑔 news",
        "ＡＬＳ research",
        "Ⓘⓝ mice",
        "🅘🅝 mice",
        "🄸🄽 mice",
        "🅰🅻🆂",
        "⒤⒩ mice",
        "𝟯𝟬% longer",
        "ᴀʟꜱ research",
        "ᵃᵇᶜ research",
        "c\u0336u\u0336r\u0336e\u0336 mice",
        "🇦 🇱 🇸 research",
        "a сure for mice",
        "TGF-𝛽",
        "a c\u03c5re for mice",
        "a c\u0251re for mice",
        "\u217dures mice",
        "\u2102ures mice",
        "\U0001f171reakthrough",
        "cure\u02e2 mice",
        "\u01dd\u0279n\u0254 mice",
        "c\u0332u\u0332r\u0332e\u0332 mice",
        "c\u20ddu\u20dd mice",
        "a \u0441\u200cure for mice",
        "It c\u016br\u0117s mice",
        "\u2165 mg in mice",
        "It c\u1ee5\u1e5bes mice",
        "mice are cur\u0113d",
        "It \U0001f1e8\U0001f1fa\U0001f1f7\U0001f1eas mice",
    ],
)
def test_faked_letters_are_found(text):
    assert len(found(styled_unicode, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "In mice",
        "TGF-β, IFNγ, µg, μg, Å, Ω, 10⁶, H₂O, m², °C, №, ™, ½",
        "naïve Ménière Łódź İstanbul ﬁne",
        "🇮🇷 🅰️ 🆎 🅱 Ⓜ️ 🆕",
        "5 ℓ of ℝ",
        "① first ② second",
        "در موش",
        "мыши и ALS",
        "マウスでＧＣＳＦ、（２０２３）",
        "小鼠，生存期。",
        "ʃ and ə",
        "the 20ᵗʰ",
    ],
)
def test_letters_of_real_alphabets_and_signs_of_science_pass(text):
    assert found(styled_unicode, text) == []


def test_the_message_shows_what_was_found_and_what_to_type():
    (one,) = found(styled_unicode, "𝗜𝗻 mice")
    assert "𝗜𝗻" in one.what
    assert "(In)" in one.instead
    (one,) = found(styled_unicode, "🅘🅝 mice")
    assert "(IN)" in one.instead


@pytest.mark.parametrize(
    "alt", [None, "", "  ", "\u200b\u2060", "\u2800\u034f", "mice.png", "mice", "IMG_0042.JPG", "image", "Photo."]
)
def test_a_picture_without_words_is_found(alt):
    (one,) = found(alt_text, "In mice", pictures=(PostImage("images/mice.png", "0", alt),))
    assert "mice.png" in one.what


def test_a_picture_that_says_what_it_shows_passes():
    assert found(alt_text, "In mice", pictures=(PostImage("a.png", "0", "Mice with G-CSF lived longer."),)) == []
    assert found(alt_text, "In mice") == []


def test_more_than_1000_characters_are_refused():
    assert found(alt_text, "In mice", pictures=(PostImage("a.png", "0", "x " * 499 + "xx"),)) == []
    assert found(alt_text, "In mice", pictures=(PostImage("a.png", "0", "x " * 500 + "xx"),))


def test_each_picture_is_looked_at():
    pictures = (PostImage("a.png", "0", "Mice."), PostImage("b.png", "0", None), PostImage("c.png", "0", None))
    assert [one.what.partition(" ")[0] for one in found(alt_text, "x", pictures=pictures)] == ["b.png", "c.png"]


def test_pictures_of_the_finding_count_before_they_are_read():
    assert found(alt_text, "In mice", images=(Image(file="a.png"),))


@pytest.mark.parametrize(
    "text",
    [
        "a na\u00efve r\u00e9sum\u00e9 by Sj\u00f6gren, M\u00fcller and Guillain-Barr\u00e9",
        "in \U0001f1ee\U0001f1f7Iran and Austria\U0001f1e6\U0001f1f9",
        "5 m\u2113 a day",
        "\u211d\u00b2",
        "blood group \U0001f170",
        "x\u207f, pK\u2090 and v\u2098\u2090\u2093",
    ],
)
def test_signs_that_science_uses_pass(text):
    assert found(styled_unicode, text) == []


def test_a_greek_letter_that_the_source_has_so_passes():
    assert found(styled_unicode, "p\u03c4 in mice", "We measured p\u03c4 in mice.") == []
    assert found(styled_unicode, "p\u03c4 in mice", "We measured tau in mice.")


def test_a_phonetic_letter_is_none_of_english_alone():
    assert found(styled_unicode, "\u0188e k\u0254\u0256u \u0256e", lang="ee") == []


FILE_NAMES = [
    "IMG_1234", "DSC_0042", "DSC00042", "P1010042", "image001", "20260102_101112", "Screenshot 2026-01-02 at 10.11.12",
    "Bildschirmfoto 2026-01-02 um 10.11.12", "スクリーンショット 2026-01-02 10.11.12", "Picture 1", "Figure 2a", "Untitled-1",
    "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "IMG_1234 (1)", "Copy of IMG_1234", "survival of mice.png", "Bild aus Paris.jpeg",
]  # fmt: skip


@pytest.mark.parametrize("alt", FILE_NAMES)
def test_an_alt_text_that_machines_give_to_files_says_nothing(alt):
    assert len(found(alt_text, "x", pictures=(PostImage("a.png", "0", alt),))) == 1


@pytest.mark.parametrize(
    "alt",
    [
        "Picture 1 shows two mice.", "12 mice", "BRCA1 in mice", "Mice on 2026-01-02 at 10.11.12 in their cage.", "小鼠",
        "A screenshot of the survey", "Figure 1: mice lived longer.", "p53", "COVID-19",
    ],
)  # fmt: skip
def test_an_alt_text_of_words_is_none_of_them(alt):
    assert found(alt_text, "x", pictures=(PostImage("a.png", "0", alt),)) == []


def test_faked_letters_are_written_out_in_order_and_with_their_repeats():
    (one,) = found(styled_unicode, "ＲＥＴＲＡＣＴＥＤ news ｏｆ ｌｉｆｅ")
    assert one.instead == "type them on the keyboard (RETRACTED of life)"


def test_many_faked_letters_are_cut():
    (one,) = found(styled_unicode, "Ａ" * 100)
    assert one.instead == f"type them on the keyboard ({'A' * 24}...)"
