"""The process that draws cards: begun for the first card, ended when it takes too long, closed when all are drawn."""

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_WORKER = Path(__file__).with_name("worker.py")
MOST_SECONDS = 10.0
"""The time for one card, in which three hundred are drawn; a slow machine has enough of it."""
_AT_ONCE = 0.1
"""The part of that time in which a process ends at once: then another try costs nothing, and may go well."""
_TOO_LARGE = "the card could not be drawn: it may take more memory than a card may"
_MOST_BYTES = 20_000_000
_HANDED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV", "TMPDIR")
_ALONE = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""One thread: each more would reserve memory, and a machine with many cores has its limit, too."""
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_NOBODY = "http://127.0.0.1:9"
"""Where nobody listens (the port of "discard"): typst would download packages, and is sent there for them."""


class PressError(Exception):
    """The process came to no answer; the text says why, to be put behind the template's name."""


class Press:
    """Draws cards in a process of its own; one at a time."""

    def __init__(self, most_seconds: float = MOST_SECONDS) -> None:
        """Make a press; nothing is started yet. A card that takes longer than `most_seconds` is given up."""
        self._most_seconds = most_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._nowhere: tempfile.TemporaryDirectory[str] | None = None
        self._given_up: dict[tuple[str, ...], str] = {}

    def __enter__(self) -> Self:
        """Return the press."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the process."""
        self.close()

    def ask(self, template: str, card: str, files: Mapping[str, str]) -> dict[str, Any]:
        """Return the answer of `cards.worker`.

        Args:
            template: The template's source.
            card: What it is given, as JSON.
            files: What it may read besides: texts, by name.

        Raises:
            PressError: it took too long, or the process ended. Where that was not at once, the same template is not
                tried again: ten posts would wait ten times as long.
        """
        key = (template, *files.values())
        if key in self._given_up:
            raise PressError(self._given_up[key])
        process, begun = self._started(), time.monotonic()
        asked = {"template": template, "card": card, "files": files, "nowhere": self._nowhere and self._nowhere.name}
        try:
            if process.stdin is not None:
                process.stdin.write(json.dumps(asked).encode() + b"\n")
                process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._line_of(process))
        except TimeoutError as error:
            self.close()
            raise PressError(self._give_up(key, self._too_long)) from error
        except (OSError, ValueError) as error:
            self.close()
            slow = time.monotonic() - begun > self._most_seconds * _AT_ONCE
            raise PressError(self._give_up(key, _TOO_LARGE) if slow else _TOO_LARGE) from error
        except BaseException:
            self.close()
            raise
        return answer

    def _give_up(self, key: tuple[str, ...], why: str) -> str:
        self._given_up[key] = why
        return why

    @property
    def _too_long(self) -> str:
        return f"does not come to an end within {self._most_seconds:g} seconds"

    def _line_of(self, process: subprocess.Popen[bytes]) -> bytes:
        """Return the line that the process answers, or less where it ends.

        Raises:
            TimeoutError: it takes too long.
        """
        out, read = process.stdout, bytearray()
        until = time.monotonic() + self._most_seconds
        while out is not None and not read.endswith(b"\n") and len(read) < _MOST_BYTES:
            if not _has_more(out.fileno(), until - time.monotonic()):
                raise TimeoutError
            part = os.read(out.fileno(), 1 << 20)
            if not part:
                break
            read += part
        return bytes(read)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._nowhere = tempfile.TemporaryDirectory(prefix="scicomm-bot-")
            env = {name: os.environ[name] for name in _HANDED_ON if name in os.environ} | _ALONE
            self._process = subprocess.Popen(  # noqa: S603 - our own file, run by our own Python
                [sys.executable, "-P", str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self._nowhere.name,
                env=env | dict.fromkeys(_PROXIES, _NOBODY),
                start_new_session=True,  # ^C is for the one who asked
            )
        return self._process

    def close(self) -> None:
        """End the process, if there is one; the next card starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what was written last, and nobody reads
                    if pipe is not None:
                        pipe.close()
        if self._nowhere is not None:
            self._nowhere.cleanup()
            self._nowhere = None


def _has_more(handle: int, seconds: float) -> bool:
    """Whether something can be read from a pipe, or its other end is closed, before the time is over."""
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    return bool(poll.poll(max(0.0, seconds) * 1_000))
