"""A ledger of an earlier version becomes one of this, in place, with everything in it and a copy beside it."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import LedgerError
from scicomm_bot.ledger.migrations import APPLICATION_ID, MIGRATIONS, POSTGRES_MIGRATIONS, VERSION, statements
from scicomm_bot.ledger.rows import to_iso
from scicomm_bot.ledger.sqlite import open_sqlite
from support.samples import ACCOUNT, NOW, SLOT, make_claim, notes

STATES = ["posted", "refused", "released", "skipped", "unknown"]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.db"


def made(path, version, open_state="unknown"):
    """Make a ledger as the program of that version did, with a publication of each state; return what is in it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as old:
        for step in MIGRATIONS[:version]:
            for statement in statements(step):
                old.execute(statement)
        old.execute(f"PRAGMA application_id={APPLICATION_ID}")
        old.execute(f"PRAGMA user_version={version}")
        old.execute("PRAGMA journal_mode=WAL")
        paused = "out of credits" if version < 4 else None  # since then a pause is a row of its own
        old.execute("INSERT INTO account (id, username, fingerprint, paused) VALUES (?, 'scicomm_bot', 'f', ?)", [ACCOUNT.id, paused])  # fmt: skip
        if version >= 4:
            old.execute(
                "INSERT INTO pause (account, cause, note, since) VALUES (?, 'account refused', 'out of credits', ?)",
                [ACCOUNT.id, to_iso(NOW)],
            )
        old.execute("INSERT INTO service VALUES ('host:1', ?, ?)", [to_iso(NOW)] * 2)
        for number, state in enumerate([*STATES[:-1], open_state], 1):
            claim = make_claim(f"a{number}", state, slot=SLOT if state == "posted" else None)
            old.execute(
                "INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, slot, "
                "claimed_at, send_by, ends_by, ended_at, x_post_id, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [claim.attempt_id, ACCOUNT.id, claim.post_id, claim.text, claim.text_sha256, claim.price_micro_usd, state,
                 to_iso(claim.slot) if claim.slot else None, to_iso(claim.claimed_at), to_iso(claim.send_by),
                 to_iso(claim.ends_by), to_iso(NOW), "1790000000000000001" if state == "posted" else None, "why"],
            )  # fmt: skip
    return contents(path)


def contents(path):
    """Every row of every table, as the file has it, and its version."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {table: [dict(row) for row in db.execute(f"SELECT * FROM {table}")] for table in tables}  # noqa: S608
        return found | {"version": db.execute("PRAGMA user_version").fetchone()[0]}


EARLIER = pytest.mark.parametrize("version", range(1, VERSION))


@EARLIER
class TestInPlace:
    def test_every_row_is_kept_as_it_was(self, path, version):
        before = made(path, version)
        open_sqlite(path, create=True).close()
        after = contents(path)
        assert after["version"] == VERSION
        for table in ("account", "publication", "service"):
            moved = {"paused", "paused_until"} if table == "account" else set()
            for row, old in zip(after[table], before[table], strict=True):
                assert {name: row[name] for name in old if name not in moved} == {
                    name: old[name] for name in old if name not in moved
                }

    def test_it_works_as_a_new_one_does(self, path, version):
        made(path, version)
        ledger = open_sqlite(path, create=True)
        assert [str(one.state) for one in ledger.publications()] == STATES
        first = ledger.publication("a1")
        assert (first.remote_id, first.slot, first.reply_to, first.settled, first.adopted) == (
            "1790000000000000001", SLOT, None, False, False,
        )  # fmt: skip
        assert notes(ledger) == [("out of credits", None)]
        assert ledger.record("a5", PublicationState.RELEASED, NOW, settled=True).settled
        assert ledger.claim(ACCOUNT.id, make_claim("a6", "unknown")).state is PublicationState.CLAIMED
        assert ledger.damage() is None
        ledger.close()

    def test_a_claim_in_flight_stays_one(self, path, version):
        made(path, version, open_state="claimed")
        ledger = open_sqlite(path, create=True)
        assert ledger.open_publication().state is PublicationState.CLAIMED
        ledger.close()

    def test_it_has_the_tables_of_a_new_one(self, path, version, tmp_path):
        made(path, version)
        open_sqlite(path, create=True).close()
        open_sqlite(tmp_path / "new.db", create=True).close()

        def shape(file):
            with contextlib.closing(sqlite3.connect(file)) as db:
                names = [row[0] for row in db.execute("SELECT name FROM sqlite_master ORDER BY name")]
                return names, {name: list(db.execute(f"PRAGMA table_info({name})")) for name in names}

        assert shape(path) == shape(tmp_path / "new.db")

    def test_a_copy_as_it_was_is_kept_beside_it(self, path, version):
        before = made(path, version)
        open_sqlite(path, create=True).close()
        copy = path.with_name(f"state.db.v{version}")
        assert contents(copy) == before
        written = copy.read_bytes()
        open_sqlite(path, create=True).close()
        assert copy.read_bytes() == written
        assert [one.name for one in path.parent.glob(".state*")] == []

    def test_a_link_that_leads_nowhere_is_no_copy_and_nothing_is_migrated(self, path, version):
        made(path, version)
        path.with_name(f"{path.name}.v{version}").symlink_to(path.parent / "nowhere")
        with pytest.raises(LedgerError, match=r"leads nowhere.*delete the link"):
            open_sqlite(path, create=True)
        assert contents(path)["version"] == version

    def test_a_copy_that_is_there_is_not_overwritten(self, path, version):
        made(path, version)
        path.with_name(f"state.db.v{version}").write_text("an older one")
        open_sqlite(path, create=True).close()
        assert path.with_name(f"state.db.v{version}").read_text() == "an older one"

    @pytest.mark.parametrize("call", ["link", "fsync"])
    def test_without_the_copy_nothing_is_changed(self, path, version, monkeypatch, call):
        before = made(path, version)

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(f"scicomm_bot.ledger.sqlite.os.{call}", full)
        monkeypatch.setattr("scicomm_bot.ledger.sqlite.Path.rename", full)
        with pytest.raises(
            LedgerError, match=rf"state\.db\.v{version}: .*No space left on device\); nothing was changed"
        ):
            open_sqlite(path, create=True)
        assert contents(path) == before
        assert not path.with_name(f"state.db.v{version}").exists()
        assert list(path.parent.glob(".state*")) == []

    def test_where_links_cannot_be_made_the_copy_is_made_all_the_same(self, path, version, monkeypatch):
        before = made(path, version)

        def no_links(*_):
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr("scicomm_bot.ledger.sqlite.os.link", no_links)
        open_sqlite(path, create=True).close()
        assert contents(path.with_name(f"state.db.v{version}")) == before

    def test_a_step_that_fails_half_way_changes_nothing(self, path, version, monkeypatch):
        before = made(path, version)
        monkeypatch.setattr(
            "scicomm_bot.ledger.sqlite.MIGRATIONS", (*MIGRATIONS[:-1], f"{MIGRATIONS[-1]}; SELECT nonsense")
        )
        with pytest.raises(LedgerError):
            open_sqlite(path, create=True)
        assert contents(path) == before
        monkeypatch.undo()
        open_sqlite(path, create=True).close()
        assert contents(path)["version"] == VERSION

    def test_commands_that_only_read_change_no_file(self, path, version):
        before = made(path, version)
        ledger = open_sqlite(path, create=False)
        assert [str(one.state) for one in ledger.publications()] == STATES
        assert ledger.account().id == ACCOUNT.id
        assert ledger.looks("a5") == []
        ledger.close()
        assert contents(path) == before
        assert not path.with_name(f"state.db.v{version}").exists()

    def test_several_processes_that_open_it_at_once_migrate_it_once(self, path, version):
        before = made(path, version)
        code = (
            "import sys; from pathlib import Path; from scicomm_bot.ledger.sqlite import open_sqlite\n"
            "sys.stdin.read()\n"
            "print(len(open_sqlite(Path(sys.argv[1]), create=True).publications()))"
        )
        running = [
            subprocess.Popen([sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                             stderr=subprocess.PIPE, env=dict(os.environ))
            for _ in range(4)
        ]  # fmt: skip
        for one in running:
            one.stdin.close()
        said = []
        for one in running:
            said.append((one.stdout.read().strip(), one.stderr.read()))
            one.wait(30)
            one.stdout.close()
            one.stderr.close()
        assert said == [("5", "")] * 4
        assert contents(path)["version"] == VERSION
        assert contents(path.with_name(f"state.db.v{version}")) == before


STEPS = [
    "9807a1485568f5b0", "bc535a28fbc596f4", "6e7d5e01607c4933", "d33f4bee7f882d9c", "2376d0720a3135f1",
    "e29e0a1fd296c0fa", "f91e55b7dfb8643a", "5e7de1ae2d5490a6",
]  # fmt: skip
POSTGRES_STEPS = [
    "8acc69d868e648b9",
    "44a2922a9713aca8",
    "b70171f9e7b9a6b5",
    "e29e0a1fd296c0fa",
    "18abe4dd70c16dbb",
    "d233b6563ce6e587",
]


@pytest.mark.parametrize(("steps", "known"), [(MIGRATIONS, STEPS), (POSTGRES_MIGRATIONS, POSTGRES_STEPS)])
def test_a_step_that_was_released_never_changes(steps, known):
    """Ledgers out there were made by it. The hash is of the step's statements, without comments and spaces."""
    import hashlib

    told = ("".join(" ".join(statement.split()) for statement in statements(step)) for step in steps)
    assert [hashlib.sha256(one.encode()).hexdigest()[:16] for one in told] == known


def test_there_is_a_test_for_each_earlier_version():
    assert len(MIGRATIONS) == VERSION
    assert Path(__file__).exists()
