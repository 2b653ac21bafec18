"""The structure of a PNG: https://www.w3.org/TR/png-3/."""

import binascii
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

from scicomm_bot.medium.images.facts import (
    MOST_PARTS,
    PNG_SIGNATURE,
    CutOffError,
    DamagedError,
    ImageFacts,
    ManyPartsError,
)
from scicomm_bot.medium.images.metadata import exif_tells_place, xmp_tells_place

_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
"""The bit depths that each colour type may have (table 8)."""
_PALETTE = 3
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_XMP = b"XML:com.adobe.xmp"
_RAW = b"Raw profile type "
"""How ImageMagick keeps Exif (`exif`, `APP1`) and XMP (`xmp`), in hexadecimal, from before there was a chunk for it."""
_MOST_TEXTS = 16
_MOST_UNPACKED = 1 << 20
"""Texts may be packed: of how many, and of how much of each, one looks for a place. No packed bomb goes off."""

Chunk = tuple[bytes, memoryview]


def read(raw: bytes) -> ImageFacts:
    """Return what a PNG says of itself; nothing is unpacked but a few texts.

    Raises:
        ImageError: it is damaged or cut off.
    """
    chunks = list(islice(_chunks(raw), MOST_PARTS + 1))
    if len(chunks) > MOST_PARTS:
        raise ManyPartsError("PNG")
    kinds = [kind for kind, _ in chunks]
    width, height = _size(chunks)
    if b"IDAT" not in kinds:
        raise DamagedError("PNG", "it has no pixels")
    if chunks[0][1][9] == _PALETTE and b"PLTE" not in kinds:
        raise DamagedError("PNG", "its palette is missing")
    before = chunks[: kinds.index(b"IDAT")]
    frames = next((int.from_bytes(data[:4]) for kind, data in before if kind == b"acTL"), 1)
    return ImageFacts("png", width, height, frames=max(frames, 1), tells_place=_tells_place(chunks))


def _chunks(raw: bytes) -> Iterator[Chunk]:
    """Yield all chunks up to IEND; what follows it is not part of the picture."""
    view, at, kind = memoryview(raw), len(PNG_SIGNATURE), b""
    while kind != b"IEND":
        if len(raw) < at + 12:
            raise CutOffError("PNG")
        length, kind = struct.unpack_from(">I4s", raw, at)
        if length >= 1 << 31 or not (kind.isalpha() and kind.isascii()):
            raise DamagedError("PNG", "one of its parts has no name or no length")
        end = at + 8 + length
        if len(raw) < end + 4:
            raise CutOffError("PNG")
        if zlib.crc32(view[at + 4 : end]) != int.from_bytes(view[end : end + 4]):
            raise DamagedError("PNG", "one of its parts does not have its own checksum")
        yield kind, view[at + 8 : end]
        at = end + 4


def _size(chunks: list[Chunk]) -> tuple[int, int]:
    kind, header = chunks[0]
    if kind != b"IHDR" or len(header) != 13:  # noqa: PLR2004 - 11.2.1
        raise DamagedError("PNG", "its header is missing")
    width, height, depth, colour, packing, filtering, interlace = struct.unpack(">IIBBBBB", header)
    if not (0 < width < 1 << 31 and 0 < height < 1 << 31):
        raise DamagedError("PNG", "it has no width or no height")
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlace > 1:
        raise DamagedError("PNG", "its header names colours that there are not")
    return width, height


def _tells_place(chunks: list[Chunk]) -> bool:
    if any(kind == b"eXIf" and exif_tells_place(bytes(data)) for kind, data in chunks):
        return True
    texts = (text for kind, data in chunks if kind in _TEXTS and (text := _text(kind, bytes(data))) is not None)
    return any(_text_tells_place(*text) for text in islice(texts, _MOST_TEXTS))


def _text_tells_place(keyword: bytes, text: bytes) -> bool:
    if keyword.startswith(_RAW):
        _, _, text = text.lstrip(b"\n").partition(b"\n")  # its name, and in the next line its length
        _, _, text = text.partition(b"\n")
        try:
            text = binascii.unhexlify(b"".join(text.split()))
        except ValueError:
            return False
    return exif_tells_place(text) or xmp_tells_place(text)


def _text(kind: bytes, data: bytes) -> tuple[bytes, bytes] | None:
    """Return the keyword of a text and the text, where it may hold a place."""
    keyword, _, text = data.partition(b"\0")
    if keyword != _XMP and not keyword.startswith(_RAW):
        return None
    packed = kind == b"zTXt"
    if kind == b"iTXt":
        packed = text[:1] == b"\1"
        _, _, text = text[2:].partition(b"\0")  # the language
        _, _, text = text.partition(b"\0")  # the keyword in that language
    elif packed:
        text = text[1:]
    return keyword, _unpacked(text) if packed else text


def _unpacked(text: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(text, _MOST_UNPACKED)
    except zlib.error:
        return b""
