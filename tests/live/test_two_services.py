"""Two services on one PostgreSQL: one is killed in mid-send, the other settles and carries on."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scicomm_bot.content import load
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.ledger import open_ledger
from scicomm_bot.plan import upcoming_slots
from xserver import Fault, Kind

CREATE, TIMELINE = "POST /2/tweets", "GET /2/users/:id/tweets"
START = datetime(2026, 12, 1, tzinfo=UTC)


LOGS = []


def wait_until(condition, seconds=40.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time" + "".join(p.read_text() for p in LOGS)
        time.sleep(0.02)


def count(x, route):
    return [request.route for request in x.requests].count(route)


class Clock:
    """The time of the services and of X: it stands still until it is moved."""

    def __init__(self, path, x):
        self.path, self.at = path, START
        x.account.clock = self.seconds
        self.move(START)

    def seconds(self):
        return self.at.timestamp()

    def move(self, moment):
        self.at = moment
        new = self.path.with_suffix(".new")
        new.write_text(moment.isoformat())
        new.rename(self.path)


@pytest.fixture
def clock(tmp_path, x):
    return Clock(tmp_path / "clock", x)


@pytest.fixture
def shared(live, postgres, monkeypatch):
    """The live project with its ledger on PostgreSQL."""
    monkeypatch.setenv("SCICOMM_STATE", postgres)
    monkeypatch.setenv("SCICOMM_X_TIMEOUT_SECONDS", "2")
    monkeypatch.setenv("SCICOMM_SETTLE_SECONDS", "1")
    return postgres


@pytest.fixture
def start(shared, clock, tmp_path):
    """Starts services side by side and waits until they tick."""
    running = []

    def begin(name):
        log = tmp_path / f"log-{name}"
        LOGS.append(log)
        script = Path(__file__).with_name("run_by_clock.py")
        with log.open("wb") as errors:
            service = subprocess.Popen(
                [sys.executable, script, clock.path, "1"],
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=dict(os.environ),
            )
        running.append(service)
        service.log = log.read_text
        wait_until(lambda: "next slot" in service.log() or service.poll() is not None)
        assert service.poll() is None, service.log()
        return service

    yield begin
    for service in running:
        if service.poll() is None:
            service.kill()
        service.wait()


@pytest.fixture
def slots(live):
    return upcoming_slots(load(live / "posts.yaml").content.schedule, START, 3)


@pytest.mark.parametrize("published", [True, False], ids=["published", "unpublished"])
def test_one_is_killed_in_mid_send_and_the_other_settles_and_carries_on(
    start, x, shared, slots, clock, posts, cli, published
):
    services = [start("one"), start("two")]
    x.faults.next(CREATE, Fault(Kind.HANG, publish=published))
    clock.move(slots[0])
    wait_until(lambda: CREATE in [request.route for request in x.requests] and (x.posts or not published))
    sender = _sender(shared, services)
    sender.kill()
    sender.wait()
    other = next(service for service in services if service is not sender)
    assert other.poll() is None
    looks = count(x, TIMELINE)
    clock.move(slots[0] + timedelta(seconds=8))  # past the claim's end
    wait_until(lambda: count(x, TIMELINE) > looks)
    if not published:
        wait_until(lambda: _looks(shared))
        clock.move(slots[0] + timedelta(seconds=20))  # two looks are 9 seconds apart
    wait_until(lambda: len(x.posts) == 1 and "x_post_id=" in other.log())
    clock.move(slots[1])
    wait_until(lambda: len(x.posts) == 2)
    other.send_signal(signal.SIGTERM)
    assert other.wait(15) == 0
    assert [post.text for post in x.posts] == [post.text for post in posts[:2]]
    told = json.loads(cli("status", "--json").out)["posts"]
    assert [one["x_post_id"] for one in told[:2]] == [post.id for post in x.posts]


def _looks(address):
    ledger = open_ledger(address, create=False)
    found = ledger.looks(ledger.open_publication().attempt_id)
    ledger.close()
    return found


def _sender(address, services):
    """The service that has the claim: the one that is talking to X."""
    ledger = open_ledger(address, create=False)
    wait_until(lambda: ledger.open_publication() is not None)
    assert ledger.open_publication().state is PublicationState.CLAIMED
    ledger.close()
    talking = [service for service in services if _talks(service.pid)]
    assert len(talking) == 1
    return talking[0]


def _talks(pid):
    """Whether a process has a TCP connection; a PostgreSQL on this machine is reached by a socket of another kind."""
    inodes = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes.add(str(entry.readlink()))
        except OSError:
            continue
    established = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return any(f"socket:[{fields[9]}]" in inodes and fields[3] == "01" for fields in established)


def test_two_services_fill_each_slot_once_and_in_order(start, x, slots, clock, posts):
    services = [start("one"), start("two")]
    for number, slot in enumerate(slots):
        clock.move(slot + timedelta(seconds=2))
        wait_until(lambda number=number: len(x.posts) == number + 1)
        time.sleep(0.3)
    for service in services:
        service.send_signal(signal.SIGTERM)
    assert [service.wait(15) for service in services] == [0, 0]
    assert [post.text for post in x.posts] == [post.text for post in posts[:3]]
    assert [request.route for request in x.requests].count(CREATE) == 3


def test_post_once_works_on_it_and_its_password_is_nowhere(shared, x, cli, posts, monkeypatch):
    head, found, tail = shared.partition("postgres:@")
    assert found
    monkeypatch.setenv("SCICOMM_STATE", f"{head}postgres:s3cr3t@{tail}")
    told = [cli(*words) for words in (
        ("post", "--once", "--live"), ("status",), ("status", "--json"), ("history",), ("doctor",), ("preview",),
    )]  # fmt: skip
    assert [done.code for done in told] == [0] * 6, [done.err + done.out for done in told]
    assert [post.text for post in x.posts] == [posts[0].text]
    assert not any("s3cr3t" in done.out + done.err for done in told)


def test_a_database_that_cannot_be_reached_sends_nothing(live, x, cli, monkeypatch):
    monkeypatch.setenv("SCICOMM_STATE", "postgresql://bot:s3cr3t@127.0.0.1:1/posts")
    done = cli("post", "--once", "--live")
    assert done.code == 1
    assert "127.0.0.1:1/posts: the database cannot be reached; nothing goes out without it" in done.err
    assert "s3cr3t" not in done.err
    assert x.posts == []
