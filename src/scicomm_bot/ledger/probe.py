"""Whether the ledger can be written: by writing to it, so that nobody sees it."""

import uuid
from contextlib import closing
from datetime import datetime
from pathlib import Path

from scicomm_bot.clock import SystemClock
from scicomm_bot.ledger.base import Base
from scicomm_bot.ledger.tables import SERVICE


class Probe(Base):
    """Writes what is gone again when it is done."""

    def probe(self, now: datetime) -> None:
        """Write a row and delete it, in one transaction that is durable at its end.

        A transaction that is rolled back may never reach the disk, and proves nothing. This one is committed: its pages
        are written and synced like those of a claim, though no other connection ever sees the row.

        Raises:
            LedgerError: it cannot be written; says why, and what to do.
        """
        name = f"doctor:{uuid.uuid4().hex}"
        with self._writing():
            self._rows(*SERVICE.insert({"name": name, "started_at": now, "seen_at": now}))
            self._rows("DELETE FROM service WHERE name = ?", [name])


def try_place(path: Path) -> None:
    """Make a state file beside the place where one is to be, write to it, and delete it.

    Raises:
        LedgerError: no state file can be made there; names `path`, and says why.
    """
    from scicomm_bot.ledger.files import hidden_file, refuse_network_file_system  # noqa: PLC0415 - as below
    from scicomm_bot.ledger.sqlite import BUSY_SECONDS, SqliteLedger  # noqa: PLC0415 - it stands on this module

    refuse_network_file_system(path)
    now = SystemClock().now()
    with (
        hidden_file(path) as trial,
        closing(SqliteLedger(path, writable=True, busy_seconds=BUSY_SECONDS, file=trial)) as ledger,
    ):
        ledger.prepare(now)
        ledger.probe(now)
