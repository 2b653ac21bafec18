"""MEDLINE's own format, which PubMed saves as `.nbib`: a tag of four letters, a hyphen, and the value.

Tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html. A value goes on in the next line, behind six spaces; a
record begins with its `PMID-`. What belongs to an author (`AD`) stands behind them.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from scicomm_bot.records import names
from scicomm_bot.records.names import clean
from scicomm_bot.records.record import Person, Record, RecordError
from scicomm_bot.records.sources import fields, medline

_LINE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_IDENTIFIED = re.compile(r"(\S.*?) \[(doi|pii)\]", re.IGNORECASE)
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{0,4}\d{1,9}")
_PMID = re.compile(r"[.;]? ?PMID: ?(\d{1,9})[. ]*$")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|\d(?:st|nd|rd|th))\.?", re.IGNORECASE)
_INITIALS = re.compile(r"[^\W\d_a-z](?:[^\W\d_a-z]|-){0,5}")
_REFERENCES: Mapping[str, str] = {
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "PRIN": "PartialRetractionIn",
    "PROF": "PartialRetractionOf",
    "RRI": "RetractedandRepublishedIn",
    "RRF": "RetractedandRepublishedFrom",
    "ECI": "ExpressionOfConcernIn",
    "ECF": "ExpressionOfConcernFor",
    "EIN": "ErratumIn",
    "EFR": "ErratumFor",
    "CRI": "CorrectedandRepublishedIn",
    "CRF": "CorrectedandRepublishedFrom",
    "RPI": "RepublishedIn",
    "UIN": "UpdateIn",
}
"""Tags -> the name of the same in PubMed's XML."""

_Lines = Sequence[tuple[str, str]]


class _Raw(NamedTuple):
    """A record's tags with their values, in order, and the line where it begins."""

    lines: _Lines
    line: int


def nbib(data: bytes, origin: str) -> Iterator[Record | RecordError]:
    """Yield the records of an nbib file, in its order; an error in the place of each that cannot be read.

    Args:
        data: The file, in UTF-8.
        origin: The source's name for all of them.
    """
    read = 0
    for raw in _raw_records(data):
        read += 1
        yield _record(raw, origin)
    if not read:
        yield RecordError("there is no record in it: none begins with 'PMID-'")


def _raw_records(data: bytes) -> Iterator[_Raw]:
    found: list[tuple[str, list[str]]] = []
    begun = 0
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(chain(text, ["PMID- "]), 1):
        tagged = _LINE.match(line.rstrip())
        if tagged is not None and tagged[1] == "PMID":
            if found:
                yield _Raw([(tag, " ".join(values)) for tag, values in found], begun)
            found, begun = [], number
        if tagged is not None and (begun or tagged[1] == "PMID"):
            found.append((tagged[1], [tagged[2].strip()]))
        elif found and line.strip():
            found[-1][1].append(line.strip())


class _Tags:
    """The values of a record by their tags."""

    def __init__(self, lines: _Lines) -> None:
        self._values: dict[str, list[str]] = {}
        for tag, value in lines:
            if value:
                self._values.setdefault(tag, []).append(value)

    def all(self, *tags: str) -> list[str]:
        return [value for tag in tags for value in self._values.get(tag, ())]

    def first(self, *tags: str) -> str:
        return next(iter(self.all(*tags)), "")


def _record(raw: _Raw, origin: str) -> Record | RecordError:
    tags = _Tags(raw.lines)
    pmid = tags.first("PMID")
    known = f"PMID {pmid}" if pmid else ""
    if tags.first("BTI") or "book" in map(str.lower, tags.all("PT")):
        return RecordError("it is a book or a chapter of one, which is not read; add it from its DOI", raw.line, known)
    if not tags.first("TI", "TT", "AB", "FAU", "AU", "CN", "DP"):
        return RecordError("the record has neither title nor authors; get it from PubMed again", raw.line, known)
    return _read(raw.lines, tags, origin)


def _read(lines: _Lines, tags: _Tags, origin: str) -> Record:
    titles = medline.titles(tags.first("TI"), tags.first("TT"))
    types = [medline.PublicationType("", clean(one)) for one in tags.all("PT")]
    references = [_reference(name, one) for tag, name in _REFERENCES.items() for one in tags.all(tag)]
    on, on_doubts = medline.on([one.lstrip("*").partition("/")[0].strip() for one in tags.all("MH")])
    abstract, abstract_doubts = fields.abstract_and_doubts(fields.labelled_parts(tags.first("AB")))
    identified = list(filter(None, map(_IDENTIFIED.fullmatch, tags.all("LID", "AID"))))
    doi, doi_doubts = medline.doi(
        [one[1] for one in identified if one[2].lower() == "doi"],
        [one[1] for one in identified if one[2].lower() == "pii"],
    )
    authors = tuple(_authors(lines))
    year, online = fields.year_in(tags.first("DP")), fields.year_in(tags.first("DEP")[:4])
    pmid = tags.first("PMID")
    return Record(
        origin=origin,
        title=titles.title,
        authors=authors,
        journal=medline.journal(tags.first("JT"), tags.first("TA")) or clean(tags.first("TA")) or None,
        year=year or online,
        online_year=online if online and year and online < year else None,
        volume=fields.number(tags.first("VI")),
        issue=fields.number(tags.first("IP")),
        pages=_pages(tags),
        doi=doi,
        pmid=pmid if pmid.isascii() and pmid.isdecimal() else None,
        language=medline.language(tags.all("LA")),
        abstract=abstract,
        keywords=_keywords(tags),
        kind=medline.kind(types),
        on=on,
        is_preprint=medline.is_preprint(types),
        remarks=(
            *titles.remarks,
            *medline.remarks_of_types(types),
            *filter(None, map(medline.remark_of, references)),
        ),
        doubts=(
            *titles.doubts,
            *fields.doubts_of_names([one.family for one in authors if not one.is_group]),
            *medline.doubts_of_date(tags.first("DP")),
            *doi_doubts,
            *abstract_doubts,
            *fields.doubts_of_losses([titles.title, *(one.name for one in authors)]),
            *on_doubts,
            *filter(None, map(medline.doubt_of, references)),
        ),
    )


def _pages(tags: _Tags) -> str | None:
    if found := fields.pages(tags.first("PG")):
        return found
    if tags.first("PST").lower() != "epublish" or tags.first("IP"):
        return None  # where there is an issue, a publisher's number is no page
    located = filter(None, map(_IDENTIFIED.fullmatch, tags.all("LID")))
    numbers = (one[1] for one in located if one[2].lower() == "pii")
    return next((one for one in numbers if _ARTICLE_NUMBER.fullmatch(one)), None)


def _keywords(tags: _Tags) -> tuple[str, ...]:
    """Return the authors' own; the indexers' lists say whose they are (`OTO`)."""
    if tags.first("OTO").upper() not in {"", "NOTNLM"}:
        return ()
    found = (fields.without_full_stop(clean(one.lstrip("*"))) for one in tags.all("OT"))
    return tuple(dict.fromkeys(filter(None, found)))


def _reference(name: str, written: str) -> medline.Reference:
    text = clean(written)
    pmid = _PMID.search(text)
    return medline.Reference(name, text[: pmid.start()] if pmid else text, pmid[1] if pmid else "")


# Authors.


class _Author:
    """An author while the lines about them are read."""

    def __init__(self, tag: str, written: str) -> None:
        self.tag, self.written = tag, written
        self.affiliations: list[str] = []

    def person(self) -> Person:
        affiliations = tuple(filter(None, map(fields.affiliation, self.affiliations)))
        if self.tag == "CN":
            return names.group(fields.without_full_stop(self.written), affiliations)
        return _full(self.written, affiliations) if self.tag == "FAU" else _short(self.written, affiliations)


def _authors(lines: _Lines) -> Iterator[Person]:
    """Yield authors in order; `AU` behind a `FAU` is the same one, and `AD` before all of them is the first one's."""
    found: list[_Author] = []
    before: list[str] = []
    last = ""
    for tag, value in lines:
        if tag == "AD":
            (found[-1].affiliations if found else before).append(value)
        elif tag in {"FAU", "CN"} or (tag == "AU" and last != "FAU"):
            found.append(_Author(tag, value))
        last = tag if tag in {"FAU", "AU", "CN"} else last
    if found:
        found[0].affiliations[:0] = before
    yield from (one for one in (author.person() for author in found) if one.name)


def _full(written: str, affiliations: tuple[str, ...]) -> Person:
    """Read "Hardy, R H Jr": the suffix is the last word of the given names."""
    family, comma, given = written.partition(",")
    words = given.split()
    if not comma or "," in given or len(words) < 2 or not _SUFFIX.fullmatch(words[-1]):  # noqa: PLR2004 - and a suffix
        return names.inverted(written, affiliations)
    return names.person(family, " ".join(words[:-1]), words[-1], affiliations)


def _short(written: str, affiliations: tuple[str, ...]) -> Person:
    """Read "Hardy RH Jr": initials behind the family name."""
    words = written.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""  # noqa: PLR2004 - two names, and one
    if len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        return names.person(" ".join(words[:-1]), words[-1], suffix, affiliations, initials_last=True)
    return names.person(" ".join(words), "", suffix, affiliations)
