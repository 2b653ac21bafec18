"""Whether a post is what a person approved; pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from scicomm_bot.approval.difference import describe, difference
from scicomm_bot.approval.models import (
    Approval,
    Approvals,
    ApprovalState,
    ByMail,
    Decision,
    GivenAnswer,
    SeenImage,
    Signature,
)
from scicomm_bot.approval.persons import different_people
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Content, Evidence, Finding, Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication
from scicomm_bot.errors import listed

_BROKEN = "no post goes live while approved.yaml cannot be read: "
_RECORD = {"id", "title", "authors", "journal", "year", "issue", "pages", "url", "doi", "study"}
"""What the posts without a finding rest on: the paper's record."""


@dataclass(slots=True)
class Known:
    """What was worked out before, and serves while nothing that it was worked out from is another.

    Attributes:
        hashes: By the id of a finding's post, or of a paper: that finding or paper, and the hash of what is approved.
        states: By the post's id: the post, the hash, its entry, the newest no to its text, how many people must
            approve it; and where it stands.
    """

    hashes: dict[str, tuple[object, str]] = field(default_factory=dict)
    states: dict[str, tuple[Post, str, Approval | None, Approval | None, int, ApprovalState]] = field(
        default_factory=dict
    )


def approval_state(post: Post, content: Content, approvals: Approvals) -> ApprovalState:
    """Say where one post stands with the people who approve: approved as it is, changed since, rejected, or not seen.

    It has who said so, when and why, the difference from the approved text word by word, and what holds the post. For
    many posts at once: `approval_states`.
    """
    return approval_states([post], content, approvals)[0]


def approval_states(
    posts: Sequence[Post], content: Content, approvals: Approvals, known: Known | None = None
) -> list[ApprovalState]:
    """Return where each post stands with the people who approve, in order; `known` is added to.

    A no is to the post and to its text: who gives a rejected text another id has not asked anybody. It holds until a
    person approves that text, after the no.
    """
    known = known or Known()
    evidence, rejected = evidence_hashes(posts, content, known), _rejected_texts(approvals)
    needed = content.approvals_of_papers()
    return [
        _state_again(_Asked(post, evidence[post.id], needed.get(post.paper_id, 1)), approvals, rejected, known)
        for post in posts
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A post, the hash of what it rests on, and how many people must approve it."""

    post: Post
    evidence: str
    needed: int


def _state_again(asked: _Asked, approvals: Approvals, rejected: Mapping[str, Approval], known: Known) -> ApprovalState:
    """Return what `_state` does, as it was returned before where nothing that it goes by is another."""
    post, of_text = asked.post, rejected.get(asked.post.text)
    if approvals.broken or post.id in approvals.tampered:
        return _state(asked, approvals, of_text)
    entry, was = approvals.of.get(post.id), known.states.get(post.id)
    if (
        was is None
        or was[0] is not post
        or (was[1], was[4]) != (asked.evidence, asked.needed)
        or was[2] is not entry
        or was[3] is not of_text
    ):
        state = _state(asked, approvals, of_text)
        was = known.states[post.id] = post, asked.evidence, entry, of_text, asked.needed, state
    return was[5]


def hold_unapproved(
    posts: Sequence[Post], states: Sequence[ApprovalState], approvals: Approvals, *, required: bool = True
) -> list[Post]:
    """Return the posts, with an obstacle on each that may not go out live for want of approval.

    `states` are those of the posts, in their order. An obstacle that a post has already stays. Without `required`,
    three things still hold a post: a person's no, that it is a correction which nobody approved (no finding stands
    behind it), and a file of which nobody can tell whether it says no.
    """
    return [
        post
        if state.obstacle is None or post.obstacle is not None or not (required or _always(post, state, approvals))
        else replace(post, obstacle=state.obstacle)
        for post, state in zip(posts, states, strict=True)
    ]


def _always(post: Post, state: ApprovalState, approvals: Approvals) -> bool:
    unreliable = bool(approvals.broken) or post.id in approvals.tampered
    return unreliable or state.state == "rejected" or post.kind == "correction"


def approval_of(
    post: Post,
    content: Content,
    decision: Decision,
    *,
    by: str,
    at: datetime,
    why: str | None = None,
    mail: ByMail | None = None,
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
        answers=_answers(post) if decision == "approved" else (),
        mail=mail,
    )


def rejection_of(publication: Publication, *, by: str, at: datetime, why: str, mail: ByMail | None = None) -> Approval:
    """Return the entry of a no to what was sent, which need not be in `posts.yaml` any more.

    It names no evidence and no pictures: a no holds whatever they become. `at` is kept to the second.
    """
    at = at.replace(microsecond=0)
    return Approval(publication.post_id, "rejected", by, at, publication.text, evidence="", why=why, mail=mail)


def evidence_hashes(posts: Iterable[Post], content: Content, known: Known | None = None) -> dict[str, str]:
    """Return, by the post's id, the SHA-256 of what it rests on; `known` is added to.

    That is, for a finding, its quotations, what they are on, and the facts that a person put right; for a post without
    one, its paper's record: title, authors, journal, year, issue, pages, address, DOI and kind of study.
    """
    posts = list(posts)
    wanted = {post.paper_id for post in posts}
    papers = {paper.id: paper for paper in content.papers if paper.id in wanted}
    findings = {post_id(paper.id, finding.id): finding for paper in papers.values() for finding in paper.findings}
    before = Known().hashes if known is None else known.hashes
    hashes: dict[str, str] = {}
    for post in posts:
        finding, paper = findings.get(post.id), papers.get(post.paper_id)
        name, on = (post.paper_id, paper) if finding is None else (post.id, finding)
        was = before.get(name)
        if was is None or was[0] is not on:
            was = before[name] = on, _of_record(paper) if finding is None else _of_finding(finding)
        hashes[post.id] = was[1]
    return hashes


def _of_finding(finding: Finding) -> str:
    return _sha256(json.dumps([_quotation(one) for one in finding.evidence], ensure_ascii=False))


def _quotation(one: Evidence) -> list[object]:
    """Return what of a quotation is approved: with its facts only where a person put any right, as it was before."""
    if (given := one.facts) is None:
        return [one.quote, one.on]
    facts = [sorted(given.labels.items()), given.on, given.compared, sorted(given.direction.items())]
    return [one.quote, one.on, *([facts] if any(facts) else [])]


def _of_record(paper: Paper | None) -> str:
    """Return the hash of a record; a paper that is no longer in the file has none, so nothing fits it."""
    if paper is None:
        return ""
    # `model_dump` would build a serializer first.
    record = {name: getattr(paper, name) for name in _RECORD} | paper.as_written
    record["authors"] = [dict(author) | author.as_written for author in paper.authors]
    if not paper.study.preprint:  # approvals from before there was such a field go on
        record["study"] = {name: value for name, value in paper.study if name != "preprint"}
    return _sha256(json.dumps(record, default=dict, ensure_ascii=False, sort_keys=True))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _seen(post: Post) -> tuple[SeenImage, ...]:
    return tuple(SeenImage(image.file, image.sha256, _sha256(image.alt or "")) for image in post.images)


def _answers(post: Post) -> tuple[GivenAnswer, ...]:
    """Return the questions of a post with their answers, each once."""
    given = (GivenAnswer(one.key, one.question, one.answer) for one in post.questions if one.key and one.answer)
    return tuple({one.key: one for one in given}.values())


def _rejected_texts(approvals: Approvals) -> dict[str, Approval]:
    """Return the newest no to each text; a post that could not be rendered has none."""
    noes = (entry for entry in approvals.of.values() if entry.decision == "rejected" and entry.text)
    return {entry.text: entry for entry in sorted(noes, key=lambda entry: entry.at)}


def _state(asked: _Asked, approvals: Approvals, of_text: Approval | None) -> ApprovalState:
    post, needed = asked.post, asked.needed
    if approvals.broken:
        message = _BROKEN + "; ".join(map(str, approvals.broken))
        return ApprovalState("unapproved", obstacle=_unapproved(message, need=Need.NOW))
    entry = _entry_of(post, approvals)
    tampered = (one for one in ((post.id, *post.was) if entry is None else (post.id,)) if one in approvals.tampered)
    if (one := next(tampered, None)) is not None:
        return ApprovalState("unapproved", obstacle=_unapproved(str(approvals.tampered[one])))
    if of_text is not None and not _approved_since(entry, of_text):
        return _rejected(of_text, post)
    if entry is None:
        obstacle = _unapproved("not approved yet", f"{_first(post)}read it, then run {_AGAIN}")
        return ApprovalState("unapproved", obstacle=obstacle, unseen=True, needed=needed)
    if entry.decision == "rejected":
        return _rejected(entry, post)
    changes, signed = [*_changes(entry, post, asked.evidence)], different_people(entry.signatures)
    if not changes:
        return _signed(post, entry, signed, needed)
    last = entry.signatures[-1]
    who = listed([one.by for one in signed])
    message = f"changed after {who} approved it on {last.at:%Y-%m-%d %H:%M} UTC: {'. '.join(changes)}"
    obstacle = _unapproved(
        message, f"restore what was approved, or {_first(post)}read the new version and run {_AGAIN}"
    )
    return ApprovalState("changed", last.by, last.at, None, obstacle, difference(entry.text, post.text), needed=needed)


def _signed(post: Post, entry: Approval, signed: tuple[Signature, ...], needed: int) -> ApprovalState:
    """Return where a post stands that people approved as it is now: enough of them, or not yet."""
    last, obstacle = entry.signatures[-1], None
    if len(signed) < needed:
        others = "another person" if needed - len(signed) == 1 else f"{needed - len(signed)} other people"
        message = f"{len(signed)} of {needed}: signed by {listed([one.text for one in signed])}; waits for {others}"
        obstacle = _unapproved(message, f"{_first(post)}they read it, then run {_AGAIN}")
    state: Literal["approved", "unapproved"] = "approved" if obstacle is None else "unapproved"
    return ApprovalState(state, last.by, last.at, None, obstacle, (), entry.answers, signed=signed, needed=needed)


def _entry_of(post: Post, approvals: Approvals) -> Approval | None:
    """Return what was said last of a post, under its id or one that it had before: a new id is no new text."""
    entries = [approvals.of[one] for one in (post.id, *post.was) if one in approvals.of]
    return max(entries, key=lambda entry: entry.at, default=None)


def _approved_since(entry: Approval | None, no: Approval) -> bool:
    """Whether a post's entry is a later yes to the very text that somebody rejected."""
    return entry is not None and entry.decision == "approved" and entry.text == no.text and entry.at > no.at


def _rejected(no: Approval, post: Post) -> ApprovalState:
    what = "it" if no.id in {post.id, *post.was} else f"the same text as {no.id}"
    way = " (by mail)" if no.mail is not None else ""
    message = f"{no.by} rejected {what} on {no.at:%Y-%m-%d %H:%M} UTC{way}: {str(no.why).rstrip('.')}"
    obstacle = _unapproved(message, f"fix it, then run {_AGAIN}")
    return ApprovalState("rejected", no.by, no.at, no.why, obstacle, difference(no.text, post.text))


def _first(post: Post) -> str:
    """What goes before reading it: nobody can approve a post with an error."""
    return "fix its errors, " if post.blocked else ""


_AGAIN = "`scicomm-bot approve {id} --by NAME`"


def _unapproved(message: str, remedy: str = "", need: Need = Need.LATER) -> Obstacle:
    return Obstacle(ObstacleCode.UNAPPROVED, message, remedy, needs=need)


def _changes(entry: Approval, post: Post, evidence: str) -> Iterable[str]:
    if entry.text != post.text:
        yield describe(entry.text, post.text)
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
    given = {one.key: one.answer for one in entry.answers}
    for one in post.questions:
        if one.answer is not None and one.answered_by is None and given.get(one.key or "", one.answer) != one.answer:
            yield f"the answer to {one.key} was changed"
