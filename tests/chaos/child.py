"""What a test changes inside a process of the bot: where it stops, what its clock shows, how fast its slots come.

Nothing of this ships: methods are wrapped in the forked process only. What fences (send-by, timeouts, looks by X's
clock) runs in real time and is never touched; only waits that fence nothing are made shorter.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

SLOT_SECONDS = 0.5

CLAIM = "claim"
STEPS = (
    "before the account is written",
    "after the account is written",
    "before the look before a claim",
    "after the look before a claim",
    "before the look before a claim is written",
    "after the look before a claim is written",
    "before the claim",
    "within the claim, before its commit",
    "after the claim",
    "before the first byte, before the sender looks again",
    "before the first byte, after the sender looked again",
    "after the request is sent",
    "after the answer begins",
    "after the answer",
    "before the record",
    "within the record, before its commit",
    "after the record",
    "before a pause is written",
    "after a pause is written",
    "before settling",
    "before a look",
    "after a look",
    "before a look is written",
    "within the look's row, before its commit",
    "after a look is written",
    "after settling",
)
"""Where a process can be killed or frozen, in the order of a publication's life."""
DOCUMENTED_WINDOW = "before the first byte, after the sender looked again"
"""A process frozen here for longer than the looks are apart is the risk that docs/reliability.md tells of."""


def run(order: Mapping[str, Any]) -> int:
    """Be one process of the bot: `order` holds argv, cwd, env, log, and what is to go wrong in it."""
    os.chdir(order["cwd"])
    for name in [name for name in os.environ if name.startswith("SCICOMM_")]:
        del os.environ[name]
    os.environ.update(order["env"])
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    random.seed(os.urandom(16))
    install(order)
    from scicomm_bot.cli import main

    return main(order["argv"])


def install(order: Mapping[str, Any]) -> None:
    events = os.open(order["events"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    traps = Traps(order.get("traps", {}), lambda **event: write(events, event))
    _set_traps(traps)
    _quicken()
    if order.get("clock"):
        _step_clock(timedelta(seconds=order["clock"]), order.get("clock_after", 0))
    if order.get("commit"):
        _spoil_commits(order["commit"], order["commit_nth"], lambda **event: write(events, event))


def write(descriptor: int, event: Mapping[str, Any]) -> None:
    """One line in one write, so that a SIGKILL right after it loses nothing."""
    os.write(descriptor, (json.dumps({"pid": os.getpid(), "at": time.time(), **event}) + "\n").encode())


class Traps:
    """The steps at which this process is stopped; the first one reached is the only one."""

    def __init__(self, traps: Mapping[str, Any], tell: Callable[..., None]) -> None:
        self.traps = dict(traps)
        self.tell = tell
        self.publishing = False

    def reach(self, step: str) -> None:
        if step not in self.traps:
            return
        action, seconds = self.traps[step]
        self.traps.clear()
        self.tell(step=step, action=action, seconds=seconds)
        os.kill(os.getpid(), signal.SIGKILL if action == "kill" else signal.SIGSTOP)

    def around(self, owner: type, name: str, what: str, *, only_publishing: bool = False) -> None:
        """Wrap a method so that `before WHAT` and `after WHAT` are steps."""
        whole = getattr(owner, name)

        @functools.wraps(whole)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            if only_publishing and not self.publishing:
                return whole(*args, **kwargs)
            self.reach(f"before {what}")
            result = whole(*args, **kwargs)
            self.reach(f"after {what}")
            return result

        setattr(owner, name, wrapped)


def _set_traps(traps: Traps) -> None:
    from urllib3.connection import HTTPConnection

    from scicomm_bot.bot.opening import LookBeforeClaim
    from scicomm_bot.bot.settle import Settler
    from scicomm_bot.ledger.postgres import PostgresLedger
    from scicomm_bot.ledger.sql import SqlLedger
    from scicomm_bot.ledger.sqlite import SqliteLedger
    from scicomm_bot.transport import Call
    from scicomm_bot.x.client import XClient
    from scicomm_bot.x.publisher import XPublisher

    traps.around(SqlLedger, "claim", "the claim")  # PostgresLedger's own calls it
    traps.around(SqlLedger, "record", "the record")
    traps.around(SqlLedger, "add_look", "a look is written")
    traps.around(SqlLedger, "adopt", "the account is written")
    traps.around(SqlLedger, "adopt_posts", "the look before a claim is written")
    traps.around(SqlLedger, "pause", "a pause is written")
    traps.around(XPublisher, "read_timeline", "a look")
    traps.around(Settler, "settle", "settling")
    traps.around(LookBeforeClaim, "look", "the look before a claim")
    for ledger in (SqliteLedger, PostgresLedger):
        _trap_transactions(traps, ledger)

    connected, publish, getresponse = Call.connected, XClient.publish, HTTPConnection.getresponse

    @functools.wraps(connected)
    def watched(call: Call, opened: Any) -> None:
        if not traps.publishing:
            return connected(call, opened)
        traps.reach("before the first byte, before the sender looks again")
        connected(call, opened)
        traps.tell(may_send=True)
        traps.reach(DOCUMENTED_WINDOW)
        return None

    @functools.wraps(publish)
    def publishing(*args: Any, **kwargs: Any) -> Any:
        traps.publishing = True
        try:
            outcome = publish(*args, **kwargs)
        finally:
            traps.publishing = False
        traps.reach("after the answer")
        return outcome

    @functools.wraps(getresponse)
    def answered(*args: Any, **kwargs: Any) -> Any:
        if traps.publishing:
            traps.reach("after the request is sent")
        response = getresponse(*args, **kwargs)
        if traps.publishing:
            traps.reach("after the answer begins")
        return response

    Call.connected = watched  # type: ignore[method-assign]
    XClient.publish = publishing  # type: ignore[method-assign]
    HTTPConnection.getresponse = answered  # type: ignore[method-assign]


def _trap_transactions(traps: Traps, ledger: Any) -> None:
    rows = ledger._rows

    @functools.wraps(rows)
    def trapped(self: Any, sql: str, values: Any = ()) -> Any:
        found = rows(self, sql, values)
        if sql.startswith("INSERT INTO publication"):
            traps.reach("within the claim, before its commit")
        elif sql.startswith("UPDATE publication SET state"):
            traps.reach("within the record, before its commit")
        elif sql.startswith("INSERT INTO look"):
            traps.reach("within the look's row, before its commit")
        return found

    ledger._rows = trapped


def _quicken() -> None:
    """A slot every half second instead of every minute, and shorter pauses between tries."""
    from scicomm_bot import pace, service
    from scicomm_bot.bot import opening, settle
    from scicomm_bot.cli.commands import run as run_command

    def due_slots(_schedule: Any, now: datetime, *_: Any) -> list[datetime]:
        return [datetime.fromtimestamp(now.timestamp() // SLOT_SECONDS * SLOT_SECONDS, UTC)]

    service.due_slots = due_slots
    pace.RETRY_AFTER = timedelta(seconds=1)
    settle.LOOK_AGAIN_AFTER = opening.LOOK_AGAIN_AFTER = timedelta(seconds=0.7)
    run_command.run_service = functools.partial(service.run_service, tick_seconds=0.2)


def _step_clock(offset: timedelta, after: int) -> None:
    """Set this process's clock, at once or in mid-run; `elapsed` cannot be set, on a real machine either."""
    from scicomm_bot.clock import SystemClock

    true, calls = SystemClock.now, [0]

    def now(self: SystemClock) -> datetime:
        calls[0] += 1
        return true(self) + (offset if calls[0] > after else timedelta(0))

    SystemClock.now = now  # type: ignore[method-assign]


def _spoil_commits(how: str, nth: int, tell: Callable[..., None]) -> None:
    """Lose the connection to PostgreSQL at the n-th transaction: before its COMMIT, or before the answer to it."""
    import psycopg

    from scicomm_bot.ledger.postgres import PostgresLedger

    writing, count = PostgresLedger._writing, [0]

    @contextlib.contextmanager
    def spoiled(self: Any) -> Iterator[None]:
        count[0] += 1
        if count[0] != nth:
            with writing(self):
                yield
            return
        with self._errors():
            with writing(self):
                yield
                if how == "before":
                    tell(commit="before")
                    self._connection.pgconn.finish()
            tell(commit="after")
            raise psycopg.OperationalError("the connection was lost after COMMIT")

    PostgresLedger._writing = spoiled  # type: ignore[method-assign]
