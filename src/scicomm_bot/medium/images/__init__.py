"""What X takes for a picture: kinds, sizes, and the length of an alt text.

A picture is read by its structure, never by its name and never by its pixels: no picture is so large that it harms the
one who looks at it.
"""

from collections.abc import Sequence

from scicomm_bot.medium.images.facts import GIF_SIGNATURES, JPEG_SIGNATURE, PNG_SIGNATURE, ImageError, ImageFacts

__all__ = [
    "KINDS",
    "MOST_ALT",
    "MOST_BYTES",
    "ImageError",
    "ImageFacts",
    "alt_problem",
    "beside",
    "image_kind",
    "read_image",
    "shown_otherwise",
]

MOST_BYTES = 5 * 1024 * 1024
"""The largest picture that X takes (docs.x.com, media/quickstart/best-practices)."""
MOST_ALT = 1_000
"""The longest alt text that X takes, in characters (docs.x.com, media/media-metadata-create)."""
KINDS = "JPG, PNG, GIF or WEBP"
"""The kinds that X takes, as people write them."""

_LEAST_SIDE, _MOST_SIDE = 4, 8_192
"""In pixels; X says so itself (error 324, as quoted in github.com/DocNow/diffengine, issue 18)."""
_GIF_SIDES, _GIF_FRAMES, _GIF_PIXELS = (1_280, 1_080), 350, 300_000_000
"""Beyond them a GIF may fail (docs.x.com, media/quickstart/best-practices, 2026-11-29)."""

_BEGINNINGS = ((PNG_SIGNATURE, "png"), (JPEG_SIGNATURE, "jpeg"), *((begin, "gif") for begin in GIF_SIGNATURES))


def image_kind(raw: bytes) -> str | None:
    """Return `png`, `jpeg`, `gif` or `webp` by a file's first bytes, as in `image/png`; None for any other kind."""
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "webp"
    return next((kind for begins, kind in _BEGINNINGS if raw.startswith(begins)), None)


def read_image(raw: bytes) -> ImageFacts:
    """Return what a picture says of itself, if X takes it. The time is linear in its size.

    `raw` may be cut off behind MOST_BYTES + 1 bytes.

    Raises:
        ImageError: it is too large, no picture, damaged or cut off; with what it is, and what to do.
    """
    from scicomm_bot.medium.images import gif, jpeg, png, strangers, webp  # noqa: PLC0415 - few posts have a picture

    if len(raw) > MOST_BYTES:
        raise ImageError("larger than 5 MB, which X refuses; save it smaller")
    kind = image_kind(raw)
    if kind is None:
        known = strangers.stranger(raw)
        raise ImageError(f"is no {KINDS}{f', but {known}' if known else '; save it as one of these'}")
    facts = {"png": png.read, "jpeg": jpeg.read, "gif": gif.read, "webp": webp.read}[kind](raw)
    if max(facts.width, facts.height) > _MOST_SIDE:
        size = f"{facts.width:,} x {facts.height:,} pixels"
        raise ImageError(f"has {size}, and X takes at most {_MOST_SIDE:,} x {_MOST_SIDE:,}; save it smaller")
    return facts


def alt_problem(alt: str | None) -> str | None:
    """Return why X would not take an alt text, and what to do; None where it would."""
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


def shown_otherwise(facts: ImageFacts, *, alone: bool = True) -> tuple[str, str] | None:
    """Return what X may show otherwise than a person sees it here, and what to do; None where nothing is known.

    One that is not `alone` has others beside it in its post, and could not be a GIF there.
    """
    if facts.frames > 1 and facts.kind != "gif":  # APNG: Twitter's own word of 2019-12-23
        return (
            f"moves, and X lets only a GIF move: it shows a {facts.kind.upper()} still",
            "save it as GIF, or as one still picture"
            if alone
            else "save it as one still picture; or leave out the others, and save it as GIF",
        )
    if facts.frames > 1 and _is_large(facts):
        most = f"{_GIF_SIDES[0]:,} x {_GIF_SIDES[1]:,} pixels, {_GIF_FRAMES} frames and 300 million pixels in all"
        now = f"{facts.width:,} x {facts.height:,} pixels and {facts.frames:,} frames"
        return f"has {now}; X may fail on a GIF with more than {most}", "make it smaller or shorter"
    if facts.printers_inks:
        return "has the colours of a printing press (CMYK), which look wrong on many screens", "save it in RGB"
    if min(facts.width, facts.height) < _LEAST_SIDE:
        least = f"{_LEAST_SIDE} x {_LEAST_SIDE}"
        return (
            f"has {facts.width:,} x {facts.height:,} pixels, and X takes no fewer than {least}",
            "look whether it is the right file",
        )
    return None


def _is_large(facts: ImageFacts) -> bool:
    pixels = facts.width * facts.height * facts.frames
    wide, high = _GIF_SIDES
    return facts.width > wide or facts.height > high or facts.frames > _GIF_FRAMES or pixels > _GIF_PIXELS
