"""What a thread adds to where its posts are: it begins whole, and a question does not stop one that has begun."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.plan.state import PostState, post_state

_NAMED = 3
"""As many parts are named; of more, only the number is told."""


@dataclass(frozen=True, slots=True)
class Threads:
    """Which thread each post belongs to, by the id of its first part; a post of its own is a thread of one.

    Attributes:
        of_post: The thread of each post, by the post's id.
        begun: The posts of which a part before them is out and was not withdrawn.
        first: The posts before which no part is left: all were skipped or withdrawn, or there is none.
    """

    of_post: dict[str, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    first: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, posts: Sequence[Post], history: History) -> Self:
        """Return the threads of these posts, the parts of each in their order."""
        threads = cls()
        for post in posts:
            threads._add(post, history)
        return threads

    def _add(self, post: Post, history: History) -> None:
        before = post.follows
        self.of_post[post.id] = post.id if before is None else self.of_post.get(before, before)
        last = None if before is None else history.latest.get(before)
        posted = last is not None and last.state is PublicationState.POSTED
        withdrawn = last is not None and last.withdrawn_at is not None
        skipped = last is not None and last.state is PublicationState.SKIPPED
        if before in self.begun or (posted and not withdrawn):
            self.begun.add(post.id)
        if before is None or (before in self.first and (withdrawn or skipped)):
            self.first.add(post.id)


def post_states(posts: Sequence[Post], history: History, now: datetime) -> list[tuple[Post, PostState]]:
    """Return where each post is at `now`, in order; a part of a thread, by what its thread lets it do.

    - A thread begins only when no part of it is held or refused; until then, the part that it would begin with is held.
      A part that a person has skipped is no part any more.
    - In a thread that has begun, an open question holds no part. All else that holds one stops the thread there.

    Args:
        posts: The posts, the parts of a thread in their order and all among them.
        history: What the ledger knows of them.
        now: The moment.
    """
    threads = Threads.of(posts, history)
    states = [(post, _asked_only(post, post_state(post, history, now), history, now, threads)) for post in posts]
    held: dict[str, list[tuple[Post, PostState]]] = {}
    for post, where in states:
        if _keeps_back(where):
            held.setdefault(threads.of_post[post.id], []).append((post, where))
    return [(post, _begins(post, where, threads, held.get(threads.of_post[post.id], ()))) for post, where in states]


def _asked_only(post: Post, where: PostState, history: History, now: datetime, threads: Threads) -> PostState:
    """Return where a part is, without the question that is open about it, if its thread has begun."""
    if where.obstacle is None or where.obstacle.code is not ObstacleCode.ASKED or post.id not in threads.begun:
        return where
    return post_state(replace(post, obstacle=None), history, now)


def _keeps_back(where: PostState) -> bool:
    skipped = where.obstacle is not None and where.obstacle.code is ObstacleCode.SKIPPED
    return where.state in {"held", "refused"} and not skipped


def _begins(post: Post, where: PostState, threads: Threads, held: Sequence[tuple[Post, PostState]]) -> PostState:
    """Return the part that a thread would begin with as held while other parts of it are."""
    if not held or where.state != "pending" or post.id not in threads.first:
        return where
    untils = [why.obstacle.until for _, why in held if why.obstacle is not None and _is_of_time(why.obstacle)]
    if len(untils) == len(held):  # it begins by itself then
        last = max((until for until in untils if until is not None), default=None)
        message = "a thread begins when no part of it is under embargo any more"
        return replace(where, state="held", obstacle=Obstacle(ObstacleCode.EMBARGO, message, until=last))
    named = [f"{part.id} ({why.reason_words})" for part, why in held]
    parts = ", ".join(named) if len(named) <= _NAMED else f"{len(named)} of them"
    message = f"a thread begins only when no part of it is held, and now {parts} {'is' if len(named) == 1 else 'are'}"
    remedy = "see to that first, or set `series: standalone` for the paper"
    return replace(where, state="held", obstacle=Obstacle(ObstacleCode.THREAD, message, remedy, needs=Need.LATER))


def _is_of_time(obstacle: Obstacle) -> bool:
    return obstacle.code is ObstacleCode.EMBARGO and obstacle.needs is None
