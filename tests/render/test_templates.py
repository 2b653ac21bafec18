"""Templates: found, read again when changed, and told off with file and line."""

import os
from pathlib import Path

import pytest

from scicomm_bot.errors import Place, TemplateError
from scicomm_bot.render import Templates
from scicomm_bot.render.templates import GIVEN
from scicomm_bot.shipped import templates_folder
from support.paper_samples import VARIABLES


def folder(**sources: str | bytes) -> Templates:
    """Write templates into `templates/` and return them."""
    for name, source in sources.items():
        path = Path("templates", f"{name}.txt.j2")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return Templates(Path("templates"))


def failure(templates: Templates, name: str = "t.txt.j2") -> str:
    """Return what is said of a template that cannot be rendered."""
    with pytest.raises(TemplateError) as caught:
        templates.wordings(name, VARIABLES)
    return str(caught.value)


def test_wordings_are_what_stands_between_or_shorter():
    assert folder(t="  long one\n{{ or_shorter }}\n short \n").wordings("t.txt.j2", VARIABLES) == ["long one", "short"]


@pytest.mark.parametrize(("aim", "said"), [("nix", "nowhere"), ("t.txt.j2", "in a circle")])
def test_a_broken_link_is_told_as_one(aim, said):
    templates = folder()
    Path("templates").mkdir()
    Path("templates/t.txt.j2").symlink_to(aim)
    assert f"is a link that leads {said}; delete it, or put the template in its place" in failure(templates)


BROKEN = {
    "an undefined variable": ("a\nb {{ findng.text }}", "templates/t.txt.j2:2: 'findng' is undefined"),
    "an undefined field": ("\n\n{{ paper.titel }}", "templates/t.txt.j2:3: a paper has no 'titel'; did you mean 'title'?"),
    "a syntax error": ("a\n{% if %}", "templates/t.txt.j2:2: Expected an expression, got 'end of statement block'"),
    "an open block": ("a\n{% if first %}b\n", "templates/t.txt.j2:2: Unexpected end of template"),
    "an unknown filter": ("a\n{{ paper.title|titel }}", "templates/t.txt.j2:2: No filter named 'titel'; given are capitalize,"),
    "an unknown tag": ("{% fi %}", "templates/t.txt.j2:1: Encountered unknown tag 'fi'"),
    "a division by zero": ("\n{{ 1 / 0 }}", "templates/t.txt.j2:2: division by zero"),
    "a text called like a function": ("{{ paper.title() }}", "templates/t.txt.j2:1: a str cannot be called"),
    "an include that is not there": ("\n{% include 'nix.j2' %}", "templates/t.txt.j2:2: no template 'nix.j2'; in that folder: t.txt.j2"),
    "UTF-16": ("{{ paper.title }}".encode("utf-16"), "templates/t.txt.j2:1: looks like UTF-16 text; save it as UTF-8"),
    "UTF-16 without a mark": ("{{ paper.title }}".encode("utf-16-le"), "templates/t.txt.j2:1: looks like UTF-16 text"),
    "bytes that are no UTF-8": (b"a\nb \xe9", "templates/t.txt.j2:2: not UTF-8 text; save the file as UTF-8"),
    "too long": ("x" * 20_001, "templates/t.txt.j2:1: longer than 20,000 characters"),
    "far too long": ("x" * 10_000_000, "templates/t.txt.j2:1: longer than 20,000 characters"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "begins"), BROKEN.values(), ids=BROKEN)
def test_a_broken_template_is_named_with_its_line(source, begins):
    assert failure(folder(t=source)).startswith(begins)


def test_an_error_in_an_included_template_is_placed_there():
    assert failure(folder(t="\n{% include 'o.txt.j2' %}", o="\n\n{{ nix }}")).startswith("templates/o.txt.j2:3: ")


def test_a_missing_template_lists_what_is_there():
    said = failure(folder(a="a", b="b"), "c.txt.j2")
    assert said == "templates/c.txt.j2: no such template; in that folder: a.txt.j2, b.txt.j2"


def test_a_missing_folder_names_its_setting():
    assert (
        failure(Templates(Path("nix")))
        == "nix: no such folder; set SCICOMM_TEMPLATES to the folder with the templates, or `scicomm-bot init` makes one"
    )


def test_a_template_that_the_program_has_is_brought_by_init():
    said = failure(folder(a="a"), "source.txt.j2")
    assert said.endswith("in that folder: a.txt.j2; `scicomm-bot init` brings that of the program")
    assert failure(folder(a="a"), "nix.txt.j2").endswith("in that folder: a.txt.j2")


@pytest.mark.parametrize("name", ["/etc/passwd", "../posts.yaml", "a\0b"])
def test_no_file_but_a_template_of_the_program_is_one_to_bring(name):
    assert "init" not in failure(folder(a="a"), name)


def test_a_template_that_the_program_does_not_have_needs_a_folder_of_ones_own():
    said = failure(Templates(templates_folder()), "nix.txt.j2")
    assert "the program's own are authors.txt.j2, " in said
    assert said.endswith("for others, make a folder of your own: `scicomm-bot init`")


LINKS = {
    "above": ("../secret.txt", "leads out of the templates folder; copy that template into it"),
    "far-above": ("../../etc/passwd", "leads out of the templates folder"),
    "link": ("link.txt.j2", "leads through a link out of the templates folder"),
    "linked-folder": ("up/secret.txt", "leads through a link out of the templates folder"),
}


@pytest.mark.parametrize(("name", "said"), LINKS.values(), ids=LINKS)
@pytest.mark.parametrize(
    "tag", ["{{% include {} %}}", "{{% include {} ignore missing %}}", "{{% extends {} %}}", "{{% import {} as x %}}"]
)
def test_a_template_takes_nothing_from_outside_the_folder(name, said, tag):
    Path("secret.txt").write_text("secret")
    templates = folder(t="\n" + tag.format(repr(name)))
    Path("templates/link.txt.j2").symlink_to("../secret.txt")
    Path("templates/up").symlink_to("..")
    assert failure(templates).startswith(f"templates/t.txt.j2:2: no such template: {name!r} {said}")


@pytest.mark.parametrize("name", ["t.txt.j2", "o.txt.j2"])
def test_a_template_that_is_a_pipe_is_not_waited_for(name):
    templates = folder(t="{% include 'o.txt.j2' %}", o="o")
    Path("templates", name).unlink()
    os.mkfifo(Path("templates", name))
    assert f"'{name}' cannot be read: not an ordinary file" in failure(templates)


def test_a_template_of_a_gigabyte_is_not_read_whole():
    templates = folder(t="x")
    with Path("templates/t.txt.j2").open("ab") as file:
        file.truncate(1 << 30)
    assert failure(templates).startswith("templates/t.txt.j2:1: longer than 20,000 characters")


def test_a_template_in_a_mount_of_kubernetes_is_read_and_read_again():
    """Files are links to `..data/x`, and `..data` is exchanged for a link to another folder."""
    templates = folder()
    for number, text in enumerate(("one", "two")):
        Path(f"templates/..{number}").mkdir(parents=True)
        Path(f"templates/..{number}/t.txt.j2").write_text(text)
    Path("templates/t.txt.j2").symlink_to("..data/t.txt.j2")
    for number, text in enumerate(("one", "two")):
        Path("templates/..new").symlink_to(f"..{number}")
        Path("templates/..new").rename("templates/..data")
        templates.reload()
        assert templates.wordings("t.txt.j2", VARIABLES) == [text]


def test_a_template_above_the_folder_is_no_template():
    Path("secret.txt").write_text("secret")
    assert "no such template" in failure(folder(t="x"), "../secret.txt")


def test_hidden_and_other_files_are_no_templates():
    templates = folder(t="x")
    for name in (".t.txt.j2", "t.txt.j2~", "labels.j2"):
        Path("templates", name).write_text("x")
    assert templates.names() == ["t.txt.j2"]


def test_a_changed_template_is_used_when_the_files_are_looked_at_again():
    templates = folder(t="one")
    assert templates.wordings("t.txt.j2", VARIABLES) == ["one"]
    folder(t="three")
    assert templates.wordings("t.txt.j2", VARIABLES) == ["one"]
    templates.reload()
    assert templates.wordings("t.txt.j2", VARIABLES) == ["three"]


def test_a_change_is_seen_even_with_the_same_size_and_time():
    templates = folder(t="one")
    path = Path("templates/t.txt.j2")
    os.utime(path, ns=(0, 0))
    assert templates.wordings("t.txt.j2", VARIABLES) == ["one"]
    folder(t="two")
    os.utime(path, ns=(0, 0))
    templates.reload()
    assert templates.wordings("t.txt.j2", VARIABLES) == ["two"]


def test_a_changed_include_is_used_too():
    templates = folder(
        t="{% include 'o.txt.j2' %}{% import 'o.txt.j2' as o %}{{ o.m() }}", o="a{% macro m() %}b{% endmacro %}"
    )
    assert templates.wordings("t.txt.j2", VARIABLES) == ["ab"]
    folder(o="c{% macro m() %}d{% endmacro %}")
    templates.reload()
    assert templates.wordings("t.txt.j2", VARIABLES) == ["cd"]


def test_a_template_put_right_is_used_and_one_deleted_is_missed():
    templates = folder(t="{% if %}")
    failure(templates)
    folder(t="good")
    assert templates.wordings("t.txt.j2", VARIABLES) == ["good"]
    Path("templates/t.txt.j2").unlink()
    templates.reload()
    assert "no such template" in failure(templates)


def test_a_byte_order_mark_is_skipped():
    assert folder(t=b"\xef\xbb\xbfa").wordings("t.txt.j2", VARIABLES) == ["a"]


def test_windows_line_ends_become_line_ends():
    assert folder(t=b"a\r\nb\r\n").wordings("t.txt.j2", VARIABLES) == ["a\nb"]


def test_undeclared_names_are_found_in_branches_that_are_not_taken():
    source = "{% if first %}a{% else %}\n{{ nix }}{% endif %}{% set own = 1 %}{{ own }}{{ or_shorter }}"
    assert list(folder(t=source).undeclared("t.txt.j2")) == [(Place(Path("templates/t.txt.j2"), 2), "nix")]


def test_a_name_that_only_another_kind_of_post_is_given_is_undeclared():
    templates = folder(t="{{ why }}{{ paper.title }}")
    assert [name for _, name in templates.undeclared("t.txt.j2", GIVEN["finding"])] == ["why"]
    assert list(templates.undeclared("t.txt.j2", GIVEN["correction"])) == []
    assert list(templates.undeclared("t.txt.j2")) == []


@pytest.mark.parametrize(
    "source",
    ["{% if why is defined %}{{ why }}{% endif %}", "{{ why|default('') }}", "{% if why is not defined %}{% endif %}"],
)
def test_a_name_of_another_kind_passes_where_the_template_asks_for_it(source):
    assert list(folder(t=source).undeclared("t.txt.j2", GIVEN["finding"])) == []


def test_a_name_that_no_template_is_given_does_not_pass_by_asking_for_it():
    assert [name for _, name in folder(t="{{ nix|default('') }}").undeclared("t.txt.j2")] == ["nix"]


@pytest.mark.parametrize("source", ["{% if %}", b"\xe9", "{{ " + "(" * 9000])
def test_undeclared_leaves_a_template_that_does_not_parse_to_rendering(source):
    assert list(folder(t=source).undeclared("t.txt.j2")) == []
