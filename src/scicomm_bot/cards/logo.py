"""The logo on a card: what is taken, and what of it is handed on."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

from scicomm_bot.medium.images import ImageError, image_kind, read_image
from scicomm_bot.medium.images.facts import PNG_SIGNATURE, ImageFacts

MOST_LOGO_BYTES = 1_000_000
_MOST_PIXELS = 4_000_000
_MOST_ELEMENTS = 20_000
_SHOWN_PARTS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_HEADER = 8
_WHOLE_PART = 12
_REFUSED = {
    "script": "has a script",
    "foreignobject": "has a web page in it (foreignObject)",
    "image": "has a picture in it",
    "text": "has text, whose font is not here; turn it into paths",
    "animate": "moves",
    "set": "moves",
    "animatetransform": "moves",
    "animatemotion": "moves",
}
_SAVE = "save the logo as PNG, or as SVG of shapes alone"
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)|@import|expression\(|javascript:", re.IGNORECASE)


class LogoError(Exception):
    """A logo cannot be used; its text says what it is and what to do, to be put behind its name and a colon."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo that can be shown.

    Attributes:
        svg: It as an SVG, which is the one form that typst takes from memory; without what is not shown.
        sha256: The SHA-256 of the file as it lies there, in hexadecimal.
    """

    svg: str
    sha256: str


def read_logo(raw: bytes) -> Logo:
    """Return the logo in a file: PNG, JPG or SVG, with at most 1 MB. The time is linear in its size.

    `raw` may be cut off behind MOST_LOGO_BYTES + 1 bytes.

    Raises:
        LogoError: it is none of these, damaged, too large, moves, has printer's colours, or has more than shapes in it.
    """
    if len(raw) > MOST_LOGO_BYTES:
        raise LogoError(f"is larger than {MOST_LOGO_BYTES // 1_000:,} kB, the most for a logo; save it smaller")
    digest = hashlib.sha256(raw).hexdigest()
    if image_kind(raw) is None and b"<svg" in raw[:100_000]:
        _refuse_odd_svg(raw)
        return Logo(_as_text(raw), digest)
    try:
        facts = read_image(raw)
    except ImageError as error:
        raise LogoError(str(error)) from error
    if facts.kind not in {"png", "jpeg"}:
        raise LogoError(f"is a {facts.kind.upper()}, and a logo is a PNG, JPG or SVG; save it as PNG")
    if facts.frames > 1:
        raise LogoError("moves; save it as one still picture")
    if facts.printers_inks:
        raise LogoError("has the colours of a printing press (CMYK); save it in RGB")
    if facts.width * facts.height > _MOST_PIXELS:
        size = f"{facts.width:,} x {facts.height:,} pixels"
        raise LogoError(f"has {size}, and a logo at most {_MOST_PIXELS // 1_000_000} million; save it smaller")
    shown = b"".join(_shown(raw)) if facts.kind == "png" else raw
    return Logo(_wrapped(facts, shown), digest)


def _as_text(svg: bytes) -> str:
    """Return an SVG as text.

    Raises:
        LogoError: it is no UTF-8.
    """
    try:
        return svg.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LogoError(f"is no UTF-8; {_SAVE}") from error


def _wrapped(facts: ImageFacts, picture: bytes) -> str:
    """Return a picture of pixels as an SVG of its size that shows it."""
    size = f'width="{facts.width}" height="{facts.height}"'
    data = f"data:image/{facts.kind};base64,{base64.b64encode(picture).decode()}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{data}"/></svg>'


def _shown(png: bytes) -> Iterator[bytes]:
    """Yield the parts of a sound PNG that make its picture: what else is packed in it may unpack to any size."""
    yield PNG_SIGNATURE
    at = len(PNG_SIGNATURE)
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big") + _WHOLE_PART
        if png[at + 4 : at + _HEADER] in _SHOWN_PARTS:
            yield png[at : at + size]
        at += size


def _refuse_odd_svg(raw: bytes) -> None:
    """Refuse an SVG that is broken, or that is more than shapes.

    Raises:
        LogoError: it is.
    """
    parser, seen = ParserCreate(), _Seen()
    parser.StartElementHandler = seen.element
    parser.StartDoctypeDeclHandler = seen.declaration
    parser.EntityDeclHandler = seen.entity
    parser.ProcessingInstructionHandler = seen.instruction
    parser.CharacterDataHandler = seen.words
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - expat's own "is final"
    except ExpatError as error:
        why = ErrorString(error.code)
        raise LogoError(f"is no sound SVG (line {error.lineno}: {why}); {_SAVE}") from error
    if seen.root != "svg":
        raise LogoError(f"is no SVG: it begins with <{seen.root}>; {_SAVE}")


class _Seen:
    """What was seen in an SVG."""

    def __init__(self) -> None:
        self.root = ""
        self._elements = 0
        self._style = False

    def element(self, name: str, attributes: dict[str, str]) -> None:
        bare = name.rpartition(":")[2].lower()
        self.root = self.root or bare
        self._elements += 1
        self._style = bare == "style"
        if self._elements > _MOST_ELEMENTS:
            raise LogoError(f"has more than {_MOST_ELEMENTS:,} shapes; {_SAVE}")
        if bare in _REFUSED:
            raise LogoError(f"{_REFUSED[bare]}; {_SAVE}")
        for key, value in attributes.items():
            self._attribute(key.rpartition(":")[2].lower(), value)

    def _attribute(self, name: str, value: str) -> None:
        if name.startswith("on"):
            raise LogoError(f"has a script ({name}); {_SAVE}")
        if (name == "href" and not value.startswith("#")) or _ELSEWHERE.search(value):
            raise LogoError(f"loads something from elsewhere ({name}); {_SAVE}")

    def declaration(self, _name: str, _system: str | None, _public: str | None, has_inner: bool) -> None:
        if has_inner:
            raise LogoError(f"declares entities; {_SAVE}")

    def entity(self, *_declared: object) -> None:
        raise LogoError(f"declares entities; {_SAVE}")

    def instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            raise LogoError(f"loads a style sheet; {_SAVE}")

    def words(self, text: str) -> None:
        if self._style and _ELSEWHERE.search(text):
            raise LogoError(f"loads something from elsewhere (style); {_SAVE}")
