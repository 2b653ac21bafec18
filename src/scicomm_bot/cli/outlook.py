"""What `preview`, `status` and `plan` say of the posts still to come, as things stand now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scicomm_bot.domain.history import History
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.post import Post
from scicomm_bot.plan import Publish, Skip, Standing, Terms, decide, in_turn, reply_target, standing, upcoming_slots

STILL_TO_COME = frozenset({"budget", "paused"})
"""The reasons for which a post is held that have nothing to do with the post itself."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where each post stands, and which is next.

    Attributes:
        standings: Each post with where it stands, in order.
        upcoming: The post that goes out next, or None.
        why: Why there is none, or None where there is one.
    """

    standings: list[tuple[Post, Standing]]
    upcoming: Post | None
    why: Skip | None


def outlook(posts: Sequence[Post], history: History, now: datetime, terms: Terms) -> Outlook:
    """Return the outlook; the gaps between posts put nothing off but the moment."""
    decision = decide(posts, history, now, replace(terms, least_gap=timedelta(0), thread_gap=timedelta(0)))
    standings = [(post, _held(post, standing(post, history), history, now, terms)) for post in posts]
    if isinstance(decision, Publish):
        return Outlook(standings, decision.post, None)
    return Outlook(standings, None, decision)


def _held(post: Post, where: Standing, history: History, now: datetime, terms: Terms) -> Standing:
    """Return a pending post as held while its account is paused, or where it would go over the month's budget."""
    account, budget = history.account, terms.monthly_budget_micro_usd
    if where.state != "pending":
        return where
    if account is not None and account.paused_at(now):
        return Standing("held", "paused", publication=where.publication)
    if budget is not None and history.spent_micro_usd + post.price_micro_usd > budget:
        why = "it would go over this month's budget (SCICOMM_MONTHLY_BUDGET_USD)"
        return Standing("held", "budget", why, where.publication)
    return where


def planned(
    groups: Sequence[Sequence[Post]], schedule: Schedule, now: datetime, most: int | None = None
) -> list[tuple[datetime, Post]]:
    """Return which post of which group goes out at which of the next `most` slots (None: as many as it takes)."""
    slots = upcoming_slots(schedule, now, min(len(groups), most or len(groups)))
    return [(slot, post) for slot, group in zip(slots, groups, strict=False) for post in group]


def after_a_rate_limit(history: History, now: datetime) -> datetime:
    """Return the time from which on to plan: a rate limit ends by itself."""
    account = history.account
    if account is not None and account.paused_at(now) and account.paused_until is not None:
        return account.paused_until
    return now


def in_the_way(standings: Iterable[tuple[Post, Standing]]) -> list[str]:
    """Say of each post that is held or refused why; what keeps several back for one reason is said once.

    A command in a reason that names its post stands for several as one with `ID`.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for post, where in standings:
        if where.state in {"refused", "held"} and where.reason not in STILL_TO_COME:
            why = where.detail or where.reason or ""
            alike = where.state, why.replace(f" {post.id} --", " ID --")
            told.setdefault(alike, []).append(f"{post.id} is {where.state}: {why}")
    return [
        alone[0] if len(alone) == 1 else f"{alone[0].partition(' ')[0]} and {len(alone) - 1} more are {state}: {why}"
        for (state, why), alone in told.items()
    ]


def by_slot(posts: Sequence[Post], history: History) -> list[list[Post]]:
    """Return the pending posts that can go, in order, those that go out in one slot together: a thread's parts."""
    groups: list[list[Post]] = []
    group_of: dict[str, list[Post]] = {}
    for post in in_turn(posts):
        if standing(post, history).state != "pending":
            continue
        before = reply_target(post, posts, history)
        if isinstance(before, str):
            group = group_of.get(before)
            if group is None:  # the thread stops before this part
                continue
        else:
            group = []
            groups.append(group)
        group.append(post)
        group_of[post.id] = group
    return groups
