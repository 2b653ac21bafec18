"""Questions about posts: which the approvals answer, and what an open one holds; pure."""

from collections.abc import Sequence
from dataclasses import replace

from scicomm_bot.approval.models import Approvals, ApprovalState, GivenAnswer
from scicomm_bot.domain.answer import counts
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post


def with_answers(posts: Sequence[Post], states: Sequence[ApprovalState]) -> list[Post]:
    """Return the posts, each open question with the answer that a standing approval has for it.

    `states` are those of the posts, in their order.
    """
    return [_answered(post, state) if state.answers else post for post, state in zip(posts, states, strict=True)]


def _answered(post: Post, state: ApprovalState) -> Post:
    given = {one.key: one.answer for one in state.answers if counts(one.answer)}
    remarks = tuple(
        remark.answered(given[remark.key], state.by) if remark.is_open and remark.key in given else remark
        for remark in post.remarks
    )
    return replace(post, remarks=remarks)


def as_in_file(post: Post) -> Post:
    """Return a post with those answers alone that stand in the file."""
    if all(remark.answered_by is None for remark in post.remarks):
        return post
    remarks = (remark if remark.answered_by is None else remark.answered(None) for remark in post.remarks)
    return replace(post, remarks=tuple(remarks))


def hold_asked(posts: Sequence[Post], states: Sequence[ApprovalState]) -> list[Post]:
    """Return the posts, with an obstacle on each that may not go live while a question about it is open.

    An obstacle that a post has already stays, unless it is that nobody has looked at the post yet: who answers looks.
    At a further part of a thread it stays always: what only asks does not stop a thread that has begun, and a part that
    nobody approved does. `states` are those of the posts, in their order.
    """
    return [
        replace(post, obstacle=asked(post)) if post.asking and _gives_way(post, state) else post
        for post, state in zip(posts, states, strict=True)
    ]


def _gives_way(post: Post, state: ApprovalState) -> bool:
    if post.obstacle is None:
        return True
    return post.obstacle.code is ObstacleCode.UNAPPROVED and state.unseen and post.follows is None


def asked(post: Post) -> Obstacle | None:
    """Return what an open question holds a post for, or None where none is open."""
    if not post.asking:
        return None
    first, *others = post.open_questions
    more = f" (and {len(others)} more)" if others else ""
    message = f"{first.rule} asks{more}: {first.question.rstrip('.')}"
    return Obstacle(ObstacleCode.ASKED, message, ANSWER_IT, needs=Need.LATER)


ANSWER_IT = "change the post, or answer with `scicomm-bot approve {id} --by NAME`"


def last_answer(approvals: Approvals, post_id: str, rule_id: str) -> GivenAnswer | None:
    """Return the newest answer that somebody approved to a question of this rule about this post, if any.

    It is there to be offered again: what it was about may be another text by now.
    """
    entry = approvals.of.get(post_id)
    return next((one for one in entry.answers if one.rule == rule_id), None) if entry is not None else None
