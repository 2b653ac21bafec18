"""How posting goes: what counts as a failure and as a success, and the writing down of both."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from scicomm_bot.bot import Failed, Found, Sent, StepResult
from scicomm_bot.domain.health import SHOWN_BY_A_TICK, FailureCode, Source
from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import (
    CredentialsError,
    FileError,
    LedgerError,
    NotFoundError,
    OtherAccountError,
    ScicommError,
    SettingsError,
    UnreachableError,
)
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.plan import SkipKind

_CODES: tuple[tuple[type[ScicommError], FailureCode], ...] = (
    (CredentialsError, FailureCode.CREDENTIALS),
    (UnreachableError, FailureCode.CONNECTION),
    (OtherAccountError, FailureCode.OTHER_ACCOUNT),
    (LedgerError, FailureCode.LEDGER),
    (SettingsError, FailureCode.SETTINGS),
    (FileError, FailureCode.FILES),
)
_SKIPS = {ObstacleCode.UNREADABLE: FailureCode.CONNECTION, ObstacleCode.RETRACTED: FailureCode.LOOKUP}
"""What is waited for because something outside did not answer."""


def code_of(error: ScicommError) -> FailureCode:
    """Return what kind of failure an error is."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), FailureCode.ANSWER)


def failure_of(result: StepResult) -> tuple[FailureCode, str] | None:
    """Return what failed in a step, and its words; None where nothing did."""
    match result:
        case Failed() if result.withheld:
            return None
        case Failed(publication, reason, until) if publication.state is PublicationState.RELEASED:
            if until is not None:
                return FailureCode.RATE_LIMIT, reason
            return (FailureCode.CONNECTION if result.transient else FailureCode.ACCOUNT_REFUSED), reason
        case Failed(publication, reason) if publication.state is PublicationState.UNKNOWN:
            return FailureCode.ANSWER, reason
        case Sent() | Found() | Failed():
            return None
        case skip if skip.kind is SkipKind.WAITING and skip.why.code in _SKIPS:
            return _SKIPS[skip.why.code], skip.reason
    return None


def went_well(result: StepResult) -> bool:
    """Whether a step shows that the way is open: a post is out, or X answered in its own words about a text."""
    match result:
        case Sent() | Found():
            return True
        case Failed(publication):
            return publication.state is PublicationState.REFUSED
    return False


@dataclass(slots=True)
class _Row:
    """Failures in a row that the ledger has not got yet."""

    code: FailureCode
    words: str
    since: datetime
    at: datetime
    count: int = 1


@dataclass(slots=True)
class Record:
    """Writes down how posting goes for one source. What the ledger does not take is kept until it does.

    Attributes:
        source: Who tries.
        ledger: Returns the ledger, or None where there is none and none may be made for this.
        now: The time.
    """

    source: Source
    ledger: Callable[[], SqlLedger | None]
    now: Callable[[], datetime]
    _kept: _Row | None = None
    _good_at: datetime | None = None
    """A success that the ledger has not got yet; what is kept came after it."""
    _failing: bool | None = None
    """Whether the ledger has failures in a row; None before it was looked at."""
    _ends_with_tick: bool = False
    """Whether all of them are over as soon as a tick goes well."""

    def raised(self, error: ScicommError) -> None:
        """Write down an error; one of a command's own arguments is no failure."""
        if not isinstance(error, NotFoundError):
            self._failed(code_of(error), str(error), ends_with_tick=True)

    def bug(self, error: Exception) -> None:
        """Write down that the program failed. What the error says is only in the log: it may hold anything."""
        self._failed(FailureCode.BUG, f"a bug ({type(error).__name__}); see the log", ends_with_tick=False)

    def step(self, result: StepResult) -> bool:
        """Write down what a step came to; return whether it ended a row of failures.

        It never raises: a post that is out is no failure, whatever becomes of this note.
        """
        failure = failure_of(result)
        if failure is not None:
            self._failed(*failure, ends_with_tick=False)
            return False
        if not went_well(result):
            return False
        ended = bool(self._failing)
        with suppress(ScicommError):
            ended = self._is_failing()
        self._kept, self._good_at, self._failing = None, self.now(), False
        with suppress(ScicommError):
            self._write()
        return ended

    def tick_went_well(self) -> bool:
        """Write down that everything up to the step works; return whether that ended a row of failures.

        Raises:
            LedgerError: it cannot be written.
        """
        self._write()
        if not self._is_failing() or not self._ends_with_tick:
            return False
        if (ledger := self.ledger()) is not None:
            ledger.note_end_of_failures(self.source)
        self._failing = False
        return True

    def _is_failing(self) -> bool:
        """Whether failures are in a row, those of an earlier process among them."""
        if self._failing is None:
            ledger = self.ledger()
            rows = ledger.health() if ledger is not None else []
            before = next((one for one in rows if one.source is self.source and one.failures), None)
            self._failing = before is not None
            self._ends_with_tick = before is not None and before.code in SHOWN_BY_A_TICK
        return self._failing

    def _failed(self, code: FailureCode, words: str, *, ends_with_tick: bool) -> None:
        at = self.now()
        if self._kept is None:
            self._kept = _Row(code, words, at, at)
        else:
            self._kept.code, self._kept.words, self._kept.at = code, words, at
            self._kept.count += 1
        was_failing = False
        with suppress(ScicommError):
            was_failing = self._is_failing()
        self._ends_with_tick = ends_with_tick and (self._ends_with_tick or not was_failing)
        self._failing = True
        if code is not FailureCode.LEDGER:  # what does not answer is not asked again for this
            with suppress(ScicommError):  # it is kept, and the caller has an error to tell already
                self._write()

    def _write(self) -> None:
        if (self._good_at is None and self._kept is None) or (ledger := self.ledger()) is None:
            return
        if self._good_at is not None:
            ledger.note_success(self.source, self._good_at)
            self._good_at = None
        if (kept := self._kept) is not None:
            ledger.note_failures(self.source, kept.code, kept.words, kept.at, count=kept.count, since=kept.since)
            self._kept = None
