"""The ledger in one SQLite file."""

import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from scicomm_bot.errors import ClaimLostError, LedgerBusyError, LedgerError, NotFoundError
from scicomm_bot.ledger import rows
from scicomm_bot.ledger.files import refuse_network_file_system
from scicomm_bot.ledger.schema import APPLICATION_ID, TABLES, VERSION
from scicomm_bot.models import Account, Claim, History, Publication, PublicationState, ServiceSign

BUSY_SECONDS = 5.0
"""How long a write waits for another process before it gives up."""


def open_sqlite(path: Path, *, create: bool, busy_seconds: float = BUSY_SECONDS) -> "SqliteLedger | None":
    """Open the ledger at `path`; make it where it is missing and `create` is set, else return None for a missing one.

    Raises:
        LedgerError: it is not a ledger, is damaged, from a newer version, cannot be written, or lies on a network
            file system.
    """
    try:
        missing = not path.exists()
    except OSError as error:
        raise LedgerError(f"{path}: cannot look for the state file: {error.strerror}; check SCICOMM_STATE") from error
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
    if missing:
        _make_whole(path, busy_seconds)
    ledger = SqliteLedger(path, writable=create, busy_seconds=busy_seconds)
    try:
        ledger.prepare()
    except BaseException:
        ledger.close()
        raise
    return ledger


def _make_whole(path: Path, busy_seconds: float) -> None:
    """Make a new ledger under another name and link it into its place, so that no other process sees it half made.

    Of several that do so at once, the first to link has made it. Where links cannot be made, the caller makes the
    tables in place.
    """
    new = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    ledger = SqliteLedger(path, writable=True, busy_seconds=busy_seconds, file=new)
    try:
        ledger.prepare()
        ledger.close()  # everything is in the one file now
        with suppress(OSError):
            os.link(new, path)
    finally:
        ledger.close()
        for left in (new, *(new.with_name(new.name + end) for end in ("-journal", "-wal", "-shm"))):
            left.unlink(missing_ok=True)


class SqliteLedger:
    """A ledger in one SQLite file: WAL, `synchronous=FULL`, so a claim is on the disk before the network is touched.

    One connection, guarded by a lock: a step runs in one thread, and the thread that ends the service may record too.
    """

    def __init__(self, path: Path, *, writable: bool, busy_seconds: float, file: Path | None = None) -> None:
        """Open `file`, which errors call `path`; they are the same but while a new file is being made."""
        self.path = path
        self._lock = threading.RLock()
        self._writable = writable
        mode = "rwc" if writable else "ro"
        try:
            self._db = sqlite3.connect(
                f"{(file or path).absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=busy_seconds,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.Error as error:
            raise _ours(error, path) from error
        self._db.row_factory = sqlite3.Row

    def prepare(self) -> None:
        """Check that this is a ledger of this version, making the tables in a new file."""
        with self._errors():
            application_id, version = self._pragma("application_id"), self._pragma("user_version")
            tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not tables and self._writable:
            self._make_tables()
            return
        if application_id != APPLICATION_ID:
            raise LedgerError(f"{self.path}: this is a database, but no state file of scicomm-bot; set SCICOMM_STATE")
        if version > VERSION:
            raise LedgerError(
                f"{self.path}: the state file is from a newer scicomm-bot (version {version}, this one knows "
                f"{VERSION}); use the newer program"
            )
        if self._writable:
            with self._errors():
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=FULL")
                self._db.execute("PRAGMA foreign_keys=ON")

    def _make_tables(self) -> None:
        with self._errors():
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA foreign_keys=ON")
        with self._writing():
            if self._pragma("user_version") == VERSION:
                return  # another process made them in between
            for statement in _statements(TABLES):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            self._db.execute(f"PRAGMA user_version={VERSION}")

    def close(self) -> None:
        """Close the file; the ledger cannot be used afterwards."""
        with self._lock:
            self._db.close()

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise _ours(error, self.path) from error

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

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with self._errors():
            return self._db.execute(sql, values).fetchall()

    def _row(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Row | None:
        found = self._rows(sql, values)
        return found[0] if found else None

    # The account

    def account(self) -> Account | None:
        """Return the account that this ledger belongs to, or None for a ledger never used."""
        row = self._row("SELECT * FROM account")
        return None if row is None else rows.account(row)

    def account_for(self, fingerprint: str) -> Account | None:
        """Return the account that these credentials were seen to belong to, or None."""
        row = self._row("SELECT * FROM account WHERE fingerprint = ?", [fingerprint])
        return None if row is None else rows.account(row)

    def adopt(self, account: Account, fingerprint: str) -> None:
        """Keep the account that these credentials belong to.

        Raises:
            LedgerError: the ledger belongs to another account.
        """
        with self._writing():
            other = self._row("SELECT * FROM account WHERE id <> ?", [account.id])
            if other is not None:
                raise LedgerError(
                    f"{self.path}: the state file belongs to account {other['id']} ({other['username'] or 'no name'}), "
                    f"but the credentials are those of {account.id} ({account.username}); "
                    "use that account's credentials, or another SCICOMM_STATE"
                )
            self._db.execute(
                "INSERT INTO account (id, username, fingerprint) VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET username = excluded.username, fingerprint = excluded.fingerprint",
                [account.id, account.username, fingerprint],
            )

    def pause(self, account_id: str, reason: str | None, until: datetime | None = None) -> None:
        """Let nothing go out until a person acts, or until `until`; a `reason` of None ends the pause."""
        with self._writing():
            self._db.execute(
                "UPDATE account SET paused = ?, paused_until = ? WHERE id = ?",
                [reason, rows.stamp(until) if until else None, account_id],
            )

    # Publications

    def history(
        self,
        post_ids: Sequence[str],
        text_hashes: Sequence[str],
        *,
        since: datetime,
        slots: Sequence[datetime] = (),
    ) -> History:
        """Return what matters for a decision about these posts; spending is counted from `since`."""
        account = self.account()
        if account is None:
            return History()
        latest: dict[str, Publication] = {}
        for some in _in_parts(post_ids):
            for row in self._rows(
                "SELECT * FROM publication WHERE number IN (SELECT max(number) FROM publication "
                f"WHERE account_id = ? AND post_id IN ({_marks(some)}) GROUP BY post_id)",
                [account.id, *some],
            ):
                latest[row["post_id"]] = rows.publication(row)
        taken: dict[str, str] = {}
        for some in _in_parts(text_hashes):
            for row in self._rows(
                "SELECT text_sha256, post_id FROM publication WHERE account_id = ? "
                f"AND state IN ('claimed', 'unknown', 'posted') AND text_sha256 IN ({_marks(some)})",
                [account.id, *some],
            ):
                taken[row["text_sha256"]] = row["post_id"]
        newest = self._row(
            "SELECT max(ended_at) AS at FROM publication WHERE account_id = ? AND state = 'posted'", [account.id]
        )
        spent = self._row(
            "SELECT coalesce(sum(price_micro_usd), 0) AS spent FROM publication WHERE account_id = ? "
            "AND claimed_at >= ? AND state IN ('claimed', 'unknown', 'posted')",
            [account.id, rows.stamp(since)],
        )
        filled = self._rows(
            "SELECT slot FROM publication WHERE account_id = ? "
            "AND state IN ('claimed', 'unknown', 'posted', 'refused') "
            f"AND slot IN ({_marks(slots)})",
            [account.id, *map(rows.stamp, slots)],
        )
        return History(
            account=account,
            latest=latest,
            taken=taken,
            open=self.open_publication(),
            last_posted_at=rows.moment(newest["at"]) if newest else None,
            spent_micro_usd=spent["spent"] if spent else 0,
            filled_slots=frozenset(datetime.fromisoformat(row["slot"]) for row in filled),
        )

    def open_publication(self) -> Publication | None:
        """Return the publication whose outcome is not known yet, or None."""
        row = self._row("SELECT * FROM publication WHERE state IN ('claimed', 'unknown')")
        return None if row is None else rows.publication(row)

    def publication(self, attempt_id: str) -> Publication:
        """Return one publication by its attempt.

        Raises:
            NotFoundError: there is none.
        """
        row = self._row("SELECT * FROM publication WHERE attempt_id = ?", [attempt_id])
        if row is None:
            raise NotFoundError(f"{self.path}: no attempt {attempt_id}")
        return rows.publication(row)

    def claim(self, account_id: str, claim: Claim) -> Publication:
        """Write the claim, durably, before anything is sent; only one process can win it.

        Raises:
            ClaimLostError: another publication is open, or this post, text or slot is taken.
        """
        try:
            with self._writing():
                self._db.execute(
                    "INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, "
                    "state, slot, claimed_at, send_by, ends_by) VALUES (?, ?, ?, ?, ?, ?, 'claimed', ?, ?, ?, ?)",
                    [
                        claim.attempt_id,
                        account_id,
                        claim.post_id,
                        claim.text,
                        claim.text_sha256,
                        claim.price_micro_usd,
                        rows.stamp(claim.slot) if claim.slot else None,
                        rows.stamp(claim.claimed_at),
                        rows.stamp(claim.send_by),
                        rows.stamp(claim.ends_by),
                    ],
                )
        except LedgerError as error:
            if isinstance(error.__cause__, sqlite3.IntegrityError):
                raise ClaimLostError(f"{claim.post_id}: another process was first; nothing was sent") from error
            raise
        return self.publication(claim.attempt_id)

    def record(
        self,
        attempt_id: str,
        state: PublicationState,
        at: datetime,
        *,
        x_post_id: str | None = None,
        reason: str | None = None,
    ) -> Publication:
        """Write down what came of an attempt.

        Raises:
            LedgerError: it is posted already, or the id is another post's; nothing was changed.
        """
        with self._writing():
            before = self.publication(attempt_id)
            if before.state is PublicationState.POSTED:
                if state is PublicationState.POSTED and before.x_post_id == x_post_id:
                    return before
                raise LedgerError(f"{before.post_id}: posted already as {before.x_post_id}; that does not change")
            other = self._row("SELECT post_id FROM publication WHERE x_post_id = ?", [x_post_id])
            if other is not None:
                raise LedgerError(f"{before.post_id}: {x_post_id} is the id of {other['post_id']} already")
            self._db.execute(
                "UPDATE publication SET state = ?, x_post_id = ?, reason = ?, ended_at = ? WHERE attempt_id = ?",
                [str(state), x_post_id, reason, rows.stamp(at), attempt_id],
            )
        return self.publication(attempt_id)

    def publications(self, *, newest: int | None = None) -> list[Publication]:
        """Return the publications in the order of claiming; with `newest`, only that many of the newest."""
        found = self._rows("SELECT * FROM publication ORDER BY number DESC LIMIT ?", [-1 if newest is None else newest])
        return [rows.publication(row) for row in reversed(found)]

    def newest_of(self, post_id: str) -> Publication | None:
        """Return the newest publication of a post, or None where it was never tried."""
        row = self._row("SELECT * FROM publication WHERE post_id = ? ORDER BY number DESC LIMIT 1", [post_id])
        return None if row is None else rows.publication(row)

    # Running services

    def sign(self, sign: ServiceSign) -> None:
        """Write down that a service is alive."""
        with self._writing():
            self._db.execute(
                "INSERT INTO service (name, started_at, seen_at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE "
                "SET started_at = excluded.started_at, seen_at = excluded.seen_at",
                [sign.name, rows.stamp(sign.started_at), rows.stamp(sign.seen_at)],
            )

    def sign_off(self, name: str) -> None:
        """Write down that a service has ended in good order."""
        with self._writing():
            self._db.execute("DELETE FROM service WHERE name = ?", [name])

    def signs(self) -> list[ServiceSign]:
        """Return the services that are running, or have died without signing off."""
        return [rows.service(row) for row in self._rows("SELECT * FROM service ORDER BY started_at")]

    def damage(self) -> str | None:
        """Read the whole file and return what is damaged, or None; slow for a large ledger."""
        found = self._rows("PRAGMA integrity_check(1)")
        answer = str(found[0][0])
        return None if answer == "ok" else answer


def _statements(script: str) -> list[str]:
    """Split the schema at its semicolons; `executescript` would commit in between."""
    bare = "\n".join(line.partition("--")[0] for line in script.splitlines())
    return [statement for statement in bare.split(";") if statement.strip()]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _in_parts(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _ours(error: sqlite3.Error, path: Path) -> LedgerError:
    """Turn SQLite's words into what a person needs: the thing, the place, the remedy."""
    text = str(error)
    if isinstance(error, sqlite3.IntegrityError):
        return LedgerError(f"{path}: {text}")
    if "locked" in text or "busy" in text:
        return LedgerBusyError(f"{path}: another process holds the state file; try again in a moment")
    if "not a database" in text or "malformed" in text or "encrypted" in text:
        return LedgerError(
            f"{path}: the state file is damaged ({text}), so what went out is not known; "
            "nothing is posted until it is restored from a backup (docs/operations.md)"
        )
    if "readonly" in text or "read-only" in text:
        return LedgerError(f"{path}: the state file cannot be written; make it and its folder writable for this user")
    if "unable to open" in text:
        return LedgerError(
            f"{path}: the state file cannot be opened; make the file and its folder readable and writable for this user"
        )
    if "full" in text:
        return LedgerError(f"{path}: the disk is full; nothing is posted until there is room")
    return LedgerError(f"{path}: the state file cannot be used: {text}")
