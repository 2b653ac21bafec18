"""Lists that a denial reaches as a whole: "did not slow, stop or cure" denies all three."""

from collections.abc import Sequence

from scicomm_bot.english.grammar import AUXILIARY, DENYING_SUBJECT, RELATIVE, SUBJECT, SUBORDINATE
from scicomm_bot.english.lexicon import words_of

_ITEMS = 6
_LONGEST = 8
"""A list has at most so many items behind a comma, and an item so many words before "or"."""
_FAR = 40
"""So many words are looked at for what a list is part of: no sentence takes longer than its words."""
_OR = frozenset({"or", "nor"})
_SUBORDINATE = SUBORDINATE | RELATIVE - {"that"} | {"even"}
_NEW_SUBJECT = SUBJECT | {"there", "that", "who", "which", "and"}
"""An item does not begin with these; a statement of its own does."""


class DeniedLists:
    """The lists of one sentence.

    Args:
        words: The sentence's words.
        signs: For each word, the signs before it, as `negation` reads them: a comma is ",".
        ends: The words with which a new statement begins.
        denying: The words that deny.
    """

    def __init__(
        self, words: tuple[str, ...], signs: tuple[str, ...], ends: frozenset[int], denying: frozenset[int]
    ) -> None:
        self.words = words
        self.signs = signs
        self.ends = ends
        self.denying = denying

    def reaches(self, begin: int, denial: int, at: int) -> bool:
        """Whether the comma before word `at` parts two items of a list that the word `denial` denies.

        Args:
            begin: The first word of the clause.
            denial: The word that denies.
            at: The word behind the comma.
        """
        stop = self._stop(denial, at)
        if stop is None or (denial and self.words[denial - 1] == "with"):
            return False
        return not self._is_subordinate(begin, denial) or self.signs[stop : stop + 1] == (",",)

    def has_past(self, denial: int, at: int) -> bool:
        """Whether a past stands between a denial and word `at`: in "not slowed, stopped or cured", as in the rest."""
        return any(map(_is_past, self.words[max(denial + 1, at - _FAR) : at]))

    def _stop(self, denial: int, at: int) -> int | None:
        """Return the word behind a list that goes on at word `at`, or None where there is none."""
        for _ in range(_ITEMS):
            stop = self._end_of_item(at)
            item = self.words[at:stop]
            either = next((one for one, word in enumerate(item[:_LONGEST]) if word in _OR), None)
            if not self._is_item(denial, at, item, either):
                return None
            if either is not None:
                return stop
            if len(item) > _LONGEST or self.signs[stop : stop + 1] != (",",):
                return None
            at = stop
        return None

    def _end_of_item(self, at: int) -> int:
        following = range(at + 1, len(self.words))
        return next((one for one in following if self.signs[one] or one in self.ends), len(self.words))

    def _is_item(self, denial: int, at: int, item: Sequence[str], either: int | None) -> bool:
        """Whether these words are an item of the list, and do not tell something else: ", it improved"."""
        first = item[:either]
        if item[0] in _NEW_SUBJECT or not self.denying.isdisjoint(range(at, at + len(first))):
            return False
        if not words_of("negation", "verbs").isdisjoint(first):
            return False
        told = first if self.words[denial] in DENYING_SUBJECT else (*first, item[-1])
        return not any(map(_is_past, told)) or self.has_past(denial, at)

    def _is_subordinate(self, begin: int, denial: int) -> bool:
        """Whether the denial is that of an aside: "although it did not", "people who do not", "those not given it"."""
        if not _SUBORDINATE.isdisjoint(self.words[max(begin, denial - _FAR) : denial]):
            return True
        if self._is_relative(denial):
            return True
        if self.words[denial] != "not" or self.words[denial + 1 : denial + 2] == ("to",):
            return False
        before = self.words[max(0, denial - 1) : denial]
        return before == () or not (before[0] in AUXILIARY or before[0].endswith("ly"))

    def _is_relative(self, denial: int) -> bool:
        """Whether the denial is that of "a drug that does not work"."""
        at = denial - 1
        while at > 0 and self.words[at] in AUXILIARY:
            at -= 1
        return at >= 0 and self.words[at] == "that" and self.words[denial] not in DENYING_SUBJECT


def _is_past(word: str) -> bool:
    """Whether a word has the ending of a past: "slowed", but not "need"."""
    return word.endswith("ed") and not word.endswith("eed")
