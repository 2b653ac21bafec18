"""Reading `posts.yaml` and saying everything that is wrong with it in one go."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import takewhile
from operator import itemgetter
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scicomm_bot import plan
from scicomm_bot.content.completeness import missing_parts
from scicomm_bot.content.document import ONLY, Document, PaperFile
from scicomm_bot.content.doubts import doubts_of, read_true_as_on, same_dois
from scicomm_bot.content.drop_invalid import drop_invalid
from scicomm_bot.content.field_words import meant_of_schedule, meant_time
from scicomm_bot.content.fields import is_misspelt, known_fields
from scicomm_bot.content.file_pause import wrong_pause
from scicomm_bot.content.given_facts import wrong_facts
from scicomm_bot.content.include import Included, IncludeError, Stamp, Taken, stamp_of, taken, wrong_pattern
from scicomm_bot.content.institutions import wrong_institution
from scicomm_bot.content.own_words import wrong_speaker
from scicomm_bot.content.renamed import wrong_was
from scicomm_bot.content.signatures import future_days, unknown_waivers
from scicomm_bot.content.times import wrong_times
from scicomm_bot.content.yaml_file import (
    MOST_BYTES,
    KeyPath,
    YamlFile,
    bytes_of,
    mappings,
    parse_yaml,
    read_yaml,
    text_of,
)
from scicomm_bot.domain.doubt import Doubt
from scicomm_bot.domain.ids import paper_id_of, post_id
from scicomm_bot.domain.languages import language_codes
from scicomm_bot.domain.paper import ID, RESERVED_IDS, WHY, Content, Schedule
from scicomm_bot.domain.study import meant_kind, meant_subject
from scicomm_bot.errors import ContentError, Place, Problem, near
from scicomm_bot.files import OutsideError, broken_link, read_below

_SHOWN = 60
_MOST_PROBLEMS = 100
_SIGNS_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(slots=True)
class Kept:
    """What was read before and serves again while its file stays the same; what has a problem is read each time.

    Attributes:
        main: `posts.yaml`, without the files that it includes, with its stamp and the hash of its bytes.
        files: The papers' files with their stamps, by their names.
    """

    main: tuple[Stamp | None, str, Document] | None = None
    files: dict[str, tuple[Stamp, PaperFile]] = field(default_factory=dict)

    def doubt(self, path: Path) -> None:
        """Read a file the next time whatever its stamp says."""
        self.files = {name: kept for name, kept in self.files.items() if kept[1].path != path}
        if self.main is not None and self.main[2].path == path:
            self.main = None, *self.main[1:]


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read.

    Attributes:
        now: The time by which a day is still to come.
        rules: The ids of the rules that a waiver may name; None where waivers are not looked at.
        apart: Files and folders that no pattern takes, besides `posts.yaml`.
        kept: What was read before; None to read everything.
    """

    now: datetime
    rules: Collection[str] | None = None
    apart: tuple[Path, ...] = ()
    kept: Kept | None = None


def load(
    path: Path,
    *,
    rules: Collection[str] | None = None,
    now: datetime | None = None,
    apart: Iterable[Path] = (),
    kept: Kept | None = None,
) -> Document:
    """Read `posts.yaml` and the papers' files that it includes.

    What is wrong with a paper's file is in the document, and no error: it concerns that paper alone.

    Args:
        path: `posts.yaml`.
        rules: The ids of the rules that a waiver may name; None where waivers are not looked at.
        now: The time by which a day is still to come; None for the clock's.
        apart: Files and folders that no pattern takes, besides `posts.yaml`.
        kept: What was read before, and is kept for the next time; None to read everything.

    Raises:
        ContentError: with everything that is wrong with `posts.yaml`, in its order.
    """
    document, problems = _examined(path, Reading(now or datetime.now(UTC), rules, tuple(apart), kept))
    if problems or document is None:
        raise ContentError(problems)
    return document


def examine(
    path: Path, *, rules: Collection[str] | None = None, now: datetime | None = None, apart: Iterable[Path] = ()
) -> tuple[Document | None, list[Problem]]:
    """Read the same and return what can be used, without what is wrong, and everything that is wrong in all files.

    Args:
        path: `posts.yaml`.
        rules: As for `load`.
        now: As for `load`.
        apart: As for `load`.

    Raises:
        ContentError: `posts.yaml` cannot be read at all.
    """
    document, problems = _examined(path, Reading(now or datetime.now(UTC), rules, tuple(apart)))
    return document, [*problems, *(document.problems if document is not None else ())]


def _examined(path: Path, how: Reading) -> tuple[Document | None, list[Problem]]:
    """Return what of all files can be used, and what is wrong with `posts.yaml`."""
    document, problems = _main(path, how) if how.kept is None else _main_again(path, how, how.kept)
    if document is None:
        return None, problems
    try:
        return _with_files(document, how), problems
    except IncludeError as error:
        place = document.place("include", error.index)
        pattern = document.content.include[error.index]
        return document, [*problems, Problem(place, f"include: {pattern!r} {error}")]


def _main_again(path: Path, how: Reading, kept: Kept) -> tuple[Document | None, list[Problem]]:
    """Return `posts.yaml` as `_main` does, as it was read before where neither its stamp nor else its bytes differ."""
    stamp, before = stamp_of(str(path)), kept.main
    if before is not None and before[0] == stamp:
        return before[2], []
    raw = bytes_of(path)
    digest = hashlib.sha256(raw).hexdigest()
    if before is not None and before[1] == digest:
        document, problems = before[2], list[Problem]()
    else:
        read, problems = _main(path, how, raw)
        if read is None:
            kept.main = None
            return None, problems
        document = read
    kept.main = None if problems else (stamp, digest, document)
    return document, problems


def _main(path: Path, how: Reading, raw: bytes | None = None) -> tuple[Document | None, list[Problem]]:
    file = read_yaml(path) if raw is None else parse_yaml(path, text_of(path, raw))
    if not isinstance(file.value, dict):
        raise ContentError.at(
            path,
            f"must begin with `papers:`, but holds {_shown(file.value)}; `scicomm-bot schema` prints its fields",
            1,
        )
    content, doubts, problems = _used(path, file, how)
    if content is None or not (content.papers or content.include):
        return None, problems
    return Document(path, content, file.lines, doubts), problems


def _used(path: Path, file: YamlFile, how: Reading) -> tuple[Content | None, tuple[Doubt, ...], list[Problem]]:
    """Return what of a file can be used, what in it may not say what was meant, and what is wrong with it."""
    true_keys = read_true_as_on(file)
    found = [*file.problems, *_deeper_problems(file, how.rules, how.now)]
    content, details = _validated(file)
    problems = _told(path, found, details, file)
    while content is None and drop_invalid(file, details):
        content, details = _validated(file)
    return content, () if content is None else doubts_of(path, file, true_keys), problems


def reread(
    document: Document,
    number: int,
    *,
    rules: Collection[str] | None = None,
    now: datetime | None = None,
    apart: Iterable[Path] = (),
    kept: Kept,
) -> Document:
    """Return a document in which the file of one paper is read again, whatever its stamp says.

    A `posts.yaml` that cannot be used by now is left as it was read: its last good version serves until it is mended.

    Args:
        document: What was read.
        number: The paper's number in its content.
        rules: As for `load`.
        now: As for `load`.
        apart: As for `load`.
        kept: As for `load`.
    """
    source = document.source(number)
    kept.doubt(document.path if source is None else source.path)
    if source is None:
        try:
            return load(document.path, rules=rules, now=now, apart=apart, kept=kept)
        except ContentError:
            return document
    how = Reading(now or datetime.now(UTC), rules)
    name = source.path.relative_to(document.folder).as_posix()
    files = [read_paper_file(document.folder, name, how) if file is source else file for file in document.files]
    return replace(_whole(document.own or document, files), notes=document.notes, listing=document.listing)


def _with_files(document: Document, how: Reading) -> Document:
    """Return a document of `posts.yaml` with the papers of the files that it includes, and what all papers say twice.

    Raises:
        IncludeError: a pattern cannot be followed.
    """
    include = document.content.include
    found = taken(document.folder, include, (document.path, *how.apart)) if include else Taken()
    files = [*(_outside(document.folder, name) for name in found.outside)]
    files += [_file(document.folder, one, how) for one in found.files]
    if how.kept is not None and len(how.kept.files) > len(found.files):
        names = {one.name for one in found.files}
        how.kept.files = {name: kept for name, kept in how.kept.files.items() if name in names}
    notes = [
        Problem(document.place("include", index), f"{include[index]!r} {why}")
        for index, why in sorted(found.without.items())
    ]
    return replace(_whole(document, files), notes=notes, listing=found.listing)


def _whole(own: Document, read: Iterable[PaperFile]) -> Document:
    """Return a document of `posts.yaml` with the papers of these files, and what all papers say twice."""
    content = own.content
    first = {paper.id: own.place("papers", number, "id") for number, paper in enumerate(content.papers)}
    files = [_distinct(file, first) for file in read]
    sources = [file for file in files if file.paper is not None]
    papers = (*content.papers, *(file.paper for file in sources if file.paper is not None))
    doubts = [*own.doubts]
    for number, file in enumerate(sources, len(content.papers)):
        doubts += [replace(one, where=("papers", number, *one.where[len(ONLY) :])) for one in file.doubts]
    whole = replace(
        own,
        content=content.model_copy(update={"papers": papers}) if sources else content,
        doubts=tuple(doubts),
        files=files,
        sources=sources,
        own=own,
    )
    return replace(whole, doubts=(*whole.doubts, *same_dois(papers, whole.place)))


def _outside(folder: Path, name: str) -> PaperFile:
    what = (
        "is a link that leads out of the folder of posts.yaml, so nothing behind it is taken; put a copy in its place"
    )
    return PaperFile(folder / name, problems=(Problem(Place(folder / name), what),))


def _distinct(file: PaperFile, first: dict[str, Place]) -> PaperFile:
    """Return a paper's file; one whose paper has the id of an earlier one is nobody's, and its posts are none.

    `first` holds the place of each id so far, and is added to.
    """
    if file.paper is None:
        return file if not file.ids or paper_id_of(file.ids[0]) not in first else replace(file, ids=())
    here = file.place((*ONLY, "id"))
    if (there := first.setdefault(file.paper.id, here)) == here:
        return file
    what = f"paper id {file.paper.id!r} is taken in {there}; ids must differ"
    return replace(file, paper=None, problems=(*file.problems, Problem(here, what, there)))


def _file(folder: Path, one: Included, how: Reading) -> PaperFile:
    """Return a paper's file, as it was read before where it has not changed since."""
    kept = how.kept.files.get(one.name) if how.kept is not None else None
    if kept is not None and kept[0] == one.stamp:
        return kept[1]
    file = read_paper_file(folder, one.name, how)
    if how.kept is not None:
        how.kept.files.pop(one.name, None)
        if not file.problems:
            how.kept.files[one.name] = (one.stamp, file)
    return file


def read_paper_file(folder: Path, name: str, how: Reading) -> PaperFile:
    """Read a file of one paper, as it is now; `name` is seen from `folder`, that of `posts.yaml`, and stays below it.

    What is wrong with it is in the answer.
    """
    path = folder / name
    try:
        file = parse_yaml(path, text_of(path, _below(folder, name)), ONLY)
        _refuse_no_paper(path, file)
    except ContentError as error:
        return PaperFile(path, problems=error.problems)
    ids = tuple(dict.fromkeys(_ids_in(file.value)))
    file.value = {"papers": [file.value]}
    content, doubts, problems = _used(path, file, how)
    paper = next(iter(content.papers), None) if content is not None else None
    if paper is None:
        return PaperFile(path, lines=file.lines, problems=tuple(problems), ids=ids)
    return PaperFile(path, paper, file.lines, doubts, tuple(problems))


def _ids_in(value: object) -> Iterator[str]:
    """Yield the ids of the posts of a paper, as far as they can be read."""
    paper_id = value.get("id") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not _is_id(paper_id):
        return
    for name in (*(finding.get("id") for _, finding in mappings(value.get("findings"))), "authors", "source"):
        if _is_id(name):
            yield post_id(str(paper_id), str(name))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None


def _below(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        return read_below(folder, name, MOST_BYTES + 1)
    except OutsideError as error:
        what = f"{error.leads} the folder of posts.yaml, so it is not taken; put a copy of the file in its place"
        raise ContentError.at(path, what) from error
    except OSError as error:
        broken = broken_link(path)
        what = f"{broken}; delete it or let it lead to the file" if broken else f"cannot be read: {error.strerror}"
        raise ContentError.at(path, what) from error


_OF_POSTS_YAML = ("papers", "schedule", "include", "account")


def _refuse_no_paper(path: Path, file: YamlFile) -> None:
    match file.value:
        case {"papers": _, **others} if not others:
            what = (
                "begins with `papers:`, as posts.yaml does; this is a file of one paper: delete that line and the `-` "
                "before `id:`, and move all lines to the left, so that `id:` begins its line"
            )
            raise ContentError.at(path, what, file.key_lines.get((*ONLY, "papers"), 1))
        case dict() as value if key := next((key for key in _OF_POSTS_YAML if key in value), None):
            what = (
                f"has `{key}:`, as posts.yaml has; a file that is included holds one paper, from `id:` on: put each "
                "paper into a file of its own, and the rest into posts.yaml"
            )
            raise ContentError.at(path, what, file.key_lines.get((*ONLY, key), 1))
        case list():
            what = "holds a list; a file has one paper: delete the `-` before `id:`, and move all lines to the left"
            raise ContentError.at(path, what, 1)
        case dict():
            return
    raise ContentError.at(path, f"must begin with `id:` of a paper, but holds {_shown(file.value)}", 1)


def _told(
    path: Path, found: Iterable[tuple[int, str]], details: Iterable[ErrorDetails], file: YamlFile
) -> list[Problem]:
    """Return the problems in the file's order; of very many the first, and how many more there are."""
    causes = (one for one in details if not _is_told_as_unknown(one))
    told: list[tuple[int, str | ErrorDetails]] = [*found, *((_line_of(one, file), one) for one in causes)]
    told.sort(key=itemgetter(0))
    more = len(told) - _MOST_PROBLEMS
    if more > 0:  # those of the last line that is told may be others than the first by their words
        last = told[_MOST_PROBLEMS - 1][0]
        told = [*told[:_MOST_PROBLEMS], *takewhile(lambda one: one[0] == last, told[_MOST_PROBLEMS:][:_MOST_PROBLEMS])]
    texts = sorted((line, one if isinstance(one, str) else _schema_problem(one, file)) for line, one in told)
    problems = [Problem(Place(path, line), text) for line, text in texts[:_MOST_PROBLEMS]]
    return [*problems, Problem(Place(path), f"and {more} more problems; fix these first")] if more > 0 else problems


def _is_told_as_unknown(details: ErrorDetails) -> bool:
    """Whether a key is missing only because it is misspelt: the unknown key is the cause, and told by itself."""
    *where, name = details["loc"]
    return details["type"] == "missing" and is_misspelt(str(name), details["input"], tuple(where))


def _validated(file: YamlFile) -> tuple[Content | None, list[ErrorDetails]]:
    missing = [*missing_parts(file.value)]
    try:
        content = Content.model_validate(file.value)
    except ValidationError as error:
        # A list whose items are all wrong is also "too short"; saying so would only puzzle.
        wrong = [one for one in error.errors(include_url=False) if one["type"] != "too_short" or not one["input"]]
        return None, [*wrong, *missing]
    return (None if missing else content), missing


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


def _dotted(where: KeyPath, root: KeyPath = ()) -> str:
    inner = where[len(root) :]
    whole = "the paper" if root else "the file"
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in inner) or whole


def _hint(key: str, known: Sequence[str]) -> str:
    """Return what is meant by an unknown key."""
    bare = _SIGNS_AROUND.sub("", key)
    if bare in known:
        odd = _SIGNS_AROUND.search(key)
        return f"it is {bare!r} with U+{ord(odd[0][0]):04X} beside it; delete that sign" if odd else ""
    meant = meant_time(bare, known) or near(key, known) or meant_of_schedule(bare, known)
    if meant is None and meant_time(bare, {"not_before"}) is not None:
        return "an embargo stands at its paper, as `not_before:`"
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
    root = file.root
    name, given = _dotted(where, root), details["input"]
    if where[-1:] == ("[key]",):
        name, where = f"{_dotted(where[:-2], root)}: a key", where[:-2]
    match details["type"]:
        case "missing":
            return f"{_dotted(where[:-1], root)}: {where[-1]!r} is missing"
        case "extra_forbidden":
            hint = _hint(str(where[-1]), known_fields(where[:-1]))
            return f"{_dotted(where[:-1], root)}: unknown key {where[-1]!r}; {hint}"
        case "string_pattern_mismatch":
            form = _FORMS.get(str(where[-1]), _TEMPLATE)
            meant = _meant_language(given) if where[-1] == "lang" else None
            return f"{name}: {_shown(given)} {form}" + (f"; did you mean {meant!r}?" if meant else "")
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


def _meant_language(given: str) -> str | None:
    """Return the code of a language that is written as a word, or almost as a code: "farsi", "EN", "de_AT"."""
    first, dash, rest = given.strip().replace("_", "-").partition("-")
    code = language_codes().get(first.lower(), first.lower())
    meant = f"{code}{dash}{rest}"
    return meant if _LANGUAGE.fullmatch(meant) else None


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
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
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
    if not file.root:
        yield from _without_papers(file, value)
        yield from _wrong_patterns(file, value)
    try:
        schedule = Schedule.model_validate(value.get("schedule", {}))
    except ValidationError:
        schedule = Schedule()  # what is wrong with it, the schema says
    for where, text in plan.schedule_problems(schedule, now):
        yield file.line(("schedule", *where)), f"schedule.{_dotted(where)}: {text}"
    if (wrong_stop := wrong_pause(value, now)) is not None:
        yield file.lines.get(("pause",), 1), wrong_stop
    yield from _taken(mappings(value.get("papers")), ("papers",), "paper", file)
    yield from future_days(file, value, now)
    yield from wrong_facts(file, value)
    if rules is not None:
        yield from unknown_waivers(file, value, rules)
    for number, paper in mappings(value.get("papers")):
        yield from _wrong_in_paper(file, number, paper)


def _wrong_in_paper(file: YamlFile, number: int, paper: dict[str, Any]) -> Iterator[tuple[int, str]]:
    findings = [*mappings(paper.get("findings"))]
    yield from _taken(findings, ("papers", number, "findings"), "finding", file)
    for index, finding in findings:
        if str(finding.get("id")) in RESERVED_IDS or (finding.get("id") == WHY and WHY in paper):
            line = file.lines["papers", number, "findings", index, "id"]
            yield line, f"finding id {finding['id']!r} is reserved for the post of that name; choose another"
    yield from wrong_was(file, paper, findings, ("papers", number, "findings"))
    if (wrong := wrong_speaker(paper)) is not None:
        yield file.lines["papers", number, WHY, "by"], wrong
    for index, author in mappings(paper.get("authors")):
        if (wrong := wrong_institution(author)) is not None:
            yield file.lines["papers", number, "authors", index, "institution"], wrong
    yield from _on_nothing(paper, findings, ("papers", number, "findings"), file)
    yield from wrong_times(file, number, paper)


def _without_papers(file: YamlFile, value: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Say that there are no papers, where none are included either."""
    if "include" in value and value["include"] != []:
        return
    if "papers" not in value and not is_misspelt("papers", value, ()):
        yield 1, "the file: 'papers' is missing"
    elif value.get("papers") == []:
        yield file.line(("papers",)), f"papers: {_SAID['too_short']}, but is []"


def _wrong_patterns(file: YamlFile, value: dict[str, Any]) -> Iterator[tuple[int, str]]:
    given = value.get("include")
    for index, pattern in enumerate([given] if isinstance(given, str) else given if isinstance(given, list) else ()):
        wrong = wrong_pattern(pattern.strip()) if isinstance(pattern, str) else None
        if wrong is not None:
            yield file.line(("include", index)), f"include: {_shown(pattern)} {wrong}"


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
            if "on" not in quotation and not is_misspelt("on", quotation, here):
                yield file.lines.get(here, 1), f"{_dotted(here, file.root)}: 'on' is missing"
            elif quotation.get("on") == []:
                yield (
                    file.lines.get((*here, "on"), 1),
                    f"{_dotted((*here, 'on'), file.root)}: {_SAID['too_short']}, but is []",
                )


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
