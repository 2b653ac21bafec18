"""A service's sign of life on its own machine: a file that is touched while the service goes on.

The ledger has signs of life, too, for all services on it. But a database may be away for a moment, and nothing may be
written to a ledger between a claim and the post. A file needs neither a database nor room on a disk.
"""

import hashlib
import os
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

FORGOTTEN_AFTER = timedelta(days=1)
"""When the file of a service that was killed is deleted by another."""


class Heartbeat:
    """The file of the services of this user on one ledger, in a folder of the user's own below TMPDIR, or `/tmp`."""

    def __init__(self, ledger: str) -> None:
        """Make the heartbeat of the services on a ledger, which is called the same by all who ask."""
        folder = f"scicomm-bot-{os.geteuid()}"
        self._path = Path(os.environ.get("TMPDIR") or "/tmp", folder, hashlib.sha256(ledger.encode()).hexdigest()[:16])  # noqa: S108 - see _is_ours

    def beat(self, now: datetime) -> None:
        """Say that a service on the ledger is alive. Where that cannot be written, the signs in the ledger remain."""
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            if self._is_ours():
                number = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
                try:
                    os.utime(number, (now.timestamp(), now.timestamp()))
                finally:
                    os.close(number)

    def last(self) -> datetime | None:
        """Return when a service last said that it is alive; None where none does, or none of this user."""
        with suppress(OSError):
            if self._is_ours():
                return datetime.fromtimestamp(self._path.lstat().st_mtime, UTC)
        return None

    def end(self) -> None:
        """Say that the service has ended in good order."""
        with suppress(OSError):
            if self._is_ours():
                self._path.unlink()

    def forget_others(self, now: datetime) -> None:
        """Delete the files of services that were killed long ago."""
        with suppress(OSError):
            for one in self._path.parent.iterdir() if self._is_ours() else ():
                if datetime.fromtimestamp(one.lstat().st_mtime, UTC) < now - FORGOTTEN_AFTER:
                    one.unlink()

    def _is_ours(self) -> bool:
        """Whether the folder is this user's alone: anybody may make one of its name first, or a link."""
        there = self._path.parent.lstat()
        return stat.S_ISDIR(there.st_mode) and there.st_uid == os.geteuid() and not there.st_mode & 0o077
