"""What was read: `posts.yaml` and the papers' files that it includes, as models, with the place of every value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scicomm_bot.content.yaml_file import KeyPath
from scicomm_bot.domain.doubt import Doubt
from scicomm_bot.domain.paper import Content, Paper
from scicomm_bot.errors import Place, Problem

ONLY: KeyPath = ("papers", 0)
"""Where the one paper of a file stands: as if the file were a `posts.yaml` of this paper alone."""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file of one paper.

    Attributes:
        path: The file.
        paper: The paper; of a file with problems, what of it can be used, or None.
        lines: The line of each value; their paths begin with `ONLY`.
        doubts: What in it may not say what was meant.
        problems: What is wrong with it. None of its posts goes out meanwhile.
        ids: Where there is no paper, the ids of its posts, as far as they can be read.
    """

    path: Path
    paper: Paper | None = None
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    problems: tuple[Problem, ...] = ()
    ids: tuple[str, ...] = ()

    def place(self, where: KeyPath) -> Place:
        """Return the place of a value, or of what holds it."""
        return _place(self.path, self.lines, where)


@dataclass(frozen=True, slots=True)
class Document:
    """`posts.yaml` and its papers' files as models, and where everything in them stands.

    Attributes:
        path: `posts.yaml`.
        content: What it says, with the papers of `sources` behind its own.
        lines: The line of each value of `posts.yaml`.
        doubts: What in all of the files may not say what was meant.
        files: Every file that `include:` takes, in order; also those of which nothing can be used.
        sources: Those of them that a paper of `content` is from, one to a paper.
        notes: The patterns that take no file.
        own: The same without the files that it includes; None where this is it.
        listing: What differs once a file that is included has changed, is new or gone; as it was before they were read.
    """

    path: Path
    content: Content
    lines: Mapping[KeyPath, int]
    doubts: tuple[Doubt, ...] = ()
    files: Sequence[PaperFile] = ()
    sources: Sequence[PaperFile] = ()
    notes: Sequence[Problem] = ()
    own: "Document | None" = None
    listing: object = None

    @property
    def folder(self) -> Path:
        """Where the paths in the files begin, also in those of papers."""
        return self.path.parent

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the papers' files, file by file."""
        return [problem for file in self.files for problem in file.problems]

    @property
    def unreadable(self) -> list[PaperFile]:
        """The files of papers of which nothing can be used."""
        return [file for file in self.files if file.paper is None]

    @property
    def broken(self) -> dict[str, PaperFile]:
        """The files with problems that a paper is from all the same, by the papers' ids."""
        return {file.paper.id: file for file in self.sources if file.problems and file.paper is not None}

    def source(self, number: int) -> PaperFile | None:
        """Return the file of a paper by the paper's number in `content`; None for one of `posts.yaml` itself."""
        own = len(self.content.papers) - len(self.sources)
        return self.sources[number - own] if number >= own else None

    def papers_places(self) -> dict[str, str]:
        """Return where something is added to each paper, by its id: "to papers/naps.yaml", "below the paper in ..."."""
        places = {}
        for number, paper in enumerate(self.content.papers):
            file = self.source(number)
            places[paper.id] = f"below the paper in {self.path}" if file is None else f"to {file.path}"
        return places

    def place(self, *where: str | int) -> Place:
        """Return the place of a value, e.g. `place("papers", 0, "findings", 2)`; or of what holds it."""
        match where:
            case ("papers", int(number), *rest) if (file := self.source(number)) is not None:
                return file.place((*ONLY, *rest))
        return _place(self.path, self.lines, where)


def _place(path: Path, lines: Mapping[KeyPath, int], where: KeyPath) -> Place:
    while where and where not in lines:
        where = where[:-1]
    return Place(path, lines.get(where, 1))
