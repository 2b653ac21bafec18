"""DOIs in all the spellings that people copy them in."""

import re
from html import unescape
from urllib.parse import unquote

_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/", re.IGNORECASE)
_LABEL = re.compile(r"(?:urn:|info:)?doi\s*[:=/]?\s*(?=10\.|http)", re.IGNORECASE)
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MOST_LAYERS = 3
"""How often an encoding is undone: a text that was copied out of two pages may be encoded twice."""
_UNSEEN = dict.fromkeys(
    map(
        ord,
        "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
        "\u2066\u2067\u2068\u2069\ufeff",
    )
)
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011"), "-")
"""What word processors write for a hyphen; no DOI is registered with them."""
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
"""ISO 26324: a directory indicator of 10, a registrant code, a slash, and a suffix that may hold any graphic sign."""
_TAG_BEHIND = re.compile(r"(?:</[A-Za-z]+ ?>)+$")
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}
_AFTER = ".,;:!?'\"\u2019\u201d\u00bb\u2026/\\"
"""What a sentence or an address puts behind a DOI; none registers names that end so."""
_LONGEST = 1_000


def bare_doi(written: str) -> str | None:
    """Return a DOI without what surrounds it, or None where it is none.

    Takes `10.1000/abc`, `doi:10.1000/abc`, `info:doi/10.1000/abc` (RFC 4452), `https://doi.org/10.1000/abc`,
    `http://dx.doi.org/10.1000%2Fabc`, each with spaces around it and a sentence's punctuation or a slash behind it,
    with invisible signs in it, and as HTML writes it (`&lt;` for `<`). Letters keep their case; `folded_doi` is for
    comparing.
    """
    text = _unescaped(written.translate(_UNSEEN | _HYPHENS)).strip().lstrip("<([\u201c\"' ")
    if label := _LABEL.match(text):
        text = text[label.end() :]
    if address := _ADDRESS.match(text):
        # In an address, what a DOI itself has of these is encoded; bare ones begin the page's own parameters.
        text = re.split(r"[?#]", text[address.end() :], maxsplit=1)[0].strip()
    for _ in range(_MOST_LAYERS):
        if _ENCODED.search(text):
            text = _unescaped(unquote(text, errors="replace"))
    text = _without_end(_TAG_BEHIND.sub("", text))
    good = _DOI.fullmatch(text) and text.isprintable() and "\ufffd" not in text and len(text) <= _LONGEST
    return text if good else None


def folded_doi(doi: str) -> str:
    """Return a DOI as it is looked up and compared: DOIs do not tell upper from lower case (in ASCII)."""
    return doi.translate(_LOWER)


def _unescaped(text: str) -> str:
    for _ in range(_MOST_LAYERS):
        if _ENTITY.search(text):
            text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    return text


_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def _without_end(text: str) -> str:
    """Take away a sentence's punctuation, and brackets that were opened outside."""
    while text:
        last = text[-1]
        opener = _BRACKETS.get(last)
        if last not in _AFTER and (opener is None or text.count(last) <= text.count(opener)):
            break
        text = text[:-1].rstrip()
    return text
