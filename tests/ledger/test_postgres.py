"""What is PostgreSQL's own: several processes, connections that die, a database that cannot be reached or relied on."""

import logging
import subprocess
import sys
import traceback
from collections import Counter
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from scicomm_bot.bot import Bot
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import ClaimLostError, LedgerError
from scicomm_bot.ledger import is_postgres, open_ledger
from scicomm_bot.ledger.migrations import POSTGRES_FROM, VERSION, statements
from scicomm_bot.ledger.postgres import PostgresLedger
from scicomm_bot.ledger.tables import Dialect, create_all
from scicomm_bot.plan import Terms
from support.fakes import FakeClock, ScriptedPublisher, attempt_ids
from support.samples import ACCOUNT, CALL_WITHIN, NOW, SETTLE_WITHIN, make_claim, make_posts

CLAIMED, POSTED, UNKNOWN, REFUSED, RELEASED, SKIPPED = PublicationState
NOWHERE = "postgresql://bot:s3cr3t@127.0.0.1:1/posts?connect_timeout=1"


@pytest.fixture
def ledger(postgres):
    opened = open_ledger(postgres, create=True)
    opened.adopt(ACCOUNT, "fingerprint")
    yield opened
    opened.close()


@pytest.fixture
def admin(postgres):
    """A connection of somebody else's to the same tables."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        yield connection


def pid_of(ledger):
    return ledger._connected().info.backend_pid


def cut(admin, ledger):
    """End a ledger's connection, as a restart or a failover does."""
    admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid_of(ledger)])


BEFORE = Path(__file__).resolve().parents[1] / "before" / "ledger"


class TestTables:
    @pytest.mark.parametrize("address", ["postgresql://h/d", "postgres://h/d"])
    def test_an_address_is_told_from_a_path(self, address):
        assert is_postgres(address)
        assert not is_postgres("postgresql.db")

    def test_where_there_are_none_and_none_may_be_made_there_is_no_ledger(self, postgres, admin):
        assert open_ledger(postgres, create=False) is None
        assert admin.execute("SELECT to_regclass('ledger')").fetchone() == (None,)

    def test_they_are_made_once_and_kept(self, ledger, postgres):
        ledger.claim(ACCOUNT.id, make_claim())
        again = open_ledger(postgres, create=True)
        assert again.open_publication() == ledger.publication("a1")
        again.close()

    def test_one_from_a_newer_program_is_refused(self, ledger, postgres, admin):
        admin.execute("UPDATE ledger SET version = version + 1")
        for create in (True, False):
            with pytest.raises(LedgerError, match=rf"version {VERSION + 1}, this one knows {VERSION}\); use the newer"):
                open_ledger(postgres, create=create)

    def test_tables_that_were_made_half_are_not_made_at_all(self, postgres, admin, monkeypatch):
        monkeypatch.setattr(
            "scicomm_bot.ledger.postgres.create_all", lambda dialect: [*create_all(dialect), "SELECT 1/0"]
        )
        with pytest.raises(LedgerError):
            open_ledger(postgres, create=True)
        assert admin.execute("SELECT to_regclass('account')").fetchone() == (None,)

    def test_the_columns_are_those_of_the_state_file(self, ledger, admin, tmp_path):
        sqlite = open_ledger(str(tmp_path / "state.db"), create=True)
        for table in (
            "account",
            "publication",
            "look",
            "service",
            "retraction",
            "wait",
            "pause",
            "health",
            "missed_slot",
        ):
            ours = {row["name"] for row in sqlite._rows(f"PRAGMA table_info({table})")}
            theirs = admin.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
                "AND table_name = %s", [table],
            ).fetchall()  # fmt: skip
            assert {name for (name,) in theirs} == ours
        sqlite.close()

    def test_the_indexes_that_decide_are_those_of_the_state_file(self, ledger, admin, tmp_path):
        sqlite = open_ledger(str(tmp_path / "state.db"), create=True)
        ours = {
            row["name"] for row in sqlite._rows("SELECT name FROM sqlite_master WHERE type = 'index' AND sql <> ''")
        }
        theirs = admin.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()").fetchall()
        of_the_state_file = {name for (name,) in theirs if not name.endswith(("_pkey", "_key"))} - {"one_account"}
        assert of_the_state_file == ours  # several may adopt an account at once here; a state file has one writer
        sqlite.close()

    @pytest.fixture
    def of_version_2(self, postgres, admin):
        """The tables as version 2 made them, with a publication in them."""
        for statement in statements((BEFORE / "postgres-2.sql").read_text("utf-8")):
            admin.execute(statement.encode())
        admin.execute("INSERT INTO ledger (version) VALUES (2)")
        admin.execute("INSERT INTO account (id, username, fingerprint) VALUES (%s, 'x', 'f')", [ACCOUNT.id])
        admin.execute(
            "INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, "
            "claimed_at, send_by, ends_by, ended_at, x_post_id) VALUES ('a1', %s, 'paper/one', 't', 's', 1, 'posted', "
            "%s, %s, %s, %s, '11')", [ACCOUNT.id, *[NOW.isoformat()] * 4],
        )  # fmt: skip
        return postgres

    def test_those_of_an_earlier_version_are_brought_up_to_date_with_all_that_is_in_them(self, of_version_2, admin):
        ledger = open_ledger(of_version_2, create=True)
        assert admin.execute("SELECT version FROM ledger").fetchall() == [(VERSION,)]
        ledger.wait_for("source", NOW)
        assert ledger.asked_to_wait("source") == NOW
        assert admin.execute("SELECT x_post_id FROM publication").fetchall() == [("11",)]
        ledger.close()

    @pytest.mark.parametrize("version", range(POSTGRES_FROM, VERSION))
    def test_a_database_brought_up_to_date_has_the_indexes_of_a_new_one(self, postgres, admin, version):
        for statement in statements((BEFORE / f"postgres-{version}.sql").read_text("utf-8")):
            admin.execute(statement.encode())
        if not admin.execute("SELECT 1 FROM ledger").fetchone():
            admin.execute("INSERT INTO ledger (version) VALUES (%s)", [version])
        open_ledger(postgres, create=True).close()
        found = admin.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()").fetchall()
        assert {name for (name,) in found} >= {
            statement.split(" INDEX ")[1].split()[0]
            for statement in create_all(Dialect.POSTGRES)
            if " INDEX " in statement
        }

    def test_a_step_that_fails_changes_nothing(self, of_version_2, admin, monkeypatch):
        broken = ("CREATE TABLE retraction (doi TEXT); SELECT 1/0",)
        monkeypatch.setattr("scicomm_bot.ledger.postgres.POSTGRES_MIGRATIONS", broken)
        with pytest.raises(LedgerError):
            open_ledger(of_version_2, create=True)
        assert admin.execute("SELECT version FROM ledger").fetchall() == [(2,)]
        assert admin.execute("SELECT to_regclass('retraction')").fetchone() == (None,)

    def test_commands_that_only_read_an_earlier_version_change_nothing_in_it(self, of_version_2, admin):
        ledger = open_ledger(of_version_2, create=False)
        assert [one.post_id for one in ledger.posted_of("paper")] == ["paper/one"]
        assert ledger.retractions(["10.5555/x"]) == {}
        assert ledger.asked_to_wait("source") is None
        assert admin.execute("SELECT version FROM ledger").fetchall() == [(2,)]
        ledger.close()

    def test_several_processes_bring_it_up_to_date_once(self, of_version_2, admin):
        code = (
            "import sys; from scicomm_bot.ledger import open_ledger\n"
            "sys.stdin.read(); print(len(open_ledger(sys.argv[1], create=True).publications()))"
        )
        running = [
            subprocess.Popen([sys.executable, "-c", code, of_version_2], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(3)
        ]  # fmt: skip
        for one in running:
            one.stdin.close()
        said = []
        for one in running:
            said.append(one.stdout.read().strip())
            one.wait(30)
            one.stdout.close()
        assert said == ["1"] * 3

    def test_each_statement_is_one(self):
        assert all(";" not in statement for statement in create_all(Dialect.POSTGRES))


class TestRaces:
    @pytest.mark.parametrize("there", [False, True], ids=["no-tables", "tables-are-there"])
    def test_of_twelve_processes_exactly_one_wins_the_claim(self, postgres, there):
        if there:
            open_ledger(postgres, create=True).close()
        racers = Path(__file__).with_name("racers.py")
        done = subprocess.run([sys.executable, racers, postgres, "12"], capture_output=True, text=True, timeout=60)
        assert Counter(done.stdout.splitlines()) == {"won": 1, "lost": 11}, done.stdout + done.stderr

    def test_the_claim_is_there_for_all_to_see_before_the_publisher_is_called(self, ledger, postgres):
        """Moving the claim behind the send makes this fail: another connection looks from inside the publisher."""
        seen = []

        def look():
            other = open_ledger(postgres, create=False)
            seen.append(other.open_publication())
            other.close()

        publisher = ScriptedPublisher(before=look)
        bot = Bot(ledger, publisher, FakeClock(), ACCOUNT, Terms(), call_within=CALL_WITHIN,
                  settle_within=SETTLE_WITHIN, new_attempt_id=attempt_ids())  # fmt: skip
        bot.step(make_posts())
        assert [(one.attempt_id, one.text, one.state) for one in seen] == [("a1", publisher.texts[0], CLAIMED)]


class TestConnections:
    def test_one_that_died_is_made_anew(self, ledger, admin):
        before = pid_of(ledger)
        cut(admin, ledger)
        with pytest.raises(LedgerError, match="cannot be reached; nothing goes out without it"):
            ledger.claim(ACCOUNT.id, make_claim())
        assert ledger.publications() == []
        assert pid_of(ledger) != before
        assert ledger.claim(ACCOUNT.id, make_claim()).state is CLAIMED

    def test_one_that_dies_within_a_transaction_leaves_nothing_behind(self, ledger, admin):
        def write():
            with ledger._writing():
                ledger._rows("UPDATE account SET paused = 'half way'")
                cut(admin, ledger)
                ledger._rows("UPDATE account SET username = 'other half'")

        with pytest.raises(LedgerError, match="cannot be reached"):
            write()
        assert ledger.account() == ACCOUNT

    @pytest.mark.parametrize("reached", [True, False], ids=["reached", "not-reached"])
    def test_a_claim_whose_commit_has_no_answer_is_read_again(self, ledger, admin, monkeypatch, reached):
        """The connection dies around COMMIT: only the row itself says whether the claim was won."""
        _lose_the_next_commit(monkeypatch, lambda: cut(admin, ledger), reached=reached)
        if reached:
            assert ledger.claim(ACCOUNT.id, make_claim()) == ledger.publication("a1")
        else:
            with pytest.raises(LedgerError, match="cannot be reached") as failed:
                ledger.claim(ACCOUNT.id, make_claim())
            assert not isinstance(failed.value, ClaimLostError)
            assert ledger.publications() == []

    def test_with_the_database_gone_for_good_there_is_no_claim(self, ledger, admin, monkeypatch):
        _lose_the_next_commit(monkeypatch, lambda: cut(admin, ledger), reached=True)
        gone = psycopg.OperationalError("connection refused")
        forget = ledger._forget

        def forget_and_stay_away():
            forget()
            monkeypatch.setattr(ledger, "_connected", lambda: (_ for _ in ()).throw(gone))

        monkeypatch.setattr(ledger, "_forget", forget_and_stay_away)
        with pytest.raises(LedgerError, match="cannot be reached") as failed:
            ledger.claim(ACCOUNT.id, make_claim())
        assert not isinstance(failed.value, ClaimLostError)
        monkeypatch.undo()
        assert ledger.open_publication().state is CLAIMED  # it blocks, and will be settled

    def test_a_record_whose_commit_has_no_answer_may_be_made_again(self, ledger, admin, monkeypatch):
        ledger.claim(ACCOUNT.id, make_claim())
        _lose_the_next_commit(monkeypatch, lambda: cut(admin, ledger), reached=True)
        with pytest.raises(LedgerError, match="cannot be reached"):
            ledger.record("a1", POSTED, NOW, remote_id="5")
        assert ledger.record("a1", POSTED, NOW + timedelta(minutes=1), remote_id="5").ended_at == NOW

    def test_a_claim_that_another_holds_up_gives_up_in_time(self, ledger, postgres, monkeypatch):
        monkeypatch.setattr("scicomm_bot.ledger.postgres.STATEMENT_SECONDS", 0.2)
        with psycopg.connect(postgres) as other:
            other.execute("LOCK TABLE publication")
            with pytest.raises(LedgerError):
                ledger.claim(ACCOUNT.id, make_claim())
            other.rollback()
        assert ledger.publications() == []
        assert ledger.claim(ACCOUNT.id, make_claim()).state is CLAIMED


def _lose_the_next_commit(monkeypatch, cut, *, reached):
    """Let the connection die just before the next COMMIT of an insert or update, or just after it was carried out."""
    leave = psycopg.Transaction.__exit__
    lost = []

    def left(own, kind, error, trace):
        if kind is not None or lost:
            return leave(own, kind, error, trace)
        lost.append(own)
        if not reached:
            cut()
            return leave(own, kind, error, trace)
        leave(own, kind, error, trace)
        cut()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(psycopg.Transaction, "__exit__", left)


class TestUnreachable:
    def test_it_is_one_clear_error_and_no_claim(self):
        with pytest.raises(LedgerError, match=r"127\.0\.0\.1:1/posts: the database cannot be reached") as failed:
            open_ledger(NOWHERE, create=True)
        assert "s3cr3t" not in str(failed.value)

    def test_the_password_is_in_no_text_of_it_and_in_no_log(self, caplog):
        caplog.set_level(logging.DEBUG)
        with pytest.raises(LedgerError) as failed:
            open_ledger(NOWHERE, create=True)
        assert "s3cr3t" not in "".join(traceback.format_exception(failed.value))
        assert "s3cr3t" not in caplog.text

    @pytest.mark.parametrize(
        "address",
        [
            "postgresql://bot:s3cr3t@db.example:5433/posts",
            "postgresql://db.example:5433/posts?user=bot&password=s3cr3t",
        ],
        ids=["before-the-host", "as-a-parameter"],
    )
    def test_its_name_has_no_user_and_no_password(self, address):
        assert PostgresLedger(address).name == "postgresql://db.example:5433/posts"

    @pytest.mark.parametrize("address", ["postgresql://bot:s3cr3t@[::1/d", "postgresql://bot:s3cr3t@h/d?colour=red"])
    def test_an_address_that_is_none_is_refused_without_being_shown(self, address):
        with pytest.raises(LedgerError, match="not a PostgreSQL address") as failed:
            open_ledger(address, create=True)
        assert "s3cr3t" not in str(failed.value)

    def test_a_standby_takes_no_claim_and_says_what_to_do(self, ledger):
        ledger._connected().execute("SET default_transaction_read_only TO on")
        with pytest.raises(LedgerError, match="give the address of the primary"):
            ledger.claim(ACCOUNT.id, make_claim())
        assert ledger.publications() == []


class TestDamage:
    """What would let an acknowledged claim be lost."""

    @pytest.fixture
    def answers(self, ledger, monkeypatch):
        """Stands in for what the server says: setting -> value, and rows of `pg_stat_replication`."""
        told = {"fsync": "on", "full_page_writes": "on", "names": "", "standbys": []}

        def rows(sql, values=()):
            if "pg_stat_replication" in sql:
                return [{"application_name": name, "sync_state": state} for name, state in told["standbys"]]
            if "synchronous_standby_names" in sql:
                return [{"it": told["names"]}]
            return [{"it": told.get(values[0] if values else "", "on")}]

        monkeypatch.setattr(ledger, "_rows", rows)
        return told

    def test_a_server_that_writes_durably_has_none(self, ledger):
        assert ledger.damage() is None

    @pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
    def test_writes_that_are_not_durable(self, ledger, answers, setting):
        answers[setting] = "off"
        assert ledger.damage() == f"{setting} is off, so an acknowledged claim can be lost; turn it on"

    @pytest.mark.parametrize(
        ("names", "standbys", "said"),
        [
            ("", [], None),
            ("r1", [("r1", "sync")], None),
            ("ANY 1 (r1, r2)", [("r1", "quorum"), ("r2", "quorum")], None),
            ("r1", [("r1", "sync"), ("backup", "async")], None),
            ("", [("r1", "async")], "standbys are not synchronous (r1), so a claim can be lost"),
            ("r1", [("r1", "potential")], "standbys are not synchronous (r1)"),
            ("r1", [], "no such standby is connected, so every write waits for ever"),
            ("r1", [("r1", None)], "this role cannot see"),
        ],
        ids=[
            "none",
            "one",
            "quorum",
            "a-backup-besides",
            "asynchronous",
            "potential",
            "not-connected",
            "not-to-be-seen",
        ],
    )
    def test_standbys_that_could_take_over_without_a_claim(self, ledger, answers, names, standbys, said):
        answers |= {"names": names, "standbys": standbys}
        assert ledger.damage() is None if said is None else said in ledger.damage()

    def test_every_write_waits_for_the_disk_whatever_the_database_says(self, ledger, admin):
        admin.execute("SET synchronous_commit TO off")  # as a database or a user may have it
        ledger._connected().execute("SET synchronous_commit TO off")
        with ledger._writing():
            assert ledger._row("SELECT current_setting('synchronous_commit') AS it")["it"] == "on"
