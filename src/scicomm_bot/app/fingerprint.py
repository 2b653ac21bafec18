"""What tells that a file has changed: its time of change, size and inode."""

import hashlib
import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from scicomm_bot.content.include import IncludeError, Taken, stamp_of, taken
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import Institution, Paper
from scicomm_bot.files import OutsideError, read_ordinary

_SMALL = 1_000_000
FileStamp = tuple[str, int, int, int]


def of_files(posts: Path, approved: Path, templates: Path) -> tuple[FileStamp, ...]:
    """Return what changes when `posts.yaml`, `approved.yaml`, a template or its words are written, added or deleted."""
    kinds = (templates.rglob("*.j2"), templates.glob("words.*.yaml"), templates.glob("card.typ"))
    found = sorted(path for kind in kinds for path in kind) if templates.is_dir() else []
    return tuple(map(_stamp, [posts, approved, *found]))


def of_templates(folder: Path) -> object:
    """Return what changes when any file in the templates folder, or in one below it, is written, added or deleted.

    The bytes of small files are in it: two changes may follow one another sooner than a file system's clock ticks.
    """
    found = (Path(where, name) for where, _, names in os.walk(folder) for name in names)
    return tuple(sorted((str(path), stamp_of(str(path)), _digest(path)) for path in found))


def _digest(path: Path) -> str:
    try:
        if path.stat().st_size <= _SMALL:
            return hashlib.sha256(read_ordinary(path, _SMALL)).hexdigest()
    except (OSError, ValueError, OutsideError):
        pass  # whoever uses it says so
    return ""


def of_included(folder: Path, patterns: Sequence[str], apart: Collection[Path]) -> object:
    """Return the `listing` of a document, as it is now; the arguments are those of `taken`."""
    try:
        return (taken(folder, patterns, apart) if patterns else Taken()).listing
    except IncludeError as error:
        return error.index, str(error)


def of_pictures(papers: Iterable[Paper], folder: Path) -> tuple[FileStamp, ...]:
    """Return what changes when a picture of a finding is written, added or deleted; paths begin at `folder`."""
    names = (image.file for paper in papers for finding in paper.findings for image in finding.images)
    return tuple(_stamp(folder / name) for name in names)


def of_cards(
    papers: Iterable[Paper], institution: Institution | None, folder: Path, kept: Path
) -> tuple[FileStamp, ...]:
    """Return what changes when a kept card, or the logo on cards, is written, added or deleted.

    Args:
        papers: The papers whose cards they are.
        institution: Whose logo it is, if any.
        folder: Where the logo's path begins.
        kept: Where approved cards lie.
    """
    logo = [] if institution is None or institution.logo is None else [folder / institution.logo]
    names = (
        post_id(paper.id, name)
        for paper in papers
        for name in (*(one for finding in paper.findings for one in (finding.id, *finding.was)), *paper.own_posts)
    )
    return tuple(map(_stamp, (*logo, *(kept / f"{name}.png" for name in names))))


def _stamp(path: Path) -> FileStamp:
    try:
        status = path.stat()
    except (OSError, ValueError):  # a name that no file can have
        return str(path), 0, 0, 0
    return str(path), status.st_mtime_ns, status.st_size, status.st_ino
