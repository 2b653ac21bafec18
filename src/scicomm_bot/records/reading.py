"""A file of records, whatever its format: told by what is in it, decoded, and read by the reader that knows it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.doi import bare_doi
from scicomm_bot.records.record import Record, RecordError

MOST_BYTES = 100_000_000
"""No file may be longer; whoever opens one looks before reading it."""
KINDS = (
    "RIS, BibTeX, nbib, PubMed XML, Crossref JSON, CSL-JSON, arXiv Atom, a journal's page as HTML, "
    "a platform page as text"
)
"""What can be read, as a message lists it."""

_EXPORT = "export the citation from the journal's page or from your reference manager as RIS, and give that to `add`"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"this is a PDF, and no record is read out of one: {_EXPORT}; or give the paper's DOI"),
    (b"{\\rtf", f"this is a text of a word processor (RTF): {_EXPORT}"),
    (b"\xd0\xcf\x11\xe0", f"this is a file of Microsoft Office: {_EXPORT}"),
    (b"\x1f\x8b", "this file is compressed (gzip): unpack it first"),
    (b"BZh", "this file is compressed (bzip2): unpack it first"),
    (b"\xfd7zXZ", "this file is compressed (xz): unpack it first"),
    (b"7z\xbc\xaf", "this file is compressed (7z): unpack it first"),
    (b"\x28\xb5\x2f\xfd", "this file is compressed (zstd): unpack it first"),
    (b"Rar!", "this file is compressed (RAR): unpack it first"),
    (b"\x89PNG", f"this is a picture: {_EXPORT}"),
    (b"\xff\xd8\xff", f"this is a picture: {_EXPORT}"),
    (b"GIF8", f"this is a picture: {_EXPORT}"),
    (b"SQLite format 3", f"this is a database: {_EXPORT}"),
)
_ZIP = b"PK\x03\x04"
_IN_ZIP = (
    (b"word/", f"this is a Word document: {_EXPORT}"),
    (b"xl/", f"this is an Excel file: {_EXPORT}"),
    (b"ppt/", f"this is a PowerPoint file: {_EXPORT}"),
    (b"mimetypeapplication/vnd.oasis", f"this is a document of an office program: {_EXPORT}"),
    (b"mimetypeapplication/epub", f"this is an e-book: {_EXPORT}"),
)
_COMPRESSED = "this file is compressed (ZIP): unpack it first"
_LOOKED_AT = 20_000
_EMPTY = "the file is empty: export the citation once more, or give the paper's DOI to `add`"
_BINARY = f"this is no text: what is read is {KINDS}"
_UNKNOWN = f"this is none of the files that are read ({KINDS}): {_EXPORT}; or give the paper's DOI"
_LIST = (
    "this is a list of DOIs and no file of records: give them to `add` as they are, 'scicomm-bot add 10.1000/abc "
    "10.1000/def', or all of a file by 'xargs scicomm-bot add < FILE'"
)
_JATS = "this is a paper's full text as JATS XML, which is not read yet: give the paper's DOI to `add`"
_JATS_DOI = "this is a paper's full text as JATS XML, which is not read yet: run 'scicomm-bot add {doi}' instead"
_PAPER_FILE = (
    "this looks like a paper file of scicomm-bot already: put it into the folder papers/, and run `scicomm-bot check`"
)
_WEB_ARCHIVE = "this is a web archive (MHTML): save the page as 'HTML only' or 'HTML complete', and give that to `add`"
_OTHER_XML = (
    "this XML ({root}) is of no kind that is read: PubMed's (PubmedArticleSet) and arXiv's (feed) are; "
    "export the citation as RIS instead"
)
_OTHER_TAGS = "this is {name}, which is not read: export the same as RIS"
_AS_1252 = "the file is not UTF-8 and was read as Windows-1252: see whether the letters with accents are right"
_REPLACED = "the file has bytes that are no UTF-8, in whose place stands '\ufffd': put the letters right"
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_CODECS = re.compile(r"(?:windows|cp|iso|utf|latin|koi8|gb|big5|euc|shift|mac|us-ascii|ascii)[\w:.-]*", re.IGNORECASE)
"""Encodings of text; Python knows others under such names, which make no text out of bytes."""

_ROOT = Pattern(r"<(?P<name>[A-Za-z_][\w:.-]*)")
_PROLOG = Pattern(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
_OWN_DOI = Pattern(r"<article-id\b[^<>]{0,200}pub-id-type=[\"']doi[\"'][^<>]{0,200}>\s{0,20}([^<>\s]{5,300})")
_PUBMED = frozenset(
    {"pubmedarticleset", "pubmedarticle", "medlinecitationset", "medlinecitation", "pubmedbookarticleset"}
)
_ATOM = frozenset({"feed", "entry", "oai-pmh", "record", "listrecords", "getrecord"})
_HTML = frozenset({"html", "head", "body", "meta", "title", "script", "link", "div", "p", "span", "base", "style"})
_TEXT_KINDS: tuple[tuple[str, Pattern], ...] = (
    ("ris", Pattern(r"^\ufeff?[ \t]{0,8}TY[ \t]{0,3}-", re.MULTILINE)),
    ("nbib", Pattern(r"^\ufeff?PMID[ \t]{0,3}-[ \t]{0,3}[0-9]", re.MULTILINE)),
    ("bibtex", Pattern(r"^\ufeff?[ \t]{0,40}@[A-Za-z]{1,30}[ \t]{0,8}[{(]", re.MULTILINE)),
    ("platform", Pattern(r"^\ufeff?[ \t]{0,40}(?:Share this content!|Science Communicator Platform)", re.MULTILINE)),
)
"""How a line of each begins; what comes first in the file decides."""
_OTHER_KINDS: tuple[tuple[str, Pattern], ...] = (
    ("an export of EndNote (%0)", Pattern(r"\A\s{0,100}%0 [A-Z]")),
    ("an export of Web of Science", Pattern(r"\A\s{0,100}FN (?:Clarivate|Thomson|ISI)", re.IGNORECASE)),
    ("an export of RefWorks", Pattern(r"\A\s{0,100}RT [A-Z][a-z]")),
)
_ARCHIVE = Pattern(r"\A\s{0,100}(?:From: <Saved by|MIME-Version:)", re.IGNORECASE)
_OUR_OWN = Pattern(r"^(?:papers|findings|schedule):[ \t]*$", re.MULTILINE)
_IDENTIFIER = Pattern(r"(?:PMID:?\s*)?[0-9]{5,9}|(?:arxiv:)?[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?", re.IGNORECASE)
_MOST_IN_LIST = 200

Reader = Callable[[], Iterator[Record | RecordError]]


class _Text(NamedTuple):
    """A file's text, and what a person should know of how it was decoded."""

    text: str
    doubt: str | None = None


class _CannotReadError(Exception):
    """A file holds no records that can be read; its text says why, and what to do."""


def read_records(data: bytes, origin: str) -> Iterator[Record | RecordError]:
    """Yield each record of a file, or why it cannot be read, in the file's order.

    The format is told by what is in the file: PubMed XML, arXiv's Atom, Crossref JSON, CSL-JSON, nbib, RIS, BibTeX, a
    journal's page as HTML, or a platform page as text. UTF-8 and UTF-16 are read, with or without a byte-order mark;
    another encoding that the file does not name is read as Windows-1252, with a doubt in each record that has such
    letters. A file that holds no record at all gives one error.

    Args:
        data: The file, of `MOST_BYTES` at most.
        origin: Its name, for people; where there are several records, each has its number behind it: "refs.ris, record
            3".
    """
    try:
        kind, decoded = _told_apart(data)
    except _CannotReadError as cannot:
        yield RecordError(str(cannot))
        return
    for found in _read(kind, data, decoded.text, origin):
        yield _with_doubt(found, decoded.doubt) if decoded.doubt and isinstance(found, Record) else found


def _told_apart(data: bytes) -> tuple[str, _Text]:
    """Return what kind of file it is, and its text.

    Raises:
        _CannotReadError: It is of no kind that is read.
    """
    if len(data) > MOST_BYTES:
        raise _CannotReadError(f"the file has {len(data) // 1_000_000} MB, and 100 MB is the most: split it")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise _CannotReadError(_EMPTY)
    if (said := _no_text(data)) is not None:
        raise _CannotReadError(said)
    decoded = _decoded(data)
    return _kind(decoded.text), decoded


def _no_text(data: bytes) -> str | None:
    head = data[:1_024].lstrip()
    if data.startswith(_ZIP):
        inside = data[:_LOOKED_AT] + data[-_LOOKED_AT:]
        return next(
            (text for sign, text in _IN_ZIP if sign in inside), "this file is compressed (ZIP): unpack it first"
        )
    return next((text for sign, text in _SIGNATURES if head.startswith(sign)), None)


# Encodings.


def _decoded(data: bytes) -> _Text:
    """Decode a file: by its byte-order mark, as UTF-8, as it says itself, or as Windows-1252."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _Text(data.decode(codec, errors="replace"))
    if b"\0" in data[:_LOOKED_AT]:
        return _wide(data)
    try:
        return _Text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and error.start > len(data) - 4:  # cut off within a letter
            return _Text(data[: error.start].decode("utf-8-sig"))
    return _declared(data) or _guessed(data)


def _wide(data: bytes) -> _Text:
    """Decode UTF-16 without its mark, which has a zero beside each plain letter; other zeros make no text."""
    head = data[:_LOOKED_AT]
    half = len(head) // 2
    for codec, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros.count(0) > half * 0.4 and head.count(0) < half * 1.2:
            return _Text(data.decode(codec, errors="replace"))
    raise _CannotReadError(_BINARY)


def _declared(data: bytes) -> _Text | None:
    """Decode a page as its own tags say; XML says it to its own parser."""
    found = _CHARSET.search(data[:4_096]) if b"<" in data[:200] else None
    name = found[1].decode("ascii") if found else ""
    if not _CODECS.fullmatch(name) or name.lower().replace("-", "").startswith("utf8"):
        return None
    try:
        return _Text(data.decode(name, errors="replace"))
    except LookupError:
        return None


def _guessed(data: bytes) -> _Text:
    """Decode what is no UTF-8: as that, where most of its letters are; else as Windows-1252."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", errors="ignore")) > 2 * bad:
        return _Text(text.removeprefix("\ufeff"), _REPLACED)
    controls = len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data[:_LOOKED_AT]))
    if controls > len(data[:_LOOKED_AT]) // 100:
        raise _CannotReadError(_BINARY)
    try:
        return _Text(data.decode("cp1252"), _AS_1252)
    except UnicodeDecodeError:
        return _Text(data.decode("latin-1"), _AS_1252.replace("Windows-1252", "Latin-1"))


# Formats.


def _kind(text: str) -> str:
    head = text.lstrip("\ufeff \t\r\n")[:_LOOKED_AT]
    if head[:1] in {"{", "["}:
        return "json"
    if head.startswith("<") and (kind := _markup(head)):
        return kind
    if (kind := _begun(text)) is not None:
        return kind
    if "<html" in head.lower() or "<meta " in head.lower():
        return "html"
    raise _CannotReadError(_why_none(text, head))


def _begun(text: str) -> str | None:
    """Return the kind whose first line comes first."""
    kind, end = None, len(text)
    for name, begins in _TEXT_KINDS:
        if found := begins.search(text, 0, end):
            kind, end = name, found.start()
    return kind


def _markup(head: str) -> str | None:
    """Return the kind of an XML or HTML file by its outermost element, or None where it has none."""
    at = 0
    while prolog := _PROLOG.match(head, at):
        if "html" in prolog[0][:40].lower() and prolog[0].lstrip()[:9].lower() == "<!doctype":
            return "html"
        at = prolog.end()
    root = _ROOT.search(head, at)
    if root is None:
        return None
    name = root["name"].rpartition(":")[2].lower()
    kinds = ((_PUBMED, "pubmed"), (_ATOM, "arxiv"), (_HTML, "html"))
    kind = next((kind for names, kind in kinds if name in names), None)
    if kind is not None:
        return kind
    if name in {"article", "pmc-articleset", "articles"}:
        own = _OWN_DOI.search(head)
        raise _CannotReadError(_JATS_DOI.format(doi=own[1]) if own and bare_doi(own[1]) else _JATS)
    if "<html" in head.lower():
        return "html"
    raise _CannotReadError(_OTHER_XML.format(root=root["name"]))


def _why_none(text: str, head: str) -> str:
    if _is_list(text):
        return _LIST
    if _ARCHIVE.search(head):
        return _WEB_ARCHIVE
    if _OUR_OWN.search(head):
        return _PAPER_FILE
    other = next((name for name, begins in _OTHER_KINDS if begins.search(head)), None)
    return _OTHER_TAGS.format(name=other) if other else _UNKNOWN


def _is_list(text: str) -> bool:
    """Whether each line is a DOI, a PMID or an arXiv id, as far as one looks."""
    lines = text[:_LOOKED_AT].splitlines()
    words = [line.strip(" \t,;\"'\ufeff") for line in (lines[:-1] if len(text) > _LOOKED_AT else lines)]
    words = [word for word in words if word][:_MOST_IN_LIST]
    return bool(words) and all(bare_doi(word) is not None or _IDENTIFIER.fullmatch(word) for word in words)


def _read(kind: str, data: bytes, text: str, origin: str) -> Iterator[Record | RecordError]:
    """Read with the reader of a kind; each is imported when it is needed."""
    if kind == "ris":
        from scicomm_bot.records.sources.ris import ris

        return ris(text, origin)
    if kind == "bibtex":
        from scicomm_bot.records.sources.bibtex import bibtex

        return bibtex(text, origin)
    if kind == "html":
        from scicomm_bot.records.sources.html import html

        return html(text, origin)
    if kind == "platform":
        from scicomm_bot.records.sources.platform import platform

        return platform(text, origin)
    return _named(_read_bytes(kind, data, text, origin), origin)


def _read_bytes(kind: str, data: bytes, text: str, origin: str) -> Iterator[Record | RecordError]:
    """Read with a reader that takes bytes; of XML those of the file, since it names its encoding itself."""
    if kind == "pubmed":
        from scicomm_bot.records.sources.pubmed import pubmed_xml

        return pubmed_xml(data, origin)
    if kind == "arxiv":
        from scicomm_bot.records.sources.arxiv import arxiv_atom

        return arxiv_atom(data, origin)
    if kind == "nbib":
        from scicomm_bot.records.sources.nbib import nbib

        return nbib(text.encode(), origin)
    from scicomm_bot.records.sources.crossref import crossref_json

    return crossref_json(text.encode(), origin)


def _named(found: Iterator[Record | RecordError], origin: str) -> Iterator[Record | RecordError]:
    from scicomm_bot.records.sources.raw import numbered

    for place, one in numbered(origin, found):
        yield replace(one, origin=place) if isinstance(one, Record) and one.origin != place else one


def _with_doubt(record: Record, doubt: str) -> Record:
    """Add a doubt on the encoding to a record that has a letter beyond ASCII, since the others cannot be wrong."""
    said = (str(getattr(record, one.name)) for one in fields(record) if one.name not in {"doubts", "remarks", "origin"})
    return record if all(map(str.isascii, said)) else replace(record, doubts=(*record.doubts, doubt))
