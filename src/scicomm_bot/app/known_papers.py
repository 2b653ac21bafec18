"""The papers that are there already: in posts.yaml, in the files that it includes, and in the folder of papers."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scicomm_bot.app.broken_papers import BrokenFile, read_papers
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.starting import PAPERS
from scicomm_bot.content.include import IncludeError, taken, wrong_pattern
from scicomm_bot.content.yaml_file import mappings, read_yaml
from scicomm_bot.domain.doi import bare_doi
from scicomm_bot.records.doubles import same_work, work_keys
from scicomm_bot.records.record import Person, Record


class Known(NamedTuple):
    """A paper that is there: what its file says of it, as a record."""

    record: Record
    id: str
    file: Path


class KnownPapers:
    """Finds papers by what tells one from another."""

    def __init__(
        self,
        papers: Iterable[Known],
        files: Iterable[Path],
        patterns: Sequence[str],
        broken: Sequence[BrokenFile] = (),
    ) -> None:
        """Keep what is there.

        Args:
            papers: The papers that can be read.
            files: The files in the folder of papers; each takes the id of its name, whatever is in it.
            patterns: Those of posts.yaml, by which files are included.
            broken: The files in which something is wrong, so that a paper in them may not be among `papers`.
        """
        self._broken = broken
        self._by_key: dict[str, list[Known]] = {}
        self.patterns = patterns
        self.by_id: dict[str, Path] = {}
        self._named: dict[str, Known] = {}
        for one in papers:
            self.add(one)
        for file in files:
            self.by_id.setdefault(file.stem, file)
        for wrong in broken:
            for paper_id in wrong.ids:
                self.by_id.setdefault(paper_id, wrong.path)

    def add(self, known: Known) -> None:
        """Keep one more paper."""
        self.by_id.setdefault(known.id, known.file)
        self._named.setdefault(known.id, known)
        for key in work_keys(known.record):
            self._by_key.setdefault(key, []).append(known)

    def named(self, paper_id: str) -> Known | None:
        """Return the paper of this id; None where there is none that can be read."""
        return self._named.get(paper_id)

    def find(self, wanted: Record) -> Known | None:
        """Return the paper that is the same work, or None."""
        candidates = (one for key in work_keys(wanted) for one in self._by_key.get(key, ()))
        return next((one for one in candidates if same_work(one.record, wanted)), None)

    def may_hold(self, wanted: Record, wanted_id: str) -> BrokenFile | None:
        """Return the first file with something wrong that may be this paper's; None where none is.

        Args:
            wanted: A paper that `find` does not find.
            wanted_id: The id that it would have if none was taken.
        """
        return next((one for one in self._broken if one.may_hold(wanted, wanted_id)), None)


def papers_of(desk: Desk) -> KnownPapers:
    """Return the papers that are there; of files that cannot be read, what may be in them.

    Raises:
        ContentError: posts.yaml is not there, or cannot be read at all.
    """
    read_yaml(desk.posts_file)
    (posts, wrong), folder = read_papers(desk.posts_file), desk.posts_file.parent
    files, patterns = _files(folder_of(desk)), _patterns(posts)
    others = [folder / name for name in sorted(_included(folder, patterns))]
    papers, broken = [*_in(posts, desk.posts_file)], [wrong]
    for path in dict.fromkeys([*files, *others]):
        value, wrong = read_papers(path)
        papers += _in(value, path)
        broken.append(wrong)
    return KnownPapers(papers, files, patterns, [one for one in broken if one is not None])


def are_included(desk: Desk, files: Iterable[Path], patterns: Sequence[str]) -> bool:
    """Whether posts.yaml includes all of these files, so that they are read."""
    folder = desk.posts_file.parent
    return {file.relative_to(folder).as_posix() for file in files} <= _included(folder, patterns)


def _included(folder: Path, patterns: Sequence[str]) -> set[str]:
    try:
        return {one.name for one in taken(folder, patterns).files}
    except IncludeError:  # `check` says what is wrong with them
        return set()


def folder_of(desk: Desk) -> Path:
    """Return the folder of papers' files; it need not be there."""
    return desk.posts_file.parent / PAPERS


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"} and path.name[0] != ".")
    except OSError:
        return []


def _in(value: object, path: Path) -> Iterator[Known]:
    """Yield the papers that a file holds, whatever else is wrong with them."""
    if not isinstance(value, dict):
        return
    papers = [paper for _, paper in mappings(value["papers"])] if "papers" in value else [value]
    for paper in papers:
        if isinstance(paper.get("id"), str):
            yield Known(_record(paper, path), paper["id"], path)


def _patterns(posts: object) -> list[str]:
    include = posts.get("include") if isinstance(posts, dict) else None
    found = [include] if isinstance(include, str) else include if isinstance(include, list) else []
    return [one for one in found if isinstance(one, str) and wrong_pattern(one) is None]


def _record(paper: dict[str, Any], path: Path) -> Record:
    """Return what tells a paper from others; a name is not taken apart."""
    names = [str(author.get("name", "")) for _, author in mappings(paper.get("authors"))]
    title, doi, year = paper.get("title"), paper.get("doi"), paper.get("year")
    return Record(
        origin=str(path),
        title=title if isinstance(title, str) else None,
        authors=[Person(name, name) for name in names[:1]],
        year=year if isinstance(year, int) else None,
        doi=bare_doi(doi) if isinstance(doi, str) else None,
    )
