"""What is SQLite's own: the file, how it is written, and every way in which it can be unusable."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import ClaimLostError, LedgerBusyError, LedgerError, LedgerReplacedError
from scicomm_bot.ledger.files import refuse_network_file_system
from scicomm_bot.ledger.migrations import APPLICATION_ID, VERSION
from scicomm_bot.ledger.sqlite import SqliteLedger, open_sqlite
from support import disks
from support.samples import ACCOUNT, MONTH, NOW, make_claim

NOBODY = 65_534


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.db"


@pytest.fixture
def ledger(path):
    opened = open_sqlite(path, create=True, busy_seconds=0.05)
    opened.adopt(ACCOUNT, "fingerprint")
    yield opened
    opened.close()


def made(path, posts=0):
    """Make a ledger with some posts and close it; return its path."""
    ledger = open_sqlite(path, create=True)
    ledger.adopt(ACCOUNT, "fingerprint")
    for number in range(posts):
        ledger.claim(ACCOUNT.id, make_claim(f"a{number}", f"n{number}"))
        ledger.record(f"a{number}", PublicationState.POSTED, NOW, remote_id=str(number + 1))
    ledger.close()
    return path


def try_to_claim(path, busy_seconds=0.05):
    """Do what a step does before it sends anything."""
    ledger = open_sqlite(path, create=True, busy_seconds=busy_seconds)
    try:
        ledger.history([], [], since=MONTH)
        ledger.claim(ACCOUNT.id, make_claim("new", "new"))
    finally:
        ledger.close()


class TestDurability:
    def test_every_commit_is_on_the_disk_when_it_returns(self, ledger, path):
        made_again = open_sqlite(path, create=True)
        for opened in (ledger, made_again):
            settings = [opened._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
            assert settings == ["wal", 2]  # 2 is FULL (https://sqlite.org/pragma.html#pragma_synchronous)
        made_again.close()

    def test_a_second_connection_sees_the_claim_as_soon_as_it_is_made(self, ledger, path):
        ledger.claim(ACCOUNT.id, make_claim())
        second = open_sqlite(path, create=False)
        assert second.open_publication() == ledger.publication("a1")
        second.close()

    def test_a_claim_outlives_a_process_that_is_killed_right_after_it(self, ledger, path):
        code = (
            "import os, signal, sys; from pathlib import Path; from support.samples import *; from scicomm_bot.ledger.sqlite import *\n"
            "open_sqlite(Path(sys.argv[1]), create=True).claim(ACCOUNT.id, make_claim())\n"
            "os.kill(os.getpid(), signal.SIGKILL)"
        )
        tests = Path(__file__).resolve().parents[1]
        done = subprocess.run([sys.executable, "-c", code, path], env={**os.environ, "PYTHONPATH": str(tests)})
        assert done.returncode == -signal.SIGKILL
        assert ledger.open_publication().attempt_id == "a1"

    def test_a_write_that_fails_half_way_leaves_nothing_behind(self, ledger):
        ledger.claim(ACCOUNT.id, make_claim())
        with pytest.raises(ClaimLostError):
            ledger.claim(ACCOUNT.id, make_claim("a2", "two"))
        assert not ledger._db.in_transaction
        assert [one.attempt_id for one in ledger.publications()] == ["a1"]


class TestRaces:
    @pytest.mark.parametrize("there", [False, True], ids=["new-file", "file-is-there"])
    def test_of_twenty_processes_exactly_one_wins_the_claim(self, path, there):
        if there:
            open_sqlite(path, create=True).close()
        racers = Path(__file__).with_name("racers.py")
        done = subprocess.run([sys.executable, racers, path, "20"], capture_output=True, text=True, timeout=60)
        assert Counter(done.stdout.splitlines()) == {"won": 1, "lost": 19}, done.stderr

    def test_no_other_process_sees_the_file_before_it_is_whole(self, path, monkeypatch):
        """Else a second service that starts at the same moment takes it for one that has lost its content."""
        there = []
        migrate = SqliteLedger._migrate
        monkeypatch.setattr(SqliteLedger, "_migrate", lambda own, now: there.append(path.exists()) or migrate(own, now))
        made(path)
        assert there == [False]

    def test_making_the_file_leaves_no_other_file_behind(self, path):
        made(path)
        assert [one.name for one in path.parent.iterdir() if one.is_file()] == ["state.db"]

    def test_the_file_is_made_in_place_where_links_cannot_be_made(self, path, monkeypatch):
        def no_links(*_):
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr("scicomm_bot.ledger.sqlite.os.link", no_links)
        ledger = open_sqlite(made(path), create=False)
        assert ledger.account() == ACCOUNT
        ledger.close()


class TestUnusable:
    """Each is one clear error before anything is claimed, and the file stays as it was."""

    @pytest.mark.parametrize(
        "content", [b"garbage\n" * 500, b"\x00" * 4096, b"{}", b"SQLite format 3\x00" + b"\xff" * 5000],
        ids=["text", "zeros", "json", "only-the-magic"],
    )  # fmt: skip
    def test_garbage(self, path, content):
        path.write_bytes(content)
        with pytest.raises(LedgerError, match=r"state\.db: .*(damaged|no state file of scicomm-bot)"):
            try_to_claim(path)
        assert path.read_bytes() == content

    def test_another_programs_database(self, path):
        with contextlib.closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE bookmarks (url TEXT)")
        before = path.read_bytes()
        with pytest.raises(LedgerError, match=r"no state file of scicomm-bot; set SCICOMM_STATE"):
            try_to_claim(path)
        assert path.read_bytes() == before

    def test_a_newer_version(self, path):
        with contextlib.closing(sqlite3.connect(made(path))) as newer:
            newer.execute(f"PRAGMA user_version={VERSION + 1}")
        with pytest.raises(LedgerError, match=rf"version {VERSION + 1}, this one knows {VERSION}\); use the newer"):
            try_to_claim(path)

    def test_an_empty_file_is_not_taken_for_a_new_ledger(self, path):
        path.touch()
        with pytest.raises(LedgerError, match=r"is empty, so what went out is not known; restore it"):
            try_to_claim(path)
        assert path.stat().st_size == 0

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_one_that_is_cut(self, path, share):
        whole = made(path, posts=60).read_bytes()
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(LedgerError, match="damaged"):
            try_to_claim(path)

    def test_damage_inside_is_found_by_looking_through_the_whole_file(self, path):
        whole = bytearray(made(path, posts=60).read_bytes())
        middle = len(whole) // 2 // 4096 * 4096
        whole[middle : middle + 4096] = b"\xa5" * 4096
        path.write_bytes(whole)
        ledger = open_sqlite(path, create=False)
        with contextlib.suppress(LedgerError):  # it may also be too damaged to be looked through
            assert ledger.damage() is not None
        ledger.close()

    def test_a_folder(self, path):
        path.mkdir()
        with pytest.raises(LedgerError, match=r"is a folder; point SCICOMM_STATE at a file"):
            try_to_claim(path)

    def test_a_folder_that_is_not_there(self, tmp_path):
        with pytest.raises(LedgerError, match=r"no-such: the folder of the state file does not exist; make it"):
            try_to_claim(tmp_path / "no-such" / "state.db")
        assert not (tmp_path / "no-such").exists()

    def test_a_name_that_is_too_long(self, tmp_path):
        with pytest.raises(LedgerError, match="SCICOMM_STATE"):
            try_to_claim(tmp_path / ("s" * 300))

    def test_another_process_that_does_not_stop_writing(self, ledger, path):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LedgerBusyError, match="another process holds the state file; try again"):
                ledger.claim(ACCOUNT.id, make_claim())
        assert ledger.publications() == []
        ledger.claim(ACCOUNT.id, make_claim())

    def test_a_full_ledger_says_that_the_disk_is_full(self, ledger):
        """`max_page_count` gives the error that a full disk gives; see below for a disk that is really full."""
        pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
        ledger._db.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(LedgerError, match="the disk is full; nothing is posted until there is room"):
            ledger.claim(ACCOUNT.id, make_claim(text="x" * 100_000))
        assert ledger.publications() == []

    def test_a_disk_that_is_really_full(self, small_disk):
        path = made(small_disk / "state.db")
        filler = disks.fill(small_disk)
        with pytest.raises(LedgerError, match=r"state\.db: (the disk is full|the state file cannot be)"):
            try_to_claim(path)
        filler.unlink()
        try_to_claim(path)  # room again: nothing was lost, and it goes on


@pytest.fixture
def small_disk(tmp_path):
    with disks.small_disk(tmp_path / "disk", 400) as folder:
        yield folder


@pytest.fixture
def everyones():
    """A folder that any user may reach; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="ledger-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextlib.contextmanager
def as_nobody():
    """Permission bits do not bind root, so root becomes another user for a moment."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


class TestPermissions:
    def test_a_read_only_file(self, everyones):
        made(everyones / "state.db").chmod(0o444)
        everyones.chmod(0o777)
        with (
            as_nobody(),
            pytest.raises(LedgerError, match=r"state\.db: the state file cannot be (written|opened); make"),
        ):
            try_to_claim(everyones / "state.db")

    def test_a_read_only_folder(self, everyones):
        made(everyones / "state.db").chmod(0o666)
        everyones.chmod(0o555)
        with (
            as_nobody(),
            pytest.raises(LedgerError, match=r"state\.db: the state file cannot be (written|opened); make"),
        ):
            try_to_claim(everyones / "state.db")

    def test_a_new_file_in_a_read_only_folder(self, everyones):
        everyones.chmod(0o555)
        with as_nobody(), pytest.raises(LedgerError, match=r"state\.db: the state file cannot be opened; make"):
            try_to_claim(everyones / "state.db")
        assert list(everyones.iterdir()) == []

    def test_a_file_that_may_not_be_read(self, everyones):
        made(everyones / "state.db").chmod(0o000)
        with as_nobody(), pytest.raises(LedgerError, match=r"state\.db: the state file cannot be opened; make"):
            try_to_claim(everyones / "state.db")

    def test_a_folder_that_may_not_be_entered(self, everyones):
        made(everyones / "state.db")
        everyones.chmod(0o700)
        with as_nobody() if os.geteuid() == 0 else contextlib.nullcontext():
            if os.access(everyones, os.X_OK, effective_ids=True):
                pytest.skip("this user owns the folder")
            with pytest.raises(LedgerError, match="check SCICOMM_STATE"):
                try_to_claim(everyones / "state.db")


class TestNetworkFileSystems:
    MOUNTS = (
        "sysfs /sys sysfs rw 0 0\n"
        "/dev/sda1 / ext4 rw 0 0\n"
        "server:/export /srv nfs4 rw 0 0\n"
        "/dev/sdb1 /srv/local xfs rw 0 0\n"
        "//server/share /mnt/my\\040share cifs rw 0 0\n"
        "me@host: /home/me/remote fuse.sshfs rw 0 0\n"
        "broken line\n"
    )

    @pytest.fixture
    def mounts(self, tmp_path):
        path = tmp_path / "mounts"
        path.write_text(self.MOUNTS)
        return path

    @pytest.mark.parametrize(
        ("path", "kind"),
        [("/srv/bot/state.db", "nfs4"), ("/srv/state.db", "nfs4"), ("/mnt/my share/s.db", "cifs"),
         ("/home/me/remote/a/b/state.db", "fuse.sshfs")],
        ids=["nfs", "mount-point", "space-in-name", "sshfs"],
    )  # fmt: skip
    def test_are_refused(self, mounts, path, kind):
        with pytest.raises(LedgerError, match=rf"network file system \({kind}\).*keep the state file on a local disk"):
            refuse_network_file_system(Path(path), mounts)

    @pytest.mark.parametrize(
        "path", ["/data/state.db", "/srv/local/state.db", "/srvx/state.db", "/home/me/state.db"],
        ids=["root", "local-below-network", "same-beginning", "beside"],
    )  # fmt: skip
    def test_local_disks_pass(self, mounts, path):
        refuse_network_file_system(Path(path), mounts)

    def test_where_mounts_are_not_listed_everything_passes(self, tmp_path):
        refuse_network_file_system(Path("/srv/state.db"), tmp_path / "no-mounts")

    def test_opening_asks(self, path, monkeypatch):
        def refuse(asked):
            raise LedgerError(f"{asked}: far away")

        monkeypatch.setattr("scicomm_bot.ledger.sqlite.refuse_network_file_system", refuse)
        with pytest.raises(LedgerError, match="far away"):
            open_sqlite(path, create=True)
        assert not path.exists()


class TestOpening:
    def test_a_missing_file_is_made_only_when_it_may_be(self, path):
        assert open_sqlite(path, create=False) is None
        assert not path.exists()

    def test_the_file_says_whose_it_is_and_its_version(self, path):
        with contextlib.closing(sqlite3.connect(made(path))) as db:
            told = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        assert told == [APPLICATION_ID, VERSION]

    def test_looking_never_writes(self, path):
        ledger = open_sqlite(made(path), create=False)
        with pytest.raises(LedgerError, match="cannot be written"):
            ledger.claim(ACCOUNT.id, make_claim())
        ledger.close()

    def test_what_was_written_is_there_after_opening_again(self, path):
        ledger = open_sqlite(made(path, posts=3), create=True)
        assert [one.remote_id for one in ledger.publications()] == ["1", "2", "3"]
        ledger.close()


def test_a_dry_run_keeps_a_file_of_its_own(project, cli):
    assert cli("post", "--once", "--dry-run").code == 0
    assert (project / "state.dry.db").exists()
    assert not (project / "state.db").exists()


class TestTheFileOnTheDisk:
    """A service once posted on into a deleted file, while `post --once` beside it made a new one and sent all again."""

    @pytest.fixture
    def opened(self, tmp_path):
        (tmp_path / "folder").mkdir()
        ledger = open_sqlite(tmp_path / "folder/state.db", create=True)
        ledger.adopt(ACCOUNT, "fingerprint")
        yield ledger
        ledger.close()

    def moved_away(self, path):
        path.rename(path.with_name("elsewhere.db"))

    def folder_moved_away(self, path):
        path.parent.rename(path.parent.with_name("elsewhere"))

    def copy_in_its_place(self, path):
        copy = path.with_name("copy.db")
        copy.write_bytes(path.read_bytes())
        copy.replace(path)

    def log_deleted(self, path):
        path.with_name("state.db-wal").unlink()

    def log_replaced(self, path):
        log = path.with_name("state.db-wal")
        log.rename(log.with_name("kept"))
        log.write_bytes(log.with_name("kept").read_bytes())

    DONE = (Path.unlink, moved_away, folder_moved_away, copy_in_its_place, log_deleted, log_replaced)

    @pytest.mark.parametrize("done", DONE, ids=lambda done: done.__name__)
    def test_one_that_is_no_longer_there_is_neither_read_nor_written(self, opened, tmp_path, done):
        done(opened.path) if done is Path.unlink else done(self, opened.path)
        with pytest.raises(LedgerReplacedError, match="while this program had it open"):
            opened.account()
        with pytest.raises(LedgerReplacedError, match="nothing is posted and nothing was changed"):
            opened.claim(ACCOUNT.id, make_claim())

    def test_one_that_is_put_back_goes_on_behind_a_new_look_at_the_account(self, opened):
        before = opened.connection
        elsewhere = opened.path.with_name("elsewhere.db")
        opened.path.rename(elsewhere)
        with pytest.raises(LedgerReplacedError):
            opened.account()
        elsewhere.rename(opened.path)
        assert opened.account() == ACCOUNT
        assert opened.connection > before

    def test_a_link_that_is_led_elsewhere_is_another_file(self, tmp_path):
        for name in ("one", "two"):
            open_sqlite(tmp_path / f"{name}.db", create=True).close()
        link = tmp_path / "state.db"
        link.symlink_to("one.db")
        ledger = open_sqlite(link, create=True)
        link.unlink()
        link.symlink_to("two.db")
        with pytest.raises(LedgerReplacedError):
            ledger.account()

    def test_the_log_of_a_file_behind_a_link_is_beside_the_file(self, tmp_path):
        (tmp_path / "volume").mkdir()
        (tmp_path / "state.db").symlink_to("volume/state.db")
        open_sqlite(tmp_path / "volume/state.db", create=True).close()
        ledger = open_sqlite(tmp_path / "state.db", create=True)
        ledger.adopt(ACCOUNT, "fingerprint")
        (tmp_path / "volume/state.db-wal").unlink()
        with pytest.raises(LedgerReplacedError):
            ledger.claim(ACCOUNT.id, make_claim())

    def test_one_that_is_replaced_while_it_is_opened_is_not_used(self, tmp_path, monkeypatch):
        for name in ("state", "other"):
            open_sqlite(tmp_path / f"{name}.db", create=True).close()
        prepare = SqliteLedger.prepare

        def replaced(ledger, now):
            (tmp_path / "other.db").replace(tmp_path / "state.db")
            prepare(ledger, now)

        monkeypatch.setattr(SqliteLedger, "prepare", replaced)
        with pytest.raises(LedgerReplacedError):
            open_sqlite(tmp_path / "state.db", create=True)

    @pytest.mark.parametrize("create", [True, False])
    def test_a_link_that_leads_to_no_file_is_no_missing_ledger(self, tmp_path, create):
        (tmp_path / "state.db").symlink_to("volume/state.db")
        with pytest.raises(LedgerError, match="is a link that leads to no file; mount the disk"):
            open_sqlite(tmp_path / "state.db", create=create)

    def test_a_checkpoint_and_other_connections_change_nothing(self, opened):
        for number in range(3):
            other = open_sqlite(opened.path, create=True)
            other.claim(ACCOUNT.id, make_claim(f"a{number}", f"n{number}"))
            other.record(f"a{number}", PublicationState.RELEASED, NOW)
            other._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            other.close()
        assert len(opened.publications()) == 3
