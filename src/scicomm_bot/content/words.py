"""What persons put their names to in `posts.yaml`: waivers of rules that exist, and days that have been."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scicomm_bot.content.yaml_file import KeyPath, YamlFile
from scicomm_bot.errors import near

_EAST = timedelta(hours=14)
"""A day begins that much earlier in the east of the world than in UTC."""


def words_and_waivers(file: YamlFile, value: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield a line and what is wrong for each waiver of an unknown rule, and each day that is still to come."""
    account = value.get("account")
    if isinstance(account, dict):
        yield from _day(file, ("account", "automated_label"), account.get("automated_label"))
    papers = value.get("papers")
    for number, paper in enumerate(papers if isinstance(papers, list) else ()):
        if not isinstance(paper, dict):
            continue
        here: KeyPath = ("papers", number)
        yield from _day(file, (*here, "retraction_check"), paper.get("retraction_check"))
        waive = paper.get("waive")
        for kind in ("authors", "source"):
            yield from _waivers(file, (*here, "waive", kind), waive.get(kind) if isinstance(waive, dict) else None)
        findings = paper.get("findings")
        for index, finding in enumerate(findings if isinstance(findings, list) else ()):
            if isinstance(finding, dict):
                yield from _waivers(file, (*here, "findings", index, "waive"), finding.get("waive"))


def _waivers(file: YamlFile, where: KeyPath, waive: object) -> Iterator[tuple[int, str]]:
    if not isinstance(waive, dict) or not waive:
        return
    from scicomm_bot.fidelity import all_rules  # noqa: PLC0415 - only where something is waived

    known = [rule.id for rule in all_rules()]
    for name in waive:
        if name not in known:
            meant = near(str(name), known)
            hint = f"did you mean {meant!r}?" if meant else "the rules are in docs/writing.md"
            yield file.key_lines.get((*where, name), 1), f"waive: there is no rule {name!r}; {hint}"


def _day(file: YamlFile, where: KeyPath, word: object) -> Iterator[tuple[int, str]]:
    said = word.get("on") if isinstance(word, dict) else None
    if not isinstance(said, str):
        return
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return  # the schema says so
    if day > (datetime.now(UTC) + _EAST).date():
        what = f"{where[-1]}.on: {said!r} is still to come; write the day on which someone looked"
        yield file.lines.get((*where, "on"), 1), what
