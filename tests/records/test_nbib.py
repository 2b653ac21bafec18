import time

import pytest

from scicomm_bot.records.record import Record, RecordError, Standing
from scicomm_bot.records.sources.nbib import nbib
from support.record_files import only, only_error

WHOLE = """
PMID- 11
OWN - NLM
STAT- MEDLINE
IS  - 1234-5678 (Print)
VI  - 12
IP  - 3 Pt 1
DP  - 1998 Dec-1999 Jan
TI  - Sleep of sheep in a long title that goes on in the next line with CO2 and
      a second line.
PG  - 763-71
LID - S0899-7071(18)30064-0 [pii]
LID - 10.1000/sheep.1 [doi]
AB  - BACKGROUND: Sheep sleep at p < 0.05. METHODS: We looked at
      them. RESULTS: They did.
CI  - Copyright 1999 The Sheep Society.
FAU - van der Berg, Anna M
AU  - van der Berg AM
AD  - Dept of Sleep, University of A,
      Town, U.K. anna@example.org
AD  - Institute B
FAU - Hill, R H Jr
AU  - Hill RH Jr
CN  - Sheep, Goats and Others Group
FAU - Fox, Q
AU  - Fox Q
LA  - eng
PT  - Journal Article
PT  - Randomized Controlled Trial
DEP - 19971105
PL  - England
TA  - Sheep J
JT  - Sheep journal (London, England)
MH  - *Sleep/physiology
MH  - Animals
MH  - Mice, Inbred C57BL
MH  - Mice
OTO - NOTNLM
OT  - *wool
OT  - rest
AID - 10.1000/sheep.1 [doi]
SO  - Sheep J. 1998 Dec-1999 Jan;12(3 Pt 1):763-71.
"""


def read(*lines):
    return only(nbib, "\n".join(["PMID- 11", *lines]))


def test_a_whole_record_is_read():
    record = only(nbib, WHOLE)
    assert record.title == "Sleep of sheep in a long title that goes on in the next line with CO2 and a second line"
    assert [one.name for one in record.authors] == [
        "Anna M van der Berg", "R H Hill Jr", "Sheep, Goats and Others Group", "Q Fox",
    ]  # fmt: skip
    assert [one.is_group for one in record.authors] == [False, False, True, False]
    assert record.authors[0].affiliations == ("Dept of Sleep, University of A, Town, U.K.", "Institute B")
    assert record.authors[1].suffix == "Jr"
    assert (record.journal, record.volume, record.issue, record.pages) == ("Sheep journal", "12", "3 Pt 1", "763-771")
    assert (record.year, record.online_year) == (1998, 1997)
    assert (record.doi, record.pmid, record.language) == ("10.1000/sheep.1", "11", "en")
    assert [(one.label, one.text) for one in record.abstract] == [
        ("BACKGROUND", "Sheep sleep at p < 0.05."), ("METHODS", "We looked at them."), ("RESULTS", "They did."),
    ]  # fmt: skip
    assert record.keywords == ("wool", "rest")
    assert record.kind is not None
    assert record.kind.value == "randomised trial"
    assert [one.value for one in record.on] == ["animals"]


def test_several_records_are_told_apart_with_or_without_a_blank_line():
    assert [one.pmid for one in nbib(b"PMID- 1\nTI  - A.\nPMID- 2\nTI  - B.\n\n\nPMID- 3\nTI  - C.", "x")] == [
        "1",
        "2",
        "3",
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    record = only(nbib, b"\xef\xbb\xbf\r\nPMID- 1\r\nTI  - A long\r\n      title.\r\n")
    assert record.title == "A long title"


def test_names_without_their_long_form_have_initials_last():
    record = read("TI  - A.", "AU  - Jafarzadeh F", "AU  - de la Cruz MA", "AU  - Hill RH 3rd", "AU  - Sukarno")
    assert [one.name for one in record.authors] == ["Jafarzadeh F", "de la Cruz MA", "Hill RH 3rd", "Sukarno"]
    assert [one.family for one in record.authors] == ["Jafarzadeh", "de la Cruz", "Hill", "Sukarno"]


def test_an_affiliation_before_all_authors_is_the_first_ones():
    record = read("TI  - A.", "AD  - Institute B.", "FAU - Roe, J", "AU  - Roe J", "FAU - Doe, K", "AU  - Doe K")
    assert [tuple(one.affiliations) for one in record.authors] == [("Institute B",), ()]


@pytest.mark.parametrize(
    ("tag", "standing"),
    [("RIN", Standing.RETRACTED), ("ROF", Standing.NOTICE), ("ECI", Standing.CONCERN), ("EIN", Standing.CORRECTED)],
)
def test_another_paper_that_matters_is_a_remark(tag, standing):
    (remark,) = read("TI  - A.", f"{tag:<4}- Sheep J. 2020 Mar;1(2):3. doi: 10.1000/n.1. PMID: 7").remarks
    assert (remark.standing, remark.doi) == (standing, "10.1000/n.1")
    assert "PMID 7" in remark.told


def test_a_translated_title_is_the_title_and_the_papers_own_is_told():
    record = read("TI  - [Sleep of sheep].", "TT  - Schlaf der Schafe.", "LA  - ger")
    assert (record.title, record.language) == ("Sleep of sheep", "de")
    assert record.doubts == ("the title is a translation by PubMed; the paper's own is 'Schlaf der Schafe'",)


def test_an_article_number_stands_for_pages_where_there_is_no_print():
    assert read("TI  - A.", "LID - e42507 [pii]", "PST - epublish").pages == "e42507"
    assert read("TI  - A.", "LID - 5057415 [pii]", "PST - ppublish").pages is None


def test_keywords_of_indexers_are_left_out():
    assert read("TI  - A.", "OTO - NASA", "OT  - Non-NASA Center").keywords == ()


def test_a_book_is_told_and_loses_no_article():
    first, second = nbib(b"PMID- 1\nBTI - A book\nPT  - Book\nPMID- 2\nTI  - A.\n", "x")
    assert isinstance(first, RecordError)
    assert (first.known, first.line) == ("PMID 1", 1)
    assert isinstance(second, Record)


@pytest.mark.parametrize("text", ["", "TY  - JOUR\nTI  - A\nER  - \n", "no tags"])
def test_a_file_without_records_is_an_error(text):
    assert "PMID-" in only_error(nbib, text).text


def test_ten_thousand_authors_are_read_at_once():
    began = time.process_time()
    assert len(read("TI  - A.", *["FAU - Roe, J", "AU  - Roe J", "AD  - B, C."] * 10_000).authors) == 10_000
    assert time.process_time() - began < 3
