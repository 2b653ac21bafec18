"""Regular expressions that are compiled when they are first used."""

import re
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest

from scicomm_bot import english
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.fidelity import rules


def test_a_pattern_finds_what_the_compiled_expression_finds():
    lazy, eager, text = Pattern(r"(\w)-", re.IGNORECASE), re.compile(r"(\w)-", re.IGNORECASE), "a-b-C"
    for name in ("search", "match", "fullmatch"):
        found, expected = getattr(lazy, name)(text), getattr(eager, name)(text)
        assert (found and found.span()) == (expected and expected.span())
    assert lazy.findall(text) == eager.findall(text)
    assert [one.span() for one in lazy.finditer(text, 1)] == [one.span() for one in eager.finditer(text, 1)]
    assert lazy.sub("", text, count=1) == eager.sub("", text, count=1)


def test_a_pattern_is_compiled_only_when_it_is_used():
    broken = Pattern("(")
    with pytest.raises(re.error):
        broken.search("")


def test_every_pattern_of_the_rules_can_be_compiled():
    patterns = [one for module in _modules() for one in vars(module).values() if isinstance(one, Pattern)]
    assert len(patterns) > 50
    assert all(one.compiled for one in patterns)


def _modules() -> list[ModuleType]:
    return [
        import_module(module.name)
        for package in (rules, english)
        for module in iter_modules(package.__path__, f"{package.__name__}.")
    ]
