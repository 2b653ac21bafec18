"""The pictures of a finding as they are on the disk now, and what is wrong with them."""

import hashlib
from pathlib import Path

from scicomm_bot.domain.paper import Image
from scicomm_bot.domain.post import PostImage
from scicomm_bot.medium.images import MOST_BYTES, image_problem


def read_picture(image: Image, folder: Path) -> PostImage:
    """Read a picture, whose path begins at `folder`, the one of `posts.yaml`; one that cannot go out says why."""
    path = folder / image.file
    raw, problem = _bytes_of(path)
    problem = problem or image_problem(raw, image.alt)
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
