"""Publishing one post because a person asked for it now."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Self

from scicomm_bot.app.asked import Asked
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition, not_found
from scicomm_bot.app.health import Record
from scicomm_bot.app.status import held_text
from scicomm_bot.bot import Found, Sent, StepResult
from scicomm_bot.domain.health import Source
from scicomm_bot.domain.ids import correction_id
from scicomm_bot.domain.obstacle import NOT_READY, ObstacleCode
from scicomm_bot.errors import LedgerError, ScicommError
from scicomm_bot.plan import post_states
from scicomm_bot.plan.forecast import held_posts

_PASSED_OVER = {ObstacleCode.UNAPPROVED, ObstacleCode.ASKED, ObstacleCode.THREAD, *NOT_READY}
StepTaken = StepResult
"""What a step came to: `Sent`, `Found`, `Failed` or `Skip`."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One post to be published, and what is passed over meanwhile.

    Attributes:
        desk: What it is published with.
        edition: What there is.
        only: The post that was asked for, or None for the next.
        asked: The posts that wait for an answer.
        held: What is passed over for want of a person's word, in words; empty where a post was asked for.
        approvals_broken: Whether something is passed over because `approved.yaml` cannot be used.
    """

    desk: Desk
    edition: Edition
    only: str | None
    asked: Asked
    held: Sequence[str]
    approvals_broken: bool

    @classmethod
    def prepared(cls, desk: Desk, only: str | None) -> Self:
        """Read everything; what is wrong with the file, the id or the credentials is said before a ledger is made.

        Raises:
            ScicommError: nothing can be published; a ledger that is there has it written down.
        """
        with _recorded(desk):
            return cls._prepared(desk, only)

    @classmethod
    def _prepared(cls, desk: Desk, only: str | None) -> Self:
        document = desk.document()
        known = {*document.content.post_ids(), *(correction_id(paper.id) for paper in document.content.papers)}
        if only is not None and only not in known:
            raise not_found(only, known, document)
        if not desk.rehearse:
            desk.network.client()
        edition = desk.refreshed(desk.with_approvals(desk.edition(document)))
        if only is not None and only not in {post.id for post in edition.posts}:
            raise not_found(only, {post.id for post in edition.posts}, document)
        history = desk.history(edition.posts)
        asked = Asked.of(edition, history)
        if only is not None:
            return cls(desk, edition, only, asked, (), approvals_broken=False)
        held = held_posts(post_states(edition.posts, history, desk.clock.now()))
        told = [held_text(one) for one in held if one.obstacle.code in _PASSED_OVER]
        unapproved = any(one.obstacle.code is ObstacleCode.UNAPPROVED for one in held)
        return cls(desk, edition, only, asked, told, approvals_broken=unapproved and bool(desk.approvals().broken))

    def lacks_a_file(self, results: Sequence[StepTaken]) -> bool:
        """Whether nothing went out, and a paper's file cannot be used: what is in it may have been next."""
        return bool(self.edition.document.problems) and not any(isinstance(one, Sent | Found) for one in results)

    def steps(self, sleep: Callable[[float], object]) -> Iterator[StepResult]:
        """Publish, and yield what each step came to; `sleep` waits between the parts of a thread."""
        with _recorded(self.desk) as record:
            for result in self.desk.publish(self.edition, self.only, sleep):
                record.step(result)
                yield result
            with suppress(LedgerError):  # what came of the posts is written down already
                record.tick_went_well()


@contextmanager
def _recorded(desk: Desk) -> Iterator[Record]:
    """Write down an error that ends the block, in a ledger that is there; none is made for it."""
    record = Record(Source.ONCE, desk.ledger_if_there, desk.clock.now)
    try:
        yield record
    except ScicommError as error:
        record.raised(error)
        raise
