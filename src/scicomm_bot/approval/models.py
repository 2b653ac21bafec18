"""What a person said of a post, and where a post stands with it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from scicomm_bot.approval.difference import Piece
from scicomm_bot.domain.obstacle import Obstacle
from scicomm_bot.errors import Problem, listed

Decision = Literal["approved", "rejected"]


@dataclass(frozen=True, slots=True)
class SeenImage:
    """A picture as the person saw it: its path then, and the SHA-256 of its bytes and of its alt text, in hexadecimal.

    A picture without alt text has the hash of an empty one.
    """

    file: str
    sha256: str
    alt_sha256: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A question as it was asked, by its key, and the answer that a person stands for."""

    key: str
    question: str
    answer: str

    @property
    def rule(self) -> str:
        """The rule that asks."""
        return self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class ByMail:
    """How a word came that was not given at this machine. It is no signature: anybody can write a sender into a mail.

    Attributes:
        recorded_by: Who ran the command that recorded it.
        sent: When the mail says that it was sent, in UTC; None where it does not say.
    """

    recorded_by: str
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """One person's yes: who, when it was recorded, and how it came, if by mail."""

    by: str
    at: datetime
    mail: ByMail | None = None

    @property
    def text(self) -> str:
        """Who, and when: "Jane Doe on 2026-11-22 16:00 UTC"; that it came by mail, if it did."""
        return f"{self.by} on {self.at:%Y-%m-%d %H:%M} UTC{' (by mail)' if self.mail is not None else ''}"


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's word on one post: an entry of `approved.yaml`.

    Attributes:
        id: The post.
        decision: Yes or no.
        by: Who said so; never blank.
        at: When, in UTC.
        text: The text that they saw.
        evidence: The SHA-256 of what the post rests on, in hexadecimal (`evidence_hashes`).
        images: The pictures that they saw, in order.
        why: Why it was rejected; None for an approval.
        answers: The questions that were asked about it, with their answers; none for a rejection.
        mail: How the word came, if by mail.
        also: Who else said yes to the very same, later.
    """

    id: str
    decision: Decision
    by: str
    at: datetime
    text: str
    evidence: str
    images: tuple[SeenImage, ...] = ()
    why: str | None = None
    answers: tuple[GivenAnswer, ...] = ()
    mail: ByMail | None = None
    also: tuple[Signature, ...] = ()

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Everyone who said so, in order."""
        return (Signature(self.by, self.at, self.mail), *self.also)

    @property
    def seal(self) -> str:
        """The SHA-256 over all fields, in hexadecimal; of an entry that uses nothing new, as it was before.

        It shows that an entry was changed by hand. It is no signature: who may change the file is for git to say.
        """
        images = [[image.file, image.sha256, image.alt_sha256] for image in self.images]
        fields: list[object] = [
            self.id,
            self.decision,
            self.by,
            self.at.isoformat(),
            self.text,
            self.evidence,
            images,
            self.why,
        ]
        if self.answers:
            fields.append([[one.key, one.question, one.answer] for one in self.answers])
        if self.mail is not None or self.also:
            fields.append({"signatures": [_sealed(one) for one in self.signatures]})
        return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def _sealed(one: Signature) -> list[object]:
    mail = one.mail
    sent = mail.sent.isoformat() if mail is not None and mail.sent is not None else None
    return [one.by, one.at.isoformat(), None if mail is None else [mail.recorded_by, sent]]


@dataclass(frozen=True, slots=True)
class Approvals:
    """What `approved.yaml` says.

    Attributes:
        path: The file.
        of: The entry of each post that has a sound one, by the post's id.
        tampered: For each entry whose seal does not fit, by the post's id: what is wrong, and the remedy.
        broken: Why nothing of the file can be relied on, so that nothing may go out; empty where it can.
    """

    path: Path
    of: Mapping[str, Approval] = field(default_factory=dict)
    tampered: Mapping[str, Problem] = field(default_factory=dict)
    broken: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovalState:
    """Where a post stands with the people who approve.

    Attributes:
        state: `approved`: as it is now. `unapproved`: nobody has said anything, or what stands there cannot be relied
            on. `changed`: approved, and then its text, pictures, evidence or an answer changed. `rejected`: a person
            said no.
        by: Who said so last, or None.
        at: When they did, in UTC, or None.
        why: Why they rejected it, or None.
        obstacle: Why the post may not go out; None where it may.
        difference: Word by word, from the text that was approved to the text now; empty where they are the same, or
            nothing was approved.
        answers: The answers that count for the post because an approval with them stands.
        unseen: Whether nobody has said anything of the post, and nothing is wrong with the file that would say so.
        signed: Who has approved it as it is now, each person once; one who is not enough leaves it `unapproved`.
        needed: How many people it takes.
    """

    state: Literal["approved", "unapproved", "changed", "rejected"]
    by: str | None = None
    at: datetime | None = None
    why: str | None = None
    obstacle: Obstacle | None = None
    difference: tuple[Piece, ...] = ()
    answers: tuple[GivenAnswer, ...] = ()
    unseen: bool = False
    signed: tuple[Signature, ...] = ()
    needed: int = 1

    @property
    def by_whom(self) -> str:
        """Who said the last word, and when; or who approved it, each of them. Only where somebody did."""
        if self.signed:
            return listed([one.text for one in self.signed])
        return f"{self.by} on {self.at:%Y-%m-%d %H:%M} UTC"
