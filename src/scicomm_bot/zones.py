"""Which time-zone data is used: the newest that is there, the system's or that of the package tzdata.

Python's zoneinfo asks the system first, however old its data is, and the package only for what the system lacks
(https://docs.python.org/3/library/zoneinfo.html#data-sources). A government that changes its clocks is then an hour off
for as long as nobody updates the system. So the program puts the folder with the newest data first.
"""

import os
import re
import zoneinfo
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

VERSION_FILES = ("+VERSION", "tzdata.zi", "version")
"""Where a folder of zone data says its version: on macOS and the BSDs, on most Linux systems, in IANA's own release."""
_LOCALTIME, _TIMEZONE = Path("/etc/localtime"), Path("/etc/timezone")
_LONGEST_NAME = 100
_NO_PLACE = {"localtime", "posixrules", "Factory"}
"""Names in a folder of zone data that mean what the machine has, or nothing."""
_UTC = re.compile(r"(?:Etc/)?(?:UTC|UCT|Universal|Zulu|GMT0?|Greenwich)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ZoneData:
    """A folder of zone data.

    Attributes:
        folder: Where it is.
        version: IANA's name of the release, such as `2026a`; None where it cannot be found.
        packaged: Whether it is that of the package tzdata.
    """

    folder: Path
    version: str | None
    packaged: bool = False

    @property
    def age_key(self) -> tuple[str, int, str]:
        """What sorts releases by their age, one of no known version first: `2026z` comes before `2026za`."""
        year, letters = (self.version or "")[:4], (self.version or "")[4:]
        return year, len(letters), letters


def use_newest() -> None:
    """Let zoneinfo look into the folder with the newest data first, in all of this process.

    Zones that were made already stay as they are: call it before the first. The folders that come after it still give
    the zones that it lacks. Where the package is as new as the system, or not there, nothing changes.
    """
    found = by_age()
    if found and str(found[0].folder) != next(iter(zoneinfo.TZPATH), None):
        zoneinfo.reset_tzpath([str(one.folder) for one in found])


def by_age() -> list[ZoneData]:
    """Return the folders of zone data that there are, the newest first; of two of one age, the system's."""
    package = _package()
    folders = [Path(place) for place in zoneinfo.TZPATH]
    system = [ZoneData(one, _version(one)) for one in folders if one.is_dir() and one != getattr(package, "folder", 0)]
    return sorted([*system, *([package] if package else [])], key=lambda one: one.age_key, reverse=True)


def of_this_machine() -> str | None:
    """Return the name of the machine's time zone, such as `Europe/Vienna`; None where it is not known, or is UTC.

    From `TZ` (https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html), else from where
    /etc/localtime leads (https://www.freedesktop.org/software/systemd/man/latest/localtime.html), else from Debian's
    /etc/timezone. A machine on UTC is most often a server, and its people live elsewhere.
    """
    linked = written = ""
    with suppress(OSError):  # one step alone: a zone may be a link to another, whose name people do not know
        linked = str(_LOCALTIME.readlink()).rpartition("/zoneinfo/")[2]
    with suppress(OSError):
        written = _TIMEZONE.read_text(encoding="ascii", errors="replace")[:_LONGEST_NAME]
    names = (os.environ.get("TZ", "").removeprefix(":"), linked, written)
    return next((name for name in map(_bare_name, names) if _is_zone(name)), None)


def _bare_name(name: str) -> str:
    return name.strip().removeprefix("posix/").removeprefix("right/")


def _is_zone(name: str) -> bool:
    """Whether it is the name of a zone that says more than UTC."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]{1,60}", name) or name in _NO_PLACE or _UTC.fullmatch(name):
        return False
    try:
        zoneinfo.ZoneInfo(name)
    except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        return False
    return True


def _package() -> ZoneData | None:
    """Return the package's data; None where it is not installed, or not as a folder."""
    try:
        import tzdata  # noqa: PLC0415 - a system that has data may do without
    except ImportError:
        return None
    folder = Path(tzdata.__file__).with_name("zoneinfo")
    return ZoneData(folder, _read(str(tzdata.IANA_VERSION)), packaged=True) if folder.is_dir() else None


def _version(folder: Path) -> str | None:
    """Return the version that a folder names in its first file that does."""
    for name in VERSION_FILES:
        try:
            with (folder / name).open(encoding="ascii", errors="replace") as file:
                version = _read(file.readline(80))
        except OSError:
            continue
        if version is not None:
            return version
    return None


def _read(line: str) -> str | None:
    """Read `2026a`, or `# version 2026a` as tzdata.zi begins; what follows, as in `2026a-dirty`, is left out."""
    found = re.match(r"(?:# version )?(\d{4}[a-z]{1,2})\b", line, re.ASCII)
    return found[1] if found else None
