"""The dead man's switch over real HTTP on loopback: what is sent, and that nothing that goes wrong holds anybody up."""

import logging
import socket
import subprocess
import sys
import time

import pytest

from scicomm_bot.announcer import Announcer
from scicomm_bot.ping import MOST_BYTES, Pinger, failure_address, shown
from support.switch import SECRET, Server


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def told():
    return []


@pytest.fixture
def pinger(server, told):
    return Pinger(server.url, version="1.2.3", tell=told.append, seconds=1.0)


def test_success_is_the_address_itself(pinger, server, told):
    pinger.success()
    pinger.wait(5)
    [(path, body, headers)] = server.requests
    assert (path, body) == (f"/{SECRET}", b"")
    assert headers["User-Agent"] == "scicomm-bot/1.2.3"
    assert told == [None]


def test_failure_is_the_address_and_fail_with_the_words(pinger, server, told):
    pinger.failure("no connection: X says “no”")
    pinger.wait(5)
    [(path, body, _)] = server.requests
    assert (path, body.decode()) == (f"/{SECRET}/fail", "no connection: X says “no”")
    assert told == [None]


@pytest.mark.parametrize(
    ("url", "fails"),
    [
        ("https://hc-ping.com/uuid", "https://hc-ping.com/uuid/fail"),
        ("https://hc-ping.com/uuid/", "https://hc-ping.com/uuid/fail"),
        ("https://hc-ping.com/key/slug?create=1", "https://hc-ping.com/key/slug/fail?create=1"),
        ("https://example.org", "https://example.org/fail"),
    ],
)
def test_fail_stands_behind_the_path(url, fails):
    assert failure_address(url) == fails


def test_a_long_list_is_cut_at_a_letter(pinger, server):
    pinger.failure("x" + "ä" * MOST_BYTES)
    pinger.wait(5)
    [(_, body, _)] = server.requests
    assert len(body) <= MOST_BYTES
    assert set(body.decode()) == {"x", "ä"}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (500, "answered 500"), (404, "answered 404"), (302, "answered 302, a redirect, which is not followed"),
        ("hang", "did not answer within 1 s"), ("trickle", "did not answer within 1 s"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told_without_the_path_and_holds_nobody_up(pinger, server, told, answer, said):
    server.answer = answer
    began = time.monotonic()
    pinger.failure("help")
    assert time.monotonic() - began < 0.5
    pinger.wait(5)
    [trouble] = told
    assert said in trouble
    assert SECRET not in trouble
    assert [path for path, _, _ in server.requests] == [f"/{SECRET}/fail"]


def test_a_server_that_is_not_there_is_told(told):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/{SECRET}"
    pinger = Pinger(url, version="1", tell=told.append, seconds=1.0)
    pinger.success()
    pinger.wait(5)
    assert "could not be called" in told[0]
    assert SECRET not in told[0]


def test_a_name_that_does_not_resolve_is_told(told):
    pinger = Pinger(f"https://nobody.invalid/{SECRET}", version="1", tell=told.append, seconds=1.0)
    pinger.success()
    pinger.wait(5)
    assert told[0].startswith("https://nobody.invalid/... could not be called")


def test_while_one_call_hangs_no_other_is_begun_and_afterwards_one_is(pinger, server, told):
    server.answer = "hang"
    pinger.success()
    pinger.success()
    pinger.wait(5)
    server.answer = 200
    pinger.success()
    pinger.wait(5)
    assert len(server.requests) == 2
    assert told[-1] is None


def test_one_that_is_closed_begins_no_call_and_tells_nothing_of_the_one_under_way(pinger, server, told):
    server.answer = "hang"
    pinger.success()
    pinger.close()
    pinger.wait(5)
    pinger.failure("help")
    pinger.wait(5)
    assert (len(server.requests), told) == (1, [])


def test_only_host_and_port_are_shown():
    assert shown(f"https://hc-ping.com/{SECRET}?x={SECRET}") == "https://hc-ping.com/..."
    assert shown(f"http://127.0.0.1:80/{SECRET}") == "http://127.0.0.1:80/..."


def test_each_outage_is_logged_once_as_a_warning_and_its_end_too(caplog):
    caplog.set_level(logging.INFO, "scicomm_bot")
    announcer = Announcer()
    for trouble in (None, "x/... answered 500", "x/... answered 502", None, None, "x/... answered 500"):
        announcer.pinged(trouble)
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("WARNING", "dead man's switch not told"), ("INFO", "dead man's switch told again"), ("WARNING", "dead man's switch not told"),
    ]  # fmt: skip


@pytest.mark.parametrize(("setting", "loaded"), [("", "False"), ("https://hc-ping.com/x", "True")])
def test_no_network_library_is_loaded_unless_it_is_set(project, setting, loaded):
    code = (
        "import sys; from scicomm_bot.app.desk import Access, Desk; from scicomm_bot.clock import SystemClock\n"
        "from scicomm_bot.settings import Settings; from scicomm_bot.service import Service\n"
        "desk = Desk(Settings(), SystemClock(), rehearse=True, access=Access.MAKE)\n"
        "service = Service(desk, 'x'); service._watch.pinger = None; service.tick()\n"
        "print('requests' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=project, env={"SCICOMM_PING_URL": setting}
    )
    assert done.stdout.strip() == loaded, done.stderr
