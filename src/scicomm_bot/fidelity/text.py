"""A text as the rules read it: folded, cut into sentences, clauses and words."""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4"), "'") | dict.fromkeys(
    map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_NOTHING: dict[int, str | None] = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_FOLDS = _QUOTES | _DASHES | _NOTHING
_SPACE = re.compile(r"\s+")

_WORD = re.compile(r"[^\W_]+(?:['.,][^\W_]+)*%?")
"""A word, a number with its separators and sign ("19.6", "1,000", "30%"); a hyphen parts two words."""
_STOP = re.compile(r"[.!?\u2026]+[\"')\]]*(?=\s)|\n")
_NOT_A_STOP = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|al|fig|figs|no|nos|pp|approx|ca|dr|prof|mr|mrs|ms|st|resp|incl)|\b[A-Za-z])\.$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:()\"]|\s-+\s"
    r"|\b(?:but|however|although|though|whereas|while|yet|nevertheless|nonetheless|despite|unlike|except|which)\b",
    re.IGNORECASE,
)


_SHORTEST = 3
"""A word within a hashtag in small letters has at least so many letters."""


def fold(text: str) -> str:
    """Fold what a copy may change without changing a word: quotation marks, dashes, line breaks, invisible characters.

    Letters, digits, case and every other sign stay, so that a changed word is still seen.
    """
    return _SPACE.sub(" ", fold_line(text)).strip()


def fold_line(text: str) -> str:
    """Fold as `fold` does, but keep the line breaks and the spaces."""
    return unicodedata.normalize("NFC", text).translate(_FOLDS)


_HASHTAG = re.compile(r"#(\w+)")
_TAIL = re.compile(r"(?:\s+#\w+)+[\s.!?]*$", re.MULTILINE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])|_+")


def open_hashtags(text: str, known: Container[str] = ()) -> str:
    """Write each hashtag as its words: "#ALSCure" is "ALS Cure".

    Those at the end of a line are no part of its last sentence, and come to stand each in a line of its own. One in
    small letters has no seams; it is cut where one side is a `known` word: "#curealsnow" is left as it is,
    "#cureals" is "cure als" where "als" is known.
    """
    apart = _TAIL.sub(lambda tail: tail.group().replace("#", "\n#"), text)
    return _HASHTAG.sub(lambda tag: _opened(tag[1], known), apart)


def _opened(tag: str, known: Container[str]) -> str:
    words = _HUMP.sub(" ", tag)
    if " " in words or not tag.isascii():
        return words
    small = tag.lower()
    for cut in range(_SHORTEST, len(small) - _SHORTEST + 1):
        if small[:cut] in known or small[cut:] in known:
            return f"{tag[:cut]} {tag[cut:]}"
    return words


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a clause of one.

    Attributes:
        text: As it stands, folded.
        words: Its words in lower case, without hyphens and a possessive 's: "mouse-model's" is "mouse", "model".
        spans: Where each word stands in `text`.
    """

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def __hash__(self) -> int:
        """Sentences are looked up by their text, which says all of them."""
        return hash(self.text)

    def piece(self, start: int, stop: int) -> str:
        """Return the text from word `start` up to, not including, word `stop`."""
        return self.text[self.spans[start][0] : self.spans[stop - 1][1]]

    def clauses(self) -> tuple["Sentence", ...]:
        """Cut it at commas, brackets, dashes and words such as "but", so that a negation can be told to its verb."""
        return _clauses(self.text)


@dataclass(frozen=True, slots=True)
class Text:
    """A text as the rules read it; `raw` is what was given."""

    raw: str
    sentences: tuple[Sentence, ...]

    def __hash__(self) -> int:
        """Texts are looked up by what was given."""
        return hash(self.raw)

    @property
    def words(self) -> tuple[str, ...]:
        """All its words, in order."""
        return tuple(word for sentence in self.sentences for word in sentence.words)


@lru_cache(maxsize=8192)
def read_text(raw: str) -> Text:
    """Cut a text into sentences and words; a line break ends a sentence, as in a post."""
    text = fold_line(raw)
    sentences: list[Sentence] = []
    start = 0
    for stop in _STOP.finditer(text):
        if text[stop.start()] != "\n" and _goes_on(text, start, stop):
            continue
        _add(sentences, text[start : stop.end()])
        start = stop.end()
    _add(sentences, text[start:])
    return Text(raw, tuple(sentences))


def _goes_on(text: str, start: int, stop: "re.Match[str]") -> bool:
    """Whether a full stop ends no sentence: after "et al." and initials, or before a small letter."""
    after = text[stop.end() :].lstrip(" \t")[:1]
    if after.islower() and stop.group().startswith("."):
        return True
    return stop.group() == "." and _NOT_A_STOP.search(text[start : stop.end()]) is not None


def _add(sentences: list[Sentence], text: str) -> None:
    text = _SPACE.sub(" ", text).strip()
    if text:
        sentences.append(_sentence(text))


def _sentence(text: str) -> Sentence:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        words.append(match.group().lower().removesuffix("'s"))
        spans.append(match.span())
    return Sentence(text, tuple(words), tuple(spans))


@lru_cache(maxsize=8192)
def _clauses(text: str) -> tuple[Sentence, ...]:
    pieces: list[str] = []
    start = 0
    for cut in _CLAUSE.finditer(text):
        pieces.append(text[start : cut.start()])
        start = cut.start() if cut.group()[0].isalpha() else cut.end()
    pieces.append(text[start:])
    return tuple(one for one in (_sentence(piece.strip()) for piece in pieces) if one.words)
