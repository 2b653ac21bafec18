"""The structure of a WEBP: RFC 9649."""

import struct
from collections.abc import Iterable, Iterator
from itertools import islice

from scicomm_bot.medium.images.facts import MOST_PARTS, CutOffError, DamagedError, ImageFacts, ManyPartsError
from scicomm_bot.medium.images.metadata import exif_tells_place, xmp_tells_place

_PIXELS = frozenset({b"VP8 ", b"VP8L"})
_FRAME_HEAD = 16
"""The bytes in which a frame says where it is shown, and for how long."""
_MOVES = 0x02
_START_CODE = b"\x9d\x01\x2a"
_LOSSLESS = 0x2F

Chunk = tuple[bytes, memoryview]


def read(raw: bytes) -> ImageFacts:
    """Return what a WEBP says of itself; no pixel is decoded.

    Raises:
        ImageError: it is damaged or cut off.
    """
    chunks = list(islice(_chunks(_inside(raw)), MOST_PARTS + 1))
    if len(chunks) > MOST_PARTS:
        raise ManyPartsError("WEBP")
    first, data = chunks[0] if chunks else (b"", memoryview(b""))
    moves = False
    if first == b"VP8X":
        width, height, moves = _canvas(data)
    elif first in _PIXELS:
        width, height = _size(chunks)
    else:
        raise DamagedError("WEBP", "its header is missing")
    told = any(_tells_place(kind, bytes(content)) for kind, content in chunks if kind in {b"EXIF", b"XMP "})
    return ImageFacts("webp", width, height, frames=_frames(chunks) if moves else _still(chunks), tells_place=told)


def _still(chunks: Iterable[Chunk]) -> int:
    _size(chunks)
    return 1


def _frames(chunks: Iterable[Chunk]) -> int:
    """Return how many frames there are, each with pixels of its own."""
    frames = [_chunks(content[_FRAME_HEAD:]) for kind, content in chunks if kind == b"ANMF"]
    if not frames:
        raise DamagedError("WEBP", "it has no pixels")
    return sum(map(_still, frames))


def _inside(raw: bytes) -> memoryview:
    """Return the chunks within the size that the file names for itself; what follows is not part of the picture."""
    end = 8 + int.from_bytes(raw[4:8], "little")
    if len(raw) < max(end, 12):
        raise CutOffError("WEBP")
    return memoryview(raw)[12:end]


def _chunks(view: memoryview) -> Iterator[Chunk]:
    """Yield the chunks of a file, or of a frame of it."""
    at, end = 0, len(view)
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", view, at)
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


def _size(chunks: Iterable[Chunk]) -> tuple[int, int]:
    """Return width and height from the pixels' own header: RFC 6386, section 9.1; RFC 9649, section 3.4."""
    kind, content = next((chunk for chunk in chunks if chunk[0] in _PIXELS), (b"", memoryview(b"")))
    if not kind:
        raise DamagedError("WEBP", "it has no pixels")
    data = bytes(content[:10])
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
