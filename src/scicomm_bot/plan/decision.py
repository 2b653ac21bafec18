"""What a step is to do: publish a post, or nothing, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scicomm_bot.domain.obstacle import Obstacle
from scicomm_bot.domain.post import Post


class SkipKind(StrEnum):
    """What it means for the next step that nothing is published."""

    DONE = "done"
    """There is nothing to do."""
    WAITING = "waiting"
    """It will go on by itself, at `until` where that is known."""
    STUCK = "stuck"
    """It does not go on before a person acts."""


@dataclass(frozen=True, slots=True)
class Publish:
    """Publish this post now; a further part of a thread replies to the id `reply_to`, and fills no slot."""

    post: Post
    reply_to: str | None = None

    @property
    def fills_slot(self) -> bool:
        """Whether it is a post of its own, or a thread's first part."""
        return self.reply_to is None


@dataclass(frozen=True, slots=True)
class Skip:
    """Publish nothing now.

    Attributes:
        kind: What that means for the next step.
        why: What is in the way.
        about: The publication or post that is in the way, by the post's id; None where it is no single one.
    """

    kind: SkipKind
    why: Obstacle
    about: str | None = None

    @property
    def reason(self) -> str:
        """What people are told."""
        return self.why.text(self.about or "ID")

    @property
    def until(self) -> datetime | None:
        """When it goes on by itself, where that is known."""
        return self.why.until


Decision = Publish | Skip
