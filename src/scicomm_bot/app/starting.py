"""A folder to begin with: what `init` writes, and what it leaves as it is."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from errno import EDQUOT, ENOSPC
from itertools import takewhile
from pathlib import Path

from scicomm_bot.app.ignoring import is_ignored, is_in_git
from scicomm_bot.content import load
from scicomm_bot.content.yaml_file import read_yaml
from scicomm_bot.errors import ContentError, FileError
from scicomm_bot.files import broken_link, write_new
from scicomm_bot.settings import DOTENV
from scicomm_bot.shipped import example_file, start_text, templates_folder
from scicomm_bot.zones import of_this_machine

PAPERS, TEMPLATES = "papers", "templates"
_POSTS, _GITIGNORE = "posts.yaml", ".gitignore"
_OWNER_ONLY = 0o600
_FULL = {ENOSPC, EDQUOT}
_UNKNOWN_ZONE = " Write yours, such as Europe/Vienna."
_ABOUT_THE_EXAMPLE = "# The example that comes with scicomm-bot. Delete this file when you need it no more.\n\n"
_ITEM = "  - "


@dataclass(frozen=True, slots=True)
class Beginning:
    """What became of a folder.

    Attributes:
        folder: The folder.
        made: What was written, as seen from the folder; a folder's name ends in a slash.
        left: What was there already, and was left as it is.
        has_paper: Whether a paper has a file there now.
        look_at: What a person should look at, a sentence each.
    """

    folder: Path
    made: tuple[str, ...]
    left: tuple[str, ...]
    has_paper: bool
    look_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file to write, or a folder to make: its name ends in a slash, and it holds nothing."""

    name: str
    data: bytes | None = None
    mode: int = 0o666


def begin(folder: Path, *, example: bool) -> Beginning:
    """Write what a folder begins with; nothing that is there is changed.

    Args:
        folder: The folder, there or not.
        example: Whether it gets the paper that comes with the program, as a file of its own.

    Raises:
        FileError: it cannot be written, or something else has a name that is needed. Nothing was changed then.
    """
    entries = [*_entries(example=example)]
    _refuse_what_is_in_the_way(folder, entries)
    writer = _Writer(folder)
    try:
        writer.write(entries)
    except OSError as error:
        writer.take_back()
        remedy = "Make room on that disk" if error.errno in _FULL else "Name a folder that this user can write in"
        told = f"cannot be written: {error.strerror or error}; nothing was changed. {remedy}"
        raise FileError.at(writer.at, told) from error
    except BaseException:
        writer.take_back()
        raise
    has_paper = any((folder / PAPERS).glob("*.yaml"))
    return Beginning(folder, tuple(writer.made), tuple(writer.left), has_paper, tuple(_look_at(folder)))


def _entries(*, example: bool) -> Iterator[_Entry]:
    zone = of_this_machine()
    posts = start_text("posts.yaml").format(timezone=zone or "UTC", comment="" if zone else _UNKNOWN_ZONE)
    yield _Entry(_POSTS, posts.encode())
    yield _Entry(f"{PAPERS}/")
    if example:
        yield _example()
    yield _Entry(f"{TEMPLATES}/")
    yield from _templates(templates_folder(), TEMPLATES)
    if example:
        for folder in sorted(one for one in templates_folder().iterdir() if one.is_dir()):  # the example's own
            yield _Entry(f"{TEMPLATES}/{folder.name}/")
            yield from _templates(folder, f"{TEMPLATES}/{folder.name}")
    yield _Entry(str(DOTENV), start_text("env").encode(), _OWNER_ONLY)
    yield _Entry(_GITIGNORE, start_text("gitignore").encode())


def _templates(shipped: Path, below: str) -> Iterator[_Entry]:
    for path in sorted(shipped.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            yield _Entry(f"{below}/{path.name}", path.read_bytes())


def _example() -> _Entry:
    """Return the paper of the example as a file of its own, with its comments."""
    document = load(example_file())
    first, *rest = example_file().read_text(encoding="utf-8").splitlines()[document.lines["papers", 0] - 1 :]
    inner = takewhile(lambda line: not line.strip() or line.startswith(" " * len(_ITEM)), rest)
    paper = "\n".join(line[len(_ITEM) :] for line in (first, *inner)).rstrip()
    name = f"{PAPERS}/{document.content.papers[0].id}.yaml"
    return _Entry(name, f"{_ABOUT_THE_EXAMPLE}{paper}\n".encode())


def _refuse_what_is_in_the_way(folder: Path, entries: Sequence[_Entry]) -> None:
    """Look, before anything is written, for what has a name that is needed and is something else."""
    needed = [(one, True) for one in (*reversed(folder.parents), folder)]
    for path, is_folder in (*needed, *((folder / one.name, one.data is None) for one in entries)):
        wrong = broken_link(path)
        if wrong is None and os.path.lexists(path) and os.path.isdir(path) != is_folder:  # noqa: PTH112 - of what it may not see, it says no
            wrong = "is a file" if is_folder else "is a folder"
        if wrong is not None:
            what = "a folder" if is_folder else "a file"
            raise FileError.at(path, f"{wrong}, and {what} is needed; move it away, or name another folder")


@dataclass(slots=True)
class _Writer:
    """Writes entries, and takes back what it wrote.

    Attributes:
        folder: Where.
        at: What was written last, or is being written.
        made: The names of what was written.
        left: The names of what was there.
    """

    folder: Path
    at: Path = field(init=False)
    made: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    _files: list[Path] = field(default_factory=list)
    _folders: list[Path] = field(default_factory=list)

    def write(self, entries: Sequence[_Entry]) -> None:
        self._make(self.folder)
        for entry in entries:
            self.at = self.folder / entry.name
            if os.path.lexists(self.at) or self._is_elsewhere(entry):
                self.left.append(entry.name)
                continue
            if entry.data is None:
                self._make(self.at)
            else:
                write_new(self.at, entry.data, entry.mode)
                self._files.append(self.at)
            self.made.append(entry.name)

    def _is_elsewhere(self, entry: _Entry) -> bool:
        """Whether a file would lie in a folder that is a link: what is behind it may be others' too."""
        first, slash, inner = entry.name.partition("/")
        return bool(slash and inner) and (self.folder / first).is_symlink()

    def _make(self, folder: Path) -> None:
        """Make a folder, and those above it."""
        missing = [*takewhile(lambda one: not os.path.isdir(one), (folder, *folder.parents))]  # noqa: PTH112 - as above
        for self.at in reversed(missing):
            self.at.mkdir()
            self._folders.append(self.at)

    def take_back(self) -> None:
        """Delete what was written."""
        for file in self._files:
            with suppress(OSError):
                file.unlink()
        for folder in reversed(self._folders):
            with suppress(OSError):
                folder.rmdir()


def _look_at(folder: Path) -> Iterator[str]:
    posts, dotenv = folder / _POSTS, folder / DOTENV
    with suppress(ContentError):  # what is wrong with it, `check` says
        value = read_yaml(posts).value
        if isinstance(value, dict) and "include" not in value:
            yield f"{posts} has no `include: {PAPERS}/*.yaml`; without that line, no file in {PAPERS}/ is read"
    if is_in_git(folder) and not is_ignored(dotenv):
        yield f"git does not ignore {dotenv}, which will hold secrets; add a line `{DOTENV}` to {folder / _GITIGNORE}"
