"""A loopback stand-in for Crossref's REST API, and hand-made answers in its documented form.

Not one of these answers was recorded from Crossref: they are written by hand after its documentation of
`GET /works/{doi}` (`updated-by` on the work, `update-to` on the notice, each with `source`, `type`, `label`, `DOI` and
`updated`). All DOIs begin with 10.5555, Crossref's prefix for tests, and name no paper.
"""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

PAPER, NOTICE = "10.5555/naps.2022.7", "10.5555/naps.2026.notice"


def update(kind="retraction", source="publisher", doi=NOTICE, day=(2026, 5, 3), **more):
    """One entry of `updated-by` or `update-to`."""
    stamp = f"{day[0]:04}-{day[1]:02}-{day[2]:02}T00:00:00Z"
    entry = {
        "DOI": doi,
        "type": kind,
        "label": kind.replace("_", " ").capitalize(),
        "source": source,
        "updated": {"date-parts": [list(day)], "date-time": stamp, "timestamp": 1777766400000},
    }
    if source == "retraction-watch":
        entry["record-id"] = "70001"
    return entry | more


def work(doi=PAPER, *, by=(), to=()):
    """A whole document about a work, as Crossref answers with status 200."""
    message = {
        "DOI": doi,
        "URL": f"https://doi.org/{doi}",
        "publisher": "Publisher of made-up papers",
        "title": ["A made-up paper on naps"],
        "type": "journal-article",
        "issued": {"date-parts": [[2022, 3, 1]]},
    }
    if by:
        message["updated-by"] = list(by)
    if to:
        message["update-to"] = list(to)
    return {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message}


BY_PUBLISHER = work(by=[update()])
BY_RETRACTION_WATCH = work(by=[update(source="retraction-watch")])
BY_BOTH = work(by=[update(), update(source="retraction-watch", day=(2026, 5, 4))])
NOTHING_ON_RECORD = work()


@dataclass
class Given:
    """What the stand-in answers: a document, or bytes; `trickle` sends a byte each so many seconds."""

    body: object = b"Resource not found."
    status: int = 200
    headers: dict = field(default_factory=dict)
    trickle: float = 0.0

    @property
    def raw(self):
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class LoopbackCrossref:
    """Answers `/works/{doi}` as told in `given`, by the DOI in lower case; 404 for all others."""

    def __init__(self):
        self.given = {}
        self.requests = []
        self.rates = {"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s"}
        self._stopping = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests.append((time.monotonic(), self.path, self.headers["User-Agent"]))
                doi = unquote(self.path.removeprefix("/works/"))
                given = outer.given.get(doi, Given(status=404))
                self.send_response(given.status)
                for name, value in (outer.rates | given.headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(given.raw)))
                self.end_headers()
                try:
                    if not given.trickle:
                        self.wfile.write(given.raw)
                    for byte in given.raw if given.trickle else b"":
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        if outer._stopping.wait(given.trickle):
                            return
                except OSError:
                    return  # the client has hung up

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, body, doi=PAPER, **more):
        self.given[doi] = body if isinstance(body, Given) else Given(body, **more)

    @property
    def paths(self):
        return [path for _, path, _ in self.requests]

    def __enter__(self):
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
