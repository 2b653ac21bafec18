"""The words of the templates in one language: `words.en.yaml`, `words.fa.yaml` ... in the folder of the templates.

Every value is a text, or a section of texts: no word is a number or a yes here, whatever it looks like. So the file is
read node by node, without YAML's types, and without aliases.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from scicomm_bot.errors import Place, near
from scicomm_bot.render.joining import joined

_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 10
_BRACES = re.compile(r"(\{[A-Za-z_]+\})")


class WordsError(Exception):
    """The words of a language cannot be used: what is wrong, and where; without a place, where a template asks."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.place = place


class Phrase(str):
    """A text of the file, and where it stands; in braces are the names of what a template fills in."""

    __slots__ = ("place",)
    place: Place

    def filled(self, given: Mapping[str, str]) -> str:
        """Return the text with what is given in the place of its names; not all of that need be in it.

        Raises:
            WordsError: a name is not given.
        """
        return joined(self._pieces(given))

    def _pieces(self, given: Mapping[str, str]) -> Iterator[str]:
        for piece in _BRACES.split(self):
            name = piece[1:-1] if _BRACES.fullmatch(piece) else None
            if name is not None and name not in given:
                meant, known = near(name, given), ", ".join(f"{{{one}}}" for one in given)
                hint = f"did you mean {{{meant}}}?" if meant else f"given are {known}"
                raise WordsError(f"{piece} is not given here; {hint}", self.place)
            yield given[name] if name is not None else piece


class Section:
    """Texts under their names: the whole file, or a part of it; it is read when a word is first asked for."""

    __slots__ = ("_name", "_place", "_read", "_values")

    def __init__(
        self, name: str, place: Place | None, read: Callable[[], tuple[Place, dict[str, "Phrase | Section"]]]
    ) -> None:
        self._name = name
        self._place = place
        self._read = read
        self._values: dict[str, Phrase | Section] | None = None

    def word(self, name: str) -> "Phrase | Section":
        """Return the text or section of a name.

        Raises:
            WordsError: there is none, or the file cannot be used.
        """
        values = self._all()
        if name not in values:
            whole = f"{self._name}.{name}" if self._name else name
            meant = near(name, values)
            hint = f"; did you mean {meant!r}?" if meant else "; add it, as it stands in words.en.yaml"
            raise WordsError(f"{whole!r} is missing, and a template asks for it{hint}", self._place)
        return values[name]

    def __contains__(self, name: object) -> bool:
        return name in self._all()

    def _all(self) -> "dict[str, Phrase | Section]":
        if self._values is None:
            self._place, self._values = self._read()
        return self._values


def parse(path: Path, text: str) -> tuple[Place, dict[str, Phrase | Section]]:
    """Return the first place of a file of words, and its texts and sections.

    Raises:
        WordsError: it is no YAML, or has something else than texts under names.
    """
    try:
        _refuse_odd(path, text)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Place(path, mark.line + 1 if mark is not None else 1)
        raise WordsError(f"is no YAML: {error.problem or error.context}", where) from error
    except yaml.YAMLError as error:
        raise WordsError(f"is no YAML: {str(error).splitlines()[0]}", Place(path, 1)) from error
    return Place(path, 1), _values_of(path, node, "")


def _refuse_odd(path: Path, text: str) -> None:
    """Refuse what a file of words has no use for, and what could grow or go deep without end."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise WordsError("has an alias (*name); write the text itself", _place(path, event.start_mark))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise WordsError("is nested too deep", _place(path, event.start_mark))


def _values_of(path: Path, node: yaml.Node | None, name: str) -> dict[str, Phrase | Section]:
    if not isinstance(node, yaml.MappingNode):
        place = Place(path, 1) if node is None else _place(path, node.start_mark)
        raise WordsError(f'{name or "the file"} must have names with texts (lines such as `and: " and "`)', place)
    values: dict[str, Phrase | Section] = {}
    for key, value in node.value:
        place = _place(path, key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            raise WordsError("a name must be a word", place)
        if key.value in values:
            raise WordsError(f"{key.value!r} stands twice", place)
        values[key.value] = _value_of(path, value, f"{name}.{key.value}" if name else key.value)
    return values


def _value_of(path: Path, node: yaml.Node, name: str) -> Phrase | Section:
    place = _place(path, node.start_mark)
    if isinstance(node, yaml.MappingNode):
        inner = _values_of(path, node, name)
        return Section(name, place, lambda: (place, inner))
    if not isinstance(node, yaml.ScalarNode):
        raise WordsError(f"{name!r} must be a text, but is a list", place)
    phrase = Phrase(node.value)
    phrase.place = place
    return phrase


def _place(path: Path, mark: Any) -> Place:  # noqa: ANN401 - libyaml's mark, or PyYAML's own
    return Place(path, mark.line + 1 if mark is not None else 1)
