"""The opposite direction: a post says lower where its quotation says higher."""

from collections.abc import Iterator

from scicomm_bot.domain.post import Level
from scicomm_bot.english.clauses import question
from scicomm_bot.english.direction import Change, changes_in
from scicomm_bot.english.text import Sentence
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_THAN = frozenset({"than", "versus", "vs", "against"})
_INVERSE = frozenset({"inverse", "inversely", "negative", "negatively"})
_WORD = {1: "more", -1: "less"}


@rule(
    "direction",
    Level.QUESTION,
    detects="more told where the quotation has less, or the other way round",
    why="one word turns a result into its opposite, and no reader can see it",
    bad="In patients, aldosterone was lower (evidence: aldosterone was higher in patients)",
    good="In patients, aldosterone was higher",
)
def direction(reading: Reading) -> Iterator[Found]:
    """Compare each change that the post tells with those that its quotations tell of the same outcome.

    Where a quotation has both directions for an outcome, denies one, or has it the other way round because it begins
    with the other group ("A was higher than B", "B was lower than A"), nothing is said.
    """
    for sentence in reading.claim.sentences:
        for change in () if question(sentence) else changes_in(sentence):
            if change.denied or change.doubted:
                continue
            other = _opposite(reading, sentence, change)
            if other is not None:
                said = sentence.piece(max(0, change.at - 2), min(len(sentence.words), change.at + 3))
                what = (
                    f"“{said}” says {_WORD[change.sign]}, and the quotation says {_WORD[-change.sign]}: “{other.text}”"
                )
                yield Found(what, "tell it in the paper's direction", about=(sentence.text, other.text))
                return


def _opposite(reading: Reading, sentence: Sentence, change: Change) -> Sentence | None:
    """Return the sentence of a quotation that tells only the opposite, or None."""
    found: Sentence | None = None
    for quote in reading.evidence:
        if not _INVERSE.isdisjoint(quote.text.words):
            return None  # "inversely associated": which way depends on the one and on the other
        for theirs in quote.text.sentences:
            for other in changes_in(theirs):
                if other.outcome.isdisjoint(change.outcome):
                    continue
                if other.denied or other.sign == change.sign or _is_turned(sentence, change, theirs, other):
                    return None
                found = theirs
    return found


def _is_turned(sentence: Sentence, mine: Change, theirs: Sentence, other: Change) -> bool:
    """Whether the post begins with the group that the quotation compares with: the words behind its "than"."""
    than = next((at for at in range(other.at, len(theirs.words)) if theirs.words[at] in _THAN), None)
    if than is None:
        return False
    outcome = mine.outcome | other.outcome
    first, second = _content(theirs, 0, than) - outcome, _content(theirs, than + 1, len(theirs.words)) - outcome
    stop = next((at for at in range(mine.at, len(sentence.words)) if sentence.words[at] in _THAN), len(sentence.words))
    own = _content(sentence, 0, stop) - outcome
    return len(own & (second - first)) > len(own & (first - second))


def _content(sentence: Sentence, start: int, stop: int) -> frozenset[str]:
    return frozenset(one.stem for one in analyse(sentence)[start:stop] if one.kind == "word")
