"""The clauses of a sentence: where one statement ends and the next begins."""

from functools import lru_cache

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.text import Sentence

_BREAK = Pattern(r"[;:()!?\u2026]|\s-+\s")
_ONLY_BRACKET = Pattern(r"[\s)\"',]*")


def question(sentence: Sentence) -> bool:
    """Whether the sentence is a question."""
    return sentence.text.rstrip("\"')]").endswith("?")


@lru_cache(maxsize=8192)
def clause_starts(sentence: Sentence) -> tuple[int, ...]:
    """Return the words with which a new clause begins; a comma alone begins none."""
    begins: list[int] = []
    end = 0
    ends = {hit.start for hit in lexicon("negation").section("ends").find(sentence.words)}
    for at, (start, stop) in enumerate(sentence.spans):
        if at and (_BREAK.search(sentence.text[end:start]) or at in ends or sentence.words[at] in {"which", "where"}):
            begins.append(at)
        end = stop
    return tuple(begins)


@lru_cache(maxsize=8192)
def clause_numbers(sentence: Sentence) -> tuple[int, ...]:
    """Return for each word the number of its clause; brackets hold one of their own, and part nothing."""
    numbers: list[int] = []
    begins = frozenset(clause_starts(sentence))
    outer: list[int] = []
    current = last = end = 0
    for at, (start, stop) in enumerate(sentence.spans):
        gap = sentence.text[end:start]
        end = stop
        opened, closed = gap.count("("), gap.count(")")
        for _ in range(min(closed, len(outer))):
            current = outer.pop()
        if opened:
            outer += [current] * opened
        if opened or (at in begins and not (closed and _ONLY_BRACKET.fullmatch(gap))):
            last += 1
            current = last
        numbers.append(current)
    return tuple(numbers)
