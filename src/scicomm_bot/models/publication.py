"""What the ledger remembers of a post, and what an attempt at sending it came to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class PublicationState(StrEnum):
    """Where a publication stands.

    `claimed` and `unknown` are *open*: an account has at most one open publication. `posted` never changes again.
    """

    CLAIMED = "claimed"
    """Written before the network is touched; the sender has not yet recorded what came of it."""
    POSTED = "posted"
    """On X, under `x_post_id`."""
    UNKNOWN = "unknown"
    """The answer was lost: it may be on X."""
    REFUSED = "refused"
    """X refused this text; it is not on X."""
    RELEASED = "released"
    """Certainly not on X; the post may be sent again."""
    SKIPPED = "skipped"
    """A person said that this post is not to be sent."""


CLOCKS_APART = timedelta(minutes=10)
"""Two machines' clocks that are further apart are not believed to be set at all."""

OPEN_STATES = frozenset({PublicationState.CLAIMED, PublicationState.UNKNOWN})


LONGEST_WAIT = timedelta(hours=26)
"""No wait for X is longer: its longest window is 24 hours. One that seems so was dated by a clock set back since."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account on X that a ledger belongs to.

    Attributes:
        id: X's numeric id, as a string; `dry-run` in a rehearsal ledger.
        username: The handle without `@`; empty where it is not known.
        paused: Why nothing goes out until a person acts, or None.
        paused_until: When the pause ends by itself (a rate limit), or None for a pause that a person must end.
    """

    id: str
    username: str = ""
    paused: str | None = None
    paused_until: datetime | None = None

    def paused_at(self, now: datetime) -> bool:
        """Whether nothing may go out at `now`."""
        if self.paused is None or self.paused_until is None:
            return self.paused is not None
        return now < self.paused_until <= now + LONGEST_WAIT


@dataclass(frozen=True, slots=True)
class Claim:
    """What is written into the ledger before the network is touched.

    Attributes:
        attempt_id: Unique for each attempt.
        send_by: The sender gives up if it has not sent the first byte by then.
        ends_by: `send_by` plus the time that the whole call may take; an attempt still claimed after that has died.
        slot: The slot that this publication fills, or None for one that a person asked for.
        reply_to: X's id of the post that this one replies to, or None for a post of its own.
        media_sha256: The hash of its pictures, as `Post.media_sha256` has it; empty for none.
    """

    attempt_id: str
    post_id: str
    text: str
    price_micro_usd: int
    claimed_at: datetime
    send_by: datetime
    ends_by: datetime
    slot: datetime | None = None
    reply_to: str | None = None
    media_sha256: str = ""

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Publication:
    """The ledger's record of one attempt at one post; times are in UTC.

    Attributes:
        x_post_id: X's id, for one that is posted.
        late_x_post_id: An id that arrived after the attempt had been released: then the post may be on X twice.
        settled: Whether it was released because two looks did not find it, not because nothing was sent.
        duplicate: Whether X refused it as a duplicate: then it is never released by looking.
        asks_person: Why looking does not help any more, so that a person must say; or None.
        adopted: Whether it was found on X by a ledger that did not know of it.
        withdrawn_at: When it was deleted on X, or None.
        media_sha256: The hash of its pictures and their alt texts; empty for none.
    """

    attempt_id: str
    account_id: str
    post_id: str
    text: str
    text_sha256: str
    price_micro_usd: int
    state: PublicationState
    claimed_at: datetime
    send_by: datetime
    ends_by: datetime
    slot: datetime | None = None
    x_post_id: str | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    reply_to: str | None = None
    late_x_post_id: str | None = None
    settled: bool = False
    duplicate: bool = False
    adopted: bool = False
    asks_person: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_why: str | None = None
    media_sha256: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still to be found out what came of it."""
        return self.state in OPEN_STATES

    def in_flight(self, now: datetime) -> bool:
        """Whether its sender may still be at it at `now`.

        A claim that is a little in the future was made by a process whose clock is ahead; one that is far in the
        future, by a clock that has been set back since.
        """
        claimed = self.state is PublicationState.CLAIMED
        return claimed and self.claimed_at - CLOCKS_APART <= now < self.ends_by

    @property
    def address(self) -> str | None:
        """Where the post can be read, or None while it has no id. X forwards this form to the account's own page."""
        if self.x_post_id is None or not self.x_post_id.isdigit():
            return None
        return f"https://x.com/i/web/status/{self.x_post_id}"


@dataclass(frozen=True, slots=True)
class History:
    """What the ledger knows that matters for a decision about some posts.

    Attributes:
        account: The account of the ledger, or None for a ledger that was never used.
        latest: The newest publication of each of the posts asked about; a post never tried is not in it.
        taken: For each SHA-256 of a text that is out or open, the id of the post that it belongs to.
        open: The account's open publication, or None.
        last_posted_at: When the account's newest post went out, or None.
        spent_micro_usd: What the publications since the start of the month cost, open ones included.
        filled_slots: Those of the slots asked about that a publication has filled.
        newest: The account's newest attempt at any post, or None.
    """

    account: Account | None = None
    latest: Mapping[str, Publication] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)
    open: Publication | None = None
    last_posted_at: datetime | None = None
    spent_micro_usd: int = 0
    filled_slots: frozenset[datetime] = frozenset()
    newest: Publication | None = None


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post of the account as its timeline on X shows it, with what X does to a text undone."""

    x_post_id: str
    text: str
    created_at: datetime | None = None
    reply_to: str | None = None
    has_media: bool = False


@dataclass(frozen=True, slots=True)
class Look:
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
class CannotLook:
    """The timeline could not be read whole.

    Attributes:
        reason: Why.
        until: When to try again, where X said so.
        account: X refused the account itself, so that a person must act.
        hopeless: Another try would come to the same, at the same price.
    """

    reason: str
    until: datetime | None = None
    account: bool = False
    hopeless: bool = False


@dataclass(frozen=True, slots=True)
class LookRecord:
    """A complete look that did not find an attempt's text: X's time of its two ends, and this machine's time."""

    began: datetime
    ended: datetime
    looked_at: datetime


ALIVE_WITHIN = timedelta(seconds=120)
"""A service whose last sign is older than this is taken for dead; no call to X may be configured to last so long."""


@dataclass(frozen=True, slots=True)
class ServiceSign:
    """A running service's sign of life: who it is (`host:process:random`), since when, and when it last looked up."""

    name: str
    started_at: datetime
    seen_at: datetime

    def alive(self, now: datetime) -> bool:
        """Whether the service is alive at `now`: it signs every 30 seconds, or after a call to X."""
        return abs(now - self.seen_at) <= ALIVE_WITHIN


@dataclass(frozen=True, slots=True)
class Published:
    """X answered with the id of the new post."""

    x_post_id: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing reached X: the name was not resolved, no connection was made, or the sender came too late."""

    reason: str


@dataclass(frozen=True, slots=True)
class RateLimited:
    """X answered 429; nothing was published. `until` is the reset time."""

    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class TextRefused:
    """X refused this text, in the words of `reason`; other posts may go on."""

    reason: str


@dataclass(frozen=True, slots=True)
class ReplyRefused:
    """X refused the reply; the thread ends here."""

    reason: str


@dataclass(frozen=True, slots=True)
class AccountRefused:
    """X refused the account (credentials, permission, suspension, credits); a person must act."""

    reason: str


@dataclass(frozen=True, slots=True)
class DuplicateText:
    """X says that the same text is already there, perhaps from a lost attempt of our own: look before deciding."""

    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The answer was lost or not understood: the post may be on X."""

    reason: str


Outcome = Published | NotSent | RateLimited | TextRefused | ReplyRefused | AccountRefused | DuplicateText | Lost
