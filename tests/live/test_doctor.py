"""`doctor` on a live project: what it tries for real, and what it says to do."""

import contextlib
import json
import os
import signal
import socket
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.app.heartbeat import Heartbeat
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.ledger import open_ledger
from support.running import Running, wait_until

POST = ("post", "--once", "--live")


def check(about, cli, *words):
    """Whether `doctor` finds this in order, and what it says."""
    (found,) = [one for one in json.loads(cli("doctor", "--json", *words).out)["checks"] if one["about"] == about]
    return found["ok"], found["said"]


@pytest.fixture(autouse=True)
def _heartbeats(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))


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


class TestService:
    """`doctor --service`: did the service go on within two minutes?"""

    def beat(self, ledger, **ago):
        Heartbeat(str(ledger)).beat(datetime.now(UTC) - timedelta(**ago))

    @pytest.mark.parametrize(("seconds", "code"), [(0, 0), (115, 0), (125, 1), (-125, 1)])
    def test_a_sign_on_this_machine_counts_for_two_minutes(self, live, cli, seconds, code):
        self.beat(live / "state.db", seconds=seconds)
        assert cli("doctor", "--service").code == code

    def test_a_rehearsing_one_counts_too(self, live, cli):
        self.beat(live / "state.dry.db")
        assert cli("doctor", "--service").code == 0

    def test_one_on_another_ledger_does_not(self, live, cli):
        self.beat(live / "other.db")
        assert cli("doctor", "--service").code == 1

    @pytest.mark.parametrize("alive", [True, False])
    def test_a_database_that_is_away_is_not_its_matter(self, live, cli, monkeypatch, alive):
        monkeypatch.setenv("SCICOMM_STATE", "postgresql://bot:s3cr3t@127.0.0.1:1/posts?connect_timeout=1")
        self.beat("postgresql://127.0.0.1:1/posts", minutes=0 if alive else 5)
        done = cli("doctor", "--service")
        said = " ".join(done.out.split())
        assert done.code == (0 if alive else 1)
        assert ("alive, last seen at" in said) is alive
        assert ("no sign of life (last at" in said and "the ledger could not be asked" in said) is not alive
        assert "s3cr3t" not in said

    def test_a_sign_in_the_ledger_still_counts_where_this_machine_has_none(self, live, cli):
        cli(*POST)
        self.beat(live / "state.db", minutes=5)
        now = datetime.now(UTC)
        with contextlib.closing(open_ledger("state.db", create=True)) as ledger:
            ledger.sign(ServiceSign(f"{socket.gethostname()}:1", now, now))
        assert cli("doctor", "--service").code == 0

    def test_a_real_one_is_alive_until_it_ends(self, live, cli, tmp_path):
        running = Running(["-m", "scicomm_bot", "run"], tmp_path / "log")
        wait_until(lambda: cli("doctor", "--service").code == 0 or running.process.poll() is not None)
        (live / "state.db").write_bytes(b"broken" * 1_000)  # not the service's matter, but the ledger's
        assert cli("doctor", "--service").code == 0
        running.signal(signal.SIGTERM)
        assert cli("doctor", "--service").code == 1
