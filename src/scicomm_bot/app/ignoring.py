"""Whether git ignores a file, by the `.gitignore` files that hold for it.

Read here and not asked of git: git may not be installed, and a repository's own settings can make it run programs.
The patterns of a person's own (`core.excludesFile`) are not looked at. https://git-scm.com/docs/gitignore
"""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from scicomm_bot.files import read_ordinary

_MOST_BYTES = 100_000


def is_in_git(folder: Path) -> bool:
    """Whether a folder lies in the work tree of a repository."""
    return _top(folder) is not None


def is_ignored(path: Path) -> bool:
    """Whether patterns of the repository's name a file that lies in it, there or not; the last that fits decides."""
    top = _top(path.parent)
    if top is None:
        return False
    ignored = False
    real = Path(os.path.realpath(path.parent), path.name)
    for place, pattern in _patterns(top, real):
        if _fits(pattern.removeprefix("!"), real.relative_to(place)):
            ignored = not pattern.startswith("!")
    return ignored


def _top(folder: Path) -> Path | None:
    """Return the top of the work tree that a folder lies in; a submodule's `.git` is a file."""
    real = Path(os.path.realpath(folder))
    return next((one for one in (real, *real.parents) if os.path.lexists(one / ".git")), None)


def _patterns(top: Path, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield each pattern that may speak of a file, with the folder that it is seen from, in the order they count."""
    between = [one for one in reversed(path.parents) if one.is_relative_to(top)]
    for place, file in ((top, top / ".git/info/exclude"), *((one, one / ".gitignore") for one in between)):
        for line in _lines(file):
            if line.strip() and not line.startswith("#"):
                yield place, line.rstrip()


def _lines(file: Path) -> list[str]:
    try:
        raw = read_ordinary(file, _MOST_BYTES)
    except OSError:
        return []
    return raw.decode("utf-8", "replace").splitlines()


def _fits(pattern: str, name: Path) -> bool:
    """Whether a pattern names a file or a folder above it; one with a slash within is seen from its own folder."""
    folders = [PurePosixPath(*name.parts[: end + 1]) for end in range(len(name.parts))]
    if pattern.endswith("/"):
        folders.pop()
    bare = pattern.strip("/")
    if "/" in pattern.rstrip("/"):
        return any(fnmatchcase(f"/{one}", f"/{bare}".replace("/**/", "*/")) for one in folders)
    return any(fnmatchcase(one.name, bare) for one in folders)
