"""The pictures that go out with posts: read from the disk, and held to what X takes."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from scicomm_bot.domain.paper import Content, Image
from scicomm_bot.domain.post import Post, PostImage
from scicomm_bot.medium.prices import ALT_TEXT_MICRO_USD

MOST_BYTES = 5 * 1024 * 1024
"""The largest picture that X takes (docs.x.com, media/quickstart/best-practices)."""
MOST_ALT = 1_000
"""The longest alt text that X takes, in characters (docs.x.com, media/media-metadata-create)."""
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_WEBP = b"RIFF", b"WEBP"


def with_images(posts: Sequence[Post], content: Content, folder: Path) -> list[Post]:
    """Return the posts with the pictures of their findings, as they are on the disk now.

    A picture that cannot go out says so in its `problem`. Each alt text adds X's price for one.

    Args:
        posts: The rendered posts.
        content: What they are rendered from.
        folder: Where the pictures' paths begin: the folder of `posts.yaml`.
    """
    images = {f"{paper.id}/{one.id}": one.images for paper in content.papers for one in paper.findings if one.images}
    return [_with(post, images[post.id], folder) if post.id in images else post for post in posts]


def _with(post: Post, images: Sequence[Image], folder: Path) -> Post:
    price = post.price_micro_usd + ALT_TEXT_MICRO_USD * sum(bool(image.alt) for image in images)
    return replace(post, images=tuple(_read(image, folder) for image in images), price_micro_usd=price)


def _read(image: Image, folder: Path) -> PostImage:
    path = folder / image.file
    raw, problem = _bytes_of(path)
    problem = problem or next(_problems(raw, image), None)
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


def _problems(raw: bytes, image: Image) -> Iterator[str]:
    if len(raw) > MOST_BYTES:
        yield "larger than 5 MB, which X refuses; save it smaller"
    elif not raw.startswith(_BEGINNINGS) and not (raw.startswith(_WEBP[0]) and raw[8:12] == _WEBP[1]):
        yield "is no JPG, PNG, GIF or WEBP; save it as one of these"
    if image.alt is not None and len(image.alt) > MOST_ALT:
        yield f"its alt text has {len(image.alt):,} characters, and X takes {MOST_ALT:,}; shorten it"
