"""A thousand papers of eight posts in files of their own: `check` beside one file, and a tick of the service."""

import gc
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench_check import paper_lines
from timing import cpu_medians

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.clock import SystemClock
from scicomm_bot.service import Service
from scicomm_bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAPERS, RUNS, TICKS, SEED = 1_000, 3, 15, 17
UNCHANGED_MS, CHANGED_MS, RATIO = 50, 200, 1.0
HEAD = "schedule: {timezone: UTC, slots: ['0 9 1 1 *']}\n"
_INDENT = 4


def write(folder: Path) -> None:
    """Write the same papers twice: `one/` has them in `posts.yaml`, `files/` a file for each."""
    draw = random.Random(SEED)
    papers = [paper_lines(number, draw) for number in range(PAPERS)]
    for name in ("one", "files"):
        shutil.copytree(ROOT / "templates", folder / name / "templates")
    whole = "\n".join(line for paper in papers for line in paper)
    (folder / "one/posts.yaml").write_text(f"{HEAD}papers:\n{whole}\n", encoding="utf-8")
    (folder / "files/posts.yaml").write_text(f"{HEAD}include: papers/*.yaml\n", encoding="utf-8")
    (folder / "files/papers").mkdir()
    for number, paper in enumerate(papers):
        own = "\n".join(line[_INDENT:] for line in paper)
        (folder / f"files/papers/paper-{number:04}.yaml").write_text(f"{own}\n", encoding="utf-8")


def check_seconds(folder: Path, env: dict[str, str]) -> dict[str, float]:
    """Return the CPU seconds of `check` for the papers in one file, and in files of their own."""
    program = str(Path(sys.executable).with_name("scicomm-bot"))
    inside = {name: ["sh", "-c", f"cd {folder / name} && {program} check --json"] for name in ("one", "files")}
    return cpu_medians(inside, RUNS, env)


def tick_ms(service: Service, before: Callable[[int], object]) -> float:
    """Return the median CPU time of a tick in milliseconds; `before` each, something is done that is not timed."""
    taken = []
    for number in range(TICKS):
        before(number)
        start = time.process_time()
        service.tick()
        taken.append((time.process_time() - start) * 1_000)
    return statistics.median(taken)


def ticks(folder: Path) -> tuple[float, float]:
    """Return what a tick takes of a service in a dry run: with nothing changed, and with one paper's file changed."""
    os.chdir(folder)
    one = Path(f"papers/paper-{PAPERS // 2:04}.yaml")
    text = one.read_text(encoding="utf-8")
    with Desk(Settings(), SystemClock(), rehearse=True, access=Access.MAKE) as desk:
        service = Service(desk, "bench")
        gc.collect()
        gc.freeze()  # as `run` does
        service.tick()
        unchanged = tick_ms(service, lambda _: None)
        changed = tick_ms(
            service, lambda number: one.write_text(text.replace("cures", f"heals {number}"), encoding="utf-8")
        )
        service.end()
    return unchanged, changed


def main() -> int:
    """Print a Markdown table."""
    for name in [name for name in os.environ if name.startswith("SCICOMM_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["TMPDIR"] = name  # the service's sign of life
        write(folder)
        seconds = check_seconds(folder, dict(os.environ))
        unchanged, changed = ticks(folder / "files")
        os.chdir(ROOT)
    print(f"{PAPERS:,} papers of eight posts, half of them bad; CPU time, medians of {RUNS} runs and {TICKS} ticks.\n")
    print("| what | CPU | beside | CPU | ratio | at most |\n|---|--:|---|--:|--:|--:|")
    ratio = seconds["files"] / seconds["one"]
    print(
        f"| `check`, a file to a paper | {seconds['files']:.2f} s | all in one file | {seconds['one']:.2f} s | "
        f"{ratio:.2f} | {RATIO} |"
    )
    print(f"| a tick of `run`, nothing changed | {unchanged:.0f} ms | | | | {UNCHANGED_MS} ms |")
    print(f"| a tick of `run`, one file changed | {changed:.0f} ms | | | | {CHANGED_MS} ms |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
