"""The templates folder: loading, rendering and checking templates, each error with file and line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, TemplateNotFound, TemplateSyntaxError, UndefinedError, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.meta import find_undeclared_variables

from scicomm_bot.domain.post import PostKind
from scicomm_bot.errors import Place, Problem, TemplateError
from scicomm_bot.files import SAVE_AS_UTF_8, OutsideError, broken_link, other_encoding, read_below
from scicomm_bot.render.joining import joined
from scicomm_bot.render.meter import MOST_CHARACTERS, OutOfBudgetError
from scicomm_bot.render.sandbox import GLOBALS, OR_SHORTER, Sandbox
from scicomm_bot.render.words import Phrase, Section, WordsError, parse
from scicomm_bot.shipped import templates_folder

if TYPE_CHECKING:
    from jinja2 import Environment

_OF_A_SERIES = ("first", "position", "count", "hashtags", "words")
GIVEN: Mapping[PostKind, frozenset[str]] = {
    "finding": frozenset({"paper", "finding", *_OF_A_SERIES}),
    "why": frozenset({"paper", *_OF_A_SERIES}),
    "authors": frozenset({"paper", *_OF_A_SERIES}),
    "source": frozenset({"paper", *_OF_A_SERIES}),
    "correction": frozenset({"paper", "withdrawn", "retraction", "why", "words"}),
}
"""The names that a template is given, by the kind of post that it makes."""
VARIABLES = frozenset[str]().union(*GIVEN.values())
"""All of them."""

_MOST_BYTES = 4 * MOST_CHARACTERS


class _UnreadableError(JinjaError):
    """A template is there and cannot be read; no `ignore missing` passes over it."""


class _Folder(BaseLoader):
    """Reads templates from a folder and nothing outside of it.

    Whether one has changed is told by its bytes: a time of change is too coarse on some file systems, and goes
    backwards when a backup is put in place.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._look = 0

    def reload(self) -> None:
        """Compare each file once more when it is used next; between two calls, files are taken not to change."""
        self._look += 1

    def get_source(self, environment: "Environment", template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002 - as in Jinja2
        path = self._folder / template.lstrip("/")
        raw = self._bytes(template)
        if len(raw) > _MOST_BYTES:
            raise TemplateSyntaxError(f"longer than {MOST_CHARACTERS:,} characters", 1, template, str(path))
        if (encoding := other_encoding(raw)) is not None:
            raise TemplateSyntaxError(f"looks like {encoding} text; {SAVE_AS_UTF_8}", 1, template, str(path))
        try:
            source = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise TemplateSyntaxError("not UTF-8 text; save the file as UTF-8", line, template, str(path)) from error

        looked = self._look

        def unchanged() -> bool:
            nonlocal looked
            if looked == self._look:
                return True
            try:
                same = self._bytes(template) == raw
            except JinjaError:
                return False
            looked = self._look if same else looked
            return same

        return source, str(path), unchanged

    def list_templates(self) -> list[str]:
        """Return the names of all files that are no hidden ones, sorted."""
        try:
            paths = [path for path in self._folder.rglob("*") if path.is_file()]
        except (OSError, ValueError):  # no file can have such a path; rendering says so
            return []
        names = (path.relative_to(self._folder) for path in paths)
        return sorted(name.as_posix() for name in names if not any(part.startswith(".") for part in name.parts))

    def words(self, lang: str) -> tuple[Place, dict[str, Phrase | Section]]:
        """Read the words of a language, `words.pt-BR.yaml`, or of the language without its region.

        Raises:
            WordsError: they are not there, or cannot be used.
        """
        names = [f"words.{one}.yaml" for one in dict.fromkeys((lang, lang.partition("-")[0]))]
        for name in names:
            path = self._folder / name
            try:
                raw = self._bytes(name)
            except TemplateNotFound:
                continue
            except JinjaError as error:
                raise WordsError(str(error.message), Place(path, 1)) from error
            if len(raw) > _MOST_BYTES:
                raise WordsError(f"longer than {_MOST_BYTES:,} bytes", Place(path, 1))
            try:
                return parse(path, raw.decode("utf-8-sig"))
            except UnicodeDecodeError as error:
                raise WordsError("not UTF-8 text; save the file as UTF-8", Place(path, 1)) from error
        wanted = self._folder / names[-1]
        what = f"the words of the templates in {lang!r} are missing: there is no {wanted}"
        raise WordsError(f"{what}; copy words.en.yaml to that name, and write its texts in that language")

    def _bytes(self, template: str) -> bytes:
        try:
            return read_below(self._folder, template.lstrip("/"), _MOST_BYTES + 1)
        except OutsideError as error:
            what = f"no such template: {template!r} {error.leads} the templates folder; copy that template into it"
            raise _UnreadableError(what) from error
        except OSError as error:
            if (broken := broken_link(self._folder / template.lstrip("/"))) is not None:
                raise _UnreadableError(f"{template!r} {broken}; delete it, or put the template in its place") from error
            if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError):
                raise TemplateNotFound(template) from error
            raise _UnreadableError(f"{template!r} cannot be read: {error.strerror}") from error


class Templates:
    """The templates of one folder; a changed file is read again after `reload`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loader = _Folder(folder)
        self._sandbox = Sandbox(self._loader)
        self._words: dict[str, Section] = {}

    @property
    def is_shipped(self) -> bool:
        """Whether these are the templates that come with the program."""
        return self.folder == templates_folder()

    def reload(self) -> None:
        """Read each file that has changed again when it is used next."""
        self._loader.reload()
        self._words.clear()

    def words(self, lang: str) -> Section:
        """Return the words of a language; the file is read when one is asked for, so it need not be there before."""
        if lang not in self._words:
            self._words[lang] = Section("", None, lambda: self._loader.words(lang))
        return self._words[lang]

    def names(self) -> list[str]:
        """Return the names of all templates in the folder, sorted; none where the folder is missing."""
        return sorted(name for name in self._sandbox.list_templates() if name.endswith(".txt.j2"))

    def wordings(self, name: str, variables: Mapping[str, object]) -> list[str]:
        """Render a template and return its wordings, in the template's order, without the white space around them.

        Where `variables` has no `words`, they are those of the language of its finding, or of its paper; a post of a
        series without `hashtags` has none.

        Raises:
            TemplateError: it is missing, does not parse, uses what is not there, or does not come to an end.
        """
        self._sandbox.refill()
        try:
            template = self._sandbox.get_template(name)
            text = _joined(template.generate(self._with_words(variables)))
            text.encode()  # a lone half of a surrogate pair, from "\\ud800", is no text
        except TemplateNotFound as error:
            place = self._place(error.__traceback__, name)
            raise TemplateError([self._missing(str(error.name), place, name)]) from error
        except WordsError as error:
            asked = self._place(error.__traceback__, name)
            raise TemplateError([Problem(error.place or asked, str(error))]) from error
        except TemplateSyntaxError as error:
            path = Path(error.filename or self._path(name))
            raise TemplateError.at(path, self._said(error), error.lineno) from error
        except Exception as error:  # whatever a template's own code raises, it is the template that has to change
            raise TemplateError([Problem(self._place(error.__traceback__, name), _why(error))]) from error
        return [wording.strip() for wording in text.split(OR_SHORTER)]

    @property
    def asked_for_link(self) -> bool:
        """Whether the last rendering read what `link:` decides of a paper: its `url` or its `link`."""
        return self._sandbox.asked_for_link

    def _with_words(self, variables: Mapping[str, object]) -> dict[str, object]:
        tags = {"hashtags": ""} if "first" in variables else {}
        return {"words": self.words(_lang_of(variables)), **tags, **variables}

    def undeclared(self, name: str, given: frozenset[str] = VARIABLES) -> Iterator[tuple[Place, str]]:
        """Yield the place and name of every variable that a template uses and is not given, in all its branches.

        A name that only another kind of post is given passes where the template asks whether it is defined.
        """
        self._sandbox.refill()
        try:
            source, _, _ = _Folder(self.folder).get_source(self._sandbox, name)
            tree = self._sandbox.parse(source, name)
            unknown = (
                find_undeclared_variables(tree) - given - GLOBALS - _made_in(tree) - (_asked_for(tree) & VARIABLES)
            )
        except (JinjaError, OSError, RecursionError):
            return  # rendering says so
        for node in tree.find_all(nodes.Name):
            if node.ctx == "load" and node.name in unknown:
                yield Place(self._path(name), node.lineno), node.name

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _missing(self, missing: str, place: Place, name: str) -> Problem:
        if not self.folder.is_dir():
            what = "no such folder; set SCICOMM_TEMPLATES to the folder with the templates"
            return Problem(Place(self.folder), f"{what}, or `scicomm-bot init` makes one")
        what = "no such template" if missing == name else f"no template {missing!r}"
        return Problem(place, f"{what}; {self._remedy(missing)}")

    def _remedy(self, missing: str) -> str:
        there = ", ".join(self.names()) or "none"
        if self.is_shipped:
            return f"the program's own are {there}; for others, make a folder of your own: `scicomm-bot init`"
        has_one = (templates_folder() / missing.lstrip("/")).is_file()
        return f"in that folder: {there}{'; `scicomm-bot init` brings that of the program' if has_one else ''}"

    def _said(self, error: TemplateSyntaxError) -> str:
        message = str(error.message).removesuffix(".")
        known = f"; given are {', '.join(self._sandbox.known_filters())}" if "filter named" in message else ""
        return message + known

    def _place(self, trace: TracebackType | None, name: str) -> Place:
        """Find the template's line in a traceback that Jinja2 has rewritten to show templates."""
        place = Place(self._path(name))
        while trace is not None:
            if "__jinja_exception__" in trace.tb_frame.f_globals:  # what marks a rewritten frame
                place = Place(Path(trace.tb_frame.f_code.co_filename), trace.tb_lineno)
            trace = trace.tb_next
        return place


def _lang_of(variables: Mapping[str, object]) -> str:
    of = (getattr(variables.get(name), "lang", None) for name in ("finding", "paper"))
    return next((lang for lang in of if isinstance(lang, str)), "en")


def _made_in(tree: nodes.Template) -> frozenset[str]:
    """Return the names that a template makes itself, if only in a branch; whether it has come there, rendering says."""
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    names |= {node.target for node in tree.find_all(nodes.Import)} | {node.name for node in tree.find_all(nodes.Macro)}
    for node in tree.find_all(nodes.FromImport):
        names |= {one[1] if isinstance(one, tuple) else one for one in node.names}
    return frozenset(names)


def _asked_for(tree: nodes.Template) -> frozenset[str]:
    """Return the names of which a template asks whether they are there, or says what stands for them if not."""
    asking = [
        *(one.node for one in tree.find_all(nodes.Test) if one.name in {"defined", "undefined"}),
        *(one.node for one in tree.find_all(nodes.Filter) if one.name in {"default", "d"}),
    ]
    return frozenset(node.name for node in asking if isinstance(node, nodes.Name))


def _joined(pieces: Iterable[str]) -> str:
    taken, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > MOST_CHARACTERS:
            raise OutOfBudgetError(f"it writes more than {MOST_CHARACTERS:,} characters")
        taken.append(piece)
    return joined(taken)


def _why(error: Exception) -> str:
    match error:
        case RecursionError():
            return "the template calls itself without end, or is nested too deep"
        case SyntaxError():  # what Jinja2 made of it is more than Python takes
            return f"nested too deep ({error.msg})"
        case UndefinedError():
            return f"{error.message}; see docs/writing.md for what a template is given"
        case UnicodeEncodeError():
            return "writes half of a surrogate pair, which is no text"
        case _:
            return str(error) or type(error).__name__
