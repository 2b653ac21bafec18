"""An abstract cut into sentences as they stand there, each with the label that it stands below."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.abstract_roles import is_label
from scicomm_bot.english.grammar import FUNCTION
from scicomm_bot.english.lexicon import words_of
from scicomm_bot.english.text import sentence_ends
from scicomm_bot.records.record import AbstractPart

MOST_LETTERS = 2_000
"""A quotation of posts.yaml has at most so many letters; no sentence that people write is as long."""
_AS_ASCII = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"') | dict.fromkeys("\u2018\u2019", "'"))
"""What closes a quotation behind a full stop; one sign for one, so that places stay."""
_OTHER_STOP = Pattern(
    "[\u3002\uff01\uff1f\uff61]+[\"'\uff09\u300d\u300f\u3011]*|[\u061f\u06d4\u0964\u0965\u1362\u104b\u17d4]+(?=\\s)"
)
"""Stops of other scripts; those of Chinese and Japanese need no space behind them."""
_SUSPECT = Pattern(
    r"(?:(?<![A-Za-z]\.)\b[A-Za-z]|\bal)\.(?=\s+(?P<next>[A-Z][a-z]*)\b)"
    r"|(?<=[a-z)\]])\.(?=(?P<glued>[A-Z][a-z]+) )"
)
"""A stop that may be an initial's, and one without a space: it ends a sentence where a small word follows it."""
_LABEL = Pattern(
    r"\s*(?P<label>[^\W\d_][^.:;?!\n]{1,80}?)\s*(?::\s*|\.?\s*[\u2013\u2014]\s*|\.\s*-+\s+|\.?\s*\Z)(?=\S|\Z)"
)
_BARE = Pattern(r"\s*(?P<label>[A-Z][A-Za-z]+(?: and [A-Z]?[a-z]+)?)\s+(?=[A-Z0-9])")
_LEAST_BARE = 2
_BEGINS = Pattern(r"\s*[:.A-Z0-9]")
_HEADING = Pattern(r"\A\s*(?:Abstract|ABSTRACT)(?P<sign>\s*[:.\u2013\u2014-])?\s+(?P<next>[A-Z][A-Za-z]*)?")


class Cut(NamedTuple):
    """A sentence as it stands in the abstract, the label that it stands below, or None, and the number of its part."""

    text: str
    label: str | None
    part: int


def cut(parts: Iterable[AbstractPart]) -> list[Cut]:
    """Cut an abstract into sentences. A label within the text ("Results: ...") is none of its sentence."""
    found: list[Cut] = []
    for number, part in enumerate(parts):
        pieces = [*_pieces(part.text if number else _without_heading(part.text))]
        bare = part.label is None and _has_bare_labels(pieces)
        label = part.label
        for piece in pieces:
            within = _label_of(piece, bare=bare)
            label, rest = within if within is not None else (label, piece)
            found += (Cut(one, label, number) for one in _short_enough(rest.strip()))
    return found


def _pieces(text: str) -> Iterator[str]:
    """Yield the sentences as they stand; put together, they are the text."""
    plain = text.translate(_AS_ASCII)
    ends = {*sentence_ends(plain), *(stop.end() for stop in _OTHER_STOP.finditer(plain))}
    for stop in _SUSPECT.finditer(plain):
        if (stop["next"] or stop["glued"]).lower() in _small_words():
            ends.add(stop.end())
    start = 0
    for end in sorted(ends):
        yield text[start:end]
        start = end


def _without_heading(text: str) -> str:
    """Return an abstract without its heading, which some sources leave before it; "Abstract art" is no heading."""
    found = _HEADING.match(text)
    if found is None:
        return text
    after = found["next"] or ""
    labelled = is_label(after) and _BEGINS.match(text, found.end()) is not None
    is_heading = found["sign"] is not None or after.lower() in _small_words() or labelled
    return text[found.start("next") if found["next"] else found.end() :] if is_heading else text


@cache
def _small_words() -> frozenset[str]:
    """Words that begin sentences, and that are nobody's name."""
    return FUNCTION | words_of("grammar", "no one") | words_of("statements", "generic") | {"each", "however", "thus"}


def _label_of(piece: str, *, bare: bool) -> tuple[str, str] | None:
    """Return the label that a sentence begins with, and the rest of it."""
    for pattern in (_LABEL, _BARE) if bare else (_LABEL,):
        found = pattern.match(piece)
        if found is not None and is_label(found["label"]):
            return found["label"], piece[found.end() :]
    return None


def _has_bare_labels(pieces: Sequence[str]) -> bool:
    """Whether labels stand without a colon: "Methods We asked ... Results Half of"; one alone may be a word."""
    begun = (_BARE.match(piece) for piece in pieces)
    labels = {found["label"] for found in begun if found is not None and is_label(found["label"])}
    return len(labels) >= _LEAST_BARE


def _short_enough(sentence: str) -> Iterator[str]:
    while len(sentence) > MOST_LETTERS:
        space = sentence.rfind(" ", 1, MOST_LETTERS + 1)
        stop = space if space > 0 else MOST_LETTERS
        yield sentence[:stop].strip()
        sentence = sentence[stop:].strip()
    if sentence:
        yield sentence
