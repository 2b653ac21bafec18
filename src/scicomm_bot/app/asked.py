"""Which posts wait for an answer, and which of them people had approved before anybody asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from scicomm_bot.app.answering import is_out
from scicomm_bot.app.edition import Edition
from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Post

ANSWER_ALL = "scicomm-bot approve"
"""The command that puts every open question to the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The posts that wait for an answer, by their ids, in order.

    Attributes:
        ids: All of them; not those that are out, that a person rejected, or that have an error.
        since_approval: Those that a person approved as they are, before anybody asked: an upgrade asks more.
    """

    ids: Sequence[str]
    since_approval: Sequence[str]

    @classmethod
    def of(cls, edition: Edition, history: History) -> Self:
        """Return them for an edition with approvals; in a rehearsal nobody is asked, so none was approved before."""
        waiting = [*_waiting(edition, history)]
        return cls([post.id for post in waiting], [post.id for post in waiting if _said(edition, post) == "approved"])

    @property
    def text(self) -> str:
        """What is told of them: how many, with the one command; and by name those that had been approved."""
        if not self.ids:
            return "no post waits for an answer"
        count = len(self.ids)
        told = f"{count} post{' waits' if count == 1 else 's wait'} for an answer: `{ANSWER_ALL}`"
        return f"{told}. {self.upgrade_text}" if self.since_approval else told

    @property
    def upgrade_text(self) -> str:
        """Which of them had been approved before, in words; empty for none."""
        if not self.since_approval:
            return ""
        count = len(self.since_approval)
        were = ("1 post was", "it") if count == 1 else (f"{count} posts were", "them")
        return f"{were[0]} approved before a question about {were[1]} came up: {', '.join(self.since_approval)}"


def _waiting(edition: Edition, history: History) -> Iterator[Post]:
    for post in edition.posts:
        if post.only_asking and not is_out(post, history) and _said(edition, post) != "rejected":
            yield post


def _said(edition: Edition, post: Post) -> str | None:
    approval = edition.approvals.get(post.id)
    return None if approval is None else approval.state
