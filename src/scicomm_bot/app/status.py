"""Status: what went out, what is next, what is waited for, and what needs a person, as data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from scicomm_bot.app.failing import failing_text, rows_of_failures
from scicomm_bot.app.needs import Needed, held_text, needs_of
from scicomm_bot.app.survey import Survey
from scicomm_bot.domain.account import PauseCause
from scicomm_bot.domain.obstacle import Need, ObstacleCode
from scicomm_bot.plan import upcoming_slots

__all__ = ["Needed", "Status", "held_text", "status_of"]


@dataclass(frozen=True, slots=True)
class Status:
    """Where everything stands.

    Attributes:
        survey: What was looked at.
        next_slot: When the next slot comes, in UTC; None where the schedule has none.
        waiting: What ends by itself, and keeps everything back until then.
        needs: What needs a person, the most urgent first.
    """

    survey: Survey
    next_slot: datetime | None
    waiting: Sequence[str]
    needs: Sequence[Needed]

    @property
    def paused(self) -> str | None:
        """Why nothing goes out on the account, or None."""
        return "; ".join(pause.note for pause in self.survey.pauses if pause.paper_id is None) or None

    @property
    def needed_now(self) -> list[Needed]:
        """What needs a person now."""
        return [need for need in self.needs if need.when is Need.NOW]

    @property
    def needs_now(self) -> bool:
        """Whether something needs a person now."""
        return bool(self.needed_now)


def status_of(survey: Survey) -> Status:
    """Return the status that a survey shows."""
    slots = (
        [survey.forecast.at] if survey.forecast.at else upcoming_slots(survey.edition.content.schedule, survey.now, 1)
    )
    needs = needs_of(survey)
    waits = tuple(_waits(survey))
    if not waits and not _failures_are_told(needs):
        waits = tuple(map(failing_text, rows_of_failures(survey)))
    return Status(survey, slots[0] if slots else None, waits, tuple(needs))


def _failures_are_told(needs: Sequence[Needed]) -> bool:
    """Whether it is told already that tries fail, or why."""
    return any(need.code in {"failing", ObstacleCode.PAUSED} for need in needs)


def _waits(survey: Survey) -> Iterator[str]:
    opened = survey.history.open
    for pause in survey.pauses:
        if pause.until is not None and pause.paper_id is None:
            who = "X asked to wait" if pause.cause is PauseCause.RATE_LIMIT else "the account is paused"
            yield f"{who} until {pause.until.isoformat(timespec='seconds')}: {pause.note}"
    if opened is not None and opened.asks_person is None:
        yield (
            f"{opened.post_id} is in flight, or may be on X ({opened.reason or 'no answer is recorded yet'}): the "
            "service or the next `post --once` looks there first"
        )
