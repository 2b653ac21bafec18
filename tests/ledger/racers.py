"""Many processes that reach for one claim at the same moment: `python racers.py ADDRESS COUNT`.

Prints a line for each racer: `won`, `lost`, or the error that it met. The ledger need not be there: a path is a state
file, an address a database.
"""

import sys
from pathlib import Path

from at_once import at_once

from scicomm_bot.domain.account import Account
from scicomm_bot.domain.publication import Claim
from scicomm_bot.errors import ClaimLostError
from scicomm_bot.ledger import is_postgres, open_ledger
from scicomm_bot.ledger.sqlite import open_sqlite


def race(address, number):
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    if is_postgres(address):
        ledger = open_ledger(address, create=True)
    else:
        ledger = open_sqlite(Path(address), create=True, busy_seconds=30)
    ledger.adopt(Account("1", "racer"), "fingerprint")
    claim = Claim(f"racer-{number}", f"paper/{number}", f"text {number}", 1, now, now, now + timedelta(seconds=30))
    try:
        ledger.claim("1", claim)
    except ClaimLostError:
        return "lost"
    return "won"


def main():
    address, count = sys.argv[1], int(sys.argv[2])
    at_once(count, lambda number: race(address, number))


if __name__ == "__main__":
    main()
