"""`scicomm-bot preview --html`: puts the sign-off pack together, and writes it."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from errno import EEXIST
from pathlib import Path
from zoneinfo import ZoneInfo

from scicomm_bot import __version__
from scicomm_bot.approval import UNAPPROVED
from scicomm_bot.cli import show
from scicomm_bot.cli.outlook import Outlook, after_a_rate_limit, by_slot, outlook, planned
from scicomm_bot.content import Document
from scicomm_bot.errors import ScicommError
from scicomm_bot.models import Content, Finding, History, Post
from scicomm_bot.plan import Standing, Terms
from scicomm_bot.signoff import Entry, Pack, PaperPart, Picture, page

LARGEST_PICTURE = 5 * 1024 * 1024
"""X takes no larger one; the page shows none either (https://docs.x.com/x-api/media, "Image size <= 5 MB")."""
STANDARD_OUTPUT = "-"


def pack_of(
    chosen: Sequence[Post], ahead: Outlook, document: Document, history: History, now: datetime, *, terms: Terms
) -> Pack:
    """Return the pack of the chosen posts, as things stand at `now`; dates are planned as if all were approved."""
    content = document.content
    standings = {post.id: where for post, where in ahead.standings}
    slots = _slots([post for post, _ in ahead.standings], content, history, after_a_rate_limit(history, now), terms)
    parts = []
    for paper in content.papers:
        findings = {f"{paper.id}/{finding.id}": finding for finding in paper.findings}
        entries = tuple(
            _entry(post, findings.get(post.id), document.path.parent, standings[post.id], slots.get(post.id))
            for post in chosen
            if post.paper_id == paper.id
        )
        if entries:
            parts.append(PaperPart(paper, entries))
    username = history.account.username if history.account is not None else ""
    return Pack(tuple(parts), now, ZoneInfo(content.schedule.timezone), __version__, username)


def _slots(
    posts: Sequence[Post], content: Content, history: History, now: datetime, terms: Terms
) -> dict[str, datetime]:
    if_approved = [replace(post, hold=None) if post.hold and post.hold.reason == UNAPPROVED else post for post in posts]
    goes = outlook(if_approved, history, now, terms).why is None
    groups = by_slot(if_approved, history) if goes else []
    return {post.id: slot for slot, post in planned(groups, content.schedule, now)}


def _entry(post: Post, finding: Finding | None, folder: Path, where: Standing, slot: datetime | None) -> Entry:
    images = finding.images if finding is not None else ()
    pictures = tuple(_picture(folder / image.file, image.alt) for image in images)
    return Entry(post, finding, where, slot, pictures=pictures)


def _picture(path: Path, alt: str | None) -> Picture:
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_PICTURE else None
    except OSError:
        data = None  # the rules say what is wrong with the file
    return Picture(path.name, data, alt)


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
        _replace(Path(name), text.encode())
    except OSError as error:
        why = f"the page cannot be written: {error.strerror or error}"
        raise ScicommError(f"{name}: {why}; name a file in a folder that you may write to") from error
    posts, papers = len(pack.entries), len(pack.parts)
    told = f"{posts} post{'s' if posts != 1 else ''} on {papers} paper{'s' if papers != 1 else ''}"
    show.print_lines(show.hanging("", f"The sign-off pack is in {name}: {told}. Open it in a browser."))


def _replace(path: Path, data: bytes) -> None:
    """Write a file beside `path`, then put it in its place: nobody ever sees half a page.

    Raises:
        OSError: it cannot be written, or `path` is a folder, a device or the like.
    """
    path = path.resolve()  # a link stays one
    if path.exists() and not path.is_file():
        raise OSError(EEXIST, "a folder" if path.is_dir() else "not an ordinary file")
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
