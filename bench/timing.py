"""Timing whole commands: interleaved runs, medians, one process at a time."""

import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence


def seconds_of(command: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """Run a command once and return its wall time; a command that fails ends the benchmark."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=env)
    return time.perf_counter() - start


def medians(commands: Mapping[str, Sequence[str]], runs: int, env: Mapping[str, str] | None = None) -> dict[str, float]:
    """Return the median wall time of each command over `runs` interleaved runs, after one run that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            seconds = seconds_of(command, env)
            if number:
                taken[name].append(seconds)
    return {name: statistics.median(times) for name, times in taken.items()}
