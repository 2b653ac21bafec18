"""Whole tables, for a copy of the ledger: every row with every column, as the database keeps it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from scicomm_bot.ledger.base import Base, marks
from scicomm_bot.ledger.tables import TABLES, Dialect, Kind, Table

Values: TypeAlias = tuple[object, ...]
"""The values of a row, in the order of the table's columns."""
WHOLE_SECONDS = 600.0
"""How long everything together may take; each statement still has the limit that it always has."""
_VALUES_AT_ONCE = 900
"""How many values fit into one statement: SQLite takes 999 question marks."""


class Whole(Base):
    """All tables, without knowing what they are for."""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One transaction in which no other process writes anything into this ledger; all of it, or nothing.

        What stands in the block may read and write; other processes go on reading what was there before.
        """
        self.transaction_seconds = WHOLE_SECONDS
        try:
            with self._writing():
                yield
        finally:
            self.transaction_seconds = None

    def keep_others_out(self) -> None:
        """Inside of `alone`: let no other process write until its end. A state file has one writer at any time."""
        if self.dialect is Dialect.POSTGRES:
            names = ", ".join(table.name for table in TABLES)
            self._rows(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")

    def place(self) -> Values:
        """Return what is the same for two ledgers only where they are one, however their addresses are written."""
        if self.dialect is Dialect.SQLITE:
            row = self._row("SELECT file FROM pragma_database_list WHERE name = 'main'")
            if row is None or not row["file"]:
                return (id(self),)  # a ledger of an earlier version that is only read is in memory
            found = Path(row["file"]).stat()
            return found.st_dev, found.st_ino
        row = self._row(
            "SELECT pg_postmaster_start_time()::text AS server, oid::bigint AS base, "
            "'publication'::regclass::oid::bigint AS it FROM pg_database WHERE datname = current_database()"
        )
        return () if row is None else (row["server"], row["base"], row["it"])

    def all_of(self, table: Table) -> list[Values]:
        """Return every row of a table: in the order of its numbers, else in an order that is the same everywhere."""
        names = [column.name for column in table.columns]
        key = _key(table)
        found = self._rows(f"SELECT {', '.join(names)} FROM {table.name}{f' ORDER BY {key}' if key else ''}")
        rows = [tuple(row[name] for name in names) for row in found]
        return rows if key else sorted(rows, key=lambda row: [(value is not None, str(value)) for value in row])

    def put(self, table: Table, rows: Sequence[Values]) -> None:
        """Inside of `alone`: write these rows as they are, numbers included; further rows get greater numbers."""
        names = [column.name for column in table.columns]
        key = _key(table)
        identity = key if self.dialect is Dialect.POSTGRES else None
        overriding = " OVERRIDING SYSTEM VALUE" if identity else ""
        size = _VALUES_AT_ONCE // len(names)
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            values = ", ".join([f"({marks(names)})"] * len(some))
            self._rows(
                f"INSERT INTO {table.name} ({', '.join(names)}){overriding} VALUES {values}",
                [value for row in some for value in row],
            )
        if identity and rows:
            last = max(int(str(row[names.index(identity)])) for row in rows)
            # Not setval: that would stay when the transaction is rolled back.
            self._rows(f"ALTER TABLE {table.name} ALTER COLUMN {identity} RESTART WITH {last + 1}")

    def clear(self, table: Table) -> None:
        """Inside of `alone`: delete every row of a table."""
        self._rows(f"DELETE FROM {table.name}")

    def fence(self, reason: str) -> None:
        """Inside of `alone`: let no sender begin any more that has claimed and not sent: it asks before its first byte.

        As settling does it: what was claimed becomes unknown.
        """
        self._rows("UPDATE publication SET state = 'unknown', reason = ? WHERE state = 'claimed'", [reason])


def _key(table: Table) -> str | None:
    """Return the column that numbers a table's rows, or None."""
    return next((column.name for column in table.columns if column.kind is Kind.KEY), None)
