"""What the ledger remembers of a post, and what an attempt at sending it came to."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from scicomm_bot.domain.notice import day_text
from scicomm_bot.medium import ids
from scicomm_bot.medium.prices import X_PRICES


class PublicationState(StrEnum):
    """Where a publication stands.

    `claimed` and `unknown` are *open*: an account has at most one open publication. `posted` never changes again.
    """

    CLAIMED = "claimed"
    """Written before the network is touched; the sender has not yet recorded what came of it."""
    POSTED = "posted"
    """Published, under `remote_id`."""
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


@dataclass(frozen=True, slots=True)
class Claim:
    """What is written into the ledger before the network is touched.

    Attributes:
        attempt_id: Unique for each attempt.
        send_by: The sender gives up if it has not sent the first byte by then.
        ends_by: `send_by` plus the time that the whole call may take; an attempt still claimed after that has died.
        slot: The slot that this publication fills, or None for one that a person asked for.
        reply_to: X's id of the post that this one replies to, or None for a post of its own.
        price_micro_usd: What it costs, alt texts included.
        media_sha256: The hash of its pictures, as `Post.media_sha256` has it; empty for none.
        alt_micro_usd: How much of the price is for alt texts, which are kept as charges of their own.
        with_link: Whether it is priced as a post with a link.
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
    alt_micro_usd: int = 0
    with_link: bool = False

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Publication:
    """The ledger's record of one attempt at one post; times are in UTC.

    Attributes:
        remote_id: The network's own id (of X: the number at the end of the address), for one that is posted.
        late_remote_id: An id that arrived after the attempt had been released: then the post may be on X twice.
        settled: Whether it was released because two looks did not find it, not because nothing was sent.
        duplicate: Whether X refused it as a duplicate: then it is never released by looking.
        asks_person: Why looking does not help any more, so that a person must say; or None.
        adopted: Whether it was found on X by a ledger that did not know of it.
        withdrawn_at: When it was deleted on X, or None; it stays posted, and is never sent again.
        withdrawn_why: The reason that a person gave, or None.
        media_sha256: The hash of its pictures and their alt texts; empty for none.
        by_hand: Whether a person shared it themselves, and said so.
        alt_micro_usd: How much of its price is for alt texts, kept as charges of their own; None for one of a ledger
            before version 8, which kept one price for all.
        with_link: Whether it was priced as a post with a link; None for one of a ledger before version 8.
        delete_micro_usd: What deleting it cost; None for one that was not deleted, or before version 8.
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
    remote_id: str | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    reply_to: str | None = None
    late_remote_id: str | None = None
    settled: bool = False
    duplicate: bool = False
    adopted: bool = False
    asks_person: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_why: str | None = None
    media_sha256: str = ""
    by_hand: bool = False
    alt_micro_usd: int | None = None
    with_link: bool | None = None
    delete_micro_usd: int | None = None

    @property
    def priced_with_link(self) -> bool:
        """Whether it was priced as a post with a link; before version 8 of the ledger, as price and text tell."""
        if self.with_link is not None:
            return self.with_link
        from scicomm_bot.medium import length  # noqa: PLC0415 - for old rows alone

        return self.price_micro_usd >= X_PRICES.post_with_link or bool(length.urls(self.text))

    @property
    def deletion_micro_usd(self) -> int:
        """What deleting it cost, or would have: before version 8 of the ledger, X's price was the only one."""
        return X_PRICES.delete if self.delete_micro_usd is None else self.delete_micro_usd

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

    def withdrawn_text(self, zone: tzinfo = UTC) -> str:
        """Say when and why it was deleted: `withdrawn on 3 November 2026: WHY`; empty where it was not."""
        if self.withdrawn_at is None:
            return ""
        day = f"withdrawn on {day_text(self.withdrawn_at.astimezone(zone))}"
        why = " ".join((self.withdrawn_why or "").split())
        return f"{day}: {why}" if why else day

    @property
    def address(self) -> str | None:
        """Where the post can be read, or None while it has no id of the network's."""
        return ids.address(self.remote_id)
