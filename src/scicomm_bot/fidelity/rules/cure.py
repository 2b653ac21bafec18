"""Promises of a cure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scicomm_bot.domain.post import Level
from scicomm_bot.english.clauses import question
from scicomm_bot.english.grammar import AUXILIARY, DENYING_SUBJECT
from scicomm_bot.english.lexicon import Hit, lexicon, words_of
from scicomm_bot.english.stands import stands
from scicomm_bot.fidelity.rule import SAID, Found, rule

if TYPE_CHECKING:
    from scicomm_bot.english.text import Sentence
    from scicomm_bot.fidelity.reading import Reading

_CURES = lexicon("cure").section("cure", "miracle", "eradicate", "end", "plain")
_STOPS = lexicon("stops").section("stop", "reverse", "beat", "end", "heal", "plain")
_ILLNESSES, _OF_ILLNESS, _NO_ILLNESS = (
    words_of("diseases", "illness", "course"),
    words_of("diseases", "of the illness"),
    words_of("diseases", "no illness"),
)
_BREAKS = words_of("stops", "breaks") | _OF_ILLNESS - {"cell", "cells"}
_AUXILIARY = AUXILIARY | {"get", "gets", "got"}
_ADVERBS = words_of("stops", "adverbs")
_WHO_STOP = words_of("stops", "who stops")
_NAMES = words_of("cure", "names")
_NO = DENYING_SUBJECT | {"not", "nope"}
_WORDS = _CURES.first_words | _STOPS.first_words
_ENDINGS = ("itis", "osis", "oma", "emia", "pathy", "plegia", "algia")
_REACH = 5


@rule(
    "cure",
    Level.QUESTION,
    detects="cure, reverses, stops, beats, miracle, and the like",
    why="news exaggerates what the release exaggerated (Sumner et al., BMJ 2014;349:g7015), and those who are ill hope",
    bad="A cure for ALS?",
    good="G-CSF was studied in ALS",
    also=(Level.WARNING,),
    kinds=SAID,
    alt=Level.WARNING,
)
def cure(reading: "Reading") -> Iterator[Found]:
    """Find a cure that is promised or asked for; one that the evidence has, too, weighs less."""
    if _WORDS.isdisjoint(reading.tokens):
        return
    sentences = reading.wording.sentences
    for index, sentence in enumerate(sentences):
        for hit in promises(sentence):
            if index + 1 < len(sentences) and _answered_no(sentence, sentences[index + 1]):
                continue
            said = sentence.piece(hit.start, hit.stop)
            if _in_evidence(reading, hit.entry.section):
                what = f"\u201c{said}\u201d stands in the evidence, but is read as the promise of a cure"
                yield Found(what, "say what was measured, and in whom", Level.WARNING)
            else:
                what = f"\u201c{said}\u201d promises a cure, and the evidence has no such word"
                yield Found(what, "say what was studied, and what was measured: \u201cwas studied in ...\u201d")


def promises(sentence: "Sentence") -> Iterator[Hit]:
    """Yield the words of a sentence that promise a cure and are not denied."""
    for hit in _CURES.find(sentence.words):
        if hit.entry.section != "plain" and not _is_name(sentence, hit) and stands(sentence, hit.start, hit.stop):
            yield hit
    for hit in _STOPS.find(sentence.words):
        if hit.entry.section == "plain" or not _on_illness(sentence.words, hit):
            continue
        if stands(sentence, hit.start, hit.stop):
            yield hit


def _answered_no(asking: "Sentence", answer: "Sentence") -> bool:
    """Whether a question is answered with a plain no at once; "not yet" is a promise."""
    if not question(asking) or answer.words[:1] == ():
        return False
    return answer.words[0] in _NO and answer.words[1:2] != ("yet",)


def _is_name(sentence: "Sentence", hit: Hit) -> bool:
    """Whether it is the name of a trial or a fund ("the CURE-ALS trial")."""
    if not sentence.piece(hit.start, hit.stop).isupper() or sentence.text.isupper():
        return False
    return not _NAMES.isdisjoint(sentence.words[hit.stop : hit.stop + 2])


def _on_illness(words: tuple[str, ...], hit: Hit) -> bool:
    """Whether the verb acts on an illness: "stops ALS", or "ALS can be stopped"."""
    if words[hit.start - 1 : hit.start] and words[hit.start - 1] in _WHO_STOP:
        return False
    for at in range(hit.stop, min(hit.stop + _REACH, len(words))):
        if words[at] in _BREAKS:
            break
        if _is_illness(words, at):
            return True
    before = hit.start
    passive = False
    while before and words[before - 1] in _AUXILIARY | _ADVERBS:
        before -= 1
        passive = passive or words[before] in _AUXILIARY
    return before > 0 and hit.entry.words[-1].endswith(("ed", "en")) and _is_illness(words, before - 1)


def _is_illness(words: tuple[str, ...], at: int) -> bool:
    word = words[at]
    ill = word in _ILLNESSES or (word.endswith(_ENDINGS) and word not in _NO_ILLNESS)
    if not ill:
        return False
    return words[at + 1 : at + 2] == () or words[at + 1] not in _OF_ILLNESS


def _in_evidence(reading: "Reading", family: str) -> bool:
    return any(
        hit.entry.section == family
        for quote in reading.evidence
        for sentence in quote.text.sentences
        for hit in promises(sentence)
    )
