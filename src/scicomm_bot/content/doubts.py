"""What of `posts.yaml` was read and may not say what was meant: cut texts, keys that programs write, one DOI twice."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from scicomm_bot.content.fields import holds_text, known_fields
from scicomm_bot.content.yaml_file import KeyPath, Lost, YamlFile
from scicomm_bot.domain.doi import folded_doi
from scicomm_bot.domain.doubt import Doubt, DoubtKind
from scicomm_bot.domain.paper import Paper
from scicomm_bot.errors import Place

_LETTER = re.compile(r"[^\W\d_]")
_TRUE = frozenset({"true", "True", "TRUE"})


def read_true_as_on(file: YamlFile) -> list[KeyPath]:
    """Give each key `true` that stands where `on` belongs that name, and return the paths of these keys.

    To YAML 1.1 `on` is a word for true. So a program that reads and writes it turns the key `on:` into `true:`.
    """
    found = [path for path in file.key_lines if path[-1] in _TRUE and "on" in known_fields(path[:-1])]
    renamed = {path: (*path[:-1], "on") for path in found if _rename(file.value, path)}
    if renamed:
        file.lines = {_with_on(path, renamed): line for path, line in file.lines.items()}
        file.key_lines = {_with_on(path, renamed): line for path, line in file.key_lines.items()}
    return [*renamed.values()]


def _rename(value: Any, path: KeyPath) -> bool:  # noqa: ANN401 - any value of the file
    for part in path[:-1]:
        value = value[part]
    if "on" in value:
        return False
    inner = [("on" if key == path[-1] else key, one) for key, one in value.items()]
    value.clear()
    value.update(inner)
    return True


def _with_on(path: KeyPath, renamed: dict[KeyPath, KeyPath]) -> KeyPath:
    for end, part in enumerate(path, 1):
        if part in _TRUE and path[:end] in renamed:
            return (*renamed[path[:end]], *path[end:])
    return path


def doubts_of(path: Path, file: YamlFile, true_keys: Iterable[KeyPath]) -> tuple[Doubt, ...]:
    """Return what of a file may not say what was meant, kind by kind; `true_keys` are those that were read as `on`."""
    return (*_comments(path, file), *_true_keys(path, file, true_keys))


def _comments(path: Path, file: YamlFile) -> Iterator[Doubt]:
    for where, cut in file.cut.items():
        value = _at(file.value, where)
        if not holds_text(where) or not (value is None or (isinstance(value, str) and _LETTER.search(value))):
            continue
        name = next(str(part) for part in reversed(where) if isinstance(part, str))
        match cut.how:
            case Lost.COMMENT:
                what = f'line {cut.line}: " #" begins a comment, so `{name}` ends before it, without {cut.text!r}'
                remedy = "put the whole text in quotes; if a comment is meant, put it on a line of its own"
            case Lost.ANCHOR:
                what = f"line {cut.line}: & begins a name for YAML, so `{name}` is read without {cut.text!r}"
                remedy = "put the whole text in quotes"
            case Lost.ESCAPE:
                what = f"line {cut.line}: in double quotes, the first two signs of {cut.text} are one sign for YAML"
                remedy = "use single quotes around the text"
        yield Doubt(DoubtKind.COMMENT, where, f"{path}:{cut.line}", what, remedy)


def _true_keys(path: Path, file: YamlFile, keys: Iterable[KeyPath]) -> Iterator[Doubt]:
    by_paper: dict[KeyPath, list[int]] = {}
    for key in keys:
        if key in file.key_lines:
            by_paper.setdefault(key[:2], []).append(file.key_lines[key])
    for where, lines in by_paper.items():
        more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
        what = f"line {lines[0]}{more}: the key `true` is read as `on`, which another program has turned into it"
        yield Doubt(DoubtKind.KEY, where, f"{path}:{lines[0]}", what, "write `on:` again, or `'on':` for that program")


def same_dois(papers: Sequence[Paper], place: Callable[..., Place]) -> Iterator[Doubt]:
    """Yield the DOIs that stood at an earlier paper already; `place` tells where a value stands."""
    first: dict[str, tuple[Paper, Place]] = {}
    for number, paper in enumerate(papers):
        if paper.doi is None:
            continue
        where, doi = ("papers", number, "doi"), folded_doi(paper.doi)
        here = place(*where)
        if doi in first:
            other, there = first[doi]
            at = f"line {there.line}" if there.path == here.path else str(there)
            what = f"the papers {other.id} ({at}) and {paper.id} have one DOI, {paper.doi}"
            yield Doubt(DoubtKind.SAME_DOI, where, str(here), what, "correct the one that is wrong")
        first.setdefault(doi, (paper, here))


def _at(value: Any, where: KeyPath) -> object:  # noqa: ANN401 - any value of the file
    for part in where:
        value = value[part]
    return value
