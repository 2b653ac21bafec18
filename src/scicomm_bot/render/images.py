"""The pictures of a finding as they are on the disk now, and what is wrong with them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from scicomm_bot.domain.paper import Image
from scicomm_bot.domain.post import PostImage
from scicomm_bot.medium.images import MOST_BYTES, beside, image_kind, image_problem


def read_pictures(images: Sequence[Image], folder: Path) -> tuple[PostImage, ...]:
    """Read the pictures of one post; paths begin at `folder`, that of `posts.yaml`; one that cannot go out says why."""
    read = [(image, *_bytes_of(folder / image.file)) for image in images]
    kinds = [image_kind(raw) for _, raw, _ in read]
    return tuple(
        _picture(image, folder / image.file, raw, unreadable or image_problem(raw, image.alt) or beside(kind, kinds))
        for (image, raw, unreadable), kind in zip(read, kinds, strict=True)
    )


def _picture(image: Image, path: Path, raw: bytes, problem: str | None) -> PostImage:
    told = None if problem is None else f"{image.file}: {problem}"
    return PostImage(str(path), hashlib.sha256(raw).hexdigest() if raw else "", image.alt, told)


def _bytes_of(path: Path) -> tuple[bytes, str | None]:
    try:
        if not path.is_file():
            return b"", "no such file; it is looked for beside posts.yaml"
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1), None
    except OSError as error:
        return b"", f"cannot be read: {error.strerror}"
