"""What `card` says of a card that was drawn."""

from collections.abc import Iterator

from scicomm_bot.app.carding import DrawnCard
from scicomm_bot.cli.terminal import hanging


def card_json(card: DrawnCard, file: str) -> dict[str, object]:
    """Return a card as its JSON object."""
    facts = card.image.facts
    return {
        "id": card.post.id,
        "file": file,
        "width": facts.width if facts is not None else None,
        "height": facts.height if facts is not None else None,
        "bytes": len(card.data),
        "sha256": card.image.sha256,
        "alt": card.image.alt,
        "goes_out": card.goes_out,
    }


def card_lines(card: DrawnCard, file: str) -> Iterator[str]:
    """Yield where the card is, what it says, and whether the post goes out with it."""
    yield from hanging("", f"The card of {card.post.id} is in {file}.")
    yield from hanging("  ", f"alt text: {card.image.alt}")
    if not card.goes_out:
        yield from hanging("  ", "The post goes out without it; `cards: true` in posts.yaml gives it the card.")
