"""The filters of templates, in place of those of Jinja2's that can make a text of any size, or print an object."""

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from jinja2 import Environment, Undefined, pass_environment
from jinja2.filters import make_attrgetter

from scicomm_bot.domain import phrasing
from scicomm_bot.render.joining import joined
from scicomm_bot.render.meter import MOST_CHARACTERS, OutOfBudgetError
from scicomm_bot.render.words import Phrase

JINJAS = frozenset({
    "capitalize", "count", "d", "default", "first", "int", "last", "length", "list", "lower", "map", "max", "min",
    "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "title", "trim", "unique", "upper", "wordcount",
})  # fmt: skip
"""Those that are Jinja2's own, behind a meter."""

OF_TEXTS = frozenset({"capitalize", "lower", "replace", "string", "title", "trim", "upper", "wordcount"})
"""Those that take a text."""


def as_text(value: object) -> str:
    """Return a text or number as text.

    Raises:
        TypeError: it is neither: Jinja2 itself would print `None` or a Python object into the post.
        UndefinedError: there is no such value.
    """
    if isinstance(value, str | Undefined):
        return str(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if value is None:
        raise TypeError("there is nothing here to write (none); ask first, with {% if ... %}")
    names = {bool: "true or false", list: "a list", tuple: "a list", dict: "a mapping"}
    what = names.get(type(value)) or f"a {type(value).__name__.lower()}"
    raise TypeError(f"this is {what}, not a text; name a field of it, or go through it with {{% for ... %}}")


def replace(text: object, old: object, new: object, count: int | None = None) -> str:
    """`replace`: put `new` in the place of the first `count` (or all) `old`."""
    text, old, new = as_text(text), as_text(old), as_text(new)
    if len(text) + (text.count(old) + 1) * len(new) > 2 * MOST_CHARACTERS:
        raise OutOfBudgetError(f"it makes a value of more than {MOST_CHARACTERS:,} characters")
    return text.replace(old, new, -1 if count is None else count)


@pass_environment
def join(
    environment: Environment, items: Iterable[object], between: object = "", attribute: str | int | None = None
) -> str:
    """`join`: the items, or that attribute of each, as one text."""
    field = make_attrgetter(environment, attribute) if attribute is not None else None
    pieces, size, comma = [], 0, as_text(between)
    for item in items:
        pieces.append(as_text(field(item) if field else item))
        size += len(pieces[-1]) + len(comma)
        if size > 2 * MOST_CHARACTERS:
            raise OutOfBudgetError(f"it makes a value of more than {MOST_CHARACTERS:,} characters")
    between_all = (part for piece in pieces for part in (comma, piece))
    return joined(islice(between_all, 1, None))


_LATIN = re.compile("[A-Za-z]")


def with_article(phrase: object) -> str:
    """`with_article`: an English phrase with its article."""
    return phrasing.with_article(as_text(phrase))


def counted(noun: object, number: float, several: object = None) -> str:
    """`counted`: a number with an English noun in the form that goes with it; `several` is a plural that is odd."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise TypeError("counted takes a number, as in {{ 'author' | counted(3) }}")
    return phrasing.counted(number, as_text(noun), None if several is None else as_text(several))


@pass_environment
def listed(
    environment: Environment,
    items: Iterable[object],
    last: object = " and ",
    between: object = ", ",
    attribute: str | int | None = None,
) -> str:
    """`listed`: the items, or that attribute of each, as a list within a sentence: "A, B and C"."""
    every = list(items)
    head = join(environment, every[:-1], between, attribute)
    end = join(environment, every[-1:], "", attribute)
    return joined([head, as_text(last), end]) if len(every) > 1 else end


def fill(phrase: object, **given: object) -> str:
    """`fill`: a text of the words with what is given in the place of the names in its braces."""
    if not isinstance(phrase, Phrase):
        raise TypeError("fill takes one of the `words`")
    return phrase.filled({name: as_text(value) for name, value in given.items()})


def digits(text: object, ten: object) -> str:
    """`digits`: a number with the digits of a language, which are given from nought to nine.

    A text with Latin letters stays as it is: "e12" and "10.1000/abc" are names.
    """
    written, number = as_text(ten), as_text(text)
    if len(written) != len("0123456789"):
        raise TypeError("digits takes ten digits, from nought to nine, such as words.digits")
    if _LATIN.search(number):
        return number
    return number.translate({ord("0") + value: sign for value, sign in enumerate(written)})


OWN: dict[str, Callable[..., Any]] = {
    "counted": counted,
    "digits": digits,
    "fill": fill,
    "join": join,
    "listed": listed,
    "replace": replace,
    "string": as_text,
    "with_article": with_article,
}
"""Those that are written here."""

OF_ANY_LENGTH: frozenset[Callable[..., Any]] = frozenset({fill})
"""Those that are given whole texts besides the one they work on."""
