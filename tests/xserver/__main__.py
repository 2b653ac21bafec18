"""The stand-in for X as a process of its own: `python tests/xserver --port 0 --port-file F`.

Prints its address on the first line. SIGTERM and ^C end it with exit code 0. Credentials come from SCICOMM_X_API_KEY,
..._API_SECRET, ..._ACCESS_TOKEN and ..._ACCESS_TOKEN_SECRET, each with a default.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

if not __package__:  # run as a folder: its parent takes the folder's place on the path, so that it is a package
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from xserver import DEFAULT_CREDENTIALS, LoopbackX, XCredentials, chaos


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python tests/xserver", description="A loopback stand-in for X.")
    options.add_argument("--port", type=int, default=0, help="0 for any free one")
    options.add_argument("--port-file", type=Path, help="where to write the port, once it listens")
    options.add_argument("--state", type=Path, help="JSON of what was received, replaced at each change and at the end")
    options.add_argument("--seed", type=int, default=0, help="of the random faults")
    options.add_argument("--fault-rate", type=float, default=0.0, help="share of requests to spoil, 0 to 1")
    options.add_argument("--fault-seconds", type=float, default=1.0, help="longest of a random delay")
    options.add_argument("--timeline-lag", type=float, default=0.0, help="seconds")
    options.add_argument("--user-id", default="2244994945")
    options.add_argument("--username", default="scicomm_bot")
    return options


def credentials() -> XCredentials:
    names = ("api_key", "api_secret", "access_token", "access_token_secret")
    return XCredentials(*(os.environ.get(f"SCICOMM_X_{n.upper()}", getattr(DEFAULT_CREDENTIALS, n)) for n in names))


def write(path: Path, text: str) -> None:
    """All of it or none: a reader never sees half a file."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def keeper(x: LoopbackX, path: Path) -> Callable[[], None]:
    """Writes the state down, one writer at a time so that an older state never replaces a newer."""
    lock = threading.Lock()

    def keep() -> None:
        with lock:
            write(path, json.dumps(x.state(), ensure_ascii=False))

    return keep


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    x = LoopbackX(
        credentials=credentials(),
        user_id=options.user_id,
        username=options.username,
        port=options.port,
        timeline_lag=options.timeline_lag,
    )
    if options.fault_rate:
        x.faults.chooser = chaos(random.Random(options.seed), options.fault_rate, seconds=options.fault_seconds)
    if options.state:
        x.on_change = keeper(x, options.state)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with x:
        x.changed()
        if options.port_file:
            write(options.port_file, x.url.rpartition(":")[2])
        sys.stdout.write(f"{x.url}\n")
        sys.stdout.flush()
        ended.wait()
    x.changed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
