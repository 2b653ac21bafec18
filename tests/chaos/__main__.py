"""`python tests/chaos --seeds N`: play N seeds, workers side by side; exit code 1 where anything was wrong."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

if not __package__:  # run as a folder: its parent takes the folder's place on the path, so that it is a package
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    __package__ = "chaos"
    import chaos  # noqa: F401

from chaos import postgres, report
from chaos.checks import Wrong
from chaos.scenario import Scenario
from chaos.seed import Result, play

SLOW_SECONDS = 60.0
"""A seed that takes longer is named: something waited that need not."""
SEED_SECONDS = 280.0
"""A seed that has not ended after this long is killed from outside."""
MANY = 1000
"""From so many seeds on, a fault that was never injected is a failure of the run."""


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python tests/chaos", description=__doc__)
    options.add_argument("--seeds", type=int, default=20, help="how many")
    options.add_argument("--first", type=int, default=1, help="the first one's number")
    options.add_argument("--seed", type=int, help="only this one, again")
    options.add_argument("--ledger", choices=["sqlite", "postgres", "both"], default="both", help="both: by turns")
    options.add_argument("--workers", type=int, default=min(24, 10 * (os.cpu_count() or 1)), help="seeds side by side")
    options.add_argument("--out", type=Path, help="write the totals here, as JSON")
    options.add_argument("--folder", type=Path, help="where seeds that failed are kept")
    options.add_argument("--end-with-parent", action="store_true", help="end when the process that started it does")
    return options


@dataclass
class Run:
    """Seeds in processes of their own; each writes its result into a file."""

    folder: Path
    admin: str | None
    alive: dict[int, tuple[Scenario, float]] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)

    def start(self, scenario: Scenario) -> None:
        pid = os.fork()
        if pid:
            self.alive[pid] = scenario, time.monotonic() + SEED_SECONDS
            return
        code = 70
        try:
            os.setpgid(0, 0)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            random.seed()
            admin = self.admin if scenario.ledger == "postgres" else None
            result = play(scenario, self.path(scenario), admin)
            self.file(scenario).write_text(json.dumps(result.json()), encoding="utf-8")
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def path(self, scenario: Scenario) -> Path:
        return self.folder / f"{scenario.ledger}-{scenario.seed}"

    def file(self, scenario: Scenario) -> Path:
        return self.folder / f"{scenario.ledger}-{scenario.seed}.result.json"

    def wait(self) -> None:
        """Take in what has ended."""
        while self.alive:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            scenario, _ = self.alive.pop(pid)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            self.take(scenario)
        for pid, (scenario, deadline) in list(self.alive.items()):
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
                self.alive[pid] = scenario, deadline + SEED_SECONDS
        time.sleep(0.05)

    def take(self, scenario: Scenario) -> None:
        file = self.file(scenario)
        if file.exists():
            result = Result.from_json(json.loads(file.read_text(encoding="utf-8")))
            file.unlink()
        else:
            wrong = Wrong("bug", "", "the seed's own process died, or did not end")
            result = Result(scenario.seed, scenario.ledger, wrongs=[wrong])
        self.results.append(result)
        if result.seconds > SLOW_SECONDS:
            print(f"seed {result.seed} on {result.ledger} took {result.seconds:g} s")
        for wrong in result.wrongs:
            kept = self.path(scenario)
            print(f"seed {result.seed} on {result.ledger}: {wrong.what}: {wrong.post_id}: {wrong.detail} [{kept}]")
        sys.stdout.flush()

    def end(self) -> None:
        for pid in self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def scenarios(options: argparse.Namespace, *, with_postgres: bool) -> Iterator[Scenario]:
    numbers: Sequence[int] = range(options.first, options.first + options.seeds)
    if options.seed is not None:
        numbers = [options.seed]
    for number in numbers:
        ledger = options.ledger
        if ledger == "both":
            ledger = "postgres" if number % 2 and with_postgres else "sqlite"
        yield Scenario.of(number, ledger)


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    began = time.monotonic()
    parent = os.getppid()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that PostgreSQL and the seeds are ended, too
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(tempfile.mkdtemp(prefix="chaos-"))
        folder.mkdir(parents=True, exist_ok=True)
        admin = None
        if options.ledger != "sqlite":
            place = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="chaos-postgres-", ignore_cleanup_errors=True)
            )
            try:
                admin = stack.enter_context(postgres.server(Path(place) / "data"))
            except postgres.NoServerError as error:
                print(f"without PostgreSQL: {error}")
                if options.ledger == "postgres":
                    return 1
        run = Run(folder, admin)
        stack.callback(run.end)
        _import_everything()
        for scenario in scenarios(options, with_postgres=admin is not None):
            run.start(scenario)
            while len(run.alive) >= options.workers:
                run.wait()
                _end_with(parent if options.end_with_parent else None)
        while run.alive:
            run.wait()
            _end_with(parent if options.end_with_parent else None)
    return _tell(options, run, time.monotonic() - began)


def _end_with(parent: int | None) -> None:
    if parent is not None and os.getppid() != parent:
        sys.exit(1)


def _tell(options: argparse.Namespace, run: Run, seconds: float) -> int:
    added = report.total(run.results)
    added["seconds"] = round(seconds)
    never = report.never(added)
    added["never"] = never
    print("\n".join(report.lines(added, whole=len(run.results) > 1)))
    print(f"In {seconds:.0f} s; the longest seed took {added['longest_seconds']:.0f} s.")
    if never and len(run.results) >= MANY:
        print(f"Never injected: {', '.join(never)}")
    if options.out:
        options.out.write_text(json.dumps(added, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if any(map(report.failed, run.results)) or (never and len(run.results) >= MANY) else 0


def _import_everything() -> None:
    """Import before any fork what processes of the bot need, so that each of thousands is cheap."""
    import pkgutil
    from importlib import import_module

    import tweepy  # noqa: F401
    from apscheduler.schedulers import background  # noqa: F401

    import scicomm_bot

    for module in pkgutil.walk_packages(scicomm_bot.__path__, "scicomm_bot."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    from xserver.contract import Contract, _load, description_path

    Contract()
    if path := description_path():
        _load(path)


if __name__ == "__main__":
    sys.exit(main())
