"""When the service may next do something, and what it has done already."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scicomm_bot.domain.account import LONGEST_WAIT

RETRY_AFTER = timedelta(seconds=60)
"""How long to wait, inside a slot's grace, after an attempt in which nothing was sent."""
LONGEST_BACK_OFF = timedelta(minutes=5)
"""The longest wait after failures in a row: less than a slot's grace, so that no slot passes untried."""


@dataclass(slots=True)
class Pace:
    """When the service may next do something: at once, or after a wait that doubles with each failure in a row."""

    not_before: datetime | None = None
    failures: int = 0

    def waits(self, now: datetime) -> bool:
        """Whether to do nothing at `now`; a wait from a clock that was set back since is not believed."""
        if self.not_before is not None and now < self.not_before <= now + LONGEST_WAIT:
            return True
        self.not_before = None
        return False

    def back_off(self, now: datetime, until: datetime | None = None) -> None:
        """Do nothing until then; without a time, for a minute, and for twice as long at each failure in a row."""
        if until is not None:  # it may have come already, and then the next tick goes on
            self.not_before = until
            return
        self.not_before = now + min(RETRY_AFTER * 2 ** min(self.failures, 10), LONGEST_BACK_OFF)
        self.failures += 1

    def pause(self, now: datetime) -> None:
        """Do nothing for a minute: what a person paused, they may go on with at any moment."""
        self.not_before = now + RETRY_AFTER


@dataclass(slots=True)
class Progress:
    """What this process has done already, so that it need not ask the ledger at each tick.

    Attributes:
        done_slot: The newest slot of the schedule that needs nothing more.
        done_moments: The moments of posts (`at:`) that need nothing more, each with the post's id.
        tried_moments: When the others were tried last.
        may_go_on: Whether a thread may have been left off in the middle.
        asked_for_part_at: When the ledger was last asked for a part to go on with.
    """

    done_slot: datetime | None = None
    done_moments: set[tuple[datetime, str]] = field(default_factory=set)
    tried_moments: dict[tuple[datetime, str], datetime] = field(default_factory=dict)
    may_go_on: bool = True
    asked_for_part_at: datetime | None = None

    def tries_moment(self, moment: tuple[datetime, str], now: datetime) -> bool:
        """Whether to try the post of a moment: once a minute, as it may be approved meanwhile."""
        tried = self.tried_moments.get(moment)
        return moment not in self.done_moments and (tried is None or not tried <= now < tried + RETRY_AFTER)

    def tried_moment(self, moment: tuple[datetime, str], now: datetime, *, done: bool) -> None:
        """Take note that the post of a moment was tried; forget the moments that are long over."""
        self.tried_moments = {one: at for one, at in self.tried_moments.items() if one[0] > now - LONGEST_WAIT}
        self.done_moments = {one for one in self.done_moments if one[0] > now - LONGEST_WAIT}
        self.tried_moments[moment] = now
        if done:
            self.done_moments.add(moment)

    def asks_for_part(self, now: datetime) -> bool:
        """Whether to ask for a part: each minute, too, as another service may have died in the middle of a thread."""
        asked = self.asked_for_part_at
        return self.may_go_on or asked is None or not asked <= now < asked + RETRY_AFTER
