"""How numbers are written: digits with their separators, numbers in words, units; the lists are data files."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.lexicon import lexicon

VULGAR = {"\u00bd": "50", "\u2153": "33.3333", "\u2154": "66.6667", "\u00bc": "25", "\u00be": "75", "\u2155": "20"}
"""Fractions of one sign -> percent."""
_SPACED = "[\u0020\u00a0\u2009\u202f]"
_DIGITS = rf"\d{{1,3}}(?:{_SPACED}\d{{3}}(?!\d))+|\d{{1,3}}(?:,\d{{3}}(?!\d))+(?:\.\d+)?|\d+(?:[.,]\d+)?"

_LETTERS = Pattern(r"[^\W\d_]+")
_BEGINNING = Pattern(r"[^\W\d_]+|[^\w\s]")
_PER = Pattern(
    r"\s?/\s?|\s+per\s+|\s+(?:an?|each|every)\s+(?=(?:second|minute|hour|day|week|month|year)\b)", re.IGNORECASE
)
_APART = r"(?<![^\W_])(?<![^\W\d_]-)(?<!\d[.,])"
"""A number is no part of a word, nor of another number."""


def in_digits(said: str) -> tuple[float, float]:
    """Return the value of a number in digits, and one unit of its last digit: of "1,000" 1000, of "19.6" 0.1."""
    if said.isdigit():
        return float(said), 10.0 ** (len(said) - len(said.rstrip("0"))) if said.strip("0") else 1.0
    plain = re.sub(_SPACED, "", said)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    digits = len(plain.partition(".")[2])
    if digits:
        return float(plain), 10.0**-digits
    return float(plain), 10.0 ** (len(plain) - len(plain.rstrip("0"))) if plain.strip("0") else 1.0


def in_words(said: str) -> float:
    """Read "twenty-five", "a hundred and five", "three million"."""
    whole = part = 0.0
    for word in re.findall(r"[a-z]+", said.lower()):
        if word in values("values"):
            value = values("values")[word]
            part = part * value if word == "dozen" and part else part + value
        elif word in values("magnitudes"):
            factor = values("magnitudes")[word]
            part = (part or 1) * factor
            if factor > 100:  # noqa: PLR2004 - "two hundred thousand": hundred goes into what is multiplied
                whole, part = whole + part, 0.0
    return whole + part


def value_of(said: str) -> float:
    """Return the value of a number in digits or words."""
    return in_digits(said)[0] if said[0].isdigit() else in_words(said)


@cache
def words_of(section: str) -> Mapping[str, str]:
    """Return a section of the list of numbers: the word -> what stands behind its arrow."""
    return {" ".join(entry.words): entry.instead for entry in lexicon("numbers").section(section).entries}


@cache
def values(section: str) -> Mapping[str, float]:
    """Return a section of the list of numbers as values."""
    if section == "many":
        return {word: values("magnitudes").get(one, 12) for word, one in words_of("many").items()}
    return {word: float(value) for word, value in words_of(section).items()}


@cache
def number_words() -> frozenset[str]:
    """All words that a number in words may begin with."""
    sections = ("values", "magnitudes", "times", "shares", "parts", "many")
    folds = {f"{word}fold" for word in (*words_of("values"), "hundred")}
    return (
        frozenset(word for section in sections for word in words_of(section))
        | {f"{w}s" for w in words_of("parts")}
        | folds
    )


@cache
def number_beginnings() -> frozenset[str]:
    """The first words of numbers in words, in small letters."""
    return frozenset(_LETTERS.findall(word)[0] for word in number_words()) | {"a", "an", "one"}


@cache
def part_words() -> frozenset[str]:
    """Return "thirds" and the like."""
    return frozenset(f"{part}s" for part in words_of("parts"))


@cache
def unit_beginnings() -> Mapping[str, Sequence[str]]:
    """The first words of units, or the signs that they begin with, in small letters -> the units, the longest first."""
    found: dict[str, list[str]] = {}
    for unit in sorted(units(), key=len, reverse=True):
        if (match := _BEGINNING.match(unit)) is not None:
            found.setdefault(match.group(), []).append(re.escape(unit))
    return found


@cache
def units() -> Mapping[str, str]:
    """Return the units: each spelling in small letters -> the one name."""
    return {" ".join(entry.words): entry.instead for entry in lexicon("units").entries}


@cache
def _in_words_pattern() -> str:
    word = "|".join(sorted((*words_of("values"), *words_of("magnitudes")), key=len, reverse=True))
    return rf"(?:an?\s+(?={'|'.join(words_of('magnitudes'))}|dozen))?(?:{word})(?:(?:[\s-]+|\s+and\s+)(?:{word}))*\b"


@cache
def figures_pattern() -> re.Pattern[str]:
    """Match a number in `digits`, or the `special` sign of a fraction."""
    return re.compile(rf"{_APART}(?:(?P<digits>{_DIGITS}|\.\d+)|(?P<special>[{''.join(VULGAR)}]))")


@cache
def words_pattern() -> re.Pattern[str]:
    """Match a number in `words`, or a `special` word such as "doubled"."""
    folds = "|".join(f"{word}fold" for word in (*words_of("values"), "hundred"))
    words = "|".join((*words_of("times"), *words_of("many"), *words_of("shares")))
    parts = "|".join(words_of("parts"))
    fraction = (
        rf"(?:an?|one)[\s-](?:{parts})(?=\s+(?:of|less|more|lower|higher|fewer|shorter|longer|as)\b|\s*[.;,!?)]|\s*$)"
    )
    return re.compile(
        rf"{_APART}(?:(?P<special>\b(?:{fraction}|{folds}|{words})\b)|(?P<words>\b{_in_words_pattern()}))",
        re.IGNORECASE,
    )


@cache
def share_pattern() -> re.Pattern[str]:
    """Match what makes a share of the number before it, "in five", and the second number."""
    whole = rf"({_DIGITS}|{_in_words_pattern()})(?![^\W_]|/\d)(?!\s*(?:%|percent|per\s+cent|times|fold))"
    return re.compile(
        rf"\s*(?:/|\s(?:in|of|out\s+of|from\s+among)(?:\s+(?:every|the|all|these|those))?\s)\s*{whole}", re.IGNORECASE
    )


@cache
def unit_pattern(beginning: str) -> re.Pattern[str]:
    """Match a unit behind a number; `beginning` is one of `unit_beginnings`."""
    spelled = "|".join(unit.replace(r"\ ", r"[\s-]") for unit in unit_beginnings()[beginning])
    return re.compile(rf"[\s-]?[\s-]?({spelled})(?![^\W_])(?!-(?-i:[A-Z]))", re.IGNORECASE)


@cache
def _second_unit_pattern(beginning: str) -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(unit_beginnings()[beginning])})(?![^\W_])", re.IGNORECASE)


def second_unit(text: str, at: int) -> re.Match[str] | None:
    """Return what matches a second unit at `at`, behind the "/", "per" or "a" that must stand there, or None."""
    per = _PER.match(text, at)
    word = _BEGINNING.match(text, per.end()) if per is not None else None
    if word is None or word.group().lower() not in unit_beginnings():
        return None
    return _second_unit_pattern(word.group().lower()).match(text, word.start())


@cache
def magnitude_pattern() -> re.Pattern[str]:
    """Match "million" and the like behind digits."""
    return re.compile(rf"[\s-]?({'|'.join(words_of('magnitudes'))})\b", re.IGNORECASE)


@cache
def parts_pattern() -> re.Pattern[str]:
    """Match "thirds" and the like behind a number."""
    return re.compile(rf"[\s-]({'|'.join(f'{part}s' for part in words_of('parts'))})\b", re.IGNORECASE)
