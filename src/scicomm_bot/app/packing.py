"""Puts the sign-off pack together, and writes it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from scicomm_bot import __version__
from scicomm_bot.app import handouts
from scicomm_bot.app.beside import beside
from scicomm_bot.app.handouts import Handout
from scicomm_bot.app.planning import slots_if_approved
from scicomm_bot.app.survey import Survey
from scicomm_bot.content.contact import reply_by
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.post import Post, PostImage
from scicomm_bot.files import read_ordinary
from scicomm_bot.medium.images import MOST_BYTES
from scicomm_bot.notices.policy import Case
from scicomm_bot.plan import PostState
from scicomm_bot.signoff import Asking, Entry, Pack, PaperPart, Picture, is_page, page

_PAGE = Handout("page", "sign-off page", "page.html", "--html", is_page)


def pack_of(survey: Survey, chosen: Sequence[Post]) -> Pack:
    """Return the pack of the chosen posts.

    Dates are planned as if every post were approved that nobody rejected, and every question answered: who is to sign
    wants to know when it goes out.
    """
    content, history = survey.edition.content, survey.history
    states = survey.forecast.by_id()
    slots = slots_if_approved(survey)
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
                _where(survey, states[post.id]),
                slots.get(post.id),
                survey.edition.approvals.get(post.id),
                tuple(picture_of(image) for image in post.images),
                facts=shown[post.id].facts,
                look_at=shown[post.id].look_at,
                embargo=post.timing.not_before if post.timing.embargoed(survey.now) else None,
            )
            for post in by_paper[paper.id]
        )
        if entries:
            parts.append(PaperPart(paper, entries, _stopped(survey, paper.id)))
    username = history.account.username if history.account is not None else ""
    known = survey.knows_what_is_out
    asking, prices = _asking(survey), survey.prices.source
    return Pack(tuple(parts), survey.now, survey.zone, __version__, username, known, asking, prices)


def _where(survey: Survey, where: PostState) -> PostState:
    """Return where a post is; without a ledger nobody knows that what it corrects is not out, so that holds nothing."""
    if where.corrects_nothing and not survey.knows_what_is_out:
        return replace(where, state="pending", obstacle=None)
    return where


def _stopped(survey: Survey, paper_id: str) -> str | None:
    """Return why nothing of a paper goes out any more, where something on record says so."""
    state = survey.edition.papers.get(paper_id)
    return state.message if state is not None and state.case is Case.STOPPED else None


def _asking(survey: Survey) -> Asking | None:
    content = survey.edition.content
    if content.contact is None:
        return None
    until = reply_by(content, survey.now)
    name, email = content.contact.name, content.contact.email
    return Asking(name, email, until.day, until.clock) if until is not None else Asking(name, email)


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
    """Write the page into a file, as `handouts.write` does."""
    handouts.write(_PAGE, path, page(pack).encode(), own)
