"""The look before the first claim: a ledger that was lost, restored or copied must republish nothing.

An older copy of a ledger posts at once what is out already, and nothing that is kept beside it can tell, because a
snapshot takes that along. The account can. So whoever opens a ledger to publish first reads the own posts that are
newer than all that the ledger knows. A current ledger gets an empty answer, which costs nothing. What comes back with
a text that is ours is written down as posted; the rest only moves the id from which later looks begin.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from scicomm_bot.bot.protocols import Clock, Ledger, Publisher
from scicomm_bot.bot.same import bare_text
from scicomm_bot.bot.settle import LOOK_AGAIN_AFTER, NEWEST
from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.obstacle import ASK_AFTER, Need, Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.timeline import CannotReadTimeline, KnownText, OwnPost
from scicomm_bot.plan import Skip, SkipKind, pause_obstacle


class Opening:
    """What this process knows of the ledger that it has open; it lives as long as the process.

    A look is due at first, after each new connection, and when the ledger knows fewer attempts than this process has
    seen in it: then an older copy was put in its place.
    """

    def __init__(self) -> None:
        self._connection: int | None = None
        self._newest = 0
        self._failing_since: datetime | None = None
        self._failed_at: datetime | None = None
        self._base: tuple[int, str | None] | None = None

    def base(self, ledger: Ledger, account_id: str) -> str | None:
        """Return the id from which the look begins: the greatest of the ledger when it was first asked for.

        What is settled before the look has greater ids, and must not hide what went out before it.
        """
        if self._base is None or self._base[0] != ledger.connection:
            self._base = ledger.connection, ledger.greatest_remote_id(account_id)
        return self._base[1]

    def look_is_due(self, ledger: Ledger) -> bool:
        """Whether nothing may be claimed before the account was looked at."""
        newest = ledger.newest_number()
        if ledger.connection != self._connection or newest < self._newest:
            return True
        self._newest = newest
        return False

    def looked(self, ledger: Ledger) -> None:
        """Remember that the account was looked at."""
        self._connection, self._newest = ledger.connection, ledger.newest_number()
        self._base = self._failing_since = self._failed_at = None

    def failed(self, now: datetime) -> bool:
        """Remember that the account could not be looked at; return whether a person must act, as it has lasted long."""
        before, self._failed_at = self._failed_at, now
        if self._failing_since is None or before is None or not before <= now <= before + ASK_AFTER:
            self._failing_since = now  # the first in a row, or the clock was set
        return now - self._failing_since >= ASK_AFTER


class LookBeforeClaim:
    """Compares an account with the ledger."""

    def __init__(
        self,
        opening: Opening,
        ledger: Ledger,
        publisher: Publisher,
        clock: Clock,
        account: Account,
        *,
        approved: Callable[[], Iterable[KnownText]],
    ) -> None:
        """Make one.

        Args:
            opening: Told of what came of each look.
            ledger: The memory.
            publisher: What can look.
            clock: The time.
            account: Whose timeline.
            approved: Returns the texts that people said something of; they may be of posts that are no longer there.
        """
        self._opening = opening
        self._ledger = ledger
        self._publisher = publisher
        self._clock = clock
        self._account = account
        self._approved = approved

    @property
    def is_due(self) -> bool:
        """Whether nothing may be claimed before a look."""
        return self._opening.look_is_due(self._ledger)

    def begin(self) -> None:
        """Keep the id from which a look that is due begins; call it before anything is settled."""
        if self.is_due:
            self._opening.base(self._ledger, self._account.id)

    def look(self, posts: Sequence[Post]) -> Skip | None:
        """Write down what is out of `posts` already; return why nothing may be claimed, or None where that was done.

        Nothing may be open in the ledger, as far as the caller knows.

        Raises:
            LedgerError: the ledger failed; nothing is lost.
        """
        before, connection = self._ledger.newest_number(), self._ledger.connection
        since = self._opening.base(self._ledger, self._account.id)
        look = self._publisher.read_timeline(since_id=since, newest=NEWEST)
        if isinstance(look, CannotReadTimeline):
            return self._cannot(look)
        known = self._ledger.known_remote_ids(self._account.id, [own.remote_id for own in look.posts])
        unknown = [own for own in look.posts if own.remote_id not in known]
        found = list(self._ours(unknown, posts)) if unknown else []
        moved = look.horizon is not None and look.horizon != since
        if (found or moved or since is None) and not self._ledger.adopt_posts(
            self._account.id, found, self._clock.now(), baseline_remote_id=look.horizon, newest_number=before
        ):
            # Another process has claimed a post meanwhile. What was seen may be that post, and must not be taken for
            # an older one: the next try looks again, behind it.
            return self.again("another process is posting; the account is looked at again after it")
        if connection != self._ledger.connection:  # another database may have answered than the one that was asked
            return self._cannot(CannotReadTimeline("the ledger was connected anew meanwhile"))
        self._opening.looked(self._ledger)
        return None

    def _ours(self, unknown: Sequence[OwnPost], posts: Sequence[Post]) -> Iterator[tuple[KnownText, OwnPost]]:
        """Yield the own posts that have a text of the file, of `approved.yaml`, or of the ledger, the oldest first."""
        in_file = (KnownText(post.id, post.text) for post in posts if post.text)
        by_text: dict[str, KnownText] = {}
        for ours in (*in_file, *self._approved(), *self._ledger.texts_not_out()):
            by_text.setdefault(bare_text(ours.text), ours)
        taken: set[str] = set()
        for own in reversed(unknown):
            match = by_text.get(bare_text(own.text))
            if match is not None and match.post_id not in taken:
                taken.add(match.post_id)
                yield match, own

    def again(self, why: str) -> Skip:
        """Wait until what is open has ended; for a moment, where nothing is open any more."""
        opened, now = self._ledger.open_publication(), self._clock.now()
        need = Need.NOW if self._opening.failed(now) else None
        until = now + timedelta(seconds=1) if opened is None else opened.ends_by
        return Skip(SkipKind.WAITING, Obstacle(ObstacleCode.BUSY, why, until=until, needs=need))

    def _cannot(self, look: CannotReadTimeline) -> Skip:
        """Say why nothing may be claimed: it is tried again, unless each try would cost the same and see the same."""
        now = self._clock.now()
        what = f"before the first post the account is compared with the ledger, and that cannot be done: {look.reason}"
        if look.hopeless or look.account:
            cause = PauseCause.UNREADABLE if look.hopeless else PauseCause.ACCOUNT_REFUSED
            pause = Pause(cause, what, now)
            self._ledger.pause(self._account.id, pause)
            return Skip(SkipKind.STUCK, pause_obstacle(pause))
        need = Need.NOW if self._opening.failed(now) else None
        until = look.until or now + LOOK_AGAIN_AFTER
        return Skip(SkipKind.WAITING, Obstacle(ObstacleCode.UNREADABLE, what, until=until, needs=need))
