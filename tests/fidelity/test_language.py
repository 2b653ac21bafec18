"""Texts that the rules cannot read are never passed over in silence."""

import pytest

from scicomm_bot.fidelity.rules.language import language_unchecked
from support.fidelity_samples import found

MICE = "In mice, survival increased."


@pytest.mark.parametrize("lang", ["fa", "de", "pt-BR", "enm"])
def test_a_language_without_rules_is_told(lang):
    (one,) = found(language_unchecked, "x", MICE, lang=lang)
    assert repr(lang) in one.what


@pytest.mark.parametrize("lang", ["en", "en-GB"])
def test_english_passes(lang):
    assert found(language_unchecked, MICE, MICE, lang=lang) == []


@pytest.mark.parametrize(
    "evidence",
    [
        "در موش‌ها بقا افزایش یافت.",
        "У мышей выживаемость увеличилась.",
        "小鼠的生存期延长。",
        "Bei Mäusen verlängerte die Behandlung das Überleben, klinische Studien bestätigten dies jedoch leider bisher nicht.",
    ],
)
def test_evidence_that_the_rules_cannot_read_is_told(evidence):
    (one,) = found(language_unchecked, MICE, evidence)
    assert one.what.startswith("the evidence")


@pytest.mark.parametrize(
    "text",
    [
        "در موش‌ها بقا افزایش یافت.",
        "Bei Mäusen verlängerte die Behandlung das Überleben, klinische Studien bestätigten dies nicht.",
    ],
)
def test_a_post_that_says_it_is_english_and_is_not_is_told(text):
    (one,) = found(language_unchecked, text, MICE)
    assert "lang" in one.instead


@pytest.mark.parametrize(
    "text",
    [
        "TGF-β and IFN-γ increased survival in mice.",
        "G-CSF in ALS",
        "Mice: longer survival.",
        "Treated subjects walked 92 cm on a beam, untreated ones 61 cm.",
        "β γ δ κ λ in the mouse",
    ],
)
def test_greek_letters_and_few_words_pass(text):
    assert found(language_unchecked, text, text) == []
