"""One table of a sentence's words: what a rule may ask of each, made once, in linear time.

A rule asks a token whether it is denied, asked after or hedged, and in which clause it stands; it keeps no list of
denials and no reach of its own.
"""

from functools import lru_cache
from typing import Literal, NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.clauses import clause_numbers, question
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.negation import denials
from scicomm_bot.english.stems import stem
from scicomm_bot.english.text import Sentence

Kind = Literal["word", "function", "number"]

_FUNCTION = words_of("grammar", "auxiliary", "helping", "before a noun", "relative") | frozenset(
    {"in", "of", "for", "to", "at", "by", "from", "with", "on", "and", "or", "but", "as", "than", "it", "its"}
)
_HEDGES = words_of("statements", "hedges")
_ASKS = lexicon("statements").section("asks")
_DIGIT = Pattern(r"\d")


class Token(NamedTuple):
    """One word of a sentence.

    Attributes:
        word: In small letters, without a possessive.
        stem: What its forms have in common.
        kind: `number` where it has a digit, `function` for a word of grammar, else `word`.
        clause: The number of its clause, from 0; a bracket holds clauses of its own.
        bracket: How many brackets it stands in.
        denied: Whether a denial reaches it, or its clause denies something of it.
        asked: Whether the sentence only asks after it: a question, or what stands behind "whether".
        hedged: Whether a "may" or "suggests" stands before it in its clause.
        start: Where it begins in the sentence's text.
        stop: Where it ends.
    """

    word: str
    stem: str
    kind: Kind
    clause: int
    bracket: int
    denied: bool
    asked: bool
    hedged: bool
    start: int
    stop: int


@lru_cache(maxsize=8192)
def analyse(sentence: Sentence) -> tuple[Token, ...]:
    """Return the table of a sentence, one token to a word."""
    clauses, no, asks = clause_numbers(sentence), denials(sentence), question(sentence)
    asked_from = {clauses[hit.start]: hit.start for hit in reversed([*_ASKS.find(sentence.words)])}
    hedged: set[int] = set()
    table: list[Token] = []
    end = bracket = 0
    for at, (word, (start, stop)) in enumerate(zip(sentence.words, sentence.spans, strict=True)):
        gap = sentence.text[end:start]
        bracket = max(0, bracket + gap.count("(") + gap.count("[") - gap.count(")") - gap.count("]"))
        end = stop
        clause = clauses[at]
        table.append(
            Token(
                word,
                stem(word),
                "number" if _DIGIT.search(word) else "function" if word in _FUNCTION else "word",
                clause,
                bracket,
                at in no.after or at in no.before,
                asks or at > asked_from.get(clause, len(sentence.words)),
                clause in hedged,
                start,
                stop,
            )
        )
        if word in _HEDGES:
            hedged.add(clause)
    return tuple(table)
