"""Words that readers take otherwise than the paper: significance, and words on people."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scicomm_bot.domain.post import Level
from scicomm_bot.english.lexicon import Hit, lexicon, words_of
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.rule import SAID, Found, rule

if TYPE_CHECKING:
    from scicomm_bot.english.text import Sentence
    from scicomm_bot.fidelity.reading import Reading

_SIGNIFICANT = frozenset({"significant", "significantly", "significance"})
_OTHERS = frozenset({"other", "others"})
_CHANCE = frozenset({"chance", "luck", "randomly", "coincidence", "fluke"})

_STIGMA = lexicon("stigma")
_PHRASES = _STIGMA.section("people", "nouns", "plain")
_BEHIND_NOUNS = words_of("stigma", "behind nouns")
_WHO, _THINGS = words_of("stigma", "who"), words_of("stigma", "things")
_FAIL_TOO = _THINGS | words_of("stigma", "treatments")
_BETWEEN = words_of("stigma", "between")
_FAILED = frozenset({"failed", "fail", "fails", "failing"})
_WORDS = _PHRASES.first_words | _FAILED
_SUBJECT = 6
_OF_ILLNESS = 4


@rule(
    "significant",
    Level.WARNING,
    detects="\u201csignificant\u201d left undefined for lay readers",
    why="it sounds like size or importance, and measures neither (American Statistical Association 2016, "
    "10.1080/00031305.2016.1154108)",
    bad="significant efficacy of G-CSF in mice",
    good="a benefit of G-CSF in mice",
    also=(Level.INFO,),
)
def significant(reading: "Reading") -> Iterator[Found]:
    """Find the word, also as "statistically significant", unless its sentence speaks of chance.

    It informs where a difference was not significant, which nobody takes for a large one.
    """
    if _SIGNIFICANT.isdisjoint(reading.tokens):
        return
    for sentence in reading.wording.sentences:
        words = sentence.words
        if _SIGNIFICANT.isdisjoint(words) or not _CHANCE.isdisjoint(words):
            continue
        found = [at for at, word in enumerate(words) if word in _SIGNIFICANT]
        at = next((at for at in found if not analyse(sentence)[at].denied), found[0])
        if words[at + 1 : at + 2] and words[at + 1] in _OTHERS:
            continue
        what = f"\u201c{words[at]}\u201d is not explained"
        instead = "say how large it was, or \u201cmore than chance would explain\u201d, or leave the word out"
        yield Found(what, instead, Level.INFO if analyse(sentence)[at].denied else None)
        return


@rule(
    "stigma",
    Level.QUESTION,
    detects="victim, suffers from, \u201cpatients failed\u201d",
    why="people who have the illness read these posts (US National Institutes of Health, destigmatizing language)",
    bad="ALS sufferers",
    good="people with ALS",
    kinds=SAID,
    alt=Level.WARNING,
)
def stigma(reading: "Reading") -> Iterator[Found]:
    """Find words that make a victim or a failure of a person; "studies on patients failed to" is about studies."""
    if _WORDS.isdisjoint(reading.tokens):
        return
    for sentence in reading.wording.sentences:
        for hit in _PHRASES.find(sentence.words):
            thing = hit.entry.words[0].startswith("suffer") and not _THINGS.isdisjoint(
                sentence.words[max(0, hit.start - 3) : hit.start]
            )
            if hit.entry.section != "plain" and not thing and not _is_adjective(sentence, hit):
                said = sentence.piece(hit.start, hit.stop)
                yield Found(f"\u201c{said}\u201d", f"write instead: {hit.entry.instead}")
        failed = _failed(sentence)
        if failed is not None:
            what = f"\u201c{failed}\u201d puts the failure on the people"
            yield Found(what, "say what did not work: \u201cthe treatment did not work in ...\u201d")


def _is_adjective(sentence: "Sentence", hit: Hit) -> bool:
    """Whether it is a noun only as "the elderly", and is none here: "elderly people", "the elderly population"."""
    if hit.entry.section != "nouns":
        return False
    alone = _BEHIND_NOUNS.issuperset(sentence.words[hit.stop : hit.stop + 1])
    return not alone or sentence.words[max(0, hit.start - 1) : hit.start] != ("the",)


def _failed(sentence: "Sentence") -> str | None:
    """Find "failed" with people as its subject."""
    words = sentence.words
    for at, word in enumerate(words):
        if word not in _FAILED:
            continue
        subject = at - 1
        while subject >= 0 and words[subject] in _BETWEEN:
            subject -= 1
        if "with" in words[max(0, subject - _OF_ILLNESS) : subject]:  # "people with spinal cord injury failed"
            subject = at - 1 - words[at - 1 :: -1].index("with") - 1
        if subject < 0 or words[subject] not in _WHO:
            continue
        if _FAIL_TOO.isdisjoint(words[max(0, subject - _SUBJECT) : subject]):
            return sentence.piece(subject, at + 1)
    return None
