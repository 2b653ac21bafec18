"""Labels that a run of figures borrows: "was 0.6 and 1.4, respectively" has those of the list before it.

A run is bare where all its figures have the same label, for then no word tells whose each is. It takes, in order, the
labels of the nearest run before it that has as many, or the parts of a list "A, B and C" of as many. "More common in A
(12% versus 8%)" says of the second only that it is not A.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.facts.figures import values_of
from scicomm_bot.english.facts.labels import Labelled, is_unclear, kind_of, labelled, words_of_label
from scicomm_bot.english.lexicon import lexicon

_COMPARED = Pattern(r"\W*(?:vs\.?|versus|v\.?|against|compared with|compared to)\W*", re.IGNORECASE)
_JOINED = Pattern(r"[^A-Za-z]*(?:and|or|vs\.?|versus|v\.?|against|to)?[^A-Za-z]*", re.IGNORECASE)
_BRACKET = Pattern(r"[(\[][^()\[\]]*[)\]]")
_ITEM = r"(?:[\w-]+(?:[ ][\w-]+){0,3})"
_LIST = Pattern(rf"((?:{_ITEM},\s+)*){_ITEM},?\s+(?:and|or|versus|vs\.?)\s+{_ITEM}", re.IGNORECASE)
_PARTS = re.compile(r",?\s+(?:and|or|versus|vs\.?)\s+|,\s+", re.IGNORECASE)
_MORE = lexicon("change").section("more")
_OTHER = frozenset({"comparator"})
_MOST = 8
_BEFORE = 2
_ARM = 4
_CLOSE = 0.5


def labelled_within(fragment: str, whole: str, before: Sequence[str]) -> tuple[Labelled, ...]:
    """Return the values of a fragment with their labels.

    Where it names no arms, "(29.3% vs. 41.4%)", they are those of the sentence that it is from, or of those before it.

    Args:
        fragment: A part of a sentence, or all of it.
        whole: The sentence.
        before: The sentences before it, the nearest first.
    """
    mine = borrowed(fragment, labelled(fragment), ())
    if not is_unclear(mine):
        return mine
    here = {(one.figure.value, one.figure.text) for one in mine}
    found = borrowed(whole, labelled(whole), before)
    return tuple(one for one in found if (one.figure.value, one.figure.text) in here)


def sentence_of(fragment: str, around: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the sentence that a fragment is from, or itself, and the few before that, the nearest first."""
    at = next((number for number, text in enumerate(around) if fragment in text), None)
    return (fragment, ()) if at is None else (around[at], around[max(0, at - _BEFORE) : at][::-1])


def borrowed(sentence: str, found: Sequence[Labelled], before: Sequence[str]) -> tuple[Labelled, ...]:
    """Return the figures of a sentence, with labels for those of a bare run where something tells whose they are.

    Args:
        sentence: The sentence.
        found: Its figures with their labels, from left to right.
        before: The sentences before it, the nearest first.
    """
    made = list(found)
    for run in _runs(sentence, made):
        figures = [made[at] for at in run]
        if not _is_bare(figures):
            continue
        labels = _of_a_run_before(made, run) or _one_of_two(sentence, figures)
        if labels is None:
            labels = next((one for text in before if (one := _of_sentence(text, len(run))) is not None), None)
        for at, label in zip(run, labels or (), strict=False):
            made[at] = made[at]._replace(words=label.words, text=label.text)
    return tuple(made)


def _runs(sentence: str, found: Sequence[Labelled]) -> Iterator[list[int]]:
    """Yield the places of figures of one kind that stand side by side."""
    run: list[int] = []
    for at, one in enumerate(found):
        if run and not _is_beside(sentence, found[run[-1]], one):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _is_beside(sentence: str, one: Labelled, other: Labelled) -> bool:
    gap = _without_brackets(sentence[one.figure.stop : other.figure.start])
    return kind_of(one.figure) == kind_of(other.figure) and _JOINED.fullmatch(gap) is not None


def _is_bare(run: Sequence[Labelled]) -> bool:
    """Whether no word tells the figures of a run apart."""
    if len(run) == 1 or any(abs(one.figure.value - other.figure.value) <= _CLOSE for one, other in pairwise(run)):
        return False  # "18 of 60 (30%)" is one figure
    labels = [one.words for one in run]
    return not all(labels) or len(set(labels)) < len(labels)


def _without_brackets(text: str) -> str:
    return _BRACKET.sub(" ", text)


def _of_a_run_before(found: Sequence[Labelled], run: Sequence[int]) -> list[Labelled] | None:
    """Return the labels of the nearest figures before a run, as many, each with words of its own."""
    behind = list(found[: run[0]])
    for stop in range(len(behind), len(run) - 1, -1):
        group = behind[stop - len(run) : stop]
        if _are_told_apart(group):
            return group
    return None


def _are_told_apart(group: Sequence[Labelled]) -> bool:
    """Whether each of these figures has a short label of its own, as the name of an arm is."""
    kinds = {kind_of(one.figure) for one in group}
    short = all(0 < len(one.words) <= _ARM and not any(word.isdigit() for word in one.words) for one in group)
    return len(kinds) == 1 and short and len({one.words for one in group}) == len(group)


def _one_of_two(sentence: str, run: Sequence[Labelled]) -> list[Labelled] | None:
    """Read "more common in A (12% versus 8%)": the second is not A's."""
    if len(run) != 2:  # noqa: PLR2004
        return None
    one, other = run
    gap = _COMPARED.fullmatch(sentence[one.figure.stop : other.figure.start])
    before = tuple(words.lower() for words in re.findall(r"[A-Za-z]+", sentence[: one.figure.start]))
    if gap is None or _MORE.first(before) is None or not one.words:
        return None
    return [one, other._replace(words=_OTHER, text="the other")]


def _of_sentence(text: str, count: int) -> list[Labelled] | None:
    """Return the labels that a sentence before gives in order: of its last figures, or of the parts of a list."""
    found = labelled(text)
    for stop in range(len(found), count - 1, -1):
        if _are_told_apart(found[stop - count : stop]):
            return list(found[stop - count : stop])
    figure = next(iter(values_of("1")), None)
    for match in _LIST.finditer(text):
        parts = [one for one in _PARTS.split(match.group()) if one][-_MOST:]
        words = [words_of_label(one) for one in parts]
        if figure is not None and len(parts) == count and all(words) and len(set(words)) == count:
            return [Labelled(figure, mine, part, 0) for mine, part in zip(words, parts, strict=True)]
    return None
