"""What of a mail is its sender's own, and what it quotes or forwards; pure.

An answer that is quoted is nobody's: the page's own proposal comes back below each reply to it. Mail programs mark what
they quote in three ways: by `>` before each line; by a line that says who wrote, and nothing before the lines; or by a
block of headers, and nothing before the lines. The words of the last two are in the language of the program, so they
are known by their form: a line or block with an address, or with a year and a time.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scicomm_bot.signoff.answers import BARRIER

_QUOTED = re.compile(r"\s{0,8}[A-Z]{0,3}(?:>|\uff1e|&gt;)")
_NAME = r"(?:[^\W\d_]|[\u200b-\u200f.'\u2019-])+"
_LABEL = rf"[\s*_]{{0,8}}({_NAME}(?:[ \u00a0]{_NAME}){{0,3}})[ \u00a0]?[:\uff1a]"
_LABELLED = re.compile(rf"{_LABEL}[*_]{{0,2}}(?:\s+(\S.*))?$")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@\w")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)")
_FORWARD = re.compile(r"\s{0,8}[-_=*]{3,}[^-_=*\n]{2,80}[-_=*]{3,}\s*")
_DIGITS = re.compile(r"[0-9a-f]{4}")
_LONGEST = 2_000
_LEAST_LABELS = 3
_BLOCK = 6
"""As many lines of a block of headers are looked at."""
_WRAPPED_FROM = 66
"""A mail program breaks no line that is shorter, with the next word on it."""


@dataclass(frozen=True, slots=True)
class Parted:
    """The two parts of a mail's text; where something is left out of one, it has a `BARRIER`."""

    own: str
    quoted: str


def parted(text: str) -> Parted:
    """Part a mail's text into its sender's own words and what it quotes; in linear time."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    marks = [_QUOTED.match(line[:_LONGEST]) is not None for line in lines]
    end = next((at for at in range(len(lines)) if not marks[at] and _begins_quotation(lines, marks, at)), len(lines))
    quoted = [marked or at >= end for at, marked in enumerate(marks)]
    for at in range(1, end):
        quoted[at] = quoted[at] or (quoted[at - 1] and _is_rest_of(lines[at - 1], lines[at]))
    own = [BARRIER if is_quoted else line for line, is_quoted in zip(lines, quoted, strict=True)]
    others = [_bare(line) if is_quoted else BARRIER for line, is_quoted in zip(lines, quoted, strict=True)]
    return Parted("\n".join(own), "\n".join(others))


def labelled(line: str) -> tuple[str, str] | None:
    """Return the label and the value of a line such as `From: Jane Doe`, in any language; None for another line."""
    found = _LABELLED.match(line) if len(line) <= _LONGEST else None
    return (found[1].lower(), (found[2] or "").strip(" *_")) if found is not None else None


def is_forward_mark(line: str) -> bool:
    """Whether a line stands before a mail that is quoted or forwarded whole: dashes, words, dashes."""
    return len(line) <= _LONGEST and _FORWARD.fullmatch(line) is not None


def _bare(line: str) -> str:
    """Return a line without the marks of quotation before it."""
    return line.lstrip(" \t>\uff1e|")


def _is_rest_of(quoted: str, line: str) -> bool:
    """Whether a line without a mark is the end of a quoted line that a program broke."""
    first = line.split(None, 1)
    return bool(first) and not line[:1].isspace() and len(quoted) + len(first[0]) >= _WRAPPED_FROM


def _begins_quotation(lines: Sequence[str], marks: Sequence[bool], at: int) -> bool:
    """Whether all from this line on is quoted, though nothing stands before the lines."""
    return is_forward_mark(lines[at]) or _is_attribution(lines, marks, at) or _is_block(lines, at)


def _is_attribution(lines: Sequence[str], marks: Sequence[bool], at: int) -> bool:
    """Whether a line ends the words "On ..., ... wrote:", and what follows has no marks of its own."""
    line = lines[at][:_LONGEST].rstrip(" \t\u00a0\u200e\u200f*_")
    if not line.endswith((":", "\uff1a")) or _DIGITS.search(line.partition("/")[2]):
        return False
    said = line
    for before in range(at - 1, max(-1, at - 3), -1):
        if marks[before] or not lines[before].strip():
            break
        said = f"{lines[before][:_LONGEST]} {said}"
    if _ADDRESS.search(said) is None and (_YEAR.search(said) is None or _CLOCK.search(said) is None):
        return False
    following = next((other for other in range(at + 1, min(at + 4, len(lines))) if lines[other].strip()), None)
    return following is not None and not marks[following]


def _is_block(lines: Sequence[str], at: int) -> bool:
    """Whether the headers of a mail begin here: lines with different labels; one has a date, or two have addresses."""
    if at and labelled(lines[at - 1]) is not None:  # not its beginning
        return False
    found = [labelled(line) for line in lines[at : at + _BLOCK]]
    count = next((number for number, one in enumerate(found) if one is None), len(found))
    block = [one for one in found[:count] if one is not None]
    if count < _LEAST_LABELS or len({label for label, _ in block}) < count:
        return False
    dated = any(_YEAR.search(value) and _CLOCK.search(value) for _, value in block)
    return dated or sum(_ADDRESS.search(value) is not None for _, value in block) > 1
