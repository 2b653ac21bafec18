"""The rule on negations that got lost: a post affirms what its evidence denies, or leaves open."""

from collections.abc import Iterator

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.lost_denials import lost_denial
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule


@rule(
    "negative-flipped",
    Level.QUESTION,
    detects="the evidence's negation is lost",
    why="without its \u201cnot\u201d, a sentence says the opposite of the paper",
    bad="Clinical trials confirmed the results",
    good="Clinical trials failed to reproduce the results",
)
def negative_flipped(reading: Reading) -> Iterator[Found]:
    """Look whether what a quotation denies, or leaves open, is affirmed in the post.

    A post that tells it in other words ("stayed the same", "as many as before"), or does not tell it, affirms nothing.
    """
    lost = lost_denial(reading)
    if lost is None:
        return
    if lost.words is not None:
        what = f"\u201c{lost.words}\u201d turns round what the paper says: \u201c{lost.sentence.text}\u201d"
        yield Found(what, "say that it did not, as the paper does")
    else:
        what = f"the paper denies, and the post does not: \u201c{lost.sentence.text}\u201d"
        yield Found(what, "keep its \u201cnot\u201d or \u201cfailed to\u201d")
