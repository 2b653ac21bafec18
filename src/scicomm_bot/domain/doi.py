"""DOIs in all the spellings that people copy them in."""

import re
from urllib.parse import unquote

_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/", re.IGNORECASE)
_LABEL = re.compile(r"(?:urn:|info:)?doi\s*[:=/]?\s*(?=10\.|http)", re.IGNORECASE)
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
"""ISO 26324: a directory indicator of 10, a registrant code, a slash, and a suffix that may hold any graphic sign."""
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}
_AFTER = ".,;:!?'\"\u2019\u201d\u00bb"
"""What a sentence puts behind a DOI; none registers names that end so."""
_LONGEST = 1_000


def bare_doi(written: str) -> str | None:
    """Return a DOI without what surrounds it, or None where it is none.

    Takes `10.1000/abc`, `doi:10.1000/abc`, `info:doi/10.1000/abc` (RFC 4452), `https://doi.org/10.1000/abc`,
    `http://dx.doi.org/10.1000%2Fabc`, each with spaces around it and a sentence's punctuation behind it. Letters keep
    their case; `folded_doi` is for comparing.
    """
    text = written.strip().strip("\u200b\ufeff").lstrip("<([\u201c\"' ")
    if label := _LABEL.match(text):
        text = text[label.end() :]
    if address := _ADDRESS.match(text):
        # In an address, what a DOI itself has of these is encoded; bare ones begin the page's own parameters.
        text = re.split(r"[?#]", text[address.end() :], maxsplit=1)[0].strip()
    if _ENCODED.search(text):
        text = unquote(text, errors="replace")
    text = _without_end(text)
    return text if _DOI.fullmatch(text) and text.isprintable() and len(text) <= _LONGEST else None


def folded_doi(doi: str) -> str:
    """Return a DOI as it is looked up and compared: DOIs do not tell upper from lower case (in ASCII)."""
    return doi.translate(_LOWER)


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
