"""Takes out of a file's values what the schema refuses, so that the rest can be checked in the same go."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from scicomm_bot.content.yaml_file import KeyPath, YamlFile

_MAY_BE_MISSING = frozenset({"issue", "pages", "url", "doi", "link", "templates"})


def drop_invalid(file: YamlFile, wrong: Sequence[ErrorDetails]) -> bool:
    """Delete each unknown key, each wrong finding, and each paper that is wrong in what it must have.

    Returns whether there was anything to delete. The time is that of one walk over the file, however much is wrong.
    """
    gone: dict[KeyPath, set[str | int]] = {}
    for where in map(_to_delete, wrong):
        if where:
            gone.setdefault(where[:-1], set()).add(where[-1])
    # The deepest first: a path leads to its place until something above it is deleted.
    deleted = {holder: _delete(file, holder, gone[holder]) for holder in sorted(gone, key=len, reverse=True)}
    items = {holder: sorted(parts) for holder, parts in deleted.items() if parts}
    for places in (file.lines, file.key_lines, file.cut):
        _move(places, items)
    return any(deleted.values())


def _to_delete(error: ErrorDetails) -> KeyPath:
    where: KeyPath = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        return where
    if where[2:3] == ("findings",) and len(where) > 3:  # noqa: PLR2004 - papers, its number, findings, its number
        return where[:4]
    if where[2:3] and where[2] in _MAY_BE_MISSING:
        return where[:3]
    return where[:2] if where[:1] == ("papers",) else where[:1]


def _delete(file: YamlFile, where: KeyPath, parts: set[str | int]) -> list[Any]:
    """Delete these keys or items of what stands at a path; return those that were there."""
    holder: Any = file.value
    try:
        for part in where:
            holder = holder[part]
    except (KeyError, IndexError, TypeError):
        return []
    if isinstance(holder, dict):
        return [part for part in parts if holder.pop(part, holder) is not holder]
    if not isinstance(holder, list):
        return []
    there = {part for part in parts if isinstance(part, int) and part < len(holder)}
    holder[:] = [item for index, item in enumerate(holder) if index not in there]
    return [*there]


def _move(places: dict[KeyPath, Any], deleted: Mapping[KeyPath, Sequence[Any]]) -> None:
    """Forget the paths of what was deleted, and count those behind it anew."""
    kept = {new: place for path, place in places.items() if (new := _moved(path, deleted)) is not None}
    places.clear()
    places.update(kept)


def _moved(path: KeyPath, deleted: Mapping[KeyPath, Sequence[Any]]) -> KeyPath | None:
    new = list(path)
    for depth, part in enumerate(path):
        parts = deleted.get(path[:depth])
        if parts is None:
            continue
        before = bisect_left(parts, part)
        if parts[before : before + 1] == [part]:
            return None
        if isinstance(part, int):
            new[depth] = part - before
    return tuple(new)
