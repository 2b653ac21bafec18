"""Bringing a paper's file up to date: field by field, and never over what a person wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.content.yaml_file import YamlFile, mappings, parse_yaml
from scicomm_bot.domain.doi import bare_doi, folded_doi
from scicomm_bot.errors import ContentError
from scicomm_bot.records.findings import propose
from scicomm_bot.records.merged import MergedRecord
from scicomm_bot.records.paper_fields import (
    CHOOSE,
    IN_RECORD,
    ORDER,
    RETRACTION,
    TO_DO,
    FileField,
    fields_of,
    findings_fields,
    is_graver,
    is_told,
    remark_lines,
    seal_line,
    seal_of,
    seal_place,
    sealed,
    to_do_lines,
)

_LINE = Pattern(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_BETWEEN = Pattern(r"#|[ \t]*[\r\n]*\Z|---|\.\.\.")
"""What stands between two fields: comments at the left edge, blank lines, marks of a document."""


class Difference(NamedTuple):
    """A field in which a file and the sources differ, and which was left as it is.

    Attributes:
        field: Its name in the file.
        here: What the file has, as text; empty where a person has taken the field away.
        there: What the source has, as text.
        origin: The source.
    """

    field: str
    here: str
    there: str
    origin: str


@dataclass(frozen=True, slots=True)
class Updated:
    """A paper's file brought up to date.

    Attributes:
        text: The file's text; the one that was given where nothing changed.
        replaced: The fields that had what `add` wrote, and have another value now.
        added: The fields that were missing and not written by `add` before; `remarks` where something stands against
            the paper by now.
        left: The fields that a person wrote or changed, and that differ from the source.
    """

    text: str
    replaced: Sequence[str] = ()
    added: Sequence[str] = ()
    left: Sequence[Difference] = ()


def updated(text: str, merged: MergedRecord, path: Path) -> Updated:
    """Bring a paper's file up to date, field by field, and leave the rest of it byte for byte.

    A field with the very lines that `add` wrote is replaced where the source has another value now. One that is missing
    is added. One that a person wrote or changed is left, and told where it differs.

    Args:
        text: The file's text.
        merged: The record as the sources have it now.
        path: The file, for errors.

    Raises:
        ContentError: the text is no YAML, or no mapping; one line with the remedy.
    """
    return _Update(text, merged, path).run()


class _Region(NamedTuple):
    """The lines of a field in the file: from its key up to, not including, `stop`."""

    start: int
    stop: int


class _Edit(NamedTuple):
    """Lines to put in the place of others."""

    start: int
    stop: int
    lines: Sequence[str]


class _Update:
    """One update of one file."""

    def __init__(self, text: str, merged: MergedRecord, path: Path) -> None:
        self._text = text
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        self._merged = merged
        plain = text.removeprefix(self._mark)
        file = parse_yaml(path, plain)
        if not isinstance(file.value, dict):
            told = "must hold a paper's fields, such as `id: ...`; `scicomm-bot schema --paper` prints them all"
            raise ContentError.at(path, told, 1)
        self._value: Mapping[str, object] = file.value
        self._lines = _LINE.findall(plain)
        self._regions = self._find_regions(file)
        self._sealed = sealed(self._lines)
        self._edits: list[_Edit] = []
        self._new_seals: dict[str, str | None] = {}
        self._replaced: list[str] = []
        self._added: list[str] = []
        self._left: list[Difference] = []

    def run(self) -> Updated:
        """Return the outcome."""
        wanted = {field.name: field for field in fields_of(self._merged)}
        for field in wanted.values():
            self._take_retraction(field) if field.name == RETRACTION else self._take(field)
        self._take_away_number(wanted)
        self._take_findings()
        self._take_remarks()
        if not self._edits:
            return Updated(self._text, left=tuple(self._left))
        self._write_seal()
        return Updated(self._edited(), tuple(self._replaced), tuple(self._added), tuple(self._left))

    def _take(self, field: FileField) -> None:
        """Replace, add or leave a field."""
        name = field.name
        if name == "authors_more" and "authors" in (one.field for one in self._left):
            return  # it counts those whom another list leaves out
        if name not in self._value and name not in self._sealed:
            self._add(field)
        elif name not in self._value:  # a person has taken it away
            self._leave(field)
        elif _same(name, self._value[name], field.value):
            return
        elif self._is_untouched(name):
            region = self._regions[name]
            start = self._choices_above(region.start)
            self._put(start, region.stop, [*field.above, *field.lines])
            self._replaced.append(name)
            self._new_seals[name] = seal_of(name, field.lines)
        else:
            self._leave(field)

    def _take_retraction(self, field: FileField) -> None:
        """Add what holds a paper's posts, unless a person has looked and deleted the very same.

        What is there stays, for it holds them too, but for a lighter thing that nobody touched.
        """
        name, value = field.name, field.value
        here = self._value.get(name)
        if name not in self._value:
            deleted = self._sealed.get(name) == seal_of(name, field.lines)
            self._leave(field) if deleted else self._add(field)
        elif isinstance(value, dict) and isinstance(here, dict) and is_graver(value["kind"], here.get("kind")):
            region = self._regions.get(name)
            if region is None or not self._is_untouched(name):
                self._leave(field)
                return
            self._put(region.start, region.stop, field.lines)
            self._replaced.append(name)
            self._new_seals[name] = seal_of(name, field.lines)

    def _leave(self, field: FileField) -> None:
        """Leave a field as it is, and tell in what it differs."""
        name = field.name
        origin = self._merged.origins.get(IN_RECORD.get(name, name), self._merged.record.origin)
        if isinstance(field.value, dict):
            origin = str(field.value["source"])
        here = _told(self._value[name]) if name in self._value else ""
        self._left.append(Difference(name, here, _told(field.value), origin))

    def _take_away_number(self, wanted: Mapping[str, FileField]) -> None:
        """Take `authors_more` away where all authors are named now."""
        name = "authors_more"
        if "authors" in self._replaced and name not in wanted and self._is_untouched(name):
            region = self._regions[name]
            self._put(region.start, region.stop, [])
            self._new_seals[name] = None

    def _take_findings(self) -> None:
        """Propose findings where there are none, and the abstract that they rest on is in the file."""
        name = "abstract"
        there = name in self._added or name in self._replaced
        same = name in self._value and _same(name, self._value[name], self._merged.record.abstract_text.strip())
        if not {"findings"} & {*self._value, *self._sealed} and (there or same):
            for field in findings_fields(self._merged, propose(self._merged.record)):
                self._add(field)

    def _take_remarks(self) -> None:
        """Tell at the top what stands against the paper by now."""
        lines = frozenset(line.rstrip() for line in self._lines)
        new = [remark for remark in self._merged.record.remarks if not is_told(remark, lines)]
        if new:
            self._put(0, 0, [*remark_lines(new)])
            self._added.append("remarks")

    def _add(self, field: FileField) -> None:
        at = self._place(field.name)
        if at is None:
            return
        self._put(at, at, [*field.above, *field.lines])
        self._added.append(field.name)
        self._new_seals[field.name] = seal_of(field.name, field.lines)
        told = {*to_do_lines(field.name, TO_DO.get(field.name, ""))}
        first = min(region.start for region in self._regions.values())
        for number, line in enumerate(self._lines[:first]):
            if field.name in TO_DO and line.rstrip("\r\n") in told:
                self._put(number, number + 1, [])

    def _place(self, name: str) -> int | None:
        """Return before which line a field belongs; None where the file is written so that none can be put into it."""
        if not self._regions or len(self._regions) < len(self._value):
            return None
        before = [self._regions[one].stop for one in ORDER[: ORDER.index(name)] if one in self._regions]
        return max(before) if before else min(region.start for region in self._regions.values())

    def _is_untouched(self, name: str) -> bool:
        """Whether a field's lines are the very ones that were written by `add`."""
        region = self._regions.get(name)
        if region is None or name not in self._sealed:
            return False
        return self._sealed[name] == seal_of(name, self._lines[region.start : region.stop])

    def _find_regions(self, file: YamlFile) -> dict[str, _Region]:
        """Return where each field stands; only those whose key begins a line."""
        starts = sorted((line - 1, path[0]) for path, line in file.key_lines.items() if len(path) == 1)
        found: dict[str, _Region] = {}
        for index, (start, name) in enumerate(starts):
            stop = starts[index + 1][0] if index + 1 < len(starts) else len(self._lines)
            while stop > start + 1 and _BETWEEN.match(self._lines[stop - 1]):
                stop -= 1
            if start < len(self._lines) and _begins_with(self._lines[start], str(name)):
                found[str(name)] = _Region(start, stop)
        return found

    def _choices_above(self, start: int) -> int:
        """Return where the choices begin that stand above a field; they are told anew."""
        at = start
        while at and self._lines[at - 1].startswith("#   "):
            at -= 1
        if at and self._lines[at - 1].startswith(CHOOSE):
            return self._choices_above(at - 1)
        return start

    def _put(self, start: int, stop: int, lines: Sequence[str]) -> None:
        self._edits.append(_Edit(start, stop, lines))

    def _write_seal(self) -> None:
        """Write anew what tells the lines of `add` from a person's."""
        now = {name: one for name, one in (self._sealed | self._new_seals).items() if one is not None}
        line = seal_line(now)
        at = seal_place(self._lines)
        end = len(self._lines)
        self._put(end if at is None else at, end if at is None else at + 1, [line])

    def _edited(self) -> str:
        lines, end = [*self._lines], "\r\n" if self._text.count("\r\n") * 2 > self._text.count("\n") else "\n"
        if lines and not lines[-1].endswith(("\n", "\r")):
            lines[-1] += end
        order = sorted(enumerate(self._edits), key=_from_the_end, reverse=True)
        for _, edit in order:
            lines[edit.start : edit.stop] = [f"{line}{end}" for line in edit.lines]
        return self._mark + "".join(lines)


def _from_the_end(one: tuple[int, _Edit]) -> tuple[int, bool, int]:
    """Return what edits are sorted by, the last to be done first: of one place, what is added comes before the rest."""
    number, edit = one
    return edit.start, edit.stop > edit.start, number


def _begins_with(line: str, name: str) -> bool:
    return any(line.startswith(f"{key}:") for key in (name, f'"{name}"', f"'{name}'"))


def _same(name: str, here: object, there: object) -> bool:
    """Whether a field says the same in the file and in the source."""
    if name == "doi":
        one, other = bare_doi(str(here)), bare_doi(str(there))
        return one is not None and other is not None and folded_doi(one) == folded_doi(other)
    if name == "authors":
        return _people(here) == _people(there)
    return " ".join(str(here).split()) == " ".join(str(there).split())


def _people(authors: object) -> list[tuple[str, str]]:
    """Return the names and affiliations of authors; what a person added to them does not count."""
    return [
        (" ".join(str(one.get("name")).split()), " ".join(str(one.get("affiliation") or "").split()))
        for _, one in mappings(authors)
    ]


def _told(value: object) -> str:
    if isinstance(value, dict):
        return f"{value.get('kind')} ({value.get('told')})"
    if isinstance(value, list):
        return ", ".join(name for name, _ in _people(value))
    return " ".join(str(value).split())
