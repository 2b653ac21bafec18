"""What becomes of one person's word on one post: the entry that it makes, or why it makes none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scicomm_bot.app.answering import AskAbout, Given, answered_by_hand, how_to_answer, what_is_open
from scicomm_bot.approval import (
    Approval,
    ApprovalState,
    ByMail,
    Decision,
    Signature,
    approval_of,
    different_people,
    rejection_of,
    same_person,
)
from scicomm_bot.domain.obstacle import NOT_READY, ObstacleCode
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.errors import listed
from scicomm_bot.plan import PostState


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says.

    Attributes:
        by: Who.
        why: Why they reject; None for a yes.
        every: Whether it is about all posts, so that an earlier no to one of them stands.
        given: Answers to questions, each to one rule, or to one question by its key.
        mail: How the word came, if by mail.
    """

    by: str
    why: str | None = None
    every: bool = False
    given: Given = ()
    mail: ByMail | None = None

    @property
    def decision(self) -> Decision:
        """Yes or no."""
        return "approved" if self.why is None else "rejected"


@dataclass(frozen=True, slots=True)
class Said:
    """What came of one word on one post.

    Attributes:
        post: The post, with the answers to the questions about it.
        before: Where it stood with the people who approve.
        after: Where the post is now, what was just recorded included.
        by: Whose word it is.
        entry: Its new entry; None where nothing was recorded.
        left: Why nothing was recorded, or None.
        fine: Whether that is as it should be.
        run: The command that answers what is open, where that alone is in the way; or None.
    """

    post: Post
    before: ApprovalState
    after: PostState
    by: str
    entry: Approval | None = None
    left: str | None = None
    fine: bool = False
    run: str | None = None

    @property
    def failed(self) -> bool:
        """Whether the post could not be approved."""
        return self.left is not None and not self.fine

    @property
    def signed(self) -> tuple[Signature, ...]:
        """Who has approved the post with the new entry, each person once; nobody where it is a no, or there is none."""
        if self.entry is None or self.entry.decision == "rejected":
            return ()
        return different_people(self.entry.signatures)

    @property
    def missing(self) -> int:
        """How many other people must approve it after the new entry."""
        return max(0, self.before.needed - len(self.signed)) if self.signed else 0


def judged(
    post: Post, state: ApprovalState, where: PostState, word: Word, ask: AskAbout | None
) -> tuple[Post, str | None, bool]:
    """Return a post with the answers to it, and what `why_not` returns of it; open questions are asked here."""
    answered = answered_by_hand(post, word.given, word.by) if word.why is None else post
    why, fine = _why_not(answered, state, where, word, news=answered != post)
    if why is not None or word.why is not None or not answered.asking:
        return answered, why, fine
    if ask is not None:
        answered = ask(answered, word.by)
    return (answered, what_is_open(answered), False) if answered.asking else (answered, None, True)


def how_to_go_on(post: Post, why: str | None, word: Word) -> str | None:
    """Return the command that answers what is open, where that alone is in the way; or None."""
    return how_to_answer(post, word.by) if why is not None and post.asking and why == what_is_open(post) else None


def entry_of(
    post: Post, state: ApprovalState, where: PostState, content: Content, said: tuple[Word, datetime]
) -> Approval:
    """Return the entry of a post: of a no to a withdrawn one, with the text that was sent.

    A yes to a rejected post is later than the no, whatever this machine's clock says: a person gave it after that.
    """
    word, at = said
    if word.why is not None and where.withdrawn and where.publication is not None:
        return rejection_of(where.publication, by=word.by, at=at, why=word.why, mail=word.mail)
    if word.why is None and state.state == "rejected" and state.at is not None:
        at = max(at, state.at + timedelta(seconds=1))
    return approval_of(post, content, word.decision, by=word.by, at=at, why=word.why, mail=word.mail)


def ids_to_join(posts: Sequence[Post], states: Sequence[ApprovalState]) -> dict[str, tuple[str, ...]]:
    """Return the posts that several people must approve, with all ids that each has or had.

    Not a rejected one: what was approved before the no does not count any more.
    """
    both = zip(posts, states, strict=True)
    return {post.id: (post.id, *post.was) for post, state in both if state.needed > 1 and state.state != "rejected"}


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
    if (wrong := _wrong_with(post, word)) is not None:
        return wrong
    if not post.asking and not news and (signed := _signed_already(state, word)) is not None:
        return signed, True
    if state.state == "rejected" and word.every:
        why = f"was rejected by {state.by_whom}: {str(state.why).rstrip('.')}"
        return f"{why}; --all leaves it so, name it to approve it after all", False
    return None, True


def _wrong_with(post: Post, word: Word) -> tuple[str, bool] | None:
    """Return why nobody can approve a post, and whether that is as it should be; or None."""
    if post.obstacle is not None and post.obstacle.code in NOT_READY:
        what = "a draft" if post.obstacle.code is ObstacleCode.DRAFT else "not complete"
        return f"is {what}: {post.obstacle.text(post.id)}", word.every
    if post.obstacle is not None and post.obstacle.code is ObstacleCode.IMAGE:
        return f"cannot be approved: {post.obstacle.text(post.id)}", False
    if blocking := [remark for remark in post.remarks if remark.level is Level.ERROR]:
        rules = [*dict.fromkeys(one.rule for one in blocking)]
        block = "blocks" if len(rules) == 1 else "block"
        return f"cannot be approved while {listed(rules)} {block} it; fix that first", False
    if post.obstacle is not None and post.obstacle.code is ObstacleCode.FILE:
        return f"cannot be approved: {post.obstacle.message}; fix that first", False
    if unreadable := [image.file for image in post.images if not image.sha256]:
        return f"cannot be approved while {listed(unreadable)} cannot be read; fix that first", False
    return None


def _signed_already(state: ApprovalState, word: Word) -> str | None:
    """Return that a yes adds nothing: enough people have approved the post, or this one has; or None."""
    if state.state == "approved":
        return f"is approved as it is, by {state.by_whom}"
    if any(same_person(word.by, one.by) for one in state.signed):
        count = f"{len(state.signed)} of {state.needed}"
        return f"was signed by {state.by_whom} already, which is one person ({count}); it waits for another person"
    return None
