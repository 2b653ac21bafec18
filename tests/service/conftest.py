"""A project that is live on the loopback stand-in for X."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.content import load
from scicomm_bot.ledger.sqlite import open_sqlite
from scicomm_bot.render import Templates, render_posts
from scicomm_bot.settings import CREDENTIALS
from xserver import DEFAULT_CREDENTIALS, LoopbackX

STATEMENT = """
account:
  operator: A stand-in
  automated_label: {by: Jane Doe, on: "2026-11-22", where: the account's page on X}
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
