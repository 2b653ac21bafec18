"""Makes a paper afresh just before a post of it goes out: nothing that was kept decides about sending."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scicomm_bot.app.edition import Edition, broken_templates
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post

if TYPE_CHECKING:
    from scicomm_bot.app.desk import Desk


@dataclass(slots=True)
class Afresh:
    """Reads a paper's file again, makes its posts, checks them, and asks who approved them.

    Attributes:
        desk: What it works with.
        edition: What the posts were chosen from; with each paper that was made afresh, the edition with it.
    """

    desk: "Desk"
    edition: Edition

    def posts(self, paper_id: str) -> Sequence[Post]:
        """Return the posts of a paper as its file says now; one that is not there any more is held."""
        before = [post for post in self.edition.posts if post.paper_id == paper_id]
        edition = self.desk.afresh(self.edition, paper_id)
        if broken_templates(edition):
            return before  # the last good version, as it was made by then
        self.edition = edition
        fresh = [post for post in edition.posts if post.paper_id == paper_id]
        if fresh != before:
            self.desk.news += 1
        there = {post.id for post in fresh}
        file = next((one for one in edition.document.unreadable if any(post.id in one.ids for post in before)), None)
        why = str(file.problems[0]) if file is not None else "it is not in its file any more"
        return [*fresh, *(replace(post, obstacle=_cannot_be_read(why)) for post in before if post.id not in there)]


def _cannot_be_read(why: str) -> Obstacle:
    return Obstacle(ObstacleCode.FILE, f"its file was changed just before it was to go out: {why}")
