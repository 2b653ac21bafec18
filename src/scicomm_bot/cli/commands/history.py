"""`scicomm-bot history`."""

from argparse import Namespace
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from scicomm_bot.cli import show, wiring
from scicomm_bot.domain.publication import Publication
from scicomm_bot.medium.prices import usd


def run(options: Namespace) -> int:
    """List every attempt, in the order of claiming."""
    settings = wiring.settings_with_warnings()
    ledger = wiring.open_ledger(settings, dry_run=options.dry_run, create=False)
    publications = ledger.publications(newest=options.last) if ledger else []
    if options.json:
        show.print_json({"publications": [show.publication_json(one) for one in publications]})
        return 0
    for publication in publications:
        show.print_lines(lines_of(publication))
    show.print_lines([f"{len(publications)} attempt{'s' if len(publications) != 1 else ''}."])
    return 0


def lines_of(publication: Publication) -> Iterator[str]:
    """Yield what is known of one attempt."""
    when = show.time_text(publication.ended_at or publication.claimed_at, ZoneInfo("UTC"))
    yield f"{when}  {publication.post_id}  {publication.state}  {usd(publication.price_micro_usd)}"
    if publication.address or publication.reason:
        yield from show.hanging("  ", publication.address or publication.reason or "")
    for line in show.wrap(publication.text, show.WIDTH - 4):
        yield f"  │ {line}".rstrip()
    yield ""
