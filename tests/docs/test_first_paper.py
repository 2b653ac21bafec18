"""The first page is done as it is written: every file in it is saved, and every command of it runs, in their order."""

import re
import shlex
import signal
from pathlib import Path

import pytest

from scicomm_bot.cli.parser import COMMANDS
from support.running import Running, wait_until

PAGE = Path(__file__).resolve().parents[2] / "docs" / "first-paper.md"
BLOCK = re.compile(r"(?:<!-- (not run|file): (.*?) -->\n)?```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MOST_TYPED = 10
"""So many lines have to be typed for a paper that `check` takes, installing and the files' text not counted."""


def steps():
    """Each file and each command of the page: ("file", name, text) or ("command", words)."""
    for mark, what, kind, text in BLOCK.findall(PAGE.read_text("utf-8")):
        if mark == "file":
            yield "file", what, text
        elif kind == "console" and mark != "not run":
            for line in text.splitlines():
                assert line.startswith("$ "), line
                yield "command", shlex.split(line.removeprefix("$ "))


def run_service(log):
    running = Running(["-m", "scicomm_bot", "run"], log)
    wait_until(lambda: "service started" in running.log)
    assert running.signal(signal.SIGINT) in {0, 130}
    return running.log


@pytest.fixture
def done(cli, monkeypatch, tmp_path):
    """What came of each command, by its words; the working folder is the one that the page made."""
    ended = {}
    for what, *step in steps():
        if what == "file":
            Path(step[0]).write_text(step[1], "utf-8")
        elif step[0][0] == "cd":
            monkeypatch.chdir(step[0][1])
        elif step[0][1:2] == ["run"]:
            ended["run"] = run_service(tmp_path / "log")
        elif step[0][1:2] != ["add"] or "add" in COMMANDS:
            said = cli(*step[0][1:])
            assert said.code == 0, (step[0], said)
            ended[" ".join(step[0][1:])] = said.out
    return ended


def test_every_step_works_and_nothing_is_held_at_the_end(done):
    assert "There is no posts.yaml" not in done[""]
    assert "\nE " not in done["check"]
    assert " Q " not in done["check"]
    assert "4 posts scheduled" in done["plan"]
    assert "dry_run=True" in done["run"]


def test_the_last_word_is_to_run(done, cli):
    assert "4 posts about 1 paper: 4 ready." in cli().out


def test_add_makes_the_file_that_the_page_names(cli):
    cli("init")
    files = {name: text for what, name, text in (one for one in steps() if one[0] == "file")}
    Path("naps.ris").write_text(files["naps.ris"], "utf-8")
    assert cli("add", "naps.ris").code == 0
    assert [str(one) for one in Path("papers").iterdir()] == [name for name in files if name.startswith("papers/")]


def test_few_lines_have_to_be_typed():
    assert len([one for one in steps() if one[0] == "command"]) <= MOST_TYPED
