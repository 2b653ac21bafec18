"""Crossref's JSON: an answer of `/works`, a bare work, a list; and CSL-JSON, which has the same fields in other forms.

Crossref: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md. CSL-JSON, as reference managers export it
and doi.org answers: https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json. An item
is Crossref's where its title is a list, or it has a field that only Crossref gives.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.doi import bare_doi
from scicomm_bot.domain.notice import BLOCKING_TYPES, LOOK_TYPES, Update
from scicomm_bot.notices.answers import UnexpectedAnswerError, updates_of
from scicomm_bot.records import names
from scicomm_bot.records.names import clean
from scicomm_bot.records.record import Person, Record, RecordError, Remark, Standing
from scicomm_bot.records.sources import fields, jats
from scicomm_bot.records.sources.json_items import Item, Json, items

_ONLY_CROSSREFS = ("indexed", "prefix", "member", "reference-count")
_PAPERS = frozenset(
    {
        "journal-article", "proceedings-article", "posted-content", "book-chapter", "book", "monograph", "report",
        "dissertation", "edited-book", "reference-entry", "report-component", "book-section", "other",
    }
)  # fmt: skip
"""Crossref's types that somebody might tell findings of; not a dataset, a peer review, a grant, or a whole journal."""
_CSL_PAPERS = frozenset({"article-journal", "paper-conference", "article", "chapter", "thesis", "entry-encyclopedia"})
"""The same in CSL's words, in which doi.org answers."""
_VERSIONS = frozenset({"new_version", "new_edition"})
_ARXIV = Pattern(
    r"(?:(?:10\.48550/)?arxiv[.:]\s*|https?://arxiv\.org/abs/)((?:[a-z\-]+(?:\.[a-z]{2})?/)?\d{4}\.?\d{3,5})(?:v\d+)?",
    re.IGNORECASE,
)
_RESOLVER = Pattern(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
_OTHERS = frozenset({"et al", "others", "and others"})
_BODY = Pattern(
    r"univers|instit|hospital|college|cent(?:er|re)\b|school|department|faculty|laborator|academ", re.IGNORECASE
)


def crossref_json(data: bytes, origin: str) -> Iterator[Record | RecordError]:
    """Yield the records of a file of Crossref's JSON or of CSL-JSON, in its order.

    Args:
        data: The file: one work, a list, or an answer that holds either.
        origin: The source's name for all of them.
    """
    read = 0
    for item in items(data, _is_work):
        read += 1
        yield item if isinstance(item, RecordError) else _record(item, origin)
    if not read:
        yield RecordError("there is no work in it")


def _is_work(found: Json) -> bool:
    return "title" in found and ("type" in found or "DOI" in found)


def _record(item: Item, origin: str) -> Record | RecordError:
    work = item.object
    doi, title = _raw(work.get("DOI")).strip(), _text(work.get("title"))
    if not title and not ("type" in work and doi):
        text = "it is no work of Crossref's and no item of CSL-JSON: it has no title"
        return RecordError(text, item.line, doi)
    return _read(work, origin)


def is_crossrefs(work: Json) -> bool:
    """Whether an item is Crossref's own, and not CSL-JSON of another source."""
    return isinstance(work.get("title"), list) or any(key in work for key in _ONLY_CROSSREFS)


def _read(work: Json, origin: str) -> Record:
    title, remarks = fields.title_and_remarks(fields.title(_raw(work.get("title"))))
    authors, dates = _authors(work), _dates(work)
    updates, update_doubts = _updates(work)
    doi = _raw(work.get("DOI")).strip()
    bare = bare_doi(doi) if doi else None
    abstract, abstract_doubts = fields.abstract_and_doubts(jats.abstract(_raw(work.get("abstract"))))
    arxiv_id = _arxiv_id(work, bare)
    preprint = _is_preprint(work, arxiv_id)
    return Record(
        origin=origin,
        title=title or None,
        authors=authors.people,
        journal=_journal(work, preprint=preprint is True),
        year=dates.year,
        online_year=dates.online_year,
        volume=fields.number(_raw(work.get("volume"))),
        issue=fields.number(_raw(work.get("issue"))) or fields.number(_raw(_inside(work, "journal-issue", "issue"))),
        pages=_pages(work, arxiv_id),
        doi=bare,
        pmid=_pmid(work),
        arxiv_id=arxiv_id,
        url=_url(work),
        language=fields.language(_text(work.get("language"))),
        abstract=abstract,
        keywords=_keywords(work),
        is_preprint=preprint,
        remarks=(*remarks, *updates),
        doubts=(
            *([f"what stands as its DOI is none: '{doi}'"] if doi and bare is None else []),
            *_doi_doubts(bare, arxiv_id),
            *_type_doubts(work),
            *_title_doubts(work, title),
            *authors.doubts,
            *dates.doubts,
            *abstract_doubts,
            *jats.doubts(_raw(work.get("abstract"))),
            *fields.doubts_of_losses([title, *(one.name for one in authors.people)]),
            *update_doubts,
            *_relation_doubts(work),
            *_institution_doubts(work),
        ),
    )


# Values, of which none need have the type that the documentation says.


def _raw(value: object) -> str:
    """Return a text as it stands; of a list the first that says something; of anything else, nothing."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return next(filter(None, map(_raw, value)), "")
    return ""


def _text(value: object) -> str:
    return clean(_raw(value))


def _objects(value: object) -> Iterator[Json]:
    """Yield the objects of a list, or the one that stands in its place."""
    listed = value if isinstance(value, list) else [value]
    yield from (one for one in listed if isinstance(one, dict))


def _texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return list(filter(None, map(_text, listed)))


def _inside(work: Json, *path: str) -> Any:  # noqa: ANN401 - whatever stands there
    found: Any = work
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


# Titles and types.


def _type_doubts(work: Json) -> Iterator[str]:
    of = _text(work.get("type"))
    if of and is_crossrefs(work) and of not in _PAPERS | _CSL_PAPERS:
        yield f"Crossref has it as '{of}', which is no paper"


def _title_doubts(work: Json, title: str) -> Iterator[str]:
    yield from fields.doubts_of_title(title)
    told = {fields.without_full_stop(title).lower()}
    for key, what in (("title", "another title"), ("subtitle", "a subtitle"), ("original-title", "an original title")):
        for other in _texts(work.get(key))[key == "title" :]:
            if other.lower() not in told and other.lower() not in title.lower():
                told.add(other.lower())
                yield f"it has {what}: '{other}'"


# Authors.


class _Authors(NamedTuple):
    people: Sequence[Person] = ()
    doubts: Sequence[str] = ()


def _authors(work: Json) -> _Authors:
    found = [one for one in map(_author, _objects(work.get("author"))) if one.name]
    people = [one for one in found if one.name.lower().rstrip(".") not in _OTHERS]
    doubts = list(fields.doubts_of_names([one.family for one in people if not one.is_group]))
    if len(people) < len(found):
        doubts.append("its list of the authors is not complete: it ends with 'et al.'")
    editors = [one.name for one in map(_author, _objects(work.get("editor"))) if one.name]
    if not found and editors:
        doubts.append(f"it names no authors; its editors are {', '.join(editors)}")
    return _Authors(tuple(people), tuple(doubts))


def _author(author: Json) -> Person:
    affiliations = tuple(filter(None, map(_affiliation, _objects(author.get("affiliation")))))
    particles = [_raw(author.get("dropping-particle")), _raw(author.get("non-dropping-particle"))]
    family = " ".join(filter(None, [*particles, _raw(author.get("family"))]))
    given, whole = _raw(author.get("given")), _raw(author.get("name")) or _raw(author.get("literal"))
    if not family.strip() and not given.strip():
        return names.group(whole, affiliations)
    return names.person(family, given, _raw(author.get("suffix")), affiliations)


def _affiliation(affiliation: Json) -> str:
    """Return an affiliation from its parts: department, name, place; each only where it is not in the name."""
    name = _text(affiliation.get("name"))
    before = [one for one in _texts(affiliation.get("department")) if one not in name]
    behind = [one for one in _texts(affiliation.get("place")) if one not in name]
    return fields.affiliation(", ".join(filter(None, [*before, name, *behind])))


# Where it appeared.


def _journal(work: Json, *, preprint: bool) -> str | None:
    if preprint and (server := _server(work)):
        return server
    name = _text(work.get("container-title"))
    return name if name and not name.startswith(("http:", "https:")) else None


def _server(work: Json) -> str:
    """Return the name of the server that a preprint is on: in `institution`, where the depositor says who hosts it."""
    hosts = [_text(one.get("name")) for one in _objects(work.get("institution"))]
    host = next((one for one in hosts if one and not _BODY.search(one)), "")
    csl = "" if is_crossrefs(work) else _text(work.get("container-title")) or _text(work.get("publisher"))
    return host or csl


def _institution_doubts(work: Json) -> Iterator[str]:
    for one in _objects(work.get("institution")):
        name = _text(one.get("name"))
        if name and _BODY.search(name):
            yield f"it names an institution beside the authors: '{name}'"


def _pages(work: Json, arxiv_id: str | None) -> str | None:
    paged = fields.pages(_raw(work.get("page"))) or fields.pages(_raw(work.get("article-number")))
    return paged if paged or is_crossrefs(work) or arxiv_id else fields.pages(_raw(work.get("number")))


class _Dates(NamedTuple):
    year: int | None
    online_year: int | None = None
    doubts: Sequence[str] = ()


def _dates(work: Json) -> _Dates:
    """Return the year of the issue: that of print; without print the later of the article's and its issue's online."""
    print_ = _year(work.get("published-print")) or _year(_inside(work, "journal-issue", "published-print"))
    online = [_year(work.get("published-online")), _year(_inside(work, "journal-issue", "published-online"))]
    other = [_year(work.get(key)) for key in ("issued", "published", "posted", "published-other")]
    year = print_ or max(filter(None, online), default=None) or next(filter(None, other), None)
    if year is None:
        registered = _year(work.get("created"))
        doubts = (f"it has no date of publication; it was registered in {registered}",) if registered else ()
        return _Dates(None, None, doubts)
    first = online[0]
    return _Dates(year, first if first and first < year else None)


def _year(date: object) -> int | None:
    """Return the year of a date: `date-parts` with numbers or texts, or a text that holds it."""
    if not isinstance(date, dict):
        return fields.year_in(_raw(date)) if isinstance(date, str) else None
    parts = date.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and first and (found := fields.year_in(_raw(first[0]))):
        return found
    texts = (_raw(date.get(key)) for key in ("raw", "literal", "date-time"))
    return next(filter(None, map(fields.year_in, texts)), None)


# Identifiers.


def _pmid(work: Json) -> str | None:
    written = _text(work.get("PMID"))
    if not written and (
        noted := re.search(r"^[ \t]*PMID:[ \t]*(\d{1,9})[ \t]*$", _raw(work.get("note"))[:10_000], re.MULTILINE)
    ):
        written = noted[1]
    return written if written.isascii() and written.isdecimal() else None


def _arxiv_id(work: Json, doi: str | None) -> str | None:
    """Return the number on arXiv: from arXiv's own DOI, or where an item of CSL-JSON says that arXiv is its source."""
    written = [doi or ""]
    if not is_crossrefs(work) and "arxiv" in (_text(work.get(key)).lower() for key in ("container-title", "publisher")):
        written += [f"arxiv:{_text(work.get('number'))}", _text(work.get("number")), _raw(work.get("URL"))]
    return next((found[1] for found in map(_ARXIV.fullmatch, written) if found), None)


def _is_preprint(work: Json, arxiv_id: str | None) -> bool | None:
    if "preprint" in (_text(work.get("subtype")).lower(), _text(work.get("genre")).lower()):
        return True
    if arxiv_id is not None:
        return True
    return False if is_crossrefs(work) and work.get("type") == "journal-article" else None


def _doi_doubts(doi: str | None, arxiv_id: str | None) -> Iterator[str]:
    if doi is not None and arxiv_id is not None and not _ARXIV.fullmatch(doi):
        yield f"this is arXiv's preprint; its DOI, {doi}, may be that of the published version"


def _url(work: Json) -> str | None:
    for written in (_raw(_inside(work, "resource", "primary", "URL")), _raw(work.get("URL"))):
        address = written.strip()
        if re.match(r"https?://\S+$", address) and not _RESOLVER.match(address):
            return address
    return None


def _keywords(work: Json) -> tuple[str, ...]:
    """Return a CSL item's keywords; Crossref's `subject` is the journal's, not the paper's."""
    written = _raw(work.get("keyword"))
    return tuple(dict.fromkeys(filter(None, map(clean, re.split(r"[,;]", written)))))


# What stands against it, and what belongs to it.


def _updates(work: Json) -> tuple[Sequence[Remark], Sequence[str]]:
    """Return what `updated-by` and, for a notice, `update-to` say."""
    try:
        by, to = updates_of(work, "updated-by"), updates_of(work, "update-to")
    except UnexpectedAnswerError:
        return (), ("what it says of updates, such as a retraction, cannot be read: look at its page",)
    remarks = [_remark(one) for one in by if one.type not in _VERSIONS]
    remarks += [_notice(one) for one in to if one.type not in _VERSIONS]
    doubts = [f"a later version of this is on record: {one.doi or 'not named'}" for one in by if one.type in _VERSIONS]
    return remarks, doubts


def _remark(update: Update) -> Remark:
    """Return what an update means for the paper; of a type that nobody knows, one cannot say that it is harmless."""
    if update.type in LOOK_TYPES:
        standing = Standing.CORRECTED
    else:
        known = update.type in BLOCKING_TYPES and update.type != "expression_of_concern"
        standing = Standing.RETRACTED if known else Standing.CONCERN
    return Remark(standing, f"updated-by: {_told(update)}", update.doi or None, update.on)


def _notice(update: Update) -> Remark:
    return Remark(Standing.NOTICE, f"update-to: {_told(update)}", update.doi or None, update.on)


def _told(update: Update) -> str:
    return f"{update.type} ({', '.join(update.sources)})"


_RELATIONS = {
    "is-preprint-of": "the published version of this preprint is {}",
    "is-retracted-by": "it names a retraction: {}",
    "is-replaced-by": "it names what took its place: {}",
    "is-translation-of": "it is a translation of {}",
    "is-comment-on": "it is a comment on {}",
    "is-review-of": "it is a review of {}",
    "is-reply-to": "it is a reply to {}",
}


def _relation_doubts(work: Json) -> Iterator[str]:
    for key, words in _RELATIONS.items():
        related = _objects(_inside(work, "relation", key))
        ids = dict.fromkeys(filter(None, (_text(one.get("id")) for one in related)))
        if ids:
            yield words.format(", ".join(ids))
