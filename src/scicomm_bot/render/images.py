"""The pictures of a finding as they are on the disk now, and what is wrong with them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scicomm_bot.domain.paper import Image
from scicomm_bot.domain.post import PostImage
from scicomm_bot.medium.images import MOST_BYTES, image_problem


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one post, in order, and a line for each that cannot go out."""

    images: tuple[PostImage, ...] = ()
    problems: tuple[str, ...] = ()


def read_pictures(images: Sequence[Image], folder: Path) -> Pictures:
    """Read pictures, whose paths begin at `folder`, the one of `posts.yaml`."""
    read: list[PostImage] = []
    problems: list[str] = []
    for image in images:
        path = folder / image.file
        raw, problem = _bytes_of(path)
        problem = problem or image_problem(raw, image.alt)
        if problem is not None:
            problems.append(f"{image.file}: {problem}")
        read.append(PostImage(str(path), hashlib.sha256(raw).hexdigest() if raw else "", image.alt))
    return Pictures(tuple(read), tuple(problems))


def _bytes_of(path: Path) -> tuple[bytes, str | None]:
    try:
        if not path.is_file():
            return b"", "no such file; it is looked for beside posts.yaml"
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1), None
    except OSError as error:
        return b"", f"cannot be read: {error.strerror}"
