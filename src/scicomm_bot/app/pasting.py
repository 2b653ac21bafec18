"""How answers are written into `posts.yaml`: where to paste, and the lines as they stand there."""

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from scicomm_bot.content import Document, PaperFile
from scicomm_bot.content.yaml_file import KeyPath
from scicomm_bot.domain.ids import paper_id_of, post_id
from scicomm_bot.domain.paper import PaperAnswers
from scicomm_bot.files import read_ordinary

_OWN = tuple(PaperAnswers.model_fields)
"""The posts of a paper that come by themselves: their answers stand at the paper, below the post's name."""
_STEP = 2
_FINDING, _PAPER = 8, 4
"""As many columns stand before the keys of a finding and of a paper in the examples."""
_MOST_BYTES = 64_000_000
_BEFORE = re.compile(r"[ -]*")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines to paste into the file, and in words where they belong."""

    where: str
    lines: Sequence[str]


@dataclass(slots=True)
class Pastings:
    """Tells how answers are written into `posts.yaml` and the papers' files.

    Attributes:
        document: The files, read; None where they could not be.
    """

    document: Document | None
    _of_file: dict[Path | None, "Pasting"] = field(default_factory=dict)
    _sources: dict[str, PaperFile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note which paper is from which file."""
        for file in self.document.sources if self.document is not None else ():
            if file.paper is not None:
                self._sources[file.paper.id] = file

    def block(self, one: str, keys: Sequence[str], begun: Container[str] = ()) -> Block | None:
        """Return the block with the answers to these questions of a post, as `Pasting.block` does, with its file."""
        source = self._sources.get(paper_id_of(one))
        path = None if source is None else source.path
        if path not in self._of_file:
            document = self.document
            if source is not None and source.paper is not None and document is not None:
                content = document.content.model_copy(update={"papers": (source.paper,)})
                document = Document(source.path, content, source.lines)
            self._of_file[path] = Pasting.into(document)
        block = self._of_file[path].block(one, keys, begun)
        return block if block is None or path is None else replace(block, where=f"in {path}, {block.where}")


@dataclass(frozen=True)
class Pasting:
    """Tells how answers are written into one file.

    Attributes:
        document: The file, read; None where it could not be.
        text: Its lines.
    """

    document: Document | None
    text: Sequence[str]

    @classmethod
    def into(cls, document: Document | None) -> "Pasting":
        """Return what tells it of this file; one that is gone by now has no lines, and is written as the examples."""
        try:
            raw = read_ordinary(document.path, _MOST_BYTES) if document is not None else b""
        except OSError:
            raw = b""
        return cls(document, re.split("\r\n|\r|\n", raw.decode("utf-8", "replace")))

    def block(self, one: str, keys: Sequence[str], begun: Container[str] = ()) -> Block | None:
        """Return the block with the answers to these questions of a post; None where all stand in the file, unwritten.

        Args:
            one: The post's id.
            keys: The keys of its open questions.
            begun: Posts of which a block was given before this one.
        """
        paper_id, _, name = one.rpartition("/")
        where, given = self._place(one)
        keys = [key for key in keys if key not in given]
        if not keys:
            return None
        if name not in _OWN or "findings" in where:  # a finding may be called `why`
            return self._at(where, given, keys, rest={})
        own = {other: post_id(paper_id, other) for other in _OWN if other != name}
        rest = {other: self._given(of) for other, of in own.items() if self._place(of)[0] == where}
        answers = (*where, "answers")
        anew = not self._has(answers) or self._is_in_braces(answers)
        if anew and any(post_id(paper_id, other) in begun for other in rest):
            return self._below_the_block_above(" " * (self._indent(where, _PAPER) + _STEP), name, given, keys)
        return self._at(where, given, keys, rest=rest, name=name)

    @staticmethod
    def _below_the_block_above(indent: str, name: str, given: Mapping[str, str], keys: Sequence[str]) -> Block:
        """Return the lines for the second post of a paper, whose `answers:` the block of the first writes anew."""
        lines = _lines(keys, f"{indent}{' ' * _STEP}")
        if given:  # the block of the first has them
            return Block(f"add below `{name}:` in the block above", [*lines])
        return Block(
            "add below the `answers:` of the paper, which the block above begins", [f"{indent}{name}:", *lines]
        )

    def _at(
        self,
        where: KeyPath,
        given: Mapping[str, str],
        keys: Sequence[str],
        *,
        rest: Mapping[str, Mapping[str, str]],
        name: str | None = None,
    ) -> Block:
        """Return the block at a finding, or at a paper for its post of that name; `rest`: the paper's other answers."""
        column, answers = self._indent(where, _PAPER if name else _FINDING), (*where, "answers")
        inner, whose = ((*answers, name), "paper") if name else (answers, "finding")
        outside, inside = " " * column, " " * (column + _STEP)
        if self._is_in_braces(where):
            pairs = ", ".join(_pair(key) for key in keys)
            line = f"answers: {{{f'{name}: {{{pairs}}}' if name else pairs}}}"
            return Block(f"add this within the braces of the {whose}{self._line(where)}, after a comma", [line])
        if self._is_in_braces(inner) or self._is_in_braces(answers):
            others = {key: value for key, value in rest.items() if value}
            lines = [f"{outside}answers:"]
            for other, answered in others.items():
                lines += [f"{inside}{other}:", *_written(answered, f"{inside}{' ' * _STEP}")]
            deeper = f"{inside}{' ' * _STEP}" if name else inside
            lines += [f"{inside}{name}:"] if name else []
            lines += [*_written(given, deeper), *_lines(keys, deeper)]
            return Block(f"put this in place of the {whose}'s `answers:`{self._line(answers)}", lines)
        if given or self._has(inner):
            deeper = " " * self._indent(inner, column + _STEP * (2 if name else 1))
            below = f"`{name}:` in the paper's `answers:`" if name else "`answers:`"
            return Block(f"add below {below}{self._line(inner, key=name or 'answers')}", [*_lines(keys, deeper)])
        if name and self._has(answers):
            inside = " " * self._indent(answers, column + _STEP)
            lines = [f"{inside}{name}:", *_lines(keys, f"{inside}{' ' * _STEP}")]
            return Block(f"add below the paper's `answers:`{self._line(answers, key='answers')}", lines)
        lines = [f"{outside}answers:", *([f"{inside}{name}:"] if name else [])]
        lines += _lines(keys, f"{inside}{' ' * _STEP}" if name else inside)
        below = f"below `id: {self._id(where)}`{self._line((*where, 'id'))}" if where else f"at the {whose}"
        return Block(f"put this {below}", lines)

    def _place(self, one: str) -> tuple[KeyPath, Mapping[str, str]]:
        """Return where in the file a post's answers belong, and those that stand there, blank ones too."""
        return self._places.get(one, ((), {}))

    @cached_property
    def _places(self) -> Mapping[str, tuple[KeyPath, Mapping[str, str]]]:
        """Of each post, where in the file its answers belong, and those that stand there."""
        found: dict[str, tuple[KeyPath, Mapping[str, str]]] = {}
        for number, paper in enumerate(self.document.content.papers if self.document is not None else ()):
            for name in _OWN:
                found[post_id(paper.id, name)] = ("papers", number), getattr(paper.answers, name)
            for index, finding in enumerate(paper.findings):
                found[post_id(paper.id, finding.id)] = ("papers", number, "findings", index), finding.answers
        return found

    def _given(self, one: str) -> Mapping[str, str]:
        return self._place(one)[1]

    def _id(self, where: KeyPath) -> str:
        found: object = self.document.content if self.document is not None else None
        for part in where:
            found = found[part] if isinstance(found, tuple) and isinstance(part, int) else getattr(found, str(part))
        return str(getattr(found, "id", ""))

    def _has(self, where: KeyPath) -> bool:
        return self.document is not None and where in self.document.lines

    def _raw(self, where: KeyPath) -> str | None:
        """Return the line of the file on which a value begins."""
        if self.document is None or where not in self.document.lines:
            return None
        number = self.document.lines[where]
        return self.text[number - 1] if number <= len(self.text) else None

    def _indent(self, where: KeyPath, otherwise: int) -> int:
        """Return in which column the keys of a mapping stand."""
        raw = self._raw(where)
        found = _BEFORE.match(raw) if raw is not None else None
        return otherwise if found is None else found.end()

    def _is_in_braces(self, where: KeyPath) -> bool:
        """Whether a mapping is written as `{...}`."""
        key = where[-1] if where and isinstance(where[-1], str) else None
        raw = self._raw(where if key else (*where, "id"))
        if raw is None:
            return False
        if key is None:
            return "{" in raw.partition("id")[0]
        return (raw.partition(f"{key}:")[2] or raw).lstrip().startswith("{")

    def _line(self, where: KeyPath, *, key: str | None = None) -> str:
        """Return in brackets the line of a value, or of the key above it; empty where it is not known."""
        if self.document is None or where not in self.document.lines:
            return ""
        line = at = self.document.lines[where]
        while key is not None and at and f"{key}:" not in self.text[at - 1]:
            at -= 1
        return f" (line {at or line})"


def _pair(key: str) -> str:
    return f'"{key}": "..."'


def _lines(keys: Sequence[str], indent: str) -> Iterator[str]:
    for key in keys:
        yield f'{indent}{key}: "..."'


def _written(answers: Mapping[str, str], indent: str) -> Iterator[str]:
    for key, answer in answers.items():
        yield f"{indent}{json.dumps(key, ensure_ascii=False)}: {json.dumps(answer, ensure_ascii=False)}"
