"""`python tests/evaluation`: measure the rules, and write the figures into docs/fidelity.md.

What is between `<!-- measured: NAME -->` and `<!-- /measured -->` is written; the rest of the page is written by hand.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

if not __package__:  # run as a folder: its parent takes the folder's place on the path, so that it is a package
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from evaluation import data, gold, strength

PAGE = data.ROOT / "docs" / "fidelity.md"
PART = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- /measured -->)", re.DOTALL)


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page."""
    options = argparse.ArgumentParser(prog="python tests/evaluation", description=__doc__.partition("\n")[0])
    options.add_argument("--print", action="store_true", help="print only; leave the page as it is")
    chosen = options.parse_args(words)
    parts = {"gold": gold.section()}
    if absent := data.missing():
        names = ", ".join(path.name for path in absent)
        print(f"Claim strength is not measured: no {names} in {data.FOLDER}; set SCICOMM_SHARED to where they are.")
    else:
        parts["strength"] = list(strength.section())
    day = datetime.now(UTC).date().isoformat()
    for name, lines in parts.items():
        parts[name] = [f"Measured on {day} with `make eval`.", "", *lines]
        print("\n".join(lines), end="\n\n")
    if not chosen.print:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), parts), encoding="utf-8")
    return 0


def written(page: str, parts: dict[str, list[str]]) -> str:
    """Put the parts into their places of the page; a part that was not measured stays as it is."""

    def part(match: re.Match[str]) -> str:
        begin, name, end = match.groups()
        return begin + "\n".join([*parts[name], end]) if name in parts else match.group()

    return PART.sub(part, page)


if __name__ == "__main__":
    sys.exit(main())
