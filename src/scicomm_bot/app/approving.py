"""A person's yes or no to posts, kept in `approved.yaml`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from scicomm_bot.app.answering import (
    Ask,
    AskAbout,
    Given,
    answered_by_hand,
    ask_with,
    how_to_answer,
    refuse_odd,
    waiting,
    what_is_open,
)
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition, selected
from scicomm_bot.app.keeping_cards import keep_cards, with_kept_cards
from scicomm_bot.approval import (
    Approval,
    ApprovalState,
    Decision,
    approval_of,
    approval_states,
    rejection_of,
    with_answers,
)
from scicomm_bot.approval.read import read_file
from scicomm_bot.approval.write import record
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import NOT_READY, ObstacleCode
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
        given: Answers to questions, each to one rule, or to one question by its key.
    """

    by: str
    why: str | None = None
    every: bool = False
    given: Given = ()

    @property
    def decision(self) -> Decision:
        """Yes or no."""
        return "approved" if self.why is None else "rejected"


@dataclass(frozen=True, slots=True)
class Said:
    """What came of one post.

    Attributes:
        post: The post, with the answers to the questions about it.
        before: Where it stood with the people who approve.
        after: Where the post is now, what was just recorded included.
        entry: Its new entry; None where nothing was recorded.
        left: Why nothing was recorded, or None.
        fine: Whether that is as it should be.
        run: The command that answers what is open, where that alone is in the way; or None.
    """

    post: Post
    before: ApprovalState
    after: PostState
    entry: Approval | None = None
    left: str | None = None
    fine: bool = False
    run: str | None = None

    @property
    def failed(self) -> bool:
        """Whether the post could not be approved."""
        return self.left is not None and not self.fine


@dataclass(frozen=True, slots=True)
class Approving:
    """What was recorded, and what was not."""

    path: Path
    edition: Edition
    results: Sequence[Said]
    gone: Sequence[Approval] = ()
    """The new entries of posts that are no longer in `posts.yaml`: noes."""

    @property
    def recorded(self) -> list[Approval]:
        """The new entries."""
        return [*self.gone, *(one.entry for one in self.results if one.entry is not None)]

    @property
    def price_micro_usd(self) -> int:
        """What the posts cost of which something was recorded."""
        return sum(one.post.price_micro_usd for one in self.results if one.entry is not None)


def approve(desk: Desk, ids: Sequence[str], word: Word, ask: Ask | None = None) -> Approving:
    """Record what a person says of posts; before a yes, their papers are looked up.

    Args:
        desk: What to work with.
        ids: Posts and papers; none for all posts where the word is about every post, else for those that wait for an
            answer.
        word: What the person says.
        ask: Asks a person an open question; None where nobody can be asked. A post with a question that stays open is
            left.

    Raises:
        ApprovalError: `approved.yaml` cannot be used or written.
        NotFoundError: an id names no post and no paper, or an answer no rule.
        ScicommError: an answer is given to what is not asked here.
    """
    read_file(desk.approved_file)  # one that cannot be used is said before anything is looked up
    document = desk.document()
    edition = desk.edition(document)
    if not ids and not word.every and not (ids := waiting(desk, edition)):
        return Approving(desk.approved_file, edition, ())
    gone = _gone(desk, set(ids), edition, word)
    ids = [one for one in ids if one not in gone]
    chosen = selected(edition, ids) if ids or not gone else []
    if word.why is None:
        wanted = {post.paper_id for post in chosen}
        looked_up = desk.lookups.look_up([paper for paper in document.content.papers if paper.id in wanted])
        edition = desk.edition(document, looked_up=looked_up) if looked_up else edition
        chosen = selected(edition, ids)
    history, at, approvals = desk.history(edition.posts), desk.clock.now(), desk.approvals()
    states = approval_states(chosen, edition.content, approvals)
    posts = with_answers(chosen, states)
    refuse_odd(word.given, posts)
    known = [(post, state, post_state(post, history, at)) for post, state in zip(posts, states, strict=True)]
    judged = [_judged(*one, word, ask and ask_with(ask, edition.content, approvals)) for one in known]
    entries = [
        _entry(with_kept_cards(post), state, where, edition.content, (word, at)) if why is None else None
        for (_, state, where), (post, why, _) in zip(known, judged, strict=True)
    ]
    if new := [*gone.values(), *(entry for entry in entries if entry is not None)]:
        edition = _with_cards(desk, edition, {entry.id for entry in new if entry.decision == "approved"})
        record(desk.approved_file, new, [post.id for post in edition.posts])
    after = _after(desk, edition, history, at)
    results = [
        Said(post, state, after[post.id], entry, why, fine, _run(post, why, word))
        for state, entry, (post, why, fine) in zip(states, entries, judged, strict=True)
    ]
    return Approving(desk.approved_file, edition, results, tuple(gone.values()))


def _with_cards(desk: Desk, edition: Edition, approved: Collection[str]) -> Edition:
    """Keep the cards of the posts that were approved just now, and return the edition with them in their places.

    Raises:
        FileError: one cannot be written, or another file would be lost.
    """
    with_cards = {
        post.id: with_kept_cards(post)
        for post in edition.checked
        if post.id in approved and any(image.is_lost for image in post.images)
    }
    if not with_cards:
        return edition
    keep_cards([post for post in edition.checked if post.id in with_cards], desk.kept_cards)
    checked = [with_cards.get(post.id, post) for post in edition.checked]
    return replace(edition, checked=checked, posts=checked)


def _judged(
    post: Post, state: ApprovalState, where: PostState, word: Word, ask: AskAbout | None
) -> tuple[Post, str | None, bool]:
    """Return a post with the answers to it, and what `_why_not` returns of it; open questions are asked here."""
    answered = answered_by_hand(post, word.given, word.by) if word.why is None else post
    why, fine = _why_not(answered, state, where, word, news=answered != post)
    if why is not None or word.why is not None or not answered.asking:
        return answered, why, fine
    if ask is not None:
        answered = ask(answered, word.by)
    return (answered, what_is_open(answered), False) if answered.asking else (answered, None, True)


def _run(post: Post, why: str | None, word: Word) -> str | None:
    return how_to_answer(post, word.by) if why is not None and post.asking and why == what_is_open(post) else None


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


def _why_not(post: Post, state: ApprovalState, where: PostState, word: Word, *, news: bool) -> tuple[str | None, bool]:
    """Return why nothing is recorded for a post, and whether that is as it should be; None where it is recorded.

    There is `news` where it is answered otherwise than it was approved.
    """
    if where.withdrawn and where.publication is not None:
        told = f"was {where.publication.withdrawn_text()}".rstrip(".")
        return None if word.why is not None else f"{told}; it is never sent again", True
    if where.state == "posted":
        return f"is out already; to take it back, run `scicomm-bot withdraw {post.id}`", word.why is None
    if word.why is not None:
        return None, True
    if post.obstacle is not None and post.obstacle.code in NOT_READY:
        what = "a draft" if post.obstacle.code is ObstacleCode.DRAFT else "not complete"
        return f"is {what}: {post.obstacle.text(post.id)}", word.every
    if (unusable := _unusable(post)) is not None:
        return f"cannot be approved{unusable}", False
    if state.state == "approved" and not post.asking and not news:
        return f"is approved as it is, by {state.by_whom}", True
    if state.state == "rejected" and word.every:
        why = f"was rejected by {state.by_whom}: {str(state.why).rstrip('.')}"
        return f"{why}; --all leaves it so, name it to approve it after all", False
    return None, True


def _unusable(post: Post) -> str | None:
    """Return why nobody can approve a post, to be put behind "cannot be approved"; or None."""
    if post.obstacle is not None and post.obstacle.code is ObstacleCode.IMAGE:
        return f": {post.obstacle.text(post.id)}"
    if blocking := [remark for remark in post.remarks if remark.level is Level.ERROR]:
        rules = [*dict.fromkeys(one.rule for one in blocking)]
        block = "blocks" if len(rules) == 1 else "block"
        return f" while {listed(rules)} {block} it; fix that first"
    if post.obstacle is not None and post.obstacle.code is ObstacleCode.FILE:
        return f": {post.obstacle.message}; fix that first"
    if unreadable := [image.file for image in post.images if not image.sha256]:
        return f" while {listed(unreadable)} cannot be read; fix that first"
    return None
