"""Crossref's answers about one work, as models; pure.

A work that was updated has `updated-by`; a notice has `update-to`. Each entry names the update's `type`, the other
side's `DOI`, the date (`updated`), and its `source`: the publisher, or Retraction Watch, whose database Crossref has
owned since 2023. The same update often comes from both
(https://www.crossref.org/blog/retraction-watch-retractions-now-in-the-crossref-api/).
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from scicomm_bot.domain.doi import folded_doi
from scicomm_bot.domain.notice import TITLE_SOURCE, RetractionRecord, Update, gravity
from scicomm_bot.domain.title_marks import title_mark


class UnexpectedAnswerError(Exception):
    """The answer is not what Crossref's documentation describes, so nothing is known."""


def record_of(body: bytes, doi: str, source: str, at: datetime, *, moved: bool = False) -> RetractionRecord:
    """Read a 200 answer to `/works/{doi}`.

    Args:
        body: The JSON document.
        doi: The DOI that was asked about, folded.
        source: Who was asked.
        at: When.
        moved: Whether Crossref led to another address: then the work may have another DOI, the one that replaced it.

    Raises:
        UnexpectedAnswerError: it is no such document, or one about another work.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswerError("its answer is not JSON") from error
    message = document.get("message") if isinstance(document, dict) else None
    if not isinstance(message, dict) or not isinstance(message.get("DOI"), str):
        raise UnexpectedAnswerError("its answer holds no work")
    if folded_doi(message["DOI"].strip()) != doi and not moved:
        raise UnexpectedAnswerError("its answer is about another DOI")
    updates = _with_title(updates_of(message, "updated-by"), message.get("title"))
    return RetractionRecord(doi, at, source, known=True, updates=updates, updates_of=updates_of(message, "update-to"))


def _with_title(updates: tuple[Update, ...], titles: object) -> tuple[Update, ...]:
    """Add what the work's own title says of it, where no update says it: `RETRACTED: ...`.

    Some publishers mark the title and register no update.
    """
    for title in titles if isinstance(titles, list) else ():
        mark = title_mark(title) if isinstance(title, str) else None
        if mark is not None and mark.sure and all(mark.type != one.type for one in updates):
            updates = (*updates, Update(mark.type, "", None, (TITLE_SOURCE,)))
    return tuple(sorted(updates, key=gravity))


def updates_of(message: Mapping[str, object], key: str) -> tuple[Update, ...]:
    """Return the updates of a work (`updated-by`), or those that it is itself, as a notice (`update-to`).

    Raises:
        UnexpectedAnswerError: there is something else in their place.
    """
    entries = message.get(key)
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise UnexpectedAnswerError(f"its `{key}` is no list")
    return tuple(sorted(_merged([_update(entry, key) for entry in entries]), key=gravity))


def _update(entry: object, key: str) -> Update:
    if not isinstance(entry, dict):
        raise UnexpectedAnswerError(f"its `{key}` holds something else than updates")
    kind, doi, source = (entry.get(name) for name in ("type", "DOI", "source"))
    return Update(
        type=_folded_type(kind) if isinstance(kind, str) and kind.strip() else "unnamed",
        doi=folded_doi(doi.strip()) if isinstance(doi, str) else "",
        on=_day(entry.get("updated")),
        sources=(source.strip().lower() if isinstance(source, str) and source.strip() else "publisher",),
    )


def _folded_type(kind: str) -> str:
    """Write a type in one way: `Expression-of-Concern` is `expression_of_concern`."""
    return re.sub(r"[\s_-]+", "_", kind.strip().lower())


def _merged(updates: list[Update]) -> Iterator[Update]:
    """Yield each update once, with all its sources: the same type and the same notice are one update.

    Where one source names no notice, the same type on the same day is one. Of two dates, the earlier stands.
    """
    kept: list[Update] = []
    for one in updates:
        at = next((index for index, other in enumerate(kept) if _same(one, other)), None)
        if at is None:
            kept.append(one)
            continue
        other = kept[at]
        kept[at] = Update(
            type=one.type,
            doi=other.doi or one.doi,
            on=min((day for day in (one.on, other.on) if day is not None), default=None),
            sources=tuple(sorted({*one.sources, *other.sources})),
        )
    yield from kept


def _same(one: Update, other: Update) -> bool:
    if one.type != other.type:
        return False
    return one.doi == other.doi if one.doi and other.doi else one.on == other.on


def _day(updated: object) -> date | None:
    """Read a date as Crossref writes it: `date-time`, or `date-parts`, which may lack the day or the month."""
    if not isinstance(updated, dict):
        return None
    written = updated.get("date-time")
    if isinstance(written, str):
        try:
            return datetime.fromisoformat(written).date()
        except ValueError:
            pass
    parts = updated.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [part for part in first if isinstance(part, int)]
    try:
        return date(*[*numbers, 1, 1][:3]) if numbers else None
    except (ValueError, OverflowError):
        return None
