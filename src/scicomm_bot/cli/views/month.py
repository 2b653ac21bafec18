"""The plan as a calendar to read: each slot of each day, by weeks and months, and what it costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from scicomm_bot.app.planning import Cost, Plan, out_at
from scicomm_bot.cli.terminal import Paint, hanging, rows, width
from scicomm_bot.cli.views.pausing import standing_lines
from scicomm_bot.cli.views.plan import held_lines, rest_lines
from scicomm_bot.cli.wording import counted
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan.calendar import PlannedSlot

_SAME = 4
"""So many empty slots of one day have a line each; of more, the first and the last are told, and how many."""

_WIDE = 60
"""In a terminal of fewer columns, what has no time and no price begins where these would stand."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the calendar: on which day, when on it, its price, and what there is to say."""

    day: date
    clock: str
    price: str
    told: str
    style: str | None = None


def month_lines(plan: Plan, paint: Paint) -> Iterator[str]:
    """Yield the calendar of the time that was asked for, what it costs, and why each other post has no slot."""
    yield from standing_lines(plan.survey)
    sums = _sums(plan)
    for month, days in groupby(_rows(plan), key=lambda row: row.day.replace(day=1)):
        yield paint(f"{month:%B %Y}, {plan.survey.zone.key}", "bold")
        yield from _week_lines(days, paint)
        yield from hanging("  ", f"{month:%B %Y}: {sums.get(f'{month:%Y-%m}', _NONE)}.")
        yield ""
    if not plan.calendar.slots:
        yield from hanging("", _NO_SLOT if _has_slots(plan) else _NO_SLOTS)
    yield from _cost_lines(plan)
    if without := plan.calendar.without:
        yield from hanging("", f"{counted(len(without), 'post')} without a slot in this time:")
        yield from held_lines(without, plan.survey.zone)
    yield from rest_lines(plan)


_NO_SLOT = "No slot lies in this time."
_NO_SLOTS = "The schedule has no slot: write some below `schedule:` in posts.yaml, as `slots:`."


def _has_slots(plan: Plan) -> bool:
    return bool(plan.survey.edition.content.schedule.slots)


def _week_lines(days: Iterable[_Row], paint: Paint) -> Iterator[str]:
    for monday, week in groupby(days, key=lambda row: row.day - timedelta(days=row.day.weekday())):
        yield paint(f"  Week {monday.isocalendar().week}, from {monday:%a %d %b}", "dim")
        for row in week:
            yield from _row_lines(row, paint)


def _row_lines(row: _Row, paint: Paint) -> Iterator[str]:
    columns = f" {row.clock:<5}  {row.price:>6}" if row.clock or width() >= _WIDE else ""
    start = f"  {row.day:%a %d %b}{columns}  "
    styles = [row.style] if row.style else []
    yield from (paint(line, *styles) for line in hanging(start, row.told))


def _sums(plan: Plan) -> dict[str, str]:
    """Return what is to be said of the costs of each month, by months such as `2026-12`."""
    out = plan.out_by_month()
    said = {one.of: _to_come(one.posts, one.micro_usd) for one in plan.by_month()}
    for one in out:
        paid = f"{counted(one.posts, 'post')} out for {usd(one.micro_usd)}"
        said[one.of] = f"{said.get(one.of, _NONE)}, and {paid}"
    return said


def _to_come(posts: int, micro_usd: int) -> str:
    return f"{counted(posts, 'post')} to come for {usd(micro_usd)}"


_NONE = _to_come(0, 0)


# The rows


def _rows(plan: Plan) -> list[_Row]:
    """Return the rows in the order of time: what is out, the slots, and the quiet days."""
    zone = plan.survey.zone
    quiet = {one.day: one.why for one in plan.calendar.quiet}
    found = [_out_row(zone, post, one) for post, one in plan.out]
    by_day = groupby(plan.calendar.slots, key=lambda slot: slot.at.astimezone(zone).date())
    slots = {day: list(some) for day, some in by_day}
    for day in sorted({*slots, *quiet}):
        found += _day_rows(zone, day, slots.get(day, ()), quiet.get(day))
    return sorted(found, key=lambda row: row.day)


def _day_rows(zone: ZoneInfo, day: date, slots: Sequence[PlannedSlot], quiet: str | None) -> Iterator[_Row]:
    """Yield the rows of a day; the slots that a quiet day leaves empty stand behind what makes it quiet."""
    if quiet is not None:
        empty = [slot for slot in slots if not slot.posts]
        slots = [slot for slot in slots if slot.posts]
        yield _Row(day, "", "", f"quiet: {quiet}{_slots_of(empty, zone)}", "dim")
    for (_, why), some in groupby(slots, key=lambda slot: (bool(slot.posts), slot.why_empty)):
        yield from _slot_rows(zone, day, list(some), why)


def _slots_of(empty: Sequence[PlannedSlot], zone: ZoneInfo) -> str:
    if len(empty) > _SAME:
        return f"; no post at {len(empty):,} slots"
    return f"; no post at {' and '.join(_clock(slot.at, zone) for slot in empty)}" if empty else ""


def _slot_rows(zone: ZoneInfo, day: date, slots: Sequence[PlannedSlot], why: Obstacle | None) -> Iterator[_Row]:
    many = why is not None and len(slots) > _SAME
    for slot in slots[:1] if many else slots:
        exact = " (`at:`)" if slot.exact else ""
        for post in slot.posts:
            yield _Row(day, _clock(slot.at, zone), usd(post.price_micro_usd), f"{post.id}{exact}")
        if why is not None and not slot.posts:
            rest = f" ({len(slots):,} slots up to {_clock(slots[-1].at, zone)})" if many else ""
            yield _Row(day, _clock(slot.at, zone), "-", f"{_empty(why)}{rest}", "dim")


def _empty(why: Obstacle) -> str:
    """Return why a slot is empty; who waits for a person is told below, once for all slots."""
    waits = why.code is ObstacleCode.NOTHING_LEFT and why.needs is not None
    return "no post is ready; see below" if waits else why.message


def _out_row(zone: ZoneInfo, post: Post, one: Publication) -> _Row:
    local = out_at(one).astimezone(zone)
    what = one.withdrawn_text(zone) or ("may be out" if one.open else f"out{f': {one.address}' if one.address else ''}")
    return _Row(local.date(), f"{local:%H:%M}", usd(one.price_micro_usd), f"{post.id}, {what}", "green")


def _clock(at: datetime, zone: ZoneInfo) -> str:
    """Return a time of day; with its distance from UTC where the clocks show it twice that day."""
    local = at.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local:%H:%M%z}" if twice else f"{local:%H:%M}"


# What it costs


def _cost_lines(plan: Plan) -> Iterator[str]:
    total = Cost("in all", len(plan.entries), plan.price_micro_usd)
    months = [Cost(f"{date.fromisoformat(f'{one.of}-01'):%B %Y}", one.posts, one.micro_usd) for one in plan.by_month()]
    papers = plan.by_paper()
    if len(months) > 1 or len(papers) > 1:
        yield "What is to come costs:"
        yield from _table([*(months if len(months) > 1 else ()), *(papers if len(papers) > 1 else ()), total])
    scheduled = f"{counted(total.posts, 'post')} scheduled, for {usd(total.micro_usd)}"
    yield from hanging("", f"{scheduled} ({plan.survey.prices.source}).")


def _table(costs: Sequence[Cost]) -> Iterator[str]:
    return rows([(one.of, f"{counted(one.posts, 'post'):>9} {usd(one.micro_usd):>9}") for one in costs])
