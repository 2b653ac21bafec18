"""The one grammar: sets of small words by their kind, from `grammar.txt`. No module keeps a list of its own."""

from scicomm_bot.english.lexicon import words_of


def _of(*sections: str) -> frozenset[str]:
    return words_of("grammar", *sections)


BE = _of("be")
AUXILIARY = _of("auxiliary")
"""What may stand between a subject and its verb: be, have, do and the modals."""
MODAL = _of("modal")
OUGHT = _of("should", "should not")
"""Modals by which somebody is told what to do, denied or not."""
DETERMINER = _of("determiner")
RELATIVE = _of("relative")
SUBORDINATE = _of("because", "when", "if", "although")
"""They begin a clause that a comma ends: "although it did not cure, it helped"."""
CONDITION = _of("if")
SUBJECT = _of("subject", "this")
"""They begin a statement of their own."""
AND = _of("and")
DENYING_SUBJECT = _of("no one")
FUNCTION = _of(
    "auxiliary", "determiner", "relative", "subject", "and", "but", "because", "when", "if", "in", "of", "by", "during"
)
"""Words that carry no content of their own."""
