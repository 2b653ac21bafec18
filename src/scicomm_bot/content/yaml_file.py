"""YAML to plain Python values, with the place of each.

The values are built here, because three things matter that PyYAML's loaders do not give: the line of every value, an
error for a key that stands twice, and YAML 1.2's scalars (in YAML 1.1 the key `on` is true, and 12:30 is 750).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.content.yaml_nodes import MOST_DEPTH, MOST_VALUES, TOO_DEEP, Collection, Lines, Node, compose
from scicomm_bot.errors import ContentError
from scicomm_bot.files import SAVE_AS_UTF_8, broken_link, other_encoding

MOST_BYTES = 8 * 1024 * 1024
"""A larger file is refused: no person reviews it."""
_MOST_CHARACTERS = 4 * MOST_BYTES
"""The most text, that behind aliases counted each time."""
KeyPath = tuple[str | int, ...]

# A number is what both versions of YAML take for one: 08 and 1e3 are texts to the older.
_INT = Pattern(r"[-+]?(0[0-7]*|[1-9][0-9]*)")
_FLOAT = Pattern(r"([-+]?[0-9]+\.[0-9]*|\.[0-9]+)([eE][-+][0-9]+)?")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_NOT_YAML = Pattern("[^\t\n\r\x20-\x7e\x85\xa0-\ufffd\U00010000-\U0010ffff]|\ufeff")
"""What may not stand in YAML (https://yaml.org/spec/1.2.2/#51-character-set)."""
_HALF = Pattern("[\ud800-\udfff]")
_ALIAS = Pattern(r"\*([^\s,\[\]{}]+)")
_WORD_ESCAPE = Pattern(r"(?<!\\)(?:\\\\)*(\\[abtvfre][A-Za-z]{1,20})")
_WORD_ESCAPE_OR_LINE = Pattern(r"(?<!\\)(?:\\\\)*(\\[abtvfren][A-Za-z]{1,20})")
_MOST_KEY = 60
_SHOWN_CUT = 60
_BEHIND = Pattern(
    r"[ \t]*(?:[ \t]|(?:\r\n|[\n\r])(?P<below> *))"
    rf"(?P<cut>#(?P<word>\w)?[^\n\r\x85\u2028\u2029]{{0,{_SHOWN_CUT}}})"
)
"""A comment behind a value, or in the line below it; and whether a word follows its sign."""
_TEXT = "tag:yaml.org,2002:str"
_UNTAGGED = {None, "!"}
_TAGS = _UNTAGGED | {
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "value", "merge")
}
_MERGE = "tag:yaml.org,2002:merge"


class Lost(StrEnum):
    """How YAML takes a part of a value for something else."""

    COMMENT = "comment"
    """What stands behind ` #`."""
    ANCHOR = "anchor"
    """A word behind `&` at the beginning: the name of an anchor."""
    ESCAPE = "escape"
    """A backslash and a letter in double quotes, as in TeX and in paths of Windows."""


class Cut(NamedTuple):
    """What YAML took from a value: its line (from 1), its beginning, as far as `_SHOWN_CUT` goes, and how."""

    line: int
    text: str
    how: Lost = Lost.COMMENT


@dataclass(slots=True)
class YamlFile:
    """The values of a YAML file by their paths, and what was wrong besides.

    Attributes:
        value: The value of the whole.
        lines: The line of each value, from 1.
        key_lines: The line of each key.
        problems: Lines, and what is wrong in them.
        cut: The plain values behind which a comment stands, so that it may be a part of the text.
        root: The path of what the file holds: of one paper alone, where that would stand in `posts.yaml`.
    """

    value: object
    lines: dict[KeyPath, int] = field(default_factory=dict)
    key_lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    cut: dict[KeyPath, Cut] = field(default_factory=dict)
    root: KeyPath = ()

    def line(self, where: KeyPath) -> int:
        """Return the line of a value, or of what holds it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def mappings(items: object) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each mapping of a sequence with its index; nothing where it is no sequence, as in a file that is wrong."""
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield index, item


def read_yaml(path: Path) -> YamlFile:
    """Read one YAML document.

    Raises:
        ContentError: it cannot be read as YAML; one line with file, line and remedy.
    """
    return parse_yaml(path, read_text(path))


def parse_yaml(path: Path, text: str, root: KeyPath = ()) -> YamlFile:
    """Read the text of one YAML document; `path` is what errors name, `root` the path at which its values begin.

    Raises:
        ContentError: it is no YAML; one line with file, line and remedy.
    """
    with uncollected():
        lines = Lines(text)
        return _Builder(path, text, lines).build(compose(path, text, lines), root)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let Python not look for cycles meanwhile: reading and checking make millions of objects, and none is in one."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def read_text(path: Path, setting: str = "SCICOMM_POSTS") -> str:
    """Return the text of a YAML file that `setting` names.

    Raises:
        ContentError: it cannot be read, is empty or too large, or holds what no YAML may; one line with the remedy.
    """
    return text_of(path, bytes_of(path, setting))


def text_of(path: Path, raw: bytes) -> str:
    """Return the text of a YAML file of which these are the bytes; `path` is what errors name.

    Raises:
        ContentError: it is empty or too large, or holds what no YAML may; one line with the remedy.
    """
    if len(raw) > MOST_BYTES:
        raise ContentError.at(path, "larger than 8 MB; split it into several files")
    if not raw.strip():
        raise ContentError.at(
            path, "the file is empty; `scicomm-bot schema` prints its fields, and with --paper those of a paper"
        )
    if (encoding := other_encoding(raw)) is not None:
        raise ContentError.at(path, f"looks like {encoding} text; {SAVE_AS_UTF_8}")
    if b"\0" in raw:
        raise ContentError.at(path, "this is no text file (it holds zero bytes); save it as UTF-8 text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ContentError.at(path, "not UTF-8 text; save the file as UTF-8", line) from error
    if bad := _NOT_YAML.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        raise ContentError.at(path, f"holds U+{ord(bad[0]):04X}, which cannot be seen; delete it", line)
    return text


def bytes_of(path: Path, setting: str = "SCICOMM_POSTS") -> bytes:
    """Return the bytes of a file that `setting` names, one more than it may have if there are so many.

    Raises:
        ContentError: it cannot be read; one line with the remedy.
    """
    if (broken := broken_link(path)) is not None:
        raise ContentError.at(path, f"{broken}; delete it or let it lead to the file, or set {setting} to the file")
    try:
        if path.is_dir():
            raise ContentError.at(path, f"is a folder, not a file; set {setting} to the file")
        if path.exists() and not path.is_file():
            raise ContentError.at(path, f"is no ordinary file; set {setting} to the file")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        told = f"no such file; set {setting}, start where posts.yaml is, or make one with `scicomm-bot init`"
        raise ContentError.at(path, told) from error
    except OSError as error:
        raise ContentError.at(path, f"cannot be read: {error.strerror}; set {setting} to the file") from error
    except ValueError as error:
        raise ContentError.at(path, f"no path may hold a zero byte; set {setting} to the file") from error


class _Builder:
    """Builds the values of one file, counting them."""

    def __init__(self, path: Path, text: str, lines: Lines) -> None:
        self._path = path
        self._text = text
        self._lines = lines
        self._count = self._size = 0
        self._file = YamlFile(None)
        self._aliases = frozenset(_ALIAS.findall(text)) if "&" in text else frozenset()

    def build(self, node: Node, root: KeyPath) -> YamlFile:
        self._file.root = root
        self._file.value = self._value(node, root, -1)
        return self._file

    def _value(self, node: Node, where: KeyPath, column: int) -> object:
        """Return the value of a node; `column` is that of what holds it, or -1 where it is in brackets."""
        event = node.event if isinstance(node, Collection) else node
        line = self._lines.of(event)
        self._count += 1
        if self._count > MOST_VALUES:
            raise ContentError.at(self._path, f"more than {MOST_VALUES:,} values; are anchors nested?", line)
        self._size += len(node.value or "") if isinstance(node, yaml.ScalarEvent) else 0
        if self._size > _MOST_CHARACTERS:
            raise ContentError.at(self._path, "more than 32 MB of text; is an anchor used too often?", line)
        if len(where) > MOST_DEPTH:
            raise ContentError.at(self._path, TOO_DEEP, line)
        if event.tag not in _TAGS:
            raise ContentError.at(
                self._path, f"the tag {event.tag!r} has no meaning here; delete it, or put the text in quotes", line
            )
        self._file.lines[where] = line
        if not isinstance(node, Collection):
            self._look_behind(node, where, column)
            self._look_inside(node, where, line)
            return self._scalar(node, line)
        inner = -1 if node.event.flow_style or node.event.start_mark is None else node.event.start_mark.column
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(item, (*where, index), inner) for index, item in enumerate(node.items)]
        return dict(self._pairs(node, where, inner))

    def _pairs(self, node: Collection, where: KeyPath, column: int) -> Iterator[tuple[str, object]]:
        seen: dict[str, int] = {}
        for key, value in zip(node.items[::2], node.items[1::2], strict=True):
            if isinstance(key, Collection):
                raise ContentError.at(self._path, "a key must be a plain word", self._lines.of(key.event))
            name, line = str(key.value), self._lines.of(key)
            if len(name) > _MOST_KEY:
                message = f"no key is as long as {name[:_MOST_KEY]!r}...; is a colon missing?"
                raise ContentError.at(self._path, message, line)
            if _merges(key):
                self._file.problems.append((line, "merge keys (<<) are not read here; write the keys out"))
                continue
            if name in seen:
                self._file.problems.append((line, f"{name!r} stands here again, first in line {seen[name]}; keep one"))
                continue
            seen[name] = line
            here = (*where, name)
            self._file.key_lines[here] = line
            yield name, self._value(value, here, column)

    def _look_behind(self, event: yaml.ScalarEvent, where: KeyPath, column: int) -> None:
        """Keep the comment behind a plain value: what follows it on its line, and lines of hashtags below it.

        Such a line begins deeper than the key, with a `#` that a word follows; others are comments. Behind no value at
        all, too, only a `#` with a word counts.
        """
        mark = event.end_mark
        if event.style or mark is None or (found := _BEHIND.match(self._text, mark.index)) is None:
            return
        below, word = found["below"], found["word"]
        if (event.value and below is None) or (word and (below is None or (0 <= column < len(below) and event.value))):
            line = self._lines.number(mark) + (below is not None)
            self._file.cut[where] = Cut(line, found["cut"].rstrip())

    def _look_inside(self, event: yaml.ScalarEvent, where: KeyPath, line: int) -> None:
        """Keep an anchor that no alias names, and an escape that is more likely a part of a word."""
        if event.anchor is not None and not event.style and event.anchor not in self._aliases:
            self._file.cut.setdefault(where, Cut(line, f"&{event.anchor}", Lost.ANCHOR))
        start, end = event.start_mark, event.end_mark
        if event.style != '"' or start is None or end is None:
            return
        raw = self._text[start.index : end.index]
        if "\\" in raw:
            escape = _WORD_ESCAPE.search(raw) or (_WORD_ESCAPE_OR_LINE.search(raw) if "$" in raw else None)
            if escape is not None:
                self._file.cut.setdefault(where, Cut(line, escape[1], Lost.ESCAPE))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> object:
        text = str(event.value)
        if event.style == '"' and _HALF.search(text):  # written as an escape; else it would be no UTF-8
            raise ContentError.at(self._path, "holds half of a surrogate pair, which is no text; delete it", line)
        if event.style or event.tag == _TEXT:  # in quotes, in a block, or said to be one
            return text
        if text in _NULLS:
            return None
        if text in _WORDS:
            return _WORDS[text]
        if _INT.fullmatch(text):
            return int(text) if len(text) < 20 else text  # noqa: PLR2004 - no number in this file is that long
        if _FLOAT.fullmatch(text):
            return float(text)
        return text


def _merges(key: yaml.ScalarEvent) -> bool:
    return key.tag == _MERGE or (key.tag in _UNTAGGED and not key.style and key.value == "<<")
