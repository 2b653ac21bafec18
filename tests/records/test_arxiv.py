import pytest

from scicomm_bot.records.record import Record, RecordError, Standing
from scicomm_bot.records.sources.arxiv import arxiv_atom
from support.record_files import only, only_error, shared

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>ArXiv Query</title><id>http://arxiv.org/api/x</id>
{}
</feed>"""


def entry(inside="", *, title="Sleep of sheep", number="1711.05739v2", summary="  Sheep\nsleep.\n"):
    return f"""<entry><id>http://arxiv.org/abs/{number}</id><updated>2019-01-01T00:00:00Z</updated>
<published>2017-11-15T19:00:01Z</published><title>{title}</title><summary>{summary}</summary>
<author><name>Anna van der Berg</name><arxiv:affiliation xmlns:arxiv="u">Institute A</arxiv:affiliation></author>
<author><name>SHEEP Collaboration</name></author><author><name>:</name></author>{inside}
<arxiv:primary_category xmlns:arxiv="u" term="q-bio.NC"/><category term="physics.bio-ph"/></entry>"""


def read(inside="", **parts):
    return only(arxiv_atom, FEED.format(entry(inside, **parts)))


def oai(inside, form="oai_dc:dc", header="<identifier>oai:arXiv.org:1711.05739</identifier>"):
    return f"<record><header>{header}</header><metadata><{form}>{inside}</{form}></metadata></record>"


def test_an_entry_is_read():
    record = read()
    assert (record.title, record.year, record.journal, record.is_preprint) == ("Sleep of sheep", 2017, "arXiv", True)
    assert (record.arxiv_id, record.url) == ("1711.05739", "https://arxiv.org/abs/1711.05739")
    assert [(one.name, one.is_group) for one in record.authors] == [
        ("Anna van der Berg", False), ("SHEEP Collaboration", True),
    ]  # fmt: skip
    assert record.authors[0].affiliations == ("Institute A",)
    assert record.abstract_text == "Sheep sleep."
    assert record.keywords == ("q-bio.NC",)
    assert (record.doi, record.doubts, record.remarks) == (None, (), ())


@pytest.mark.parametrize(
    ("number", "arxiv_id"),
    [("hep-th/9901001v3", "hep-th/9901001"), ("math.GT/0309136", "math.GT/0309136"), ("2101.00001v10", "2101.00001")],
)
def test_numbers_lose_their_version(number, arxiv_id):
    assert read(number=number).arxiv_id == arxiv_id


def test_a_title_with_line_breaks_and_tex_comes_clean():
    assert read(title="The $\\alpha$ of\n  H$_2$O at $10^{6}$ K").title == "The α of H₂O at 10⁶ K"


def test_tex_that_nobody_knows_is_told():
    record = read(summary="An ideal $\\ci$ as in \\cite{x} of $\\sigma $.")
    assert record.doubts == ("it has TeX in it that could not be read: \\ci, \\cite",)


def test_a_published_version_is_told_and_not_taken_over():
    record = read(
        '<arxiv:doi xmlns:arxiv="u">10.1000/printed</arxiv:doi><arxiv:journal_ref xmlns:arxiv="u">Sheep J. 1, 2 (2018)</arxiv:journal_ref>'
    )
    assert (record.doi, record.journal, record.year) == (None, "arXiv", 2017)
    assert record.doubts == (
        "this is the preprint; a published version is on record: 10.1000/printed, Sheep J. 1, 2 (2018)",
    )


def test_arxivs_own_doi_is_the_preprints():
    assert read("<doi>10.48550/arXiv.1711.05739</doi>").doi == "10.48550/arXiv.1711.05739"


@pytest.mark.parametrize(
    "parts",
    [
        {"inside": "<comment>This paper has been withdrawn by the author due to an error</comment>"},
        {"inside": "<comment>Withdrawn</comment>"},
        {"summary": "This paper has been withdrawn by the authors."},
    ],
)
def test_a_withdrawn_paper_has_a_remark(parts):
    (remark,) = read(**parts).remarks
    assert remark.standing == Standing.RETRACTED
    assert "withdrawn" in remark.told.lower()


def test_a_comment_on_pages_is_no_remark():
    assert read("<comment>12 pages, 3 figures</comment>").remarks == ()


def test_the_answer_to_a_wrong_number_is_an_error():
    answer = "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title><summary>incorrect id format for x</summary></entry>"
    assert only_error(arxiv_atom, FEED.format(answer)).text == "arXiv answers: incorrect id format for x"


def test_an_answer_without_papers_is_an_error():
    assert "does not know" in only_error(arxiv_atom, FEED.format("")).text


def test_a_broken_entry_loses_no_other():
    read_ = list(arxiv_atom(FEED.format(entry() + "<entry><title>a < b</title></entry>" + entry()).encode(), "x"))
    assert [type(one) for one in read_] == [Record, RecordError, Record]


def test_dublin_core_is_read():
    record = only(
        arxiv_atom,
        oai(
            "<dc:title>Sleep of\n  sheep</dc:title><dc:creator>von der Berg, Anna</dc:creator><dc:creator>Hill, R, Jr</dc:creator>"
            "<dc:description>  Sheep sleep.\n</dc:description><dc:description>Comment: 2 pages</dc:description>"
            "<dc:date>2009-01-16</dc:date><dc:date>2010-01-01</dc:date><dc:identifier>http://arxiv.org/abs/1711.05739</dc:identifier>"
            "<dc:identifier>doi:10.1000/printed</dc:identifier><dc:subject>Biology</dc:subject>"
        ),
    )
    assert (record.title, record.year, record.arxiv_id) == ("Sleep of sheep", 2009, "1711.05739")
    assert [one.name for one in record.authors] == ["Anna von der Berg", "R Hill Jr"]
    assert record.abstract_text == "Sheep sleep."
    assert record.doubts == ("this is the preprint; a published version is on record: 10.1000/printed",)


def test_arxivs_own_forms_are_read():
    parts = (
        "<id>1711.05739</id><created>2017-11-15</created><title>A</title><abstract>B.</abstract><doi>10.1000/p</doi>"
    )
    names = "<authors><author><keyname>Hill</keyname><forenames>R</forenames><suffix>Jr</suffix><affiliation>C</affiliation></author></authors>"
    record = only(arxiv_atom, oai(parts + names, "arXiv"))
    assert (record.authors[0].name, record.authors[0].affiliations, record.year) == ("R Hill Jr", ("C",), 2017)
    raw = '<id>1711.05739</id><version version="v1"><date>Wed, 15 Nov 2017 19:00:01 GMT</date></version><title>A</title><authors>R. Hill (1), S. Roe (1 and 2), and T. Doe ((1) C, (2) D)</authors><abstract>B.</abstract>'
    record = only(arxiv_atom, oai(raw, "arXivRaw"))
    assert ([one.name for one in record.authors], record.year) == (["R. Hill", "S. Roe", "T. Doe"], 2017)


def test_a_deleted_record_is_an_error():
    deleted = "<record><header status='deleted'><identifier>oai:arXiv.org:1</identifier></header></record>"
    error = only_error(arxiv_atom, deleted)
    assert (error.known, "deleted" in error.text) == ("oai:arXiv.org:1", True)


@pytest.mark.parametrize(
    ("name", "count"), [("arxiv_0901_2443", 1), ("arxiv_1711_05739", 1), ("arxiv_multi_20230125", 3)]
)
def test_recorded_answers_are_read(name, count):
    read_ = list(arxiv_atom(shared(f"arxiv/{name}.xml"), "arXiv"))
    assert len(read_) == count
    assert all(isinstance(one, Record) and one.arxiv_id and one.year and one.authors for one in read_)
