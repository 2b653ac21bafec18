"""What is still to come, as things stand now: where each post is, which is next, and which slot is whose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scicomm_bot.domain.account import Pause
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.plan.decide import Terms, account_pause, decide, over_budget
from scicomm_bot.plan.decision import Publish, Skip
from scicomm_bot.plan.queue import Queue
from scicomm_bot.plan.quiet import QuietTime
from scicomm_bot.plan.state import PostState, State
from scicomm_bot.plan.threads import post_states

STILL_TO_COME = frozenset({ObstacleCode.BUDGET, ObstacleCode.PAUSED})
"""The obstacles that have nothing to do with the post itself: they hold all that would go out."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where each post is, and which goes out next.

    Attributes:
        states: Each post with where it is, in order.
        upcoming: The post that goes out next, or None.
        why: Why there is none, or None where there is one.
        at: When that is, where it may be another than the next slot: a post has a moment of its own, or a slot is left
            empty for one. None where nobody has looked.
    """

    states: list[tuple[Post, PostState]]
    upcoming: Post | None
    why: Skip | None
    at: datetime | None = None

    def by_id(self) -> dict[str, PostState]:
        """Return where each post is, by its id."""
        return {post.id: where for post, where in self.states}


def forecast(posts: Sequence[Post], history: History, now: datetime, terms: Terms) -> Forecast:
    """Return the forecast; the gaps between posts put nothing off but the moment."""
    queue = Queue.of(posts, history, terms.order)
    decision = decide(posts, history, now, whenever(terms), queue=queue)
    pause = account_pause(history.account, now, terms.pause)
    states = [
        (post, _held(where, pause or over_budget(post, history, terms, now)) if where.state == "pending" else where)
        for post, where in post_states(posts, history, now)
    ]
    if isinstance(decision, Publish):
        return Forecast(states, decision.post, None)
    exact = queue.exact(now) if decision.why.code is ObstacleCode.NOTHING_LEFT and decision.until is not None else []
    return Forecast(states, exact[0], None, exact[0].timing.at) if exact else Forecast(states, None, decision)


def whenever(terms: Terms) -> Terms:
    """Return the terms without what puts a post off for a while only: gaps, quiet time, enough for the day."""
    none = timedelta(0)
    return replace(terms, least_gap=none, thread_gap=none, quiet=QuietTime(terms.quiet.zone), most_per_day=None)


def _held(where: PostState, obstacle: Obstacle | None) -> PostState:
    """Return a pending post as held by what holds all that would go out, if anything does."""
    return where if obstacle is None else replace(where, state="held", obstacle=obstacle)


def after_pauses(history: History, now: datetime, in_file: Pause | None = None) -> datetime:
    """Return the time from which on to plan: some pauses end by themselves, as a rate limit does."""
    pause = account_pause(history.account, now, in_file)
    return now if pause is None or pause.until is None else pause.until


@dataclass(frozen=True, slots=True)
class HeldPosts:
    """Posts that the same obstacle keeps back, by their ids, in order."""

    state: State
    obstacle: Obstacle
    ids: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is in their way and what to do; for several posts, `ID` stands for each."""
        return self.obstacle.text(self.ids[0] if len(self.ids) == 1 else "ID")


def held_posts(states: Iterable[tuple[Post, PostState]]) -> list[HeldPosts]:
    """Return what keeps posts back that are held or refused, each obstacle once with all its posts."""
    groups: dict[tuple[State, Obstacle], list[str]] = {}
    for post, where in states:
        obstacle = where.obstacle
        if obstacle is not None and where.state in {"refused", "held"} and obstacle.code not in STILL_TO_COME:
            groups.setdefault((where.state, obstacle), []).append(post.id)
    return [HeldPosts(state, obstacle, tuple(ids)) for (state, obstacle), ids in groups.items()]
