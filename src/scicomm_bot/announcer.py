"""What the service says in its log; what would come at every tick is said only when it changes."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from scicomm_bot import __version__, revision
from scicomm_bot.app.asked import ANSWER_ALL, Asked
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition
from scicomm_bot.app.failing import becomes_of
from scicomm_bot.app.status import Needed
from scicomm_bot.app.supervision import APPROVAL_IS_OFF, RETRACTION_CHECK_IS_OFF
from scicomm_bot.bot import Failed, Found, Sent, StepResult
from scicomm_bot.domain.account import Pause
from scicomm_bot.domain.health import MissedSlot
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.domain.obstacle import Need, ObstacleCode
from scicomm_bot.domain.paper import Paper, Schedule
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.domain.publication import Publication
from scicomm_bot.errors import Problem, ScicommError
from scicomm_bot.fidelity import retraction_remark
from scicomm_bot.logs import event
from scicomm_bot.medium.prices import usd
from scicomm_bot.notices.gate import Renewal
from scicomm_bot.notices.policy import Case
from scicomm_bot.plan import PostState, SkipKind, pause_obstacle, upcoming_slots
from scicomm_bot.registries.answers import CannotLookUp


@dataclass(slots=True)
class Announcer:
    """Speaks for one service; it remembers what it said last, so as not to repeat it."""

    _said: str | None = None
    _outage: str | None = None
    _switch_fails: bool = False
    _paused: tuple[Pause, ...] = ()
    """The people's pauses that hold."""
    _asked: frozenset[str] = frozenset()
    """The posts that wait for an answer, in words: each is told at the start, and when it comes to wait."""
    _held: frozenset[tuple[str, str, str]] = frozenset()
    """Which posts are held by what, as it was told: of papers in files, only what is new is told again."""
    _broken: dict[Path, tuple[Problem, ...]] = field(default_factory=dict)
    """What is wrong with papers' files, as it was told."""

    def started(self, desk: Desk, asked: Asked) -> None:
        """Say that the service has started, which approved posts are asked about since, and what is turned off."""
        about = {"version": __version__, "revision": revision(), "dry_run": desk.rehearse, "state": desk.ledger_name}
        level = logging.WARNING if asked.since_approval else logging.INFO
        questions = {"asked": asked.upgrade_text, "to_answer": ANSWER_ALL} if asked.since_approval else {}
        event(level, "service started", **about, **questions)
        if desk.rehearse:
            return
        if not desk.supervision.approval:
            event(logging.WARNING, "approval is off", reason=APPROVAL_IS_OFF)
        if not desk.supervision.retraction_check:
            event(logging.WARNING, "retraction check is off", reason=RETRACTION_CHECK_IS_OFF)

    def papers(self, edition: Edition) -> None:
        """Ask for a person's word on papers that cannot be looked up: at the start, not at the first slot."""
        for state in edition.papers.values():
            remark = retraction_remark(state, live=True)
            if state.case is Case.ASK and remark is not None:
                event(logging.ERROR, "needs a person", reason=remark.message)

    def edition(self, edition: Edition, states: Sequence[tuple[Post, PostState]], now: datetime) -> None:
        """Say which posts are held, what holds several once, and when the next slot comes.

        Posts that wait for an answer are told once: not again at each change of the files.

        Args:
            edition: What was read.
            states: Where each of its posts is.
            now: The time.
        """
        held = [*_errors(edition), *self._obstacles(states)]
        known = self._held if edition.content.include else frozenset()
        for post_id, rule, reason in held:
            if (post_id, rule, reason) not in known:
                event(logging.WARNING, "held", id=post_id, rule=rule, reason=reason)
        self._held = frozenset(held)
        self.next_slot(edition, now)

    def _obstacles(self, states: Sequence[tuple[Post, PostState]]) -> list[tuple[str, str, str]]:
        """Return what holds posts besides their errors: the id of the first, the rule, and what it says."""
        held: dict[str, tuple[str, str, str]] = {}
        asked: set[str] = set()
        for post, where in states:
            obstacle = where.obstacle if where.reason == ObstacleCode.THREAD else post.obstacle
            if obstacle is None or obstacle.code in {ObstacleCode.RETRACTED, ObstacleCode.FILE}:  # it is told elsewhere
                continue
            if obstacle.code is ObstacleCode.ASKED and where.reason != obstacle.code:  # it is out, or goes out
                continue
            text = obstacle.text(post.id)
            if obstacle.code is ObstacleCode.ASKED:
                asked.add(text)
                if text in self._asked:
                    continue
            held.setdefault(text, (post.id, str(obstacle.code), text))
        self._asked = frozenset(asked)
        return [*held.values()]

    def files(self, edition: Edition) -> None:
        """Say which papers' files have an error, each once, and which are good again."""
        now = {file.path: file.problems for file in edition.document.files if file.problems}
        for path, problems in now.items():
            if self._broken.get(path) != problems:
                told = "; ".join(map(str, problems))
                event(logging.ERROR, "file broken", file=str(path), held="the posts of this paper", error=told)
        there = {file.path for file in edition.document.files}
        for path in sorted(self._broken.keys() - now.keys()):
            event(logging.INFO, "file good again" if path in there else "file gone", file=str(path))
        self._broken = now

    def next_slot(self, edition: Edition, now: datetime) -> None:
        """Say when the next slot comes."""
        slots = upcoming_slots(edition.content.schedule, now, 1)
        event(logging.INFO, "next slot", at=slots[0].isoformat() if slots else "none: the schedule has no slots")

    def change_taken_over(self, edition: Edition) -> None:
        """Say that changed files are in use."""
        event(logging.INFO, "change taken over", posts=len(edition.posts))

    def change_not_taken_over(self, error: ScicommError) -> None:
        """Say that changed files are broken, and the last good ones in use."""
        event(logging.ERROR, "change not taken over", kept="the last good version", error=str(error))

    def step(self, result: StepResult, slot: datetime | None, edition: Edition, now: datetime) -> None:
        """Say what a step came to; `slot` is the one that it was to fill."""
        match result:
            case Sent(publication) | Found(publication):
                self._said = None
                event(
                    logging.INFO,
                    "posted" if isinstance(result, Sent) else "found on X",
                    id=publication.post_id,
                    x_post_id=publication.remote_id,
                    address=publication.address,
                    price=usd(publication.price_micro_usd),
                    question="open" if isinstance(result, Sent) and result.asked else None,
                )
                self.next_slot(edition, now)
            case Failed(publication, reason, until):
                event(logging.ERROR, str(publication.state), id=publication.post_id, reason=reason, until=until)
            case skip if skip.kind is SkipKind.WAITING and skip.why.needs is Need.LATER:
                self._once(logging.WARNING, "paused", skip.reason, slot=None if slot is None else slot.isoformat())
            case skip if skip.kind is SkipKind.WAITING and skip.why.needs is not Need.NOW:
                self._once(logging.WARNING if skip.about else logging.INFO, "waiting", skip.reason)
            case skip if skip.kind in {SkipKind.WAITING, SkipKind.STUCK}:
                self._once(logging.ERROR, "needs a person", skip.reason)
            case skip if slot is not None:
                self._once(logging.INFO, "nothing posted", skip.reason)
            case _:
                pass

    def pauses(self, pauses: Sequence[Pause]) -> None:
        """Say which people's pauses have begun or ended since this was last called."""
        said = {(one.cause, one.paper_id, one.note, one.until) for one in self._paused}
        for pause in pauses:
            if (pause.cause, pause.paper_id, pause.note, pause.until) not in said:
                why = pause_obstacle(pause)
                event(logging.WARNING, "paused", reason=why.text(), until=why.until and why.until.isoformat())
        for pause in self._paused:
            if not any((one.cause, one.paper_id) == (pause.cause, pause.paper_id) for one in pauses):
                event(logging.INFO, "pause ended", paper=pause.paper_id, reason=pause.note)
        self._paused = tuple(pauses)

    def renewal(self, result: Renewal | CannotLookUp | None) -> None:
        """Say that Crossref cannot be asked, once in each outage."""
        if isinstance(result, CannotLookUp):
            if result.reason != self._outage:
                event(logging.WARNING, "cannot look up", reason=result.reason)
            self._outage = result.reason
        elif result is not None and result is not Renewal.WAITING:
            self._outage = None

    def failed(self, error: ScicommError) -> None:
        """Say that a tick failed."""
        self._once(logging.ERROR, "failed", str(error))

    def failed_to_end(self, error: ScicommError) -> None:
        """Say that the service could not sign off."""
        event(logging.ERROR, "failed", error=str(error))

    def works_again(self) -> None:
        """Say that ticks do not fail any more."""
        self._said = None
        event(logging.INFO, "works again")

    def missed(self, slot: MissedSlot, schedule: Schedule) -> None:
        """Say that a slot has passed without a post although posts were waiting, and what becomes of it."""
        then = becomes_of(slot, schedule)
        event(logging.ERROR, "slot missed", at=slot.slot.isoformat(), reason=slot.words, then=then)

    def sent_late(self, publication: Publication, slot: datetime) -> None:
        """Say that one post goes out late, for a slot that was missed."""
        event(logging.INFO, "sent late", id=publication.post_id, slot=slot.isoformat(), reason="missed: one")

    def still_needed(self, need: Needed, since: datetime, now: datetime) -> None:
        """Say again what needs a person, and for how long it has."""
        hours = max(0, round((now - since).total_seconds() / 3_600))
        event(
            logging.ERROR,
            "still needs a person",
            code=str(need.code),
            reason=need.text,
            since=since.isoformat(timespec="seconds"),
            hours=hours,
            failures=need.failures or None,
        )

    def pinged(self, trouble: str | None) -> None:
        """Say that the dead man's switch cannot be told, once in each outage, and when it can again."""
        if trouble is not None and not self._switch_fails:
            event(logging.WARNING, "dead man's switch not told", reason=trouble)
        elif trouble is None and self._switch_fails:
            event(logging.INFO, "dead man's switch told again")
        self._switch_fails = trouble is not None

    def reads_again(self) -> None:
        """Say that all files are read again because somebody asked."""
        event(logging.INFO, "reading again", files="posts.yaml, templates and approvals", settings="need a restart")

    def left_unknown(self, publication: Publication) -> None:
        """Say that the service ended before the answer came."""
        event(logging.WARNING, "left unknown", id=publication.post_id)

    def ended(self, *, idle: bool) -> None:
        """Say that the service has ended."""
        event(logging.INFO, "service ended", in_flight=None if idle else "left unknown")

    def _once(self, level: int, name: str, reason: str, slot: str | None = None) -> None:
        """Say something, unless it was the last that was said, of the same slot where one is named."""
        if self._said != f"{name}: {slot}: {reason}":
            self._said = f"{name}: {slot}: {reason}"
            event(level, name, reason=reason, slot=slot)


def _errors(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with posts: the post's id, the rule, and what it says. Of a broken file, that is told."""
    for post in edition.posts:
        for remark in () if _is_of_broken_file(post) else post.remarks:
            if remark.level is Level.ERROR:
                yield post.id, remark.rule, remark.message


def _is_of_broken_file(post: Post) -> bool:
    return post.obstacle is not None and post.obstacle.code is ObstacleCode.FILE


def announce_notice(paper: Paper, record: RetractionRecord) -> None:
    """Log what is new on record against a paper."""
    level = logging.WARNING if record.stops is None else logging.ERROR
    for update in (*record.updates, *record.updates_of):
        event(
            level,
            "needs a person",
            paper=paper.id,
            doi=record.doi,
            type=update.type,
            notice=update.doi or None,
            date=update.on,
            sources=",".join(update.sources),
            on_record_at=record.source,
            stops="every post of the paper" if update.blocks and record.updates else None,
        )
