"""From the text of a YAML file to its nodes, in one pass, and never more of them than a person would write.

PyYAML parses. Its composer is not used: it would overrun the stack, or fill the memory, before anybody could stop it.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

from scicomm_bot.errors import ContentError, Place, Problem

MOST_VALUES = 200_000
"""The most values, those behind aliases counted each time: what a bomb of anchors runs into."""
MOST_DEPTH = 50
TOO_DEEP = f"nested more than {MOST_DEPTH} deep; that is no list of papers"

OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""What ends a line in YAML 1.1, and nowhere else."""
_ANY_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

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
    def index(self) -> int:
        """The character in the whole text."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The character in it."""


class Lines:
    """The lines of a text as an editor counts them.

    To YAML 1.1, which PyYAML reads, three more signs end a line than to an editor; behind one, its marks count too far.
    """

    def __init__(self, text: str) -> None:
        self._extra: list[int] = []
        if OTHER_LINE_ENDS.search(text):
            ends = enumerate(_ANY_LINE_END.finditer(text))
            self._extra = [number for number, end in ends if OTHER_LINE_ENDS.match(end[0])]

    def number(self, mark: Mark) -> int:
        """Return the line of a mark, from 1."""
        return mark.line + 1 - (bisect_left(self._extra, mark.line) if self._extra else 0)

    def of(self, event: yaml.Event) -> int:
        """Return the line on which a node begins, from 1."""
        return 1 if event.start_mark is None else self.number(event.start_mark)


def compose(path: Path, text: str, lines: Lines) -> Node:
    """Return the root of the one document in `text`; `path` is what errors name, `lines` are those of the text.

    Raises:
        ContentError: it is no YAML or empty, holds too many values, or they are nested too deep; one problem.
    """
    loader = _LOADER(text)
    try:
        root = _Composer(path, text, lines).compose(loader)
    except yaml.YAMLError as error:
        raise ContentError([_not_yaml(path, text, lines, _fault_of(error))]) from error
    finally:
        loader.dispose()
    if root is None:
        raise ContentError.at(
            path,
            "the file holds nothing but comments; `scicomm-bot schema` prints its fields (of a paper: --paper)",
        )
    return root


class _Composer:
    """Composes the nodes of one file, counting them."""

    def __init__(self, path: Path, text: str, lines: Lines) -> None:
        self._path = path
        self._text = text
        self._lines = lines
        self._anchors: dict[str, Node] = {}
        self._faults: list[_Fault] = []

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
                    raise ContentError.at(self._path, TOO_DEEP, self._lines.of(event))
                self._name(collection, event)
            elif isinstance(event, yaml.CollectionEndEvent):
                holders.pop()
            elif isinstance(event, yaml.AliasEvent):
                holders[-1].append(self._behind(event))
            elif isinstance(event, yaml.DocumentStartEvent) and roots:
                self._faults.append(_Fault("but found another document", event.start_mark))
            count += isinstance(event, yaml.NodeEvent)
            if count > MOST_VALUES:
                message = f"more than {MOST_VALUES:,} values; split it into several files"
                raise ContentError.at(self._path, message, self._lines.of(event))
        if self._faults:
            raise ContentError([_not_yaml(self._path, self._text, self._lines, self._faults[0])])
        return roots[0] if roots else None

    def _name(self, node: Node, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is None:
            return
        if event.anchor in self._anchors:
            self._faults.append(_Fault("second occurrence", event.start_mark))
        self._anchors[event.anchor] = node

    def _behind(self, alias: yaml.AliasEvent) -> Node:
        node = self._anchors.get(str(alias.anchor))
        if node is None:
            self._faults.append(_Fault(f"found no &{alias.anchor} in the file", alias.start_mark))
        return node or _NOTHING


_NOTHING = yaml.ScalarEvent(None, None, (True, False), "")
"""What stands for an alias without an anchor, until that is told."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why a text is no YAML, in PyYAML's words; where that was seen, and where what was read then had begun."""

    problem: str
    mark: Mark | None
    began: Mark | None = None


def _fault_of(error: yaml.YAMLError) -> _Fault:
    problem = getattr(error, "problem", None) or " ".join(str(error).split())
    mark, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    return _Fault(problem, mark or began, began)


def _not_yaml(path: Path, text: str, lines: Lines, fault: _Fault) -> Problem:
    if fault.mark is None:
        return Problem(Place(path), f"not YAML: {fault.problem}")
    seen = lines.number(fault.mark) - 1
    began = seen if fault.began is None else lines.number(fault.began) - 1
    rows = re.split("\r\n|[\n\r]", text)
    rows = rows[:-1] if not rows[-1] else rows
    from scicomm_bot.content.yaml_remedies import remedy_for  # noqa: PLC0415 - only for a mistake

    found = remedy_for(rows, seen, began, fault.mark.column)
    at = seen if found is None else found.row
    shown = rows[at].strip() if at < len(rows) else "the end of the file"
    remedy = "" if found is None else f"; {found.text}"
    return Problem(Place(path, min(at + 1, len(rows))), f"not YAML: {fault.problem} (at {shown[:60]!r}){remedy}")
