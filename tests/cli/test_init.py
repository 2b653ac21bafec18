"""`init` writes what a folder begins with, overwrites nothing, and leaves nothing half done."""

import errno
import os
from pathlib import Path

import pytest
import yaml

from scicomm_bot.cli import main
from scicomm_bot.settings import CREDENTIALS, env_name, load_settings
from scicomm_bot.shipped import example_file, templates_folder
from support.disks import fill, make_read_only, small_disk

FILES = {"posts.yaml", "papers", "templates", ".env", ".gitignore"}


def names(folder="."):
    return {one.name for one in Path(folder).iterdir()}


def snapshot(folder="."):
    """Every file below a folder with its bytes, and every folder."""
    found = sorted(Path(folder).rglob("*"))
    return {str(one): one.read_bytes() if one.is_file() else None for one in found}


def said(ended):
    """What a command wrote, its lines joined."""
    return " ".join(f"{ended.out} {ended.err}".split())


@pytest.fixture
def _no_zone(monkeypatch):
    monkeypatch.setattr("scicomm_bot.app.starting.of_this_machine", lambda: None)


# What it writes


def test_a_folder_gets_all_that_belongs_to_it(cli):
    assert cli("init").code == 0
    assert names() == FILES
    assert names("templates") == names(templates_folder())
    assert names("papers") == set()


def test_the_templates_are_those_of_the_program(cli):
    cli("init")
    assert all(one.read_bytes() == (templates_folder() / one.name).read_bytes() for one in Path("templates").iterdir())


def test_the_settings_are_for_their_owner_alone(cli):
    cli("init")
    assert Path(".env").stat().st_mode & 0o777 == 0o600


def test_the_settings_are_the_defaults_and_a_dry_run_that_is_written_out(cli):
    cli("init")
    settings, warnings = load_settings()
    assert (settings.model_fields_set, settings.dry_run, warnings) == ({"dry_run"}, True, [])


def test_every_setting_of_the_file_is_one_once_it_is_no_comment(cli):
    cli("init")
    values = {"SCICOMM_CROSSREF_MAILTO": "press@example.org", "SCICOMM_MONTHLY_BUDGET_USD": "5"}
    lines = [line.removeprefix("# ") for line in Path(".env").read_text().splitlines() if "SCICOMM_" in line]
    names = [line.partition("=")[0] for line in lines]
    Path(".env").write_text("".join(f"{name}={values.get(name, 'true')}\n" for name in names))
    settings, warnings = load_settings()
    assert {env_name(field) for field in settings.model_fields_set} == set(names) > {*map(env_name, CREDENTIALS)}
    assert warnings == []


def test_the_schedule_is_in_the_time_zone_of_the_machine(cli, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tehran")
    cli("init")
    assert yaml.safe_load(Path("posts.yaml").read_text())["schedule"]["timezone"] == "Asia/Tehran"
    assert "Write yours" not in Path("posts.yaml").read_text()


@pytest.mark.usefixtures("_no_zone")
def test_where_the_time_zone_is_not_known_it_is_utc_and_says_so(cli):
    cli("init")
    assert yaml.safe_load(Path("posts.yaml").read_text())["schedule"]["timezone"] == "UTC"
    assert "Write yours, such as Europe/Vienna." in Path("posts.yaml").read_text()


def test_what_it_writes_is_checked_at_once_without_a_finding(cli):
    cli("init")
    checked = cli("check")
    assert (checked.code, checked.err) == (0, "")
    assert "takes no file yet" in checked.out
    assert cli("preview").code == 0


def test_git_ignores_the_secrets_and_the_state(cli):
    cli("init")
    assert {".env", "secrets/", "state.db*", "state.dry.db*"} <= set(Path(".gitignore").read_text().splitlines())


def test_a_named_folder_is_made_with_those_above_it(cli):
    ended = cli("init", "a b/c")
    assert ended.code == 0
    assert names("a b/c") == FILES
    assert "  cd 'a b/c'\n" in ended.out


def test_a_link_to_a_folder_is_that_folder(cli):
    Path("real").mkdir()
    Path("link").symlink_to("real")
    assert cli("init", "link").code == 0
    assert names("real") == FILES


def test_it_says_the_next_two_commands(cli):
    lines = cli("init").out.splitlines()
    assert [line.strip().split("  ")[0] for line in lines[lines.index("Next:") + 1 :]] == [
        "scicomm-bot add DOI",
        "scicomm-bot preview",
    ]


# The example


def test_the_example_is_the_paper_that_comes_with_the_program(cli):
    ended = cli("init", "--example")
    shipped = yaml.safe_load(example_file().read_text("utf-8"))["papers"][0]
    path = Path("papers", f"{shipped['id']}.yaml")
    assert yaml.safe_load(path.read_text("utf-8")) == shipped
    assert "scicomm-bot add" not in ended.out


def test_the_example_keeps_its_comments(cli):
    cli("init", "--example")
    [path] = Path("papers").iterdir()
    there = {line.strip() for line in path.read_text("utf-8").splitlines() if line.strip().startswith("# ")}
    text = example_file().read_text("utf-8")
    inside = text[text.index("\n  - id: ") : text.index("\n# What X asks")]
    assert {line.strip() for line in inside.splitlines() if line.strip().startswith("# ")} < there


def test_the_example_makes_posts_at_once(cli):
    cli("init", "--example")
    assert cli("check").code == 0
    assert " E " not in cli("check").out
    assert '"text"' in cli("preview", "--json").out


def test_the_example_makes_the_posts_that_the_program_comes_with(cli, project, tmp_path, monkeypatch):
    shipped = cli("preview", "--json").out
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")
    cli("init", "--example")
    assert cli("preview", "--json").out.replace("papers/gcsf-als.yaml", "posts.yaml").count('"text"') == shipped.count(
        '"text"'
    )


# What is there


@pytest.mark.parametrize("name", ["posts.yaml", ".env", ".gitignore", "templates/source.txt.j2"])
def test_a_file_that_is_there_stays_and_is_named(cli, name):
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text("include: mine\n.env\n")
    path.chmod(0o640)
    ended = cli("init")
    assert ended.code == 0
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("include: mine\n.env\n", 0o640)
    assert name.replace("templates/source.txt.j2", "templates/") in said(ended).partition("Left as they were: ")[2]


def test_a_second_time_changes_nothing_and_is_no_failure(cli):
    cli("init", "--example")
    before = snapshot()
    ended = cli("init", "--example")
    assert (ended.code, snapshot()) == (0, before)
    assert ended.out.startswith("Everything is there already; nothing was changed.\n")


def test_what_is_missing_is_brought_back(cli):
    cli("init")
    Path("templates/source.txt.j2").unlink()
    ended = cli("init")
    assert Path("templates/source.txt.j2").is_file()
    assert "Made:\n  templates/source.txt.j2\n" in ended.out


def test_nothing_is_written_into_a_folder_that_is_a_link(cli):
    Path("others").mkdir()
    Path("mine").mkdir()
    for name in ("templates", "papers"):
        Path("mine", name).symlink_to("../others")
    ended = cli("init", "mine", "--example")
    assert (ended.code, names("others")) == (0, set())
    assert "Left as they were: papers/, papers/gcsf-als.yaml, templates/" in ended.out


def test_a_posts_yaml_that_takes_no_papers_from_files_is_said(cli):
    Path("posts.yaml").write_text("papers: []\n")
    assert "posts.yaml has no `include: papers/*.yaml`" in said(cli("init"))


@pytest.mark.parametrize("text", ["include: [more/*.yaml]\n", "include: x.yaml\n", "not: [yaml"])
def test_one_that_does_or_that_is_broken_is_not(cli, text):
    Path("posts.yaml").write_text(text)
    assert "has no `include:" not in said(cli("init"))


# Git


@pytest.fixture
def _repository():
    Path(".git").mkdir()


@pytest.mark.usefixtures("_repository")
def test_in_a_repository_that_does_not_ignore_the_secrets_it_says_so(cli):
    Path(".gitignore").write_text("*.pyc\n")
    assert "git does not ignore .env, which will hold secrets; add a line `.env` to .gitignore" in said(cli("init"))


@pytest.mark.usefixtures("_repository")
@pytest.mark.parametrize("ignored", [None, ".env\n"])
def test_in_one_that_does_it_says_nothing(cli, ignored):
    if ignored is not None:
        Path(".gitignore").write_text(ignored)
    assert "git does not" not in cli("init").out


def test_outside_of_a_repository_it_says_nothing(cli):
    Path(".gitignore").write_text("*.pyc\n")
    assert "git does not" not in cli("init").out


# What goes wrong


def in_the_way(name, what):
    path = Path("d", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    {
        "file": path.touch,
        "folder": path.mkdir,
        "link": lambda: path.symlink_to("nix"),
        "circle": lambda: path.symlink_to(path.name),
    }[what]()


@pytest.mark.parametrize(
    ("name", "what", "told"),
    [
        (".env", "folder", "d/.env: is a folder, and a file is needed"),
        ("posts.yaml", "folder", "d/posts.yaml: is a folder, and a file is needed"),
        ("templates/source.txt.j2", "folder", "d/templates/source.txt.j2: is a folder, and a file is needed"),
        ("papers", "file", "d/papers: is a file, and a folder is needed"),
        ("templates", "link", "d/templates: is a link that leads nowhere, and a folder is needed"),
        ("posts.yaml", "link", "d/posts.yaml: is a link that leads nowhere, and a file is needed"),
        (".gitignore", "circle", "d/.gitignore: is a link that leads in a circle, and a file is needed"),
    ],
)
def test_what_is_in_the_way_is_named_and_nothing_is_written(cli, name, what, told):
    in_the_way(name, what)
    before = {one: os.lstat(one).st_mode for one in Path("d").rglob("*")}
    ended = cli("init", "d")
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err
    assert {one: os.lstat(one).st_mode for one in Path("d").rglob("*")} == before


@pytest.mark.parametrize("folder", ["d/f", "d/f/x", "d/f/x/y"])
def test_a_file_in_the_place_of_the_folder_is_named(cli, folder):
    in_the_way("f", "file")
    assert cli("init", folder).err.startswith("scicomm-bot: error: d/f: is a file, and a folder is needed")


def test_a_link_that_leads_nowhere_on_the_way_is_named(cli):
    in_the_way("f", "link")
    assert "d/f: is a link that leads nowhere" in cli("init", "d/f/x").err


def test_a_folder_without_a_name_is_a_usage_error(cli):
    assert cli("init", "").code == 2


@pytest.mark.parametrize("folder", ["/proc/x", "x" * 300, "/dev/null"])
def test_a_folder_that_cannot_be_made_is_a_clear_error(cli, folder):
    ended = cli("init", folder)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.count("\n") == 1
    assert names() == set()


def test_a_folder_that_was_deleted_meanwhile_is_a_clear_error(cli, monkeypatch, tmp_path):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    ended = cli("init")
    assert (ended.code, "Traceback" in ended.err) == (1, False)
    assert "No such file or directory; nothing was changed" in ended.err


def test_a_full_disk_leaves_nothing_behind(cli, tmp_path):
    with small_disk(tmp_path / "disk", 64) as disk:
        fill(disk, leave=8 * 1024)
        ended = cli("init", str(disk / "new"))
        assert ended.code == 1
        assert "No space left on device; nothing was changed" in ended.err
        assert names(disk) == {"filler"}


def test_a_disk_that_cannot_be_written_is_a_clear_error(cli, tmp_path):
    with small_disk(tmp_path / "disk", 64) as disk:
        make_read_only(disk)
        assert "Read-only file system; nothing was changed" in cli("init", str(disk)).err
        assert names(disk) == set()


@pytest.mark.parametrize("at", range(8))
def test_a_failure_at_any_file_takes_all_back(cli, monkeypatch, at):
    real, count = os.fsync, iter(range(100))

    def fails(handle):
        if next(count) == at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(handle)

    monkeypatch.setattr("os.fsync", fails)
    Path("new").mkdir()
    Path("new/mine").touch()
    assert cli("init", "new", "--example").code == 1
    assert names("new") == {"mine"}


def test_an_interruption_takes_all_back(cli, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    assert cli("init").code == 130
    assert names() == set()


# Windows


@pytest.mark.parametrize("words", [[], ["init"], ["init", "x"], ["check"], ["run"]])
def test_on_windows_it_says_wsl(words, monkeypatch, capsys):
    monkeypatch.setattr("os.name", "nt")
    code = main(words)
    monkeypatch.undo()
    assert code == 1
    assert "use WSL (in PowerShell: wsl --install)" in capsys.readouterr().err


def test_on_windows_the_version_is_still_told(monkeypatch, capsys):
    monkeypatch.setattr("os.name", "nt")
    code = main(["--version"])
    monkeypatch.undo()
    assert (code, capsys.readouterr().err) == (0, "")
