"""How quickly a command answers: `--version` beside a bare Python, `preview` beside one plain script."""

import os
import sys
from pathlib import Path

from timing import medians

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15


def main() -> int:
    """Print a Markdown table."""
    os.chdir(ROOT)
    env = {name: value for name, value in os.environ.items() if not name.startswith("SCICOMM_")}
    program = str(Path(sys.executable).with_name("scicomm-bot"))
    taken = medians(
        {
            "pass": [sys.executable, "-c", "pass"],
            "version": [program, "--version"],
            "plain": [sys.executable, "bench/plain_script.py"],
            "preview": [program, "preview"],
        },
        RUNS,
        env,
    )
    rows = [
        ("`scicomm-bot --version`", "version", "`python -c pass`", "pass", 5.0),
        ("`scicomm-bot preview`", "preview", "one plain script", "plain", 1.3),
    ]
    print(f"Medians of {RUNS} runs.\n\n| what | ms | beside | ms | ratio | at most |\n|---|--:|---|--:|--:|--:|")
    for what, name, beside, floor, limit in rows:
        ratio = taken[name] / taken[floor]
        print(f"| {what} | {taken[name] * 1e3:.0f} | {beside} | {taken[floor] * 1e3:.0f} | {ratio:.2f} | {limit} |")
    print(
        "\nThe script renders the same posts and looks at none. `preview` was held to 1.3 of it before it read each "
        "post by all rules and beside its approval; that is what it costs more since."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
