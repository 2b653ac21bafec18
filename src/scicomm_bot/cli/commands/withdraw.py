"""`scicomm-bot withdraw`."""

import sys
from argparse import Namespace
from collections.abc import Iterator

from scicomm_bot.cli import show, wiring
from scicomm_bot.clock import SystemClock
from scicomm_bot.content import load
from scicomm_bot.domain.publication import Publication
from scicomm_bot.errors import NotFoundError, ScicommError
from scicomm_bot.medium.prices import DELETE_MICRO_USD, usd
from scicomm_bot.render import Templates, choose
from scicomm_bot.settings import Settings


def run(options: Namespace) -> int:
    """Delete a post on X; it stays in the ledger as posted and withdrawn, and is never sent again.

    Neither `posts.yaml` nor a template is needed for that: a post that must go can always go.
    """
    settings = wiring.settings_with_warnings()
    dry_run = wiring.rehearsing(settings, options)
    clock = SystemClock()
    client = None if dry_run else wiring.x_client(settings, clock.now)
    ledger = wiring.ledger_to_change(settings, dry_run=dry_run)
    publication = ledger.posted(options.id) if ledger is not None else None
    if ledger is None or publication is None or publication.remote_id is None:
        raise NotFoundError(_not_out(settings, options.id, dry_run=dry_run))
    if publication.withdrawn_at is not None:
        raise ScicommError(f"{options.id} was withdrawn already, at {show.iso(publication.withdrawn_at)}")
    if client is not None:
        wiring.account_of(ledger, settings, client)  # another account's credentials are refused
        client.delete(publication.remote_id)
    ledger.withdraw(publication.attempt_id, clock.now(), options.why)
    show.print_lines(_done_lines(options.id, dry_run=dry_run))
    sys.stdout.flush()
    try:
        draft = draft_of(publication, options.why, settings)
    except ScicommError as error:
        note = " ".join(str(error).split())
        show.print_lines(show.hanging("", f"There is no draft of a correction: {note}"))
        return 0
    show.print_lines(["A draft of a correction:", ""])
    show.print_lines([f"    {line}".rstrip() for line in show.wrap(draft, show.WIDTH - 4)])
    return 0


def _not_out(settings: Settings, post_id: str, *, dry_run: bool) -> str:
    if dry_run:
        return (
            f"{post_id} was not rehearsed ({settings.ledger_name(dry_run=True)}); this is a dry run, and nothing on X "
            "was touched. To delete a post on X, say --live"
        )
    return f"{post_id} is not out, so it cannot be withdrawn; see `scicomm-bot history`"


def _done_lines(post_id: str, *, dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield from show.hanging("", f"Dry run: {post_id} is withdrawn in the rehearsal; nothing on X was touched.")
    else:
        yield from show.hanging("", f"{post_id} is withdrawn ({usd(DELETE_MICRO_USD)}); its history is kept.")


def draft_of(publication: Publication, why: str, settings: Settings) -> str:
    """Return a draft of a correction.

    Raises:
        ScicommError: `posts.yaml` or the template cannot be used, or the paper is no longer in the file.
    """
    paper_id = publication.post_id.partition("/")[0]
    paper = next((paper for paper in load(settings.posts).content.papers if paper.id == paper_id), None)
    if paper is None:
        raise NotFoundError(f"the paper {paper_id} is no longer in {settings.posts}")
    gone = {"text": publication.text, "posted_on": f"{publication.ended_at or publication.claimed_at:%d %B %Y}"}
    variables = {"paper": paper, "withdrawn": gone, "retraction": None, "why": why}
    return choose(Templates(settings.templates).wordings("correction.txt.j2", variables))
