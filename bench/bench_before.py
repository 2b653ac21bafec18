"""The program of today beside that of an earlier commit, in one run: start-up, `check`, and the service at rest.

`BENCH_BEFORE` names the commit. Both use the packages of this environment; each reads its own source and posts.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench_check import made_up, shipped
from bench_service import at_rest
from timing import cpu_medians

ROOT = Path(__file__).resolve().parent.parent
BEFORE = os.environ.get("BENCH_BEFORE", "4827fe2")
RUNS, CHECKS = 15, 5
MADE_UP = "1,250 made-up papers, every sentence another"
MAIN = "import sys; from scicomm_bot.cli import main; sys.exit(main(sys.argv[1:]))"
COMMANDS = {
    "--version": ["--version"],
    "history": ["history"],
    "doctor --service": ["doctor", "--service"],
    "preview": ["preview"],
}


def environment(source: Path) -> dict[str, str]:
    """Return the environment in which this source is the program; bytecode is kept, as in an installed program."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SCICOMM_")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env | {"PYTHONPATH": str(source / "src")}


def compared(words: Sequence[str], sources: Sequence[Path], cwds: Sequence[Path], runs: int) -> list[float]:
    """Return the median CPU seconds of a command with each source, over interleaved runs."""
    commands = {
        str(source): ["env", "-C", str(cwd), f"PYTHONPATH={source / 'src'}", sys.executable, "-c", MAIN, *words]
        for source, cwd in zip(sources, cwds, strict=True)
    }
    taken = cpu_medians(commands, runs, environment(ROOT))
    return [taken[str(source)] for source in sources]


def main() -> int:
    """Print a Markdown table; nothing where the earlier commit is not there."""
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder, "before")
        add = ["git", "worktree", "add", "--detach", str(before), BEFORE]
        made = subprocess.run(add, cwd=ROOT, capture_output=True, check=False)
        if made.returncode:
            print(f"Not measured: commit {BEFORE} is not in this checkout.")
            return 0
        try:
            print_table(before, Path(folder))
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", before], cwd=ROOT, check=True, capture_output=True)
    return 0


def print_table(before: Path, folder: Path) -> None:
    """Print the rows."""
    sources = [before, ROOT]
    print(f"CPU seconds, medians of {RUNS} interleaved runs ({CHECKS} for `check`), beside commit {BEFORE}.\n")
    print("| what | before | now | ratio |\n|---|--:|--:|--:|")
    for name, words in COMMANDS.items():
        old, new = compared(words, sources, sources, RUNS)
        print(f"| `{name}` | {old * 1e3:.0f} ms | {new * 1e3:.0f} ms | {new / old:.2f} |")
    for what, text in (("1,000 copies of the shipped paper", shipped()), (MADE_UP, made_up())):
        many = folder / what
        many.mkdir()
        (many / "posts.yaml").write_text(text, encoding="utf-8")
        (many / "templates").symlink_to(ROOT / "templates")
        old, new = compared(["check"], sources, [many, many], CHECKS)
        print(f"| `check` of {what} | {old:.2f} s | {new:.2f} s | {new / old:.2f} |")
    (memory, used), (memory_now, used_now) = (
        at_rest([sys.executable, "-c", MAIN, "run", "--dry-run"], source, environment(source))[:2] for source in sources
    )
    print(f"| `run` at rest, resident memory | {memory:.1f} MiB | {memory_now:.1f} MiB | {memory_now / memory:.2f} |")
    print(f"| `run` at rest, CPU in 60 s | {used:.2f} s | {used_now:.2f} s | |")


if __name__ == "__main__":
    sys.exit(main())
