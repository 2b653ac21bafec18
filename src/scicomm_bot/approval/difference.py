"""The difference of two texts, word by word and to the letter; pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

_SHOWN = 60
_MOST = 3
"""How many changes are told in words; the rest are counted."""
_MOST_PAIRS = 250_000
"""Up to 500 words each, every word is compared with all others; a post that X takes has 140."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is in both texts, only in the old one, or only in the new one.

    All `same` and `deleted` pieces together are the old text, all `same` and `added` ones the new.
    """

    kind: Literal["same", "deleted", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with the white space before it; the last word of a text that ends in white space is empty."""

    gap: str
    word: str


_Change = tuple[int, Sequence[_Word], Sequence[_Word]]
"""The number of the word in the new text (from 1), the words that were there, and those that are there now."""


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces from `old` to `new`, word by word; empty for equal texts."""
    if old == new:
        return ()
    pieces: list[Piece] = []
    for tag, before, after in _blocks(old, new):
        if tag == "equal":
            for one, other in zip(before, after, strict=True):
                if one.gap != other.gap:
                    pieces += [Piece("deleted", one.gap), Piece("added", other.gap)]
                    pieces.append(Piece("same", other.word))
                else:
                    pieces.append(Piece("same", other.gap + other.word))
        else:
            pieces += [Piece("deleted", _joined(before)), Piece("added", _joined(after))]
    return tuple(_merged(pieces))


def describe(old: str, new: str) -> str:
    """Say in words what is different: which word, and which letter of it.

    Letters are counted as Unicode code points, from 1. One that is not ASCII is named, since it may look like another.
    """
    changes = list(_changes(old, new))
    said = [_say(change) for change in changes[:_MOST]]
    if len(changes) > _MOST:
        said.append(f"and {len(changes) - _MOST} more")
    return "; ".join(said)


def _words(text: str) -> list[_Word]:
    whole = text.rstrip()  # white space without a word behind it would be looked at from each of its signs
    words = [_Word(found[1], found[2]) for found in re.finditer(r"(\s*)(\S+)", whole)]
    rest = text[len(whole) :]
    return [*words, _Word(rest, "")] if rest or not words else words


def _blocks(old: str, new: str) -> Iterator[tuple[str, Sequence[_Word], Sequence[_Word]]]:
    before, after = _words(old), _words(new)
    if len(before) * len(after) > _MOST_PAIRS:
        yield from _coarse_blocks(before, after)
        return
    from difflib import SequenceMatcher  # noqa: PLC0415 - only where two texts differ

    matcher = SequenceMatcher(None, [one.word for one in before], [one.word for one in after], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield tag, before[a:b], after[c:d]


def _coarse_blocks(
    before: Sequence[_Word], after: Sequence[_Word]
) -> Iterator[tuple[str, Sequence[_Word], Sequence[_Word]]]:
    """Yield the words at both ends that are the same, and all between them as one change."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at].word != after[at].word), shorter)
    behind = range(1, shorter - start + 1)
    end = next((at - 1 for at in behind if before[-at].word != after[-at].word), shorter - start)
    stop, last = len(before) - end, len(after) - end
    yield "equal", before[:start], after[:start]
    yield "replace", before[start:stop], after[start:last]
    yield "equal", before[stop:], after[last:]


def _changes(old: str, new: str) -> Iterator[_Change]:
    number, came_or_went = 1, False
    for tag, before, after in _blocks(old, new):
        if tag == "equal" or len(before) == len(after):
            for index, (one, other) in enumerate(zip(before, after, strict=True)):
                first_no_more = came_or_went and index == 0 and one.word == other.word and not (one.gap and other.gap)
                if one != other and not first_no_more:
                    yield number + index, [one], [other]
        else:
            yield number, before, after
        came_or_went = tag != "equal"
        number += len(after)


def _say(change: _Change) -> str:
    number, before, after = change
    match before, after:
        case [_Word() as one], [_Word() as other] if one.word == other.word:
            return (
                f"{_signs(one.gap)} before word {number} {'is' if len(one.gap) < 2 else 'are'} now {_signs(other.gap)}"  # noqa: PLR2004 - one sign or more
            )
        case [_Word() as one], [_Word() as other] if one.word and other.word:
            return f"word {number}: {_quoted(one.word)} is now {_quoted(other.word)} ({_letters(one.word, other.word)})"
        case [], [_Word(gap, "")]:
            return f"{_signs(gap)} was put in at the end"
        case [_Word(gap, "")], []:
            return f"{_signs(gap)} was taken out at the end"
        case _, []:
            return f"before word {number}, {_quoted(_joined(before).strip())} was taken out"
        case [], _:
            return f"{_quoted(_joined(after).strip())} was put in as word {number}"
        case _:
            return f"from word {number} on, {_quoted(_joined(before).strip())} is now {_quoted(_joined(after).strip())}"


def _letters(old: str, new: str) -> str:
    """Say which letters make the difference of two words."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    place = _ordinal(start + 1)
    if not come:
        which = (
            f"its {place} letter, {_signs(gone)}, was"
            if len(gone) == 1
            else f"from its {place} letter on, {_signs(gone)} was"
        )
        return f"{which} taken out"
    if not gone:
        return (
            f"{_signs(come)} was put in as its {place} letter"
            if len(come) == 1
            else f"{_signs(come)} was put in from its {place} letter on"
        )
    if len(gone) == len(come) == 1:
        return f"its {place} letter, {_signs(gone)}, is now {_signs(come)}"
    return f"from its {place} letter on, {_signs(gone)} is now {_signs(come)}"


def _signs(text: str) -> str:
    """Name the signs of a short text so that none can be taken for another."""
    if not text:
        return "nothing"
    if text.isspace() or len(text) == 1:
        return " and ".join(_sign(sign) for sign in text)
    named = [_sign(sign) for sign in text if not sign.isascii()]
    return f"{_quoted(text)}{f' (with {named[0]})' if named else ''}"


def _sign(sign: str) -> str:
    if sign in _SPACES:
        return _SPACES[sign]
    if sign.isascii() and sign.isprintable():
        return f"'{sign}'"
    name = f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()
    return f"'{sign}' ({name})" if sign.isprintable() else name


_SPACES = {" ": "a space", "\n": "a line break", "\t": "a tab"}


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return f"'{shown}'" if len(shown) <= _SHOWN else f"'{shown[:_SHOWN]}...'"


def _ordinal(number: int) -> str:
    last = number % 100
    ending = "th" if 10 < last < 14 else {1: "st", 2: "nd", 3: "rd"}.get(last % 10, "th")  # noqa: PLR2004 - 11th, 12th, 13th
    return f"{number}{ending}"


def _joined(words: Sequence[_Word]) -> str:
    return "".join(one.gap + one.word for one in words)


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Join neighbours of one kind, and drop empty ones."""
    told = [piece for piece in pieces if piece.text]
    for kind, several in groupby(told, key=lambda piece: piece.kind):
        yield Piece(kind, "".join([piece.text for piece in several]))
