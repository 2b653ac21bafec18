"""Ids that findings had before: each stands for one finding, and for none that is there under it."""

from collections.abc import Iterator, Sequence
from typing import Any

from scicomm_bot.content.yaml_file import KeyPath, YamlFile
from scicomm_bot.domain.paper import RESERVED_IDS, WHY


def wrong_was(
    file: YamlFile, paper: dict[str, Any], findings: Sequence[tuple[int, dict[str, Any]]], where: KeyPath
) -> Iterator[tuple[int, str]]:
    """Yield a line and what is wrong for each id in a `was` that cannot be one of before.

    Args:
        file: The file.
        paper: A paper's mapping.
        findings: Its findings, each with its index.
        where: The path of its `findings`.
    """
    own = {*RESERVED_IDS, *([WHY] if WHY in paper else [])}
    lines = {one["id"]: file.lines.get((*where, at, "id"), 1) for at, one in findings if isinstance(one.get("id"), str)}
    first: dict[str, int] = {}
    for at, finding in findings:
        given = finding.get("was")
        for number, old in enumerate(given if isinstance(given, list) else ()):
            if not isinstance(old, str):
                continue  # the schema says so
            line = file.lines.get((*where, at, "was", number), 1)
            if old == finding.get("id"):
                yield line, f"was: {old!r} is the finding's own id; delete it"
            elif old in lines:
                yield line, f"was: {old!r} is the id of the finding in line {lines[old]}; only one can be meant"
            elif old in own:
                yield line, f"was: {old!r} is the post of that name, which no finding was; delete it"
            elif old in first:
                yield line, f"was: {old!r} stands in line {first[old]} already; a post can be one finding's alone"
            first.setdefault(old, line)
