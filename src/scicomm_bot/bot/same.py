"""Whether a text on X is the text that was claimed, after what X and people's clients do to a text is undone."""

import re

from scicomm_bot.characters.compose import nfc
from scicomm_bot.characters.invisible import without_invisible
from scicomm_bot.medium import length


def same_text(one: str, other: str) -> bool:
    """Compare two texts by what is seen of them."""
    return bare_text(one) == bare_text(other)


_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufff9-\ufffb]")
"""Controls that are no white space, and marks of annotations."""


def bare_text(text: str) -> str:
    """Return what `same_text` compares.

    That is the text in NFC, without signs that nobody sees, with white space folded, and with URLs without scheme, case
    of the host and final slash. X may drop such signs, and people copy a text without them: a soft hyphen that X had
    dropped once made a lost post unrecognisable, and it went out twice.
    """
    text = nfc(without_invisible(_CONTROLS.sub("", text)))
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
