"""Which logos are taken: PNG, JPG, and SVG of shapes alone."""

import struct

import pytest

from scicomm_bot.cards import LogoError, read_logo
from support.pictures import chunk, gif, jpeg, moving_png, png, png_of

HEAD = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def svg(inner: bytes, before: bytes = b"") -> bytes:
    return before + HEAD + inner + b"</svg>"


@pytest.mark.parametrize(
    "raw",
    [
        png(40, 10),
        jpeg(40, 10),
        svg(b'<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><use xlink:href="#g"/>'),
        svg(b"<style>.a{fill:#fff}</style><path class='a' d='M0 0'/>", b'<?xml version="1.0"?>\n<!-- hi -->'),
    ],
)
def test_a_sound_logo_is_taken(raw):
    assert "<svg" in read_logo(raw).svg


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is no JPG, PNG, GIF or WEBP"),
        (b"<html><body>404</body></html>", "is no JPG, PNG, GIF or WEBP"),
        (png(40, 10)[:-20], "is a PNG that is cut off"),
        (jpeg(40, 10)[:-2], "cut off"),
        (jpeg(40, 10, colours=4), "has the colours of a printing press (CMYK); save it in RGB"),
        (moving_png(), "moves; save it as one still picture"),
        (gif(8, 8), "is a GIF, and a logo is a PNG, JPG or SVG"),
        (png(2_001, 2_000), "has 2,001 x 2,000 pixels, and a logo at most 4 million"),
        (png_of(struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0), chunk(b"IDAT", b"x")), "60,000 x 60,000"),
        (b"\0" * 1_000_001, "is larger than 1,000 kB"),
        (svg(b"<script>alert(1)</script>"), "has a script"),
        (svg(b'<rect onclick="alert(1)"/>'), "has a script (onclick)"),
        (svg(b'<a xlink:href="javascript:alert(1)"><rect/></a>'), "loads something from elsewhere (href)"),
        (svg(b'<use href="http://example.org/x.svg#a"/>'), "loads something from elsewhere (href)"),
        (svg(b'<image href="other.png"/>'), "has a picture in it"),
        (svg(b"<style>@import url(http://example.org/a.css);</style>"), "loads something from elsewhere (style)"),
        (svg(b'<rect style="fill:url(http://example.org/x)"/>'), "loads something from elsewhere (style)"),
        (svg(b"<foreignObject/>"), "has a web page in it"),
        (svg(b"<text>University</text>"), "has text, whose font is not here; turn it into paths"),
        (svg(b"<rect><animate/></rect>"), "moves"),
        (svg(b"<g>") , "is no sound SVG (line 1: mismatched tag)"),
        (svg(b"&a;", b'<!DOCTYPE svg [<!ENTITY a "ha">]>'), "declares entities"),
        (svg(b"", b'<?xml-stylesheet href="a.css"?>'), "loads a style sheet"),
        (svg(b"<g/>" * 20_001), "has more than 20,000 shapes"),
        (b"<html><svg/></html>", "is no SVG: it begins with <html>"),
    ],
)  # fmt: skip
def test_what_is_no_logo_says_what_it_is(raw, said):
    with pytest.raises(LogoError) as caught:
        read_logo(raw)
    assert said in str(caught.value)


def test_what_is_packed_beside_the_pixels_is_left_out():
    bomb = chunk(b"iCCP", b"x\0\0" + b"\x78\x9c" + b"\0" * 1_000)
    bare, full = read_logo(png(8, 8)), read_logo(png(8, 8, more=bomb))
    assert full.svg == bare.svg
    assert full.sha256 != bare.sha256
