"""The ledger in PostgreSQL, for several containers on one account.

Rows and unique indexes do what locks of a session could not: a claim outlives its connection, its pooler and a
failover. Each call takes a connection that is alive, or fails; a node without its database makes no new claim.
"""

import os
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from scicomm_bot.domain.publication import Claim, Publication
from scicomm_bot.errors import ClaimLostError, LedgerBusyError, LedgerError, NotFoundError, OverBudgetError
from scicomm_bot.ledger.base import TakenError
from scicomm_bot.ledger.migrations import POSTGRES_FROM, POSTGRES_MIGRATIONS, VERSION, statements
from scicomm_bot.ledger.postgres_probe import STANDBY, PostgresProbe
from scicomm_bot.ledger.rows import Row
from scicomm_bot.ledger.sql import SqlLedger
from scicomm_bot.ledger.tables import TABLES, Dialect, create_all

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.rows import dict_row
except ImportError as error:
    raise LedgerError(
        "SCICOMM_STATE is a PostgreSQL address, but its driver is not installed; install it into the environment of "
        "scicomm-bot: pip install 'psycopg[binary]>=3.2'"
    ) from error

CONNECT_SECONDS = 5
"""How long a connection may take, to each host of the address."""
STATEMENT_SECONDS = 5
"""How long a statement, or waiting for another process's transaction, may take, as the server sees it."""
CALL_SECONDS = 8.0
"""How long any call may take as we see it; a COMMIT that waits for a standby has no limit on the server."""
OURS = tuple(table.name for table in TABLES)
_MIGRATION_LOCK = 0x5C1C0B07


def open_postgres(address: str, *, create: bool, now: datetime) -> "PostgresLedger | None":
    """Open the ledger at a `postgresql://` address; make its tables where they are missing and `create` is set.

    Returns:
        The ledger, or None where there are no tables and none may be made.

    Raises:
        LedgerError: the server cannot be reached, or the ledger is from a newer version.
    """
    ledger = PostgresLedger(address)
    try:
        if ledger.prepare(create=create, now=now):
            return ledger
    except BaseException:
        ledger.close()
        raise
    ledger.close()
    return None


class PostgresLedger(PostgresProbe, SqlLedger):
    """A ledger in PostgreSQL: one connection, made anew when it was lost, guarded by a lock."""

    dialect = Dialect.POSTGRES

    def __init__(self, address: str) -> None:
        self._address = address
        self.name = _without_password(address)
        self._lock = threading.RLock()
        self._connection: psycopg.Connection[dict[str, object]] | None = None

    def prepare(self, *, create: bool, now: datetime) -> bool:
        """Make or check the tables; return False where there are none and none may be made."""
        if not self._has("ledger"):
            if not create:
                return False
            with self._writing():
                self._rows("SELECT pg_advisory_xact_lock(?)", [_MIGRATION_LOCK])
                if not self._has("ledger"):
                    self.refuse_strangers()
                    for statement in create_all(Dialect.POSTGRES):
                        self._rows(statement)
                    self._rows("INSERT INTO ledger (version) VALUES (?)", [VERSION])
        version = self._read_version()
        if POSTGRES_FROM <= version < VERSION and create:
            with self._writing():
                self._rows("SELECT pg_advisory_xact_lock(?)", [_MIGRATION_LOCK])
                self._migrate(now)
            version = self._read_version()
        if version < POSTGRES_FROM:
            raise LedgerError(f"{self.name}: there is a table `ledger`, but no ledger of ours; {_OF_ITS_OWN}")
        if version > VERSION:
            raise LedgerError(
                f"{self.name}: the ledger is from a newer scicomm-bot (version {version}, this one knows {VERSION}); "
                "use the newer program"
            )
        self.version = version
        return True

    def _read_version(self) -> int:
        row = self._row("SELECT version FROM ledger")
        return 0 if row is None else int(row["version"])

    def _migrate(self, now: datetime) -> None:
        """Bring the tables to this version, inside of a transaction: all of it, or nothing."""
        version = self._read_version()  # read again, behind the lock: another process may have done it
        if version < VERSION:
            self.refuse_older_services(now)
        for step in POSTGRES_MIGRATIONS[version - POSTGRES_FROM :]:
            for statement in statements(step):
                self._rows(statement)
        if version < VERSION:
            self._rows("UPDATE ledger SET version = ?", [VERSION])

    def refuse_strangers(self) -> None:
        """Refuse a place where tables of another program have the names of ours.

        Raises:
            LedgerError: there is one; says which.
        """
        for table in OURS:
            if self._has(table):
                raise LedgerError(f"{self.name}: another program has a table `{table}` there; {_OF_ITS_OWN}")

    def _has(self, table: str) -> bool:
        # Not to_regclass: it may answer from before the wait for the lock, when another process was making the tables.
        return bool(self._rows("SELECT 1 FROM pg_class WHERE relname = ? AND pg_table_is_visible(oid)", [table]))

    def claim(self, account_id: str, claim: Claim, budget_micro_usd: int | None = None) -> Publication:
        """Write the claim; where the COMMIT has no answer, read again by attempt id whether it was won.

        Raises:
            ClaimLostError: another publication is open, or this post, text or slot is taken.
            OverBudgetError: it would bring the month over its budget.
            LedgerError: the database cannot be reached: no claim, and nothing is sent.
        """
        try:
            return super().claim(account_id, claim, budget_micro_usd)
        except (ClaimLostError, OverBudgetError):
            raise
        except LedgerError as error:
            try:
                return self.publication(claim.attempt_id)
            except NotFoundError:
                raise error from None

    def __del__(self) -> None:
        """Close a connection that a command left open at its end."""
        if getattr(self, "_connection", None) is not None:
            self._forget()

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def damage(self) -> str | None:
        """Return what would let an acknowledged claim be lost: writes that are not durable, or standbys behind."""
        for setting in ("fsync", "full_page_writes"):
            row = self._row("SELECT current_setting(?) AS it", [setting])
            if row is not None and row["it"] != "on":
                return f"{setting} is off, so an acknowledged claim can be lost; turn it on"
        names = self._row("SELECT current_setting('synchronous_standby_names') AS it")
        standbys = self._rows("SELECT application_name, sync_state FROM pg_stat_replication")
        return standbys_trouble(
            str(names["it"]) if names else "", [(r["application_name"], r["sync_state"]) for r in standbys]
        )

    def _connected(self) -> "psycopg.Connection[dict[str, object]]":
        if self._connection is None or self._connection.closed or self._connection.broken:
            self._connection = psycopg.connect(
                self._address,
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
                row_factory=dict_row,
                prepare_threshold=None,  # poolers in transaction mode know no prepared statements
                keepalives_idle=5,
                keepalives_interval=2,
                keepalives_count=3,
                tcp_user_timeout=STATEMENT_SECONDS * 1_000,
                application_name="scicomm-bot",
            )
            self.connection += 1
        return self._connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with self._held():
            try:
                yield
            except psycopg.IntegrityError as error:
                raise TakenError(f"{self.name}: {error.diag.constraint_name}") from error
            except psycopg.errors.QueryCanceled as error:
                raise LedgerError(f"{self.name}: the database did not answer in {STATEMENT_SECONDS} s") from error
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as error:
                raise LedgerBusyError(f"{self.name}: another transaction holds the ledger; try again") from error
            except psycopg.errors.ReadOnlySqlTransaction as error:
                self._forget()  # a primary that was made a standby: the next connection may find the new one
                raise LedgerError(f"{self.name}: {STANDBY}") from error
            except psycopg.errors.InsufficientPrivilege as error:
                raise LedgerError(
                    f"{self.name}: the role lacks a right ({error.diag.message_primary}); grant it SELECT, INSERT, "
                    "UPDATE and DELETE on the ledger's tables"
                ) from error
            except psycopg.errors.DiskFull as error:
                raise LedgerError(
                    f"{self.name}: the server's disk is full; nothing is posted until there is room"
                ) from error
            except psycopg.OperationalError as error:
                self._forget()
                raise LedgerError(
                    f"{self.name}: the database cannot be reached; nothing goes out without it ({type(error).__name__})"
                ) from error
            except psycopg.Error as error:
                raise LedgerError(f"{self.name}: the database refused a statement ({error.sqlstate})") from error

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction; its COMMIT returns when the write is durable, on the synchronous standbys too."""
        with self._errors():
            connection = self._connected()
            with _ending(connection, self.transaction_seconds or CALL_SECONDS), connection.transaction():
                connection.execute("SET LOCAL synchronous_commit TO on")
                connection.execute(f"SET LOCAL statement_timeout TO '{STATEMENT_SECONDS}s'")
                connection.execute(f"SET LOCAL lock_timeout TO '{STATEMENT_SECONDS}s'")
                yield

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        with self._errors():
            connection = self._connected()
            with _ending(connection, CALL_SECONDS):
                cursor = connection.execute(sql.replace("?", "%s").encode(), values)
                return self._sound(sql, list(cursor.fetchall())) if cursor.description is not None else []


@contextmanager
def _ending(connection: "psycopg.Connection[dict[str, object]]", seconds: float) -> Iterator[None]:
    """End what is done in the block within this time, by shutting the connection's socket down."""

    def shut() -> None:
        with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as twin:
            twin.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def standbys_trouble(names: str, standbys: Sequence[tuple[object, object]]) -> str | None:
    """Return what is wrong with the standbys: `synchronous_standby_names`, and each one's name and `sync_state`.

    A role that may not see the states gets None for them.
    """
    if any(state is None for _, state in standbys):
        return "this role cannot see whether the standbys are synchronous; GRANT pg_monitor to it"
    lagging = [str(name) for name, state in standbys if state not in {"sync", "quorum"}]
    in_step = len(standbys) - len(lagging)
    if lagging and not in_step:
        named = ", ".join(lagging)
        return f"standbys are not synchronous ({named}), so a claim can be lost: set synchronous_standby_names"
    if names and not in_step:
        return "synchronous_standby_names is set, but no such standby is connected, so every write waits for ever"
    return None


_OF_ITS_OWN = "give the ledger a database of its own"


def _without_password(address: str) -> str:
    """Return an address that may be shown: host, port and database."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error as error:
        raise LedgerError("SCICOMM_STATE: not a PostgreSQL address; write postgresql://user@host/database") from error
    return f"postgresql://{parts.get('host', '')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"
