"""Null results: a ratio whose interval holds 1, or a difference whose interval holds 0, told as an effect."""

from collections.abc import Iterator, Sequence

from scicomm_bot.domain.post import Level
from scicomm_bot.english.clauses import question
from scicomm_bot.english.direction import changes_in, directions_in
from scicomm_bot.english.facts.figures import RATIO, Figure, figures_of
from scicomm_bot.english.facts.follows import how_it_follows, same_figure
from scicomm_bot.english.facts.reading import facts_of
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.limited import stems_of
from scicomm_bot.english.negation import denies
from scicomm_bot.english.text import Sentence
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_NO_EFFECT = lexicon("facts").section("told as no effect")
_ARMS = 2
_MOST = 40
"""No more figures of a sentence are looked at: no text makes that take long."""
_Row = tuple[Sequence[Figure], Figure, Sequence[Figure]]
"""The figures of a sentence, one that may be none, and the two that it compares."""


@rule(
    "null-effect",
    Level.QUESTION,
    detects="a difference that may be chance, told as an effect",
    why="an interval that holds \u201cno difference\u201d fits a rise, a fall and nothing at all",
    bad="Water from a well raised the odds by a fifth (evidence: odds ratio 1.2, 95% CI 0.8 to 1.9)",
    good="With water from a well the odds were no clearly different (1.2, 95% CI 0.8 to 1.9)",
    unless=("negative-flipped",),
)
def null_effect(reading: Reading) -> Iterator[Found]:
    """Find a figure of the post whose ratio or difference may be none, in a post that tells a change and no doubt."""
    if _tells_no_effect(reading.claim.sentences):
        return
    rows = [
        (figures, null, _mates(figures, null))
        for sentence in reading.evidence_sentences
        for figures in (figures_of(sentence.text),)
        for null in figures[:_MOST]
        if _may_be_none(null)
    ][:_MOST]
    for sentence in reading.claim.sentences if rows else ():
        told = _told(sentence, rows)
        if told is not None:
            mine, null = told
            interval = f"{null.low:g} to {null.high:g}"
            yield Found(
                f"the post tells a change with “{mine.shown}”, and the evidence's interval for it, {interval}, holds "
                f"{'1' if null.unit == RATIO else '0'}: it may be none",
                "say that no clear difference was found, or give the interval",
                about=(sentence.text, interval),
            )
            return
    for sentence in reading.claim.sentences:
        same = _told_same(sentence, reading)
        if same is not None:
            yield Found(
                f"the post tells a change, and the quotation none: “{same.text}”",
                "say that no clear difference was found",
                about=(sentence.text, same.text),
            )
            return


def _told_same(sentence: Sentence, reading: Reading) -> Sentence | None:
    """Return the sentence of a quotation that says that what changed in the post was alike, and no other differs."""
    mine = [one for one in changes_in(sentence) if not one.denied and not one.doubted]
    if not mine or question(sentence):
        return None
    outcome = frozenset[str]().union(*(one.outcome for one in mine))
    found = None
    for theirs in reading.evidence_sentences:
        if any(not one.outcome.isdisjoint(outcome) for one in changes_in(theirs)):
            return None
        alike = {one.way for one in facts_of(theirs.text).directions} == {"same"}
        if alike and not outcome.isdisjoint(stems_of(theirs)):
            found = theirs
    return found


def _may_be_none(one: Figure) -> bool:
    if one.role != "value" or not one.spans_none or one.low is None:
        return False
    return one.unit == RATIO or one.low < 0


def _tells_no_effect(sentences: Sequence[Sentence]) -> bool:
    return any((denies(one) and not question(one)) or _NO_EFFECT.first(one.words) is not None for one in sentences)


def _told(sentence: Sentence, rows: Sequence[_Row]) -> tuple[Figure, Figure] | None:
    """Return the figure of a sentence that tells a change, and the figure of the evidence that may be none."""
    if not any(directions_in(sentence)):
        return None
    for mine in figures_of(sentence.text)[:_MOST]:
        for figures, null, mates in rows:
            if mine.role == "value" and _rests_on(mine, figures, null, mates, sentence.words):
                return mine, null
    return None


def _rests_on(
    mine: Figure, figures: Sequence[Figure], null: Figure, mates: Sequence[Figure], words: Sequence[str]
) -> bool:
    if mine.value == 1:
        return False
    if any(same_figure(mine, one) for one in (null, *mates)):
        return True
    if any(same_figure(mine, one) for one in figures if one.role == "value"):
        return False
    return null.unit == RATIO and mine.unit in {"%", "x"} and how_it_follows(mine, [(null,)], words) is not None


def _mates(figures: Sequence[Figure], null: Figure) -> list[Figure]:
    """Return the two figures that a ratio or a difference compares: in its bracket, or right before that."""
    values = [one for one in figures if one.role == "value" and one is not null]
    inside = [one for one in values if null.bracket and one.bracket == null.bracket and one.low is None]
    before = [one for one in values if one.stop <= null.start and one.low is None and one.bracket != null.bracket]
    pair = inside if len(inside) >= _ARMS else before
    pair = pair[-_ARMS:]
    return pair if len(pair) == _ARMS and pair[0].unit == pair[1].unit else []
