"""The account that a ledger belongs to, and why nothing goes out on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
