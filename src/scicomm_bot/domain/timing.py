"""When a post may go out, as far as its paper's file says so."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

AT_GRACE = timedelta(minutes=10)
"""How late a post may still go out that names its moment; it is the grace of a slot."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The moments of a post, in UTC.

    Attributes:
        not_before: The end of its embargo: that of its paper, or the later one of its finding; None for none.
        not_after: From then on it is held for good; None for no end.
        at: The moment at which it goes out, in a slot of its own; None for one that takes the next free slot.
        quiet: Why nothing goes out at that moment; None where it is in no quiet time.
        zone: The time zone of the schedule, by whose clocks people are told these moments.
    """

    not_before: datetime | None = None
    not_after: datetime | None = None
    at: datetime | None = None
    quiet: str | None = None
    zone: tzinfo = UTC

    def told(self, moment: datetime) -> str:
        """Return a moment as people are told it, by the clocks of the schedule."""
        return clock_text(moment, self.zone)

    def embargoed(self, now: datetime) -> bool:
        """Whether its embargo holds at `now`."""
        return self.not_before is not None and now < self.not_before

    def is_due(self, now: datetime) -> bool:
        """Whether the moment that it names is now, or was just now."""
        return self.at is not None and self.at <= now <= self.at + AT_GRACE


ANY_TIME = Timing()


def clock_text(moment: datetime, zone: tzinfo) -> str:
    """Return a moment for a sentence, by the clocks of a zone, which is named: `2027-03-18 10:00 Asia/Tehran`."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M} {zone}"
