"""Whether a text on X is the text that was claimed, after what X and people's clients do to a text is undone."""

import re
import unicodedata

from scicomm_bot.medium import length


def same_text(one: str, other: str) -> bool:
    """Compare two texts in NFC, with white space folded, and URLs without scheme, case of the host and final slash."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    pieces, end = [], 0
    for url in length.urls_with_indices(text):
        pieces += [text[end : url.start], bare_url(url.url)]
        end = url.end
    return " ".join("".join([*pieces, text[end:]]).split())


def bare_url(url: str) -> str:
    """Return a URL without its scheme and final slash, its host in lower case: X adds and changes these."""
    rest = re.sub(r"^https?://", "", url, flags=re.IGNORECASE)
    host, slash, path = rest.partition("/")
    return f"{host.lower()}{slash}{path}".removesuffix("/")
