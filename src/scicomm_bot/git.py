"""What git says: which files have changed since a revision."""

import os
import shutil
import subprocess
from pathlib import Path

from scicomm_bot.errors import ScicommError

_WITHIN_SECONDS = 30.0
# What a repository's own settings would have git run is not run; and nothing is written there.
_QUIET = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


def changed_since(folder: Path, revision: str) -> list[Path]:
    """Return the files that differ from a revision, those that git does not know yet included; not those it ignores.

    Args:
        folder: A folder of the repository; of all of it, the changed files are returned, each with its whole path.
        revision: A commit as git names it: `main`, `HEAD~3`, a hash.

    Raises:
        ScicommError: there is no git, no repository or no such revision, or git fails or takes too long.
    """
    top = Path(os.fsdecode(_asked(folder, "rev-parse", "--show-toplevel", why="this is no git repository")[:-1]))
    commit = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    sha = _asked(folder, *commit, why=f"git knows no revision {revision!r} here; `git log` shows which there are")
    names = ("--name-only", "--no-renames", "--no-relative", "--no-ext-diff", "--diff-filter=d", "-z")
    changed = _asked(folder, "diff", *names, sha.decode().strip(), "--", why="git cannot compare")
    new = _asked(top, "ls-files", "--others", "--exclude-standard", "--full-name", "-z", why="git cannot list files")
    return [top / os.fsdecode(name) for name in (changed + new).split(b"\0") if name]


def _asked(folder: Path, *words: str, why: str) -> bytes:
    """Return what git answers; where it fails, `why` is told, with its own words."""
    git = shutil.which("git")
    if git is None:
        raise ScicommError("git is not installed, or not in PATH, so nobody knows what has changed; name the files")
    command = [git, "-C", str(folder), *_QUIET, *words]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and a revision is never taken for an option
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_WITHIN_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ScicommError(f"git did not answer within {_WITHIN_SECONDS:g} seconds; name the files") from error
    except (OSError, ValueError) as error:
        raise ScicommError(f"git cannot be run: {error}; name the files") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise ScicommError(f"{folder}: {why}{f' ({said})' if said else ''}")
    return done.stdout
