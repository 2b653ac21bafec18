"""Ids made from words: lower-case ASCII letters and digits with single hyphens, as `domain.paper.Id` has them."""

import unicodedata
from collections.abc import Collection

from scicomm_bot.characters.pattern import Pattern

_OTHER = Pattern(r"[^a-z0-9]+")
_APOSTROPHES = Pattern("[\u2018\u2019\u02bc\u02b9'`\u00b4]")
_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "đ": "d", "ħ": "h", "\u0131": "i", "ł": "l", "þ": "th",
    "ŋ": "ng", "ŧ": "t", "\u0259": "e", "\u03b1": "alpha", "β": "beta", "\u03b3": "gamma", "δ": "delta", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ω": "omega",
})  # fmt: skip
"""Letters that have no decomposition, and the Greek ones that stand in names of substances."""


def slug(text: str, most: int) -> str:
    """Return a text as an id of at most `most` letters, cut at a hyphen where there is one; empty where none is left.

    Accents are dropped ("Núñez" is "nunez"); letters of other scripts are, too.
    """
    plain = _APOSTROPHES.sub("", text.lower()).translate(_LETTERS)
    parts = _OTHER.sub("-", _without_marks(plain)).strip("-")
    if len(parts) <= most:
        return parts
    cut = parts[:most]
    whole = parts[most] == "-"
    return (cut if whole or "-" not in cut else cut.rpartition("-")[0]).strip("-")


def free(wanted: str, taken: Collection[str], most: int, first: int = 2) -> str:
    """Return an id that is not taken: the wanted one, or with the next number behind it, `first` or more."""
    one, number = wanted, first
    while one in taken:
        end = f"-{number}"
        one = f"{wanted[: most - len(end)].strip('-')}{end}"
        number += 1
    return one


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
