"""What stands in `~/.netrc` is a person's own, for other programs: it is sent to nobody."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from scicomm_bot.ping import Pinger
from scicomm_bot.registries.client import Registry
from scicomm_bot.x import XClient, XCredentials
from support.samples import NOW

NETRC = "machine 127.0.0.1 login jane password from-netrc\ndefault login jane password from-netrc\n"


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A server that keeps the Authorization header of each request; its host is in the person's netrc file."""
    kept = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            kept.append(self.headers["Authorization"])
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - as http.server has it

        def log_message(self, *_):
            pass

    (tmp_path / "netrc").write_text(NETRC)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    made.kept, made.url = kept, f"http://127.0.0.1:{made.server_port}"
    yield made
    made.shutdown()
    made.server_close()


def test_requests_itself_would_send_it(server):
    requests.get(server.url, timeout=10).close()
    assert server.kept[0].startswith("Basic ")


def test_a_registry_gets_none_of_it(server):
    Registry(server.url, version="1", mailto=None, now=lambda: NOW, seconds=5, sleep=lambda _: None).get("/works/x")
    assert set(server.kept) == {None}


def test_dead_mans_switch_gets_none_of_it(server):
    pinger = Pinger(f"{server.url}/x", version="1", tell=lambda _: None, seconds=5)
    pinger.success()
    pinger.wait(10)
    assert server.kept == [None]


def test_x_gets_the_apps_own_signature_alone(server):
    secrets = XCredentials("api-key", "api-secret", "1-token", "token-secret")
    XClient(secrets, server.url, 5, lambda: NOW).publish("Text.", may_send=lambda: True)
    assert [one.split()[0] for one in server.kept] == ["OAuth"]
