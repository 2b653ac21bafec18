"""A text as the rules read it: folded, cut into sentences and words."""

import re
from collections.abc import Container, Iterator
from functools import cached_property, lru_cache
from itertools import chain

from scicomm_bot.characters.fold import fold_line
from scicomm_bot.characters.pattern import Pattern

_WORD = Pattern(r"[^\W_]+(?:['.,][^\W_]+)*%?")
"""A word, a number with its separators and sign ("19.6", "1,000", "30%"); a hyphen parts two words."""
_ASCII_WORD = Pattern(r"[a-z0-9]+(?:['.,][a-z0-9]+)*%?")
"""The same among ASCII in small letters, where it is found faster."""
_STOP = Pattern(r"\n|(?<![.!?\u2026])[.!?\u2026]++[\"')\]]*+(?=\s)")
"""Where a sentence may end. A run of stops is looked at once, from its first: no later one can do what that cannot."""
_NOT_A_STOP = Pattern(
    r"(?:\b(?:e\.g|i\.e|vs|cf|al|fig|figs|no|nos|pp|approx|ca|dr|prof|mr|mrs|ms|st|resp|incl)|\b[A-Za-z])\.$",
    re.IGNORECASE,
)
_BEFORE_A_NUMBER = Pattern(r"\b(?:nos?|pp)\.$", re.IGNORECASE)
_LONGEST = len("approx.") + 2
"""So much text before a full stop shows whether it ends one of these."""
_LOOSE_MARKS = Pattern("(?<=[A-Za-z])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
"""Marks on letters that have no form with them: they would cut a word in two for the rules, not for a reader."""
_LONGEST_SENTENCE = 3_000
"""In letters. The longest in some ten thousand sentences of abstracts have about 300 words, or 2,000 letters."""
_NEXT = Pattern(r"[ \t]*([^\W\d_])")
_SHORTEST = 3
"""A word within a hashtag in small letters has at least so many letters."""


_HASHTAG = Pattern(r"#(\w+)")
_TAIL = Pattern(r"(?:\s+#\w+)+[\s.!?]*$", re.MULTILINE)
_HUMP = Pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])|_+")


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


class Sentence:
    """One sentence; equal ones are one object, as long as they are remembered.

    Attributes:
        text: As it stands, folded.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in lower case, without hyphens and a possessive 's: "mouse-model's" is "mouse", "model"."""
        if self.text.isascii():  # in others, a letter may become two in lower case
            words = _ASCII_WORD.findall(self.text.lower())
        else:
            words = [word.lower() for word in _WORD.findall(self.text)]
        return tuple([word.removesuffix("'s") for word in words] if "'" in self.text else words)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each word stands in `text`."""
        return tuple([match.span() for match in _WORD.finditer(self.text)])

    def piece(self, start: int, stop: int) -> str:
        """Return the text from word `start` up to, not including, word `stop`."""
        return self.text[self.spans[start][0] : self.spans[stop - 1][1]]


class Text:
    """A text as the rules read it; `raw` is what was given."""

    def __init__(self, raw: str, sentences: tuple[Sentence, ...]) -> None:
        self.raw = raw
        self.sentences = sentences

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All its words, in order."""
        return tuple(chain.from_iterable([sentence.words for sentence in self.sentences]))


@lru_cache(maxsize=8192)
def read_text(raw: str) -> Text:
    """Cut a text into sentences and words; a line break ends a sentence, as in a post."""
    text = fold_line(raw)
    if not text.isascii():
        text = _LOOSE_MARKS.sub("", text)
    pieces: list[str] = []
    start = 0
    for end in sentence_ends(text):
        pieces.append(text[start:end])
        start = end
    sentences = [" ".join(words) for piece in pieces if (words := piece.split())]
    return Text(raw, tuple([_sentence(part) for sentence in sentences for part in _parts(sentence)]))


def sentence_ends(text: str) -> Iterator[int]:
    """Yield where each sentence of a text ends, the text's end last; a line break ends a sentence."""
    for stop in _STOP.finditer(text):
        if stop.group() == "\n" or not _goes_on(text, stop):
            yield stop.end()
    yield len(text)


def _parts(sentence: str) -> Iterator[str]:
    """Yield the sentence; one that is longer than any that people write comes in parts.

    What reads a sentence may compare each of its words with all others: no text makes that take long.
    """
    start = 0
    while len(sentence) - start > _LONGEST_SENTENCE:
        limit = start + _LONGEST_SENTENCE
        space = sentence.rfind(" ", start + 1, limit + 1)
        stop = space if space > 0 else limit
        yield sentence[start:stop]
        start = stop + (space > 0)
    yield sentence[start:]


def _goes_on(text: str, stop: "re.Match[str]") -> bool:
    """Whether a full stop ends no sentence: after "et al." and initials, or before a small letter."""
    start, end = stop.span()
    if text[start] != ".":
        return False
    after = _NEXT.match(text, end)
    if after is not None and after.group(1).islower():
        return True
    if after is not None and _BEFORE_A_NUMBER.search(text[max(0, end - _LONGEST) : end]) is not None:
        return False  # "No. The rats were calm."
    return end - start == 1 and _NOT_A_STOP.search(text[max(0, end - _LONGEST) : end]) is not None


@lru_cache(maxsize=16384)
def _sentence(text: str) -> Sentence:
    """A sentence of a post stands in its evidence and in the abstract, too, and need be looked at once."""
    return Sentence(text)
