"""The moments that a paper names: whether they are any, and whether they can all hold."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from scicomm_bot.content.yaml_file import KeyPath, YamlFile, mappings
from scicomm_bot.plan.moments import MomentError
from scicomm_bot.plan.times import embargo_end, exact_moment, moment_in_file

_ANY_ZONE = ZoneInfo("UTC")
"""Whether a moment is one does not hang on the zone."""


def wrong_times(file: YamlFile, number: int, paper: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the moments of a paper and of its findings: the line, and what to do."""
    here: KeyPath = ("papers", number)
    for name, read in (("not_before", embargo_end), ("not_after", _end)):
        yield from _wrong(file, here, paper, name, read)
    for index, finding in mappings(paper.get("findings")):
        inner: KeyPath = (*here, "findings", index)
        yield from _wrong(file, inner, finding, "not_before", lambda text: moment_in_file(text, _ANY_ZONE))
        yield from _wrong(file, inner, finding, "at", lambda text: exact_moment(text, _ANY_ZONE))
        if index and "at" in finding and paper.get("series") == "thread":
            what = "at: a thread goes out as a whole; write `at:` at its first finding, or `series: standalone`"
            yield file.line((*inner, "at")), f"{_dotted(file, inner)}.{what}"
    yield from _ends_before(file, here, paper)


def _end(text: str) -> datetime:
    return moment_in_file(text, _ANY_ZONE, end_of_day=True)


def _wrong(
    file: YamlFile, where: KeyPath, holder: dict[str, Any], name: str, read: Callable[[str], datetime]
) -> Iterator[tuple[int, str]]:
    written = holder.get(name)
    if not isinstance(written, str) or not written.strip():
        return  # the schema says so
    try:
        read(written)
    except MomentError as error:
        yield file.line((*where, name)), f"{_dotted(file, (*where, name))}: {written[:100]!r} {error}"


def _ends_before(file: YamlFile, here: KeyPath, paper: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Say that nothing can ever go out: both moments name their zones, or are a day apart in any zone."""
    try:
        begins, ends = embargo_end(paper["not_before"]), _end(paper["not_after"])
    except (KeyError, TypeError, AttributeError, MomentError):
        return
    if ends <= begins:
        what = f"not_after: {paper['not_after']!r} comes before the end of the embargo, {paper['not_before']!r}"
        yield file.line((*here, "not_after")), f"{_dotted(file, here)}.{what}; correct one of them"


def _dotted(file: YamlFile, where: KeyPath) -> str:
    inner = where[len(file.root) :]
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in inner) or "the paper"
