"""The structure of a WEBP: RFC 9649."""

import struct
from collections.abc import Iterator
from itertools import islice

from scicomm_bot.medium.images.facts import MOST_PARTS, CutOffError, DamagedError, ImageFacts, ManyPartsError
from scicomm_bot.medium.images.metadata import exif_tells_place, xmp_tells_place

_MOVES = 0x02
_START_CODE = b"\x9d\x01\x2a"
_LOSSLESS = 0x2F

Chunk = tuple[bytes, memoryview]


def read(raw: bytes) -> ImageFacts:
    """Return what a WEBP says of itself; no pixel is decoded.

    Raises:
        ImageError: it is damaged or cut off.
    """
    chunks = list(islice(_chunks(raw), MOST_PARTS + 1))
    if len(chunks) > MOST_PARTS:
        raise ManyPartsError("WEBP")
    first, data = chunks[0] if chunks else (b"", memoryview(b""))
    pixels = [(kind, content) for kind, content in chunks if kind in {b"VP8 ", b"VP8L"}]
    frames = sum(kind == b"ANMF" for kind, _ in chunks)
    if first == b"VP8X":
        width, height, moves = _canvas(data)
    elif first in {b"VP8 ", b"VP8L"}:
        (width, height), moves = _size(first, bytes(data[:10])), False
    else:
        raise DamagedError("WEBP", "its header is missing")
    if not (frames if moves else pixels):
        raise DamagedError("WEBP", "it has no pixels")
    if not moves:
        _size(pixels[0][0], bytes(pixels[0][1][:10]))
    told = any(_tells_place(kind, bytes(content)) for kind, content in chunks if kind in {b"EXIF", b"XMP "})
    return ImageFacts("webp", width, height, frames=frames if moves else 1, tells_place=told)


def _chunks(raw: bytes) -> Iterator[Chunk]:
    """Yield the chunks within the size that the file names for itself; what follows is not part of the picture."""
    view, at = memoryview(raw), 12
    end = 8 + int.from_bytes(raw[4:8], "little")
    if len(raw) < max(end, 12):
        raise CutOffError("WEBP")
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", raw, at)
        if end < at + 8 + length:
            raise DamagedError("WEBP", "one of its parts is longer than the whole")
        yield kind, view[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _canvas(data: memoryview) -> tuple[int, int, bool]:
    """Return width, height and whether it moves, of an extended file (section 2.7)."""
    if len(data) < 10:  # noqa: PLR2004 - its header
        raise DamagedError("WEBP", "its header is cut off")
    width, height = (int.from_bytes(data[start : start + 3], "little") + 1 for start in (4, 7))
    return width, height, bool(data[0] & _MOVES)


def _size(kind: bytes, data: bytes) -> tuple[int, int]:
    """Return width and height from the pixels' own header: RFC 6386, section 9.1; RFC 9649, section 3.4."""
    if kind == b"VP8L":
        if len(data) < 5 or data[0] != _LOSSLESS or data[4] >> 5:  # noqa: PLR2004 - its header; the version is 0
            raise DamagedError("WEBP", "its header is not one")
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if len(data) < 10 or data[0] & 1 or data[3:6] != _START_CODE:  # noqa: PLR2004 - its header; a key frame
        raise DamagedError("WEBP", "its header is not one")
    width, height = (int.from_bytes(data[start : start + 2], "little") & 0x3FFF for start in (6, 8))
    if not width or not height:
        raise DamagedError("WEBP", "it has no width or no height")
    return width, height


def _tells_place(kind: bytes, data: bytes) -> bool:
    return exif_tells_place(data) if kind == b"EXIF" else xmp_tells_place(data)
