"""Reading files that stay where they belong, and writing files whole or not at all."""

import os
import unicodedata
from contextlib import suppress
from errno import EEXIST, EINVAL, EISDIR, ELOOP, EMLINK, ENOSYS, ENOTSUP, EOPNOTSUPP, EPERM
from itertools import islice
from pathlib import Path, PurePosixPath
from stat import S_IMODE, S_ISDIR, S_ISLNK, S_ISREG

_ALONE = os.O_CLOEXEC | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | _ALONE
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | _ALONE
"""A folder that may be entered need not be one that may be listed; where there is no O_PATH, it must."""
_NO_LINKS = {EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK}
"""What a file system says that has no hard links (link(2)), such as one of a memory card."""
_LOOKED_AT = 4_096
_MOST_ENTRIES = 10_000
SAVE_AS_UTF_8 = "save it as UTF-8 (in most editors: Save as, with UTF-8 for the encoding)"


class OutsideError(Exception):
    """A file lies outside of the folder that it belongs in.

    Attributes:
        by_link: Whether its name stays in the folder, and a link on the way leads out.
    """

    def __init__(self, name: str, *, by_link: bool) -> None:
        super().__init__(name)
        self.by_link = by_link

    @property
    def leads(self) -> str:
        """How its name leaves the folder, as a message goes on behind the name: `leads out of`, and then the folder."""
        return "leads through a link out of" if self.by_link else "leads out of"


def read_below(folder: Path, name: str, most: int) -> bytes:
    """Return the first `most` bytes of a file whose name is seen from `folder`, and which lies below it.

    Links are followed as long as they stay below, as those of a Kubernetes mount do (`x` -> `..data/x`); `folder` may
    be a link itself. What is opened is what was looked at: no link that is put in place meanwhile is followed.

    Raises:
        OutsideError: it lies outside, whether it is there or not.
        OSError: it is not there, cannot be read, is a folder (IsADirectoryError) or no ordinary file, or has a name
            that no file can have. A pipe or a device is not opened, so nobody waits for it.
    """
    try:
        root = os.path.realpath(folder)
        real = os.path.realpath(os.path.join(folder, name))  # noqa: PTH118 - "" and "/x" as the system takes them
        if not _is_below(root, real):
            raise OutsideError(name, by_link=_is_below(os.path.abspath(folder), os.path.abspath(folder / name)))  # noqa: PTH100 - without following links
        return _read(*_opened(root, os.path.relpath(real, root).split("/")), most)
    except ValueError as error:  # a zero byte, or half of a surrogate pair
        raise OSError(EINVAL, "no file can have this name") from error


def near_below(folder: Path, name: str) -> str | None:
    """Return the name of a file or folder below `folder` that is `name` but for capitals and Unicode's forms, or None.

    No link is followed, and of a large folder only the first entries are looked at.
    """
    found: list[str] = []
    for part in PurePosixPath(name).parts:
        inner = _entry_like(folder.joinpath(*found), part)
        if inner is None:
            return None
        found.append(inner)
    return "/".join(found) or None


def _entry_like(folder: Path, part: str) -> str | None:
    wanted, like = _bare_name(part), None
    with suppress(OSError, ValueError), os.scandir(folder) as entries:
        for entry in islice(entries, _MOST_ENTRIES):
            if _bare_name(entry.name) == wanted and not entry.is_symlink() and like != part:
                like = entry.name
    return like


def _bare_name(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def read_ordinary(path: Path, most: int) -> bytes:
    """Return the first `most` bytes of a file, wherever it lies.

    Raises:
        OSError: as for `read_below`.
    """
    _refuse_unusual(path.stat())  # /dev/stdout is a link to what has no path
    real = Path(os.path.realpath(path))  # a Path's resolve() raises another error for a circle of links
    return read_below(real.parent, real.name, most)


def broken_link(path: Path) -> str | None:
    """Return what is wrong with a link, as it goes on behind its name; None for what is sound or no link."""
    if not os.path.islink(path):  # noqa: PTH114 - of what is no path it says no, too
        return None
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return "is a link that leads nowhere"
    except OSError as error:
        return "is a link that leads in a circle" if error.errno == ELOOP else None
    return None


def other_encoding(raw: bytes) -> str | None:
    """Return the encoding that a text in `raw` seems to have, if that is UTF-16 or UTF-32; else None.

    By its byte order mark (Unicode 16.0, section 23.8), or by zeros in every second or fourth place, as letters of
    Latin text have them there.
    """
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    begin = raw[:_LOOKED_AT]
    even, odd = begin[::2].count(0), begin[1::2].count(0)
    if 4 * max(even, odd) < len(begin) or not begin:
        return None
    return "UTF-16" if min(even, odd) == 0 else "UTF-32" if 2 * (even + odd) > len(begin) else None


def _is_below(root: str, path: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")


def _opened(root: str, parts: list[str]) -> tuple[int, str]:
    """Return a handle on a file's folder, and the file's name in it; on the way from `root` no link is followed."""
    at = os.open(root, _FOLDER)
    for part in parts[:-1]:
        try:
            inner = os.open(part, _FOLDER, dir_fd=at)
        finally:
            os.close(at)
        at = inner
    return at, parts[-1]


def _read(folder: int, name: str, most: int) -> bytes:
    try:
        _refuse_unusual(os.stat(name, dir_fd=folder, follow_symlinks=False))  # before it is opened: a pipe would wake
        handle = os.open(name, _FILE, dir_fd=folder)
    finally:
        os.close(folder)
    with open(handle, "rb") as file:  # noqa: PTH123 - a handle
        _refuse_unusual(os.fstat(handle))
        return file.read(most)


def _refuse_unusual(status: os.stat_result) -> None:
    if S_ISDIR(status.st_mode):
        raise IsADirectoryError(EISDIR, "a folder")
    if S_ISLNK(status.st_mode):  # all others were followed
        raise OSError(ELOOP, "a link that leads in a circle")
    if not S_ISREG(status.st_mode):
        raise OSError(EEXIST, "not an ordinary file")


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside `path`, then put it in its place: nobody ever sees half of it, not even after a power cut.

    A link stays a link; whether it may be followed is for the caller. A file that is there hands on its mode and, where
    this user may give files away, its owner. Its other names (hard links) keep what they had. To make the new name
    durable, too, is for the caller, who knows whether its folder is worth an fsync.

    Raises:
        OSError: it cannot be written, or `path` is a folder, a device or the like. What was there stays as it was.
    """
    with suppress(FileNotFoundError):
        _refuse_unusual(path.stat())  # by its name as it was given, as above
    path = path.resolve()
    beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        with beside.open("xb") as file:
            with suppress(FileNotFoundError):
                _hand_on(path.stat(), file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def write_new(path: Path, data: bytes, mode: int = 0o666, *, durable: bool = True) -> None:
    """Write a file that is not there yet: whole or not at all, and never over another, nor through a link.

    Args:
        path: The file; its folder must be there.
        data: What it holds.
        mode: Who may do what with it, less the process's umask; as it is from the first moment.
        durable: Whether to wait until it is on the disk; else a power cut soon after may leave it empty.

    Raises:
        FileExistsError: something has this name, be it a broken link.
        OSError: it cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _ALONE, mode)
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle
            file.write(data)
            if durable:
                file.flush()
                os.fsync(handle)
        _name_anew(beside, path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _name_anew(beside: Path, path: Path) -> None:
    """Give a file its name, which nobody may have: a renaming would take another's place, and a link does not."""
    try:
        path.hardlink_to(beside)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), str(path)) from error
        beside.rename(path)


def _hand_on(old: os.stat_result, handle: int) -> None:
    """Give a new file the owner and the mode of the old one."""
    new = os.fstat(handle)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        with suppress(PermissionError):
            os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, S_IMODE(old.st_mode))
