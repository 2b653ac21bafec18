"""The long-running service: APScheduler's tick, what one tick does, and how the service ends.

APScheduler only ticks. What is due is computed anew at each tick from the schedule, the time and the ledger, so nothing
is remembered that a restart could lose, and slots that were missed are never caught up in a burst.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scicomm_bot.bot import Bot, Clock, Failed, Found, Sent, StepResult
from scicomm_bot.domain.account import LONGEST_WAIT
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.errors import ScicommError
from scicomm_bot.logs import event
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan import SkipKind, due_slots, upcoming_slots
from scicomm_bot.retry import with_retries

TICK_SECONDS = 5.0
"""How often the service looks up: whether files have changed, whether a slot has come."""
SIGN_EVERY = timedelta(seconds=30)
"""How often a sign of life is written."""
RETRY_AFTER = timedelta(seconds=60)
"""How long to wait, inside a slot's grace, after an attempt in which nothing was sent."""
STOP_WITHIN_SECONDS = 0.25
"""How often the main thread looks whether it was told to end; a signal that reaches it is seen at once."""
LONGEST_BACK_OFF = timedelta(minutes=5)
"""The longest wait after failures in a row: less than a slot's grace, so that no slot passes untried."""
DRAIN_SECONDS = 8.0
"""How long a publication in flight may take after SIGTERM; then it is left unknown."""


class _EndingError(Exception):
    """The service is to end, between two tries."""


@dataclass(frozen=True, slots=True)
class Version:
    """A good version of `posts.yaml` and the templates: the content, and all posts made from it."""

    content: Content
    posts: Sequence[Post]


class ServiceLedger(Protocol):
    """What the service itself needs of the ledger."""

    def sign(self, sign: ServiceSign) -> None:
        """Write down that a service is alive."""

    def sign_off(self, name: str) -> None:
        """Write down that a service has ended in good order."""

    def open_publication(self) -> Publication | None:
        """Return the publication whose outcome is not known yet."""

    def record(
        self,
        attempt_id: str,
        state: PublicationState,
        at: datetime,
        *,
        remote_id: str | None = None,
        reason: str | None = None,
    ) -> Publication:
        """Write down what came of an attempt."""


class Service:
    """The service; `tick` is called every few seconds by one thread."""

    def __init__(
        self,
        *,
        name: str,
        clock: Clock,
        ledger: ServiceLedger,
        read: Callable[[], Version],
        hold: Callable[[Version], Sequence[Post]],
        stamp: Callable[[], object],
        bot_for: Callable[[Content], Bot],
        renew: Callable[[Content], str | None] | None = None,
    ) -> None:
        """Make a service.

        Args:
            name: Tells this service from others on the same ledger.
            clock: The time.
            ledger: The memory.
            read: Reads `posts.yaml` and the templates; raises ScicommError where they are broken.
            hold: Returns a version's posts with a hold on each that may not go out as things stand. It is asked when a
                file has changed, even where `read` fails then, and again before each post that is sent.
            stamp: Returns a value that differs when a file has changed.
            bot_for: Returns the bot for a version's terms.
            renew: Looks again, now and then, whether the version's papers still stand; returns why it could not.

        Raises:
            ScicommError: `posts.yaml` or a template is broken already at the start.
        """
        self._name = name
        self._clock = clock
        self._ledger = ledger
        self._read = read
        self._hold = hold
        self._stamp = stamp
        self._bot_for = bot_for
        self._renew = renew
        self._said_of_renewal: str | None = None
        self._seen = stamp()
        self._version = read()
        self._posts = hold(self._version)
        self._started_at = clock.now()
        self._signed_at: datetime | None = None
        self._done_slot: datetime | None = None
        self._may_go_on = True  # a thread may have been left off in the middle
        self._not_before: datetime | None = None
        self._said: str | None = None
        self._last_bot: Bot | None = None
        self._failures = 0
        self._failing = False
        self._asked_for_part_at: datetime | None = None
        self._busy = threading.Lock()
        self._ending = threading.Event()
        self._say_what_is_held()
        self._say_next_slot()

    def tick(self) -> None:
        """Look up once; an expected failure is logged and tried again, and a bug is logged with its traceback."""
        with self._busy:
            if self._ending.is_set():
                return
            try:
                self._reload()
                self._sign()
                self._publish_what_is_due()
                self._look_again()
                self._say_that_it_works_again()
            except _EndingError:
                return
            except ScicommError as error:
                self._back_off()
                self._say_once(logging.ERROR, "failed", str(error))
                self._failing = True
            except Exception:
                self._not_before = self._clock.now() + RETRY_AFTER
                logging.getLogger("scicomm_bot").exception("bug")

    def end(self, drain_seconds: float = DRAIN_SECONDS) -> bool:
        """Let a publication in flight finish and be recorded; return whether it did in time.

        One that did not is left unknown, and the caller must end the process without waiting for its thread.
        """
        self._ending.set()
        idle = self._busy.acquire(timeout=drain_seconds)
        if idle:
            self._busy.release()  # a tick that is still to begin must find its way out, or its thread would never end
        try:
            if not idle:
                self._leave_unknown()
            self._ledger.sign_off(self._name)
        except ScicommError as error:
            event(logging.ERROR, "failed", error=str(error))
        event(logging.INFO, "service ended", in_flight=None if idle else "left unknown")
        return idle

    def _leave_unknown(self) -> None:
        attempt_id = self._last_bot.in_flight if self._last_bot is not None else None
        if attempt_id is None:
            return
        reason = "the service was ended before X's answer came"
        ended = self._ledger.record(attempt_id, PublicationState.UNKNOWN, self._clock.now(), reason=reason)
        if ended.open:  # else its own thread was quicker, and has recorded the answer
            event(logging.WARNING, "left unknown", id=ended.post_id)

    def _reload(self) -> None:
        stamp = self._stamp()
        if stamp == self._seen:
            return
        self._seen = stamp
        try:
            self._version = self._read()
        except ScicommError as error:
            event(logging.ERROR, "change not taken over", kept="the last good version", error=str(error))
        else:
            event(logging.INFO, "change taken over", posts=len(self._version.posts))
        self._posts = self._hold(self._version)  # an approval that is gone holds its post, whatever else is broken
        self._say_what_is_held()
        self._say_next_slot()

    def _sign(self) -> None:
        now = self._clock.now()
        if self._signed_at is None or now - self._signed_at >= SIGN_EVERY or now < self._signed_at:
            self._ledger.sign(ServiceSign(self._name, self._started_at, now))
            self._signed_at = now

    def _publish_what_is_due(self) -> None:
        """Settle what is open; else go on with a thread that has begun, or fill the newest slot that has come."""
        now = self._clock.now()
        if self._not_before is not None and now < self._not_before <= now + LONGEST_WAIT:
            return
        self._not_before = None
        if self._ledger.open_publication() is not None:
            self._take(self._bot().step(self._posts, send=False), None)
            return
        asked = self._asked_for_part_at
        if self._may_go_on or asked is None or not asked <= now < asked + RETRY_AFTER:
            # Asked again each minute: another service may have died in the middle of its thread.
            self._asked_for_part_at = now
            part = self._bot().next_part(self._posts)
            self._may_go_on = part is not None
            if part is not None:
                self._take(self._step(only=part.id), None)
                return
        slots = due_slots(self._version.content.schedule, now)
        if slots and slots[0] != self._done_slot:
            self._take(self._step(slot=slots[0]), slots[0])

    def _look_again(self) -> None:
        """Find out of a paper's fall even when none of its posts is due."""
        failure = self._renew(self._version.content) if self._renew is not None else None
        if failure is not None and failure != self._said_of_renewal:
            event(logging.WARNING, "cannot look up", reason=failure)
        self._said_of_renewal = failure or self._said_of_renewal

    def _bot(self) -> Bot:
        self._last_bot = self._bot_for(self._version.content)
        return self._last_bot

    def _step(self, *, slot: datetime | None = None, only: str | None = None) -> StepResult:
        """Take one step, trying again where nothing was sent; the waits in between end with the service."""
        bot, posts = self._bot(), self._hold(self._version)
        self._posts = posts
        return with_retries(lambda: bot.step(posts, slot=slot, only=only), self._nap)

    def _nap(self, seconds: float) -> None:
        if self._ending.wait(seconds):
            raise _EndingError

    def _take(self, result: StepResult, slot: datetime | None) -> None:
        """Log what a step came to, and decide when to look up again."""
        now = self._clock.now()
        match result:
            case Sent(publication) | Found(publication):
                self._failures = 0
                self._done_slot = slot or self._done_slot
                self._said = None
                self._may_go_on = True
                self._not_before = now + timedelta(seconds=self._version.content.schedule.thread_gap_seconds)
                event(
                    logging.INFO,
                    "posted" if isinstance(result, Sent) else "found on X",
                    id=publication.post_id,
                    x_post_id=publication.remote_id,
                    address=publication.address,
                    price=usd(publication.price_micro_usd),
                )
                self._say_next_slot()
            case Failed(publication, reason, until):
                event(logging.ERROR, str(publication.state), id=publication.post_id, reason=reason, until=until)
                if publication.state is PublicationState.RELEASED:
                    self._back_off(until)
                elif publication.state is PublicationState.REFUSED:
                    self._done_slot = slot or self._done_slot
                    self._may_go_on = False
            case skip if skip.kind is SkipKind.WAITING:
                self._back_off(skip.until)
                self._say_once(logging.WARNING if skip.about else logging.INFO, "waiting", skip.reason)
            case skip if skip.kind is SkipKind.STUCK:
                self._done_slot = slot or self._done_slot
                self._may_go_on = False
                self._back_off()
                self._say_once(logging.ERROR, "needs a person", skip.reason)
            case skip:
                self._done_slot = slot or self._done_slot
                if slot is not None:
                    self._say_once(logging.INFO, "nothing posted", skip.reason)

    def _back_off(self, until: datetime | None = None) -> None:
        """Do nothing until then; without a time, for a minute, and for twice as long at each failure in a row."""
        now = self._clock.now()
        if until is not None:  # it may have come already, and then the next tick goes on
            self._not_before = until
            return
        self._not_before = now + min(RETRY_AFTER * 2 ** min(self._failures, 10), LONGEST_BACK_OFF)
        self._failures += 1

    def _say_that_it_works_again(self) -> None:
        if self._failing and (self._not_before is None or self._clock.now() >= self._not_before):
            self._failing, self._failures, self._said = False, 0, None
            event(logging.INFO, "works again")

    def _say_once(self, level: int, name: str, reason: str) -> None:
        """Log what would otherwise come at every tick or slot only when it has changed."""
        if self._said != reason:
            self._said = reason
            event(level, name, reason=reason)

    def _say_what_is_held(self) -> None:
        for post in self._version.posts:
            for remark in post.remarks:
                if remark.level is Level.ERROR:
                    event(logging.WARNING, "held", id=post.id, rule=remark.rule, reason=remark.message)
        said: set[str] = set()
        for post in self._posts:
            if post.hold is not None and post.hold.detail not in said:  # what holds all posts is told once
                said.add(post.hold.detail)
                event(logging.WARNING, "held", id=post.id, rule=post.hold.reason, reason=post.hold.detail)

    def _say_next_slot(self) -> None:
        slots = upcoming_slots(self._version.content.schedule, self._clock.now(), 1)
        event(logging.INFO, "next slot", at=slots[0].isoformat() if slots else "none: the schedule has no slots")


def serve(service: Service, stop: threading.Event, tick_seconds: float = TICK_SECONDS) -> bool:
    """Tick until `stop` is set, then end the service; return whether everything in flight was recorded."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})
    scheduler.add_job(
        service.tick,
        IntervalTrigger(seconds=tick_seconds, timezone=UTC),
        next_run_time=datetime.now(UTC),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    scheduler.start()
    # Not stop.wait(): a signal that the kernel hands to another thread, as after SIGSTOP and SIGCONT, would not end it.
    while not stop.is_set():
        time.sleep(STOP_WITHIN_SECONDS)
    scheduler.shutdown(wait=False)
    return service.end()
