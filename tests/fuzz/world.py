"""A good folder, and commands run in it: in this process, as the console script runs them."""

import contextlib
import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scicomm_bot.cli import main
from scicomm_bot.ledger.sqlite import open_sqlite
from support.ledger_samples import fill
from support.samples import NOW

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "pa55:w/o#r%d s"
"""What must not be seen in anything that is printed."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did: its words, its exit code, and what it printed."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    def wrong(self) -> str | None:
        """Return what no command may do, whatever it is given: end as a bug, or show a traceback or a secret."""
        if self.code not in {0, 1, 2}:
            return f"exit code {self.code}"
        if "Traceback (most recent call last)" in self.out + self.err:
            return "a traceback"
        if PASSWORD in self.out + self.err:
            return "a password"
        return None


@contextlib.contextmanager
def _there(folder: Path, settings: Mapping[str, str]) -> Iterator[None]:
    before, outer = Path.cwd(), dict(os.environ)
    os.chdir(folder)
    for name in [name for name in os.environ if name.startswith("SCICOMM_")]:
        del os.environ[name]
    os.environ.update(settings)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(outer)


def run(folder: Path, *words: str, settings: Mapping[str, str] | None = None) -> Ran:
    """Run a command in a folder, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with _there(folder, settings or {}), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        stdin, sys.stdin = sys.stdin, io.StringIO()
        try:
            code = main(words)
        finally:
            sys.stdin = stdin
            gc.enable()
    return Ran(words, code, out.getvalue(), err.getvalue())


def run_for_itself(folder: Path, words: Sequence[str], settings: Mapping[str, str]) -> Ran:
    """Run a command in a process of its own, as people do."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SCICOMM_")} | dict(settings)
    done = subprocess.run(
        [sys.executable, "-m", "scicomm_bot", *words],
        cwd=folder,
        env=env,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    return Ran(
        tuple(words), done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    )


def make_good(folder: Path) -> None:
    """Make a folder in which everything is as it should be: each post approved, and a ledger with something of all."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "samples" / "ten-posts.yaml", folder / "posts.yaml")
    shutil.copytree(ROOT / "templates", folder / "templates")
    (folder / ".env").write_text("SCICOMM_LOG_FORMAT=text\nSCICOMM_SETTLE_SECONDS=60\n", encoding="utf-8")
    approved = run(folder, "approve", "--all", "--by", "Jane Doe")
    assert approved.code == 0, approved
    ledger = open_sqlite(folder / "state.db", create=True, now=NOW)
    assert ledger is not None
    fill(ledger)
    ledger.close()


def copy_of(good: Path, place: Path) -> Path:
    """Return a fresh copy of the good folder."""
    if place.exists():
        shutil.rmtree(place)
    shutil.copytree(good, place)
    return place
