"""The opposite direction: a post says lower where its quotation says higher."""

from collections.abc import Iterator
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.clauses import question
from scicomm_bot.english.direction import Change, changes_in, goes_from_to, sign_of
from scicomm_bot.english.facts.figures import values_of
from scicomm_bot.english.facts.follows import same_figure
from scicomm_bot.english.negation import denies
from scicomm_bot.english.text import Sentence
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_THAN = frozenset({"than", "versus", "vs", "against"})
_COMPARED = frozenset({("compared", "with"), ("compared", "to"), ("relative", "to")})
_COMPARATIVES = frozenset({"more", "less", "worse"})
_SHORT = 4
_MOST = 24
"""No more figures of a sentence are compared."""
_FAR = 12
"""A group's name has at most so many words behind "than", and a comparative stands within so many before it."""
_PARTS = Pattern(r"[,;:()]")
_INVERSE = frozenset({"inverse", "inversely", "negative", "negatively"})
_WORD = {1: "more", -1: "less"}
_WENT = {1: "rose", -1: "fell"}
_WORDS = {"amount": ("more", "less"), "value": ("better", "worse")}


@rule(
    "direction",
    Level.QUESTION,
    detects="more told where the quotation has less, or two groups exchanged",
    why="one word turns a result into its opposite, and no reader can see it",
    bad="In patients, aldosterone was lower (evidence: aldosterone was higher in patients)",
    good="In patients, aldosterone was higher",
    unless=("negative-flipped", "number-label"),
)
def direction(reading: Reading) -> Iterator[Found]:
    """Compare each change that the post tells with those that its quotations tell of the same outcome.

    Where a quotation has both directions for an outcome, denies one, or has it the other way round because it begins
    with the other group ("A was higher than B", "B was lower than A"), nothing is said.
    """
    for sentence in reading.claim.sentences:
        if question(sentence):
            continue
        found = _reversed_pair(reading, sentence)
        if found is None and sentence.text not in reading.quoted:
            found = (
                _opposite_change(reading, sentence)
                or _opposite_figure(reading, sentence)
                or _exchanged_groups(reading, sentence)
            )
        if found is not None:
            yield found
            return


def _reversed_pair(reading: Reading, sentence: Sentence) -> Found | None:
    """Find "rose from 5.1 to 4.3", and "from 4.3 to 5.1" where the quotation goes from 5.1 to 4.3."""
    about = (sentence.text, *(quote.text.raw for quote in reading.evidence))
    theirs = {(low, high) for one in reading.evidence_sentences for _, low, high in goes_from_to(one)}
    for sign, first, last in goes_from_to(sentence):
        if sign * (last - first) < 0:
            what = f"it {_WENT[sign]} from {first:g} to {last:g}, says the post, which is {_WORD[-sign]}"
            return Found(what, "exchange the figures, or the word", about=about)
        if (last, first) in theirs and (first, last) not in theirs and first != last:
            what = f"the post goes from {first:g} to {last:g}, and the quotation from {last:g} to {first:g}"
            return Found(what, "tell it in the paper's direction", about=about)
    return None


def _opposite_change(reading: Reading, sentence: Sentence) -> Found | None:
    for change in changes_in(sentence):
        if change.denied or change.doubted:
            continue
        other = _opposite(reading, sentence, change)
        if other is not None:
            said = sentence.piece(max(0, change.at - 2), min(len(sentence.words), change.at + 3))
            mine, theirs = _WORDS[change.scale]
            mine, theirs = (mine, theirs) if change.sign > 0 else (theirs, mine)
            what = f"“{said}” says {mine}, and the quotation says {theirs}: “{other.text}”"
            return Found(what, "tell it in the paper's direction", about=(sentence.text, other.text))
    return None


def _opposite(reading: Reading, sentence: Sentence, change: Change) -> Sentence | None:
    """Return the sentence of a quotation that tells only the opposite, or None."""
    found: Sentence | None = None
    for quote in reading.evidence:
        if not _INVERSE.isdisjoint(quote.text.words):
            return None  # "inversely associated": which way depends on the one and on the other
        for theirs in quote.text.sentences:
            for other in changes_in(theirs):
                if other.scale != change.scale or other.outcome.isdisjoint(change.outcome):
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


def _opposite_figure(reading: Reading, sentence: Sentence) -> Found | None:
    """Find "6% lower" where the quotation has "6% higher", and nowhere "6% lower"."""
    own = _groups(sentence)
    for mine in values_of(sentence.text)[:_MOST]:
        sign = sign_of(sentence, mine.start, mine.stop) if mine.unit else 0
        same = [
            (theirs, one)
            for theirs in reading.evidence_sentences
            for one in values_of(theirs.text)[:_MOST]
            if sign and same_figure(mine, one)
        ]
        signs = {sign_of(theirs, one.start, one.stop) for theirs, one in same}
        if signs != {-sign} or any(_crossed(own, _groups(theirs)) for theirs, _ in same):
            continue
        told, other = mine.shown, same[0][0]
        what = f"the post has {told} {_WORD[sign]}, and the quotation {told} {_WORD[-sign]}: “{other.text}”"
        return Found(what, "tell it in the paper's direction", about=(sentence.text, other.text))
    return None


def _exchanged_groups(reading: Reading, sentence: Sentence) -> Found | None:
    """Find "lower with ice than with heat" where the quotation has "lower with heat than with ice"."""
    own = _groups(sentence)
    if own is None or denies(sentence):
        return None
    for theirs in reading.evidence_sentences:
        pair = _groups(theirs)
        if pair is not None and pair.word == own.word and _crossed(own, pair) and not denies(theirs):
            what = f"the post has “{own.said}”, and the quotation “{pair.said}”"
            return Found(what, "put the groups as the paper has them", about=(sentence.text, theirs.text))
    return None


def _crossed(own: "_Groups | None", pair: "_Groups | None") -> bool:
    """Whether each of two comparisons begins with the group that the other ends with."""
    if own is None or pair is None or own.second & pair.second:
        return False
    return bool(own.first & pair.second and own.second & pair.first)


class _Groups(NamedTuple):
    """What is compared: the comparative, the stems before it and its "than" but not behind, and those behind alone."""

    word: str
    first: frozenset[str]
    second: frozenset[str]
    said: str


def _groups(sentence: Sentence) -> _Groups | None:
    words, spans = sentence.words, sentence.spans
    than = next((at for at, word in enumerate(words) if word == "than" or words[at : at + 2] in _COMPARED), None)
    if than is None:
        return None
    before = range(than - 1, max(-1, than - _FAR), -1) if words[than] == "than" else range(len(words))
    at = next((at for at in before if _is_comparative(words[at])), None)
    if at is None:
        return None
    start = than + 1 if words[than] == "than" else than + 2
    near = range(start, min(len(words), start + _FAR))
    stop = next((one for one in near if _PARTS.search(sentence.text, spans[one - 1][1], spans[one][0])), near.stop)
    first = _content(sentence, 0, than) | (_content(sentence, stop, len(words)) if start > than + 1 else frozenset())
    second = _content(sentence, start, stop)
    said = sentence.piece(min(at, than), max(stop, at + 1))
    return _Groups(words[at], first - second, second - first, said)


def _is_comparative(word: str) -> bool:
    return word in _COMPARATIVES or (word.endswith("er") and len(word) > _SHORT)


def _content(sentence: Sentence, start: int, stop: int) -> frozenset[str]:
    table = analyse(sentence)
    return frozenset(table.stems[at] for at in range(start, stop) if table.kinds[at] == "word")
