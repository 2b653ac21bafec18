"""What people approved with the program of before still holds: its files, opened with the program of today."""

import json
import shutil
from pathlib import Path

import pytest

from scicomm_bot.approval import approval_states, read_approvals
from scicomm_bot.cli import main
from scicomm_bot.content import load
from scicomm_bot.render import Templates, render_posts

BEFORE = Path(__file__).resolve().parent.parent / "before" / "files"


@pytest.fixture
def files(monkeypatch):
    """A copy of the files in the working folder."""
    shutil.copytree(BEFORE, Path(), dirs_exist_ok=True)
    monkeypatch.delenv("SCICOMM_DRY_RUN", raising=False)


@pytest.fixture
def states(files):
    document = load(Path("posts.yaml"))
    posts = render_posts(document.content, Templates(Path("templates")), document)
    approvals = read_approvals(Path("approved.yaml"))
    assert (approvals.broken, approvals.tampered) == ((), {})
    return {
        post.id: state.state
        for post, state in zip(posts, approval_states(posts, document.content, approvals), strict=True)
    }


def test_each_yes_is_still_one_to_the_letter(states):
    approved = [post_id for post_id, state in states.items() if state == "approved"]
    assert len(approved) == len(states) - 1 == 9
    assert "gcsf-als/what-als-is" in approved  # it has a picture


def test_a_no_is_still_one(states):
    assert states["gcsf-als/studies-in-people"] == "rejected"


def test_writing_another_word_keeps_the_others_as_they_are(files, capsys):
    before = Path("approved.yaml").read_text("utf-8").split("\n- id: ")
    assert main(["approve", "gcsf-als/studies-in-people", "--by", "Another"]) == 0
    after = Path("approved.yaml").read_text("utf-8").split("\n- id: ")
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [one.splitlines()[0] for one in changed] == ["gcsf-als/studies-in-people"]


def test_check_finds_no_post_unapproved_but_the_rejected_one(files, capsys):
    main(["check", "--approved", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in told["problems"] if one["rule"] == "unapproved"] == ["gcsf-als/studies-in-people"]
