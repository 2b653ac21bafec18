"""A person's yes or no to posts, kept in `approved.yaml`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition, selected
from scicomm_bot.approval import Approval, ApprovalState, Decision, approval_of, approval_states
from scicomm_bot.approval.read import read_file
from scicomm_bot.approval.write import record
from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Level, Post
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

    @property
    def recorded(self) -> list[Approval]:
        """The new entries."""
        return [answer.entry for answer in self.answers if answer.entry is not None]

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
    chosen = selected(edition.posts, ids)
    if word.why is None:
        wanted = {post.paper_id for post in chosen}
        looked_up = desk.lookups.look_up([paper for paper in document.content.papers if paper.id in wanted])
        edition = desk.edition(document, looked_up=looked_up) if looked_up else edition
        chosen = selected(edition.posts, ids)
    history, at = desk.history(edition.posts), desk.clock.now()
    states = approval_states(chosen, edition.content, desk.approvals())
    left = [
        _why_not(post, state, post_state(post, history, at), word) for post, state in zip(chosen, states, strict=True)
    ]
    entries = [
        approval_of(post, edition.content, word.decision, by=word.by, at=at, why=word.why) if why is None else None
        for post, (why, _) in zip(chosen, left, strict=True)
    ]
    if new := [entry for entry in entries if entry is not None]:
        record(desk.approved_file, new, [post.id for post in edition.posts])
    after = _after(desk, edition, history, at)
    answers = [
        Answer(post, state, after[post.id], entry, why, fine)
        for post, state, entry, (why, fine) in zip(chosen, states, entries, left, strict=True)
    ]
    return Approving(desk.approved_file, edition, answers)


def _after(desk: Desk, edition: Edition, history: History, now: datetime) -> dict[str, PostState]:
    return {post.id: post_state(post, history, now) for post in desk.with_approvals(edition).posts}


def _why_not(post: Post, state: ApprovalState, where: PostState, word: Word) -> tuple[str | None, bool]:
    """Return why nothing is recorded for a post, and whether that is as it should be; None where it is recorded."""
    if where.state == "posted":
        return f"is out already; to take it back, run `scicomm-bot withdraw {post.id}`", word.why is None
    if word.why is not None:
        return None, True
    if blocking := [remark for remark in post.remarks if remark.level is Level.ERROR]:
        rules = " and ".join(dict.fromkeys(one.rule for one in blocking))
        return f"cannot be approved while {rules} blocks it; fix that first", False
    if unreadable := [image.file for image in post.images if not image.sha256]:
        return f"cannot be approved while {', '.join(unreadable)} cannot be read; fix that first", False
    if state.state == "approved":
        return f"is approved as it is, by {state.by_whom}", True
    if state.state == "rejected" and word.every:
        why = f"was rejected by {state.by_whom}: {str(state.why).rstrip('.')}"
        return f"{why}; --all leaves it so, name it to approve it after all", False
    return None, True
