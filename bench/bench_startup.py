"""How quickly a command answers, in CPU time, beside a bare Python, the settings with a database, or a plain script."""

import os
import sys
from pathlib import Path

from timing import cpu_medians

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15


def main() -> int:
    """Print a Markdown table."""
    os.chdir(ROOT)
    env = {name: value for name, value in os.environ.items() if not name.startswith("SCICOMM_")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program keeps its bytecode
    program = str(Path(sys.executable).with_name("scicomm-bot"))
    taken = cpu_medians(
        {
            "pass": [sys.executable, "-c", "pass"],
            "version": [program, "--version"],
            "floor": [sys.executable, "-c", "import pydantic_settings, sqlite3, zoneinfo"],
            "history": [program, "history"],
            "resolve": [program, "resolve", "gcsf-als/authors", "--skip"],
            "service": [program, "doctor", "--service"],
            "plain": [sys.executable, "bench/plain_script.py"],
            "preview": [program, "preview"],
            "bare": [program],
            "nothing": ["env", "SCICOMM_POSTS=none.yaml", program],
        },
        RUNS,
        env,
    )
    settings = "`import pydantic_settings, sqlite3, zoneinfo`"
    rows = [
        ("`scicomm-bot --version`", "version", "`python -c pass`", "pass", 5.0),
        ("`scicomm-bot history`", "history", settings, "floor", 1.3),
        ("`scicomm-bot resolve ID --skip`", "resolve", settings, "floor", 1.3),
        ("`scicomm-bot doctor --service`", "service", settings, "floor", 1.3),
        ("`scicomm-bot preview`", "preview", "one plain script", "plain", 1.5),
        ("`scicomm-bot`, without `posts.yaml`", "nothing", settings, "floor", 1.3),
        ("`scicomm-bot`, with a paper", "bare", "one plain script", "plain", 1.5),
    ]
    print(f"Medians of {RUNS} runs.\n\n| what | CPU ms | beside | CPU ms | ratio | at most |")
    print("|---|--:|---|--:|--:|--:|")
    for what, name, beside, floor, limit in rows:
        ratio = taken[name] / taken[floor]
        print(f"| {what} | {taken[name] * 1e3:.0f} | {beside} | {taken[floor] * 1e3:.0f} | {ratio:.2f} | {limit} |")
    print("\nThe script renders the same posts; it reads none by a rule, and asks for no approval.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
