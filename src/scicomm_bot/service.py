"""The service: APScheduler ticks, a tick looks at the files, the ledger and the clock, and publishes what is due.

APScheduler only ticks. What is due is computed anew at each tick from the schedule, the time and the ledger, so nothing
is remembered that a restart could lose, and slots that were missed are never caught up in a burst.
"""

import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scicomm_bot.announcer import Announcer
from scicomm_bot.app.asked import Asked
from scicomm_bot.app.desk import Desk, new_id
from scicomm_bot.app.edition import Edition
from scicomm_bot.app.health import Record
from scicomm_bot.app.heartbeat import Heartbeat
from scicomm_bot.app.slot_watch import SlotWatch
from scicomm_bot.bot import Bot, Failed, Found, Sent, StepResult, with_retries
from scicomm_bot.domain.health import Source
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import BY_FILE, Need, ObstacleCode
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.errors import FileError, OlderServiceError, Problem, ScicommError
from scicomm_bot.logs import event, start_logging
from scicomm_bot.pace import RETRY_AFTER, Pace, Progress
from scicomm_bot.plan import SLOT_GRACE, Skip, SkipKind, due_slots, post_states
from scicomm_bot.pulse import listening
from scicomm_bot.watch import Watch

TICK_SECONDS = 5.0
"""How often the service looks up: whether files have changed, whether a slot has come."""
SIGN_EVERY = timedelta(seconds=30)
"""How often a sign of life is written."""
STOP_WITHIN_SECONDS = 0.25
"""How often the main thread looks whether it was told to end; a signal that reaches it is seen at once."""
DRAIN_SECONDS = 8.0
"""How long a publication in flight may take after SIGTERM; then it is left unknown."""


class _EndingError(Exception):
    """The service is to end, between two tries."""


@dataclass
class Service:
    """The service; `tick` is called every few seconds by one thread.

    Making one raises ScicommError where `posts.yaml` or a template is broken already at the start.

    Attributes:
        desk: What it works with.
        name: Tells this service from others on the same ledger.
        announcer: Says in the log what happens, each thing once.
    """

    desk: Desk
    name: str
    announcer: Announcer = field(default_factory=Announcer)
    _pace: Pace = field(default_factory=Pace)
    _progress: Progress = field(default_factory=Progress)
    _signed_at: datetime | None = None
    _last_bot: Bot | None = None
    _busy: threading.Lock = field(default_factory=threading.Lock)
    _ending: threading.Event = field(default_factory=threading.Event)
    _read_again: threading.Event = field(default_factory=threading.Event)
    _problems: tuple[Problem, ...] = ()
    """Why the file as it is now could not be taken over."""
    _edition: Edition = field(init=False)
    _fingerprint: object = field(init=False)
    _started_at: datetime = field(init=False)
    _heartbeat: Heartbeat = field(init=False)
    _record: Record = field(init=False)
    _slot_watch: SlotWatch = field(init=False)
    _watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        """Read the files, and when a service was last seen: slots since then were missed."""
        self._started_at = self.desk.clock.now()
        self._heartbeat = self.desk.heartbeat
        self._heartbeat.forget_others(self._started_at)
        self._edition, self._fingerprint = self.desk.read_whole()
        self._record = Record(Source.SERVICE, lambda: self.desk.made_ledger, self.desk.clock.now)
        seen = max((sign.seen_at for sign in self.desk.made_ledger.signs()), default=self._started_at)
        self._slot_watch = SlotWatch(self._started_at, min(seen, self._started_at - SLOT_GRACE))
        self._slot_watch.recover(self.desk, self._edition.content.schedule)
        pinger = self.desk.pinger(self.announcer.pinged)
        self._watch = Watch(self.desk, self.announcer, pinger, self._started_at)

    def begin(self) -> None:
        """Say that the service has started, what is held, and when the next slot comes."""
        self.announcer.started(self.desk, Asked.of(self._edition, self._history()))
        if not self.desk.rehearse:
            self.announcer.papers(self._edition)
        self._tell_edition(self._started_at)

    def tick(self) -> None:
        """Look up once; an expected failure is logged and tried again, and a bug is logged with its traceback."""
        with self._busy, listening(self._beat):
            if self._ending.is_set():
                return
            good = False
            try:
                self._beat()
                self._look_up()
                good = True
            except _EndingError:
                return
            except ScicommError as error:
                now = self.desk.clock.now()
                self._pace.back_off(now)
                self._slot_watch.failed(str(error), now)
                self._record.raised(error)
                self.announcer.failed(error)
            except Exception as error:
                now = self.desk.clock.now()
                self._pace.not_before = now + RETRY_AFTER
                self._slot_watch.failed(f"a bug ({type(error).__name__}); see the log", now)
                logging.getLogger("scicomm_bot").exception("bug")
                self._record.bug(error)
            try:  # whatever became of the tick
                self._tell(good=good)
            except Exception:
                logging.getLogger("scicomm_bot").exception("bug")

    def _look_up(self) -> None:
        self._reload()
        self._sign()
        self._tell_pauses()
        waits = self._pace.waits(self.desk.clock.now())
        if not waits:
            self._publish_what_is_due()
        self.announcer.renewal(self.desk.renew(self._edition))
        # A tick that waited shows nothing of what failed, and one that failed in its step begins to wait.
        if not waits and not self._pace.waits(self.desk.clock.now()) and self._record.tick_went_well():
            self._pace.failures = 0
            self.announcer.works_again()

    def _tell_pauses(self) -> None:
        """Say when a person's pause has begun or ended; what a step finds in its way, it tells itself."""
        with suppress(ScicommError):  # a ledger that fails is told by what needs it
            account, in_file = self.desk.made_ledger.account(), self.desk.pause_in_file()
            now = self.desk.clock.now()
            pauses = [one for one in account.pauses if one.holds_at(now)] if account is not None else []
            self.announcer.pauses([one for one in (*pauses, in_file) if one is not None and one.is_a_persons])

    def _tell(self, *, good: bool) -> None:
        """Tell which slots were missed, and what needs a person."""
        with suppress(ScicommError):  # a ledger that fails is told already, and the slots are looked at again
            for missed in self._slot_watch.missed(self.desk, self._edition):
                if self.desk.made_ledger.note_missed(missed):
                    self.announcer.missed(missed, self._edition.content.schedule)
        self._watch.look(self._edition, self._problems, good=good)

    def read_again(self) -> None:
        """Read all files at the next tick, changed or not."""
        self._read_again.set()

    def end(self, drain_seconds: float = DRAIN_SECONDS) -> bool:
        """Let a publication in flight finish and be recorded; return whether it did in time.

        One that did not is left unknown, and the caller must end the process without waiting for its thread.
        """
        self._ending.set()
        self._watch.close()
        idle = self._busy.acquire(timeout=drain_seconds)
        if idle:
            self._busy.release()  # a tick that is still to begin must find its way out, or its thread would never end
        try:
            if not idle:
                self._leave_unknown()
            self._heartbeat.end()
            self.desk.made_ledger.sign_off(self.name)
        except ScicommError as error:
            self.announcer.failed_to_end(error)
        self.announcer.ended(idle=idle)
        return idle

    def _leave_unknown(self) -> None:
        attempt_id = self._last_bot.in_flight if self._last_bot is not None else None
        if attempt_id is None:
            return
        reason = "the service was ended before X's answer came"
        now = self.desk.clock.now()
        ended = self.desk.made_ledger.record(attempt_id, PublicationState.UNKNOWN, now, reason=reason)
        if ended.open:  # else its own thread was quicker, and has recorded the answer
            self.announcer.left_unknown(ended)

    def _reload(self) -> None:
        asked = self._read_again.is_set()
        fingerprint = self.desk.fingerprint(self._edition)
        if fingerprint == self._fingerprint and not asked:
            return
        self._fingerprint = fingerprint
        if asked:
            self._read_again.clear()
            self.desk.forget_files()
            self.announcer.reads_again()
        try:
            self._edition, self._fingerprint = self.desk.read_whole()
        except ScicommError as error:
            # An approval that is gone holds its post all the same.
            self._problems = error.problems if isinstance(error, FileError) else ()
            self._edition = self.desk.with_approvals(self._edition)
            self.announcer.change_not_taken_over(error)
        else:
            self._problems = ()
            self.announcer.change_taken_over(self._edition)
        self._tell_edition(self.desk.clock.now())

    def _tell_edition(self, now: datetime) -> None:
        self.announcer.files(self._edition)
        self.announcer.edition(self._edition, post_states(self._edition.posts, self._history(), now), now)

    def _history(self) -> History:
        """Return what the ledger knows, for what is told; one that fails is told by the tick that needs it."""
        with suppress(ScicommError):
            return self.desk.history(self._edition.posts)
        return History()

    def _beat(self) -> None:
        """Say on this machine that the service goes on: at each tick, and before each call of a long one."""
        self._heartbeat.beat(self.desk.clock.now())

    def _sign(self) -> None:
        now = self.desk.clock.now()
        if self._signed_at is None or now - self._signed_at >= SIGN_EVERY or now < self._signed_at:
            self.desk.made_ledger.sign(ServiceSign(self.name, self._started_at, now))
            self._signed_at = now

    def _publish_what_is_due(self) -> None:
        """Settle what is open; else go on with a thread that has begun, or fill the newest slot that has come."""
        now = self.desk.clock.now()
        if self.desk.made_ledger.open_publication() is not None:
            self._take(self._bot().step(self._edition.posts, send=False), None)
            return
        if self._progress.asks_for_part(now):
            self._progress.asked_for_part_at = now
            part = self._bot().next_part(self._edition.posts)
            self._progress.may_go_on = part is not None
            if part is not None:
                self._take(self._step(only=part.id), None)
                return
        if self._send_at_its_moment(now):
            return
        slots = due_slots(self._edition.content.schedule, now)
        if slots and slots[0] != self._progress.done_slot:
            self._take(self._step(slot=slots[0]), slots[0])
        elif (late := self._slot_watch.late_slot(self._edition.content.schedule, now)) is not None:
            self._send_late(late)

    def _send_at_its_moment(self, now: datetime) -> bool:
        """Try the posts whose own moments have come, the earliest first; return whether one was sent, or may be out.

        One that is held does not keep the others, nor a slot of the schedule, from being filled.
        """
        due = [(post.timing.at, post.id) for post in self._edition.posts if post.timing.is_due(now) and post.timing.at]
        for moment in sorted(one for one in due if self._progress.tries_moment(one, now)):
            result = self._step(slot=moment[0], only=moment[1])
            self._progress.tried_moment(moment, now, done=_needs_nothing_more(result))
            if not isinstance(result, Skip) or result.why.code in _OF_ALL:  # then nothing else goes out either
                self._take(result, moment[0], ordinary=False)
                return True
            if result.kind is not SkipKind.DONE:
                self._note(result, moment[0], self.desk.clock.now())
        return False

    def _send_late(self, slot: datetime) -> None:
        """Send one post for all slots that were missed in an outage."""
        result = self._step(slot=slot)
        if isinstance(result, Skip) and result.kind is SkipKind.DONE:  # another service was quicker, or nothing is left
            self._slot_watch.late = None
        elif isinstance(result, Sent | Found):
            self._slot_watch.late = None
            self.announcer.sent_late(result.publication, slot)
        self._take(result, slot, ordinary=False)

    def _bot(self) -> Bot:
        self._last_bot = self.desk.bot(self._edition)
        return self._last_bot

    def _step(self, *, slot: datetime | None = None, only: str | None = None) -> StepResult:
        """Take one step, trying again where nothing was sent; the waits in between end with the service."""
        bot = self._bot()
        self._edition = self.desk.with_approvals(self._edition)
        posts = self._edition.posts
        return with_retries(lambda: bot.step(posts, slot=slot, only=only), self._nap)

    def _nap(self, seconds: float) -> None:
        if self._ending.wait(seconds):
            raise _EndingError
        self._beat()  # four tries may take longer than a service may be silent
        self._sign()

    def _note(self, result: StepResult, slot: datetime | None, now: datetime) -> None:
        """Log what a step came to."""
        self._slot_watch.tried(result, now)
        self._record.step(result)
        self.announcer.step(result, slot, self._edition, now)

    def _take(self, result: StepResult, slot: datetime | None, *, ordinary: bool = True) -> None:
        """Log what a step came to, and decide when to look up again.

        Args:
            result: What it came to.
            slot: The slot that it was to fill, or None.
            ordinary: Whether that is the newest of the schedule: no moment of a post, and none that is filled late.
        """
        now = self.desk.clock.now()  # once: what waits, waits from the moment that the log tells
        self._note(result, slot, now)
        done = slot if ordinary else None
        match result:
            case Sent() | Found():
                self._pace.failures = 0
                self._progress.done_slot = done or self._progress.done_slot
                self._progress.may_go_on = True
                self._pace.not_before = now + timedelta(seconds=self._edition.content.schedule.thread_gap_seconds)
            case Failed(publication, _, until) if publication.state is PublicationState.RELEASED:
                self._pace.back_off(now, until)
            case Failed(publication) if publication.state is PublicationState.REFUSED:
                self._progress.done_slot = done or self._progress.done_slot
                self._progress.may_go_on = False
            case Failed():
                pass
            case skip if skip.kind is SkipKind.WAITING and (skip.why.needs is Need.LATER or skip.why.code in BY_FILE):
                self._pace.pause(now)
            case skip if skip.kind is SkipKind.WAITING:
                self._pace.back_off(now, skip.until)
            case skip:
                self._progress.done_slot = done or self._progress.done_slot
                if skip.kind is SkipKind.STUCK:
                    self._progress.may_go_on = False
                    self._pace.back_off(now)


_OF_ALL = {ObstacleCode.PAUSED, ObstacleCode.BUSY, ObstacleCode.UNKNOWN, ObstacleCode.UNREADABLE}
"""What keeps back all posts at once."""


def _needs_nothing_more(result: StepResult) -> bool:
    """Whether a post's own moment is over and done with: it is out, was refused, or was out before."""
    match result:
        case Sent():
            return True
        case Failed(publication):
            return publication.state is PublicationState.REFUSED
        case Skip():
            return result.kind is SkipKind.DONE
    return False


def run_service(desk: Desk, *, tick_seconds: float = TICK_SECONDS) -> int:
    """Run the service on a desk until SIGTERM or SIGINT; return the exit code.

    Raises:
        ScicommError: it cannot start: the file, the templates, the credentials or the ledger cannot be used.
    """
    gc.freeze()  # what was imported lives to the end
    gc.enable()  # the command line turns it off, which is for commands that end soon
    stop, read_again = threading.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):  # first of all: as process 1, none is heard before
        signal.signal(number, lambda *_: stop.set())
    signal.signal(signal.SIGHUP, lambda *_: read_again.set())  # by default it would end the process
    start_logging(desk.log_format, desk.secrets)
    try:
        if not desk.rehearse:
            desk.network.client()  # missing credentials are said at the start, not at the first slot
        service = _opened(desk, f"{socket.gethostname()}:{os.getpid()}:{new_id()[:6]}", stop)
    except ScicommError as error:
        Record(Source.SERVICE, desk.ledger_if_there, desk.clock.now).raised(error)
        raise
    if service is None:
        return 0
    gc.freeze()  # so does what was read, but for what changes
    service.begin()
    if not serve(service, stop, tick_seconds, read_again):
        sys.stderr.flush()
        os._exit(0)  # the thread of the call that is left unknown must not hold the process up
    desk.close()
    return 0


def _opened(desk: Desk, name: str, stop: threading.Event) -> "Service | None":
    """Return the service once no older one uses the ledger, which is then brought up to date; None if it is to end."""
    waits = False
    while not stop.is_set():
        try:
            if waits:
                desk.made_ledger.account()  # the files are read again only when the ledger opens
            return Service(desk, name)
        except OlderServiceError as error:
            if not waits:
                event(logging.WARNING, "waiting", reason=str(error))
            waits = True
            time.sleep(STOP_WITHIN_SECONDS)
    return None


def serve(
    service: Service,
    stop: threading.Event,
    tick_seconds: float = TICK_SECONDS,
    read_again: threading.Event | None = None,
) -> bool:
    """Tick until `stop` is set, then end the service; return whether everything in flight was recorded.

    Whenever `read_again` is set, the files are read again at once, by a tick of its own.
    """
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})
    ticks = scheduler.add_job(
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
        if read_again is not None and read_again.is_set():
            read_again.clear()
            service.read_again()
            ticks.modify(next_run_time=datetime.now(UTC))
    scheduler.shutdown(wait=False)
    return service.end()
