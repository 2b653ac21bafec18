"""Runs the rules over posts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scicomm_bot.fidelity import form
from scicomm_bot.fidelity.evidence import evidence_missing
from scicomm_bot.models import Content, Finding, Paper, Post, Remark


def check_posts(posts: Sequence[Post], content: Content) -> list[Post]:
    """Return the posts with the remarks of all rules added to those that they have."""
    findings = {f"{paper.id}/{finding.id}": (paper, finding) for paper in content.papers for finding in paper.findings}
    first_with: dict[str, str] = {}
    for post in posts:
        first_with.setdefault(post.text_sha256, post.id)
    return [_checked(post, findings.get(post.id), first_with) for post in posts]


def _checked(post: Post, made_from: tuple[Paper, Finding] | None, first_with: dict[str, str]) -> Post:
    remarks = [
        *post.remarks,
        *_all(form.too_long(post), form.empty(post), form.control_characters(post), form.duplicate(post, first_with)),
        *(evidence_missing(*made_from) if made_from else ()),
    ]
    return replace(post, remarks=tuple(remarks))


def _all(*several: Iterable[Remark]) -> list[Remark]:
    return [item for one in several for item in one]
