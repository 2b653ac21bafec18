"""Whatever happens in whatever order, each post is on X exactly once: a state machine over the bot.

Several processes share one SQLite ledger. Between any two calls of the ledger or of X a process may be held, killed, or
overtaken by another; answers are lost, posts appear late, people post, edit and resolve, clocks are set.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from machine.world import FAIR, SETTLE_SECONDS, WINDOW_SECONDS, Process, Weather, World, edited, post_of
from scicomm_bot.bot.same import same_text
from scicomm_bot.domain.account import Account
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.errors import ClaimLostError
from scicomm_bot.ledger.sqlite import SqliteLedger, open_sqlite
from scicomm_bot.plan import SkipKind, post_state
from support.samples import end_pauses

ACCOUNT = Account("2244994945", "scicomm_bot")
PROCESSES = 3
ASKED = Obstacle(ObstacleCode.ASKED, "a question about it is open")
A_BURST = 105
"""More posts by people than one page of the timeline holds."""

numbers = st.integers(0, PROCESSES - 1)
shares = st.sampled_from([0.0, 0.5, 1.0])
weathers = st.one_of(
    st.just(FAIR),
    st.builds(Weather, answer=st.just("lost"), acts=st.booleans(), acts_after=shares, lag=shares),
    st.builds(Weather, answer=st.just("ok"), lag=shares, looks=st.booleans()),
    st.builds(Weather, answer=st.sampled_from(["refused", "account", "limited", "unsent"])),
    st.builds(Weather, answer=st.just("duplicate"), acts=st.booleans(), lag=shares),
)
TO_ITS_END = 10_000
steps = st.one_of(st.just(TO_ITS_END), st.integers(1, 30))
"""How many calls a process goes on for; mostly to its end."""


class ExactlyOnce(RuleBasedStateMachine):
    """People, X, the clock and three processes of the bot."""

    @initialize(thread=st.booleans(), refuses_duplicates=st.booleans(), thread_gap=st.sampled_from([0.0, 2.0]))
    def begin_world(self, thread: bool, refuses_duplicates: bool, thread_gap: float) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.world = World(refuses_duplicates=refuses_duplicates)
        self.world.on_send = self._on_send
        self.posts = _posts(thread=thread)
        self.thread_gap = thread_gap
        self.ledger = self._open()
        self.ledger.adopt(ACCOUNT, "fingerprint")
        self.processes = [Process(self.world, self._open, ACCOUNT) for _ in range(PROCESSES)]
        self.slots = 0
        self.out: dict[str, str] = {}
        self.versions = 1

    def _open(self) -> SqliteLedger:
        if not (self.folder / "state.db").exists():
            (self.folder / "state.db").write_bytes(_new_ledger())
        ledger = open_sqlite(self.folder / "state.db", create=True)
        assert ledger is not None
        ledger._db.execute("PRAGMA synchronous=OFF")  # no power fails here, and fsync would take most of the time
        return ledger

    # Processes

    @rule(number=numbers, weather=weathers, calls=steps, new_slot=st.booleans())
    def step(self, number: int, weather: Weather, calls: int, new_slot: bool) -> None:
        """A process begins a step, or goes on with its own, and may be left in the middle of it."""
        process = self.processes[number]
        self.world.weather = weather
        if not process.running:
            self.slots += new_slot
            slot = process.now().replace(microsecond=0) + timedelta(days=self.slots) if new_slot else None
            self._guard(lambda: process.begin(list(self.posts), slot, self.thread_gap))
        if process.running:
            self._guard(lambda: process.resume(calls))

    @rule(number=numbers, weather=weathers, seconds=st.sampled_from([1.0, 4.0, 12.0]), new_slot=st.booleans())
    def go_on(self, number: int, weather: Weather, seconds: float, new_slot: bool) -> None:
        """A process goes on step by step, the first in any weather: what was lost is settled."""
        self.step(number, weather, TO_ITS_END, new_slot)
        for _ in range(3):
            self.step(number, FAIR, TO_ITS_END, new_slot)
            self.pass_time(seconds)

    @rule(number=numbers, calls=st.integers(1, 30), seconds=st.sampled_from([1.0, 4.0, 12.0]))
    def overtake(self, number: int, calls: int, seconds: float) -> None:
        """A process is held anywhere in a step while another goes on; then it wakes."""
        self.step(number, FAIR, calls, new_slot=False)
        self.pass_time(seconds)
        self.go_on((number + 1) % PROCESSES, FAIR, seconds, new_slot=False)
        self.step(number, FAIR, TO_ITS_END, new_slot=False)

    def _on_send(self, process: Process, text: str) -> None:
        """Every byte that is sent is that of a claim that is durable, and the claim's very text."""
        claims = [one for one in self.ledger.publications() if one.open or self._may_have_ended(one)]
        assert claims, "a post was sent without a claim"
        assert text in {one.text for one in claims}, f"claimed {claims[-1].text!r}, sent {text!r}"
        self._was_not_asked_about(process.given, text)

    def _was_not_asked_about(self, posts: list[Post], text: str) -> None:
        """What a question holds was not sent: a post of its own, or a thread with a question about any of its parts."""
        sent = next(post for post in posts if post.text == text)
        if sent.follows is not None:
            return
        thread = any(post.follows == sent.id for post in posts)
        held = [
            post for post in posts if post.obstacle and (post.paper_id == sent.paper_id if thread else post is sent)
        ]
        out = {row.post_id for row in self.ledger.publications() if row.state is PublicationState.POSTED}
        assert not [post for post in held if post.id not in out], f"sent {sent.id}, although {held}"

    def _may_have_ended(self, one: Publication) -> bool:
        """Whether a person's post of equal words was taken for one whose sender is held before its first byte."""
        return one.state is PublicationState.POSTED and any(
            served.remote_id == one.remote_id and not served.ours for served in self.world.served
        )

    @staticmethod
    def _guard(go: object) -> None:
        try:
            go()  # type: ignore[operator]
        except ClaimLostError:
            raise AssertionError("a lost claim is an outcome, not an error") from None

    @rule(number=numbers)
    def crash(self, number: int) -> None:
        """A process is killed between two calls."""
        self.processes[number].crash()

    @rule(number=numbers, seconds=st.sampled_from([0, -86_400, 365 * 86_400, 3, -3]))
    def set_clock(self, number: int, seconds: int) -> None:
        """A machine's clock is set."""
        self.processes[number].offset = timedelta(seconds=seconds)

    @rule(seconds=st.sampled_from([0.3, 1.0, 2.0, 4.9, 5.0, 7.0, 11.0, 12.0, 60.0]))
    def pass_time(self, seconds: float) -> None:
        """Time passes; a sender is not frozen between its look and its first byte for longer than is documented."""
        for process in self.processes:
            if process.in_window_since is not None:
                seconds = min(seconds, WINDOW_SECONDS - (self.world.t - process.in_window_since))
        self.world.pass_time(max(seconds, 0))

    # People

    @rule(data=st.data(), equal=st.booleans())
    def foreign_post(self, data: st.DataObject, equal: bool) -> None:
        """A person posts with the same account: other words, or those of a post."""
        text = data.draw(st.sampled_from(self.posts)).text if equal else f"lunch {len(self.world.served)}"
        if not (equal and any(same_text(one.text, text) for one in self.world.served)):
            self.world.publish(text, None, 0.0, ours=False)

    @precondition(lambda self: not self._has_lost_its_memory())
    @precondition(lambda self: not any(one.text.startswith("many") for one in self.world.served))
    @rule()
    def foreign_posts(self) -> None:
        """People post more than one page of the timeline holds."""
        for number in range(A_BURST):
            self.world.publish(f"many {number}", None, 0.0, ours=False)

    @precondition(lambda self: not self._has_lost_its_memory())
    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        """A person edits a post, whether it is out or not."""
        number = data.draw(st.integers(0, len(self.posts) - 1))
        self.versions += 1
        self.posts[number] = edited(self.posts[number], self.versions)

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        """A question is asked about a post, as after an upgrade, or is answered."""
        number = data.draw(st.integers(0, len(self.posts) - 1))
        post = self.posts[number]
        self.posts[number] = replace(post, obstacle=None if post.obstacle else ASKED)

    @rule()
    def person(self) -> None:
        """A person does what the bot asks for, and says the truth."""
        self._be_the_person()

    def _be_the_person(self) -> None:
        account = self.ledger.account()
        if account is not None and any(pause.until is None for pause in account.pauses):
            end_pauses(self.ledger, self._now())
        for one in self._latest().values():
            if one.state is PublicationState.REFUSED:
                self.ledger.reopen(one.attempt_id, self._now())
            elif one.state is PublicationState.UNKNOWN and one.asks_person is not None:
                self._resolve(one)
            elif one.settled and one.state is PublicationState.RELEASED and self._is_held_as_changed(one):
                self.ledger.reopen(one.attempt_id, self._now())

    def _is_held_as_changed(self, one: Publication) -> bool:
        post = next(post for post in self.posts if post.id == one.post_id)
        return post_state(post, self._history(), self._now()).reason == "changed"

    def _resolve(self, one: Publication) -> None:
        known = set(self.ledger.known_remote_ids(ACCOUNT.id, [served.remote_id for served in self.world.served]))
        there = [s for s in self.world.served if same_text(s.text, one.text) and s.remote_id not in known]
        if there:
            state, remote_id = PublicationState.POSTED, there[0].remote_id
        elif self.world.may_still_come(one.text) or any(p.in_window_since is not None for p in self.processes):
            return  # a truthful person cannot know yet
        else:
            state, remote_id = PublicationState.RELEASED, None
        self.ledger.record(one.attempt_id, state, self._now(), remote_id=remote_id, reason="a person said so")

    @precondition(lambda self: self._may_lose_the_ledger())
    @rule()
    def lose_ledger(self) -> None:
        """The state file is gone: a new one finds what is out already, as long as its text is still the same."""
        self.ledger.close()
        for file in self.folder.iterdir():
            file.unlink()
        self.ledger = self._open()
        self.ledger.adopt(ACCOUNT, "fingerprint")
        self.out = {}

    def _may_lose_the_ledger(self) -> bool:
        if any(process.running for process in self.processes) or self.world.later:
            return False
        newest = self.world.served[-50:]  # of the hundred that a new ledger reads
        texts = {post.text for post in self.posts}
        ours = [one for one in self.world.served if one.ours]
        taken = [one.text for one in self.ledger.publications() if one.state is PublicationState.POSTED]
        return (
            bool(ours)
            and all(one in newest and one.visible_at <= self.world.t and one.text in texts for one in ours)
            and texts.issuperset(taken)  # a person's post of equal words may have been taken for ours
        )

    def _has_lost_its_memory(self) -> bool:
        """Whether a new ledger has not looked yet: it reads the newest hundred, and knows no text but today's."""
        return bool(self.world.served) and self.ledger.greatest_remote_id(ACCOUNT.id) is None

    # What always holds

    @invariant()
    def holds(self) -> None:
        """Nothing is doubled, at most one is open, what is out stays out, and the ledger's ids are X's."""
        self._check()

    def _check(self) -> None:
        if not hasattr(self, "world"):
            return
        ours = Counter(post_of(one.text, self.posts) for one in self.world.served if one.ours)
        assert not {post_id: count for post_id, count in ours.items() if count > 1}, f"doubled: {ours}"
        rows = self.ledger.publications()
        assert sum(one.open for one in rows) <= 1, "two are open"
        ids = {one.remote_id: one for one in self.world.served}
        for row in rows:
            assert row.late_remote_id is None or self._may_have_ended(row), f"an id came late: {row}"
            if row.state is PublicationState.POSTED:
                assert row.remote_id in ids, f"the ledger's id is none of X's: {row}"
                assert same_text(ids[row.remote_id].text, row.text), f"the ledger's id is another post's: {row}"
                assert self.out.setdefault(row.post_id, row.remote_id) == row.remote_id, "what is out has changed"
        posted = {row.post_id for row in rows if row.state is PublicationState.POSTED}
        assert posted == set(self.out), "what is out has left the ledger"

    # The end

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self._quiesce()
        finally:
            for process in self.processes:
                process.crash()
            self.ledger.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _quiesce(self) -> None:
        """Everybody wakes, clocks are right, X is well, and the person is there: then the queue is done."""
        self.world.weather = FAIR
        for process in self.processes:
            if process.running:
                process.resume(TO_ITS_END)
            process.offset = timedelta(0)
        self.posts = [replace(post, obstacle=None) for post in self.posts]
        self._check()
        for _ in range(200):
            self.processes[0].begin(list(self.posts), None, self.thread_gap)
            if self.processes[0].running:
                self.processes[0].resume(TO_ITS_END)
            self._check()
            result = self.processes[0].result
            if getattr(result, "kind", None) is SkipKind.DONE and not self._left():
                break
            self.world.pass_time(SETTLE_SECONDS)
            self._be_the_person()
        assert not self._left(), f"lost: {self._left()}"
        for post in self.posts:
            count = sum(post_of(one.text, self.posts) == post.id for one in self.world.served)
            assert count, f"lost: {post.id} is not on X"
            if post.follows is not None:
                served = next(one for one in self.world.served if one.remote_id == self.out[post.id])
                assert served.reply_to == self.out[post.follows] or not served.ours, "out of order"

    # What the machine reads

    def _left(self) -> dict[str, str]:
        """The posts that are not out yet, and why."""
        history = self._history()
        where = {post.id: post_state(post, history, self._now()) for post in self.posts}
        return {post_id: f"{one.state}: {one.text(post_id)}" for post_id, one in where.items() if one.state != "posted"}

    def _latest(self) -> dict[str, Publication]:
        return {one.post_id: one for one in self.ledger.publications()}

    def _history(self) -> object:
        hashes = [post.text_sha256 for post in self.posts]
        return self.ledger.history([post.id for post in self.posts], hashes, since=self._now())

    def _now(self) -> object:
        return Process(self.world, self._open, ACCOUNT).now()


@cache
def _new_ledger() -> bytes:
    """A new ledger's file; to make one takes several fsyncs, which would take most of the time."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_sqlite(Path(folder) / "state.db", create=True)
        assert ledger is not None
        ledger.close()
        return (Path(folder) / "state.db").read_bytes()


def _posts(*, thread: bool) -> list[Post]:
    posts = []
    for paper, count in (("one", 3), ("two", 2)):
        before = None
        for number in range(count):
            follows = before if thread and paper == "one" else None
            post = Post(f"{paper}/{number}", paper, "finding", f"{paper}/{number} v1", 10, 15_000, "", (), follows)
            posts.append(post)
            before = post.id
    return posts


TestExactlyOnce = ExactlyOnce.TestCase
TestExactlyOnce.settings = settings(
    max_examples=120,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
