"""The calendar: what goes out at which slot, as far ahead as somebody asks.

It takes the steps that the service would take, each by `decide`, and counts each post as out at once: the gaps, the
days and the money of the next step are those of a world in which everything goes well and nobody changes anything.
"""

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice, takewhile, zip_longest

from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.domain.timing import clock_text
from scicomm_bot.errors import ScicommError
from scicomm_bot.medium.prices import month_of
from scicomm_bot.plan.decide import Terms, decide
from scicomm_bot.plan.decision import Decision, Publish, Skip, SkipKind
from scicomm_bot.plan.queue import Queue
from scicomm_bot.plan.quiet import quiet_time
from scicomm_bot.plan.slots import SLOT_GRACE, slots_after
from scicomm_bot.plan.state import reply_target

FARTHEST = timedelta(days=3_660)
"""No plan reaches further: about ten years."""
MOST_SLOTS = 250_000
"""No plan has more slots: those of one in five minutes, for two years."""
_MOMENT = timedelta(microseconds=1)


class TooFarError(ScicommError):
    """A plan reaches so far, or has so many slots, that nobody could read it."""


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """A slot, and what goes out in it.

    Attributes:
        at: When, in UTC.
        posts: What goes out: a post, or the parts of a thread; empty where nothing does.
        why_empty: Why nothing does; None where something does.
        exact: Whether it is the moment that a finding names (`at:`), and no slot of the schedule.
    """

    at: datetime
    posts: tuple[Post, ...] = ()
    why_empty: Obstacle | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class QuietDay:
    """A day on which nothing goes out, in the schedule's zone, and why."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What goes out when.

    Attributes:
        slots: The slots, in order.
        without: The posts that are not out and have no slot, each with what is in its way, in their order.
        quiet: The days that are quiet as a whole.
    """

    slots: tuple[PlannedSlot, ...]
    without: tuple[tuple[Post, Obstacle], ...]
    quiet: tuple[QuietDay, ...]


def calendar(  # noqa: PLR0917 - what a plan is made of
    posts: Sequence[Post],
    schedule: Schedule,
    history: History,
    now: datetime,
    terms: Terms,
    until: datetime,
    *,
    start: datetime | None = None,
) -> Calendar:
    """Return what goes out when, as things stand at `now`.

    Args:
        posts: Every post, those of each paper in order.
        schedule: Whose slots they are.
        history: What the ledger knows of the posts.
        now: From when on is planned.
        terms: On what terms posts go out.
        until: The last moment for which slots are listed.
        start: The first moment for which slots are listed; None for `now`. What goes out before is planned, too.

    Raises:
        TooFarError: `until` is more than `FARTHEST` away, or more than `MOST_SLOTS` slots come before it.
    """
    if until - now > FARTHEST:
        raise TooFarError(
            f"no plan reaches more than {FARTHEST // timedelta(days=366)} years ahead; ask for fewer days"
        )
    run = _Run.of(posts, history, terms, now)
    slots = sorted(_planned(run, posts, schedule, now, until), key=lambda slot: slot.at)
    begins = now if start is None else start
    return Calendar(
        tuple(slot for slot in slots if start is None or slot.at >= start),
        tuple(_without(run, posts, slots, until)),
        tuple(_quiet_days(schedule, begins, until)),
    )


_LOOKS = tuple(timedelta(days=days) for days in (2, 16, 128, 400))


def next_planned(
    posts: Sequence[Post], schedule: Schedule, history: History, now: datetime, terms: Terms
) -> PlannedSlot | None:
    """Return the next slot in which something goes out; None where none does in the next year."""
    for ahead in _LOOKS:
        slots = calendar(posts, schedule, history, now, terms, now + ahead).slots
        if (found := next((slot for slot in slots if slot.posts), None)) is not None:
            return found
    return None


def slots_of_posts(
    posts: Sequence[Post], schedule: Schedule, history: History, now: datetime, terms: Terms
) -> dict[str, datetime]:
    """Return the slot of each post that goes out in the next year, by its id, as far ahead as it takes."""
    found: dict[str, datetime] = {}
    for ahead in _LOOKS:
        ahead_of_now = calendar(posts, schedule, history, now, terms, now + ahead)
        found = {post.id: slot.at for slot in ahead_of_now.slots for post in slot.posts}
        if not any(why.code in _MAY_COME for _, why in ahead_of_now.without):
            break
    return found


_MAY_COME = {ObstacleCode.SLOT, ObstacleCode.EMBARGO, ObstacleCode.PAUSED, ObstacleCode.BUDGET}
"""Why a post has no slot that may have one further ahead."""


@dataclass(slots=True)
class _Run:
    """The world in which posts go out as planned."""

    history: History
    terms: Terms
    queue: Queue
    spent: Counter[datetime] = field(default_factory=Counter)
    begun: Counter[datetime] = field(default_factory=Counter)
    missed: dict[str, Obstacle] = field(default_factory=dict)
    """What was in the way of each post at the moment that it names, by its id."""

    @classmethod
    def of(cls, posts: Sequence[Post], history: History, terms: Terms, now: datetime) -> "_Run":
        opened = history.open
        if opened is not None and opened.asks_person is None:  # it is settled within minutes, and then out, as a rule
            opened = None
        own = replace(history, latest={**history.latest}, taken={**history.taken}, open=opened)
        run = cls(own, terms, Queue.of(posts, own, terms.order))
        run.spent[month_of(now)] = history.spent_micro_usd
        run.begun[terms.day_of(now)[0]] = history.begun_today
        return run

    def decide(self, posts: Sequence[Post], now: datetime, slot: datetime | None, only: str | None) -> Decision:
        today = self.terms.day_of(now)[0] if self.terms.most_per_day is not None else now
        self.history = replace(
            self.history,
            spent_micro_usd=self.spent[month_of(now)],
            begun_today=self.begun[today],
            filled_slots=frozenset(),
        )
        self.queue.history = self.history
        return decide(posts, self.history, now, self.terms, only=only, slot=slot, queue=self.queue)

    def went_out(self, publish: Publish, now: datetime, slot: datetime | None) -> None:
        post = publish.post
        publication = Publication(
            attempt_id=f"planned-{post.id}", account_id="", post_id=post.id, text=post.text,
            text_sha256=post.text_sha256, price_micro_usd=post.price_micro_usd, state=PublicationState.POSTED,
            claimed_at=now, send_by=now, ends_by=now, slot=slot, remote_id=f"planned-{post.id}", ended_at=now,
            reply_to=publish.reply_to,
        )  # fmt: skip
        self.queue.went_out(post, publication)
        self.spent[month_of(now)] += post.price_micro_usd
        if publish.fills_slot and self.terms.most_per_day is not None:
            self.begun[self.terms.day_of(now)[0]] += 1
        self.history = replace(self.history, last_posted_at=now)

    def parts(self, posts: Sequence[Post], post: Post, now: datetime) -> Iterator[Post]:
        """Yield the further parts of a thread that go out behind a post, each when it is out."""
        series = self.queue.series_of(post.id)
        while series is not None and series.is_thread:
            states = self.queue.states_of(series, now)
            part = next((one for one, where in states if where.state == "pending"), None)
            if part is None or isinstance(reply_target(part, series.posts, self.history), str | None):
                return
            decision = self.decide(posts, now, None, part.id)
            if not isinstance(decision, Publish):
                return
            self.went_out(decision, now, None)
            yield part


@dataclass(order=True, frozen=True, slots=True)
class _Try:
    """A slot that is to be filled, by when it is tried: of two at once, first the one with a moment of its own."""

    when: datetime
    ordinary: bool
    slot: datetime
    only: str | None = field(compare=False)
    last: datetime = field(compare=False)
    """The last moment at which it is tried."""
    why: Obstacle | None = field(compare=False, default=None)
    """What was in the way when it was tried first."""


def _planned(
    run: _Run, posts: Sequence[Post], schedule: Schedule, now: datetime, until: datetime
) -> Iterator[PlannedSlot]:
    """Yield the slots as they are filled, or passed over."""
    threads = [series for series in run.queue.series if series.is_thread]
    if begun := [part for series in threads for part in run.parts(posts, series.posts[0], now)]:
        yield PlannedSlot(now, tuple(begun))  # a thread that was broken off goes on at once, in no slot
    tries = [*_moments(run, now, until), *_slots(schedule, now, until)]
    heapq.heapify(tries)
    filled: datetime | None = None
    while tries:
        one = heapq.heappop(tries)
        if one.ordinary and one.slot == filled:
            continue
        decision = run.decide(posts, one.when, one.slot, one.only)
        if isinstance(decision, Publish):
            filled = one.slot
            run.went_out(decision, one.when, one.slot)
            parts = run.parts(posts, decision.post, one.when)
            yield PlannedSlot(one.slot, (decision.post, *parts), exact=not one.ordinary)
        elif _goes_on(decision, one):
            heapq.heappush(tries, replace(one, when=decision.until or one.last, why=one.why or decision.why))
        else:
            why = one.why or decision.why
            if one.only is not None:
                run.missed[one.only] = why
            yield PlannedSlot(one.slot, (), why, exact=not one.ordinary)


def _goes_on(skip: Skip, one: _Try) -> bool:
    """Whether what is in the way ends while the slot may still be filled."""
    return skip.kind is SkipKind.WAITING and skip.until is not None and one.when < skip.until <= one.last


def _slots(schedule: Schedule, now: datetime, until: datetime) -> Iterator[_Try]:
    """Yield the slots of the schedule; each may be filled until its grace is over, or the next one comes."""
    slots = list(islice(takewhile(lambda slot: slot <= until, slots_after(schedule, now)), MOST_SLOTS + 1))
    if len(slots) > MOST_SLOTS:
        raise TooFarError(f"more than {MOST_SLOTS:,} slots come before that day; ask for fewer days")
    for slot, following in zip_longest(slots, slots[1:]):
        last = slot + SLOT_GRACE if following is None else min(slot + SLOT_GRACE, following - _MOMENT)
        yield _Try(slot, ordinary=True, slot=slot, only=None, last=last)


def _moments(run: _Run, now: datetime, until: datetime) -> Iterator[_Try]:
    """Yield the moments of posts that are not out; one that came just now, too, as its post may still go out."""
    for post in run.queue.posts():
        at = post.timing.at
        if at is None or not now - SLOT_GRACE <= at <= until:
            continue
        last = run.history.latest.get(post.id)
        if last is None or not (last.open or last.state is PublicationState.POSTED):
            yield _Try(max(at, now), ordinary=False, slot=at, only=post.id, last=at + SLOT_GRACE)


def _without(
    run: _Run, posts: Sequence[Post], slots: Sequence[PlannedSlot], until: datetime
) -> list[tuple[Post, Obstacle]]:
    """Return the posts that are not out then, in their order, each with what is in its way."""
    empty = next((slot.why_empty for slot in reversed(slots) if slot.why_empty is not None and not slot.exact), None)
    lasting = empty if empty is not None and empty.code in _OF_ALL else None
    no_slot = Obstacle(ObstacleCode.SLOT, f"no slot is left for it before {clock_text(until, run.terms.quiet.zone)}")
    states = {post.id: where for post, where in run.queue.states(until)}
    left = list[tuple[Post, Obstacle]]()
    for post in posts:
        where = states[post.id]
        if where.state in {"held", "refused", "unknown"} and where.obstacle is not None:
            over = where.obstacle.code is ObstacleCode.EXPIRED
            left.append((post, run.missed.get(post.id, where.obstacle) if over else where.obstacle))
        elif where.state == "pending":
            left.append((post, lasting or no_slot))
    return left


_OF_ALL = {ObstacleCode.BUDGET, ObstacleCode.PAUSED, ObstacleCode.UNKNOWN, ObstacleCode.UNREADABLE, ObstacleCode.THREAD}
"""What keeps back all posts at once."""


def _quiet_days(schedule: Schedule, begins: datetime, until: datetime) -> Iterator[QuietDay]:
    quiet = quiet_time(schedule)
    if not quiet.entries:
        return
    day, last = (moment.astimezone(quiet.zone).date() for moment in (begins, until))
    while day <= last:
        if (why := quiet.day(day)) is not None:
            yield QuietDay(day, why)
        day += timedelta(days=1)
