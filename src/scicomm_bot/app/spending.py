"""What was spent in a month, and what went out for it: as far as the ledger knows."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from scicomm_bot.app.desk import Desk
from scicomm_bot.domain.ids import paper_id_of
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.errors import LedgerError, ScicommError
from scicomm_bot.ledger import SqlLedger, When
from scicomm_bot.medium.length import urls
from scicomm_bot.medium.prices import (
    ALT_TEXT_MICRO_USD,
    DELETE_MICRO_USD,
    POST_MICRO_USD,
    POST_WITH_URL_MICRO_USD,
    READ_OWN_POST_MICRO_USD,
    READ_USER_MICRO_USD,
    usd,
)

THIS, LAST = "this", "last"
"""The months that are named by words."""
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_PAID = frozenset({PublicationState.CLAIMED, PublicationState.UNKNOWN, PublicationState.POSTED})
_CAME_TO_NOTHING = frozenset({PublicationState.REFUSED, PublicationState.RELEASED})
_UTC = ZoneInfo("UTC")


class CallKind(StrEnum):
    """What X bills, and what it does not."""

    POST = "post"
    POST_WITH_LINK = "post with a link"
    ALT_TEXT = "alt text"
    DELETION = "deletion"
    BY_HAND = "shared by hand"
    """A person shared it: no call was made."""
    FOUND = "found on X"
    """An earlier or another ledger sent it: what it cost is in that one."""
    OPEN = "not known yet"
    """It is in flight, or its answer was lost: if it is out, it costs this."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of one kind: how many, and what they cost."""

    kind: CallKind
    count: int
    micro_usd: int


@dataclass(frozen=True, slots=True)
class PaperSpend:
    """What one paper cost: its posts that were paid for, and all its calls."""

    paper_id: str
    posts: int
    micro_usd: int


@dataclass(frozen=True, slots=True)
class Spend:
    """What was spent in one month.

    Attributes:
        month: Its beginning, in UTC, as the budget's.
        calls: By kind, those that were made.
        papers: By paper, in the order of their names.
        budget_micro_usd: What may be spent in a month, or None for no limit.
        not_known: What X bills and the ledger does not keep, each a clause.
        ledger: How messages call the ledger.
    """

    month: datetime
    calls: Sequence[Calls]
    papers: Sequence[PaperSpend]
    budget_micro_usd: int | None
    not_known: Sequence[str]
    ledger: str

    @property
    def micro_usd(self) -> int:
        """What all of it cost: what the budget counts."""
        return sum(one.micro_usd for one in self.calls)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One thing that went out, or was deleted, and what it cost."""

    at: datetime
    kind: CallKind
    publication: Publication
    micro_usd: int


@dataclass(frozen=True, slots=True)
class Report:
    """What went out in one month.

    Attributes:
        month: Its beginning, by the clocks of the zone.
        zone: The schedule's, or UTC where the file cannot be read.
        lines: In the order of time.
        ledger: How messages call the ledger.
    """

    month: datetime
    zone: ZoneInfo
    lines: Sequence[ReportLine]
    ledger: str

    @property
    def micro_usd(self) -> int:
        """What all of it cost."""
        return sum(one.micro_usd for one in self.lines)


def spend_of(desk: Desk, written: str) -> Spend:
    """Return what was spent in a month: `2026-11`, `this` or `last`; months are of UTC, as the budget's.

    Raises:
        ScicommError: there is no ledger, or no such month.
    """
    ledger, now = _ledger(desk), desk.clock.now()
    start, end = month_of(written, now, UTC)
    claimed = ledger.publications_between(When.CLAIMED, start, end)
    paid = [one for one in claimed if one.state in _PAID]
    gone = ledger.publications_between(When.WITHDRAWN, start, end)
    budget = desk.monthly_budget_usd
    return Spend(
        start,
        _calls(paid, len(gone)),
        _papers(paid, gone),
        None if budget is None else round(budget * 1_000_000),
        tuple(_not_known(ledger, claimed, start, end)),
        desk.ledger_name,
    )


def report_of(desk: Desk, written: str) -> Report:
    """Return what went out in a month of the schedule's time zone: `2026-11`, `this` or `last`.

    Raises:
        ScicommError: there is no ledger, or no such month.
    """
    ledger, zone = _ledger(desk), desk.zone or _UTC
    start, end = month_of(written, desk.clock.now(), zone)
    out = [one for one in ledger.publications_between(When.LAST, start, end) if one.state in _PAID]
    lines = [ReportLine(one.ended_at or one.claimed_at, kind_of(one), one, one.price_micro_usd) for one in out]
    gone = ledger.publications_between(When.WITHDRAWN, start, end)
    lines += [ReportLine(one.withdrawn_at or start, CallKind.DELETION, one, DELETE_MICRO_USD) for one in gone]
    return Report(start, zone, sorted(lines, key=lambda line: line.at), desk.ledger_name)


def month_of(written: str, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return when a month begins and when the next one does, by the clocks of a zone.

    Raises:
        ScicommError: it is no month.
    """
    if written in {THIS, LAST}:
        local = now.astimezone(zone)
        number = local.year * 12 + local.month - 1 - (written == LAST)
    elif (found := _MONTH.fullmatch(written)) is not None and 1 <= int(found[2]) <= 12 and 1970 <= int(found[1]) < 2500:  # noqa: PLR2004 - months, and the years of a ledger
        number = int(found[1]) * 12 + int(found[2]) - 1
    else:
        raise ScicommError(f"--month {written}: must be a month such as 2026-11, or `this` or `last`")
    first, following = (datetime(one // 12, one % 12 + 1, 1, tzinfo=zone) for one in (number, number + 1))
    return first, following


def kind_of(publication: Publication) -> CallKind:
    """Return what kind of call sent a post."""
    if publication.by_hand:
        return CallKind.BY_HAND
    if publication.adopted:
        return CallKind.FOUND
    if publication.open:
        return CallKind.OPEN
    return CallKind.POST_WITH_LINK if _has_link(publication) else CallKind.POST


def _has_link(publication: Publication) -> bool:
    """Whether a post was paid for as one with a link: what is a link may be another thing by now."""
    return publication.price_micro_usd >= POST_WITH_URL_MICRO_USD or bool(urls(publication.text))


def _ledger(desk: Desk) -> SqlLedger:
    if desk.ledger is None:
        raise LedgerError(
            f"{desk.ledger_name}: there is no ledger, so nothing is known; set SCICOMM_STATE to that of the service"
        )
    return desk.ledger


def _alt_texts(publication: Publication) -> int:
    """Return what of a price was for alt texts: the ledger keeps one price for all of an attempt."""
    if not publication.media_sha256:
        return 0
    bare = POST_WITH_URL_MICRO_USD if _has_link(publication) else POST_MICRO_USD
    return max(0, publication.price_micro_usd - bare) // ALT_TEXT_MICRO_USD * ALT_TEXT_MICRO_USD


def _calls(paid: Sequence[Publication], deletions: int) -> list[Calls]:
    count: dict[CallKind, int] = defaultdict(int)
    cost: dict[CallKind, int] = defaultdict(int)
    for one in paid:
        alt = _alt_texts(one)
        count[kind_of(one)] += 1
        cost[kind_of(one)] += one.price_micro_usd - alt
        count[CallKind.ALT_TEXT] += alt // ALT_TEXT_MICRO_USD
        cost[CallKind.ALT_TEXT] += alt
    count[CallKind.DELETION], cost[CallKind.DELETION] = deletions, deletions * DELETE_MICRO_USD
    return [Calls(kind, count[kind], cost[kind]) for kind in CallKind if count[kind]]


def _papers(paid: Sequence[Publication], gone: Sequence[Publication]) -> list[PaperSpend]:
    posts: dict[str, int] = defaultdict(int)
    cost: dict[str, int] = defaultdict(int)
    for one in paid:
        posts[paper_id_of(one.post_id)] += 1
        cost[paper_id_of(one.post_id)] += one.price_micro_usd
    for one in gone:
        cost[paper_id_of(one.post_id)] += DELETE_MICRO_USD
    return [PaperSpend(paper_id, posts[paper_id], cost[paper_id]) for paper_id in sorted(cost)]


def _not_known(ledger: SqlLedger, claimed: Sequence[Publication], start: datetime, end: datetime) -> Iterator[str]:
    looks = ledger.looks_between(start, end)
    yield (
        f"reads of the account's own timeline, at {usd(READ_OWN_POST_MICRO_USD)} for each post that a look returns, "
        f"and of the account itself, at {usd(READ_USER_MICRO_USD)}"
    )
    if looks:
        yield f"how much was read in {looks} look{'' if looks == 1 else 's'} that did not find a lost post"
    pictures = sum(bool(one.media_sha256) and one.state in _CAME_TO_NOTHING for one in claimed)
    if pictures:
        tries = f"{pictures} attempt{'' if pictures == 1 else 's'}"
        yield f"alt texts of {tries} that came to nothing, at {usd(ALT_TEXT_MICRO_USD)} for each that X had taken"
    if found := sum(one.adopted for one in claimed):
        them = "1 post that was" if found == 1 else f"{found} posts that were"
        yield f"{them} found on X, and that another ledger had sent"
    yield "what other programs do with the same app; X's console has the bill, and when its own month begins"
