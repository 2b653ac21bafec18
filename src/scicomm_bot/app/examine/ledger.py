"""Examines the ledger: whether it is sound, and whether it can be written."""

from scicomm_bot.app.desk import Access
from scicomm_bot.app.examine.examination import Examination
from scicomm_bot.app.examine.subject import Subject


def ledger(subject: Subject) -> Examination:
    """Examine the live ledger."""
    name = subject.desk.ledger_name
    kept = subject.desk.ledger
    if kept is None:
        return Examination("ledger", f"{name} does not exist yet; the first live post creates it")
    if damage := kept.damage():
        return Examination("ledger", "", f"{name} cannot be relied on: {damage} (docs/operations.md)")
    with subject.opened(Access.MAKE) as writing:  # it shows that it can be written, too
        account = writing.made_ledger.account()
    return Examination("ledger", f"{name} is sound; account {account.id if account else 'not known yet'}")
