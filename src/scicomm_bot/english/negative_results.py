"""Negative results in a paper's own words: a sentence that says that something was not found, or not found again."""

from functools import lru_cache

from scicomm_bot.english.clauses import question
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.mentions import mentions
from scicomm_bot.english.negation import denials, denies
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
