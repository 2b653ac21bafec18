"""Where a state file may lie, and what to do where it cannot be written."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scicomm_bot.errors import LedgerError

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "ocfs2"}
    | {"gfs2", "davfs", "fuse.sshfs", "fuse.s3fs", "fuse.glusterfs", "fuse.ceph", "fuse.rclone", "fuse.davfs2"}
)
"""Kernel names of file systems that WAL does not work over (https://sqlite.org/wal.html, "Disadvantages")."""


@contextmanager
def hidden_file(path: Path) -> Iterator[Path]:
    """Give a name for a state file beside `path` that no other process has; at the end, what is there is deleted."""
    hidden = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        yield hidden
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            left = hidden.with_name(hidden.name + end)
            if os.path.lexists(left):  # on a read-only disk, to delete what is not there is an error, too
                left.unlink(missing_ok=True)


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


def remedy_to_write(path: Path, elsewhere: str = "set SCICOMM_STATE to another place") -> str:
    """Say what to do where a state file, or what SQLite keeps beside it, cannot be read and written.

    The first obstacle is told: the file system, then the folder, then the files in it. `elsewhere` is how a person
    chooses another place for this file.
    """
    folder = path.absolute().parent
    try:
        if os.statvfs(folder).f_flag & os.ST_RDONLY:
            return f"its file system is mounted read-only; mount it for writing, or {elsewhere}"
        for place, needed in _places(path, folder):
            if not _may(place, needed):
                return _remedy(place, folder=place == folder)
    except OSError as error:
        return f"{folder}: {error.strerror}; make it, or {elsewhere}"
    what = "the file and its folder" if path.exists() else "its folder"
    return f"make {what} readable and writable for this user, or {elsewhere}"


def _places(path: Path, folder: Path) -> Iterator[tuple[Path, int]]:
    yield folder, os.W_OK | os.X_OK
    for one in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        if one.exists():
            yield one, os.R_OK | os.W_OK


def _may(place: Path, needed: int) -> bool:
    return os.access(place, needed, effective_ids=os.access in os.supports_effective_ids)


def _remedy(place: Path, *, folder: bool) -> str:
    """Say who may write there, and how to let this user do it; nobody is told to run the program as root."""
    from shlex import quote  # noqa: PLC0415 - only for a failure

    owner, me = place.stat().st_uid, os.geteuid()
    what = f"its folder {place}" if folder else str(place)
    if owner == me:
        return f"make {what} writable for this user: `chmod u+rw{'x' if folder else ''} {quote(str(place))}`"
    instead = f", or run the program as {_user(owner)}" if owner else ""
    return (
        f"make {what} writable for this user ({_user(me)}): it belongs to {_user(owner)}; "
        f"`chown {me} {quote(str(place))}`{instead}"
    )


def _user(number: int) -> str:
    """Return a user's name, or the number of one that has none, as in a container."""
    import pwd  # noqa: PLC0415 - only for a failure

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
