"""Tells what needs a person again and again: once an hour in the log, each minute to the dead man's switch."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scicomm_bot.announcer import Announcer
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition
from scicomm_bot.app.spending import is_near, near_budget
from scicomm_bot.app.status import Needed, status_of
from scicomm_bot.domain.obstacle import Need
from scicomm_bot.errors import LedgerError, Problem
from scicomm_bot.medium.prices import month_of
from scicomm_bot.redaction import Redactor

if TYPE_CHECKING:
    from scicomm_bot.ping import Pinger

REPORT_EVERY = timedelta(hours=1)
"""How often the log repeats what needs a person."""
BUDGET_EVERY = timedelta(minutes=1)
"""How often it is looked whether most of a month's budget is spent."""
PING_EVERY = timedelta(minutes=1)
"""How often the dead man's switch is called, at most."""


@dataclass(slots=True)
class Watch:
    """Looks once a minute where a dead man's switch is set, else once an hour: at rest, looking costs next to nothing.

    Attributes:
        desk: What to look at.
        announcer: Speaks in the log.
        pinger: Calls the dead man's switch; None where none is set.
        started_at: When the service started; the first report comes an hour later.
    """

    desk: Desk
    announcer: Announcer
    pinger: "Pinger | None"
    started_at: datetime
    _reported_at: datetime | None = None
    _pinged_at: datetime | None = None
    _budget_at: datetime | None = None
    _since: dict[str, datetime] = field(default_factory=dict)
    """When a need was first seen that does not say since when it is."""

    def look(self, edition: Edition, problems: Sequence[Problem], *, good: bool) -> None:
        """Tell what needs a person, if it is time.

        Args:
            edition: The last good version of the file.
            problems: Why the file as it is now could not be taken over.
            good: Whether the tick went well; after one that did not, the switch is not told that all is well.
        """
        now = self.desk.clock.now()
        self._tell_of_budget(now)
        reports = _is_time(self._reported_at or self.started_at, now, REPORT_EVERY)
        pings = self.pinger is not None and _is_time(self._pinged_at, now, PING_EVERY)
        if not reports and not pings:
            return
        needed = self._needed(edition, problems)
        self._since = {need.code: need.since or self._since.get(need.code, now) for need in needed}
        if reports:
            self._reported_at = now
            for need in needed:
                self.announcer.still_needed(need, self._since[need.code], now)
        if pings and self.pinger is not None and (good or needed):
            self._pinged_at = now
            if needed:
                said = "\n".join(need.brief or need.text for need in needed)
                self.pinger.failure(Redactor(self.desk.secrets).text(said))
            else:
                self.pinger.success()

    def close(self) -> None:
        """Tell the dead man's switch nothing more."""
        if self.pinger is not None:
            self.pinger.close()

    def _tell_of_budget(self, now: datetime) -> None:
        """Say once a month that most of its budget is spent, whichever service comes to it first."""
        budget = self.desk.monthly_budget_micro_usd
        if budget is None or not _is_time(self._budget_at, now, BUDGET_EVERY):
            return
        self._budget_at, month = now, month_of(now)
        with suppress(LedgerError):  # one that fails is told by what needs it
            ledger = self.desk.made_ledger
            spent = ledger.spent(month)
            if is_near(spent, budget) and ledger.tell_of_budget(month):
                self.announcer.near_budget(near_budget(month, spent, budget))

    def _needed(self, edition: Edition, problems: Sequence[Problem]) -> list[Needed]:
        try:
            return status_of(self.desk.survey(edition, problems)).needed_now
        except LedgerError as error:
            return [Needed("ledger", Need.NOW, str(error))]


def _is_time(last: datetime | None, now: datetime, every: timedelta) -> bool:
    """Whether `every` has passed since the last time; a last time in the future is of a clock that was set back."""
    return last is None or not last <= now < last + every
