"""The terminal: wrapping, colours, and the one place that prints."""

import json
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from scicomm_bot.characters.invisible import escaped, shown

WIDTH = 80
_NARROWEST = 30
"""Where a terminal has fewer columns, it breaks the lines itself."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://\S|\b10\.\d{4,9}/\S")
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}
_STYLE = "|".join((*_STYLES.values(), "0"))
_OUR_STYLE = re.compile(rf"(\x1b\[(?:{_STYLE})(?:;(?:{_STYLE}))*m)")


class Paint:
    """Marks words with colours, or leaves them alone."""

    def __init__(self, *, on: bool) -> None:
        self._on = on

    @property
    def on(self) -> bool:
        """Whether there are colours."""
        return self._on

    def __call__(self, text: str, *styles: str) -> str:
        """Return `text` in these styles."""
        if not self._on or not styles:
            return text
        return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m"


def paint_for_stdout() -> Paint:
    """Return colours for a terminal that wants them (https://no-color.org), none for a pipe."""
    return Paint(on=sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as UTF-8, whatever the terminal's language is; what would move its cursor is written out."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    for line in lines:
        print(_safe(line))


def print_table(lines: Iterable[str]) -> None:
    """Print the lines of a table as other lines; but no style of ours is in one, and what looks like one is a text."""
    print_lines(shown(line) for line in lines)


def print_bytes(data: bytes) -> None:
    """Print a file as it is, for a program that reads it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def print_json(data: object) -> None:
    """Print data as JSON, with signs that nobody sees as escapes."""
    print_lines([escaped(json.dumps(data, ensure_ascii=False, indent=2))])


def _safe(line: str) -> str:
    if "\x1b" not in line:
        return shown(line)
    pieces = _OUR_STYLE.split(line)  # every second one is a style
    return "".join(piece if index % 2 else shown(piece) for index, piece in enumerate(pieces))


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide signs two, combining and invisible ones none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    none = sum(unicodedata.category(c) in {"Mn", "Me", "Cf"} for c in text)
    return len(text) + wide - none


def wrap(text: str, width: int, *, whole: bool = False) -> Iterator[str]:
    """Break a text into lines of at most `width` columns: at spaces, or within a word that is longer than a line.

    Where addresses are to stay `whole`, a longer one has a line of its own, which it overflows.
    The text's own line breaks stay.
    """
    for line in shown(text).split("\n"):
        current, taken = "", 0
        for word in _words(line, width, whole=whole):
            wide = columns(word)
            if current and taken + 1 + wide > width:
                yield current
                current, taken = "", 0
            current, taken = (f"{current} {word}", taken + 1 + wide) if current else (word, wide)
        yield current


def _words(line: str, width: int, *, whole: bool) -> Iterator[str]:
    for word in line.split(" "):
        if whole and _ADDRESS.search(word) is not None:
            yield word
        else:
            yield from pieces(word, width)


def pieces(word: str, width: int) -> Iterator[str]:
    """Cut a word that is longer than a line, as an address or a sentence in Chinese is."""
    if columns(word) <= width:
        yield word
        return
    start = taken = 0
    for at, sign in enumerate(word):
        wide = columns(sign)
        if taken + wide > width and at > start:
            yield word[start:at]
            start, taken = at, 0
        taken += wide
    yield word[start:]


def hanging(start: str, text: str) -> list[str]:
    """Wrap `text` behind `start`, the further lines indented by four; addresses stay whole, to be copied."""
    inside = len(start) - len(start.lstrip())
    first, *rest = wrap(f"{start.lstrip()}{text}", width() - max(inside, 4), whole=True)
    return [f"{' ' * inside}{first}", *(f"    {line}" for line in rest)]


def width() -> int:
    """Return how many columns a line may have: 80, or what a narrower terminal has."""
    if not (sys.stdout.isatty() or sys.stderr.isatty()):
        return WIDTH
    return max(_NARROWEST, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))


def rows(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield a line to each pair, the second behind the first in a column; below it, where that is too wide."""
    column = max((columns(first) for first, _ in pairs), default=0)
    side_by_side = all(column + 4 + columns(second) <= width() for _, second in pairs)
    for first, second in pairs:
        if side_by_side or not second:
            yield f"  {first}{' ' * (column - columns(first))}  {second}".rstrip()
        else:
            yield from (f"  {first}", *(f"    {line}" for line in wrap(second, width() - 4)))


def warn(*lines: str) -> None:
    """Print lines to standard error, each as the program's warning."""
    for line in lines:
        print_errors(on_stderr(f"scicomm-bot: warning: {line}"))


def on_stderr(line: str) -> list[str]:
    """Wrap a line for people, and leave it whole for a program: where standard error is no terminal."""
    return hanging("", line) if sys.stderr.isatty() else [line]


def print_errors(lines: Iterable[str]) -> None:
    """Print lines to standard error."""
    for line in lines:
        print(shown(line), file=sys.stderr)
