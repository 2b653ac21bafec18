"""One mail as it was sent: its headers, and the text that a person typed, in bounded time; pure.

The walk through the parts is ours. The standard library's parser of whole messages compares each line of an attachment
with the boundaries of all parts around it, and recurses as deeply as a mail says. Here each level of parts is one
search over its bytes, and a mail that is nested deeper than people's mails are is refused.
"""

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message

from scicomm_bot.signoff.mail_html import html_text

MOST_TEXT = 1_000_000
"""As many characters of text a mail may have; what people write has a thousandth of it."""

_MOST_HEADERS = 256_000
_LONGEST_HEADER = 2_000
_DEEPEST = 12
_MOST_PARTS = 500
_MOST_HTML = 10_000_000
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_HEADER = re.compile(r"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"})
"""Codecs that are no charset of a mail, or take quadratic time."""


class MailError(ValueError):
    """A mail that cannot be read; says why, as it goes on behind its name."""


@dataclass(frozen=True, slots=True)
class MailContent:
    """What is read of a mail.

    Attributes:
        headers: The first header of each name, in small letters, unfolded, as text.
        bodies: What the mail says, in each form that it has: as text, and as HTML made to text. They say the same, as a
            rule; where there is nothing to read, there is none.
        attached: How many whole mails are attached to it.
    """

    headers: Mapping[str, str]
    bodies: tuple[str, ...]
    attached: int = 0


def content_of(data: bytes) -> MailContent:
    """Read a mail.

    Raises:
        MailError: it is nested too deeply, has too many parts, or too much text.
    """
    head, body = _parted(data)
    headers = headers_of(head)
    walk = _Walk()
    plain, html = walk.read(headers, body, 0)
    bodies = dict.fromkeys(text for text in (plain, html) if text is not None and text.strip())
    return MailContent(headers, tuple(bodies), walk.attached)


def headers_of(head: bytes) -> dict[str, str]:
    """Return the first header of each name, in small letters, unfolded; those that make no sense are left out.

    A mail has one sender (RFC 5322, 3.6). Where it has several `From:`, programs differ in which they show, and it has
    none here.
    """
    found: dict[str, str] = {}
    text = _decoded(head[:_MOST_HEADERS], "utf-8")
    for line in re.sub(r"\r?\n[ \t]+", " ", text).splitlines():
        if (header := _HEADER.match(line[:_LONGEST_HEADER])) is not None:
            name, value = header[1].lower(), " ".join(header[2].split())
            found[name] = "" if name == "from" and name in found else found.get(name, value)
    return found


def _parted(data: bytes) -> tuple[bytes, bytes]:
    """Return the headers and the body of a mail, or of a part."""
    if data.startswith((b"\n", b"\r\n")):
        return b"", data.split(b"\n", 1)[1]
    end = _END_OF_HEADERS.search(data)
    return (data, b"") if end is None else (data[: end.start()], data[end.end() :])


_Texts = tuple[str | None, str | None]
"""What is said as text, and what as HTML, made to text; None where nothing is."""


class _Walk:
    """Goes through the parts of one mail."""

    def __init__(self) -> None:
        self.attached = 0
        self._parts = 0
        self._size = 0

    def read(self, headers: Mapping[str, str], body: bytes, depth: int) -> _Texts:
        self._parts += 1
        if depth > _DEEPEST or self._parts > _MOST_PARTS:
            raise MailError("has more parts within parts than a person's mail; let the sender write a plain one")
        kind = Message()
        kind["Content-Type"] = headers.get("content-type", "text/plain")[:_LONGEST_HEADER]
        what = kind.get_content_type()
        if what.startswith("multipart/"):
            return self._several(what, [*_parts(body, _parameter(kind, "boundary"))], depth)
        if what == "message/rfc822":
            self.attached += 1
            return None, None
        if _is_attached(headers, kind) or what not in {"text/plain", "text/html"}:
            return None, None
        text = self._text(headers, body, _parameter(kind, "charset"), _MOST_HTML if what == "text/html" else MOST_TEXT)
        return (text, None) if what == "text/plain" else (None, self._counted(html_text(text)))

    def _several(self, what: str, parts: list[bytes], depth: int) -> _Texts:
        texts: list[_Texts] = []
        for part in parts:
            head, body = _parted(part)
            texts.append(self.read(headers_of(head), body, depth + 1))
        if what == "multipart/alternative":
            plain, html = _joined(texts, 0), _joined(texts, 1)
            return plain, html
        both = [(plain if plain is not None else html, html if html is not None else plain) for plain, html in texts]
        return _joined(both, 0), _joined(both, 1)

    def _text(self, headers: Mapping[str, str], body: bytes, charset: str, most: int) -> str:
        encoding = headers.get("content-transfer-encoding", "").strip().lower()
        if len(body) > 4 * most:
            raise MailError(_TOO_MUCH)
        if encoding == "base64":
            body = _from_base64(body)
        elif encoding == "quoted-printable":
            body = quopri.decodestring(body)
        return self._counted(_decoded(body, charset), most)

    def _counted(self, text: str, most: int = MOST_TEXT) -> str:
        self._size += len(text) if most == MOST_TEXT else 0
        if len(text) > most or self._size > 2 * MOST_TEXT:
            raise MailError(_TOO_MUCH)
        return text


_TOO_MUCH = "has more text than a person writes; let the sender answer in a mail of its own"


def _joined(texts: list[_Texts], which: int) -> str | None:
    found = [text for pair in texts if (text := pair[which]) is not None]
    return "\n\n".join(found) if found else None


def _parts(body: bytes, boundary: str) -> Iterator[bytes]:
    """Yield the parts between the lines with a boundary (RFC 2046, 5.1.1); a last one that does not end is a part."""
    if not boundary:
        return
    line = rb"(?:^|\r?\n)--" + re.escape(boundary.encode("utf-8", "surrogateescape")) + rb"(--)?[ \t]*(?=\r?\n|$)"
    start: int | None = None
    for found in re.finditer(line, body):
        if start is not None:
            yield body[start : found.start()]
        if found[1]:
            return
        end = body.find(b"\n", found.end())
        start = len(body) if end < 0 else end + 1
    if start is not None:
        yield body[start:]


def _parameter(kind: Message, name: str) -> str:
    """Return a parameter of a `Content-Type`; empty where there is none that can be read."""
    try:
        value = kind.get_param(name)
    except (ValueError, LookupError, TypeError):
        return ""
    if isinstance(value, tuple):
        value = value[2]
    return value.strip() if isinstance(value, str) else ""


def _is_attached(headers: Mapping[str, str], kind: Message) -> bool:
    """Whether a part is a file beside the text, and not text of the mail."""
    how = headers.get("content-disposition", "").lower()
    return how.startswith("attachment") or "filename" in how or bool(_parameter(kind, "name"))


def _from_base64(body: bytes) -> bytes:
    bare = re.sub(rb"[^A-Za-z0-9+/]", b"", body.partition(b"=")[0])
    try:
        return base64.b64decode(bare[: len(bare) - (len(bare) % 4 == 1)] + b"=" * (-len(bare) % 4 % 3))
    except binascii.Error:
        return b""


def _decoded(data: bytes, charset: str) -> str:
    """Return bytes as text: in the charset that is named, else in UTF-8, else in that of Western Windows."""
    for name in (charset, "utf-8"):
        try:
            codec = codecs.lookup(name)
            if codec.name not in _NO_CHARSETS:
                return data.decode(codec.name)
        except (LookupError, ValueError):  # a name that is none; a UnicodeError is a ValueError
            continue
    return data.decode("cp1252", "replace")
