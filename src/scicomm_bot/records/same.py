"""Whether two spellings say the same: of titles, journals, pages and names; pure."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from scicomm_bot.records.record import Person

_GREEK = {
    code: unicodedata.name(chr(code)).rpartition(" ")[2].lower().replace("lamda", "lambda")
    for code in (*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA))
} | {0xB5: "mu"}
"""Letters that some sources write and others spell out: TNF with a Greek letter behind it is "TNF-alpha"."""
_SPECIAL = {0xDF: "ss", 0xE6: "ae", 0xF0: "d", 0xF8: "o", 0x111: "d", 0x142: "l", 0x153: "oe", ord("&"): " and "}
"""Letters that no accent tells from the plain ones."""
_WORD = re.compile(r"[^\W_]+")
_RANGE = re.compile(r"([A-Za-z]*)(\d+)\s*[-\u2010-\u2015\u2212]\s*([A-Za-z]*)(\d+)")
_LEAST_WORDS = 3
"""A title with fewer words ("Editorial", "Book reviews") tells no work from another."""


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words as they are compared: without case, accents, markup and punctuation, Greek spelled out."""
    lowered = text.lower().translate(_GREEK).translate(_SPECIAL)
    plain = lowered if lowered.isascii() else unicodedata.normalize("NFKD", lowered)
    return tuple(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def key_of(text: str) -> str:
    """Return what is the same for two spellings of a text, spaces aside: "Ca²⁺" and "Ca(2+)" are "ca2"."""
    return "".join(words_of(text))


def same_text(one: str, other: str) -> bool:
    """Whether two texts are one, or one is the other's beginning or end in whole words, as a title without subtitle."""
    if key_of(one) == key_of(other):
        return True
    short, long = sorted((words_of(one), words_of(other)), key=len)
    return len(short) >= _LEAST_WORDS and (long[: len(short)] == short or long[-len(short) :] == short)


_SMALL = frozenset({"the", "of", "and", "in", "for", "on", "et", "de", "la", "der", "und", "y"})
"""What abbreviations leave out."""


def same_journal(one: str, other: str) -> bool:
    """Whether two names are one journal's: in full, abbreviated, with or without the place or more behind it."""
    first, second = _journal(one), _journal(other)
    return first == second or _is_short(first, second) or _is_short(second, first)


def fuller_journal(one: str, other: str) -> str:
    """Return the name that the other one abbreviates; one with its place behind it says no more."""
    return other if _is_short(_journal(one), _journal(other)) else one


def _journal(name: str) -> list[str]:
    """Return a journal's words, without what PubMed puts behind: "Science (New York, N.Y.)", "Brain : a journal of"."""
    return [word for word in words_of(_BEHIND.split(name, maxsplit=1)[0] or name) if word not in _SMALL]


_BEHIND = re.compile(r"\s+[(:=]")


def _is_short(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether each word of a name is short for the next one of the other: "acta neurol belg", "jl", "pnas"."""
    if short == ["".join(word[0] for word in long)]:
        return len(long) > 1
    if len(short) != len(long) or len("".join(short)) >= len("".join(long)):
        return False
    return all(whole.startswith(word) or _leaves_out(word, whole) for word, whole in zip(short, long, strict=True))


def _leaves_out(word: str, whole: str) -> bool:
    """Whether a word is another one without some letters, from its first to its last: "jl" of "journal"."""
    signs = iter(whole)
    return word[0] == whole[0] and word[-1] == whole[-1] and all(sign in signs for sign in word)


def whole_pages(pages: str) -> str:
    """Return pages with the last one written out: "763-71" is "763-771"."""
    found = _RANGE.fullmatch(pages.strip())
    if found is None:
        return pages.strip()
    before, first, behind, last = found.groups()
    whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    return f"{before}{first}-{behind or before}{whole}"


def same_number(one: str, other: str) -> bool:
    """Whether two volumes or issues are one: "03" is "3", "Suppl 1" is "suppl. 1"."""
    first, second = ([word.lstrip("0") or word for word in words_of(text)] for text in (one, other))
    return first == second or "".join(first) == "".join(second)


# Names


def same_person(one: Person, other: Person) -> bool:
    """Whether two spellings of a name may be one person's: initials against given names, accents, particles' place."""
    if one.is_group or other.is_group or not (one.given and other.given):
        if key_of(one.name) == key_of(other.name) or sorted(words_of(one.name)) == sorted(words_of(other.name)):
            return True
        return not (one.is_group or other.is_group) and key_of(one.family) == key_of(other.family)
    if key_of(one.family) == key_of(other.family):
        return _may_be_same_given(one.given, other.given)
    first, second = words_of(one.name), words_of(other.name)
    last = words_of(one.family)[-1:] == words_of(other.family)[-1:] and bool(words_of(one.family))
    return sorted(first) == sorted(second) or (last and _may_be_same_given(one.given, other.given))


def _may_be_same_given(one: str, other: str) -> bool:
    first, second = _initials(one), _initials(other)
    return first[:1] == second[:1] or first in second or second in first


def _initials(given: str) -> str:
    """Return initials: of "Amos B." and of "AB" they are "ab"."""
    parts = [part for part in re.split(r"[\s.\-\u2010\u2011]+", given) if part]
    return "".join(key_of(part if part.isupper() and len(part) <= 3 else part[:1]) for part in parts)  # noqa: PLR2004 - "ABC" may be three initials


def fuller_name(one: Person, other: Person) -> Person:
    """Return whose name says more: in mixed case, with given names, a suffix, accents; the first in doubt."""
    return one if _fullness(one) >= _fullness(other) else other


def _fullness(person: Person) -> tuple[bool, bool, bool, int, int]:
    given = words_of(person.given)
    letters = max((len(part) for part in re.split(r"[\s.]+", person.given)), default=0)
    capitals = len(key_of(person.family)) > 1 and person.family.isupper()
    whole = letters > 1 and not (person.given.isupper() and letters <= 3)  # noqa: PLR2004 - as in `_initials`
    accents = sum(not sign.isascii() for sign in person.name)
    return (
        not capitals,
        whole,
        bool(person.suffix),
        len("".join(given)) if whole else len(_initials(person.given)),
        accents,
    )
