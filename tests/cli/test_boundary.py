"""The one error boundary: exit codes, and no traceback but for a bug."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import scicomm_bot
from scicomm_bot import __version__
from scicomm_bot.cli.commands import post, preview
from scicomm_bot.errors import ScicommError

COMMANDS = ["preview", "check", "status", "plan"]


def test_version(cli):
    ended = cli("--version")
    assert (ended.code, ended.out, ended.err) == (0, f"scicomm-bot {__version__}\n", "")


@pytest.mark.parametrize("words", [["nix"], ["preview", "--nix"], ["post"], ["plan", "--slots", "x"]])
def test_a_usage_error_is_2(words, cli):
    ended = cli(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("usage: scicomm-bot")


@pytest.mark.parametrize("words", [["--help"], ["preview", "--help"], ["run", "--help"]])
def test_help_is_0(words, cli):
    assert cli(*words).code == 0


def make_nothing(project):
    (project / "posts.yaml").unlink()


BAD = {
    "missing": (make_nothing, "posts.yaml: no such file"),
    "empty": (lambda project: (project / "posts.yaml").write_text(""), "posts.yaml: the file is empty"),
    "binary": (
        lambda project: (project / "posts.yaml").write_bytes(bytes(range(256))),
        "posts.yaml: this is no text file",
    ),
    "half-written": (lambda project: (project / "posts.yaml").write_text("papers: ["), "posts.yaml:1: not YAML"),
    "wrong": (
        lambda project: (project / "posts.yaml").write_text("papers: 1\n"),
        "posts.yaml:1: papers: must be a list",
    ),
    "huge": (
        lambda project: (project / "posts.yaml").write_bytes(b"#" * (8 * 1024 * 1024 + 1)),
        "posts.yaml: larger than 8 MB",
    ),
    "wrong setting": (lambda project: (project / ".env").write_text("SCICOMM_DRY_RUN=x\n"), "SCICOMM_DRY_RUN: "),
    "binary .env": (lambda project: (project / ".env").write_bytes(b"\xff"), ".env: cannot be read as UTF-8 text"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("spoil", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_1_with_one_clear_error_and_nothing_written(spoil, said, command, project, cli):
    spoil(project)
    before = sorted(project.rglob("*"))
    ended = cli(command)
    assert ended.code == 1
    told = " ".join((ended.out + ended.err).replace(" E file:", "").split())
    assert said in told
    assert "Traceback" not in told
    if command != "status":  # it tells what else it knows, too
        assert len((ended.out + ended.err).splitlines()) <= 4
    assert sorted(project.rglob("*")) == before


def test_posting_from_a_bad_file_publishes_nothing(project, cli):
    (project / "posts.yaml").write_text("papers: [")
    assert cli("post", "--once").code == 1
    assert not list(project.glob("*.db*"))


def test_each_line_of_an_error_is_marked(project, cli):
    (project / "posts.yaml").write_text("papers:\n  - 1\n  - 2\n")
    assert [line[:20] for line in cli("preview").err.splitlines()] == ["scicomm-bot: error: "] * 2


def test_an_unknown_setting_warns_and_goes_on(project, cli, monkeypatch):
    monkeypatch.setenv("SCICOMM_DRYRUN", "1")
    ended = cli("preview")
    assert ended.code == 0
    assert ended.err == "scicomm-bot: warning: SCICOMM_DRYRUN is not a setting; did you mean SCICOMM_DRY_RUN?\n"


def test_an_interrupted_post_says_what_happens_to_one_in_flight(monkeypatch, cli):
    def fail(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(post, "run", fail)
    ended = cli("post", "--once")
    said = "scicomm-bot: interrupted; if a post was in flight, the next run looks for it first\n"
    assert (ended.code, ended.err) == (130, said)


@pytest.mark.parametrize(
    ("raised", "code"),
    [(ScicommError("expected"), 1), (KeyboardInterrupt(), 130), (ZeroDivisionError("oops"), 3), (KeyError("key"), 3)],
    ids=["expected", "interrupted", "a bug", "another bug"],
)
def test_what_ends_a_command_has_its_code(raised, code, monkeypatch, cli):
    def fail(options):
        raise raised

    monkeypatch.setattr(preview, "run", fail)
    ended = cli("preview")
    assert ended.code == code
    assert ("Traceback" in ended.err, "this is a bug" in ended.err) == (code == 3, code == 3)


def test_a_bug_keeps_its_traceback(monkeypatch, cli):
    def fail(options):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(preview, "run", fail)
    assert "ZeroDivisionError: oops" in cli("preview").err


def command(*words: str, **others) -> subprocess.CompletedProcess:
    words = (sys.executable, "-m", "scicomm_bot", *words)
    return subprocess.run(words, stderr=subprocess.PIPE, text=True, timeout=60, **others)


def test_a_reader_that_leaves_is_no_error(project):
    reading, writing = os.pipe()
    os.close(reading)
    ended = command("preview", stdout=writing)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("language", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_output_is_utf_8_whatever_the_terminal_s_language(language, project):
    environment = {**os.environ, "LC_ALL": language, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = command("preview", "gcsf-als/source", stdout=subprocess.PIPE, env=environment, encoding="utf-8")
    assert ended.returncode == 0
    assert "“Granulocyte" in ended.stdout


def test_preview_imports_nothing_heavy(project):
    script = (
        "import sys; from scicomm_bot.cli import main; main(['preview']);"
        "heavy = {'tweepy', 'apscheduler', 'requests', 'http.client'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_run_imports_no_network_library_before_the_first_call():
    script = (
        "import sys; import scicomm_bot.cli.commands.run;"
        "heavy = {'tweepy', 'requests', 'urllib3', 'http.client'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_version_names_the_revision_where_the_build_has_noted_it(cli, monkeypatch, tmp_path):
    monkeypatch.setattr(scicomm_bot, "__path__", [str(tmp_path)])
    note = tmp_path / "REVISION"
    note.write_text("0123456789abcdef0123456789abcdef01234567\n")
    told = f"scicomm-bot {__version__} (revision 0123456789ab)"
    assert (cli("--version").out, cli("preview", "--version").out) == (f"{told}\n", "")
    assert f"{told}\n" in cli("--version", "--help").out
    for nothing in (b"", b"\n", b"\xff"):
        note.write_bytes(nothing)
        assert cli("--version").out == f"scicomm-bot {__version__}\n"


def test_a_bug_shows_no_password_of_an_address(monkeypatch, cli):
    def fail(words):
        raise ZeroDivisionError("postgresql://bot:s3cr3t@db.example/posts")

    monkeypatch.setattr("scicomm_bot.cli.parser.parse", fail)
    ended = cli("preview")
    assert "ZeroDivisionError: postgresql://bot:***@db.example/posts" in ended.err


def test_version_imports_next_to_nothing():
    script = (
        "import sys; from scicomm_bot.cli import main; main(['--version']);"
        "heavy = {'argparse', 'pydantic', 'yaml', 'jinja2'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60).returncode == 0


def test_the_files_stay_as_they_are(project, cli):
    files = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    for one in COMMANDS:
        cli(one)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == files
    assert Path.cwd() == project
