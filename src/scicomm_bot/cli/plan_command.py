"""`scicomm-bot plan`."""

from argparse import Namespace
from zoneinfo import ZoneInfo

from scicomm_bot.cli import show, wiring
from scicomm_bot.clock import SystemClock
from scicomm_bot.plan import standing, upcoming_slots
from scicomm_bot.prices import PRICES_READ_ON, usd


def run(options: Namespace) -> int:
    """Show which post goes out at which slot, and what that costs, as things stand now."""
    settings = wiring.settings_with_warnings()
    now = SystemClock().now()
    document, posts = wiring.checked_posts(settings)
    ledger = wiring.open_ledger(settings, dry_run=options.dry_run, create=False)
    history = wiring.history_of(ledger, posts, now)
    pending = [post for post in posts if standing(post, history).state == "pending"]
    schedule = document.content.schedule
    slots = upcoming_slots(schedule, now, min(len(pending), options.slots or len(pending)))
    planned = list(zip(slots, pending, strict=False))
    if options.json:
        show.print_json({
            "plan": [{"slot": show.iso(slot), "id": post.id, "price_usd": post.price_micro_usd / 1_000_000}
                     for slot, post in planned],
            "price_usd": sum(post.price_micro_usd for _, post in planned) / 1_000_000,
            "without_a_slot": [post.id for post in pending[len(planned):]],
        })  # fmt: skip
        return 0
    zone = ZoneInfo(schedule.timezone)
    for slot, post in planned:
        show.print_lines(show.hanging(f"{show.time_text(slot, zone):<36} {usd(post.price_micro_usd)}  ", post.id))
    left = len(pending) - len(planned)
    total = usd(sum(post.price_micro_usd for _, post in planned))
    plural = "s" if len(planned) != 1 else ""
    show.print_lines([f"{len(planned)} post{plural} for {total} (X's prices as read on {PRICES_READ_ON})."])
    if left:
        show.print_lines([f"{left} more ha{'ve' if left != 1 else 's'} no slot here."])
    return 0
