"""A year of one or two services on one ledger, by a clock that is set by hand: outages, pauses, edits, clocks set back.

The files are real, and so are the rules, the ledger and the services. Only the publisher is the rehearsal's, with faults.
What goes out is compared with what `plan.calendar` had named just before.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.domain.account import Pause, PauseCause
from scicomm_bot.domain.outcome import Lost, NotSent, Outcome
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.plan.calendar import Calendar, PlannedSlot, calendar
from scicomm_bot.rehearsal import Rehearsal
from scicomm_bot.service import Service
from scicomm_bot.settings import Settings
from support.fakes import FakeClock
from support.paper_files import paper

HORIZON = timedelta(days=8)
TICKS = (0, 6, 30, 300, 590)
"""When a service is asked, in seconds after a slot, until what was named is out: a slot may be filled for ten minutes."""
NAMES = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "hazel", "ivory", "jolly", "koala", "lemon")


class OnOneLedger(Settings):
    """The settings, with a rehearsal that uses the ledger of live posts, so that it may be a PostgreSQL."""

    def ledger_address(self, *, dry_run: bool) -> str:
        """Return the ledger."""
        return self.state


@dataclass
class Faults:
    """What befalls the next sendings: an outcome, or None for none."""

    rng: random.Random
    share: float
    begun: int = 0

    def next(self) -> Outcome | None:
        """Return what befalls this sending."""
        if self.rng.random() >= self.share:
            return None
        self.begun += 1
        return self.rng.choice([NotSent("no connection"), NotSent("no connection"), Lost("the answer was cut off")])


class Faulty(Rehearsal):
    """The rehearsal's publisher, of which some sendings fail; what is lost, never came to X."""

    faults: Faults

    def publish(self, text: str, *, may_send: Callable[[], bool], **others: object) -> Outcome:
        """Send nothing, and say how that went."""
        befalls = self.faults.next() if may_send() else None
        return befalls or super().publish(text, may_send=may_send, **others)


@dataclass
class Year:
    """The world: its files, its clock, its services.

    Attributes:
        folder: With `posts.yaml` and `papers/`.
        state: The ledger's address.
        services: How many run side by side.
        told: What happened, a line to each, for a test that fails.
        seen: The attempts that were looked at.
        latest: The latest time that the clock has shown.
        days: How long it is.
        most: How many posts a day may have.
        zone: Whose days they are.
        most_late: How many posts may go out late after an outage.
        planned: The slots that any plan had, with a post or without.
        late: How many posts went out late.
    """

    folder: Path
    state: str
    schedule: str
    rng: random.Random
    faults: Faults
    clock: FakeClock
    budget: float | None = None
    services: int = 1
    papers: int = 0
    told: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    latest: datetime = field(init=False)
    happened: Counter = field(default_factory=Counter)
    file_pause: str = ""
    days: int = 365
    most: int = 2
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    most_late: int = 0
    planned: set[datetime] = field(default_factory=set)
    late: int = 0
    _desks: list[Desk] = field(default_factory=list)
    _running: list[Service] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write the files, and start."""
        self.latest = self.clock.now()
        (self.folder / "papers").mkdir(exist_ok=True)
        for _ in range(4):
            self.add_paper()
        self.write()
        self.start()

    def tell(self, what: str) -> None:
        """Keep a line of what happened."""
        self.told.append(f"{self.clock.now():%a %Y-%m-%d %H:%M:%S} {what}")

    # The files

    def write(self) -> None:
        """Write `posts.yaml`."""
        (self.folder / "posts.yaml").write_text(f"{self.file_pause}{self.schedule}include: papers/*.yaml\n")

    def add_paper(self, *lines: str) -> str:
        """Write a paper's file with these lines at its top."""
        name = f"{NAMES[self.papers % len(NAMES)]}{self.papers // len(NAMES) or ''}"
        self.papers += 1
        head = "".join(f"{line}\n" for line in lines)
        (self.folder / "papers" / f"{name}.yaml").write_text(head + paper(name))
        return name

    # The services

    def start(self) -> None:
        """Start the services; those that ran are gone without a word."""
        for desk in self._desks:
            desk.close()
        settings = OnOneLedger(
            posts=self.folder / "posts.yaml", templates=self.folder / "templates", state=self.state,
            monthly_budget_usd=self.budget,
        )  # fmt: skip
        self._desks = [
            Desk(settings, self.clock, rehearse=True, access=Access.MAKE) for _ in range(max(1, self.services))
        ]
        self._running = [Service(desk, f"host:{number}") for number, desk in enumerate(self._desks)]
        for service in self._running:
            service._nap = lambda seconds: self.clock.forward(min(seconds, 2))  # type: ignore[method-assign]

    def tick(self) -> None:
        """Let each service look up once, in any order."""
        for service in self.rng.sample(self._running, len(self._running)):
            service.tick()
        self.latest = max(self.latest, self.clock.now())

    @property
    def desk(self) -> Desk:
        """The first one's."""
        return self._desks[0]

    # What is planned, and what went out

    def plan(self, until: timedelta = HORIZON) -> Calendar:
        """Return what is planned as things stand."""
        survey = self.desk.survey()
        now = survey.now
        return calendar(
            survey.posts, survey.edition.content.schedule, survey.history, now, survey.terms, now + until
        )  # fmt: skip

    def new(self) -> list[Publication]:
        """Return what went out since the last call."""
        out = [one for one in self.desk.made_ledger.publications() if one.state is PublicationState.POSTED]
        fresh = [one for one in out if one.attempt_id not in self.seen]
        self.seen |= {one.attempt_id for one in fresh}
        for one in fresh:
            self.tell(f"posted {one.post_id} in {one.slot}")
        return fresh

    def live_through(self, slot: PlannedSlot) -> list[Publication]:
        """Go to a slot and let the services fill it; return what went out."""
        late, out = self.rng.uniform(0, 5), list[Publication]()
        for seconds in TICKS:
            self.go_to(slot.at + timedelta(seconds=seconds + late))
            self.tick()
            out += self.new()
            if {post.id for post in slot.posts} <= {one.post_id for one in out}:
                break
        self.go_to(slot.at + timedelta(seconds=TICKS[-1] + late))
        self.tick()  # nothing more goes out
        return [*out, *self.new()]

    def go_to(self, moment: datetime) -> None:
        """Let time pass until a moment, if it is to come."""
        self.clock.forward(max(0.0, (moment - self.clock.now()).total_seconds()))

    # What happens

    def befall(self) -> str:
        """Let something happen; return its name."""
        name = self.rng.choice(sorted(EVENTS))
        self.tell(name)
        self.happened[name] += 1
        EVENTS[name](self)
        return name

    def moment(self, ahead: timedelta) -> str:
        """Return a moment with a zone, as a file has it."""
        return f"{self.clock.now() + ahead:%Y-%m-%d %H:%M} Z"


def _outage(year: Year) -> None:
    """The services are gone for hours or days, and started again."""
    year.clock.forward(hours=year.rng.choice([1, 5, 26, 75, 150]))
    year.start()
    for _ in range(2):  # the first one notices what was missed
        year.tick()
        year.clock.forward(6)


def _sleep(year: Year) -> None:
    """The machine sleeps, and the same processes go on."""
    year.clock.forward(hours=year.rng.choice([2, 30]))
    year.tick()


def _clock_back(year: Year) -> None:
    """The clock is set back."""
    year.clock.time -= timedelta(minutes=year.rng.choice([1, 59, 130]))
    year.tick()


def _pause(year: Year) -> None:
    """A person pauses everything, until a time."""
    now = year.clock.now()
    until = now + timedelta(hours=year.rng.choice([3, 50]))
    account = year.desk.made_ledger.account()
    if account is not None:
        year.desk.made_ledger.pause(account.id, Pause(PauseCause.PERSON, "a crisis", now, until))
    year.tick()


def _file_pause(year: Year) -> None:
    """A person stops everything by the file, or goes on."""
    year.file_pause = "" if year.file_pause else "pause: {why: a crisis}\n"
    year.write()
    year.tick()


def _new_paper(year: Year) -> None:
    """Another paper comes."""
    year.add_paper()
    year.tick()


def _embargoed_paper(year: Year) -> None:
    """A paper comes whose embargo ends in days."""
    ahead = timedelta(hours=year.rng.choice([7, 50, 200]))
    year.add_paper(f"not_before: {year.moment(ahead)}")
    year.tick()


def _short_lived_paper(year: Year) -> None:
    """A paper comes that is told of for a few days only."""
    year.add_paper(f"not_after: {year.moment(timedelta(days=9))}")
    year.tick()


def _exact(year: Year) -> None:
    """A paper comes with a finding that has a moment of its own."""
    name = year.add_paper()
    file = year.folder / "papers" / f"{name}.yaml"
    ahead = timedelta(minutes=year.rng.randint(30, 4_000))
    file.write_text(file.read_text().replace("  - id: rest\n", f"  - id: rest\n    at: {year.moment(ahead)}\n"))
    year.tick()


def _edit(year: Year) -> None:
    """A word changes in a text that may be out or not."""
    file = year.rng.choice(sorted((year.folder / "papers").iterdir()))
    text = file.read_text()
    file.write_text(text.replace("text: Sleep helped", "text: Good sleep helped", 1))
    year.tick()


EVENTS: dict[str, Callable[[Year], None]] = {
    "an outage": _outage,
    "sleep": _sleep,
    "the clock set back": _clock_back,
    "a pause": _pause,
    "a pause in the file": _file_pause,
    "a paper": _new_paper,
    "a paper more": _new_paper,
    "a paper under embargo": _embargoed_paper,
    "a paper for some days": _short_lived_paper,
    "a paper with a moment": _exact,
    "an edit": _edit,
}


def firsts(publications: Sequence[Publication]) -> list[Publication]:
    """Return those that fill a slot: a thread's parts are left out."""
    return [one for one in publications if one.reply_to is None]


def day_of(publication: Publication, zone: ZoneInfo) -> date:
    """Return the day on which it went out, by the clocks of a zone."""
    return publication.claimed_at.astimezone(zone).date()
