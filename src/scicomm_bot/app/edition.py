"""An edition: one reading of `posts.yaml`, with every post made from it, and what holds each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from scicomm_bot.approval import ApprovalState
from scicomm_bot.content import Document
from scicomm_bot.domain.account import Pause
from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.paper import Content, Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.errors import NotFoundError, near
from scicomm_bot.notices.policy import PaperState
from scicomm_bot.plan import Terms


@dataclass(frozen=True, slots=True)
class Edition:
    """One reading of `posts.yaml` and the templates.

    Attributes:
        document: The file.
        checked: Every post, in order, with what the rules say of it, and held where its paper does not stand.
        posts: The same, with the answers that people approved, and with an obstacle on each post that no person
            approved or about which a question is open, where that is asked for.
        papers: Whether each paper stands, by its id; empty where that is not looked at.
        approvals: What people said of each post, by its id; empty where nobody is asked, as for a rehearsal.
    """

    document: Document
    checked: Sequence[Post]
    posts: Sequence[Post]
    papers: Mapping[str, PaperState]
    approvals: Mapping[str, ApprovalState] = field(default_factory=dict)

    @property
    def content(self) -> Content:
        """What the file says."""
        return self.document.content

    def terms(self, monthly_budget_usd: float | None, pause: Pause | None = None) -> Terms:
        """Return on what terms posts may go out; `pause` is what the file says now, which may be newer than this."""
        schedule = self.content.schedule
        return Terms(
            least_gap=timedelta(minutes=schedule.least_gap_minutes),
            thread_gap=timedelta(seconds=schedule.thread_gap_seconds),
            monthly_budget_micro_usd=None if monthly_budget_usd is None else round(monthly_budget_usd * 1_000_000),
            pause=pause,
        )

    def papers_stopped(self) -> list[Paper]:
        """Return the papers of which something on record stops every post."""
        held = ((post.paper_id, post.obstacle) for post in self.posts)
        stopped = {paper_id for paper_id, why in held if why is not None and why.code is ObstacleCode.RETRACTED}
        return [paper for paper in self.content.papers if paper.id in stopped]


def hold_retracted(posts: Sequence[Post], states: Mapping[str, PaperState], *, live: bool) -> list[Post]:
    """Return the posts, held where their paper does not stand."""
    obstacles = {paper_id: state.obstacle(live=live) for paper_id, state in states.items()}
    return [post.with_paper(obstacles.get(post.paper_id)) for post in posts]


def selected(posts: Sequence[Post], ids: Sequence[str]) -> list[Post]:
    """Return the posts with these ids, or of these papers, in their own order; all of them for no ids.

    Raises:
        NotFoundError: an id names no post and no paper.
    """
    known = {post.id for post in posts} | {post.paper_id for post in posts}
    for one in ids:
        if one not in known:
            raise not_found(one, known)
    return [post for post in posts if not ids or post.id in ids or post.paper_id in ids]


def not_found(one: str, known: set[str]) -> NotFoundError:
    """Return the error for an id that nobody knows, with the nearest that somebody does."""
    nearest = near(one, known)
    hint = f"did you mean {nearest}?" if nearest else "see `scicomm-bot preview` for the ids"
    return NotFoundError(f"no post {one!r}; {hint}")
