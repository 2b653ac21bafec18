"""The pause at the top of `posts.yaml`: `pause: {why: ..., until: ...}`.

It is read by itself, whatever is wrong with the rest of the file. Where somebody wrote `pause:` and nobody can tell
what it says, everything is stopped: that is what a person who writes it wants.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from scicomm_bot.content.yaml_file import read_yaml
from scicomm_bot.domain.account import Pause, PauseCause
from scicomm_bot.domain.paper import FileStop
from scicomm_bot.errors import ContentError
from scicomm_bot.plan.moments import MomentError, read_moment, zone_named

FARTHEST = timedelta(days=731)
"""No pause is planned for so long: who writes a later day means another, or no end."""
_NAMED = re.compile(rb"pause[\"']?\s*:")
_AT_THE_MARGIN = re.compile(rb"^[\"']?pause[\"']?[ \t]*:", re.MULTILINE)
_UNREADABLE = "`pause:` in posts.yaml cannot be understood, so nothing goes out until it is right, or deleted"


def pause_in(path: Path, now: datetime) -> Pause | None:
    """Return the pause that a file has, over or not; None where it has none.

    Args:
        path: The file.
        now: The time by which an end is too far away.

    Raises:
        OSError: the file is not there, or cannot be read.
    """
    raw = path.read_bytes()
    if _NAMED.search(raw) is None:  # as a rule; then nothing more is read
        return None
    since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    unreadable = Pause(PauseCause.FILE, _UNREADABLE, since)
    try:
        value = read_yaml(path).value
    except ContentError:  # `check` says what is wrong
        return unreadable if _AT_THE_MARGIN.search(raw) else None
    if not isinstance(value, dict) or "pause" not in value:
        return None
    try:
        said = FileStop.model_validate(value["pause"])
        until = None if said.until is None else until_of(said.until, now, zone_of(value))
    except (ValidationError, MomentError):
        return unreadable
    return Pause(PauseCause.FILE, said.why.removesuffix("."), since, until)


def until_of(written: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read when a pause in a file ends; a moment in the past is none that is wrong, but over.

    Raises:
        MomentError: it is no moment, or too far away.
    """
    until = read_moment(written, now, zone, fixed=True)
    if until > now + FARTHEST:
        raise MomentError("is more than two years away; to stop without an end, leave `until` out")
    return until


def schedule_zone(path: Path) -> ZoneInfo | None:
    """Return the time zone of the schedule in a file; None where the file cannot be read."""
    try:
        value = read_yaml(path).value
    except (ContentError, OSError):
        return None
    return zone_of(value) if isinstance(value, dict) else None


def zone_of(value: dict[str, Any]) -> ZoneInfo:
    """Return the time zone of the schedule in a file; UTC where it has none that can be used."""
    schedule = value.get("schedule")
    named = schedule.get("timezone", "UTC") if isinstance(schedule, dict) else "UTC"
    return zone_named(named if isinstance(named, str) else "UTC")


def wrong_pause(value: dict[str, Any], now: datetime) -> str | None:
    """Return what is wrong with `pause:` that its form does not show, for who reads the whole file; or None."""
    if "pause" not in value:
        return None
    written = value["pause"]
    if written is None:
        return "pause: is empty; write `pause: {why: ...}` to stop everything, or delete the line"
    until = written.get("until") if isinstance(written, dict) else None
    try:
        if isinstance(until, str) and until.strip():
            until_of(until, now, zone_of(value))
    except MomentError as error:
        return f"pause.until: {until!r} {error}"
    return None
