"""The structure of a GIF: https://www.w3.org/Graphics/GIF/spec-gif89a.txt."""

import struct

from scicomm_bot.medium.images.facts import CutOffError, DamagedError, ImageFacts
from scicomm_bot.medium.images.metadata import xmp_tells_place

_FRAME, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_HAS_PALETTE = 0x80
_XMP = b"\xff\x0bXMP DataXMP"
_MOST_BITS = 11
"""The largest first code of LZW: codes have 12 bits at most (appendix F)."""


def read(raw: bytes) -> ImageFacts:
    """Return what a GIF says of itself; no pixel is decoded.

    Raises:
        ImageError: it is damaged or cut off.
    """
    width, height, flags = _unpacked("<6xHHBxx", raw, 0)
    at, frames, tells_place = 13 + _palette(flags), 0, False
    while (block := _byte(raw, at)) != _END:
        if not block:  # some programs fill up with zeros
            at += 1
            continue
        if block == _FRAME:
            frames, begin = frames + 1, _frame(raw, at + 1)
        elif block == _EXTENSION:
            begin = at + 2
        else:
            raise DamagedError("GIF", "one of its parts has no name")
        end = _behind_blocks(raw, begin)
        if block == _EXTENSION and raw.startswith(_XMP, at + 1):
            tells_place = tells_place or xmp_tells_place(raw[at:end])
        at = end
    if not frames:
        raise DamagedError("GIF", "it has no pixels")
    if not width or not height:
        raise DamagedError("GIF", "it has no width or no height")
    return ImageFacts("gif", width, height, frames=frames, tells_place=tells_place)


def _unpacked(form: str, raw: bytes, at: int) -> tuple[int, ...]:
    if len(raw) < at + struct.calcsize(form):
        raise CutOffError("GIF")
    return struct.unpack_from(form, raw, at)


def _byte(raw: bytes, at: int) -> int:
    if at >= len(raw):
        raise CutOffError("GIF")
    return raw[at]


def _palette(flags: int) -> int:
    """Return how many bytes the palette has."""
    return 3 << (flags % 8 + 1) if flags & _HAS_PALETTE else 0


def _frame(raw: bytes, at: int) -> int:
    """Return where the pixels of a frame begin."""
    width, height, flags = _unpacked("<4xHHB", raw, at)
    if not width or not height:
        raise DamagedError("GIF", "a part of it has no width or no height")
    at += 9 + _palette(flags)
    if not 0 < _byte(raw, at) <= _MOST_BITS:
        raise DamagedError("GIF", "its pixels have no beginning")
    if not _byte(raw, at + 1):
        raise DamagedError("GIF", "it has no pixels")
    return at + 1


def _behind_blocks(raw: bytes, at: int) -> int:
    """Return where a row of blocks ends; each begins with its length, and one without bytes is the last."""
    while length := _byte(raw, at):
        at += 1 + length
    return at + 1
