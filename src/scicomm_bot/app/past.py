"""What was tried, from when to when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scicomm_bot.app.desk import Desk
from scicomm_bot.domain.corrected import Corrected
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.publication import Publication
from scicomm_bot.errors import ScicommError


@dataclass(frozen=True, slots=True)
class Past:
    """Attempts in the order of claiming, and whose clocks their times are shown by."""

    publications: Sequence[Publication]
    zone: ZoneInfo


def corrected_in(desk: Desk, publications: Iterable[Publication]) -> dict[str, Corrected]:
    """Return, by the post's id, what attempts correct; the ledger knows replies, and the file what they are for.

    Without a file that can be used, nothing. The file is read only where an attempt is a reply.
    """
    replies = {one.post_id for one in publications if one.reply_to is not None}
    if not replies or desk.ledger is None:
        return {}
    try:
        pairs = dict(_corrections(desk))
    except ScicommError:
        return {}
    ledger, found = desk.ledger, dict[str, Corrected]()
    for reply in replies & pairs.keys():
        name, *before = pairs[reply]
        known = (ledger.posted(one) for one in (name, *before))
        found[reply] = Corrected(name, next((one for one in known if one is not None), None))
    return found


def _corrections(desk: Desk) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the id of each correction, and those that it had, with the ids of what it corrects."""
    for paper in desk.document().content.papers:
        was = {finding.id: finding.was for finding in paper.findings}
        for finding in paper.findings:
            if (name := finding.corrects) is not None:
                corrected = tuple(post_id(paper.id, one) for one in (name, *was.get(name, ())))
                yield from ((post_id(paper.id, one), corrected) for one in (finding.id, *finding.was))


def past_of(desk: Desk, *, newest: int | None, since: str | None, until: str | None, in_zone: bool) -> Past:
    """Return the attempts of a time; nothing where there is no ledger.

    Args:
        desk: What to look at.
        newest: Only that many of the newest; None for all.
        since: Only those that ended, or while they are open began, from then on; as a person writes it.
        until: Only those before then; a day is included.
        in_zone: Whether times are the schedule's, for which the file must be read; else, or where it cannot be, UTC.

    Raises:
        ScicommError: one of the two is no moment, or the end is before the beginning.
    """
    zone = (desk.zone if in_zone else None) or ZoneInfo("UTC")
    start = None if since is None else _moment("--from", since, desk.clock.now(), zone)
    end = None if until is None else _moment("--to", until, desk.clock.now(), zone)
    if start is not None and end is not None and end <= start:
        raise ScicommError(f"--to {until} is before --from {since}")
    if desk.ledger is None:
        return Past((), zone)
    if start is None and end is None:
        return Past(desk.ledger.publications(newest=newest), zone)
    found = [one for one in desk.ledger.publications() if _is_between(one, start, end)]
    return Past(found[-newest:] if newest is not None else found, zone)


def _is_between(publication: Publication, start: datetime | None, end: datetime | None) -> bool:
    at = publication.ended_at or publication.claimed_at
    return (start is None or at >= start) and (end is None or at < end)


def _moment(option: str, written: str, now: datetime, zone: ZoneInfo) -> datetime:
    from scicomm_bot.plan.moments import MomentError, read_moment  # noqa: PLC0415 - the whole history waits for no plan

    try:
        return read_moment(written, now, zone, fixed=True, end_of_day=option == "--to")
    except MomentError as error:
        raise ScicommError(f"{option} {written!r} {error}") from error
