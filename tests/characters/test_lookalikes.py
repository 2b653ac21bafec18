"""Letters that look like Latin ones, in words of Latin letters."""

import pytest

from scicomm_bot.characters.lookalikes import has_foreign_letters, has_lookalikes, has_phonetic_letters


@pytest.mark.parametrize(
    "word",
    ["c\u03c5res", "\u039cice", "cur\u03b5s", "pr\u03bfof", "he\u03b1ls", "\u03a4rial", "c\u03bcre", "c\u00b5re", "\u00b5edical", "\u0441ure", "m\u0456ce", "ALS\u0405", "cu\u0280\u0435", "\u0570ealth"],
    ids=ascii,
)  # fmt: skip
def test_a_letter_that_passes_for_a_latin_one_is_found(word):
    assert has_lookalikes(word)


@pytest.mark.parametrize(
    "word",
    ["TNFα", "αSMA", "NFκB", "IκBα", "μm", "µg", "µmol", "μmol", "ΔF", "Δψm", "γδT", "PKCε", "kΩ", "πr", "mice", "é", "موش", "βγ", "мыши", "σ"],
    ids=ascii,
)  # fmt: skip
def test_greek_as_science_writes_it_passes(word):
    assert not has_lookalikes(word)


def test_only_letters_that_science_does_not_use_are_foreign():
    assert has_foreign_letters("\u0441ure")
    assert not has_foreign_letters("c\u03c5re")


@pytest.mark.parametrize(
    ("word", "mixed"),
    [("c\u0251res", True), ("\u217dures", True), ("ALS\u026a", False), ("kæt", False), ("\u0251", False)],
)
def test_a_phonetic_letter_in_a_word_of_small_letters_is_found(word, mixed):
    assert has_phonetic_letters(word) is mixed
