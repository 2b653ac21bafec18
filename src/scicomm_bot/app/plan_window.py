"""From when to when a person wants to see the plan."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scicomm_bot.errors import ScicommError
from scicomm_bot.plan.moments import MomentError, read_moment

USUAL_DAYS = 30
"""As many days are shown where a person says from when on, and not until when."""
MOST_DAYS = 3_655
"""No plan goes further than ten years: what is typed for later is most often a slip."""


@dataclass(frozen=True, slots=True)
class Window:
    """A time of which every slot is shown, from `start` up to `until`, in UTC."""

    start: datetime
    until: datetime


def window_of(now: datetime, zone: ZoneInfo, days: int | None, since: str | None, until: str | None) -> Window | None:
    """Return the time that a person asked for; None where they asked for none.

    Args:
        now: The moment; of a day that has begun, what is left of it counts as a day.
        zone: The schedule's zone, whose days these are.
        days: So many days, today among them.
        since: From then on, as a person writes it; a day is its beginning. None for now.
        until: Up to then; a day is included. None for `USUAL_DAYS` days.

    Raises:
        ScicommError: one of the two is no moment, or the end is before the beginning, over already or too far away.
    """
    if days is None and since is None and until is None:
        return None
    start = now if since is None else _moment("--from", since, now, zone)
    end = _after_days(start, days or USUAL_DAYS, zone) if until is None else _moment("--to", until, now, zone)
    if end <= start and since is not None:
        raise ScicommError(f"--to {until} is before --from {since}")
    if end <= now:
        said = f"--to {until}" if until is not None else f"{USUAL_DAYS} days from --from {since}"
        raise ScicommError(f"{said} is over, and the past has no plan; `scicomm-bot history` lists what went out")
    if days is None and end > now + timedelta(days=MOST_DAYS):
        said = f"--to {until}" if until is not None else f"--from {since}"
        raise ScicommError(f"{said} is too far away: a plan goes no further than ten years")
    return Window(start, end)


def _after_days(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the end of the last of so many days, of which `start` is in the first."""
    try:
        day = start.astimezone(zone).date() + timedelta(days=days)
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:
        raise ScicommError("--from is too far away: a plan goes no further than ten years") from None


def _moment(option: str, written: str, now: datetime, zone: ZoneInfo) -> datetime:
    try:
        return read_moment(written, now, zone, fixed=True, end_of_day=option == "--to")
    except MomentError as error:
        raise ScicommError(f"{option} {written!r} {error}") from error
