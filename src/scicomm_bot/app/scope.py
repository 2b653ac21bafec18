"""Which files `check` is asked about, and what of all that is wrong concerns them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scicomm_bot.app.desk import Desk
from scicomm_bot.content import Document
from scicomm_bot.content.include import is_backup
from scicomm_bot.errors import NotFoundError
from scicomm_bot.git import changed_since


@dataclass(frozen=True, slots=True)
class Scope:
    """The files that somebody asks about.

    Attributes:
        files: Their real paths.
        whole: Whether every post may be concerned: a template has changed, or what people approved.
        named: The names as they were given, by their real paths; empty where git said what has changed.
    """

    files: frozenset[str]
    whole: bool
    named: dict[str, str]

    @classmethod
    def of(cls, desk: Desk, names: Iterable[str]) -> "Scope":
        """Return the scope of named files, and of the files in named folders.

        Raises:
            NotFoundError: a name is that of no file.
        """
        named = {os.path.realpath(name): name for name in names}
        if missing := [name for path, name in named.items() if not Path(path).exists()]:
            raise NotFoundError(f"{missing[0]}: no such file; `check` without a name looks at all files")
        return cls(frozenset(named), _is_whole(desk, named), named)

    @classmethod
    def changed(cls, desk: Desk, revision: str) -> "Scope":
        """Return the scope of what git says has changed since a revision.

        Raises:
            ScicommError: git cannot say; with the reason.
        """
        files = frozenset(os.path.realpath(path) for path in changed_since(desk.posts_file.parent, revision))
        return cls(files, _is_whole(desk, files), {})

    def has(self, path: Path | None) -> bool:
        """Whether what stands in a file is to be told."""
        if self.whole:
            return True
        if path is None:
            return False
        real = Path(os.path.realpath(path))
        return any(str(one) in self.files for one in (real, *real.parents))

    def papers(self, document: Document) -> set[str]:
        """Return the ids of the papers that are concerned: their file is asked about, or one of their pictures."""
        found: set[str] = set()
        for number, paper in enumerate(document.content.papers):
            source = document.source(number)
            path = document.path if source is None else source.path
            pictures = (document.folder / image.file for finding in paper.findings for image in finding.images)
            if self.has(path) or any(map(self.has, pictures)):
                found.add(paper.id)
        return found

    def left_out(self, document: Document) -> Iterator[tuple[Path, str]]:
        """Yield the named files that posts are not made from, each with why not."""
        ours = {os.path.realpath(path) for path in (document.path, *(file.path for file in document.files))}
        if self.whole:
            return
        for path, name in self.named.items():
            if path not in ours and not any(_is_below(one, path) for one in ours):
                yield Path(name), _why_not(document, Path(path))


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip("/") + "/")


def _is_whole(desk: Desk, files: Iterable[str]) -> bool:
    templates = os.path.realpath(desk.templates.folder)
    return any(_is_below(path, templates) or path == os.path.realpath(desk.approved_file) for path in files)


def _why_not(document: Document, path: Path) -> str:
    if path.is_dir():
        why = "nothing in it is taken"
    elif not path.name.lower().endswith((".yaml", ".yml")):
        why = "the name of a paper's file ends in .yaml"
    elif is_backup(path.name):
        why = "its name is that of a hidden file or a backup"
    elif not document.content.include:
        why = f"{document.path} has no `include:`"
    else:
        why = f"no pattern of `include:` in {document.path} takes it"
    return f"it is not included ({why}), so no post is made from it, and it was not looked at"
