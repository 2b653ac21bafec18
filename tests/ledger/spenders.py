"""Many processes that spend one month's budget at once: `python spenders.py ADDRESS COUNT BUDGET PRICE`.

Each decides by the history that it sees, claims, and records the post as out, again and again, until the budget says
no. Prints for each `claimed N`, or the error that it met.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from at_once import at_once

from scicomm_bot.domain.account import Account
from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.domain.publication import Claim, PublicationState
from scicomm_bot.errors import ClaimLostError, OverBudgetError
from scicomm_bot.ledger import is_postgres, open_ledger
from scicomm_bot.ledger.sqlite import open_sqlite

NOW = datetime(2026, 11, 20, tzinfo=UTC)
MONTH = datetime(2026, 11, 1, tzinfo=UTC)
ALT = 10


def opened(address):
    if is_postgres(address):
        return open_ledger(address, create=True)
    return open_sqlite(Path(address), create=True, busy_seconds=30)


def spend(address, number, budget, price):
    ledger, claimed, turn = opened(address), 0, 0
    ledger.adopt(Account("1", "spender"), "fingerprint")
    while True:
        turn += 1
        assert ledger.history([], [], since=MONTH).spent_micro_usd <= budget
        name = f"{number}-{turn}"
        send_by = NOW + timedelta(seconds=5)
        claim = Claim(
            name,
            f"paper/{name}",
            f"text {name}",
            price + ALT,
            NOW,
            send_by,
            send_by,
            alt_micro_usd=ALT,
            media_sha256="m",
        )
        try:
            ledger.reserve(Charge(ChargeKind.ALT_TEXT, NOW, 1, ALT, claim.post_id, name), budget, beside=price)
            ledger.claim("1", claim, budget)
        except OverBudgetError:
            return f"claimed {claimed}"
        except ClaimLostError:  # another post is open just now
            ledger.give_back(Charge(ChargeKind.ALT_TEXT, NOW, 1, ALT, claim.post_id, name), 0)
            continue
        ledger.record(name, PublicationState.POSTED, NOW, remote_id=str(10**18 + number * 10**6 + turn))
        claimed += 1


def main():
    address, count, budget, price = sys.argv[1], *map(int, sys.argv[2:])
    at_once(count, lambda number: spend(address, number, budget, price))


if __name__ == "__main__":
    main()
