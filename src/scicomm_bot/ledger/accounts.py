"""The account that a ledger belongs to, and the pauses in which nothing goes out on it."""

from collections.abc import Sequence
from datetime import datetime

from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.errors import LedgerError, OtherAccountError
from scicomm_bot.ledger.base import Base
from scicomm_bot.ledger.migrations import PAUSES_BEFORE_4
from scicomm_bot.ledger.rows import Row, to_iso
from scicomm_bot.ledger.tables import PAUSE


class Accounts(Base):
    """The tables `account` and `pause`."""

    def account(self) -> Account | None:
        """Return the account that this ledger belongs to with its pauses, or None for a ledger never used.

        One that was only paused has an account without an id.
        """
        account = self._account("SELECT id, username FROM account")
        if account is None and (pauses := self._pauses()):
            return Account("", pauses=pauses)
        return account

    def account_for(self, fingerprint: str) -> Account | None:
        """Return the account that these credentials were seen to belong to, or None."""
        return self._account("SELECT id, username FROM account WHERE fingerprint = ?", [fingerprint])

    def _account(self, sql: str, values: Sequence[object] = ()) -> Account | None:
        row = self._row(sql, values)
        return None if row is None else Account(row["id"], row["username"], self._pauses())

    def _pauses(self) -> tuple[Pause, ...]:
        kept = "SELECT * FROM pause WHERE ended_at IS NULL ORDER BY since, number"
        return tuple(_pause(row) for row in self._rows(kept if self.version >= _PAUSES_SINCE else PAUSES_BEFORE_4))

    def adopt(self, account: Account, fingerprint: str) -> None:
        """Keep the account that these credentials belong to; its pauses stay as the ledger has them.

        Raises:
            OtherAccountError: the ledger belongs to another account.
        """
        with self._writing():
            self._rows(
                "INSERT INTO account (id, username, fingerprint) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [account.id, account.username, fingerprint],
            )
            self._rows(
                "UPDATE account SET username = ?, fingerprint = ? WHERE id = ?",
                [account.username, fingerprint, account.id],
            )
            other = self._row("SELECT id, username FROM account WHERE id <> ?", [account.id])
            if other is not None:
                raise OtherAccountError(
                    f"{self.name}: the ledger belongs to account {other['id']} ({other['username'] or 'no name'}), "
                    f"but the credentials are those of {account.id} ({account.username}); "
                    "use that account's credentials, or another SCICOMM_STATE"
                )
            self._rows("UPDATE pause SET account = ? WHERE account = ''", [account.id])

    def pause(self, account_id: str, pause: Pause) -> None:
        """Let nothing go out, or nothing of the pause's paper, until the pause is over or is ended.

        It replaces one of the same cause and paper, which keeps its `since` while it holds; a rate limit begins anew.
        Pauses of other causes, or of another paper, stay as they are, but that a ledger was moved puts a
        person's pause of the account aside.

        Raises:
            LedgerError: the ledger belongs to another account, or to none.
        """
        with self._writing():
            self.put_pause(account_id, pause)

    def pause_by_person(self, pause: Pause) -> Pause:
        """Let nothing go out because a person says so, also where the ledger knows no account yet.

        Two people's pauses of one scope become one, with both reasons, that lasts as long as the longer; it begins with
        the first.

        Returns:
            The pause as it stands now.

        Raises:
            LedgerError: it is in a name that only this program may use.
        """
        if pause.by == MOVED_BY:
            raise LedgerError(f"{self.name}: no person is called {MOVED_BY!r}; nothing was changed")
        with self._writing():
            account = self.account()
            self.put_pause(account.id if account is not None else "", pause, _TOGETHER)
            there = self._pauses()
        return next(one for one in there if (one.cause, one.paper_id) == (pause.cause, pause.paper_id))

    def put_pause(self, account_id: str, pause: Pause, instead: str = "") -> None:
        """Write a pause, inside of a transaction; `instead` says what becomes of one of the same cause and paper."""
        moved = pause.cause is PauseCause.MOVED
        values = {
            "account": account_id, "cause": str(PauseCause.PERSON if moved else pause.cause),
            "paper": pause.paper_id or "", "note": pause.note, "by": MOVED_BY if moved else pause.by,
            "since": pause.since, "until": pause.until,
        }  # fmt: skip
        anew = ", since = excluded.since" if pause.cause is PauseCause.RATE_LIMIT else ""
        replaced = f"note = excluded.note, by = excluded.by, until = excluded.until{anew}"
        same = f"ON CONFLICT (account, cause, paper) WHERE ended_at IS NULL DO UPDATE SET {instead or replaced}"
        if moved:  # both are a person's in the table, which has one of those to a time; a copy takes it up again
            self._rows(
                "UPDATE pause SET ended_at = ? WHERE account = ? AND cause = ? AND paper = ? AND ended_at IS NULL",
                [to_iso(pause.since), account_id, values["cause"], values["paper"]],
            )
        self._rows(  # what is over by then was another pause
            "UPDATE pause SET ended_at = until WHERE account = ? AND cause = ? AND paper = ? "
            "AND ended_at IS NULL AND until <= ?",
            [account_id, values["cause"], values["paper"], to_iso(pause.since)],
        )
        self._rows(*PAUSE.insert(values, same))

    def end_pause(self, account_id: str, pause: Pause, at: datetime) -> bool:
        """End exactly this pause (its cause, paper and `since`); return whether it was still there.

        A person's to which another person has added a reason meanwhile is another one. The row stays, with the time at
        which it was ended. That a ledger was moved is never ended.
        """
        with self._writing():
            ended = self._rows(
                "UPDATE pause SET ended_at = ? WHERE account IN (?, '') AND cause = ? AND paper = ? AND since = ? "
                "AND (cause <> ? OR note = ?) AND ended_at IS NULL RETURNING number",
                [
                    to_iso(at),
                    account_id,
                    str(pause.cause),
                    pause.paper_id or "",
                    to_iso(pause.since),
                    _PERSON,
                    pause.note,
                ],
            )
        return bool(ended)


MOVED_BY = "scicomm-bot ledger copy"
"""Who began the pause of a ledger that was moved: the table knows it as a person's, for which every program stops."""
_TOGETHER = (
    "note = CASE WHEN pause.note = excluded.note THEN pause.note ELSE pause.note || '; ' || excluded.note END, "
    "by = CASE WHEN pause.by = excluded.by OR excluded.by IS NULL THEN pause.by "
    "WHEN pause.by IS NULL THEN excluded.by ELSE pause.by || ' and ' || excluded.by END, "
    "until = CASE WHEN pause.until IS NULL OR pause.until > excluded.until THEN pause.until ELSE excluded.until END"
)
_PERSON = str(PauseCause.PERSON)
_PAUSES_SINCE = 4
"""The version that brought the table of pauses."""


def _pause(row: Row) -> Pause:
    cause = PauseCause.MOVED if row["by"] == MOVED_BY else PauseCause(row["cause"])
    kept = PAUSE.read(row) | ({"by": None} if cause is PauseCause.MOVED else {})
    return Pause(**kept, cause=cause, paper_id=row["paper"] or None)
