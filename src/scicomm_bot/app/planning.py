"""The plan: which post goes out at which slot, as things stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scicomm_bot.app.survey import Survey
from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.plan import PostState, SkipKind, post_states
from scicomm_bot.plan.forecast import after_pauses, by_slot, forecast, planned


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes out when.

    Attributes:
        survey: What was looked at.
        entries: The slots, in UTC, each with a post; a thread's posts share one.
        without_slot: The posts that could go out but have no slot here.
        unapproved: The posts that wait for a person's approval.
        asked: The posts that wait for a person's answer to a question.
        threads: The posts with which threads would begin of which another part is held.
        why_none: Why nothing goes out at all, or None.
    """

    survey: Survey
    entries: Sequence[tuple[datetime, Post]]
    without_slot: Sequence[Post]
    unapproved: Sequence[Post]
    asked: Sequence[Post]
    threads: Sequence[tuple[Post, PostState]]
    why_none: str | None

    @property
    def price_micro_usd(self) -> int:
        """What the planned posts cost."""
        return sum(post.price_micro_usd for _, post in self.entries)


def plan_of(survey: Survey, most_slots: int | None) -> Plan:
    """Return the plan for the next `most_slots` slots (None: as many as it takes)."""
    posts, history = survey.posts, survey.history
    now = after_pauses(history, survey.now, survey.terms.pause)
    ahead = forecast(posts, history, now, survey.terms)
    groups = by_slot(posts, history, now) if ahead.why is None else []
    entries = planned(groups, survey.edition.content.schedule, now, most_slots)
    placed = {post.id for _, post in entries}
    states = post_states(posts, history, now)
    return Plan(
        survey,
        entries,
        [post for post, where in states if where.state == "pending" and post.id not in placed],
        [post for post, where in states if where.reason == ObstacleCode.UNAPPROVED],
        [post for post, where in states if where.reason == ObstacleCode.ASKED],
        [(post, where) for post, where in states if where.reason == ObstacleCode.THREAD],
        ahead.why.reason if ahead.why is not None and ahead.why.kind is not SkipKind.DONE else None,
    )
