"""`scicomm-bot run --live` by a clock that the test sets: `python run_by_clock.py CLOCK_FILE DRAIN_SECONDS`.

The time is what the file says, in ISO 8601; what has elapsed is real, as are all waits.
"""

import functools
import sys
from datetime import datetime
from pathlib import Path

from scicomm_bot import service
from scicomm_bot.announcer import announce_notice
from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.cli.opening import settings_with_warnings
from scicomm_bot.clock import SystemClock


class FileClock(SystemClock):
    def __init__(self, path):
        self._path = path

    def now(self):
        return datetime.fromisoformat(self._path.read_text())


def main():
    clock, drain_seconds = FileClock(Path(sys.argv[1])), float(sys.argv[2])
    service.Service.end = functools.partialmethod(service.Service.end, drain_seconds)
    desk = Desk(settings_with_warnings(), clock, rehearse=False, access=Access.MAKE, on_notice=announce_notice)
    return service.run_service(desk, tick_seconds=0.05)


if __name__ == "__main__":
    sys.exit(main())
