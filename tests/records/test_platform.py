"""The platform's text page: its parts, its variants, and what does not fit."""

import pytest

from scicomm_bot.records.record import Record, RecordError
from scicomm_bot.records.sources.platform import platform
from support.record_files import SHARED

KNOWN = SHARED.parent / "source-paper/gcsf-als-page.txt"

PAGE = """Alpine University

Science Communicator Platform

Stay connected! Follow us on X network (Twitter):
Share this content! On (X network) By
Frost-Hardening Protein (F-Hp) in Gentians: Effects on Rna and (Atp) Publisher Pubmed



Brunner E1 ; Vafaei Rad MS2 ; Rossi A1,3
Authors
Show Affiliations
Authors Affiliations
  1. 1. Department of Botany, Alpine University, Innsbruck, Austria
  2. 2. Frost Institute, Trento, Italy
  3. 3. School of Meadows, Bern, Switzerland

Source: Journal of Alpine Botany Published:2023


Abstract

F-HP keeps gentians from frost. It did not change RNA or ATP. \u00a9 2022, The Author(s).
Experts (# of related papers)
Somebody Else (4)
"""


def one(text: str) -> Record:
    (found,) = platform(text, "page.txt")
    assert isinstance(found, Record), found.text
    return found


def refused(text: str) -> RecordError:
    (found,) = platform(text, "page.txt")
    assert isinstance(found, RecordError)
    return found


def without(begin: str, end: str) -> str:
    before, _, rest = PAGE.partition(begin)
    return before + end + rest.partition(end)[2]


def test_page_is_read_field_by_field() -> None:
    record = one(PAGE)
    assert record.origin == "page.txt"
    assert record.title == "Frost-Hardening Protein (F-Hp) in Gentians: Effects on Rna and (Atp)"
    assert [author.name for author in record.authors] == ["Brunner E", "Vafaei Rad MS", "Rossi A"]
    assert (record.authors[1].family, record.authors[1].given) == ("Vafaei Rad", "MS")
    assert record.authors[0].affiliations == ("Department of Botany, Alpine University, Innsbruck, Austria",)
    assert record.authors[2].affiliations == (
        "Department of Botany, Alpine University, Innsbruck, Austria",
        "School of Meadows, Bern, Switzerland",
    )
    assert (record.journal, record.year, record.online_year) == ("Journal of Alpine Botany", 2023, None)
    assert record.doi is None
    assert record.abstract_text == "F-HP keeps gentians from frost. It did not change RNA or ATP."


def test_acronyms_in_title_case_are_told_with_how_the_abstract_writes_them() -> None:
    told = " ".join(one(PAGE).doubts)
    for word, right in (("F-Hp", "F-HP"), ("Rna", "RNA"), ("Atp", "ATP")):
        assert f"'{word}' in title case; the abstract writes '{right}'" in told


def test_acronym_in_brackets_is_told_where_no_abstract_has_it() -> None:
    told = " ".join(one(without("Abstract", "Experts (")).doubts)
    assert "'Atp' in brackets" in told
    assert "Effects" not in told


def test_words_that_labels_write_in_capitals_are_no_acronyms() -> None:
    page = PAGE.replace("F-HP keeps", "METHODS: F-HP keeps").replace("It did", "RESULTS: It did")
    told = " ".join(one(page.replace("Effects", "Methods")).doubts)
    assert "'Methods'" not in told


def test_copyright_line_is_kept_as_a_doubt_with_its_earlier_year() -> None:
    doubts = one(PAGE).doubts
    assert any("'\u00a9 2022, The Author(s).'" in doubt for doubt in doubts)
    assert any("the year 2022" in doubt for doubt in doubts)
    same_year = one(PAGE.replace("\u00a9 2022", "\u00a9 2023")).doubts
    assert not any("the year 2023" in doubt for doubt in same_year)


@pytest.mark.parametrize(
    "changed",
    [
        PAGE.replace("\n", "\r\n"),
        "\ufeff" + PAGE,
        PAGE.replace("\n\n", "\n"),
        PAGE.replace("  1. 1. ", "1. ").replace("  2. 2. ", "2. ").replace("  3. 3. ", "3. "),
        PAGE.replace("  1. 1. ", "\t1.\t1. "),
        PAGE.replace(" ; ", ";"),
        PAGE.replace(" ; ", " ;\n"),
        PAGE.replace("A1,3", "A1, 3"),
        PAGE.replace("E1", "E\u00b9*"),
        PAGE.replace("Botany Published:2023", "Botany\nPublished: 2023"),
        PAGE.replace("Gentians: ", "Gentians:\n"),
        PAGE.replace("frost. It", "frost.\nIt"),
        PAGE.replace("Innsbruck, Austria", "Innsbruck,\n     Austria"),
        PAGE.partition("Experts")[0],
    ],
    ids=["crlf", "bom", "close", "numbered-once", "tabs", "no-blanks", "names-in-lines", "a-blank", "raised", "two-lines",
         "long-title", "lines", "wrapped", "no-end"],
)  # fmt: skip
def test_variant_says_the_same(changed: str) -> None:
    assert one(changed) == one(PAGE)


def test_one_author() -> None:
    record = one(PAGE.replace("Brunner E1 ; Vafaei Rad MS2 ; Rossi A1,3", "Brunner E1"))
    assert [author.name for author in record.authors] == ["Brunner E"]
    assert len(record.authors[0].affiliations) == 1


def test_names_lose_their_numbers_also_without_affiliations() -> None:
    record = one(without("Authors\nShow", "Source:"))
    assert [author.name for author in record.authors] == ["Brunner E", "Vafaei Rad MS", "Rossi A"]
    assert all(author.affiliations == () for author in record.authors)
    assert not any("affiliation" in doubt for doubt in record.doubts)


def test_number_without_its_affiliation_is_a_doubt() -> None:
    record = one(PAGE.replace("A1,3", "A1,4"))
    assert record.authors[2].affiliations == ("Department of Botany, Alpine University, Innsbruck, Austria",)
    assert any("affiliation 4" in doubt for doubt in record.doubts)


def test_group_is_whole() -> None:
    record = one(PAGE.replace("Rossi A1,3", "Alpine Frost 2020 Study Group3"))
    assert record.authors[2].is_group
    assert record.authors[2].name == "Alpine Frost 2020 Study Group"


def test_page_without_an_abstract() -> None:
    assert one(without("Abstract", "Experts (")).abstract == ()


def test_doi_on_a_line_of_its_own_is_taken() -> None:
    assert one(PAGE.replace("Source:", "DOI: 10.1000/jab.7\nSource:")).doi == "10.1000/jab.7"
    assert one(PAGE.replace("Published:2023", "Published:2023\nhttps://doi.org/10.1000/jab.7")).doi == "10.1000/jab.7"


def test_doi_within_the_abstract_or_among_related_papers_is_not_taken() -> None:
    record = one(PAGE.replace("ATP. \u00a9", "ATP. Data: 10.5061/dryad.1. \u00a9"))
    assert record.doi is None
    assert any("'10.5061/dryad.1'" in doubt for doubt in record.doubts)
    assert one(PAGE + "\n10.1000/other\n").doi is None


@pytest.mark.parametrize(
    ("page", "line", "told"),
    [
        ("Frost\nin meadows\n", 2, "Share this content!"),
        ("", 1, "empty"),
        (PAGE.replace("Source:", "From:"), 26, "Source:"),
        (PAGE.replace("E1 ;", "E1x9 ;"), 11, "E1x9"),
        (PAGE.replace("  1. 1. Department", "Department"), 15, "no number"),
        ("Share this content!\nSource: J Published:2020\n", 1, "title"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(page: str, line: int, told: str) -> None:
    error = refused(page)
    assert error.line == line
    assert told in error.text
    assert "copy the whole text" in error.text


@pytest.mark.skipif(not KNOWN.is_file(), reason=f"no file {KNOWN}: set SCICOMM_SHARED")
def test_known_page_is_read_whole() -> None:
    record = one(KNOWN.read_text(encoding="utf-8"))
    assert record.title is not None
    assert record.title.endswith("(Als)")
    assert [len(author.affiliations) for author in record.authors] == [1] * 5
    assert record.authors[2].name == "Hassan Zadeh Tabatabaei MS"
    assert (record.journal, record.year, record.doi) == ("Acta Neurologica Belgica", 2023, None)
    assert record.abstract_text.endswith("G-CSF in ALS treatment.")
    told = " ".join(record.doubts)
    assert "'G-CSF'" in told
    assert "2022" in told
