"""Whether a text on X is the text that was claimed, after what X and people's clients do to a text is undone."""

import re
import unicodedata

from scicomm_bot.characters.compose import composed
from scicomm_bot.medium import length


def same_text(one: str, other: str) -> bool:
    """Compare two texts by what is seen of them."""
    return bare_text(one) == bare_text(other)


_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
"""What Unicode lists as default-ignorable outside of the category of format signs and the variation selectors."""
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def _is_unseen(sign: str) -> bool:
    """Whether X may drop a sign, or people copy a text without it: soft hyphens, joiners, marks of direction, controls.

    A byte order mark or a soft hyphen that X had dropped once made a lost post unrecognisable, and it went out twice.
    """
    if sign.isspace():
        return False
    if unicodedata.category(sign) in {"Cf", "Cc"}:
        return True
    return sign in _UNSEEN or any(ord(sign) in selectors for selectors in _VARIATION_SELECTORS)


def bare_text(text: str) -> str:
    """Return what `same_text` compares.

    That is the text in NFC, without signs that nobody sees, with white space folded, and with URLs without scheme, case
    of the host and final slash.
    """
    seen = "".join(sign for sign in text if not _is_unseen(sign))
    text = composed(seen)
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
