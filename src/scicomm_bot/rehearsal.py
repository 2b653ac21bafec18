"""The dry run's publisher: it sends nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime

from scicomm_bot.domain.account import REHEARSAL_ID, Account
from scicomm_bot.domain.outcome import NotSent, Outcome, Published
from scicomm_bot.domain.post import PostImage
from scicomm_bot.domain.timeline import CannotReadTimeline, TimelineRead

ACCOUNT = Account(id=REHEARSAL_ID, username="")
"""The account of a rehearsal ledger."""


class Rehearsal:
    """Says that each post went out, under an id that is none of X's."""

    def __init__(self, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._new_id = new_id
        self._now = now

    def upload(self, images: Sequence[PostImage], on_alt_text: Callable[[], object]) -> tuple[str, ...] | Outcome:
        """Upload nothing; each alt text counts as taken."""
        for image in images:
            if image.alt:
                on_alt_text()
        return tuple(f"rehearsal-{self._new_id()}" for _ in images)

    def publish(
        self,
        text: str,  # noqa: ARG002 - nothing is sent
        *,
        reply_to: str | None,  # noqa: ARG002 - as above
        may_send: Callable[[], bool],
        media_ids: Sequence[str] = (),  # noqa: ARG002 - as above
    ) -> Outcome:
        """Send nothing."""
        return Published(f"rehearsal-{self._new_id()}") if may_send() else NotSent("the sender came too late")

    def read_timeline(self, *, since_id: str | None, newest: int) -> TimelineRead | CannotReadTimeline:  # noqa: ARG002 - there is nothing to see
        """See nothing: what a rehearsal did not record was not rehearsed."""
        now = self._now()
        return TimelineRead((), now, now)
