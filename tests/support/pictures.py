"""Pictures made byte by byte, each of one colour: whole, moving, or with what a camera writes into them."""

import struct
import zlib
from collections.abc import Sequence

PLACE = (48, 1, 8, 1, 0, 1)
"""48 degrees and 8 minutes, as three fractions."""
XMP_PLACE = b'<x:xmpmeta><rdf:Description exif:GPSLatitude="48,8.5N" exif:GPSLongitude="11,34.2E"/></x:xmpmeta>'


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, colour: bytes = b"\x2a\x6f\x97", *, more: bytes = b"") -> bytes:
    """A PNG, with `more` parts before its pixels."""
    rows = b"".join(b"\0" + colour * width for _ in range(height))
    return png_of(struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), more + chunk(b"IDAT", zlib.compress(rows)))


def png_of(header: bytes, parts: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + parts + chunk(b"IEND")


def rows_of(png: bytes, most: int | None = None) -> list[bytes]:
    """The first rows of a PNG with four bytes to a pixel (PNG 1.2, section 6, "Filter types"), or all."""
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    raw, stride, above, found = zlib.decompress(data), 4 * width, bytearray(4 * width), []
    for start in range(0, (stride + 1) * (height if most is None else most), stride + 1):
        above = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), above)
        found.append(bytes(above))
    return found


def _unfiltered(kind: int, line: bytearray, above: bytearray) -> bytearray:
    for at in range(len(line)):
        left = line[at - 4] if at >= 4 else 0
        corner = above[at - 4] if at >= 4 else 0
        match kind:
            case 1:
                line[at] = (line[at] + left) & 255
            case 2:
                line[at] = (line[at] + above[at]) & 255
            case 3:
                line[at] = (line[at] + (left + above[at]) // 2) & 255
            case 4:
                line[at] = (line[at] + _paeth(left, above[at], corner)) & 255
    return line


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))


def moving_png() -> bytes:
    """An animated PNG of two frames."""
    control = struct.pack(">IIIIIHHBB", 0, 8, 8, 0, 0, 1, 10, 0, 0)
    frame = struct.pack(">I", 2) + zlib.compress(b"\0" * 25 * 8)
    later = chunk(b"fcTL", struct.pack(">I", 1) + control[4:]) + chunk(b"fdAT", frame)
    whole = png(8, 8, more=chunk(b"acTL", struct.pack(">II", 2, 0)) + chunk(b"fcTL", control))
    return whole.removesuffix(chunk(b"IEND")) + later + chunk(b"IEND")


def segment(marker: int, data: bytes) -> bytes:
    """A part of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg(width: int, height: int, *, colours: int = 3, more: bytes = b"", size: int = 0xC0, depth: int = 8) -> bytes:
    """A JPEG that is grey all over, with `more` parts before its size."""
    blocks = max(-(-width // 8) * -(-height // 8), 1) * colours
    bits = "00" * blocks
    bits += "1" * (-len(bits) % 8)
    table = bytes([1] + [0] * 15) + b"\0"
    each = b"".join(bytes([number + 1, 0x11, 0]) for number in range(colours))
    parts = [
        more,
        segment(0xDB, b"\0" + b"\1" * 64),
        segment(size, struct.pack(">BHHB", depth, height, width, colours) + each),
        segment(0xC4, b"\x00" + table + b"\x10" + table),
        segment(0xDA, bytes([colours]) + b"".join(bytes([number + 1, 0]) for number in range(colours)) + b"\0\x3f\0"),
        int(bits, 2).to_bytes(len(bits) // 8),
    ]
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xd9"


def gif(width: int, height: int, *, frames: int = 1, more: bytes = b"") -> bytes:
    """A GIF; each frame is written anew for every pixel, so that its codes stay three bits long."""
    bits = "".join(format(code, "03b")[::-1] for code in [4, 0] * (width * height) + [5])
    packed = bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))
    blocks = b"".join(bytes([len(packed[at : at + 255])]) + packed[at : at + 255] for at in range(0, len(packed), 255))
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\2" + blocks + b"\0"
    control = b"!\xf9\4\0\5\0\0\0" if frames > 1 else b""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x81, 0, 0) + bytes(12)
    return head + more + (control + frame) * frames + b";"


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WEBP of these chunks."""
    whole = b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(whole) + 4) + b"WEBP" + whole


def lossless(width: int, height: int) -> tuple[bytes, bytes]:
    """Pixels of a WEBP without loss: five codes of one symbol each, so that a pixel takes no bits."""
    codes = int("".join(["000"] + ["1000"] * 5)[::-1], 2)
    bits = 0x2F | (width - 1) << 8 | (height - 1) << 22 | codes << 40
    return b"VP8L", bits.to_bytes(9, "little")


def lossy(width: int, height: int) -> tuple[bytes, bytes]:
    """The header of pixels with loss, and nothing that could be shown."""
    return b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(10)


def extended(width: int, height: int, *, moves: bool = False) -> tuple[bytes, bytes]:
    """The header of an extended WEBP."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"VP8X", bytes([0x02 if moves else 0, 0, 0, 0]) + sides


def moving_webp(frames: int = 2) -> bytes:
    """An animated WEBP."""
    kind, pixels = lossless(8, 8)
    frame = bytes(6) + b"\7\0\0\7\0\0\x64\0\0\0" + kind + struct.pack("<I", len(pixels)) + pixels + b"\0"
    return webp(extended(8, 8, moves=True), (b"ANIM", bytes(6)), *[(b"ANMF", frame)] * frames)


def exif(fractions: Sequence[int] | None = PLACE, *, tag: int = 2, order: str = "<") -> bytes:
    """Exif data with a GPS directory, in which `tag` has these numbers; with None, a directory with its version alone."""
    begin = b"II*\0" if order == "<" else b"MM\0*"
    gps = [struct.pack(f"{order}HHI4s", 0, 1, 4, b"\2\3\0\0")]
    values = b""
    if fractions is not None:
        at = 26 + 2 + 2 * 12 + 4
        gps.append(struct.pack(f"{order}HHII", tag, 5, 3, at))
        values = struct.pack(f"{order}6I", *fractions)
    first = struct.pack(f"{order}HHHIII", 1, 0x8825, 4, 1, 26, 0)
    directory = struct.pack(f"{order}H", len(gps)) + b"".join(gps) + bytes(4)
    return begin + struct.pack(f"{order}I", 8) + first + directory + values
