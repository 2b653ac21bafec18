"""Whether a picture tells where it was taken."""

import struct
import zlib

import pytest

from scicomm_bot.medium.images import read_image
from support.pictures import (
    XMP_PLACE,
    chunk,
    exif,
    extended,
    gif,
    jpeg,
    lossless,
    moving_webp,
    png,
    segment,
    webp,
)

EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
MORE_XMP = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40
XMP_IN_GIF = b"!\xff\x0bXMP DataXMP" + XMP_PLACE + b"\1" + bytes(range(255, -1, -1)) + b"\0\0"
HEX = exif().hex().encode()


def in_jpeg(*parts):
    return jpeg(8, 8, more=b"".join(segment(0xE1, part) for part in parts))


def in_webp(kind, data):
    return webp(extended(8, 8), lossless(8, 8), (kind, data))


def packed(keyword, text):
    return chunk(b"zTXt", keyword + b"\0\0" + zlib.compress(text))


def area(name):
    at = 26 + 2 + 12 + 4
    return exif()[:26] + struct.pack("<HHHII", 1, 28, 7, len(name), at) + bytes(4) + name


@pytest.mark.parametrize(
    "raw",
    [
        in_jpeg(EXIF + exif()),
        in_jpeg(EXIF + exif(order=">")),
        in_jpeg(EXIF + exif(tag=4)),
        in_jpeg(EXIF + exif(tag=20)),
        in_jpeg(EXIF + area(b"ASCII\0\0\0Tehran")),
        in_jpeg(b"something else", XMP + b"<x/>", EXIF + exif()),
        in_jpeg(XMP + XMP_PLACE),
        in_jpeg(XMP + XMP_PLACE.decode().encode("utf-16-le")),
        in_jpeg(XMP + b"<exif:GPSLongitude>11,34.2E</exif:GPSLongitude>"),
        in_jpeg(XMP + b"<a drone-dji:GpsLongtitude = '+11.5'/>"),
        in_jpeg(MORE_XMP + XMP_PLACE),
        png(8, 8, more=chunk(b"eXIf", exif())),
        png(8, 8, more=chunk(b"eXIf", EXIF + exif())),
        png(8, 8).removesuffix(chunk(b"IEND")) + chunk(b"eXIf", exif()) + chunk(b"IEND"),
        png(8, 8, more=chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP_PLACE)),
        png(8, 8, more=chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0en\0XMP\0" + zlib.compress(XMP_PLACE))),
        png(8, 8, more=packed(b"Raw profile type exif", b"\nexif\n  120\n" + HEX)),
        png(8, 8, more=packed(b"Raw profile type APP1", b"\ngeneric profile\n  120\n" + EXIF.hex().encode() + b"\n" + HEX)),
        png(8, 8, more=chunk(b"tEXt", b"Raw profile type xmp\0\nxmp\n 99\n" + XMP_PLACE.hex().encode())),
        gif(8, 8, more=XMP_IN_GIF),
        in_webp(b"EXIF", exif()),
        in_webp(b"EXIF", EXIF + exif()),
        in_webp(b"XMP ", XMP_PLACE),
    ],
)  # fmt: skip
def test_a_place_is_told(raw):
    assert read_image(raw).tells_place


@pytest.mark.parametrize(
    "raw",
    [
        jpeg(8, 8),
        png(8, 8),
        gif(8, 8),
        moving_webp(),
        in_jpeg(EXIF + exif(None)),
        in_jpeg(EXIF + exif((0, 1, 0, 1, 0, 1))),
        in_jpeg(EXIF + exif((48, 0, 8, 0, 0, 0))),
        in_jpeg(EXIF + exif(tag=6)),
        in_jpeg(EXIF + area(b"ASCII\0\0\0" + bytes(9))),
        in_jpeg(EXIF + b"II*\0"),
        in_jpeg(EXIF),
        in_jpeg(b"Exif"),
        in_jpeg(XMP + b"<a exif:GPSLatitudeRef='N' exif:GPSLatitude='' exif:GPSLongitude='0,0.0E'/>"),
        in_jpeg(XMP + b"<dc:description>The GPS latitude of 48 trees</dc:description>"),
        png(8, 8, more=chunk(b"tEXt", b"Comment\0" + XMP_PLACE)),
        png(8, 8, more=chunk(b"zTXt", b"Raw profile type exif\0\0no zlib")),
        png(8, 8, more=chunk(b"tEXt", b"Raw profile type exif\0\nexif\n 3\nno hex")),
        in_webp(b"EXIF", b""),
    ],
)
def test_no_place_is_told_where_there_is_none(raw):
    assert not read_image(raw).tells_place


def test_exif_data_that_were_damaged_do_not_matter():
    whole = exif()
    for at in range(len(whole)):
        for byte in (0, 1, 0x7F, 0xFF):
            read_image(in_jpeg(EXIF + whole[:at] + bytes([byte]) + whole[at + 1 :]))
            read_image(in_jpeg(EXIF + whole[:at]))
