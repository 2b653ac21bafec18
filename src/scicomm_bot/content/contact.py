"""Until when an answer to the posts is asked for: `contact: {reply_by: ...}`."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from scicomm_bot.content.file_pause import zone_of
from scicomm_bot.domain.paper import Content
from scicomm_bot.plan.moments import MomentError, read_moment, zone_named


@dataclass(frozen=True, slots=True)
class ReplyBy:
    """Until when an answer is asked for.

    Attributes:
        until: The moment, in UTC; of a day alone, its end.
        day: The day, by the clocks of the schedule's zone.
        clock: The time of that day, by the same clocks; None where the file has a day alone.
    """

    until: datetime
    day: date
    clock: time | None = None


def reply_by(content: Content, now: datetime) -> ReplyBy | None:
    """Return until when an answer is asked for; None where the file does not say. It may be over at `now`."""
    if content.contact is None or content.contact.reply_by is None:
        return None
    try:
        return _read(content.contact.reply_by, now, zone_named(content.schedule.timezone))
    except MomentError:  # of a file that is only looked at; what is wrong is told
        return None


def wrong_contact(value: dict[str, Any], now: datetime) -> str | None:
    """Return what is wrong with `contact:` that its form does not show, for who reads the whole file; or None."""
    contact = value.get("contact")
    written = contact.get("reply_by") if isinstance(contact, dict) else None
    if not isinstance(written, str) or not written.strip():
        return None
    try:
        _read(written, now, zone_of(value))
    except MomentError as error:
        return f"contact.reply_by: {written!r} {error}"
    return None


def _read(written: str, now: datetime, zone: ZoneInfo) -> ReplyBy:
    until = read_moment(written, now, zone, fixed=True, end_of_day=True)
    begin = read_moment(written, now, zone, fixed=True)
    local = begin.astimezone(zone)
    return ReplyBy(until, local.date(), None if until != begin else local.time())
