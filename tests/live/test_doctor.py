"""`doctor` on a live project: what it tries for real, and what it says to do."""

import contextlib
import json
import os
import subprocess

import pytest

POST = ("post", "--once", "--live")


def check(about, cli, *words):
    """Whether `doctor` finds this in order, and what it says."""
    (found,) = [one for one in json.loads(cli("doctor", "--json", *words).out)["checks"] if one["about"] == about]
    return found["ok"], found["said"]


@pytest.fixture
def small_disk(tmp_path, monkeypatch):
    """A disk of half a megabyte for the state file."""
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", place], capture_output=True)
    if done.returncode:
        pytest.skip("mounting is not allowed here")
    monkeypatch.setenv("SCICOMM_STATE", str(place / "state.db"))
    yield place
    subprocess.run(["umount", "-l", place], check=True)


class TestLedger:
    @pytest.mark.parametrize("made", [True, False], ids=["used", "new"])
    @pytest.mark.parametrize("leave", [0, 32_768, 40_960])
    def test_on_a_full_disk_it_is_not_sound(self, small_disk, live, cli, made, leave):
        """With some room left it can be opened, and only a write finds out."""
        if made:
            assert cli(*POST).code == 0
        with contextlib.suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
        os.truncate(small_disk / "filler", (small_disk / "filler").stat().st_size - leave)
        ok, said = check("ledger", cli)
        assert not ok
        assert said.endswith("state.db: the disk is full; nothing is posted until there is room")
        (small_disk / "filler").unlink()
        assert check("ledger", cli)[0]

    @pytest.mark.parametrize("made", [True, False], ids=["used", "new"])
    def test_on_a_read_only_disk_it_is_not_sound(self, small_disk, live, cli, made):
        if made:
            assert cli(*POST).code == 0
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
        ok, said = check("ledger", cli)
        assert not ok
        assert "its file system is mounted read-only" in said

    def test_the_trial_write_shows_nowhere(self, live, cli):
        cli(*POST)
        before = cli("status", "--json").out, cli("history", "--json").out
        assert check("ledger", cli) == (True, "state.db is sound; account 2244994945; a trial write is durable")
        after = cli("status", "--json").out, cli("history", "--json").out
        assert [json.loads(one).get("services") for one in after] == [json.loads(one).get("services") for one in before]
        assert after[1] == before[1]

    def test_without_a_ledger_no_file_is_left(self, live, cli):
        before = sorted(path.name for path in live.iterdir())
        assert check("ledger", cli) == (True, "state.db does not exist yet; the first live post creates it")
        assert sorted(path.name for path in live.iterdir()) == before
