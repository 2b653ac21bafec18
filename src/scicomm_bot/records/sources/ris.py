"""RIS, as reference managers and databases export it.

The tags: https://en.wikipedia.org/wiki/RIS_(file_format), with the older and newer ones side by side.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.records.record import Person, Record, RecordError
from scicomm_bot.records.sources.raw import RawFields, are_others, author_of, numbered, year_in

_BEGINS = Pattern(r"[ \t]*TY(?P<gap>[ \t]{0,3})-")
_STRICT = Pattern(r"[ \t]*(?P<tag>[A-Z][A-Z0-9])  -(?:[ \t]*\Z|[ \t]+(?P<text>.*))")
_LOOSE = Pattern(r"[ \t]*(?P<tag>[A-Z][A-Z0-9])[ \t]{0,3}-(?:[ \t]*\Z|[ \t]+(?P<text>.*))")
_END = Pattern(r"[ \t]*ER[ \t]{0,3}-[ \t]*")
_GLUED = Pattern(r"[ \t]*(?P<tag>[A-Z][A-Z0-9])  -(?P<text>\S.*)")
"""The same with nothing behind the dash, as some programs write it: "TI  -A title"."""
_TELLING = frozenset({"TY", "TI", "T1", "DO"})
_KEYWORDS = Pattern(r"[;\n]")
_ARTICLE_NUMBER = Pattern(r"(?:artn?\.?\s+|article\s+(?:no\.?\s+)?)?([A-Za-z]{0,2}[0-9]{1,6})", re.IGNORECASE)
_FROM_PUBMED = Pattern(r"pubmed|medline|nlm", re.IGNORECASE)
_SHORTENED = Pattern(r"\.(?:\s|\Z)")
_NO_RECORD = (
    "no record begins in this file: a RIS record begins with a line such as 'TY  - JOUR'; "
    "export the citation once more, as RIS"
)
_EMPTY = "the record has neither a title (TI, T1) nor a DOI (DO); add one of them, or give the paper's DOI to `add`"
_CUT = "the record has no last line ('ER  - '): what follows in the source may be missing"


@dataclass(slots=True)
class _Entry:
    """One record's lines: each tag with its text, in order."""

    line: int
    fields: list[tuple[str, list[str]]] = field(default_factory=list)
    ended: bool = False

    @property
    def counts(self) -> bool:
        """Whether these lines are a record, also one that lost its TY; else they stand between records."""
        return any(tag in _TELLING and any(lines) for tag, lines in self.fields)

    def texts(self, *tags: str) -> list[str]:
        """Return what stands under these tags, tag by tag, without what is empty."""
        joined = [(tag, "\n".join(lines).strip()) for tag, lines in self.fields if tag in tags]
        return [text for wanted in tags for tag, text in joined if tag == wanted and text]

    def first(self, *tags: str) -> str:
        """Return what stands first under the first of the tags that has something."""
        return next(iter(self.texts(*tags)), "")


def ris(text: str, origin: str) -> Iterator[Record | RecordError]:
    """Yield each record of a RIS file, or why it cannot be read.

    Takes a byte-order mark, text before and between records, tags that nobody knows, lines that go on, one blank or
    three where the format has two, and a last record without its end. Time is linear in the text, and one record is in
    memory at a time.

    Args:
        text: The file.
        origin: Its name; where there are several records, each has its number behind it.
    """
    read = 0
    for place, entry in numbered(origin, _entries(text)):
        read += 1
        yield _record(entry, place)
    if not read:
        yield RecordError(_NO_RECORD, 1)


def _entries(text: str) -> Iterator[_Entry]:
    """Yield the records; what stands outside of them is passed over."""
    entry: _Entry | None = None
    tag_line = _dialect(text)
    for number, line in enumerate(_lines(text), 1):
        if _END.fullmatch(line):
            if entry is not None and entry.counts:
                entry.ended = True
                yield entry
            entry = None
            continue
        tagged = tag_line.fullmatch(line) or _GLUED.fullmatch(line)
        if tagged is None:
            if entry is not None:
                entry.fields[-1][1].append(line)
            continue
        if entry is not None and tagged["tag"] == "TY" and entry.first("TY", "TI", "T1"):
            yield entry
            entry = None
        if entry is None:
            entry = _Entry(number)
        entry.fields.append((tagged["tag"], [tagged["text"] or ""]))
    if entry is not None and entry.counts:
        yield entry


def _lines(text: str) -> Iterator[str]:
    """Yield the lines; only what ends a line in a file does so here, and not a form feed within an abstract."""
    begin = 0
    for end in re.finditer(r"\r\n?|\n", text):
        yield text[begin : end.start()].lstrip("\ufeff")
        begin = end.end()
    if begin < len(text):
        yield text[begin:].lstrip("\ufeff")


def _dialect(text: str) -> Pattern:
    """Return what a tag's line looks like in this file: with two blanks, or with any number, as its first TY has it.

    In a file that has two, "CT - guided biopsy" is a line of an abstract.
    """
    begin = next(filter(None, map(_BEGINS.match, _lines(text))), None)
    return _STRICT if begin is not None and begin["gap"] == "  " else _LOOSE


def _record(entry: _Entry, origin: str) -> Record | RecordError:
    authors, left_out, doubts = _authors(entry)
    number = entry.first("AN")
    from_pubmed = _FROM_PUBMED.search(entry.first("DP") or entry.first("DB")) is not None
    record = RawFields(
        origin=origin,
        title=entry.first("TI", "T1", "CT", "BT", "ST"),
        authors=authors,
        authors_left_out=left_out,
        journal=_journal(entry),
        dates=entry.texts("PY", "Y1", "YR", "DA"),
        online=_online(entry.first("ET")),
        volume=entry.first("VL", "VO"),
        issue=entry.first("IS", "CP"),
        first_page=entry.first("SP") or _article_number(entry, "C7", *(() if from_pubmed else ("AN",))),
        last_page=entry.first("EP") if entry.first("SP") else "",
        dois=entry.texts("DO", "DI"),
        maybe_dois=entry.texts("UR", "L3", "M3", "LK", "N1", "AN", "ID"),
        addresses=[one.strip() for text in entry.texts("UR", "LK", "L2") for one in re.split(r"[\s;]+", text)],
        pmid=number if from_pubmed else "",
        arxiv_id=next((one for one in entry.texts("UR", "AN", "M1") if "arxiv" in one.lower()), ""),
        languages=entry.texts("LA"),
        abstract=entry.first("AB", "N2"),
        keywords=[one.strip().lstrip("*") for text in entry.texts("KW") for one in _KEYWORDS.compiled.split(text)],
        is_preprint=True if entry.first("TY") == "PREPRINT" else None,
        publisher=entry.first("PB"),
        doubts=[*doubts, *([] if entry.ended else [_CUT])],
    ).record()
    if record.title is None and record.doi is None:
        return RecordError(_EMPTY, entry.line, entry.first("ID", "AN"))
    return record


def _journal(entry: _Entry) -> str:
    """Return the journal's name, rather in full than shortened ("Orthop. J. Sports Med.")."""
    names = entry.texts("JF", "T2", "JO", "BT", "JA", "J2", "J1")
    return next((name for name in names if _SHORTENED.search(name) is None), names[0] if names else "")


def _online(edition: str) -> str:
    """Return when it was first online: EndNote has that day under ET, where a book has its edition."""
    return edition if "/" in edition and year_in(edition) else ""


def _article_number(entry: _Entry, *tags: str) -> str:
    found = next(filter(None, map(_ARTICLE_NUMBER.fullmatch, entry.texts(*tags))), None)
    return found[1] if found else ""


def _authors(entry: _Entry) -> tuple[list[Person], int, list[str]]:
    """Return the authors with their affiliations, how many are left out, and doubts."""
    written: list[tuple[str, list[str]]] = []
    for tag, lines in entry.fields:
        text = " ".join(lines).strip()
        if tag in {"AU", "A1"} and text:
            written += [(name, []) for name in map(str.strip, text.split(";")) if name]
        elif tag == "AD" and text and written:
            written[-1][1].append(text)
    doubts = _told_of_affiliations(written)
    if doubts:
        written = [(name, []) for name, _ in written]
    left_out = sum(are_others(name) for name, _ in written)
    if left_out:
        doubts.append("the record names only the first authors ('et al.'); add the others, or how many they are")
    if not written and (editors := entry.texts("A2", "ED")):
        doubts.append(f"the record names no author, only editors or others: {'; '.join(editors[:3])!r}")
    people = [author_of(name, tuple(where)) for name, where in written if not are_others(name)]
    return people, min(left_out, 1), doubts


def _told_of_affiliations(written: Sequence[tuple[str, list[str]]]) -> list[str]:
    """Say that affiliations stand together behind the last author, so that nobody can tell whose they are."""
    alone = len(written) > 1 and not any(where for _, where in written[:-1])
    if not alone or not written[-1][1]:
        return []
    return [f"the record has affiliations, but does not say whose they are: {'; '.join(written[-1][1])!r}"]
