"""The clauses of a sentence: where one statement ends and the next begins."""

from functools import lru_cache

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.text import Sentence

_BREAK = Pattern(r"[;:()!?\u2026]|\s-+\s")
_PLAIN = frozenset({" ", "-", ", "})
"""What stands between most words, and parts no clauses by itself."""
_BEGIN = frozenset({"which", "where"})
_ONLY_BRACKET = Pattern(r"[\s)\"',]*")


def question(sentence: Sentence) -> bool:
    """Whether the sentence is a question."""
    return "?" in sentence.text and sentence.text.rstrip("\"')]").endswith("?")


@lru_cache(maxsize=8192)
def clause_starts(sentence: Sentence) -> tuple[int, ...]:
    """Return the words with which a new clause begins; a comma alone begins none."""
    begins: list[int] = []
    end = 0
    ends = {hit.start for hit in lexicon("negation").section("ends").find(sentence.words)}
    ends |= {at for at, word in enumerate(sentence.words) if word in _BEGIN}
    for at, (start, stop) in enumerate(sentence.spans):
        gap = sentence.text[end:start]
        end = stop
        if at and (at in ends or (gap not in _PLAIN and _BREAK.search(gap))):
            begins.append(at)
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
        if gap in _PLAIN and at not in begins:
            numbers.append(current)
            continue
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
