"""Which way something went: "aldosterone was lower", "fewer deaths", "the trap's catch fell", "a hazard ratio of 0.8".

A word of direction belongs to the nearest content words: those behind "fewer", "lower risk", "a fall in" and "reduced",
those before "was lower" and "fell". Two sentences speak of the same outcome when these words have a stem in common.
"Improved" and "worse" are of another scale than "rose" and "lower": a score that falls may be one that improves.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.negation import denials
from scicomm_bot.english.stems import stem
from scicomm_bot.english.text import Sentence
from scicomm_bot.english.tokens import Kind, analyse
from scicomm_bot.english.verbs import forms

Sign = Literal[1, -1]
Scale = Literal["amount", "value"]
_NAME = "direction"
_SCALES: tuple[tuple[Scale, str, str], ...] = (("amount", "more", "less"), ("value", "good", "bad"))
_VERBS: tuple[tuple[Scale, str, str], ...] = (("amount", "up", "down"), ("value", "better", "worse"))
_QUANTITIES = {
    **dict.fromkeys(words_of(_NAME, "quantity up"), 1),
    **dict.fromkeys(words_of(_NAME, "quantity down"), -1),
}
_COMPARATIVES: dict[str, tuple[Scale, int]] = {
    word: (scale, sign)
    for scale, more, less in _SCALES
    for section, sign in ((more, 1), (less, -1))
    for word in words_of(_NAME, section)
}
_NOUNS = dict.fromkeys(words_of(_NAME, "noun up"), 1) | dict.fromkeys(words_of(_NAME, "noun down"), -1)
_GENERIC = frozenset(map(stem, words_of(_NAME, "no outcome")))
_SMALL = words_of("statements", "generic")
_ENDS = frozenset(
    {"and", "but", "than", "when", "while", "whereas", "that", "which", "who", "after", "before", "during"}
)
_BE = words_of("grammar", "be")
_RELATIVE = frozenset({"who", "that", "which"})
_OF = frozenset({"in", "of"})
_INTRANSITIVE = frozenset({"in", "by", "from", "to", "with", "among", "over", "within", "at", "on", "for"})
_RATIO = frozenset({"ratio", "ratios", "hr", "rr", "or"})
_MOST_RATIO = 1_000
_FROM_TO = Pattern(
    r"((?:[^\W\d]+\W+){0,8}?)\bfrom (?:about |some |roughly |an? )?(\d[\d,]*(?:\.\d+)?)(?:(?! to )[^.;:]){0,60}? to "
    r"(?:about |some |roughly |an? )?(\d[\d,]*(?:\.\d+)?)",
    re.IGNORECASE,
)
_ALL_SIGNS = {
    **{word: sign for word, (scale, sign) in _COMPARATIVES.items() if scale == "amount"},
    **_QUANTITIES,
    **_NOUNS,
}
_POINTED = {**_NOUNS, "up": 1, "down": -1}
_POINTS = frozenset({"points", "percentage", "relative", "absolute", "a", "year"})
_BEFORE_FIGURE = frozenset({"by", "of", "about", "approximately", "some", "nearly", "an", "a", "around", "roughly"})
"""What may stand between a figure and the word that says which way it went."""
_BREAK = Pattern(r"[,;:()]")
_FAR = 14
_CLAUSES = 1_000
"""More than a sentence has."""
_NEAR = 6
_MOST = 3
"""An outcome has at most so many words, within so many of the word of direction."""


class Change(NamedTuple):
    """One word of direction.

    Attributes:
        at: The number of the word.
        sign: 1 for more, -1 for less.
        outcome: The stems of what became more or less; never empty.
        denied: Whether a denial reaches the word.
        doubted: Whether it is only asked after, or stands behind a "may".
        scale: Whether it tells an amount, or how good something is.
    """

    at: int
    sign: Sign
    outcome: frozenset[str]
    denied: bool
    doubted: bool
    scale: Scale = "amount"


@lru_cache(maxsize=8192)
def changes_in(sentence: Sentence) -> tuple[Change, ...]:
    """Return what a sentence says to have become more or less, from left to right."""
    return tuple(_changes(sentence)) if not _words().isdisjoint(sentence.words) else ()


def directions_in(sentence: Sentence) -> Iterator[tuple[int, Sign]]:
    """Yield the words of direction with their signs, also those of no outcome: "scores rose", "a higher 17.8%"."""
    for at, word in enumerate(sentence.words):
        sign = _signs().get(word)
        if sign is not None and not (word in _QUANTITIES and sentence.words[at + 1 : at + 2] == ("than",)):
            yield at, sign


@cache
def _signs() -> dict[str, Sign]:
    told = {word: sign for words in (_verbs(), _COMPARATIVES) for word, (_, sign) in words.items()}
    good, bad = (dict.fromkeys(words_of(_NAME, name), sign) for name, sign in (("told good", 1), ("told bad", -1)))
    return {word: _sign(sign) for word, sign in {**told, **_QUANTITIES, **_NOUNS, **good, **bad}.items()}


@cache
def _words() -> frozenset[str]:
    """All words of direction: a sentence without one of them says that nothing became more or less."""
    return frozenset((*_verbs(), *_COMPARATIVES, *_QUANTITIES, *_NOUNS, *_RATIO))


@lru_cache(maxsize=8192)
def goes_from_to(sentence: Sentence) -> tuple[tuple[int, float, float], ...]:
    """Return the pairs of "fell from 5.1 to 4.3": the sign of the word before them, 0 where there is none, and both."""
    found = []
    for match in _FROM_TO.finditer(sentence.text) if "from" in sentence.words else ():
        before = match.group(1).lower().split()
        sign = next((_verbs()[word][1] for word in reversed(before) if word in _verbs()), 0)
        found.append((sign, _value(match.group(2)), _value(match.group(3))))
    return tuple(found)


def sign_of(sentence: Sentence, start: int, stop: int) -> int:
    """Return which way a figure goes, by the word right beside it: -1 for "6% lower" and "fell by 6%", 0 for none.

    Args:
        sentence: The sentence.
        start: Where the figure begins in its text.
        stop: Where it ends.
    """
    words, spans = sentence.words, sentence.spans
    first = bisect_left(spans, start, key=lambda span: span[1])
    last = bisect_left(spans, stop, key=lambda span: span[0])
    no = denials(sentence).after
    for at in range(last, min(last + 3, len(words))):
        if words[at] in _ALL_SIGNS:
            return 0 if at in no else _ALL_SIGNS[words[at]]
        if words[at] not in _POINTS or _parts_here(sentence, at):
            break
    for at in range(first - 1, max(-1, first - 5), -1):
        word = words[at]
        if word in _POINTED or word in _verbs():
            return 0 if at in no else _POINTED.get(word) or _verbs()[word][1]
        if word not in _BEFORE_FIGURE or _parts_here(sentence, at):
            break
    return 0


def _parts_here(sentence: Sentence, at: int) -> bool:
    return at > 0 and _BREAK.search(sentence.text, sentence.spans[at - 1][1], sentence.spans[at][0]) is not None


def _value(digits: str) -> float:
    return float(digits.replace(",", "").replace(" ", ""))


class _Words(NamedTuple):
    """The columns of a sentence's table that tell what a word of direction belongs to.

    Attributes:
        words: The words.
        stems: Their stems.
        kinds: Their kinds.
        parts: The numbers of their clauses, of which a comma begins one, too: an outcome stands on one side of it.
    """

    words: Sequence[str]
    stems: Sequence[str]
    kinds: Sequence[Kind]
    parts: Sequence[int]


def _changes(sentence: Sentence) -> Iterator[Change]:
    rows, no, told = analyse(sentence), denials(sentence).after, _words()
    table = _Words(sentence.words, rows.stems, rows.kinds, _parts(sentence, rows.clauses))
    for at, word in enumerate(sentence.words):
        scale, sign, outcome = _read(table, at) if word in told else ("amount", 0, frozenset())
        if sign and outcome:
            doubted = rows.question or at in rows.asked or at in rows.hedged
            yield Change(at, _sign(sign), outcome, at in no, doubted, scale)


def _parts(sentence: Sentence, clauses: Sequence[int]) -> Sequence[int]:
    """Return the numbers of the clauses, of which a comma begins one, too."""
    if "," not in sentence.text:
        return clauses
    parts, commas, end = [], 0, 0
    for (start, stop), clause in zip(sentence.spans, clauses, strict=True):
        commas += "," in sentence.text[end:start]
        end = stop
        parts.append(clause + _CLAUSES * commas)
    return parts


def _read(table: _Words, at: int) -> tuple[Scale, int, frozenset[str]]:
    word, after = table.words[at], table.words[at + 1] if at + 1 < len(table.words) else ""
    if word in _QUANTITIES:
        return "amount", 0 if after == "than" else _QUANTITIES[word], _behind(table, at, 2)
    if word in _COMPARATIVES:
        attributive = after and after not in _SMALL and table.parts[at + 1] == table.parts[at]
        return *_COMPARATIVES[word], _behind(table, at, _MOST) if attributive else _before(table, at)
    if word in _NOUNS and after in _OF:
        return "amount", _NOUNS[word], _behind(table, at, _MOST) or _far_behind(table, at)
    if word in _verbs():
        passive = at > 0 and table.words[at - 1] in _BE
        objects = frozenset() if passive or after in _INTRANSITIVE else _behind(table, at, 2)
        return *_verbs()[word], objects or _before(table, at)
    if word in _RATIO and after in _OF | {"for"}:
        return "amount", _of_ratio(table, at), _behind(table, at, _MOST)
    return "amount", 0, frozenset()


def _of_ratio(table: _Words, at: int) -> int:
    """Return which way a ratio's value goes: the first figure behind it, below or above 1."""
    behind = zip(table.words[at + 1 :], table.kinds[at + 1 :], strict=True)
    value = next((word for word, kind in behind if kind == "number" and not word.endswith("%")), "")
    try:
        number = float(value)
    except ValueError:
        return 0
    return 0 if number == 1 or not 0 < number < _MOST_RATIO else 1 if number > 1 else -1


def _far_behind(table: _Words, at: int) -> frozenset[str]:
    """Return the outcome behind figures: "a decline of 76%, and mid-summer decline of 82% in flying insect biomass"."""
    far = range(at + 1, min(len(table.words), at + _FAR))
    at_in = max((one for one in far if table.words[one] == "in"), default=None)
    return frozenset() if at_in is None else _behind(table, at_in, _MOST)


def _sign(number: int) -> Sign:
    return 1 if number > 0 else -1


def _before(table: _Words, at: int) -> frozenset[str]:
    found: list[str] = []
    for one in range(at - 1, max(0, at - _NEAR) - 1, -1):
        if _is_apart(table, one, at) or table.words[one] in _ENDS or len(found) == _MOST:
            break
        found += _content(table, one)
    return frozenset(found)


def _behind(table: _Words, at: int, most: int) -> frozenset[str]:
    found: list[str] = []
    for one in range(at + 1, min(at + 1 + _NEAR, len(table.words))):
        word = table.words[one]
        ends = word in _ENDS and (found or word not in _RELATIVE)  # "lowered the number who died"
        if _is_apart(table, one, at) or ends or len(found) == most:
            break
        if found and word in _INTRANSITIVE - _OF:
            break
        found += _content(table, one)
    return frozenset(found)


def _is_apart(table: _Words, one: int, other: int) -> bool:
    return table.parts[one] != table.parts[other] or table.kinds[one] == "number"


def _content(table: _Words, at: int) -> list[str]:
    word, own = table.words[at], table.stems[at]
    plain = table.kinds[at] != "word" or word in _SMALL or own in _GENERIC or word.endswith("ly")
    return [] if plain else [own]


@cache
def _verbs() -> dict[str, tuple[Scale, int]]:
    """Return every form of the verbs -> its scale and sign."""
    return {
        form: (scale, sign)
        for scale, more, less in _VERBS
        for section, sign in ((more, 1), (less, -1))
        for entry in lexicon(_NAME).section(section).entries
        for form in forms(entry.words[0], entry.instead)
    }
