"""Facts that a person put right in `posts.yaml`: each figure must be one of its quotation."""

import re
from collections.abc import Iterator
from typing import Any

from scicomm_bot.characters.fold import fold
from scicomm_bot.content.yaml_file import KeyPath, YamlFile, mappings

_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*%?(?![\w-])")
"""A figure within words; what is a part of a name, as in "GLP-1", is none."""


def wrong_facts(file: YamlFile, value: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the line and what is wrong with `facts:` of a quotation."""
    for number, paper in mappings(value.get("papers")):
        for index, finding in mappings(paper.get("findings")):
            for at, evidence in mappings(finding.get("evidence")):
                facts = evidence.get("facts")
                if isinstance(facts, dict):
                    where: KeyPath = ("papers", number, "findings", index, "evidence", at, "facts")
                    for path, text in _wrong(facts, str(evidence.get("quote"))):
                        yield file.line((*where, *path)), f"{_name((*where, *path[:1])[len(file.root) :])}: {text}"


def _wrong(facts: dict[str, Any], quote: str) -> Iterator[tuple[tuple[str, ...], str]]:
    labels = facts.get("labels")
    for figure in labels if isinstance(labels, dict) else ():
        if not _stands_in(str(figure), quote):
            yield ("labels", str(figure)), f"{figure!r} is not in the quotation; write the figure as it stands there"
        elif fold(str(figure)) not in (known := _figures_of(quote)):
            hint = f"write one of {', '.join(map(repr, known))}" if known else "no figure was read from this quotation"
            yield ("labels", str(figure)), f"{figure!r} is no figure that was read from the quotation; {hint}"
    for path, text in _texts(facts):
        for found in _NUMBER.finditer(text):
            if not _stands_in(found[0], quote):
                yield path, f"{text!r} has {found[0]}, which is not in the quotation; write only what stands there"
    compared = facts.get("compared")
    if isinstance(compared, list) and len(compared) == 1:
        yield ("compared",), "must have two entries: what is compared, and with what"


def _texts(facts: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the words of the facts besides figures, each with its place: groups, whom it is on, what went which way."""
    for name, value in facts.items():
        match value:
            case str():
                yield (name,), value
            case list():
                yield from (((name,), one) for one in value if isinstance(one, str))
            case dict() if name == "labels":
                yield from (((name, str(key)), one) for key, one in value.items() if isinstance(one, str))
            case dict():
                yield from (((name, str(key)), str(key)) for key in value)


def _figures_of(quote: str) -> list[str]:
    """Return the figures that can have a label, as they stand in a quotation, with their units and without."""
    from scicomm_bot.english.facts import facts_of  # noqa: PLC0415 - hardly any file has facts

    found = [one.figure for one in facts_of(quote).figures]
    return [*dict.fromkeys(text for one in found for text in (one.text, one.shown))]


def _stands_in(figure: str, quote: str) -> bool:
    """Whether a figure stands in a quotation, and is no part of another: "2.9%" is none of "22.9%"."""
    whole = rf"(?<![\w.,]){re.escape(fold(figure))}(?!\w|[.,]\d)"
    return bool(figure.strip()) and re.search(whole, fold(quote), re.IGNORECASE) is not None


def _name(where: tuple[str | int, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
