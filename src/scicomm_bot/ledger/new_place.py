"""The place that a ledger is copied to: a new file, a database, or a ledger that is there and empty."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from scicomm_bot.errors import LedgerError
from scicomm_bot.ledger import is_postgres, open_ledger
from scicomm_bot.ledger.files import hidden_file, refuse_network_file_system, remedy_to_write
from scicomm_bot.ledger.migrations import VERSION
from scicomm_bot.ledger.sql import SqlLedger
from scicomm_bot.ledger.sqlite import disk_is_full


@contextmanager
def new_place(address: str, now: datetime, check: Callable[[SqlLedger], object]) -> Iterator[SqlLedger]:
    """Give the ledger at a new place, in one transaction; it is made in it where there is none.

    Args:
        address: The path of a file, or a `postgresql://` address.
        now: The time.
        check: Raises an error where a ledger that is there already must stay as it is.

    Raises:
        LedgerError: it cannot be used; what is there stays as it is.
    """
    _look(address, now, check)
    if not is_postgres(address):
        with _file(Path(address), now) as file, file.alone():
            yield file
        return
    from scicomm_bot.ledger.postgres import PostgresLedger  # noqa: PLC0415 - an extra that few have

    with closing(PostgresLedger(address)) as database, database.alone():
        database.prepare(create=True, now=now)
        yield database


def _look(address: str, now: datetime, check: Callable[[SqlLedger], object]) -> None:
    """Look at the new place before anything is written there: one of an earlier version is not migrated in vain."""
    if not is_postgres(address):
        _look_at_file(Path(address))
    try:
        there = open_ledger(address, create=False, now=now)
    except LedgerError as error:
        raise LedgerError(_why_not(error, address)) from error
    if there is not None:
        with closing(there):
            if there.version == VERSION:
                check(there)


def _why_not(error: LedgerError, address: str) -> str:
    """Return why what is at the new place cannot be used, with PostgreSQL's own words where nobody could connect."""
    if not is_postgres(address):
        why = error.__cause__ if isinstance(error.__cause__, sqlite3.Error) else error
        return f"{address}: there is a file already, and it is no ledger that could be filled ({why}); name another one"
    try:
        import psycopg  # noqa: PLC0415 - an extra that few have
    except ImportError:
        return str(error)
    match error.__cause__:
        case psycopg.OperationalError(sqlstate=None) as cause:
            from scicomm_bot.ledger.postgres import PostgresLedger  # noqa: PLC0415 - as above

            said = "; ".join(line.strip() for line in str(cause).splitlines())
            return (
                f"{PostgresLedger(address).name}: the database cannot be reached: {said.rstrip('.?')}. Check the "
                "address and the server; the password is read from the address, PGPASSWORD or ~/.pgpass"
            )
        case psycopg.ProgrammingError(sqlstate=None):
            return "the new place has no PostgreSQL address; write postgresql://user@host/database"
    return in_words(error)


def _look_at_file(path: Path) -> None:
    refuse_network_file_system(path)
    try:
        if path.is_dir():
            raise LedgerError(f"{path}: this is a folder; name a file, such as {path / 'state.db'}")
        if not path.parent.is_dir():
            raise LedgerError(f"{path.parent}: this folder does not exist; make it, or name another place")
        if path.is_symlink() and not path.exists():
            raise LedgerError(f"{path}: this is a link that leads nowhere; remove it, or name another place")
    except OSError as error:
        raise LedgerError(f"{path}: cannot be looked at ({error.strerror}); name another place") from error


@contextmanager
def _file(path: Path, now: datetime) -> Iterator[SqlLedger]:
    """Give a state file; a new one gets its name when it is whole."""
    if path.exists():
        with closing(_made(path, now)) as ledger:
            yield ledger
        return
    with hidden_file(path) as half:
        with closing(_made_new(half, path, now)) as ledger:
            ledger.name = str(path)
            yield ledger
        _put_in_place(half, path)


def _made_new(half: Path, path: Path, now: datetime) -> SqlLedger:
    try:
        return _made(half, now)
    except LedgerError as error:
        raise LedgerError(f"{path}: {_why_not_made(error.__cause__, path)}") from error


def _why_not_made(cause: BaseException | None, path: Path) -> str:
    if isinstance(cause, sqlite3.Error) and disk_is_full(cause):
        return "the disk is full; make room there, or name another place"
    return f"a file cannot be made there ({cause}); {remedy_to_write(path, 'name another place')}"


def _made(path: Path, now: datetime) -> SqlLedger:
    ledger = open_ledger(str(path), create=True, now=now)
    if ledger is None:
        raise LedgerError(f"{path}: the ledger could not be made")
    return ledger


def _put_in_place(half: Path, path: Path) -> None:
    """Give the file its name, durably, unless another process has made one there."""
    try:
        try:
            os.link(half, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if os.path.lexists(path):
                raise
            half.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise LedgerError(f"{path}: the file cannot be put in its place ({error.strerror})") from error


def in_words(error: LedgerError) -> str:
    """Return what went wrong and what to do, where a user lacks a right in PostgreSQL's own words."""
    try:
        import psycopg  # noqa: PLC0415 - an extra that few have
    except ImportError:
        return str(error)
    cause = error.__cause__
    if not isinstance(cause, psycopg.errors.InsufficientPrivilege):
        return str(error)
    refused = cause.diag.message_primary or cause.sqlstate
    return f"{error}: {refused}. This user must be allowed to make tables there, and own those that are there"
