"""Whether the state file is still the one that was opened."""

import os
from pathlib import Path


class FilesInUse:
    """The state file that is open, and the write-ahead log beside it, as they are on the disk.

    While a connection is open, neither changes its inode: SQLite writes into them, and deletes the log only with the
    last connection (https://sqlite.org/wal.html).
    """

    def __init__(self, path: Path) -> None:
        self._path = str(path.absolute())
        self._log = f"{os.path.realpath(self._path)}-wal"  # SQLite keeps it beside the file that a link leads to
        self._opened = inode(self._path)
        self._log_opened = inode(self._log)

    def is_still(self, before: tuple[int, int] | None) -> bool:
        """Whether the state file is the one that was there before it was opened, if one was."""
        return before is None or before == self._opened

    def changed(self) -> str | None:
        """Return what was done to the files since they were opened, or None."""
        now = inode(self._path)
        if now is None:
            return "the state file was deleted or moved away"
        if now != self._opened:
            return "another file was put in the place of the state file"
        log = inode(self._log)
        if self._log_opened is None:  # it is made when it is first needed
            self._log_opened = log
        elif log != self._log_opened:
            return f"{self._log}, a part of the state file, was deleted or replaced"
        return None


def inode(path: str) -> tuple[int, int] | None:
    """Return device and inode; None where there is no such file."""
    try:
        status = os.stat(path)  # noqa: PTH116 - at each statement, so without the making of a Path
    except OSError:
        return None
    return status.st_dev, status.st_ino
