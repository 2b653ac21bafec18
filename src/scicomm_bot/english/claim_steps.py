"""How strong a claim is, in four steps: 0 no relation, 1 correlational, 2 conditional, 3 causal.

The module is not called `claim_strength`, since the package has the function by that name.
"""

from collections.abc import Sequence

from scicomm_bot.english.relations import ACTS, Relation, relations_in
from scicomm_bot.english.text import Sentence, read_text

NONE, CORRELATIONAL, CONDITIONAL, CAUSAL = range(4)


def claim_strength(sentence: str) -> int:
    """Return how strong a relation between two things a text claims.

    The scale is that of Sumner et al. (BMJ 2014;349:g7015), folded to four steps as in the data set of Wright and
    Augenstein (copenlu/scientific-exaggeration-detection): "may cause" and "can cause" are both conditional, and a
    relation that is denied is none.

    Args:
        sentence: English prose: one sentence, or a few. Of several the strongest counts.

    Returns:
        0 no relation (a count, a description, a call for research, a denied relation; also an empty text),
        1 correlational ("linked to", "more likely", a difference), 2 conditional ("may reduce", "can cause"),
        3 causal ("reduces", "is effective in").
    """
    return max((_strength(one) for one in read_text(sentence).sentences), default=NONE)


def _strength(sentence: Sentence) -> int:
    claimed = relations_in(sentence)
    if claimed.frame:
        return NONE
    stated = [one for one in claimed.relations if not one.aside and not _advised(one, claimed.advice)]
    stated = stated or [one for one in claimed.relations if claimed.advice is None or one.hedge]
    return _strongest(stated)


def _strongest(stated: Sequence[Relation]) -> int:
    """Return the strength of it all; "was associated with a reduction in" goes no further than its first half."""
    link = next((one.start for one in stated if one.kind == "link" and not one.denied), None)
    if link is not None and not any(_step(one) > CORRELATIONAL and one.start < link for one in stated):
        return CORRELATIONAL
    return max(map(_step, stated), default=NONE)


def _advised(one: Relation, advice: int | None) -> bool:
    return advice is not None and one.start > advice and one.kind in ACTS


def _step(one: Relation) -> int:
    if one.denied:
        return NONE
    if one.kind not in ACTS:
        return CORRELATIONAL
    return CONDITIONAL if one.hedge else CAUSAL
