"""Files that a person asks for, to read or to pass on: of what is there, none is lost for them."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from scicomm_bot.errors import ScicommError
from scicomm_bot.files import read_ordinary, write_atomically

LOOKED_AT = 4_096
"""In so many bytes from its beginning a file has shown what it is."""
_NO_HANDOUT = (".yaml", ".yml", ".j2", ".db", ".env")
"""How the files end that the program reads itself."""


@dataclass(frozen=True, slots=True)
class Handout:
    """A kind of file that is handed out.

    Attributes:
        noun: What messages call it, such as `page`.
        what: The same, told from others of its kind: `sign-off page`.
        example: A good name for one.
        option: The option that it is asked for by.
        is_one: Whether a file that begins like this is one of ours, of this version or another.
    """

    noun: str
    what: str
    example: str
    option: str
    is_one: Callable[[bytes], bool]


def write(kind: Handout, path: Path, data: bytes, own: Iterable[Path] = ()) -> None:
    """Write such a file, whole or not at all; of what is there, only an empty file or one of its kind gives way to it.

    Args:
        kind: What it is.
        path: The file.
        data: What it holds.
        own: The program's own files, there or not: none becomes one.

    Raises:
        ScicommError: the file cannot be written, or is another that would be lost or is kept for something else.
    """
    _refuse_own(kind, path, own)
    try:
        _refuse_to_replace(kind, path)
        write_atomically(path, data)
    except OSError as error:
        why = f"the {kind.noun} cannot be written: {error.strerror or error}"
        told = f"{path}: {why}{_hint(kind, path)}; name a file in a folder that you may write to"
        raise ScicommError(told) from error


def _refuse_own(kind: Handout, path: Path, own: Iterable[Path]) -> None:
    """Refuse the name of a file that the program reads itself, also where that is not there yet."""
    real = os.path.realpath(path)
    if path.name.lower().endswith(_NO_HANDOUT) or any(real == os.path.realpath(one) for one in own):
        told = f"is no name for a {kind.noun}, since the program reads such files; write it to {kind.example}"
        raise ScicommError(f"{path}: {told}")


def _refuse_to_replace(kind: Handout, path: Path) -> None:
    """Refuse what somebody may need still: `posts.yaml` is soon typed. A link leads to one of its kind, or nowhere."""
    linked = path.is_symlink()
    try:
        begin = read_ordinary(path, LOOKED_AT)
    except FileNotFoundError:
        if linked:
            raise ScicommError(f"{path}: is a link that leads to no file; remove it, or name another file") from None
        return
    if not kind.is_one(begin) and (begin or linked):
        told = f"is no {kind.what}, and was left as it is{_hint(kind, path)}; name another file"
        raise ScicommError(f"{path}: {told}")


def _hint(kind: Handout, path: Path) -> str:
    told = f" (`{kind.option} -` prints the {kind.noun})"
    return told if str(path).startswith(("/dev/", "/proc/")) else ""
