"""What a card takes: the first, with its process; the next ones; one that was drawn before."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from scicomm_bot.cards import Folder, Press, draw, marked  # noqa: E402
from scicomm_bot.domain.card import Card, CardLine  # noqa: E402
from support.card_samples import CARD, PERSIAN, TEMPLATE  # noqa: E402

FEW, RUNS = 5, 30
LONG = "In a trial with 1,234 people, those who walked for half an hour each day fell no less often than others. "


def taken(work: Callable[[], object]) -> float:
    """Return how many milliseconds of CPU something takes in this process."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1e3


def taken_by_press(press: Press, cards: list[Card]) -> float:
    """Return how many milliseconds of CPU a card takes on average, in the process that draws and in this one."""
    process = press._process  # noqa: SLF001 - its time is what is measured
    if process is None:
        raise RuntimeError("draw a card first")
    before = cpu_of(process.pid)
    here = taken(lambda: [draw(card, None, TEMPLATE, press) for card in cards])
    return (cpu_of(process.pid) - before + here) / len(cards)


def cpu_of(pid: int) -> float:
    """Return the milliseconds of CPU of a process so far (proc(5): utime and stime, the 14th and 15th field)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1e3 / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Print a Markdown table."""
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(FEW):
        with Press() as press:
            draw(CARD, None, TEMPLATE, press)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    first = (ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime) * 1e3 / FEW
    english = [replace(CARD, lines=(CardLine(f"{number}. {LONG * 2}"),)) for number in range(RUNS)]
    persian = [replace(PERSIAN, lines=(CardLine(f"{PERSIAN.lines[0].text} {one}"),)) for one in range(RUNS)]
    with Press() as press, tempfile.TemporaryDirectory() as folder:
        drawn = draw(CARD, None, TEMPLATE, press)
        next_one, in_persian = (taken_by_press(press, cards) for cards in (english, persian))
        os.environ["TMPDIR"] = folder
        Folder().put("a.png", marked(drawn, CARD))
        again = taken(lambda: [Folder().get("a.png", CARD) for _ in range(RUNS)]) / RUNS
    rows = [
        ("the first card, with its process", first, ""),
        ("the next one, a post of 210 letters", next_one, 50),
        ("the next one, in Persian", in_persian, 50),
        ("one that was drawn before", again, 5),
    ]
    print(f"CPU time; means of {FEW} and {RUNS} runs.\n\n| what | ms | at most |\n|---|--:|--:|")
    for what, milliseconds, limit in rows:
        print(f"| {what} | {milliseconds:.1f} | {limit} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
