"""Papers' files: a record and its proposed findings as the text of `papers/ID.yaml`, and what updates such a text.

A person reads, edits and reviews the outcome, so each field says behind it where it is from and on which day; what the
sources disagree on stands above it, and what nobody knows is left out and listed at the top. What was written is
remembered in the last line, as a digest of each field's lines: whose digest is another was changed by a person.
"""

from collections.abc import Collection, Iterator, Sequence

from scicomm_bot.records.findings import ProposedFinding
from scicomm_bot.records.ids import free, slug
from scicomm_bot.records.merged import MergedRecord
from scicomm_bot.records.paper_fields import (
    YEARS,
    fields_of,
    findings_fields,
    missing,
    remark_lines,
    seal_line,
    seal_of,
    stopping,
    study_lines,
    to_do_lines,
)
from scicomm_bot.records.paper_update import Difference, Updated, updated
from scicomm_bot.records.record import Record
from scicomm_bot.records.yaml_text import comment_lines

__all__ = ["Difference", "Updated", "missing", "new_id", "paper_yaml", "stopping", "updated"]

_MOST_ID = 60
_MOST_NAME = 40
_LEAST_TITLE_WORD = 4


def paper_yaml(merged: MergedRecord, paper_id: str, findings: Sequence[ProposedFinding]) -> str:
    """Return the text of a paper's file.

    Args:
        merged: The record.
        paper_id: The paper's id, as `domain.paper.Id` has it.
        findings: Its proposed findings; all are written as drafts.
    """
    fields = [*fields_of(merged), *findings_fields(merged, findings)]
    lines = [*_head(merged, proposed=bool(findings)), "", f"id: {paper_id}"]
    for field in fields:
        if field.name == "abstract":
            lines += study_lines(merged)
        lines += [*field.above, *field.lines]
    if all(field.name != "abstract" for field in fields):
        lines += study_lines(merged)
    return "\n".join([*lines, "", seal_line({field.name: seal_of(field.name, field.lines) for field in fields}), ""])


def new_id(record: Record, taken: Collection[str]) -> str:
    """Return an id for a paper that is not taken, such as `vafaei-mastanabad-2023`.

    It has the family name of the first author, or the group's, and the year; where that is taken, a word of the title,
    or a number. A name without a Latin letter gives way to words of the title, or to the DOI.
    """
    year = f"-{record.year}" if record.year in YEARS else ""
    name = slug(record.authors[0].family, _MOST_NAME) if record.authors else ""
    words = [slug(word, _MOST_NAME) for word in (record.title or "").split()]
    words = [word for word in words if len(word) >= _LEAST_TITLE_WORD]
    base = name or slug(" ".join(words[:2]), _MOST_NAME) or slug((record.doi or "").partition("/")[2], _MOST_NAME)
    wanted = f"{base or 'paper'}{year}"
    for word in ["", *words]:
        one = f"{wanted}-{word}" if word else wanted
        if one not in taken and len(one) <= _MOST_ID:
            return one
    return free(wanted, taken, _MOST_ID)


def _head(merged: MergedRecord, *, proposed: bool) -> Iterator[str]:
    """Yield what stands at the top: what is against the paper, what to fill in, what to look at."""
    yield from remark_lines(merged.record.remarks)
    sources = ", ".join(merged.asked or (merged.record.origin,))
    yield from comment_lines(
        f"A paper for posts, begun by `scicomm-bot add` on {merged.day.isoformat()} from {sources}."
    )
    yield "#"
    if stopping(merged.record.remarks):
        yield "# Nothing is to be written as long as `retraction` stands below: it holds all posts of this paper."
    else:
        yield "# To fill in:"
        for name, what in missing(merged, proposed=proposed):
            yield from to_do_lines(name, what)
    if merged.record.doubts:
        yield "# To look at:"
        for doubt in merged.record.doubts:
            yield from comment_lines(f"- {doubt}", hanging="  ")
