"""What happens in a seed: all of it is drawn from the seed's number, so that one seed replays.

Times of processes vary from run to run; what is decided here does not. Faults are drawn for the n-th request of a route,
traps for the n-th process, each from a generator of its own.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xserver import Fault
from xserver.faults import Kind
from xserver.routes import RecordedRequest

from .child import DOCUMENTED_WINDOW, STEPS

DAY = 24 * 3600
CALL_SECONDS = 0.5
CLOCKS = {"a day back": -DAY, "a year forward": 365 * DAY}

PUBLISHED_OR_NOT = (
    Kind.LOST, Kind.RESET, Kind.LATE, Kind.HANG, Kind.TRICKLE, Kind.CUT_OFF, Kind.GARBAGE, Kind.EMPTY, Kind.NO_ID,
    Kind.REDIRECT, Kind.SERVER_ERROR, Kind.BAD_GATEWAY, Kind.UNAVAILABLE, Kind.GATEWAY_TIMEOUT,
    Kind.HTML_UNAUTHORIZED, Kind.HTML_FORBIDDEN, Kind.JSON_FORBIDDEN, Kind.HTML_NOT_FOUND, Kind.HTML_TOO_MANY,
)  # fmt: skip
"""X may or may not have acted on the request: nobody can tell from the answer."""
REFUSED_FOR_NOW = (Kind.TOO_MANY,)
NEED_A_PERSON = (
    Kind.BAD_REQUEST, Kind.UNPROCESSABLE, Kind.UNAUTHORIZED, Kind.OUT_OF_CREDITS, Kind.NO_PERMISSION,
    Kind.NOT_PERMITTED, Kind.SUSPENDED, Kind.NOT_FOUND, Kind.REPLY_NOT_ALLOWED, Kind.DUPLICATE, Kind.BAD_FORM,
    Kind.USAGE_CAPPED,
)  # fmt: skip
ON_READS = (
    Kind.LOST, Kind.RESET, Kind.LATE, Kind.HANG, Kind.TRICKLE, Kind.CUT_OFF, Kind.GARBAGE, Kind.EMPTY, Kind.NO_ID,
    Kind.REDIRECT, Kind.SERVER_ERROR, Kind.BAD_GATEWAY, Kind.UNAVAILABLE, Kind.GATEWAY_TIMEOUT, Kind.TOO_MANY,
    Kind.UNAUTHORIZED, Kind.OUT_OF_CREDITS, Kind.NO_PERMISSION, Kind.NOT_FOUND, Kind.HTML_UNAUTHORIZED,
    Kind.HTML_FORBIDDEN, Kind.JSON_FORBIDDEN, Kind.HTML_NOT_FOUND, Kind.HTML_TOO_MANY, Kind.USAGE_CAPPED,
)  # fmt: skip


def planned() -> list[str]:
    """Every fault, as `LoopbackX` counts it, that a long run must have injected."""
    both = [f"{kind}/{what}" for kind in (*PUBLISHED_OR_NOT, Kind.DUPLICATE) for what in ("published", "unpublished")]
    never = [f"{kind}/unpublished" for kind in (*REFUSED_FOR_NOW, *NEED_A_PERSON) if kind is not Kind.DUPLICATE]
    return [*both, *never, *(f"{kind}/read" for kind in ON_READS)]


PLANNED_SIDES = (
    "published later", "the timeline lags", "no connection", "a person's post", "a person's post of equal words",
    "a hundred posts by people", "an older copy of the ledger", "killed at random", "frozen at random", "clock a day back", "clock a year forward",
)  # fmt: skip
PLANNED_ON_POSTGRES = ("backends killed", "connection lost before COMMIT", "COMMIT without an answer")


@dataclass(frozen=True)
class Scenario:
    """Everything that is drawn before a seed begins. Times in seconds."""

    seed: int
    ledger: str
    series: tuple[str, ...]
    findings: tuple[int, ...]
    thread_gap: float
    settle: float
    lag: float
    refuse_duplicates: bool
    actors: tuple[str, ...]
    fault_rate: float
    read_fault_rate: float
    trap_rate: float
    chaos_seconds: float
    happenings: tuple[tuple[float, str], ...]
    """What comes from outside, and when: a person's posts, an outage, backends killed, older copies of the ledger."""

    @classmethod
    def of(cls, seed: int, ledger: str) -> Scenario:
        draw = random.Random(f"scenario {seed}")
        papers = draw.choice([(2,), (3,), (4,), (1, 1)])
        settle = draw.choice([0.5, 1.0, 2.0])
        chaos_seconds = draw.uniform(8, 20)
        happenings = [
            (draw.uniform(0, chaos_seconds), kind)
            for kind, most, share in (
                ("foreign", 3, 0.7),
                ("equal words", 1, 0.25),
                ("many foreign", 1, 0.03),
                ("outage", 1, 0.15),
                ("snapshot", 2, 0.6),
                ("older copy", 2, 0.5),
                *((("backends", 3, 0.5),) if ledger == "postgres" else ()),
            )
            for _ in range(draw.randint(1, most) if draw.random() < share else 0)
        ]
        return cls(
            seed=seed,
            ledger=ledger,
            series=tuple(draw.choice(["standalone", "thread"]) for _ in papers),
            findings=papers,
            thread_gap=draw.choice([0, 0.1, 0.3]),
            settle=settle,
            lag=draw.choice([0.0, draw.uniform(0, settle), settle * 0.95, settle * 0.95]),
            refuse_duplicates=draw.random() < 0.3,
            actors=draw.choice([("once",), ("once", "once"), ("run", "run"), ("run", "run"), ("run", "once")]),
            fault_rate=draw.uniform(0.25, 0.75),
            read_fault_rate=draw.uniform(0.0, 0.3),
            trap_rate=draw.uniform(0.4, 0.9),
            chaos_seconds=chaos_seconds,
            happenings=tuple(sorted(happenings)),
        )


class Faults:
    """The faults of a seed: a chooser for `LoopbackX`, with an account of what it chose."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._count: dict[str, int] = {}
        self.on = True
        self.chosen: list[tuple[str, str, Any, Fault]] = []
        """Route, path, body and fault of each request that was spoiled."""

    def __call__(self, request: RecordedRequest) -> Fault | None:
        if not self.on:
            return None
        number = self._count[request.route] = self._count.get(request.route, 0) + 1
        draw = random.Random(f"fault {self._scenario.seed} {request.route} {number}")
        reads = request.method == "GET"
        rate = self._scenario.read_fault_rate if reads else self._scenario.fault_rate
        if draw.random() >= rate:
            return None
        fault = self._on_read(draw) if reads else self._on_post(draw, request)
        self.chosen.append((request.route, request.path, request.body, fault))
        return fault

    def _on_read(self, draw: random.Random) -> Fault:
        return self._timed(draw, draw.choice(ON_READS), publish=False)

    def _on_post(self, draw: random.Random, request: RecordedRequest) -> Fault:
        group = draw.choices([PUBLISHED_OR_NOT, REFUSED_FOR_NOW, NEED_A_PERSON], [76, 6, 18])[0]
        kind = draw.choice(group)
        replies = isinstance(request.body, dict) and "reply" in request.body
        if kind is Kind.REPLY_NOT_ALLOWED and not replies:
            kind = Kind.UNPROCESSABLE
        publish = group is PUBLISHED_OR_NOT and draw.random() < 0.6
        if kind is Kind.DUPLICATE:
            publish = draw.random() < 0.7
        return self._timed(draw, kind, publish=publish)

    def _timed(self, draw: random.Random, kind: Kind, *, publish: bool) -> Fault:
        seconds, after = draw.uniform(0, CALL_SECONDS * 3), 0.0
        if publish and kind in (Kind.LOST, Kind.RESET, Kind.HANG, Kind.GARBAGE, Kind.SERVER_ERROR, Kind.UNAVAILABLE):
            # With the lag, a post is on the timeline within the settle time, which is what SETTLE_SECONDS promises.
            after = draw.choice([0.0, draw.uniform(0, max(self._scenario.settle - self._scenario.lag, 0))])
        if kind is Kind.TRICKLE:
            seconds /= 500  # by the byte
        return Fault(kind, publish, seconds, publish_after=after, retry_after=1)


@dataclass(frozen=True)
class Start:
    """What goes wrong in the n-th process, beside the faults of its requests."""

    order: dict[str, Any]
    kill_after: float | None
    freeze_after: float | None
    freeze_for: float
    clock: str | None


def start(scenario: Scenario, number: int) -> Start:
    """Draw a process's traps; at most one of them is reached."""
    draw = random.Random(f"start {scenario.seed} {number}")
    traps: dict[str, tuple[str, float]] = {}
    if draw.random() < scenario.trap_rate:
        for step in draw.sample(STEPS, draw.choice([1, 3, 8])) + draw.sample(RARE, draw.choice([0, 0, 1])):
            action = draw.choice(["kill", "kill", "freeze"])
            seconds = draw.choice([draw.uniform(0.1, 1.5), draw.uniform(1, 4), draw.uniform(6, 12)])
            if step == DOCUMENTED_WINDOW:
                seconds = min(seconds, 4.0)
            traps[step] = (action, seconds)
    clock = draw.choice(list(CLOCKS)) if draw.random() < 0.15 else None
    order: dict[str, Any] = {"traps": traps}
    if clock:
        order |= {"clock": CLOCKS[clock], "clock_after": draw.choice([0, draw.randint(1, 12)])}
    if scenario.ledger == "postgres" and draw.random() < 0.25:
        order |= {"commit": draw.choice(["before", "after"]), "commit_nth": draw.randint(1, 6)}
    kill, freeze = draw.random() < 0.2, draw.random() < 0.15
    return Start(
        order,
        draw.uniform(0.02, 1.2) * (5 if draw.random() < 0.3 else 1) if kill else None,
        draw.uniform(0.02, 0.6) if freeze else None,
        draw.choice([draw.uniform(0.1, 1), draw.uniform(1, 9)]),
        clock,
    )


RARE = tuple(step for step in STEPS if "pause" in step)
"""Steps that few processes come by."""

_TEMPLATES = {
    "finding.txt.j2": "{{ finding.text }}\n\n{{ paper.journal }}, {{ paper.year }}\n",
    "authors.txt.j2": "The {{ paper.study.kind }} {{ paper.id }} was written by {{ paper.authors[0].name }}.\n",
    "source.txt.j2": "The source of {{ paper.id }}: “{{ paper.title }}” {{ paper.url }}\n",
}
_TEXTS = (
    "In mice <12 weeks old, R&D of the {n}th kind made a difference of 5 > 3.",
    "Cells of the {n}th kind lived longer: a café's worth of data, see example.org/data/{n}.",
    "People were not studied in part {n} &amp; nobody says so.",
    "The {n}th result: no effect 🧪, in the authors' own words.",
)


def write_folder(scenario: Scenario, folder: Path) -> None:
    """Write `posts.yaml` and the templates: four to six posts."""
    lines = [
        "schedule:",
        '  slots: ["* * * * *"]',
        "  least_gap_minutes: 0",
        f"  thread_gap_seconds: {scenario.thread_gap}",
        "papers:",
    ]
    for number, (series, count) in enumerate(zip(scenario.series, scenario.findings, strict=True), 1):
        texts = [_TEXTS[index % len(_TEXTS)].format(n=f"{scenario.seed}.{number}.{index}") for index in range(count)]
        lines += [
            f"  - id: paper-{number}",
            f"    title: Paper {number} of seed {scenario.seed}",
            "    authors: [{name: Doe J, affiliation: A University}]",
            "    journal: A Journal",
            "    year: 2023",
            f"    url: https://www.example.org/Paper/{scenario.seed}/{number}/",
            "    study: {kind: review, peer_reviewed: true, on: [animals]}",
            f'    abstract: "{" ".join(texts)}"',
            f"    series: {series}",
            "    findings:",
        ]
        for index, text in enumerate(texts):
            lines += [
                f"      - id: finding-{index}",
                f'        text: "{text}"',
                f'        evidence: [{{quote: "{text}", on: [unstated]}}]',
            ]
    (folder / "posts.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "templates").mkdir()
    for name, text in _TEMPLATES.items():
        (folder / "templates" / name).write_text(text, encoding="utf-8")


def foreign_texts(draw: random.Random, texts: Sequence[str]) -> str:
    """A person's post: of other words, or of nearly the same."""
    if draw.random() < 0.5:
        return f"Lunch was good today, number {draw.randrange(10**9)}."
    words = draw.choice(texts).split(" ")
    words[draw.randrange(len(words))] = f"another-{draw.randrange(10**6)}"
    return " ".join(words)
