"""Facts of a text: what its figures are and whose, whom it is on, what went which way, and what it denies."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.claim_steps import claim_strength
from scicomm_bot.english.direction import directions_in
from scicomm_bot.english.facts.figures import figures_of
from scicomm_bot.english.facts.labels import Labelled, labelled
from scicomm_bot.english.facts.scales import DOSE_UNITS, TIME_UNITS
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.mentions import mentions
from scicomm_bot.english.negation import denials
from scicomm_bot.english.text import Sentence, read_text

Way = Literal["up", "down", "same"]

_STOP = Pattern(r"[,;:.()\[\]]|\s-\s")
_THAN = Pattern(r"\b(?:than|compared\s+(?:with|to)|versus|vs\.?|relative\s+to|against)\s+", re.IGNORECASE)
_PHRASE_STARTS = words_of("facts", "phrase starts")
_PHRASE_GOES_ON = words_of("facts", "phrase goes on")
_PHRASE_ENDS = words_of("facts", "phrase ends")
_LONGEST_PHRASE = 9
_OUTCOME = 5


class Direction(NamedTuple):
    """Which way something went: `of` holds the words around the one that says so."""

    way: Way
    of: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read from a text.

    Attributes:
        figures: Its values, from left to right, each with its label; an interval is a figure's `low` and `high`.
        p_values: Its p values, as they stand.
        compared: What is compared with what, in pairs.
        on: Whom or what it is on, as noun phrases: "patients receiving oxygen".
        directions: What went up, down or stayed the same.
        strength: How strong a relation it claims, from 0 (none) to 3 (causal).
        denied: What it denies, as the words that a denial reaches.
        doses: Amounts that are given, as they stand.
        times: Times and durations, as they stand.
    """

    figures: tuple[Labelled, ...] = ()
    p_values: tuple[str, ...] = ()
    compared: tuple[tuple[str, str], ...] = ()
    on: tuple[str, ...] = ()
    directions: tuple[Direction, ...] = ()
    strength: int = 0
    denied: tuple[str, ...] = ()
    doses: tuple[str, ...] = ()
    times: tuple[str, ...] = ()

    def corrected(
        self,
        labels: Mapping[str, str],
        on: str | None = None,
        compared: Sequence[str] = (),
        directions: Mapping[str, Way] | None = None,
    ) -> "Facts":
        """Return the facts as a person put them right; what is not given stays."""
        facts = self.with_labels(labels)
        if on is not None:
            facts = replace(facts, on=(on,))
        if compared:
            facts = replace(facts, compared=((compared[0], compared[-1]),))
        if directions:
            facts = replace(facts, directions=tuple(Direction(way, of) for of, way in directions.items()))
        return facts

    def with_labels(self, labels: Mapping[str, str]) -> "Facts":
        """Return the facts with other labels: figure, as it stands, with or without its unit -> its label."""
        return replace(self, figures=tuple(relabelled(self.figures, labels)))


@lru_cache(maxsize=4096)
def facts_of(text: str) -> Facts:
    """Read the facts of a quotation, or of a post."""
    sentences = read_text(text).sentences
    figures = [one for sentence in sentences for one in figures_of(sentence.text)]
    values = [one for one in figures if one.role == "value"]
    return Facts(
        figures=tuple(one for sentence in sentences for one in labelled(sentence.text)),
        p_values=tuple(one.text for one in figures if one.role == "p"),
        compared=tuple(pair for sentence in sentences for pair in _compared(sentence)),
        on=tuple(dict.fromkeys(phrase for sentence in sentences for phrase in _populations(sentence))),
        directions=tuple(one for sentence in sentences for one in _directions(sentence)),
        strength=claim_strength(text),
        denied=tuple(phrase for sentence in sentences for phrase in _denied(sentence)),
        doses=tuple(dict.fromkeys(one.shown for one in values if one.unit.partition("/")[0] in DOSE_UNITS)),
        times=tuple(dict.fromkeys(one.shown for one in values if one.unit in TIME_UNITS)),
    )


def relabelled(figures: Sequence[Labelled], labels: Mapping[str, str]) -> Iterator[Labelled]:
    """Yield figures with the labels that a person gave them."""
    for one in figures:
        label = labels.get(one.figure.text, labels.get(one.figure.shown))
        yield one if label is None else one.with_label(label)


def _compared(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Yield the two sides of "lower in A than in B", each up to its clause's end."""
    for match in _THAN.finditer(sentence.text):
        before = _STOP.compiled.split(sentence.text[: match.start()])[-1].split()[-_OUTCOME - 2 :]
        after = _STOP.compiled.split(sentence.text[match.end() :])[0].split()[: _OUTCOME + 2]
        if before and after and not after[0][0].isdigit():
            yield " ".join(before), " ".join(after)


def _populations(sentence: Sentence) -> Iterator[str]:
    """Yield the noun phrases whose head is alive, with what follows it: "patients receiving oxygen"."""
    words, at = sentence.words, mentions(sentence)
    done = -1
    for head in sorted({*at.people, *at.animals}):
        if head <= done:
            continue
        start = head
        while start and head - start < _OUTCOME and _within_phrase(sentence, start - 1, start):
            start -= 1
        stop = head + 1
        if stop < len(words) and words[stop] in _PHRASE_GOES_ON - {"the", "a", "an"}:
            while stop < len(words) and stop - head < _LONGEST_PHRASE and _goes_on(sentence, stop):
                stop += 1
        while stop > head + 1 and words[stop - 1] in _PHRASE_STARTS:
            stop -= 1
        done = stop - 1
        yield sentence.piece(start, stop)


def _within_phrase(sentence: Sentence, at: int, next_: int) -> bool:
    gap = sentence.text[sentence.spans[at][1] : sentence.spans[next_][0]]
    return sentence.words[at] not in _PHRASE_STARTS and _STOP.search(gap) is None and not _has_digit(sentence.words[at])


def _goes_on(sentence: Sentence, at: int) -> bool:
    gap = sentence.text[sentence.spans[at - 1][1] : sentence.spans[at][0]]
    return sentence.words[at] not in _PHRASE_ENDS and _STOP.search(gap) is None


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _directions(sentence: Sentence) -> Iterator[Direction]:
    """Yield what stayed the same, and then what went up or down, as the rules read it."""
    taken: set[int] = set()
    for hit in lexicon("facts").section("same").find(sentence.words):
        taken |= set(range(hit.start, hit.stop))
        yield Direction("same", _around(sentence, hit.start, hit.stop))
    for at, sign in directions_in(sentence):
        if at not in taken:
            yield Direction("up" if sign > 0 else "down", _around(sentence, at, at + 1))


def _around(sentence: Sentence, start: int, stop: int) -> str:
    words = len(sentence.words)
    return _clause_around(sentence, max(0, start - _OUTCOME), start, min(words, stop + _OUTCOME))


def _clause_around(sentence: Sentence, start: int, at: int, stop: int) -> str:
    """Return the words around word `at`, without what other clauses have."""
    while start < at and _STOP.search(sentence.text[sentence.spans[start][1] : sentence.spans[at][0]]):
        start += 1
    while stop > at + 1 and _STOP.search(sentence.text[sentence.spans[at][1] : sentence.spans[stop - 1][0]]):
        stop -= 1
    return sentence.piece(start, stop)


def _denied(sentence: Sentence) -> Iterator[str]:
    """Yield each denying word with the words behind it that it reaches."""
    no = denials(sentence)
    for at in sorted(no.at):
        stop = at + 1
        while stop < len(sentence.words) and stop in no.after and stop not in no.at:
            stop += 1
        yield _STOP.compiled.split(sentence.piece(at, stop))[0].strip()
