"""What of a card's text stays together where a line ends."""

import pytest

from scicomm_bot.cards.glue import breakable, glued


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("given G-CSF now", "given G-\u2060CSF now"),
        ("of TNF-\u03b1 and \u03b2-cells grew", "of TNF-\u2060\u03b1 and \u03b2-\u2060cells\u00a0grew"),
        ("a peer-reviewed paper", "a peer-reviewed paper"),
        ("by \u22122.4 pg/mL", "by \u22122.4\u00a0pg/\u2060mL"),
        ("at p \u2264 0.01 there", "at p\u00a0\u2264\u00a00.01\u00a0there"),
        ("3 \u00d7 10\u207b\u2079 mol", "3\u00a0\u00d7\u00a010\u207b\u2079\u00a0mol"),
        ("by Doe J, Roe RS and others did", "by Doe\u00a0J, Roe\u00a0RS and others\u00a0did"),
        ("\u062f\u0631 \u06f3 \u0646\u0641\u0631", "\u062f\u0631 \u06f3\u00a0\u0646\u0641\u0631"),
        ("", ""),
        ("one", "one"),
    ],
)
def test_what_belongs_together_does_not_break(text, kept):
    assert glued(text) == kept


def test_nothing_else_is_changed():
    text = "Sleep, well-known as it is, helped 12 of 20 people \u2013 or not (2 of 3)"
    plain = str.maketrans({"\u00a0": " ", "\u2060": None})
    assert glued(text).translate(plain) == text


def test_a_doi_may_break_behind_its_signs():
    assert breakable("doi:10.5555/ab-c") == "doi:\u200b10.\u200b5555/\u200bab-\u200bc"


@pytest.mark.parametrize("text", ["-" * 20_000, "a-" * 20_000, " " * 20_000, "= " * 20_000, "A-1 " * 20_000])
def test_no_text_takes_long(text):
    assert len(glued(text)) >= len(text)
