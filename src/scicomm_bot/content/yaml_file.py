"""YAML to plain Python values, with the place of each.

PyYAML scans and composes; the values are built here, because three things matter that its loaders do not give:
the line of every value, an error for a key that stands twice, and YAML 1.2's scalars (in YAML 1.1 the key `on` is true,
and 12:30 is 750).
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from scicomm_bot.errors import ContentError, Place, Problem

MOST_BYTES = 8 * 1024 * 1024
"""A larger file is refused: no person reviews it."""
MOST_VALUES = 200_000
"""The most values, those behind aliases counted each time: what a bomb of anchors runs into."""
MOST_DEPTH = 50

KeyPath = tuple[str | int, ...]

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ufffd\U00010000-\U0010ffff]|\ufeff")
"""What may not stand in YAML (https://yaml.org/spec/1.2.2/#51-character-set)."""
_HALF = re.compile("[\ud800-\udfff]")
_MOST_KEY = 60
_TEXT = "tag:yaml.org,2002:str"
_TAGS = {
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "value", "merge")
}
_MERGE = "tag:yaml.org,2002:merge"
_BASE: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class YamlFile:
    """The values of a YAML file, the line of each (from 1) by its path, and what was wrong besides."""

    value: object
    lines: dict[KeyPath, int] = field(default_factory=dict)
    key_lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_yaml(path: Path) -> YamlFile:
    """Read one YAML document.

    Raises:
        ContentError: it cannot be read as YAML; one line with file, line and remedy.
    """
    return parse_yaml(path, read_text(path))


def parse_yaml(path: Path, text: str) -> YamlFile:
    """Read the text of one YAML document; `path` is what errors name.

    Raises:
        ContentError: it is no YAML; one line with file, line and remedy.
    """
    with uncollected():
        return _read(path, text)


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


def _read(path: Path, text: str) -> YamlFile:
    try:
        _refuse_depth(path, text)
        loader = _BASE(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise ContentError([_yaml_problem(path, error, text)]) from error
    except RecursionError as error:
        raise ContentError.at(path, f"nested more than {MOST_DEPTH} deep; that is no list of papers") from error
    if node is None:
        raise ContentError.at(path, "the file holds nothing but comments; see docs/writing.md")
    return _Builder(path).build(node)


def _refuse_depth(path: Path, text: str) -> None:
    """Look at the file piece by piece first: composing it at once would overrun the stack, or fill the memory."""
    loader = _BASE(text)
    try:
        depth = count = 0
        while (event := loader.get_event()) is not None and not isinstance(event, yaml.StreamEndEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            count += isinstance(event, yaml.NodeEvent)
            if depth > MOST_DEPTH:
                raise ContentError.at(path, f"nested more than {MOST_DEPTH} deep; that is no list of papers", line)
            if count > MOST_VALUES:
                raise ContentError.at(path, f"more than {MOST_VALUES:,} values; split it into several files", line)
    finally:
        loader.dispose()


def read_text(path: Path, setting: str = "SCICOMM_POSTS") -> str:
    """Return the text of a YAML file that `setting` names.

    Raises:
        ContentError: it cannot be read, is empty or too large, or holds what no YAML may; one line with the remedy.
    """
    try:
        if path.is_dir():
            raise ContentError.at(path, f"is a folder, not a file; set {setting} to the file")
        if path.exists() and not path.is_file():
            raise ContentError.at(path, f"is no ordinary file; set {setting} to the file")
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise ContentError.at(path, f"no such file; set {setting}, or start where posts.yaml is") from error
    except OSError as error:
        raise ContentError.at(path, f"cannot be read: {error.strerror}") from error
    if len(raw) > MOST_BYTES:
        raise ContentError.at(path, "larger than 8 MB; split it into several files")
    if not raw.strip():
        raise ContentError.at(path, "the file is empty; see docs/writing.md")
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


def _yaml_problem(path: Path, error: yaml.YAMLError, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Problem(Place(path), f"not YAML: {' '.join(str(error).split())}")
    problem = getattr(error, "problem", None) or "cannot be read"
    lines = text.splitlines()
    shown = lines[mark.line].strip() if mark.line < len(lines) else "the end of the file"
    remedy = ""
    indent = lines[mark.line][: mark.column + 1] if mark.line < len(lines) else ""
    if "\t" in indent or "'\\t'" in problem:
        remedy = "; YAML is indented with spaces, never tabs"
    elif "alias" in problem or shown.removeprefix("- ").startswith("*"):
        remedy = "; put a text that begins with * or & in quotes"
    elif "mapping values" in problem:
        remedy = '; put a text with ": " in it in quotes'
    elif "another document" in problem:
        remedy = "; delete the line `---`: one file holds one document"
    elif "start any token" in problem:
        remedy = "; put a text that begins with that sign in quotes"
    elif mark.line >= len(lines) - 1:
        remedy = "; the file seems to end in the middle"
    place = Place(path, min(mark.line + 1, len(lines)))
    return Problem(place, f"not YAML: {problem} (at {shown[:60]!r}){remedy}")


class _Builder:
    """Builds the values of one file, counting them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0
        self._file = YamlFile(None)

    def build(self, node: yaml.Node) -> YamlFile:
        self._file.value = self._value(node, ())
        return self._file

    def _value(self, node: yaml.Node, where: KeyPath) -> object:
        line = node.start_mark.line + 1
        self._count += 1
        if self._count > MOST_VALUES:
            raise ContentError.at(self._path, f"more than {MOST_VALUES:,} values; are anchors nested?", line)
        if len(where) > MOST_DEPTH:
            raise ContentError.at(self._path, f"nested more than {MOST_DEPTH} deep; that is no list of papers", line)
        if node.tag not in _TAGS:
            raise ContentError.at(self._path, f"the tag {node.tag!r} has no meaning here; delete it", line)
        self._file.lines[where] = line
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*where, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, where))
        return self._scalar(node)

    def _pairs(self, node: yaml.MappingNode, where: KeyPath) -> Iterator[tuple[str, object]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise ContentError.at(self._path, "a key must be a plain word", line)
            name = str(key.value)
            if len(name) > _MOST_KEY:
                raise ContentError.at(
                    self._path, f"no key is as long as {name[:_MOST_KEY]!r}...; is a colon missing?", line
                )
            if key.tag == _MERGE:
                self._file.problems.append((line, "merge keys (<<) are not read here; write the keys out"))
                continue
            if name in seen:
                self._file.problems.append((line, f"{name!r} stands here again, first in line {seen[name]}; keep one"))
                continue
            seen[name] = line
            self._file.key_lines[(*where, name)] = line
            yield name, self._value(value, (*where, name))

    def _scalar(self, node: yaml.Node) -> object:
        text = str(node.value)
        if _HALF.search(text):
            line = node.start_mark.line + 1
            raise ContentError.at(self._path, "holds half of a surrogate pair, which is no text; delete it", line)
        if getattr(node, "style", None) or node.tag == _TEXT:  # in quotes, in a block, or no other YAML 1.1 scalar
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
