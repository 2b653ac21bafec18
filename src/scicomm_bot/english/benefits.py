"""Who is said to have a benefit: "G-CSF helps people with ALS" gives it to people, "in mice" does not."""

from scicomm_bot.english.clauses import question
from scicomm_bot.english.mentions import mentions
from scicomm_bot.english.negation import negated
from scicomm_bot.english.stands import stands
from scicomm_bot.english.text import Sentence
from scicomm_bot.english.tokens import analyse

_TO_BENEFIT = 4
"""So many words may stand between a benefit and those who have it, where the statement names animals as well."""
_OPENING = 3
"""A sentence that begins "In patients", "In people with ALS" speaks of them to its end."""
_GOES_ON = frozenset({"but", "yet", "however", "and", "it", "they", "also", "still", "has", "have", "even", "instead"})
_AND = frozenset({"and", "or", "also", "well", "plus", "even"})
_STUDIES = frozenset({"study", "studies", "experiment", "experiments", "research", "work", "tests", "data"})
_DETERMINERS = frozenset({"the", "some", "many", "most", "these", "our", "more"})
_ILLNESS = frozenset({"disease", "diseases", "disorder", "mutation", "gene", "found", "seen", "known"})


def people_benefit(sentence: Sentence) -> tuple[int, int] | None:
    """Return the words of a benefit and of the people who are said to have it, or None."""
    if question(sentence):
        return None
    mentioned = mentions(sentence)
    if not mentioned.benefits or not (mentioned.people or mentioned.clinical):
        return None
    people = [at for at in mentioned.people if not negated(sentence, at)]
    people += [
        at for at in mentioned.clinical if "in" in sentence.words[max(0, at - 2) : at] and not negated(sentence, at)
    ]
    for start, stop in mentioned.benefits if people else ():
        if stands(sentence, start, stop, as_result=True):
            for at in people:
                if _have(sentence, (start, stop), at):
                    return start, at
    return None


def _have(sentence: Sentence, benefit: tuple[int, int], at: int) -> bool:
    """Whether the people at word `at` have the benefit."""
    start, stop = benefit
    if start <= at < stop:
        return True
    if not _one_statement(sentence, start, at):
        return at <= _OPENING and _goes_on(sentence, start)
    mentioned = mentions(sentence)
    words = sentence.words
    named = (one for one in (*mentioned.animals, *mentioned.cells) if not negated(sentence, one))
    others = [one for one in named if _one_statement(sentence, start, one)]
    if others and at < start and _is_subject(sentence, at):
        others = [one for one in others if not _reports(sentence, one)]  # "patients benefit, a study in rats suggests"
    if not others:
        return True
    if mentioned.cells and words[at - 1] == "of" and words[at - 2] in {"cells", "neurons"}:
        return False  # "cells of patients, in a dish"
    if any(0 < at - one <= _TO_BENEFIT and not _AND.isdisjoint(words[one + 1 : at]) for one in others):
        return True  # "in mice and in people"
    if any(0 < one - at <= _TO_BENEFIT and not _AND.isdisjoint(words[at + 1 : one]) for one in others):
        return True  # "in people and in mice"
    low, high = (stop, at) if at >= stop else (at + 1, start)
    if high - low > _TO_BENEFIT or any(low <= one < high for one in others):
        return False
    return _ILLNESS.isdisjoint(words[low:high]) and not _comma(sentence, low, high)


def _goes_on(sentence: Sentence, start: int) -> bool:
    """Whether the benefit is had by those whom the sentence begins with: "in patients it did not ..., but improved"."""
    number, mentioned = analyse(sentence).clauses, mentions(sentence)
    begin = number.index(number[start])
    others = any(number[one] == number[start] for one in (*mentioned.animals, *mentioned.cells))
    return sentence.words[0] == "in" and not others and _GOES_ON.issuperset(sentence.words[begin:start])


def _is_subject(sentence: Sentence, at: int) -> bool:
    """Whether a statement begins with the word, or with one word before it."""
    number, words = analyse(sentence).clauses, sentence.words
    begin = at - 1 if at and words[at - 1] in _DETERMINERS else at
    if begin == 0 or number[begin - 1] != number[begin] or words[begin - 1] in {"that", "so"}:
        return True
    return "," in sentence.text[sentence.spans[begin - 1][1] : sentence.spans[begin][0]]


def _reports(sentence: Sentence, at: int) -> bool:
    """Whether the animals are those of the study that is said to report it: "a study in rats suggests"."""
    words = sentence.words
    near = {*words[max(0, at - 3) : at], *words[at + 1 : at + 2]}
    return not _STUDIES.isdisjoint(near)


def _one_statement(sentence: Sentence, one: int, other: int) -> bool:
    """Whether two words are in one statement; "that people lose" is another one's, too."""
    if not analyse(sentence).same_clause(one, other):
        return False
    low, high = min(one, other), max(one, other)
    words = sentence.words
    return not (words[high - 1] in {"that", "ones"} and high - 1 > low)


def _comma(sentence: Sentence, low: int, high: int) -> bool:
    return "," in sentence.text[sentence.spans[max(0, low - 1)][1] : sentence.spans[high][0]]
