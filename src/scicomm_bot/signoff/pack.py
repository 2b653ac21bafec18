"""What a sign-off pack is made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from scicomm_bot.approval import ApprovalState
from scicomm_bot.domain.obstacle import NOT_READY, ObstacleCode
from scicomm_bot.domain.paper import Finding, Paper
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.medium.prices import X_PRICES
from scicomm_bot.plan import PostState
from scicomm_bot.signoff.answers import AnswerWord

_OVER = frozenset({ObstacleCode.SKIPPED, ObstacleCode.EXPIRED})
"""Why a post never goes out any more, so that nobody is asked about it."""
_TO_BE_MENDED = frozenset({*NOT_READY, ObstacleCode.FILE, ObstacleCode.IMAGE, ObstacleCode.FINDING})
"""Why nobody can say yes to a post as it stands."""
_NOT_TO_BE_SHARED = frozenset({*_OVER, *_TO_BE_MENDED, ObstacleCode.EMBARGO, ObstacleCode.RETRACTED})


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
        embargo: Until when it must not be told, aware, where that is still to come; else None.
    """

    post: Post
    finding: Finding | None
    where: PostState
    slot: datetime | None = None
    approval: ApprovalState | None = None
    pictures: tuple[Picture, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    look_at: str | None = None
    embargo: datetime | None = None

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What the checks found, besides questions."""
        return tuple(remark for remark in self.post.remarks if remark.level is not Level.QUESTION)

    @property
    def code(self) -> ObstacleCode | None:
        """What is in its way, or None."""
        return self.where.obstacle.code if self.where.obstacle is not None else None

    @property
    def is_approved(self) -> bool:
        """Whether a person said yes to it as it is."""
        return self.approval is not None and self.approval.state == "approved"

    @property
    def is_mended(self) -> bool:
        """Whether it was changed after a person's no."""
        return self.approval is not None and self.approval.state == "rejected" and bool(self.approval.difference)

    @property
    def is_to_come(self) -> bool:
        """Whether it is not out, and may go out some day."""
        return self.where.state != "posted" and self.code not in _OVER

    @property
    def is_free_to_tell(self) -> bool:
        """Whether it is to come and known to be under no embargo: what must be mended first is told before one."""
        return self.embargo is None and self.is_to_come and self.code not in {*_TO_BE_MENDED, ObstacleCode.RETRACTED}

    @property
    def may_be_shared(self) -> bool:
        """Whether a person may be offered the text to share by hand: only what was approved, and nothing holds."""
        waits = self.post.blocked or self.post.asking or self.embargo is not None or self.code in _NOT_TO_BE_SHARED
        waits = waits or (
            self.where.corrected is not None and self.where.corrected.reply_to is not None
        )  # it is a reply
        return self.is_approved and bool(self.post.text) and not self.where.withdrawn and not waits


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A paper with those of its posts that are in the pack, in order.

    Attributes:
        stopped: Why nothing of the paper goes out any more, such as a retraction; or None.
    """

    paper: Paper
    entries: tuple[Entry, ...]
    stopped: str | None = None

    @property
    def embargo(self) -> datetime | None:
        """Until when nothing of what is still to come may be told, aware; None where some of it may."""
        times = [entry.embargo for entry in self.entries if entry.embargo is not None and entry.is_to_come]
        return min(times) if times and not any(entry.is_free_to_tell for entry in self.entries) else None

    def answers(self, entry: Entry) -> tuple[AnswerWord, ...]:
        """Return what a person may answer to a post; nothing where it is out, or never goes out."""
        code, is_over = entry.code, self.stopped is not None and entry.post.kind != "correction"
        if not entry.post.text or entry.where.state in {"posted", "unknown"} or code in _OVER or is_over:
            return ()
        if code in NOT_READY or entry.where.state == "refused":
            return ("change",)
        if entry.post.blocked or code in _TO_BE_MENDED or entry.is_approved:
            return ("no", "change")
        return ("yes", "no", "change")

    def waits(self, entry: Entry) -> bool:
        """Whether a post waits for a person's answer, and can have a yes."""
        no = entry.approval is not None and entry.approval.state == "rejected"
        return "yes" in self.answers(entry) and (not no or entry.is_mended)

    def ordered(self) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """Return the posts that wait for an answer, and the others, each in their order."""
        waiting = tuple(entry for entry in self.entries if self.waits(entry))
        return waiting, tuple(entry for entry in self.entries if not self.waits(entry))


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for the answers.

    Attributes:
        name: A person or an office.
        email: The one address that answers go to.
        day: Until which day an answer is asked for, in the pack's zone; or None.
        clock: Until when on that day; None for its end.
    """

    name: str
    email: str
    day: date | None = None
    clock: time | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole pack.

    Attributes:
        made_at: The time at which it is made, aware; times are shown in `zone`.
        version: The program's version.
        account: The account's handle without `@`; empty where it is not known.
        knows_what_is_out: Whether a ledger says which posts are out.
        asking: Who asks for answers; None where the file does not say.
        prices_from: Where the prices are from, for behind "by".
    """

    parts: tuple[PaperPart, ...]
    made_at: datetime
    zone: ZoneInfo
    version: str
    account: str = ""
    knows_what_is_out: bool = True
    asking: Asking | None = None
    prices_from: str = X_PRICES.source

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All posts of the pack, in the order of the file."""
        return tuple(entry for part in self.parts for entry in part.entries)

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """The posts that wait for an answer, in the order of the page."""
        return tuple(entry for part in self.parts for entry in part.ordered()[0])

    def numbers(self) -> dict[str, int]:
        """Return the number of each post on the page, from 1 on, by its id: those that wait stand first."""
        return {entry.post.id: number for number, entry in enumerate(self._as_shown(), 1)}

    def _as_shown(self) -> Iterator[Entry]:
        for part in self.parts:
            for several in part.ordered():
                yield from several
