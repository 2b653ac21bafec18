"""A dead man's switch: a web address that is called as long as all is well, and that raises the alarm when it is not.

The address is a secret: whoever knows it can keep the alarm silent. No message holds more of it than its host.
Source: https://healthchecks.io/docs/http_api/ (the address itself is success, `/fail` behind it is failure; at most
100 kB of a body are kept).
"""

import threading
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

import requests

from scicomm_bot.transport import Answer, Call, OneCallSession, OverdueError

CALL_SECONDS = 10.0
"""A whole call ends within this."""
MOST_BYTES = 100_000
"""No longer body is kept."""


def failure_address(url: str) -> str:
    """Return the address that means failure: `/fail` behind the path, before a query."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/fail"))


def shown(url: str) -> str:
    """Return what of an address may be shown."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}/..."


class Pinger:
    """Calls the address in a thread of its own, so that nobody waits for it; one call at a time."""

    def __init__(
        self, url: str, *, version: str, tell: Callable[[str | None], object], seconds: float = CALL_SECONDS
    ) -> None:
        """Make one.

        Args:
            url: The address.
            version: This program's.
            tell: Called after each call, in its thread, with what went wrong, or None.
            seconds: A whole call ends within this.
        """
        self._url = url
        self._agent = f"scicomm-bot/{version}"
        self._tell = tell
        self._seconds = seconds
        self._under_way: threading.Thread | None = None
        self._closed = False

    def success(self) -> None:
        """Say that all is well."""
        self._send(self._url, "")

    def failure(self, words: str) -> None:
        """Say that something is wrong, and what."""
        self._send(failure_address(self._url), words)

    def wait(self, seconds: float) -> None:
        """Wait until the call under way has ended, for at most this long."""
        if self._under_way is not None:
            self._under_way.join(seconds)

    def close(self) -> None:
        """Begin no more calls, and tell nothing of the one under way: the process is about to end."""
        self._closed = True

    def _send(self, url: str, words: str) -> None:
        if self._closed or (self._under_way is not None and self._under_way.is_alive()):
            return
        body = words.encode()[:MOST_BYTES].decode(errors="ignore").encode()  # cut at a letter, not inside of one
        self._under_way = threading.Thread(target=self._call_and_tell, args=(url, body), name="ping", daemon=True)
        self._under_way.start()

    def _call_and_tell(self, url: str, body: bytes) -> None:
        trouble = self._call(url, body)
        if not self._closed:
            self._tell(trouble)

    def _call(self, url: str, body: bytes) -> str | None:
        """Make one call; return what went wrong, or None. It never raises."""
        call = Call(lambda: True, self._seconds)
        headers = {"User-Agent": self._agent, "Content-Type": "text/plain; charset=utf-8"}

        def work() -> None:
            with (
                OneCallSession(call) as session,
                session.post(
                    url, data=body, headers=headers, allow_redirects=False, timeout=self._seconds, stream=True
                ) as response,
            ):  # its body says nothing that matters, and is not read
                call.answered(Answer(response.status_code, {}, b""))

        where = shown(self._url)
        try:
            call.run(work)
        except (OverdueError, requests.exceptions.Timeout):
            return f"{where} did not answer within {self._seconds:g} s"
        except Exception as error:  # noqa: BLE001 - whatever happens on the way, nobody was told; its text may hold the address
            return f"{where} could not be called ({type(error).__name__})"
        if call.answer is None:
            return f"{where} gave no answer"
        if 300 <= call.answer.status < 400:
            return f"{where} answered {call.answer.status}, a redirect, which is not followed"
        return None if 200 <= call.answer.status < 300 else f"{where} answered {call.answer.status}"
