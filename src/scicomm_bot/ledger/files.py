"""Where a state file may lie."""

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
