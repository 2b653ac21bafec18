"""Papers' files that cannot be read whole, or whose keys are misspelt: which of them may hold a certain paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scicomm_bot.characters.fold import fold
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.content.yaml_file import KeyPath, YamlFile, bytes_of, mappings, parse_yaml, text_of
from scicomm_bot.domain.doi import folded_doi
from scicomm_bot.domain.paper import Paper
from scicomm_bot.errors import ContentError, Place, Problem, near
from scicomm_bot.files import broken_link, other_encoding
from scicomm_bot.records.doubles import title_words
from scicomm_bot.records.record import Record

_WORDS = Pattern(r"[^\W_]+")
_A_DOI = Pattern(r"(?<![0-9.])10\.[0-9]{4,9}/\S")
_ID = Pattern(r"^\ufeff?[ \t]{0,8}(?:-[ \t]{1,8})?[\"']?id[\"']?[ \t]*:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_A_TITLE = Pattern(r"^\ufeff?[ \t]{0,8}(?:-[ \t]{1,8})?[\"']?title[\"']?[ \t]*:[ \t]*\S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A file with papers that is wrong somewhere, so that nobody knows whether all of them were read.

    Attributes:
        path: The file.
        problem: What is wrong with it first, with its place and the remedy.
        text: What stands in it, in lower case; None where even that cannot be read.
        words: Its words, folded as those of titles, with a space around each.
        ids: The ids that its papers may have: that of its name, and those that stand in it.
    """

    path: Path
    problem: Problem
    text: str | None
    words: str
    ids: frozenset[str]

    def may_hold(self, record: Record, wanted_id: str) -> bool:
        """Whether this may be the file of a paper.

        It is where the paper's DOI or title stands in it, whatever stands around them. One that tells neither may be by
        its id. One of which nothing can be read may be of any paper.

        Args:
            record: The paper.
            wanted_id: The id that the paper would have if none was taken.
        """
        if self.text is None:
            return True
        title = title_words(record)
        if (record.doi is not None and self._has_doi(folded_doi(record.doi))) or (title and f" {title} " in self.words):
            return True
        tells = _A_DOI.search(self.text) if record.doi is not None else _A_TITLE.search(self.text)
        return tells is None and wanted_id in self.ids

    def _has_doi(self, doi: str) -> bool:
        """Whether a DOI stands in the text, and no longer one that begins with it."""
        text = self.text or ""
        at = text.find(doi)
        while at >= 0:
            behind = text[at + len(doi) : at + len(doi) + _LOOKED_BEHIND].lstrip("-._;()/:<>\"'")
            near_by = text[at + len(doi) : at + len(doi) + 1]
            if not (near_by.isalnum() or (near_by and near_by in "-._;()/:<" and behind[:1].isalnum())):
                return True
            at = text.find(doi, at + 1)
        return False


_LOOKED_BEHIND = 8


def read_papers(path: Path) -> tuple[object, BrokenFile | None]:
    """Return what a file of papers holds, None where that cannot be told; and the file where something is wrong."""
    try:
        raw = bytes_of(path)
    except ContentError:
        return None, None if path.is_dir() else _unreadable(path)
    try:
        file = parse_yaml(path, text_of(path, raw))
    except ContentError as error:
        return None, _broken(path, raw, error.problems[0])
    problem = next(_problems(path, file), None)
    return file.value, None if problem is None else _broken(path, raw, problem)


def _unreadable(path: Path) -> BrokenFile:
    what = f"{broken_link(path) or 'cannot be read'}; let it be read, or move it away"
    return BrokenFile(path, Problem(Place(path), what), None, "", frozenset({path.stem}))


def _broken(path: Path, raw: bytes, problem: Problem) -> BrokenFile:
    text = raw.decode(other_encoding(raw) or "utf-8", errors="replace").lower()
    words = f" {' '.join(_WORDS.findall(fold(text).casefold()))} "
    return BrokenFile(path, problem, text, words, frozenset({path.stem, *_ID.findall(text)}))


def _problems(path: Path, file: YamlFile) -> Iterator[Problem]:
    """Yield what may keep a paper of a file from being known: a key that stands twice, one that is misspelt, no id."""
    for line, what in file.problems:
        yield Problem(Place(path, line), what)
    value = file.value
    if not isinstance(value, dict):
        yield Problem(Place(path, 1), "must hold a paper's fields; `scicomm-bot schema --paper` prints them all")
        return
    if "papers" in value:
        for number, paper in mappings(value["papers"]):
            yield from _problems_of(path, file, paper, ("papers", number))
    elif not {"schedule", "include"} & value.keys():
        yield from _problems_of(path, file, value, ())


def _problems_of(path: Path, file: YamlFile, paper: dict[str, Any], where: KeyPath) -> Iterator[Problem]:
    keys = Paper.model_fields
    for key in (key for key in paper if key not in keys):
        meant = near(key, keys)
        hint = f"did you mean {meant!r}?" if meant else "`scicomm-bot schema --paper` prints all that there are"
        yield Problem(Place(path, file.key_lines.get((*where, key), 1)), f"there is no key {key!r}; {hint}")
    for key in ("id", "title"):
        if not isinstance(paper.get(key), str):
            yield Problem(Place(path, file.line((*where, key))), f"the paper has no `{key}`; write it")
