"""Whether posting works: the failures in a row, the last success, and the last slot that passed unfilled."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Source(StrEnum):
    """Who tried."""

    SERVICE = "service"
    ONCE = "post --once"
    DOCTOR = "doctor --online"
    """It posts nothing, but X answered it: a person has seen that the way is open."""


class FailureCode(StrEnum):
    """What kind of failure it was; it decides what a person is told to do, and what shows that it is over."""

    CONNECTION = "connection"
    """The network's API was not reached, or its answer did not come."""
    ANSWER = "answer"
    """The network answered with something else than an outcome, as a 503 is."""
    CREDENTIALS = "credentials"
    """The network does not accept the credentials."""
    ACCOUNT_REFUSED = "account refused"
    """The network refuses the account."""
    RATE_LIMIT = "rate limit"
    """The network asked to wait."""
    LOOKUP = "lookup"
    """Whether papers still stand could not be looked up."""
    OTHER_ACCOUNT = "another account"
    """The ledger belongs to another account than the credentials."""
    SETTINGS = "settings"
    """A setting is missing or wrong."""
    FILES = "files"
    """A file that people write cannot be used."""
    LEDGER = "ledger"
    """The ledger cannot be used."""
    BUG = "bug"
    """The program itself failed."""


URGENT = frozenset({FailureCode.CREDENTIALS, FailureCode.OTHER_ACCOUNT, FailureCode.SETTINGS, FailureCode.FILES})
"""The failures that never end by themselves."""
SHOWN_BY_A_TICK = URGENT | {FailureCode.LEDGER}
"""The failures that are over as soon as a service gets through a tick. The others are over when a post goes out."""


@dataclass(frozen=True, slots=True)
class Health:
    """How posting goes for one source.

    Attributes:
        source: Who tried.
        failures: How many tries in a row came to nothing; 0 after a success.
        failing_since: When the first of them was, or None.
        code: What kind of failure the last one was, or None if there never was one.
        words: The last failure in words.
        failed_at: When it was.
        good_at: When the last success was, or None: a post went out or was found, or X answered about a text, or to the
            doctor.
    """

    source: Source
    failures: int = 0
    failing_since: datetime | None = None
    code: FailureCode | None = None
    words: str | None = None
    failed_at: datetime | None = None
    good_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MissedSlot:
    """A slot that passed without a post although posts were waiting.

    Attributes:
        slot: The slot.
        words: Why nothing went out.
        failure: Whether something failed; else a person had something to do.
    """

    slot: datetime
    words: str
    failure: bool
