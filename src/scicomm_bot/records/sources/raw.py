"""What readers of files have in common: raw fields become a clean record, the same way in every format."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.doi import bare_doi, why_no_doi
from scicomm_bot.domain.title_marks import title_mark
from scicomm_bot.records.names import clean, group, inverted, person
from scicomm_bot.records.record import Person, Record
from scicomm_bot.records.sources import fields
from scicomm_bot.records.sources.abstracts import Abstract, abstract_of

_COMPACT = Pattern(r"\s*((?:1[5-9]|20)[0-9]{2})(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])?\s*")
"""A day without signs between: "20230501"."""
_RESOLVER = Pattern(r"https?://(?:www\.|dx\.)?doi\.org(?:/|$)", re.IGNORECASE)
_ADDRESS = Pattern(r"https?://[^\s<>\"]{3,1990}", re.IGNORECASE)
_PUBMED = Pattern(
    r"https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/([0-9]{1,9})(?![0-9])",
    re.IGNORECASE,
)
_ARXIV = Pattern(
    r"(?:(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv\s*:\s*)?"
    r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]{1,3})?(?:\.pdf)?(?:\s*\[[^\]]{1,30}\])?",
    re.IGNORECASE,
)
_ARXIV_DOI = Pattern(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_SERVER = Pattern(r"[a-z]rxiv\b|\bpreprints?\b|\bSSRN\b|\bResearch Square\b|\bOSF\b", re.IGNORECASE)
_SERVERS = {"biorxiv": "bioRxiv", "medrxiv": "medRxiv", "chemrxiv": "ChemRxiv"}
_SERVER_PAGE = Pattern(rf"https?://(?:www\.)?({'|'.join(_SERVERS)})\.org/", re.IGNORECASE)
_SERVERS_DOI = Pattern(
    r"10\.1101/(?:20[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.)?[0-9]{6,8}(?:v[0-9]+)?|10\.(?:48550|21203|20944|31234|31219|26434|36227)/.+"
    r"|10\.2139/ssrn\..+",
    re.IGNORECASE,
)
"""DOIs of servers that hold preprints alone: bioRxiv and medRxiv by their form, the others by their prefix."""
_CORRECTION = Pattern(
    r"(?:(?:author|publisher)(?:['\u2019]s)? )?(?:correction|erratum|corrigendum|addendum)(?: (?:to|for|on))?"
    r"\s*[:.\u2013\u2014]|(?:author|publisher) correction\b|(?:correction|erratum|corrigendum|addendum) to\b",
    re.IGNORECASE,
)
_INITIALS_LAST = Pattern(r"(?P<family>[^\W\d_].*?[^\W\d_.])\s+(?P<initials>(?:[A-Z]{1,4}|(?:[A-Z]\.[\s-]?){1,4}))")
_BODY = Pattern(
    r"\b(?:groups?|consortium|consortia|collaborations?|collaborators|collaborative|committee|investigators|network"
    r"|societ(?:y|ies)|associations?|organi[sz]ation|institutes?|university|initiative|task force|study|trial"
    r"|registry|alliance|ministry|department|foundation|commission|council|agency|federation|academy|college"
    r"|working party|taskforce|administration|survey|program(?:me)?)\b",
    re.IGNORECASE,
)
"""What the name of a body has in it, and that of a person only by chance."""
_DEGREE = Pattern(
    r"(?:(?P<sure>Ph\.? ?D|D\.? ?Phil|Dr\. ?med|DrPH|(?:Pharm|Psy|Ed|Sc)\.?D|[MB]\.?Sc|MRes|M\.?Phil|M\.?Ed|MBBS|MBChB"
    r"|FRC[A-Z]{1,4}|FAC[A-Z]{1,3}|FAHA|FESC)|M\.?D|D\.?O|[MB]\.?[AS]|MPH|MBA|MB|ChB|DDS|DMD|DVM|RN|MHS|MSPH)\.?"
)
_MIDDLE_INITIAL = Pattern(r"(?<!\S)[^\W\d_]\S*\s(?:[A-Z]\.?\s){1,4}[^\W\d_]{2}")
_OTHERS = Pattern(r"\(?\s*(?:et\.?\s+al|and\s+others|others)\.?\s*\)?", re.IGNORECASE)
_MOST_SHOWN = 60
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFields:
    """A record's fields as a file has them; each may be empty. `record` cleans them.

    Attributes:
        origin: As in `Record`.
        title: With its markup.
        authors: Already persons, because each format splits names its own way.
        authors_left_out: As in `Record`.
        journal: Of several names the one that posts should have.
        dates: Of the issue, the most trusted first; the first with a year in it counts.
        online: When it was first online, where the file says so.
        volume: As printed.
        issue: As printed.
        first_page: Or the whole range, or the article's number.
        last_page: Empty where `first_page` is the range.
        dois: What should be a DOI, in any spelling, the most trusted first.
        maybe_dois: Where a DOI may stand as well: addresses, notes. What is none there is nothing to tell of.
        addresses: Of the paper's page, the most trusted first.
        pmid: Digits, or empty.
        arxiv_id: In any spelling.
        languages: A code or a name, the most trusted first.
        abstract: With its markup, labels and copyright line.
        keywords: Each by itself.
        is_preprint: What the file says; None lets the names of servers decide.
        publisher: Only to know a preprint server by.
        doubts: What the reader found.
    """

    origin: str
    title: str = ""
    authors: Sequence[Person] = ()
    authors_left_out: int = 0
    journal: str = ""
    dates: Sequence[str] = ()
    online: str = ""
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    dois: Sequence[str] = ()
    maybe_dois: Sequence[str] = ()
    addresses: Sequence[str] = ()
    pmid: str = ""
    arxiv_id: str = ""
    languages: Sequence[str] = ()
    abstract: str = ""
    keywords: Sequence[str] = ()
    is_preprint: bool | None = None
    publisher: str = ""
    doubts: Sequence[str] = field(default=())

    def record(self) -> Record:
        """Return the record, with a doubt for each field that is there and cannot be used."""
        doubts = list(self.doubts)
        title, remarks = fields.title_and_remarks(title_of(self.title))
        doubts += _told_of_title(title)
        doi = self._doi(doubts)
        journal = clean(self.journal) or self._server() or None
        year = self._year(doubts)
        online = year_in(self.online)
        abstract = abstract_of(self.abstract)
        doubts += _told_of_abstract(abstract, year)
        arxiv = arxiv_id(self.arxiv_id) or _arxiv_of(doi)
        return Record(
            origin=self.origin,
            title=title or None,
            authors=tuple(self.authors),
            authors_left_out=self.authors_left_out,
            journal=journal or ("arXiv" if arxiv and doi in {None, f"10.48550/arXiv.{arxiv}"} else None),
            year=year or online,
            online_year=online if online is not None and year is not None and online < year else None,
            volume=clean(self.volume) or None,
            issue=clean(self.issue) or None,
            pages=pages_of(self.first_page, self.last_page),
            doi=doi,
            pmid=self._pmid(),
            arxiv_id=arxiv,
            url=next(filter(None, map(page_address, self.addresses)), None),
            language=next(filter(None, map(_language, self.languages)), None),
            abstract=abstract.parts,
            keywords=tuple(dict.fromkeys(filter(None, map(clean, self.keywords)))),
            is_preprint=self._preprint(journal or "", doi or "", arxiv),
            remarks=remarks,
            doubts=tuple(dict.fromkeys(doubts)),
        )

    def _server(self) -> str:
        """Return the server that holds a preprint, as its publisher's name or its page's address says."""
        publisher = clean(self.publisher)
        if self.is_preprint is not False and _SERVER.search(publisher) is not None:
            return publisher
        found = next(filter(None, map(_SERVER_PAGE.match, self.addresses)), None)
        return _SERVERS[found[1].lower()] if found else ""

    def _doi(self, doubts: list[str]) -> str | None:
        sure = [one.strip() for one in self.dois if one.strip()]
        doi = next(filter(None, map(bare_doi, sure)), None)
        if doi is None:
            doubts += [f"the DOI {_shown(one)!r} is left out: it {why_no_doi(one)}" for one in sure[:1]]
        return doi or next(filter(None, map(bare_doi, self.maybe_dois)), None)

    def _year(self, doubts: list[str]) -> int | None:
        dates = [one.strip() for one in self.dates if one.strip()]
        year = next(filter(None, map(year_in, dates)), None)
        if dates and year is None:
            doubts.append(f"the year is left out: {_shown(dates[0])!r} has none between 1500 and 2099")
        return year

    def _pmid(self) -> str | None:
        if re.fullmatch(r"[0-9]{1,9}", self.pmid.strip()):
            return self.pmid.strip()
        found = next(filter(None, map(_PUBMED.match, self.addresses)), None)
        return found[1] if found else None

    def _preprint(self, journal: str, doi: str, arxiv: str | None) -> bool | None:
        if self.is_preprint is not None:
            return self.is_preprint
        by_server = _SERVER.search(journal) or _SERVERS_DOI.fullmatch(doi)
        unpublished = not journal and (arxiv is not None or _SERVER.search(self.publisher) is not None)
        return True if by_server or unpublished else None


def numbered(origin: str, entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    """Yield each entry with its origin: the file's name, and where there are several, the record's number from 1."""
    following = iter(entries)
    first = next(following, None)
    if first is None:
        return
    second = next(following, None)
    if second is None:
        yield origin, first
        return
    yield f"{origin}, record 1", first
    yield f"{origin}, record 2", second
    for number, entry in enumerate(following, 3):
        yield f"{origin}, record {number}", entry


def title_of(written: str) -> str:
    """Return a title without what a source adds: a full stop, and the brackets of a translated one."""
    title = fields.without_full_stop(clean(written))
    whole = title.startswith("[") and title.endswith("]") and "[" not in title[1:] and "]" not in title[:-1]
    return fields.without_full_stop(title[1:-1].strip()) if whole and " " in title else title


def year_in(written: str) -> int | None:
    """Return the first year of 1500 to 2099 in a date of any form ("2023/05/01/", "May 2023", "20230501"), or None."""
    compact = _COMPACT.fullmatch(written)
    return int(compact[1]) if compact else fields.year_in(written)


def pages_of(first: str, last: str = "") -> str | None:
    """Return pages as a citation has them: "763-771", "e4886"; `first` may be the whole range already."""
    begin, end = first.strip(), last.strip()
    whole = fields.pages(begin) or ""
    return fields.pages(f"{begin}-{end}" if end and "-" not in whole else begin)


def page_address(written: str) -> str | None:
    """Return the address of a page that is no resolver of DOIs, or None."""
    address = written.strip()
    good = _ADDRESS.fullmatch(address) is not None and _RESOLVER.match(address) is None
    return address if good else None


def arxiv_id(written: str) -> str | None:
    """Return an arXiv id without version, from any spelling ("arXiv:1711.05739v2 [cs.CL]"), or None."""
    found = _ARXIV.fullmatch(written.strip())
    return found[1] if found else None


def author_of(written: str, affiliations: tuple[str, ...] = ()) -> Person:
    """Return an author from one name as files have it.

    "Smith, Amos B., III" and "Smith AB" are persons whose parts are told; "Amos Smith" is a person taken whole, since
    nobody can tell where the family name begins; what has a body's word in it ("ALS Study Group"), or EndNote's comma
    at its end, is a group.
    """
    name, affiliations = _without_degrees(clean(written)), tuple(map(fields.affiliation, affiliations))
    if name.endswith(",") and name.count(",") == 1:
        return group(name[:-1], affiliations)
    if _BODY.search(name) is not None and (body := _body(name)):
        return group(body, affiliations)
    if "," not in name and (last := _INITIALS_LAST.fullmatch(name)):
        return person(last["family"], last["initials"], affiliations=affiliations, initials_last=True)
    return inverted(name, affiliations)


def _without_degrees(name: str) -> str:
    """Return a name without the degrees behind it: "Eva M. Brunner, MD, PhD".

    "Brunner, MD" are a family name and initials: capitals alone are a degree only behind another, or a whole name.
    """
    parts = name.split(",")
    sure = _MIDDLE_INITIAL.search(parts[0]) is not None
    while len(parts) > 1 and (degree := _DEGREE.fullmatch(parts[-1].strip())):
        if not (sure or degree["sure"]):
            break
        sure = True
        parts.pop()
    return ",".join(parts)


def are_others(written: str) -> bool:
    """Whether a name stands for authors that are not named: "et al.", "others"."""
    return _OTHERS.fullmatch(written.strip()) is not None


def _body(name: str) -> str:
    """Return a body's name, also one that a program turned round ("Group, ALS Study"); empty for a person."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and _BODY.fullmatch(parts[0]):  # noqa: PLR2004 - family and given
        return f"{parts[1]} {parts[0]}" if " " in parts[1] or parts[1].isupper() else ""
    if " " not in parts[0] or (len(parts) == 2 and _BODY.search(parts[0]) is None):  # noqa: PLR2004 - as above
        return ""
    return name


def _told_of_abstract(abstract: Abstract, year: int | None) -> list[str]:
    told = [f"a copyright line is cut off the abstract: {line!r}" for line in abstract.rights]
    told += [
        f"the copyright line has the year {before}: the paper may have been online then, before its issue of {year}"
        for before in map(year_in, abstract.rights)
        if before is not None and year is not None and before < year
    ]
    if abstract.ends_cut:
        told.append("the abstract ends with an ellipsis and may be cut off; compare it with the paper's page")
    return told


def _arxiv_of(doi: str | None) -> str | None:
    found = _ARXIV_DOI.fullmatch(doi or "")
    return arxiv_id(found[1]) if found else None


def _told_of_title(title: str) -> Iterator[str]:
    """Yield what a person should look at in a title."""
    yield from fields.doubts_of_title(title)
    if _CORRECTION.match(title) is not None:
        yield f"the title begins as that of a correction does, not of a paper: {_shown(title)!r}"
    mark = title_mark(title)
    if mark is not None and not mark.sure:
        yield f"the title may say that the paper does not stand: {mark.words!r}"


def _language(written: str) -> str | None:
    """Return the first language that is named: "English; Persian" is English."""
    return next(filter(None, map(fields.language, re.split(r"[;,/]", written[:200]))), None)


def _shown(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."
