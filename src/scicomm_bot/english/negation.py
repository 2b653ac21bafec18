"""Which words of a sentence are denied: "not", "failed to", "no ... was", and two of them that cancel out.

What a rule asks, and which function answers:

| question | function |
|---|---|
| Which words deny, and which do they reach? | `denials` |
| Does a denial reach this word: "reproduced" in "was not reproduced"? | `negated` |
| Does one, or does its clause deny something of it: "benefit" in "the benefit was not seen"? | `denied` |
| Does the sentence deny anything? | `denies` |
| Does it deny what it says, and not only add "without fever"? | `denies_result` |
| Does the sentence stand by this word, so that it is neither denied nor doubted? | `stands.stands` |
| Which claims does a sentence of the paper deny or leave open? | `statements.denied_claims_in` |
| Does it say in any words that nothing was found: "stayed the same"? | `statements.nothing_found` |
"""

import re
from functools import lru_cache
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.denied_list import DeniedLists
from scicomm_bot.english.grammar import AND, BE, DENYING_SUBJECT, RELATIVE
from scicomm_bot.english.lexicon import Lexicon, lexicon
from scicomm_bot.english.text import Sentence

_A_LITTLE = 4
"""How many words "without" and "lack of" reach."""
_CANCELS = 4
"""Two denials with at most so many words between them cancel out: "none of the studies failed to"."""
_NOT_WITHOUT = 2
"""But "without" does so only right behind, or one word behind: "not without", "not entirely without"."""
_AND = AND | {"then"}
_BY = frozenset({"in", "by", "for", "of", "among", "from"})
_NEW = DENYING_SUBJECT | {"nor", "non"}
"""Words that begin a denial of their own: "not in mice, nor in people" is twice no."""
_STRONG = Pattern(r"[;:!?\u2026]")
_COMMA = Pattern(r",|\s-+\s|^-+\s|\s-+$")
_HINT = Pattern(
    r"n't|\b(?:no|non|not|nor|never|neither|none|nobody|nothing|nowhere|cannot|without|hardly|scarcely|barely"
    r"|fail|unable|unlikely|unsuccess|inability|impossible|lack|absen|rather|instead|far|free|devoid|in vain|ineff)",
    re.IGNORECASE,
)
"""What no denial can do without: most sentences need no closer look."""


class Denials(NamedTuple):
    """What a sentence denies, as numbers of its words.

    Attributes:
        at: The words that deny.
        after: The words that a denial reaches: "reproduced" in "was not reproduced".
        before: What stands before it in its clause, and is denied with it: "benefit" in "the benefit was not seen".
    """

    at: frozenset[int]
    after: frozenset[int]
    before: frozenset[int]


_THAT = frozenset({"that", "whether"})
_OPENS_ASIDE = frozenset(
    {"once", "when", "if", "which", "who", "even", "at", "in", "as", "with", "on", "after", "used"}
)
_ASIDE = 10
_NONE = Denials(frozenset(), frozenset(), frozenset())


def negated(sentence: Sentence, at: int) -> bool:
    """Whether a denial reaches word `at` of the sentence; "did not fail to reproduce" denies nothing."""
    return at in denials(sentence).after


def denied(sentence: Sentence, at: int) -> bool:
    """Whether word `at` is denied, or is what its clause denies something of: "the benefit was not seen"."""
    reached = denials(sentence)
    return at in reached.after or at in reached.before


def denies(sentence: Sentence) -> bool:
    """Whether the sentence denies anything, after double denials have cancelled out."""
    return bool(denials(sentence).at)


@lru_cache(maxsize=8192)
def denies_result(sentence: Sentence) -> bool:
    """Whether a sentence denies its statement, and does more than to add "without" or "with no" something."""
    words = sentence.words
    weak = _list("denies a little")
    return any(
        not (at and words[at - 1] == "with") and weak.first(words[at : at + 2]) is None for at in denials(sentence).at
    )


@lru_cache(maxsize=8192)
def denials(sentence: Sentence) -> Denials:
    """Return what the sentence denies."""
    return _Walk(sentence).walk() if _HINT.search(sentence.text) else _NONE


def _list(name: str) -> Lexicon:
    return lexicon("negation").section(name)


def _begins(words: Lexicon, of: tuple[str, ...], at: int) -> bool:
    return words.first(of[at : at + 1]) is not None


class _Walk:
    """Goes through a sentence from left to right, and keeps what is denied at the moment."""

    def __init__(self, sentence: Sentence) -> None:
        self.words = sentence.words
        self.gaps = _gaps(sentence)
        skipped = {at for hit in _list("no denial").find(self.words) for at in range(hit.start, hit.stop)}
        self.strong = {hit.start for hit in _list("denies").find(self.words)} - skipped
        self.strong |= {at for at, word in enumerate(self.words) if word.endswith("n't")} - skipped
        self.weak = {hit.start for hit in _list("denies a little").find(self.words)} - skipped
        self.back = {hit.start for hit in _list("denies before").find(self.words)} - skipped
        self.lists = DeniedLists(self.words, self.gaps.before, self.gaps.ends, frozenset(self.strong | self.weak))
        self.begin = 0  # of the clause
        self.last: int | None = None  # the word that denies, and reaches the present one
        self.until = 0
        self.parenthesis = False
        self.kept: list[tuple[int | None, int]] = []
        self.at: set[int] = set()
        self.after: set[int] = set()
        self.before: set[int] = set()

    def walk(self) -> Denials:
        """Return what the sentence denies."""
        for at, word in enumerate(self.words):
            self._gap(at)
            if at in self.gaps.ends and self.last != at - 1:  # "not yet", "not so"
                self._end(at)
            if self.last in self.weak and _begins(_list("verbs"), self.words, at):
                self._end(at)  # "mice without the gene kept their weight"
            if word in _AND and self._another_verb(at):
                self._end(at)
            if self.last is not None and at < self.until:
                self.after.add(at)
            if at in self.strong:
                self._deny(at, len(self.words))
            elif at in self.weak:
                self._deny(at, at + 1 + (1 if word == "non" else _A_LITTLE))
            if at in self.back and self._stands_alone(at):
                self.at.add(at)
                self._back(at)
        return Denials(frozenset(self.at), frozenset(self.after), frozenset(self.before))

    def _gap(self, at: int) -> None:
        gap = self.gaps.before[at]
        for sign in gap:
            if sign == "(":
                self.kept.append((self.last, self.until))
            elif sign == ")" and self.kept:
                self.last, self.until = self.kept.pop()
            elif sign == ";":
                self._end(at)
            elif sign == ",":
                self._comma(at)

    def _comma(self, at: int) -> None:
        """A comma ends what is denied, but not in "did not, in people with ALS, reproduce", nor in a list with "or"."""
        if self.parenthesis:
            self.parenthesis = False
        elif self.last == at - 1 or self._opens_aside(at):
            self.parenthesis = True
        elif self.last not in self.strong or not self.lists.reaches(self.begin, self.last, at):
            self._end(at)

    def _opens_aside(self, at: int) -> bool:
        """Whether an aside parts a subject from its verb: "not shown that it, taken early, makes colds short"."""
        if self.last not in self.strong or _THAT.isdisjoint(self.words[self.last or 0 : at - 1]):
            return False
        closed = any("," in self.gaps.before[one] for one in range(at + 1, min(at + _ASIDE, len(self.words))))
        return closed and (self.words[at] in _OPENS_ASIDE or self.words[at].endswith(("ed", "en")))

    def _end(self, at: int) -> None:
        self.begin, self.last, self.until, self.parenthesis = at, None, 0, False

    def _deny(self, at: int, until: int) -> None:
        if self._cancels(at):
            first = self.last if self.last is not None else at
            self.at.discard(first)
            self.after -= set(range(first, at + 1))
            self.before -= set(range(self.begin, first))
            self.last, self.until = None, 0
            self.back.discard(at)
            return
        self.at.add(at)
        word = self.words[at]
        if at in self.strong and word not in DENYING_SUBJECT:
            self.before |= set(range(self.begin, at))
        elif word in DENYING_SUBJECT and at > self.begin and self.words[at - 1] in _BY:
            self._back(at)  # "was reproduced in no trial"
        self.last, self.until = at, until

    def _back(self, at: int) -> None:
        """Deny what stands before word `at` in its clause."""
        self.before |= set(range(self.begin, at))
        self.after |= set(range(self.begin, at))

    def _cancels(self, at: int) -> bool:
        if self.last is None or at >= self.until or at - self.last > _CANCELS + 1:
            return False
        if self.words[at] == "without" and at - self.last > _NOT_WITHOUT:
            return False  # "not take iron without a blood test"
        between = self.words[self.last + 1 : at]
        if not _AND.isdisjoint(between) or not RELATIVE.isdisjoint(between):
            return False
        return self.words[at] not in _NEW

    def _another_verb(self, at: int) -> bool:
        """Whether "and" begins a statement of its own, as in "did not reproduce this and showed harm"."""
        if at + 1 >= len(self.words):
            return False
        if self.last is None:
            return _begins(_list("verbs"), self.words, at + 1)
        word = self.words[at + 1]
        if _begins(_list("verbs"), self.words, at + 1):
            return True
        passive = not BE.isdisjoint(self.words[max(0, self.last - 1) : self.last + 2])
        listed = self.words[at] == "or" and self.lists.has_past(self.last, at)
        return word.endswith("ed") and not passive and not listed

    def _stands_alone(self, at: int) -> bool:
        """Whether nothing follows that failed: "the attempts failed", but not "failed to", nor "failed, so far, to"."""
        if self.words[at] not in {"failed", "fails"} or at + 1 == len(self.words):
            return True
        return self.words[at + 1] != "to" and "," not in self.gaps.before[at + 1]


class _Gaps(NamedTuple):
    """What stands between the words: `before[i]` the signs before word i; `ends` the words that begin a statement."""

    before: tuple[str, ...]
    ends: frozenset[int]


def _gaps(sentence: Sentence) -> _Gaps:
    signs: list[str] = []
    end = 0
    for start, stop in sentence.spans:
        signs.append(_signs(sentence.text[end:start]))
        end = stop
    ends = {hit.start for hit in _list("ends").find(sentence.words)}
    for hit in _list("stands apart").find(sentence.words):
        if "," in signs[hit.start] and hit.stop < len(signs) and "," in signs[hit.stop]:
            signs[hit.start] = signs[hit.start].replace(",", "")
            signs[hit.stop] = signs[hit.stop].replace(",", "")
            ends -= set(range(hit.start, hit.stop))
    return _Gaps(tuple(signs), frozenset(ends))


def _signs(gap: str) -> str:
    if gap in {" ", "-", ""}:
        return ""
    signs = "".join(sign for sign in gap if sign in "()")
    if _STRONG.search(gap):
        return f"{signs};"
    return f"{signs}," if _COMMA.search(gap) else signs
