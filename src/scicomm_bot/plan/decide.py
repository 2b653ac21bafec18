"""Which post goes out next, or why none does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from scicomm_bot.models import History, Level, Post, Publication, PublicationState

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
        monthly_budget_micro_usd: What may be spent in one calendar month (UTC), or None for no limit.
    """

    least_gap: timedelta = timedelta(0)
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
    """Publish this post now."""

    post: Post


@dataclass(frozen=True, slots=True)
class Skip:
    """Publish nothing now, because of `reason`."""

    kind: SkipKind
    reason: str
    until: datetime | None = None


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
    if last is not None and last.state is PublicationState.REFUSED and last.text_sha256 == post.text_sha256:
        return Standing("refused", "refused by X", last.reason, last)
    errors = [remark.message for remark in post.remarks if remark.level is Level.ERROR]
    if errors:
        return Standing("held", "finding", errors[0], last)
    owner = history.taken.get(post.text_sha256)
    if owner is not None and owner != post.id:
        return Standing("held", "finding", f"the same text is out already as {owner}", last)
    return Standing("pending", publication=last)


def decide(
    posts: Sequence[Post], history: History, now: datetime, terms: Terms, *, only: str | None = None
) -> Decision:
    """Choose the post to publish at `now`, or say why there is none.

    Posts are taken in order; one that is refused or held does not keep the next from going out. With `only`, that post
    or none; the least gap then does not apply, because a person asked for it.
    """
    if history.open is not None:
        return _wait_for(history.open, now)
    account = history.account
    if account is not None and account.paused_at(now):
        if account.paused_until is not None:
            return Skip(SkipKind.WAITING, f"X asked to wait: {account.paused}", account.paused_until)
        return Skip(SkipKind.STUCK, f"the account is paused: {account.paused}; then run `scicomm-bot doctor --online`")
    post = _choose(posts, history, only)
    if isinstance(post, Skip):
        return post
    budget = terms.monthly_budget_micro_usd
    if budget is not None and history.spent_micro_usd + post.price_micro_usd > budget:
        return Skip(SkipKind.STUCK, f"{post.id} would go over this month's budget (SCICOMM_MONTHLY_BUDGET_USD)")
    if only is None and history.last_posted_at is not None and now < history.last_posted_at + terms.least_gap:
        return Skip(SkipKind.WAITING, "the last post is too recent", history.last_posted_at + terms.least_gap)
    return Publish(post)


def _wait_for(publication: Publication, now: datetime) -> Skip:
    if publication.state is PublicationState.CLAIMED and now < publication.ends_by:
        return Skip(SkipKind.WAITING, f"{publication.post_id} is being sent by another process", publication.ends_by)
    return Skip(
        SkipKind.STUCK,
        f"{publication.post_id} may or may not be on X ({publication.reason or 'its sender died'}); look at the "
        f"account, then run `scicomm-bot resolve {publication.post_id} --posted X_ID` or `--not-posted`",
    )


def _choose(posts: Sequence[Post], history: History, only: str | None) -> Post | Skip:
    standings = [(post, standing(post, history)) for post in posts if only is None or post.id == only]
    for post, where in standings:
        if where.state == "pending":
            return post
    if only is not None and standings:
        where = standings[0][1]
        if where.state == "posted" and where.publication is not None:
            return Skip(SkipKind.DONE, f"{only} is out already: {where.publication.address or 'as a rehearsal'}")
        return Skip(SkipKind.STUCK, f"{only} is {where.state}: {where.detail or where.reason}")
    behind = [f"{post.id} ({where.reason})" for post, where in standings if where.state in {"held", "refused"}]
    if behind:
        return Skip(SkipKind.DONE, f"nothing that can go out is left; waiting for a person: {', '.join(behind)}")
    return Skip(SkipKind.DONE, "nothing is left to post")
