"""Where a post turns round what a quotation of its own denies or leaves open. Two rules ask this."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from scicomm_bot.english.clauses import question
from scicomm_bot.english.grammar import OUGHT
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.mentions import mentions
from scicomm_bot.english.negation import denies, denies_result
from scicomm_bot.english.stands import stands
from scicomm_bot.english.statements import (
    DeniedClaim,
    Statement,
    affirmed_by,
    content_of,
    denied_claims_in,
    nothing_found,
    statements_in,
)
from scicomm_bot.english.stems import stem
from scicomm_bot.english.text import Sentence
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.reading import Quote, Reading

_HAPPENED = words_of("statements", "happened")
_ONLY = frozenset({"only", "unless", "until", "before", "first", "after", "wait", "if"})
_VERDICTS = ("useless", "disproved", "harmful")
_SHARED = 0.6
"""So much of what the paper leaves open must come again in a post that tells it as a fact."""


class LostDenial(NamedTuple):
    """A denial that got lost: the `sentence` of the quotation, and the words that turn it round, if they are known."""

    sentence: Sentence
    words: str | None


@lru_cache(maxsize=256)  # two rules ask for the same post: one as it is read, and one when its series is
def lost_denial(reading: Reading) -> LostDenial | None:
    """Return the first denial of a post's evidence that the post turns round, or None."""
    for quote in reading.evidence if reading.post.text else ():
        denying = [one for one in quote.text.sentences if denied_claims_in(one)]
        if not denying:
            continue
        words = _confirmed(reading, quote) if any(map(denies_result, denying)) else None
        if words is not None:
            return LostDenial(denying[0], words)
        lost = next((one for one in denying if _affirmed(reading, one)), None)
        if lost is not None:
            return LostDenial(lost, None)
    return None


def _affirmed(reading: Reading, denying: Sentence) -> bool:
    """Whether the post affirms what this sentence of its evidence denies or leaves open."""
    verdicts = lexicon("overstated").section(*_VERDICTS)  # `negative-overstated` looks at those
    post = [one for one in reading.claim.sentences if not question(one) and verdicts.first(one.words) is None]
    if any(_denies_what_was_said(one) for one in post):
        return False
    denied = [said.denied for one in post if _denies_something(one) for said in statements_in(one) if said.denied]
    sentences = reading.evidence_sentences
    elsewhere = frozenset(
        word
        for one in sentences
        if one is not denying
        for word in (affirmed_by(one) if denied_claims_in(one) else content_of(one))
    )
    denials = [one for sentence in sentences for one in denied_claims_in(sentence)]
    for denial in denied_claims_in(denying):
        others = frozenset(word for one in denials if one is not denial for word in one.topic)
        if not _denied_too(denial, denied, elsewhere, others) and _turned(denial, _statements(post), elsewhere):
            return True
    if any(map(_denies_something, reading.claim.sentences)):
        return False
    if _in_people_instead(reading, denying, post):
        return True
    if not all(denied_claims_in(one) and not affirmed_by(one) for one in sentences):
        return False
    first = denied_claims_in(denying)[0]
    return first.kind != "modal" and any(
        one.affirmed and (not one.hedged or first.kind == "change") for one in _statements(post)
    )


def _statements(post: Sequence[Sentence]) -> Iterator[Statement]:
    return (statement for one in post for statement in statements_in(one))


def _denies_something(sentence: Sentence) -> bool:
    return denies_result(sentence) or nothing_found(sentence)


def _denies_what_was_said(sentence: Sentence) -> bool:
    """Whether a sentence denies, and leaves out what: "in people it did not", "no such result was seen"."""
    return denies_result(sentence) and not any(one.denied for one in statements_in(sentence))


def _in_people_instead(reading: Reading, denying: Sentence, post: Sequence[Sentence]) -> bool:
    """Whether a post claims for people what the evidence has for animals or cells, and denies for people."""
    people = [quote for quote in reading.evidence if "people" in quote.on]
    if not any(denying in quote.text.sentences for quote in people) or len(people) == len(reading.evidence):
        return False
    if any(not denied_claims_in(one) for quote in people for one in quote.text.sentences):
        return False
    for one in post:
        mentioned = mentions(one)
        if (
            (mentioned.people or mentioned.clinical)
            and not mentioned.animals
            and not mentioned.cells
            and any(mine.affirmed for mine in statements_in(one))
        ):
            return True
    return False


def _denied_too(
    denial: DeniedClaim, denied: Sequence[frozenset[str]], elsewhere: frozenset[str], others: frozenset[str]
) -> bool:
    """Whether the post denies it, whatever else it tells."""
    mine = (denial.topic - elsewhere or denial.topic) | denial.predicates
    return any(not mine.isdisjoint(one) or others.isdisjoint(one) for one in denied)


def _turned(denial: DeniedClaim, statements: Iterable[Statement], elsewhere: frozenset[str]) -> bool:
    own = denial.topic - elsewhere
    topic = own or denial.topic
    for one in statements:
        about = not topic or not topic.isdisjoint(one.stems)
        if not about:
            continue
        same = not denial.predicates.isdisjoint(one.affirmed)
        if denial.kind == "change" and one.affirmed and (own or same):
            return True
        stems = frozenset(map(stem, one.words))
        if denial.kind == "other" and not denial.predicates.isdisjoint(stems):
            return True
        if denial.kind == "there was" and not _HAPPENED.isdisjoint(one.words) and _most(denial, one):
            return True
        if denial.kind == "modal" and _prescribed(denial, one):
            return True
        if denial.kind == "open" and not one.hedged and (one.affirmed or one.words) and _most(denial, one):
            return True
    return False


def _most(denial: DeniedClaim, one: Statement) -> bool:
    stems = one.stems | frozenset(map(stem, one.words)) if one.words else frozenset()
    return len(denial.topic & stems) >= max(1, _SHARED * len(denial.topic))


def _prescribed(denial: DeniedClaim, one: Statement) -> bool:
    if OUGHT.isdisjoint(one.words) or not _ONLY.isdisjoint(one.words):
        return False
    return not denial.predicates.isdisjoint(map(stem, one.words))


def _confirmed(reading: Reading, quote: Quote) -> str | None:
    """Return the words by which people had the result again, where the quotation says that they had not."""
    if not _of_people(quote) or _people_had_it(reading):
        return None
    for sentence in reading.claim.sentences:
        mentioned = mentions(sentence)
        subjects = (*mentioned.people, *mentioned.clinical)
        if not mentioned.again or not subjects or question(sentence):
            continue
        if denies_result(sentence) or any(start in analyse(sentence).denied for start, _ in mentioned.again):
            continue
        for start, stop in mentioned.again:
            if not stands(sentence, start, stop, as_result=True):
                continue
            near = [at for at in subjects if analyse(sentence).same_clause(start, at)]
            if near:
                return sentence.piece(min(near[0], start), max(near[0] + 1, stop))
    return None


def _of_people(quote: Quote) -> bool:
    return "people" in quote.on or any(mentions(one).clinical for one in quote.text.sentences)


def _people_had_it(reading: Reading) -> bool:
    quotes = (quote for quote in reading.evidence if "people" in quote.on)
    return any(not denies(one) for quote in quotes for one in quote.text.sentences)
