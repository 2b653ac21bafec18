"""Jinja2's sandbox, narrowed to what a post of 280 characters needs, and bounded so that every template ends.

Jinja2's own sandbox keeps a template from Python's insides, but not from looping for ever or filling the memory. Here
every turn, call, filter, test, comparison, sum and piece of output takes from a budget (`meter`), more where values are
large. So an endless template fails the same way on every machine, with no clock and no second process.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import BuiltinMethodType
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateAssertionError, Undefined, nodes, pass_context
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.filters import do_default
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from pydantic import BaseModel

from scicomm_bot.errors import near
from scicomm_bot.render import filters
from scicomm_bot.render.joining import joined
from scicomm_bot.render.meter import MOST_CHARACTERS, Meter
from scicomm_bot.render.metering import JOINED, TEXT, TURNS, WEIGHED, metered
from scicomm_bot.render.words import Section

OR_SHORTER = "\ue000or shorter\ue000"
"""What `{{ or_shorter }}` leaves between two wordings: private-use characters, which no text may hold."""

GLOBALS = frozenset({"or_shorter", "range", "namespace"})
"""What every template has besides its variables."""

_TEXT_METHODS = frozenset(
    {"capitalize", "endswith", "lower", "lstrip", "replace", "rstrip", "split", "startswith", "strip", "title", "upper"}
)
_LOOP = frozenset(
    {"depth", "depth0", "first", "index", "index0", "last", "length", "nextitem", "previtem", "revindex", "revindex0"}
)
_MOST_ARGUMENT = 200
"""The longest text that a filter or method takes besides the one it works on (`trim`, `map(attribute=...)`)."""
_MOST_NUMBER = 10**9
_MOST_BITS = 10_000
"""The largest number in a template: some 3,000 digits, and Python writes 4,300."""
_MANY_DIGITS = re.compile(r"[0-9_]{3000}")


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that all templates run in."""

    concat = staticmethod(joined)
    intercepted_binops = frozenset({"+", "*", "**", "%", "//", "/", "-"})

    asked_for_link = False
    """Whether the rendering since `refill` has read what `link:` decides of a paper."""

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
            optimized=False,
        )
        self._meter = Meter()
        known = {**{name: self.filters[name] for name in filters.JINJAS}, **filters.OWN}
        self.filters = {name: self._metered(known[name], of_texts=name in filters.OF_TEXTS) for name in sorted(known)}
        self.filters |= {TURNS: self._turns, WEIGHED: self._weighed, TEXT: self._text, JOINED: joined}
        self.tests = {name: self._metered(test) for name, test in self.tests.items()}
        self.globals = {
            "or_shorter": OR_SHORTER,
            "range": self.globals["range"],
            "namespace": self.globals["namespace"],
        }

    def refill(self) -> None:
        """Give the next rendering its whole budget."""
        self._meter.refill()
        self.asked_for_link = False

    def known_filters(self) -> list[str]:
        """Return the names of the filters that a template may use."""
        return [name for name in self.filters if " " not in name]

    @pass_context
    def _turns(self, _: Context, items: Any) -> Any:  # noqa: ANN401 - any value of a template
        return self._meter.turns(items)

    @pass_context
    def _weighed(self, _: Context, value: Any) -> Any:  # noqa: ANN401 - as above
        self._meter.weigh(value)
        return value

    @pass_context
    def _text(self, _: Context, value: object) -> str:
        text = filters.as_text(value)
        self._meter.weigh(text)
        return text

    def _metered(self, function: Any, *, of_texts: bool = False) -> Callable[..., Any]:  # noqa: ANN401 - a filter or test
        """Let a filter or test take from the budget for what it is given and returns, and return no iterator."""
        given = int(hasattr(function, "jinja_pass_arg"))  # then the first argument is Jinja2's own

        def measured(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - wraps filters of every kind
            for value in (*args[given:], *kwargs.values()):
                self._meter.weigh(value)
            if function is not do_default and function not in filters.OF_ANY_LENGTH:
                _refuse_long(args[given + 1 :], kwargs)
            if of_texts:
                args = (*args[:given], filters.as_text(args[given]), *args[given + 1 :])
            result = function(*args, **kwargs)
            if hasattr(result, "__next__"):
                result = list(self._meter.turns(result))
            self._meter.weigh(result)
            return result

        if given:
            measured.jinja_pass_arg = function.jinja_pass_arg  # type: ignore[attr-defined]
        return measured

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse, and put a meter on everything that takes time or makes a value."""
        self._meter.spend(1 + len(source) // 10)
        if len(source) > MOST_CHARACTERS:
            raise TemplateAssertionError(f"longer than {MOST_CHARACTERS:,} characters", 1, name, filename)
        tree = self._with_small_numbers(source, name, filename)
        escaping = tree.find(nodes.EvalContextModifier)
        if escaping is not None:
            raise TemplateAssertionError("a post is no HTML: no autoescape", escaping.lineno, name, filename)
        return metered(tree, self)

    def _with_small_numbers(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse, and refuse a number that Python will not write out: Jinja2 would write it into its code."""
        told = "a number with more digits than any post can use"
        try:
            tree = super()._parse(source, name, filename)
        except ValueError as error:  # Python will not even read it
            line = next((at for at, text in enumerate(source.split("\n"), 1) if _MANY_DIGITS.search(text)), 1)
            raise TemplateAssertionError(told, line, name, filename) from error
        for node in tree.find_all(nodes.Const):
            if isinstance(node.value, int) and node.value.bit_length() > _MOST_BITS:
                raise TemplateAssertionError(told, node.lineno, name, filename)
        return tree

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as in Jinja2
        """Call a macro, a block, `range`, `namespace` or a method of a text; nothing else can be called."""
        for value in (*args, *kwargs.values()):
            self._meter.weigh(value)
        if isinstance(obj, BuiltinMethodType) and isinstance(obj.__self__, str) and obj.__name__ in _TEXT_METHODS:
            _refuse_long(args, kwargs)
            if obj.__name__ == "replace":
                args, obj = (obj.__self__, *args), filters.replace
        elif not isinstance(obj, Undefined | Macro | LoopContext | BlockReference) and all(
            obj is not known for known in self.globals.values()
        ):
            raise SecurityError(f"{_kind(obj)} cannot be called")
        result = super().call(context, obj, *args, **kwargs)
        self._meter.weigh(result)
        return result

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401, ARG002 - as in Jinja2; `call` has looked already
        """Leave it to `call`."""
        return True

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - as in Jinja2
        """Do sums, and join texts or lists with `+`; a text is not multiplied or formatted; there are no powers."""
        self._meter.weigh(left)
        self._meter.weigh(right)
        sums = all(isinstance(side, int | float) and abs(side) <= _MOST_NUMBER for side in (left, right))
        if operator == "**" or not (sums or operator == "+"):
            raise SecurityError(f"{operator} is not for templates" + ("" if sums else ", but for small numbers"))
        if isinstance(left, str) and isinstance(right, str):
            result: Any = joined((left, right))
        else:
            result = super().call_binop(context, operator, left, right)
        self._meter.weigh(result)
        return result

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: Any = None,  # noqa: A002, ANN401 - as in Jinja2
    ) -> Template:
        """Find a template or include, at the price of one."""
        self._meter.spend()
        return super().get_template(name, parent, globals)

    def select_template(self, names: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002, ANN401 - as in Jinja2
        """Find the first of several templates, at the price of one."""
        self._meter.spend()
        return super().select_template(names, parent, globals)

    def wrap_str_format(self, value: Any) -> None:  # noqa: ANN401, ARG002 - as in Jinja2
        """Leave `format` and `format_map` unsafe: they make a text of any width."""
        return

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - as in Jinja2
        """Return a field; for a record without it, an undefined that says which there are."""
        self._meter.spend()
        if isinstance(obj, Section):
            return obj.word(attribute)
        if isinstance(obj, BaseModel) and attribute not in (known := _fields(type(obj))):
            meant = near(attribute, known)
            hint = f"did you mean {meant!r}?" if meant else f"it has {', '.join(known)}"
            return self.undefined(f"{_kind(obj)} has no {attribute!r}; {hint}", name=attribute)
        if attribute in _OF_LINK:
            self.asked_for_link = True
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - as in Jinja2
        """Return an item; those of a record are its fields."""
        self._meter.spend()
        by_name = isinstance(obj, BaseModel | Section)
        return self.getattr(obj, str(argument)) if by_name else super().getitem(obj, argument)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:  # noqa: ARG002 - as in Jinja2
        """Allow a record's fields, a few methods of texts, `loop`, and the macros of an imported template."""
        match obj:
            case str():
                return attr in _TEXT_METHODS
            case BaseModel():
                return attr in _fields(type(obj))
            case LoopContext():
                return attr in _LOOP
            case TemplateModule() | Namespace():
                return not attr.startswith("_")
            case _:
                return False


_OF_LINK = frozenset({"url", "link"})
_MADE = ("wordings", "name", "a_name", "label", "label_form", "status", "review_status", "author_count")
"""What a template may ask of a record besides its fields."""


@cache
def _fields(record: type[BaseModel]) -> tuple[str, ...]:
    made = (name for name in _MADE if isinstance(getattr(record, name, None), property))
    return (*record.model_fields, *made)


def _kind(value: object) -> str:
    name = type(value).__name__.lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _refuse_long(args: Any, kwargs: Mapping[str, Any]) -> None:  # noqa: ANN401 - any values of a template
    if any(isinstance(value, str) and len(value) > _MOST_ARGUMENT for value in (*args, *kwargs.values())):
        raise SecurityError(f"a filter or method takes at most {_MOST_ARGUMENT} characters here")
