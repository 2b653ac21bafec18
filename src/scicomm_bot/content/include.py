"""Which files a pattern of `include:` takes: below the folder of `posts.yaml`, in one order on every machine."""

import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cache
from pathlib import Path
from typing import NamedTuple

_MOST_FILES = 20_000
_MOST_ENTRIES = 200_000
_MOST_PARTS = 32
_ANY_FOLDERS = "**"
_SUFFIXES = (".yaml", ".yml")
_DRIVE = re.compile(r"[A-Za-z]:")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_BACKUP = re.compile(r"\.(?:bak|backup|old|orig|rej|save|saved|tmp|temp|sw[a-p])\d*$", re.IGNORECASE)
"""The endings that editors, `patch` and `git` give to what they put aside; here before `.yaml`."""
_WRITE = "write it as seen from the folder of posts.yaml, such as `papers/*.yaml`"

Stamp = tuple[int, int, int, int]
"""What differs when a file has changed: its times of change, its size and its inode; zeros for one that is gone."""


class IncludeError(Exception):
    """A pattern cannot be followed.

    Attributes:
        index: Which of the patterns, from 0.
    """

    def __init__(self, index: int, message: str) -> None:
        super().__init__(message)
        self.index = index


class Included(NamedTuple):
    """A file that a pattern takes: its name, seen from the folder, with `/` between its parts; and its stamp."""

    name: str
    stamp: Stamp


@dataclass(slots=True)
class Taken:
    """What patterns take.

    Attributes:
        files: The files, in order, each once.
        outside: The names of links that lead out of the folder; nothing behind them is taken.
        without: By the pattern's index, why a pattern takes no file.
    """

    files: list[Included] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    without: dict[int, str] = field(default_factory=dict)

    @property
    def listing(self) -> object:
        """What differs once a file has changed, is new or gone."""
        return tuple(self.files), tuple(self.outside)


def wrong_pattern(pattern: str) -> str | None:
    """Return what is wrong with a pattern and the remedy, as it goes on behind its name; None for one that is right."""
    if _ADDRESS.match(pattern):
        return "is an address, not a file; save the file here, and " + _WRITE
    if "\\" in pattern:
        return "has a backslash; write / between folders"
    if pattern.startswith(("/", "~")) or _DRIVE.match(pattern):
        return f"begins outside of the folder of posts.yaml; {_WRITE}"
    if ".." in pattern.split("/"):
        return f"leads out of the folder of posts.yaml with `..`; {_WRITE}"
    if not all(map(str.isprintable, pattern)):
        return "has a sign that no one can see; write it anew"
    if len(pattern.split("/")) > _MOST_PARTS:
        return f"has more than {_MOST_PARTS} folders; a shorter one takes as much"
    return None


def is_backup(name: str) -> bool:
    """Whether a file's name is that of a backup or of an editor's own file: no pattern takes it."""
    stem, _, ending = name.rpartition(".")
    return name.startswith((".", "#", "~")) or name.endswith("~") or bool(stem and _BACKUP.search(stem) and ending)


def taken(folder: Path, patterns: Sequence[str], apart: Collection[Path] = ()) -> Taken:
    """Return the files that patterns take, by their names; hidden files, backups and what is no `.yaml` are left.

    The order is that of the names' code points, folder by folder, whatever the file system's is.

    Args:
        folder: That of `posts.yaml`.
        patterns: Sound ones: see `wrong_pattern`. `*`, `?` and `[...]` stand for signs of one name, `**` for any
            folders, or none; links to folders are followed by all but `**`, as long as they stay below `folder`.
        apart: Files and folders that are never taken, such as `posts.yaml` itself.

    Raises:
        IncludeError: a folder cannot be listed, or far too much is taken.
    """
    walk, found = _Walk(folder, apart), Taken()
    names: set[str] = set()
    for index, pattern in enumerate(patterns):
        try:
            mine = set(walk.names(pattern))
        except OSError as error:
            where = os.fsdecode(error.filename) if error.filename else str(folder)
            raise IncludeError(index, f"{where} cannot be listed: {error.strerror}; let this user read it") from error
        except _TooManyError as error:
            raise IncludeError(index, f"takes too much ({error}); name the folder of the papers") from error
        if not mine:
            found.without[index] = _why_none(folder, pattern)
        names |= mine
    found.files = [Included(name, stamp_of(os.path.join(folder, name))) for name in sorted(names, key=_by_name)]  # noqa: PTH118 - for each of thousands of files
    found.outside = sorted(walk.outside, key=_by_name)
    return found


def stamp_of(path: str) -> Stamp:
    """Return the stamp of a file; the time of change of its inode is in it, which nobody can set back."""
    try:
        status = os.stat(path)  # noqa: PTH116 - for each of thousands of files
    except (OSError, ValueError):
        return 0, 0, 0, 0
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def _by_name(name: str) -> tuple[list[str], str]:
    """Return what names are sorted by; some systems store an accent as a sign of its own, and count it the same."""
    return unicodedata.normalize("NFC", name).split("/"), name


def _why_none(folder: Path, pattern: str) -> str:
    if (folder / pattern).is_dir():
        return f"is a folder; write `{pattern.rstrip('/')}/*.yaml`"
    if "{" in pattern:
        return "takes no file; braces stand for themselves here: write a list of patterns"
    if not pattern.endswith((*_SUFFIXES, "*", "?", "]")):
        return "takes no file; the name of a paper's file ends in .yaml"
    return "takes no file yet"


class _TooManyError(Exception):
    """A pattern leads through far more files or folders than papers have."""


@cache
def _matcher(part: str) -> re.Pattern[str]:
    return re.compile(translate(part))


class _Walk:
    """Follows patterns through the folders below one."""

    def __init__(self, folder: Path, apart: Collection[Path]) -> None:
        self._root = str(folder)
        self._real = os.path.realpath(folder)
        self._apart = {os.path.realpath(path) for path in apart}
        self._inodes = {stamp_of(path)[3] for path in self._apart}
        self._seen = 0
        self.outside: set[str] = set()

    def names(self, pattern: str) -> Iterator[str]:
        """Yield the names of the files that a pattern takes; some may come twice."""
        parts = [part for part in pattern.split("/") if part not in {"", "."}]
        if parts[-1:] == [_ANY_FOLDERS]:
            parts.append("*")
        if not parts or pattern.endswith("/"):
            return
        steps, files = {("", 0)}, 0
        todo = [("", 0)]
        while todo:
            inside, at = todo.pop()
            for name, then in self._step(inside, parts, at):
                if then is None:
                    files += 1
                    if files > _MOST_FILES:
                        raise _TooManyError(f"more than {_MOST_FILES:,} files")
                    yield name
                elif (name, then) not in steps:
                    steps.add((name, then))
                    todo.append((name, then))

    def _step(self, inside: str, parts: Sequence[str], at: int) -> Iterator[tuple[str, int | None]]:
        """Yield what one part of a pattern leads to in a folder: folders with the part that is next, or files."""
        part, last = parts[at], at == len(parts) - 1
        if part == _ANY_FOLDERS:
            yield inside, at + 1
            yield from ((entry, at) for entry in self._folders(inside, "*", links=False))
        elif not last:
            yield from ((entry, at + 1) for entry in self._folders(inside, part, links=True))
        else:
            yield from ((entry, None) for entry in self._files(inside, part))

    def _folders(self, inside: str, part: str, *, links: bool) -> Iterator[str]:
        for name, entry in self._entries(inside, part):
            if not _is_folder(entry) or (entry.is_symlink() and not links):
                continue
            if entry.is_symlink() and not self._is_inside(entry.path):
                self.outside.add(name)
            elif os.path.realpath(entry.path) not in self._apart:
                yield name

    def _files(self, inside: str, part: str) -> Iterator[str]:
        for name, entry in self._entries(inside, part):
            if not name.lower().endswith(_SUFFIXES) or is_backup(entry.name) or _is_folder(entry):
                continue
            may_be_apart = entry.is_symlink() or entry.inode() in self._inodes
            if may_be_apart and os.path.realpath(entry.path) in self._apart:
                continue
            yield name

    def _entries(self, inside: str, part: str) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
        """Yield what in a folder fits a part of a pattern and is not hidden; a folder that is not there has nothing."""
        if part.startswith("."):
            return
        fits = _matcher(part).match
        try:
            listing = os.scandir(os.path.join(self._root, inside))  # noqa: PTH118 - as above
        except (FileNotFoundError, NotADirectoryError):
            return
        with listing:
            for entry in listing:
                self._seen += 1
                if self._seen > _MOST_ENTRIES:
                    raise _TooManyError(f"more than {_MOST_ENTRIES:,} files and folders are in the way")
                if not entry.name.startswith(".") and fits(entry.name):
                    yield f"{inside}/{entry.name}" if inside else entry.name, entry

    def _is_inside(self, path: str) -> bool:
        real = os.path.realpath(path)
        return real == self._real or real.startswith(self._real.rstrip("/") + "/")


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle; who reads it says so
        return False
