"""A survey: what is known at one moment, taken once for a command that only looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from scicomm_bot.app.asked import Asked
from scicomm_bot.app.edition import Edition
from scicomm_bot.app.supervision import Supervision
from scicomm_bot.domain.account import Pause
from scicomm_bot.domain.health import Health, MissedSlot
from scicomm_bot.domain.history import History
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication
from scicomm_bot.domain.service import ServiceSign, is_sign_of_life
from scicomm_bot.errors import Problem
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.medium.prices import X_PRICES, Prices
from scicomm_bot.notices.corrections import still_out
from scicomm_bot.notices.policy import Case, PaperState
from scicomm_bot.plan import Terms
from scicomm_bot.plan.calendar import next_planned
from scicomm_bot.plan.forecast import Forecast, forecast


@dataclass(frozen=True, slots=True)
class LedgerView:
    """What a survey takes from the ledger besides the history of the posts.

    Attributes:
        name: How messages call the ledger.
        exists: Whether there is one. Without one nothing was posted from here, or it was lost, or it lies elsewhere.
        signs: The services that are running, or have died without signing off.
        late: The attempts whose post may be on X besides another.
        out: By the paper's id, what is out of each paper that does not stand.
        corrections: By the post's id, the corrections that are out.
        health: How posting goes, for each source that ever tried.
        missed: The last slot that was missed, or None.
        trouble: Why the ledger cannot be read, or None; then nothing of it is known.
        beat: When a service on this machine that has this ledger open was last seen here, or None.
    """

    name: str
    exists: bool
    signs: Sequence[ServiceSign] = ()
    late: Sequence[Publication] = ()
    out: Mapping[str, Sequence[Publication]] = field(default_factory=dict)
    corrections: Mapping[str, Publication] = field(default_factory=dict)
    health: Sequence[Health] = ()
    missed: MissedSlot | None = None
    trouble: str | None = None
    beat: datetime | None = None

    def lacks_a_service(self, now: datetime) -> bool:
        """Whether a service on this machine goes on and does not sign here: it cannot, or has another file open."""
        return self.exists and self.is_in_use(now) and not any(sign.alive(now) for sign in self.signs)

    def is_in_use(self, now: datetime) -> bool:
        """Whether a service on this machine has it open, whether or not it can be seen here any more."""
        return self.beat is not None and is_sign_of_life(self.beat, now)


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known at `now`; nothing was changed for it.

    Attributes:
        edition: The file and its posts.
        history: What the ledger knows of them.
        forecast: Where each post is, and which is next.
        terms: On what terms posts go out.
        records: What is on record against each paper, by its id.
        ledger: The ledger.
        supervision: What is turned on.
        rehearsal: Whether this is about the rehearsal's ledger.
        live: Whether posts go out for real as things are set.
        prices: What calls cost.
        problems: What is wrong with `posts.yaml`; the edition then is what of it can be used, or the last good one.
            What is wrong with the papers' files, its document knows.
    """

    now: datetime
    edition: Edition
    history: History
    forecast: Forecast
    terms: Terms
    records: Mapping[str, RetractionRecord]
    ledger: LedgerView
    supervision: Supervision
    rehearsal: bool
    live: bool
    prices: Prices = X_PRICES
    problems: Sequence[Problem] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the schedule, in which people read times."""
        return ZoneInfo(self.edition.content.schedule.timezone)

    @property
    def knows_what_is_out(self) -> bool:
        """Whether it is known what is out; a live ledger that is missing may be on another machine."""
        return self.ledger.trouble is None and (self.ledger.exists or self.rehearsal)

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """The pauses that hold now, of the account and of papers: those of the ledger, then the file's.

        Of a ledger that was moved, only that: nothing else matters.
        """
        account, in_file = self.history.account, self.terms.pause
        if account is not None and account.moved is not None:
            return (account.moved,)
        pauses = account.pauses if account is not None else ()
        return tuple(one for one in (*pauses, *([in_file] if in_file else ())) if one.holds_at(self.now))

    @property
    def asked(self) -> Asked:
        """The posts that wait for an answer."""
        return Asked.of(self.edition, self.history)

    @property
    def unlooked(self) -> Mapping[str, PaperState]:
        """The papers, by their ids, that wait for a person's word that they stand, while something is still to come."""
        to_come = {post.paper_id for post, where in self.forecast.states if where.state not in {"posted", "refused"}}
        states = self.edition.papers
        asking = (paper.id for paper in self.edition.content.papers if paper.id in to_come and paper.id in states)
        return {one: states[one] for one in asking if states[one].case is Case.ASK}

    @property
    def posts(self) -> Sequence[Post]:
        """Every post, in order, with what holds it."""
        return self.edition.posts


def foreseen(edition: Edition, history: History, now: datetime, terms: Terms) -> Forecast:
    """Return the forecast of an edition, with the moment of the next post where slots are left empty for some."""
    ahead, schedule = forecast(edition.posts, history, now, terms), edition.content.schedule
    is_plain = not (terms.quiet.entries or terms.most_per_day or any(post.timing.at for post in edition.posts))
    if ahead.upcoming is None or is_plain:
        return ahead
    planned = next_planned(edition.posts, schedule, history, now, terms)
    return ahead if planned is None else replace(ahead, upcoming=planned.posts[0], at=planned.at)


def ledger_view(ledger: SqlLedger | None, name: str, edition: Edition, beat: datetime | None = None) -> LedgerView:
    """Return what a survey takes from a ledger besides the history of the posts; `name` is how messages call it."""
    if ledger is None:
        return LedgerView(name, exists=False, beat=beat)
    stopped = [paper_id for paper_id, state in edition.papers.items() if state.case is Case.STOPPED]
    corrections = {post.id: ledger.posted(post.id) for post in edition.posts if post.kind == "correction"}
    return LedgerView(
        name,
        exists=True,
        signs=ledger.signs(),
        late=ledger.late(),
        out={paper_id: still_out(paper_id, ledger) for paper_id in stopped},
        corrections={post_id: one for post_id, one in corrections.items() if one is not None},
        health=ledger.health(),
        missed=ledger.last_missed(),
        beat=beat,
    )
