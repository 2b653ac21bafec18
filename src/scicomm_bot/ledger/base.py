"""What every part of the ledger stands on: statements, transactions, and a lock on the one connection.

Question marks stand for values; a store whose driver writes them otherwise turns them. Each store says how it connects,
what a transaction is, and how its errors read.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from scicomm_bot.errors import LedgerBusyError, LedgerError
from scicomm_bot.ledger.migrations import VERSION
from scicomm_bot.ledger.rows import Row
from scicomm_bot.ledger.sound import damage_in
from scicomm_bot.ledger.tables import TABLES, Dialect

LOCK_SECONDS = 0.8
"""How long a thread waits for another of the same process. A service that ends waits twice, after its drain: a test
holds the sum to the ten seconds that a container has."""
OF_THE_ACCOUNT = "account_id = (SELECT id FROM account)"
"""Those of the one account that a ledger has. The indexes begin with it; without it, every row would be read."""


class TakenError(LedgerError):
    """A row of the same kind is there already, or one that it belongs to is not: an index or a reference said no."""


class Base(ABC):
    """A ledger in a database; `name` is how messages call it."""

    name: str
    dialect: Dialect
    transaction_seconds: float | None = None
    """How long a whole transaction may take, where the store limits that; None for what it thinks right."""
    version: int = VERSION
    """The version of the tables: an earlier one where they are only read, and cannot be brought to this one."""
    connection: int = 0
    """A number that differs after each new connection: then another database may be behind it."""
    _lock: threading.RLock

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the one connection; the thread that ends the service does not wait for one that hangs."""
        if not self._lock.acquire(timeout=LOCK_SECONDS):
            raise LedgerBusyError(f"{self.name}: the ledger did not answer another thread yet; try again in a moment")
        try:
            yield
        finally:
            self._lock.release()

    @abstractmethod
    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one statement and return its rows."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[None]:
        """One transaction, durable when the block has ended; raises TakenError where a unique index says no."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    @abstractmethod
    def damage(self) -> str | None:
        """Examine the database and return what is wrong with it, or None."""

    def _sound(self, sql: str, rows: list[Row]) -> list[Row]:
        """Return the rows of a statement as they are.

        Raises:
            LedgerError: one holds a value that this program never writes; says in which row and column.
        """
        if damage := damage_in(sql, rows):
            raise self._damaged(damage)
        return rows

    def _damaged(self, where: str) -> LedgerError:
        return LedgerError(
            f"{self.name}: the ledger is damaged: {where}, so what went out is not known; nothing is posted until it "
            'is restored from a backup (docs/operations.md, "Restoring")'
        )

    def damaged_row(self) -> str | None:
        """Read every row of every table; return which cannot be what this program wrote, or None."""
        for table in TABLES if self.version == VERSION else ():
            sql = f"SELECT * FROM {table.name}"
            try:
                self._rows(sql)
            except LedgerError as error:
                return str(error)
        return None

    def _row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        found = self._rows(sql, values)
        return found[0] if found else None


def marks(values: Sequence[object]) -> str:
    """Return as many question marks as there are values, for a list in a statement."""
    return ", ".join("?" * len(values))


def in_parts(values: Sequence[str], size: int = 400) -> Iterator[Sequence[str]]:
    """Yield the values in parts that fit into one statement: SQLite takes 999 question marks, or 250,000 bytes."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
