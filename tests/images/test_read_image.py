"""A picture is read by its structure: what X takes passes with its size, what is damaged or cut off is refused."""

import random
import struct
import time
import tracemalloc
import zlib

import pytest

from scicomm_bot.medium.images import MOST_BYTES, ImageError, ImageFacts, read_image
from support.pictures import (
    XMP_PLACE,
    chunk,
    exif,
    extended,
    gif,
    jpeg,
    lossless,
    lossy,
    moving_png,
    moving_webp,
    png,
    png_of,
    segment,
    webp,
)

IDAT = chunk(b"IDAT", zlib.compress(b"\0\0"))
TEXT = chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(XMP_PLACE))
RAW_TEXT = chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"\nexif\n   20\n" + exif().hex().encode()))
XMP_IN_GIF = b"!\xff\x0bXMP DataXMP" + XMP_PLACE + b"\1" + bytes(range(255, -1, -1)) + b"\0\0"
RICH = {
    "png": png(9, 5, more=chunk(b"eXIf", exif()) + TEXT + RAW_TEXT),
    "moving-png": moving_png(),
    "jpeg": jpeg(17, 9, more=segment(0xE1, b"Exif\0\0" + exif())),
    "gif": gif(9, 5, frames=2, more=XMP_IN_GIF),
    "webp": webp(extended(9, 5), lossless(9, 5), (b"EXIF", exif()), (b"XMP ", XMP_PLACE)),
    "lossy-webp": webp(lossy(9, 5)),
    "moving-webp": moving_webp(),
}


def header(width=8, height=8, depth=8, colour=2, interlace=0):
    return struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)


def refused(raw: bytes) -> str:
    with pytest.raises(ImageError) as caught:
        read_image(raw)
    return str(caught.value)


def read_or_refused(raw: bytes) -> ImageFacts | None:
    try:
        return read_image(raw)
    except ImageError:
        return None


@pytest.mark.parametrize(
    ("raw", "facts"),
    [
        (png(9, 5), ("png", 9, 5)),
        (png_of(header(depth=16, colour=6), IDAT), ("png", 8, 8)),
        (png_of(header(colour=3, interlace=1), chunk(b"PLTE", bytes(3)) + IDAT), ("png", 8, 8)),
        (png(8_192, 1), ("png", 8_192, 1)),
        (png(9, 5) + b"what a program has put behind its end", ("png", 9, 5)),
        (moving_png(), ("png", 8, 8, 2)),
        (jpeg(17, 9), ("jpeg", 17, 9)),
        (jpeg(17, 9, colours=1), ("jpeg", 17, 9)),
        (jpeg(17, 9, colours=4), ("jpeg", 17, 9, 1, True)),
        (jpeg(17, 9, more=segment(0xFE, b"a comment")), ("jpeg", 17, 9)),
        (jpeg(17, 9, more=segment(0xE1, b"Exif\0\0" + jpeg(1, 1))), ("jpeg", 17, 9)),
        (jpeg(17, 9).replace(b"\xff\xda", b"\xff\xff\xff\xda"), ("jpeg", 17, 9)),
        (jpeg(17, 9) + b"\0\0ftypmp42, the film of a phone", ("jpeg", 17, 9)),
        (gif(9, 5), ("gif", 9, 5)),
        (gif(9, 5, frames=3), ("gif", 9, 5, 3)),
        (gif(9, 5, more=b"\0\0"), ("gif", 9, 5)),
        (b"GIF87a" + gif(9, 5)[6:], ("gif", 9, 5)),
        (webp(lossless(9, 5)), ("webp", 9, 5)),
        (webp(lossy(9, 5)), ("webp", 9, 5)),
        (webp(extended(9, 5), (b"ICCP", b"odd"), lossless(9, 5)), ("webp", 9, 5)),
        (moving_webp(), ("webp", 8, 8, 2)),
    ],
    ids=[
        "png", "png-16-bits", "png-palette", "png-as-wide-as-may-be", "png-and-more", "png-moving", "jpeg", "jpeg-grey",
        "jpeg-cmyk", "jpeg-comment", "jpeg-with-a-small-one", "jpeg-filled-up", "jpeg-and-a-film", "gif", "gif-moving",
        "gif-filled-up", "gif-87", "webp-lossless", "webp-lossy", "webp-extended", "webp-moving",
    ],
)  # fmt: skip
def test_what_x_takes_passes(raw, facts):
    assert read_image(raw) == ImageFacts(*facts)


@pytest.mark.parametrize("raw", RICH.values(), ids=RICH)
def test_a_picture_that_is_cut_off_anywhere_is_refused(raw):
    assert read_or_refused(raw) is not None
    assert [length for length in range(len(raw)) if read_or_refused(raw[:length]) is not None] == []


@pytest.mark.parametrize("raw", [jpeg(64, 64), png(64, 64), gif(64, 64), webp(lossy(9, 5))])
def test_a_picture_that_is_cut_off_says_so(raw):
    assert "cut off: its end is missing; copy or download it again" in refused(raw[: len(raw) // 2])


@pytest.mark.parametrize("raw", RICH.values(), ids=RICH)
def test_a_picture_with_a_changed_byte_is_refused_or_read(raw):
    for at in range(len(raw)):
        for byte in {raw[at] ^ 1, raw[at] ^ 0x80, 0, 255}:
            read_or_refused(raw[:at] + bytes([byte]) + raw[at + 1 :])


@pytest.mark.parametrize("raw", RICH.values(), ids=RICH)
def test_a_picture_that_was_stirred_is_refused_or_read(raw):
    chance = random.Random(7)
    for _ in range(1_000):
        stirred = bytearray(raw)
        for _ in range(chance.randrange(1, 6)):
            at, other = chance.randrange(len(stirred) + 1), chance.randrange(len(stirred) + 1)
            stirred[at : at + chance.randrange(9)] = stirred[other : other + chance.randrange(9)]
        read_or_refused(bytes(stirred))


def test_a_png_with_a_changed_byte_anywhere_before_its_end_is_refused():
    raw = png(9, 5)
    assert [at for at in range(len(raw)) if read_or_refused(raw[:at] + bytes([raw[at] ^ 4]) + raw[at + 1 :])] == []


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (png_of(header(width=0), IDAT), "damaged PNG (it has no width or no height)"),
        (png_of(header(height=1 << 31), IDAT), "damaged PNG (it has no width or no height)"),
        (png_of(header(depth=3), IDAT), "damaged PNG (its header names colours that there are not)"),
        (png_of(header(colour=3), IDAT), "damaged PNG (its palette is missing)"),
        (png_of(header(), b""), "damaged PNG (it has no pixels)"),
        (png_of(b"", IDAT), "damaged PNG (its header is missing)"),
        (png_of(header(), chunk(b"1DAT") + IDAT), "damaged PNG (one of its parts has no name"),
        (png(8_193, 1), "has 8,193 x 1 pixels, and X takes at most 8,192 x 8,192; save it smaller"),
        (png_of(header(100_000, 100_000), IDAT), "has 100,000 x 100,000 pixels, and X takes at most"),
        (jpeg(0, 8), "damaged JPEG (it has no width or no height)"),
        (jpeg(8, 0), "damaged JPEG (it has no width or no height)"),
        (jpeg(8, 8, colours=2), "damaged JPEG (its header names colours"),
        (jpeg(8, 8, depth=12), "is a JPEG with 12 bits to a colour, which browsers do not show; save it with 8"),
        (jpeg(8, 8, size=0xC9), "is a JPEG of a rare kind, which browsers do not show"),
        (jpeg(65_000, 1, colours=1), "has 65,000 x 1 pixels"),
        (b"\xff\xd8\xff\xd9", "damaged JPEG (it has no pixels)"),
        (jpeg(8, 8, more=segment(0xFE, b"") + b"\0"), "damaged JPEG (between its parts is what does not belong there)"),
        (jpeg(8, 8, more=b"\xff\xfe\0\1"), "damaged JPEG (one of its parts has no length)"),
        (gif(8, 8).replace(b"\x08\0\x08\0", b"\x08\0\0\0", 1), "damaged GIF (it has no width or no height)"),
        (gif(8, 8).replace(b",\0\0\0\0\x08", b",\0\0\0\0\0"), "damaged GIF (a part of it has no width"),
        (gif(8, 8, frames=0), "damaged GIF (it has no pixels)"),
        (gif(8, 8, more=b"?"), "damaged GIF (one of its parts has no name)"),
        (webp(lossy(0, 8)), "damaged WEBP (it has no width or no height)"),
        (webp(lossy(9_000, 8)), "has 9,000 x 8 pixels"),
        (webp(extended(9, 5)), "damaged WEBP (it has no pixels)"),
        (webp(extended(9, 5, moves=True), lossless(9, 5)), "damaged WEBP (it has no pixels)"),
        (webp(extended(9, 5, moves=True), (b"ANMF", bytes(16))), "damaged WEBP (it has no pixels)"),
        (webp(extended(9, 5, moves=True), (b"ANMF", bytes(16) + b"VP8L\x05\0\0\0" + bytes(6))), "(its header is not one)"),
        (webp((b"ICCP", b"")), "damaged WEBP (its header is missing)"),
        (webp(), "damaged WEBP (its header is missing)"),
        (webp((b"VP8L", b"\x2e" + bytes(9))), "damaged WEBP (its header is not one)"),
        (webp(lossless(9, 5)).replace(b"VP8L\x09", b"VP8L\x99"), "damaged WEBP (one of its parts is longer"),
        (png(1, 1) + bytes(MOST_BYTES), "larger than 5 MB, which X refuses; save it smaller"),
    ],
)  # fmt: skip
def test_what_no_browser_could_show_is_refused(raw, said):
    assert said in refused(raw)


PARTS = png_of(header(), chunk(b"aaaa") * 400_000 + IDAT)
PACKED = png_of(header(), chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(bytes(1 << 23))) * 600 + IDAT)
LONG = {
    "parts": PARTS,
    "packed-texts": PACKED,
    "exif": png(8, 8, more=chunk(b"eXIf", b"II*\0\x08\0\0\0\xff\xff" + struct.pack("<HHII", 34853, 4, 1, 8) * 400_000)),
    "filled-up": b"\xff\xd8" + b"\xff" * 5_000_000,
    "segments": jpeg(8, 8, more=segment(0xFE, b"") * 1_000_000),
    "scans": jpeg(8, 8)[:-2] + b"\xff\xda\0\2\1" * 1_000_000 + b"\xff\xd9",
    "xmp": jpeg(8, 8, more=segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0gpslatitude" + b" " * 65_000) * 75),
    "blocks": gif(8, 8)[:-2] + b"\1\0" * 2_500_000 + b"\0;",
    "chunks": webp(lossless(8, 8), *[(b"abcd", b"")] * 600_000),
    "comments": b"<!-- -->" * 600_000,
    "dashes": b"<!--" + b"-" * 5_000_000,
    "declarations": b"<?xml" * 1_000_000,
}


@pytest.mark.parametrize("raw", LONG.values(), ids=LONG)
def test_a_picture_that_was_made_to_take_long_takes_a_moment(raw):
    assert len(raw) <= MOST_BYTES
    begun = time.process_time()
    read_or_refused(raw)
    assert time.process_time() - begun < 15


@pytest.mark.parametrize("raw", [PARTS, PACKED], ids=["parts", "packed-texts"])
def test_a_picture_that_was_made_to_fill_the_memory_takes_little(raw):
    tracemalloc.start()
    read_or_refused(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 80_000_000


def test_a_picture_of_more_parts_than_any_program_makes_is_refused():
    assert "it has more than 100,000 parts" in refused(PARTS)
    assert "it has more than 100,000 parts" in refused(LONG["chunks"])
