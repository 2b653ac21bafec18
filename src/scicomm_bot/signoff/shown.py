"""How X shows a post's text, and the links that lead out of the page."""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from scicomm_bot.medium.images import image_kind
from scicomm_bot.medium.length import urls_with_indices
from scicomm_bot.signoff.marks import marked

COMPOSER = "https://x.com/intent/tweet?text="
"""X's own composer, with a text in it (https://docs.x.com/x-for-websites/post-button/guides/web-intent, 2026-11-22)."""

_COLOURED = re.compile(
    r"(?<![\w&])[#\uff03](?=[\w\u200c]*[^\W\d_])[\w\u200c]+"  # a hashtag has a letter
    r"|(?<![\w!@#$%&*])[@\uff20]\w{1,15}\b"
    r"|(?<!\S)\$[A-Za-z]{1,6}\b"
)


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of a post as X shows it: plain, a link, or what X colours (a hashtag, a mention, a cashtag).

    `added` says whether it is plain text that the glossary adds to the paper's words.
    """

    kind: Literal["plain", "link", "tag"]
    text: str
    added: bool = False

    @property
    def href(self) -> str | None:
        """The address of a link that is written with its scheme, else None."""
        return web_address(self.text) if self.kind == "link" else None


def as_on_x(text: str, added: Sequence[str] = ()) -> Iterator[Bit]:
    """Yield the pieces of a post's text; joined, they are the text again. `added` are phrases of the glossary."""
    for bit in _coloured(text):
        if bit.kind != "plain" or not added:
            yield bit
            continue
        for piece in marked(bit.text, added):
            yield Bit("plain", piece.text, bool(piece.quotes))


def _coloured(text: str) -> Iterator[Bit]:
    places: list[tuple[int, int, Literal["link", "tag"]]] = []
    at = 0
    for span in urls_with_indices(text):
        end = span.start + len(span.url)
        places += _tags(text, at, span.start)
        places.append((span.start, end, "link"))
        at = end
    places += _tags(text, at, len(text))
    at = 0
    for start, end, kind in places:
        if at < start:
            yield Bit("plain", text[at:start])
        yield Bit(kind, text[start:end])
        at = end
    if at < len(text):
        yield Bit("plain", text[at:])


def _tags(text: str, start: int, end: int) -> Iterator[tuple[int, int, Literal["link", "tag"]]]:
    for found in _COLOURED.finditer(text, start, end):
        yield found.start(), found.end(), "tag"


def composer(text: str) -> str:
    """Return the address that opens X's composer with `text` in it."""
    return COMPOSER + quote(text, safe="", errors="replace")


def web_address(url: str | None) -> str | None:
    """Return `url` where it is one that a reader may be led to, http or https; else None."""
    return url if url is not None and url.lower().startswith(("http://", "https://")) else None


def doi_address(doi: str) -> str:
    """Return the address of a DOI (https://www.doi.org/the-identifier/resources/handbook, "resolution")."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}"


def data_address(data: bytes) -> str | None:
    """Return a picture as a `data:` address, or None for what is none of the kinds that X takes."""
    kind = image_kind(data)
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}" if kind else None
