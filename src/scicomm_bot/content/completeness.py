"""What a paper must have before one of its findings is no draft any more."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from scicomm_bot.content.yaml_file import mappings
from scicomm_bot.domain.paper import UNLESS_DRAFTS


def missing_parts(value: object) -> Iterator[ErrorDetails]:
    """Yield what the schema lets a paper be without, and what one that has a finding for readers must have.

    A paper of drafts alone, or of no findings yet, may grow; one that has all but findings has nothing to tell. It is
    told as pydantic tells what is missing, so it is shown, and its paper taken out, in the same way. `value` is the
    file's.
    """
    papers = value.get("papers") if isinstance(value, dict) else None
    for number, paper in mappings(papers):
        lacks = [name for name in UNLESS_DRAFTS if name not in paper]
        if lacks and _is_all_draft(paper):
            continue
        for name in lacks:
            yield _error("missing", ("papers", number, name), paper)
        if not lacks and "findings" not in paper:
            yield _error("missing", ("papers", number, "findings"), paper)
        elif not lacks and paper["findings"] == []:
            yield _error("too_short", ("papers", number, "findings"), [])


def _is_all_draft(paper: Mapping[str, Any]) -> bool:
    findings = paper.get("findings", [])
    return isinstance(findings, list) and all(isinstance(one, dict) and one.get("draft") is True for one in findings)


def _error(kind: str, where: tuple[str | int, ...], given: object) -> ErrorDetails:
    return {"type": kind, "loc": where, "msg": "", "input": given}
