"""A result that holds for a part of those who were studied, told without the part and without the rest."""

from collections.abc import Iterator

from scicomm_bot.domain.post import Level
from scicomm_bot.english.clauses import question
from scicomm_bot.english.direction import changes_in
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.limited import limited_in, stems_of
from scicomm_bot.english.mentions import tells_benefit
from scicomm_bot.english.negation import denies
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_LIMITS = lexicon("limits")
_LEAST = 2
"""So many words in common show that the post tells what the quotation limits."""


@rule(
    "exception-dropped",
    Level.QUESTION,
    detects="a result told of all, where the quotation says for whom it does not hold",
    why="who reads the post may be one of those for whom it does not hold",
    bad="In patients, the drug lowered mortality (evidence: lower among the ventilated but not among the others)",
    good="In patients on a ventilator, the drug lowered mortality; in the others it did not",
)
def exception_dropped(reading: Reading) -> Iterator[Found]:
    """Find a post that tells a result and names neither the part that it holds for nor anybody it does not hold for."""
    told = [one for one in reading.claim.sentences if not question(one)]
    if _LIMITS.first(reading.claim.words) is not None or any(denies(one) for one in told):
        return
    if not any(changes_in(one) or tells_benefit(one) for one in told):
        return
    mine = frozenset[str]().union(*map(stems_of, reading.claim.sentences))
    for quote in reading.evidence:
        for sentence in quote.text.sentences:
            limit = limited_in(sentence)
            if limit is None or not limit.part or not mine.isdisjoint(limit.part | limit.others):
                continue
            if len(mine & limit.told) >= _LEAST:
                what = f"the quotation limits it (“{limit.words}”), and the post does not"
                yield Found(what, "name those for whom it holds", about=(reading.claim.raw, quote.text.raw))
                return
