"""The account that a ledger belongs to, and the pauses in which nothing goes out on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_WAIT = timedelta(hours=26)
"""No rate limit is longer: X's longest window is 24 hours. One that seems so was dated by a clock set back since."""


class PauseCause(StrEnum):
    """Why nothing goes out. Pauses of different causes stand side by side."""

    RATE_LIMIT = "rate limit"
    """The network asked to wait."""
    ACCOUNT_REFUSED = "account refused"
    """The network refuses the account: credentials, permission, suspension, credits."""
    TWO_REFUSALS = "two refusals"
    """Two posts running were refused, so it is probably not the texts."""
    LATE_ANSWER = "late answer"
    """An id came for an attempt that had ended otherwise: a post may be out twice."""
    UNREADABLE = "timeline unreadable"
    """So many posts were made since the ledger's newest that a look would see only some of them."""
    PERSON = "person"
    """A person said so."""
    FILE = "file"
    """A person said so in `posts.yaml`; it never stands in the ledger."""
    MOVED = "moved"
    """The ledger was moved: another place has what goes on from here, and this one must not be used any more."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which nothing goes out on an account, or nothing of one paper.

    Attributes:
        cause: Why.
        note: Why, in words.
        since: When it began.
        until: When it ends by itself, or None where something must end it.
        paper_id: The paper that it is for; None for the whole account.
        by: The person who began it, or None.
    """

    cause: PauseCause
    note: str
    since: datetime
    until: datetime | None = None
    paper_id: str | None = None
    by: str | None = None

    @property
    def is_a_persons(self) -> bool:
        """Whether a person has decided on it: it ends at its time, or when a person ends just this one."""
        return self.cause in {PauseCause.PERSON, PauseCause.FILE} or self.paper_id is not None

    def holds_at(self, now: datetime) -> bool:
        """Whether nothing may go out at `now`; a rate limit that seems longer than LONGEST_WAIT is not believed."""
        if self.until is None:
            return True
        believed = self.cause is not PauseCause.RATE_LIMIT or self.until <= now + LONGEST_WAIT
        return now < self.until and believed


REHEARSAL_ID = "dry-run"
"""The id of the account of a rehearsal ledger."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account on a network that a ledger belongs to.

    Attributes:
        id: The network's own id, as a string (X: a number); `dry-run` in a rehearsal ledger; empty where it is not
            known yet, and a person has paused it all the same.
        username: The handle without `@`; empty where it is not known.
        pauses: The pauses that nothing has ended yet, the oldest first; some may be over by their `until`.
    """

    id: str
    username: str = ""
    pauses: tuple[Pause, ...] = ()

    @property
    def rehearses(self) -> bool:
        """Whether it is that of a rehearsal ledger, which knows nothing of what is out on X."""
        return self.id == REHEARSAL_ID

    @property
    def moved(self) -> Pause | None:
        """The pause of a ledger that was moved to another place, or None."""
        return next((one for one in self.pauses if one.cause is PauseCause.MOVED), None)

    def pauses_at(self, now: datetime, paper_id: str | None = None) -> tuple[Pause, ...]:
        """Return the pauses in which nothing may go out at `now`: of the account, and of the paper if one is named."""
        if not self.pauses:
            return ()
        return tuple(one for one in self.pauses if one.paper_id in {None, paper_id} and one.holds_at(now))
