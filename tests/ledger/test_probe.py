"""A trial write: it is really written, nobody sees it, and each thing in its way gets its own remedy."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from scicomm_bot.errors import LedgerError
from scicomm_bot.ledger import open_ledger, try_to_make
from support.disks import fill, make_read_only, small_disk
from support.samples import NOW

NOBODY = 65_534
ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount, or become another user")


@contextlib.contextmanager
def opened(address):
    ledger = open_ledger(str(address), create=True)
    try:
        yield ledger
    finally:
        ledger.close()


def probe(address):
    with opened(address) as ledger:
        ledger.probe(NOW)


@contextlib.contextmanager
def as_nobody():
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def name_of(number):
    return pwd.getpwuid(number).pw_name


@pytest.fixture
def folder():
    """A folder that any user may reach; pytest's own are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="probe-"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


@pytest.fixture
def state(folder):
    """A state file."""
    with opened(folder / "state.db"):
        return folder / "state.db"


class TestStateFile:
    def test_it_is_really_written(self, state):
        with opened(state) as ledger:
            ledger._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert state.with_name("state.db-wal").stat().st_size == 0
            ledger.probe(NOW)
            assert state.with_name("state.db-wal").stat().st_size > 0

    def test_it_changes_no_row(self, state):
        with opened(state) as ledger:
            before = list(ledger._db.iterdump())
            ledger.probe(NOW)
            assert list(ledger._db.iterdump()) == before
            assert before

    @ROOT_ONLY
    def test_a_read_only_file(self, state):
        os.chown(state.parent, NOBODY, NOBODY)
        os.chown(state, NOBODY, NOBODY)
        state.chmod(0o444)
        with as_nobody(), pytest.raises(LedgerError) as failed:
            probe(state)
        assert str(failed.value) == (
            f"{state}: the state file cannot be written; make {state} writable for this user: `chmod u+rw {state}`"
        )

    @ROOT_ONLY
    def test_a_read_only_folder(self, state):
        os.chown(state.parent, NOBODY, NOBODY)
        os.chown(state, NOBODY, NOBODY)
        state.parent.chmod(0o555)
        with as_nobody(), pytest.raises(LedgerError) as failed:
            probe(state)
        assert str(failed.value).endswith(
            f"make its folder {state.parent} writable for this user: `chmod u+rwx {state.parent}`"
        )

    @ROOT_ONLY
    @pytest.mark.parametrize("whose", ["folder", "file"])
    def test_another_owner(self, state, whose):
        if whose == "file":
            os.chown(state.parent, NOBODY, NOBODY)
        with as_nobody(), pytest.raises(LedgerError) as failed:
            probe(state)
        place = state if whose == "file" else state.parent
        assert str(failed.value).endswith(
            f"for this user ({name_of(NOBODY)}): it belongs to root; `chown {NOBODY} {place}`"
        )

    @ROOT_ONLY
    def test_an_owner_without_a_name_is_called_by_its_number(self, state):
        os.chown(state.parent, 54_321, 54_321)
        with (
            as_nobody(),
            pytest.raises(LedgerError, match=r"belongs to user 54321; `chown .*`, or run the program as user"),
        ):
            probe(state)

    @ROOT_ONLY
    def test_a_companion_that_another_user_left(self, state):
        os.chown(state.parent, NOBODY, NOBODY)
        os.chown(state, NOBODY, NOBODY)
        with opened(state) as ledger:
            ledger.probe(NOW)
            os.chown(state.with_name("state.db-wal"), 0, 0)  # SQLite gives it to the owner of the file
            with as_nobody(), pytest.raises(LedgerError) as failed:
                probe(state)
        assert f"make {state}-wal writable for this user" in str(failed.value)

    def test_a_limit_on_the_size_of_files(self, state):
        code = (
            "import resource, sys; from datetime import UTC, datetime; from pathlib import Path\n"
            "from scicomm_bot.ledger.sqlite import open_sqlite\n"
            "ledger = open_sqlite(Path(sys.argv[1]), create=True)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
            "try: ledger.probe(datetime.now(UTC))\n"
            "except Exception as error: print(error)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, state],
            capture_output=True,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
        )
        assert "the disk gives an error (SQLITE_IOERR" in done.stdout, done
        assert "the limit on the size of files (`ulimit -f`)" in done.stdout


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk", 400) as place:
        yield place


class TestDisk:
    @pytest.mark.parametrize("leave", [0, 4096, 8192, 16384, 32768])
    def test_a_full_one_is_called_full(self, disk, leave):
        """With some room left, it is what lies beside the file that finds none."""
        with opened(disk / "state.db"):
            pass
        fill(disk, leave)
        with pytest.raises(LedgerError, match=r"state\.db: the disk is full; nothing is posted until there is room"):
            probe(disk / "state.db")

    @pytest.mark.parametrize("leave", [0, 4096, 16384, 32768])
    def test_on_a_full_one_no_new_file_can_be_made_and_none_is_left(self, disk, leave):
        fill(disk, leave)
        with pytest.raises(LedgerError, match=r"state\.db: the disk is full"):
            try_to_make(str(disk / "state.db"))
        assert [path.name for path in disk.iterdir()] == ["filler"]

    @pytest.mark.parametrize("made", [True, False])
    def test_a_read_only_one(self, disk, made):
        if made:
            with opened(disk / "state.db"):
                pass
        make_read_only(disk)
        with pytest.raises(LedgerError, match="its file system is mounted read-only; mount it for writing"):
            (probe if made else try_to_make)(str(disk / "state.db"))


class TestNewStateFile:
    def test_nothing_is_left_where_one_can_be_made(self, folder):
        try_to_make(str(folder / "state.db"))
        assert list(folder.iterdir()) == []

    def test_a_folder_that_is_not_there(self, folder):
        with pytest.raises(LedgerError, match=r"not: No such file or directory; make it, or set SCICOMM_STATE"):
            try_to_make(str(folder / "not" / "state.db"))

    @ROOT_ONLY
    def test_a_folder_of_somebody_else(self, folder):
        with as_nobody(), pytest.raises(LedgerError, match=f"`chown {NOBODY} {folder}`"):
            try_to_make(str(folder / "state.db"))


@pytest.fixture
def role(postgres):
    """An address of the test's schema for a role that may only look; and a connection of who may change that."""
    name = f"r{os.urandom(4).hex()}"
    with psycopg.connect(postgres, autocommit=True) as admin:
        schema = admin.execute("SELECT current_schema()").fetchone()[0]
        admin.execute(f"CREATE ROLE {name} LOGIN")
        admin.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        scheme, _, rest = postgres.partition("://")
        yield f"{scheme}://{name}@{rest.partition('@')[2]}", name, admin
        admin.execute(f"DROP OWNED BY {name}")
        admin.execute(f"DROP ROLE {name}")


class TestPostgres:
    def test_it_changes_no_row_and_is_really_written(self, postgres):
        with opened(postgres) as ledger, psycopg.connect(postgres, autocommit=True) as admin:
            before = admin.execute("SELECT pg_current_wal_flush_lsn()").fetchone()[0]
            ledger.probe(NOW)
            assert admin.execute("SELECT pg_current_wal_flush_lsn() > %s::pg_lsn", [before]).fetchone()[0]
            assert ledger.signs() == []

    def test_a_role_that_may_only_look_is_told_what_to_grant(self, postgres, role):
        address, name, admin = role
        with opened(postgres):
            admin.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema_of(admin)} TO {name}")
            with pytest.raises(LedgerError, match=f"the role {name} may not write there") as failed:
                probe(address)
        assert f"GRANT INSERT, UPDATE ON publication TO {name}" in str(failed.value)
        assert f"GRANT INSERT, UPDATE, DELETE ON service TO {name}" in str(failed.value)
        assert f"GRANT INSERT ON look TO {name}" in str(failed.value)

    def test_what_it_says_to_grant_is_enough(self, postgres, role):
        address, name, admin = role
        with opened(postgres):
            admin.execute(f"GRANT SELECT ON ledger TO {name}")
            with pytest.raises(LedgerError) as failed:
                probe(address)
            for statement in str(failed.value).split("; ")[1:]:
                admin.execute(statement)
            probe(address)

    def test_a_role_that_may_not_even_look_is_told_so_by_every_command(self, postgres, role):
        address, _, _ = role
        said = r"lacks a right \(permission denied for table ledger\); grant it SELECT, INSERT, UPDATE and DELETE on"
        with opened(postgres), pytest.raises(LedgerError, match=said), opened(address):
            pass

    @pytest.mark.parametrize("made", [True, False])
    def test_writes_that_are_turned_off(self, postgres, role, made):
        address, name, admin = role
        with opened(postgres) if made else contextlib.nullcontext():
            admin.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA {schema_of(admin)} TO {name}")
            admin.execute(f"ALTER ROLE {name} SET default_transaction_read_only TO on")
            with pytest.raises(LedgerError, match="default_transaction_read_only is on; turn that off for the role"):
                (probe if made else try_to_make)(address)

    def test_a_standby(self, postgres, monkeypatch):
        """There is none here: the server's own answer stands in."""
        with opened(postgres) as ledger:
            rows = ledger._rows
            monkeypatch.setattr(
                ledger, "_rows", lambda sql, values=(): rows(sql.replace("pg_is_in_recovery()", "true"), values)
            )
            with pytest.raises(
                LedgerError, match="this is a standby, which takes no writes; give the address of the pri"
            ):
                ledger.probe(NOW)

    def test_a_role_that_may_make_no_tables(self, role):
        address, name, admin = role
        with pytest.raises(LedgerError, match=f"GRANT CREATE ON SCHEMA {schema_of(admin)} TO {name}"):
            try_to_make(address)

    def test_where_tables_can_be_made_none_is(self, postgres):
        try_to_make(postgres)
        assert open_ledger(postgres, create=False) is None

    def test_a_schema_that_is_not_there(self, postgres):
        with pytest.raises(LedgerError, match=r"there is no schema for the tables that the role .* may use; make one"):
            try_to_make(postgres.replace("search_path%3D", "search_path%3Dno"))

    def test_a_schema_that_the_role_may_not_use(self, role):
        address, name, admin = role
        admin.execute(f"REVOKE USAGE ON SCHEMA {schema_of(admin)} FROM {name}")
        with pytest.raises(LedgerError, match="GRANT USAGE on it"):
            try_to_make(address)

    def test_a_table_of_another_program(self, postgres, role):
        role[2].execute("CREATE TABLE pause (x int)")
        with pytest.raises(LedgerError, match="another program has a table `pause` there"):
            try_to_make(postgres)


def schema_of(admin):
    return admin.execute("SELECT current_schema()").fetchone()[0]
