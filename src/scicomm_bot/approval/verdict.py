"""Whether a post is what a person approved; pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from scicomm_bot.approval.difference import difference, told
from scicomm_bot.approval.models import Approval, Approvals, Decision, SeenImage, Verdict
from scicomm_bot.domain.paper import Content, Finding, Paper
from scicomm_bot.domain.post import Hold, Post

UNAPPROVED = "unapproved"
"""The reason of a hold for want of approval."""
_BROKEN = "nothing goes out while nobody can tell what is approved: "
_RECORD = {"id", "title", "authors", "journal", "year", "issue", "pages", "url", "doi", "study"}
"""What the posts without a finding rest on: the paper's record."""


def standing_of(post: Post, content: Content, approvals: Approvals) -> Verdict:
    """Say where one post stands with the people who approve: approved as it is, changed since, rejected, or not seen.

    A verdict has who said so, when and why, the difference from the approved text word by word, and a sentence that
    tells what is wrong and what to do. For many posts at once: `standings_of`.
    """
    return standings_of([post], content, approvals)[0]


def standings_of(posts: Sequence[Post], content: Content, approvals: Approvals) -> list[Verdict]:
    """Return the verdict on each post, in order."""
    evidence = evidence_hashes(posts, content)
    return [_verdict(post, evidence[post.id], approvals) for post in posts]


def held(posts: Sequence[Post], content: Content, approvals: Approvals, *, required: bool = True) -> list[Post]:
    """Return the posts, with a hold on each that may not go out live for want of approval.

    A hold that a post has already stays. Without `required`, three things still hold a post: a person's no, that it is
    a correction which nobody approved (no finding stands behind it), and a file of which nobody can tell whether it
    says no.
    """
    return [
        post if verdict.detail is None or post.hold is not None or not (required or _always(post, verdict, approvals))
        else replace(post, hold=Hold(UNAPPROVED, verdict.detail))
        for post, verdict in zip(posts, standings_of(posts, content, approvals), strict=True)
    ]  # fmt: skip


def _always(post: Post, verdict: Verdict, approvals: Approvals) -> bool:
    unreliable = bool(approvals.broken) or post.id in approvals.tampered
    return unreliable or verdict.state == "rejected" or post.kind == "correction"


def approval_of(
    post: Post, content: Content, decision: Decision, *, by: str, at: datetime, why: str | None = None
) -> Approval:
    """Return the entry for what a person says of a post as it is now; `at` is kept to the second."""
    return Approval(
        id=post.id,
        decision=decision,
        by=by,
        at=at.replace(microsecond=0),
        text=post.text,
        evidence=evidence_hashes([post], content)[post.id],
        images=_seen(post),
        why=why,
    )


def evidence_hashes(posts: Iterable[Post], content: Content) -> dict[str, str]:
    """Return, by the post's id, the SHA-256 of what it rests on.

    That is, for a finding, its quotations and what they are on; for a post without one, its paper's record: title,
    authors, journal, year, issue, pages, address, DOI and kind of study.
    """
    papers = {paper.id: paper for paper in content.papers}
    findings = {f"{paper.id}/{finding.id}": finding for paper in content.papers for finding in paper.findings}
    records: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for post in posts:
        if post.id in findings:
            hashes[post.id] = _of_finding(findings[post.id])
            continue
        if post.paper_id not in records:
            records[post.paper_id] = _of_record(papers.get(post.paper_id))
        hashes[post.id] = records[post.paper_id]
    return hashes


def _of_finding(finding: Finding) -> str:
    return _sha256(json.dumps([[one.quote, one.on] for one in finding.evidence], ensure_ascii=False))


def _of_record(paper: Paper | None) -> str:
    """Return the hash of a record; a paper that is no longer in the file has none, so nothing fits it."""
    if paper is None:
        return ""
    return _sha256(json.dumps(paper.model_dump(include=_RECORD), ensure_ascii=False, sort_keys=True))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _seen(post: Post) -> tuple[SeenImage, ...]:
    return tuple(SeenImage(image.file, image.sha256, _sha256(image.alt or "")) for image in post.images)


def _verdict(post: Post, evidence: str, approvals: Approvals) -> Verdict:
    again = f"`scicomm-bot approve {post.id} --by NAME`"
    if approvals.broken:
        return Verdict("unapproved", detail=_BROKEN + "; ".join(map(str, approvals.broken)))
    if post.id in approvals.tampered:
        return Verdict("unapproved", detail=str(approvals.tampered[post.id]))
    entry = approvals.of.get(post.id)
    if entry is None:
        return Verdict("unapproved", detail=f"nobody has approved it; look at it, then run {again}")
    when = f"{entry.at:%Y-%m-%d %H:%M} UTC"
    pieces = difference(entry.text, post.text)
    if entry.decision == "rejected":
        detail = f"{entry.by} rejected it on {when}: {str(entry.why).rstrip('.')}; mend it, then run {again}"
        return Verdict("rejected", entry.by, entry.at, entry.why, detail, pieces)
    changes = [*_changes(entry, post, evidence)]
    if not changes:
        return Verdict("approved", entry.by, entry.at)
    detail = (
        f"changed after {entry.by} approved it on {when}: {'. '.join(changes)}. Bring back what was approved, or "
        f"look at it and run {again}"
    )
    return Verdict("changed", entry.by, entry.at, None, detail, pieces)


def _changes(entry: Approval, post: Post, evidence: str) -> Iterable[str]:
    if entry.text != post.text:
        yield told(entry.text, post.text)
    now = _seen(post)
    if len(now) != len(entry.images):
        was = "1 image was" if len(entry.images) == 1 else f"{len(entry.images)} images were"
        yield f"{was} approved, and now there {'is 1' if len(now) == 1 else f'are {len(now)}'}"
    else:
        for number, (seen, image) in enumerate(zip(entry.images, now, strict=True), 1):
            if not image.sha256:
                yield f"image {number} ({image.file}) cannot be read"
            elif seen.sha256 != image.sha256:
                yield f"image {number} ({image.file}) is another picture now"
            if seen.alt_sha256 != image.alt_sha256:
                yield f"the alt text of image {number} ({image.file}) was changed"
    if entry.evidence != evidence:
        yield "the evidence was changed" if post.kind == "finding" else "the paper's record was changed"
