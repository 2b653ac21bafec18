"""The workflow runs the project's own check, with no rights that it does not need."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*"))
CI = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
[JOB] = CI["jobs"].values()


def test_it_runs_the_check_that_must_pass_before_a_change_lands():
    assert [step["run"] for step in JOB["steps"] if "run" in step] == [".ci/run"]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111 == 0o111


def test_it_runs_on_the_oldest_python_that_is_promised_and_on_a_newer_one():
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"].removeprefix(
        ">="
    )
    assert JOB["strategy"]["matrix"]["python"] == [oldest, "3.13"]
    [python] = [step["with"] for step in JOB["steps"] if "setup-python" in step.get("uses", "")]
    assert python == {"python-version": "${{ matrix.python }}"}


def test_it_runs_for_each_change_that_is_proposed():
    triggers = CI[True]  # in YAML 1.1, which PyYAML reads, the key `on` is a boolean
    assert set(triggers) == {"push", "pull_request"}  # never pull_request_target, which gives strangers our rights


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_workflow_may_read_and_no_more(path):
    text = path.read_text("utf-8")
    document = yaml.safe_load(text)
    assert document["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in document["jobs"].values())
    assert "secrets." not in text
    assert not re.search(r"run:.*\$\{\{", text)  # what strangers write must not become a command


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_action_is_named_by_its_commit_and_leaves_no_token_behind(path):
    text = path.read_text("utf-8")
    actions = re.findall(r"uses: (.*)", text)
    assert actions
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", action) for action in actions)
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
