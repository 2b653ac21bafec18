"""Examines the machine: its clock, and its time-zone data."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scicomm_bot import zones
from scicomm_bot.app.examine.examination import Examination

BUILT_AFTER = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that shows an earlier time is wrong: the program is younger."""


def clock(now: datetime) -> Examination:
    """Examine the time."""
    trouble = None if now > BUILT_AFTER else "earlier than this program was made; set the machine's clock (NTP)"
    return Examination("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC", trouble)


def time_zones() -> Examination:
    """Examine the zone data: that it can be read, and how new it is."""
    found = zones.by_age()
    try:
        sound = bool(found) and ZoneInfo("Asia/Tehran").utcoffset(datetime(2026, 6, 1, tzinfo=UTC)) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder without zones, or with broken ones
        sound = False
    trouble = None if sound else "no time-zone data can be read; install the package tzdata"
    return Examination("time zones", _zone_data(found), trouble)


def _zone_data(found: Sequence[zones.ZoneData]) -> str:
    """Name the data that is used, and how old the others are."""
    if not found:
        return "none"
    used, *others = ((one.version or "an unknown version", _whose(one)) for one in found)
    told = [f"{whose} has {version}" for version, whose in others]
    return f"{used[0]}, from {used[1]}" + (f" ({', '.join(told)})" if told else "")


def _whose(data: zones.ZoneData) -> str:
    return "the package tzdata" if data.packaged else f"the system's {data.folder}"
