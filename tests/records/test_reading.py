"""Files of records: which format it is, in which encoding, and what is told of a file that is none."""

import gzip
import io
import json
import subprocess
import sys
import zipfile

import pytest

from scicomm_bot.records import reading
from scicomm_bot.records.reading import read_records
from scicomm_bot.records.record import Record, RecordError
from support.record_files import article, article_set

RIS = "TY  - JOUR\nTI  - Frost auf W\u00e4ldern\nPY  - 2023\nER  -\n"
BIBTEX = "@article{k, title = {Frost auf W\u00e4ldern}, year = 2023}\n"
NBIB = "\nPMID- 12345\nTI  - Frost auf W\u00e4ldern.\nDP  - 2023\n"
PUBMED = article_set(article(title="<ArticleTitle>Frost auf W\u00e4ldern</ArticleTitle>"))
CROSSREF = json.dumps({"message": {"title": ["Frost auf W\u00e4ldern"], "DOI": "10.1000/a", "type": "journal-article"}})
CSL = json.dumps(
    [{"title": "Frost auf W\u00e4ldern", "DOI": "10.1000/a", "type": "article-journal"}], ensure_ascii=False
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2301.01234v1</id>'
    "<title>Frost auf W\u00e4ldern</title><published>2023-01-05T00:00:00Z</published></entry></feed>"
)
HTML = (
    "<!DOCTYPE html><html><head><meta name=citation_title content='Frost auf W\u00e4ldern'>"
    "<meta name=citation_year content=2023></head>"
)
PLATFORM = "A University\nShare this content! On X\nFrost auf W\u00e4ldern\nBrunner E1\nSource: JAB Published:2023\n"
WHOLE = {
    "ris": RIS, "bibtex": BIBTEX, "nbib": NBIB, "pubmed": PUBMED, "crossref": CROSSREF, "csl": CSL, "atom": ATOM,
    "html": HTML, "platform": PLATFORM,
}  # fmt: skip
TEXTS = {name: text for name, text in WHOLE.items() if name not in {"pubmed", "atom"}}


def one(data: bytes) -> Record:
    (found,) = read_records(data, "file")
    assert isinstance(found, Record), found.text
    return found


def refused(data: bytes) -> str:
    (found,) = read_records(data, "file")
    assert isinstance(found, RecordError)
    return found.text


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_format_is_told_by_what_is_in_the_file(text: str) -> None:
    record = one(text.encode())
    assert record.title == "Frost auf W\u00e4ldern"
    assert record.origin == "file"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encoding_of_unicode_is_known_without_a_doubt(text: str, codec: str) -> None:
    record = one(text.encode(codec))
    assert record.title == "Frost auf W\u00e4ldern"
    assert not any("UTF-8" in doubt for doubt in record.doubts)


@pytest.mark.parametrize("text", [PUBMED, ATOM], ids=["pubmed", "atom"])
def test_xml_says_its_encoding_itself(text: str) -> None:
    written = text if text.startswith("<?xml") else f'<?xml version="1.0"?>{text}'
    latin = written.replace('version="1.0"', 'version="1.0" encoding="iso-8859-1"', 1)
    assert one(latin.encode("latin-1")).title == "Frost auf W\u00e4ldern"
    assert one(written.encode("utf-16")).title == "Frost auf W\u00e4ldern"


@pytest.mark.parametrize("text", [RIS, BIBTEX, NBIB, PLATFORM], ids=["ris", "bibtex", "nbib", "platform"])
def test_windows_1252_is_read_with_a_doubt(text: str) -> None:
    record = one(text.encode("cp1252"))
    assert record.title == "Frost auf W\u00e4ldern"
    assert "Windows-1252" in record.doubts[-1]


def test_record_in_plain_letters_has_no_doubt_on_the_encoding() -> None:
    first, second = read_records((RIS + RIS.replace("W\u00e4ldern", "meadows")).encode("cp1252"), "refs.ris")
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (len(first.doubts), second.doubts) == (1, ())


def test_page_says_its_encoding_itself() -> None:
    page = HTML.replace("<head>", "<head><meta charset='windows-1256'>").replace(
        "W\u00e4ldern", "\u0633\u0644\u0627\u0645"
    )
    record = one(page.encode("cp1256"))
    assert record.title == "Frost auf \u0633\u0644\u0627\u0645"
    assert not any("Windows" in doubt for doubt in record.doubts)


@pytest.mark.parametrize("codec", ["rot13", "zlib", "unicode_escape", "idna", "nothing-known", "utf-8", "utf-99"])
def test_page_may_not_choose_a_codec_that_is_no_encoding(codec: str) -> None:
    page = HTML.replace("<head>", f"<head><meta charset='{codec}'>")
    assert "Windows-1252" in one(page.encode("cp1252")).doubts[-1]


def test_bytes_that_are_no_utf_8_are_made_visible() -> None:
    data = ("TY  - JOUR\nTI  - " + "\u0633\u0644\u0627\u0645 " * 5).encode() + b"\xff\xfe\nER  -\n"
    record = one(data)
    assert "\ufffd" in (record.title or "")
    assert any("no UTF-8" in doubt for doubt in record.doubts)


def test_file_that_ends_within_a_letter_is_read() -> None:
    record = one((RIS.replace("ER  -\n", "") + "KW  - W\u00e4").encode()[:-1])
    assert record.keywords == ("W",)


def test_records_of_each_format_are_numbered() -> None:
    for text in (RIS + RIS, NBIB + NBIB.replace("12345", "12346"), article_set(article(), article(pmid="12"))):
        records = list(read_records(text.encode(), "refs"))
        assert [one.origin for one in records if isinstance(one, Record)] == ["refs, record 1", "refs, record 2"]


def test_text_before_the_first_record_does_not_hide_it() -> None:
    assert one(f"Exported by a program.\n\n{RIS}".encode()).year == 2023
    assert one(f"% A comment\n\n{BIBTEX}".encode()).year == 2023


def test_what_begins_first_in_a_file_decides() -> None:
    quoting = RIS.replace("ER  -", "N1  - made from\n@article{k, title = {x}}\nER  -")
    assert one(quoting.encode()).title == "Frost auf W\u00e4ldern"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (zipped("[Content_Types].xml", "word/document.xml"), "Word"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        (zipped("refs.ris"), "unpack"),
        (gzip.compress(b"TY  - JOUR", mtime=0), "unpack"),
        (b"{\\rtf1 TY  - JOUR}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Office"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        (bytes(range(256)) * 40, "no text"),
        (b"\0" * 10_000 + b"x", "no text"),
        (b"<article><front><article-meta/></front></article>", "JATS"),
        (b'<article><front><article-id pub-id-type="doi">10.1000/a</article-id>', "add 10.1000/a"),
        (b'<!DOCTYPE article PUBLIC "-//NLM//DTD"><!-- x --><article/>', "JATS"),
        (b'<?xml version="1.0"?><mods><title>x</title></mods>', "(mods)"),
        (b"10.1000/a\nhttps://doi.org/10.1000/b\n\n", "list of DOIs"),
        (b"12345678\n2301.01234v2\n", "list of DOIs"),
        (b"10.1000/abcdefgh\n" * 5_000, "list of DOIs"),
        (b"%0 Journal Article\n%T Frost\n", "EndNote"),
        (b"FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\n", "Web of Science"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "MHTML"),
        (b"schedule:\n  every: day\npapers:\n- id: a\n", "paper file"),
        (b"Brunner E (2023). Frost. JAB 12, 41-57.\n", "none of the files"),
        (b"title,doi\nFrost,10.1000/a\n", "none of the files"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_file_that_holds_no_record_is_told_with_what_to_do(data: bytes, told: str) -> None:
    text = refused(data)
    assert told in text
    assert any(word in text for word in ("export", "give", "unpack", "run", "save", "what is read", "put it"))


def test_file_that_is_too_long_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    assert "split it" in refused(RIS.encode())


def test_kinds_are_all_named_in_what_is_told_of_a_stranger() -> None:
    text = refused(b"nothing that is known")
    for kind in ("RIS", "BibTeX", "nbib", "PubMed XML", "Crossref JSON", "CSL-JSON", "arXiv", "HTML", "platform"):
        assert kind in text


def test_reader_of_another_format_is_not_loaded() -> None:
    code = (
        "import sys; from scicomm_bot.records.reading import read_records; "
        "list(read_records(b'TY  - JOUR\\nTI  - x', 'a')); "
        "print([name for name in sys.modules if 'bibtex' in name or 'pubmed' in name or name == 'xml.parsers.expat'])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
