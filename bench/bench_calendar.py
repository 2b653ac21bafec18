"""A plan of a year, and one decision, for 1,000 papers of 8 posts, beside as many plain look-ups of their ids."""

import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Literal

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.plan import Terms, decide, quiet_time
from scicomm_bot.plan.calendar import calendar
from support.samples import ACCOUNT, NOW, after, make_papers, record

PAPERS, POSTS, YEAR = 1_000, 8, timedelta(days=365)
_RUNS = 5
_ORDERS: tuple[Literal["one after the other", "in turn"], ...] = ("one after the other", "in turn")


def best(work: Callable[[], object]) -> float:
    """Return the shortest of several CPU times, in seconds: the others were disturbed."""
    taken = []
    for _ in range(_RUNS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> int:
    """Print a Markdown table."""
    posts = make_papers(*(f"p{number}" for number in range(PAPERS)), count=POSTS)
    no = Obstacle(ObstacleCode.UNAPPROVED, "not approved yet", needs=Need.LATER)
    out = [record(post, PublicationState.POSTED, attempt_id=post.id) for post in posts]
    none, half, last = History(account=ACCOUNT), after(*out[: len(out) // 2]), after(*out[:-1])
    cases = {
        "nothing is out": (posts, none),
        "half is out": (posts, half),
        "all but one is out": (posts, last),
        "nothing is approved": ([replace(post, obstacle=no) for post in posts], none),
    }
    known = dict.fromkeys(post.id for post in posts)
    floor = best(lambda: [known.get(post.id) for post in posts])
    print(f"{PAPERS:,} papers of {POSTS} posts, three slots a day; the floor is {1_000 * floor:.1f} ms.\n")
    print("| what | order | ms | beside the floor |")
    print("|---|---|--:|--:|")
    for order in _ORDERS:
        slots = ("daily 9:00, 12:00 and 17:30",)
        schedule = Schedule(timezone="Asia/Tehran", slots=slots, quiet=("fri", "24 dec to 1 jan"), order=order)
        terms = Terms(least_gap=timedelta(minutes=10), quiet=quiet_time(schedule), order=order)
        for name, (some, history) in cases.items():
            taken = best(partial(decide, some, history, NOW, terms))
            print(f"| a decision, {name} | {order} | {1_000 * taken:.1f} | {taken / floor:.0f} |")
        for name, (some, history) in cases.items():
            taken = best(partial(calendar, some, schedule, history, NOW, terms, NOW + YEAR))
            print(f"| a plan of a year, {name} | {order} | {1_000 * taken:.0f} | {taken / floor:.0f} |")
        tracemalloc.start()
        calendar(posts, schedule, none, NOW, terms, NOW + YEAR)
        print(f"| memory of that plan | {order} | {tracemalloc.get_traced_memory()[1] / 2**20:.0f} MiB | |")
        tracemalloc.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
