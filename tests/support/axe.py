"""axe-core, which knows where a page shuts people out (https://github.com/dequelabs/axe-core, MPL-2.0), for the tests.

It comes from npm, by the lock file in tests/axe, into a folder that the caller names, and is never kept here.
"""

import json
import shutil
import subprocess
from pathlib import Path

from support.browser import Browser

PACKAGE = Path(__file__).parents[1] / "axe"
_RUN = "axe.run(document, {resultTypes: ['violations', 'incomplete']})"


def fetched(folder: Path) -> tuple[str, str]:
    """Return axe-core's source, or why there is none: exactly one of the two is empty."""
    npm = shutil.which("npm")
    if npm is None:
        return "", "no npm on this machine (Debian: apt install npm)"
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PACKAGE / name, folder)
    words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True, timeout=120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        last = str(error.stderr or error).strip().splitlines()[-1:]
        return "", f"npm cannot fetch axe-core: {' '.join(last)}"
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"), ""


def violations(tab: Browser, source: str) -> list[str]:
    """What axe-core finds wrong in the page that the tab shows: each rule with the elements, in its own words."""
    tab.value(f"(() => {{ {source}\n; return 0; }})()")
    answer = tab.call(
        "Runtime.evaluate", expression=f"{_RUN}.then(JSON.stringify)", awaitPromise=True, returnByValue=True
    )
    found = json.loads(answer["result"]["value"])
    assert found["passes"], "axe-core looked at nothing"
    return [
        f"{one['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for one in found["violations"]
        for node in one["nodes"]
    ]
