"""Reading `approved.yaml`, and saying what is wrong with it.

A wrong entry is never guessed at: what cannot be relied on whole stops everything, and what was changed by hand stops
its own post.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scicomm_bot.approval.models import Approval, Approvals
from scicomm_bot.content.yaml_file import KeyPath, YamlFile, parse_yaml, read_text
from scicomm_bot.errors import ApprovalError, ContentError, Place, Problem

if TYPE_CHECKING:
    from scicomm_bot.approval.entry import Entry

LIST = "posts"
"""The key under which the entries stand."""
_CONFLICT = re.compile(r"^(<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)( .*)?$", re.MULTILINE)
_NOT_BLANK = re.compile(r"^\s*[^#\s]", re.MULTILINE)
_PARTS = {
    "images": ("an image", "`file:`, `sha256:` and `alt_sha256:`"),
    "answers": ("an answer", "`key:`, `question:` and `answer:`"),
    "also": ("a signature", "`by:` and `at:`"),
}
"""The lists in an entry: what one item is called, and what it has."""
_REMEDY = "take the last good version from git, or delete this entry and approve its post again"


@dataclass(frozen=True, slots=True)
class ApprovedFile:
    """`approved.yaml` as it stands on the disk.

    Attributes:
        text: Its text.
        entries: Its entries, in order.
        lines: The line on which each begins, from 1.
        tampered: For each entry whose seal does not fit, by the post's id: what is wrong, and the remedy.
    """

    text: str
    entries: tuple[Approval, ...]
    lines: tuple[int, ...]
    tampered: dict[str, Problem]


def read_approvals(path: Path) -> Approvals:
    """Return what `approved.yaml` says; nothing where it is missing. One that cannot be used says so in `broken`."""
    try:
        file = read_file(path)
    except ApprovalError as error:
        return Approvals(path, broken=error.problems)
    sound = {entry.id: entry for entry in file.entries if entry.id not in file.tampered}
    return Approvals(path, sound, file.tampered)


def read_file(path: Path) -> ApprovedFile:
    """Read `approved.yaml`; a missing one is empty.

    Raises:
        ApprovalError: it cannot be used; with everything that is wrong.
    """
    try:
        if not os.path.lexists(path) or (path.is_file() and not path.read_bytes().strip()):
            return ApprovedFile("", (), (), {})
        text = read_text(path, "SCICOMM_APPROVED").replace("\r\n", "\n")
    except ContentError as error:
        raise ApprovalError(error.problems) from error
    except OSError as error:
        raise ApprovalError.at(path, f"cannot be read: {error.strerror}") from error
    return parse_file(path, text)


def parse_file(path: Path, text: str) -> ApprovedFile:
    """Read the text of `approved.yaml`.

    Raises:
        ApprovalError: it cannot be used; with everything that is wrong.
    """
    _refuse_conflict(path, text)
    if not _NOT_BLANK.search(text):
        return ApprovedFile(text, (), (), {})
    try:
        file = parse_yaml(path, text)
    except ContentError as error:
        raise ApprovalError(error.problems) from error
    entries, wrong = _validated(file)
    if problems := sorted([*file.problems, *wrong, *_taken(entries)]):
        raise ApprovalError([Problem(Place(path, line), said) for line, said in problems])
    approvals = tuple(entry.approval() for _, entry in entries)
    tampered = {
        approval.id: _tampered(Place(path, line), approval)
        for approval, (line, entry) in zip(approvals, entries, strict=True)
        if approval.seal != entry.seal
    }
    return ApprovedFile(text, approvals, tuple(line for line, _ in entries), tampered)


def _refuse_conflict(path: Path, text: str) -> None:
    if found := _CONFLICT.search(text):
        what = (
            f"a conflict that a merge left ({found[0]}); of two entries for one post keep one, of different posts "
            "both, delete the lines with <<<<<<<, ======= and >>>>>>>, then run `scicomm-bot check --approved`"
        )
        raise ApprovalError.at(path, what, text.count("\n", 0, found.start()) + 1)


def _tampered(place: Place, approval: Approval) -> Problem:
    return Problem(
        place,
        f"the entry of {approval.id} was changed by hand (its seal does not fit what it says); look at the post, "
        f"then run `scicomm-bot approve {approval.id} --by NAME`",
    )


def _validated(file: YamlFile) -> "tuple[list[tuple[int, Entry]], list[tuple[int, str]]]":
    """Return the sound entries, each with its line, and a line and what is wrong for everything else."""
    value = file.value
    if not isinstance(value, dict) or set(value) != {LIST} or not isinstance(value[LIST], list | None):
        return [], [(1, f"must hold a list under `{LIST}:` and nothing else; take the last good version from git")]
    from scicomm_bot.approval.entry import Entry  # noqa: PLC0415 - a file without entries need not wait for it

    entries: list[tuple[int, Entry]] = []
    wrong: list[tuple[int, str]] = []
    for index, given in enumerate(value[LIST] or ()):
        where: KeyPath = (LIST, index)
        try:
            entries.append((file.lines[where], Entry.model_validate(given)))
        except ValidationError as error:
            post_id = given.get("id") if isinstance(given, dict) else None
            name = f"the entry of {post_id}" if post_id else "an entry"
            wrong += [_problem(one, name, where, file) for one in error.errors()]
    return entries, wrong


def _problem(error: ErrorDetails, name: str, where: KeyPath, file: YamlFile) -> tuple[int, str]:
    """Turn one of pydantic's errors into a line, and what is wrong there with the remedy."""
    place: KeyPath = (*where, *error["loc"])
    holder, key = place[:-1], place[-1]
    line = file.lines.get(place, file.lines[where])
    if len(place) > len(where) + 2:
        name = f"{_PARTS[str(place[len(where)])][0]} in {name}"
    match error["type"]:
        case "extra_forbidden":
            line, said = file.key_lines[place], f"{name} has an unknown field {key!r}"
        case "missing":
            line, said = file.lines[holder], f"{name} has no `{key}:`"
        case "model_type" if place == where:
            said = "an entry must have keys such as `id:`"
        case "model_type" if key == "by_mail":
            said = f"{name}: `by_mail:` must have `recorded_by:`"
        case "tuple_type" | "model_type":
            part = str(place[len(where)])
            said = f"{name}: `{part}:` must be a list of {_PARTS[part][1]}"
        case _ if error["input"] is None:
            said = f"{name} has no `{key}:`"
        case "string_type":
            said = f"{name}: `{key}:` must be a text"
        case "literal_error":
            said = f"{name}: `{key}:` must be approved or rejected, but is {error['input']!r}"
        case _:
            said = f"{name}: {error['msg'].removeprefix('Value error, ')}"
    return line, f"{said}; {_REMEDY}"


def _taken(entries: "list[tuple[int, Entry]]") -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for line, entry in entries:
        if entry.id in first:
            yield line, f"{entry.id} has an entry in line {first[entry.id]} already; delete one of the two"
        first.setdefault(entry.id, line)
