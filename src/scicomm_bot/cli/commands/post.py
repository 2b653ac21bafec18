"""`scicomm-bot post --once`."""

import sys
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from scicomm_bot.approval import UNAPPROVED
from scicomm_bot.bot import Bot, Failed, Found, Sent, StepResult
from scicomm_bot.cli import retractions, show, wiring
from scicomm_bot.cli.outlook import in_the_way
from scicomm_bot.clock import SystemClock
from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan import SkipKind, standing
from scicomm_bot.render import Templates
from scicomm_bot.retry import with_retries


def run(options: Namespace) -> int:
    """Publish the next pending post, or the one asked for, say what was done, and end."""
    settings = wiring.settings_with_warnings()
    dry_run = wiring.rehearsing(settings, options)
    clock = SystemClock()
    there = wiring.open_ledger(settings, dry_run=dry_run, create=False)
    document, posts = wiring.checked_posts(settings, clock.now(), there)
    if options.id is not None and options.id not in {post.id for post in posts}:
        raise wiring.not_found(options.id, {post.id for post in posts})
    if not dry_run:
        wiring.warn_if_unsupervised(settings)
        wiring.x_client(settings, clock.now)  # missing credentials are said before a state file is made
        posts = wiring.for_live(settings, document.content, posts)
    ledger = wiring.made_ledger(settings, dry_run=dry_run)
    gate = None if dry_run else retractions.gate_of(settings, ledger, clock.now)
    if gate is not None and retractions.look_at_stopped(gate, posts, document.content.papers):
        posts = wiring.posts_of(document, settings, clock.now(), ledger, Templates(settings.templates))
        posts = wiring.for_live(settings, document.content, posts)
    bot = wiring.bot_for(settings, ledger, document.content, clock, dry_run=dry_run, gate=gate)
    held = []
    if options.id is None:
        held = _tell_what_is_held(posts, wiring.history_of(ledger, posts, clock.now()))
    gap = document.content.schedule.thread_gap_seconds
    results: list[StepResult] = []
    try:
        for result in steps(bot, posts, options.id, 0 if dry_run else gap):
            results.append(result)
            if not options.json:
                _tell(result, dry_run=dry_run, kept_in=ledger.name)
    finally:  # what went out is told, even where a later step raises
        if options.json and results:
            told = [_json(result, dry_run=dry_run) for result in results]
            show.print_json({**told[-1], "steps": told})
    unusable = bool(held) and bool(wiring.approvals_of(settings).broken)
    return 1 if is_failure(results[-1]) or unusable else 0


def _tell_what_is_held(posts: Sequence[Post], history: History) -> list[str]:
    """Say which posts are passed over for want of approval, and why; return what was said."""
    standings = [(post, standing(post, history)) for post in posts]
    told = in_the_way((post, where) for post, where in standings if where.reason == UNAPPROVED)
    for one in told:
        print("\n".join(show.hanging("", f"scicomm-bot: {one}")), file=sys.stderr)
    return told


def _tell(result: StepResult, *, dry_run: bool, kept_in: str) -> None:
    lines = lines_of(result, dry_run=dry_run, kept_in=kept_in)
    if is_failure(result):
        print("\n".join(lines), file=sys.stderr)
    else:
        show.print_lines(lines)
        sys.stdout.flush()  # the next part of a thread may take its time


def steps(bot: Bot, posts: Sequence[Post], only: str | None, gap_seconds: float) -> Iterator[StepResult]:
    """Take steps until one post is out, with every part of its thread that can go; yield what each came to."""
    while True:
        result = with_retries(partial(bot.step, posts, only=only), time.sleep)
        if isinstance(result, Found):  # an earlier attempt is settled now; this run's own post is still to come
            yield result
            if only == result.publication.post_id:
                return
            continue
        yield result
        if not isinstance(result, Sent):
            return
        paper_id = result.publication.post_id.partition("/")[0]
        part = bot.next_part([post for post in posts if post.paper_id == paper_id])
        if part is None:
            return
        time.sleep(gap_seconds)
        only = part.id


def is_failure(result: StepResult) -> bool:
    """Return whether a step's result makes the command end with 1."""
    if isinstance(result, Sent | Found):
        return False
    return isinstance(result, Failed) or result.kind is not SkipKind.DONE


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
        case Found(publication):
            yield f"An earlier attempt at {publication.post_id} had gone through: {publication.address}"
        case Failed(publication, reason):
            if publication.open:
                yield f"scicomm-bot: error: {publication.post_id} may or may not be on X: {reason}"
                yield "The next run looks there first. Nothing else goes out until it is known."
            else:
                yield f"scicomm-bot: error: {publication.post_id} was not posted ({publication.state}): {reason}"
            yield from _until(_until_of(result))
        case skip if skip.kind is SkipKind.DONE:
            words = skip.reason.split()
            said = skip.reason if "/" in words[0] else skip.reason[0].upper() + skip.reason[1:]
            # An id stays as it is written; an address is not cut off from its line, and ends in no full stop.
            yield from [said] if "://" in words[-1] else show.hanging("", f"{said}.")
        case skip:
            yield f"scicomm-bot: error: nothing was posted: {skip.reason}"
            yield from _until(skip.until)


def _until_of(failed: Failed) -> datetime | None:
    """Return when to try again: a lost answer is looked for once its call must have ended."""
    if failed.until is None and failed.publication.open:
        return failed.publication.ends_by
    return failed.until


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
        case Sent(publication) | Found(publication):
            return {"posted": True, "dry_run": dry_run, **show.publication_json(publication)}
        case Failed(publication, reason):
            told = show.publication_json(publication)
            return {"posted": False, "dry_run": dry_run, **told, "reason": reason, "until": show.iso(_until_of(result))}
        case skip:
            return {"posted": False, "dry_run": dry_run, "reason": skip.reason, "until": show.iso(skip.until)}
