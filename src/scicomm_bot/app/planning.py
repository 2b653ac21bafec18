"""The plan: which post goes out at which slot, as things stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from scicomm_bot.app.plan_window import Window
from scicomm_bot.app.survey import Survey
from scicomm_bot.approval import ApprovalState
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.plan import PostState, SkipKind, post_states
from scicomm_bot.plan.calendar import FARTHEST, Calendar, PlannedSlot, calendar, slots_of_posts
from scicomm_bot.plan.forecast import after_pauses, forecast
from scicomm_bot.plan.quiet import quiet_time
from scicomm_bot.plan.slots import slots_after

ENOUGH_SLOTS = 20_000
"""Where nobody says for how long, no more slots than these are looked at for posts that have none yet."""
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Cost:
    """What several posts cost: those of a month, or of a paper."""

    of: str
    posts: int
    micro_usd: int


def _costs(prices: Iterable[tuple[str, int]]) -> list[Cost]:
    by_name: dict[str, list[int]] = {}
    for of, price in prices:
        by_name.setdefault(of, []).append(price)
    return [Cost(of, len(some), sum(some)) for of, some in by_name.items()]


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes out when.

    Attributes:
        survey: What was looked at.
        window: The time of which every slot is told; None where only those with a post are.
        calendar: Every slot of that time, or up to the last post, each post without one, and the quiet days.
        without_slot: The posts that could go out but have no slot here.
        unapproved: The posts that wait for a person's approval.
        asked: The posts that wait for a person's answer to a question.
        threads: The posts with which threads would begin of which another part is held.
        why_none: Why nothing goes out at all, or None.
        out: The posts that are out, or may be, of that time; of all time where there is none.
    """

    survey: Survey
    window: Window | None
    calendar: Calendar
    without_slot: Sequence[Post]
    unapproved: Sequence[Post]
    asked: Sequence[Post]
    threads: Sequence[tuple[Post, PostState]]
    why_none: str | None
    out: Sequence[tuple[Post, Publication]]

    @property
    def entries(self) -> list[tuple[datetime, Post]]:
        """The slots, in UTC, each with a post; a thread's posts share one."""
        return [(slot.at, post) for slot in self.calendar.slots for post in slot.posts]

    @property
    def price_micro_usd(self) -> int:
        """What the planned posts cost."""
        return sum(post.price_micro_usd for _, post in self.entries)

    def by_month(self) -> list[Cost]:
        """Return what is planned in each month of the schedule's zone, such as `2026-12`: in their order."""
        return _costs((self._month_of(at), post.price_micro_usd) for at, post in self.entries)

    def out_by_month(self) -> list[Cost]:
        """Return what is out of the time that is told, in each month, at what was paid for it."""
        return _costs((self._month_of(out_at(one)), one.price_micro_usd) for _, one in self.out)

    def _month_of(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.survey.zone):%Y-%m}"

    def by_paper(self) -> list[Cost]:
        """Return what is planned of each paper, in the order in which they begin."""
        return _costs((post.paper_id, post.price_micro_usd) for _, post in self.entries)


def plan_of(survey: Survey, most_slots: int | None, window: Window | None = None) -> Plan:
    """Return the plan for a time, or for the next `most_slots` slots (None: as many as it takes).

    Raises:
        TooFarError: there are more slots in that time than anybody reads.
    """
    posts, history = survey.posts, survey.history
    now = after_pauses(history, survey.now, survey.terms.pause)
    why = forecast(posts, history, now, survey.terms).why
    states = post_states(posts, history, now)
    pending = [post for post, where in states if where.state == "pending"]
    begins = now if why is None or why.until is None else max(now, why.until)
    found = _of_all(survey, begins, most_slots) if window is None else _of_time(survey, window)
    shown = _cut(found, survey.zone, most_slots, empty_too=window is not None)
    placed = {post.id for slot in shown.slots for post in slot.posts}
    return Plan(
        survey,
        window,
        shown,
        [post for post in pending if post.id not in placed],
        [post for post, where in states if where.reason == ObstacleCode.UNAPPROVED],
        [post for post, where in states if where.reason == ObstacleCode.ASKED],
        [(post, where) for post, where in states if where.reason == ObstacleCode.THREAD],
        why.reason if why is not None and why.kind is not SkipKind.DONE else None,
        _out(survey, window),
    )


def slots_if_approved(survey: Survey) -> dict[str, datetime]:
    """Return when each post goes out, by its id, as if people approved all that they did not reject, and answered.

    Who is to sign wants to know when it goes out, and what it costs in which month.
    """
    edition = survey.edition
    posts = [_if_approved(post, edition.approvals.get(post.id)) for post in survey.posts]
    return slots_of_posts(posts, edition.content.schedule, survey.history, survey.now, survey.terms)


def _if_approved(post: Post, state: ApprovalState | None) -> Post:
    waits = post.obstacle is not None and post.obstacle.code in {ObstacleCode.UNAPPROVED, ObstacleCode.ASKED}
    return replace(post, obstacle=None) if waits and state is not None and state.state != "rejected" else post


def _cut(found: Calendar, zone: ZoneInfo, most: int | None, *, empty_too: bool) -> Calendar:
    """Return the calendar with its first slots alone; where only those with a post count, up to the last of these."""
    shown = _first(found.slots, most, empty_too=empty_too)
    if len(shown) == len(found.slots):
        return found
    last = shown[-1].at.astimezone(zone).date() if shown else date.min
    late = [(post, _LATER) for slot in found.slots[len(shown) :] for post in slot.posts]
    quiet = tuple(one for one in found.quiet if one.day <= last)
    return Calendar(shown, (*found.without, *late), quiet)


_LATER = Obstacle(ObstacleCode.SLOT, "it comes after the slots that are shown")


def _first(slots: Sequence[PlannedSlot], most: int | None, *, empty_too: bool) -> tuple[PlannedSlot, ...]:
    if empty_too:
        return tuple(slots[:most])
    ends = [number for number, slot in enumerate(slots, start=1) if slot.posts][:most]
    return tuple(slots[: ends[-1]]) if ends else ()


def _of_time(survey: Survey, window: Window) -> Calendar:
    found = _calendar(survey, window.until - _MOMENT, window.start)
    return _with_quiet(survey, found, max(window.start, survey.now), window.until)


def _of_all(survey: Survey, begins: datetime, most: int | None) -> Calendar:
    """Return the calendar as far as it takes, and further: until all have a slot, or so many slots have a post.

    It `begins` when the first post can go out, for all that ends by itself: a pause, an embargo, a used-up budget.
    """
    posts, furthest = len(survey.posts), survey.now + FARTHEST
    count = max(1, min(posts, most or posts))
    while True:
        until = _reach(survey, begins, count, furthest)
        found = _calendar(survey, until)
        filled = sum(bool(slot.posts) for slot in found.slots)
        enough = (most is not None and filled >= most) or not _goes_on(found)
        if enough or until >= furthest or count >= ENOUGH_SLOTS:
            return _with_quiet(survey, found, survey.now, until)
        count = min(4 * count, ENOUGH_SLOTS)


def _goes_on(found: Calendar) -> bool:
    """Whether a post without a slot may have one later."""
    return any(why.code is ObstacleCode.SLOT or why.until is not None for _, why in found.without)


def _reach(survey: Survey, begins: datetime, count: int, furthest: datetime) -> datetime:
    """Return the moment of the last of so many slots from then on, or `furthest` where fewer come before it."""
    coming = takewhile(lambda at: at < furthest, slots_after(survey.edition.content.schedule, begins - _MOMENT))
    slots = list(islice(coming, count))
    return slots[-1] if len(slots) == count else furthest


def _with_quiet(survey: Survey, found: Calendar, start: datetime, until: datetime) -> Calendar:
    """Return the calendar with the moments that would be slots if no time were quiet: people look for them."""
    schedule = survey.edition.content.schedule
    if not schedule.quiet:
        return found
    quiet = quiet_time(schedule)
    loud = slots_after(schedule.model_copy(update={"quiet": ()}), start - _MOMENT)
    named = ((at, quiet.why(at)) for at in takewhile(lambda at: at < until, loud))
    empty = [PlannedSlot(at, (), Obstacle(ObstacleCode.QUIET, f"quiet: {why}")) for at, why in named if why is not None]
    return replace(found, slots=tuple(sorted((*found.slots, *empty), key=lambda slot: slot.at)))


def _calendar(survey: Survey, until: datetime, start: datetime | None = None) -> Calendar:
    schedule = survey.edition.content.schedule
    return calendar(survey.posts, schedule, survey.history, survey.now, survey.terms, until, start=start)


def _out(survey: Survey, window: Window | None) -> list[tuple[Post, Publication]]:
    """Return the posts that are out, or of which nobody knows, with when that was: as they came."""
    known = [(post, survey.history.latest.get(post.id)) for post in survey.posts]
    out = [(post, one) for post, one in known if one is not None and (one.open or one.state is _POSTED)]
    if window is not None:
        out = [(post, one) for post, one in out if window.start <= out_at(one) < window.until]
    return sorted(out, key=lambda found: out_at(found[1]))


def out_at(publication: Publication) -> datetime:
    """Return when a post went out; while nobody knows whether it did, when it was claimed."""
    return publication.ended_at or publication.claimed_at


_POSTED = PublicationState.POSTED
