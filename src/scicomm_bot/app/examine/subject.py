"""What is examined: a desk, and what several examinations need of it, read once."""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.diagnostics import Diagnosis, diagnose
from scicomm_bot.app.edition import Edition
from scicomm_bot.domain.paper import AccountStatement
from scicomm_bot.errors import LedgerError


class Subject:
    """A desk that reads the live ledger, and what is in its files."""

    def __init__(self, desk: Desk, open_desk: Callable[[bool, Access], Desk]) -> None:
        self.desk = desk
        self._open_desk = open_desk

    def opened(self, access: Access) -> Desk:
        """Return another desk on the live ledger."""
        return self._open_desk(False, access)  # noqa: FBT003 - not a rehearsal

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """What `check` finds."""
        return diagnose(self.desk)

    @cached_property
    def edition(self) -> Edition:
        """The file and its posts, whatever is wrong with the ledger; raises ContentError where the file is wrong."""
        with suppress(LedgerError):
            if (edition := self.diagnosis.edition) is not None and self.diagnosis.file_is_sound:
                return edition
        with self.opened(Access.NONE) as desk:
            return desk.edition(desk.document())

    @property
    def statement(self) -> AccountStatement | None:
        """What a person has said of the account; raises ContentError where the file is wrong."""
        return self.edition.content.account
