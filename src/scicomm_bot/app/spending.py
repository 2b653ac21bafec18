"""What was spent in a month, and what went out for it: as far as the ledger knows."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from scicomm_bot.app.desk import Desk
from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.domain.ids import paper_id_of
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.errors import LedgerError, ScicommError
from scicomm_bot.ledger import SqlLedger, When
from scicomm_bot.ledger.charges import CHARGES_SINCE
from scicomm_bot.medium.prices import X_PRICES, Prices, next_month, usd

THIS, LAST = "this", "last"
"""The months that are named by words."""
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_PAID = frozenset({PublicationState.CLAIMED, PublicationState.UNKNOWN, PublicationState.POSTED})
_CAME_TO_NOTHING = frozenset({PublicationState.REFUSED, PublicationState.RELEASED})
_UTC = ZoneInfo("UTC")
NEAR_PERCENT = 80
"""When so much of a month's budget is spent, people are told."""


class CallKind(StrEnum):
    """What X bills, and what it does not."""

    POST = "post"
    POST_WITH_LINK = "post with a link"
    ALT_TEXT = "alt text"
    DELETION = "deletion"
    POST_READ = "post read"
    """A look at the own timeline returned it."""
    ACCOUNT_READ = "account read"
    """X was asked whose the credentials are."""
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
    """What one paper cost: its posts that were paid for, and all its calls; None for calls that are of no paper."""

    paper_id: str | None
    posts: int
    micro_usd: int


@dataclass(frozen=True, slots=True)
class Spend:
    """What was spent in one month.

    Attributes:
        month: Its beginning, in UTC, as the budget's.
        calls: By kind, those that were made.
        papers: By paper, in the order of their names; last what is of no paper.
        budget_micro_usd: What may be spent in a month, or None for no limit.
        not_known: What X bills and the ledger does not keep, each a clause.
        ledger: How messages call the ledger.
        prices: What calls cost now; what was paid before may have been by others.
        is_current: Whether the month is the one that it is now.
    """

    month: datetime
    calls: Sequence[Calls]
    papers: Sequence[PaperSpend]
    budget_micro_usd: int | None
    not_known: Sequence[str]
    ledger: str
    prices: Prices
    is_current: bool = True

    @property
    def micro_usd(self) -> int:
        """What all of it cost: what the budget counts."""
        return sum(one.micro_usd for one in self.calls)

    @property
    def is_near(self) -> bool:
        """Whether so much of the budget is spent that people should know."""
        return is_near(self.micro_usd, self.budget_micro_usd)


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
        besides: By kind, the calls of the month that are of none of these lines: reads, and alt texts of attempts that
            came to nothing.
        ledger: How messages call the ledger.
        prices: What calls cost now.
    """

    month: datetime
    zone: ZoneInfo
    lines: Sequence[ReportLine]
    besides: Sequence[Calls]
    ledger: str
    prices: Prices

    @property
    def micro_usd(self) -> int:
        """What the posts and deletions cost."""
        return sum(one.micro_usd for one in self.lines)

    @property
    def all_micro_usd(self) -> int:
        """What all of it cost."""
        return self.micro_usd + sum(one.micro_usd for one in self.besides)


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
    charges = ledger.charges_between(start, end)
    return Spend(
        start,
        _calls(paid, gone, charges),
        _papers(paid, gone, charges),
        desk.monthly_budget_micro_usd,
        tuple(_not_known(ledger, claimed)),
        desk.ledger_name,
        desk.prices,
        is_current=start <= now < end,
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
    lines += [ReportLine(one.withdrawn_at or start, CallKind.DELETION, one, one.deletion_micro_usd) for one in gone]
    told = {(ChargeKind.ALT_TEXT, one.attempt_id) for one in out}
    charges = [one for one in ledger.charges_between(start, end) if (one.kind, one.attempt_id) not in told]
    besides = _calls([], [], charges)
    return Report(start, zone, sorted(lines, key=lambda line: line.at), besides, desk.ledger_name, desk.prices)


def is_near(spent_micro_usd: int, budget_micro_usd: int | None) -> bool:
    """Whether so much of a budget is spent that people should know."""
    return budget_micro_usd is not None and spent_micro_usd * 100 >= budget_micro_usd * NEAR_PERCENT


def near_budget(month: datetime, spent_micro_usd: int, budget_micro_usd: int) -> str:
    """Say how much of the budget of a month is spent, and from when on posts go out again where that is all of it."""
    percent = spent_micro_usd * 100 // budget_micro_usd if budget_micro_usd else 100
    told = (
        f"{percent}% of the budget of {month:%B %Y} is spent: {usd(spent_micro_usd)} of {usd(budget_micro_usd)} "
        "(SCICOMM_MONTHLY_BUDGET_USD)"
    )
    if spent_micro_usd < budget_micro_usd:
        return told
    again = next_month(month)
    return f"{told}; nothing more goes out before {again.day} {again:%B %Y}, 00:00 UTC, or until the budget is raised"


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
    return CallKind.POST_WITH_LINK if publication.priced_with_link else CallKind.POST


def _ledger(desk: Desk) -> SqlLedger:
    if desk.ledger is None:
        raise LedgerError(
            f"{desk.ledger_name}: there is no ledger, so nothing is known; set SCICOMM_STATE to that of the service"
        )
    return desk.ledger


_KINDS = {
    ChargeKind.ALT_TEXT: CallKind.ALT_TEXT,
    ChargeKind.READ_POST: CallKind.POST_READ,
    ChargeKind.READ_USER: CallKind.ACCOUNT_READ,
    ChargeKind.POST: CallKind.POST,
    ChargeKind.POST_WITH_LINK: CallKind.POST_WITH_LINK,
}


def _alt_texts(publication: Publication) -> tuple[int, int]:
    """Return how many alt texts a price held, and what they cost: before version 8 a ledger kept one price for all.

    Since then they are charges of their own, and counted as such.
    """
    if publication.alt_micro_usd is not None or not publication.media_sha256:
        return 0, 0
    bare = X_PRICES.of_post(link=publication.priced_with_link)
    count = max(0, publication.price_micro_usd - bare) // X_PRICES.alt_text
    return count, count * X_PRICES.alt_text


def _calls(paid: Sequence[Publication], gone: Sequence[Publication], charges: Sequence[Charge]) -> list[Calls]:
    count: dict[CallKind, int] = defaultdict(int)
    cost: dict[CallKind, int] = defaultdict(int)
    for one in paid:
        alt_texts, alt_price = _alt_texts(one)
        count[kind_of(one)] += 1
        cost[kind_of(one)] += _own_price(one) - alt_price
        count[CallKind.ALT_TEXT] += alt_texts
        cost[CallKind.ALT_TEXT] += alt_price
    for charge in charges:
        count[_KINDS[charge.kind]] += charge.count
        cost[_KINDS[charge.kind]] += charge.micro_usd
    count[CallKind.DELETION] = len(gone)
    cost[CallKind.DELETION] = sum(one.deletion_micro_usd for one in gone)
    return [Calls(kind, count[kind], cost[kind]) for kind in CallKind if count[kind]]


def _own_price(publication: Publication) -> int:
    """Return a price without what is a charge of its own."""
    return publication.price_micro_usd - (publication.alt_micro_usd or 0)


def _papers(paid: Sequence[Publication], gone: Sequence[Publication], charges: Sequence[Charge]) -> list[PaperSpend]:
    posts: dict[str | None, int] = defaultdict(int)
    cost: dict[str | None, int] = defaultdict(int)
    for one in paid:
        posts[paper_id_of(one.post_id)] += 1
        cost[paper_id_of(one.post_id)] += _own_price(one)
    for one in gone:
        cost[paper_id_of(one.post_id)] += one.deletion_micro_usd
    for charge in charges:
        cost[None if charge.post_id is None else paper_id_of(charge.post_id)] += charge.micro_usd
    of_papers = sorted(cost, key=lambda paper_id: (paper_id is None, paper_id or ""))
    return [PaperSpend(paper_id, posts[paper_id], cost[paper_id]) for paper_id in of_papers]


def _not_known(ledger: SqlLedger, claimed: Sequence[Publication]) -> Iterator[str]:
    before = [one for one in claimed if one.alt_micro_usd is None]
    if ledger.version < CHARGES_SINCE or before:
        yield (
            "what an earlier version of the program did not keep: reads of the timeline, at "
            f"{usd(X_PRICES.read_post)} for each post returned, and of the account, at {usd(X_PRICES.read_user)}"
        )
    pictures = sum(bool(one.media_sha256) and one.state in _CAME_TO_NOTHING for one in before)
    if pictures:
        tries = f"{pictures} attempt{'' if pictures == 1 else 's'}"
        yield f"alt texts of {tries} that came to nothing, at {usd(X_PRICES.alt_text)} for each that X had taken"
    if found := sum(one.adopted for one in claimed):
        them = "1 post that was" if found == 1 else f"{found} posts that were"
        yield f"{them} found on X, and that another ledger had sent"
    if skipped := sum(one.state is PublicationState.SKIPPED for one in claimed):
        them = "1 post" if skipped == 1 else f"{skipped} posts"
        yield f"{them} whose answer was lost, and that a person skipped: X may have billed {usd(0)} or the price"
    yield "what other programs do with the same app; X's console has the bill, and when its own month begins"
