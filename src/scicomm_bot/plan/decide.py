"""Which post goes out next, or why none does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from scicomm_bot.domain.account import Account
from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.domain.publication import Publication, PublicationState

State = Literal["pending", "posted", "unknown", "refused", "held"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one post stands: the `state` and `reason` of a post in JSON."""

    state: State
    reason: str | None = None
    detail: str | None = None
    publication: Publication | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms posts may go out.

    Attributes:
        least_gap: Two posts are never closer together than this.
        thread_gap: The parts of a thread go out this far from one another.
        monthly_budget_micro_usd: What may be spent in one calendar month (UTC), or None for no limit.
    """

    least_gap: timedelta = timedelta(0)
    thread_gap: timedelta = timedelta(0)
    monthly_budget_micro_usd: int | None = None


class SkipKind(StrEnum):
    """Why nothing is published, as far as it matters for what happens next."""

    DONE = "done"
    """There is nothing to do."""
    WAITING = "waiting"
    """It will go on by itself, at `until` where that is known."""
    STUCK = "stuck"
    """A person must act."""


@dataclass(frozen=True, slots=True)
class Publish:
    """Publish this post now; a further part of a thread replies to X's id `reply_to`, and fills no slot."""

    post: Post
    reply_to: str | None = None

    @property
    def fills_slot(self) -> bool:
        """Whether it is a post of its own, or a thread's first part."""
        return self.reply_to is None


@dataclass(frozen=True, slots=True)
class Skip:
    """Publish nothing now, because of `reason`."""

    kind: SkipKind
    reason: str
    until: datetime | None = None
    about: str | None = None


Decision = Publish | Skip


def standing(post: Post, history: History) -> Standing:
    """Say where a post stands, from what it is and what the ledger knows of it.

    What is out stays out, whatever the file says now. A refusal holds for the refused text: an edited one is pending.
    """
    last = history.latest.get(post.id)
    if last is not None and last.state is PublicationState.POSTED:
        return Standing("posted", publication=last)
    if last is not None and last.open:
        return Standing("unknown", "in flight or lost", last.reason, last)
    if last is not None and last.state is PublicationState.SKIPPED:
        return Standing("held", "skipped", last.reason or "a person said that it is not to be sent", last)
    if last is not None and last.state is PublicationState.REFUSED and _refused_as_it_is(post, last):
        return Standing("refused", "refused by X", last.reason, last)
    if last is not None and last.settled and not _as_it_was(post, last):
        return Standing("held", "changed", _CHANGED, last)
    errors = [remark.message for remark in post.remarks if remark.level is Level.ERROR]
    if errors:
        return Standing("held", "finding", errors[0], last)
    if post.hold is not None:
        return Standing("held", post.hold.reason, post.hold.detail, last)
    owner = history.taken.get(post.text_sha256)
    if owner is not None and owner != post.id:
        return Standing("held", "finding", f"the same text is out already as {owner}", last)
    return Standing("pending", publication=last)


def _refused_as_it_is(post: Post, last: Publication) -> bool:
    """Whether a refusal still holds: for the same text, and for a reply only while the post is one."""
    return _as_it_was(post, last) and (last.reply_to is None or post.follows is not None)


def _as_it_was(post: Post, last: Publication) -> bool:
    return (last.text_sha256, last.media_sha256) == (post.text_sha256, post.media_sha256)


_CHANGED = (
    "its text or a picture was changed after an attempt whose answer was lost; bring the old one back, or say "
    "`scicomm-bot resolve ID --retry` to send the new one"
)


def next_part(posts: Sequence[Post], history: History) -> Post | None:
    """Return the part at which a thread that has begun goes on, or None where there is none.

    It is the paper's first post that is not out: a thread does not go on past a part that is still to come.
    """
    waiting: set[str] = set()
    for post in posts:
        if post.paper_id in waiting or standing(post, history).state != "pending":
            continue
        if post.follows is not None and isinstance(reply_target(post, posts, history), Publication):
            return post
        waiting.add(post.paper_id)
    return None


def reply_target(post: Post, posts: Sequence[Post], history: History) -> Publication | str | None:
    """Return what a part of a thread replies to: the nearest part before it that is out and was not withdrawn.

    Returns:
        A publication; None for a post of its own, or where all parts before were skipped or withdrawn; or the id of a
        part that is neither out nor skipped, which stops the thread.
    """
    by_id = {one.id: one for one in posts}
    before = post.follows
    while before is not None:
        last = history.latest.get(before)
        if last is not None and last.state is PublicationState.POSTED and last.withdrawn_at is None:
            return last
        if last is None or last.state not in {PublicationState.POSTED, PublicationState.SKIPPED}:
            return before
        before = by_id[before].follows if before in by_id else None
    return None


def decide(
    posts: Sequence[Post], history: History, now: datetime, terms: Terms, *, only: str | None = None
) -> Decision:
    """Choose the post to publish at `now`, or say why there is none.

    Posts are taken in order, corrections first; one that is refused or held does not keep the next from going out. With
    `only`, that post or none; the least gap then does not apply, because a person asked for it.
    """
    if history.open is not None:
        return _wait_for(history.open, now)
    account = history.account
    if account is not None and account.paused_at(now):
        if account.paused_until is not None:
            return Skip(SkipKind.WAITING, f"X asked to wait: {account.paused}", account.paused_until)
        return Skip(SkipKind.STUCK, paused(account))
    post = _choose(posts, history, only)
    if isinstance(post, Skip):
        return post
    budget = terms.monthly_budget_micro_usd
    if budget is not None and history.spent_micro_usd + post.price_micro_usd > budget:
        return Skip(SkipKind.STUCK, f"{post.id} would go over this month's budget (SCICOMM_MONTHLY_BUDGET_USD)")
    gap = terms.least_gap if post.follows is None else terms.thread_gap
    last = history.last_posted_at
    # A last post in the future was dated by a clock that has been set back since.
    if only is None and last is not None and last <= now < last + gap:
        return Skip(SkipKind.WAITING, "the last post is too recent", last + gap)
    target = reply_target(post, posts, history)
    return Publish(post, target.remote_id if isinstance(target, Publication) else None)


def paused(account: Account) -> str:
    """Return what a person is told of a pause that they must end."""
    return f"the account is paused: {account.paused}; mend that, then run `scicomm-bot doctor --online`"


def _wait_for(publication: Publication, now: datetime) -> Skip:
    if publication.in_flight(now):
        return Skip(SkipKind.WAITING, f"{publication.post_id} is being sent by another process", publication.ends_by)
    if publication.asks_person is not None:
        return Skip(SkipKind.STUCK, ask(publication, publication.asks_person), about=publication.post_id)
    why = publication.reason or "no answer was recorded"
    reason = f"{publication.post_id} may or may not be on X ({why}); the next step looks there first"
    return Skip(SkipKind.WAITING, reason, about=publication.post_id)


def ask(publication: Publication, why: str) -> str:
    """Return what a person is asked about a post that the bot cannot find out about."""
    post_id = publication.post_id
    return (
        f"{post_id} may or may not be on X: {why}. Look at the account, then run "
        f"`scicomm-bot resolve {post_id} --posted X_ID` or `--not-posted`"
    )


def in_turn(posts: Sequence[Post]) -> list[Post]:
    """Return the posts in the order in which they go out: a correction does not wait for what other papers say."""
    return sorted(posts, key=lambda post: post.kind != "correction")


def _choose(posts: Sequence[Post], history: History, only: str | None) -> Post | Skip:
    standings = [(post, standing(post, history)) for post in in_turn(posts) if only is None or post.id == only]
    for post, where in standings:
        if where.state == "pending" and not isinstance(reply_target(post, posts, history), str):
            return post
    if only is not None and standings:
        post, where = standings[0]
        if where.state == "pending":
            return Skip(SkipKind.STUCK, f"{only} replies to {reply_target(post, posts, history)}, which is not out")
        if where.state == "posted" and where.publication is not None:
            return Skip(SkipKind.DONE, f"{only} is out already: {where.publication.address or 'as a rehearsal'}")
        return Skip(SkipKind.STUCK, f"{only} is {where.state}: {where.detail or where.reason}")
    behind = [f"{post.id} ({where.reason})" for post, where in standings if where.state in {"held", "refused"}]
    stopped = next((post for post, where in standings if where.state == "pending"), None)
    if stopped is not None:
        return Skip(
            SkipKind.STUCK,
            f"the thread has stopped before {stopped.id}, because {reply_target(stopped, posts, history)} is not out"
            f"{': ' if behind else ''}{', '.join(behind)}; mend that post, or set `series: standalone` for the paper",
        )
    if behind:
        return Skip(SkipKind.DONE, f"nothing that can go out is left; waiting for a person: {', '.join(behind)}")
    return Skip(SkipKind.DONE, "nothing is left to post")
