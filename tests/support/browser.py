"""A real Chromium without a window, spoken to over a pipe in its DevTools protocol: no driver, no library, no port.

Protocol: https://chromedevtools.github.io/devtools-protocol/ (`--remote-debugging-pipe`: JSON, a NUL after each).
"""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--remote-debugging-pipe"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
)
PATIENCE = 60
PHONE, SMALL_PHONE, WIDE = (390, 844), (320, 568), (1280, 900)


def program() -> str | None:
    """Where a Chromium is on this machine, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Browser:
    """One tab. `events` keeps what the browser told by itself: requests, dialogs, messages of its console."""

    def __init__(self, to: int, of: int) -> None:
        self._to, self._of = to, of
        self._rest, self._number, self._session = b"", 0, None
        self.events: list[dict] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params) -> dict:
        """Call a method of the protocol and return its answer."""
        number = self._send(method, **params)
        while (answer := self._next()).get("id") != number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def _send(self, method: str, **params) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        return self._number

    def _next(self) -> dict:
        while b"\0" not in self._rest:
            assert select.select([self._of], [], [], PATIENCE)[0], (
                f"the browser has not answered for {PATIENCE} seconds"
            )
            more = os.read(self._of, 1 << 16)
            assert more, "the browser has ended"
            self._rest += more
        one, _, self._rest = self._rest.partition(b"\0")
        event = json.loads(one)
        if event.get("method") == "Page.javascriptDialogOpening":  # the page stands still until it is closed
            self._send("Page.handleJavaScriptDialog", accept=False)
        return event

    def open(self, path: Path, size: tuple[int, int] = WIDE, *, dark: bool = False, media: str = "screen") -> None:
        """Show a file on a screen of this size, and wait until it is there."""
        mobile = size[0] < 500
        self.call(
            "Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=1, mobile=mobile
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])
        self.events.clear()
        self.call("Page.navigate", url=path.resolve().as_uri())
        while not self.told("Page.loadEventFired"):
            self.events.append(self._next())

    def told(self, method: str) -> list[dict]:
        """The parameters of the events of one kind since the page was opened."""
        return [event["params"] for event in self.events if event.get("method") == method]

    def value(self, expression: str) -> object:
        """What a JavaScript expression comes to in the page (the page's own policy does not bind the debugger)."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self, *, whole: bool = True) -> bytes:
        """A PNG of the page, or of what is on the screen."""
        return base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"])

    def pdf(self) -> bytes:
        """The page as it is printed."""
        self.call("Emulation.setEmulatedMedia", media="")
        answer = self.call("Page.printToPDF", preferCSSPageSize=True, paperWidth=8.27, paperHeight=11.69)
        return base64.b64decode(answer["data"])


def _high(number: int) -> int:
    """Move a file descriptor out of the way of 3 and 4, over which Chromium speaks."""
    moved = fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(number)
    return moved


@contextmanager
def browser(chromium: str) -> Iterator[Browser]:
    """A browser of its own, with an empty profile; it ends with the block."""
    profile = tempfile.mkdtemp(prefix="scicomm-browser-")
    theirs_in, ours_out = map(_high, os.pipe())
    ours_in, theirs_out = map(_high, os.pipe())
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
    pipes = [(os.POSIX_SPAWN_DUP2, theirs_in, 3), (os.POSIX_SPAWN_DUP2, theirs_out, 4)]
    words = [chromium, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    process = os.posix_spawn(chromium, words, os.environ, file_actions=[*silent, *pipes], setpgroup=0)
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Browser(ours_out, ours_in)
    finally:
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(ours_out)
        os.close(ours_in)
        shutil.rmtree(profile, ignore_errors=True)
