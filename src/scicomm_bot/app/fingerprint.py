"""What tells that a file has changed: its time of change, size and inode."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from scicomm_bot.content.include import IncludeError, Taken, taken
from scicomm_bot.domain.paper import Paper

FileStamp = tuple[str, int, int, int]


def of_files(posts: Path, approved: Path, templates: Path) -> tuple[FileStamp, ...]:
    """Return what changes when `posts.yaml`, `approved.yaml`, a template or its words are written, added or deleted."""
    found = sorted((*templates.rglob("*.j2"), *templates.glob("words.*.yaml"))) if templates.is_dir() else []
    return tuple(map(_stamp, [posts, approved, *found]))


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


def _stamp(path: Path) -> FileStamp:
    try:
        status = path.stat()
    except (OSError, ValueError):  # a name that no file can have
        return str(path), 0, 0, 0
    return str(path), status.st_mtime_ns, status.st_size, status.st_ino
