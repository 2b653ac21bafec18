"""To settle: to find out, by looking at one's own timeline, whether a publication whose answer was lost is there.

What is found is posted. What is absent is released only by a second complete look that is, by X's own clock, so much
later than the first that the lost call must have ended and its post must have reached the timeline in between. Looks
are rows of the ledger, so a crash between the two loses nothing. What cannot be looked at stays unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scicomm_bot.bot.protocols import Clock, Ledger, Publisher
from scicomm_bot.bot.same import same_text
from scicomm_bot.domain.account import Account
from scicomm_bot.domain.publication import CLOCKS_APART, Publication, PublicationState
from scicomm_bot.domain.timeline import CannotReadTimeline, LookRecord, OwnPost, TimelineRead

SEND_WITHIN = timedelta(seconds=5)
"""A sender that has not sent its first byte this long after its claim gives up."""
NEWEST = 100
"""How many of the newest own posts are read where the ledger has no id to begin at: one page of X's."""
NEWEST_FOR_DUPLICATE = 1_000
"""How many are read to find the post that X says is there already: ten pages."""
LOOK_AGAIN_AFTER = timedelta(seconds=60)
"""When to look again after a look that failed, where X does not say."""


@dataclass(frozen=True, slots=True)
class Found:
    """It is on X, and is recorded as posted."""

    publication: Publication


@dataclass(frozen=True, slots=True)
class Settled:
    """It is not on X (released), or X has refused it; the account is free again."""

    publication: Publication


@dataclass(frozen=True, slots=True)
class NotYet:
    """Nobody knows yet; look again at `until`, or, where that is None, a person must say."""

    publication: Publication
    reason: str
    until: datetime | None
    account: bool = False
    """X refuses to be looked at by this account: that is what a person must mend."""
    unreadable: bool = False
    """The timeline could not be read this time."""


class Settler:
    """Settles one open publication at a time."""

    def __init__(
        self,
        ledger: Ledger,
        publisher: Publisher,
        clock: Clock,
        account: Account,
        *,
        settle_within: timedelta,
    ) -> None:
        """Make a settler.

        Args:
            ledger: The memory.
            publisher: What can look.
            clock: The time.
            account: Whose timeline.
            settle_within: A published post is on the timeline within this.
        """
        self._ledger = ledger
        self._publisher = publisher
        self._clock = clock
        self._account = account
        self._settle_within = settle_within

    def settle(self, publication: Publication) -> Found | Settled | NotYet:
        """Look for an open publication, and record what comes of it.

        Raises:
            LedgerError: the ledger failed; nothing is lost.
        """
        now = self._clock.now()
        if publication.in_flight(now):
            return NotYet(publication, "it is being sent by another process", publication.ends_by)
        if publication.asks_person is not None:
            return NotYet(publication, publication.asks_person, None)
        if publication.state is PublicationState.CLAIMED:
            # From here on its sender, if it ever wakes, finds its attempt no longer claimed, and gives up.
            publication = self._ledger.record(
                publication.attempt_id, PublicationState.UNKNOWN, now, reason="its sender did not record an answer"
            )
            if publication.state is not PublicationState.UNKNOWN:  # the sender was quicker
                return self._ended(publication)
        since = None if publication.duplicate else self._ledger.greatest_remote_id(self._account.id)
        look = self._publisher.read_timeline(
            since_id=since, newest=NEWEST_FOR_DUPLICATE if publication.duplicate else NEWEST
        )
        if isinstance(look, CannotReadTimeline):
            return self._cannot(publication, look)
        if publication.duplicate:
            return self._find_duplicate(publication, look)
        found = self._match(publication, look.posts)
        if found is not None:
            return self._posted(publication, found)
        if since is None and len(look.posts) >= NEWEST and not _reaches_back(look, publication):
            return self._give_up(
                publication, f"{NEWEST} posts were made on the account since, too many to look through"
            )
        return self._absent(publication, look)

    def _cannot(self, publication: Publication, look: CannotReadTimeline) -> NotYet:
        if look.hopeless:
            return self._give_up(publication, look.reason)
        until = None if look.account else look.until or self._clock.now() + LOOK_AGAIN_AFTER
        return NotYet(publication, f"cannot look: {look.reason}", until, account=look.account, unreadable=True)

    def _give_up(self, publication: Publication, why: str) -> NotYet:
        """Ask a person, and do not look again: each look would cost the same and see the same."""
        return NotYet(self._ledger.ask_person(publication.attempt_id, why), why, None)

    def _match(self, publication: Publication, posts: Sequence[OwnPost]) -> OwnPost | None:
        """Return the oldest post that is this publication; an id that the ledger has never matches again."""
        known = self._ledger.known_remote_ids(self._account.id, [post.remote_id for post in posts])
        for post in reversed(posts):
            if (
                post.remote_id not in known
                and post.reply_to == publication.reply_to
                and post.has_media == bool(publication.media_sha256)
                and same_text(post.text, publication.text)
            ):
                return post
        return None

    def _posted(self, publication: Publication, found: OwnPost) -> Found | Settled | NotYet:
        at = found.created_at or self._clock.now()
        state = PublicationState.POSTED
        return self._ended(self._ledger.record(publication.attempt_id, state, at, remote_id=found.remote_id))

    def _absent(self, publication: Publication, look: TimelineRead) -> Found | Settled | NotYet:
        later = self._not_before(publication, look)
        if later is not None:
            return NotYet(publication, "it was not on X at the first look; a second decides", later)
        reason = "not on X: two looks, far enough apart, did not find it"
        state, now = PublicationState.RELEASED, self._clock.now()
        return self._ended(self._ledger.record(publication.attempt_id, state, now, reason=reason, settled=True))

    def _not_before(self, publication: Publication, look: TimelineRead) -> datetime | None:
        """Write down a look that did not find it; return when the next may decide, or None if this one does."""
        now = self._clock.now()
        earlier = self._ledger.looks(publication.attempt_id)
        self._ledger.add_look(publication.attempt_id, LookRecord(look.began, look.ended, now))
        # From the claim to the latest end of its call, as its own sender reckoned it; then the timeline's lag.
        apart = publication.ends_by - publication.claimed_at + self._settle_within + timedelta(seconds=1)
        if any(self._long_before(one, look.began, now, apart) for one in earlier):
            return None
        begin = earlier[0].ended if earlier else look.ended
        return now + min(max(apart - (look.began - begin), timedelta(seconds=1)), apart)

    @staticmethod
    def _long_before(earlier: LookRecord, began: datetime, now: datetime, apart: timedelta) -> bool:
        """Whether a look was long enough ago: by X's clock, and by ours too, unless that was set back since.

        X's clock alone decides; ours only guards against one answer with a wrong `Date`. X's is in whole seconds.
        """
        ours = now - earlier.looked_at
        return began - earlier.ended >= apart and (ours < timedelta(0) or ours >= apart - timedelta(seconds=2))

    def _find_duplicate(self, publication: Publication, look: TimelineRead) -> Found | Settled | NotYet:
        """X says that this text is there: under an id of the ledger another post has it, else it is this one."""
        same = [post for post in look.posts if same_text(post.text, publication.text)]
        known = self._ledger.known_remote_ids(self._account.id, [post.remote_id for post in same])
        for post in reversed(same):
            if post.remote_id not in known:
                return self._posted(publication, post)
        if same:
            reason = f"X refuses the text as a duplicate of {known[same[0].remote_id]} ({same[0].remote_id})"
            state, now = PublicationState.REFUSED, self._clock.now()
            return self._ended(self._ledger.record(publication.attempt_id, state, now, reason=reason))
        later = self._not_before(publication, look)  # the timeline may lag
        if later is not None:
            return NotYet(
                publication, "X says that the text is there already, but it is not on the timeline yet", later
            )
        return self._give_up(publication, "X says that the text is there already, but it is not among the newest 1,000")

    @staticmethod
    def _ended(publication: Publication) -> Found | Settled | NotYet:
        if publication.state is PublicationState.POSTED:
            return Found(publication)
        if publication.open:
            return NotYet(publication, publication.reason or "its answer was lost", None)
        return Settled(publication)


def _reaches_back(look: TimelineRead, publication: Publication) -> bool:
    """Whether a look at the newest posts goes back to before the claim."""
    oldest = min((post.created_at for post in look.posts if post.created_at is not None), default=None)
    return oldest is not None and oldest < publication.claimed_at - CLOCKS_APART
