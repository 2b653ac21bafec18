"""The pause in `posts.yaml` as it stands at any moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scicomm_bot.content.file_pause import pause_in
from scicomm_bot.domain.account import Pause


@dataclass(slots=True)
class FilePause:
    """Reads the pause when the file has changed; a file that is away for a moment says what it said last.

    Attributes:
        path: `posts.yaml`.
        clock: Returns the time.
    """

    path: Path
    clock: Callable[[], datetime]
    _stamp: tuple[int, int, int] | None = None
    _pause: Pause | None = None

    def now(self) -> Pause | None:
        """Return the pause that holds now, or None."""
        self._read()
        return self._pause if self._pause is not None and self._pause.holds_at(self.clock()) else None

    def _read(self) -> None:
        try:
            status = self.path.stat()
            stamp = status.st_mtime_ns, status.st_size, status.st_ino
            if stamp != self._stamp:
                self._pause = pause_in(self.path, self.clock())
                self._stamp = stamp
        except (OSError, ValueError):  # a name that no file can have
            return
