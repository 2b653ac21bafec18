"""Why a text is no YAML, and how to mend it, told from the lines around the place where PyYAML stopped.

PyYAML says what it had expected; what a person did is another matter, and often stands a line higher. Each cause here
looks at the lines, never at PyYAML's words. Pure.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern

_LONGEST = 10_000
"""No more of a line is looked at."""
_MOST_ROWS_BACK = 1000
"""So far above the stop a bracket may have been left open."""
_ITEM = r"[ \t]*(?:-[ \t]+)*"
_KEY = r"[\"']?[A-Za-z_][\w-]*[\"']?"
_ODD_SPACES = "\xa0\xad\u1680\u180e\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff"

_CONFLICT = Pattern(r"(?:<{7}|>{7}|={7}|\|{7})(?: |$)")
_FENCE = Pattern(r"[ \t]*(?:```|~~~)")
_OTHER_END = Pattern("[\x85\u2028\u2029]")
_TAB = Pattern(r" *(?:- *)*\t")
_ODD_INDENT = Pattern(rf"{_ITEM}([{_ODD_SPACES}])")
_ODD_COLON = Pattern(rf"{_ITEM}{_KEY} ?([\uff1a\ufe55\ufe13\u2236\ua789])")
_ODD_DASH = Pattern("[ \t]*([\u2010-\u2015\u2212\u2022\u2023\u25cf\u25e6\u25aa\u00b7])[ \xa0]")
_NO_SPACE = Pattern(rf"{_ITEM}{_KEY}:(?=[^ \t/\\])(.)")
_NO_SPACE_DASH = Pattern(r"[ \t]*-(?=[^\s\-\d.])")
_ESCAPE = Pattern(
    r'\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0abt\tnvfre "/\\N_LP]|$)|(\\.)'
)  # https://yaml.org/spec/1.2.2/#57-escaped-characters
_VALUE = Pattern(rf"{_ITEM}(?:{_KEY} *:[ \t]+)?(?=\S)")
_QUOTED = Pattern(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"")
_BLOCK = Pattern(r"[|>][-+0-9]*[ \t]+[^#\s]")
_CURLY = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\uff02"
_COMMENT = Pattern(r"[^\"']*?[ \t]#|[ \t]*#")
_HASHTAG = Pattern(r"(?:^|[\[,])[ \t]*(#\w[\w-]{0,40})")
_PAIR = Pattern(rf"({_ITEM})({_KEY})[ \t]*:(?:[ \t]+(?P<value>\S.*)|[ \t]*$)")


class Remedy(NamedTuple):
    """What is wrong in a row, counted from 0, and what to do."""

    row: int
    text: str


class _Stop(NamedTuple):
    """Where PyYAML stopped: the rows of the file, that of the stop, its character, and where the thing had begun."""

    rows: Sequence[str]
    seen: int
    began: int
    column: int

    def near(self) -> Iterator[tuple[int, str]]:
        """Yield the rows that may be the cause: that of the stop, that of the beginning, the one before the stop."""
        for number in dict.fromkeys((self.seen, self.began, self.seen - 1)):
            if 0 <= number < len(self.rows):
                yield number, self.rows[number][:_LONGEST]


def remedy_for(rows: Sequence[str], seen: int, began: int, column: int) -> Remedy | None:
    """Return the likeliest cause and its remedy, or None where no cause is known.

    Args:
        rows: The lines of the file.
        seen: The row, from 0, at which PyYAML stopped; it may be behind the last.
        began: The row in which what it was reading had begun.
        column: The character in the row of the stop.
    """
    stop = _Stop(rows, seen, min(began, seen), column)
    return next((found for cause in _CAUSES if (found := cause(stop)) is not None), None)


def _in_a_row(pattern: Pattern, say: Callable[[str], str]) -> Callable[[_Stop], Remedy | None]:
    """Return a cause that a row has if it begins with a pattern; `say` is given the sign that was found."""

    def cause(stop: _Stop) -> Remedy | None:
        for number, row in stop.near():
            if found := pattern.match(row):
                return Remedy(number, say(found[found.lastindex or 0]))
        return None

    return cause


def _other_line_end(stop: _Stop) -> Remedy | None:
    for number, row in stop.near():
        if found := _OTHER_END.search(row):
            sign = f"U+{ord(found[0]):04X}"
            return Remedy(
                number, f"the line holds {sign}, which cannot be seen and ends a line; put a space in its place"
            )
    return None


def _escape(stop: _Stop) -> Remedy | None:
    for number, row in stop.near():
        opened = row.find('"') if '"' in row else 0 if number > stop.began else -1
        for found in _ESCAPE.finditer(row, opened) if opened >= 0 else ():
            if found[1]:
                what = f"in double quotes a backslash begins an escape, and {found[1]} is none"
                return Remedy(number, f"{what}; use single quotes, or write / for \\ in a path")
    return None


def _hash_in_brackets(stop: _Stop) -> Remedy | None:
    """A hashtag in a list in brackets: all behind its sign is a comment, so the list goes on to the end of the file."""
    last = min(stop.seen, len(stop.rows) - 1)
    for number in range(last, max(last - _MOST_ROWS_BACK, -1), -1):
        row = _QUOTED.sub("", stop.rows[number][:_LONGEST])
        tag, value = _HASHTAG.search(row), _VALUE.match(row)
        if tag is None or value is None or row[value.end()] not in "[{#":
            continue
        before = row[: tag.start(1)]
        if any(before.count(one) > before.count(other) for one, other in ("[]", "{}")) or _ends_a_list(row, tag):
            what = f"# begins a comment, so YAML does not see {tag[1]} and what stands behind it"
            return Remedy(number, f"{what}; leave # out, or put each word in quotes")
    return None


def _ends_a_list(row: str, tag: re.Match[str]) -> bool:
    """Whether a whole line is a comment that would close a bracket of an earlier one."""
    return not row[: tag.start(1)].strip() and row.count("]") > row.count("[")


def _behind_the_quotes(stop: _Stop) -> Remedy | None:
    for number, row in stop.near():
        value = _VALUE.match(row)
        quoted = _QUOTED.match(row, value.end()) if value else None
        rest = row[quoted.end() :].strip() if quoted else ""
        if quoted and rest and rest[0] not in ":,]}#":
            double = "" if quoted[0][0] == '"' else ", or write each apostrophe twice ('')"
            what = f"the text ends at its second {quoted[0][0]} and then goes on"
            return Remedy(number, f"{what}; put all of it in quotes of the other kind{double}")
    return None


def _indicator(stop: _Stop) -> Remedy | None:
    for number, row in stop.near():
        value = _VALUE.match(row)
        sign = row[value.end()] if value else ""
        at_stop = number == stop.seen and row[stop.column : stop.column + 1]
        if "*" in {sign, at_stop} or "&" in {sign, at_stop}:
            return Remedy(number, "put a text that begins with * or & in quotes")
        if value and _BLOCK.match(row, value.end()):
            return Remedy(
                number, f"put a text that begins with {sign} in quotes; that of a block begins on the next line"
            )
        if sign in {"%", "@", "`", "!"} or (sign == "?" and number == stop.seen) or _brackets_end(row, value):
            return Remedy(number, "put a text that begins with that sign in quotes")
    return None


def _brackets_end(row: str, value: re.Match[str] | None) -> bool:
    """Whether a value begins with a bracket and goes on behind it, as in `[Letter] A title`."""
    if value is None or row[value.end()] not in "[{":
        return False
    _, closed, rest = row[value.end() :].partition("]" if row[value.end()] == "[" else "}")
    return bool(closed) and rest.lstrip()[:1] not in {"", ",", "]", "}", "#", ":"}


def _comment(stop: _Stop) -> Remedy | None:
    for number, row in stop.near():
        if number < stop.seen and _COMMENT.match(row):
            what = 'here " #" begins a comment, which ends the text, and the next line goes on'
            return Remedy(number, f"{what}; put the whole text in quotes")
    return None


def _colon(stop: _Stop) -> Remedy | None:
    for number, row in stop.near():
        value = _PAIR.match(row)
        rest = value["value"] if value else None
        if rest and rest[0] not in "\"'[{" and (": " in rest or rest.endswith(":")):
            if rest[0] in _CURLY:
                return Remedy(number, f"{rest[0]} is no quotation mark to YAML; use straight ones (\" or ')")
            return Remedy(number, 'put a text with ": " in it in quotes')
    return None


def _indent(stop: _Stop) -> Remedy | None:
    """A key that is indented as no line above it is."""
    row = stop.rows[stop.seen][:_LONGEST] if stop.seen < len(stop.rows) else ""
    pair = _PAIR.match(row)
    if pair is None:
        return None
    indent = len(row) - len(row.lstrip())
    open_at = _open_at(stop.rows[: stop.seen], items=row.lstrip().startswith("-"))
    if indent in open_at:
        return None
    if indent > max(open_at, default=0):
        what = "the line is indented deeper than the one above, so it goes on with that text; indent a key as its"
        return Remedy(stop.seen, f'{what} neighbours, or put a text with ": " in it in quotes')
    return Remedy(stop.seen, "no line above is indented like this one; what belongs together is indented alike")


def _open_at(rows: Sequence[str], *, items: bool) -> set[int]:
    """Return the columns of the keys that are still open at the end of these rows; with `items`, of hyphens, too."""
    columns: set[int] = set()
    least = 1 + max((len(row) for row in rows[-1:]), default=0)
    for row in reversed(rows):
        text = row.lstrip()
        begin = len(row) - len(text)
        if not text or text.startswith("#") or begin >= least:
            continue
        least = begin
        columns.add(begin + len(text) - len(text.lstrip("- ")))
        if items:
            columns.add(begin)
        if begin == 0:
            break
    return columns


def _document(stop: _Stop) -> Remedy | None:
    for number, row in stop.near():
        if number == stop.seen and row.startswith(("---", "...")):
            return Remedy(number, "delete the line `---`: one file holds one document")
    return None


def _end(stop: _Stop) -> Remedy | None:
    if stop.seen < len(stop.rows) - 1:
        return None
    open_at = f": what begins in line {stop.began + 1} has no end" if stop.began < stop.seen else ""
    return Remedy(stop.seen, f"the file seems to end in the middle{open_at}")


def _bracket(stop: _Stop) -> Remedy | None:
    for number, row in stop.near():
        bare = _QUOTED.sub("", row)
        if number <= stop.seen and any(bare.count(one) != bare.count(other) for one, other in ("[]", "{}")):
            return Remedy(
                number, "a bracket has no partner in this line; close it, or put a text with brackets in quotes"
            )
    return None


def _no_key(stop: _Stop) -> Remedy | None:
    """A line that should have been a key: PyYAML may have looked for its colon until the next one."""
    what = "a key needs a colon and a space behind it, and a text that goes on is indented deeper than its key"
    for number, row in stop.near():
        bare = row.strip()
        if number < stop.began or bare[:1] in {"", "-", "#"} or number >= len(stop.rows) - 1:
            continue
        if not (_PAIR.match(row) if number == stop.seen else ":" in row):
            return Remedy(number, what)
    return None


def _in_brackets(stop: _Stop) -> Remedy | None:
    for number, row in stop.near():
        if number >= stop.began and ("{" in row or "[" in row):
            what = "in brackets, put a text with any of : , [ ] { } in quotes, or write each key on a line of its own"
            return Remedy(number, what)
    return None


def _sign(name: str) -> str:
    return f"U+{ord(name):04X}"


_CAUSES: Sequence[Callable[[_Stop], Remedy | None]] = (
    _in_a_row(_CONFLICT, lambda _: "these are the marks of a merge conflict; keep one side, and delete the marks"),
    _in_a_row(_FENCE, lambda _: "delete this line: it is no YAML, but what chats and web pages put around it"),
    _other_line_end,
    _in_a_row(_TAB, lambda _: "YAML is indented with spaces, never tabs"),
    _in_a_row(
        _ODD_INDENT, lambda sign: f"{_sign(sign)} stands before the text, which is no ordinary space; replace it"
    ),
    _in_a_row(_ODD_COLON, lambda sign: f"{sign} ({_sign(sign)}) is another colon; write an ordinary one and a space"),
    _in_a_row(_ODD_DASH, lambda sign: f"{sign} ({_sign(sign)}) begins no item of a list; write a hyphen and a space"),
    _escape,
    _hash_in_brackets,
    _document,
    _behind_the_quotes,
    _indicator,
    _in_a_row(
        _NO_SPACE,
        lambda sign: (
            "put a space after the colon"
            if sign.isprintable()
            else f"after the colon stands {_sign(sign)}, which is no ordinary space; replace it"
        ),
    ),
    _in_a_row(_NO_SPACE_DASH, lambda _: "put a space after the hyphen"),
    _comment,
    _colon,
    _no_key,
    _indent,
    _end,
    _bracket,
    _in_brackets,
)
"""The likeliest first: signs that nobody types come before what YAML makes of them."""
