"""Jinja2's sandbox, narrowed to what a post of 280 characters needs, and bounded so that every template ends.

Jinja2's own sandbox keeps a template from Python's insides, but not from looping for ever or filling the memory. Here a
template has a budget: each turn of a loop, call and include takes one from it, and no value grows beyond what any
post could use. So an endless template fails the same way on every machine, with no clock and no second process.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from jinja2 import BaseLoader, StrictUndefined, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scicomm_bot.models import Author, Evidence, Finding, Paper, Study

BUDGET = 20_000
"""Turns of loops, calls and includes in one rendering; the templates shipped take fewer than 50."""
MOST_CHARACTERS = 20_000
"""The longest value or output of a template, in characters; a post has at most 280."""

OR_SHORTER = "\ue000or shorter\ue000"
"""What `{{ or_shorter }}` leaves between two wordings: private-use characters, which no text may hold."""

_FILTERS = (
    *("abs", "capitalize", "count", "d", "default", "escape", "e", "first", "float", "int", "join", "last", "length"),
    *("list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "safe", "select"),
    *("selectattr", "sort", "string", "sum", "title", "trim", "unique", "upper", "wordcount"),
)
_TEXT_METHODS = frozenset(
    {"capitalize", "endswith", "lower", "lstrip", "replace", "rstrip", "split", "startswith", "strip", "title", "upper"}
)
_RECORDS = (Author, Evidence, Finding, Paper, Study)


class OutOfBudgetError(SecurityError):
    """A template did not come to an end within its budget."""


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that all templates run in."""

    intercepted_binops = frozenset({"+", "*", "**", "%", "//", "/", "-"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=True,
            cache_size=100,
        )
        self._left = BUDGET
        known = self.filters
        self.filters = {name: self._bounded_filter(known[name]) for name in _FILTERS}
        self.filters[_TURNS] = self._turns
        self.filters[_SIZED] = _sized
        self.globals = {
            "or_shorter": OR_SHORTER,
            "range": self.globals["range"],
            "namespace": self.globals["namespace"],
        }

    def refill(self) -> None:
        """Give the next rendering its whole budget."""
        self._left = BUDGET

    def _spend(self, amount: int = 1) -> None:
        self._left -= amount
        if self._left < 0:
            raise OutOfBudgetError("it does not come to an end, or does far more than a post needs")

    def _turns(self, items: Iterable[object]) -> Iterator[object]:
        for item in items:
            self._spend()
            yield item

    def _bounded_filter(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def bounded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - wraps filters of every kind
            self._spend()
            for value in (*args, *kwargs.values()):
                _sized(value)
            return _sized(function(*args, **kwargs))

        for mark in ("jinja_pass_arg",):
            if hasattr(function, mark):
                setattr(bounded, mark, getattr(function, mark))
        return bounded

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse, then put a meter on every loop, and a measure on every value that a template builds up."""
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = _through(_TURNS, loop.iter)
        for assignment in tree.find_all(nodes.Assign):
            assignment.node = _through(_SIZED, assignment.node)
        tree.set_environment(self)
        return tree

    def call(self, context: Context, obj: object, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as in Jinja2
        """Call, at the price of one."""
        self._spend()
        for value in (*args, *kwargs.values()):
            _sized(value)
        return _sized(super().call(context, obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - as in Jinja2
        """Do sums, and join texts with `+`; a text is not multiplied or formatted, and nothing is raised to a power."""
        if operator == "+" or all(isinstance(side, int | float) and abs(side) <= 10**9 for side in (left, right)):
            if operator == "**":
                raise SecurityError("** is not for templates")
            return _sized(super().call_binop(context, operator, left, right))
        raise SecurityError(f"{operator} is for numbers only")

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: Mapping[str, Any] | None = None,  # noqa: A002 - as in Jinja2
    ) -> Template:
        """Find a template or include, at the price of one."""
        self._spend()
        return super().get_template(name, parent, dict(globals) if globals is not None else None)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Allow a record's fields, a few methods of texts, and `loop`; nothing else has attributes."""
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        if isinstance(obj, _RECORDS):
            return attr in type(obj).model_fields or attr == "wordings"
        if isinstance(obj, TemplateModule):  # the macros of an imported template
            return not attr.startswith("_")
        return super().is_safe_attribute(obj, attr, value) and not callable(value)


_TURNS = "_turns"
_SIZED = "_sized"


def _through(name: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=node.lineno)


def _sized(value: Any) -> Any:  # noqa: ANN401 - any value of a template
    """Pass a value on, unless it is larger than any post could use."""
    if isinstance(value, str | list | tuple | dict) and len(value) > MOST_CHARACTERS:
        raise OutOfBudgetError(f"it makes a value of more than {MOST_CHARACTERS:,} characters")
    return value
