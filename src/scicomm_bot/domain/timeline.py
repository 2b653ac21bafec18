"""What the account's own timeline shows, and what the ledger keeps of a look at it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post of the account as its timeline on X shows it, with what X does to a text undone."""

    remote_id: str
    text: str
    created_at: datetime | None = None
    reply_to: str | None = None
    has_media: bool = False


@dataclass(frozen=True, slots=True)
class KnownText:
    """A text that is ours, and the post that it belongs to."""

    post_id: str
    text: str


@dataclass(frozen=True, slots=True)
class TimelineRead:
    """A complete look at the account's own timeline.

    Attributes:
        posts: What was there, the newest first.
        began: X's own time (the `Date` header) of the first page.
        ended: X's own time of the last page.
        horizon: An id that is less than that of every post made after the look.
    """

    posts: tuple[OwnPost, ...]
    began: datetime
    ended: datetime
    horizon: str | None = None


@dataclass(frozen=True, slots=True)
class CannotReadTimeline:
    """The timeline could not be read whole.

    Attributes:
        reason: Why.
        until: When to try again, where X said so.
        account: X refused the account itself, so that a person must act.
        hopeless: Another try would come to the same, at the same price.
        read: How many posts X had given before, each of which it bills.
    """

    reason: str
    until: datetime | None = None
    account: bool = False
    hopeless: bool = False
    read: int = 0


@dataclass(frozen=True, slots=True)
class LookRecord:
    """A complete look that did not find an attempt's text: X's time of its two ends, and this machine's time."""

    began: datetime
    ended: datetime
    looked_at: datetime
