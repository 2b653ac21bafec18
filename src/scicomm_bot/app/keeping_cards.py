"""Keeping the cards that people approved: what goes out live are those bytes."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from scicomm_bot.app.edition import Edition
from scicomm_bot.domain.post import Post, PostImage
from scicomm_bot.errors import FileError
from scicomm_bot.files import read_ordinary
from scicomm_bot.medium.images import MOST_BYTES


def with_kept_cards(post: Post) -> Post:
    """Return a post as it is once its card is kept."""
    return replace(post, images=tuple(map(_kept, post.images)))


def _kept(image: PostImage) -> PostImage:
    return image if image.kept_as is None else replace(image, file=image.kept_as)


def keep_approved_cards(edition: Edition, approved: Collection[str], folder: Path) -> Edition:
    """Keep the cards of the posts that were approved just now, and return the edition with them in their places.

    Raises:
        FileError: one cannot be written, or another file would be lost.
    """
    with_cards = {
        post.id: with_kept_cards(post)
        for post in edition.checked
        if post.id in approved and any(image.is_lost for image in post.images)
    }
    if not with_cards:
        return edition
    keep_cards([post for post in edition.checked if post.id in with_cards], folder)
    checked = [with_cards.get(post.id, post) for post in edition.checked]
    return replace(edition, checked=checked, posts=checked)


def keep_cards(posts: Iterable[Post], folder: Path) -> None:
    """Write the cards of posts to where they are kept, below `folder`.

    Raises:
        FileError: one cannot be written, was changed since it was seen, or another file would be lost.
    """
    for image in (image for post in posts for image in post.images):
        if image.is_lost and image.kept_as is not None:
            _keep(Path(image.file), Path(image.kept_as), image.sha256, folder)


def _keep(drawn: Path, place: Path, seen: str, folder: Path) -> None:
    from scicomm_bot.cards import keep

    try:
        data = read_ordinary(drawn, MOST_BYTES + 1)
    except OSError as error:
        raise FileError.at(drawn, f"cannot be read: {error.strerror or error}; run the command again") from error
    if hashlib.sha256(data).hexdigest() != seen:
        raise FileError.at(drawn, "was changed since the card was drawn; run the command again")
    keep(place, data, folder.parent)
