"""The ledger: the memory of what went out. The only memory there is; no ledger, no posting."""

import os
from datetime import datetime
from pathlib import Path

from scicomm_bot.clock import SystemClock
from scicomm_bot.ledger.publications import When
from scicomm_bot.ledger.sql import SqlLedger

__all__ = ["SqlLedger", "When", "is_postgres", "open_ledger", "try_to_make"]


def is_postgres(address: str) -> bool:
    """Return whether the setting names a PostgreSQL database rather than a file."""
    return address.startswith(("postgresql://", "postgres://"))


def open_ledger(address: str, *, create: bool, now: datetime | None = None) -> SqlLedger | None:
    """Open the ledger at a path or a `postgresql://` address; None where there is none and none may be made.

    A ledger of an earlier version is brought to this one if `create` is set. `now` is the time, by default this
    machine's.

    Raises:
        LedgerError: it cannot be used.
        OlderServiceError: it is of an earlier version, and a service that was seen lately still uses it.
    """
    if is_postgres(address):
        from scicomm_bot.ledger.postgres import open_postgres  # noqa: PLC0415 - an extra that few have

        return open_postgres(address, create=create, now=SystemClock().now() if now is None else now)
    if not create and not os.path.lexists(address):
        return None
    from scicomm_bot.ledger.sqlite import open_sqlite  # noqa: PLC0415 - not for a preview without a ledger

    return open_sqlite(Path(address), create=create, now=now)


def try_to_make(address: str) -> None:
    """Make sure that a ledger could be made at an address where there is none, and leave nothing behind.

    Raises:
        LedgerError: it could not; says why, and what to do.
    """
    if is_postgres(address):
        from scicomm_bot.ledger.postgres import PostgresLedger  # noqa: PLC0415 - as above

        ledger = PostgresLedger(address)
        try:
            ledger.refuse_without_room()
            ledger.refuse_strangers()
        finally:
            ledger.close()
        return
    from scicomm_bot.ledger.probe import try_place  # noqa: PLC0415 - as above

    try_place(Path(address))
