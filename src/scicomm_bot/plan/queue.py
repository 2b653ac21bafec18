"""The queue: what is still to come of each paper, and whose turn it is.

It is worked out paper by paper, as far as somebody asks, and kept until a moment comes at which something changes by
itself, as an embargo that ends, or until a post goes out. So a plan of a year asks at each slot the very queue that a
step asks once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Obstacle
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.domain.timing import ANY_TIME, AT_GRACE
from scicomm_bot.plan.decision import Skip
from scicomm_bot.plan.state import PostState, post_state, reply_target, what_holds
from scicomm_bot.plan.threads import post_states

Order = Literal["one after the other", "in turn"]
_MOMENT = timedelta(microseconds=1)
_POSTED = PublicationState.POSTED


@dataclass(slots=True)
class Look:
    """What one series has at a moment.

    Attributes:
        ready: The post that would go out next in a slot of the schedule, or None.
        exact: The posts that go out at moments of their own, if nothing happens before.
        since: When that was so.
        until: Something may change by itself then; None where it never does.
        states: Where each of its posts is; None where nobody has asked yet.
        held: What is in the way of those that are not out, by their ids; None where not all of them were looked at.
    """

    ready: Post | None
    exact: tuple[Post, ...]
    since: datetime
    until: datetime | None
    states: Sequence[tuple[Post, PostState]] | None = None
    held: Mapping[str, Obstacle] | None = None

    def holds_at(self, now: datetime) -> bool:
        """Whether nothing has changed by itself since."""
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(slots=True)
class Series:
    """The posts of one paper, in order; what corrects posts of it, or says that it fell, is a series of its own.

    Attributes:
        number: The place of its first post among all.
        posts: Its posts.
        corrects: Whether it goes before all others.
        last: The number of its newest post among all that are out, from 1; 0 where nothing of it is out, or nobody has
            counted.
        is_thread: Whether its posts reply to one another.
        is_timed: Whether one of them has a moment in its file.
        look: What it had when somebody asked last.
    """

    number: int
    posts: list[Post]
    corrects: bool = False
    last: int = 0
    is_thread: bool = False
    is_timed: bool = False
    look: Look | None = None

    def look_ready(self) -> Post | None:
        """Return the post that it had for a slot when somebody asked last."""
        return None if self.look is None else self.look.ready

    def is_over(self, history: History) -> bool:
        """Whether all of it is out."""
        return all(is_out(history.latest.get(post.id)) for post in self.posts)


@dataclass(slots=True)
class Queue:
    """All that is still to come.

    Attributes:
        history: What is out; where posts are said to go out (`went_out`), its mappings are changed.
        order: How papers take turns.
        series: All series, in the order in which they go out one after the other.
    """

    history: History
    order: Order
    series: list[Series] = field(default_factory=list)
    _of_post: dict[str, Series] = field(default_factory=dict)
    _first: dict[int, Series] = field(default_factory=dict)
    """The series that go one after the other, by their numbers; in turn, only the corrections."""
    _new: dict[int, Series] = field(default_factory=dict)
    """In turn, the series of which nothing is out, in order."""
    _begun: dict[int, Series] = field(default_factory=dict)
    """In turn, the others, first the one whose last post is the oldest."""
    _timed: list[Series] = field(default_factory=list)
    _correcting: dict[str, Series] = field(default_factory=dict)
    """The series that corrects posts of a paper, by the paper's id."""
    _waiting: set[str] = field(default_factory=set)
    """The papers that let those go first that have begun."""
    _round: set[int] = field(default_factory=set)
    """The numbers of the series that have begun and are not over."""
    _nothing: tuple[datetime, datetime | None, Skip] | None = None
    """Since when and until when nothing can go out, and why."""
    _sent: int = 0
    """How many posts are out, of those that are known here; only where papers take turns."""
    _uncounted: dict[int, list[datetime]] = field(default_factory=dict)
    """When the posts of each series went out that were out before, while nobody has asked for their numbers."""

    @classmethod
    def of(cls, posts: Iterable[Post], history: History, order: Order = "one after the other") -> "Queue":
        """Return the queue of these posts, those of each paper in their order and all among them."""
        queue = cls(history, order)
        by_key: dict[tuple[str, bool], Series] = {}
        paper_id, series = "", Series(0, [])
        for number, post in enumerate(posts):
            goes_first = post.goes_first
            if post.paper_id != paper_id or goes_first is not series.corrects:
                paper_id = post.paper_id
                series = by_key.setdefault((paper_id, goes_first), Series(number, [], goes_first))
            series.posts.append(post)
            if post.follows is not None:
                series.is_thread = True
            if post.timing is not ANY_TIME:
                series.is_timed = True
        queue.series = list(by_key.values())
        queue._timed = [one for one in queue.series if one.is_timed and any(post.timing.at for post in one.posts)]
        queue._correcting = {one.posts[0].paper_id: one for one in queue.series if one.corrects}
        for series in queue.series:
            if series.posts[0].begins_in_turn and not any(is_out(history.latest.get(post.id)) for post in series.posts):
                queue._waiting.add(series.posts[0].paper_id)
        queue._sort()
        if order == "in turn":
            queue._take_turns()
        return queue

    def _sort(self) -> None:
        """Put the series in order: corrections, then the papers that have begun if they let those go first."""
        waiting = self._waiting
        self.series.sort(key=lambda one: (not one.corrects, one.posts[0].paper_id in waiting, one.number))
        self._first = {one.number: one for one in self.series if one.corrects or self.order != "in turn"}

    def _take_turns(self) -> None:
        latest, begun = self.history.latest, list[tuple[datetime, Series]]()
        for series in self.series:
            known = [last for post in series.posts if (last := latest.get(post.id)) is not None and is_out(last)]
            ends = [last.ended_at or last.claimed_at for last in known]
            if ends:
                self._uncounted[series.number] = ends
                self._sent += len(ends)
            if series.corrects or len(ends) == len(series.posts):  # nothing is to come of one that is over
                continue
            if ends:
                begun.append((max(ends), series))
            else:
                self._new[series.number] = series
        begun.sort(key=lambda one: (one[0], one[1].number))
        self._begun = {series.number: series for _, series in begun}
        self._round = {*self._begun}

    def _count(self) -> None:
        """Number the posts that were out before, the oldest first."""
        if not self._uncounted:
            return
        by_number = {series.number: series for series in self.series}
        out = sorted((end, number) for number, ends in self._uncounted.items() for end in ends)
        for count, (_, number) in enumerate(out, 1):
            by_number[number].last = max(by_number[number].last, count)
        self._uncounted = {}

    # What is to come

    def posts(self) -> Iterator[Post]:
        """Return all posts, series by series."""
        return (post for series in self.series for post in series.posts)

    def ready(self, now: datetime) -> Post | None:
        """Return the post that goes out next in a slot of the schedule, or None.

        A paper of which nothing can go out now lets the others go. In turn, the paper is next whose last post is the
        oldest. One of which nothing is out goes before those that had a post in the last round: so new papers, however
        many come, do not keep the others waiting for ever, nor the others them.
        """
        first = self._first_ready(self._first, now)
        if first is not None or self.order != "in turn":
            return None if first is None else first.look_ready()
        oldest, new = self._first_ready(self._begun, now), self._first_ready(self._new, now)
        chosen = oldest if new is None or (oldest is not None and self._has_waited(oldest)) else new
        return None if chosen is None else chosen.look_ready()

    def _has_waited(self, series: Series) -> bool:
        """Whether as many posts went out since its last one as there are papers that have begun and are not over."""
        self._count()
        return self._sent - series.last >= len(self._round)

    def _first_ready(self, several: dict[int, Series], now: datetime) -> Series | None:
        """Return the first series that has a post for a slot; those that never will by themselves are forgotten."""
        found, over = None, list[int]()
        for number, series in several.items():
            look = self.look(series, now)
            if look.ready is not None:
                found = series
                break
            if look.until is None:
                over.append(number)
        for number in over:
            del several[number]
        return found

    def exact(self, now: datetime) -> list[Post]:
        """Return the posts that go out at moments of their own, the next first."""
        found = [post for series in self._timed for post in self.look(series, now).exact]
        return sorted(found, key=lambda post: post.timing.at or now)

    def states(self, now: datetime) -> list[tuple[Post, PostState]]:
        """Return where each post is, in the order of the series."""
        return [one for series in self.series for one in self.states_of(series, now)]

    def held(self, now: datetime) -> dict[str, Obstacle]:
        """Return what is in the way of each post that is not out, by its id, in the order of the series."""
        held = dict[str, Obstacle]()
        for series in self.series:
            known = self.look(series, now).held
            held.update(_held_of(self.states_of(series, now)) if known is None else known)
        return held

    def states_of(self, series: Series, now: datetime) -> Sequence[tuple[Post, PostState]]:
        """Return where each post of a series is."""
        look = self.look(series, now)
        if look.states is None:
            look.states = states_of(series, self.history, now)
        return look.states

    def series_of(self, post_id: str) -> Series | None:
        """Return the series that a post is in; None for one that nobody knows."""
        if not self._of_post:
            self._of_post = {post.id: series for series in self.series for post in series.posts}
        return self._of_post.get(post_id)

    def look(self, series: Series, now: datetime) -> Look:
        """Return what a series has at a moment."""
        if series.look is None or not series.look.holds_at(now):
            exact = tuple(self._exact_of(series, now)) if series.is_timed else ()
            look = series.look = Look(None, exact, now, self._changes(series, now))
            if series.is_thread:
                look.states = states_of(series, self.history, now)
                look.ready = self._ready_of_thread(series, look.states)
            else:
                self._look_for_ready(series, look, now)
        return series.look

    def _ready_of_thread(self, series: Series, states: Sequence[tuple[Post, PostState]]) -> Post | None:
        """Return the first part that may go out in a slot of the schedule."""
        for post, where in states:
            free = where.state == "pending" and post.timing.at is None
            if free and not isinstance(reply_target(post, series.posts, self.history), str):
                return post
        return None

    def _look_for_ready(self, series: Series, look: Look, now: datetime) -> None:
        """Find the first post that may go out in a slot of the schedule, of posts of their own; no more is read."""
        history, held = self.history, dict[str, Obstacle]()
        latest = history.latest
        for post in series.posts:
            last = latest.get(post.id)
            if last is None:
                obstacle = what_holds(post, history, now, None)
            elif last.state is _POSTED:
                continue
            else:
                obstacle = post_state(post, history, now).obstacle
            if obstacle is not None:
                held[post.id] = obstacle
            elif post.timing.at is None:
                look.ready = post
                return
        look.held = held

    def _exact_of(self, series: Series, now: datetime) -> Iterator[Post]:
        """Yield the posts that are to go out at their moments, as things stand: an embargo may end before."""
        for post in series.posts:
            at = post.timing.at
            if at is None or now > at + AT_GRACE:
                continue
            then = dict_of(states_of(series, self.history, max(now, at)))[post.id]
            if then.state == "pending" and not isinstance(reply_target(post, series.posts, self.history), str):
                yield post

    def _changes(self, series: Series, now: datetime) -> datetime | None:
        account = self.history.account
        if not series.is_timed and (account is None or not account.pauses):
            return None
        moments = list[datetime]()
        if series.is_timed:
            for timing in {post.timing for post in series.posts}:
                ends = timing.at + AT_GRACE + _MOMENT if timing.at is not None else None
                moments += [one for one in (timing.not_before, timing.not_after, ends) if one is not None]
        for pause in account.pauses if account is not None else ():
            if pause.until is not None and pause.paper_id == series.posts[0].paper_id:
                moments.append(pause.until)
        return min((one for one in moments if one > now), default=None)

    # What goes out

    def nothing(self, now: datetime, say: Callable[[], Skip]) -> Skip:
        """Return what `say` returns of why nothing can go out; while nothing changes, it is not asked again."""
        known = self._nothing
        if known is None or now < known[0] or (known[1] is not None and now >= known[1]):
            skip = say()
            untils = [self.look(one, now).until for one in self.series]
            known = self._nothing = now, min((one for one in untils if one is not None), default=None), skip
        return known[2]

    def went_out(self, post: Post, publication: Publication) -> None:
        """Count a post as out, from now on; the mappings of the history must be its own."""
        latest, taken = self.history.latest, self.history.taken
        if isinstance(latest, dict) and isinstance(taken, dict):
            latest[post.id], taken[post.text_sha256] = publication, post.id
        series = self.series_of(post.id)
        if series is None:
            return
        begins = post.paper_id in self._waiting
        if (correcting := self._correcting.get(post.paper_id)) is not None and correcting is not series:
            correcting.look = None  # there may be something to correct now
            self._sort()
        self._sent += 1
        series.last, series.look, self._nothing = self._sent, None, None
        if series.corrects or self.order != "in turn":
            self._first.setdefault(series.number, series)
            if begins:
                self._waiting.discard(post.paper_id)
                self._sort()
            return
        self._new.pop(series.number, None)
        self._begun.pop(series.number, None)
        self._begun[series.number] = series
        self._round.add(series.number)
        if series.is_over(self.history):
            self._round.discard(series.number)


def states_of(series: Series, history: History, now: datetime) -> Sequence[tuple[Post, PostState]]:
    """Return where each post of a series is."""
    if series.is_thread:
        return post_states(series.posts, history, now)
    return [(post, post_state(post, history, now)) for post in series.posts]


def _held_of(states: Iterable[tuple[Post, PostState]]) -> dict[str, Obstacle]:
    return {post.id: where.obstacle for post, where in states if where.obstacle is not None}


def dict_of(states: Iterable[tuple[Post, PostState]]) -> dict[str, PostState]:
    """Return where posts are, by their ids."""
    return {post.id: where for post, where in states}


def without_moment(series: Series, post_id: str) -> Series:
    """Return a series in which one post has no moment of its own: a person sends it now."""
    posts = [
        replace(post, timing=replace(post.timing, at=None)) if post.id == post_id else post for post in series.posts
    ]
    return replace(series, posts=posts, look=None)


def is_out(last: Publication | None) -> bool:
    """Whether a post is out, or may be, by the ledger's record of it."""
    return last is not None and (last.state is PublicationState.POSTED or last.open)
