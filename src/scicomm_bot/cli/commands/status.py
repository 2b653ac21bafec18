"""`scicomm-bot status`."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scicomm_bot.cli import retraction_lines, retractions, show, wiring
from scicomm_bot.cli.outlook import Outlook, in_the_way, outlook
from scicomm_bot.clock import SystemClock
from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan import SkipKind, Standing, ask, paused, upcoming_slots

TELL_AFTER = timedelta(minutes=10)
"""Settling takes about two minutes; what is still open after this probably cannot be looked at."""


def run(options: Namespace) -> int:
    """Show what went out, what is next, and what needs a person."""
    settings = wiring.settings_with_warnings()
    now = SystemClock().now()
    ledger, document, posts, history, _ = wiring.seen(settings, now, dry_run=options.dry_run)
    signs = ledger.signs() if ledger else []
    late = ledger.late() if ledger else []
    ahead = outlook(posts, history, now, wiring.terms_of(settings, document.content))
    standings, upcoming = ahead.standings, ahead.upcoming
    needs = list(_needs_a_person(ahead, history, late, now))
    slots = upcoming_slots(document.content.schedule, now, 1)
    papers = document.content.papers
    records = retractions.records_of(papers, ledger)
    on_papers = retractions.standings(papers, records, now, settings)
    if not (options.dry_run or settings.dry_run):
        still = {post.paper_id for post, where in standings if where.state not in {"posted", "refused"}}
        needs += retraction_lines.asking(papers, on_papers, still)
    if options.json:
        show.print_json({
            "posts": [show.post_json(post, where) for post, where in standings],
            "next": upcoming.id if upcoming else None,
            "why_none": ahead.why.reason if ahead.why else None,
            "next_slot": show.iso(slots[0]) if slots else None,
            "account": history.account.id if history.account else None,
            "paused": history.account.paused if history.account and history.account.paused_at(now) else None,
            "spent_this_month_usd": history.spent_micro_usd / 1_000_000,
            "waiting": list(_waits(history, now)),
            "needs_a_person": needs,
            "approval_required": settings.require_approval,
            "retractions": retraction_lines.status_json(papers, on_papers, records, posts, ledger),
            "services": [{"name": s.name, "started_at": show.iso(s.started_at), "seen_at": show.iso(s.seen_at)}
                         for s in signs],
        })  # fmt: skip
        return 0
    zone = ZoneInfo(document.content.schedule.timezone)
    kept_in = settings.ledger_name(dry_run=options.dry_run)
    show.print_lines([f"Ledger: {kept_in}{'' if ledger else ' (not there yet: nothing was ever posted)'}"])
    show.print_lines(posted_lines(standings, zone))
    show.print_lines(_next_lines(ahead, slots, zone))
    show.print_lines([f"Spent this month: {usd(history.spent_micro_usd)}."])
    if not options.dry_run:
        show.print_lines(wiring.unsupervised_lines(settings))
    show.print_lines(retraction_lines.status_lines(papers, on_papers, records, posts, ledger, zone=zone))
    show.print_lines(_service_lines(signs, now))
    show.print_lines(line for wait in _waits(history, now) for line in show.hanging("Waiting: ", wait))
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


def _next_lines(ahead: Outlook, slots: list[datetime], zone: ZoneInfo) -> Iterator[str]:
    if ahead.upcoming is not None:
        when = show.time_text(slots[0], zone) if slots else "with `post --once` (the schedule has no slots)"
        yield f"Next: {ahead.upcoming.id}, {when}."
    elif ahead.why is not None:
        nothing = "" if ahead.why.kind is SkipKind.DONE else "nothing goes out: "
        yield from show.hanging("Next: ", f"{nothing}{ahead.why.reason}.")


def _service_lines(signs: list[ServiceSign], now: datetime) -> Iterator[str]:
    for sign in signs:
        ago = max(0, round((now - sign.seen_at).total_seconds()))
        yield f"Service {sign.name}: last seen {ago} s ago{'' if sign.alive(now) else ', so it has died or hangs'}."


def _waits(history: History, now: datetime) -> Iterator[str]:
    """Yield what ends by itself: nothing goes out until then."""
    account, opened = history.account, history.open
    if account is not None and account.paused_at(now) and account.paused_until is not None:
        yield f"X asked to wait until {show.iso(account.paused_until)}: {account.paused}"
    if opened is not None and opened.asks_person is None:
        yield (
            f"{opened.post_id} is in flight, or may be on X ({opened.reason or 'no answer is recorded yet'}): the "
            "service or the next `post --once` looks there first"
        )


def _needs_a_person(ahead: Outlook, history: History, late: list[Publication], now: datetime) -> Iterator[str]:
    account, opened, why = history.account, history.open, ahead.why
    waits = account is not None and account.paused_at(now)
    if account is not None and waits and account.paused_until is None:
        yield paused(account)
    if opened is not None:
        if opened.asks_person is not None or now >= opened.ends_by + TELL_AFTER:
            yield ask(opened, opened.asks_person or opened.reason or "its sender died")
    elif not waits and why is not None and why.kind is SkipKind.STUCK:  # a thread that has stopped, the month's budget
        yield why.reason
    for publication in late:
        yield (
            f"{publication.post_id} may be on X twice, the second time as {publication.late_remote_id}: "
            "look at the account, and delete one by hand"
        )
    yield from in_the_way(ahead.standings)
