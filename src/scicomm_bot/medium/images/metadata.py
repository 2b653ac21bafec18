"""Whether what a camera or a program wrote into a picture tells where it was taken.

Sources: Exif 3.0 (CIPA DC-008-2023, "GPS Attribute Information"), and the Exif namespace of XMP (ISO 16684-2), in which
drones write fields of their own with similar names.
"""

import re
import struct
from collections.abc import Iterator

EXIF_HEAD = b"Exif\0\0"
"""What stands before the Exif data in a JPEG, and in some WEBPs and PNGs."""

_GPS_POINTER = 0x8825
_PLACES = frozenset({2, 4, 20, 22})
"""GPSLatitude, GPSLongitude and those of the destination."""
_AREA_NAME = 28
_RATIONAL = 5
_BYTE_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_IN_XMP = re.compile(rb"gps(?:dest)?(?:latitude|longt?itude)\s*(?:=\s*[\"']|>)\s*([^\"'<]*)", re.IGNORECASE)
_NOT_ZERO = re.compile(rb"[1-9]")

Field = tuple[int, int, int, bytes]
"""Of a field of a TIFF directory: tag, type, count, and its value or where that stands."""


def exif_tells_place(exif: bytes) -> bool:
    """Whether Exif data, a TIFF file without pixels, hold a place.

    A place of zeros is none: a camera without reception writes the fields all the same. Nor is what cannot be read.
    """
    exif = exif.removeprefix(EXIF_HEAD)
    order = _BYTE_ORDERS.get(exif[:4])
    if order is None:
        return False
    first = _number(exif, 4, order)
    pointers = (value for tag, _, _, value in _fields(exif, first, order) if tag == _GPS_POINTER)
    pointer = next(pointers, None)
    if pointer is None:
        return False
    return any(_is_place(exif, field, order) for field in _fields(exif, _number(pointer, 0, order), order))


def xmp_tells_place(xmp: bytes) -> bool:
    """Whether an XMP packet, in whatever encoding of Unicode, holds a place."""
    return any(_NOT_ZERO.search(value[1]) for value in _IN_XMP.finditer(xmp.replace(b"\0", b"")))


def _is_place(exif: bytes, field: Field, order: str) -> bool:
    tag, kind, count, value = field
    if tag == _AREA_NAME:
        at = _number(value, 0, order)
        return bool(exif[at + 8 : at + count].strip(b"\0 ")) and count > 8  # noqa: PLR2004 - 8 bytes name its encoding
    if tag not in _PLACES or kind != _RATIONAL:
        return False
    at = _number(value, 0, order)
    degrees = exif[at : at + 24]  # three fractions: degrees, minutes, seconds
    numbers = struct.unpack(f"{order}{len(degrees) // 4}I", degrees[: len(degrees) // 4 * 4])
    return any(above and below for above, below in zip(numbers[::2], numbers[1::2], strict=False))


def _fields(exif: bytes, at: int, order: str) -> Iterator[Field]:
    """Yield the fields of the directory at `at`, as far as they are there."""
    if len(exif) < at + 2:
        return
    (count,) = struct.unpack_from(f"{order}H", exif, at)
    for start in range(at + 2, min(at + 2 + 12 * count, len(exif) - 11), 12):
        yield struct.unpack_from(f"{order}HHI4s", exif, start)


def _number(data: bytes, at: int, order: str) -> int:
    """Return the number of four bytes at `at`; where it is not there, one behind all data."""
    return struct.unpack_from(f"{order}I", data, at)[0] if len(data) >= at + 4 else 1 << 32
