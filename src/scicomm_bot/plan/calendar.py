"""The calendar: what goes out at each slot of a time, and for each post without a slot why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.post import Post
from scicomm_bot.plan.decide import NOTHING_LEFT, Terms
from scicomm_bot.plan.forecast import after_pauses, by_slot, forecast
from scicomm_bot.plan.slots import _slots_after
from scicomm_bot.plan.threads import post_states


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """A slot, in UTC, with what goes out at it; where nothing does, why."""

    at: datetime
    posts: tuple[Post, ...] = ()
    why_empty: Obstacle | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class QuietDay:
    """A day, in the schedule's zone, on which nothing goes out."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What goes out when, what does not and why, and on which days nothing does."""

    slots: tuple[PlannedSlot, ...]
    without: tuple[tuple[Post, Obstacle], ...]
    quiet: tuple[QuietDay, ...]


def calendar(  # noqa: PLR0917 - for a while
    posts: Sequence[Post],
    schedule: Schedule,
    history: History,
    now: datetime,
    terms: Terms,
    until: datetime,
    *,
    start: datetime | None = None,
) -> Calendar:
    """Return the calendar from `start` up to `until`; what is planned begins at `now` all the same."""
    then = after_pauses(history, now, terms.pause)
    ahead = forecast(posts, history, then, terms)
    groups = iter(by_slot(posts, history, then) if ahead.why is None else [])
    why = ahead.why.why if ahead.why is not None else NOTHING_LEFT.why
    slots = [_slot(at, next(groups, []), why) for at in _between(schedule, then, until)]
    placed = {post.id for slot in slots for post in slot.posts}
    none_left = Obstacle(ObstacleCode.SLOT, "no slot is left for it in this time")
    without = tuple(
        (post, where.obstacle or none_left)
        for post, where in post_states(posts, history, then)
        if post.id not in placed and where.state in {"pending", "held", "refused"}
    )
    return Calendar(tuple(slot for slot in slots if start is None or slot.at >= start), without, ())


def _between(schedule: Schedule, now: datetime, until: datetime) -> Iterator[datetime]:
    return takewhile(lambda slot: slot < until, _slots_after(schedule, now))


def _slot(at: datetime, posts: Sequence[Post], why: Obstacle) -> PlannedSlot:
    return PlannedSlot(at, tuple(posts), None if posts else why)
