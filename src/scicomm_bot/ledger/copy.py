"""The whole ledger copied to another place: from a state file to PostgreSQL, back, or to another file.

The new place gets everything in one transaction, or nothing, and every row is read back and compared. Meanwhile nobody
else writes into the old one. At last the old one is marked as moved: two ledgers at work publish everything twice.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import LedgerError
from scicomm_bot.ledger import is_postgres
from scicomm_bot.ledger.accounts import MOVED_BY
from scicomm_bot.ledger.new_place import in_words, new_place
from scicomm_bot.ledger.sql import SqlLedger
from scicomm_bot.ledger.tables import HEALTH, MISSED_SLOT, PAUSE, PUBLICATION, RETRACTION, SERVICE, TABLES, WAIT, Table
from scicomm_bot.ledger.whole import Values

_STAYS = frozenset({SERVICE.name})
"""Tables that are not copied: the services' signs of life belong to the old place."""
_MAY_BE_THERE = frozenset({SERVICE.name, RETRACTION.name, WAIT.name, HEALTH.name, MISSED_SLOT.name})
"""Tables that may have rows in a ledger that nothing was posted with; they give way to those of the old place."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What was copied.

    Attributes:
        source: The old place, as it may be shown.
        target: The new place, as it may be shown.
        rows: How many rows each table has.
        states: How many attempts are in each state that there is one in.
        withdrawn: How many of those that are out were deleted on the network.
        pauses: How many pauses go on holding at the new place.
        there_already: Whether an earlier copy had written it all, and was broken off before it marked the old place.
        moved: Whether the old place is marked as moved.
    """

    source: str
    target: str
    rows: Mapping[str, int]
    states: Mapping[PublicationState, int]
    withdrawn: int
    pauses: int
    there_already: bool = False
    moved: bool = False


def copy_ledger(source: SqlLedger, address: str, now: datetime, *, mark: bool = True, again: bool = False) -> Copy:
    """Copy the whole ledger to an address or a path, and mark the old one as moved.

    An attempt whose answer was lost is copied as it is, and is settled at the new place. Where the new place has all of
    this already, from a copy that was broken off at its end, only the mark is made.

    Args:
        source: The old place, open for writing.
        address: The new place: the path of a file, or a `postgresql://` address. No ledger is there, or an empty one.
        now: The time.
        mark: Whether the old place is marked as moved.
        again: Copy a ledger that is marked as moved already.

    Raises:
        LedgerError: nothing was copied; or it was, and the mark could not be made, which the message then says.
    """
    made: Copy | None = None
    try:
        with source.alone():
            source.keep_others_out()
            account = _unused(source, now, again=again)
            with new_place(address, now, lambda there: _has_all(source, there, now)) as target:
                made = _filled(source, target, now)
                if mark:  # before the new place is committed: this shows that the old one can be reached and written
                    _mark(source, account, target.name if is_postgres(address) else str(Path(address).absolute()), now)
    except LedgerError as error:
        if made is None:
            raise LedgerError(f"{in_words(error)}. Nothing was copied, and {source.name} is as it was") from error
        raise LedgerError(
            f"{in_words(error)}. So it is not known whether everything is at {made.target}, and {made.source} is not "
            "marked as moved. Run the same command again before anything else: it compares the two, and does what is "
            "missing"
        ) from error
    return replace(made, moved=mark)


def _unused(source: SqlLedger, now: datetime, *, again: bool) -> Account:
    """Return the account of a ledger that nobody uses just now."""
    account = source.account()
    if account is None:
        raise LedgerError(
            f"{source.name}: nothing was ever posted with this ledger, so there is nothing to copy; set SCICOMM_STATE "
            "to the new place, where the first live post makes a ledger"
        )
    if account.moved is not None and not again:
        raise LedgerError(
            f"{source.name}: {account.moved.note}. Copy that one. Only if it is lost for good, copy this one with "
            "--again"
        )
    _refuse_services(source, now)
    opened = source.open_publication()
    if opened is not None and opened.in_flight(now):
        until = opened.ends_by.isoformat(timespec="seconds")
        raise LedgerError(f"{source.name}: {opened.post_id} is being sent just now; try again after {until}")
    return account


def _refuse_services(ledger: SqlLedger, now: datetime) -> None:
    if alive := ledger.alive(now):
        names, ago = alive
        raise LedgerError(
            f"{ledger.name}: the service {names} uses this ledger (last seen {ago} s ago); stop it, wait two minutes "
            "if it did not end in good order, and try again"
        )


def _filled(source: SqlLedger, target: SqlLedger, now: datetime) -> Copy:
    """Write everything into a target that is empty, read it back, and compare."""
    _refuse_itself(source, target)  # first: it would wait for its own lock
    target.keep_others_out()
    there_already = _has_all(source, target, now)
    copied = {table.name: _rows(source, table) for table in TABLES if table.name not in _STAYS}
    if not there_already:
        for table in TABLES:
            if table.name in _MAY_BE_THERE:
                target.clear(table)
        for table in TABLES:
            target.put(table, copied.get(table.name, []))
    for table in TABLES:
        if table.name in copied and _rows(target, table) != copied[table.name]:
            raise LedgerError(
                f"{target.name}: the table {table.name}, read back, is not what {source.name} has; this is a bug, "
                "please report it"
            )
    attempts = [_named(PUBLICATION, row) for row in copied[PUBLICATION.name]]
    account = target.account()
    return Copy(
        source=source.name,
        target=target.name,
        rows={name: len(rows) for name, rows in copied.items()},
        states=Counter(PublicationState(str(one["state"])) for one in attempts),
        withdrawn=sum(one["withdrawn_at"] is not None for one in attempts),
        pauses=sum(pause.holds_at(now) for pause in account.pauses) if account is not None else 0,
        there_already=there_already,
    )


def _refuse_itself(source: SqlLedger, target: SqlLedger) -> None:
    if target.place() == source.place():
        raise LedgerError(f"{target.name}: this is the ledger itself; name the new place")


def _has_all(source: SqlLedger, target: SqlLedger, now: datetime) -> bool:
    """Return whether the target has all of the source already; False where it is empty.

    Raises:
        LedgerError: it is the source itself, has something else, or is in use.
    """
    _refuse_itself(source, target)
    account = target.account()
    if account is not None and account.moved is not None:
        raise LedgerError(f"{target.name}: {account.moved.note}. Name a place without a ledger")
    _refuse_services(target, now)
    if not any(target.all_of(table) for table in TABLES if table.name not in _MAY_BE_THERE):
        return False
    if all(_rows(source, table) == _rows(target, table) for table in TABLES if table.name not in _STAYS):
        return True
    owner = f" of account {account.id}" if account is not None else ""
    raise LedgerError(f"{target.name}: there is a ledger{owner} already, and it is not empty; name another place")


def _rows(ledger: SqlLedger, table: Table) -> list[Values]:
    """Return the rows that are copied; the mark that a ledger was moved stays, and puts nothing aside."""
    rows = ledger.all_of(table)
    if table is not PAUSE:
        return rows
    named = [_named(PAUSE, row) for row in rows]
    moved_at = {one["since"] for one in named if one["by"] == MOVED_BY}
    for one in named:
        if (one["cause"], one["paper"]) == (str(PauseCause.PERSON), "") and one["ended_at"] in moved_at:
            one["ended_at"] = None
    return [tuple(one.values()) for one in named if one["by"] != MOVED_BY]


def _named(table: Table, row: Values) -> dict[str, object]:
    return {column.name: value for column, value in zip(table.columns, row, strict=True)}


def _mark(source: SqlLedger, account: Account, place: str, now: datetime) -> None:
    note = (
        f"this ledger was moved to {place} on {now.day} {now:%B %Y}; posting with both would publish everything twice"
    )
    source.fence(note)
    source.put_pause(account.id, Pause(PauseCause.MOVED, note, now))
