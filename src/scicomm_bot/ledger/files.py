"""Where a state file may lie, and whether it is still the one that was opened."""

import os
from pathlib import Path

from scicomm_bot.errors import LedgerError

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "ocfs2"}
    | {"gfs2", "davfs", "fuse.sshfs", "fuse.s3fs", "fuse.glusterfs", "fuse.ceph", "fuse.rclone", "fuse.davfs2"}
)
"""Kernel names of file systems that WAL does not work over (https://sqlite.org/wal.html, "Disadvantages")."""


def refuse_network_file_system(path: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """Refuse a path on a network file system; where there is no list of mounts (not Linux), everything passes.

    Raises:
        LedgerError: `path` lies on a network file system.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
        resolved = path.absolute().parent.resolve()
    except OSError:
        return
    best = ("", "")
    for line in lines:
        fields = line.split()
        if len(fields) < 3:  # noqa: PLR2004 - device, mount point, type
            continue
        point = fields[1].replace("\\040", " ")
        if (resolved == Path(point) or Path(point) in resolved.parents) and len(point) >= len(best[0]):
            best = (point, fields[2])
    if best[1] in NETWORK_FILE_SYSTEMS:
        raise LedgerError(
            f"{path}: {best[0]} is a network file system ({best[1]}), where SQLite's locks cannot be trusted; "
            "keep the state file on a local disk"
        )


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
