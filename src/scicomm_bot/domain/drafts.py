"""Which posts are not ready: those of drafts, and of papers of which the file does not say all yet; pure."""

from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Finding, Paper
from scicomm_bot.errors import listed

_DRAFT = Obstacle(
    ObstacleCode.DRAFT,
    "written for colleagues, not yet for readers",
    "write it and take `draft` away",
    needs=Need.LATER,
)
_NO_FINDING = Obstacle(
    ObstacleCode.INCOMPLETE,
    "no finding of its paper is for readers yet",
    "write one and take its `draft` away",
    needs=Need.LATER,
)


def not_ready(paper: Paper, finding: Finding | None) -> Obstacle | None:
    """Return what keeps a post back that is not ready, or None.

    Args:
        paper: Its paper.
        finding: What it is made from; None for a post that comes by itself. The posts about the authors and the source
            wait until a finding of the paper may go out: alone they tell nothing.
    """
    if finding is not None:
        return _DRAFT if finding.draft else None
    if paper.missing:
        them = "it" if len(paper.missing) == 1 else "them"
        return Obstacle(ObstacleCode.INCOMPLETE, lacks(paper), f"write {them} into the file", needs=Need.LATER)
    return _NO_FINDING if paper.is_all_draft else None


def lacks(paper: Paper) -> str:
    """Say what a paper lacks: "`study` and `abstract` are missing"."""
    names = [f"`{name}`" for name in paper.missing]
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} missing"
