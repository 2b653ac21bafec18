"""Reading `posts.yaml` and saying everything that is wrong with it in one go."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scicomm_bot import plan
from scicomm_bot.characters.fold import fold
from scicomm_bot.content.drop_invalid import drop_invalid
from scicomm_bot.content.signatures import future_days, unknown_waivers
from scicomm_bot.content.yaml_file import KeyPath, YamlFile, mappings, read_yaml
from scicomm_bot.domain.paper import RESERVED_IDS, Content, Schedule
from scicomm_bot.errors import ContentError, Place, Problem, near

_SHOWN = 60
_MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Document:
    """`posts.yaml` as models, and where everything in it stands."""

    path: Path
    content: Content
    lines: dict[KeyPath, int]

    @property
    def folder(self) -> Path:
        """Where the paths in the file begin."""
        return self.path.parent

    def place(self, *where: str | int) -> Place:
        """Return the place of a value, e.g. `place("papers", 0, "findings", 2)`; or of what holds it."""
        while where and where not in self.lines:
            where = where[:-1]
        return Place(self.path, self.lines.get(where, 1))


def load(path: Path, *, rules: Collection[str] | None = None, now: datetime | None = None) -> Document:
    """Read `posts.yaml`; `rules` and `now` as for `examine`.

    Raises:
        ContentError: with everything that is wrong, in the file's order.
    """
    document, problems = examine(path, rules=rules, now=now)
    if problems or document is None:
        raise ContentError(problems)
    return document


def examine(
    path: Path, *, rules: Collection[str] | None = None, now: datetime | None = None
) -> tuple[Document | None, list[Problem]]:
    """Read `posts.yaml` and return what of it can be used, without what is wrong, and everything that is wrong.

    Args:
        path: The file.
        rules: The ids of the rules that a waiver may name; None where waivers are not looked at.
        now: The time by which a day is still to come; None for the clock's.

    Raises:
        ContentError: it cannot be read at all.
    """
    file = read_yaml(path)
    if not isinstance(file.value, dict):
        raise ContentError.at(
            path, f"must begin with `papers:`, but holds {_shown(file.value)}; see docs/writing.md", 1
        )
    found = [*file.problems, *_deeper_problems(file, rules, now or datetime.now(UTC))]
    content, details = _validated(file)
    found += [_schema_problem(one, file) for one in details]
    problems = [Problem(Place(path, line), text) for line, text in sorted(found)]
    if (more := len(problems) - _MOST_PROBLEMS) > 0:
        problems[_MOST_PROBLEMS:] = [Problem(Place(path), f"and {more} more problems; fix these first")]
    for _ in range(_MOST_PROBLEMS):
        if content is not None or not details:
            break
        drop_invalid(file, details)
        content, details = _validated(file)
    return (Document(path, content, file.lines) if content else None), problems


def _validated(file: YamlFile) -> tuple[Content | None, list[ErrorDetails]]:
    try:
        return Content.model_validate(file.value), []
    except ValidationError as error:
        # A list whose items are all wrong is also "too short"; saying so would only puzzle.
        return None, [one for one in error.errors() if one["type"] != "too_short" or not one["input"]]


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _dotted(where: KeyPath) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in where) or "the file"


def _schema_problem(details: ErrorDetails, file: YamlFile) -> tuple[int, str]:
    """Turn one of pydantic's errors into the thing, the place and the remedy."""
    where: KeyPath = tuple(details["loc"])
    holder = where
    while holder and holder not in file.lines:
        holder = holder[:-1]
    line = file.lines.get(holder, 1)
    name = _dotted(where)
    given = details["input"]
    match details["type"]:
        case "missing":
            return line, f"{_dotted(where[:-1])}: {where[-1]!r} is missing"
        case "extra_forbidden":
            known = _fields_at(where[:-1])
            meant = near(str(where[-1]), known)
            hint = f"did you mean {meant!r}?" if meant else f"known here: {', '.join(known)}"
            return file.key_lines.get(where, line), f"{_dotted(where[:-1])}: unknown key {where[-1]!r}; {hint}"
        case "string_type" if isinstance(given, bool | int | float):
            return line, f"{name}: must be a text, but is {_shown(given)}; put it in quotes"
        case "int_type" if isinstance(given, str) and given.isdigit():
            return line, f"{name}: must be a number, but {_shown(given)} is a text; write it without quotes"
        case "string_pattern_mismatch":
            return line, f"{name}: {_shown(given)} {_FORMS.get(str(where[-1]), 'must be the name of a template')}"
        case "value_error":
            return line, f"{name}: {_shown(given)} {details['msg'].removeprefix('Value error, ')}"
        case _ if given is None:
            return line, f"{name}: is empty; write its value, or leave the key out where it may be missing"
        case kind:
            said = _SAID.get(kind) or details["msg"].replace("Input should be", "must be").replace(
                "String should", "must"
            )
            said = said.replace("Tuple should", "must").replace(" after validation, not 0", "")
            return line, f"{name}: {said}, but is {_shown(given)}"


_SAID = {
    "tuple_type": "must be a list (lines that begin with `- `)",
    "model_type": "must have keys of its own (lines such as `id: ...`)",
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "string_too_short": "must not be empty",
}
_FORMS = {
    "id": "must be lower-case letters, digits and single hyphens, such as 'gcsf-als'",
    "url": "must be a whole address, such as 'https://example.org/paper'",
    "on": "must be a day, such as '2026-11-22'",
}


def _fields_at(where: KeyPath) -> list[str]:
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


def _deeper_problems(file: YamlFile, rules: Collection[str] | None, now: datetime) -> Iterator[tuple[int, str]]:
    """What a schema cannot say: ids that stand twice, reserved ids, times and places that do not exist."""
    value = file.value if isinstance(file.value, dict) else {}
    try:
        schedule = Schedule.model_validate(value.get("schedule", {}))
    except ValidationError:
        schedule = Schedule()  # what is wrong with it, the schema says
    for where, text in plan.schedule_problems(schedule, now):
        yield file.lines.get(("schedule", *where), 1), f"schedule.{_dotted(where)}: {text}"
    yield from _taken(mappings(value.get("papers")), ("papers",), "paper", file)
    yield from future_days(file, value, now)
    if rules is not None:
        yield from unknown_waivers(file, value, rules)
    for number, paper in mappings(value.get("papers")):
        findings = [*mappings(paper.get("findings"))]
        yield from _taken(findings, ("papers", number, "findings"), "finding", file)
        for index, finding in findings:
            if str(finding.get("id")) in RESERVED_IDS:
                line = file.lines["papers", number, "findings", index, "id"]
                yield line, f"finding id {finding['id']!r} is reserved for the post of that name; choose another"
        for index, author in mappings(paper.get("authors")):
            if (wrong := _wrong_institution(author)) is not None:
                yield file.lines["papers", number, "authors", index, "institution"], wrong


def _wrong_institution(author: dict[str, Any]) -> str | None:
    """Return why an author's institution is none; it is compared as quotations are."""
    institution, affiliation = author.get("institution"), author.get("affiliation")
    if not isinstance(institution, str):
        return None
    if affiliation is None:
        return f"institution {institution!r} needs the affiliation of {author.get('name')} in which it stands; add that"
    if isinstance(affiliation, str) and fold(institution) not in fold(affiliation):
        return f"institution {institution!r} does not stand in the affiliation of {author.get('name')}"
    return None


def _taken(
    items: Iterable[tuple[int, dict[str, Any]]], where: KeyPath, name: str, file: YamlFile
) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for index, item in items:
        one = item.get("id")
        if isinstance(one, str):
            line = file.lines[(*where, index, "id")]
            if one in first:
                yield line, f"{name} id {one!r} is taken in line {first[one]}; ids must differ"
            first.setdefault(one, line)
