"""The ledger in one SQLite file."""

import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from scicomm_bot.clock import SystemClock
from scicomm_bot.errors import LedgerBusyError, LedgerError, LedgerReplacedError
from scicomm_bot.ledger.base import TakenError
from scicomm_bot.ledger.files import hidden_file, refuse_network_file_system, remedy_to_write
from scicomm_bot.ledger.in_use import FilesInUse, inode
from scicomm_bot.ledger.migrations import APPLICATION_ID, MIGRATIONS, VERSION, statements
from scicomm_bot.ledger.rows import Row
from scicomm_bot.ledger.sql import SqlLedger
from scicomm_bot.ledger.tables import Dialect, create_all

BUSY_SECONDS = 5.0
"""How long a write waits for another process before it gives up."""


def open_sqlite(
    path: Path, *, create: bool, now: datetime | None = None, busy_seconds: float = BUSY_SECONDS
) -> "SqliteLedger | None":
    """Open the ledger at `path`; make it where it is missing and `create` is set, else return None for a missing one.

    A ledger of an earlier version is brought to this one, with a copy kept beside it as `state.db.v1`; without `create`
    it is left as it is and read in memory. `now` is the time; by default, that of this machine.

    Raises:
        OlderServiceError: it is of an earlier version, and a service that was seen lately still uses it.
        LedgerError: it is not a ledger, is damaged, from a newer version, cannot be written, or lies on a network
            file system.
    """
    try:
        missing = not path.exists()
    except OSError as error:
        raise LedgerError(f"{path}: cannot look for the state file: {error.strerror}; check SCICOMM_STATE") from error
    if missing and path.is_symlink():
        raise LedgerError(
            f"{path}: the state file is a link that leads to no file; mount the disk that it leads to, or set "
            "SCICOMM_STATE to another file"
        )
    if missing and not create:
        return None
    if not missing and not path.is_file():
        raise LedgerError(f"{path}: the state file is a folder; point SCICOMM_STATE at a file, e.g. {path}/state.db")
    if not missing and path.stat().st_size == 0:
        raise LedgerError(
            f"{path}: the state file is empty, so what went out is not known; restore it from a backup "
            "(only if nothing was ever posted with it: delete it)"
        )
    if missing and not path.parent.is_dir():
        raise LedgerError(f"{path.parent}: the folder of the state file does not exist; make it, or set SCICOMM_STATE")
    refuse_network_file_system(path)
    moment = SystemClock().now() if now is None else now
    if missing:
        _make_whole(path, moment, busy_seconds)
    ledger = SqliteLedger(path, writable=create, busy_seconds=busy_seconds)
    try:
        ledger.prepare(moment)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _make_whole(path: Path, now: datetime, busy_seconds: float) -> None:
    """Make a new ledger under another name and link it into its place, so that no other process sees it half made.

    Of several that do so at once, the first to link has made it. Where links cannot be made, the caller makes the
    tables in place.
    """
    with hidden_file(path) as new:
        with closing(SqliteLedger(path, writable=True, busy_seconds=busy_seconds, file=new)) as ledger:
            ledger.prepare(now)
        with suppress(OSError):  # everything is in the one file now
            os.link(new, path)


def _put_in_place(made: Path, path: Path) -> None:
    """Give a whole file its name, unless another process has done so: the first stands."""
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        if not path.exists():
            made.rename(path)


class SqliteLedger(SqlLedger):
    """A ledger in one SQLite file: WAL, `synchronous=FULL`, so a claim is on the disk before the network is touched.

    One connection, guarded by a lock: a step runs in one thread, and the thread that ends the service may record too.
    """

    dialect = Dialect.SQLITE

    def __init__(self, path: Path, *, writable: bool, busy_seconds: float, file: Path | None = None) -> None:
        """Open `file`, which errors call `path`; they are the same but while a new file is being made."""
        self.path = path
        self._file = file or path
        self.name = str(path)
        self._lock = threading.RLock()
        self._writable = writable
        self._in_memory = False
        self._before = inode(str(self._file.absolute()))
        self._files: FilesInUse | None = None
        mode = "rwc" if writable else "ro"
        try:
            self._db = sqlite3.connect(
                f"{self._file.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=busy_seconds,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.Error as error:
            raise _ours(error, path) from error
        self._db.row_factory = sqlite3.Row

    def prepare(self, now: datetime) -> None:
        """Check that this is a ledger, and bring it to this version, from an empty file on.

        Raises:
            LedgerError: it is none, or one of a newer version.
            OlderServiceError: it is of an earlier version, and a service still uses it.
        """
        with self._errors():
            application_id, version = self._pragma("application_id"), self._pragma("user_version")
            tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        new = not tables and not application_id and self._writable
        if not new and application_id != APPLICATION_ID:
            raise LedgerError(f"{self.path}: this is a database, but no state file of scicomm-bot; set SCICOMM_STATE")
        if version > VERSION:
            raise LedgerError(
                f"{self.path}: the state file is from a newer scicomm-bot (version {version}, this one knows "
                f"{VERSION}); use the newer program"
            )
        if not self._writable and version < VERSION:
            self._read_in_memory()
        if self._writable:
            with self._errors():
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=FULL")
                self._db.execute("PRAGMA foreign_keys=ON")
            if 0 < version < VERSION:
                self.refuse_older_services(now)
                self._keep_copy(version)
        if version < VERSION:
            self._migrate(now)
        self.connection += 1
        if not self._in_memory:
            self._files = FilesInUse(self._file)
            if not self._files.is_still(self._before):
                raise LedgerReplacedError(f"{self.path}: another file was put in its place just now; try again")

    def _keep_copy(self, version: int) -> None:
        """Copy the ledger, as it was, beside itself, by SQLite's own backup; an older copy is not overwritten."""
        copy = self.path.with_name(f"{self.path.name}.v{version}")
        if copy.exists():
            return
        if copy.is_symlink():
            what = "is a link that leads nowhere, so the state file cannot be copied before it is migrated"
            raise LedgerError(f"{copy}: {what}; delete the link. Nothing was changed")
        half = copy.with_name(f".{copy.name}.{uuid.uuid4().hex}")
        with self._errors():
            other = sqlite3.connect(half)
            try:
                self._db.backup(other)
            finally:
                other.close()
        try:
            with half.open("rb") as file:
                os.fsync(file.fileno())
            _put_in_place(half, copy)
        except OSError as error:
            raise LedgerError(
                f"{copy}: the state file cannot be copied before it is migrated ({error.strerror}); nothing was changed"
            ) from error
        finally:
            half.unlink(missing_ok=True)

    def _read_in_memory(self) -> None:
        """Take a copy of a ledger of an earlier version into memory: a command that only reads changes no file."""
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        with self._errors():
            self._db.backup(memory)
        self._db.close()
        self._db, self._in_memory = memory, True
        self._db.row_factory = sqlite3.Row

    def _migrate(self, now: datetime) -> None:
        """Bring the tables to this version, or make them: all of it, or nothing."""
        with self._writing():
            version = self._pragma("user_version")  # read again: another process may have done it
            if self._writable and 0 < version < VERSION:
                self.refuse_older_services(now)
            steps = [create_all(Dialect.SQLITE)] if version == 0 else map(statements, MIGRATIONS[version:])
            for statement in (statement for step in steps for statement in step):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            self._db.execute(f"PRAGMA user_version={VERSION}")

    def __del__(self) -> None:
        """Close a file that a command left open at its end."""
        if hasattr(self, "_db"):
            self._db.close()

    def close(self) -> None:
        """Close the file; the ledger cannot be used afterwards."""
        with self._lock:
            self._db.close()

    def damage(self) -> str | None:
        """Read the whole file and return what is damaged, or None; slow for a large ledger."""
        answer = str(self._rows("PRAGMA integrity_check(1)")[0][0])  # type: ignore[index]  # its column has no fixed name
        return self.damaged_row() if answer == "ok" else answer

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with self._held():
            self._same_files()
            try:
                yield
            except sqlite3.Error as error:
                raise _ours(error, self.path) from error
            except UnicodeDecodeError as error:  # what SQLite says of a damaged table may hold its bytes
                raise LedgerError(
                    f"{self.path}: the state file is damaged, so what went out is not known; nothing is posted until "
                    "it is restored from a backup (docs/operations.md)"
                ) from error

    def _same_files(self) -> None:
        """Refuse to go on with a file that is no longer the one on the disk: what is written to it, nobody would read.

        Raises:
            LedgerReplacedError: it was deleted, or another was put in its place.
        """
        if self._files is None or (what := self._files.changed()) is None:
            return
        self.connection += 1  # whatever is there when it is back is to be compared with the account
        raise LedgerReplacedError(
            f"{self.path}: {what} while this program had it open, so nothing is posted and nothing was changed; put "
            "the right file back in its place, or restart the program if it is the right one"
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction that no other process writes beside; durable when the block has ended."""
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        with self._errors():
            found: list[Row] = list(self._db.execute(sql, values).fetchall())
        return self._sound(sql, found)


def _ours(error: sqlite3.Error, path: Path) -> LedgerError:
    """Turn SQLite's result code (https://sqlite.org/rescode.html) into the thing, the place and the remedy."""
    if isinstance(error, sqlite3.IntegrityError):
        return TakenError(f"{path}: {error}")
    if disk_is_full(error):
        return LedgerError(f"{path}: the disk is full; nothing is posted until there is room")
    match _code(error) & _PRIMARY:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LedgerBusyError(f"{path}: another process holds the state file; try again in a moment")
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return LedgerError(
                f"{path}: the state file is damaged ({error}), so what went out is not known; "
                "nothing is posted until it is restored from a backup (docs/operations.md)"
            )
        case sqlite3.SQLITE_READONLY:
            return LedgerError(f"{path}: the state file cannot be written; {remedy_to_write(path)}")
        case sqlite3.SQLITE_CANTOPEN:
            return LedgerError(f"{path}: the state file cannot be opened; {remedy_to_write(path)}")
        case sqlite3.SQLITE_TOOBIG | sqlite3.SQLITE_MISMATCH:
            return LedgerError(
                f"{path}: the state file holds a value that cannot be used ({error}); nothing is posted until it is "
                "restored from a backup (docs/operations.md)"
            )
        case sqlite3.SQLITE_IOERR:
            return LedgerError(
                f"{path}: the disk gives an error ({error.sqlite_errorname}); look at the user's quota, the limit on "
                "the size of files (`ulimit -f`) and the system's log"
            )
        case _:
            return LedgerError(f"{path}: the state file cannot be used: {error}")


def disk_is_full(error: sqlite3.Error) -> bool:
    """Whether there was no room for the file, or for what SQLite keeps beside it."""
    return _code(error) in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)


_PRIMARY = 0xFF
"""The primary result code is the lowest eight bits of an extended one."""
