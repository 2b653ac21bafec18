"""The whole ledger copied to another place: everything or nothing, and never two places at work."""

import contextlib
import os
import sqlite3
import tempfile
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from scicomm_bot.bot import Bot
from scicomm_bot.bot.step import Sent
from scicomm_bot.domain.account import Pause, PauseCause
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.domain.timeline import LookRecord, OwnPost
from scicomm_bot.errors import ClaimLostError, LedgerError
from scicomm_bot.ledger import is_postgres, new_place, open_ledger
from scicomm_bot.ledger.copy import copy_ledger
from scicomm_bot.ledger.migrations import APPLICATION_ID, VERSION, statements
from scicomm_bot.ledger.postgres import CALL_SECONDS, PostgresLedger
from scicomm_bot.ledger.sqlite import open_sqlite
from scicomm_bot.ledger.tables import TABLES
from scicomm_bot.ledger.whole import WHOLE_SECONDS, Whole
from scicomm_bot.plan import Terms
from support.disks import fill as fill_disk
from support.disks import make_read_only, small_disk
from support.fakes import FakeClock, ScriptedPublisher, attempt_ids
from support.ledger_samples import LATER, PERSON, fill, put
from support.samples import ACCOUNT, CALL_WITHIN, MONTH, NOW, SETTLE_WITHIN, SLOT, make_claim, make_posts

CLAIMED, POSTED, UNKNOWN, REFUSED, RELEASED, SKIPPED = PublicationState
BEFORE = Path(__file__).resolve().parents[1] / "before" / "ledger"
FILE_TO_DATABASE = ("file", "database")
WAYS = [FILE_TO_DATABASE, ("database", "file"), ("file", "file"), ("database", "database")]


def rows(found):
    """Rows as text, in an order that does not depend on the database."""
    return sorted(map(repr, found))


@dataclass
class Place:
    """Where a ledger is or will be; what is in it is read without the ledger's own code."""

    address: str

    def dump(self):
        """Return, for each table that there is, its columns and rows."""
        names = [table.name for table in TABLES]
        if not is_postgres(self.address):
            if not Path(self.address).exists():
                return {}
            with contextlib.closing(sqlite3.connect(self.address)) as db:
                db.row_factory = sqlite3.Row
                return {name: rows(map(dict, db.execute(f"SELECT * FROM {name}"))) for name in names}  # noqa: S608
        with psycopg.connect(self.address, autocommit=True, row_factory=psycopg.rows.dict_row) as db:
            there = [row["relname"] for row in db.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace")]  # fmt: skip
            return {name: rows(db.execute(f"SELECT * FROM {name}")) for name in names if name in there}  # noqa: S608

    def open(self, create=True):
        return contextlib.closing(open_ledger(self.address, create=create, now=LATER))

    def files(self):
        return [] if is_postgres(self.address) else sorted(path.name for path in Path(self.address).parent.iterdir())


@pytest.fixture
def place(request, tmp_path):
    """Makes empty places: `place("file")`, `place("database")`."""

    def make(kind):
        if kind == "file":
            folder = tmp_path / uuid.uuid4().hex
            folder.mkdir()
            return Place(str(folder / "state.db"))
        server, schema = request.getfixturevalue("postgres_server"), f"t{uuid.uuid4().hex[:12]}"
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"CREATE SCHEMA {schema}".encode())
        return Place(f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}")

    return make


@pytest.fixture(params=WAYS, ids=lambda way: "-to-".join(way))
def way(request, place):
    """A filled source, and a target where there is nothing."""
    source, target = map(place, request.param)
    with source.open() as ledger:
        fill(ledger)
    return source, target


@pytest.fixture
def to_database(place):
    """A filled state file, and a database where there is nothing."""
    source, target = map(place, FILE_TO_DATABASE)
    with source.open() as ledger:
        fill(ledger)
    return source, target


def copied(source, target, now=LATER, **options):
    with source.open() as ledger:
        return copy_ledger(ledger, target.address, now, **options)


def refused(source, target, match, now=LATER, **options):
    """Try to copy; the source is then as it was, and so is the target."""
    before = source.dump(), target.dump(), source.files(), target.files()
    with pytest.raises(LedgerError, match=match) as failed:
        copied(source, target, now, **options)
    assert (source.dump(), target.dump(), source.files(), target.files()) == before
    return str(failed.value)


class TestEverything:
    def test_the_sample_has_rows_in_every_table(self, to_database):
        assert [name for name, rows in to_database[0].dump().items() if not rows] == []

    def test_every_row_of_every_table_is_the_same_but_for_signs_of_life(self, way):
        source, target = way
        before = source.dump()
        copied(source, target)
        assert target.dump() == before | {"service": []}

    def test_the_publications_are_the_same_in_the_same_order(self, way):
        source, target = way
        copied(source, target)
        with source.open(create=False) as old, target.open(create=False) as new:
            assert new.publications() == old.publications()
            assert new.late() == old.late()
            assert new.looks("a7") == old.looks("a7") != []
            assert new.retractions(["10.5555/x"]) == old.retractions(["10.5555/x"]) != {}
            assert new.greatest_remote_id(ACCOUNT.id) == old.greatest_remote_id(ACCOUNT.id)
            assert new.account_for("fingerprint") is not None

    def test_what_is_decided_from_is_the_same(self, way):
        source, target = way
        posts = make_posts("found", "one", "two", "three", "four", "five", "seven", "new")

        def history(ledger):
            return ledger.history([p.id for p in posts], [p.text_sha256 for p in posts], since=MONTH, slots=[SLOT])

        with source.open(create=False) as old:
            before = history(old)
        copied(source, target)
        with target.open(create=False) as new:
            assert history(new) == before

    def test_new_rows_get_greater_numbers(self, way):
        source, target = way
        copied(source, target)
        with target.open() as new:
            new.record("a7", RELEASED, LATER)
            for ended in new.account().pauses:
                new.end_pause(ACCOUNT.id, ended, LATER)
            put(new, make_claim("a8", "eight"), POSTED, "1790000000000000009")
            new.add_look("a8", LookRecord(LATER, LATER, LATER))
            new.pause(ACCOUNT.id, Pause(PauseCause.ACCOUNT_REFUSED, "401", LATER))
            new.add_retraction(RetractionRecord("10.5555/x", LATER, "Crossref", known=False))
            assert [one.attempt_id for one in new.publications()][-2:] == ["a7", "a8"]
            assert new.retractions(["10.5555/x"])["10.5555/x"].checked_at == LATER
            for table in ("publication", "look", "pause", "retraction"):
                numbers = [row["number"] for row in new._rows(f"SELECT number FROM {table} ORDER BY number")]  # noqa: S608
                assert numbers[-1] == numbers[-2] + 1

    def test_a_row_to_each_statement_or_many_come_to_the_same(self, to_database, monkeypatch):
        monkeypatch.setattr("scicomm_bot.ledger.whole._VALUES_AT_ONCE", 30)
        source, target = to_database
        before = source.dump()
        copied(source, target)
        assert target.dump() == before | {"service": []}

    def test_it_says_what_was_copied(self, to_database):
        done = copied(*to_database)
        assert done.rows == {
            "account": 1, "pause": 4, "publication": 8, "charge": 3, "look": 1, "retraction": 2, "wait": 1, "health": 2, "missed_slot": 1,
        }  # fmt: skip
        assert done.states == {POSTED: 4, REFUSED: 1, SKIPPED: 1, RELEASED: 1, UNKNOWN: 1}
        assert (done.withdrawn, done.pauses, done.moved, done.there_already) == (1, 2, True, False)

    def test_what_is_read_back_otherwise_is_not_taken(self, way, monkeypatch):
        whole = Whole.put

        def put_and_change(ledger, table, rows):
            whole(ledger, table, rows)
            if table.name == "look":
                ledger._rows("UPDATE publication SET withdrawn_why = 'b name was wrong' WHERE attempt_id = 'a2'")

        monkeypatch.setattr(Whole, "put", put_and_change)
        refused(*way, "the table publication, read back, is not what .*Nothing was copied")

    def test_a_source_of_an_earlier_version_is_brought_to_this_one_first(self, place):
        source, target = map(place, FILE_TO_DATABASE)
        with contextlib.closing(sqlite3.connect(source.address, isolation_level=None)) as old:
            for statement in statements((BEFORE / "sqlite-3.sql").read_text("utf-8")):
                old.execute(statement)
            old.execute(f"PRAGMA application_id={APPLICATION_ID}")
            old.execute("PRAGMA user_version=3")
            old.execute("INSERT INTO account (id, username, fingerprint, paused) VALUES ('1', 'x', 'f', 'why')")
        copied(source, target)
        with target.open(create=False) as new:
            assert new.version == VERSION
            assert [pause.note for pause in new.account().pauses] == ["why"]


class TestTheOldPlace:
    def test_it_is_marked_as_moved_and_the_new_one_is_not(self, way):
        source, target = way
        copied(source, target)
        with source.open(create=False) as old, target.open(create=False) as new:
            moved = old.account().moved
            assert (moved.cause, moved.since, moved.until) == (PauseCause.MOVED, LATER, None)
            assert new.name in moved.note or str(Path(target.address).absolute()) in moved.note
            assert "on 30 November 2026" in moved.note
            assert new.account().moved is None
            assert PERSON in new.account().pauses

    def test_nothing_goes_out_with_it_any_more(self, to_database):
        source, target = to_database
        copied(source, target)
        publisher = ScriptedPublisher()
        with source.open() as old:
            old._rows("UPDATE publication SET state = 'released' WHERE state = 'unknown'")
            skipped = Bot(old, publisher, FakeClock(LATER), ACCOUNT, Terms(), call_within=CALL_WITHIN,
                          settle_within=SETTLE_WITHIN, new_attempt_id=attempt_ids()).step(make_posts("new"))  # fmt: skip
        assert "this ledger was moved to postgresql://" in skipped.reason
        assert skipped.reason.endswith("set SCICOMM_STATE to the new place")
        assert publisher.texts == []

    def test_a_program_that_knows_no_moving_sees_a_pause_of_a_person(self, to_database):
        source, target = to_database
        copied(source, target)
        with contextlib.closing(sqlite3.connect(source.address)) as db:
            found = db.execute("SELECT note FROM pause WHERE cause = 'person' AND paper = '' AND ended_at IS NULL")
            assert [note.partition(" to ")[0] for (note,) in found] == ["this ledger was moved"]

    def test_the_mark_is_never_ended(self, to_database):
        source, target = to_database
        copied(source, target)
        with source.open() as old:
            assert not old.end_pause(ACCOUNT.id, old.account().moved, LATER)
            assert old.account().moved is not None

    def test_a_sender_that_slept_through_its_time_cannot_begin_any_more(self, place):
        source, target = map(place, FILE_TO_DATABASE)
        with source.open() as ledger:
            ledger.adopt(ACCOUNT, "fingerprint")
            ledger.claim(ACCOUNT.id, make_claim())
        copied(source, target)
        with source.open(create=False) as old, target.open(create=False) as new:
            assert old.publication("a1").state is UNKNOWN
            assert new.publication("a1").state is CLAIMED  # the new place finds out

    def test_a_rehearsal_is_not_marked(self, to_database):
        source, target = to_database
        assert copied(source, target, mark=False).moved is False
        with source.open(create=False) as old:
            assert old.account().moved is None

    @pytest.mark.parametrize("kind", ["file", "database"])
    def test_nobody_else_writes_into_it_meanwhile(self, place, kind, monkeypatch):
        source, target = place(kind), place("file")
        with source.open() as ledger:
            ledger.adopt(ACCOUNT, "fingerprint")
        monkeypatch.setattr("scicomm_bot.ledger.postgres.STATEMENT_SECONDS", 0.2)
        other = (
            open_sqlite(Path(source.address), create=True, busy_seconds=0.1)
            if kind == "file"
            else PostgresLedger(source.address)
        )
        whole, tried = Whole.put, []

        def put_while_others_try(ledger, table, rows):
            whole(ledger, table, rows)
            if table.name == "account":
                for write in (
                    lambda: other.claim(ACCOUNT.id, make_claim()),
                    lambda: other.sign(ServiceSign("new", LATER, LATER)),
                    lambda: other.pause(ACCOUNT.id, PERSON),
                ):
                    with pytest.raises(LedgerError):
                        write()
                    tried.append(write)
                assert other.account().id == ACCOUNT.id  # reading goes on

        monkeypatch.setattr(Whole, "put", put_while_others_try)
        copied(source, target)
        other.close()
        assert len(tried) == 3


class TestTheNewPlace:
    @pytest.fixture
    def new(self, way):
        source, target = way
        copied(source, target)
        with target.open() as ledger:
            yield ledger

    def test_what_is_out_is_not_claimed_again(self, new):
        new.record("a7", RELEASED, LATER)  # else its open attempt would be in the way of any
        for claim in (make_claim("b1", "one", "edited"), make_claim("b2", "two"), make_claim("b3", "another", "What finding five says."),
                      make_claim("b4", "found"), make_claim("b5", "new", slot=SLOT)):  # fmt: skip
            with pytest.raises(ClaimLostError):
                new.claim(ACCOUNT.id, claim)
        assert new.claim(ACCOUNT.id, make_claim("b6", "new")).state is CLAIMED

    def test_a_lost_answer_is_settled_there(self, new):
        for pause in new.account().pauses:
            new.end_pause(ACCOUNT.id, pause, LATER)
        there = [OwnPost("1790000000000000010", "What finding seven says.", NOW)]
        clock = FakeClock(LATER)
        publisher = ScriptedPublisher(timeline=there, x_now=clock.now)
        Bot(new, publisher, clock, ACCOUNT, Terms(), call_within=CALL_WITHIN, settle_within=SETTLE_WITHIN,
            new_attempt_id=attempt_ids()).step(make_posts("seven"))  # fmt: skip
        assert (new.publication("a7").state, new.publication("a7").remote_id) == (POSTED, "1790000000000000010")
        assert publisher.texts == []

    def test_posting_goes_on_there(self, new):
        new.record("a7", RELEASED, LATER)
        for pause in new.account().pauses:
            new.end_pause(ACCOUNT.id, pause, LATER)
        clock = FakeClock(LATER)
        bot = Bot(new, ScriptedPublisher(), clock, ACCOUNT, Terms(), call_within=CALL_WITHIN,
                  settle_within=SETTLE_WITHIN, new_attempt_id=lambda: "b1")  # fmt: skip
        sent = bot.step(make_posts("one", "two", "new"))
        assert isinstance(sent, Sent)
        assert sent.publication.post_id == "paper/new"

    def test_it_is_sound(self, new):
        assert new.damage() is None

    @pytest.mark.parametrize("kind", ["file", "database"])
    def test_an_empty_ledger_is_filled_and_its_look_ups_give_way(self, place, kind):
        source, target = place("file"), place(kind)
        with source.open() as ledger:
            fill(ledger)
        with target.open() as empty:
            empty.add_retraction(RetractionRecord("10.5555/y", NOW, "Crossref", known=True))
            empty.wait_for("https://api.crossref.org", LATER)
            empty.sign(ServiceSign("died:1", NOW, NOW))
        before = source.dump()
        copied(source, target)
        assert target.dump() == before | {"service": []}

    def test_nobody_else_writes_into_it_meanwhile(self, to_database, monkeypatch):
        source, target = to_database
        with target.open():
            pass
        monkeypatch.setattr("scicomm_bot.ledger.postgres.STATEMENT_SECONDS", 0.2)
        whole, tried = Whole.put, []

        def put_while_a_service_starts(ledger, table, rows):
            whole(ledger, table, rows)
            if table.name == "account":
                with contextlib.closing(PostgresLedger(target.address)) as other, pytest.raises(LedgerError):
                    other.sign(ServiceSign("eager:7", LATER, LATER))
                tried.append(table)

        monkeypatch.setattr(Whole, "put", put_while_a_service_starts)
        copied(source, target)
        assert len(tried) == 1

    def test_a_large_one_has_more_time_than_a_claim(self, to_database, monkeypatch):
        """A claim gives up after 8 seconds; a copy is many statements, of which each gives up after those."""
        limits = []

        def ending(_connection, seconds):
            limits.append(seconds)
            return contextlib.nullcontext()

        monkeypatch.setattr("scicomm_bot.ledger.postgres._ending", ending)
        source, target = to_database
        copied(source, target)
        assert set(limits) == {CALL_SECONDS, WHOLE_SECONDS}
        limits.clear()
        with target.open() as new:
            new.wait_for("source", LATER)
        assert set(limits) == {CALL_SECONDS}

    @pytest.mark.parametrize("kind", ["file", "database"])
    @pytest.mark.parametrize("has", ["account", "posts"])
    def test_one_that_is_not_empty_is_refused(self, place, kind, has):
        source, target = place("file"), place(kind)
        with source.open() as ledger:
            fill(ledger)
        with target.open() as there:
            there.adopt(ACCOUNT, "fingerprint")
            if has == "posts":
                put(there, make_claim("b1", "one"), POSTED, "5")
        refused(source, target, f"there is a ledger of account {ACCOUNT.id} already, and it is not empty; name another")

    def test_an_earlier_version_that_is_not_empty_is_not_even_migrated(self, place):
        source, target = place("file"), place("file")
        with source.open() as ledger:
            fill(ledger)
        with contextlib.closing(sqlite3.connect(target.address, isolation_level=None)) as old:
            for statement in statements((BEFORE / "sqlite-3.sql").read_text("utf-8")):
                old.execute(statement)
            old.execute(f"PRAGMA application_id={APPLICATION_ID}")
            old.execute("PRAGMA user_version=3")
            old.execute("INSERT INTO account (id, username, fingerprint) VALUES ('1', 'x', 'f')")
        with pytest.raises(LedgerError, match="there is a ledger of account 1 already"):
            copied(source, target)
        with contextlib.closing(sqlite3.connect(target.address)) as old:
            assert old.execute("PRAGMA user_version").fetchone() == (3,)

    def test_one_with_a_living_service_is_refused(self, to_database):
        source, target = to_database
        with target.open() as empty:
            empty.sign(ServiceSign("eager:7", LATER, LATER))
        refused(source, target, "the service eager:7 uses this ledger")

    def test_one_that_was_moved_itself_is_refused(self, to_database):
        source, target = to_database
        copied(source, target)
        refused(target, source, "this ledger was moved to postgresql.* Name a place without a ledger")

    def test_it_may_be_copied_on_and_back(self, to_database, place):
        source, target = to_database
        before, third = source.dump(), place("file")
        copied(source, target)
        copied(target, third)
        assert third.dump() == before | {"service": []}


class TestItself:
    def test_a_file_is_told_by_whatever_path(self, place, tmp_path):
        source = place("file")
        with source.open() as ledger:
            fill(ledger)
        link = tmp_path / "link.db"
        link.symlink_to(source.address)
        for address in (
            source.address,
            str(link),
            f"{Path(source.address).parent}/../{Path(source.address).parent.name}/state.db",
        ):
            refused(source, Place(address), "this is the ledger itself; name the new place")

    def test_a_database_is_told_by_whatever_address(self, place):
        source = place("database")
        with source.open() as ledger:
            fill(ledger)
        for address in (
            source.address,
            source.address + "&application_name=another",
            source.address.replace("postgresql:", "postgres:"),
        ):
            refused(source, Place(address), "this is the ledger itself; name the new place")


class TestInUse:
    @pytest.mark.parametrize("ago", [0, 119])
    def test_a_living_service_is_named(self, way, ago):
        source, target = way
        with source.open() as ledger:
            ledger.sign(ServiceSign("host:7:xyz", NOW, LATER - timedelta(seconds=ago)))
        said = refused(source, target, rf"the service host:7:xyz uses this ledger \(last seen {ago} s ago\); stop it")
        assert said.endswith("as it was")

    def test_one_that_died_two_minutes_ago_is_in_nobody_s_way(self, to_database):
        source, target = to_database
        with source.open() as ledger:
            ledger.sign(ServiceSign("host:7:xyz", NOW, LATER - timedelta(seconds=121)))
        assert copied(source, target).moved

    def test_an_attempt_in_flight_is_waited_for(self, place):
        source, target = map(place, FILE_TO_DATABASE)
        with source.open() as ledger:
            ledger.adopt(ACCOUNT, "fingerprint")
            ledger.claim(ACCOUNT.id, make_claim())
        refused(source, target, "paper/one is being sent just now; try again after 2026-11-28T07:00:37", NOW)
        assert copied(source, target, NOW + timedelta(seconds=35)).states == {CLAIMED: 1}

    def test_one_that_was_moved_is_refused_unless_the_new_place_is_lost(self, to_database, place):
        source, target = to_database
        before = source.dump()
        copied(source, target)
        refused(
            source, place("file"), "this ledger was moved to postgresql.* Copy that one. Only if it is lost for good"
        )
        for days in (1, 2):  # the mark is not copied, and what it put aside holds again
            third = place("file")
            copied(source, third, LATER + timedelta(days=days), again=True)
            assert third.dump() == before | {"service": []}
            with source.open(create=False) as old:
                assert third.address in old.account().moved.note

    def test_one_that_nothing_was_posted_with_is_not_copied(self, place):
        source, target = map(place, FILE_TO_DATABASE)
        with source.open() as ledger:
            ledger.wait_for("https://api.crossref.org", NOW)
        refused(source, target, "nothing was ever posted with this ledger, so there is nothing to copy")


def cut(address):
    """End every connection that holds something at a place, as a restart or a failover does."""
    schema = address.rpartition("%3D")[2]
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'scicomm-bot' "
            "AND pid IN (SELECT pid FROM pg_locks JOIN pg_class ON relation = pg_class.oid "
            "WHERE relnamespace = %s::regnamespace::oid)", [schema],
        )  # fmt: skip


class TestBrokenOff:
    """Whatever happens on the way: all of it is there, or nothing, and doing it again brings it to its end."""

    @pytest.mark.parametrize("at", [table.name for table in TABLES])
    def test_a_connection_that_dies_leaves_nothing_behind(self, to_database, at, monkeypatch):
        source, target = to_database
        whole = Whole.put

        def put_and_die(ledger, table, rows):
            whole(ledger, table, rows)
            if table.name == at:
                backend = ledger._connected().info.backend_pid
                with psycopg.connect(target.address, autocommit=True) as admin:
                    admin.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])

        with monkeypatch.context() as broken:
            broken.setattr(Whole, "put", put_and_die)
            refused(source, target, "cannot be reached.*Nothing was copied")
        assert target.dump() == {}
        assert copied(source, target).moved

    @pytest.mark.parametrize("error", [LedgerError("the disk is full"), KeyboardInterrupt()], ids=["fails", "^C"])
    def test_a_file_that_cannot_be_written_to_its_end_is_not_made(self, place, error, monkeypatch):
        source, target = place("database"), place("file")
        with source.open() as ledger:
            fill(ledger)

        def fail(ledger, table, rows):
            if table.name == "look":
                raise error

        monkeypatch.setattr(Whole, "put", fail)
        with pytest.raises(type(error)):
            copied(source, target)
        assert target.files() == []
        with source.open(create=False) as old:
            assert old.account().moved is None

    def test_a_commit_without_an_answer_is_brought_to_its_end_by_doing_it_again(self, to_database, monkeypatch):
        """The new place has everything, and nobody knows: the old one is not marked."""
        source, target = to_database
        close, lost = psycopg.Transaction.__exit__, []

        def committed_without_an_answer(own, kind, error, trace):
            close(own, kind, error, trace)
            if kind is None and own.savepoint_name == "":
                lost.append(own)
                raise psycopg.OperationalError("server closed the connection unexpectedly")

        with monkeypatch.context() as broken:
            broken.setattr(psycopg.Transaction, "__exit__", committed_without_an_answer)
            with pytest.raises(LedgerError, match=r"not marked as moved\. Run the same command again before anything"):
                copied(source, target)
        assert lost
        with source.open(create=False) as old:
            assert old.account().moved is None
        done = copied(source, target)
        assert (done.there_already, done.moved, done.states[POSTED]) == (True, True, 4)
        with source.open(create=False) as old, target.open(create=False) as new:
            assert old.account().moved is not None
            assert new.publications() == old.publications()

    def test_a_source_that_goes_away_at_the_end_is_marked_by_doing_it_again(self, place, monkeypatch):
        source, target = place("database"), place("file")
        with source.open() as ledger:
            fill(ledger)
        put_in_place = new_place._put_in_place

        def put_and_cut(half, path):
            put_in_place(half, path)
            cut(source.address)

        with monkeypatch.context() as broken:
            broken.setattr("scicomm_bot.ledger.new_place._put_in_place", put_and_cut)
            with pytest.raises(LedgerError, match=r"not marked as moved\. Run the same command again"):
                copied(source, target)
        done = copied(source, target)
        assert (done.there_already, done.moved) == (True, True)

    def test_an_earlier_copy_with_which_posts_went_out_since_is_not_taken_for_the_same(self, to_database):
        source, target = to_database
        copied(source, target, mark=False)
        with target.open() as new:
            new.record("a7", POSTED, LATER, remote_id="1790000000000000011")
        refused(source, target, "already, and it is not empty")

    def test_a_file_that_appears_meanwhile_is_left_alone(self, place, monkeypatch):
        source, target = place("file"), place("file")
        with source.open() as ledger:
            fill(ledger)
        whole = Whole.put

        def put_and_make(ledger, table, rows):
            whole(ledger, table, rows)
            Path(target.address).write_text("mine")

        monkeypatch.setattr(Whole, "put", put_and_make)
        with pytest.raises(LedgerError, match="cannot be put in its place"):
            copied(source, target)
        assert Path(target.address).read_text() == "mine"
        assert target.files() == ["state.db"]


class TestErrors:
    @pytest.fixture
    def source(self, place):
        made = place("file")
        with made.open() as ledger:
            fill(ledger)
        return made

    def fails(self, source, address, match):
        before = source.dump()
        with pytest.raises(LedgerError, match=match) as failed:
            copied(source, Place(address))
        assert source.dump() == before
        assert str(failed.value).endswith(f"Nothing was copied, and {source.address} is as it was")
        return str(failed.value)

    def test_a_server_that_is_not_there(self, source):
        said = self.fails(source, "postgresql://bot:s3cr3t@127.0.0.1:1/posts?connect_timeout=1", "127.0.0.1.*refused")
        assert "the password is read from the address, PGPASSWORD or ~/.pgpass" in said
        assert "s3cr3t" not in said

    def test_a_user_who_may_not_connect(self, source, postgres_server):
        with psycopg.connect(postgres_server, autocommit=True) as admin:
            admin.execute("DROP ROLE IF EXISTS stranger")
            admin.execute("CREATE ROLE stranger NOLOGIN PASSWORD 's3cr3t'")
        said = self.fails(
            source, f"{postgres_server}&user=stranger&password=s3cr3t", 'role "stranger" is not permitted'
        )
        assert "s3cr3t" not in said

    def test_a_database_that_is_not_there(self, source, postgres_server):
        address = postgres_server.replace("/postgres?", "/nowhere?")
        assert address != postgres_server
        self.fails(source, address, 'database "nowhere" does not exist. Check the address')

    def test_a_user_who_may_make_no_tables(self, source, place, postgres_server):
        target = place("database")
        schema = target.address.rpartition("%3D")[2]
        with psycopg.connect(postgres_server, autocommit=True) as admin:
            admin.execute("DROP ROLE IF EXISTS reader")
            admin.execute("CREATE ROLE reader LOGIN")
            admin.execute(f"GRANT USAGE ON SCHEMA {schema} TO reader".encode())
        self.fails(source, f"{target.address}&user=reader", "permission denied for schema .* must be allowed to make")
        with psycopg.connect(postgres_server, autocommit=True) as admin:
            admin.execute(f"REVOKE USAGE ON SCHEMA {schema} FROM reader".encode())
            admin.execute("DROP ROLE reader")

    def test_a_standby(self, source, place):
        target = place("database")
        self.fails(source, f"{target.address}%20-cdefault_transaction_read_only%3Don", "this is a standby")
        assert target.dump() == {}

    @pytest.mark.parametrize("kind", ["file", "database"])
    def test_a_target_of_a_newer_version(self, source, place, kind):
        target = place(kind)
        with target.open() as newer:
            newer._rows(
                f"PRAGMA user_version={VERSION + 1}" if kind == "file" else "UPDATE ledger SET version = version + 1"
            )
        self.fails(source, target.address, rf"version {VERSION + 1}, this one knows {VERSION}")

    def test_another_programs_tables(self, source, place):
        target = place("database")
        with psycopg.connect(target.address, autocommit=True) as admin:
            admin.execute("CREATE TABLE publication (title TEXT)")
        self.fails(
            source, target.address, "another program has a table `publication` there; give the ledger a database"
        )

    def test_another_programs_file(self, source, place):
        target = place("file")
        Path(target.address).write_text("a letter")
        self.fails(
            source,
            target.address,
            r"a file already, and it is no ledger that could be filled \(file is not a database\); name another one",
        )
        assert Path(target.address).read_text() == "a letter"

    def test_an_empty_file(self, source, place):
        target = place("file")
        Path(target.address).touch()
        self.fails(source, target.address, "no ledger that could be filled .*the state file is empty")
        assert Path(target.address).stat().st_size == 0

    def test_a_folder_that_cannot_be_written_into(self, source):
        said = self.fails(
            source,
            "/proc/new.db",
            r"/proc/new.db: a file cannot be made there .*make its folder .* or name another place",
        )
        assert "/proc/.new" not in said

    def test_a_disk_that_is_mounted_read_only(self, source, tmp_path):
        with small_disk(tmp_path / "disk", 400) as disk:
            make_read_only(disk)
            said = self.fails(
                source,
                str(disk / "new.db"),
                r"new\.db: a file cannot be made there .*its file system is mounted read-only",
            )
        assert "mount it for writing, or name another place" in said
        assert "SCICOMM_STATE" not in said

    @pytest.mark.parametrize("leave", [0, 4096, 16384, 65536])
    def test_a_disk_that_is_full(self, source, tmp_path, leave):
        with small_disk(tmp_path / "disk", 400) as disk:
            fill_disk(disk, leave)
            said = self.fails(source, str(disk / "new.db"), r"new\.db: .*the disk is full")
            assert [path.name for path in disk.iterdir()] == ["filler"]
        assert "/.new.db" not in said
        assert "make room there, or name another place" in said

    def test_a_folder_of_somebody_else(self, source, tmp_path):
        if os.geteuid() != 0:
            pytest.skip("only root can become another user")
        folder = Path(tempfile.mkdtemp(dir="/tmp"))
        folder.chmod(0o755)
        os.seteuid(65534)
        try:
            with (
                pytest.raises(LedgerError, match=rf"a file cannot be made there .*`chown 65534 {folder}`"),
                new_place.new_place(str(folder / "new.db"), NOW, lambda _: None),
            ):
                pass
        finally:
            os.seteuid(0)
            folder.rmdir()

    def test_a_network_file_system(self, source, tmp_path, monkeypatch):
        def refuse(path):
            raise LedgerError(f"{path}: is a network file system")

        monkeypatch.setattr("scicomm_bot.ledger.new_place.refuse_network_file_system", refuse)
        self.fails(source, str(tmp_path / "new.db"), "new.db: is a network file system")

    def test_a_folder_that_does_not_exist(self, source, tmp_path):
        self.fails(source, str(tmp_path / "no" / "such.db"), "no: this folder does not exist; make it, or name another")

    def test_a_folder(self, source, tmp_path):
        self.fails(source, str(tmp_path), "this is a folder; name a file")

    def test_a_link_that_leads_nowhere(self, source, tmp_path):
        (tmp_path / "link.db").symlink_to(tmp_path / "nowhere.db")
        self.fails(source, str(tmp_path / "link.db"), "this is a link that leads nowhere")
        assert not (tmp_path / "nowhere.db").exists()

    @pytest.mark.parametrize("address", ["postgresql://bot:s3cr3t@[::1/d", "postgresql://bot:s3cr3t@h/d?colour=red"])
    def test_an_address_that_is_none(self, source, address):
        said = self.fails(source, address, "the new place has no PostgreSQL address; write postgresql://")
        assert "s3cr3t" not in said
