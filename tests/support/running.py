"""Real processes of the program, and waiting for what they do."""

import subprocess
import sys
import time


def wait_until(condition, seconds=30.0):
    """Wait for what another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


class Running:
    """A process whose standard error is a file that can be read at any time."""

    def __init__(self, words, log):
        self.log_path = log
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, *words], stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
            )

    @property
    def log(self):
        return self.log_path.read_text("utf-8")

    def signal(self, number, within=10.0):
        """Send a signal; return the exit code, which must come in time."""
        self.process.send_signal(number)
        return self.process.wait(within)
