"""`scicomm-bot plan`."""

from argparse import Namespace
from zoneinfo import ZoneInfo

from scicomm_bot.cli import show, wiring
from scicomm_bot.cli.outlook import by_slot, outlook
from scicomm_bot.clock import SystemClock
from scicomm_bot.plan import SkipKind, standing, upcoming_slots
from scicomm_bot.prices import PRICES_READ_ON, usd


def run(options: Namespace) -> int:
    """Show which post goes out at which slot, and what that costs, as things stand now."""
    settings = wiring.settings_with_warnings()
    now = SystemClock().now()
    document, posts = wiring.checked_posts(settings)
    ledger = wiring.open_ledger(settings, dry_run=options.dry_run, create=False)
    history = wiring.history_of(ledger, posts, now)
    account = history.account
    if account is not None and account.paused_at(now) and account.paused_until is not None:
        now = account.paused_until  # a rate limit ends by itself
    ahead = outlook(posts, history, now, wiring.terms_of(settings, document.content))
    pending = [post for post in posts if standing(post, history).state == "pending"]
    groups = by_slot(posts, history) if ahead.why is None else []
    schedule = document.content.schedule
    slots = upcoming_slots(schedule, now, min(len(groups), options.slots or len(groups)))
    planned = [(slot, post) for slot, group in zip(slots, groups, strict=False) for post in group]
    placed = {post.id for _, post in planned}
    left = [post for post in pending if post.id not in placed]
    why = ahead.why.reason if ahead.why is not None and ahead.why.kind is not SkipKind.DONE else None
    if options.json:
        show.print_json({
            "plan": [{"slot": show.iso(slot), "id": post.id, "price_usd": post.price_micro_usd / 1_000_000}
                     for slot, post in planned],
            "price_usd": sum(post.price_micro_usd for _, post in planned) / 1_000_000,
            "without_a_slot": [post.id for post in left],
            "why_none": why,
        })  # fmt: skip
        return 0
    zone = ZoneInfo(schedule.timezone)
    for slot, post in planned:
        show.print_lines(show.hanging(f"{show.time_text(slot, zone):<36} {usd(post.price_micro_usd)}  ", post.id))
    total = usd(sum(post.price_micro_usd for _, post in planned))
    plural = "s" if len(planned) != 1 else ""
    show.print_lines([f"{len(planned)} post{plural} for {total} (X's prices as read on {PRICES_READ_ON})."])
    if left:
        show.print_lines([f"{len(left)} more ha{'ve' if len(left) != 1 else 's'} no slot here."])
    if why:
        show.print_lines(show.hanging("Nothing goes out: ", f"{why}."))
    return 0
