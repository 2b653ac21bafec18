"""Whether the state file is still the one that was opened."""

import os
from pathlib import Path


class FilesInUse:
    """The state file that is open, and the write-ahead log beside it, as they are on the disk.

    While a connection is open, neither changes its inode: SQLite writes into them, and deletes the log only with the
    last connection (https://sqlite.org/wal.html).
    """

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._log = f"{path}-wal"
        self._opened = _inode(self._path)
        self._log_opened = _inode(self._log)

    def changed(self) -> str | None:
        """Return what was done to the files since they were opened, or None."""
        now = _inode(self._path)
        if now is None:
            return "the state file was deleted or moved away"
        if now != self._opened:
            return "another file was put in the place of the state file"
        log = _inode(self._log)
        if self._log_opened is None:  # it is made when it is first needed
            self._log_opened = log
        elif log != self._log_opened:
            return f"{self._log}, a part of the state file, was deleted or replaced"
        return None


def _inode(path: str) -> tuple[int, int] | None:
    """Return device and inode; None where there is no such file, or an empty one in place of the state file."""
    try:
        status = os.stat(path)  # noqa: PTH116 - at each statement, so without the making of a Path
    except OSError:
        return None
    return status.st_dev, status.st_ino
