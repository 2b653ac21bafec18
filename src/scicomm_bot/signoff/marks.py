"""Where quotations stand in a source: found as the rules find them, marked in the source as it is."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from scicomm_bot.characters.fold import fold, fold_places
from scicomm_bot.characters.signs import is_unspaced
from scicomm_bot.english.text import sentence_ends

_AROUND = 400
"""So many letters of a sentence are shown before a quotation, and behind it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a source.

    Attributes:
        quotes: The numbers, from 1 on, of the quotations that it belongs to; none for what nobody quotes.
        ends: Those of them that end with it.
    """

    text: str
    quotes: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def marked(source: str, quotes: Sequence[str]) -> list[Piece]:
    """Cut `source` into pieces at the ends of the quotations; joined, the pieces are `source` again.

    A quotation is found as the rule `evidence-missing` finds it: folded, between two words, in every place where it
    stands. One that is not there marks nothing. Quotations may overlap.
    """
    folded, spans = _folded(source)
    places = [
        (number, spans[found.start()][0], spans[found.end() - 1][1])
        for number, wanted in enumerate(map(fold, quotes), 1)
        if wanted
        for found in re.finditer(re.escape(wanted), folded)
        if not (_joined(folded, found.start()) or _joined(folded, found.end()))
    ]
    cuts = sorted({0, len(source), *(at for _, start, end in places for at in (start, end))})
    begins, ends = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for number, start, end in places:
        begins[start].append(number)
        ends[end].append(number)
    pieces: list[Piece] = []
    around = Counter[int]()
    for start, end in pairwise(cuts):
        around.update(begins[start])
        around.subtract(ends[start])
        pieces.append(Piece(source[start:end], tuple(sorted(+around)), tuple(sorted(set(ends[end])))))
    return pieces


def passage(source: str, quote: str) -> tuple[Piece, ...]:
    """Return the sentences of `source` that a quotation stands in, where it stands first; nothing where it does not.

    What is left out of a very long sentence is shown as an ellipsis.
    """
    pieces = marked(source, [quote])
    index = next((index for index, piece in enumerate(pieces) if piece.quotes), None)
    if index is None:
        return ()
    start = sum(len(piece.text) for piece in pieces[:index])
    end = start + len(pieces[index].text)
    ends = [*sentence_ends(source.replace("\n", " "))]
    before = source[max((one for one in ends if one <= start), default=0) : start].lstrip()
    behind = source[end : min(one for one in ends if one >= end)].rstrip()
    around = (_last(before), ()), (pieces[index].text, (1,)), (_first(behind), ())
    return tuple(Piece(text, quotes) for text, quotes in around if text)


def unbroken(text: str) -> list[Piece]:
    """Cut a line into pieces; those with a number are short words with a hyphen, such as "G-CSF", to be kept whole."""
    parts = re.split(r"((?<!\S)(?=\S{1,12}(?!\S))\S+-\S+)", text)
    return [Piece(part, (1,) if number % 2 else ()) for number, part in enumerate(parts) if part]


def _last(text: str) -> str:
    return text if len(text) <= _AROUND else f"… {text[-_AROUND:].partition(' ')[2] or text[-_AROUND:]}"


def _first(text: str) -> str:
    return text if len(text) <= _AROUND else f"{text[:_AROUND].rpartition(' ')[0] or text[:_AROUND]} …"


def _joined(text: str, at: int) -> bool:
    """Whether a cut there lies within a word."""
    before, after = text[max(at - 1, 0) : at], text[at : at + 1]
    if is_unspaced(before) or is_unspaced(after):
        return False
    return all(sign and (sign.isalnum() or sign == "_") for sign in (before, after))


@lru_cache(maxsize=4)  # one source serves all posts of its paper
def _folded(source: str) -> tuple[str, list[tuple[int, int]]]:
    """Fold as `fold` does (but for white space at both ends), with the place in `source` of each character."""
    chars: list[str] = []
    spans: list[tuple[int, int]] = []
    for char, span in zip(*fold_places(source), strict=True):
        if char.isspace() and chars and chars[-1] == " ":
            continue
        chars.append(" " if char.isspace() else char)
        spans.append(span)
    return "".join(chars), spans
