"""Rows as both databases give them, and how times are written in them."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Protocol


class Row(Protocol):
    """A row whose columns are looked up by name, as sqlite3 and psycopg both give them."""

    def __getitem__(self, column: str, /) -> Any:  # noqa: ANN401 - a column may hold anything
        ...

    def keys(self) -> Collection[str]:
        """Return the names of the columns; a ledger of an earlier version that is only read has fewer."""


def to_iso(moment: datetime) -> str:
    """Write a time in UTC with microseconds, so that times sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_iso(written: str | None) -> datetime | None:
    """Read a time back; None for none."""
    return None if written is None else datetime.fromisoformat(written)
