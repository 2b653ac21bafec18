"""Ledgers that earlier programs wrote: this program takes each over with everything in it (tests/before/README.md)."""

import contextlib
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from scicomm_bot.domain.account import Pause, PauseCause
from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.domain.health import FailureCode, MissedSlot, Source
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.errors import OlderServiceError
from scicomm_bot.ledger import open_ledger
from scicomm_bot.ledger.migrations import APPLICATION_ID, VERSION, statements
from scicomm_bot.ledger.rows import to_iso
from scicomm_bot.ledger.tables import CHARGE, TABLES
from support.samples import MONTH, NOW, make_claim

BEFORE = Path(__file__).resolve().parents[1] / "before" / "ledger"
LATER = NOW + timedelta(days=30)
PAUSES = {
    "no-pause": None,
    "rate-limit": PauseCause.RATE_LIMIT,
    "account-refused": PauseCause.ACCOUNT_REFUSED,
    "cannot-look": PauseCause.ACCOUNT_REFUSED,
    "two-refusals": PauseCause.TWO_REFUSALS,
    "late-answer": PauseCause.LATE_ANSWER,
}
OF_VERSION_4, OF_VERSION_5, OF_VERSION_6, OF_VERSION_7 = (f"all-of-version-{number}" for number in (4, 5, 6, 7))
"""The rows of a ledger of that version; those of the other names are of version 3."""


def version_of(name: str) -> int:
    return {OF_VERSION_4: 4, OF_VERSION_5: 5, OF_VERSION_6: 6, OF_VERSION_7: 7}.get(name, 3)


def parts(name: str) -> list[str]:
    """The statements of a file; a semicolon inside of a text ends none."""
    return [one.strip() for one in re.split(r";\s*\n", (BEFORE / f"{name}.sql").read_text("utf-8")) if one.strip()]


@pytest.fixture
def state_file(tmp_path):
    """Makes a state file as version 3 to 7 left it."""

    def make(name):
        path = tmp_path / "state.db"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as old:
            tables = (BEFORE / f"sqlite-{version_of(name)}.sql").read_text("utf-8")
            for statement in [*statements(tables), *parts(name)]:
                old.execute(statement)
            old.execute(f"PRAGMA application_id={APPLICATION_ID}")
            old.execute(f"PRAGMA user_version={version_of(name)}")
        return str(path)

    return make


@pytest.fixture
def database(postgres):
    """Makes a PostgreSQL ledger as version 3 to 7 left it."""

    def make(name):
        with psycopg.connect(postgres, autocommit=True) as admin:
            tables = (BEFORE / f"postgres-{version_of(name)}.sql").read_text("utf-8")
            for statement in [*statements(tables), *parts(name)]:
                admin.execute(statement.encode())
            if not admin.execute("SELECT 1 FROM ledger").fetchone():
                admin.execute("INSERT INTO ledger (version) VALUES (%s)", [version_of(name)])
        return postgres

    return make


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def before(request):
    return request.getfixturevalue({"SQLite": "state_file", "PostgreSQL": "database"}[request.param])


def publications(ledger):
    return [(one.post_id, str(one.state), one.remote_id, one.reason) for one in ledger.publications()]


@pytest.mark.parametrize("name", PAUSES)
def test_everything_is_kept_and_the_pause_has_its_cause(before, name):
    address = before(name)
    reading = open_ledger(address, create=False, now=LATER)
    read = publications(reading), reading.late(), [(pause.cause, pause.until) for pause in reading.account().pauses]
    reading.close()
    ledger = open_ledger(address, create=True, now=LATER)
    assert (publications(ledger), ledger.late()) == read[:2]
    assert [(pause.cause, pause.until) for pause in ledger.account().pauses] == read[2]
    assert [pause.cause for pause in ledger.account().pauses] == ([PAUSES[name]] if PAUSES[name] else [])
    assert {str(one.state) for one in ledger.publications()} >= {"posted", "refused", "skipped", "unknown", "released"}
    assert any(one.withdrawn_at for one in ledger.publications())
    assert any(one.adopted for one in ledger.publications())
    unknown = ledger.open_publication()
    assert len(ledger.looks(unknown.attempt_id)) == 1
    assert ledger.asked_to_wait("https://api.crossref.org") is not None
    assert ledger.damage() is None
    ledger.close()


class TestVersion4:
    """The pauses of version 4 stand side by side already, and are taken over as they are."""

    def test_every_row_is_kept_and_nothing_is_made_up(self, before):
        address = before(OF_VERSION_4)
        reading = open_ledger(address, create=False, now=LATER)
        read = publications(reading), reading.account(), reading.signs(), reading.health(), reading.last_missed()
        reading.close()
        ledger = open_ledger(address, create=True, now=LATER)
        assert (publications(ledger), ledger.account(), ledger.signs(), ledger.health(), ledger.last_missed()) == read
        assert read[3:] == ([], None)
        states = {str(one.state) for one in ledger.publications()}
        assert states == {"posted", "refused", "skipped", "unknown", "released"}
        assert len(ledger.looks(ledger.open_publication().attempt_id)) == 1
        assert ledger.retractions(["10.1000/xyz"])["10.1000/xyz"].updates[0].type == "correction"
        ledger.close()

    def test_the_pauses_that_hold_hold_still_and_the_others_stay_ended(self, before):
        ledger = open_ledger(before(OF_VERSION_4), create=True, now=LATER)
        told = [(pause.cause, pause.paper_id, pause.by) for pause in ledger.account().pauses]
        assert told == [
            (PauseCause.RATE_LIMIT, None, None), (PauseCause.ACCOUNT_REFUSED, None, None), (PauseCause.PERSON, "paper", "Jane Doe"),
        ]  # fmt: skip
        ledger.close()

    def test_how_posting_goes_can_be_noted_in_it(self, before):
        address = before(OF_VERSION_4)
        ledger = open_ledger(address, create=True, now=LATER)
        ledger.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", LATER)
        assert ledger.note_missed(MissedSlot(LATER, "no connection", failure=True))
        ledger.close()
        reading = open_ledger(address, create=False, now=LATER)
        assert [one.failures for one in reading.health()] == [1]
        assert reading.last_missed().slot == LATER
        reading.close()

    def test_a_copy_as_it_was_is_kept_beside_the_file(self, state_file):
        address = state_file(OF_VERSION_4)
        open_ledger(address, create=True, now=LATER).close()
        with contextlib.closing(sqlite3.connect(f"{address}.v4")) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (4,)


class TestVersion5:
    """Version 5 had all tables of today, and lacked an index."""

    def test_every_row_of_every_table_is_kept_as_it_was(self, before):
        address = before(OF_VERSION_5)
        reading = open_ledger(address, create=False, now=LATER)
        read = everything(reading)
        reading.close()
        ledger = open_ledger(address, create=True, now=LATER)
        assert everything(ledger) == read
        assert all(read.values())
        ledger.close()

    def test_the_pauses_that_hold_hold_still_and_the_others_stay_ended(self, before):
        ledger = open_ledger(before(OF_VERSION_5), create=True, now=LATER)
        told = [(pause.cause, pause.paper_id, pause.by) for pause in ledger.account().pauses]
        assert told == [
            (PauseCause.RATE_LIMIT, None, None), (PauseCause.UNREADABLE, None, None), (PauseCause.PERSON, "paper", "Jane Doe"),
            (PauseCause.MOVED, None, None),
        ]  # fmt: skip
        ledger.close()

    def test_how_posting_goes_is_told_and_counted_on(self, before):
        ledger = open_ledger(before(OF_VERSION_5), create=True, now=LATER)
        assert [(one.source, one.failures) for one in ledger.health()] == [(Source.ONCE, 0), (Source.SERVICE, 3)]
        assert ledger.last_missed().words == "X's API cannot be reached"
        ledger.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", LATER)
        assert [one.failures for one in ledger.health()] == [0, 4]
        ledger.close()

    def test_a_post_that_may_be_out_twice_is_still_told(self, before):
        ledger = open_ledger(before(OF_VERSION_5), create=True, now=LATER)
        assert [(one.post_id, one.late_remote_id) for one in ledger.late()] == [("paper/ten", "1101")]
        assert ledger.known_remote_ids("2244994945", ["1101", "1100", "5"]) == {
            "1101": "paper/ten",
            "1100": "paper/ten",
        }
        ledger.close()

    def test_while_its_service_is_alive_nothing_is_changed(self, before):
        address = before(OF_VERSION_5)
        with pytest.raises(OlderServiceError, match=r"the service host:1:dead of an older scicomm-bot"):
            open_ledger(address, create=True, now=datetime(2026, 11, 28, 4, 55, tzinfo=UTC))
        reading = open_ledger(address, create=False, now=LATER)
        assert len(reading.health()) == 2
        reading.close()

    def test_a_copy_as_it_was_is_kept_beside_the_file(self, state_file):
        address = state_file(OF_VERSION_5)
        open_ledger(address, create=True, now=LATER).close()
        with contextlib.closing(sqlite3.connect(f"{address}.v5")) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (5,)


class TestVersion6:
    """In version 6 a pause needed an account, and nobody could say that a person had shared a post."""

    def test_every_row_of_every_table_is_kept_as_it_was(self, before):
        address = before(OF_VERSION_6)
        reading = open_ledger(address, create=False, now=LATER)
        read = everything(reading)
        reading.close()
        ledger = open_ledger(address, create=True, now=LATER)
        assert everything(ledger) == read
        assert all(read.values())
        ledger.close()

    def test_the_pauses_that_hold_hold_still_and_the_others_stay_ended(self, before):
        ledger = open_ledger(before(OF_VERSION_6), create=True, now=LATER)
        told = [(pause.cause, pause.paper_id, pause.by) for pause in ledger.account().pauses]
        assert told == [
            (PauseCause.RATE_LIMIT, None, None), (PauseCause.PERSON, None, "Jane Doe"), (PauseCause.PERSON, "paper", None),
        ]  # fmt: skip
        ledger.close()

    def test_a_person_can_pause_it_and_share_a_post(self, before):
        ledger = open_ledger(before(OF_VERSION_6), create=True, now=LATER)
        assert not any(one.by_hand for one in ledger.publications())
        held = ledger.pause_by_person(Pause(PauseCause.PERSON, "an accident", LATER))
        assert held.note == "holidays; an accident"
        assert ledger.keep_by_hand(ledger.account().id, make_claim("hand", "by-hand"), "1790000000000000009").by_hand
        assert ledger.damage() is None
        ledger.close()


class TestVersion7:
    """In version 7 a price held its alt texts, and reads were not kept."""

    def test_every_row_of_every_table_is_kept_as_it_was(self, before):
        address = before(OF_VERSION_7)
        reading = open_ledger(address, create=False, now=LATER)
        read = everything(reading)
        reading.close()
        ledger = open_ledger(address, create=True, now=LATER)
        assert everything(ledger) == read
        assert all(read.values())
        assert ledger.damage() is None
        ledger.close()

    def test_the_month_has_cost_what_it_had_cost(self, before):
        """Four posts, one of them by hand, one unknown; one with a link and two pictures; one deletion."""
        address = before(OF_VERSION_7)
        reading = open_ledger(address, create=False, now=LATER)
        ledger = open_ledger(address, create=True, now=LATER)
        for one in (reading, ledger):
            assert one.spent(MONTH) == one.history([], [], since=MONTH).spent_micro_usd == 4 * 15_000 + 210_000 + 10_000
            assert one.charges_between(MONTH, LATER) == []
            one.close()

    def test_what_is_new_is_kept_in_it(self, before):
        ledger = open_ledger(before(OF_VERSION_7), create=True, now=LATER)
        spent = ledger.spent(MONTH)
        ledger.reserve(Charge(ChargeKind.ALT_TEXT, NOW, 1, 5_000, "paper/new", "new"), spent + 20_000, beside=15_000)
        ledger.withdraw("a1", NOW, "wrong", 20_000)
        assert ledger.spent(MONTH) == spent + 25_000
        assert ledger.tell_of_budget(MONTH)
        ledger.close()


def test_the_note_of_a_pause_is_what_the_account_said(before):
    ledger = open_ledger(before("rate-limit"), create=True, now=LATER)
    (pause,) = ledger.account().pauses
    assert pause.note == "X answered 429: Too Many Requests"
    assert pause.until == datetime(2026, 11, 28, 7, 15, 2, tzinfo=UTC)
    assert pause.since <= pause.until
    ledger.close()


def test_a_pause_that_was_taken_over_ends_as_any_other(before):
    ledger = open_ledger(before("account-refused"), create=True, now=LATER)
    account = ledger.account()
    assert ledger.end_pause(account.id, account.pauses[0], LATER)
    ledger.pause(account.id, Pause(PauseCause.ACCOUNT_REFUSED, "again", LATER))
    assert [pause.note for pause in ledger.account().pauses] == ["again"]
    ledger.close()


_NEWER = {"by_hand", "alt_micro_usd", "with_link", "delete_micro_usd", "budget_told"}


def everything(ledger):
    """Every row of every table, by the names of the columns; without those that later versions brought."""
    tables = [table.name for table in TABLES if table is not CHARGE]
    rows = {name: ledger._rows(f"SELECT * FROM {name}") for name in tables}  # noqa: S608
    return {
        name: sorted(str({key: row[key] for key in sorted(row.keys()) if key not in _NEWER}) for row in found)
        for name, found in rows.items()
    }


def columns_of(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: {row[1:] for row in db.execute(f"PRAGMA table_xinfo({table})")} for table in tables}


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_new_file_has_the_tables_of_one_that_was_brought_up_to_date(tmp_path, version):
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with contextlib.closing(sqlite3.connect(old, isolation_level=None)) as db:
        for statement in statements((BEFORE / f"sqlite-{version}.sql").read_text("utf-8")):
            db.execute(statement)
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={version}")
    for path in (old, new):
        open_ledger(str(path), create=True).close()
    assert columns_of(old) == columns_of(new)
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
    with contextlib.closing(sqlite3.connect(old)) as one, contextlib.closing(sqlite3.connect(new)) as other:
        assert one.execute(indexes).fetchall() == other.execute(indexes).fetchall()


class TestOlderService:
    """A service of the older version goes on writing into the tables that it knows, so they are not changed under it."""

    def sign(self, address, seen_at):
        values = ("old-host:7:abc", to_iso(seen_at - timedelta(hours=1)), to_iso(seen_at))
        if address.startswith("postgres"):
            with psycopg.connect(address, autocommit=True) as admin:
                admin.execute("INSERT INTO service VALUES (%s, %s, %s)", values)
        else:
            with contextlib.closing(sqlite3.connect(address, isolation_level=None)) as db:
                db.execute("INSERT INTO service VALUES (?, ?, ?)", values)

    @pytest.mark.parametrize("ago", [0, 119])
    def test_while_one_is_alive_nothing_is_changed_and_it_is_named(self, before, ago):
        address = before("no-pause")
        self.sign(address, LATER - timedelta(seconds=ago))
        with pytest.raises(
            OlderServiceError, match=rf"the service old-host:7:abc .* \(last seen {ago} s ago\); stop it"
        ):
            open_ledger(address, create=True, now=LATER)
        reading = open_ledger(address, create=False, now=LATER)
        assert "old-host:7:abc" in [sign.name for sign in reading.signs()]
        reading.close()
        if not address.startswith("postgres"):
            with contextlib.closing(sqlite3.connect(address)) as db:
                assert db.execute("PRAGMA user_version").fetchone() == (3,)
            assert not Path(f"{address}.v3").exists()

    def test_one_that_died_two_minutes_ago_is_waited_for_no_longer(self, before):
        address = before("no-pause")
        self.sign(address, LATER - timedelta(seconds=121))
        open_ledger(address, create=True, now=LATER).close()

    def test_a_service_of_this_version_is_in_nobody_s_way(self, before):
        address = before("no-pause")
        ledger = open_ledger(address, create=True, now=LATER)
        ledger.sign(ServiceSign("new-host:1", LATER, LATER))
        ledger.close()
        open_ledger(address, create=True, now=LATER).close()


@pytest.mark.parametrize("earlier", [3, 4, 5, 6, 7])
def test_the_program_of_an_earlier_version_refuses_a_file_of_today(tmp_path, earlier):
    """By the check that it had: it read the version from the file's head, and compared it with its own."""
    path = tmp_path / "state.db"
    open_ledger(str(path), create=True).close()
    with contextlib.closing(sqlite3.connect(path)) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
    assert version == VERSION > earlier
    code = "import sys; from scicomm_bot.ledger import migrations; from scicomm_bot.ledger import sqlite\n"
    code += f"from pathlib import Path; sqlite.VERSION = {earlier}; sqlite.open_sqlite(Path(sys.argv[1]), create=True)"
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True)
    assert f"from a newer scicomm-bot (version {VERSION}, this one knows {earlier})" in done.stderr
