"""The pictures of a finding as they are on the disk now, and what is wrong with them."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from errno import EEXIST, EINVAL, ELOOP, ENAMETOOLONG
from pathlib import Path

from scicomm_bot.characters.invisible import code_point, shown
from scicomm_bot.domain.paper import Image
from scicomm_bot.domain.post import PostImage
from scicomm_bot.files import OutsideError, broken_link, near_below, read_below
from scicomm_bot.medium.images import (
    MOST_BYTES,
    ImageError,
    ImageFacts,
    alt_problem,
    beside,
    image_kind,
    read_image,
)

_WEB_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_WINDOWS = re.compile(r"[A-Za-z]:|.*\\")
_ESCAPES = re.compile("[\x07-\x0d\x1b]")
_WRITE = "and write its path from there, such as `images/figure.png`"


def read_pictures(images: Sequence[Image], folder: Path, *, with_card: bool = False) -> tuple[PostImage, ...]:
    """Read the pictures of one post; paths begin at `folder`, that of `posts.yaml`; one that cannot go out says why.

    What lies outside of `folder` is not opened. A card that goes with them is one more picture.
    """
    read = [(image, *picture_bytes(folder, image.file)) for image in images]
    kinds = [*(image_kind(raw) for _, raw, _ in read), *(["png"] if with_card else [])]
    return tuple(
        _picture(image, folder / image.file, raw, unreadable, beside(kind, kinds))
        for (image, raw, unreadable), kind in zip(read, kinds, strict=False)
    )


def _picture(image: Image, path: Path, raw: bytes, unreadable: str | None, misplaced: str | None) -> PostImage:
    facts, unusable = (None, unreadable) if unreadable else _facts_of(raw)
    problem = unusable or alt_problem(image.alt) or misplaced
    told = None if problem is None else f"{shown(image.file).replace(chr(10), code_point(chr(10)))}: {problem}"
    return PostImage(str(path), hashlib.sha256(raw).hexdigest() if raw else "", image.alt, told, facts)


def _facts_of(raw: bytes) -> tuple[ImageFacts | None, str | None]:
    try:
        return read_image(raw), None
    except ImageError as error:
        return None, str(error)


def picture_bytes(folder: Path, name: str, most: int = MOST_BYTES + 1) -> tuple[bytes, str | None]:
    """Return the first `most` bytes of a picture below the folder of `posts.yaml`, or none and why not."""
    try:
        return read_below(folder, name, most), None
    except OutsideError as error:
        return b"", f"{error.leads} the folder of posts.yaml; copy the picture into that folder, {_WRITE}"
    except OSError as error:
        if (broken := broken_link(folder / name)) is not None:
            return b"", f"{broken}; put the picture itself in its place"
        return b"", _unreadable(folder, name, error)


def _unreadable(folder: Path, name: str, error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return _missing(name, near_below(folder, name))
        case IsADirectoryError():
            return "is a folder; name the picture in it"
        case PermissionError():
            return f"cannot be read: {error.strerror}; make it readable for the user who runs this program"
    remedy = (
        "name the picture's own file" if error.errno in {EEXIST, EINVAL, ELOOP, ENAMETOOLONG} else "look at its disk"
    )
    return f"cannot be read: {error.strerror}; {remedy}"


def _missing(name: str, there: str | None) -> str:
    """Say that a file is not there, and what else a person may have meant by its name."""
    if _ESCAPES.search(name):
        return (
            "no such file: the path holds a line break or a tab. In double quotes, \\n and \\t are those; "
            "use single quotes, or write / for \\"
        )
    if _WEB_ADDRESS.match(name):
        return f"is a web address; download the picture into the folder of posts.yaml, {_WRITE}"
    if _WINDOWS.match(name):
        return f"no such file; copy the picture beside posts.yaml, {_WRITE} (with `/`, not with `\\`)"
    if name.startswith("~"):
        return f"no such file (`~` is not your home folder here); copy the picture beside posts.yaml, {_WRITE}"
    if there is None:
        return "no such file; it is looked for beside posts.yaml"
    if unicodedata.normalize("NFC", there) == unicodedata.normalize("NFC", name):
        return (
            "no such file, but one whose name looks the same and has its letters in another form of Unicode (as macOS "
            "writes them); rename the file, with the letters a to z only"
        )
    return f"no such file, but {shown(there)} is there; write the name so, with the same capitals"
