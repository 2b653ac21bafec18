"""What a sentence mentions: people, animals, cells, benefits, results that were had again. Shared by several rules."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from scicomm_bot.english.clauses import question
from scicomm_bot.english.grammar import AND, DETERMINER
from scicomm_bot.english.lexicon import Entry, Hit, Lexicon, lexicon
from scicomm_bot.english.stands import stands
from scicomm_bot.english.text import Sentence, Text

_NEAR = 6
"""So many words may stand between "increased" and "survival"."""
_ADJECTIVES = 3
"""So many words may stand between "in" and "cells": "in human motor nerve cells"."""

_ABOUT = frozenset({"in", "on", "of", "with", "using"})
_STUDY = frozenset(
    {"study", "studies", "experiment", "experiments", "test", "tests", "tested", "studied", "work", "research"}
)
_GIVEN = frozenset({"given", "treated", "exposed", "grown", "kept", "cultured", "bathed", "cultivated"})
_THE = DETERMINER | AND | {"of"}
_KEPT = frozenset({"kept", "keep", "keeps", "retained", "retain"})


class Mentions(NamedTuple):
    """What a sentence mentions, as numbers of its words, and as `(start, stop)` for benefits.

    Attributes:
        animals: Animals.
        cells: Cells as what was studied ("in cells", "cultured"), not as a topic ("nerve cells", "cell death").
        people: People.
        clinical: Studies in people; "pre-clinical" is none.
        benefits: Words that tell of a benefit, denied or not.
        again: Words that tell that a result was had again, denied or not.
    """

    animals: tuple[int, ...]
    cells: tuple[int, ...]
    people: tuple[int, ...]
    clinical: tuple[int, ...]
    benefits: tuple[tuple[int, int], ...]
    again: tuple[tuple[int, int], ...]


@lru_cache(maxsize=8192)
def mentions(sentence: Sentence) -> Mentions:
    """Return what a sentence mentions."""
    words = sentence.words
    species = _found(_species(), words)
    people = _sections("people", words)
    animals = _starts(species, "animals")
    clinical = [
        hit.start
        for hit in people.get("clinical", ())
        if words[max(0, hit.start - 1)] not in {"pre", "non"} and not _of_animals(words, hit, animals)
    ]
    again = [*lexicon("results").section("again").find(words)]
    named = (hit.start for hit in species.get("cell words", ()) if _studied(words, hit) or _taken(words, hit, animals))
    cells = {*_starts(species, "cells"), *named}
    return Mentions(
        tuple(animals),
        tuple(sorted(cells)),
        tuple(_starts(people, "people")),
        tuple(clinical),
        tuple(_benefits(words)),
        tuple((hit.start, hit.stop) for hit in again),
    )


def tells_benefit(sentence: Sentence) -> bool:
    """Whether a sentence tells of a benefit that it stands by."""
    return any(stands(sentence, start, stop, as_result=True) for start, stop in mentions(sentence).benefits)


def benefits_told(text: Text) -> bool:
    """Whether a text tells of a benefit anywhere, outside of questions."""
    return any(tells_benefit(one) for one in text.sentences if not question(one))


def _benefits(words: tuple[str, ...]) -> Iterable[tuple[int, int]]:
    hits = _sections("benefit", words)
    spans = [(hit.start, hit.stop) for hit in hits.get("benefit", ())]
    for change, of in (("more", "good"), ("less", "bad")):
        near = [hit.start for hit in hits.get(of, ())]
        spans += (
            (hit.start, hit.stop)
            for hit in hits.get(change, ())
            if any(abs(other - hit.start) <= _NEAR for other in near)
        )
    spans += ((at, at + 1) for at, word in enumerate(words[:-1]) if word in _KEPT and words[at + 1].endswith("%"))
    return sorted(spans)


def _studied(words: tuple[str, ...], hit: Hit) -> bool:
    """Whether cells are what was studied: "in human nerve cells", "tests on cells", "nerve cells given G-CSF"."""
    if hit.stop < len(words) and words[hit.stop] in _GIVEN:
        return True
    for at in range(hit.start - 1, max(-1, hit.start - 2 - _ADJECTIVES), -1):
        if words[at] == "in":
            return True
        if words[at] in _ABOUT:
            return at > 0 and words[at - 1] in _STUDY
        if words[at] in _THE:
            return False
    return False


def _taken(words: tuple[str, ...], hit: Hit, animals: list[int]) -> bool:
    """Whether cells are an animal's or a tissue's that was taken: "rat vessel cells", "muscle cells from rat aorta"."""
    if any(0 < hit.start - at <= _ADJECTIVES for at in animals):
        return True
    return words[hit.stop : hit.stop + 1] == ("from",) and any(0 <= at - hit.stop <= _ADJECTIVES for at in animals)


def _of_animals(words: tuple[str, ...], hit: Hit, animals: list[int]) -> bool:
    """Whether "trials" are "trials in mice"."""
    return words[hit.start].startswith("trial") and any(
        hit.stop < at <= hit.stop + 2 and words[hit.stop] in _ABOUT for at in animals
    )


@cache
def _species() -> Lexicon:
    """Animals and cells, and of each animal's name one and many: "insect" and "insects"."""
    words = lexicon("species")
    there = {entry.words for entry in words.entries}
    names = [entry.words[0] for entry in words.section("animals").entries if len(entry.words) == 1]
    other = {(form,) for name in names for form in (f"{name}s", name.removesuffix("s"))} - there
    return Lexicon([*words.entries, *(Entry(form, "animals") for form in sorted(other))])


def _sections(name: str, words: tuple[str, ...]) -> dict[str, list[Hit]]:
    return _found(lexicon(name), words)


def _found(phrases: Lexicon, words: tuple[str, ...]) -> dict[str, list[Hit]]:
    found: dict[str, list[Hit]] = {}
    for hit in phrases.find(words):
        found.setdefault(hit.entry.section, []).append(hit)
    return found


def _starts(found: dict[str, list[Hit]], section: str) -> list[int]:
    return [hit.start for hit in found.get(section, ())]
