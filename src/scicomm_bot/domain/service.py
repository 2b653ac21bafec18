"""A running service's sign of life."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ALIVE_WITHIN = timedelta(seconds=120)
"""A service whose last sign is older than this is taken for dead; no call to X may be configured to last so long."""


def is_sign_of_life(seen_at: datetime, now: datetime) -> bool:
    """Whether a service that was seen then is alive at `now`; one seen in the future, before a clock was set back."""
    return abs(now - seen_at) <= ALIVE_WITHIN


@dataclass(frozen=True, slots=True)
class ServiceSign:
    """A running service's sign of life: who it is (`host:process:random`), since when, and when it last looked up."""

    name: str
    started_at: datetime
    seen_at: datetime

    def alive(self, now: datetime) -> bool:
        """Whether the service is alive at `now`: it signs every 30 seconds, and between two tries of a post."""
        return is_sign_of_life(self.seen_at, now)
