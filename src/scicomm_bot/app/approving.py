"""A person's yes or no to posts, kept in `approved.yaml`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition, selected
from scicomm_bot.approval import Approval, ApprovalState, Decision, approval_of, approval_states, rejection_of
from scicomm_bot.approval.read import read_file
from scicomm_bot.approval.write import record
from scicomm_bot.domain.history import History
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.errors import listed
from scicomm_bot.plan import PostState, post_state


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says.

    Attributes:
        by: Who.
        why: Why they reject; None for a yes.
        every: Whether it is about all posts, so that an earlier no to one of them stands.
    """

    by: str
    why: str | None = None
    every: bool = False

    @property
    def decision(self) -> Decision:
        """Yes or no."""
        return "approved" if self.why is None else "rejected"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one post.

    Attributes:
        post: The post.
        before: Where it stood with the people who approve.
        after: Where the post is now, what was just recorded included.
        entry: Its new entry; None where nothing was recorded.
        left: Why nothing was recorded, or None.
        fine: Whether that is as it should be.
    """

    post: Post
    before: ApprovalState
    after: PostState
    entry: Approval | None = None
    left: str | None = None
    fine: bool = False

    @property
    def failed(self) -> bool:
        """Whether the post could not be approved."""
        return self.left is not None and not self.fine


@dataclass(frozen=True, slots=True)
class Approving:
    """What was recorded, and what was not."""

    path: Path
    edition: Edition
    answers: Sequence[Answer]
    gone: Sequence[Approval] = ()
    """The new entries of posts that are no longer in `posts.yaml`: noes."""

    @property
    def recorded(self) -> list[Approval]:
        """The new entries."""
        return [*self.gone, *(answer.entry for answer in self.answers if answer.entry is not None)]

    @property
    def price_micro_usd(self) -> int:
        """What the posts cost of which something was recorded."""
        return sum(answer.post.price_micro_usd for answer in self.answers if answer.entry is not None)


def approve(desk: Desk, ids: Sequence[str], word: Word) -> Approving:
    """Record what a person says of posts; before a yes, their papers are looked up.

    Raises:
        ApprovalError: `approved.yaml` cannot be used or written.
        NotFoundError: an id names no post and no paper.
    """
    read_file(desk.approved_file)  # one that cannot be used is said before anything is looked up
    document = desk.document()
    edition = desk.edition(document)
    gone = _gone(desk, set(ids), edition, word)
    ids = [one for one in ids if one not in gone]
    chosen = selected(edition.posts, ids) if ids or not gone else []
    if word.why is None:
        wanted = {post.paper_id for post in chosen}
        looked_up = desk.lookups.look_up([paper for paper in document.content.papers if paper.id in wanted])
        edition = desk.edition(document, looked_up=looked_up) if looked_up else edition
        chosen = selected(edition.posts, ids)
    history, at = desk.history(edition.posts), desk.clock.now()
    states = approval_states(chosen, edition.content, desk.approvals())
    known = [(post, state, post_state(post, history, at)) for post, state in zip(chosen, states, strict=True)]
    left = [_why_not(*one, word) for one in known]
    entries = [
        _entry(*one, edition.content, (word, at)) if why is None else None
        for one, (why, _) in zip(known, left, strict=True)
    ]
    if new := [*gone.values(), *(entry for entry in entries if entry is not None)]:
        record(desk.approved_file, new, [post.id for post in edition.posts])
    after = _after(desk, edition, history, at)
    answers = [
        Answer(post, state, after[post.id], entry, why, fine)
        for post, state, entry, (why, fine) in zip(chosen, states, entries, left, strict=True)
    ]
    return Approving(desk.approved_file, edition, answers, tuple(gone.values()))


def _entry(
    post: Post, state: ApprovalState, where: PostState, content: Content, said: tuple[Word, datetime]
) -> Approval:
    """Return the entry of a post: of a no to a withdrawn one, with the text that was sent.

    A yes to a rejected post is later than the no, whatever this machine's clock says: a person gave it after that.
    """
    word, at = said
    if word.why is not None and where.withdrawn and where.publication is not None:
        return rejection_of(where.publication, by=word.by, at=at, why=word.why)
    if word.why is None and state.state == "rejected" and state.at is not None:
        at = max(at, state.at + timedelta(seconds=1))
    return approval_of(post, content, word.decision, by=word.by, at=at, why=word.why)


def _gone(desk: Desk, ids: Collection[str], edition: Edition, word: Word) -> dict[str, Approval]:
    """Return the noes to posts that are no longer in the file, by their ids: they must not come back with it.

    What they read like, the ledger says of a withdrawn post, and an older entry of any. An id that neither knows, or of
    a post that is out, is left to others.
    """
    unknown = set(ids) - {post.id for post in edition.posts} if word.why is not None else set()
    noes: dict[str, Approval] = {}
    approvals, at = (desk.approvals() if unknown else None), desk.clock.now().replace(microsecond=0)
    for one in sorted(unknown):
        sent = desk.ledger.posted(one) if desk.ledger is not None else None
        entry = approvals.of.get(one) if approvals is not None else None
        if sent is not None and sent.withdrawn_at is not None:
            noes[one] = rejection_of(sent, by=word.by, at=at, why=word.why or "")
        elif sent is None and entry is not None:
            noes[one] = replace(entry, decision="rejected", by=word.by, at=at, why=word.why)
    return noes


def _after(desk: Desk, edition: Edition, history: History, now: datetime) -> dict[str, PostState]:
    return {post.id: post_state(post, history, now) for post in desk.with_approvals(edition).posts}


def _why_not(post: Post, state: ApprovalState, where: PostState, word: Word) -> tuple[str | None, bool]:
    """Return why nothing is recorded for a post, and whether that is as it should be; None where it is recorded."""
    if where.withdrawn and where.publication is not None:
        told = f"was {where.publication.withdrawn_text()}".rstrip(".")
        return None if word.why is not None else f"{told}; it is never sent again", True
    if where.state == "posted":
        return f"is out already; to take it back, run `scicomm-bot withdraw {post.id}`", word.why is None
    if word.why is not None:
        return None, True
    if blocking := [remark for remark in post.remarks if remark.level is Level.ERROR]:
        rules = [*dict.fromkeys(one.rule for one in blocking)]
        block = "blocks" if len(rules) == 1 else "block"
        return f"cannot be approved while {listed(rules)} {block} it; fix that first", False
    if unreadable := [image.file for image in post.images if not image.sha256]:
        return f"cannot be approved while {listed(unreadable)} cannot be read; fix that first", False
    if state.state == "approved":
        return f"is approved as it is, by {state.by_whom}", True
    if state.state == "rejected" and word.every:
        why = f"was rejected by {state.by_whom}: {str(state.why).rstrip('.')}"
        return f"{why}; --all leaves it so, name it to approve it after all", False
    return None, True
