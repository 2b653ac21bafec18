"""Names of people as sources write them, to names as posts print them."""

import re

from scicomm_bot.characters.markup import plain_text
from scicomm_bot.records.record import Person

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|V|VI|2nd|3rd|4th)\.?", re.IGNORECASE)


def clean(raw: str) -> str:
    """Return a field's text: markup as Unicode, entities undone, white space one blank each."""
    return " ".join(plain_text(raw).split())


def person(
    family: str, given: str = "", suffix: str = "", affiliations: tuple[str, ...] = (), *, initials_last: bool = False
) -> Person:
    """Return a person from the parts of a name.

    Args:
        family: With its particles, as deposited.
        given: Given names, or initials.
        suffix: "Jr", "III".
        affiliations: Each whole; cleaned here.
        initials_last: Whether the source prints initials behind the family name ("Smith AB"), and has no given names.
    """
    family, given, suffix = clean(family), clean(given), clean(suffix).strip(",")
    parts = (family, given, suffix) if initials_last else (given, family, suffix)
    name = " ".join(part for part in parts if part)
    seen = tuple(dict.fromkeys(filter(None, map(clean, affiliations))))
    return Person(name, family or name, given, suffix, seen)


def group(name: str, affiliations: tuple[str, ...] = ()) -> Person:
    """Return a group author, whose name is taken whole."""
    whole = clean(name)
    return Person(whole, whole, affiliations=tuple(filter(None, map(clean, affiliations))), is_group=True)


def inverted(written: str, affiliations: tuple[str, ...] = ()) -> Person:
    """Return a person from "Family, Given", "Family, Given, Jr" or "Family, Jr, Given"; without a comma, as it stands.

    A name without a comma is not taken apart: nobody can tell which part is the family name.
    """
    parts = [part.strip() for part in clean(written).split(",") if part.strip()]
    match parts:
        case []:
            return person(clean(written), affiliations=affiliations)
        case [whole]:
            return person(whole, affiliations=affiliations)
        case [family, given]:
            return person(family, given, affiliations=affiliations)
    family, second, third = parts[:3]
    given, suffix = (third, second) if _SUFFIX.fullmatch(second) else (second, third)
    return person(family, given, suffix, affiliations)
