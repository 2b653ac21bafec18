"""Writing files whole or not at all."""

import os
from contextlib import suppress
from errno import EEXIST
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside `path`, then put it in its place: nobody ever sees half of it, not even after a power cut.

    A link stays a link, and a file that is there hands on its mode. To make the new name durable, too, is for the
    caller, who knows whether its folder is worth an fsync.

    Raises:
        OSError: it cannot be written, or `path` is a folder, a device or the like. What was there stays as it was.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise OSError(EEXIST, "a folder" if path.is_dir() else "not an ordinary file")
    beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        with beside.open("xb") as file:
            with suppress(FileNotFoundError):
                os.fchmod(file.fileno(), path.stat().st_mode & 0o7777)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
