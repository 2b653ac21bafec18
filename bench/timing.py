"""Timing whole commands: interleaved runs, medians, one process at a time."""

import resource
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


def cpu_medians(commands: Mapping[str, Sequence[str]], runs: int, env: Mapping[str, str]) -> dict[str, float]:
    """Return the median CPU seconds of each command as `medians` does; 0 and 1 (a finding) are ends.

    Any other exit code, or a traceback, ends the benchmark.
    """
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            start = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(command, check=False, capture_output=True, env=env)
            if done.returncode not in (0, 1) or b"Traceback" in done.stderr:
                raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
            end = resource.getrusage(resource.RUSAGE_CHILDREN)
            if number:
                taken[name].append(end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime)
    return {name: statistics.median(times) for name, times in taken.items()}
