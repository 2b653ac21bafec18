"""The dry run's publisher: it sends nothing."""

from collections.abc import Callable

from scicomm_bot.models import Account, NotSent, Outcome, Published

ACCOUNT = Account(id="dry-run", username="")
"""The account of a rehearsal ledger."""


class Rehearsal:
    """Says that each post went out, under an id that is none of X's."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id

    def publish(self, text: str, *, may_send: Callable[[], bool]) -> Outcome:  # noqa: ARG002 - nothing is sent
        """Send nothing."""
        return Published(f"rehearsal-{self._new_id()}") if may_send() else NotSent("the sender came too late")
