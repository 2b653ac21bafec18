"""The stand-in's HTTP side: reads a request, lets a fault spoil its answer, puts bytes on the wire.

Answers are written as whole byte strings, not header by header, so that a fault can cut them where it likes.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import socketserver
import struct
import sys
import threading
import time
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from . import answers
from .answers import Answer
from .faults import RELAYED, Fault, Kind
from .routes import RecordedRequest, route_of

if TYPE_CHECKING:
    from .server import LoopbackX

MOVED = "/_moved"
"""Where Kind.REDIRECT sends a client: the same routes live under this prefix, so that following has its effect."""

CONTROL = "/_control/"


class XHTTPServer(ThreadingHTTPServer):
    """A threaded server that can hang up on everybody when it stops."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, x: LoopbackX, port: int) -> None:
        self.x = x
        self.open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), XHandler)

    def server_bind(self) -> None:
        # HTTPServer would look the host's name up, which can take seconds without a resolver.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def hang_up(self) -> None:
        """Close connections that clients keep alive: a stopped server must not answer on them."""
        for connection in list(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            self.x.note_violation(f"the stand-in itself failed: {error!r}")


class XHandler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: XHTTPServer
    connection: socket.socket

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (http.server's own signature)
        """Silent: what came in is in `LoopbackX.requests`."""

    def do_GET(self) -> None:
        x = self.server.x
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        if len(raw) < length:  # the client went away in mid-request: X would not act on it either
            self.close_connection = True
            return
        request = self._request(raw)
        if request.path.startswith(CONTROL):
            self._send(x.control(request), request)
            return
        x.record(request)
        fault = None if request.path.startswith(MOVED) else x.faults.take(request)
        if fault is None or fault.kind is Kind.OK:
            answer = x.answer(request)
            x.changed()
            self._send(answer, request)
        else:
            self._spoil(fault, request)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_GET  # noqa: N815  (http.server's own names)

    def _request(self, raw: bytes) -> RecordedRequest:
        parts = urlsplit(self.path)
        route, resource = route_of(self.command, parts.path.removeprefix(MOVED))
        text = raw.decode("utf-8", "replace")
        try:
            body = json.loads(text) if text else None
        except ValueError:
            body = text
        headers = {name.lower(): value for name, value in self.headers.items() if name.lower() != "authorization"}
        return RecordedRequest(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            body,
            self.server.x.clock(),
            route,
            resource,
            self.path.removeprefix(MOVED),
            headers,
            self.headers.get("Authorization"),
        )

    def _spoil(self, fault: Fault, request: RecordedRequest) -> None:
        x = self.server.x
        answer: Answer | None = None
        if fault.kind in RELAYED:
            x.stopping.wait(fault.publish_after)
            answer = x.act(fault, request) or answers.unavailable()
        elif fault.publish_after:
            x.act_later(fault, request)
        else:
            x.act(fault, request)
        match fault.kind:
            case Kind.LOST:
                self.close_connection = True
            case Kind.RESET:
                self._reset()
            case Kind.HANG:
                self._wait_for_client(fault.seconds or 3600.0)
                self.close_connection = True
            case Kind.REDIRECT:
                self._send(Answer(307, b"", {"location": f"{x.url}{MOVED}{request.target}"}), request)
            case Kind.LATE if answer:
                x.stopping.wait(fault.seconds)
                self._send(answer, request)
            case Kind.TRICKLE if answer:
                self._trickle(self._bytes(answer, request), fault.seconds)
            case Kind.CUT_OFF if answer:
                whole = self._bytes(answer, request)
                self._write(whole[: len(whole) - (len(answer.body) + 1) // 2])
                self.close_connection = True
            case _:
                self._send(fault.spoiled(request.method, x.clock()) or answers.internal_error(), request)

    def _bytes(self, answer: Answer, request: RecordedRequest) -> bytes:
        x = self.server.x
        headers = {
            "date": formatdate(x.clock(), usegmt=True),
            "content-type": answer.content_type,
            "content-length": str(len(answer.body)),
            **x.limits.headers(request.route, x.clock()),
            **answer.headers,
        }
        head = f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n"
        return (
            head + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
        ).encode() + answer.body

    def _send(self, answer: Answer, request: RecordedRequest) -> None:
        self._write(self._bytes(answer, request))

    def _write(self, data: bytes) -> bool:
        try:
            self.wfile.write(data)
        except OSError:  # the client went away first, as it may
            self.close_connection = True
            return False
        return True

    def _trickle(self, data: bytes, gap: float) -> None:
        for at in range(len(data)):
            if self._client_gone() or not self._write(data[at : at + 1]) or self.server.x.stopping.wait(gap):
                self.close_connection = True
                return

    def _reset(self) -> None:
        # SO_LINGER of zero turns close() into RST; the reader holds the descriptor open, so it is closed first.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.rfile.close()
        self.connection.close()

    def _wait_for_client(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._client_gone() and not self.server.x.stopping.wait(0.01):
            pass

    def _client_gone(self) -> bool:
        readable, _, _ = select.select([self.connection], [], [], 0)
        try:
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True


def serve_in_thread(server: XHTTPServer) -> threading.Thread:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    return thread
