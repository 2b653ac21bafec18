"""Reading `posts.yaml` and saying everything that is wrong with it in one go."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from operator import itemgetter
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scicomm_bot import plan
from scicomm_bot.content.doubts import doubts_of, read_true_as_on
from scicomm_bot.content.drop_invalid import drop_invalid
from scicomm_bot.content.fields import known_fields
from scicomm_bot.content.file_pause import wrong_pause
from scicomm_bot.content.given_facts import wrong_facts
from scicomm_bot.content.institutions import wrong_institution
from scicomm_bot.content.signatures import future_days, unknown_waivers
from scicomm_bot.content.yaml_file import KeyPath, YamlFile, mappings, read_yaml
from scicomm_bot.domain.doubt import Doubt
from scicomm_bot.domain.paper import RESERVED_IDS, Content, Schedule
from scicomm_bot.domain.study import meant_kind, meant_subject
from scicomm_bot.errors import ContentError, Place, Problem, near

_SHOWN = 60
_MOST_PROBLEMS = 100
_SIGNS_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class Document:
    """`posts.yaml` as models, where everything in it stands, and what of it may not say what was meant."""

    path: Path
    content: Content
    lines: dict[KeyPath, int]
    doubts: tuple[Doubt, ...] = ()

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
    true_keys = read_true_as_on(file)
    found = [*file.problems, *_deeper_problems(file, rules, now or datetime.now(UTC))]
    content, details = _validated(file)
    problems = _told(path, found, details, file)
    while content is None and drop_invalid(file, details):
        content, details = _validated(file)
    if content is None:
        return None, problems
    return Document(path, content, file.lines, doubts_of(path, file, content, true_keys)), problems


def _told(
    path: Path, found: Iterable[tuple[int, str]], details: Iterable[ErrorDetails], file: YamlFile
) -> list[Problem]:
    """Return the problems in the file's order; of very many the first, and how many more there are."""
    told: list[tuple[int, str | ErrorDetails]] = [*found, *((_line_of(one, file), one) for one in details)]
    told.sort(key=itemgetter(0))
    more = len(told) - _MOST_PROBLEMS
    if more > 0:  # those of the last line that is told may be others than the first by their words
        last = told[_MOST_PROBLEMS - 1][0]
        told = [*told[:_MOST_PROBLEMS], *takewhile(lambda one: one[0] == last, told[_MOST_PROBLEMS:][:_MOST_PROBLEMS])]
    texts = sorted((line, one if isinstance(one, str) else _schema_problem(one, file)) for line, one in told)
    problems = [Problem(Place(path, line), text) for line, text in texts[:_MOST_PROBLEMS]]
    return [*problems, Problem(Place(path), f"and {more} more problems; fix these first")] if more > 0 else problems


def _validated(file: YamlFile) -> tuple[Content | None, list[ErrorDetails]]:
    try:
        return Content.model_validate(file.value), []
    except ValidationError as error:
        # A list whose items are all wrong is also "too short"; saying so would only puzzle.
        return None, [one for one in error.errors(include_url=False) if one["type"] != "too_short" or not one["input"]]


def _shown(value: object) -> str:
    """Return the beginning of a value as Python writes it, however large the value is; a text's quotes are closed."""
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}...")
    text = ""
    for piece in _pieces(value):
        text += piece
        if len(text) > _SHOWN:
            return f"{text[:_SHOWN]}..."
    return text


def _pieces(value: object) -> Iterator[str]:
    match value:
        case str():
            yield repr(value[: _SHOWN + 1])
        case list():
            yield "["
            for number, item in enumerate(value):
                yield ", " if number else ""
                yield from _pieces(item)
            yield "]"
        case dict():
            yield "{"
            for number, (key, item) in enumerate(value.items()):
                yield f"{', ' if number else ''}{key!r}: "
                yield from _pieces(item)
            yield "}"
        case _:
            yield repr(value)


def _dotted(where: KeyPath) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in where) or "the file"


def _hint(key: str, known: Sequence[str]) -> str:
    """Return what is meant by an unknown key."""
    bare = _SIGNS_AROUND.sub("", key)
    if bare in known:
        odd = _SIGNS_AROUND.search(key)
        return f"it is {bare!r} with U+{ord(odd[0][0]):04X} beside it; delete that sign" if odd else ""
    meant = near(key, known)
    return f"did you mean {meant!r}?" if meant else f"known here: {', '.join(known)}"


def _line_of(details: ErrorDetails, file: YamlFile) -> int:
    """Return the line of what is wrong, or of what holds it."""
    where: KeyPath = tuple(details["loc"])
    if details["type"] == "extra_forbidden" and where in file.key_lines:
        return file.key_lines[where]
    while where and where not in file.lines:
        where = where[:-1]
    return file.lines.get(where, 1)


def _schema_problem(details: ErrorDetails, file: YamlFile) -> str:
    """Turn one of pydantic's errors into the thing and the remedy."""
    where: KeyPath = tuple(details["loc"])
    name, given = _dotted(where), details["input"]
    if where[-1:] == ("[key]",):
        name, where = f"{_dotted(where[:-2])}: a key", where[:-2]
    match details["type"]:
        case "missing":
            return f"{_dotted(where[:-1])}: {where[-1]!r} is missing"
        case "extra_forbidden":
            hint = _hint(str(where[-1]), known_fields(where[:-1]))
            return f"{_dotted(where[:-1])}: unknown key {where[-1]!r}; {hint}"
        case "string_pattern_mismatch":
            return f"{name}: {_shown(given)} {_FORMS.get(str(where[-1]), _TEMPLATE)}"
        case "value_error":
            return f"{name}: {_shown(given)} {details['msg'].removeprefix('Value error, ')}"
        case _ if given is None:
            return f"{name}: is empty{_why_empty(where, file)}"
        case "literal_error" as kind if isinstance(given, str) and (meant := _meant(where, given)):
            return f"{name}: {_wrong(kind, given, details)}; {meant}"
        case "too_long" | "string_too_long" as kind:
            return f"{name}: {_too_long(kind, where, given, details['ctx']['max_length'])}"
        case kind:
            return f"{name}: {_of_another_type(kind, given) or _wrong(kind, given, details)}"


def _meant(where: KeyPath, given: str) -> str | None:
    """Say what another word for a kind of study, or for what was studied, should be."""
    if where[-1] == "kind":
        if "preprint" in given.lower():
            return "write `preprint: true` beside `kind:`, which says what kind of study it is"
        meant: str | None = meant_kind(given)
    elif where[-2:-1] == ("on",):
        meant = meant_subject(given)
        if meant is None and where[-3] == "study":
            return "leave `on:` out for a study of none of these"
    else:
        return None
    return f"did you mean {meant!r}?" if meant else None


def _of_another_type(kind: str, given: object) -> str | None:
    """Say what is meant by a value that another writing would make right."""
    match kind, given:
        case "string_type", bool():
            return f"must be a text, but is {given}; put it in quotes (was it `yes`, `no`, `on` or `off`?)"
        case "string_type", int() | float():
            return f"must be a text, but is {given}; put it in quotes"
        case "int_type" | "float_type", str() if _NUMBER.fullmatch(given):
            return f"must be a number, but {given!r} is a text; write it without quotes"
        case "bool_type", "true" | "True" | "TRUE" | "false" | "False" | "FALSE":
            return f"must be true or false, but {given!r} is a text; write it without quotes"
        case "bool_type", str() if given.lower() in {"yes", "no", "on", "off", "y", "n"}:
            return f"must be true or false, but is {given!r}; write {str(given.lower() in {'yes', 'on', 'y'}).lower()}"
        case "int_from_float" | "int_type", float() if given.is_integer() and abs(given) < 1e6:  # noqa: PLR2004 - years
            return f"must be a whole number, but is {given}; write {given:.0f}"
    return None


def _wrong(kind: str, given: object, details: ErrorDetails) -> str:
    said = _SAID.get(kind)
    if said is None:
        return f"{details['msg'].replace('Input should be', 'must be')}, but is {_shown(given)}"
    return f"{said.format(**details.get('ctx', {}))}, but is {_shown(given)}"


def _too_long(kind: str, where: KeyPath, given: Sequence[object], most: int) -> str:
    if kind == "string_too_long":
        return f"must have {most:,} characters at most, but has {len(given):,}: {_shown(given)}"
    takes = "a post takes up to four pictures" if where[-1] == "images" else f"takes up to {most} entries"
    return f"{takes}, but here are {len(given):,}; delete some"


def _why_empty(where: KeyPath, file: YamlFile) -> str:
    if where in file.cut:
        return f", for # begins a comment: {file.cut[where].text!r}; put the text in quotes"
    return "; write its value, or leave the key out where it may be missing"


_SAID = {
    "too_short": "must have an entry at least (a line that begins with `- `)",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than_equal": "must be {le:g} or less",
    "greater_than": "must be more than {gt:g}",
    "less_than": "must be less than {lt:g}",
    "finite_number": "must be a number",
    "literal_error": "must be {expected}",
    "dict_type": "must have keys of its own, each with a text (lines such as `rule: why`)",
    "tuple_type": "must be a list (lines that begin with `- `)",
    "model_type": "must have keys of its own (lines such as `id: ...`)",
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "string_too_short": "must not be empty",
}
_NUMBER = re.compile(r"-?[0-9]{1,19}(?:\.[0-9]{1,19})?")
_TEMPLATE = "must be the name of a template, such as 'finding.txt.j2'"
_FORMS = {
    "lang": "must be a language code, such as 'en', 'fa' or 'de-AT'",
    "id": "must be lower-case letters, digits and single hyphens, such as 'gcsf-als'",
    "url": "must be a whole address, such as 'https://example.org/paper'",
    "on": "must be a day, such as '2026-11-22'",
}


def _deeper_problems(file: YamlFile, rules: Collection[str] | None, now: datetime) -> Iterator[tuple[int, str]]:
    """What a schema cannot say: ids that stand twice, reserved ids, times and places that do not exist."""
    value = file.value if isinstance(file.value, dict) else {}
    try:
        schedule = Schedule.model_validate(value.get("schedule", {}))
    except ValidationError:
        schedule = Schedule()  # what is wrong with it, the schema says
    for where, text in plan.schedule_problems(schedule, now):
        yield file.lines.get(("schedule", *where), 1), f"schedule.{_dotted(where)}: {text}"
    if (wrong_stop := wrong_pause(value, now)) is not None:
        yield file.lines.get(("pause",), 1), wrong_stop
    yield from _taken(mappings(value.get("papers")), ("papers",), "paper", file)
    yield from future_days(file, value, now)
    yield from wrong_facts(file, value)
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
            if (wrong := wrong_institution(author)) is not None:
                yield file.lines["papers", number, "authors", index, "institution"], wrong
        yield from _on_nothing(paper, findings, ("papers", number, "findings"), file)


def _on_nothing(
    paper: dict[str, Any], findings: Iterable[tuple[int, dict[str, Any]]], where: KeyPath, file: YamlFile
) -> Iterator[tuple[int, str]]:
    """Yield the quotations that do not say what they are on, though the study is on somebody or something alive."""
    study = paper.get("study")
    if not isinstance(study, dict) or not study.get("on"):
        return
    for index, finding in findings:
        for at, quotation in mappings(finding.get("evidence")):
            here: KeyPath = (*where, index, "evidence", at)
            if "on" not in quotation:
                yield file.lines.get(here, 1), f"{_dotted(here)}: 'on' is missing"
            elif quotation["on"] == []:
                yield file.lines.get((*here, "on"), 1), f"{_dotted((*here, 'on'))}: {_SAID['too_short']}, but is []"


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
