"""One table of a sentence's words: what a rule may ask of each, made once, in linear time.

A rule asks a token whether it is denied, asked after or hedged, and in which clause it stands; it keeps no list of
denials and no reach of its own. Columns are made when they are first asked for.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple, overload

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.clauses import clause_numbers, clause_starts, question
from scicomm_bot.english.grammar import FUNCTION
from scicomm_bot.english.lexicon import Lexicon, lexicon
from scicomm_bot.english.negation import denials
from scicomm_bot.english.stems import stem
from scicomm_bot.english.text import Sentence

Kind = Literal["word", "function", "number"]

_DOUBT = lexicon("doubt")
_HEDGES, _ASKS, _WANTED, _TOLD = (_DOUBT.section(name) for name in ("hedges", "asks", "wanted", "told"))
_OPEN, _ASIDE = _DOUBT.section("open"), _DOUBT.section("aside")
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


class Table(Sequence[Token]):
    """The table of one sentence: a row to a word, and each column by itself as the numbers of the words it holds for.

    Attributes:
        sentence: The sentence.
    """

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence

    def __len__(self) -> int:
        return len(self.sentence.words)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Token, ...]: ...
    def __getitem__(self, at: int | slice) -> Token | tuple[Token, ...]:
        if isinstance(at, slice):
            return tuple(self._token(one) for one in range(*at.indices(len(self))))
        return self._token(range(len(self))[at])

    @cached_property
    def question(self) -> bool:
        """Whether the sentence is a question."""
        return question(self.sentence)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stem of each word."""
        return tuple(map(stem, self.sentence.words))

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kind of each word."""
        return tuple(map(_kind, self.sentence.words))

    @cached_property
    def clauses(self) -> tuple[int, ...]:
        """The number of each word's clause."""
        return clause_numbers(self.sentence)

    @cached_property
    def brackets(self) -> tuple[int, ...]:
        """How many brackets each word stands in."""
        return tuple(_depths(self.sentence))

    @property
    def negated(self) -> frozenset[int]:
        """The words that a denial reaches: "reproduced" in "was not reproduced"."""
        return denials(self.sentence).after

    @cached_property
    def denied(self) -> frozenset[int]:
        """These, and what a clause denies something of: "the benefit" in "the benefit was not seen"."""
        no = denials(self.sentence)
        return no.after | no.before

    @cached_property
    def asked(self) -> frozenset[int]:
        """The words that the sentence only looks for: "we tested whether it helps"; a question is asked as a whole."""
        return self._until_told(_ASKS)

    @cached_property
    def wanted(self) -> frozenset[int]:
        """The words that the sentence only wishes for: "doctors should reduce the dose"."""
        return self._until_told(_WANTED)

    @cached_property
    def doubted(self) -> frozenset[int]:
        """The words that the sentence leaves open: "yet to be confirmed", "rather than a cure" up to a comma."""
        begins = clause_starts(self.sentence)
        asides = self._ends(_ASIDE)
        return frozenset(
            (
                *self._reached(self._ends(_OPEN), begins),
                *(self._reached(asides, {*begins, *self._behind_commas()}) if asides else ()),
            )
        )

    @cached_property
    def hedged(self) -> frozenset[int]:
        """The words with a "may", a "seems" or a "suggests" before them in their clause."""
        return frozenset(self._reached(self.hedging, clause_starts(self.sentence)))

    @cached_property
    def hedging(self) -> frozenset[int]:
        """The words that hedge."""
        return self._starts(_HEDGES)

    def same_clause(self, one: int, other: int) -> bool:
        """Whether two words stand in one clause."""
        return self.clauses[one] == self.clauses[other]

    def _token(self, at: int) -> Token:
        word = self.sentence.words[at]
        return Token(
            word,
            self.stems[at],
            self.kinds[at],
            self.clauses[at],
            self.brackets[at],
            at in self.denied,
            self.question or at in self.asked,
            at in self.hedged,
            *self.sentence.spans[at],
        )

    def _starts(self, phrases: Lexicon) -> frozenset[int]:
        return frozenset(hit.start for hit in phrases.find(self.sentence.words))

    def _ends(self, phrases: Lexicon) -> frozenset[int]:
        return frozenset(hit.stop - 1 for hit in phrases.find(self.sentence.words))

    def _reached(self, begins: Iterable[int], ends: Iterable[int]) -> Iterator[int]:
        """Yield the words behind one of `begins`, up to the next of `ends`."""
        begins, ends, reached = frozenset(begins), frozenset(ends), False
        for at in range(len(self)) if begins else ():
            reached = reached and at not in ends
            if reached:
                yield at
            reached = reached or at in begins

    def _until_told(self, phrases: Lexicon) -> frozenset[int]:
        """Return the words behind one of these, up to a new clause or to what is told: "tested it and found that"."""
        begins = self._starts(phrases)
        return frozenset(self._reached(begins, {*self._starts(_TOLD), *clause_starts(self.sentence)} if begins else ()))

    def _behind_commas(self) -> Iterator[int]:
        """Yield the words behind a comma that ends an aside; within a list with "or" it does not."""
        words, spans = self.sentence.words, self.sentence.spans
        for at in range(1, len(words)):
            if "," in self.sentence.text[spans[at - 1][1] : spans[at][0]] and "or" not in words[at : at + 2]:
                yield at


def _kind(word: str) -> Kind:
    if word in FUNCTION:
        return "function"
    return "word" if word.isalpha() or _DIGIT.search(word) is None else "number"


def _depths(sentence: Sentence) -> Iterator[int]:
    end = depth = 0
    for start, stop in sentence.spans:
        gap = sentence.text[end:start]
        if gap == " ":  # as between most words
            end = stop
            yield depth
            continue
        depth = max(0, depth + gap.count("(") + gap.count("[") - gap.count(")") - gap.count("]"))
        end = stop
        yield depth


@lru_cache(maxsize=8192)
def analyse(sentence: Sentence) -> Table:
    """Return the table of a sentence, one token to a word."""
    return Table(sentence)
