"""A paper's file that is brought up to date: field by field, never over what a person wrote."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.errors import ContentError
from scicomm_bot.records.merged import Other
from scicomm_bot.records.names import person
from scicomm_bot.records.paper_file import Difference, Updated, updated
from scicomm_bot.records.record import AbstractPart, Record, Remark, Standing
from support.written_papers import PATH, RECORD, changed, file_of, merged, read

LATER = date(2027, 1, 15)
FILE = file_of()


def update(text: str, record: Record = RECORD, **others: object) -> Updated:
    return updated(text, merged(record, day=LATER, **others), PATH)


def against(standing: Standing, told: str) -> Record:
    return changed(remarks=(Remark(standing, told, "10.1000/notice"),))


RETRACTED = against(Standing.RETRACTED, "RetractionIn")
SAID = {"kind": "retracted", "told": "RetractionIn", "source": "Crossref", "doi": "10.1000/notice"}


def line(text: str, start: str) -> str:
    return next(one for one in text.split("\n") if one.startswith(start))


def test_a_file_that_says_the_same_stays_byte_for_byte():
    assert update(FILE) == Updated(FILE)


def test_a_field_that_nobody_touched_is_replaced_with_its_new_day():
    made = update(FILE, changed(pages="763-772"))
    assert made.replaced == ("pages",)
    assert line(made.text, "pages:") == 'pages: "763-772"  # Crossref, 2027-01-15'
    rest = [one for one in FILE.split("\n") if not one.startswith(("pages:", "# Written"))]
    assert [one for one in made.text.split("\n") if not one.startswith(("pages:", "# Written"))] == rest


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("title", {"title": "Another one"}),
        ("authors", {"authors": (person("Doe", "B"),)}),
        ("journal", {"journal": "Sleep"}),
        ("year", {"year": 2022, "online_year": None}),
        ("issue", {"issue": "4"}),
        ("pages", {"pages": "1-2"}),
        ("url", {"url": "https://example.org/other"}),
        ("doi", {"doi": "10.1000/other"}),
        ("abstract", {"abstract": (AbstractPart("Another. " * 20),)}),
    ],
)
def test_each_field_can_be_replaced(name, fields):
    full = changed(keywords=("sleep",), pmid="1")
    made = update(file_of(full), replace(full, **fields))
    assert made.replaced == (name,)
    assert read(made.text) == read(file_of(full)) | {name: read(file_of(replace(full, **fields)))[name]}


def test_a_field_that_was_replaced_may_be_replaced_again():
    once = update(FILE, changed(pages="1-2")).text
    assert read(update(once, changed(pages="3-4")).text)["pages"] == "3-4"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('pages: "763-771"', 'pages: "763-771a"'),
        ('pages: "763-771"  # Crossref, 2026-11-30', 'pages: "763-771"'),
        ('pages: "763-771"  # Crossref, 2026-11-30', 'pages: "763-771"  # I looked it up'),
        ('pages: "763-771"', "pages: 763-771"),
    ],
)
def test_a_field_whose_lines_a_person_changed_is_left_and_told(before, after):
    text = FILE.replace(before, after)
    made = update(text, changed(pages="1-2"))
    assert made.text == text
    assert made.left == (Difference("pages", read(text)["pages"], "1-2", "Crossref"),)


def test_a_field_that_a_person_wrote_as_the_source_has_it_is_no_difference():
    text = FILE.replace('doi: "10.1000/sheep"', "doi: https://doi.org/10.1000/SHEEP")
    assert update(text) == Updated(text)


def test_an_institution_that_a_person_added_is_no_difference():
    text = FILE.replace(
        '    affiliation: "Field School', '    institution: Field School\n    affiliation: "Field School'
    )
    assert update(text) == Updated(text)
    assert update(text, changed(authors=(person("Roe", "Ann"),))).left[0].field == "authors"


def test_a_field_that_is_missing_is_added_in_its_place():
    without = file_of(changed(issue=None, pages=None))
    made = update(without)
    assert made.added == ("issue", "pages")
    names = list(read(made.text))
    assert names == list(read(FILE))
    assert read(made.text)["issue"] == "3"


def test_an_abstract_that_came_later_brings_findings():
    bare = file_of(changed(abstract=()))
    made = update(bare)
    assert made.added == ("abstract", "findings")
    assert len(read(made.text)["findings"]) == 3
    assert "# - abstract: copy" in bare
    assert "# - abstract: copy" not in made.text


def test_findings_of_a_person_are_never_touched():
    text = FILE.replace("Naps were not longer.", "Naps, nothing.")
    made = update(text, changed(pages="1-2", abstract=(AbstractPart("Another."),)))
    assert text[text.index("\nfindings:") : text.index("# Written")] in made.text


def test_a_field_that_the_source_lost_stays():
    assert update(FILE, changed(pages=None)) == Updated(FILE)


def test_a_field_that_a_person_took_away_stays_away_and_is_told():
    text = "\n".join(one for one in FILE.split("\n") if not one.startswith("url:"))
    assert update(text) == Updated(text, left=(Difference("url", "", RECORD.url, "Crossref"),))


def test_findings_that_a_person_took_away_are_not_proposed_again():
    text = FILE[: FILE.index("\nfindings:") + 1] + FILE[FILE.index("# Written") :]
    assert update(text) == Updated(text)


def test_the_count_of_more_authors_goes_with_the_authors():
    many = tuple(person(f"Roe{number}", "A") for number in range(70))
    text = file_of(changed(authors=many))
    assert read(update(text).text).get("authors_more") is None
    touched = text.replace("A Roe3\n", "Ann Roe3\n").replace('"A Roe3"', '"Ann Roe3"')
    made = update(touched, changed(authors=(*many, person("Doe", "B"))))
    assert made.text == touched
    assert [one.field for one in made.left] == ["authors"]


def test_choices_are_told_anew():
    text = file_of(others={"pages": (Other("9-9 " * 40, "PubMed"), Other("8-8", "arXiv"))})
    once = update(text, changed(pages="3-4"), others={"pages": (Other("7-7", "PubMed"),)}).text
    assert [one for one in once.split("\n") if one.startswith("# Choose")] == ["# Choose: PubMed has “7-7”"]
    assert "9-9" not in once


def test_without_the_last_line_everything_is_a_persons():
    text = FILE[: FILE.index("# Written")]
    made = update(text, changed(pages="1-2"))
    assert made.text == text
    assert [one.field for one in made.left] == ["pages"]


def test_a_retraction_that_came_later_is_told_at_the_top_once():
    made = update("\ufeff" + FILE, RETRACTED)
    assert made.added == ("retraction", "remarks")
    assert made.text.startswith("\ufeff# ====")
    assert made.text.count("# RETRACTED: ") == 1
    assert update(made.text, RETRACTED).text == made.text


@pytest.mark.parametrize("edited", [FILE.replace("Sleep in", "Rest in"), FILE[: FILE.index("# Written")], FILE.replace("\n", "\r\n")])  # fmt: skip
def test_a_retraction_that_came_later_holds_the_posts_of_a_file_that_a_person_works_at(edited):
    made = update(edited, RETRACTED)
    assert read(made.text)["retraction"] == SAID | {"on": "2027-01-15"}
    assert read(made.text) == read(edited) | {"retraction": SAID | {"on": "2027-01-15"}}


def test_a_retraction_that_is_there_stays_on_another_day_and_where_the_source_is_silent():
    there = update(FILE, RETRACTED).text
    for record in (RETRACTED, RECORD, against(Standing.CONCERN, "A warning")):
        later = updated(there, merged(record, day=date(2028, 1, 1)), PATH)
        assert read(later.text)["retraction"] == read(there)["retraction"]


def test_a_concern_that_became_a_retraction_is_replaced():
    made = update(file_of(against(Standing.CONCERN, "A warning")), RETRACTED)
    assert made.replaced == ("retraction",)
    assert read(made.text)["retraction"]["kind"] == "retracted"


def test_a_concern_that_a_person_wrote_stays_and_holds_though_it_became_a_retraction():
    there = file_of(against(Standing.CONCERN, "A warning")).replace("A warning", "A warning that I read")
    made = update(there, RETRACTED)
    assert read(made.text)["retraction"]["kind"] == "expression of concern"
    assert [one.field for one in made.left] == ["retraction"]


def without_retraction(text: str) -> str:
    start = text.index("retraction:")
    return text[:start] + text[text.index("title:") :]


def test_a_retraction_that_a_person_has_deleted_is_not_written_again():
    made = update(without_retraction(file_of(RETRACTED)), RETRACTED)
    assert "retraction" not in read(made.text)
    assert made.left == (Difference("retraction", "", "retracted (RetractionIn)", "Crossref"),)


def test_another_one_than_a_person_has_deleted_is_written():
    made = update(without_retraction(file_of(against(Standing.CONCERN, "A warning"))), RETRACTED)
    assert read(made.text)["retraction"]["kind"] == "retracted"


def test_line_ends_of_windows_and_a_mark_at_the_beginning_stay():
    text = "\ufeff" + FILE.replace("\n", "\r\n")
    assert update(text) == Updated(text)
    made = update(text, changed(pages="1-2")).text
    assert made.replace("\r\n", "").count("\n") == 0
    assert made.startswith("\ufeff")
    assert 'pages: "1-2"' in made


def test_a_file_without_a_line_end_at_its_end_gets_whole_lines():
    text = "id: x\ntitle: Sheep"
    made = update(text)
    assert read(made.text)["journal"] == "Journal of Sleep"
    assert made.text.startswith("id: x\ntitle: Sheep\n")
    assert made.left[0].field == "title"


@pytest.mark.parametrize("text", ["{id: x, title: Sheep}\n", "  id: x\n  title: Sheep\n"])
def test_a_file_in_braces_or_indented_is_left_as_it_is(text):
    made = update(text)
    assert made.text == text
    assert made.added == ()


@pytest.mark.parametrize("text", ["- a\n", "a: b: c\n", "just words\n"])
def test_a_file_that_holds_no_fields_is_an_error_with_its_place(text):
    with pytest.raises(ContentError, match=r"roe-2023\.yaml:1"):
        update(text)


TITLES = st.text(min_size=1, max_size=60).filter(str.strip)


@given(TITLES, TITLES, st.sampled_from(["pages", "journal", "title", "issue"]))
def test_whatever_the_source_says_the_rest_is_read_as_before(first, second, name):
    before = file_of(changed(**{name: first}))
    made = update(before, changed(**{name: second}))
    assert read(made.text) == read(before) | {name: read(file_of(changed(**{name: second})))[name]} or (
        " ".join(first.split()) == " ".join(second.split()) and made.text == before
    )


def test_a_record_with_nothing_in_it_changes_nothing():
    assert update(FILE, replace(Record("x"))) == Updated(FILE)
