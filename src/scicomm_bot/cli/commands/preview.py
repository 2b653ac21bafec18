"""`scicomm-bot preview`."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from scicomm_bot.approval import UNAPPROVED, Approvals, Verdict, standings_of
from scicomm_bot.cli import show, wiring
from scicomm_bot.cli.outlook import STILL_TO_COME, outlook
from scicomm_bot.cli.show_approval import difference_lines, verdict_json, word_of
from scicomm_bot.clock import SystemClock
from scicomm_bot.domain.paper import Content, Schedule
from scicomm_bot.domain.post import Post
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan import Skip, SkipKind, Standing, upcoming_slots


def run(options: Namespace) -> int:
    """Show every post as it will read."""
    settings = wiring.settings_with_warnings()
    now = SystemClock().now()
    _, document, posts, history, approvals = wiring.seen(settings, now, dry_run=options.dry_run)
    terms = wiring.terms_of(settings, document.content)
    ahead = outlook(posts, history, now, terms)
    standings = {post.id: where for post, where in ahead.standings}
    chosen = wiring.selected(posts, options.ids)
    verdicts = {} if approvals is None else _verdicts(posts, document.content, approvals)
    if options.json:
        show.print_json({"posts": [
            {**show.post_json(post, standings[post.id]), "approval": verdict_json(verdicts.get(post.id))}
            for post in chosen
        ]})  # fmt: skip
        return 0
    if options.html is not None:
        from scicomm_bot.cli import signoff_pack  # noqa: PLC0415 - only the page needs it

        pack = signoff_pack.pack_of(chosen, ahead, document, history, now, terms=terms, verdicts=verdicts)
        signoff_pack.write(pack, options.html)
        return 0
    schedule = document.content.schedule
    upcoming = ahead.upcoming.id if ahead.upcoming is not None else None
    slots = upcoming_slots(schedule, now, 1)
    paint, zone = show.paint_for_stdout(), ZoneInfo(schedule.timezone)
    for post in chosen:
        lines = show.post_lines(post, standings[post.id], paint, zone, upcoming=post.id == upcoming)
        show.print_lines([*lines, *_approval_lines(verdicts.get(post.id), standings[post.id], paint), ""])
    if not options.dry_run:
        show.print_lines(wiring.unsupervised_lines(settings))
    next_slot = show.time_text(slots[0], zone) if slots and upcoming else None
    show.print_lines(summary_lines(chosen, standings, schedule, next_slot, ahead.why))
    return 0


def _verdicts(posts: Sequence[Post], content: Content, approvals: Approvals) -> dict[str, Verdict]:
    verdicts = standings_of(posts, content, approvals)
    return {post.id: verdict for post, verdict in zip(posts, verdicts, strict=True)}


def _approval_lines(verdict: Verdict | None, where: Standing, paint: show.Paint) -> Iterator[str]:
    """Say who approved a post, or how it differs from what they saw; of what is out, neither matters."""
    if verdict is None or where.state == "posted":
        return
    if verdict.state == "approved":
        yield from show.hanging("  ", f"approved by {word_of(verdict)}")
    elif verdict.difference:
        yield f"  from what {verdict.by} {'rejected' if verdict.state == 'rejected' else 'approved'} to what it is now:"
        yield from difference_lines(verdict.difference, paint)


def summary_lines(
    posts: Sequence[Post],
    standings: dict[str, Standing],
    schedule: Schedule,
    next_slot: str | None,
    why: Skip | None,
) -> Iterator[str]:
    """Yield the lines below the posts: how many, what they cost, when the next one goes out."""
    counts = {state: sum(standings[post.id].state == state for post in posts) for state in _STATES}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    whole = usd(sum(post.price_micro_usd for post in posts))
    to_come = [post for post in posts if (it := standings[post.id]).state == "pending" or it.reason in _NOT_PAID_YET]
    left = usd(sum(post.price_micro_usd for post in to_come))
    text = f"{len(posts)} post{'s' if len(posts) != 1 else ''}: {told}. Price {whole}, of it {left} still to pay."
    yield from show.wrap(text, show.WIDTH)
    if next_slot:
        yield f"Next slot: {next_slot}."
    elif not schedule.slots:
        yield "No slots: `schedule:` in the file has none, so only `post --once` publishes."
    if why is not None and why.kind is not SkipKind.DONE:
        yield from show.hanging("Nothing goes out: ", f"{why.reason}.")


_NOT_PAID_YET = STILL_TO_COME | {UNAPPROVED}
_STATES = ("pending", "posted", "unknown", "refused", "held")
