"""What the ledger remembers of a post, and what an attempt at sending it came to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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


OPEN_STATES = frozenset({PublicationState.CLAIMED, PublicationState.UNKNOWN})


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
        return self.paused is not None and (self.paused_until is None or now < self.paused_until)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is written into the ledger before the network is touched.

    Attributes:
        attempt_id: Unique for each attempt.
        send_by: The sender gives up if it has not sent the first byte by then.
        ends_by: `send_by` plus the time that the whole call may take; an attempt still claimed after that has died.
        slot: The slot that this publication fills, or None for one that a person asked for.
    """

    attempt_id: str
    post_id: str
    text: str
    price_micro_usd: int
    claimed_at: datetime
    send_by: datetime
    ends_by: datetime
    slot: datetime | None = None

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Publication:
    """The ledger's record of one attempt at one post; times are in UTC."""

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

    @property
    def open(self) -> bool:
        """Whether it is still to be found out what came of it."""
        return self.state in OPEN_STATES

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
    """

    account: Account | None = None
    latest: Mapping[str, Publication] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)
    open: Publication | None = None
    last_posted_at: datetime | None = None
    spent_micro_usd: int = 0
    filled_slots: frozenset[datetime] = frozenset()


@dataclass(frozen=True, slots=True)
class ServiceSign:
    """A running service's sign of life: who it is, since when, and when it last looked up."""

    name: str
    started_at: datetime
    seen_at: datetime


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
