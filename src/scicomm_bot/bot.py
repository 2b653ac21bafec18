"""One step of the bot: decide, claim, publish, record. It states the protocols that it needs and knows no edge.

The order is what keeps a post from going out twice: the claim is durable before the network is touched, and what came
of it is recorded before anything else. A crash in between leaves an open publication, which blocks the account.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from scicomm_bot.errors import ClaimLostError
from scicomm_bot.models import (
    Account,
    AccountRefused,
    Claim,
    DuplicateText,
    History,
    Lost,
    NotSent,
    Outcome,
    Post,
    Publication,
    PublicationState,
    Published,
    RateLimited,
    ReplyRefused,
    TextRefused,
)
from scicomm_bot.plan import Publish, Skip, SkipKind, Terms, decide

SEND_WITHIN = timedelta(seconds=5)
"""A sender that has not sent its first byte this long after its claim gives up."""


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""

    def elapsed(self) -> float:
        """Return seconds since some fixed moment; it counts while the machine sleeps, and nobody can set it."""


class Ledger(Protocol):
    """The memory that a step needs; each write is durable when the call returns."""

    def history(
        self, post_ids: Sequence[str], text_hashes: Sequence[str], *, since: datetime, slots: Sequence[datetime] = ()
    ) -> History:
        """Return what matters for a decision about these posts."""

    def claim(self, account_id: str, claim: Claim) -> Publication:
        """Write a claim that only one process can win; raise ClaimLostError for all others."""

    def publication(self, attempt_id: str) -> Publication:
        """Return one publication by its attempt."""

    def record(
        self,
        attempt_id: str,
        state: PublicationState,
        at: datetime,
        *,
        x_post_id: str | None = None,
        reason: str | None = None,
    ) -> Publication:
        """Write down what came of an attempt."""

    def pause(self, account_id: str, reason: str | None, until: datetime | None = None) -> None:
        """Let nothing go out until a person acts, or until `until`."""


class Publisher(Protocol):
    """What sends a post: X, or a rehearsal."""

    def publish(self, text: str, *, may_send: Callable[[], bool]) -> Outcome:
        """Send `text`, asking `may_send` just before the first byte; never raise for what X or the network does."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A post went out."""

    publication: Publication


@dataclass(frozen=True, slots=True)
class Failed:
    """A post was tried and did not go out, or nobody knows; the ledger has it written down."""

    publication: Publication
    reason: str
    until: datetime | None = None


StepResult = Sent | Failed | Skip


class Bot:
    """Takes one step at a time; all that it remembers is in the ledger."""

    def __init__(
        self,
        ledger: Ledger,
        publisher: Publisher,
        clock: Clock,
        account: Account,
        terms: Terms,
        *,
        call_within: timedelta,
        new_attempt_id: Callable[[], str],
    ) -> None:
        self._ledger = ledger
        self._publisher = publisher
        self._clock = clock
        self._account = account
        self._terms = terms
        self._call_within = call_within
        self._new_attempt_id = new_attempt_id

    def step(self, posts: Sequence[Post], *, slot: datetime | None = None, only: str | None = None) -> StepResult:
        """Publish at most one of `posts`, which are all posts in their order.

        Args:
            posts: Every post, in order; none is sent that has a blocking remark.
            slot: The slot to fill; it is filled at most once, whoever else tries.
            only: The id of the one post that may go out, where a person asked for it.

        Raises:
            LedgerError: the ledger failed. Before the claim, nothing was sent; after it, the publication stays open.
        """
        now = self._clock.now()
        history = self._ledger.history(
            [post.id for post in posts],
            [post.text_sha256 for post in posts],
            since=now.replace(day=1, hour=0, minute=0, second=0, microsecond=0),
            slots=[slot] if slot else [],
        )
        if slot in history.filled_slots and history.open is None:
            return Skip(SkipKind.DONE, "this slot is filled")
        # The least gap is for the schedule; a person who asks for a post now, gets it now.
        terms = self._terms if slot is not None else replace(self._terms, least_gap=timedelta(0))
        decision = decide(posts, history, now, terms, only=only)
        if isinstance(decision, Skip):
            return decision
        return self._publish(decision, history, slot)

    def _publish(self, decision: Publish, history: History, slot: datetime | None) -> StepResult:
        post = decision.post
        started = self._clock.elapsed()
        now = self._clock.now()
        claim = Claim(
            attempt_id=self._new_attempt_id(),
            post_id=post.id,
            text=post.text,
            price_micro_usd=post.price_micro_usd,
            claimed_at=now,
            send_by=now + SEND_WITHIN,
            ends_by=now + SEND_WITHIN + self._call_within,
            slot=slot,
        )
        try:
            self._ledger.claim(self._account.id, claim)  # durable from here on, before the network is touched
        except ClaimLostError as error:
            return Skip(SkipKind.WAITING, str(error), claim.ends_by)

        def may_send() -> bool:
            if self._clock.elapsed() - started >= SEND_WITHIN.total_seconds():
                return False
            return self._ledger.publication(claim.attempt_id).state is PublicationState.CLAIMED

        outcome = self._publisher.publish(claim.text, may_send=may_send)
        return self._record(claim, outcome, history)

    def _record(self, claim: Claim, outcome: Outcome, history: History) -> StepResult:
        """Write down what came of the attempt, before anything else."""
        at = self._clock.now()
        match outcome:
            case Published(x_post_id):
                done = self._ledger.record(claim.attempt_id, PublicationState.POSTED, at, x_post_id=x_post_id)
                return Sent(done)
            case Lost(reason) | DuplicateText(reason):
                state = PublicationState.UNKNOWN
            case TextRefused(reason) | ReplyRefused(reason):
                state = PublicationState.REFUSED
            case NotSent(reason) | RateLimited(reason) | AccountRefused(reason):
                state = PublicationState.RELEASED
        failed = self._ledger.record(claim.attempt_id, state, at, reason=reason)
        until: datetime | None = None
        match outcome:
            case RateLimited():
                until = outcome.until
                self._ledger.pause(self._account.id, reason, until)
            case AccountRefused():
                self._ledger.pause(self._account.id, reason)
            case TextRefused() if self._refused_before(history):
                self._ledger.pause(self._account.id, f"two posts were refused in a row, the last with: {reason}")
            case _:
                pass
        return Failed(failed, reason, until)

    @staticmethod
    def _refused_before(history: History) -> bool:
        """Whether the account's attempt before this one was refused: then the account is in trouble, not the text."""
        before = max(history.latest.values(), key=lambda publication: publication.claimed_at, default=None)
        return before is not None and before.state is PublicationState.REFUSED
