"""Examines who may read the files that hold secrets."""

import os
import stat
from pathlib import Path

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.examine.examination import Examination

_DOTENV = ".env"
_OTHERS = stat.S_IROTH | stat.S_IWOTH


def secrets(desk: Desk) -> Examination:
    """Examine `.env` and the files of secrets: nobody but their owner and group may read or change them."""
    files = desk.secret_files
    open_ones = [path for path in files if _open_to_others(path)]
    if not open_ones:
        held = ", ".join(map(str, files))
        return Examination("secrets", f"closed to other users: {held}" if held else "in no file")
    names = " ".join(map(str, open_ones))
    trouble = f"every user of this machine can read or change {', '.join(map(str, open_ones))}: `chmod 600 {names}`"
    if any(path.name != _DOTENV for path in open_ones):
        trouble += f", or close their folder: `chmod 700 {open_ones[-1].parent}`"
    return Examination("secrets", "", trouble)


def _open_to_others(path: Path) -> bool:
    """Whether any user may read or write a file.

    In a container the files of secrets are mounted one by one, and have to be readable there: what keeps them closed is
    their folder on the host (docs/container.md). `.env` is judged by its own mode: it is copied from place to place.
    """
    try:
        if not path.stat().st_mode & _OTHERS:
            return False
        if path.name == _DOTENV:
            return True
        if os.path.ismount(path) or os.path.ismount(path.parent):  # pathlib's knows folders alone
            return False
        return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.absolute().parents)
    except OSError:  # then others cannot reach it either, or it is gone
        return False
