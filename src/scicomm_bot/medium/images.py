"""What X takes for a picture: kinds, sizes, and the length of an alt text."""

from collections.abc import Sequence

MOST_BYTES = 5 * 1024 * 1024
"""The largest picture that X takes (docs.x.com, media/quickstart/best-practices)."""
MOST_ALT = 1_000
"""The longest alt text that X takes, in characters (docs.x.com, media/media-metadata-create)."""
KINDS = "JPG, PNG, GIF or WEBP"
"""The kinds that X takes, as people write them."""

_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))


def image_kind(raw: bytes) -> str | None:
    """Return `png`, `jpeg`, `gif` or `webp` by a file's first bytes, as in `image/png`; None for any other kind."""
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "webp"
    return next((kind for begins, kind in _BEGINNINGS if raw.startswith(begins)), None)


def image_problem(raw: bytes, alt: str | None) -> str | None:
    """Return why X would not take a picture with this alt text, and what to do; None where it would.

    `raw` may be cut off behind MOST_BYTES + 1 bytes.
    """
    if len(raw) > MOST_BYTES:
        return "larger than 5 MB, which X refuses; save it smaller"
    if image_kind(raw) is None:
        return f"is no {KINDS}; save it as one of these"
    if alt is not None and len(alt) > MOST_ALT:
        return f"its alt text has {len(alt):,} characters, and X takes {MOST_ALT:,}; shorten it"
    return None


def beside(kind: str | None, kinds: Sequence[str | None]) -> str | None:
    """Return why X would not take a picture of this kind in one post with all of `kinds`; None where it would.

    A post has one GIF or up to four photos, never both (docs.x.com, x-api/media/introduction).
    """
    if kind == "gif" and len(kinds) > 1:
        return "a GIF stands alone: X takes one GIF or up to four photos; leave out the others, or save it as PNG"
    return None
