"""One call over one fresh connection: no redirects, no retries, over in time whatever the network does.

requests' own timeout counts from one read to the next, and not at all while a name is resolved, so a server that
trickles bytes holds a call for as long as it likes. Here the call runs in a thread of its own; at the deadline its
socket is shut down, and it may not begin to send any more.
"""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from scicomm_bot.pulse import going_on


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer that was received whole."""

    status: int
    headers: dict[str, str]
    body: bytes


class TooLateError(Exception):
    """The sender looked before the first byte, and may not send any more."""


class OverdueError(Exception):
    """The call did not end in time."""


class TooLongError(Exception):
    """The body of an answer is longer than any that is expected."""


_PIECE = 65_536


def whole_body(response: Response, most_bytes: int) -> bytes:
    """Return the body of an answer that was asked for with `stream=True`, unpacked.

    urllib3 unpacks piece by piece (since 2.6), so a small archive of a large nothing is given up at the limit, too.

    Raises:
        TooLongError: it has more than `most_bytes`, unpacked.
    """
    taken = bytearray()
    for piece in response.iter_content(_PIECE):
        taken += piece
        if len(taken) > most_bytes:
            raise TooLongError
    return bytes(taken)


class Call:
    """One call: whether it may send, whether it has begun to, and its answer once that is whole."""

    def __init__(self, may_send: Callable[[], bool], seconds: float) -> None:
        self._may_send = may_send
        self._seconds = seconds
        self._lock = threading.Lock()
        self._ended = False
        self._socket: socket.socket | None = None
        self.sending = False
        self.answer: Answer | None = None

    def connected(self, opened: socket.socket) -> None:
        """Take the connection over, just before the first byte; raises TooLateError where nothing may be sent."""
        allowed = self._may_send()  # outside of the lock: it may take its time, and the deadline must not wait for it
        with self._lock:
            if self._ended or not allowed:
                raise TooLateError
            self._socket = opened
            _drop_unsent_when_closed(opened, self._seconds)
            self.sending = True

    def answered(self, answer: Answer) -> None:
        """Keep the whole answer; the connection may now close as connections do."""
        self.answer = answer
        if isinstance(self._socket, socket.socket):
            with suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 0, 0))

    def end(self) -> None:
        """Shut the connection down, and let nothing be sent from here on."""
        with self._lock:
            self._ended = True
            if self._socket is not None:
                try:
                    # The plain socket's method: an SSLSocket's own would wait for its thread's lock.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
                except OSError:
                    self._socket = None  # closed already

    def run(self, work: Callable[[], object]) -> None:
        """Run `work` to its end, or to the deadline.

        Raises:
            OverdueError: the deadline came first; `sending` says whether anything may have been sent.
            Exception: whatever `work` raised.
        """
        failure: list[BaseException] = []

        def inside() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - raised again below, in the caller's thread
                failure.append(error)

        going_on()  # before the call: after it, what came of it is to be written down before anything else
        thread = threading.Thread(target=inside, name="call", daemon=True)
        thread.start()
        thread.join(self._seconds)
        if thread.is_alive():
            self.end()
            raise OverdueError
        if failure:
            raise failure[0]


def _drop_unsent_when_closed(opened: object, seconds: float) -> None:
    """Let bytes that could not be delivered die with the connection, however it ends.

    By default the kernel goes on delivering what a closed connection or a killed process left behind, for minutes after
    a network failure: long after two looks have said that the post is not there.
    """
    if not isinstance(opened, socket.socket):  # a recorded conversation
        return
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, max(1, int(seconds * 1_000)))


def _own_credentials_only(request: PreparedRequest) -> PreparedRequest:
    """Add nothing to a request: as a session's `auth`, it keeps requests from looking into `~/.netrc`.

    The names and passwords there are a person's own, for other programs, and are sent to nobody. Proxies are still
    taken from the environment.
    """
    return request


class OneCallSession(Session):
    """The session that one call is made with: over a connection of its own, and with no credentials from `~/.netrc`."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.auth = _own_credentials_only
        adapter = _Adapter(call)
        self.mount("https://", adapter)
        self.mount("http://", adapter)


class _Adapter(HTTPAdapter):
    """Makes connections that report to a call."""

    def __init__(self, call: Call) -> None:
        self._call = call
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as in requests
        super().init_poolmanager(*args, **kwargs)
        self._watch(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as in requests
        manager = super().proxy_manager_for(*args, **kwargs)
        self._watch(manager)
        return manager

    def _watch(self, manager: Any) -> None:  # noqa: ANN401 - a PoolManager or ProxyManager
        """Make the pools use connections that report to the call once they are open."""
        call = self._call

        class Http(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                call.connected(self.sock)

        class Https(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                call.connected(self.sock)

        manager.pool_classes_by_scheme = {
            "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": Http}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": Https}),
        }
