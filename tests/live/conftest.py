"""A project that is live on the loopback stand-in for X."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scicomm_bot.content import load
from scicomm_bot.ledger.sqlite import open_sqlite
from scicomm_bot.render import Templates, render_posts
from scicomm_bot.settings import CREDENTIALS
from support.running import Running, wait_until
from xserver import DEFAULT_CREDENTIALS, LoopbackX

START = datetime(2026, 12, 1, tzinfo=UTC)
"""When a service's own clock begins."""
STATEMENT = """
account:
  operator: A stand-in
  automated_label: {by: Jane Doe, on: "2026-01-22", where: the account's page on X}
"""
"""What a person says of the account, for tests of something else; the stand-in's bio is "A stand-in."."""


@pytest.fixture
def x():
    with LoopbackX() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def live(x, project, monkeypatch):
    """The environment of a live bot; the working folder is the project's. Returns the folder."""
    monkeypatch.setenv("SCICOMM_X_API_URL", x.url)
    monkeypatch.setenv("SCICOMM_X_TIMEOUT_SECONDS", "10")
    monkeypatch.setenv("SCICOMM_DRY_RUN", "false")
    for name in CREDENTIALS:
        monkeypatch.setenv(f"SCICOMM_{name.upper()}", getattr(DEFAULT_CREDENTIALS, name.removeprefix("x_")))
    with (project / "posts.yaml").open("a") as file:
        file.write(STATEMENT)
    return project


@pytest.fixture
def posts(project):
    """The project's posts, rendered."""
    document = load(project / "posts.yaml")
    return render_posts(document.content, Templates(project / "templates"), document)


@pytest.fixture
def ledger(project):
    """Opens the project's live ledger, as it is now; there must be one."""
    opened = []

    def open_it():
        assert (project / "state.db").exists()
        opened.append(open_sqlite(project / "state.db", create=True))
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()


@pytest.fixture
def later(monkeypatch, x):
    """Moves the program's clock on, and X's: `later(minutes=1)`; with `only="ours"` or `only="x"` one of them."""

    def move(only=None, **parts):
        ahead = timedelta(**parts)
        if only != "x":
            monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: datetime.now(UTC) + ahead)
        if only != "ours":
            x.account.clock = lambda: time.time() + ahead.total_seconds()

    return move


@pytest.fixture
def clock_file(tmp_path):
    """Sets the clock of a service that `run` starts."""
    path = tmp_path / "clock"

    def set_to(moment):
        new = path.with_suffix(".new")
        new.write_text(moment.isoformat())
        new.rename(path)

    set_to(START)
    set_to.path = path
    return set_to


@pytest.fixture
def run(live, clock_file, tmp_path):
    """Starts `run` and waits until it ticks."""
    started = []

    def start(drain_seconds=5.0, wait=True):
        script = Path(__file__).with_name("run_by_clock.py")
        log = tmp_path / f"log-{len(started)}"
        started.append(Running([script, clock_file.path, str(drain_seconds)], log))
        if wait:
            wait_until(lambda: "next slot" in started[-1].log or started[-1].process.poll() is not None)
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
