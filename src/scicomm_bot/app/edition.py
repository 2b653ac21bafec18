"""An edition: one reading of `posts.yaml`, with every post made from it, and what holds each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from scicomm_bot.approval import ApprovalState
from scicomm_bot.content import Document, PaperFile
from scicomm_bot.domain.account import Pause
from scicomm_bot.domain.ids import paper_id_of
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Content, Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.errors import NotFoundError, Problem, near
from scicomm_bot.notices.policy import Case, PaperState
from scicomm_bot.plan import Terms, quiet_time


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
            quiet=quiet_time(schedule),
            most_per_day=schedule.most_per_day,
            order=schedule.order,
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


def hold_unlooked(edition: Edition) -> Edition:
    """Return an edition with the posts held of papers that nobody can look up, and for which no person gave their word.

    It is for who looks ahead to live posts; a post that something else holds stays held by that. A paper that was only
    not looked up lately is none of these: a live post looks first.
    """
    unlooked = {one: state for one, state in edition.papers.items() if state.case is Case.ASK}
    if not unlooked:
        return edition
    obstacles = {paper_id: state.obstacle(live=True) for paper_id, state in unlooked.items()}
    held = [post.with_paper(obstacles.get(post.paper_id)) if post.obstacle is None else post for post in edition.posts]
    return replace(edition, posts=held)


def hold_broken(posts: Sequence[Post], document: Document) -> list[Post]:
    """Return the posts, held where the file of their paper has an error: what was read may not be the whole of it."""
    obstacles = {paper_id: _of_file(file) for paper_id, file in document.broken.items()}
    return [replace(post, obstacle=obstacles[post.paper_id]) if post.paper_id in obstacles else post for post in posts]


def _of_file(file: PaperFile) -> Obstacle:
    # It needs nobody by itself: the file is told once, not for each post.
    first, *others = file.problems
    more = f" (and {len(others)} more)" if others else ""
    return Obstacle(ObstacleCode.FILE, f"its file has an error: {first}{more}", "see `scicomm-bot check`")


def with_unreadable(edition: Edition) -> Edition:
    """Return an edition with a post for each id that was read in a file of which nothing can be used: held, and empty.

    It is for who looks: nothing can be made of them.
    """
    known = {post.id for post in edition.posts}
    empty = [
        Post(one, paper_id_of(one), "finding", "", 0, 0, str(file.problems[0].place), obstacle=_of_file(file))
        for file in edition.document.unreadable
        for one in file.ids
        if one not in known
    ]
    if not empty:
        return edition
    return replace(edition, posts=[*edition.posts, *empty], checked=[*edition.checked, *empty])


def broken_templates(edition: Edition) -> list[Problem]:
    """Return what is wrong with templates by which no edition can be taken over.

    That is a template from which a post of `posts.yaml` itself, or every post of several papers, cannot be made. One
    that fails in the file of one paper concerns that paper alone, and its posts are held by themselves; so is a
    correction, for the posts that it is about must be held all the same.
    """
    document = edition.document
    own = {paper.id for paper in document.content.papers[: len(document.content.papers) - len(document.sources)]}
    failed: dict[Problem, set[str]] = {}
    for post in edition.posts:
        if post.failure is not None and post.kind != "correction":
            failed.setdefault(post.failure, set()).add(post.paper_id)
    if not failed:
        return []
    fine = {post.paper_id for post in edition.posts} - {paper_id for papers in failed.values() for paper_id in papers}
    return [problem for problem, papers in failed.items() if papers & own or (len(papers) > 1 and not fine)]


def selected(edition: Edition, ids: Sequence[str], posts: Sequence[Post] | None = None) -> list[Post]:
    """Return the posts with these ids, or of these papers, in their own order; all of them for no ids.

    Args:
        edition: What there is.
        ids: The ids of posts or papers.
        posts: The posts to choose from; by default, those of the edition.

    Raises:
        NotFoundError: an id names no post and no paper.
    """
    posts = edition.posts if posts is None else posts
    known = {post.id for post in posts} | {post.paper_id for post in posts}
    for one in ids:
        if one not in known:
            raise not_found(one, known, edition.document)
    return [post for post in posts if not ids or post.id in ids or post.paper_id in ids]


def not_found(one: str, known: set[str], document: Document) -> NotFoundError:
    """Return the error for an id that nobody knows, with the nearest that somebody does.

    It may be that of a post whose file cannot be read; then that file is named.
    """
    for file in document.unreadable:
        if file.path.stem == one.partition("/")[0]:
            return NotFoundError(f"no post {one!r}, because the file of its paper cannot be used: {file.problems[0]}")
    nearest = near(one, known)
    hint = f"did you mean {nearest}?" if nearest else "see `scicomm-bot preview` for the ids"
    return NotFoundError(f"no post {one!r}; {hint}")
