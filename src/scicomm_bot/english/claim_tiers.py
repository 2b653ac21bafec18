"""The tier of a claim, for rules: 0 no relation, 1 linked or might, 2 can or conditional, 3 direct.

Unlike `claim_strength`, which is measured against data sets, this folds "may" and "might" to tier 1. Where words leave
it open, evidence is given the higher tier and a post the lower one: a rule that blocks must be sure.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.clauses import question
from scicomm_bot.english.grammar import BE, CONDITION
from scicomm_bot.english.lexicon import words_of
from scicomm_bot.english.negation import denies
from scicomm_bot.english.relations import (
    ACTS,
    Relation,
    SentenceClaims,
    acting_relations_in,
    promised,
    relations_in,
)
from scicomm_bot.english.text import Sentence, read_text
from scicomm_bot.english.tokens import analyse
from scicomm_bot.english.verbs import forms

NONE, LINKED, CAN, DIRECT = range(4)

_MODALS = words_of("grammar", "can") - {"can"}
_NO_VERBS = frozenset({"also", "even", "help", "have", "then", "well", "still", "ever", "come", "seem", "appear"})
_PASSIVE = BE | words_of("grammar", "article") | {"and", "of", "with", "in"}
_UNKNOWN = frozenset({"unknown", "unclear", "uncertain", "untested", "unstudied"})
_BEFORE_NOUNS = frozenset({"of", "in", "for", "with", "at", "from", "on", "between", "per"})
_COUNTS = words_of("numbers", "values")
_LEAST_VERB = 3
_ING = 3
_BEFORE_NOUNS = frozenset(
    {"for", "of", "from", "in", "and", "or", "the", "any", "all", "to", "with", "by", "between", "as"}
)
_RANDOMISED = Pattern(
    r"\b(?:randomi[sz]ed|placebo|sham|(?:control|intervention|treatment) (?:group|arm)s?)\b", re.IGNORECASE
)
_FLATLY = Pattern(r"n't|\b(?:no|not|nor|neither|never|none|fail\w*|unable|unlikely)\b", re.IGNORECASE)
"""In an experiment "without the enzyme" and "lacking it" deny nothing: it was taken away."""


class StatedClaim(NamedTuple):
    """A claim of a post: its sentence, the relation that makes it, and its tier."""

    sentence: Sentence
    relation: Relation
    tier: int

    @property
    def words(self) -> str:
        """The words that make it, with a word before: "will regenerate"."""
        return self.sentence.piece(max(0, self.relation.start - 1), self.relation.stop)


class Support(NamedTuple):
    """What a quotation supports: the highest tier, whether as a mere link, and the words that say so."""

    tier: int
    linked: bool = False
    words: str = ""
    unread: bool = False


@lru_cache(maxsize=8192)
def left_open(quote: str) -> frozenset[str]:
    """Return what the verbs behind each "may" of a quotation become where the "may" is lost: "may act" is "acts"."""
    found: set[str] = set()
    for sentence in read_text(quote).sentences:
        for at, word in enumerate(sentence.words[:-1]):
            after = next((one for one in sentence.words[at + 1 :] if not one.endswith("ly")), "")
            if word in _MODALS and len(after) >= _LEAST_VERB and after not in _NO_VERBS:
                found |= _told(after)
                found |= {form for one in sentence.words[at + 2 :] if one.endswith("ing") for form in _of_ing(one)}
    return frozenset(found)


def _told(verb: str) -> frozenset[str]:
    return frozenset(form for form, which in forms(verb).items() if which in {"s", "past"})


def _of_ing(word: str) -> Iterator[str]:
    """Yield what "postponing" becomes where it is told as a fact: "postpones", "postponed"."""
    stem = word[:-_ING]
    if len(stem) > _LEAST_VERB:
        yield from _told(stem)
        yield from _told(f"{stem}e")


@lru_cache(maxsize=8192)
def support(quote: str, *, experiment: bool) -> Support:
    """Return the most that a quotation supports.

    Args:
        quote: The quotation.
        experiment: Whether it is on an experiment, where a difference between groups is an effect.

    Returns:
        Tier 3 also where no sentence was read: a verb that the lists lack is no ground for asking.
    """
    found = [_supports(sentence, experiment=experiment) for sentence in read_text(quote).sentences]
    return max(without_unread(found), key=lambda one: one.tier, default=Support(NONE))


def without_unread(supports: Sequence[Support]) -> Sequence[Support]:
    """Leave out what was not read, where anything was."""
    read = [one for one in supports if not one.unread]
    return read or supports


def claims(sentence: Sentence, opened: frozenset[str] | None = None) -> Iterator[StatedClaim]:
    """Yield what a sentence of a post surely claims, of tier 2 and 3.

    Args:
        sentence: The sentence.
        opened: Where the evidence leaves something open: the verbs of `left_open`; "will" is a claim then, too.
    """
    if question(sentence):
        return
    if opened is not None and ("will" in sentence.words or not opened.isdisjoint(sentence.words)):
        yield from _lost(sentence, opened)
    claimed = acting_relations_in(sentence)
    if claimed is None or claimed.frame:
        return
    link = min((one.start for one in claimed.relations if one.kind == "link" and not one.denied), default=None)
    for one in claimed.relations:
        advised = claimed.advice is not None and one.start > claimed.advice
        if _on_condition(sentence, one.start):
            continue
        if one.kind != "direct" or one.aside or one.denied or advised or (link is not None and one.start > link):
            continue
        tier = {"": DIRECT, "can": CAN}.get(one.hedge, LINKED)
        if tier > LINKED and not _is_noun(sentence, one.start):
            yield StatedClaim(sentence, one, tier)


def _on_condition(sentence: Sentence, at: int) -> bool:
    """Whether a word stands behind an "if" of its clause: "if it does help, nobody can say how"."""
    if CONDITION.isdisjoint(sentence.words[:at]):
        return False
    table = analyse(sentence)
    before = (one for one in range(at) if sentence.words[one] in CONDITION and table.same_clause(one, at))
    return any("," not in sentence.text[sentence.spans[one][1] : sentence.spans[at][0]] for one in before)


def _is_noun(sentence: Sentence, at: int) -> bool:
    """Whether a word that looks like a verb is none: "a week of repairs", "four wards", "egg-sensitised infants"."""
    before = sentence.words[at - 1] if at else ""
    hyphen = sentence.text[sentence.spans[at][0] - 1 : sentence.spans[at][0]] == "-"
    return before in _BEFORE_NOUNS or before in _COUNTS or before[:1].isdigit() or hyphen


def _lost(sentence: Sentence, opened: frozenset[str]) -> Iterator[StatedClaim]:
    """Yield the verbs whose "may" was lost, and what "will" promises, in a sentence that is sure of it."""
    claimed = relations_in(sentence)
    if claimed.hedged or claimed.frame or claimed.looked or denies(sentence):
        return
    promise = promised(sentence)
    if promise is not None:
        yield StatedClaim(sentence, promise, DIRECT)
    for at, word in enumerate(sentence.words):
        if at and word in opened and sentence.words[at - 1] not in _PASSIVE:
            yield StatedClaim(sentence, Relation(at, at + 1, "direct"), DIRECT)


def _supports(sentence: Sentence, *, experiment: bool) -> Support:
    claimed = relations_in(sentence)
    standing = [one for one in claimed.relations if not one.denied and not _describes(sentence, one, claimed)]
    link = next((one for one in standing if one.kind == "link"), None)
    best = max((_evidence(one, claimed, link) for one in standing if one.kind in ACTS), default=NONE)
    if sentence.words[:1] == ("if",):
        best = min(best, CAN)
    if best > LINKED:
        return Support(best)
    if link is not None:
        return Support(LINKED, linked=True, words=sentence.piece(link.start, link.stop))
    if best:
        return Support(best)
    compared = next((one for one in standing if one.kind == "compare" and not one.hedge), None)
    if compared is not None:
        if experiment or _RANDOMISED.search(sentence.text):
            return Support(DIRECT)
        return Support(LINKED, linked=True, words=sentence.piece(compared.start, compared.stop))
    if claimed.hedged and not denies(sentence):
        return Support(LINKED)
    if claimed.frame or claimed.looked or claimed.relations or not _UNKNOWN.isdisjoint(sentence.words):
        return Support(NONE)
    if denies(sentence) and (not experiment or _FLATLY.search(sentence.text)):
        return Support(NONE)
    return Support(DIRECT, unread=True)


def _describes(sentence: Sentence, one: Relation, claimed: SentenceClaims) -> bool:
    """Whether a "due to" says no more than which deaths are meant: "an association for deaths due to stroke"."""
    words = sentence.words
    if words[one.stop - 1] not in {"to", "by"} or one.kind not in ACTS or len(claimed.relations) == 1:
        return False
    noun = one.start - 1
    if noun < 0 or words[noun] in _PASSIVE or words[noun].endswith(("er", "ly")):
        return False
    linked = any(other.kind == "link" and other.start < one.start for other in claimed.relations)
    return linked or noun <= 1 or words[noun - 1] in _BEFORE_NOUNS


def _evidence(one: Relation, claimed: SentenceClaims, link: Relation | None) -> int:
    """Return what a relation of the evidence supports: nothing of an aim, or of what a link ends in."""
    if claimed.frame or (one.aside and (claimed.looked or link is not None)):
        return NONE
    if link is not None and one.start > link.start and one.kind == "named":
        return NONE
    return {"": DIRECT, "can": CAN, "could": CAN}.get(one.hedge, LINKED)
