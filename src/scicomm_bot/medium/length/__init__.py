"""X's weighted length of a text, and what X takes for a URL in it.

X does not count characters: it normalises the text to NFC, counts 23 for every URL, 2 for every emoji however many
code points it is made of, 1 for a character of most alphabets (Latin, Greek, Cyrillic, Hebrew, Arabic, Persian ...)
and 2 for all others. A post may weigh 280. The rules are configuration v3 of X's twitter-text:
https://docs.x.com/fundamentals/counting-characters and https://github.com/twitter/twitter-text.

Only the standard library and `characters` are imported, and the lists of domains and emoji are read when a text first
needs them.
"""

import re
from functools import cache

from scicomm_bot.characters.compose import nfc
from scicomm_bot.medium.length.emoji import each_as_one
from scicomm_bot.medium.length.scanner import UrlSpan, urls, urls_with_indices

__all__ = ["LIMIT", "URL_LENGTH", "UrlSpan", "urls", "urls_with_indices", "weighted_length", "without_urls"]

LIMIT = 280
"""The greatest weighted length of a post."""

URL_LENGTH = 23
"""What a URL weighs, however long: X replaces it by a https://t.co/ address of that many characters."""

_SHORTENED = "x" * URL_LENGTH


def weighted_length(text: str) -> int:
    r"""What `text` weighs for X, 0 for the empty text; a post may weigh up to `LIMIT`.

    White space counts wherever it stands (X itself strips it at both ends of a post), and a line break as given:
    `\r\n` is two. An emoji newer than the list here, or one that lacks a U+FE0F, is counted by its parts:
    never too short.
    """
    if text.isascii():
        if "." not in text:
            return len(text)
    else:
        text = nfc(text)
    if spans := urls_with_indices(text):
        parts: list[str] = []
        at = 0
        for span in spans:
            parts += text[at : span.start], _SHORTENED
            if len(span.url) < span.end - span.start:
                parts.append(_left_over(text, span))
            at = span.end
        text = "".join(parts) + text[at:]
    if text.isascii():
        return len(text)
    text = each_as_one(text)
    return len(text) + len(_heavy().findall(text))


@cache
def _heavy() -> re.Pattern[str]:
    """What weighs 2; all else weighs 1."""
    return re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")


def without_urls(text: str) -> str:
    """`text` with a space for each URL that X sees in it."""
    parts: list[str] = []
    at = 0
    for span in urls_with_indices(text):
        parts += text[at : span.start], " "
        at = span.start + len(span.url)
    return "".join(parts) + text[at:]


def in_short(url: str) -> str:
    """Return a URL as it stands in a message: of a long one, its beginning."""
    return url if len(url) <= _MOST_TOLD else f"{url[: _MOST_TOLD - 3]}..."


_MOST_TOLD = 60


def _left_over(text: str, span: UrlSpan) -> str:
    """What X counts besides the URL in a span of which the URL is only a part.

    X's counter goes on where the URL would end if nothing had been left out of it, counting in UTF-16.
    """
    units = text[span.start : span.end].encode("utf-16-le", "surrogatepass")
    return units[2 * len(span.url) :].decode("utf-16-le", "surrogatepass")
