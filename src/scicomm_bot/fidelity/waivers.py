"""Waivers: a person's reason why a warning does not hold for one post."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

from scicomm_bot.domain.paper import Finding, Paper, PaperWaivers
from scicomm_bot.domain.post import Level, PostKind, Remark
from scicomm_bot.fidelity.extra_rules import WAIVER

_WAIVED = frozenset({Level.WARNING, Level.INFO})


def waived(
    remarks: Sequence[Remark], paper: Paper, finding: Finding | None, kind: PostKind, known: Container[str]
) -> Iterator[Remark]:
    """Yield the remarks with the reasons of the waivers, and a remark on each waiver that does nothing.

    An error is never waived: the waiver itself is refused then. A question is not waived, but answered by the waiver of
    its rule (`fidelity.answers`). A rule that is not `known` is a mistake of the file, which says so itself.
    """
    given = reasons(paper, finding, kind)
    for remark in remarks:
        reason = given.get(remark.rule)
        yield replace(remark, waived=reason) if reason and remark.level in _WAIVED else remark
    if not given:
        return
    levels: dict[str, set[Level]] = {}
    for remark in remarks:
        levels.setdefault(remark.rule, set()).add(remark.level)
    for rule_id in given:
        found = levels.get(rule_id, set())
        if Level.ERROR in found:
            yield Remark(
                WAIVER.id, Level.ERROR, f"{rule_id} blocks here, and what blocks cannot be waived; mend the post"
            )
        elif not found and rule_id in known:
            yield Remark(WAIVER.id, Level.INFO, f"{rule_id} finds nothing here any more; delete its waiver")


def reasons(paper: Paper, finding: Finding | None, kind: PostKind) -> Mapping[str, str]:
    """Return the reasons of a post's waivers, by their rules."""
    if finding is not None:
        return finding.waive
    return getattr(paper.waive, kind) if kind in PaperWaivers.model_fields else {}
