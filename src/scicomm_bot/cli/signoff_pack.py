"""`scicomm-bot preview --html`: puts the sign-off pack together, and writes it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scicomm_bot import __version__
from scicomm_bot.approval import UNAPPROVED, Verdict
from scicomm_bot.cli import show
from scicomm_bot.cli.outlook import Outlook, after_a_rate_limit, by_slot, outlook, planned
from scicomm_bot.content import Document
from scicomm_bot.content.images import MOST_BYTES
from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Post, PostImage
from scicomm_bot.errors import ScicommError
from scicomm_bot.files import write_atomically
from scicomm_bot.plan import Terms
from scicomm_bot.signoff import Entry, Pack, PaperPart, Picture, page

STANDARD_OUTPUT = "-"


def pack_of(
    chosen: Sequence[Post],
    ahead: Outlook,
    document: Document,
    history: History,
    now: datetime,
    *,
    terms: Terms,
    verdicts: Mapping[str, Verdict],
) -> Pack:
    """Return the pack of the chosen posts, as things stand at `now`.

    Dates are planned as if every post were approved that nobody rejected: who is to sign wants to know when it goes
    out. `verdicts` says what people said of each post, by its id; in a rehearsal there are none.
    """
    content = document.content
    standings = {post.id: where for post, where in ahead.standings}
    then = after_a_rate_limit(history, now)
    if_approved = [_if_approved(post, verdicts.get(post.id)) for post, _ in ahead.standings]
    groups = by_slot(if_approved, history) if outlook(if_approved, history, then, terms).why is None else []
    slots = {post.id: slot for slot, post in planned(groups, content.schedule, then)}
    parts = []
    for paper in content.papers:
        findings = {f"{paper.id}/{finding.id}": finding for finding in paper.findings}
        entries = tuple(
            Entry(
                post,
                findings.get(post.id),
                standings[post.id],
                slots.get(post.id),
                verdicts.get(post.id),
                tuple(picture_of(image) for image in post.images),
            )
            for post in chosen
            if post.paper_id == paper.id
        )
        if entries:
            parts.append(PaperPart(paper, entries))
    username = history.account.username if history.account is not None else ""
    return Pack(tuple(parts), now, ZoneInfo(content.schedule.timezone), __version__, username)


def _if_approved(post: Post, verdict: Verdict | None) -> Post:
    waits = post.hold is not None and post.hold.reason == UNAPPROVED
    return replace(post, hold=None) if waits and verdict is not None and verdict.state != "rejected" else post


def picture_of(image: PostImage) -> Picture:
    """Return the very bytes that the post's hash is of, or none: what is shown is what is approved and goes out."""
    path = Path(image.file)
    try:
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    except OSError:
        data = b""  # the rule `image` says what is wrong with the file
    return Picture(path.name, data if hashlib.sha256(data).hexdigest() == image.sha256 else None, image.alt)


def write(pack: Pack, name: str) -> None:
    """Write the page into the file `name`, whole or not at all, and say so; `-` is standard output.

    Raises:
        ScicommError: the file cannot be written.
    """
    text = page(pack)
    if name == STANDARD_OUTPUT:
        show.print_lines([text.removesuffix("\n")])
        return
    try:
        write_atomically(Path(name), text.encode())
    except OSError as error:
        why = f"the page cannot be written: {error.strerror or error}"
        raise ScicommError(f"{name}: {why}; name a file in a folder that you may write to") from error
    posts, papers = len(pack.entries), len(pack.parts)
    told = f"{posts} post{'s' if posts != 1 else ''} on {papers} paper{'s' if papers != 1 else ''}"
    show.print_lines(show.hanging("", f"The sign-off pack is in {name}: {told}. Open it in a browser."))
