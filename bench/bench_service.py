"""What `run` takes at rest: resident memory, and CPU between slots."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTLE_SECONDS = 10
WATCH_SECONDS = 60


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds that a process has used, from Linux's /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


def at_rest(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> tuple[float, float, int]:
    """Run a service, and return its resident memory in MiB, its CPU seconds in a minute, and its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        own = {**env, "SCICOMM_STATE": str(Path(folder) / "state.db")}
        service = subprocess.Popen(command, cwd=cwd, env=own, stderr=subprocess.DEVNULL)
        try:
            time.sleep(SETTLE_SECONDS)
            before = cpu_seconds(service.pid)
            time.sleep(WATCH_SECONDS)
            used = cpu_seconds(service.pid) - before
            memory = resident_mib(service.pid)
        finally:
            service.send_signal(signal.SIGTERM)
            code = service.wait(timeout=15)
    return memory, used, code


def main() -> int:
    """Print a Markdown table."""
    program = str(Path(sys.executable).with_name("scicomm-bot"))
    env = {name: value for name, value in os.environ.items() if not name.startswith("SCICOMM_")}
    memory, used, code = at_rest([program, "run", "--dry-run"], ROOT, env)
    print("| `run` at rest | measured | at most |\n|---|---|---|")
    print(f"| resident memory | {memory:.1f} MiB | 60 MiB |")
    print(f"| CPU in {WATCH_SECONDS} s between slots | {used:.2f} s ({used / WATCH_SECONDS:.2%}) | not measurable |")
    print(f"| exit code after SIGTERM | {code} | 0 |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
