"""Plays one seed: starts processes, kills, freezes and wakes them, acts as the person, until the queue is done."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import json
import os
import random
import shutil
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scicomm_bot.bot.same import same_text
from scicomm_bot.content import load
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.errors import ScicommError
from scicomm_bot.fidelity import check_posts
from scicomm_bot.ledger import SqlLedger, open_ledger
from scicomm_bot.render import Templates, render_posts
from support.unsupervised import UNSUPERVISED
from xserver import DEFAULT_CREDENTIALS, LoopbackX
from xserver.posts import ServedPost

from . import postgres
from .checks import Wrong, wrongs
from .copies import CannotCopyError, PostgresCopies, SqliteCopies
from .scenario import CALL_SECONDS, Faults, Scenario, Start, foreign_texts, start, write_folder
from .zygote import Zygote

STUCK_SECONDS = 180.0
END_SECONDS = 20.0
"""How long processes may take to end once everything is out."""
LATE_BYTE_SECONDS = 5.0
"""A request that arrives this long after its sender looked again fell into the documented window."""


@dataclass
class Process:
    """A running process of the bot; `kind` is once, run or person."""

    kind: str
    number: int
    planned: Start | None
    stopped: bool = False
    sleeps: float = 0.0


@dataclass
class Result:
    """What a seed came to; `counts` by name of what was injected."""

    seed: int
    ledger: str
    seconds: float = 0.0
    wrongs: list[Wrong] = field(default_factory=list)
    injected: Counter[str] = field(default_factory=Counter)
    blamed: Counter[str] = field(default_factory=Counter)
    """`FAULT lost` and `FAULT doubled`: the faults that met a post that was lost or doubled."""
    steps: Counter[str] = field(default_factory=Counter)
    """`kill STEP` and `freeze STEP`."""
    sides: Counter[str] = field(default_factory=Counter)
    person: Counter[str] = field(default_factory=Counter)
    posts: int = 0
    processes: int = 0
    requests: int = 0

    def json(self) -> dict[str, Any]:
        return {**vars(self), "wrongs": [asdict(wrong) for wrong in self.wrongs]}  # asdict spoils Counters

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Result:
        counters = {name: Counter(content[name]) for name in ("injected", "blamed", "steps", "sides", "person")}
        return cls(**{**content, **counters, "wrongs": [Wrong(**one) for one in content["wrongs"]]})


def play(scenario: Scenario, folder: Path, admin: str | None) -> Result:
    """Play a seed in `folder`, which is made; it is kept only where something went wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    result = Result(scenario.seed, scenario.ledger)
    began = time.monotonic()
    try:
        _Play(scenario, folder, admin, result).run()
    except Exception:  # a bug of the harness must not pass for a good end
        result.wrongs.append(Wrong("bug", "", traceback.format_exc()))
    result.seconds = round(time.monotonic() - began, 1)
    if not result.wrongs:
        shutil.rmtree(folder, ignore_errors=True)
    return result


class _Play:
    def __init__(self, scenario: Scenario, folder: Path, admin: str | None, result: Result) -> None:
        self.scenario = scenario
        self.folder = folder
        self.admin = admin
        self.result = result
        self.events = folder / "events.jsonl"
        self.processes: dict[int, Process] = {}
        self.numbers = itertools.count()
        self.draw = random.Random(f"play {scenario.seed}")
        self.agenda: list[tuple[float, int, Callable[[], None]]] = []
        self.order = itertools.count()
        self.free_at = [0.0] * len(scenario.actors)
        self.acting: list[int | None] = [None] * len(scenario.actors)
        self.person_busy_until = 0.0
        self.ledger: SqlLedger | None = None
        self.publications: list[Publication] = []

    def run(self) -> None:
        write_folder(self.scenario, self.folder)
        document = load(self.folder / "posts.yaml")
        rendered = render_posts(document.content, Templates(self.folder / "templates"), document)
        self.posts: list[Post] = check_posts(rendered, document.content)
        self.result.posts = len(self.posts)
        self.zygote = Zygote()  # before the server's threads
        self.faults = Faults(self.scenario)
        database = f"seed_{self.scenario.seed}"
        self.state = postgres.make(self.admin, database) if self.admin else str(self.folder / "state.db")
        self.copies: SqliteCopies | PostgresCopies = (
            PostgresCopies(self.admin, database) if self.admin else SqliteCopies(Path(self.state))
        )
        # A port of its own below those that the system gives away, so that nobody takes it during an outage.
        self.x = LoopbackX(timeline_lag=self.scenario.lag, port=10_000 + self.scenario.seed % 20_000)
        self.x.faults.chooser = self.faults
        if not self.scenario.refuse_duplicates:
            self.x.account.has_text = lambda text: False  # type: ignore[method-assign]  # nothing but the bot prevents two
        try:
            with self.x:
                self._play()
                self._end()
                self._count()
        finally:
            self.zygote.end()
            if self.ledger is not None:
                self.ledger.close()
            if self.admin and not self.result.wrongs:
                postgres.drop(self.admin, database)
            if isinstance(self.copies, PostgresCopies):
                self.copies.drop()

    # -- the play ------------------------------------------------------------------------------------------------------

    def _play(self) -> None:
        self.began = time.monotonic()
        for at, kind in self.scenario.happenings:
            self._at(at, lambda kind=kind: self._happen(kind))
        next_read = 0.0
        while True:
            now = self._now()
            calm = now > self.scenario.chaos_seconds
            self.faults.on = not calm
            self._reports(0.03)
            while self.agenda and self.agenda[0][0] <= self._now():
                heapq.heappop(self.agenda)[2]()
            if now >= next_read:
                next_read = now + 0.35
                if self._read_ledger() and self._done():
                    return
                self._be_the_person()
            for actor, kind in enumerate(self.scenario.actors):
                if self.acting[actor] is None and now >= self.free_at[actor]:
                    self.acting[actor] = self._start(kind, calm=calm)
            if now > STUCK_SECONDS:
                self.result.wrongs.append(Wrong("stuck", "", self._where_it_stands()))
                return

    def _now(self) -> float:
        return time.monotonic() - self.began

    def _at(self, at: float, action: Callable[[], None]) -> None:
        heapq.heappush(self.agenda, (at, next(self.order), action))

    def _start(self, kind: str, *, calm: bool) -> int:
        number = next(self.numbers)
        planned = None if calm or kind == "person" else start(self.scenario, number)
        argv = ["post", "--once", "--live", "--json"] if kind == "once" else ["run", "--live"]
        return self._launch(argv, kind, number, planned)

    def _launch(self, argv: list[str], kind: str, number: int, planned: Start | None) -> int:
        names = ("api_key", "api_secret", "access_token", "access_token_secret")
        order = {
            "argv": argv,
            "cwd": str(self.folder),
            "log": str(self.folder / f"{number:03}-{kind}.log"),
            "events": str(self.events),
            "env": {
                "SCICOMM_STATE": self.state,
                "SCICOMM_DRY_RUN": "false",
                **UNSUPERVISED,
                "SCICOMM_X_API_URL": self.x.url,
                "SCICOMM_X_TIMEOUT_SECONDS": str(CALL_SECONDS),
                "SCICOMM_SETTLE_SECONDS": str(self.scenario.settle),
                **{f"SCICOMM_X_{name.upper()}": getattr(DEFAULT_CREDENTIALS, name) for name in names},
            },
            **(planned.order if planned else {}),
        }
        pid = self.zygote.start(order)
        self.processes[pid] = Process(kind, number, planned)
        self.result.processes += 1
        if planned:
            if planned.clock:
                self.result.sides[f"clock {planned.clock}"] += 1
            if planned.kill_after is not None:
                self._at(self._now() + planned.kill_after, lambda: self._kill(pid))
            if planned.freeze_after is not None:
                self._at(self._now() + planned.freeze_after, lambda: self._freeze(pid, planned.freeze_for))
        return pid

    def _kill(self, pid: int) -> None:
        if pid in self.processes:
            self.result.sides["killed at random"] += 1
            _signal(pid, signal.SIGKILL)

    def _freeze(self, pid: int, seconds: float) -> None:
        if pid in self.processes and not self.processes[pid].stopped:
            self.result.sides["frozen at random"] += 1
            self.processes[pid].sleeps = seconds
            _signal(pid, signal.SIGSTOP)

    def _wake(self, pid: int) -> None:
        if pid in self.processes:
            self.processes[pid].stopped = False
            _signal(pid, signal.SIGCONT)

    def _reports(self, seconds: float) -> None:
        for report in self.zygote.reports(seconds):
            pid = report["pid"]
            process = self.processes[pid]
            if report.get("stopped"):
                process.stopped = True
                seconds = process.sleeps or self._sleep_of(pid)
                process.sleeps = 0.0
                self._at(self._now() + seconds, lambda pid=pid: self._wake(pid))
                continue
            del self.processes[pid]
            self._ended(process, pid, report)

    def _sleep_of(self, pid: int) -> float:
        """How long a process that froze itself at a step is to sleep: its last event says."""
        own = [event for event in self._read_events() if event["pid"] == pid and event.get("action") == "freeze"]
        return float(own[-1]["seconds"]) if own else 0.5

    def _ended(self, process: Process, pid: int, report: dict[str, Any]) -> None:
        code = report.get("code")
        if code not in (0, 1, None) or report.get("signal", signal.SIGKILL) not in (signal.SIGKILL, signal.SIGTERM):
            detail = f"{process.number:03}-{process.kind} ended with {report}"
            self.result.wrongs.append(Wrong("bug", "", detail))
        if pid not in self.acting:
            return
        actor = self.acting.index(pid)
        self.acting[actor] = None
        wait = self.draw.uniform(0, 0.5)
        if process.kind == "once" and code == 1:
            wait += self._until(self.folder / f"{process.number:03}-{process.kind}.log")
        self.free_at[actor] = self._now() + wait

    @staticmethod
    def _until(log: Path) -> float:
        """How long `post --once` says to wait; at most two seconds, since others may be quicker, and clocks wrong."""
        with contextlib.suppress(ValueError, KeyError, TypeError):
            text = log.read_text(encoding="utf-8", errors="replace")
            until = datetime.fromisoformat(json.loads(text[text.index("{") :])["until"])
            return min(max((until - datetime.now(UTC)).total_seconds(), 0.1), 2.0)
        return 0.0  # it does not say: look again at once, while a post may not be on the timeline yet

    # -- what comes from outside ---------------------------------------------------------------------------------------

    def _happen(self, kind: str) -> None:
        texts = [post.text for post in self.posts]
        match kind:
            case "foreign":
                self.x.foreign_post(foreign_texts(self.draw, texts))
                self.result.sides["a person's post"] += 1
            case "equal words":
                text = self.draw.choice(texts)
                with self.x.account.lock:  # X refuses a person's duplicate, too
                    if any(post.text == text for post in self.x.account.posts):
                        return
                    self.x.account.publish(ServedPost("", text, 0.0, None, author="human"))
                self.result.sides["a person's post of equal words"] += 1
            case "many foreign":
                for _ in range(110):
                    self.x.account.publish(ServedPost("", foreign_texts(self.draw, texts), 0.0, None, author="human"))
                self.result.sides["a hundred posts by people"] += 1
            case "outage":
                self.x.stop()
                self.result.sides["no connection"] += 1
                self._at(self._now() + self.draw.uniform(0.2, 3), self._end_outage)
            case "snapshot":
                self._while_all_stand_still(self._take_copy, kind)
            case "older copy":
                self._while_all_stand_still(self._put_copy, kind)
            case "backends" if self.admin:
                self.result.sides["backends killed"] += postgres.kill_backends(self.admin, self.state)

    def _while_all_stand_still(self, act: Callable[[], bool], kind: str) -> None:
        """Stop every process, act, and wake them; where it cannot be done at this moment, try again a little later."""
        stood = [pid for pid, process in self.processes.items() if not process.stopped]
        for pid in stood:
            _signal(pid, signal.SIGSTOP)
        time.sleep(0.03)
        try:
            done = act()
        except (CannotCopyError, ScicommError):
            done = False
        for pid in stood:
            _signal(pid, signal.SIGCONT)
        if not done and self._now() < self.scenario.chaos_seconds:
            self._at(self._now() + 0.4, lambda: self._happen(kind))

    def _take_copy(self) -> bool:
        if not self._read_ledger():
            return False
        self.copies.take()
        return True

    def _put_copy(self) -> bool:
        """Put an older copy in the ledger's place, where nothing of ours is on its way or hidden by the timeline's lag.

        A copy that takes the place while a post is in flight is a risk that docs/reliability.md tells of.
        """
        if not self._read_ledger() or any(one.open for one in self.publications) or self.x.something_comes_later():
            return False
        newest = max((post.created_at for post in self.x.posts), default=0.0)
        if time.time() - newest < self.scenario.lag + 0.1 or not self.copies.put():
            return False
        self.result.sides["an older copy of the ledger"] += 1
        for pid, process in self.processes.items():
            if (
                process.kind == "run" and not self.admin
            ):  # they refuse a file that was replaced, until they are started anew
                self._at(self._now() + self.draw.uniform(0.2, 1.5), lambda pid=pid: self._end_run(pid))
        return True

    def _end_run(self, pid: int) -> None:
        if pid in self.processes:
            self._wake(pid)
            _signal(pid, signal.SIGTERM)

    def _end_outage(self) -> None:
        """Listen again on the same port, which a connection of somebody else may have got for a moment."""
        try:
            self.x.start()
        except OSError:
            time.sleep(0.1)
            self._at(self._now() + 0.2, self._end_outage)

    def _be_the_person(self) -> None:
        """Do what the bot asks a person to: lift a pause, have a refused post sent again, say what X could not."""
        now = self._now()
        if now < self.person_busy_until or self.ledger is None:
            return
        with contextlib.suppress(ScicommError):
            account = self.ledger.account()
            if account is not None and any(pause.until is None for pause in account.pauses):
                self._person("doctor --online --resume", ["doctor", "--online", "--resume"])
                return
        latest = {one.post_id: one for one in self.publications}
        for one in latest.values():
            if one.state is PublicationState.REFUSED:
                self._person("resolve --retry", ["resolve", one.post_id, "--retry"])
                return
            if one.state is PublicationState.UNKNOWN and one.asks_person is not None:
                self._say_truthfully(one)
                return

    def _say_truthfully(self, one: Publication) -> None:
        """Where looking cannot find out, a person is asked: a duplicate that is nowhere, or too many posts since."""
        known = {other.remote_id for other in self.publications}
        there = [post.id for post in self.x.posts if same_text(post.text, one.text) and post.id not in known]
        waits = self.scenario.settle + CALL_SECONDS
        if there:
            self._person("resolve --posted", ["resolve", one.post_id, "--posted", there[0]])
        elif one.ended_at is not None and abs((datetime.now(UTC) - one.ended_at).total_seconds()) > waits:
            self._person("resolve --not-posted", ["resolve", one.post_id, "--not-posted"])

    def _person(self, what: str, argv: list[str]) -> None:
        self.result.person[what] += 1
        self.person_busy_until = self._now() + 1.0
        self._launch(argv, "person", next(self.numbers), None)

    # -- the ledger, as this harness sees it ---------------------------------------------------------------------------

    def _read_ledger(self) -> bool:
        try:
            if self.ledger is None:
                self.ledger = open_ledger(self.state, create=False)
            if self.ledger is None:
                return False
            self.publications = self.ledger.publications()
        except ScicommError:
            if self.ledger is not None:
                self.ledger.close()
            self.ledger = None
            return False
        return True

    def _done(self) -> bool:
        out = {one.post_id for one in self.publications if one.state is PublicationState.POSTED}
        return all(post.id in out for post in self.posts)

    def _where_it_stands(self) -> str:
        latest = {one.post_id: f"{one.state} ({one.reason})" for one in self.publications}
        paused = None
        with contextlib.suppress(ScicommError):
            account = self.ledger.account() if self.ledger else None
            paused = account and account.pauses
        return f"after {STUCK_SECONDS:g} s: {latest}; paused: {paused}"

    # -- the end -------------------------------------------------------------------------------------------------------

    def _end(self) -> None:
        """Wake and end everybody, let everything that X was to publish appear, run once more, and look."""
        self.faults.on = False
        self.agenda = [one for one in self.agenda if one[2] == self._end_outage]
        while self.agenda:
            heapq.heappop(self.agenda)[2]()
        deadline = time.monotonic() + END_SECONDS
        for pid in list(self.processes):
            self._wake(pid)  # a late riser must not publish any more
            if self.processes[pid].kind == "run":
                _signal(pid, signal.SIGTERM)
        while self.processes and time.monotonic() < deadline:
            self._reports(0.1)
            self._wake_all()
        for pid, process in self.processes.items():
            self.result.wrongs.append(Wrong("stuck", "", f"{process.number:03}-{process.kind} did not end"))
            _signal(pid, signal.SIGKILL)
        self.x.wait_for_later()
        self._once_more()
        self._read_ledger()
        found = list(wrongs(self.posts, self.x.posts, self.publications, self.x.violations))
        if not any(one.what == "stuck" for one in self.result.wrongs):
            self.result.wrongs += self._sorted_out(found)
        else:
            self.result.wrongs += [one for one in found if one.what in {"doubled", "contract", "late"}]

    def _wake_all(self) -> None:
        while self.agenda:
            heapq.heappop(self.agenda)[2]()

    def _once_more(self) -> None:
        before = len(self.x.posts)
        if any(one.what == "stuck" for one in self.result.wrongs):
            return
        number = next(self.numbers)
        pid = self._launch(["post", "--once", "--live", "--json"], "last", number, None)
        deadline = time.monotonic() + END_SECONDS
        while pid in self.processes and time.monotonic() < deadline:
            self._reports(0.1)
        text = (self.folder / f"{number:03}-last.log").read_text(encoding="utf-8")
        if '"posted": true' in text or "error" in text or len(self.x.posts) != before:
            self.result.wrongs.append(Wrong("ledger", "", f"once more, with all out: {text}"))

    def _sorted_out(self, found: list[Wrong]) -> list[Wrong]:
        """Take out what the documented window explains: a sender frozen between its look and its first byte."""
        late = self._late_bytes()
        if late:
            self.result.sides["first byte late (the documented window)"] += late
            return [Wrong("window", one.post_id, f"{one.what}: {one.detail}") for one in found]
        return found

    def _late_bytes(self) -> int:
        """How many requests arrived long after their sender had looked again."""
        looked = sorted(event["at"] for event in self._read_events() if event.get("may_send"))
        arrived = [one.at for one in self.x.requests if one.route == "POST /2/tweets"]
        late = 0
        for at in arrived:
            before = [one for one in looked if one <= at]
            if before:
                looked.remove(before[-1])
                late += at - before[-1] > LATE_BYTE_SECONDS
        return late

    def _read_events(self) -> list[dict[str, Any]]:
        if not self.events.exists():
            return []
        return [json.loads(line) for line in self.events.read_text(encoding="utf-8").splitlines()]

    def _count(self) -> None:
        result = self.result
        result.injected += self.x.faults.injected
        result.requests = len(self.x.requests)
        for event in self._read_events():
            if "step" in event:
                result.steps[f"{event['action']} {event['step']}"] += 1
            if "commit" in event:
                before = event["commit"] == "before"
                result.sides["connection lost before COMMIT" if before else "COMMIT without an answer"] += 1
        chosen = self.faults.chosen
        result.sides["published later"] += sum(fault.publish_after > 0 for *_, fault in chosen)
        result.sides["the timeline lags"] += self.scenario.lag > 0
        texts = {post.id: post.text for post in self.posts}
        for wrong in result.wrongs:
            for route, _, body, fault in chosen:
                met = route != "POST /2/tweets" or (body or {}).get("text") == texts.get(wrong.post_id)
                if wrong.what in {"lost", "doubled"} and met:
                    result.blamed[f"{fault.kind} {wrong.what}"] += 1
        if result.wrongs:
            left = {
                "scenario": asdict(self.scenario),
                "x": self.x.state(),
                "requests": [(one.at, one.method, one.target, one.body) for one in self.x.requests],
                "chosen": [(route, path, body, asdict(fault)) for route, path, body, fault in chosen],
                "publications": [asdict(one) for one in self.publications],
                "result": result.json(),
            }
            text = json.dumps(left, indent=1, default=str, ensure_ascii=False)
            (self.folder / "seed.json").write_text(text, encoding="utf-8")


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
