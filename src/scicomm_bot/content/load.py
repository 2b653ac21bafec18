"""Reading `posts.yaml` and saying everything that is wrong with it in one go."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import UnionType
from typing import Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scicomm_bot import plan
from scicomm_bot.content.yaml_file import Path_, YamlFile, read_yaml
from scicomm_bot.errors import ContentError
from scicomm_bot.models import RESERVED_IDS, Content

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, shown as `posts.yaml:41`."""

    path: Path
    line: int

    def __str__(self) -> str:
        """Return the place as compilers write it."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Document:
    """`posts.yaml` as models, and where everything in it stands."""

    path: Path
    content: Content
    lines: dict[Path_, int]

    def place(self, *where: str | int) -> Place:
        """Return the place of a value, e.g. `place("papers", 0, "findings", 2)`; or of what holds it."""
        while where and where not in self.lines:
            where = where[:-1]
        return Place(self.path, self.lines.get(where, 1))


def load(path: Path) -> Document:
    """Read `posts.yaml`.

    Raises:
        ContentError: with a line for everything that is wrong, in the file's order.
    """
    file = read_yaml(path)
    problems = list(file.problems)
    content = None
    if not isinstance(file.value, dict):
        raise ContentError(
            [f"{path}:1: must begin with `papers:`, but holds {_shown(file.value)}; see docs/writing.md"]
        )
    try:
        content = Content.model_validate(file.value)
    except ValidationError as error:
        details = error.errors()
        # A list whose items are all wrong is also "too short"; saying so would only puzzle.
        problems += [_schema_problem(one, file) for one in details if not (one["type"] == "too_short" and one["input"])]
    if content is not None:
        problems += _deeper_problems(content, file)
    if problems or content is None:
        raise ContentError([f"{path}:{line}: {text}" for line, text in sorted(problems)])
    return Document(path, content, file.lines)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _dotted(where: Path_) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in where) or "the file"


def _schema_problem(details: ErrorDetails, file: YamlFile) -> tuple[int, str]:
    """Turn one of pydantic's errors into the thing, the place and the remedy."""
    where: Path_ = tuple(details["loc"])
    holder = where
    while holder and holder not in file.lines:
        holder = holder[:-1]
    line = file.lines.get(holder, 1)
    name = _dotted(where)
    match details["type"]:
        case "missing":
            return line, f"{_dotted(where[:-1])}: {where[-1]!r} is missing"
        case "extra_forbidden":
            known = _fields_at(where[:-1])
            near = difflib.get_close_matches(str(where[-1]), known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(known)}"
            return file.key_lines.get(where, line), f"{_dotted(where[:-1])}: unknown key {where[-1]!r}; {hint}"
        case "string_type" if isinstance(details["input"], bool | int | float):
            return line, f"{name}: must be a text, but is {_shown(details['input'])}; put it in quotes"
        case "string_pattern_mismatch" if where[-1] == "id":
            return line, f"{name}: {_shown(details['input'])} must be lower-case letters, digits and single hyphens"
        case _:
            said = details["msg"].replace("Input should be", "must be").replace("String should", "must")
            said = said.replace("Tuple should", "must").replace(" after validation, not 0", "")
            return line, f"{name}: {said}, but is {_shown(details['input'])}"


def _fields_at(where: Path_) -> list[str]:
    """Return the keys that are known at a path of the file."""
    model: type[BaseModel] = Content
    for part in where:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        inner = next(_models_in(model.model_fields[part].annotation), None)
        if inner is not None:
            model = inner
    return list(model.model_fields)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {tuple, Union, UnionType}:
        for inner in get_args(annotation):
            yield from _models_in(inner)


def _deeper_problems(content: Content, file: YamlFile) -> Iterator[tuple[int, str]]:
    """What a schema cannot say: ids that stand twice, reserved ids, times and places that do not exist."""
    for where, text in plan.schedule_problems(content.schedule, datetime.now(UTC)):
        yield file.lines.get(("schedule", *where), 1), f"schedule.{_dotted(where)}: {text}"
    papers: dict[str, int] = {}
    for number, paper in enumerate(content.papers):
        line = file.lines["papers", number, "id"]
        if paper.id in papers:
            yield line, f"paper id {paper.id!r} is taken in line {papers[paper.id]}; ids must differ"
        papers.setdefault(paper.id, line)
        findings: dict[str, int] = {}
        for index, finding in enumerate(paper.findings):
            line = file.lines["papers", number, "findings", index, "id"]
            if finding.id in RESERVED_IDS:
                yield line, f"finding id {finding.id!r} is reserved for the post of that name; choose another"
            elif finding.id in findings:
                yield line, f"finding id {finding.id!r} is taken in line {findings[finding.id]}; ids must differ"
            findings.setdefault(finding.id, line)
        for index, author in enumerate(paper.authors):
            if author.institution and author.institution not in author.affiliation:
                line = file.lines["papers", number, "authors", index, "institution"]
                yield line, f"institution {author.institution!r} does not stand in the affiliation of {author.name}"
