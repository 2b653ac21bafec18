"""The one account of the stand-in and what stands on it. Thread-safe."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .posts import ServedPost, snowflake


@dataclass
class ServedMedia:
    """An uploaded picture, with its alt text once that is there."""

    raw: bytes
    category: str
    alt: str | None = None


class Account:
    """Posts in order of publishing.

    - `timeline_lag`: seconds before a new post shows on the timeline.
    - `duplicate_window`: how many of the newest live posts a text is compared with. X does not tell its own number.
    """

    def __init__(self, user_id: str, username: str, clock: Callable[[], float]) -> None:
        self.user_id = user_id
        self.username = username
        self.clock = clock
        self.timeline_lag = 0.0
        self.duplicate_window = 1000
        self.lock = threading.RLock()
        self.media: dict[str, ServedMedia] = {}
        self._posts: list[ServedPost] = []

    @property
    def posts(self) -> list[ServedPost]:
        with self.lock:
            return list(self._posts)

    def publish(self, post: ServedPost) -> ServedPost:
        """Give it an id and a time, and keep it."""
        with self.lock:
            post.created_at = self.clock()
            post.id = str(snowflake(post.created_at, int(self._posts[-1].id) if self._posts else 0))
            self._posts.append(post)
            return post

    def upload(self, raw: bytes, category: str) -> str:
        """Keep a picture and give its id."""
        with self.lock:
            media_id = str(1_900_000_000_000_000_001 + len(self.media))
            self.media[media_id] = ServedMedia(raw, category)
            return media_id

    def delete(self, post_id: str) -> bool:
        with self.lock:
            found = self.live(post_id)
            if found:
                found.deleted = True
            return found is not None

    def live(self, post_id: str) -> ServedPost | None:
        with self.lock:
            return next((post for post in self._posts if post.id == post_id and not post.deleted), None)

    def has_text(self, text: str) -> bool:
        """Whether a new post of this text is a duplicate: compared exactly, but for white space at the ends."""
        with self.lock:
            newest = [post for post in self._posts if not post.deleted][-self.duplicate_window :]
        return any(post.text.strip() == text.strip() for post in newest)

    def visible(self, query: Mapping[str, str]) -> list[ServedPost]:
        """What the timeline has by now, under `start_time`, `end_time` and `exclude` [users/get-posts]."""
        now = self.clock()
        start, end = (_moment(query.get(name)) for name in ("start_time", "end_time"))
        without_replies = "replies" in query.get("exclude", "").split(",")
        return [
            post
            for post in self.posts
            if not post.deleted
            and post.created_at + self.timeline_lag <= now
            and not (without_replies and post.reply_to)
            and (start is None or post.created_at >= start)
            and (end is None or post.created_at < end)
        ]


def _moment(text: str | None) -> float | None:
    return datetime.fromisoformat(text).timestamp() if text else None
