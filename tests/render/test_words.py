"""The words of the templates, a file to each language; and the filters that go with them."""

from pathlib import Path

import pytest

from scicomm_bot.domain.paper import Author
from scicomm_bot.errors import TemplateError
from scicomm_bot.render import Templates
from support.paper_samples import PAPER, VARIABLES

WORDS = """\
# a comment
and: " and "
no: "no"
at: 12:30
label:
  on: "{status} {study}."
  alone: "{study}"
"""


def rendered(source: str, words: str | None = WORDS, lang: str = "en", **more) -> str:
    Path("templates").mkdir(exist_ok=True)
    Path("templates/t.txt.j2").write_text(source)
    if words is not None:
        Path(f"templates/words.{lang.partition('-')[0]}.yaml").write_text(words)
    finding = PAPER.findings[0].model_copy(update={"lang": lang})
    return Templates(Path("templates")).wordings("t.txt.j2", {**VARIABLES, "finding": finding, **more})[0]


def failure(*args, **more) -> str:
    with pytest.raises(TemplateError) as raised:
        rendered(*args, **more)
    (problem,) = raised.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a{{ words.and }}b", "a and b"),
        ("{{ words.no }} {{ words.at }}", "no 12:30"),
        ("{{ words.label.on | fill(status='New', study='review') }}", "New review."),
        ("{{ words['label']['on'] | fill(status='New', study='review', other='x') }}", "New review."),
        ("{{ words.label.on | fill(status='By', study='Doe J Jr.') }}", "By Doe J Jr."),
        ("{{ words.label.on | fill(status='By', study='Doe J et al.') }}", "By Doe J et al."),
        ("{{ 'there' if 'and' in words }}{{ 'not' if 'nix' not in words.label }}", "therenot"),
        ("{{ 'MRI study' | with_article }}, {{ 'study' | counted(3) }}", "an MRI study, 3 studies"),
        ("{{ 'corpus' | counted(2, 'corpora') }}", "2 corpora"),
        ("{{ ['a', 'b', 'c'] | listed }}; {{ ['a', 'b'] | listed }}; {{ ['a'] | listed }}; {{ [] | listed }}", "a, b and c; a and b; a;"),
        ("{{ ['a', 'b', 'c'] | listed(words.and, ' / ') }}", "a / b and c"),
        ("{{ paper.authors | listed(attribute='name') }}.", "Doe J and Roe R."),
        ("{{ 2023 | digits('۰۱۲۳۴۵۶۷۸۹') }} {{ 'e12' | digits('۰۱۲۳۴۵۶۷۸۹') }} {{ '763-771' | digits('۰۱۲۳۴۵۶۷۸۹') }}", "۲۰۲۳ e12 ۷۶۳-۷۷۱"),
    ],
)  # fmt: skip
def test_a_template_writes_with_the_words_of_its_language(source, text):
    assert rendered(source) == text


def test_a_list_that_ends_in_a_full_stop_has_one():
    paper = PAPER.model_copy(update={"authors": (Author(name="Kerr A Jr."),)})
    assert rendered("{{ paper.authors | listed(attribute='name') }}.", paper=paper) == "Kerr A Jr."


@pytest.mark.parametrize("lang", ["pt", "pt-BR"])
def test_words_serve_the_language_in_each_of_its_regions(lang):
    assert rendered("{{ words.and }}", "and: e\n", lang) == "e"


def test_the_words_of_the_region_go_before():
    Path("templates").mkdir()
    Path("templates/words.pt-BR.yaml").write_text("and: e de lá\n")
    assert rendered("{{ words.and }}", "and: e\n", "pt-BR") == "e de lá"


def test_templates_that_use_no_words_need_no_file_of_them():
    assert rendered("{{ paper.title }}", None, "pt") == "A title"


def test_a_missing_file_is_told_where_a_template_asks_with_what_to_do():
    told = failure("a\n{{ words.and }}", None, "pt-BR")
    assert told == (
        "templates/t.txt.j2:2: the words of the templates in 'pt-BR' are missing: there is no templates/words.pt.yaml; "
        "copy words.en.yaml to that name, and write its texts in that language"
    )


@pytest.mark.parametrize(
    ("source", "words", "told"),
    [
        ("{{ words.nix }}", WORDS, "words.en.yaml:1: 'nix' is missing, and a template asks for it; add it, as it stands in words.en.yaml"),
        ("{{ words.label.nix }}", WORDS, "words.en.yaml:6: 'label.nix' is missing"),
        ("{{ words.label.alon }}", WORDS, "did you mean 'alone'?"),
        ("{{ words.label.on | fill(status='x', stdy='y') }}", WORDS, "words.en.yaml:6: {study} is not given here; did you mean {stdy}?"),
        ("{{ words.label }}", WORDS, "t.txt.j2:1: this is a section, not a text"),
        ("{{ 'text' | fill(a='b') }}", WORDS, "t.txt.j2:1: fill takes one of the `words`"),
        ("{{ words.and }}", "and: [a, b]\n", "words.en.yaml:1: 'and' must be a text, but is a list"),
        ("{{ words.and }}", "- and\n", "words.en.yaml:1: the file must have names with texts"),
        ("{{ words.and }}", "", "words.en.yaml:1: the file must have names with texts"),
        ("{{ words.and }}", "a: b\nand: a\nand: b\n", "words.en.yaml:3: 'and' stands twice"),
        ("{{ words.and }}", "a: &x b\nand: *x\n", "words.en.yaml:2: has an alias"),
        ("{{ words.and }}", "a: b\n  and: c\n", "words.en.yaml:2: is no YAML"),
        ("{{ words.and }}", "and: '\x00'\n", "words.en.yaml:1: is no YAML"),
        ("{{ words.and }}", "a:\n  " + "[" * 60000, "words.en.yaml:2: is nested too deep"),
        ("{{ words.and }}", "x" * 90000, "words.en.yaml:1: longer than 80,000 bytes"),
        ("{{ 1 | digits('01') }}", WORDS, "digits takes ten digits"),
        ("{{ 'a' | counted('b') }}", WORDS, "counted takes a number"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_words_is_told_with_its_place(source, words, told):
    assert told in failure(source, words)


def test_words_that_are_no_utf_8_are_refused():
    Path("templates").mkdir()
    Path("templates/words.en.yaml").write_bytes(b"a: b\nand: \xe9\n")
    assert failure("{{ words.and }}", None) == "templates/words.en.yaml:1: not UTF-8 text; save the file as UTF-8"


def test_words_outside_of_the_folder_are_not_read():
    Path("templates").mkdir()
    Path("secret").write_text("and: secret\n")
    Path("templates/words.en.yaml").symlink_to(Path("secret").absolute())
    assert "outside of the templates folder" in failure("{{ words.and }}", None) or "leads" in failure(
        "{{ words.and }}", None
    )


def test_changed_words_are_read_again():
    rendered("{{ words.and }}")
    templates = Templates(Path("templates"))
    assert templates.wordings("t.txt.j2", VARIABLES) == ["and"]
    Path("templates/words.en.yaml").write_text("and: plus\n")
    templates.reload()
    assert templates.wordings("t.txt.j2", VARIABLES) == ["plus"]


def test_a_text_of_words_has_no_more_methods_than_another():
    assert "is unsafe" in failure("{{ words.and.place }}") or "has no attribute" in failure("{{ words.and.place }}")


def test_a_name_that_a_template_makes_in_a_branch_is_no_unknown_one():
    rendered("{% if first %}{% set a = 1 %}{{ a }}{% endif %}{% macro b(c) %}{{ c }}{{ nix }}{% endmacro %}")
    unknown = [name for _, name in Templates(Path("templates")).undeclared("t.txt.j2")]
    assert unknown == ["nix"]
