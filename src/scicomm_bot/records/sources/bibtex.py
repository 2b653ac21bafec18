"""BibTeX and biblatex files, taken apart by bibtexparser 2 (https://bibtexparser.readthedocs.io), an extra.

The library separates the file's entries. Values, TeX and names are read here, because braces say which name is a
group's, and its own reader of TeX takes them away first.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.records.record import Record, RecordError
from scicomm_bot.records.sources.bibtex_text import BrokenValueError, Names, Strings, address, commands, names, plain
from scicomm_bot.records.sources.raw import RawFields, numbered

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry, ParsingFailedBlock

MOST_SIGNS = 20_000_000
"""A file of BibTeX may have so many: the library holds it whole, several times over."""
MOST_ENTRIES = 50_000
"""So many entries at most, of any kind; broken ones take the library a kilobyte each, however short they are."""
_NOT_INSTALLED = (
    "a BibTeX file needs bibtexparser 2, which is not installed beside scicomm-bot: run "
    "pip install 'bibtexparser>=2.1,<3', or export the citation as RIS"
)
_TOO_LONG = "a BibTeX file may have {most} million signs, and this one has {signs} million: split it into several files"
_TOO_MANY = "a BibTeX file may have {most:,} entries, and this one has {entries:,}: split it into several files"
_BEGINS = Pattern(r"@\w*+[ \t]*+[{(]")
_NO_ENTRY = (
    "no record begins in this file: a BibTeX record begins with a line such as '@article{key,'; "
    "export the citation once more, as BibTeX"
)
_EMPTY = "the record has neither a title nor a DOI; add one of them, or give the paper's DOI to `add`"
_INHERITED = (
    "booktitle", "date", "issue", "journal", "journaltitle", "language", "month", "number", "publisher", "series",
    "volume", "year",
)  # fmt: skip
"""What a record takes from the one that it names in `crossref`; that one's title is the book's."""
_OF_ARTICLES = frozenset({"article", "periodical", "suppperiodical"})
_ADDRESSES = ("url", "ee", "howpublished", "bdsk-url-1")
_REPORTS = frozenset({"techreport", "report", "manual"})
_ARXIV = Pattern(r"\barxiv\s*[:/]?\s*((?:abs/)?(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+/[0-9]{7}))(?:v[0-9]+)?", re.IGNORECASE)
_ARXIV_JOURNAL = Pattern(r"arxiv\b.*|corr", re.IGNORECASE | re.DOTALL)
_URL = Pattern(r"\\url|://|\bwww\.")
_ABS = Pattern(r"abs/([0-9]{4}\.[0-9]{4,5}|[a-z-]+/[0-9]{7})", re.IGNORECASE)
_RETRACTION = Pattern(r"retract|withdrawn|expression of concern", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    """One entry: its texts with their TeX by the names of their fields, in small letters."""

    kind: str
    key: str
    line: int
    texts: dict[str, str]
    doubts: list[str] = field(default_factory=list)

    def first(self, *fields: str) -> str:
        return next((text for name in fields if (text := self.texts.get(name, "").strip())), "")

    def plain(self, *fields: str) -> str:
        return plain(self.first(*fields))


def bibtex(text: str, origin: str) -> Iterator[Record | RecordError]:
    """Yield each record of a BibTeX file, or why it cannot be read. Time is linear in the text.

    A broken entry is told by itself, with its line; of two with one key both are read, and the second says so.
    `@string`s are put in, `#` joins, and an entry takes from its `crossref` what it does not have.

    Args:
        text: The file, of `MOST_SIGNS` signs and `MOST_ENTRIES` entries at most.
        origin: Its name; where there are several records, each has its number behind it.
    """
    if len(text) > MOST_SIGNS:
        signs = f"{len(text) / 1_000_000:.0f}"
        yield RecordError(_TOO_LONG.format(most=MOST_SIGNS // 1_000_000, signs=signs))
        return
    if (begun := sum(1 for _ in _BEGINS.finditer(text))) > MOST_ENTRIES:
        yield RecordError(_TOO_MANY.format(most=MOST_ENTRIES, entries=begun))
        return
    try:
        blocks = _blocks(text)
    except ImportError:
        yield RecordError(_NOT_INSTALLED)
        return
    entries = _entries(blocks, Strings.of(text))
    by_key = {entry.key.lower(): entry for entry in reversed(entries) if isinstance(entry, _Entry)}
    for place, entry in numbered(origin, entries):
        yield _record(entry, place, by_key) if isinstance(entry, _Entry) else entry
    if not entries:
        yield RecordError(_NO_ENTRY, 1)


def _blocks(text: str) -> "Sequence[Block]":
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - an extra; few files are BibTeX

    with _silent("bibtexparser"):
        return parse_string(text, parse_stack=[]).blocks


@contextmanager
def _silent(name: str) -> Iterator[None]:
    """Keep a library from logging what we tell ourselves."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


def _entries(blocks: "Sequence[Block]", strings: Strings) -> list[_Entry | RecordError]:
    from bibtexparser.model import Entry, ParsingFailedBlock, String  # noqa: PLC0415 - as above

    found: list[_Entry | RecordError] = []
    lines: dict[str, int] = {}
    for block in blocks:
        inside = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        inside = inside.ignore_error_block if isinstance(inside, ParsingFailedBlock) else inside
        try:
            if isinstance(inside, String):
                strings.define(inside.key, inside.value)
            elif isinstance(inside, Entry):
                found.append(_entry(inside, strings, lines))
            elif isinstance(block, ParsingFailedBlock):
                found.append(_broken(block))
        except BrokenValueError as broken:
            found.append(RecordError(broken.text, (block.start_line or 0) + 1, getattr(inside, "key", "")))
    return found


def _entry(block: "Entry", strings: Strings, lines: dict[str, int]) -> _Entry:
    line = (block.start_line or 0) + 1
    entry = _Entry(block.entry_type.lower(), block.key, line, {})
    for one in block.fields:
        text, unknown = strings.text(one.value)
        name = one.key.lower()
        if name in entry.texts:
            entry.doubts.append(f"the record has the field '{one.key}' twice; the first is taken")
            continue
        entry.texts[name] = text
        entry.doubts += [f"no @string of this file defines '{other}', the {one.key}" for other in unknown]
    before = lines.setdefault(block.key.lower(), line)
    if before != line:
        entry.doubts.append(f"another record of this file has the key '{block.key}' too, in line {before}")
    return entry


def _broken(block: "ParsingFailedBlock") -> RecordError:
    raw, line = block.raw or "", (block.start_line or 0) + 1
    head = re.match(r"@\s*\w+\s*[{(]\s*([^\s,={}()]{1,100})", raw[:200])
    last = line + raw.rstrip().count("\n")
    upto = f" up to line {last}" if last > line else ""
    text = f"the entry that begins here is broken{upto}: a brace, a quotation mark or a comma is missing; put it in"
    return RecordError(text, line, head[1] if head else "")


def _record(entry: _Entry, origin: str, by_key: Mapping[str, _Entry]) -> Record | RecordError:
    _inherit(entry, by_key)
    people = _people(entry)
    journal = _journal(entry)
    doubts = [*entry.doubts, *people.doubts, *_told(entry)]
    if entry.kind in _REPORTS and journal and journal == entry.plain("institution"):
        doubts.append("the record names no journal: the institution that published it stands for one")
    record = RawFields(
        origin=origin,
        title=_joined(entry, "title", "subtitle"),
        authors=people.people,
        authors_left_out=people.left_out,
        journal=journal,
        dates=[text for name in ("year", "date") if (text := entry.plain(name))],
        volume="" if _ABS.fullmatch(entry.first("volume")) else entry.plain("volume"),
        issue=entry.plain("number", "issue") if entry.kind in _OF_ARTICLES else entry.plain("issue"),
        first_page=entry.plain("pages", "eid", "article-number", "articleno"),
        dois=[address(entry.first("doi"))],
        maybe_dois=[address(entry.first(name)) for name in (*_ADDRESSES, "note", "eprint")],
        addresses=[address(entry.first(name)) for name in _ADDRESSES],
        pmid=entry.plain("pmid") or (entry.plain("eprint") if _eprint_type(entry) in {"pubmed", "pmid"} else ""),
        arxiv_id=_arxiv_id(entry),
        languages=[entry.plain(name) for name in ("langid", "language", "hyphenation") if name in entry.texts],
        abstract=entry.plain("abstract"),
        keywords=re.split(r"[;,]", entry.plain("keywords", "keyword", "author_keywords")),
        is_preprint=True if entry.kind == "preprint" else None,
        publisher=entry.plain("publisher"),
        doubts=doubts,
    ).record()
    if record.title is None and record.doi is None:
        return RecordError(_EMPTY, entry.line, entry.key)
    return record


def _inherit(entry: _Entry, by_key: Mapping[str, _Entry]) -> None:
    """Give an entry what it has from the one that it names in `crossref`."""
    key = entry.first("crossref", "xref").strip().lower()
    if not key:
        return
    parent = by_key.get(key)
    if parent is None or parent is entry:
        entry.doubts.append(f"the record takes fields from '{key}', which is not in this file")
        return
    for name in _INHERITED:
        if name in parent.texts:
            entry.texts.setdefault(name, parent.texts[name])
    if book := parent.first("booktitle", "title"):
        entry.texts.setdefault("booktitle", book)


def _people(entry: _Entry) -> Names:
    where = entry.plain("affiliation", "affiliations")
    found = names(entry.first("author"))
    if not where:
        return found
    if len(found.people) == 1:
        return names(entry.first("author"), (where,))
    told = f"the record has affiliations, but does not say whose they are: {where[:200]!r}"
    return Names(found.people, found.left_out, (*found.doubts, told))


def _joined(entry: _Entry, title: str, more: str) -> str:
    whole, behind = entry.plain(title), entry.plain(more)
    return f"{whole}: {behind}" if whole and behind else whole


def _journal(entry: _Entry) -> str:
    """Return what it appeared in: a journal, a book, a server of preprints, or for a report the institution."""
    written = _joined(entry, "journaltitle", "journalsubtitle") or entry.plain("journal", "fjournal", "booktitle")
    published = entry.first("howpublished")
    if not written and published and _URL.search(published) is None:
        written = plain(published)
    if not written and entry.kind == "preprint" and not _arxiv_id(entry):
        written = entry.plain("archiveprefix", "eprinttype", "publisher")
    written = written or entry.plain("shortjournal") or (entry.plain("institution") if entry.kind in _REPORTS else "")
    return "arXiv" if _ARXIV_JOURNAL.fullmatch(written) and _arxiv_id(entry) else written


def _eprint_type(entry: _Entry) -> str:
    return entry.plain("archiveprefix", "eprinttype").lower()


def _arxiv_id(entry: _Entry) -> str:
    """Return an arXiv id where the entry says that it is one, in any of the ways that programs write it."""
    if _eprint_type(entry) == "arxiv" or (entry.first("eprint") and not _eprint_type(entry)):
        return address(entry.first("eprint"))
    if (volume := _ABS.fullmatch(entry.first("volume").strip())) is not None:
        return volume[1]
    found = next(filter(None, (_ARXIV.search(entry.plain(name)) for name in ("journal", "howpublished", "note"))), None)
    return found[1] if found else ""


def _told(entry: _Entry) -> Iterator[str]:
    """Yield what a person should look at: TeX that nobody here knows, a note that speaks of a retraction."""
    for name in ("title", "subtitle", "journal", "journaltitle", "booktitle", "author", "abstract"):
        if "\\" in (text := entry.texts.get(name, "")) and (left := commands(plain(text))):
            yield f"the {name} has TeX that is not known here: {', '.join(left[:5])}"
    if not entry.first("author") and (editors := entry.plain("editor")):
        yield f"the record names no author, only editors: {editors[:200]!r}"
    for name in ("note", "addendum", "annote"):
        if _RETRACTION.search(entry.texts.get(name, "")):
            yield f"the {name} says {entry.plain(name)[:200]!r}"
