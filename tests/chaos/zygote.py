"""A small process that has everything imported and forks one process of the bot for each order.

The seed's own process has threads (the loopback X); forking from it would be unsound, and starting an interpreter for
each of thousands of processes too slow. Orders and reports are lines of JSON over two pipes.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import sys
import traceback
from collections import deque
from typing import Any

from . import child


class Zygote:
    """The seed's end: `start` gives a process id, `reports` what has happened since."""

    def __init__(self) -> None:
        orders_out, self._orders = os.pipe()
        self._reports, reports_in = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            with _last_words():
                os.close(self._orders)
                os.close(self._reports)
                _serve(orders_out, reports_in)
        os.close(orders_out)
        os.close(reports_in)
        self._rest = b""
        self._waiting: deque[dict[str, Any]] = deque()

    def start(self, order: dict[str, Any]) -> int:
        os.write(self._orders, (json.dumps(order) + "\n").encode())
        started: int | None = None
        while started is None:
            for report in self._read(10.0):
                if "started" in report:
                    started = int(report["started"])
                else:
                    self._waiting.append(report)
        return started

    def reports(self, seconds: float) -> list[dict[str, Any]]:
        """Exits `{pid, code}`, deaths `{pid, signal}` and stops `{pid, stopped}`; waits up to `seconds` for one."""
        found = list(self._waiting) or self._read(seconds)
        self._waiting.clear()
        return found

    def _read(self, seconds: float) -> list[dict[str, Any]]:
        if not select.select([self._reports], [], [], seconds)[0]:
            return []
        got = os.read(self._reports, 1 << 16)
        if not got:
            raise RuntimeError("the process that forks has died")
        *lines, self._rest = (self._rest + got).split(b"\n")
        return [json.loads(line) for line in lines]

    def end(self) -> None:
        """Let it kill what it has started, and end."""
        os.close(self._orders)
        os.waitpid(self.pid, 0)
        os.close(self._reports)


class _last_words(contextlib.AbstractContextManager["_last_words"]):  # noqa: N801 - reads as a statement
    """Never let a forked process return into its parent's code."""

    def __exit__(self, kind: Any, error: BaseException | None, at: Any) -> None:
        if error is not None:
            traceback.print_exception(error)
        os._exit(0 if error is None else 70)


def _serve(orders: int, reports: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wake_out, wake_in = os.pipe()
    os.set_blocking(wake_in, False)
    os.set_blocking(wake_out, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake_in, warn_on_full_buffer=False)
    gc.freeze()
    alive: set[int] = set()
    rest = b""
    while True:
        ready = select.select([orders, wake_out], [], [])[0]
        if wake_out in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(wake_out, 4096)
            _tell_of_children(alive, reports)
        if orders in ready:
            got = os.read(orders, 1 << 16)
            if not got:
                break
            *lines, rest = (rest + got).split(b"\n")
            for line in lines:
                pid = _fork(json.loads(line), (orders, reports, wake_out, wake_in))
                alive.add(pid)
                os.write(reports, (json.dumps({"started": pid}) + "\n").encode())
    for pid in alive:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _tell_of_children(alive: set[int], reports: int) -> None:
    while alive:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG | os.WUNTRACED)
        except ChildProcessError:
            return
        if not pid:
            return
        if os.WIFSTOPPED(status):
            report = {"pid": pid, "stopped": True}
        else:
            alive.discard(pid)
            report = {"pid": pid}
            report |= {"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else {"code": os.WEXITSTATUS(status)}
        os.write(reports, (json.dumps(report) + "\n").encode())


def _fork(order: dict[str, Any], descriptors: tuple[int, ...]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 71
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGINT):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        for descriptor in descriptors:
            os.close(descriptor)
        code = child.run(order)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)
