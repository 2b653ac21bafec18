"""Bringing together what several sources say of one paper: each field from the source that knows it best; pure.

- Crossref, PubMed, arXiv, a file: title, authors, journal, year, volume, issue, pages, DOI, address.
- PubMed, Crossref, arXiv, a file: affiliations (author by author), abstract, keywords, language, the kind of study and
  what was studied.

A source that lacks a field is passed over. Of two spellings of the same, the fuller one is taken, whichever source has
it. Only what really differs is kept besides, in `others`: a person chooses.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, NamedTuple

from scicomm_bot.records.merged import MergedRecord, Other
from scicomm_bot.records.record import Person, Record, Remark
from scicomm_bot.records.same import (
    fuller_journal,
    fuller_name,
    key_of,
    same_journal,
    same_number,
    same_person,
    same_text,
    whole_pages,
    words_of,
)

_IDENTITY = ("Crossref", "PubMed", "arXiv")
_CONTENT = ("PubMed", "Crossref", "arXiv")
_ALIKE = 0.85
"""Two abstracts that have this part of their words in common are two copies of one: with and without labels, say."""
_LONGER = 1.1
"""A copy that is longer by this has what the other left out."""
_SHOWN = 3
"""How many authors of another list are named."""
_NOTHING: tuple[object, ...] = (None, (), [], 0)


class _Choice(NamedTuple):
    """What was chosen for a field, the source of it, and what others say instead."""

    value: Any
    origin: str = ""
    others: Sequence[Other] = ()


def merged(records: Sequence[Record], day: date) -> MergedRecord:
    """Return one record of a paper from those of its sources.

    Args:
        records: One at least, all of the same paper; of two of the same kind, the first goes before the other.
        day: On which day they were read.
    """
    asked = tuple(dict.fromkeys(record.origin for record in records))
    choices = _alone(records[0]) if len(records) == 1 else _choices(records)
    return MergedRecord(
        record=replace(records[0], **{name: choice.value for name, choice in choices.items()}),
        day=day,
        origins={name: choice.origin for name, choice in choices.items() if choice.value not in _NOTHING},
        others={name: choice.others for name, choice in choices.items() if choice.others},
        asked=asked,
    )


def _alone(record: Record) -> dict[str, _Choice]:
    names = (one.name for one in fields(record) if one.name != "origin")
    return {name: _Choice(getattr(record, name), record.origin) for name in names}


def _choices(records: Sequence[Record]) -> dict[str, _Choice]:
    identity, content = _sorted(records, _IDENTITY), _sorted(records, _CONTENT)
    authors = _authors(identity, content)
    return {
        "title": _text("title", identity, same_text, _fuller_title),
        "authors": authors,
        "authors_left_out": _Choice(_left_out(identity, authors), authors.origin),
        "journal": _text("journal", identity, same_journal, fuller_journal),
        **_years(identity),
        "volume": _text("volume", identity, same_number),
        "issue": _text("issue", identity, same_number),
        "pages": _text("pages", identity, _same_pages, _fuller_pages),
        "doi": _text("doi", identity, _same_key),
        "pmid": _text("pmid", identity, _same_key),
        "arxiv_id": _text("arxiv_id", identity, _same_key),
        "url": _text("url", identity, lambda _one, _other: True),
        "language": _text("language", content, _same_language),
        "abstract": _abstract(content),
        "keywords": _first(content, "keywords", str),
        "kind": _first(content, "kind", lambda kind: kind.value),
        "on": _first(content, "on", lambda on: ", ".join(sorted(one.value for one in on))),
        "is_preprint": _first(identity, "is_preprint", lambda is_one: "yes" if is_one else "no"),
        "published_doi": _text("published_doi", identity, lambda _one, _other: True),
        "remarks": _remarks(records),
        "doubts": _all_of(records, "doubts"),
    }


def _sorted(records: Sequence[Record], order: Sequence[str]) -> list[Record]:
    return sorted(records, key=lambda one: order.index(one.origin) if one.origin in order else len(order))


def _first_spelling(one: str, _other: str) -> str:
    return one


def _text(
    name: str,
    records: Sequence[Record],
    same: Callable[[str, str], bool],
    fuller: Callable[[str, str], str] = _first_spelling,
) -> _Choice:
    """Choose a field of one line; `fuller` is asked about two spellings of the same."""
    value, origin, others = None, "", []
    for record in records:
        said = getattr(record, name)
        if said is None:
            continue
        if value is None:
            value, origin = said, record.origin
        elif not same(value, said):
            others.append(Other(said, record.origin))
        elif fuller(value, said) != value:
            value, origin = said, record.origin
    return _Choice(value, origin, others)


def _first(records: Sequence[Record], name: str, told: Callable[[Any], str]) -> _Choice:
    """Choose the first that is there; others differ where they are told otherwise. Keywords differ everywhere."""
    said = [(getattr(record, name), record.origin) for record in records if getattr(record, name) not in (None, (), [])]
    if not said:
        return _Choice(() if name in {"keywords", "on"} else None)
    value, origin = said[0]
    differ = [Other(told(one), source) for one, source in said[1:] if name != "keywords" and told(one) != told(value)]
    return _Choice(value, origin, differ)


def _remarks(records: Sequence[Record]) -> _Choice:
    """Choose all that stands against the paper, each once, with the first source that says so."""
    chosen, whose = _all_of(records, "remarks"), dict[Remark, str]()
    for record in records:
        for one in record.remarks:
            whose.setdefault(one, record.origin)
    return chosen._replace(value=tuple(replace(one, origin=origin) for one, origin in whose.items()))


def _all_of(records: Sequence[Record], name: str) -> _Choice:
    told = dict.fromkeys(one for record in records for one in getattr(record, name))
    return _Choice(tuple(told), ", ".join(dict.fromkeys(one.origin for one in records if getattr(one, name))))


# Lines


def _fuller_title(one: str, other: str) -> str:
    """Return the title that is not all in capitals, else the one with more words, else the first."""
    if one.isupper() != other.isupper():
        return other if one.isupper() else one
    return other if len(key_of(other)) > len(key_of(one)) else one


def _same_pages(one: str, other: str) -> bool:
    """Whether two are one range, or one is its first page."""
    first, second = (key_of(whole_pages(pages)) for pages in (one, other))
    return first == second or (
        words_of(one)[:1] == words_of(other)[:1] and 1 in (len(words_of(one)), len(words_of(other)))
    )


def _fuller_pages(one: str, other: str) -> str:
    return other if len(other) > len(one) else one


def _same_key(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _same_language(one: str, other: str) -> bool:
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()


def _years(records: Sequence[Record]) -> dict[str, _Choice]:
    """Choose the issue's year, and an earlier one online.

    A year that another source knows to be the one online, from a source that knows no other, is no issue's.
    """
    online = {record.online_year: record.origin for record in reversed(records) if record.online_year is not None}
    said = [record for record in records if record.year is not None]
    years = [one for one in said if one.year not in online or one.online_year is not None] or said
    if not years:
        return {"year": _Choice(None), "online_year": _Choice(None)}
    chosen = years[0]
    others = [Other(str(one.year), one.origin) for one in years[1:] if one.year != chosen.year]
    earlier = min((year for year in online if year != chosen.year), default=None)
    return {
        "year": _Choice(chosen.year, chosen.origin, others),
        "online_year": _Choice(earlier, "" if earlier is None else online[earlier]),
    }


# Authors


def _authors(identity: Sequence[Record], content: Sequence[Record]) -> _Choice:
    """Choose the list of authors; names and affiliations are filled in author by author."""
    base = _longest(identity)
    if base is None:
        return _Choice(())
    lists = [(record.origin, _matched(base.authors, record.authors)) for record in content if record.authors]
    people = tuple(_filled(person, [found[at] for _, found in lists]) for at, person in enumerate(base.authors))
    sources = [origin for origin, found in lists if _gave_affiliations(found, people)]
    affiliations = [origin for origin in sources if origin != base.origin]
    origin = f"{base.origin}; affiliations from {affiliations[0]}" if affiliations else base.origin
    others = [
        Other(_names_told(record.authors, base.authors), record.origin)
        for record in identity
        if record.authors and record is not base and not _is_part(record.authors, base.authors)
    ]
    return _Choice(people, origin, others)


def _gave_affiliations(found: Sequence[Person | None], people: Sequence[Person]) -> bool:
    pairs = zip(found, people, strict=True)
    return any(
        one is not None and one.affiliations and one.affiliations == person.affiliations for one, person in pairs
    )


def _longest(records: Sequence[Record]) -> Record | None:
    """Return the record with the list of authors: the first, or one that has all of the first's and more."""
    base: Record | None = None
    for record in records:
        if record.authors and (
            base is None or (len(record.authors) > len(base.authors) and _is_part(base.authors, record.authors))
        ):
            base = record
    return base


def _left_out(records: Sequence[Record], authors: _Choice) -> int:
    named = len(authors.value)
    return max((one.authors_left_out for one in records if len(one.authors) == named), default=0)


def _is_part(some: Sequence[Person], whole: Sequence[Person]) -> bool:
    """Whether all of some authors are among others, in their order."""
    rest = iter(whole)
    return all(any(same_person(one, other) for other in rest) for one in some)


def _matched(base: Sequence[Person], others: Sequence[Person]) -> list[Person | None]:
    """Return for each author the same one of another list, going along both; None where there is none."""
    found: list[Person | None] = []
    at = 0
    for person in base:
        near = range(at, min(len(others), at + _NEAR))
        same = next((index for index in near if same_person(person, others[index])), None)
        found.append(None if same is None else others[same])
        at = at if same is None else same + 1
    return found


_NEAR = 50
"""How many authors another list may have in between."""


def _filled(person: Person, spellings: Sequence[Person | None]) -> Person:
    """Return an author with the fullest name, and the affiliations of the first source that has some."""
    there = [one for one in spellings if one is not None]
    name = person
    for one in there:
        name = fuller_name(name, one)
    affiliations = next((one.affiliations for one in there if one.affiliations), person.affiliations)
    return replace(name, affiliations=affiliations)


def _names_told(said: Sequence[Person], base: Sequence[Person]) -> str:
    """Return how another list differs, behind "names": how many authors, and the first that are others."""
    differ = [
        f"{_nth(at)} is {person.name}"
        for at, person in enumerate(said)
        if at >= len(base) or not same_person(person, base[at])
    ]
    if len(said) == 1:
        return f"1 author: {said[0].name}"
    more = f"and {len(differ) - _SHOWN} more differ" if len(differ) > _SHOWN else ""
    return ", ".join(filter(None, [f"{len(said)} authors", *differ[:_SHOWN], more]))


def _nth(at: int) -> str:
    return ("the first", "the second", "the third")[at] if at < 3 else f"number {at + 1}"  # noqa: PLR2004 - three words


# Abstracts


def _abstract(records: Sequence[Record]) -> _Choice:
    """Choose the abstract: of copies of one text, the first that is whole."""
    said = [record for record in records if record.abstract]
    if not said:
        return _Choice(())
    best, others = said[0], []
    for record in said[1:]:
        if not _alike(best.abstract_text, record.abstract_text):
            others.append(Other(record.abstract_text, record.origin))
        elif len(words_of(record.abstract_text)) > _LONGER * len(words_of(best.abstract_text)):
            best = record
    return _Choice(best.abstract, best.origin, others)


def _alike(one: str, other: str) -> bool:
    """Whether nearly all words of the shorter text are in the longer one, too."""
    first, second = Counter(words_of(one)), Counter(words_of(other))
    return (first & second).total() >= _ALIKE * min(first.total(), second.total())
