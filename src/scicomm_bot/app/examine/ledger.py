"""Examines the ledger: whether it is sound, and whether it can be written: by a real write."""

from scicomm_bot.app.desk import Access
from scicomm_bot.app.examine.examination import Examination
from scicomm_bot.app.examine.subject import Subject


def ledger(subject: Subject) -> Examination:
    """Examine the live ledger: read all of it, and write to it; where there is none, whether one can be made.

    Raises:
        LedgerError: it cannot be read or written; says why.
    """
    name = subject.desk.ledger_name
    kept = subject.desk.ledger
    if kept is None:
        subject.desk.try_to_make_ledger()
        return Examination("ledger", f"{name} does not exist yet; the first live post creates it")
    if damage := kept.damage():
        return Examination("ledger", "", f"{name} cannot be relied on: {damage} (docs/operations.md)")
    with subject.opened(Access.MAKE) as writing:
        writing.made_ledger.probe(writing.clock.now())
        account = writing.made_ledger.account()
    whose = account.id if account and account.id else "not known yet"
    return Examination("ledger", f"{name} is sound; account {whose}; a trial write is durable")
