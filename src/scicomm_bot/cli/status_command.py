"""`scicomm-bot status`."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from scicomm_bot.cli import show, wiring
from scicomm_bot.clock import SystemClock
from scicomm_bot.models import History, Post, ServiceSign
from scicomm_bot.plan import Standing, standing, upcoming_slots
from scicomm_bot.prices import usd


def run(options: Namespace) -> int:
    """Show what went out, what is next, and what needs a person."""
    settings = wiring.settings_with_warnings()
    now = SystemClock().now()
    document, posts = wiring.checked_posts(settings)
    ledger = wiring.open_ledger(settings, dry_run=options.dry_run, create=False)
    history = wiring.history_of(ledger, posts, now)
    signs = ledger.signs() if ledger else []
    standings = [(post, standing(post, history)) for post in posts]
    upcoming = next((post for post, where in standings if where.state == "pending"), None)
    slots = upcoming_slots(document.content.schedule, now, 1)
    if options.json:
        show.print_json({
            "posts": [show.post_json(post, where) for post, where in standings],
            "next": upcoming.id if upcoming else None,
            "next_slot": show.iso(slots[0]) if slots else None,
            "account": history.account.id if history.account else None,
            "paused": history.account.paused if history.account and history.account.paused_at(now) else None,
            "spent_this_month_usd": history.spent_micro_usd / 1_000_000,
            "needs_a_person": list(_needs_a_person(standings, history, now)),
            "services": [{"name": s.name, "started_at": show.iso(s.started_at), "seen_at": show.iso(s.seen_at)}
                         for s in signs],
        })  # fmt: skip
        return 0
    zone = ZoneInfo(document.content.schedule.timezone)
    kept_in = settings.ledger_path(dry_run=options.dry_run)
    show.print_lines([f"State file: {kept_in}{'' if ledger else ' (not there yet: nothing was ever posted)'}"])
    show.print_lines(posted_lines(standings, zone))
    show.print_lines(_next_lines(upcoming, slots, zone))
    show.print_lines([f"Spent this month: {usd(history.spent_micro_usd)}."])
    show.print_lines(_service_lines(signs, now))
    needs = list(_needs_a_person(standings, history, now))
    show.print_lines(["Needs a person:", *(line for need in needs for line in show.hanging("  - ", need))]
                     if needs else ["Nothing needs a person."])  # fmt: skip
    return 0


def posted_lines(standings: list[tuple[Post, Standing]], zone: ZoneInfo) -> Iterator[str]:
    """Yield what is out, two lines each: the id and when, and its address."""
    out = [(post, where.publication) for post, where in standings if where.state == "posted"]
    yield f"Out: {len(out)} of {len(standings)} posts."
    for post, publication in out:
        if publication is not None and publication.ended_at is not None:
            yield f"  {post.id:<40} {show.time_text(publication.ended_at, zone)}"
            yield f"    {publication.address or '(a rehearsal)'}"


def _next_lines(upcoming: Post | None, slots: list[datetime], zone: ZoneInfo) -> Iterator[str]:
    if upcoming is None:
        yield "Next: nothing is left to post."
    else:
        when = show.time_text(slots[0], zone) if slots else "with `post --once` (the schedule has no slots)"
        yield f"Next: {upcoming.id}, {when}."


def _service_lines(signs: list[ServiceSign], now: datetime) -> Iterator[str]:
    for sign in signs:
        yield f"Service {sign.name}: last seen {max(0, round((now - sign.seen_at).total_seconds()))} s ago."


def _needs_a_person(standings: list[tuple[Post, Standing]], history: History, now: datetime) -> Iterator[str]:
    if history.account and history.account.paused_at(now):
        until = history.account.paused_until
        ends = f"ends {show.iso(until)}" if until else "then run `scicomm-bot doctor --online`"
        yield f"the account is paused: {history.account.paused} ({ends})"
    if history.open is not None and now >= history.open.ends_by:
        yield (
            f"{history.open.post_id} may or may not be on X ({history.open.reason or 'its sender died'}): look at the "
            f"account, then `scicomm-bot resolve {history.open.post_id} --posted X_ID` or `--not-posted`"
        )
    for post, where in standings:
        if where.state in {"refused", "held"}:
            yield f"{post.id} is {where.state}: {where.detail or where.reason}"
