"""RIS: the dialects that exports have, the tags, and what is told of a record that is not whole."""

import pytest

from scicomm_bot.records.record import AbstractPart, Record, RecordError, Standing
from scicomm_bot.records.sources.ris import ris
from support.record_files import SHARED

SHARED_RIS = SHARED / "ris"

WHOLE = """TY  - JOUR
AU  - Brunner, Eva
AU  - Smith, Amos B., III
AU  - van der Berg, Jan
AU  - Alpine Frost Study Group
TI  - Frost and the <i>Gentiana</i> of high meadows
JO  - Journal of Alpine Botany
PY  - 2023/05/01/
Y1  - 2022
VL  - 12
IS  - 3
SP  - 41
EP  - 57
DO  - https://doi.org/10.1000/JAB.2023.7
UR  - https://example.org/jab/7
AB  - Frost came early.
KW  - frost
KW  - meadows
LA  - eng
ER  -
"""


def one(text: str) -> Record:
    (found,) = ris(text, "refs.ris")
    assert isinstance(found, Record), found.text
    return found


def with_lines(*lines: str) -> Record:
    return one("\n".join(["TY  - JOUR", "TI  - Frost", *lines, "ER  - "]))


def test_whole_record_is_read_field_by_field() -> None:
    record = one(WHOLE)
    assert record.origin == "refs.ris"
    assert record.title == "Frost and the Gentiana of high meadows"
    assert [author.name for author in record.authors] == [
        "Eva Brunner",
        "Amos B. Smith III",
        "Jan van der Berg",
        "Alpine Frost Study Group",
    ]
    assert [author.is_group for author in record.authors] == [False, False, False, True]
    assert (record.journal, record.year, record.volume, record.issue) == ("Journal of Alpine Botany", 2023, "12", "3")
    assert (record.pages, record.doi, record.url) == ("41-57", "10.1000/JAB.2023.7", "https://example.org/jab/7")
    assert record.abstract == (AbstractPart("Frost came early."),)
    assert (record.keywords, record.language, record.doubts) == (("frost", "meadows"), "en", ())


@pytest.mark.parametrize(
    "changed",
    [
        "\ufeff" + WHOLE,
        "\n\n \n" + WHOLE,
        "Record #1 of 1\nProvider: A database\nContent: text/plain\n1.\n" + WHOLE,
        WHOLE.replace("\n", "\r\n"),
        WHOLE.replace("\n", "\r"),
        WHOLE.replace("ER  -", "ER  - "),
        WHOLE.replace("  -", " -"),
        WHOLE.replace("  -", "   -"),
        WHOLE.replace("  - ", "  -"),
        WHOLE.replace("AB  - Frost came early.", "AB  - Frost\ncame early."),
        WHOLE.replace("LA  - eng", "LA  - eng\nXZ  - unknown\nQ9  - \nSN  -"),
        WHOLE.replace("TI  - ", "T1  - ").replace("AU  - ", "A1  - ").replace("AB  - ", "N2  - "),
        WHOLE.replace("JO  - ", "T2  - ").replace("PY  - 2023", "DA  - 2023").replace("Y1  - 2022\n", ""),
    ],
    ids=["bom", "newlines", "text-before", "crlf", "cr", "er", "one-blank", "three", "glued", "goes-on", "tags", "old", "t2"],
)  # fmt: skip
def test_dialect_says_the_same(changed: str) -> None:
    assert one(changed) == one(WHOLE)


def test_line_of_an_abstract_is_no_tag_where_tags_have_two_blanks() -> None:
    record = with_lines("AB  - They used", "CT - guided biopsies.")
    assert record.abstract_text == "They used CT - guided biopsies."


@pytest.mark.parametrize("between", ["EF  - \n", "DB  - A database\nFN  - Export\n", "ID  - 7\n"])
def test_tags_between_records_are_none(between: str) -> None:
    records = list(ris(f"{between}{WHOLE}\n{between}\n{WHOLE}{between}", "refs.ris"))
    assert [isinstance(record, Record) for record in records] == [True, True]


def test_record_that_lost_its_first_line_is_read() -> None:
    first, second = ris(WHOLE + WHOLE.replace("TY  - JOUR\n", ""), "refs.ris")
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.title == second.title


def test_several_records_are_numbered() -> None:
    records = list(ris(WHOLE + "\n2.\n" + WHOLE + WHOLE, "refs.ris"))
    assert [record.origin for record in records if isinstance(record, Record)] == [
        "refs.ris, record 1",
        "refs.ris, record 2",
        "refs.ris, record 3",
    ]


def test_record_without_its_end_is_read_with_a_doubt() -> None:
    first, second = ris(WHOLE.replace("ER  -\n", "") + WHOLE, "refs.ris")
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert "last line" in first.doubts[0]
    assert second.doubts == ()
    assert "last line" in one(WHOLE.replace("ER  -\n", "")).doubts[0]


def test_record_of_nothing_is_told_with_its_line_and_key() -> None:
    broken, whole = ris("TY  - JOUR\nID  - 77\nPY  - 2020\nER  - \n" + WHOLE, "refs.ris")
    assert isinstance(broken, RecordError)
    assert (broken.line, broken.known) == (1, "77")
    assert isinstance(whole, Record)


def test_file_without_a_record_is_told() -> None:
    (error,) = ris("nothing of the kind\n", "refs.ris")
    assert isinstance(error, RecordError)
    assert "TY  - JOUR" in error.text


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("DO  - doi:10.1000/a", "10.1000/a"),
        ("DO  - http://dx.doi.org/10.1000/a.", "10.1000/a"),
        ("UR  - https://doi.org/10.1000/a", "10.1000/a"),
        ("M3  - doi: 10.1000/a", "10.1000/a"),
        ("N1  - 10.1000/a", "10.1000/a"),
        ("UR  - https://example.org/x", None),
    ],
)
def test_doi_is_taken_in_any_spelling(written: str, doi: str | None) -> None:
    record = with_lines(written)
    assert record.doi == doi
    assert record.doubts == ()


def test_resolver_of_dois_is_no_page() -> None:
    assert with_lines("UR  - https://doi.org/10.1000/a").url is None


def test_doi_that_is_none_is_a_doubt() -> None:
    record = with_lines("DO  - 10.1000/abc...")
    assert record.doi is None
    assert "cut off" in record.doubts[0]


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        (["SP  - e0815"], "e0815"),
        (["SP  - 41–57"], "41-57"),
        (["SP  - 41", "EP  - 41"], "41"),
        (["SP  - 41-57", "EP  - 57"], "41-57"),
        (["C7  - e1234"], "e1234"),
        (["AN  - 1234"], "1234"),
        (["AN  - WOS:000123"], None),
        (["AN  - 30011223", "DP  - PubMed"], None),
        (["EP  - 57"], None),
    ],
)
def test_pages_or_the_article_number(lines: list[str], pages: str | None) -> None:
    assert with_lines(*lines).pages == pages


def test_number_of_pubmed_is_its_id() -> None:
    assert with_lines("AN  - 30011223", "DB  - PubMed").pmid == "30011223"
    assert with_lines("UR  - https://pubmed.ncbi.nlm.nih.gov/30011223/").pmid == "30011223"


def test_year_online_before_the_issue() -> None:
    record = with_lines("PY  - 2023", "ET  - 2022/11/05")
    assert (record.year, record.online_year) == (2023, 2022)
    assert with_lines("PY  - 2023", "ET  - 2nd").online_year is None


@pytest.mark.parametrize("written", ["in press", "1402/05/01", "n.d."])
def test_date_without_a_year_is_a_doubt(written: str) -> None:
    record = with_lines(f"PY  - {written}")
    assert record.year is None
    assert written in record.doubts[0]


def test_journal_is_named_in_full_where_the_file_can() -> None:
    assert with_lines("JA  - J. Alp. Bot.", "JF  - Journal of Alpine Botany").journal == "Journal of Alpine Botany"
    assert with_lines("JO  - J. Alp. Bot.", "T2  - Journal of Alpine Botany").journal == "Journal of Alpine Botany"
    assert with_lines("JA  - J. Alp. Bot.").journal == "J. Alp. Bot."


def test_initials_behind_the_name_stay_there() -> None:
    (author,) = with_lines("AU  - Vafaei Rad MS").authors
    assert (author.name, author.family, author.given) == ("Vafaei Rad MS", "Vafaei Rad", "MS")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Alpine Frost Study Group", "Alpine Frost Study Group"),
        ("Group, Alpine Frost Study", "Alpine Frost Study Group"),
        ("Frost Watchers,", "Frost Watchers"),
        ("Ministry of Health, Labour and Welfare", None),
    ],
)
def test_group_is_whole(written: str, name: str | None) -> None:
    (author,) = with_lines(f"AU  - {written}").authors
    assert (author.is_group, author.name) == (True, name or written)


@pytest.mark.parametrize("written", ["College, Anna", "Trial, Bo", "Study, Jim"])
def test_person_with_the_name_of_a_body_is_a_person(written: str) -> None:
    (author,) = with_lines(f"AU  - {written}").authors
    assert not author.is_group


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Eva M. Brunner, MD, PhD", "Eva M. Brunner"),
        ("Eva M. Brunner, MD", "Eva M. Brunner"),
        ("Eva Brunner, PhD", "Eva Brunner"),
        ("Brunner, Eva, PhD", "Eva Brunner"),
        ("Eva Brunner, MBBS, FRCP", "Eva Brunner"),
        ("Brunner, MD", "MD Brunner"),
        ("van der Berg, MS", "MS van der Berg"),
        ("Do, Anna", "Anna Do"),
        ("Smith, Amos, III", "Amos Smith III"),
    ],
)
def test_degrees_are_no_part_of_a_name(written: str, name: str) -> None:
    assert with_lines(f"AU  - {written}").authors[0].name == name


def test_authors_that_are_left_out_are_counted_as_one_with_a_doubt() -> None:
    record = with_lines("AU  - Brunner, Eva", "AU  - et al.")
    assert [author.name for author in record.authors] == ["Eva Brunner"]
    assert record.authors_left_out == 1
    assert "et al." in record.doubts[0]


def test_editors_are_no_authors() -> None:
    record = with_lines("A2  - Brunner, Eva")
    assert record.authors == ()
    assert "Brunner" in record.doubts[0]


def test_affiliation_belongs_to_the_author_before_it() -> None:
    record = with_lines("AU  - Brunner, Eva", "AD  - Innsbruck", "AU  - Rossi, Ada", "AD  - Trento")
    assert [author.affiliations for author in record.authors] == [("Innsbruck",), ("Trento",)]


def test_affiliations_behind_all_authors_are_nobodys() -> None:
    record = with_lines("AU  - Brunner, Eva", "AU  - Rossi, Ada", "AD  - Innsbruck")
    assert [author.affiliations for author in record.authors] == [(), ()]
    assert "Innsbruck" in record.doubts[0]


@pytest.mark.parametrize(
    "abstract",
    [
        "BACKGROUND: Frost comes. RESULTS: It did not harm. CONCLUSIONS: Good.",
        "Background: Frost comes. Results: It did not harm. Conclusions: Good.",
        "BackgroundFrost comes.ResultsIt did not harm.ConclusionsGood.",
        "Abstract Background: Frost comes. Results: It did not harm. Conclusions: Good.",
        "Background. \u2014 Frost comes. Results. \u2014 It did not harm. Conclusions. \u2014 Good.",
    ],
)
def test_labels_of_an_abstract_are_told(abstract: str) -> None:
    parts = with_lines(f"AB  - {abstract}").abstract
    assert [part.text for part in parts] == ["Frost comes.", "It did not harm.", "Good."]
    assert [(part.label or "").lower() for part in parts] == ["background", "results", "conclusions"]


@pytest.mark.parametrize(
    "abstract",
    [
        "Frost came. Results: it did no harm.",
        "Results of frost are known. Methods differ.",
        "We asked: does frost harm? It does not.",
        "Abstract thinking is rare.",
        "Summary statistics were taken: all of them.",
    ],
)
def test_abstract_without_labels_is_one_part(abstract: str) -> None:
    assert with_lines(f"AB  - {abstract}").abstract == (AbstractPart(abstract),)


@pytest.mark.parametrize(
    ("abstract", "line"),
    [
        ("Frost came. \u00a9 2022, The Author(s).", "\u00a9 2022, The Author(s)."),
        ("Frost came. Copyright \u00a9 2022 Alpine B.V. All rights reserved.", "Copyright \u00a9 2022 Alpine B.V. All rights reserved."),
        ("Frost came. (c) 2022 Alpine Press", "(c) 2022 Alpine Press"),
        ("\u00a9 2022 The Authors. Frost came.", "\u00a9 2022 The Authors."),
        ("\u00a9 2022 Alpine B.V. Frost came.", "\u00a9 2022 Alpine B.V."),
    ],
)  # fmt: skip
def test_copyright_line_is_cut_off_and_told(abstract: str, line: str) -> None:
    record = with_lines(f"AB  - {abstract}", "PY  - 2023")
    assert record.abstract_text == "Frost came."
    assert repr(line) in record.doubts[0]
    assert "2022" in record.doubts[1]


def test_sign_of_copyright_within_an_abstract_stays() -> None:
    abstract = "They used the Frost\u00a9 2020 meter. It did not freeze."
    assert with_lines(f"AB  - {abstract}").abstract_text == abstract


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Frost in meadows.", "Frost in meadows"),
        ("[Frost in meadows].", "Frost in meadows"),
        ("[18F]FDG in meadows [a study]", "[18F]FDG in meadows [a study]"),
        ("Frost and vitamin D.", "Frost and vitamin D"),
        ("Frost and Salmonella spp.", "Frost and Salmonella spp."),
        ("And then came frost...", "And then came frost..."),
        ("Ca<sup>2+</sup> &amp;amp; frost", "Ca\u00b2\u207a & frost"),
    ],
)
def test_title_is_clean(title: str, read: str) -> None:
    (record,) = ris(f"TY  - JOUR\nTI  - {title}\nER  - \n", "refs.ris")
    assert isinstance(record, Record)
    assert record.title == read


def test_mark_of_a_retraction_in_the_title_is_a_remark() -> None:
    record = with_lines("T1  - unused")
    assert record.remarks == ()
    retracted = one(WHOLE.replace("TI  - ", "TI  - RETRACTED: "))
    assert [remark.standing for remark in retracted.remarks] == [Standing.RETRACTED]
    assert retracted.title == one(WHOLE).title
    notice = one(WHOLE.replace("TI  - ", "TI  - Retraction Note: "))
    assert [remark.standing for remark in notice.remarks] == [Standing.NOTICE]


def test_notice_of_a_correction_is_a_doubt() -> None:
    assert "correction" in one(WHOLE.replace("TI  - ", "TI  - Publisher Correction: ")).doubts[0]


@pytest.mark.parametrize("line", ["PB  - medRxiv", "UR  - https://www.medrxiv.org/content/10.1101/2023.01.02.123456v1"])
def test_server_of_a_preprint_stands_for_its_journal(line: str) -> None:
    record = with_lines(line)
    assert (record.journal, record.is_preprint) == ("medRxiv", True)
    assert one("TY  - PREPRINT\nTI  - Frost\nER  - ").is_preprint is True


@pytest.mark.parametrize(
    ("lines", "preprint"),
    [
        (["JO  - bioRxiv"], True),
        (["DO  - 10.1101/2023.01.02.123456"], True),
        (["DO  - 10.1101/gad.12345"], None),
        (["JO  - Journal of Alpine Botany"], None),
        (["UR  - https://arxiv.org/abs/2301.01234v2"], True),
    ],
)
def test_preprint_is_known_by_its_server(lines: list[str], preprint: bool | None) -> None:
    assert with_lines(*lines).is_preprint is preprint


@pytest.mark.skipif(not SHARED_RIS.is_dir(), reason=f"no folder {SHARED_RIS}: set SCICOMM_SHARED")
def test_each_shared_file_is_read_whole() -> None:
    for path in sorted(SHARED_RIS.glob("*.ris")):
        for record in ris(path.read_text(encoding="utf-8"), path.name):
            assert isinstance(record, Record), path
            assert record.title or record.doi
