"""Which post goes out next, or why none does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from scicomm_bot.domain.account import Account, Pause
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.plan.state import HOW_TO_END_SEVERAL, PostState, pause_obstacle, reply_target
from scicomm_bot.plan.threads import Threads, post_states


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms posts may go out.

    Attributes:
        least_gap: Two posts are never closer together than this.
        thread_gap: The parts of a thread go out this far from one another.
        monthly_budget_micro_usd: What may be spent in one calendar month (UTC), or None for no limit.
        pause: What a person says in the file: nothing goes out. None where the file says nothing.
    """

    least_gap: timedelta = timedelta(0)
    thread_gap: timedelta = timedelta(0)
    monthly_budget_micro_usd: int | None = None
    pause: Pause | None = None


class SkipKind(StrEnum):
    """What it means for the next step that nothing is published."""

    DONE = "done"
    """There is nothing to do."""
    WAITING = "waiting"
    """It will go on by itself, at `until` where that is known."""
    STUCK = "stuck"
    """It does not go on before a person acts."""


@dataclass(frozen=True, slots=True)
class Publish:
    """Publish this post now; a further part of a thread replies to the id `reply_to`, and fills no slot."""

    post: Post
    reply_to: str | None = None

    @property
    def fills_slot(self) -> bool:
        """Whether it is a post of its own, a correction, or a thread's first part."""
        return self.reply_to is None or self.post.follows is None


@dataclass(frozen=True, slots=True)
class Skip:
    """Publish nothing now.

    Attributes:
        kind: What that means for the next step.
        why: What is in the way.
        about: The publication or post that is in the way, by the post's id; None where it is no single one.
    """

    kind: SkipKind
    why: Obstacle
    about: str | None = None

    @property
    def reason(self) -> str:
        """What people are told."""
        return self.why.text(self.about or "ID")

    @property
    def until(self) -> datetime | None:
        """When it goes on by itself, where that is known."""
        return self.why.until


Decision = Publish | Skip

NOTHING_LEFT = Skip(SkipKind.DONE, Obstacle(ObstacleCode.NOTHING_LEFT, "nothing is left to post"))
NOTHING_OPEN = Skip(SkipKind.DONE, Obstacle(ObstacleCode.NOTHING_LEFT, "nothing is open"))
SLOT_FILLED = Skip(SkipKind.DONE, Obstacle(ObstacleCode.SLOT, "this slot is filled"))


def next_part(posts: Sequence[Post], history: History, now: datetime) -> Post | None:
    """Return the part at which a thread that has begun goes on, or None where there is none.

    It is the paper's first post that is not out: a thread does not go on past a part that is still to come.
    """
    waiting: set[str] = set()
    for post, where in post_states(posts, history, now):
        if post.paper_id in waiting or where.state != "pending":
            continue
        if post.follows is not None and isinstance(reply_target(post, posts, history), Publication):
            return post
        waiting.add(post.paper_id)
    return None


def decide(
    posts: Sequence[Post], history: History, now: datetime, terms: Terms, *, only: str | None = None
) -> Decision:
    """Choose the post to publish at `now`, or say why there is none.

    Posts are taken in turn (see `in_turn`); one that is refused or held does not keep the next from going out. With
    `only`, that post or none; the least gap then does not apply, because a person asked for it.
    """
    if history.open is not None:
        return _wait_for(history.open, now)
    if (pause := account_pause(history.account, now, terms.pause)) is not None:
        return Skip(SkipKind.STUCK if pause.needs is Need.NOW else SkipKind.WAITING, pause)
    post = _choose(posts, history, now, only)
    if isinstance(post, Skip):
        return post
    if (over := over_budget(post, history, terms)) is not None:
        return Skip(SkipKind.STUCK, over, about=post.id)
    gap = terms.least_gap if post.follows is None else terms.thread_gap
    last = history.last_posted_at
    # A last post in the future was dated by a clock that has been set back since.
    if only is None and last is not None and last <= now < last + gap:
        return Skip(SkipKind.WAITING, Obstacle(ObstacleCode.GAP, "the last post is too recent", until=last + gap))
    target = reply_target(post, posts, history)
    return Publish(post, target.remote_id if isinstance(target, Publication) else None)


def account_pause(account: Account | None, now: datetime, in_file: Pause | None = None) -> Obstacle | None:
    """Return what pauses the whole account at `now`, or None; `in_file` is the pause that the file has, or None.

    Posting needs all pauses ended: those that something must end come first, else the one that ends last. In a ledger
    that was moved nothing else matters.
    """
    if account is not None and account.moved is not None:
        return pause_obstacle(account.moved)
    pauses = account.pauses_at(now) if account is not None else ()
    if in_file is not None and in_file.holds_at(now):
        pauses = (*pauses, in_file)
    lasting = [pause_obstacle(pause) for pause in pauses if pause.until is None]
    if lasting:
        urgent = [one for one in lasting if one.needs is Need.NOW] or lasting
        remedies = list(dict.fromkeys(one.remedy for one in urgent))
        by_people = all(one.needs is Need.LATER for one in urgent)
        remedy = "; ".join(remedies) if by_people or len(remedies) == 1 else HOW_TO_END_SEVERAL
        return replace(urgent[-1], message="; ".join(one.message for one in urgent), remedy=remedy)
    return pause_obstacle(max(pauses, key=lambda pause: pause.until or now)) if pauses else None


def over_budget(post: Post, history: History, terms: Terms) -> Obstacle | None:
    """Return the obstacle for a post that would go over the month's budget, or None."""
    budget = terms.monthly_budget_micro_usd
    if budget is None or history.spent_micro_usd + post.price_micro_usd <= budget:
        return None
    message = f"{post.id} would go over this month's budget (SCICOMM_MONTHLY_BUDGET_USD)"
    return Obstacle(ObstacleCode.BUDGET, message, needs=Need.NOW)


def lost_answer(publication: Publication, why: str) -> Obstacle:
    """Return the obstacle of a post that the bot cannot find out about: a person must look."""
    post_id = publication.post_id
    return Obstacle(
        ObstacleCode.UNKNOWN,
        f"{post_id} may or may not be on X: {why}. Look at the account, then run "
        f"`scicomm-bot resolve {post_id} --posted X_ID` or `--not-posted`. Do not delete it on X by hand, because then "
        f"it could be sent again; if it should not be there, run `scicomm-bot resolve {post_id} --skip` first",
        needs=Need.NOW,
    )


def _wait_for(publication: Publication, now: datetime) -> Skip:
    post_id = publication.post_id
    if publication.in_flight(now):
        message = f"{post_id} is being sent by another process"
        return Skip(SkipKind.WAITING, Obstacle(ObstacleCode.BUSY, message, until=publication.ends_by))
    if publication.asks_person is not None:
        return Skip(SkipKind.STUCK, lost_answer(publication, publication.asks_person), about=post_id)
    why = publication.reason or "no answer was recorded"
    message = f"{post_id} may or may not be on X ({why}); the next step looks there first"
    return Skip(SkipKind.WAITING, Obstacle(ObstacleCode.UNKNOWN, message), about=post_id)


def in_turn(posts: Sequence[Post], history: History) -> list[Post]:
    """Return the posts in the order in which they go out: a correction does not wait for what other papers say.

    Where papers have files of their own, those of which something is out come before those that have not begun: the
    files' names say nothing of when they came, and a new one must not break into a series.
    """
    begun = {post.paper_id for post in posts if post.begins_in_turn and _is_out(history.latest.get(post.id))}
    return sorted(
        posts,
        key=lambda post: (not post.goes_first, post.begins_in_turn and post.paper_id not in begun),
    )


def _is_out(last: Publication | None) -> bool:
    return last is not None and (last.open or last.state is PublicationState.POSTED)


def _choose(posts: Sequence[Post], history: History, now: datetime, only: str | None) -> Post | Skip:
    states = [one for one in post_states(in_turn(posts, history), history, now) if only is None or one[0].id == only]
    for post, where in states:
        if where.state == "pending" and not isinstance(reply_target(post, posts, history), str):
            return post
    if retracted := list(dict.fromkeys(_retracted(where for _, where in states))):
        return _stopped_by_notices(retracted)
    if only is not None and states:
        return _cannot_send(*states[0], posts, history)
    behind = _behind(states)
    stopped = next(_stopped(states, posts, history), None)
    if stopped is not None:
        message = (
            f"the thread has stopped before {stopped.id}, because {reply_target(stopped, posts, history)} is not out"
            f"{': ' if behind else ''}{behind}"
        )
        remedy = "fix that post, or set `series: standalone` for the paper"
        return Skip(SkipKind.STUCK, Obstacle(ObstacleCode.THREAD, message, remedy, needs=Need.NOW), about=stopped.id)
    if (paused := _first_to_end(states)) is not None:
        return Skip(SkipKind.WAITING, paused)
    if behind:
        message = f"no post can go out now; waiting for a person: {behind}"
        return Skip(SkipKind.DONE, Obstacle(ObstacleCode.NOTHING_LEFT, message, needs=Need.LATER))
    return NOTHING_LEFT


def _first_to_end(states: Sequence[tuple[Post, PostState]]) -> Obstacle | None:
    """Return the pause of a paper that ends first; None where no post waits for one."""
    paused = [one.obstacle for _, one in states if one.obstacle is not None and one.reason == ObstacleCode.PAUSED]
    return min(paused, key=lambda one: (one.until is None, one.until), default=None)


def _stopped(states: Sequence[tuple[Post, PostState]], posts: Sequence[Post], history: History) -> Iterator[Post]:
    """Yield the parts before which a thread has stopped; one that waits with all its parts has not begun."""
    begun, refused = Threads.of(posts, history).begun, {post.id for post, where in states if where.state == "refused"}
    for post, where in states:
        if where.state == "pending" and (post.id in begun or reply_target(post, posts, history) in refused):
            yield post


_NAMED = 3
"""As many posts are named; of more, only the number is told."""


def _behind(states: Sequence[tuple[Post, PostState]]) -> str:
    """Say which posts wait for a person, each with its reason, or how many for which reason."""
    waiting = [(post.id, where.reason_words) for post, where in states if where.state in {"held", "refused"}]
    if len(waiting) <= _NAMED:
        return ", ".join(f"{post_id} ({reason})" for post_id, reason in waiting)
    return ", ".join(f"{reason}: {count}" for reason, count in Counter(reason for _, reason in waiting).items())


def _retracted(states: Iterable[PostState]) -> Iterable[Obstacle]:
    for where in states:
        if where.obstacle is not None and where.obstacle.code is ObstacleCode.RETRACTED:
            yield where.obstacle


def _stopped_by_notices(obstacles: Sequence[Obstacle]) -> Skip:
    """Say what stops papers, where nothing else is left; it is waited for only where all of it ends by itself."""
    untils = [one.until for one in obstacles if one.until is not None]
    kind = SkipKind.WAITING if len(untils) == len(obstacles) else SkipKind.STUCK
    message = "; ".join(dict.fromkeys(one.text() for one in obstacles))
    need = None if kind is SkipKind.WAITING else Need.NOW
    until = min(untils) if kind is SkipKind.WAITING else None
    return Skip(kind, Obstacle(ObstacleCode.RETRACTED, message, until=until, needs=need))


def _cannot_send(post: Post, where: PostState, posts: Sequence[Post], history: History) -> Skip:
    """Say why the one post that a person asked for does not go out."""
    if where.state == "pending":
        message = f"{post.id} replies to {reply_target(post, posts, history)}, which is not out"
        return Skip(SkipKind.STUCK, Obstacle(ObstacleCode.THREAD, message, needs=Need.NOW), about=post.id)
    if where.withdrawn and where.publication is not None:
        message = f"{post.id} was {where.publication.withdrawn_text().rstrip('.')}; it is never sent again"
        return Skip(SkipKind.DONE, Obstacle(ObstacleCode.GONE, message), about=post.id)
    if where.state == "posted" and where.publication is not None:
        message = f"{post.id} is out already: {where.publication.address or 'as a rehearsal'}"
        return Skip(SkipKind.DONE, Obstacle(ObstacleCode.OUT, message), about=post.id)
    code = where.obstacle.code if where.obstacle is not None else ObstacleCode.UNKNOWN
    message = f"{post.id} is {where.state}: {where.text(post.id) or where.reason_words}"
    until = where.obstacle.until if where.obstacle is not None else None
    return Skip(SkipKind.STUCK, Obstacle(code, message, until=until, needs=Need.LATER), about=post.id)
