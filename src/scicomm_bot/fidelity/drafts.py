"""What is said of posts that are not ready: how many there are, and, as notes, what the rules find in them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from scicomm_bot.domain.drafts import lacks
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.obstacle import NOT_READY, ObstacleCode
from scicomm_bot.domain.paper import Content, Paper
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.fidelity.extra_rules import DRAFT, INCOMPLETE
from scicomm_bot.fidelity.rule import Found

_WORDS = {Level.ERROR: "an error", Level.QUESTION: "a question", Level.WARNING: "a warning"}


def is_ready(post: Post) -> bool:
    """Whether a post is meant for readers: what the rules find in it counts, and other posts are compared with it."""
    return post.obstacle is None or post.obstacle.code not in NOT_READY


def as_notes(post: Post) -> Post:
    """Return a post that is not ready with what was found in it as information: it blocks nothing, and asks nobody."""
    draft = post.obstacle is not None and post.obstacle.code is ObstacleCode.DRAFT
    once = "once it is no draft" if draft else "once the paper is complete"
    return replace(post, remarks=tuple(_as_note(remark, once) for remark in post.remarks))


def _as_note(remark: Remark, once: str) -> Remark:
    if remark.level is Level.INFO or remark.of_drafts:
        return remark
    begin = f"{_WORDS[remark.level]} {once}: "
    brief = None if remark.brief is None else begin + remark.brief
    return replace(remark, level=Level.INFO, message=begin + remark.message, brief=brief, key=None)


def draft_remarks(
    content: Content, place: Callable[..., object], stopped: Collection[str] = ()
) -> Mapping[str, Sequence[Remark]]:
    """Return, once for each paper, how many of its findings are drafts and what the file does not say of it yet.

    Args:
        content: The papers.
        place: Returns the place of a value in the file, as a `Document` does.
        stopped: The ids of papers that do not stand: nobody is asked to write anything about them.

    Returns:
        The remarks, by the id of the post at which they are told: the paper's first draft, or its authors' post.
    """
    remarks: dict[str, list[Remark]] = {}
    for number, paper in enumerate(content.papers):
        if paper.id in stopped:
            continue
        drafts = [index for index, finding in enumerate(paper.findings) if finding.draft]
        about = post_id(paper.id, paper.findings[drafts[0]].id if drafts else "authors")
        if drafts:
            where = place("papers", number, "findings", drafts[0])
            remarks.setdefault(about, []).append(DRAFT.remark(_drafts(len(drafts)), str(where)))
        if paper.missing:
            where = place("papers", number)
            remarks.setdefault(about, []).append(INCOMPLETE.remark(_lacks(paper), str(where)))
    return remarks


def _drafts(count: int) -> Found:
    several = f"{count} findings are drafts" if count > 1 else "1 finding is a draft"
    remedy = f"write {'each' if count > 1 else 'it'} and take `draft` away"
    return Found(f"{several}: written for colleagues, not yet for readers", remedy)


def _lacks(paper: Paper) -> Found:
    them = "it" if len(paper.missing) == 1 else "them"
    what = f"of the paper {paper.id}, {lacks(paper)}, so nothing of it goes out"
    return Found(what, f"write {them} in before you take `draft` away")
