"""Real services that are watched: SIGHUP, the dead man's switch, and what `status` says of a service in trouble."""

import json
import os
import signal
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.content import load
from scicomm_bot.plan import upcoming_slots
from support.running import wait_until
from support.switch import SECRET, Server
from xserver import Fault, Kind

CREATE, ME = "POST /2/tweets", "GET /2/users/me"
START = datetime(2026, 12, 1, tzinfo=UTC)
FIRST = "gcsf-als/what-als-is"


@pytest.fixture
def slots(live):
    return upcoming_slots(load(live / "posts.yaml").content.schedule, START, 3)


@pytest.fixture
def switch(monkeypatch):
    server = Server()
    monkeypatch.setenv("SCICOMM_PING_URL", server.url)
    yield server
    server.close()


@pytest.fixture
def at(monkeypatch):
    """Sets the clock of commands that this process runs."""

    def set_to(moment):
        monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: moment)

    return set_to


def calls(server):
    return [(path.removeprefix(f"/{SECRET}"), body.decode()) for path, body, _ in server.requests]


class TestHangUp:
    def test_it_reads_the_files_again_though_nothing_shows_that_one_has_changed(self, run, x, live, slots, clock_file):
        service = run()
        content = (live / "posts.yaml").read_bytes()
        stamp = (live / "posts.yaml").stat()
        (live / "posts.yaml").write_bytes(content.replace(b"neurodegenerative disorder", b"neurodegenerative dis-rder"))
        os.utime(live / "posts.yaml", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        assert (live / "posts.yaml").stat().st_size == stamp.st_size
        service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "change taken over" in service.log)
        assert "info reading again " in service.log
        assert 'settings="need a restart"' in service.log
        clock_file(slots[0])
        wait_until(lambda: x.posts)
        assert "dis-rder" in x.posts[0].text
        assert service.signal(signal.SIGTERM) == 0

    def test_a_broken_file_is_told_and_the_service_goes_on(self, run, live):
        service = run()
        (live / "posts.yaml").write_text("papers: [")
        service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "reading again" in service.log and "change not taken over" in service.log)
        service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: service.log.count("reading again") == 2)
        assert service.process.poll() is None
        assert service.signal(signal.SIGTERM) == 0


class TestSwitch:
    def test_it_hears_success_and_then_what_is_wrong(self, run, x, switch, slots, clock_file):
        x.faults.next(CREATE, Fault(Kind.OUT_OF_CREDITS))
        service = run()
        wait_until(lambda: calls(switch) == [("", "")])
        clock_file(slots[0])
        wait_until(lambda: "/fail" in [path for path, _ in calls(switch)])
        assert service.signal(signal.SIGTERM) == 0
        words = calls(switch)[-1][1]
        assert "X answered 402" in words
        assert "scicomm-bot doctor --online" in words
        assert SECRET not in service.log

    def test_one_that_hangs_holds_up_no_post_and_not_the_end(self, run, x, switch, slots, clock_file):
        switch.answer = "hang"
        service = run()
        wait_until(lambda: switch.requests)
        clock_file(slots[0])
        wait_until(lambda: " info posted " in service.log)
        assert service.signal(signal.SIGTERM, within=5) == 0

    def test_one_that_is_not_there_is_logged_once_without_its_path(self, run, x, slots, clock_file, monkeypatch):
        monkeypatch.setenv("SCICOMM_PING_URL", f"http://127.0.0.1:9/{SECRET}")
        service = run()
        wait_until(lambda: "dead man's switch not told" in service.log)
        clock_file(START + timedelta(minutes=5))
        clock_file(slots[0])
        wait_until(lambda: " info posted " in service.log)
        assert service.signal(signal.SIGTERM) == 0
        assert service.log.count("dead man's switch not told") == 1
        assert "http://127.0.0.1:9/..." in service.log
        assert SECRET not in service.log


class TestStatus:
    def needs(self, cli):
        done = cli("status", "--json")
        told = json.loads(done.out)["needs"]
        assert done.code == (1 if "now" in {need["when"] for need in told} else 0)
        return {need["code"]: need["text"] for need in told}

    def test_credentials_that_x_does_not_accept_are_told_at_once(self, run, x, cli, at, monkeypatch):
        monkeypatch.setenv("SCICOMM_X_API_KEY", "wrong")
        service = run()
        wait_until(lambda: "error failed" in service.log)
        at(START)
        assert "SCICOMM_X_API_KEY" in self.needs(cli)["failing"]
        assert service.signal(signal.SIGTERM) == 0
        assert "works again" not in service.log

    def test_a_week_without_a_connection_is_told_each_hour_and_by_status(
        self, run, x, cli, at, slots, clock_file, monkeypatch
    ):
        cli("post", "--once", "--live")
        monkeypatch.setenv("SCICOMM_X_API_URL", "http://127.0.0.1:9")
        service = run()
        clock_file(slots[0])
        wait_until(lambda: "error failed" in service.log or "error released" in service.log, 60)
        for hours in (1, 2, 3):
            clock_file(slots[0] + timedelta(hours=hours, minutes=1))
            wait_until(lambda hours=hours: service.log.count("still needs a person code=failing") == hours, 60)
        assert service.log.count("slot missed") == 1
        at(slots[0] + timedelta(hours=3, minutes=1))
        needs = self.needs(cli)
        assert {"failing", "missed"} <= set(needs)
        assert "this machine's network and SCICOMM_X_API_URL are right" in needs["failing"]
        assert service.signal(signal.SIGTERM) == 0

    def test_a_service_that_was_killed_is_told_and_its_successor_ends_that(self, run, x, cli, at, clock_file, ledger):
        service = run()
        wait_until(lambda: ledger().signs())
        service.signal(signal.SIGKILL)
        at(START + timedelta(minutes=3))
        assert "did not sign off" in self.needs(cli)["service"]
        clock_file(START + timedelta(minutes=3))
        second = run()
        wait_until(lambda: "service" not in self.needs(cli))
        assert second.signal(signal.SIGTERM) == 0

    def test_a_service_that_cannot_start_is_told_once_a_ledger_is_there(self, run, x, cli, at, monkeypatch):
        assert run().signal(signal.SIGTERM) == 0
        monkeypatch.delenv("SCICOMM_X_API_SECRET")
        failed = run(wait=False)
        wait_until(lambda: failed.process.poll() is not None)
        at(START)
        assert "SCICOMM_X_API_SECRET" in self.needs(cli)["failing"]
