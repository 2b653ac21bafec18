"""Makes a paper afresh just before a post of it goes out: nothing that was kept decides about sending."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scicomm_bot.app.edition import Edition, broken_templates
from scicomm_bot.content.include import Stamp, stamp_of
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.plan import time_obstacle

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
    _stamps: dict[Path, Stamp] = field(default_factory=dict)
    """Of the files of the papers that were made afresh, as they were just before that."""

    def posts(self, paper_id: str) -> Sequence[Post]:
        """Return the posts of a paper as its file says now; one that is not there any more is held."""
        before = [post for post in self.edition.posts if post.paper_id == paper_id]
        path = self._file_of(paper_id)
        self._stamps[path] = stamp_of(str(path))
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

    def held_since(self, post: Post, now: datetime) -> Obstacle | None:
        """Return why the file of a post's paper, if it was changed since it was read, lets the post not go out now.

        A person may set an embargo, or move one, while a picture goes up.
        """
        path = self._file_of(post.paper_id)
        if stamp_of(str(path)) == self._stamps.get(path):
            return None
        fresh = next((one for one in self.posts(post.paper_id) if one.id == post.id), None)
        if fresh is None or (fresh.obstacle is not None and fresh.obstacle.code in _OF_FILE):
            return fresh.obstacle if fresh is not None else _cannot_be_read("it is not in its file any more")
        return time_obstacle(replace(fresh.timing, at=None), now)

    def _file_of(self, paper_id: str) -> Path:
        document = self.edition.document
        number = next((at for at, paper in enumerate(document.content.papers) if paper.id == paper_id), None)
        source = None if number is None else document.source(number)
        return document.path if source is None else source.path


_OF_FILE = {ObstacleCode.FILE, ObstacleCode.DRAFT, ObstacleCode.INCOMPLETE}


def _cannot_be_read(why: str) -> Obstacle:
    return Obstacle(ObstacleCode.FILE, f"its file was changed just before it was to go out: {why}")
