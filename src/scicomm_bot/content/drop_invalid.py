"""Takes out of a file's values what the schema refuses, so that the rest can be checked in the same go."""

from collections.abc import Sequence
from typing import Any

from pydantic_core import ErrorDetails

from scicomm_bot.content.yaml_file import KeyPath, YamlFile

_MAY_BE_MISSING = frozenset({"issue", "pages", "url", "doi", "templates"})


def drop_invalid(file: YamlFile, wrong: Sequence[ErrorDetails]) -> None:
    """Delete each unknown key, each wrong finding, and each paper that is wrong in what it must have."""
    for where in sorted({_to_delete(one) for one in wrong}, key=_last_first, reverse=True):
        _delete(file, where)


def _to_delete(error: ErrorDetails) -> KeyPath:
    where: KeyPath = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        return where
    if where[2:3] == ("findings",) and len(where) > 3:  # noqa: PLR2004 - papers, its number, findings, its number
        return where[:4]
    if where[2:3] and where[2] in _MAY_BE_MISSING:
        return where[:3]
    return where[:2] if where[0] == "papers" else where[:1]


def _last_first(where: KeyPath) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (-1, part) for part in where]


def _delete(file: YamlFile, where: KeyPath) -> None:
    *way, last = where
    holder: Any = file.value
    try:
        for part in way:
            holder = holder[part]
        del holder[last]
    except (KeyError, IndexError, TypeError):
        return  # it went with what holds it, or was never there
    if isinstance(last, int):
        at = len(way)
        file.lines = {
            (*path[:at], _one_less(path[at], last), *path[at + 1 :])
            if path[:at] == tuple(way) and path[at:]
            else path: line
            for path, line in file.lines.items()
            if path[: at + 1] != where
        }


def _one_less(part: str | int, deleted: int) -> str | int:
    return part - 1 if isinstance(part, int) and part > deleted else part
