"""Drawing the card of one post, whether it has one or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition, selected
from scicomm_bot.app.making import Maker
from scicomm_bot.cards import write
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.post import Post, PostImage
from scicomm_bot.errors import ScicommError, listed
from scicomm_bot.files import read_ordinary
from scicomm_bot.medium.images import MOST_BYTES

_ENDING = ".png"


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """A card that was drawn.

    Attributes:
        post: The post.
        image: What came of it.
        data: The PNG.
        goes_out: Whether the post goes out with it.
    """

    post: Post
    image: PostImage
    data: bytes
    goes_out: bool


def draw_card(desk: Desk, name: str) -> DrawnCard:
    """Return the card of a post, drawn now or as it is kept.

    Args:
        desk: What to work with.
        name: The post's id.

    Raises:
        NotFoundError: there is no such post.
        ScicommError: it has no text, or its card cannot be drawn.
    """
    edition = desk.edition(desk.document())
    posts = selected(edition, [name])
    if [post.id for post in posts] != [name]:
        raise ScicommError(f"{name} is a paper, and a card is of one post: {listed([post.id for post in posts])}")
    (post,) = posts
    own = next((image for image in post.images if image.kept_as is not None), None)
    image = own or _drawn(desk, edition, post)
    if image.problem is not None:
        raise ScicommError(image.problem)
    try:
        data = read_ordinary(Path(image.file), MOST_BYTES + 1)
    except OSError as error:
        raise ScicommError(f"{image.file} cannot be read: {error.strerror or error}; run the command again") from error
    return DrawnCard(post, image, data, own is not None)


def _drawn(desk: Desk, edition: Edition, post: Post) -> PostImage:
    """Return the card of a post that goes out without one.

    Raises:
        ScicommError: the post has no text.
    """
    if not post.text or post.kind == "correction":
        why = "a correction has no card" if post.kind == "correction" else "it has no text yet; see `scicomm-bot check`"
        raise ScicommError(f"{post.id}: {why}")
    paper = next(one for one in edition.content.papers if one.id == post.paper_id)
    finding = next((one for one in paper.findings if post_id(paper.id, one.id) == post.id), None)
    maker = Maker(desk.templates, desk.prices, desk.kept_cards)
    with maker.cards(edition.document, even_so=True) as cards:
        if cards is None:  # it is there, even so
            raise ScicommError(f"{post.id}: there are no cards")
        image, _ = cards.picture(post.id, post.text, paper, finding, lang=paper.lang_of(finding, post.kind))
    return image


def write_card(card: DrawnCard, path: Path, own: Iterable[Path]) -> None:
    """Write a card into a file: whole or not at all, and over nothing but an empty file or another card.

    Args:
        card: The card.
        path: The file.
        own: The program's own files, there or not.

    Raises:
        ScicommError: it cannot be written, or is no name for a picture.
    """
    if path.suffix.lower() != _ENDING or path in own:
        raise ScicommError(f"{path}: is no name for a card, which is a PNG; write it to {path.stem or 'card'}{_ENDING}")
    write(path, card.data)
