"""What comes of asking a registry; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_WAIT = timedelta(hours=24)
"""No longer wait than this is believed, neither in an answer nor where it was written down."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a registry has at an address.

    Attributes:
        body: The document; None where there is nothing at this address (404).
        moved: Whether the registry led to another address: a work may have another id there, which replaced this one.
    """

    body: bytes | None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class CannotLookUp:
    """Nothing was learned.

    Attributes:
        reason: Why.
        until: When the registry said to come again, or None where it did not say.
    """

    reason: str
    until: datetime | None = None
