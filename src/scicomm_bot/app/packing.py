"""Puts the sign-off pack together, and writes it."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scicomm_bot import __version__
from scicomm_bot.app.beside import beside
from scicomm_bot.app.survey import Survey
from scicomm_bot.approval import ApprovalState
from scicomm_bot.content.contact import reply_by
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.post import Post, PostImage
from scicomm_bot.errors import ScicommError
from scicomm_bot.files import read_ordinary, write_atomically
from scicomm_bot.medium.images import MOST_BYTES
from scicomm_bot.notices.policy import Case
from scicomm_bot.plan import PostState
from scicomm_bot.plan.forecast import after_pauses, by_slot, forecast, planned
from scicomm_bot.signoff import LOOKED_AT, Asking, Entry, Pack, PaperPart, Picture, is_page, page

_NO_PAGE = (".yaml", ".yml", ".j2", ".db", ".env")
"""How the files end that the program reads itself."""


def pack_of(survey: Survey, chosen: Sequence[Post]) -> Pack:
    """Return the pack of the chosen posts.

    Dates are planned as if every post were approved that nobody rejected, and every question answered: who is to sign
    wants to know when it goes out.
    """
    content, history = survey.edition.content, survey.history
    states = survey.forecast.by_id()
    then = after_pauses(history, survey.now)
    if_approved = [_if_approved(post, survey.edition.approvals.get(post.id)) for post in survey.posts]
    goes_on = forecast(if_approved, history, then, survey.terms).why is None
    groups = by_slot(if_approved, history, then) if goes_on else []
    slots = {post.id: slot for slot, post in planned(groups, content.schedule, then)}
    by_paper: dict[str, list[Post]] = {paper.id: [] for paper in content.papers}
    for post in chosen:
        if post.paper_id in by_paper:  # else its file cannot be read
            by_paper[post.paper_id].append(post)
    shown, parts = beside([post for several in by_paper.values() for post in several], content), []
    for paper in content.papers:
        findings = {post_id(paper.id, finding.id): finding for finding in paper.findings}
        entries = tuple(
            Entry(
                post,
                findings.get(post.id),
                states[post.id],
                slots.get(post.id),
                survey.edition.approvals.get(post.id),
                tuple(picture_of(image) for image in post.images),
                facts=shown[post.id].facts,
                look_at=shown[post.id].look_at,
                embargo=_embargo(post, states[post.id]),
            )
            for post in by_paper[paper.id]
        )
        if entries:
            parts.append(PaperPart(paper, entries, _stopped(survey, paper.id)))
    username = history.account.username if history.account is not None else ""
    zone, known = ZoneInfo(content.schedule.timezone), survey.knows_what_is_out
    return Pack(tuple(parts), survey.now, zone, __version__, username, known, _asking(survey))


def _stopped(survey: Survey, paper_id: str) -> str | None:
    """Return why nothing of a paper goes out any more, where something on record says so."""
    state = survey.edition.papers.get(paper_id)
    return state.message if state is not None and state.case is Case.STOPPED else None


def _embargo(post: Post, where: PostState) -> datetime | None:
    """Return until when a post must not be told, or None; what must be mended first is told before it, and hides it."""
    held = (one for one in (where.obstacle, post.obstacle) if one is not None and one.code is ObstacleCode.EMBARGO)
    return max((one.until for one in held if one.until is not None), default=None)


def _asking(survey: Survey) -> Asking | None:
    content = survey.edition.content
    if content.contact is None:
        return None
    until = reply_by(content, survey.now)
    name, email = content.contact.name, content.contact.email
    return Asking(name, email, until.day, until.clock) if until is not None else Asking(name, email)


def _if_approved(post: Post, state: ApprovalState | None) -> Post:
    waits = post.obstacle is not None and post.obstacle.code in {ObstacleCode.UNAPPROVED, ObstacleCode.ASKED}
    return replace(post, obstacle=None) if waits and state is not None and state.state != "rejected" else post


def picture_of(image: PostImage) -> Picture:
    """Return the very bytes that the post's hash is of, or none: what is shown is what is approved and goes out.

    What is no sound picture is not shown: a browser would unpack what we did not. The rule `image` says what is wrong.
    """
    path = Path(image.file)
    sound = image.problem is None or image.facts is not None
    try:
        data = read_ordinary(path, MOST_BYTES + 1) if sound else b""
    except OSError:
        data = b""
    return Picture(path.name, data if hashlib.sha256(data).hexdigest() == image.sha256 else None, image.alt)


def html_of(pack: Pack) -> str:
    """Return the page of a pack, one HTML file that loads nothing."""
    return page(pack)


def write(pack: Pack, path: Path, own: Iterable[Path] = ()) -> None:
    """Write the page into a file, whole or not at all; of what is there, only an empty file or a page gives way to it.

    Args:
        pack: What the page shows.
        path: The file.
        own: The program's own files, there or not: none becomes a page.

    Raises:
        ScicommError: the file cannot be written, or is another that would be lost or is kept for something else.
    """
    _refuse_own(path, own)
    try:
        _refuse_to_replace(path)
        write_atomically(path, page(pack).encode())
    except OSError as error:
        why = f"the page cannot be written: {error.strerror or error}"
        raise ScicommError(f"{path}: {why}{_hint(path)}; name a file in a folder that you may write to") from error


def _refuse_own(path: Path, own: Iterable[Path]) -> None:
    """Refuse the name of a file that the program reads itself, also where that is not there yet."""
    real = os.path.realpath(path)
    if path.name.lower().endswith(_NO_PAGE) or any(real == os.path.realpath(one) for one in own):
        raise ScicommError(f"{path}: is no name for a page, since the program reads such files; write it to page.html")


def _refuse_to_replace(path: Path) -> None:
    """Refuse what somebody may need still: `posts.yaml` is soon typed for a page. A link leads to a page or nowhere."""
    linked = path.is_symlink()
    try:
        begin = read_ordinary(path, LOOKED_AT)
    except FileNotFoundError:
        if linked:
            raise ScicommError(f"{path}: is a link that leads to no file; remove it, or name another file") from None
        return
    if not is_page(begin) and (begin or linked):
        raise ScicommError(f"{path}: is no sign-off page, and was left as it is{_hint(path)}; name another file")


def _hint(path: Path) -> str:
    return " (`--html -` prints the page)" if str(path).startswith(("/dev/", "/proc/")) else ""
