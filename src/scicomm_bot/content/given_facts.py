"""Facts that a person put right in `posts.yaml`: each figure must be one of its quotation."""

import re
from collections.abc import Iterator
from typing import Any

from scicomm_bot.characters.fold import fold
from scicomm_bot.content.yaml_file import YamlFile, mappings


def wrong_facts(file: YamlFile, value: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the line and what is wrong with `facts:` of a quotation."""
    for number, paper in mappings(value.get("papers")):
        for index, finding in mappings(paper.get("findings")):
            for at, evidence in mappings(finding.get("evidence")):
                facts = evidence.get("facts")
                if isinstance(facts, dict):
                    where = ("papers", number, "findings", index, "evidence", at, "facts")
                    for path, text in _wrong(facts, str(evidence.get("quote"))):
                        yield _line(file, (*where, *path)), f"{_name((*where, *path[:1]))}: {text}"


def _wrong(facts: dict[str, Any], quote: str) -> Iterator[tuple[tuple[str, ...], str]]:
    labels = facts.get("labels")
    for figure in labels if isinstance(labels, dict) else ():
        if not _stands_in(str(figure), quote):
            yield ("labels", str(figure)), f"{figure!r} is not in the quotation; write the figure as it stands there"
    compared = facts.get("compared")
    if isinstance(compared, list) and len(compared) == 1:
        yield ("compared",), "must have two entries: what is compared, and with what"


def _stands_in(figure: str, quote: str) -> bool:
    """Whether a figure stands in a quotation, and is no part of another: "2.9%" is none of "22.9%"."""
    whole = rf"(?<![\w.,]){re.escape(fold(figure))}(?!\w|[.,]\d)"
    return bool(figure.strip()) and re.search(whole, fold(quote), re.IGNORECASE) is not None


def _line(file: YamlFile, where: tuple[str | int, ...]) -> int:
    while where and where not in file.lines:
        where = where[:-1]
    return file.lines.get(where, 1)


def _name(where: tuple[str | int, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
