"""What is no picture that X takes is named, with what to do."""

import pytest

from scicomm_bot.medium.images import ImageError, read_image
from support.pictures import jpeg, png


def iso(brand, *also):
    return (16 + 4 * len(also)).to_bytes(4) + b"ftyp" + brand + bytes(4) + b"".join(also) + b"rest"


STRANGERS = {
    "nothing": (b"", "an empty file; copy or download the picture again"),
    "html": (b"<!DOCTYPE html><title>404</title>", "a web page (HTML), perhaps an error message"),
    "html-bare": (b"\xef\xbb\xbf\n <!-- proxy --> <HTML lang=en>", "a web page (HTML)"),
    "xhtml": (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">\n<html>', "a web page (HTML)"),
    "svg": (b"<svg/>", "an SVG drawing; open it in a drawing program or a browser, and export it as PNG"),
    "svg-xml": (
        b'<?xml version="1.0"?>\n<!-- a-b --x -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<!-- c -->\n<svg:svg xmlns="x">',
        "an SVG drawing",
    ),
    "heic": (iso(b"heic", b"mif1"), "a HEIC picture, as iPhones take them; open it and export it as JPG"),
    "heif": (iso(b"mif1", b"heic"), "a HEIC picture"),
    "avif": (iso(b"avif", b"mif1"), "an AVIF picture"),
    "avif-of-many": (iso(b"mif1", b"miaf", b"avif"), "an AVIF picture"),
    "film": (iso(b"isom"), "a video; save one of its frames as JPG or PNG"),
    "webm": (b"\x1aE\xdf\xa3rest", "a video"),
    "pdf": (b"%PDF-1.7\n", "a PDF; open it and export the page, or a picture of it, as PNG"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "a PostScript drawing (EPS); export it as PNG"),
    "tiff": (b"II*\0\x08\0\0\0", "a TIFF or a camera's raw picture; open it and save it as JPG or PNG"),
    "tiff-other-order": (b"MM\0*\0\0\0\x08", "a TIFF"),
    "bmp": (b"BM\x36\0\0\0", "a BMP picture"),
    "icon": (b"\0\0\1\0\1\0", "an icon"),
    "jpeg-xl": (b"\xff\x0a\xfa", "a JPEG XL picture"),
    "jpeg-2000": (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 picture"),
    "photoshop": (b"8BPS\0\1", "a Photoshop file"),
    "office": (b"PK\x03\x04\x14\0", "a ZIP archive or an Office document; take the picture out of it"),
    "gzip": (b"\x1f\x8b\x08\0", "a packed file (gzip); unpack it first"),
    "mac": (b"\0\5\x16\7\0\2\0\0Mac OS X", "a file that a Mac keeps beside the real one"),
    "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:12\n", "a stand-in of Git LFS; run `git lfs pull`"),
    "annex": (b"/annex/objects/SHA256E-s1--ab.png\n", "a stand-in of git-annex; run `git annex get`"),
    "base64": (b"iVBORw0KGgoAAAANSUhEUg", "a picture written as text (base64); decode it first"),
    "data-address": (b"data:image/png;base64,iVBORw0KGgo", "a picture written as text"),
    "png-as-text": (png(8, 8).replace(b"\r\n", b"\n", 1), "a PNG that was damaged on its way; copy it again, as a file"),
    "png-as-utf-8": (png(8, 8).decode("utf-8", "replace").encode(), "a PNG that was damaged on its way"),
    "jpeg-as-utf-8": (jpeg(8, 8).decode("utf-8", "replace").encode(), "a picture that was damaged on its way"),
    "xml": (b"<Error><Code>AccessDenied</Code></Error>", "a text; look into it, and download or copy the picture again"),
    "json": ('{"error": "not fönd"}'.encode() + b" " * 9_000, "a text; look into it"),
    "cut-letter": (b"a" + "ü".encode() * 5_000, "a text; look into it"),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "said"), STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_is_named(raw, said):
    with pytest.raises(ImageError) as caught:
        read_image(raw)
    assert str(caught.value).startswith(f"is no JPG, PNG, GIF or WEBP, but {said}")


@pytest.mark.parametrize(
    "raw", [b"RIFF\0\0\0\0WAVE", bytes(100), b"\x7fELF\2\1\1\0", b"GIF88a\0\0", b"\xe9\xe8 no UTF-8"]
)
def test_a_stranger_that_nobody_knows_is_refused_all_the_same(raw):
    with pytest.raises(ImageError, match="is no JPG, PNG, GIF or WEBP; save it as one of these"):
        read_image(raw)
