"""Why a post does not go out: one type for every cause, from a missing approval to a rate limit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ASK_AFTER = timedelta(minutes=10)
"""What could not be looked at on X for so long needs a person; settling takes about two minutes."""


class ObstacleCode(StrEnum):
    """What is in the way. Up to `THREAD` they are the `reason` of a held post in JSON, and never change."""

    UNAPPROVED = "unapproved"
    """No person has approved it as it is."""
    FINDING = "finding"
    """A rule blocks it."""
    ASKED = "asked"
    """A question that a rule asks has no answer yet."""
    DRAFT = "draft"
    """It is not written for readers yet."""
    EMBARGO = "embargo"
    """The moment before which it may not go out has not come."""
    QUIET = "quiet"
    """Nothing goes out at this time, or at the moment that it names."""
    BUDGET = "budget"
    """It would go over the month's budget."""
    PAUSED = "paused"
    CHANGED = "changed"
    """It was changed after an attempt whose answer was lost."""
    SKIPPED = "skipped"
    """A person said that it is not to be sent."""
    RETRACTED = "retracted"
    """Its paper does not stand, or nobody has looked lately whether it does."""
    INCOMPLETE = "incomplete"
    """The file does not say all yet that its paper's posts need."""
    FILE = "file"
    """The file that it stands in cannot be used."""
    IMAGE = "image"
    """A picture cannot be sent."""
    EXPIRED = "expired"
    """Its time, or its moment, is over."""
    THREAD = "thread"
    """An earlier part of its thread is not out, or another holds the thread from beginning."""

    UNKNOWN = "in flight or lost"
    """It is being sent, or the answer was lost."""
    REFUSED = "refused by X"
    """The network refused it."""
    GAP = "gap"
    """The last post went out too short a time ago."""
    BUSY = "busy"
    """Another process is at it."""
    UNREADABLE = "unreadable"
    """The account's timeline cannot be read, so nobody can tell what is out."""
    SLOT = "slot"
    """The slot is filled."""
    DAY = "enough for the day"
    """As many posts as may go out on one day are out, or have their moments still to come."""
    OUT = "out"
    """It is out already."""
    GONE = "gone"
    """It was out, and a person withdrew it."""
    NOTHING_LEFT = "nothing left"
    """No post is left that could go out."""

    @property
    def words(self) -> str:
        """The same as people read it, for behind `held: `; JSON has the code itself."""
        return _WORDS.get(self, str(self))


_WORDS = {
    ObstacleCode.UNAPPROVED: "not approved",
    ObstacleCode.FINDING: "has an error",
    ObstacleCode.ASKED: "a question is open",
    ObstacleCode.DRAFT: "a draft",
    ObstacleCode.EMBARGO: "under embargo",
    ObstacleCode.QUIET: "quiet hours",
    ObstacleCode.BUDGET: "over the budget",
    ObstacleCode.CHANGED: "changed since it was sent",
    ObstacleCode.SKIPPED: "not to be sent",
    ObstacleCode.RETRACTED: "retracted or not checked",
    ObstacleCode.INCOMPLETE: "not complete",
    ObstacleCode.FILE: "its file has an error",
    ObstacleCode.IMAGE: "its picture cannot be sent",
    ObstacleCode.EXPIRED: "its time is over",
    ObstacleCode.THREAD: "waits for its thread",
}
"""Where the code itself would be read as something else: in this program, a finding is a result of a paper."""

NOT_READY = frozenset({ObstacleCode.DRAFT, ObstacleCode.INCOMPLETE})
"""Why a post is not ready for anybody's approval: what the rules find in it does not block it, and is told as `I`."""

BY_FILE = frozenset({ObstacleCode.EMBARGO, ObstacleCode.QUIET, ObstacleCode.DAY})
"""What puts posts off because the file says so: it may be changed at any moment, and nothing has failed."""

HELD_CODES = tuple(code for code in ObstacleCode)[: list(ObstacleCode).index(ObstacleCode.THREAD) + 1]
"""The codes that `reason` of a held post can have in JSON."""


class Need(StrEnum):
    """Whether an obstacle needs a person."""

    NOW = "now"
    """Nothing goes on, or something is wrong, until a person acts."""
    LATER = "later"
    """A person should act some day; meanwhile other posts go out."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a post, or any post, does not go out.

    Attributes:
        code: What is in the way.
        message: The same in words: a clause without a full stop.
        remedy: What a person can do; `{id}` stands for the post's id. Empty where nobody can or need do anything.
        until: When it goes away by itself, or None.
        needs: Whether it needs a person, and how soon; None where it needs nobody.
    """

    code: ObstacleCode
    message: str
    remedy: str = ""
    until: datetime | None = None
    needs: Need | None = None

    def text(self, post_id: str = "ID") -> str:
        """Return what is in the way and what to do, for one post, or for several as one with `ID`."""
        remedy = self.remedy.replace("{id}", post_id)
        return f"{self.message}; {remedy}" if remedy else self.message
