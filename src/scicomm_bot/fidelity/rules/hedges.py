"""A doubt of the paper that the post has lost: "may postpone death" told as "postpones death"."""

from collections.abc import Iterator
from functools import lru_cache

from scicomm_bot.domain.post import Level
from scicomm_bot.english.clauses import question
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.negation import denies
from scicomm_bot.english.text import Sentence, Text
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_OF_SOURCE = lexicon("hedges").section("in source")
_OF_POST = lexicon("hedges").section("in source", "in post")
_WHO = frozenset({"who", "that", "which", "they"})
_LEAST = 2
"""So many content words in common show that two sentences speak of one thing."""
_LEAST_WORD = 4


@rule(
    "hedge-lost",
    Level.QUESTION,
    detects="what the paper leaves open, told without a may",
    why="readers tell “may” from “does” (Adams et al. 2017, 10.1037/xap0000100)",
    bad="G-CSF delays death by protecting nerve cells in mice",
    good="G-CSF may delay death by protecting nerve cells in mice",
    unless=("strength-up", "cause-from-correlation", "proof", "negative-flipped"),
)
def hedge_lost(reading: Reading) -> Iterator[Found]:
    """Find a sentence that tells what a quotation says only behind a "may", in a post that leaves nothing open."""
    if _OF_POST.first(reading.claim.words) is not None:
        return
    surely = [one for one in reading.evidence_sentences if _OF_SOURCE.first(one.words) is None]
    for quote in reading.evidence:
        for open_ in quote.text.sentences:
            hit = next((one for one in _OF_SOURCE.find(open_.words) if not _is_ability(open_, one.start)), None)
            if hit is None:
                continue
            left = _content(open_, hit.stop)
            for sentence in reading.claim.sentences:
                mine = _content(sentence)
                shared = mine & left
                if question(sentence) or denies(sentence) or len(shared) < _LEAST:
                    continue
                if any(len(mine & _content(one)) >= len(shared) for one in surely):
                    continue
                hedge = open_.piece(hit.start, hit.stop)
                what = f"the paper says “{hedge}”, and “{sentence.text}” says it without"
                yield Found(what, "keep the paper's own may or suggests", about=(sentence.text, quote.text.raw))
                return


def _is_ability(sentence: Sentence, at: int) -> bool:
    """Whether a "could" tells what somebody was able to do, or not: "pupils who could swim", "could not be seen"."""
    if sentence.words[at] != "could":
        return False
    return sentence.words[at + 1 : at + 2] == ("not",) or (at > 0 and sentence.words[at - 1] in _WHO)


def _content(sentence: Sentence, start: int = 0) -> frozenset[str]:
    words, table = sentence.words, analyse(sentence)
    content = (at for at in range(start, len(words)) if table.kinds[at] == "word" and len(words[at]) >= _LEAST_WORD)
    return frozenset(table.stems[at] for at in content)


_MODELLED = lexicon("hedges").section("modelled")
_A_MODEL = lexicon("hedges").section("by a model")


@lru_cache(maxsize=1024)  # an abstract is that of all posts of its paper
def _is_by_a_model(text: Text) -> bool:
    return _A_MODEL.first(text.words) is not None


@rule(
    "model-as-fact",
    Level.QUESTION,
    detects="what a model projects, told as if it had been seen",
    why="a projection holds as far as its assumptions do",
    bad="Measles made 310 people ill (evidence: the model projected 310 cases)",
    good="A model projected 310 cases of measles",
)
def model_as_fact(reading: Reading) -> Iterator[Found]:
    """Find a post that says nowhere that its result is that of a model, on a quotation that says so."""
    sources = (reading.source.abstract, *(quote.text for quote in reading.evidence))
    if not any(map(_is_by_a_model, sources)):  # as most papers
        return
    if _MODELLED.first(reading.text.words) is not None or not reading.claim.words:
        return
    for quote, around in zip(reading.evidence, reading.context, strict=True):
        hit = next((one for text in (quote.text, around) if (one := _A_MODEL.first(text.words))), None)
        told = [one for one in reading.claim.sentences if not question(one)]
        if hit is not None and told:
            said = " ".join(hit.entry.words).removesuffix("*")
            what = f"the quotation tells what a model says (“{said}”), and the post tells it as seen"
            yield Found(what, "say that it is a model's result", about=(reading.claim.raw, quote.text.raw))
            return
