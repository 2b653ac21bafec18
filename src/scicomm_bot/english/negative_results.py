"""Negative results in a paper's own words: a sentence that says that something was not found, or not found again."""

from functools import cache, lru_cache

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.clauses import question
from scicomm_bot.english.facts.figures import RATIO, Figure, figures_of
from scicomm_bot.english.grammar import AUXILIARY
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.mentions import mentions
from scicomm_bot.english.negation import denials, denies, denies_result
from scicomm_bot.english.statements import DeniedClaim, denied_claims_in
from scicomm_bot.english.stems import stem
from scicomm_bot.english.text import Sentence, Text
from scicomm_bot.english.tokens import analyse


def clinical_negative(abstract: Text) -> Sentence | None:
    """Return the sentence of an abstract with a negative result in people, or None.

    That no side effects were found, or that there is no cure, is none.
    """
    return next((one for one in abstract.sentences if is_clinical_negative(one)), None)


@lru_cache(maxsize=8192)
def is_clinical_negative(sentence: Sentence) -> bool:
    """Whether a sentence tells of a negative result in people."""
    results = lexicon("results")
    words = sentence.words
    if not denies(sentence) and results.section("negative").first(words) is None:  # as most sentences
        return False
    mentioned = mentions(sentence)
    if not (mentioned.people or mentioned.clinical) or question(sentence):
        return False
    if results.section("side effects").first(words):
        return False
    starts = [start for start, _ in (*mentioned.again, *mentioned.benefits)]
    starts += [hit.start for hit in results.section("shown").find(words)]
    if mentioned.clinical and results.section("negative").first(words):
        return True
    if _says_no_treatment(sentence):
        return False
    return any(at in analyse(sentence).denied for at in starts)


def _no_treatment(words: tuple[str, ...], at: int) -> bool:
    """Whether "no" denies that there is a cure: the state of things, not a result."""
    if words[at] not in {"no", "without", "lack", "lacks", "not"}:
        return False
    results = lexicon("results")
    treatment = results.section("treatments").first(words[at + 1 : at + 5])
    return treatment is not None and results.section("there is").first(words) is not None


_WHO = frozenset({"who", "whose", "whom"})
_NEAR = 4
"""So many words behind a denial it is of side effects: "no serious or lasting adverse"."""
_RELATIONS = ("correlat", "associat", "relat", "link", "predict")
_LEVEL = 0.05
_TESTED = Pattern(r"\b[pP]\b|\bCI\b|\binterval")
_CONTRAST = {("but",), ("and",)}


@lru_cache(maxsize=8192)
def is_negative_result(sentence: Sentence) -> bool:
    """Whether a sentence of results tells that something was not found, on whomever: "no change was seen in mice".

    That no side effects were found is none, nor what was not studied, or is not known.
    """
    words = sentence.words
    if question(sentence) or _on_side_effects(sentence) or lexicon("abstract").section("gap").first(words) is not None:
        return False
    if _without_a_denial(sentence) or _may_be_chance(sentence):
        return True
    if not denies_result(sentence):
        return False
    if _only_by_contrast(sentence) or _only_of_some(sentence) or _says_no_treatment(sentence):
        return False
    return is_clinical_negative(sentence) or _is_denied(sentence)


def _is_denied(sentence: Sentence) -> bool:
    """Whether what studies show, or a change, is denied."""
    shown = [hit.start for hit in lexicon("results").section("shown", "again").find(sentence.words)]
    shown += [hit.start for hit in lexicon("abstract").section("denied").find(sentence.words)]
    shown += [at for at, word in enumerate(sentence.words) if word.startswith("signif")]
    if any(at in analyse(sentence).denied for at in shown):
        return True
    return any(_is_missed(one) for one in denied_claims_in(sentence))


def _is_missed(claim: DeniedClaim) -> bool:
    """Whether a change was not found, or something that is no harm: "no death" is none of them."""
    return claim.kind == "change" or (claim.kind == "there was" and claim.topic.isdisjoint(_harms()))


@cache
def _harms() -> frozenset[str]:
    return frozenset(stem(entry.words[0]) for entry in lexicon("benefit").section("bad").entries) | {"died", "die"}


def _may_be_chance(sentence: Sentence) -> bool:
    """Whether all its tests say so: p values above 0.05, intervals that hold no effect; one of them at least."""
    if not _TESTED.search(sentence.text):
        return False
    figures = figures_of(sentence.text)
    tests = [_is_high(sentence.text, one) for one in figures if one.role == "p"]
    tests += [bool(one.spans_none) for one in figures if one.low is not None and (one.unit == RATIO or one.low < 0)]
    return bool(tests) and all(tests)


def _is_high(text: str, p: Figure) -> bool:
    sign = text[max(0, p.start - 2) : p.start]
    return "<" not in sign and (p.value > _LEVEL or ">" in sign)


def _on_side_effects(sentence: Sentence) -> bool:
    """Whether a denial is about side effects: "no adverse events", "toxicity did not differ"."""
    hits = [hit.start for hit in lexicon("results").section("side effects").find(sentence.words)]
    first = min(denials(sentence).at, default=0)
    return any(at < first + _NEAR and _related(sentence.words[first:at]) is None for at in hits)


def _related(words: tuple[str, ...]) -> str | None:
    """Return the word of a relation: that a score "was not correlated with complications" is a result."""
    return next((word for word in words if word.startswith(_RELATIONS)), None)


def _only_of_some(sentence: Sentence) -> bool:
    """Whether a denial only says who is meant: "patients who did not respond were given more", "not smoking was"."""
    return all(_names_some(sentence.words, at) for at in denials(sentence).at)


def _names_some(words: tuple[str, ...], at: int) -> bool:
    if not _WHO.isdisjoint(words[max(0, at - 2) : at]):
        return True
    after, before = words[at + 1 : at + 2], words[at - 1 : at] if at else ()
    return words[at] == "not" and after != () and after[0].endswith("ing") and AUXILIARY.isdisjoint(before)


def _says_no_treatment(sentence: Sentence) -> bool:
    return any(_no_treatment(sentence.words, at) for at in denials(sentence).at)


def _without_a_denial(sentence: Sentence) -> bool:
    words = sentence.words
    return (
        lexicon("results").section("negative").first(words) is not None
        or lexicon("abstract").section("negative").first(words) is not None
        or any(hit.entry.words[0] != "independent" for hit in lexicon("statements").section("unchanged").find(words))
    )


def _only_by_contrast(sentence: Sentence) -> bool:
    """Whether what is denied only sets off what was found: "by A but not by B", "not by A but by B"."""
    words = sentence.words
    weak = {hit.start for hit in lexicon("negation").section("denies a little").find(words)}
    no = denials(sentence).at - weak
    first = next((at for at in sorted(no) if words[at - 1 : at + 1] == ("but", "not")), len(words))
    return all(at > first or _sets_off(words, at) for at in no)


def _sets_off(words: tuple[str, ...], at: int) -> bool:
    if words[at] != "not" or any(word.startswith("signif") for word in words[at + 1 : at + 3]):
        return False
    but = next((one for one in range(at + 1, len(words)) if words[one] == "but"), None)
    return words[at - 1 : at] in _CONTRAST or (
        but is not None and words[at + 1 : at + 2] == words[but + 1 : but + 2] != ()
    )
