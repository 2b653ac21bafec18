"""Files of mails: which there are, and what is in them."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from scicomm_bot.errors import NotFoundError, ScicommError
from scicomm_bot.files import read_ordinary
from scicomm_bot.signoff.mails import Mail, mails_in
from scicomm_bot.signoff.mime import MailError

MOST_BYTES = 60_000_000
"""As large a file of mails may be; mail servers take mails of up to half of that."""
_MOST_IN_ALL = 300_000_000
_MOST_FILES = 2_000
_ENDINGS = (".eml", ".mbox", ".mbx", ".txt")


def mails_of(names: Iterable[str], asker: str | None, read_stdin: Callable[[int], bytes]) -> list[Mail]:
    """Return the mails of files and folders, in order.

    Args:
        names: Files of mails, or folders of such files; `-` for standard input.
        asker: The address that asks for answers, or None.
        read_stdin: Returns as many bytes of standard input, or all.

    Raises:
        NotFoundError: a file is not there, or a folder has no mail.
        ScicommError: a file cannot be read, is too large, or is no file of mails.
    """
    mails: list[Mail] = []
    size = 0
    for path in _files(names):
        data = read_stdin(MOST_BYTES + 1) if path is None else _read(path)
        name = "standard input" if path is None else str(path)
        size += len(data)
        if len(data) > MOST_BYTES or size > _MOST_IN_ALL:
            raise ScicommError(f"{name}: is too large to read, with what came before it; save the answers alone")
        try:
            mails += mails_in(data, name, asker)
        except MailError as error:
            raise ScicommError(f"{name}: {error}") from error
    return mails


def _files(names: Iterable[str]) -> Iterator[Path | None]:
    for name in names:
        path = Path(name)
        if name == "-":
            yield None
        elif path.is_dir():
            found = sorted(one for one in path.iterdir() if one.suffix.lower() in _ENDINGS and one.name[:1] != ".")
            if not found:
                raise NotFoundError(f"{name}: has no mails; their names end in {', '.join(_ENDINGS)}")
            if len(found) > _MOST_FILES:
                raise ScicommError(f"{name}: has more than {_MOST_FILES:,} mails; put those that answer into a folder")
            yield from found
        else:
            yield path


def _read(path: Path) -> bytes:
    try:
        if os.path.getsize(path) > MOST_BYTES:  # noqa: PTH202 - the same as stat, and says what fails
            raise ScicommError(f"{path}: is larger than {MOST_BYTES // 1_000_000} MB; save the answers alone")
        return read_ordinary(path, MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotFoundError(f"{path}: there is no such file; save the mail there, or give - to paste it") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise ScicommError(f"{path}: cannot be read: {why}") from error
