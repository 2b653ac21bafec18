"""Reading `approved.yaml`, and saying what is wrong with it.

A wrong entry is never guessed at: what cannot be relied on whole stops everything, and what was changed by hand stops
its own post.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scicomm_bot.approval.models import Approval, Approvals, SeenImage
from scicomm_bot.content.yaml_file import KeyPath, YamlFile, parse_yaml, read_text
from scicomm_bot.errors import ApprovalError, ContentError, Place, Problem

LIST = "posts"
"""The key under which the entries stand."""
_FIELDS = {"id": True, "decision": True, "by": True, "at": True, "why": False, "text": True, "images": False,
           "evidence": True, "seal": True}  # fmt: skip
"""The fields of an entry, and whether it must have them."""
_IMAGE_FIELDS = {"file": True, "sha256": True, "alt_sha256": True}
_CONFLICT = re.compile(r"^(<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)( .*)?$", re.MULTILINE)
_NOT_BLANK = re.compile(r"^\s*[^#\s]", re.MULTILINE)
_REMEDY = "take the last good version from git, or delete this entry and approve its post again"


@dataclass(frozen=True, slots=True)
class ApprovedFile:
    """`approved.yaml` as it stands on the disk: its text, its entries in order, and the line of each (from 1)."""

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
    if found := _CONFLICT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        what = (
            f"a conflict that a merge left ({found[0]}); of two entries for one post keep one, of different posts "
            "both, delete the lines with <<<<<<<, ======= and >>>>>>>, then run `scicomm-bot check --approved`"
        )
        raise ApprovalError.at(path, what, line)
    if not _NOT_BLANK.search(text):
        return ApprovedFile(text, (), (), {})
    try:
        file = parse_yaml(path, text)
    except ContentError as error:
        raise ApprovalError(error.problems) from error
    problems = [*file.problems, *_problems(file)]
    if problems:
        raise ApprovalError([Problem(Place(path, line), said) for line, said in sorted(problems)])
    entries: list[Approval] = []
    lines: list[int] = []
    tampered: dict[str, Problem] = {}
    listed = file.value[LIST] if isinstance(file.value, dict) else None
    for index, value in enumerate(listed or ()):
        entry, seal = _entry(value), value["seal"]
        entries.append(entry)
        lines.append(file.lines[LIST, index])
        if entry.seal != seal:
            tampered[entry.id] = Problem(
                Place(path, lines[-1]),
                f"the entry of {entry.id} was changed by hand (its seal does not fit what it says); look at the post, "
                f"then run `scicomm-bot approve {entry.id} --by NAME`",
            )
    return ApprovedFile(text, tuple(entries), tuple(lines), tampered)


def _problems(file: YamlFile) -> Iterator[tuple[int, str]]:
    value = file.value
    if not isinstance(value, dict) or set(value) != {LIST} or not isinstance(value[LIST], list | None):
        yield 1, f"must hold a list under `{LIST}:` and nothing else; take the last good version from git"
        return
    first: dict[str, int] = {}
    for index, entry in enumerate(value[LIST] or ()):
        where: KeyPath = (LIST, index)
        line = file.lines[where]
        if not isinstance(entry, dict):
            yield line, f"an entry must have keys such as `id:`; {_REMEDY}"
            continue
        name = f"the entry of {entry['id']}" if entry.get("id") else "an entry"
        yield from _wrong_fields(name, entry, _FIELDS, where, file)
        images = entry.get("images", [])
        for number, image in enumerate(images if isinstance(images, list) else ()):
            if isinstance(image, dict):
                yield from _wrong_fields(f"an image in {name}", image, _IMAGE_FIELDS, (*where, "images", number), file)
        yield from ((line, f"{name}: {said}; {_REMEDY}") for said in _wrong_values(entry))
        one = entry.get("id")
        if isinstance(one, str) and one in first:
            yield line, f"{one} has an entry in line {first[one]} already; delete one of the two"
        elif isinstance(one, str):
            first[one] = line


def _wrong_fields(
    name: str, entry: dict[str, Any], known: dict[str, bool], where: KeyPath, file: YamlFile
) -> Iterator[tuple[int, str]]:
    for key in entry:
        if key not in known:
            yield file.key_lines[(*where, key)], f"{name} has an unknown field {key!r}; {_REMEDY}"
    for key, needed in known.items():
        if needed and entry.get(key) is None:
            yield file.lines[where], f"{name} has no `{key}:`; {_REMEDY}"


def _wrong_values(entry: dict[str, Any]) -> Iterator[str]:
    for key in ("id", "decision", "by", "at", "why", "text", "evidence", "seal"):
        if entry.get(key) is not None and not isinstance(entry[key], str):
            yield f"`{key}:` must be a text"
    if isinstance(by := entry.get("by"), str) and not by.strip():
        yield "`by:` is blank, so nobody approved it"
    decision = entry.get("decision")
    if isinstance(decision, str) and decision not in {"approved", "rejected"}:
        yield f"`decision:` must be approved or rejected, but is {decision!r}"
    if decision == "rejected" and not entry.get("why"):
        yield "`why:` is missing"
    if isinstance(at := entry.get("at"), str) and not _is_moment(at):
        yield f"`at:` must be a time such as 2026-11-22T16:00:00+00:00, but is {at!r}"
    images = entry.get("images", [])
    if not isinstance(images, list) or not all(
        isinstance(image, dict) and all(isinstance(value, str) for value in image.values()) for image in images
    ):
        yield "`images:` must be a list of `file:`, `sha256:` and `alt_sha256:`"


def _moment(text: str) -> datetime:
    """Read a time in ISO 8601 with its offset; raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment.astimezone(UTC)


def _is_moment(text: str) -> bool:
    try:
        _moment(text)
    except ValueError:
        return False
    return True


def _entry(value: dict[str, Any]) -> Approval:
    return Approval(
        id=value["id"],
        decision=value["decision"],
        by=value["by"],
        at=_moment(value["at"]),
        text=value["text"],
        evidence=value["evidence"],
        images=tuple(SeenImage(**image) for image in value.get("images", ())),
        why=value.get("why"),
    )
