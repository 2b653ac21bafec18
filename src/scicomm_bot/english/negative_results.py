"""Negative results in a paper's own words: a sentence that says that something was not found, or not found again."""

from functools import lru_cache

from scicomm_bot.english.clauses import question
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.mentions import mentions
from scicomm_bot.english.negation import denials, denies
from scicomm_bot.english.statements import denied_claims_in
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
    no = denials(sentence)
    if any(_no_treatment(words, at) for at in no.at):
        return False
    return any(at in analyse(sentence).denied for at in starts)


def _no_treatment(words: tuple[str, ...], at: int) -> bool:
    """Whether "no" denies that there is a cure: the state of things, not a result."""
    if words[at] not in {"no", "without", "lack", "lacks", "not"}:
        return False
    results = lexicon("results")
    treatment = results.section("treatments").first(words[at + 1 : at + 5])
    return treatment is not None and results.section("there is").first(words) is not None


_KINDS = frozenset({"change", "there was"})
_CONTRAST = {("but",), ("and",)}


@lru_cache(maxsize=8192)
def is_negative_result(sentence: Sentence) -> bool:
    """Whether a sentence of results tells that something was not found, on whomever: "no change was seen in mice".

    That no side effects were found is none, nor what was not studied, or is not known.
    """
    if is_clinical_negative(sentence):
        return True
    if question(sentence) or lexicon("results").section("side effects").first(sentence.words) is not None:
        return False
    if _without_a_denial(sentence):
        return True
    if lexicon("abstract").section("gap").first(sentence.words) is not None or _only_by_contrast(sentence):
        return False
    shown = [hit.start for hit in lexicon("results").section("shown", "again").find(sentence.words)]
    shown += [at for at, word in enumerate(sentence.words) if word.startswith("signif")]
    if any(at in analyse(sentence).denied for at in shown):
        return True
    return any(one.kind in _KINDS for one in denied_claims_in(sentence))


def _without_a_denial(sentence: Sentence) -> bool:
    words = sentence.words
    return (
        lexicon("results").section("negative").first(words) is not None
        or lexicon("abstract").section("negative").first(words) is not None
    )


def _only_by_contrast(sentence: Sentence) -> bool:
    """Whether what is denied only sets off what was found: "was blocked by A but not by B"."""
    no = denials(sentence).at
    return bool(no) and all(sentence.words[at] == "not" and sentence.words[at - 1 : at] in _CONTRAST for at in no)
