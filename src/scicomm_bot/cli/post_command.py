"""`scicomm-bot post --once`."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime

from scicomm_bot.bot import Failed, Sent, StepResult
from scicomm_bot.cli import show, wiring
from scicomm_bot.clock import SystemClock
from scicomm_bot.errors import LedgerError
from scicomm_bot.models import Publication
from scicomm_bot.plan import SkipKind
from scicomm_bot.prices import usd


def run(options: Namespace) -> int:
    """Publish the next pending post, or the one asked for, say what was done, and end."""
    settings = wiring.settings_with_warnings()
    dry_run = settings.dry_run if options.dry_run is None else options.dry_run
    clock = SystemClock()
    document, posts = wiring.checked_posts(settings)
    if options.id is not None and options.id not in {post.id for post in posts}:
        raise wiring.not_found(options.id, {post.id for post in posts})
    if not dry_run:
        wiring.x_client(settings, clock.now)  # missing credentials are said before a state file is made
    ledger = wiring.open_ledger(settings, dry_run=dry_run, create=True)
    if ledger is None:
        raise LedgerError(f"{settings.state}: the state file could not be made")
    result = wiring.bot_for(settings, ledger, document.content, clock, dry_run=dry_run).step(posts, only=options.id)
    failed = isinstance(result, Failed) or (not isinstance(result, Sent) and result.kind is not SkipKind.DONE)
    if options.json:
        show.print_json(_json(result, dry_run=dry_run))
    else:
        lines = lines_of(result, dry_run=dry_run, kept_in=str(ledger.path))
        if failed:
            print("\n".join(lines), file=sys.stderr)
        else:
            show.print_lines(lines)
    return 1 if failed else 0


def lines_of(result: StepResult, *, dry_run: bool, kept_in: str) -> Iterator[str]:
    """Yield what a person is told of a step."""
    match result:
        case Sent(publication) if dry_run:
            yield f"Dry run: this is where {publication.post_id} would be posted, for {_price(publication)}:"
            yield from _text(publication)
            yield f"Nothing was sent. The rehearsal is kept in {kept_in}; delete that file to begin again."
        case Sent(publication):
            yield f"Posted {publication.post_id} for {_price(publication)}:"
            yield from _text(publication)
            yield f"{publication.address}"
        case Failed(publication, reason, until):
            yield f"scicomm-bot: error: {publication.post_id} was not posted ({publication.state}): {reason}"
            if publication.open:
                yield (
                    f"It may be on X all the same. Look at the account, then run "
                    f"`scicomm-bot resolve {publication.post_id} --posted X_ID` or `--not-posted`."
                )
            yield from _until(until)
        case skip if skip.kind is SkipKind.DONE:
            named = "/" in skip.reason.split()[0]  # an id stays as it is written
            yield f"{skip.reason if named else skip.reason[0].upper() + skip.reason[1:]}."
        case skip:
            yield f"scicomm-bot: error: nothing was posted: {skip.reason}"
            yield from _until(skip.until)


def _text(publication: Publication) -> Iterator[str]:
    yield ""
    for line in show.wrap(publication.text, show.WIDTH - 4):
        yield f"    {line}".rstrip()
    yield ""


def _price(publication: Publication) -> str:
    return usd(publication.price_micro_usd)


def _until(until: datetime | None) -> Iterator[str]:
    if until is not None:
        yield f"Try again after {until.astimezone():%Y-%m-%d %H:%M:%S %Z}."


def _json(result: StepResult, *, dry_run: bool) -> dict[str, object]:
    match result:
        case Sent(publication):
            return {"posted": True, "dry_run": dry_run, **show.publication_json(publication)}
        case Failed(publication, reason, until):
            told = show.publication_json(publication)
            return {"posted": False, "dry_run": dry_run, **told, "reason": reason, "until": show.iso(until)}
        case skip:
            return {"posted": False, "dry_run": dry_run, "reason": skip.reason, "until": show.iso(skip.until)}
