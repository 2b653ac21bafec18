"""Small pieces of text that many views need: times, counts."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo


def time_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return a time as people write it, with its time zone."""
    return f"{moment.astimezone(zone):%a %d %b %Y %H:%M} {zone.key}"


def iso(moment: datetime | None) -> str | None:
    """Return a time as ISO 8601."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: `1 post`, `2 posts`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def committed(file: Path) -> str:
    """Return "; commit that file" for a file below a folder that git keeps, as it goes on behind a sentence."""
    folder = file.absolute().parent
    return "; commit that file" if any((one / ".git").exists() for one in (folder, *folder.parents)) else ""
