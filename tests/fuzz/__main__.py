"""`python tests/fuzz --inputs N`: give N mutated inputs to the commands; exit code 1 where anything was wrong."""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

if not __package__:  # run as a folder: its parent takes the folder's place on the path, so that it is a package
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    __package__ = "fuzz"
    import fuzz  # noqa: F401

from fuzz.inputs import inputs
from fuzz.world import make_good


def main() -> int:
    """Play the seeds, and tell what was wrong with its seed."""
    options = argparse.ArgumentParser(prog="python tests/fuzz", description=__doc__)
    options.add_argument("--inputs", type=int, default=3_000, help="how many")
    options.add_argument("--first", type=int, default=1, help="the first one's seed")
    options.add_argument("--seed", type=int, help="only this one, again")
    asked = options.parse_args()
    first, count = (asked.first, asked.inputs) if asked.seed is None else (asked.seed, 1)
    played, commands, wrong = Counter[str](), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        good = Path(folder, "good")
        make_good(good)
        for one in inputs(first, count, good, Path(folder, "input")):
            played[one.kind] += 1
            commands += len(one.ran)
            wrong += bool(one.wrong)
            for what in one.wrong:
                print(f"seed {one.seed}, {one.kind}: {what}", flush=True)
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(played.items()))
    print(f"{sum(played.values())} inputs ({kinds}), {commands} commands: {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
