"""Which way something went: "aldosterone was lower", "fewer deaths", "the trap's catch fell".

A word of direction belongs to the nearest content words: those behind "fewer", "lower risk", "a fall in" and "reduced",
those before "was lower" and "fell". Two sentences speak of the same outcome when these words have a stem in common.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.negation import denials
from scicomm_bot.english.stems import stem
from scicomm_bot.english.text import Sentence
from scicomm_bot.english.tokens import Token, analyse
from scicomm_bot.english.verbs import forms

Sign = Literal[1, -1]
_NAME = "direction"
_QUANTITIES = {
    **dict.fromkeys(words_of(_NAME, "quantity up"), 1),
    **dict.fromkeys(words_of(_NAME, "quantity down"), -1),
}
_COMPARATIVES = dict.fromkeys(words_of(_NAME, "more"), 1) | dict.fromkeys(words_of(_NAME, "less"), -1)
_NOUNS = dict.fromkeys(words_of(_NAME, "noun up"), 1) | dict.fromkeys(words_of(_NAME, "noun down"), -1)
_GENERIC = frozenset(map(stem, words_of(_NAME, "no outcome")))
_SMALL = words_of("statements", "generic")
_ENDS = frozenset(
    {"and", "but", "than", "when", "while", "whereas", "that", "which", "who", "after", "before", "during"}
)
_BE = words_of("grammar", "be")
_OF = frozenset({"in", "of"})
_INTRANSITIVE = frozenset({"in", "by", "from", "to", "with", "among", "over", "within", "at", "on", "for"})
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
    """

    at: int
    sign: Sign
    outcome: frozenset[str]
    denied: bool
    doubted: bool


@lru_cache(maxsize=8192)
def changes_in(sentence: Sentence) -> tuple[Change, ...]:
    """Return what a sentence says to have become more or less, from left to right."""
    known = _verbs().keys() | _COMPARATIVES.keys() | _QUANTITIES.keys() | _NOUNS.keys()
    return tuple(_changes(sentence)) if not known.isdisjoint(sentence.words) else ()


def _changes(sentence: Sentence) -> Iterator[Change]:
    table, no = _parted(sentence), denials(sentence).after
    for at, token in enumerate(table):
        sign, outcome = _read(table, at)
        if sign and outcome:
            yield Change(at, sign, outcome, at in no, token.asked or token.hedged)


def _parted(sentence: Sentence) -> tuple[Token, ...]:
    """Return the table with a new clause behind each comma, too: an outcome stands on one side of it."""
    table, parts, end = [], 0, 0
    for token in analyse(sentence):
        parts += "," in sentence.text[end : token.start]
        end = token.stop
        table.append(token._replace(clause=token.clause + _CLAUSES * parts))
    return tuple(table)


def _read(table: Sequence[Token], at: int) -> tuple[Sign | None, frozenset[str]]:
    word, after = table[at].word, table[at + 1].word if at + 1 < len(table) else ""
    if word in _QUANTITIES:
        return (None, frozenset()) if after == "than" else (_sign(_QUANTITIES[word]), _behind(table, at, 2))
    if word in _COMPARATIVES:
        attributive = after and after not in _SMALL and table[at + 1].clause == table[at].clause
        outcome = _behind(table, at, _MOST) if attributive else _before(table, at)
        return _sign(_COMPARATIVES[word]), outcome
    if word in _NOUNS and after in _OF:
        return _sign(_NOUNS[word]), _behind(table, at, _MOST)
    if word in _verbs():
        passive = at > 0 and table[at - 1].word in _BE
        objects = frozenset() if passive or after in _INTRANSITIVE else _behind(table, at, 2)
        return _sign(_verbs()[word]), objects or _before(table, at)
    return None, frozenset()


def _sign(number: int) -> Sign:
    return 1 if number > 0 else -1


def _before(table: Sequence[Token], at: int) -> frozenset[str]:
    found: list[str] = []
    for token in reversed(table[max(0, at - _NEAR) : at]):
        if token.clause != table[at].clause or token.word in _ENDS or token.kind == "number" or len(found) == _MOST:
            break
        found += _content(token)
    return frozenset(found)


def _behind(table: Sequence[Token], at: int, most: int) -> frozenset[str]:
    found: list[str] = []
    for token in table[at + 1 : at + 1 + _NEAR]:
        if token.clause != table[at].clause or token.word in _ENDS or token.kind == "number" or len(found) == most:
            break
        if found and token.word in _INTRANSITIVE - _OF:
            break
        found += _content(token)
    return frozenset(found)


def _content(token: Token) -> list[str]:
    plain = token.kind != "word" or token.word in _SMALL or token.stem in _GENERIC or token.word.endswith("ly")
    return [] if plain else [token.stem]


@cache
def _verbs() -> dict[str, int]:
    """Return every form of the verbs -> its sign."""
    return {
        form: sign
        for section, sign in (("up", 1), ("down", -1))
        for entry in lexicon(_NAME).section(section).entries
        for form in forms(entry.words[0], entry.instead)
    }
