"""How the time for a text grows with its length, for the worst of many things repeated, beside a plain pass over it."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from support.growth import LONGEST, WORK, seconds, singles

_WORDS = re.compile(r"\w+|\W")


def main() -> int:
    """Print a Markdown table."""
    print(f"Texts of {LONGEST:,} characters, as long as an abstract may be, and a quarter of that; linear is 4.\n")
    print("| what | slowest for | ms | four times the text | beside finding its words |")
    print("|---|---|--:|--:|--:|")
    for name, work in WORK.items():
        work("In 3 mice, a.com 1. it may not improve \u0301 #ALS survival. \U0001f468\u200d")
        slowest, of = max(singles(), key=lambda one: seconds(work, one[1](LONGEST), 1))
        taken = seconds(work, of(LONGEST))
        growth = taken / max(seconds(work, of(LONGEST // 4)), 1e-4)
        floor = seconds(_WORDS.findall, of(LONGEST))
        print(f"| {name} | {slowest} | {1_000 * taken:.0f} | {growth:.1f} | {taken / max(floor, 1e-4):.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
