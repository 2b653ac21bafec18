"""`scicomm-bot plan`."""

from argparse import Namespace
from zoneinfo import ZoneInfo

from scicomm_bot.approval import UNAPPROVED
from scicomm_bot.cli import show, wiring
from scicomm_bot.cli.outlook import after_a_rate_limit, by_slot, outlook, planned
from scicomm_bot.clock import SystemClock
from scicomm_bot.medium.prices import PRICES_READ_ON, usd
from scicomm_bot.plan import SkipKind, standing


def run(options: Namespace) -> int:
    """Show which post goes out at which slot, and what that costs, as things stand now."""
    settings = wiring.settings_with_warnings()
    now = SystemClock().now()
    _, document, posts, history, _ = wiring.seen(settings, now, dry_run=options.dry_run)
    now = after_a_rate_limit(history, now)
    ahead = outlook(posts, history, now, wiring.terms_of(settings, document.content))
    pending = [post for post in posts if standing(post, history).state == "pending"]
    schedule = document.content.schedule
    groups = by_slot(posts, history) if ahead.why is None else []
    entries = planned(groups, schedule, now, options.slots)
    placed = {post.id for _, post in entries}
    unapproved = [post for post in posts if standing(post, history).reason == UNAPPROVED]
    left = [post for post in pending if post.id not in placed]
    why = ahead.why.reason if ahead.why is not None and ahead.why.kind is not SkipKind.DONE else None
    if options.json:
        show.print_json({
            "plan": [{"slot": show.iso(slot), "id": post.id, "price_usd": post.price_micro_usd / 1_000_000}
                     for slot, post in entries],
            "price_usd": sum(post.price_micro_usd for _, post in entries) / 1_000_000,
            "without_a_slot": [post.id for post in left],
            "unapproved": [post.id for post in unapproved],
            "why_none": why,
        })  # fmt: skip
        return 0
    zone = ZoneInfo(schedule.timezone)
    for slot, post in entries:
        show.print_lines(show.hanging(f"{show.time_text(slot, zone):<36} {usd(post.price_micro_usd)}  ", post.id))
    total = usd(sum(post.price_micro_usd for _, post in entries))
    plural = "s" if len(entries) != 1 else ""
    show.print_lines([f"{len(entries)} post{plural} for {total} (X's prices as read on {PRICES_READ_ON})."])
    if left:
        show.print_lines([f"{len(left)} more ha{'ve' if len(left) != 1 else 's'} no slot here."])
    if unapproved:
        waits = f"{len(unapproved)} more wait{'s' if len(unapproved) == 1 else ''} for a person's approval"
        show.print_lines(show.hanging("", f"{waits}: look with `scicomm-bot preview`, then `scicomm-bot approve`."))
    if why:
        show.print_lines(show.hanging("Nothing goes out: ", f"{why}."))
    if not options.dry_run:
        show.print_lines(wiring.unsupervised_lines(settings))
    return 0
