"""A world in one process for the state machine: X in memory, a clock that is set by hand, processes that can be held.

A process is a thread that runs one `Bot.step` and stops before and after every call of the ledger or the publisher.
Only one runs at a time and the machine says which, so every order of calls can be had, and had again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from scicomm_bot.bot import Bot, StepResult
from scicomm_bot.bot.same import same_text
from scicomm_bot.domain.account import Account
from scicomm_bot.domain.outcome import (
    AccountRefused,
    DuplicateText,
    Lost,
    NotSent,
    Outcome,
    Published,
    RateLimited,
    ReplyRefused,
    TextRefused,
)
from scicomm_bot.domain.post import Post, PostImage
from scicomm_bot.domain.timeline import CannotReadTimeline, OwnPost, TimelineRead
from scicomm_bot.ledger.sqlite import SqliteLedger
from scicomm_bot.plan import Terms

BASE = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
CALL_SECONDS = 2.0
SETTLE_SECONDS = 3.0
WINDOW_SECONDS = 4.9
"""A sender may be frozen for so long between its look and its first byte; docs/reliability.md says why not for longer."""
MOST_LOOKED_AT = 1_000


@dataclass(frozen=True)
class Weather:
    """What befalls a call to X: `answer` ok, lost, late, refused, account, limited, duplicate or unsent."""

    answer: str = "ok"
    acts: bool = True
    """Whether X publishes the post although its answer is lost or a lie."""
    acts_after: float = 0.0
    """Share of the call's time after which X acts, 0 to 1."""
    lag: float = 0.0
    """Share of the settle time until the timeline shows it, 0 to 1."""
    looks: bool = True
    """Whether the timeline can be looked at."""


FAIR = Weather()


@dataclass(frozen=True)
class Served:
    """A post on X; times are seconds of the world."""

    remote_id: str
    text: str
    ours: bool
    reply_to: str | None
    visible_at: float


class World:
    """The time, and X."""

    def __init__(self, *, refuses_duplicates: bool) -> None:
        self.t = 0.0
        self.refuses_duplicates = refuses_duplicates
        self.served: list[Served] = []
        self.later: list[tuple[float, str, str | None, float]] = []
        self.weather = FAIR
        self.on_send: Callable[[Process, str], None] = lambda process, text: None

    def pass_time(self, seconds: float) -> None:
        end = self.t + seconds
        for at, text, reply_to, lag in sorted(one for one in self.later if one[0] <= end):
            self.t = max(self.t, at)
            self.publish(text, reply_to, lag)
        self.later = [one for one in self.later if one[0] > end]
        self.t = end

    def publish(self, text: str, reply_to: str | None, lag: float, *, ours: bool = True) -> str | None:
        """Put a post on X and give its id, or None where X refuses it as a duplicate."""
        if self.refuses_duplicates and any(one.text == text for one in self.served):
            return None
        remote_id = str(10**18 + int(self.t * 1000) * 1_000_000 + len(self.served))
        self.served.append(Served(remote_id, text, ours, reply_to, self.t + lag))
        return remote_id

    def date(self) -> datetime:
        """X's `Date` header: whole seconds."""
        return (BASE + timedelta(seconds=self.t)).replace(microsecond=0)

    def may_still_come(self, text: str) -> bool:
        return any(one[1] == text for one in self.later)


class CrashError(BaseException):
    """The process was killed."""


class Process:
    """One process of the bot, with a clock of its own."""

    def __init__(self, world: World, open_ledger: Callable[[], SqliteLedger], account: Account) -> None:
        self.world = world
        self.offset = timedelta(0)
        self.at = ""
        self.in_window_since: float | None = None
        self.running = False
        self.given: list[Post] = []
        self.result: StepResult | None = None
        self.error: BaseException | None = None
        self._crashing = False
        self._free = 0
        self._go, self._back = threading.Semaphore(0), threading.Semaphore(0)
        self._open_ledger, self._account = open_ledger, account
        self._ids = 0

    # The machine's side

    def begin(self, posts: list[Post], slot: datetime | None, thread_gap: float) -> None:
        """Start a step; it stops before its first call."""
        self.result = self.error = None
        self.given = posts
        self._crashing = False
        ledger = self._open_ledger()
        self.running = True

        def work() -> None:
            self._go.acquire()
            try:
                bot = Bot(
                    _Held(ledger, self),  # type: ignore[arg-type]  # every call goes through
                    _Publisher(self),
                    self,
                    self._account,
                    Terms(thread_gap=timedelta(seconds=thread_gap)),
                    call_within=timedelta(seconds=CALL_SECONDS),
                    settle_within=timedelta(seconds=SETTLE_SECONDS),
                    new_attempt_id=self._new_id,
                )
                self.result = bot.step(posts, slot=slot)
            except CrashError:
                pass
            except BaseException as error:
                self.error = error
            finally:
                ledger.close()
                self.running = False
                self.in_window_since = None
                self._back.release()

        threading.Thread(target=work, daemon=True).start()
        self.resume()

    def resume(self, stops: int = 1) -> None:
        """Let it go on over this many stops, or to its end."""
        self._free = stops - 1
        self._go.release()
        self._back.acquire()
        if self.error is not None:
            raise self.error

    def crash(self) -> None:
        """Kill it where it stands."""
        self._crashing = True
        while self.running:
            self.resume()

    # The process's side

    def stop(self, at: str) -> None:
        self.at = at
        if self._free:
            self._free -= 1
            return
        self._back.release()
        self._go.acquire()
        if self._crashing:
            raise CrashError

    def now(self) -> datetime:
        return BASE + timedelta(seconds=self.world.t) + self.offset

    def elapsed(self) -> float:
        return self.world.t

    def _new_id(self) -> str:
        self._ids += 1
        return f"{id(self):x}-{self._ids}"


class _Held:
    """A ledger that stops the process before and after each call."""

    def __init__(self, ledger: SqliteLedger, process: Process) -> None:
        self._ledger, self._process = ledger, process

    def __getattr__(self, name: str) -> Any:
        whole = getattr(self._ledger, name)
        if not callable(whole):
            return whole

        def held(*args: Any, **kwargs: Any) -> Any:
            self._process.stop(f"before {name}")
            result = whole(*args, **kwargs)
            self._process.stop(f"after {name}")
            return result

        return held


class _Publisher:
    """X, as one process sees it, in the weather that the machine makes."""

    def __init__(self, process: Process) -> None:
        self._process, self._world = process, process.world

    def upload(self, images: Sequence[PostImage], on_alt_text: Callable[[], object]) -> tuple[str, ...] | Outcome:
        raise NotImplementedError("the machine's posts have no pictures")

    def publish(
        self, text: str, *, reply_to: str | None, may_send: Callable[[], bool], media_ids: Sequence[str] = ()
    ) -> Outcome:
        process, world = self._process, self._world
        process.stop("before publish")
        weather = world.weather
        if weather.answer == "unsent":
            return NotSent("no connection")
        process.stop("before the sender looks again")
        if not may_send():
            return NotSent("too late")
        process.in_window_since = world.t
        process.stop("before the first byte")
        process.in_window_since = None
        weather = world.weather
        outcome = self._sent(weather, text, reply_to)
        process.stop("before the answer")
        return outcome

    def _sent(self, weather: Weather, text: str, reply_to: str | None) -> Outcome:
        world = self._world
        world.on_send(self._process, text)
        lag = weather.lag * SETTLE_SECONDS
        if reply_to is not None and not any(one.remote_id == reply_to for one in world.served):
            return ReplyRefused("there is no such post")
        match weather.answer:
            case "ok" | "unsent":
                remote_id = world.publish(text, reply_to, lag)
                return DuplicateText("duplicate content") if remote_id is None else Published(remote_id)
            case "refused":
                return TextRefused("refused")
            case "account":
                return AccountRefused("suspended")
            case "limited":
                return RateLimited("429", self._process.now() + timedelta(seconds=3))
            case "duplicate" if weather.acts:
                world.publish(text, reply_to, lag)
                return DuplicateText("duplicate content")
            case _:
                if weather.acts:
                    world.later.append((world.t + weather.acts_after * CALL_SECONDS, text, reply_to, lag))
                    world.pass_time(0)
                return Lost("the answer was lost")

    def read_timeline(self, *, since_id: str | None, newest: int) -> TimelineRead | CannotReadTimeline:
        process, world = self._process, self._world
        process.stop("before look")
        if not world.weather.looks:
            return CannotReadTimeline("no answer")
        visible = [one for one in world.served if one.visible_at <= world.t]
        found = [one for one in reversed(visible) if since_id is None or int(one.remote_id) > int(since_id)]
        if since_id is None:
            found = found[:newest]
        elif len(found) > MOST_LOOKED_AT:
            return CannotReadTimeline("too many")
        look = TimelineRead(
            tuple(OwnPost(one.remote_id, one.text, None, one.reply_to) for one in found), world.date(), world.date()
        )
        process.stop("after look")
        return look


def edited(post: Post, version: int) -> Post:
    """The same post with another text."""
    return replace(post, text=f"{post.text.partition(' v')[0]} v{version}")


def post_of(text: str, posts: list[Post]) -> str | None:
    """The id of the post whose text this is, in whatever version."""
    return next((p.id for p in posts if same_text(p.text.partition(" v")[0], text.partition(" v")[0])), None)
