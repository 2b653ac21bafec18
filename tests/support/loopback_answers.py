"""A server on loopback that answers GET as it is told: the half that the stand-ins for registries share."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Given:
    """What a stand-in answers: a document, or bytes; `trickle` sends a byte each so many seconds."""

    body: object = b"Resource not found."
    status: int = 200
    headers: dict = field(default_factory=dict)
    trickle: float = 0.0

    @property
    def raw(self):
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class LoopbackAnswers:
    """Answers what `answer_to(path)` returns; `requests` has when, which path, and by which program."""

    server_name = BaseHTTPRequestHandler.server_version

    def __init__(self):
        self.requests = []
        self._stopping = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            server_version = outer.server_name

            def do_GET(self):
                outer.requests.append((time.monotonic(), self.path, self.headers["User-Agent"]))
                given = outer.answer_to(self.path)
                self.send_response(given.status)
                for name, value in given.headers.items():
                    self.send_header(name, value)
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

    def answer_to(self, path):
        """Return the `Given` for a path with its query."""
        raise NotImplementedError

    def __enter__(self):
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
