"""Notices the slots that passed without a post."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition
from scicomm_bot.app.failing import is_of_schedule
from scicomm_bot.app.health import failure_of
from scicomm_bot.app.needs import posts_wait
from scicomm_bot.bot import Failed, Found, Sent, StepResult
from scicomm_bot.domain.health import MissedSlot
from scicomm_bot.domain.obstacle import BY_FILE, Need, ObstacleCode
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.plan import SLOT_GRACE, SkipKind, due_slots, post_states, upcoming_slots

LOOKS_BACK = timedelta(days=8)
"""Slots that are older are not looked at any more, as after a month without a service."""
MOST = 10
"""Of so many slots that have passed at once the newest are told: a clock that jumps may pass thousands in one tick."""
_TICK = timedelta(microseconds=1)
_ABOUT_A_SLOT = SLOT_GRACE + timedelta(minutes=5)
"""How long after a slot a word may still be about it: a try that begins in its grace may take some minutes."""
_PASSES = {ObstacleCode.GAP, ObstacleCode.DAY, ObstacleCode.QUIET}
"""Why a slot is passed over on purpose: it was not missed."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What the last try came to."""

    at: datetime
    words: str
    failure: bool
    passes: bool = False
    """Whether the slot was passed over as the schedule wants it."""


@dataclass(slots=True)
class SlotWatch:
    """Notices each slot once, when its grace is over.

    Attributes:
        started_at: When this service started.
        seen_until: Slots up to this time were looked at, or are not this service's business.
        late: The newest slot of an outage that is over, of which one post may still go out (`missed: one`); or None.
    """

    started_at: datetime
    seen_until: datetime
    late: datetime | None = None
    _schedule: Schedule | None = None
    _over_at: datetime | None = None
    """When the grace of the next slot is over, so that nothing is reckoned at most ticks."""
    _word: _Word | None = None
    _word_before: _Word | None = None
    """The last word of an earlier slot than the one that `_word` is about."""
    _moments_until: datetime | None = None
    """Moments of posts up to this time were looked at."""

    def tried(self, result: StepResult, now: datetime) -> None:
        """Take note of what a step came to."""
        match result:
            case Sent() | Found():
                return
            case Failed(_, reason):
                self._say(_Word(now, reason, failure=failure_of(result) is not None))
            case skip:
                said = skip.why.needs is Need.LATER or skip.why.code in BY_FILE  # a person said so
                failure = skip.kind is SkipKind.WAITING and not said
                self._say(_Word(now, skip.reason, failure=failure, passes=skip.why.code in _PASSES))

    def failed(self, words: str, now: datetime) -> None:
        """Take note of an error."""
        self._say(_Word(now, words, failure=True))

    def _say(self, word: _Word) -> None:
        """Keep a word; of an earlier slot the last one stays, which a machine that slept is asked about only now."""
        if self._word is not None and word.at - self._word.at > _ABOUT_A_SLOT:
            self._word_before = self._word
        self._word = word

    def missed(self, desk: Desk, edition: Edition) -> Iterator[MissedSlot]:
        """Yield the slots that have passed since the last call without a post, although posts were waiting.

        Raises:
            LedgerError: the ledger cannot be read; the slots are looked at again.
        """
        now = desk.clock.now()
        yield from self._missed_moments(desk, edition, now)
        over = self._over(edition.content.schedule, now)
        if not over:
            return
        waiting: bool | None = None
        for slot in over:
            if not _is_filled(desk.made_ledger, slot, edition.content.schedule):
                if waiting is None:
                    waiting = posts_wait(desk.survey(edition))
                word = self._word_on(slot)
                if waiting and not word.passes:
                    if word.failure:
                        self.late = slot
                    yield MissedSlot(slot, word.words, word.failure)
            self.seen_until = slot
        self._over_at = None

    def _missed_moments(self, desk: Desk, edition: Edition, now: datetime) -> Iterator[MissedSlot]:
        """Yield the moments that posts name (`at:`), and that have passed though their posts could go out."""
        until, since = now - SLOT_GRACE - _TICK, self._moments_until or self.seen_until
        passed = [post for post in edition.posts if post.timing.at is not None and since < post.timing.at <= until]
        for post in passed:
            at = post.timing.at or now
            then = next(one for one in post_states(edition.posts, desk.history(edition.posts), at) if one[0] is post)
            if then[1].state == "pending":
                word = self._word_on(at)
                yield MissedSlot(at, f"{post.id} was to go out then (`at:`): {word.words}", word.failure)
        self._moments_until = until

    def late_slot(self, schedule: Schedule, now: datetime) -> datetime | None:
        """Return the missed slot for which one post may still go out, where the schedule wants that."""
        if schedule.missed != "one" or self.late is None or now - self.late > LOOKS_BACK:
            return None
        return self.late

    def recover(self, desk: Desk, schedule: Schedule) -> None:
        """Take up the last outage where a service before this one left it: if nothing has gone out since."""
        missed = desk.made_ledger.last_missed()
        if missed is None or not missed.failure or not is_of_schedule(missed.slot, schedule):
            return
        last = desk.history(()).last_posted_at
        if (last is None or last < missed.slot) and not desk.made_ledger.slot_is_filled(missed.slot):
            self.late = missed.slot

    def _over(self, schedule: Schedule, now: datetime) -> list[datetime]:
        """Return the slots whose grace is over and that were not looked at, the oldest first."""
        if self._schedule is not None and schedule != self._schedule:  # the new one's slots did not come before now
            self.seen_until, self._over_at = max(self.seen_until, now - SLOT_GRACE), None
        self._schedule = schedule
        if now < self.seen_until:  # the clock was set back
            self.seen_until, self._over_at = now - SLOT_GRACE, None
        if self._over_at is None:
            following = upcoming_slots(schedule, self.seen_until, 1)
            self._over_at = following[0] + SLOT_GRACE if following else now + LOOKS_BACK
        if now <= self._over_at:
            return []
        last = now - SLOT_GRACE - _TICK
        slots = due_slots(schedule, last, min(last - self.seen_until, LOOKS_BACK))
        if not slots:
            self.seen_until, self._over_at = last, None
        return [slot for slot in reversed(slots[:MOST]) if slot > self.seen_until]

    def _word_on(self, slot: datetime) -> _Word:
        """Return why a slot was not filled."""
        if slot + SLOT_GRACE < self.started_at:
            return _Word(slot, "no service was running", failure=True)
        for word in (self._word, self._word_before):
            if word is not None and slot <= word.at <= slot + _ABOUT_A_SLOT:
                return word
        return _Word(slot, "the service did not come to it; it hung, or the machine slept", failure=True)


def _is_filled(ledger: SqlLedger, slot: datetime, schedule: Schedule) -> bool:
    """Whether a slot was filled, or may still be, or a post went out at one that took it over: the newest counts."""
    newer = due_slots(schedule, slot + SLOT_GRACE, SLOT_GRACE)
    return ledger.slot_is_filled(slot) or any(ledger.slot_is_filled(one, posted=True) for one in newer)
