"""Where pictures of cards lie: those that people saw and approved, for git; and those that were only drawn.

A picture says in itself of which words it was made, so that one of other words is not taken for it, and that nobody has
changed it. That is no signature: what was approved is for the hash in `approved.yaml` to say.
"""

import hashlib
import os
import stat
import zlib
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from scicomm_bot.domain.card import Card
from scicomm_bot.errors import FileError
from scicomm_bot.files import OutsideError, read_below, read_ordinary, write_atomically, write_new
from scicomm_bot.medium.images import MOST_BYTES

_KEYWORD = b"scicomm-bot\0"
_END = b"\0\0\0\0IEND\xaeB`\x82"
_DIGEST = 64
_MARK = 8 + len(_KEYWORD) + 2 * _DIGEST + 1 + 4
_MOST_DRAWN = 5_000


class Drawn(NamedTuple):
    """A picture of a card on the disk."""

    path: Path
    data: bytes


def marked(png: bytes, card: Card) -> bytes:
    """Return a picture with the words in it that say of what it was made: a comment (`tEXt`) before its end."""
    said = f"{_of(card)} {hashlib.sha256(png).hexdigest()}".encode()
    body = b"tEXt" + _KEYWORD + said
    mark = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return png.removesuffix(_END) + mark + _END


def is_of(data: bytes, card: Card) -> bool:
    """Whether a picture was made of this card, and has not been changed since."""
    return _is_whole(data) and _said(data)[:_DIGEST] == _of(card).encode()


def _is_whole(data: bytes) -> bool:
    """Whether a file is a picture of a card, as it was drawn."""
    said = _said(data)
    if len(said) != 2 * _DIGEST + 1:
        return False
    bare = data[: -len(_END) - _MARK] + _END
    return said[-_DIGEST:] == hashlib.sha256(bare).hexdigest().encode()


def _said(data: bytes) -> bytes:
    mark = data[-len(_END) - _MARK : -len(_END)]
    return mark[8 + len(_KEYWORD) : -4] if data.endswith(_END) and mark[4:].startswith(b"tEXt" + _KEYWORD) else b""


def _of(card: Card) -> str:
    return hashlib.sha256(card.canonical.encode()).hexdigest()


def kept(folder: Path, names: tuple[str, ...], card: Card) -> Drawn | None:
    """Return the picture of a card that somebody approved, where it lies under one of its names below the folder.

    One that was changed, or was made of other words, is none; neither is one outside of the folder.
    """
    for name in names:
        with suppress(OSError, OutsideError):
            data = read_below(folder, name, MOST_BYTES + 1)
            if is_of(data, card):
                return Drawn(folder / name, data)
    return None


def keep(path: Path, data: bytes, within: Path) -> None:
    """Write a picture where it is kept; one that lies there gives way, and nothing else does.

    Args:
        path: Its place.
        data: The picture.
        within: The folder that its place must not leave, be it by a link.

    Raises:
        FileError: it cannot be written, or another file would be lost.
    """
    try:
        real, root = os.path.realpath(path), os.path.realpath(within)
        if os.path.commonpath((real, root)) != root:
            raise FileError.at(path, f"leads through a link out of {within}; put a folder in the link's place")
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError.at(path, f"cannot be written: {error.strerror or error}") from error
    write(path, data)


def write(path: Path, data: bytes) -> None:
    """Write a picture into a file; only an empty file or a card gives way to it.

    Raises:
        FileError: it cannot be written, or another file would be lost.
    """
    if not path.parent.is_dir():
        raise FileError.at(path, f"there is no folder {path.parent}; make it, or name another file")
    try:
        if os.path.lexists(path) and not _may_go(path):
            raise FileError.at(path, "is no card as this program has drawn it, and would be lost; move it away first")
        write_atomically(path, data)
    except OSError as error:
        raise FileError.at(path, f"cannot be written: {error.strerror or error}") from error


def _may_go(path: Path) -> bool:
    there = read_ordinary(path, MOST_BYTES + 1)
    return _is_whole(there) or (not there and not path.is_symlink())


class Folder:
    """The pictures that were drawn and not approved, in a folder of the user's own below TMPDIR, or `/tmp`."""

    def __init__(self) -> None:
        """Name the folder; it is made when the first picture is."""
        self._path = Path(os.environ.get("TMPDIR") or "/tmp", f"scicomm-bot-{os.geteuid()}", "cards")  # noqa: S108 - see _is_ours

    def get(self, name: str, card: Card) -> Drawn | None:
        """Return a picture that was drawn before, or None."""
        path = self._path / name
        with suppress(OSError):
            if self._is_ours():
                data = read_ordinary(path, MOST_BYTES + 1)
                return Drawn(path, data) if is_of(data, card) else None
        return None

    def put(self, name: str, data: bytes) -> Drawn:
        """Write a picture.

        Raises:
            OSError: it cannot be written there.
        """
        path = self._path / name
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        self._path.mkdir(mode=0o700, exist_ok=True)
        if not self._is_ours():
            raise PermissionError(1, "somebody else made that folder", str(self._path))
        self._forget_oldest()
        beside = path.with_name(f".{os.urandom(8).hex()}.png")
        write_new(beside, data, 0o600, durable=False)  # half of one is no picture, and is drawn again
        beside.replace(path)
        return Drawn(path, data)

    def _is_ours(self) -> bool:
        """Whether the folders are this user's alone: anybody may make one of its name first, or a link."""
        there = (self._path.lstat(), self._path.parent.lstat())
        return all(
            stat.S_ISDIR(one.st_mode) and one.st_uid == os.geteuid() and not one.st_mode & 0o077 for one in there
        )

    def _forget_oldest(self) -> None:
        with suppress(OSError):  # another process may be at the same
            with os.scandir(self._path) as entries:
                found = sorted((entry.stat(follow_symlinks=False).st_mtime, entry.path) for entry in entries)
            for _, path in found[: len(found) // 2] if len(found) > _MOST_DRAWN else ():
                Path(path).unlink()
