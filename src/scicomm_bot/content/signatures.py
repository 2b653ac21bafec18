"""What persons put their names to in `posts.yaml`: waivers of rules that exist, and days that have been."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from scicomm_bot.content.yaml_file import KeyPath, YamlFile, mappings
from scicomm_bot.domain.paper import PaperWaivers
from scicomm_bot.errors import near

_EAST = timedelta(hours=14)
"""A day begins that much earlier in the east of the world than in UTC."""


def future_days(file: YamlFile, value: dict[str, Any], now: datetime) -> Iterator[tuple[int, str]]:
    """Yield a line and what is wrong for each day on which a person looked that is still to come at `now`."""
    latest = (now + _EAST).date()
    account = value.get("account")
    if isinstance(account, dict):
        yield from _day(file, ("account", "automated_label"), account.get("automated_label"), latest)
    for number, paper in mappings(value.get("papers")):
        yield from _day(file, ("papers", number, "retraction_check"), paper.get("retraction_check"), latest)


def unknown_waivers(file: YamlFile, value: dict[str, Any], rules: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield a line and what is wrong for each waiver of a rule that is none of `rules` (their ids)."""
    for number, paper in mappings(value.get("papers")):
        here: KeyPath = ("papers", number)
        waive = paper.get("waive")
        for kind in PaperWaivers.model_fields:
            given = waive.get(kind) if isinstance(waive, dict) else None
            yield from _unknown(file, (*here, "waive", kind), given, rules)
        for index, finding in mappings(paper.get("findings")):
            yield from _unknown(file, (*here, "findings", index, "waive"), finding.get("waive"), rules)


def _unknown(file: YamlFile, where: KeyPath, waive: object, rules: Collection[str]) -> Iterator[tuple[int, str]]:
    for name in waive if isinstance(waive, dict) else ():
        if name not in rules:
            meant = near(name, rules)
            hint = (
                f"did you mean {meant!r}?"
                if meant
                else "`scicomm-bot check` names the rule before each thing that it found"
            )
            yield file.key_lines.get((*where, name), 1), f"waive: there is no rule {name!r}; {hint}"


def _day(file: YamlFile, where: KeyPath, word: object, latest: date) -> Iterator[tuple[int, str]]:
    said = word.get("on") if isinstance(word, dict) else None
    if not isinstance(said, str):
        return
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return  # the schema says so
    if day > latest:
        what = f"{where[-1]}.on: {said!r} is still to come; write the day on which someone looked"
        yield file.lines.get((*where, "on"), 1), what
