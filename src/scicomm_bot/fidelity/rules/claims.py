"""Whether a post claims more than its evidence: a possibility told as a fact, a correlation told as a cause."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from scicomm_bot.domain.paper import Study
from scicomm_bot.domain.post import Level
from scicomm_bot.english.claim_tiers import (
    CAN,
    DIRECT,
    LINKED,
    NONE,
    StatedClaim,
    Support,
    claims,
    left_open,
    support,
    without_unread,
)
from scicomm_bot.english.clauses import question
from scicomm_bot.english.direction import changes_in
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.mentions import tells_benefit
from scicomm_bot.english.negation import denies
from scicomm_bot.english.relations import relations_in
from scicomm_bot.english.stems import stem
from scicomm_bot.english.text import Sentence, Text
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import SAID, Found, rule

_STATISTICS = frozenset(
    {"ratio", "ratios", "association", "associations", "link", "links", "estimate", "estimates", "gap"}
)
_REPORTS = frozenset({"said", "reported", "felt", "believed", "named", "blamed"})
_MODELLED = lexicon("hedges").section("modelled")
_IN_THE_LABORATORY = frozenset({"animals", "cells"})
_READERS = words_of("grammar", "readers")
_ASIDES_BEFORE = frozenset({"mind", "thank", "tell", "tells", "told", "remind", "reminds", "believe"})
_ASIDES_AFTER = frozenset({"can", "could", "may", "might", "see", "know", "think", "say"})
_PREPOSITIONS = frozenset(
    {
        "in",
        "among",
        "by",
        "with",
        "from",
        "of",
        "at",
        "on",
        "for",
        "after",
        "when",
        "if",
        "and",
        "but",
        "as",
        "than",
        "to",
    }
)
_LEAST_STEM = 4
_SAME_THING = 2
"""So many words of a quotation in a sentence show that it speaks of the same thing."""


@rule(
    "strength-up",
    Level.QUESTION,
    detects="a claim stronger than that of the evidence",
    why="readers tell 'may' and 'linked to' from 'causes' (Adams et al. 2017, doi:10.1037/xap0000100)",
    bad="will regenerate nerves",
    good="has a potential role in nerve regeneration",
    alt=Level.WARNING,
)
def strength_up(reading: Reading) -> Iterator[Found]:
    """Compare each claim of the post with the most that its evidence supports."""
    for claim, best in _overstated(reading):
        if not _is_correlation(claim, best):
            said = {NONE: "states no relation", LINKED: "says no more than may or linked", CAN: "says no more than can"}
            quoted = f" (\u201c{best.words}\u201d)" if best.words else ""
            yield Found(
                f"\u201c{claim.words}\u201d is a stronger claim than the evidence, which {said[best.tier]}{quoted}",
                "keep the paper's own may, can or linked to, or quote the sentence that says more",
            )


@rule(
    "cause-from-correlation",
    Level.QUESTION,
    detects="a cause told where the evidence has a correlation or a difference",
    why="a third of press releases made a cause of a correlation (Sumner et al., BMJ 2014;349:g7015)",
    bad="X causes ALS",
    good="X was associated with ALS",
    alt=Level.WARNING,
)
def cause_from_correlation(reading: Reading) -> Iterator[Found]:
    """Find a direct causal verb where the evidence says no more than that two things go together."""
    for claim, best in _overstated(reading):
        if _is_correlation(claim, best):
            yield Found(
                f"\u201c{claim.words}\u201d tells a cause; the evidence is a correlation (\u201c{best.words}\u201d)",
                "write \u201cwas associated with\u201d, \u201cwas linked to\u201d or \u201cwere more likely to\u201d",
            )


def _is_correlation(claim: StatedClaim, best: Support) -> bool:
    return claim.tier == DIRECT and best.linked


@lru_cache(maxsize=1)  # both rules ask for the same post, one after the other
def _overstated(reading: Reading) -> tuple[tuple[StatedClaim, Support], ...]:
    """Return the claims above their evidence, each with the most that this supports; one of each sentence."""
    return tuple(_look(reading))


def _look(reading: Reading) -> Iterator[tuple[StatedClaim, Support]]:
    study = reading.paper.study
    supports = [
        support(
            quote.text.raw,
            experiment=study.is_experiment or (bool(quote.on) and quote.on <= _IN_THE_LABORATORY),
        )
        for quote in reading.evidence
    ]
    if study.is_observational:
        supports = [_capped(one, study) for one in supports]
    tiers = {one.tier for one in without_unread(supports)}
    if not supports or (DIRECT in tiers and tiers <= {DIRECT, NONE}):
        return
    texts = [quote.text for quote in reading.evidence]
    opened = None
    if any(one.tier == LINKED and not one.linked for one in supports) and DIRECT not in tiers:
        opened = frozenset[str]().union(*(left_open(text.raw) for text in texts))
    elif CAN in tiers and DIRECT not in tiers:
        opened = frozenset[str]()  # "could lower" is no "will lower"
    for sentence in reading.claim.sentences:
        if _tells_of_the_analysis(sentence, study):
            continue
        strongest = max(claims(sentence, opened), key=lambda claim: claim.tier, default=None)
        if strongest is None:
            continue
        best = max(without_unread(_on_the_same(strongest, texts, supports)), key=lambda one: one.tier)
        if strongest.tier > best.tier:
            yield strongest, best


def _tells_of_the_analysis(sentence: Sentence, study: Study) -> bool:
    """Whether a sentence tells what a model says, what people said, or what the analysis did to a ratio.

    "In the model, a campaign shrinks the outbreak"; "doctors said that it made them hesitate"; "smoking, taken into
    account, shrank the odds ratio".
    """
    words = sentence.words
    if study.kind == "modelling study" and _MODELLED.first(words) is not None:
        return True
    if not study.is_observational:
        return False
    return not _REPORTS.isdisjoint(words) or (not _STATISTICS.isdisjoint(words) and _acts_on_statistic(sentence))


def _acts_on_statistic(sentence: Sentence) -> bool:
    """Whether all that its verbs act on, or all that acts, is a figure of the analysis: the ratio, the link."""
    acting = [one for one in relations_in(sentence).relations if one.kind == "direct"]
    return bool(acting) and all(
        not _STATISTICS.isdisjoint(sentence.words[max(0, one.start - 2) : one.start])
        or not _STATISTICS.isdisjoint(sentence.words[one.stop : one.stop + 4])
        for one in acting
    )


def _capped(best: Support, study: Study) -> Support:
    """Return what a quotation supports where the kind of study carries no cause, whatever its verbs."""
    return best if best.tier <= LINKED else Support(LINKED, linked=True, words=study.a_name)


def _on_the_same(claim: StatedClaim, texts: Sequence[Text], supports: Sequence[Support]) -> Sequence[Support]:
    """Return what supports a claim: all quotations, but for those of which it has no word while it has those of others.

    A quotation that denies, or states nothing, never stands for the others.
    """
    if len(texts) == 1:
        return supports
    stems = [_stems(text.words) for text in texts]
    common = frozenset[str]().union(*(one & other for one in stems for other in stems if one is not other))
    thing = _stems(_object(claim))
    on_it = [one for one, own in zip(supports, stems, strict=True) if not thing.isdisjoint(own)]
    if on_it and all(one.tier > NONE for one in on_it):
        return on_it
    said = _stems(claim.sentence.words)
    shared = [len(said & own - common) for own in stems]
    same = [one for one, count in zip(supports, shared, strict=True) if count >= _SAME_THING and one.tier > NONE]
    others = [one for one, count in zip(supports, shared, strict=True) if 0 < count < _SAME_THING]
    return [*same, *others] if same else supports


def _object(claim: StatedClaim) -> Sequence[str]:
    """Return the words behind a claim's verb, up to a preposition: what is acted on."""
    after = claim.sentence.words[claim.relation.stop :]
    return [*takewhile(lambda word: word not in _PREPOSITIONS, after)]


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if len(word) >= _LEAST_STEM)


@rule(
    "reader-promise",
    Level.QUESTION,
    detects="an effect promised to the reader: you, your",
    why="a study speaks of those who took part; whether a reader has the same is another question",
    bad="G-CSF adds years to your life",
    good="In mice, G-CSF lengthened life",
    kinds=SAID,
    unless=("human-inference", "advice", "strength-up", "cause-from-correlation"),
)
def reader_promise(reading: Reading) -> Iterator[Found]:
    """Find a statement of an effect or a change with "you" or "your" in it; what is asked or denied promises none."""
    for sentence in reading.claim.sentences:
        at = next((at for at, word in enumerate(sentence.words) if word in _READERS and _is_reader(sentence, at)), None)
        if at is None or question(sentence) or denies(sentence) or analyse(sentence)[at].hedged:
            continue
        acts = any(one.kind == "direct" and not one.hedge for one in relations_in(sentence).relations)
        if acts or tells_benefit(sentence) or changes_in(sentence):
            what = f"“{sentence.text}” speaks to the reader, and the paper speaks of those who were studied"
            yield Found(what, "name them", about=(sentence.text, *(quote.text.raw for quote in reading.evidence)))
            return


def _is_reader(sentence: Sentence, at: int) -> bool:
    """Whether a word means the reader: not "US", "mind you", "you can see"."""
    if sentence.piece(at, at + 1).isupper() and len(sentence.words[at]) > 1 and not sentence.text.isupper():
        return False
    before, after = sentence.words[max(0, at - 1) : at], sentence.words[at + 1 : at + 2]
    return _ASIDES_BEFORE.isdisjoint(before) and _ASIDES_AFTER.isdisjoint(after)
