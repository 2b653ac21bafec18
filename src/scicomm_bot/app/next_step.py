"""What a person does next in a folder: where it stands, from the cheapest look that can tell.

Nothing is imported for a folder without `posts.yaml`, and no ledger is opened before there is a post that could go out.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.errors import FileError, Problem

if TYPE_CHECKING:
    from scicomm_bot.app.desk import Access, Desk
    from scicomm_bot.app.survey import Survey
    from scicomm_bot.domain.paper import Content
    from scicomm_bot.domain.post import Post
    from scicomm_bot.plan import PostState

REJECTED = "rejected"
_FOLDERS_ABOVE = 4
_MOST_POSTS = 400
"""More are not made and read by the rules, only to say what comes next; that takes seconds."""
_WRONG = (ObstacleCode.FINDING, ObstacleCode.ASKED, ObstacleCode.DRAFT, ObstacleCode.INCOMPLETE, ObstacleCode.IMAGE)
"""What is put right in a file, or answered: `check` tells of it."""
_MENDED_IN_FILES = {*_WRONG, ObstacleCode.FILE, ObstacleCode.UNAPPROVED, "slot"}
"""The needs that are told here, or follow from those."""


class Standing(StrEnum):
    """Where a folder stands; what comes next follows from it."""

    NOTHING = "nothing"
    """There is no `posts.yaml`."""
    ABOVE = "above"
    """There is none here, but one in a folder above."""
    UNSET = "unset"
    """The file that the settings name is not there."""
    BROKEN = "broken"
    """`posts.yaml` or a template cannot be used."""
    NO_PAPER = "no paper"
    MANY = "many"
    """There are too many posts to look at each."""
    TROUBLE = "trouble"
    """Something needs a person that no file can mend: `status` says what."""
    WRONG = "wrong"
    """A rule found an error or asks, or something is a draft."""
    UNAPPROVED = "unapproved"
    READY = "ready"
    """Posts may go out, and no service is running."""
    RUNNING = "running"
    OUT = "out"
    """Nothing is left to go out."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """Where a folder stands.

    Attributes:
        standing: In a word.
        file: `posts.yaml`, as the settings name it; where it is above, that one.
        papers: How many papers there are.
        counts: How many posts are where: by their `state`, or, of those that are held, by the `reason` of JSON, or
            `rejected`. Of too many, the number of all as `posts`, and of drafts, which the files tell.
        problems: What is wrong, where a file is broken.
        live: Whether posts go out for real as things are set.
        unlooked: The papers, by their ids, that need a person's word that they stand before a post goes live.
    """

    standing: Standing
    file: Path
    papers: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    live: bool = False
    unlooked: tuple[str, ...] = ()


def next_step(desk: "Desk", open_desk: "Callable[[bool, Access], Desk]") -> NextStep:
    """Return what comes next.

    Args:
        desk: One that reads the live ledger.
        open_desk: Opens another on the same settings: for a rehearsal or not, and with which access.
    """
    if not os.path.lexists(desk.posts_file):
        return _missing(desk)
    try:
        document, problems = desk.examine()
    except FileError as error:
        return _broken(desk, error.problems)
    of_files = document.problems if document is not None else []
    if document is None or len(problems) > len(of_files):
        return _broken(desk, problems)
    here, papers, posts = desk.posts_file, len(document.content.papers), sum(1 for _ in document.content.post_ids())
    if not papers:
        return _broken(desk, of_files) if of_files else NextStep(Standing.NO_PAPER, here, live=desk.live)
    if posts > _MOST_POSTS:
        counts = {"posts": posts, ObstacleCode.DRAFT: _drafts(document.content)}
        return NextStep(Standing.MANY, here, papers, counts, tuple(of_files), live=desk.live)
    from scicomm_bot.app.broken import survey_anyway

    survey = survey_anyway(desk)
    broken = [*survey.problems, *(post.failure for post in survey.posts if post.failure is not None)]
    if broken:
        return _broken(desk, [*dict.fromkeys(broken)])
    counts = Counter(_state(survey, post, where) for post, where in survey.forecast.states)
    if of_files:
        return replace(_broken(desk, of_files), papers=papers, counts=_of_sound_files(counts))
    standing = _standing(survey, counts, desk, open_desk)
    return NextStep(standing, here, papers, counts, live=desk.live, unlooked=tuple(survey.unlooked))


def _of_sound_files(counts: Mapping[str, int]) -> dict[str, int]:
    return {where: count for where, count in counts.items() if where != ObstacleCode.FILE}


def _drafts(content: "Content") -> int:
    """Return how many findings are drafts, which the files alone tell."""
    return sum(finding.draft for paper in content.papers for finding in paper.findings)


def _missing(desk: "Desk") -> NextStep:
    if desk.posts_are_set:
        return NextStep(Standing.UNSET, desk.posts_file, live=desk.live)
    above = next((one for one in _above(desk.posts_file) if os.path.isfile(one)), None)  # noqa: PTH113 - of what it may not see, it says no
    return NextStep(Standing.ABOVE if above else Standing.NOTHING, above or desk.posts_file, live=desk.live)


def _above(name: Path) -> list[Path]:
    """Return where a file of this name may lie above this folder, the nearest first."""
    try:
        here = Path.cwd()
    except OSError:  # somebody has deleted it meanwhile
        return []
    return [one / name for one in [*here.parents][:_FOLDERS_ABOVE]]


def _broken(desk: "Desk", problems: Sequence[Problem]) -> NextStep:
    return NextStep(Standing.BROKEN, desk.posts_file, problems=tuple(problems), live=desk.live)


def _state(survey: "Survey", post: "Post", where: "PostState") -> str:
    """Return a post's state in a word: why it is held, or `rejected` where that is because a person said no."""
    if where.reason == ObstacleCode.UNAPPROVED and _is_rejected(survey, post):
        return REJECTED
    return where.reason if where.state == "held" and where.reason is not None else where.state


def _is_rejected(survey: "Survey", post: "Post") -> bool:
    approval = survey.edition.approvals.get(post.id)
    return approval is not None and approval.state == "rejected"


def _standing(
    survey: "Survey", counts: Mapping[str, int], desk: "Desk", open_desk: "Callable[[bool, Access], Desk]"
) -> Standing:
    from scicomm_bot.app.status import status_of

    if any(need.code not in _MENDED_IN_FILES for need in status_of(survey).needed_now):
        return Standing.TROUBLE
    if any(counts[code] for code in _WRONG):
        return Standing.WRONG
    if counts[ObstacleCode.UNAPPROVED]:
        return Standing.UNAPPROVED
    if counts[ObstacleCode.RETRACTED] and not counts["pending"]:
        return Standing.TROUBLE
    if not counts["pending"]:
        return Standing.OUT
    return Standing.RUNNING if _is_served(survey, desk, open_desk) else Standing.READY


def _is_served(survey: "Survey", desk: "Desk", open_desk: "Callable[[bool, Access], Desk]") -> bool:
    """Whether a service is at work: on this ledger wherever it runs, or on this machine in any mode."""
    from scicomm_bot.app.examine import alive

    return any(sign.alive(survey.now) for sign in survey.ledger.signs) or alive.service(desk, open_desk).trouble is None
