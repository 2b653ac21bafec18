"""Ids made from words: lower-case ASCII letters and digits with single hyphens, as `domain.paper.Id` has them."""

import unicodedata
from collections.abc import Collection

from scicomm_bot.characters.pattern import Pattern

_OTHER = Pattern(r"[^a-z0-9]+")
_INSIDE = Pattern(
    "['`\u00ad\u00b4\u02b0-\u02ff\u200b-\u200f\u2018\u2019\u201b\u2032\u2035\u2060\ua78b\ua78c\ufeff\uff07\ufffd]"
)
"""Apostrophes, letters that modify others, signs that nobody sees, and what stands for a lost letter: no word ends."""
_NOT_ASCII = Pattern(r"[^\x00-\x7f]")
_GREEK = "\u0370-\u03ff\u1f00-\u1fff\u00b5"
_GREEK_ALONE = Pattern(f"(?<![{_GREEK}])[{_GREEK}](?![{_GREEK}])")
"""As in names of substances; a word in Greek letters is one of another script."""
_LATIN = Pattern(
    r"LATIN (?:SMALL|CAPITAL) (?:LETTER|LIGATURE) "
    r"(?:(?:SMALL|CAPITAL|OPEN|CLOSED|TURNED|REVERSED|DOTLESS|LONG|SIDEWAYS|INSULAR|BROAD|BARRED|SCRIPT) )*"
    r"(?P<letter>[A-Z]+)\b.*"
)
_SOUNDS = {
    "SHARP": "ss", "ETH": "d", "THORN": "th", "ENG": "ng", "SCHWA": "e", "ALPHA": "a", "BETA": "b", "GAMMA": "g",
    "IOTA": "i", "UPSILON": "u", "PHI": "f", "ESH": "sh", "EZH": "zh", "WYNN": "w", "YOGH": "gh", "KRA": "q",
}  # fmt: skip
"""Latin letters whose names in Unicode are not those of the plain letters that they are like."""


def slug(text: str, most: int) -> str:
    """Return a text as an id of at most `most` letters, cut at a hyphen where there is one; empty where none is left.

    Accents and apostrophes are dropped ("Núñez" is "nunez"); a Latin letter becomes the plain one that it is like
    ("Łoś" is "los"). A Greek letter alone is spelled out; letters of other scripts are dropped.
    """
    parts = _OTHER.sub("-", _plain(text.lower())).strip("-")
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


def _plain(text: str) -> str:
    """Return a text with plain letters for those that are like them."""
    text = _INSIDE.sub("", text)
    if text.isascii():
        return text
    spelled = _GREEK_ALONE.sub(lambda found: _greek(found[0]), text)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(sign))
    return _NOT_ASCII.sub(lambda found: _letter(found[0]), bare)


def _greek(sign: str) -> str:
    """Return the name of a Greek letter: "alpha"; of another sign among them, the sign."""
    name = unicodedata.name(unicodedata.normalize("NFKC", sign), "")
    if not name.startswith("GREEK SMALL LETTER "):
        return sign
    return name.split(" WITH ")[0].split()[-1].lower().replace("lamda", "lambda")


def _letter(sign: str) -> str:
    found = _LATIN.fullmatch(unicodedata.name(sign, ""))
    if found is None:
        return sign
    letter = found["letter"]
    return _SOUNDS.get(letter, letter.lower() if len(letter) <= 2 else sign)  # noqa: PLR2004 - "AE", "DZ"
