"""Whether git ignores a file, by the `.gitignore` files that hold for it; git itself is asked for the same."""

import shutil
import subprocess
from pathlib import Path

import pytest

from scicomm_bot.app.ignoring import is_ignored, is_in_git

CASES = {
    "by its name": ({".gitignore": ".env\n"}, True),
    "by its name from the top": ({".gitignore": "/sub/.env\n"}, True),
    "by a star": ({".gitignore": ".e*\n"}, True),
    "by its ending": ({".gitignore": "*.env\n"}, True),
    "by the folder": ({".gitignore": "sub/\n"}, True),
    "by all that is hidden": ({".gitignore": ".*\n"}, True),
    "in its own folder": ({"sub/.gitignore": "/.env\n"}, True),
    "at any depth": ({".gitignore": "**/.env\n"}, True),
    "with spaces behind": ({".gitignore": ".env   \n"}, True),
    "with windows' line ends": ({".gitignore": ".env\r\n"}, True),
    "in the repository's own excludes": ({".git/info/exclude": ".env\n"}, True),
    "nowhere": ({".gitignore": "*.pyc\n"}, False),
    "without a file": ({}, False),
    "another's name": ({".gitignore": ".envrc\n.env.local\n"}, False),
    "a folder of its name": ({".gitignore": ".env/\n"}, False),
    "another folder's": ({".gitignore": "/.env\n"}, False),
    "in a comment": ({".gitignore": "# .env\n"}, False),
    "taken back": ({".gitignore": ".env\n!.env\n"}, False),
    "taken back below": ({".gitignore": ".env\n", "sub/.gitignore": "!.env\n"}, False),
    "taken back before": ({".gitignore": "!.env\n.env\n"}, True),
}


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    (folder / "sub").mkdir(parents=True)
    if shutil.which("git") is None:
        (folder / ".git/info").mkdir(parents=True)
    else:
        subprocess.run(["git", "init", "-q", folder], check=True)
    return folder


@pytest.mark.parametrize(("files", "ignored"), CASES.values(), ids=CASES)
def test_a_file_is_ignored_as_git_ignores_it(repository, files, ignored):
    for name, text in files.items():
        (repository / name).write_bytes(text.encode())
    assert is_ignored(repository / "sub/.env") is ignored
    if shutil.which("git") is not None:
        asked = ["git", "-C", repository, "-c", "core.excludesFile=", "check-ignore", "-q", "--no-index", "sub/.env"]
        assert (subprocess.run(asked, check=False).returncode == 0) is ignored


def test_a_folder_is_in_a_repository_where_one_begins_above_it(repository, tmp_path):
    assert is_in_git(repository / "sub")
    assert is_in_git(repository / "sub/not/there")
    assert not is_in_git(tmp_path)


def test_a_work_tree_whose_repository_lies_elsewhere_is_one(tmp_path):
    (tmp_path / ".git").write_text("gitdir: /elsewhere\n")
    assert is_in_git(tmp_path)


def test_a_pipe_is_not_waited_for(repository):
    import os

    os.mkfifo(repository / ".gitignore")
    assert not is_ignored(repository / "sub/.env")


def test_no_file_of_another_place_is_ignored():
    assert not is_ignored(Path(".env"))
