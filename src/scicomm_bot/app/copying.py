"""The ledger copied to another place, from which the bot then works."""

from scicomm_bot.app.desk import Desk
from scicomm_bot.errors import NotFoundError
from scicomm_bot.ledger.copy import Copy, copy_ledger


def copy(desk: Desk, to: str, *, again: bool) -> Copy:
    """Copy the ledger of a desk to a path or a `postgresql://` address, and mark it as moved.

    A rehearsal's is not marked: it sends nothing, so nothing can go out twice.

    Raises:
        NotFoundError: there is no ledger.
        LedgerError: it cannot be copied; says what was done.
    """
    if desk.ledger is None:
        raise NotFoundError(f"{desk.ledger_name}: there is no ledger here, so there is nothing to copy")
    return copy_ledger(desk.ledger, to, desk.clock.now(), mark=not desk.rehearse, again=again)
