"""Labels of figures: a figure of the evidence by the wrong group, dose or outcome."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.entities import spelled_before_bracket
from scicomm_bot.english.facts.figures import RATIO, Figure, values_of
from scicomm_bot.english.facts.follows import same_figure
from scicomm_bot.english.facts.labels import Labelled, kind_of, labelled, overlap, without_shared, words_of_label
from scicomm_bot.english.facts.scales import TIME_UNITS
from scicomm_bot.english.grammar import BE, FUNCTION
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_PAIR = 2
_NEAR = 40
_NAMED = Pattern(r"\b([^\W\d_]{3,}) (?:\d+(?:, \d+)*,? (?:or|and) )?\Z")
_NOUN_BEHIND = Pattern(r" (?!or\b|and\b|than\b|to\b|in\b|of\b|with\b)[^\W\d_]|[%\u00b0/:]| \(| of\b")
"""What is counted or measured, behind its number."""
_SURELY = 3
"""So many words that cross say enough, whatever the other label says."""
_FEW_WORDS = 3
_MOST = 24
"""No more figures of a post or of its quotations are compared."""


class _Swap(NamedTuple):
    """Two figures of a post, and those of the quotations that they are."""

    one: Labelled
    other: Labelled
    first: Labelled
    second: Labelled


@rule(
    "number-label",
    Level.QUESTION,
    detects="a figure of the evidence by the label of another: two groups exchanged",
    why="both figures are the paper's, so nobody checks whose they are; exchanged, they say the opposite",
    bad="22.9% died on usual care, 25.7% on the drug (evidence: 22.9% on the drug, 25.7% on usual care)",
    good="22.9% died on the drug, 25.7% on usual care",
)
def number_label(reading: Reading) -> Iterator[Found]:
    """Compare the labels of two figures, straight and crossed: asks where the crossed ones share more words."""
    if not _has_two(reading):
        return
    quotes = [quote.text.raw for quote in reading.evidence]
    mine = [
        one
        for sentence in reading.claim.sentences
        for one in labelled(sentence.text)
        if not _is_name(sentence.text, one.figure, quotes)
    ][:_MOST]
    given = _labels_of_evidence(reading)
    swap = next(_swaps(mine, given), None)
    if swap is not None:
        one, other, first, second = swap
        yield Found(
            f"the post has {_told(one)} and {_told(other)}, the evidence {_told(first)} and {_told(second)}",
            "look whose figure each is, and give it to its own group",
            about=(f"{one.figure.shown} {one.text} {other.figure.shown} {other.text}", first.text, second.text),
        )
        return
    lone = next(_lone(mine, given, words_of_label(reading.claim.raw)), None)
    if lone is not None:
        one, first, second = lone
        yield Found(
            f"the post has {_told(one)}, the evidence {_told(first)}, and {_told(second)}",
            "look whose figure it is",
            about=(f"{one.figure.shown} {one.text}", first.text, second.text),
        )


def _is_name(text: str, one: Figure, quotes: Sequence[str]) -> bool:
    """Whether a number names a thing, in the quotations, too: "compound 14 or 16". What is counted stands behind it."""
    if one.unit or one.of or not one.text.isdigit() or _NOUN_BEHIND.match(text, one.stop):
        return False
    named = _NAMED.search(text[max(0, one.start - _NEAR) : one.start])
    if named is None or named.group(1).lower() in FUNCTION | BE:
        return False
    name = re.compile(rf"\b{named.group(1)}s? (?:\d+(?:, \d+)*,? (?:or|and) )?{one.text}\b", re.IGNORECASE)
    return any(name.search(quote) for quote in quotes)


def _lone(
    mine: Sequence[Labelled], given: Sequence[Labelled], words: frozenset[str]
) -> Iterator[tuple[Labelled, Labelled, Labelled]]:
    """Yield a figure whose own label the post has nowhere, and whose neighbour's it stands by, with the two of them.

    "Males lived 14% longer", for "14% for females and 9% for males". Counts and ratios are left out: they stand in long
    lists, where a neighbour's words say little.
    """
    for one in mine:
        same = [at for at, other in enumerate(given) if same_figure(one.figure, other.figure)]
        if len(same) != 1 or not one.figure.unit or kind_of(one.figure) == RATIO:
            continue
        first = given[same[0]]
        for second in given[max(0, same[0] - 1) : same[0] + _PAIR]:
            if second is first or kind_of(second.figure) != kind_of(first.figure) or second.cluster == first.cluster:
                continue
            own, others = without_shared(first.words, second.words)
            if not 0 < len(own) <= _FEW_WORDS or not 0 < len(others) <= _FEW_WORDS:
                continue  # a long label holds what the whole sentence is about
            told = any(same_figure(other.figure, second.figure) for other in mine)
            if not told and not overlap(own, words) and overlap(others, one.words):
                yield one, first, second


def _has_two(reading: Reading) -> bool:
    """Whether figures can be exchanged: the evidence has two, and a sentence with one is not the evidence's own."""
    quotes = [quote.text.raw for quote in reading.evidence]
    others = (one.text for one in reading.claim.sentences if not any(one.text in quote for quote in quotes))
    if not any(map(values_of, others)):
        return False
    given = [one for sentence in reading.evidence_sentences for one in values_of(sentence.text)]
    return len({one.value for one in given}) >= _PAIR


def _told(one: Labelled) -> str:
    return f"{one.figure.shown} (“{one.shown}”)" if one.shown else one.figure.shown


def _labels_of_evidence(reading: Reading) -> list[Labelled]:
    found = [one for quote in reading.evidence for one in reading.labels_of(quote)][:_MOST]
    return [_spelled_out(one, reading) for one in found]


def _spelled_out(one: Labelled, reading: Reading) -> Labelled:
    """Add to a label what its abbreviations stand for in the abstract: "SRP" is "scaling and root planing", too."""
    short = [word for word in one.words if word.isupper() and word.isalpha()]
    words = [spelled for word in short if (spelled := spelled_before_bracket(word, reading.source.abstract.raw))]
    return one._replace(words=one.words.union(*map(words_of_label, words))) if words else one


def _swaps(mine: Sequence[Labelled], given: Sequence[Labelled]) -> Iterator[_Swap]:
    units = {one.figure.unit for one in mine}
    matches = [[other for other in given if _is(one, other, units)] for one in mine]
    for at, one in enumerate(mine):
        next_to = True
        for then in range(at + 1, len(mine)):
            other = mine[then]
            if not _may_be_exchanged(one.figure, other.figure) or (one.cluster == other.cluster and then == at + 1):
                continue
            if matches[at] and matches[then] and not any(same in matches[then] for same in matches[at]):
                lone = (
                    not one.text or not other.text or one.figure.unit in TIME_UNITS
                )  # its label is its whole sentence
                swap = _swap(one, other, matches[at], matches[then], both=lone or not next_to)
                if swap is not None:
                    yield swap
            next_to = False


def _may_be_exchanged(one: Figure, other: Figure) -> bool:
    kinds = {kind_of(one), kind_of(other)}
    return len(kinds) == 1 or ("count" not in kinds and not (one.unit and other.unit))


def _is(one: Labelled, other: Labelled, units: set[str]) -> bool:
    mine = one.figure
    if same_figure(mine, other.figure):
        return True
    return (
        not mine.unit
        and not mine.of
        and any(same_figure(mine._replace(unit=unit), other.figure) for unit in units - {"", "%", "pp"})
    )


def _swap(
    one: Labelled, other: Labelled, firsts: Sequence[Labelled], seconds: Sequence[Labelled], *, both: bool
) -> _Swap | None:
    """Return the swap of two figures if more words cross than go straight; with `both`, words of both must."""
    mine = without_shared(one.words, other.words)
    straight = crossed = 0
    worst: _Swap | None = None
    for first in firsts:
        for second in seconds:
            labels = without_shared(first.words, second.words)
            straight = max(straight, overlap(mine[0], labels[0]) + overlap(mine[1], labels[1]))
            over, back = overlap(mine[0], labels[1]), overlap(mine[1], labels[0])
            across = over + back if (over and back) or not both or over + back >= _SURELY else 0
            if across > crossed and kind_of(first.figure) == kind_of(second.figure):
                crossed, worst = across, _Swap(one, other, first, second)
    return worst if crossed > straight else None
