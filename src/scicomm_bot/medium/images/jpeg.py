"""The structure of a JPEG: https://www.w3.org/Graphics/JPEG/itu-t81.pdf (ITU-T T.81, annex B)."""

import re

from scicomm_bot.medium.images.facts import CutOffError, DamagedError, ImageError, ImageFacts
from scicomm_bot.medium.images.metadata import EXIF_HEAD, exif_tells_place, xmp_tells_place

_END, _SCAN, _APP1 = 0xD9, 0xDA, 0xE1
_SIZES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive: those that browsers show."""
_RARE_SIZES = frozenset(range(0xC0, 0xD0)) - _SIZES - {0xC4, 0xC8, 0xCC}
"""Lossless, hierarchical and with arithmetic coding."""
_WITHOUT_LENGTH = frozenset({0x00, 0x01, *range(0xD0, 0xD9)})
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""In the data of a scan, FF is followed by 00, or by a mark to begin anew; anything else ends the scan."""
_XMP_HEADS = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
_CMYK = 4


def read(raw: bytes) -> ImageFacts:
    """Return what a JPEG says of itself; no pixel is decoded.

    Raises:
        ImageError: it is damaged, cut off, or of a kind that browsers do not show.
    """
    size: tuple[int, int, int] | None = None
    tells_place = scanned = False
    at = 2
    while True:
        marker, at = _marker(raw, at)
        if marker == _END:
            break
        content, at = _segment(raw, marker, at)
        if marker in _RARE_SIZES:
            raise ImageError("is a JPEG of a rare kind, which browsers do not show; open it and save it as JPG or PNG")
        if marker in _SIZES:
            size = _size(content)
        elif marker == _APP1:
            tells_place = tells_place or _tells_place(content)
        elif marker == _SCAN:
            if size is None:
                raise DamagedError("JPEG", "its size is missing")
            scanned, at = True, _behind_scan(raw, at)
    if size is None or not scanned:
        raise DamagedError("JPEG", "it has no pixels")
    width, height, colours = size
    return ImageFacts("jpeg", width, height, printers_inks=colours == _CMYK, tells_place=tells_place)


def _marker(raw: bytes, at: int) -> tuple[int, int]:
    """Return the marker at `at` and where it ends; it may have more than one FF before it."""
    if raw[at : at + 1] not in {b"\xff", b""}:
        raise DamagedError("JPEG", "between its parts is what does not belong there")
    while raw[at : at + 1] == b"\xff":
        at += 1
    if at >= len(raw):
        raise CutOffError("JPEG")
    if raw[at] in _WITHOUT_LENGTH:
        raise DamagedError("JPEG", "one of its parts has no name")
    return raw[at], at + 1


def _segment(raw: bytes, marker: int, at: int) -> tuple[bytes, int]:
    """Return a segment without its length, and where it ends."""
    if len(raw) < at + 2:
        raise CutOffError("JPEG")
    length = int.from_bytes(raw[at : at + 2])
    if length < 2:  # noqa: PLR2004 - a length counts itself
        raise DamagedError("JPEG", "one of its parts has no length")
    if len(raw) < at + length:
        raise CutOffError("JPEG")
    needed = marker in _SIZES or marker == _APP1
    return raw[at + 2 : at + length] if needed else b"", at + length


def _size(content: bytes) -> tuple[int, int, int]:
    """Return width, height and the number of colours."""
    if len(content) < 6 or len(content) != 6 + 3 * content[5]:  # noqa: PLR2004 - B.2.2
        raise DamagedError("JPEG", "its header is cut off")
    depth, colours = content[0], content[5]
    height, width = int.from_bytes(content[1:3]), int.from_bytes(content[3:5])
    if not width or not height:
        raise DamagedError("JPEG", "it has no width or no height")
    if depth != 8:  # noqa: PLR2004 - bits to a colour
        raise ImageError(f"is a JPEG with {depth} bits to a colour, which browsers do not show; save it with 8")
    if colours not in {1, 3, _CMYK}:
        raise DamagedError("JPEG", "its header names colours that there are not")
    return width, height, colours


def _behind_scan(raw: bytes, at: int) -> int:
    """Return where the data of a scan end."""
    found = _AFTER_SCAN.search(raw, at)
    if found is None:
        raise CutOffError("JPEG")
    if found.start() == at:
        raise DamagedError("JPEG", "it has no pixels")
    return found.start()


def _tells_place(content: bytes) -> bool:
    if content.startswith(EXIF_HEAD):
        return exif_tells_place(content)
    return content.startswith(_XMP_HEADS) and xmp_tells_place(content)
