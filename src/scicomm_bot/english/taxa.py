"""Latin names of species in a text, and the plain words that go with them."""

from functools import lru_cache

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.stems import stem

_IN_BRACKETS = Pattern(r"\b([A-Za-z]{3,}) \(([A-Z][a-z]{2,}) ([a-z]{3,})\)")
_TWICE = Pattern(r"\b([A-Z])([a-z]{2,}) (?:[a-z])\2\b")
"""Genus and species by one word, "Lutra lutra"."""
_IN_LINE = Pattern(r"(?<=[a-z,(] )([A-Z][a-z]{3,}) ([a-z]{2,}(?:us|um|is|ae|ii|ans|ens|oides|oli|ulus))\b")
"""Behind a small letter, so that no sentence begins there, and with an ending that English words seldom have."""


@lru_cache(maxsize=256)
def taxa_in(text: str) -> frozenset[str]:
    """Return the stems of genera, species and the plain words before "(Genus species)": "flycatchers", "Ficedula"."""
    found = {word for match in _IN_BRACKETS.finditer(text) for word in match.groups()}
    found |= {word for match in _IN_LINE.finditer(text) for word in match.groups()}
    found |= {match.group(1) + match.group(2) for match in _TWICE.finditer(text)}
    return frozenset(stem(word.lower()) for word in found)
