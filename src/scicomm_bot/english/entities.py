"""Names of drugs, genes, diseases and models in a text, and whether a source has them, however it writes them."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from scicomm_bot.characters.fold import fold
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.grammar import FUNCTION
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.numerals import units

_TOKEN = Pattern(r"[^\W_]+(?:-[^\W_]+)*(?:\([^\W_]{2,}\)(?![^\W_]))?")
_PART = Pattern(r"[^\W_]+")
_CORE_PART = Pattern(r"[^\W_]*(?:\d|[^\W\d_a-z]).*|[^\W\d_]|.*\(.*", re.DOTALL)
_INNER_CAPITAL = Pattern(r"(?!Mc|Mac|De[A-Z]|Di[A-Z]|La[A-Z]|O[A-Z][a-z])[^\W_]*[a-z][A-Z]")
_CAPITALS = Pattern(r"(?:[^\W\da-z_]){2}")
_ROMAN = Pattern(r"[IVX]+[ab]?")
_LEADING_DIGITS = Pattern(r"\d+")
_OTHER_LETTER = Pattern(r"[^\W\d_A-Za-z\u00aa-\u024f\u0370-\u03ff]|[\u0300-\u036f\u064b-\u065f\u3099\u309a]")
_ORDINARY_PART = Pattern(r"[^\W\d_][^\W\d_A-Z]{2,}")
_WORD_WITH_DIGITS = Pattern(r"([A-Za-z]{5,})-?(\d+)")
_NOT_ALNUM = Pattern(r"[\W_]+")
_GREEK = {
    "\u03b1": "alpha", "\u03b2": "beta", "\u03b3": "gamma", "\u03b4": "delta", "\u03b5": "epsilon", "\u03ba": "kappa",
    "\u03bb": "lambda", "\u03bc": "mu", "\u00b5": "mu", "\u03c3": "sigma", "\u03c4": "tau", "\u03c9": "omega",
}  # fmt: skip
_FUNCTION = words_of("grammar", "auxiliary", "helping", "before a noun", "relative") | {
    "and", "or", "but", "of", "in", "on", "at", "to", "by", "for", "from", "with", "as", "than", "into", "after",
    "under",
}  # fmt: skip
_LEAST_SHARED = 3
_WORDS_BEFORE, _PARTS = Pattern(r"(?:[\w-]+[ /]){2,8}\Z"), Pattern(r"[\w-]+")
_FAR_BEFORE = 240
"""Before its bracket, an abbreviation is spelled out within so many letters: no text makes that take long."""
_LONG_WORD = 9
_LEAST_SHOUTED = 7
"""Longer words in capitals are shouted ("CLINICAL"); abbreviations are shorter."""


class Name(NamedTuple):
    """A name in a text, as it stands; without the ordinary words that hyphens join to it ("SOD1" of "SOD1-mutant")."""

    text: str
    start: int
    stop: int


@lru_cache(maxsize=8192)
def names_in(text: str) -> tuple[Name, ...]:
    """Return the tokens with digits or inner capitals, and those in capitals alone, from left to right."""
    found: list[Name] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        if (token.islower() or token[1:].islower()) if token.isalpha() else token.isdigit():
            continue  # an ordinary word, as most are, or a number
        name = _core(token, match.start())
        if name is not None:
            found.append(name)
    return tuple(found)


def _core(token: str, start: int) -> Name | None:
    """Return the name within a token, or None for an ordinary word, a number or a unit."""
    parts = token.split("-")
    if token[0].isdigit():
        rest = _LEADING_DIGITS.sub("", token, count=1).replace("-", "")
        is_name = rest[:1].isupper() and rest.lower() not in units()
        return Name(token, start, start + len(token)) if is_name else None
    if parts[-1].isdigit() and parts[:-1] == [parts[0].lower()]:  # "omega-3", but not "pre-2020"
        return None if parts[0] in _before_a_number() else Name(token, start, start + len(token))
    first, last = 0, len(parts)
    while first < last and not _CORE_PART.fullmatch(parts[first]):
        first += 1
    while last > first and not _CORE_PART.fullmatch(parts[last - 1]):
        last -= 1
    core = "-".join(parts[first:last])
    if not _is_name(core):
        return None
    at = start + sum(len(part) + 1 for part in parts[:first])
    return Name(core, at, at + len(core))


def _is_name(core: str) -> bool:
    if any(sign.isdigit() for sign in core):
        return any(sign.isalpha() for sign in core)
    capitals = sum(sign.isupper() for sign in core)
    if len(core) >= _LEAST_SHOUTED and core.isupper() and core.isalpha():
        return False
    if capitals < 2:  # noqa: PLR2004 - "In", "A", "Mice"
        return _INNER_CAPITAL.match(core) is not None
    if _ROMAN.fullmatch(core):
        return False
    return any(_CAPITALS.search(part) or _INNER_CAPITAL.match(part) for part in core.split("-")) or (
        "-" in core and all(part.isupper() for part in core.split("-"))
    )


@cache
def _before_a_number() -> frozenset[str]:
    return frozenset(entry.words[0] for entry in lexicon("known_names").section("numbered").entries)


@lru_cache(maxsize=16384)
def key_of(name: str) -> str:
    """Return what two ways to write a name have in common: "mSOD1(G93A)" and "mSOD1-G93A", "G-CSF" and "GCSF"."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(_GREEK.get(sign, sign) for sign in plain)
    return _NOT_ALNUM.sub("", plain).replace("ae", "e").replace("oe", "e")


@lru_cache(maxsize=256)
def spelled_before_bracket(acronym: str, text: str) -> str:
    """Return the words before "(SRP" of which it is made, small words between them; empty where there are none.

    `KnownNames.spelled` looks for words right after one another, wherever they stand.
    """
    brackets = re.finditer(rf"[(\[]\W?{re.escape(acronym)}\b", text)
    before = (_WORDS_BEFORE.search(text[max(0, at.start() - _FAR_BEFORE) : at.start()]) for at in brackets)
    left, words = list(acronym.lower()), []
    for word in reversed(next((_PARTS.findall(one.group()) for one in before if one is not None), [])):
        words.append(word)
        if word[0].lower() == left[-1]:
            left.pop()
            if not left:
                return " ".join(reversed(words))
        elif word.lower() not in FUNCTION:
            return ""
    return ""


@lru_cache(maxsize=65536)
def ends_like_a_name(word: str) -> bool:
    """Whether a word in small letters ends as drugs or diseases do: "filgrastim", "neuropathy", but not "empathy"."""
    if len(word) <= 4 or word in words_of("name_endings", "except"):  # noqa: PLR2004 - no name is as short
        return False
    return any(word[-size:] in words_of("name_endings", "drugs", "diseases") for size in range(3, min(len(word), 12)))


@cache
def known_names() -> Mapping[str, str]:
    """Return the names that need no source and no explanation: in small letters -> as they are written."""
    text = lexicon("known_names").section("known").entries
    return {key_of("".join(entry.words)): "".join(entry.words).upper() for entry in text}


@cache
def ordinary(*, in_capitals: bool) -> frozenset[str]:
    """Return ordinary words that are no names; in capitals, some of them are ("aids", but AIDS)."""
    sections = ("shouted",) if in_capitals else ("shouted", "both")
    return frozenset(entry.words[0] for entry in lexicon("known_names").section(*sections).entries)


class KnownNames:
    """The names of one source: of an abstract with its title, and of the glossary."""

    def __init__(self, text: str) -> None:
        self._text = fold(text)

    @cached_property
    def _words(self) -> list[str]:
        return _PART.findall(self._text)

    @cached_property
    def _keys(self) -> frozenset[str]:
        """The keys of all words, of words that hyphens join, and of two and three that follow one another."""
        words = [key_of(word) for word in self._words]
        pairs = map("".join, pairwise(words))
        triples = map("".join, zip(words, words[1:], words[2:], strict=False))
        return frozenset((*words, *pairs, *triples, *(key_of(match.group()) for match in _TOKEN.finditer(self._text))))

    @cached_property
    def _with_digits(self) -> str:
        return " ".join(key for key in self._keys if not key.isalpha())

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(set(self._spaced.split()))

    @cached_property
    def _spaced(self) -> str:
        return f" {' '.join(self._words).lower()} "

    @cached_property
    def _initials(self) -> str:
        return "".join(word[0].lower() for word in self._words)

    @cached_property
    def acronyms(self) -> Mapping[str, str]:
        """Its acronyms: key -> as it writes them."""
        return {key_of(name.text): name.text for name in names_in(self._text) if is_acronym(name.text)}

    @cached_property
    def in_small_letters(self) -> frozenset[str]:
        """The words that it writes in small letters: "data", beside a trial called DATA."""
        return frozenset(word for word in self._words if word.islower())

    def spelled(self, acronym: str) -> str | None:
        """Return the words that an acronym is made of, "amyotrophic lateral sclerosis" of "ALS", or None."""
        letters = key_of(acronym).removesuffix("s") if acronym.endswith("s") else key_of(acronym)
        if len(letters) < _LEAST_SHARED:
            return None
        at = self._initials.find(letters)
        while at >= 0 and self._words[at].lower() in _FUNCTION:  # "and triggered phosphoinositide" is no ATP
            at = self._initials.find(letters, at + 1)
        words = self._words[at : at + len(letters)] if at >= 0 else []
        if not all(word.istitle() for word in words):  # else a proper name: "James Webb Space Telescope"
            words = [word.lower() if word.istitle() else word for word in words]
        return " ".join(words) or None

    def has(self, name: str) -> bool:
        """Whether the source has a name, in whatever case, hyphenation or number, or the words it is made of."""
        key = key_of(name)
        forms = {key, f"{key}s"}
        if name.endswith("s"):
            forms |= {key[:-1], f"{key.removesuffix('ies')}y"}
        if not self._keys.isdisjoint(forms):
            return True
        if name.isupper() and name.isalpha() and len(name) < _LEAST_SHARED and self._has_short_form(key):
            return True
        if key.isalpha():
            one = key_of(name.removesuffix("s"))
            return len(one) >= _LEAST_SHARED and name.removesuffix("s").isupper() and one in self._initials
        whole = rf"{'(?<![0-9])' if key[0].isdigit() else ''}{re.escape(key)}{'(?![0-9])' if key[-1].isdigit() else ''}"
        if len(key) >= _LEAST_SHARED and re.search(whole, self._with_digits) is not None:
            return True
        return key[0] in "mh" and key[1:] in self._keys  # the mouse's or the human's: "mSOD1" for "SOD1"

    def _has_short_form(self, letters: str) -> bool:
        """Whether two letters stand for one long word: "TB" for tuberculosis."""
        long = (word.lower() for word in self._words if len(word) >= _LONG_WORD)
        return any(word.startswith(letters[0]) and letters[1] in word[2:] for word in long)

    def has_short_for(self, name: str) -> bool:
        """Whether the source has the short form of a word with a number: "IL-6" of "interleukin-6"."""
        word = _WORD_WITH_DIGITS.fullmatch(name)
        if word is None:
            return False
        short = re.compile(rf"(?<![a-z0-9]){word[1][0].lower()}[a-z]{{0,3}}{word[2]}(?![0-9])")
        return short.search(self._with_digits) is not None

    def has_phrase(self, words: tuple[str, ...]) -> bool:
        """Whether the source has these words in a row, or the acronym that they make."""
        return f" {' '.join(words)} " in self._spaced or (
            len(words) > 1 and "".join(word[0] for word in words) in self.acronyms
        )

    def has_beginning(self, stem: str) -> bool:
        """Whether a word of the source begins so; a stem of less than four letters must be the whole word."""
        at = bisect_left(self._sorted, stem)
        if at == len(self._sorted):
            return False
        return self._sorted[at] == stem or (len(stem) > _LEAST_SHARED and self._sorted[at].startswith(stem))

    def has_ending(self, ending: str) -> bool:
        """Whether a word of the source ends so: "dexamethasone" in "sone"."""
        return f"{ending} " in self._spaced


def in_latin(text: str) -> str:
    """Return a text with its digits in ASCII and its letters of other scripts blanked out: names are in Latin ones.

    Chinese and Japanese put no space around a name, and Persian may leave it out.
    """
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    return _OTHER_LETTER.sub(" ", digits)


def without_ordinary_parts(name: str) -> str:
    """Return a name without the ordinary words that another language joins to it: "IL-6" of "IL-6-Spiegel".

    Empty where it is such a word itself.
    """
    parts = name.split("-")
    while len(parts) > 1 and _ORDINARY_PART.fullmatch(parts[-1]):
        parts.pop()
    while len(parts) > 1 and _ORDINARY_PART.fullmatch(parts[0]) and not parts[1].isdigit():
        del parts[0]
    return "" if len(parts) == 1 and _ORDINARY_PART.fullmatch(parts[0]) else "-".join(parts)


def is_acronym(name: str) -> bool:
    """Whether a name is an abbreviation in capitals: "ALS", "G-CSF", "HSCs", "TNF-\u03b1"; with digits it is none."""
    return _ACRONYM.fullmatch(name) is not None and sum(sign.isupper() for sign in name) > 1


_ACRONYM = Pattern("[a-z]{0,2}[A-Z\u0370-\u03ff]+(?:-[A-Z\u0370-\u03ff]+)*s?")


def listed_in(words: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the common diseases, drugs and models among words: from where to where, and what means the same."""
    for hit in lexicon("entities").find(words):
        yield hit.start, hit.stop, tuple(hit.entry.instead.split())
