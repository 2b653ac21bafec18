"""The ledger: the memory of what went out. The only memory there is; no ledger, no posting."""

from scicomm_bot.ledger.sqlite import SqliteLedger, open_sqlite

__all__ = ["SqliteLedger", "open_sqlite"]
