"""What a sign-off pack is made from."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scicomm_bot.approval import ApprovalState
from scicomm_bot.domain.obstacle import NOT_READY, ObstacleCode
from scicomm_bot.domain.paper import Finding, Paper
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.plan import PostState


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a post.

    Attributes:
        name: Its file name, for where it cannot be shown.
        data: Its bytes, or None where it cannot be read or is too large for a page.
        alt: Its alt text, or None.
    """

    name: str
    data: bytes | None
    alt: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One post of the pack.

    Attributes:
        finding: What it is made from; None for the posts that come by themselves.
        where: Where it stands.
        slot: When it would go out as things stand now, or None where no slot is its.
        approval: What people said of it; None where nobody is asked.
        facts: What was read from each quotation of the finding, in order, as lines; empty where nothing was.
        look_at: What a person should look at, in one line, or None.
    """

    post: Post
    finding: Finding | None
    where: PostState
    slot: datetime | None = None
    approval: ApprovalState | None = None
    pictures: tuple[Picture, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    look_at: str | None = None

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What the checks found, besides questions."""
        return tuple(remark for remark in self.post.remarks if remark.level is not Level.QUESTION)

    @property
    def may_be_shared(self) -> bool:
        """Whether a person may be offered the text to share by hand: not where somebody or a rule says no, or asks."""
        rejected = self.approval is not None and self.approval.state == "rejected"
        no = rejected or self.post.blocked or self.where.withdrawn or self.where.reason == ObstacleCode.FINDING
        no = no or self.post.asking or self.where.reason in NOT_READY
        no = no or (self.where.corrected is not None and self.where.corrected.reply_to is not None)  # it is a reply
        return bool(self.post.text) and not no


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A paper with those of its posts that are in the pack, in order."""

    paper: Paper
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole pack.

    Attributes:
        made_at: The time at which it is made, aware; times are shown in `zone`.
        version: The program's version.
        account: The account's handle without `@`; empty where it is not known.
        knows_what_is_out: Whether a ledger says which posts are out.
    """

    parts: tuple[PaperPart, ...]
    made_at: datetime
    zone: ZoneInfo
    version: str
    account: str = ""
    knows_what_is_out: bool = True

    @property
    def open_questions(self) -> int:
        """How many questions wait for an answer, in all posts."""
        return sum(len(entry.post.open_questions) for entry in self.entries)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All posts of the pack, in order."""
        return tuple(entry for part in self.parts for entry in part.entries)
