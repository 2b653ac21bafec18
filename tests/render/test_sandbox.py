"""A template may do little, and every template ends: quickly, and with little memory."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from scicomm_bot.errors import TemplateError
from scicomm_bot.render import Templates
from support.paper_samples import VARIABLES


def rendered(source: str, **others: str) -> str:
    """Render one template, with others beside it, and join its wordings."""
    for name, text in {"t.txt.j2": source, **{f"{name}.j2": text for name, text in others.items()}}.items():
        Path(name).write_text(text, encoding="utf-8")
    return "|".join(Templates(Path()).wordings("t.txt.j2", VARIABLES))


BIG = "{% set ns = namespace(s='aaaaaaaaaa') %}{% for i in range(10) %}{% set ns.s = ns.s + ns.s %}{% endfor %}"
LONG = "{% set ns = namespace(l=[1]) %}{% for i in range(13) %}{% set ns.l = ns.l + ns.l %}{% endfor %}"
ENDLESS = {
    "nested loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "nested loops that write": "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
    "loops with an if": "{% for a in range(99999) if a < 0 %}{% endfor %}" * 10,
    "a range too far": "{% for a in range(10**9) %}{% endfor %}",
    "a range of a thousand million": "{% for a in range(1000000000) %}{% endfor %}",
    "includes itself": "{% include 't.txt.j2' %}",
    "includes itself twice": "{% include 't.txt.j2' %}{% include 't.txt.j2' %}",
    "includes itself from a list": "{% include ['t.txt.j2'] %}{% include ['t.txt.j2'] %}",
    "imports itself": "{% import 't.txt.j2' as t %}{{ t }}",
    "extends itself": "{% extends 't.txt.j2' %}",
    "includes itself under other names": (
        "{% set ns = namespace(n='') %}{% for i in range(900) %}{% include ns.n + 't.txt.j2' %}{% set ns.n = ns.n + './' %}{% endfor %}"
    ),
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that calls itself twice": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}"
    ),
    "a macro that calls itself twice and writes nothing": (
        "{% macro m(n) %}{% if n %}{% set x = m(n - 1) %}{% set x = m(n - 1) %}{% endif %}{% endmacro %}{% set x = m(40) %}"
    ),
    "a block that shows itself": "{% block a %}{{ self.a() }}{% endblock %}",
    "a recursive loop": "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "a recursive loop that doubles": "{% for x in [1, 1] recursive %}{{ loop([1, 1]) }}{% endfor %}",
    "a caller that doubles": (
        "{% macro m(n) %}{% set c = caller() %}{% if n %}{% call m(n - 1) %}{{ c }}{{ c }}{% endcall %}"
        "{% else %}{{ c }}{% endif %}{% endmacro %}{% call m(30) %}x{% endcall %}"
    ),
    "doubling by +": "{% set ns = namespace(s='a') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "doubling by ~": "{% set ns = namespace(s='a') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "doubling a list": "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "a list in itself": "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}",
    "a mapping in itself": "{% set ns = namespace(s=1) %}{% for i in range(60) %}{% set ns.s = {1: ns.s, 2: ns.s} %}{% endfor %}{{ ns.s }}",
    "doubling by a block": "{% set x %}a{% endset %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 40,
    "doubling by a macro": "{% macro m(x) %}{{ x }}{{ x }}{% endmacro %}{% set x = 'a' %}" + "{% set x = m(x) %}" * 40,
    "doubling by an argument": "{% macro m(x, n) %}{{ m(x ~ x, n) }}{% endmacro %}{{ m('a', 1) }}",
    "a text many times": "{{ 'a' * 1000000000 }}",
    "a list many times": "{{ [1] * 1000000000 }}",
    "a power": "{{ 9 ** 999999999 }}",
    "a power of powers": "{{ 9 ** 9 ** 9 ** 9 }}",
    "a large product": "{% set ns = namespace(n=9) %}{% for i in range(9999) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
    "a growing sum": "{% set ns = namespace(n=9) %}{% for i in range(9999) %}{% set ns.n = ns.n + ns.n %}{% endfor %}{{ ns.n }}",
    "a wide format": "{{ '%1000000000d' % 1 }}",
    "the format method": "{{ '{:>1000000000}'.format(1) }}",
    "the format method by map": "{{ (['{:>1000000000}']|map(attribute='format')|first)(1) }}",
    "the format filter": "{{ '%1000000000d'|format(1) }}",
    "center": "{{ 'a'|center(1000000000) }}",
    "the center method": "{{ 'a'.center(1000000000) }}",
    "indent": "{{ 'a'|indent(1000000000, true) }}",
    "rounding to many digits": "{{ 1.5|round(1000000000, 'ceil') }}",
    "replace": BIG + "{{ ns.s|replace('a', ns.s) }}",
    "replace with a short text, often": BIG
    + ("{% set x = ns.s|replace('a', 'b') %}" * 9 + "{{ ns.s.replace('', ns.s) }}"),
    "the replace method": BIG + "{{ ns.s.replace('a', ns.s) }}",
    "join": BIG + "{{ range(9000)|join(ns.s) }}",
    "join of long texts": BIG + "{{ range(9000)|map('default', ns.s)|join }}" + "{{ [ns.s, ns.s, ns.s]|join }}" * 9,
    "join of the same text": BIG + "{% set l = [ns.s] %}" + "{% set l = l + l %}" * 20 + "{{ l|join }}",
    "join by attribute": "{% set l = [paper] %}" + "{% set l = l + l %}" * 14 + "{{ l|join(attribute='abstract') }}",
    "a long literal": BIG + "{% set x = [" + "ns.s," * 1200 + "] %}",
    "many long values": BIG
    + "{% for j in range(9000) %}{% for i in range(9000) %}{% set x = ns.s[1:] %}{% endfor %}{% endfor %}",
    "slices": BIG
    + "{% for j in range(9000) %}{% for i in range(9000) %}{{ (ns.s[1:] + ns.s[:9])[0:0] }}{% endfor %}{% endfor %}",
    "sorting again and again": LONG
    + "{% for j in range(9000) %}{% for i in range(9000) %}{% set x = ns.l|sort %}{% endfor %}{% endfor %}",
    "looking through a list for each item": LONG + "{% set x = ns.l|select('in', ns.l)|list %}" * 9,
    "in, again and again": LONG
    + "{% for j in range(9000) %}{% for i in range(9000) %}{{ '' if 2 in ns.l else '' }}{% endfor %}{% endfor %}",
    "comparing, again and again": LONG
    + "{% for j in range(9000) %}{% for i in range(9000) %}{{ '' if ns.l == ns.l[:] else '' }}{% endfor %}{% endfor %}",
    "a deep attribute of a text": BIG
    + "{% set a = 'a' ~ '.0' * 1 %}{{ [ns.s]|map(attribute=ns.s|replace('a', '.0'))|list }}",
    "a long chain of filters": "{% for j in range(9000) %}{% for i in range(9000) %}{% set x = 'a'"
    + "|list" * 80
    + " %}{% endfor %}{% endfor %}",
    "a long chain of maps": "{% set x = range(19000)" + "|map('string')" * 80 + " %}",
    "trimming many characters": BIG
    + "{% for j in range(9000) %}{% for i in range(9000) %}{% set x = ns.s|trim(ns.s) %}{% endfor %}{% endfor %}",
    "a filter block": BIG + "{% filter upper %}{% for i in range(99) %}{{ ns.s }}{% endfor %}{% endfilter %}",
    "much text in a loop": "{% set x %}{% for j in range(9000) %}{% for i in range(9000) %}"
    + "text " * 3000
    + "{% endfor %}{% endfor %}{% endset %}",
    "an int of many digits": BIG
    + "{{ ns.s|replace('a', '9')|int + 1 }}" * 9
    + "{% for i in range(99999) %}{% endfor %}",
    "loop.cycle": "{% for i in range(3) %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "lipsum": "{{ lipsum(100000) }}",
    "cycler": "{{ cycler(1, 2) }}",
    "many arguments": LONG
    + "{% macro m() %}{{ varargs|length }}{% endmacro %}{% for j in range(9000) %}{% for i in range(9000) %}{% set x = m(*ns.l) %}{% endfor %}{% endfor %}",
    "a template of a megabyte": "x" * 1_000_000,
    "a value in a very long expression": "{{ " + "1 + " * 4000 + "1 }}",
    "deep brackets": "{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}",
    "deep lists": "{{ " + "[" * 9000 + "1" + "]" * 9000 + " }}",
    "deep ifs": "{% if 1 %}" * 900 + "{% endif %}" * 900,
    "deep loops": "{% for i in [1] %}" * 60 + "{% endfor %}" * 60,
    "deep blocks": "".join(f"{{% block b{i} %}}" for i in range(500)) + "{% endblock %}" * 500,
    "deep negation": "{{ " + "not " * 4000 + "1 }}",
    "a dictionary of keywords": LONG + "{% set d = dict(a=1) %}",
    "sum of lists": LONG + "{{ [ns.l, ns.l]|sum(start=[]) }}",
    "batch, with a filling": "{{ [1]|batch(1000000000, 'x')|list }}",
    "urlize": "{{ 'www.'|urlize }}",
}


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS)
def test_a_template_without_end_or_measure_fails_soon(source):
    began = time.process_time()
    with pytest.raises(TemplateError, match=r"^t\.txt\.j2"):
        rendered(source)
    assert time.process_time() - began < 5  # the slowest takes 0.5 s


def test_a_template_without_end_or_measure_takes_little_memory(tmp_path):
    script = """
import json, resource, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:]
from test_sandbox import ENDLESS, TemplateError, rendered
rendered("{{ paper.title }}")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, source in ENDLESS.items():
    try:
        rendered(source)
    except TemplateError as error:
        assert "memory" not in str(error).lower(), name
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    words = [sys.executable, "-c", script, str(Path(__file__).parent), str(Path(__file__).parent.parent)]
    ended = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    assert int(ended.stdout) < 60  # MiB


FORBIDDEN = {
    "class": "{{ ''.__class__ }}",
    "class of a record": "{{ paper.__class__ }}",
    "class by brackets": "{{ paper['__class__'] }}",
    "mro": "{{ namespace.mro() }}",
    "globals of a function": "{{ range.__globals__ }}",
    "globals of a block": "{{ self.__init__.__globals__ }}",
    "a record's methods": "{{ paper.model_dump_json() }}",
    "a record's methods by map": "{{ [paper]|map(attribute='model_dump')|list }}",
    "a record's insides": "{{ paper.templates.model_fields }}",
    "format with an attribute": "{{ '{0.__class__}'.format(paper) }}",
    "format_map": "{{ '{a.__class__}'.format_map({'a': paper}) }}",
    "attr": "{{ paper|attr('__class__') }}",
    "a list's methods": "{{ [].append(1) }}",
    "a mapping's methods": "{{ {}.update({1: 1}) }}",
    "a file above the folder": "{% include '../secret.txt' %}",
    "a file above the folder by a loop": "{% include 'a/../../secret.txt' %}",
    "a file by its whole path": "{% include '/etc/passwd' %}",
    "a folder": "{% include '.' %}",
    "autoescape": "{% autoescape true %}&{% endautoescape %}",
    "none": "{{ paper.issue }}",
    "a record": "{{ paper }}",
    "a list": "{{ paper.authors }}",
    "a boolean": "{{ first }}",
    "a macro": "{% macro m() %}{% endmacro %}{{ m }}",
    "a record in a text": "{{ 'by ' ~ paper }}",
    "a record in a joined text": "{{ [paper]|join }}",
    "a record in upper case": "{{ paper|upper }}",
    "half of a surrogate pair": r"{{ '\ud800' }}",
}


@pytest.mark.parametrize("source", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_template_sees_only_what_it_is_given_and_writes_only_texts(source, tmp_path):
    Path("../secret.txt").write_text("secret")
    with pytest.raises(TemplateError) as caught:
        rendered(source)
    assert "secret\n" not in str(caught.value)
    assert "\n" not in str(caught.value)


ALLOWED = {
    "a field": ("{{ paper.title }}", "A title"),
    "a number": ("{{ paper.year + 1 }}", "2024"),
    "names": ("{{ paper.authors|map(attribute='name')|join('; ') }}", "Doe J; Roe R"),
    "a macro": ("{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m('b') }}", "<b>"),
    "a macro of another file": ("{% import 'other.j2' as o %}{{ o.m('b') }}", "(b)"),
    "an include": ("{% include 'other.j2' %}x", "x"),
    "a namespace": ("{% set n = namespace(a=1) %}{% set n.a = n.a + 1 %}{{ n.a }}", "2"),
    "replace": ("{{ paper.title|replace('A', 'The') }}{{ paper.title.replace('A', 'a') }}", "The titlea title"),
    "default": ("{{ paper.nothing|default('none') }}", "none"),
    "loop": ("{% for a in paper.authors %}{{ a.name }}{{ ', ' if not loop.last }}{% endfor %}", "Doe J, Roe R"),
    "a slice": ("{{ paper.title[:3] }}", "A t"),
    "a call block": ("{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}x{% endcall %}", "[x]"),
    "a filter block": ("{% filter upper %}x{% endfilter %}", "X"),
    "a test": ("{{ 'yes' if paper.year is divisibleby(7) and 'people' in paper.study.on else 'no' }}", "yes"),
    "ampersands stay": ("{{ 'a & b' }} <c>", "a & b <c>"),
    "an unpacked loop": ("{% for a, b in [(1, 2)] %}{{ a }}{{ b }}{% endfor %}", "12"),
    "CRLF": ("a\r\nb", "a\nb"),
}


@pytest.mark.parametrize(("source", "text"), ALLOWED.values(), ids=ALLOWED)
def test_what_templates_need_works(source, text):
    assert rendered(source, other="{% macro m(a) %}({{ a }}){% endmacro %}") == text


def test_a_budget_is_one_rendering_s_own():
    once = "{% for i in range(6000) %}{% set x = i %}{% endfor %}x"
    templates = Templates(Path())
    Path("t.txt.j2").write_text(once)
    for _ in range(10):
        assert templates.wordings("t.txt.j2", VARIABLES) == ["x"]


@pytest.mark.parametrize(
    "number",
    ["9" * 5_000, "9" * 4_200, "0x" + "f" * 5_000, "0b" + "1" * 15_000, "0o" + "7" * 9_000, "1" + "_0" * 4_400],
)
@pytest.mark.parametrize("source", ["{{ %s }}", "{%% set x = %s %%}{{ x }}", "{%% if %s > 1 %%}a{%% endif %%}"])
def test_a_number_that_python_does_not_write_is_a_mistake_of_the_template(number, source):
    with pytest.raises(TemplateError, match="a number with more digits than any post can use"):
        rendered("text\n" + source % number)
