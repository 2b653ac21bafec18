"""The plan, as lines, as JSON and as a table."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from scicomm_bot.app.asked import ANSWER_ALL
from scicomm_bot.app.papers import needs_a_word
from scicomm_bot.app.planning import Plan, out_at
from scicomm_bot.cli.table import amount, table_lines
from scicomm_bot.cli.terminal import hanging
from scicomm_bot.cli.views.files import NO_PAPER, broken_json, broken_lines, has_no_paper
from scicomm_bot.cli.views.pausing import pauses_json, standing_lines
from scicomm_bot.cli.views.spending import prices_json
from scicomm_bot.cli.views.supervision import supervision_lines
from scicomm_bot.cli.wording import counted, iso, time_text
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication
from scicomm_bot.medium.prices import usd


def plan_json(plan: Plan) -> dict[str, object]:
    """Return the plan as its JSON object."""
    return {
        "plan": [
            {"slot": iso(slot), "id": post.id, "price_usd": post.price_micro_usd / 1_000_000}
            for slot, post in plan.entries
        ],
        "price_usd": plan.price_micro_usd / 1_000_000,
        "without_a_slot": [post.id for post in plan.without_slot],
        "unapproved": [post.id for post in plan.unapproved],
        "asked": [post.id for post in plan.asked],
        "why_none": plan.why_none,
        **_time_json(plan),
        "problems": broken_json(plan.survey.edition.document),
        "pauses": pauses_json(plan.survey.pauses),
    }


def _time_json(plan: Plan) -> dict[str, object]:
    """Return what is known of the time that was asked for, or of that up to the last slot with a post."""
    zone, window = plan.survey.zone, plan.window
    return {
        "timezone": zone.key,
        "from": iso(window.start if window else plan.survey.now),
        "to": iso(window.until) if window else None,
        "slots": [
            {
                "slot": iso(slot.at),
                "local": iso(slot.at.astimezone(zone)),
                "exact": slot.exact,
                "ids": [post.id for post in slot.posts],
                "price_usd": sum(post.price_micro_usd for post in slot.posts) / 1_000_000,
                "why_empty": None if slot.why_empty is None else _why_json(slot.why_empty),
            }
            for slot in plan.calendar.slots
        ],
        "quiet": [{"day": f"{quiet.day}", "why": quiet.why} for quiet in plan.calendar.quiet],
        "without": [{"id": post.id, **_why_json(why, post.id)} for post, why in plan.calendar.without],
        "out": [
            {
                "at": iso(out_at(one)),
                "id": post.id,
                "state": str(one.state),
                "price_usd": one.price_micro_usd / 1_000_000,
                "address": one.address,
                "withdrawn_at": iso(one.withdrawn_at),
            }
            for post, one in plan.out
        ],
        "months": [
            {"month": cost.of, "posts": cost.posts, "price_usd": cost.micro_usd / 1_000_000} for cost in plan.by_month()
        ],
        "papers": [
            {"paper": cost.of, "posts": cost.posts, "price_usd": cost.micro_usd / 1_000_000} for cost in plan.by_paper()
        ],
        **prices_json(plan.survey.prices),
    }


def _why_json(why: Obstacle, post_id: str = "ID") -> dict[str, object]:
    return {"reason": str(why.code), "message": why.text(post_id), "until": iso(why.until)}


COLUMNS = (
    "date", "time", "timezone", "slot_utc", "id", "paper", "price_usd", "state", "reason", "why", "address", "text",
)  # fmt: skip
"""Of a table of the plan, for a spreadsheet."""


def is_plan_table(begin: bytes) -> bool:
    """Whether a file that begins like this is such a table, of this version or a later one."""
    return begin.startswith(",".join(COLUMNS[:5]).encode())


def plan_table(plan: Plan) -> Iterator[str]:
    """Yield the plan as CSV, a row to each post: those that are out, those with a slot, and those without one."""
    states = plan.survey.forecast.by_id()
    out = (_row(plan, post, out_at(one), _out_cells(plan, one)) for post, one in plan.out)
    planned = (
        _row(plan, post, at, (amount(post.price_micro_usd), "pending", "", "", "", post.text))
        for at, post in plan.entries
    )
    without = (
        _row(plan, post, None, _without_cells(post, states[post.id].state, why)) for post, why in plan.calendar.without
    )
    return table_lines(COLUMNS, (*out, *planned, *without))


def _out_cells(plan: Plan, one: Publication) -> tuple[str, ...]:
    state, why = "unknown" if one.open else str(one.state), one.withdrawn_text(plan.survey.zone) or one.reason or ""
    return amount(one.price_micro_usd), state, "", why, one.address or "", one.text


def _without_cells(post: Post, state: str, why: Obstacle) -> tuple[str, ...]:
    return amount(post.price_micro_usd), state, str(why.code), why.text(post.id), "", post.text


def _row(plan: Plan, post: Post, at: datetime | None, cells: Sequence[str]) -> list[str]:
    """Return a row: when, in both zones, which post, and what is known of it."""
    zone = plan.survey.zone
    if at is None:
        return ["", "", zone.key, "", post.id, post.paper_id, *cells]
    local, utc = at.astimezone(zone), at.astimezone(UTC)
    when = [f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}", zone.key, f"{utc:%Y-%m-%dT%H:%M:%SZ}"]
    return [*when, post.id, post.paper_id, *cells]


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield a line for each slot, and what is to be said of the rest."""
    zone = plan.survey.zone
    yield from standing_lines(plan.survey)
    for slot, post in plan.entries:
        start = f"{time_text(slot, zone):<36} {usd(post.price_micro_usd)}  "
        yield from hanging(start, post.id)
    total = usd(plan.price_micro_usd)
    scheduled = f"{counted(len(plan.entries), 'post')} scheduled, for {total}"
    yield from hanging("", f"{scheduled} ({plan.survey.prices.source}).")
    if left := len(plan.without_slot):
        yield f"{counted(left, 'more post')} without a slot."
    if waiting := len(plan.unapproved):
        waits = f"{counted(waiting, 'more post')} not approved yet"
        them, which = ("it", f" {plan.unapproved[0].id}") if waiting == 1 else ("them", "")
        approve = f"scicomm-bot approve{which or ' ID'} --by NAME"
        yield from hanging("", f"{waits}: read {them} with `scicomm-bot preview{which}`, then run `{approve}`.")
    if asked := len(plan.asked):
        wait = "waits" if asked == 1 else "wait"
        yield from hanging("", f"{counted(asked, 'more post')} {wait} for an answer: `{ANSWER_ALL}`.")
        yield from hanging("  ", ", ".join(post.id for post in plan.asked))
    for post, where in plan.threads:
        yield from hanging(f"{post.id}: ", f"{where.text(post.id)}.")
    yield from held_lines([(post, why) for post, why in plan.calendar.without if why.code in _BY_TIME], zone)
    yield from rest_lines(plan)


_BY_TIME = {ObstacleCode.EMBARGO, ObstacleCode.EXPIRED, ObstacleCode.QUIET, ObstacleCode.BUDGET}
"""What keeps a post back at one time and not at another."""


def held_lines(held: Iterable[tuple[Post, Obstacle]], zone: ZoneInfo) -> Iterator[str]:
    """Yield each reason why posts have no slot, once, with the posts that it holds."""
    groups: dict[tuple[str, str], list[tuple[Post, Obstacle]]] = {}
    for post, why in held:
        groups.setdefault((str(why.code), why.text("ID")), []).append((post, why))
    for some in groups.values():
        post, why = some[0]
        ends = why.until if why.code in _ENDS else None
        until = "" if ends is None else f" until {time_text(ends, zone)}"
        words = "no slot is left in this time" if why.code is ObstacleCode.SLOT else f"{why.code.words}{until}"
        yield from hanging("  ", f"{words}: {_named([post for post, _ in some])}")
        if why.code not in _SAID or why.needs is not None:
            yield from hanging("    ", f"{why.text(post.id) if len(some) == 1 else why.text('ID')}.")


_ENDS = {ObstacleCode.EMBARGO, ObstacleCode.PAUSED}
"""What ends at a moment that somebody has named."""
_SAID = {ObstacleCode.SLOT, ObstacleCode.EMBARGO}
"""Where the code, with the moment until when, says all, unless a person is needed besides."""


def _named(posts: Sequence[Post]) -> str:
    more = len(posts) - _NAMED
    return ", ".join(post.id for post in posts[:_NAMED]) + (f", and {more} more" if more > 0 else "")


_NAMED = 20
"""So many posts are named that one obstacle keeps back; of more, the first, and how many more."""


def rest_lines(plan: Plan) -> Iterator[str]:
    """Yield what is to be said besides the posts: of files, papers, what stops everything, and what is turned off."""
    yield from broken_lines(plan.survey.edition.document)
    if has_no_paper(plan.survey.edition.document):
        yield from hanging("", NO_PAPER)
    if unlooked := [*plan.survey.unlooked]:
        yield from hanging("", f"{needs_a_word(unlooked)}; see `scicomm-bot status`.")
    if plan.why_none and plan.window is None:  # in a calendar, each slot says why it is empty
        first = next((slot for slot, _ in plan.entries), None)
        until = "" if first is None else f" before {time_text(first, plan.survey.zone)}"
        yield from hanging(f"Nothing goes out{until}: ", f"{plan.why_none}.")
    if not plan.survey.rehearsal:
        yield from supervision_lines(plan.survey.supervision)
