"""What stands on a card: the post's own words, chips and credit from the record, in the language of the post."""

from pathlib import Path

import pytest

from scicomm_bot.domain.card import CardLine
from scicomm_bot.domain.paper import Author, Evidence, Institution, Study
from scicomm_bot.render.card_words import CardWords, card_of, own_text
from scicomm_bot.render.templates import Templates
from support.paper_samples import PAPER

TEMPLATES = Templates(Path(__file__).resolve().parents[2] / "templates")


def words(lang="en"):
    section = TEMPLATES.words(lang)
    return CardWords(section, section.word("card"))


def card(text="A finding.", finding=PAPER.findings[0], lang="en", house=None, **fields):
    return card_of(text, PAPER.model_copy(update=fields), finding, house, lang=lang, words=words(lang))


def on(*quotes):
    """A finding with these quotations."""
    evidence = tuple(Evidence(quote=quote, on=tuple(what.split())) for quote, what in quotes)
    return PAPER.findings[0].model_copy(update={"evidence": evidence})


def chips(*quotes, lang="en", **study):
    fields = {"kind": "other", "peer_reviewed": True, "on": ("people",)} | study
    return [one.text for one in card(finding=on(*quotes), lang=lang, study=Study(**fields)).labels]


@pytest.mark.parametrize(
    ("quotes", "told"),
    [
        ([("Mice lived longer.", "animals")], ["in mice"]),
        ([("Murine survival rose in the mouse.", "animals")], ["in mice"]),
        ([("Mice and rats lived longer.", "animals")], ["in animals"]),
        ([("Animals, that is mice, lived longer.", "animals")], ["in mice"]),
        ([("It grew.", "animals")], ["in animals"]),
        ([("Sea urchins grew.", "animals")], ["in animals"]),
        ([("Zebrafish grew.", "animals"), ("It grew.", "animals")], ["in zebrafish"]),
        ([("They grew.", "cells")], ["in cells"]),
        ([("They lived.", "people")], ["in people"]),
        ([("Mice lived.", "animals"), ("Patients did not.", "people")], ["in mice and people"]),
        ([("Mouse cells grew.", "cells animals")], ["in cells and animals"]),
        ([("They lived.", "people"), ("It is known.", "unstated")], []),
        ([("It is known.", "unstated")], []),
    ],
)
def test_a_chip_says_on_whom_the_quotations_are(quotes, told):
    assert chips(*quotes) == told


@pytest.mark.parametrize(
    ("study", "told"),
    [
        ({"kind": "review"}, ["review"]),
        ({"kind": "meta-analysis"}, ["meta-analysis"]),
        ({"kind": "animal study", "on": ("animals",)}, ["animal study"]),
        ({"kind": "other", "peer_reviewed": False}, ["not peer-reviewed"]),
        ({"kind": "trial", "peer_reviewed": False, "preprint": True}, ["preprint, not peer-reviewed", "trial"]),
        ({"kind": "other", "preprint": True}, ["peer-reviewed preprint"]),
    ],
)
def test_a_chip_says_what_kind_of_work_it_is(study, told):
    assert chips(("It is known.", "unstated"), **study) == told


def test_a_kind_that_names_the_animals_is_not_told_twice():
    assert chips(("Mice lived.", "animals"), kind="animal study", on=("animals",)) == ["in mice"]


def test_a_post_that_comes_by_itself_has_the_papers_own_labels():
    assert [one.text for one in card(finding=None).labels] == ["review", "in people"]


@pytest.mark.parametrize(
    ("names", "more", "told"),
    [
        (["Doe J"], 0, "Doe J"),
        (["Doe J", "Roe R"], 0, "Doe J and Roe R"),
        (["Doe J", "Roe R", "Poe P"], 0, "Doe J, Roe R and Poe P"),
        (["Doe J", "Roe R", "Poe P", "Coe C"], 0, "Doe J and 3 others"),
        (["Doe J"], 1, "Doe J and 1 other"),
        (["Doe J", "Roe R"], 940, "Doe J and 941 others"),
    ],
)
def test_authors_are_told_short(names, more, told):
    first, *_ = card(authors=tuple(Author(name=one) for one in names), authors_more=more).credits
    assert first.text == told


def test_the_credit_has_journal_year_and_doi():
    told = [one.text for one in card(doi="10.5555/made-up").credits]
    assert told == ["Doe J and Roe R", "A Journal, 2023", "doi:10.5555/made-up"]


def test_a_paper_without_a_doi_has_none_on_its_card():
    assert [one.of for one in card().credits] == ["authors", "journal"]


def test_a_persian_card_is_in_persian_words_and_digits_and_reads_from_the_right():
    made = card(lang="fa", finding=on(("Mice lived.", "animals")), authors=PAPER.authors * 2)
    assert made.rtl
    assert [one.text for one in made.labels] == ["مقالهٔ مروری", "در موش"]
    assert [one.text for one in made.credits] == ["Doe J و ۳ نفر دیگر", "منتشرشده در A Journal، سال ۲۰۲۳"]


def test_the_finding_stands_on_the_card_without_labels_hashtags_and_doi():
    post = "A finding.\n\nPeer-reviewed review.\nA Journal, 2023\n\n#ALS #cells"
    assert own_text(post, PAPER.findings[0]) == "A finding."


def test_the_wording_that_the_post_has_stands_on_the_card():
    finding = PAPER.findings[0].model_copy(update={"text": "A finding that is long.", "short": "A short one."})
    assert own_text("A short one.\n\nLabels.", finding) == "A short one."


def test_a_post_that_a_template_words_otherwise_keeps_its_words():
    post = "In short: a FINDING.\ndoi:10.5555/a\nhttps://example.org/a\n#ALS #cells"
    assert own_text(post, PAPER.findings[0]) == "In short: a FINDING."


def test_a_line_that_the_credit_says_stands_there_once():
    post = "The paper of these posts:\n\n\u201cA title\u201d\nA Journal, 2023"
    assert [one.text for one in card(post, None).lines] == ["The paper of these posts:", "\u201cA title\u201d"]


def test_a_text_of_nothing_but_the_credit_is_kept():
    assert card("A Journal, 2023", None).lines == (CardLine("A Journal, 2023"),)


def test_without_an_institution_in_the_file_a_card_names_none_not_even_an_authors():
    made = card(authors=(Author(name="Doe J"), Author(name="Roe R", institution="Example University")))
    assert made.house is None
    assert not [one for one in (*made.texts, made.alt) if "Example University" in one]


def test_lists_and_gaps_are_kept():
    text = "Two things:\n\u2022 one\n- two\n\nAnd an end."
    finding = PAPER.findings[0].model_copy(update={"text": text})
    assert card(text, finding).lines == (
        CardLine("Two things:"), CardLine("one", bullet=True), CardLine("two", bullet=True),
        CardLine("And an end.", after_gap=True),
    )  # fmt: skip


def test_a_minus_at_the_beginning_is_no_bullet():
    finding = PAPER.findings[0].model_copy(update={"text": "-2.4 mg was lost."})
    assert card("-2.4 mg was lost.", finding).lines == (CardLine("-2.4 mg was lost."),)


def test_the_alt_text_says_all_that_the_card_shows():
    text = "Two things:\n\u2022 one\n\u2022 two\n\nAnd an end."
    finding = PAPER.findings[0].model_copy(update={"text": text})
    made = card(text, finding, house=Institution(name="A University"), doi="10.5555/a")
    assert made.alt == (
        "A card that says: \u201cTwo things: one; two. And an end.\u201d Labelled: review; in people. Doe J and Roe R. "
        "A Journal, 2023. doi:10.5555/a. A University."
    )


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("it fell (p < 0.01)", "it fell (p < 0.01);"),
        ("by 12%", "by 12%;"),
        ("\u201ca word\u201d", "\u201ca word\u201d;"),
        ("it fell.", "it fell."),
        ("(it fell.)", "(it fell.)"),
        ("\u0645\u0648\u0634\u061f", "\u0645\u0648\u0634\u061f"),
    ],
)
def test_a_reader_pauses_behind_each_entry_of_a_list_whatever_it_ends_with(entry, told):
    text = f"Two things:\n\u2022 {entry}\n\u2022 one more"
    finding = PAPER.findings[0].model_copy(update={"text": text})
    assert f"Two things: {told} one more.\u201d" in card(text, finding).alt


def test_the_longest_post_has_an_alt_text_that_x_takes():
    text = "word " * 56
    finding = PAPER.findings[0].model_copy(update={"text": text.strip()})
    assert len(card(text.strip(), finding).alt) < 1_000
