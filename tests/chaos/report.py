"""What many seeds came to, as a Markdown table and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .child import STEPS
from .scenario import PLANNED_ON_POSTGRES, PLANNED_SIDES, planned
from .seed import Result

WORDS = {"published": "the post was published", "unpublished": "it was not", "read": "on a look or `/users/me`"}


def total(results: Iterable[Result]) -> dict[str, Any]:
    """Add everything up."""
    results = list(results)
    added = {name: Counter[str]() for name in ("injected", "blamed", "steps", "sides", "person")}
    for result in results:
        for name, counter in added.items():
            counter.update(getattr(result, name))
    what = Counter(wrong.what for result in results for wrong in result.wrongs)
    return {
        "seeds": len(results),
        "seeds_by_ledger": Counter(result.ledger for result in results),
        "failed_seeds": sorted((result.ledger, result.seed) for result in results if failed(result)),
        "posts": sum(result.posts for result in results),
        "processes": sum(result.processes for result in results),
        "requests": sum(result.requests for result in results),
        "longest_seconds": max((result.seconds for result in results), default=0),
        "wrongs": what,
        **added,
    }


def failed(result: Result) -> bool:
    """Whether anything was wrong that the documented window does not explain."""
    return any(wrong.what != "window" for wrong in result.wrongs)


def never(added: dict[str, Any]) -> list[str]:
    """What a long run must have injected, and did not."""
    missing = [name for name in planned() if not added["injected"][name]]
    sides = [*PLANNED_SIDES, *(PLANNED_ON_POSTGRES if added["seeds_by_ledger"].get("postgres") else ())]
    missing += [name for name in sides if not added["sides"][name]]
    missing += [
        f"{action} {step}" for step in STEPS for action in ("kill", "freeze") if not added["steps"][f"{action} {step}"]
    ]
    return missing


def lines(added: dict[str, Any], *, whole: bool) -> Iterator[str]:
    """Yield the report in Markdown."""
    by = ", ".join(f"{count:,} on {name}" for name, count in sorted(added["seeds_by_ledger"].items()))
    wrong = added["wrongs"]
    yield f"{added['seeds']:,} seeds ({by}), {added['posts']:,} posts, {added['processes']:,} processes, "
    yield f"{added['requests']:,} requests. Lost: {wrong['lost']}, doubled: {wrong['doubled']}, out of order: "
    yield f"{wrong['out of order']}, the ledger wrong: {wrong['ledger'] + wrong['open'] + wrong['late']}, stuck: "
    yield f"{wrong['stuck']}, other: {wrong['bug'] + wrong['contract'] + wrong['changed']}; "
    yield f"in the documented window: {wrong['window']}."
    if not whole:
        return
    yield ""
    yield from _table(
        ("fault", "times injected", "lost", "doubled"),
        [
            (_fault(name), count, _blamed(added, name, "lost"), _blamed(added, name, "doubled"))
            for name, count in sorted(added["injected"].items())
        ],
    )
    yield from _table(("around it", "times"), sorted(added["sides"].items()))
    yield from _table(
        ("step", "killed there", "frozen there"),
        [(step, added["steps"][f"kill {step}"], added["steps"][f"freeze {step}"]) for step in STEPS],
    )
    yield from _table(("what the person did", "times"), sorted(added["person"].items()))


def _fault(name: str) -> str:
    kind, _, what = name.partition("/")
    return f"{kind}, {WORDS.get(what, what)}"


def _blamed(added: dict[str, Any], name: str, what: str) -> int:
    return int(added["blamed"][f"{name.partition('/')[0]} {what}"])


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield "| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row) + " |"
    yield ""
