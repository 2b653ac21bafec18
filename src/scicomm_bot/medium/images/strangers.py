"""What a file is that is no picture which X takes, and what to do with it."""

import re
from codecs import getincrementaldecoder
from collections.abc import Callable

Test = Callable[[bytes], bool]

_LOOKED_AT = 4_096
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def stranger(raw: bytes) -> str | None:
    """Return what a file is and what to do instead, as in `a BMP picture; save it as PNG`; None if it is not known."""
    begin = raw[:_LOOKED_AT]
    return next((told for test, told in _STRANGERS if test(begin)), None)


def _begins(*beginnings: bytes) -> Test:
    return lambda raw: raw.startswith(beginnings)


def _matches(pattern: bytes) -> Test:
    return lambda raw: re.match(pattern, raw, re.IGNORECASE) is not None


def _brand(*brands: bytes) -> Test:
    """Return a test for files of ISO's base media format (ISO 14496-12), which name their kind as a brand."""
    return lambda raw: raw[4:8] == b"ftyp" and any(brand in (raw[8:12], *_also(raw)) for brand in brands)


def _also(raw: bytes) -> list[bytes]:
    end = min(int.from_bytes(raw[:4]), len(raw))
    return [raw[at : at + 4] for at in range(16, end - 3, 4)]


def _is_text(raw: bytes) -> bool:
    if _BINARY.search(raw):
        return False
    try:
        getincrementaldecoder("utf-8")().decode(raw)  # which waits for the rest of a letter that was cut for the look
    except UnicodeDecodeError:
        return False
    return True


_START = rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--(?:[^-]|-(?!->))*-->)*"
_AGAIN = "copy it again, as a file and not as text"

_STRANGERS: tuple[tuple[Test, str], ...] = (
    (lambda raw: not raw, "an empty file; copy or download the picture again"),
    (
        _matches(_START + rb"<(?:!doctype\s+html|html|head|body|script|title|meta)\b"),
        "a web page (HTML), perhaps an error message in the picture's place; download the picture itself",
    ),
    (
        _matches(_START + rb"(?:<!doctype\s+svg[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<(?:\w+:)?svg\b"),
        "an SVG drawing; open it in a drawing program or a browser, and export it as PNG",
    ),
    (_brand(b"avif", b"avis"), "an AVIF picture; open it and save it as JPG or PNG"),
    (
        _brand(b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"),
        "a HEIC picture, as iPhones take them; open it and export it as JPG",
    ),
    (
        lambda raw: raw[4:8] in {b"ftyp", b"moov"} or raw.startswith(b"\x1aE\xdf\xa3"),
        "a video; save one of its frames as JPG or PNG",
    ),
    (_begins(b"%PDF-"), "a PDF; open it and export the page, or a picture of it, as PNG"),
    (_begins(b"%!PS", b"\xc5\xd0\xd3\xc6"), "a PostScript drawing (EPS); export it as PNG"),
    (
        _begins(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
        "a TIFF or a camera's raw picture; open it and save it as JPG or PNG",
    ),
    (_begins(b"BM"), "a BMP picture; open it and save it as PNG"),
    (_begins(b"\0\0\1\0", b"\0\0\2\0"), "an icon (ICO); open it and save it as PNG"),
    (_begins(b"\xff\x0a", b"\0\0\0\x0cJXL \r\n"), "a JPEG XL picture; open it and save it as JPG or PNG"),
    (_begins(b"\0\0\0\x0cjP  \r\n", b"\xff\x4f\xff\x51"), "a JPEG 2000 picture; open it and save it as JPG or PNG"),
    (_begins(b"8BPS"), "a Photoshop file; open it and export it as JPG or PNG"),
    (_begins(b"gimp xcf"), "a GIMP file; open it and export it as JPG or PNG"),
    (
        _begins(b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
        "a ZIP archive or an Office document; take the picture out of it, and save it as JPG or PNG",
    ),
    (_begins(b"\x1f\x8b"), "a packed file (gzip); unpack it first"),
    (
        _begins(b"\0\5\x16\7", b"\0\5\x16\0"),
        "a file that a Mac keeps beside the real one (AppleDouble); name the real one, without `._`",
    ),
    (_begins(b"version https://git-lfs.github.com/"), "a stand-in of Git LFS; run `git lfs pull`"),
    (_begins(b"/annex/objects/"), "a stand-in of git-annex; run `git annex get` and `git annex unlock`"),
    (_begins(b"[InternetShortcut]"), "a link to a web page; download the picture itself"),
    (
        _begins(b"data:image/", b"iVBORw0KGgo", b"/9j/4", b"R0lGOD", b"UklGR"),
        "a picture written as text (base64); decode it first",
    ),
    (
        _begins(b"\x89PNG", b"\xef\xbf\xbdPNG", b"\xc2\x89PNG", b"PNG\r\n"),
        f"a PNG that was damaged on its way; {_AGAIN}",
    ),
    (
        _begins(b"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", b"\xc3\xbf\xc3\x98"),
        f"a picture that was damaged on its way; {_AGAIN}",
    ),
    (_is_text, "a text; look into it, and download or copy the picture again"),
)
"""Tests and what they tell, in this order."""
