"""The templates folder: loading, rendering and checking templates, each error with file and line."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType

from jinja2 import FileSystemLoader, TemplateNotFound, TemplateSyntaxError, UndefinedError, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.meta import find_undeclared_variables

from scicomm_bot.errors import TemplateError
from scicomm_bot.render.sandbox import MOST_CHARACTERS, OR_SHORTER, OutOfBudgetError, Sandbox

VARIABLES = frozenset({"paper", "finding", "first"})
"""What a template is given: the paper, the finding (for a finding), and whether it is the paper's first post."""

_GLOBALS = frozenset({"or_shorter", "range", "namespace"})


class Templates:
    """The templates of one folder; a changed file is read again at the next rendering."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sandbox = Sandbox(FileSystemLoader(folder, encoding="utf-8"))

    def names(self) -> list[str]:
        """Return the names of all templates in the folder, sorted; none where the folder is missing."""
        return sorted(name for name in self._sandbox.list_templates() if name.endswith(".txt.j2"))

    def wordings(self, name: str, variables: Mapping[str, object]) -> list[str]:
        """Render a template and return its wordings, in the template's order, without the white space around them.

        Raises:
            TemplateError: it is missing, does not parse, uses what is not there, or does not come to an end.
        """
        self._sandbox.refill()
        try:
            template = self._sandbox.get_template(name)
            pieces, size = [], 0
            for piece in template.generate(variables):
                size += len(piece)
                if size > MOST_CHARACTERS:
                    raise OutOfBudgetError(f"it writes more than {MOST_CHARACTERS:,} characters")
                pieces.append(piece)
        except TemplateNotFound as error:
            raise TemplateError(self._missing(str(error.name))) from error
        except TemplateSyntaxError as error:
            raise TemplateError(f"{self._path(error.name or name)}:{error.lineno}: {error.message}") from error
        except UndefinedError as error:
            place = self._place(error.__traceback__, name)
            raise TemplateError(
                f"{place}: {error.message}; see docs/writing.md for what a template is given"
            ) from error
        except RecursionError as error:
            place = self._place(error.__traceback__, name)
            raise TemplateError(f"{place}: the template calls itself without end") from error
        except (JinjaError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, MemoryError) as error:
            raise TemplateError(f"{self._place(error.__traceback__, name)}: {error or type(error).__name__}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError(f"{self._path(name)}: cannot be read as UTF-8 text: {error}") from error
        return [wording.strip() for wording in "".join(pieces).split(OR_SHORTER)]

    def undeclared(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the place and name of every variable that a template uses and is not given, in all its branches."""
        try:
            source, _, _ = FileSystemLoader(self.folder, encoding="utf-8").get_source(self._sandbox, name)
            tree = self._sandbox.parse(source, name)
        except (JinjaError, OSError, UnicodeDecodeError):
            return  # rendering says so
        unknown = find_undeclared_variables(tree) - VARIABLES - _GLOBALS
        for node in tree.find_all(nodes.Name):
            if node.ctx == "load" and node.name in unknown:
                yield f"{self._path(name)}:{node.lineno}", node.name

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _missing(self, name: str) -> str:
        if not self.folder.is_dir():
            return f"{self.folder}: no such folder; set SCICOMM_TEMPLATES to the folder with the templates"
        there = ", ".join(self.names()) or "none"
        return f"{self._path(name)}: no such template; in that folder: {there}"

    def _place(self, trace: TracebackType | None, name: str) -> str:
        """Find the template's line in a traceback, which Jinja2 has rewritten to show templates."""
        place = str(self._path(name))
        folder = str(self.folder)
        while trace is not None:
            if trace.tb_frame.f_code.co_filename.startswith(folder):
                place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
            trace = trace.tb_next
        return place
