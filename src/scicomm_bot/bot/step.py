"""One step: settle, decide, claim, publish, record.

The order is what keeps a post from going out twice: the claim is durable before the network is touched, and what came
of it is recorded before anything else. A crash in between leaves an open publication, and that is settled before
anything else goes out on its account, in whatever process.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scicomm_bot.bot.opening import LookBeforeClaim, Opening
from scicomm_bot.bot.protocols import Approver, Clock, Ledger, PaperGate, PaperReader, Publisher
from scicomm_bot.bot.settle import SEND_WITHIN, Found, NotYet, Settler
from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.domain.history import History, all_ids
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.outcome import (
    AccountRefused,
    DuplicateText,
    Lost,
    NotSent,
    Outcome,
    PictureRefused,
    Published,
    RateLimited,
    ReplyRefused,
    TextRefused,
    Withheld,
)
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Claim, Publication, PublicationState
from scicomm_bot.domain.timeline import KnownText, OwnPost
from scicomm_bot.errors import ClaimLostError, LedgerError, NotFoundError, OverBudgetError
from scicomm_bot.medium.prices import month_of
from scicomm_bot.plan import (
    NOTHING_OPEN,
    SLOT_FILLED,
    Publish,
    Skip,
    SkipKind,
    Terms,
    account_pause,
    decide,
    lost_answer,
    next_part,
    pause_obstacle,
    time_obstacle,
)

RECORD_TRIES = 3
"""How often an id that X gave is tried to be written down."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A post went out.

    Attributes:
        publication: The ledger's record of it.
        asked: Whether a question about it is open: it is a part of a thread that had begun, or this is a rehearsal.
    """

    publication: Publication
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A post was tried and did not go out, or nobody knows; the ledger has it written down."""

    publication: Publication
    reason: str
    until: datetime | None = None
    transient: bool = False
    """Nothing was sent, for a cause that often passes within seconds."""
    withheld: bool = False
    """Nothing was sent, because a person had said no, or stop, at the last moment."""


StepResult = Sent | Found | Failed | Skip


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
        settle_within: timedelta,
        new_attempt_id: Callable[[], str],
        gate: PaperGate | None = None,
        approver: Approver | None = None,
        opening: Opening | None = None,
        reader: PaperReader | None = None,
    ) -> None:
        """Make a bot.

        Args:
            ledger: The memory.
            publisher: What sends and looks.
            clock: The time.
            account: Whose posts they are.
            terms: On what terms posts go out.
            call_within: A whole call to the network ends within this.
            settle_within: A published post is on the timeline within this.
            new_attempt_id: Makes an id that no other process makes.
            gate: Knows whether a paper still stands; None to ask nobody.
            approver: Knows what people say of a post at the last moment; None to ask nobody.
            opening: What this process knows of the ledger; one of its own by default.
            reader: Reads a paper again before a post of it is claimed; None to take the posts as they are.
        """
        self._ledger = ledger
        self._publisher = publisher
        self._clock = clock
        self._account = account
        self._terms = terms
        self._call_within = call_within
        self._new_attempt_id = new_attempt_id
        self._gate = gate
        self._reader = reader
        self._approver = approver
        self._look = LookBeforeClaim(
            opening if opening is not None else Opening(),
            ledger,
            publisher,
            clock,
            account,
            approved=approver.texts if approver is not None else tuple,
        )
        self.in_flight: str | None = None
        """The attempt that this bot is sending just now, for who must end the process meanwhile."""
        self._settler = Settler(ledger, publisher, clock, account, settle_within=settle_within)

    def step(
        self, posts: Sequence[Post], *, slot: datetime | None = None, only: str | None = None, send: bool = True
    ) -> StepResult:
        """Settle what is open; then, if nothing is, publish at most one of `posts`.

        Args:
            posts: Every post, in order; none is sent that has a blocking remark.
            slot: The slot to fill; it is filled at most once, whoever else tries.
            only: The id of the one post that may go out, where a person asked for it.
            send: False to settle only.

        Returns:
            `Found` where settling found that a post is out: that was this step. Else what became of the post.

        Raises:
            LedgerError: the ledger failed. Before the claim, nothing was sent; after it, the publication stays open.
        """
        opened = self._ledger.open_publication()
        if opened is not None:
            self._look.begin()
            account = self._ledger.account()
            pause = account_pause(account, self._clock.now())
            if pause is not None and pause.needs is Need.NOW:
                return Skip(SkipKind.STUCK, pause)
            settled = self._settler.settle(opened)
            if isinstance(settled, NotYet):
                return self._not_yet(settled)
            if isinstance(settled, Found):
                return settled
        if not send:
            return NOTHING_OPEN
        return self._send_one(posts, slot, only)

    def _send_one(self, posts: Sequence[Post], slot: datetime | None, only: str | None) -> StepResult:
        """Publish the next post of a paper that still stands, if there is one.

        A paper is looked up, and its file read again, before the claim: a claim must be followed by sending within
        seconds. What was decided before may have changed meanwhile, so it is decided again after it.
        """
        stands: set[str] = set()
        fresh: set[str] = set()
        while True:
            now = self._clock.now()
            history = self._history(posts, now, slot)
            if slot in history.filled_slots and history.open is None:  # else it is in flight, and may come to nothing
                return SLOT_FILLED
            # The least gap is for the schedule; a person who asks for a post now, gets it now.
            terms = self._terms if slot is not None else replace(self._terms, least_gap=timedelta(0))
            decision = decide(posts, history, now, terms, only=only, slot=slot)
            if isinstance(decision, Skip):
                return decision
            if self._look.is_due:
                looked = self._look.look(posts)
                if looked is not None:
                    return looked
                continue
            paper_id = decision.post.paper_id
            if self._gate is None or paper_id in stands or decision.post.kind == "correction":
                if self._reader is None or paper_id in fresh:
                    try:
                        return self._publish(decision, history, slot)
                    except OverBudgetError as error:  # another process has spent meanwhile
                        again = decide(posts, self._history(posts, now, slot), now, terms, only=only, slot=slot)
                        return again if isinstance(again, Skip) else _wait(ObstacleCode.BUSY, str(error), None)
                fresh.add(paper_id)
                posts = _with_paper(posts, paper_id, self._reader.posts(paper_id))
                continue
            stop = self._gate.stop_for(paper_id)
            if stop is None:
                stands.add(paper_id)
            else:
                posts = [post.with_paper(stop) if post.paper_id == paper_id else post for post in posts]

    def next_part(self, posts: Sequence[Post]) -> Post | None:
        """Return the part at which a thread that has begun goes on, or None where there is none."""
        now = self._clock.now()
        return next_part(posts, self._history(posts, now, None), now, self._terms.quiet)

    def _history(self, posts: Sequence[Post], now: datetime, slot: datetime | None) -> History:
        known = self._ledger.history(
            all_ids(posts), [post.text_sha256 for post in posts], since=month_of(now), slots=[slot] if slot else []
        )
        if self._terms.most_per_day is not None:
            known = replace(known, begun_today=self._ledger.begun_between(*self._terms.day_of(now)))
        return known.of_renamed(posts)

    def _publish(self, decision: Publish, history: History, slot: datetime | None) -> StepResult:
        post, attempt_id = decision.post, self._new_attempt_id()
        # Before the claim: it takes its time, and nobody sees a picture that belongs to no post.
        media = self._upload(post, attempt_id) if post.images else ()
        if self._look.is_due:  # the ledger was connected anew meanwhile, and may be another
            return self._look.again("the ledger was connected anew; the account is looked at first")
        started = self._clock.elapsed()
        now = self._clock.now()
        claim = Claim(
            attempt_id=attempt_id,
            post_id=post.id,
            text=post.text,
            price_micro_usd=post.price_micro_usd,
            claimed_at=now,
            send_by=now + SEND_WITHIN,
            ends_by=now + SEND_WITHIN + self._call_within,
            slot=_slot_of(decision, slot, now),
            reply_to=decision.reply_to,
            media_sha256=post.media_sha256,
            alt_micro_usd=post.alt_micro_usd,
            with_link=post.has_link,
        )
        try:
            # Durable from here on, before the network is touched.
            self._ledger.claim(self._account.id, claim, self._terms.monthly_budget_micro_usd)
        except ClaimLostError as error:
            return self._lost_the_claim(claim, error)

        stopped: list[Obstacle] = []

        def may_send() -> bool:
            """Look once more, the claim last: between that look and the first byte there is nothing."""
            obstacle = self._stopped_now(post)
            if obstacle is not None:
                stopped.append(obstacle)
                return False
            if self._look.is_due:
                return False
            if self._ledger.publication(claim.attempt_id).state is not PublicationState.CLAIMED:
                return False
            return self._clock.elapsed() - started < SEND_WITHIN.total_seconds()  # last: the ledger takes time, too

        self.in_flight = claim.attempt_id
        if isinstance(media, tuple):
            outcome = self._publisher.publish(claim.text, reply_to=claim.reply_to, may_send=may_send, media_ids=media)
        else:  # claimed all the same, so that the ledger has it written down
            outcome = media
        if stopped and isinstance(outcome, NotSent):
            outcome = Withheld(f"stopped just before it was sent: {stopped[-1].text(post.id)}")
        try:
            result = self._record(claim, outcome, history)
        except NotFoundError:
            result = self._record_vanished(claim, outcome)
        self.in_flight = None
        return replace(result, asked=post.asking) if isinstance(result, Sent) else result

    def _upload(self, post: Post, attempt_id: str) -> tuple[str, ...] | Outcome:
        """Bring a post's pictures to X. Their alt texts are reserved first, and what X has not taken is given back.

        What is lost on the way stays reserved: it may have been taken.

        Raises:
            OverBudgetError: the month's budget has no room for them and their post; nothing was sent.
        """
        count = sum(bool(image.alt) for image in post.images)
        if not count:
            return self._publisher.upload(post.images, lambda: None)
        now = self._clock.now()
        charge = Charge(ChargeKind.ALT_TEXT, now, count, post.alt_micro_usd, post.id, attempt_id)
        bare, taken = post.price_micro_usd - post.alt_micro_usd, [0]

        def on_alt_text() -> None:
            taken[0] += 1

        self._ledger.reserve(charge, self._terms.monthly_budget_micro_usd, beside=bare)
        media = self._publisher.upload(post.images, on_alt_text)
        if taken[0] < count:
            self._ledger.give_back(charge, taken[0])
        return media

    def _stopped_now(self, post: Post) -> Obstacle | None:
        """Return why a post may not go out any more: a person may have said no, or stop, since it was chosen."""
        obstacle = self._approver.obstacle(post) if self._approver is not None else None
        if obstacle is not None:
            return obstacle
        now = self._clock.now()
        untimely = time_obstacle(replace(post.timing, at=None), now)  # the clock may have been set back, too
        if untimely is not None:
            return untimely
        account = self._ledger.account()
        pauses = account.pauses_at(now, post.paper_id) if account is not None else ()
        return pause_obstacle(pauses[0]) if pauses else None

    def _lost_the_claim(self, claim: Claim, error: ClaimLostError) -> Skip:
        """Say what came before: another sender, as a rule, who is done soon."""
        history = self._history([], claim.claimed_at, claim.slot)
        if history.open is not None:
            return _wait(ObstacleCode.BUSY, str(error), history.open.ends_by)
        if claim.slot in history.filled_slots:
            return SLOT_FILLED
        return _wait(ObstacleCode.BUSY, str(error), claim.send_by)

    def _record(self, claim: Claim, outcome: Outcome, history: History) -> StepResult:
        """Write down what came of the attempt, before anything else."""
        at = self._clock.now()
        match outcome:
            case Published(remote_id):
                return self._record_posted(claim, remote_id, at)
            case Lost(reason) | DuplicateText(reason):
                state = PublicationState.UNKNOWN
            case TextRefused(reason) | PictureRefused(reason) | ReplyRefused(reason):
                state = PublicationState.REFUSED
            case NotSent(reason) | Withheld(reason) | RateLimited(reason) | AccountRefused(reason):
                state = PublicationState.RELEASED
        duplicate = isinstance(outcome, DuplicateText)
        ended = self._ledger.record(claim.attempt_id, state, at, reason=reason, duplicate=duplicate)
        until: datetime | None = None
        match outcome:
            case RateLimited():
                until = outcome.until
                self._pause(PauseCause.RATE_LIMIT, reason, until)
            case AccountRefused():
                self._pause(PauseCause.ACCOUNT_REFUSED, reason)
            case TextRefused() | PictureRefused() if _refused_before(history):
                self._pause(PauseCause.TWO_REFUSALS, f"two posts were refused in a row, the last with: {reason}")
            case _:
                pass
        if ended.state is PublicationState.POSTED:  # another process looked meanwhile, and found it
            return Found(ended)
        return Failed(
            ended, reason, until, transient=isinstance(outcome, NotSent), withheld=isinstance(outcome, Withheld)
        )

    def _record_vanished(self, claim: Claim, outcome: Outcome) -> StepResult:
        """Record what came of an attempt that the ledger does not know any more: an older one has taken its place.

        Raises:
            LedgerError: nothing of it can be recorded; what may be on X has paused the account.
        """
        at, what = self._clock.now(), f"the ledger does not know the attempt at {claim.post_id} any more"
        if isinstance(outcome, Published):
            own = OwnPost(outcome.remote_id, claim.text, at, claim.reply_to, bool(claim.media_sha256))
            self._ledger.adopt_posts(self._account.id, [(KnownText(claim.post_id, claim.text), own)], at)
            kept = self._ledger.posted(claim.post_id)
            if kept is not None and kept.remote_id == outcome.remote_id:
                return Sent(kept)
        if isinstance(outcome, Published | Lost | DuplicateText):
            out = f"it is on X as {outcome.remote_id}" if isinstance(outcome, Published) else "it may be on X"
            self._pause(PauseCause.LATE_ANSWER, f"{what}, and {out}: an older copy of the ledger was put in its place")
        raise LedgerError(f"{what}: an older copy of it was put in its place while the post was sent")

    def _record_posted(self, claim: Claim, remote_id: str, at: datetime) -> StepResult:
        try:
            ended = self._try_to_record(claim, remote_id, at)
        except LedgerError as error:
            raise LedgerError(
                f"{claim.post_id} was published as {remote_id}, but that could not be written down; the next step "
                f"looks for it, or run `scicomm-bot resolve {claim.post_id} --posted {remote_id}`. {error}"
            ) from error
        if ended.state is PublicationState.POSTED and ended.remote_id == remote_id:
            return Sent(ended)
        ended = self._ledger.record_late(claim.attempt_id, remote_id, at)
        reason = (
            f"X's answer for {claim.post_id} came after its attempt had ended otherwise "
            f"({ended.reason or ended.state}): look at the account for {remote_id}, which may be there besides another"
        )
        self._pause(PauseCause.LATE_ANSWER, reason)
        return Failed(ended, reason)

    def _pause(self, cause: PauseCause, note: str, until: datetime | None = None) -> None:
        self._ledger.pause(self._account.id, Pause(cause, note, self._clock.now(), until))

    def _try_to_record(self, claim: Claim, remote_id: str, at: datetime) -> Publication:
        """Record X's id, trying again at once: another writer, or a connection made anew, is the usual cause."""
        for _ in range(RECORD_TRIES - 1):
            try:
                return self._ledger.record(claim.attempt_id, PublicationState.POSTED, at, remote_id=remote_id)
            except LedgerError:
                continue
        return self._ledger.record(claim.attempt_id, PublicationState.POSTED, at, remote_id=remote_id)

    def _not_yet(self, waiting: NotYet) -> Skip:
        """Turn what settling came to into why nothing is published."""
        publication = waiting.publication
        lost = f"{publication.post_id} may or may not be on X; {waiting.reason}"
        if waiting.account:
            self._pause(PauseCause.ACCOUNT_REFUSED, waiting.reason)
            return Skip(SkipKind.STUCK, Obstacle(ObstacleCode.UNKNOWN, lost, needs=Need.NOW))
        if publication.in_flight(self._clock.now()):
            return _wait(ObstacleCode.BUSY, f"{publication.post_id}: {waiting.reason}", waiting.until)
        if waiting.until is None:
            return Skip(SkipKind.STUCK, lost_answer(publication, waiting.reason), about=publication.post_id)
        code = ObstacleCode.UNREADABLE if waiting.unreadable else ObstacleCode.UNKNOWN
        return _wait(code, lost, waiting.until, about=publication.post_id)


def _slot_of(decision: Publish, slot: datetime | None, now: datetime) -> datetime | None:
    """Return the slot that a publication fills; a post that is sent at its own moment fills that, whoever sends it."""
    if not decision.fills_slot:
        return None
    return slot or (decision.post.timing.at if decision.post.timing.is_due(now) else None)


def _with_paper(posts: Sequence[Post], paper_id: str, fresh: Sequence[Post]) -> list[Post]:
    """Return the posts with those of one paper in the place where the first of them stood."""
    at = next(number for number, post in enumerate(posts) if post.paper_id == paper_id)
    before, behind = posts[:at], [post for post in posts[at:] if post.paper_id != paper_id]
    return [*before, *fresh, *behind]


def _refused_before(history: History) -> bool:
    return history.newest is not None and history.newest.state is PublicationState.REFUSED


def _wait(code: ObstacleCode, message: str, until: datetime | None, about: str | None = None) -> Skip:
    return Skip(SkipKind.WAITING, Obstacle(code, message, until=until), about)
