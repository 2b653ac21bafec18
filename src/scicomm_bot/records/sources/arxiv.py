"""arXiv's answers: Atom of its query API, and OAI-PMH in Dublin Core, `arXiv` and `arXivRaw`.

Atom: https://info.arxiv.org/help/api/user-manual.html. OAI-PMH: https://info.arxiv.org/help/oa/index.html. What arXiv
has is the preprint. Where it names a DOI or a journal, that is of the published version, which is another record: it is
told, and not taken over.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from scicomm_bot.characters.markup import plain_text
from scicomm_bot.domain.doi import bare_doi, folded_doi
from scicomm_bot.records import names
from scicomm_bot.records.record import NoRecordError, Person, Record, RecordError, Remark, Standing
from scicomm_bot.records.sources import fields
from scicomm_bot.records.sources.xml_items import Item, inner, items, text_of

_ID = re.compile(
    r"(?:https?://(?:export\.)?arxiv\.org/abs/|oai:arxiv\.org:|arxiv:)?((?:[a-z\-]+(?:\.[a-z]{2})?/)?\d{4}\.?\d{3,5})(?:v\d+)?",
    re.IGNORECASE,
)
_OWN_DOI = "10.48550/arxiv."
_WITHDRAWN = re.compile(r"\bwithdr(?:awn|ew)\b", re.IGNORECASE)
_WITHDRAWN_TEXT = re.compile(
    r"(?:this|the) (?:paper|article|submission|manuscript|work|preprint)(?: \S+)? (?:has been|is|was) withdrawn",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\b(?:Collaborations?|Consortium|Team|Group|Network|Survey)$", re.IGNORECASE)
_COMMAND = re.compile(r"\\[A-Za-z]{2,}")
_BRACKETED = re.compile(r"\([^()]*\)")
_COMMENT = "Comment:"
_ERRORS = "/api/errors"


def arxiv_atom(data: bytes, origin: str) -> Iterator[Record | RecordError]:
    """Yield the records of an answer of arXiv's, in its order; an error in the place of each that cannot be read.

    Args:
        data: The answer.
        origin: The source's name for all of them.
    """
    read = 0
    for item in items(data, ("entry", "record")):
        read += 1
        yield item if isinstance(item, RecordError) else _record(item, origin)
    if not read:
        none = NoRecordError if b"<feed" in data else RecordError  # another page is no answer at all
        yield none("there is no paper in it; arXiv answers so for a number that it does not know")


class _Paper(NamedTuple):
    """What the forms of an answer have in common."""

    id: str
    title: str
    summary: str
    authors: Sequence[Person]
    year: int | None
    published: Sequence[str]
    """DOIs and references of the published version."""
    own_doi: str | None
    comments: Sequence[str]
    subjects: Sequence[str]
    raw: str
    """Title and summary as they came, with their TeX."""


def _record(item: Item, origin: str) -> Record | RecordError:
    element = item.element
    written = text_of(element, "id")
    if _ERRORS in written:
        return RecordError(f"arXiv answers: {text_of(element, 'summary') or 'an error'}", item.line)
    if element.tag == "record":
        metadata = element.find("metadata")
        inside = metadata[0] if metadata is not None and len(metadata) else None
        if inside is None:
            identifier = text_of(element, "header/identifier")
            return RecordError("the record has nothing in it: arXiv has deleted it", item.line, identifier)
        paper = _dublin_core(element, inside) if inside.find("creator") is not None else _own_form(inside)
    else:
        paper = _entry(element, written)
    if not paper.title:
        return RecordError("arXiv knows no paper of that number", item.line, paper.id)
    return _read(paper, origin)


def _entry(entry: Element, written: str) -> _Paper:
    dois = list(filter(None, (text_of(one) for one in entry.iterfind("doi"))))
    own = [one for one in dois if folded_doi(one).startswith(_OWN_DOI)]
    primary = entry.find("primary_category")
    category = primary.get("term", "") if primary is not None else ""
    return _Paper(
        id=_arxiv_id(written),
        title=text_of(entry, "title"),
        summary=text_of(entry, "summary"),
        authors=tuple(filter(None, map(_atom_author, entry.iterfind("author")))),
        year=fields.year_in(text_of(entry, "published")),
        published=[*(one for one in dois if one not in own), *filter(None, [text_of(entry, "journal_ref")])],
        own_doi=bare_doi(own[0]) if own else None,
        comments=[text_of(one) for one in entry.iterfind("comment")],
        subjects=[category] if category else [],
        raw=f"{inner(entry.find('title'))} {inner(entry.find('summary'))}",
    )


def _dublin_core(record: Element, inside: Element) -> _Paper:
    told = [text_of(one) for one in inside.iterfind("description")]
    dates = sorted(filter(None, (fields.year_in(text_of(one)) for one in inside.iterfind("date"))))
    ids = [text_of(one) for one in inside.iterfind("identifier")]
    return _Paper(
        id=_arxiv_id(text_of(record, "header/identifier")) or next(filter(None, map(_arxiv_id, ids)), ""),
        title=text_of(inside, "title"),
        summary=next((one for one in told if not one.startswith(_COMMENT)), ""),
        authors=tuple(filter(None, (_named(text_of(one), inverted=True) for one in inside.iterfind("creator")))),
        year=dates[0] if dates else None,
        published=[one.removeprefix("doi:") for one in ids if one and not _arxiv_id(one)],
        own_doi=None,
        comments=[one.removeprefix(_COMMENT).strip() for one in told if one.startswith(_COMMENT)],
        subjects=[text_of(one) for one in inside.iterfind("subject")],
        raw=f"{inner(inside.find('title'))} {inner(inside.find('description'))}",
    )


def _own_form(inside: Element) -> _Paper:
    """Read `arXiv` (names in parts) or `arXivRaw` (all names as one text)."""
    listed = inside.findall("authors/author")
    authors = map(_author_in_parts, listed) if listed else (_named(one) for one in _split(text_of(inside, "authors")))
    created = text_of(inside, "created") or text_of(inside, "version/date")
    return _Paper(
        id=_arxiv_id(text_of(inside, "id")),
        title=text_of(inside, "title"),
        summary=text_of(inside, "abstract"),
        authors=tuple(filter(None, authors)),
        year=fields.year_in(created),
        published=list(filter(None, (text_of(inside, "doi"), text_of(inside, "journal-ref")))),
        own_doi=None,
        comments=[text_of(one) for one in inside.iterfind("comments")],
        subjects=text_of(inside, "categories").split()[:1],
        raw=f"{inner(inside.find('title'))} {inner(inside.find('abstract'))}",
    )


def _read(paper: _Paper, origin: str) -> Record:
    abstract, abstract_doubts = fields.abstract_and_doubts(fields.labelled_parts(paper.summary))
    title, remarks = fields.title_and_remarks(fields.title(paper.title))
    return Record(
        origin=origin,
        title=title,
        authors=paper.authors,
        journal="arXiv",
        year=paper.year,
        doi=paper.own_doi,
        arxiv_id=paper.id or None,
        url=f"https://arxiv.org/abs/{paper.id}" if paper.id else None,
        abstract=abstract,
        keywords=tuple(dict.fromkeys(filter(None, paper.subjects))),
        is_preprint=True,
        published_doi=next(filter(None, map(bare_doi, paper.published)), None),
        remarks=(*remarks, *_withdrawn(paper)),
        doubts=(
            *_doubts(paper),
            *abstract_doubts,
            *fields.doubts_of_losses([title, *(one.name for one in paper.authors)]),
        ),
    )


def _withdrawn(paper: _Paper) -> Iterator[Remark]:
    for comment in paper.comments:
        if _WITHDRAWN.search(comment):
            yield Remark(Standing.RETRACTED, f"arXiv's comment: {comment}")
            return
    if _WITHDRAWN_TEXT.match(paper.summary):
        yield Remark(Standing.RETRACTED, f"arXiv's abstract begins: {paper.summary[:200]}")


def _doubts(paper: _Paper) -> Iterator[str]:
    if paper.published:
        yield f"this is the preprint; a published version is on record: {', '.join(dict.fromkeys(paper.published))}"
    unread = [one for one in dict.fromkeys(_COMMAND.findall(paper.raw)) if one[1:] in plain_text(f"${one} x$")]
    if unread:
        yield f"it has TeX in it that could not be read: {', '.join(unread)}"


def _arxiv_id(written: str) -> str:
    found = _ID.fullmatch(written.strip())
    return found[1] if found else ""


# Authors.


def _atom_author(author: Element) -> Person | None:
    affiliations = tuple(filter(None, (fields.affiliation(inner(one)) for one in author.iterfind("affiliation"))))
    return _named(text_of(author, "name"), affiliations)


def _author_in_parts(author: Element) -> Person | None:
    affiliations = tuple(filter(None, (fields.affiliation(inner(one)) for one in author.iterfind("affiliation"))))
    family, given = text_of(author, "keyname"), text_of(author, "forenames")
    if not given:
        return _named(family, affiliations)
    return names.person(family, given, text_of(author, "suffix"), affiliations)


def _named(name: str, affiliations: tuple[str, ...] = (), *, inverted: bool = False) -> Person | None:
    """Return a person or a collaboration by the whole name; None where there is no letter in it (":")."""
    if not any(map(str.isalpha, name)):
        return None
    if _GROUP.search(name):
        return names.group(name, affiliations)
    return names.inverted(name, affiliations) if inverted else names.person(name, affiliations=affiliations)


def _split(written: str) -> list[str]:
    """Take a list of names apart; what stands in brackets behind one is the number of an affiliation, or one."""
    for _ in range(3):
        written = _BRACKETED.sub("", written)
    return [one.strip() for one in re.split(r",\s*(?:and\s+)?|\s+and\s+", written) if one.strip()]
