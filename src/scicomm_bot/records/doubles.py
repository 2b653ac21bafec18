"""Whether two records are of one paper: by their DOIs, else by title, year and first author."""

import re
from collections import Counter

from scicomm_bot.characters.fold import fold
from scicomm_bot.domain.doi import folded_doi
from scicomm_bot.records.record import Person, Record

_WORDS = re.compile(r"[^\W_]+")
_LEAST_WORDS = 3
"""A shorter title ("Editorial", "Reply") is that of many papers."""


def same_work(a: Record, b: Record) -> bool:
    """Whether two records are of one paper.

    Two with DOIs are, where their DOIs are equal, capitals or not. Where one has none, a PMID or an arXiv id that both
    have decides, else what a citation has: the title's letters and digits, years one apart at most, and the first
    author's family name. A name that nobody could take apart ("Eva Brunner") agrees with one that ends or
    begins like it. A title of fewer than three words decides nothing. A preprint and its paper have two DOIs, and are
    two.
    """
    for one, other in (
        (_doi(a), _doi(b)),
        (a.pmid, b.pmid),
        (a.arxiv_id if a.is_preprint else None, b.arxiv_id if b.is_preprint else None),
    ):
        if one is not None and other is not None:
            return one == other
    title = _title(a)
    return title is not None and title == _title(b) and _years_agree(a, b) and _first_authors_agree(a, b)


def may_be_corrected(before: Record, now: Record) -> bool:
    """Whether one record may be a later one of the same paper, with a corrected DOI or title, or from its publication.

    The DOI is the same; or one of them has no title; or half of the words of the longer title are the same, and so is
    the first author.
    """
    if _doi(before) is not None and _doi(before) == _doi(now):
        return True
    first, second = (Counter(_folded(one.title or "")) for one in (before, now))
    if not first or not second:
        return True
    alike = 2 * (first & second).total() >= max(first.total(), second.total())
    return alike and _first_authors_agree(before, now)


def work_keys(record: Record) -> set[str]:
    """Return keys of which two records of one paper share at least one, so that nobody has to compare all with all.

    Records that share a key need not be of one paper: `same_work` decides. A record without identifiers and without a
    title of three words has none.
    """
    keys = {f"{kind}:{value}" for kind, value in (("doi", _doi(record)), ("pmid", record.pmid)) if value}
    if record.is_preprint and record.arxiv_id:
        keys.add(f"arxiv:{record.arxiv_id}")
    if title := _title(record):
        keys.add(f"title:{title}")
    return keys


def title_words(record: Record) -> str | None:
    """Return a title's words, folded, one space between; None for fewer than three, which many papers have."""
    return _title(record)


def _doi(record: Record) -> str | None:
    return folded_doi(record.doi) if record.doi else None


def _title(record: Record) -> str | None:
    """Return a title's words, folded: what two programs may write differently in one title is no part of them."""
    words = _WORDS.findall(fold(record.title or "").casefold())
    return " ".join(words) if len(words) >= _LEAST_WORDS else None


def _years_agree(a: Record, b: Record) -> bool:
    """Whether years are one apart at most: some have the year online, and some that of the issue."""
    if a.year is None or b.year is None:
        return True
    return any(
        abs(one - other) <= 1
        for one in (a.year, a.online_year)
        for other in (b.year, b.online_year)
        if one is not None and other is not None
    )


def _first_authors_agree(a: Record, b: Record) -> bool:
    if not a.authors or not b.authors:
        return True
    one, other = a.authors[0], b.authors[0]
    if _folded(one.family) == _folded(other.family):
        return True
    return _ends_with(one, other) or _ends_with(other, one)


def _ends_with(whole: Person, other: Person) -> bool:
    """Whether a name that is not taken apart has the other's family name as its last or first words."""
    if whole.given or whole.is_group:
        return False
    words, family = _folded(whole.name), _folded(other.family)
    return bool(family) and (words[-len(family) :] == family or words[: len(family)] == family)


def _folded(name: str) -> list[str]:
    return _WORDS.findall(fold(name).casefold())
