"""From the text of a YAML file to its nodes, in one pass, and never more of them than a person would write.

PyYAML parses. Its composer is not used: it would overrun the stack, or fill the memory, before anybody could stop it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

from scicomm_bot.errors import ContentError, Place, Problem

MOST_VALUES = 200_000
"""The most values, those behind aliases counted each time: what a bomb of anchors runs into."""
MOST_DEPTH = 50
TOO_DEEP = f"nested more than {MOST_DEPTH} deep; that is no list of papers"

_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Collection:
    """A sequence, or a mapping: each key and then its value. An alias is the very node of its anchor."""

    event: yaml.CollectionStartEvent
    items: "list[Node]" = field(default_factory=list)


Node = yaml.ScalarEvent | Collection


class Mark(Protocol):
    """A place in the text, counted from 0."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The character in it."""


def line_of(event: yaml.Event) -> int:
    """Return the line on which a node begins, from 1."""
    mark = event.start_mark
    return 1 if mark is None else mark.line + 1


def compose(path: Path, text: str) -> Node:
    """Return the root of the one document in `text`; `path` is what errors name.

    Raises:
        ContentError: it is no YAML or empty, holds too many values, or they are nested too deep; one problem.
    """
    loader = _LOADER(text)
    try:
        root = _Composer(path, text).compose(loader)
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or " ".join(str(error).split())
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise ContentError([_not_yaml(path, text, problem, mark)]) from error
    finally:
        loader.dispose()
    if root is None:
        raise ContentError.at(path, "the file holds nothing but comments; see docs/writing.md")
    return root


class _Composer:
    """Composes the nodes of one file, counting them."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text
        self._anchors: dict[str, Node] = {}
        self._faults: list[tuple[str, Mark | None]] = []

    def compose(self, loader: yaml.CSafeLoader | yaml.SafeLoader) -> Node | None:
        """Return the root, or None for a stream without a document.

        What cannot be parsed is told before an alias without an anchor, wherever the two stand.
        """
        roots: list[Node] = []
        holders = [roots]
        count = 0
        for event in iter(loader.get_event, None):
            if isinstance(event, yaml.ScalarEvent):
                holders[-1].append(event)
                self._name(event, event)
            elif isinstance(event, yaml.CollectionStartEvent):
                collection = Collection(event)
                holders[-1].append(collection)
                holders.append(collection.items)
                if len(holders) > MOST_DEPTH + 1:
                    raise ContentError.at(self._path, TOO_DEEP, line_of(event))
                self._name(collection, event)
            elif isinstance(event, yaml.CollectionEndEvent):
                holders.pop()
            elif isinstance(event, yaml.AliasEvent):
                holders[-1].append(self._behind(event))
            elif isinstance(event, yaml.DocumentStartEvent) and roots:
                self._faults.append(("but found another document", event.start_mark))
            count += isinstance(event, yaml.NodeEvent)
            if count > MOST_VALUES:
                message = f"more than {MOST_VALUES:,} values; split it into several files"
                raise ContentError.at(self._path, message, line_of(event))
        if self._faults:
            raise ContentError([_not_yaml(self._path, self._text, *self._faults[0])])
        return roots[0] if roots else None

    def _name(self, node: Node, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is None:
            return
        if event.anchor in self._anchors:
            self._faults.append(("second occurrence", event.start_mark))
        self._anchors[event.anchor] = node

    def _behind(self, alias: yaml.AliasEvent) -> Node:
        node = self._anchors.get(str(alias.anchor))
        if node is None:
            self._faults.append(("found undefined alias", alias.start_mark))
        return node or _NOTHING


_NOTHING = yaml.ScalarEvent(None, None, (True, False), "")
"""What stands for an alias without an anchor, until that is told."""


def _not_yaml(path: Path, text: str, problem: str, mark: Mark | None) -> Problem:
    if mark is None:
        return Problem(Place(path), f"not YAML: {problem}")
    lines = text.splitlines()
    shown = lines[mark.line].strip() if mark.line < len(lines) else "the end of the file"
    place = Place(path, min(mark.line + 1, len(lines)))
    return Problem(place, f"not YAML: {problem} (at {shown[:60]!r}){_remedy(problem, shown, lines, mark)}")


def _remedy(problem: str, shown: str, lines: Sequence[str], mark: Mark) -> str:
    indent = lines[mark.line][: mark.column + 1] if mark.line < len(lines) else ""
    if "\t" in indent or "'\\t'" in problem:
        return "; YAML is indented with spaces, never tabs"
    if "alias" in problem or shown.removeprefix("- ").startswith("*"):
        return "; put a text that begins with * or & in quotes"
    if "mapping values" in problem:
        return '; put a text with ": " in it in quotes'
    if "another document" in problem:
        return "; delete the line `---`: one file holds one document"
    if "start any token" in problem:
        return "; put a text that begins with that sign in quotes"
    if mark.line >= len(lines) - 1:
        return "; the file seems to end in the middle"
    return ""
