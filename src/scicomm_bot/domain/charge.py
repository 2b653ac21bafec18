"""What X bills besides posts: calls that leave no publication of their own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChargeKind(StrEnum):
    """A kind of call that the ledger keeps a charge for."""

    ALT_TEXT = "alt text"
    """The alt texts of an attempt, whatever became of its post: X has taken them, or may have."""
    READ_POST = "post read"
    """Posts that a look at the own timeline returned."""
    READ_USER = "account read"
    """X was asked whose the credentials are."""
    POST = "post"
    """A post that is on X besides the one that the ledger has: its id came late."""
    POST_WITH_LINK = "post with a link"
    """The same, with a link."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Calls of one kind that were made together.

    Attributes:
        kind: What was called.
        at: When.
        count: How many X bills; at least 1.
        micro_usd: What they cost, in millionths of a US dollar.
        post_id: The post that they were made for, or None.
        attempt_id: The attempt that they were made for, or None.
    """

    kind: ChargeKind
    at: datetime
    count: int
    micro_usd: int
    post_id: str | None = None
    attempt_id: str | None = None
