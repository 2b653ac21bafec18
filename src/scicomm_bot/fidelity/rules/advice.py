"""Advice to readers: a paper's findings are no prescription."""

from collections.abc import Iterator
from itertools import zip_longest

from scicomm_bot.domain.post import Level
from scicomm_bot.english.advice import advised, advising_words, asks_whether, may_advise
from scicomm_bot.english.negation import denies
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import SAID, Found, rule


@rule(
    "advice",
    Level.QUESTION,
    detects="should, ask your doctor for, try, take; imperatives of treatment",
    why="40% of press releases gave more direct advice than the paper (Sumner et al., BMJ 2014;349:g7015)",
    bad="Ask for G-CSF",
    good="The review looks at studies of G-CSF",
    also=(Level.WARNING,),
    kinds=SAID,
    alt=Level.WARNING,
)
def advice(reading: Reading) -> Iterator[Found]:
    """Find what tells readers what to do; where the evidence does so in the same word, it weighs less.

    A call for research ("should be studied further") and a word of caution ("should be read with care") advise nobody
    on a treatment, and what participants were told to do is no advice to readers.
    """
    if not may_advise(reading.tokens):
        return
    sentences = reading.wording.sentences
    for sentence, following in zip_longest(sentences, sentences[1:]):
        said = advised(sentence)
        if said is None or (following is not None and asks_whether(sentence) and denies(following)):
            continue  # a "Should everyone take it?" that is answered with a no advises nobody to
        if _in_evidence(reading, said):
            what = f"\u201c{said}\u201d stands in the evidence, but reads as the account's own advice"
            yield Found(what, "name who advises it, and whom", Level.WARNING)
        else:
            yield Found(f"\u201c{said}\u201d tells readers what to do", "delete it; say what was studied")
        return


def _in_evidence(reading: Reading, said: str) -> bool:
    """Whether the evidence advises with the same word: its modal, its verb."""
    mine = advising_words(said)
    theirs = (advised(sentence) for sentence in reading.evidence_sentences)
    return any(one is not None and not mine.isdisjoint(one.lower().split()) for one in theirs)
