"""Standard streams that are closed, full, or of another encoding."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def shell(tmp_path, redirection, *words, **env):
    """Run a command of the program under a shell, with its streams as `redirection` has them."""
    command = " ".join((sys.executable, "-m", "scicomm_bot", *words, redirection))
    settings = {"SCICOMM_POSTS": str(ROOT / "posts.yaml"), "SCICOMM_TEMPLATES": str(ROOT / "templates"), **env}
    done = subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, env=settings, capture_output=True, text=True)
    return done.returncode, done.stderr


@pytest.mark.parametrize("redirection", [">&-", "<&-", "2>&-", "<&- >&- 2>&-", ">/dev/null"])
@pytest.mark.parametrize("words", [("plan",), ("preview", "--json"), ("check",)])
def test_closed_stream_is_no_bug(tmp_path, redirection, words):
    assert shell(tmp_path, redirection, *words) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [("plan",), ("preview", "--json"), ("preview", "--html", "-")])
def test_full_disk_under_standard_output_is_said(tmp_path, words):
    code, said = shell(tmp_path, ">/dev/full", *words)
    assert code == 1
    assert said.startswith("scicomm-bot: error: standard output: No space left on device")
    assert "Traceback" not in said


def test_language_without_other_letters_is_no_bug(tmp_path):
    code, said = shell(tmp_path, "", "preview", "nosuch\u00e9/post", LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert (code, "Traceback" in said) == (1, False)
