"""Run every benchmark and write `docs/benchmarks.md`: `make bench`."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# Benchmarks

Written by `make bench`; every ratio is taken within one run on one machine. Nothing here is a test: times on another
machine differ, ratios should not by much.
"""
PARTS = (
    ("Weighted length", "bench_length.py", "Beside the two public implementations, on a corpus made from a seed."),
    ("Start-up", "bench_startup.py", "CPU time of whole commands, in interleaved runs."),
    ("Checking", "bench_check.py", "The whole command, with all rules, on one core; half of the posts are bad."),
    (
        "Adding papers",
        "bench_add.py",
        "Made-up PubMed records; nobody is asked. Reading, writing and showing, all in one.",
    ),
    ("One file to a paper", "bench_papers.py", "Beside one file of the same papers; and a service that looks at them."),
    ("Growth", "bench_growth.py", "What takes how much longer for a longer text, whatever that holds."),
    ("The calendar", "bench_calendar.py", "The pure part: no file is read, and no ledger."),
    ("The ledger", "bench_ledger.py", "Both kinds, over the tests' stand-in for X on loopback."),
    ("Cards", "bench_cards.py", "Drawn by typst in a process of its own, without a cache; and one from the cache."),
    ("The service at rest", "bench_service.py", "One dry-run service on this repository's posts, between two slots."),
    ("Reading records", "bench_records.py", "1,000 records of PubMed in one file, with their doubles looked for."),
    ("Before and after", "bench_before.py", "What moving the walls cost, and what it saved."),
)


def machine() -> str:
    """Return what the figures were measured on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores ({model})"


def main() -> int:
    """Run the parts one after the other."""
    lines = [HEAD, f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine()}.", ""]
    for title, script, about in PARTS:
        print(f"{title} ...", file=sys.stderr)
        done = subprocess.run([sys.executable, ROOT / "bench" / script], capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
            return done.returncode
        lines += [f"## {title}", "", about, "", done.stdout.strip(), ""]
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines), encoding="utf-8")
    print("written: docs/benchmarks.md", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
