"""A few fixed seeds of `make chaos` in every test run; all of them are other than those that are fixed here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHAOS = Path(__file__).parent
SECONDS = 100
"""What a run may take on a slow machine; on a quick one it takes about 40."""


def run_chaos(folder: Path, *options: str) -> tuple[int, str, dict[str, object]]:
    """Run `python tests/chaos` and return its exit code, what it printed, and its totals."""
    out = folder / "totals.json"
    command = [
        sys.executable,
        str(CHAOS),
        *options,
        "--folder",
        str(folder / "seeds"),
        "--out",
        str(out),
        "--end-with-parent",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    printed = ended.stdout + ended.stderr
    return ended.returncode, printed, json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}


@pytest.mark.parametrize("ledger", ["sqlite", "postgres"])
def test_each_post_is_out_exactly_once(ledger: str, tmp_path: Path) -> None:
    """Real processes, killed and frozen under random faults, publish each post once, in order, with X's ids kept."""
    code, printed, totals = run_chaos(
        tmp_path, "--ledger", ledger, "--first", "9001", "--seeds", "10", "--workers", "10"
    )
    if "without PostgreSQL" in printed:
        pytest.skip(printed.splitlines()[0])
    assert code == 0, printed
    assert totals["seeds"] == 10
    assert totals["failed_seeds"] == []
    assert sum(totals["injected"].values()) > 10  # type: ignore[attr-defined]
    assert sum(totals["steps"].values()) > 5  # type: ignore[attr-defined]
