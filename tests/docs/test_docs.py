"""The documents say what the program does: what is in the one must be in the other.

`python tests/docs/test_docs.py --write` writes the help texts in docs/commands.md anew.
"""

import argparse
import ast
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from jinja2 import DictLoader
from pydantic import BaseModel

from scicomm_bot import cli as command_line
from scicomm_bot.cli.parser import build_parser
from scicomm_bot.cli.views.legend import MEANS
from scicomm_bot.domain.paper import Content, Schedule
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.ledger.sqlite import open_sqlite
from scicomm_bot.medium import prices
from scicomm_bot.medium.images import read_image
from scicomm_bot.plan import upcoming_slots
from scicomm_bot.plan.slots import schedule_problems
from scicomm_bot.render.sandbox import GLOBALS, Sandbox
from scicomm_bot.render.templates import VARIABLES
from scicomm_bot.settings import Settings, env_name

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "scicomm_bot"
README, DOCS = ROOT / "README.md", ROOT / "docs"
COMMANDS, OPERATIONS, DESIGN = DOCS / "commands.md", DOCS / "operations.md", DOCS / "design.md"
WRITING, FIELDS, CONFIGURATION = DOCS / "writing.md", DOCS / "fields.md", DOCS / "configuration.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md", *sorted(DOCS.glob("*.md"))]
README_LINES = 65
"""A screen and a half."""
WHOLE = "scicomm-bot"
"""The name under which commands.md shows the help of the program itself."""

HELP = re.compile(r"<!-- help: ([\w -]+) -->\n(.*?)<!-- /help -->", re.DOTALL)
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"(?<=\n\n)((?:^ {4,}\S.*\n)+)", re.MULTILINE)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def by_name(pages: list[Path]) -> dict[str, object]:
    return {"argvalues": pages, "ids": [str(page.relative_to(ROOT)) for page in pages]}


def below(parser: argparse.ArgumentParser, name: str = "") -> dict[str, argparse.ArgumentParser]:
    """The commands of a parser with their names, and those below them: `ledger`, `ledger copy`."""
    found = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, one in action.choices.items():
                whole = f"{name} {word}".strip()
                found |= {whole: one, **below(one, whole)}
    return found


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = build_parser()
    return {WHOLE: parser, **below(parser)}


def strict_parser() -> argparse.ArgumentParser:
    """The program's parser, but without the abbreviations of options that argparse lets through."""
    parser = build_parser()
    for one in (parser, *below(parser).values()):
        one.allow_abbrev = False
    return parser


def help_block(name: str) -> str:
    """The help as it stands in commands.md, 80 columns wide and without colours."""
    return f"```text\n{commands()[name].format_help().rstrip()}\n```\n"


def folded(text: str) -> str:
    """Python's versions break the lines of a usage differently."""
    return " ".join(text.split())


def section(page: Path, heading: str) -> str:
    """What stands below a heading, without generated help."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text_of(page), re.DOTALL | re.MULTILINE)
    assert found, f"{page.name} has no section {heading!r}"
    return HELP.sub("", found[1])


def code(page: Path) -> str:
    """All that stands in backquotes or code blocks."""
    text = text_of(page)
    blocks = [block for _, _, block in FENCE.findall(text)] + INDENTED.findall(text)
    return "\n".join([*re.findall(r"`([^`\n]+)`", FENCE.sub("", text)), *blocks])


def words(page: Path) -> set[str]:
    return set(re.findall(r"[\w.-]+", code(page)))


def write_help() -> None:
    text = HELP.sub(lambda found: f"<!-- help: {found[1]} -->\n{help_block(found[1])}<!-- /help -->", text_of(COMMANDS))
    COMMANDS.write_text(text, encoding="utf-8")


# Commands


def test_the_help_of_every_command_is_shown_as_the_program_prints_it():
    shown = dict(HELP.findall(text_of(COMMANDS)))
    assert set(shown) == set(commands())
    for name, block in shown.items():
        assert folded(block) == folded(help_block(name)), "run: python tests/docs/test_docs.py --write"


@pytest.mark.parametrize("name", [name for name in commands() if name != WHOLE])
def test_a_command_has_a_section_with_each_of_its_options_and_an_example(name):
    told = section(COMMANDS, name.partition(" ")[0])
    options = {option for action in commands()[name]._actions for option in action.option_strings}
    for option in options - {"-h", "--help"}:
        assert re.search(rf"`[^`\n]*{option}\b|^ {{4}}scicomm-bot .*{option}\b", told, re.MULTILINE), option
    assert f"\n    scicomm-bot {name}" in told


@pytest.mark.parametrize("name", [name for name in dir(command_line) if name.startswith("EXIT_")])
def test_every_exit_code_is_in_the_table(name):
    assert f"\n| {getattr(command_line, name)} |" in section(COMMANDS, "Exit codes")


def keys_of(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("add", ["refs.ris"]),
        ("preview", []),
        ("check", []),
        ("post", ["--once"]),
        ("status", ["--dry-run"]),
        ("history", ["--dry-run"]),
        ("plan", ["--slots", "2"]),
        ("spend", ["--month", "this", "--dry-run"]),
        ("report", ["--month", "this", "--dry-run"]),
        ("doctor", []),
        ("ledger", ["copy", "copy.db", "--dry-run"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_field_of_json_is_described(name, arguments, project, cli):
    posts = project / "posts.yaml"
    posts.write_text(posts.read_text().replace("increase the survival of mice.", "increase the survival of men."))
    Path("refs.ris").write_text("TY  - JOUR\nTI  - RETRACTED: Naps in mice\nAU  - Doe, J\nER  - \n")
    cli("post", "--once", "--dry-run", "gcsf-als/authors")
    ended = cli(name, *arguments, "--json")
    told = section(COMMANDS, name) + (section(COMMANDS, "preview") if name == "status" else "")
    for key in set(keys_of(json.loads(ended.out))):
        assert f"`{key}`" in told, key


def called(page: Path) -> Iterator[str]:
    """Every call of the program in a page: lines of code, and code within lines, that begin with it."""
    plain = r"(?:[A-Z][A-Z_]*=\S* )*(?:\S*/)?(?:docker compose exec bot )?scicomm-bot(?= [a-z-]|$)(.*)"
    in_container = r"docker compose run --rm bot (.*)"
    for line in code(page).splitlines():
        found = re.match(rf"\s*(?:\$ )?(?:{plain}|{in_container})", line)
        words = (found[1] or found[2] or "") if found else ""
        if words and "..." not in words:
            yield re.split(r"\s[|>#&;]|;|&&", words)[0].strip()


@pytest.mark.parametrize("page", **by_name(PAGES))
def test_every_call_of_the_program_is_understood_by_its_parser(page):
    for line in called(page):
        if line in {"", "--version"} or line.endswith("--help"):
            continue
        try:
            strict_parser().parse_args(shlex.split(line))
        except SystemExit:
            pytest.fail(f"{page.name}: scicomm-bot {line}")


@pytest.mark.parametrize("page", **by_name(PAGES))
def test_every_make_target_exists(page):
    known = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", code(page))) <= known


# Settings


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_has_a_row_with_its_default(field):
    row = re.search(rf"^\| `{env_name(field)}` \| (.*?) \|", text_of(CONFIGURATION), re.MULTILINE)
    assert row, env_name(field)
    default = Settings.model_fields[field].default
    shown = "none" if default is None else f"`{str(default).lower() if isinstance(default, bool) else default}`"
    assert row[1] == shown


@pytest.mark.parametrize("page", **by_name(PAGES))
def test_every_setting_that_a_page_names_exists(page):
    known = {env_name(field) for field in Settings.model_fields}
    assert set(re.findall(r"\bSCICOMM_[A-Z_]*[A-Z]\b", text_of(page))) <= known


# Writing


def models_of(model: type[BaseModel]) -> set[type[BaseModel]]:
    inner = {part for name in model.model_fields for part in classes_in(model.model_fields[name].annotation)}
    return {model}.union(*(models_of(one) for one in inner))


def classes_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from classes_in(inner)


@pytest.mark.parametrize("model", sorted(models_of(Content), key=lambda model: model.__name__))
def test_every_field_of_posts_yaml_is_described(model):
    told = code(FIELDS)
    for name in model.model_fields:
        assert re.search(rf"\b{name}\b", told), name


@pytest.mark.parametrize("name", sorted(VARIABLES | GLOBALS))
def test_every_name_that_a_template_is_given_is_described(name):
    assert f"`{name}`" in section(WRITING, "Templates")


def test_every_filter_is_named_and_no_other():
    named = re.search(r"These filters are there: (.*?)\. Texts", section(WRITING, "Templates"), re.DOTALL)
    assert named
    assert sorted(re.findall(r"`(\w+)`", named[1])) == sorted(Sandbox(DictLoader({})).known_filters())


def calls_in_source(function: str) -> Iterator[ast.Call]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and function == getattr(node.func, "id", getattr(node.func, "attr", None)):
                yield node


def text_arguments(call: ast.Call) -> list[str]:
    return [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


def texts_of(argument: ast.expr) -> list[str]:
    """The texts that an argument may be, one or the other of a condition included; none where it is computed."""
    if isinstance(argument, ast.IfExp):
        return [*texts_of(argument.body), *texts_of(argument.orelse)]
    return [argument.value] if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else []


def test_every_rule_is_in_the_table():
    rules = {text_arguments(call)[0] for name in ("Remark", "Rule", "rule", "series_rule") for call in calls_in_source(name)
             if text_arguments(call)}  # fmt: skip
    assert {"length", "file"} <= rules
    told = section(WRITING, "What check looks for")
    assert {rule for rule in rules if f"| `{rule}` |" not in told} == set()


def example(name: str) -> str:
    found = re.search(
        rf"<!-- example: {re.escape(name)} -->\n```\w+\n(.*?)^```$", text_of(WRITING), re.DOTALL | re.MULTILINE
    )
    assert found, name
    return found[1]


def test_the_example_file_and_the_example_template_pass_every_check(project, cli):
    (project / "posts.yaml").write_text(example("posts.yaml"), encoding="utf-8")
    assert cli("check").out.startswith("3 posts checked, nothing found.")
    (project / "templates" / "finding.txt.j2").write_text(example("finding.txt.j2"), encoding="utf-8")
    assert cli("check").out.startswith("3 posts checked, nothing found.")
    posts = json.loads(cli("preview", "naps/maze", "--json").out)["posts"]
    paper = yaml.safe_load(example("posts.yaml"))["papers"][0]
    labels = "Peer-reviewed review; animal and human studies."
    assert posts[0]["text"] == f"{labels}\n\n{paper['findings'][0]['text']}\n\nJournal of Made-up Examples, 2026"


def crontab_lines() -> list[str]:
    table = text_of(WRITING).split("<!-- crontab lines -->")[1].split("\n\n")[0]
    return re.findall(r'^\| `"(.*?)"` \|', table, re.MULTILINE)


def test_every_crontab_line_is_one():
    assert len(crontab_lines()) >= 5
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert schedule_problems(Schedule(slots=tuple(crontab_lines())), now) == []


@pytest.mark.parametrize(
    ("line", "slots"),
    [
        ("0 9,17 * * 6", ["28 Sat 09:00", "28 Sat 17:00"]),
        ("0 18 * * sun", ["22 Sun 18:00", "29 Sun 18:00"]),
        ("0 10 */3 * *", ["22 Sun 10:00", "25 Wed 10:00"]),
        ("0 8 1 * 1", ["23 Mon 08:00", "30 Mon 08:00", "01 Tue 08:00"]),
    ],
)
def test_a_crontab_line_means_what_the_table_says(line, slots):
    assert line in crontab_lines()
    found = upcoming_slots(Schedule(slots=(line,)), datetime(2026, 11, 22, tzinfo=UTC), len(slots))
    assert [f"{slot:%d %a %H:%M}" for slot in found] == slots


@pytest.mark.parametrize("page", [WRITING, CONFIGURATION], ids=lambda page: page.name)
def test_both_prices_of_a_post_are_those_of_the_program(page):
    for price in (prices.X_PRICES.post, prices.X_PRICES.post_with_link):
        assert prices.usd(price) in text_of(page)


# Operations


def test_every_event_of_the_service_is_in_the_table():
    events = {text for name in ("event", "_once") for call in calls_in_source(name)
              if len(call.args) > 1 for text in texts_of(call.args[1])}  # fmt: skip
    assert {"posted", "found on X", "waiting", "service started"} <= events
    told = section(OPERATIONS, "Running the service")
    assert {event for event in events if f"| `{event}` |" not in told} == set()


@pytest.mark.parametrize("state", PublicationState)
def test_every_state_of_a_publication_is_explained(state):
    assert f"`{state}`" in section(OPERATIONS, "What X answers")


def test_the_backup_without_sqlites_tool_holds_what_the_ledger_holds_while_it_is_in_use(project, cli, monkeypatch):
    cli("post", "--once", "--dry-run")
    block = re.search(r"<!-- tested: backup -->\n```sh\n(.*?)\n```", text_of(OPERATIONS), re.DOTALL)
    assert block
    program, *arguments = shlex.split(block[1].replace("state.db", "state.dry.db").replace("copy.db", "copy.dry.db"))
    assert program == "python3"
    in_use = open_sqlite(project / "state.dry.db", create=True)
    in_use.sign(ServiceSign("now", *[datetime(2026, 11, 22, tzinfo=UTC)] * 2))  # stands in the -wal file alone
    subprocess.run([sys.executable, *arguments], check=True, cwd=project)
    before = cli("history", "--dry-run", "--json").out
    assert '"posted"' in before
    monkeypatch.setenv("SCICOMM_STATE", "copy.db")
    assert cli("history", "--dry-run", "--json").out == before
    assert open_sqlite(project / "copy.dry.db", create=False).signs() == in_use.signs() != []


# Design


def rooms() -> dict[str, set[str]]:
    """The table of rooms: name -> what it may import, besides errors, domain and characters."""
    rows = re.findall(r"^\| `(\w+)` \| .*? \| (.*?) ?\|$", section(DESIGN, "The rooms"), re.MULTILINE)
    return {name: {part.strip() for part in imports.split(",")} - {""} for name, imports in rows}


def test_every_room_is_in_the_table_and_every_row_is_a_room():
    there = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert set(rooms()) == there - {"__init__", "__main__"}


@pytest.mark.parametrize("room", sorted(set(rooms()) - {"cli"}))
def test_a_room_imports_what_the_table_says(room):
    files = (SOURCE / room).rglob("*.py") if (SOURCE / room).is_dir() else [SOURCE / f"{room}.py"]
    imported = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "scicomm_bot":
                names = [alias.name for alias in node.names] if node.module == "scicomm_bot" else [node.module[12:]]
                imported |= {name.partition(".")[0] for name in names}
    assert imported - {room, "errors", "domain", "characters", "__version__", "revision"} == rooms()[room]


def test_every_dependency_has_a_line():
    listed = re.findall(r'^  "([a-z-]+)>=', text_of(ROOT / "pyproject.toml"), re.MULTILINE)
    assert {"tweepy", "pytest"} <= set(listed)
    told = section(DESIGN, "Dependencies")
    assert [name for name in listed if not re.search(rf"^\|[^|]*\b{name}\b[^|]*\|", told, re.MULTILINE)] == []


# All pages


def slug(heading: str) -> str:
    """The anchor that code hosts make of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {slug(heading) for heading in re.findall(r"^#+ (.*)$", FENCE.sub("", text_of(page)), re.MULTILINE)}


@pytest.mark.parametrize("page", **by_name(PAGES))
def test_every_relative_link_leads_somewhere(page):
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text_of(page))):
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if not re.match(r"[a-z]+:", link) and not (target.exists() and (not anchor or anchor in anchors(target))):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", **by_name([page for page in PAGES if page.parent == DOCS]))
def test_every_page_can_be_reached_from_the_readme(page):
    assert f"docs/{page.name}" in text_of(README)


def test_the_readme_fits_on_a_screen_and_a_half():
    assert len(text_of(README).splitlines()) <= README_LINES


def test_the_readme_shows_the_program_in_a_picture_with_an_alt_text_that_says_what_is_on_it():
    [(alt, name)] = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text_of(README))
    picture = (ROOT / name).read_bytes()
    facts = read_image(picture)
    assert (facts.kind, facts.width) == ("png", 1760)
    assert len(picture) < 400_000
    assert [word for word in ("terminal", "preview", "card", "phone", "page") if word not in alt] == []
    assert text_of(README).index(name) < text_of(README).index("## Try it")


def test_the_readmes_output_is_what_the_demo_prints(shipped, cli):
    printed = cli("preview", "--dry-run").out + cli("post", "--once", "--dry-run").out
    shown = next(block for _, kind, block in FENCE.findall(text_of(README)) if kind == "text")
    for part in shown.split("...\n"):
        assert part in printed


def test_the_levels_are_explained_near_the_start_of_writing_in_the_words_of_check():
    start = (ROOT / "docs/writing.md").read_text("utf-8").partition("\n## ")[0]
    told = [line.removeprefix("- ").replace("*", "") for line in start.splitlines() if line.startswith("- **")]
    assert told[-len(MEANS) :] == [*MEANS.values()]


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python tests/docs/test_docs.py --write")
    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1"}
    write_help()
