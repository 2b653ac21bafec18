"""Signs that nobody sees: which a text may have, which it may not, how they are shown, and how a text reads without.

A sign that nobody sees can hide a word from a reader of words, a rule among them, or turn a line around. A few have
their use: joiners between letters that join, marks of direction beside letters that run from right to left, and the
parts of an emoji. Each is allowed there and nowhere else.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from scicomm_bot.characters.emoji import sequences
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.characters.signs import SignClass, char_class, is_a

_BRAILLE_BLANK = "\u2800"
_KEYCAP = "\u20e3"
_PRESENTATIONS = "\ufe0e\ufe0f"
_JOINERS = "\u200c\u200d"
_ZERO_WIDTH_SPACE = "\u200b"
_MONGOLIAN = "\u180b\u180c\u180d\u180e\u180f"
_MARKS_OF_DIRECTION = "\u200e\u200f\u061c"
_ISOLATES = "\u2066\u2067\u2068"
_END_OF_ISOLATE = "\u2069"
_OF_IDEOGRAPHS = Pattern("[\ufe00-\ufe02\U000e0100-\U000e01ef]")
_COMMON = Pattern(
    "[\n -~\xa0-\xac\xae-\u034e\u0350-\u0377\u0391-\u03a1\u03a3-\u0481\u0621-\u063a\u0641-\u065f\u0660-\u06d5"
    "\u2010-\u2027\u202f-\u205e\u2070\u2071\u2074-\u208e\u20ac\u2100-\u218b\u2190-\u23ff\u2500-\u27bf\ufb00-\ufb06]*"
)
"""What nearly all texts are made of, and hides nothing: it saves them the ranges of all that is not assigned."""
_OTHERS = "\x00-\t\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufff9-\ufffd"
"""Controls, separators of lines, halves of surrogate pairs, and what stands for a sign that was lost or left out."""


def without_invisible(text: str) -> str:
    """Return `text` without the signs that nobody sees, those among them that have their use included."""
    return text if text.isascii() else _invisible().sub("", text)


def hidden_signs(text: str) -> Iterator[int]:
    r"""Yield the index of each sign that a post may not have, because a reader does not see it.

    These are signs that Unicode lets nothing be shown for, controls other than `\n`, separators of lines, a blank of
    Braille, and signs that are private or not assigned. Those with a use are left out where they have it.
    """
    if text.isascii():
        if not text.isprintable():
            yield from (found.start() for found in _ascii_controls().finditer(text))
        return
    if _COMMON.fullmatch(text):
        return
    used: frozenset[int] | None = None
    for found in _suspect().finditer(text):
        at, sign = found.start(), found[0]
        if not is_a(sign, SignClass.INVISIBLE):
            if sign != _BRAILLE_BLANK or not _is_in_braille(text, at):
                yield at
            continue
        if used is None:
            used = frozenset((*_of_emoji(text), *_of_lines(text)))
        if at not in used and not _is_spelling(text, at):
            yield at


def without_hidden(text: str) -> str:
    """Return `text` without its hidden signs (`hidden_signs`)."""
    return _rewritten(text, lambda _: "")


def shown(text: str) -> str:
    """Return `text` with each of its hidden signs written out, as `<U+202E>`."""
    return _rewritten(text, code_point)


def escaped(json_text: str) -> str:
    r"""Return a JSON text with each hidden sign in its strings as an escape, such as `\u202e`: the same data."""
    return _rewritten(json_text, _escape)


def code_point(sign: str) -> str:
    """Return how a sign that cannot be seen is written: `<U+202E>`."""
    return f"<U+{ord(sign):04X}>"


def _escape(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[four : four + 4]}" for four in range(0, len(units), 4))


def _rewritten(text: str, write: Callable[[str], str]) -> str:
    """Return `text` with each of its hidden signs written another way."""
    parts: list[str] = []
    end = 0
    for at in hidden_signs(text):
        parts += text[end:at], write(text[at])
        end = at + 1
    return "".join((*parts, text[end:])) if end else text


def _is_spelling(text: str, at: int) -> bool:
    """Whether a sign belongs to how its neighbours are written: a joiner, a selector, a place to break the line."""
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign in _JOINERS or sign in _MONGOLIAN:
        return is_a(before, SignClass.JOINING) or is_a(after, SignClass.JOINING)
    if sign == _ZERO_WIDTH_SPACE:
        return is_a(before, SignClass.UNSPACED) and is_a(after, SignClass.UNSPACED)
    if _OF_IDEOGRAPHS.match(sign):
        return is_a(before, SignClass.HAN)
    return False


def _is_in_braille(text: str, at: int) -> bool:
    """Whether a blank stands beside Braille, where it is the space between two words."""
    return any("\u2801" <= sign <= "\u28ff" for sign in text[max(0, at - 1) : at + 2])


def _of_emoji(text: str) -> Iterator[int]:
    """Yield the places of the invisible signs inside of emoji that there are."""
    for found in _emoji().finditer(text):
        at, stretch = found.start(), found[0]
        if without_invisible(stretch) == stretch:
            continue
        bare = stretch.translate(_WITHOUT_PRESENTATION)
        known = bare in _bare_sequences() or len(bare) == 1
        for index, sign in enumerate(stretch):
            twice = sign in _PRESENTATIONS and stretch[index - 1] in _PRESENTATIONS
            if (known or sign in _PRESENTATIONS) and not twice:
                yield at + index


_WITHOUT_PRESENTATION = dict.fromkeys(map(ord, _PRESENTATIONS))


def _of_lines(text: str) -> Iterator[int]:
    """Yield the places of marks of direction in lines that have letters from right to left, but not within a word.

    Isolates count where each is closed in its line: one left open would turn around what comes after.
    """
    start = 0
    for line in text.split("\n"):
        if _directions().search(line) and any(is_a(sign, SignClass.RIGHT_TO_LEFT) for sign in line):
            yield from (start + at for at in _balanced(line) if not _is_within_word(line, at))
        start += len(line) + 1


def _balanced(line: str) -> Iterator[int]:
    still_open: list[int] = []
    for at, sign in enumerate(line):
        if sign in _MARKS_OF_DIRECTION:
            yield at
        elif sign in _ISOLATES:
            still_open.append(at)
        elif sign == _END_OF_ISOLATE and still_open:
            yield from (still_open.pop(), at)


def _is_within_word(line: str, at: int) -> bool:
    """Whether a mark stands between two letters of which none runs from right to left."""
    around = line[at - 1 : at], line[at + 1 : at + 2]
    return all(sign.isalnum() and not is_a(sign, SignClass.RIGHT_TO_LEFT) for sign in around)


# Compiled when first needed: large character classes take their time.


@cache
def _ascii_controls() -> re.Pattern[str]:
    return re.compile("[\x00-\t\x0b-\x1f\x7f]")


@cache
def _invisible() -> re.Pattern[str]:
    return re.compile(f"[{char_class(SignClass.INVISIBLE)}]")


@cache
def _directions() -> re.Pattern[str]:
    return re.compile(f"[{_MARKS_OF_DIRECTION}{_ISOLATES}]")


@cache
def _suspect() -> re.Pattern[str]:
    classes = (SignClass.INVISIBLE, SignClass.UNASSIGNED, SignClass.PRIVATE)
    return re.compile(f"[{_OTHERS}{_BRAILLE_BLANK}{''.join(map(char_class, classes))}]")


@cache
def _emoji() -> re.Pattern[str]:
    """An emoji as far as it can go: a sign with what extends it, and all that is joined to it; or a keycap."""
    base = char_class(SignClass.EMOJI)
    extending = f"[{_PRESENTATIONS}\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
    return re.compile(f"[#*0-9]\ufe0f{_KEYCAP}|[{base}]{extending}*(?:\u200d[{base}]{extending}*)*")


@cache
def _bare_sequences() -> frozenset[str]:
    return frozenset(one.translate(_WITHOUT_PRESENTATION) for one in sequences())
