"""Where one post is: pending, posted, unknown, refused or held; and what it would reply to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.corrected import Corrected
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import NOT_READY, Need, Obstacle, ObstacleCode
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.domain.timing import ANY_TIME, AT_GRACE, Timing
from scicomm_bot.plan.corrections import corrected_by, correction_refused, nothing_to_correct

State = Literal["pending", "posted", "unknown", "refused", "held"]


@dataclass(frozen=True, slots=True)
class PostState:
    """Where one post is: the `state` of a post in JSON, and what is in its way.

    Attributes:
        state: In a word.
        obstacle: Why it does not go out; None for one that is pending or out.
        publication: The ledger's record of its newest attempt, or None.
        corrected: Of a correction, the post that it corrects, as the ledger knows it; else None.
    """

    state: State
    obstacle: Obstacle | None = None
    publication: Publication | None = None
    corrected: Corrected | None = None

    @property
    def reason(self) -> str | None:
        """The `reason` of a post in JSON."""
        return None if self.obstacle is None else str(self.obstacle.code)

    @property
    def reason_words(self) -> str | None:
        """The reason as people read it."""
        return None if self.obstacle is None else self.obstacle.code.words

    @property
    def corrects_nothing(self) -> bool:
        """Whether it is a correction that is held because, as far as is known, what it corrects was never sent."""
        corrected = self.corrected
        return corrected is not None and corrected.publication is None and self.reason == ObstacleCode.FINDING

    @property
    def withdrawn(self) -> bool:
        """Whether a person took it back after it was out; the state stays `posted`, because it is never sent again."""
        return self.publication is not None and self.publication.withdrawn_at is not None

    def other_text_out(self, post: Post) -> str | None:
        """Return the text that is out, or was before it was withdrawn, where it is not the post's text as it is now."""
        out = self.publication.text if self.state == "posted" and self.publication is not None else None
        return None if out == post.text else out

    def text(self, post_id: str) -> str:
        """Return what is in its way and what to do; empty where nothing is."""
        return "" if self.obstacle is None else self.obstacle.text(post_id)


def post_state(post: Post, history: History, now: datetime) -> PostState:
    """Say where a post is at `now`, from what it is and what the ledger knows of it.

    What is out stays out, whatever the file says now. A refusal holds for the refused text: an edited one is pending.
    """
    where, corrected = _state(post, history, now), corrected_by(post, history)
    return where if corrected is None else replace(where, corrected=corrected)


def _state(post: Post, history: History, now: datetime) -> PostState:
    last = history.latest.get(post.id)
    if last is not None and last.state is PublicationState.POSTED:
        return PostState("posted", publication=last)
    if last is not None and last.open:
        return PostState("unknown", Obstacle(ObstacleCode.UNKNOWN, last.reason or ""), last)
    if last is not None and last.state is PublicationState.REFUSED and _refused_as_it_is(post, last, history):
        refused = correction_refused(post, last)
        return PostState(
            "refused", refused or Obstacle(ObstacleCode.REFUSED, last.reason or "", needs=Need.LATER), last
        )
    obstacle = _obstacle_of(post, history, last) or _paper_pause(post, history.account, now)
    if post.timing is not ANY_TIME:
        obstacle = _with_time(post.timing, obstacle, now)
    return PostState("pending" if obstacle is None else "held", obstacle, last)


_GRAVEST = {ObstacleCode.RETRACTED, ObstacleCode.FILE, ObstacleCode.IMAGE, *NOT_READY}
"""What is told before the post's own errors: of a file with an error, or a draft, nobody knows whether they are; and
where cards cannot be drawn at all, the post has no error of its own."""


def _obstacle_of(post: Post, history: History, last: Publication | None) -> Obstacle | None:
    """Return what holds a post that is neither out nor refused, the gravest first; None where nothing does."""
    if last is not None and last.state is PublicationState.SKIPPED:
        why = last.reason or "a person said that it is not to be sent"
        return Obstacle(ObstacleCode.SKIPPED, why, needs=Need.LATER)
    if last is not None and last.settled and not _as_it_was(post, last):
        return _CHANGED
    if post.obstacle is not None and post.obstacle.code in _GRAVEST:
        return post.obstacle
    if (nothing := nothing_to_correct(post, history)) is not None:
        return nothing
    for remark in post.remarks:
        if remark.level is Level.ERROR:
            return Obstacle(ObstacleCode.FINDING, remark.message, needs=Need.LATER)
    if post.obstacle is not None:
        return post.obstacle
    owner = history.taken.get(post.text_sha256)
    if owner is not None and owner != post.id:
        if (gone := history.withdrawn.get(post.text_sha256)) is not None:
            message = f"the same text was {gone.withdrawn_text().rstrip('.')} (as {owner})"
            return Obstacle(ObstacleCode.FINDING, message, needs=Need.LATER)
        return Obstacle(ObstacleCode.FINDING, f"the same text is out already as {owner}", needs=Need.LATER)
    return None


_BESIDE_TIME = {ObstacleCode.UNAPPROVED, ObstacleCode.ASKED, ObstacleCode.PAUSED}
"""What holds a post beside its time: all else is told first, because no time ends it."""


def _with_time(timing: Timing, other: Obstacle | None, now: datetime) -> Obstacle | None:
    """Return what holds a post, its time included; of a post that its time holds, what else holds it is told, too."""
    held = time_obstacle(timing, now)
    if held is None or (other is not None and other.code not in _BESIDE_TIME):
        return other
    if other is None or held.code is ObstacleCode.EXPIRED:
        return held
    return replace(held, message=f"{held.message}; besides, {other.message}", remedy=other.remedy, needs=other.needs)


def time_obstacle(timing: Timing, now: datetime) -> Obstacle | None:
    """Return why a post may not go out at `now` by its own times; None where it may, at the moment of its `at:` too."""
    if timing.embargoed(now) and timing.not_before is not None:
        message = f"under embargo until {timing.told(timing.not_before)}"
        return Obstacle(ObstacleCode.EMBARGO, message, until=timing.not_before)
    if timing.not_after is not None and now >= timing.not_after:
        message = f"its time is over: it was not to go out from {timing.told(timing.not_after)} on (`not_after:`)"
        return Obstacle(ObstacleCode.EXPIRED, message)
    if timing.at is None:
        return None
    if now > timing.at + AT_GRACE:
        message = f"its moment has passed: it was to go out at {timing.told(timing.at)} (`at:`)"
        remedy = "write another `at:`, delete that line, or send it now with `scicomm-bot post {id}`"
        return Obstacle(ObstacleCode.EXPIRED, message, remedy, needs=Need.LATER)
    if timing.quiet is not None:
        message = f"its moment, {timing.told(timing.at)} (`at:`), lies in quiet time: {timing.quiet}"
        return Obstacle(ObstacleCode.QUIET, message, "write another `at:`, or change `quiet:`", needs=Need.LATER)
    return None


def _paper_pause(post: Post, account: Account | None, now: datetime) -> Obstacle | None:
    """Return what holds the posts of one paper; a pause of the whole account says nothing of a single post."""
    if account is None or not account.pauses:
        return None
    for pause in account.pauses_at(now, post.paper_id):
        if pause.paper_id is not None:
            return pause_obstacle(pause)
    return None


def pause_obstacle(pause: Pause) -> Obstacle:
    """Return the obstacle that a pause is."""
    what = "the account" if pause.paper_id is None else f"the paper {pause.paper_id}"
    if pause.cause is PauseCause.RATE_LIMIT:
        return Obstacle(ObstacleCode.PAUSED, f"X asked to wait: {pause.note}", until=pause.until)
    message = pause.note if pause.cause is PauseCause.MOVED else f"{what} is paused: {pause.note}"
    need = Need.LATER if pause.cause in {PauseCause.PERSON, PauseCause.FILE} else Need.NOW
    return Obstacle(ObstacleCode.PAUSED, message, _how_to_end(pause), pause.until, need)


def how_to_end(pause: Pause) -> str:
    """Return what a person does to end a pause before its time; empty for a rate limit, which nobody ends."""
    if pause.cause is PauseCause.RATE_LIMIT:
        return ""
    if pause.is_a_persons and pause.cause is not PauseCause.FILE:
        return f"to go on, run `scicomm-bot resume{f' --paper {pause.paper_id}' if pause.paper_id else ''}`"
    return HOW_TO_END[pause.cause]


def _how_to_end(pause: Pause) -> str:
    return "" if pause.until is not None else how_to_end(pause)  # nobody need end what ends by itself


HOW_TO_END = {
    PauseCause.ACCOUNT_REFUSED: "fix that (new credentials or settings take a restart of the service), then run "
    "`scicomm-bot doctor --online`",
    PauseCause.TWO_REFUSALS: "look at the account, then run `scicomm-bot doctor --online --resume`",
    PauseCause.LATE_ANSWER: "look at the account, then run `scicomm-bot doctor --online --resume`",
    PauseCause.UNREADABLE: (
        "if the ledger is an old copy, put the newest in its place; if it is the right one, and none of those posts is "
        "the bot's, run `scicomm-bot doctor --online --resume`"
    ),
    PauseCause.FILE: "to go on, delete `pause:` from posts.yaml",
    PauseCause.MOVED: "set SCICOMM_STATE to the new place",
}
"""What a person does to end a pause that does not end by itself: `doctor --online` alone ends one cause."""
HOW_TO_END_SEVERAL = (
    "fix that (new credentials or settings take a restart of the service), look at the account, then run "
    "`scicomm-bot doctor --online --resume`"
)
"""The same for pauses of different causes at once: this ends them all."""


_CHANGED = Obstacle(
    ObstacleCode.CHANGED,
    "its text or a picture was changed after an attempt whose answer was lost",
    "bring the old one back, or run `scicomm-bot resolve {id} --retry` to send the new one",
    needs=Need.LATER,
)


def _refused_as_it_is(post: Post, last: Publication, history: History) -> bool:
    """Whether a refusal still holds: for the same text, and for a reply only while the post is one."""
    corrected = corrected_by(post, history)
    is_reply = post.follows is not None or (corrected is not None and corrected.reply_to is not None)
    return _as_it_was(post, last) and (last.reply_to is None or is_reply)


def _as_it_was(post: Post, last: Publication) -> bool:
    return (last.text_sha256, last.media_sha256) == (post.text_sha256, post.media_sha256)


def reply_target(post: Post, posts: Sequence[Post], history: History) -> Publication | str | None:
    """Return what a part of a thread replies to: the nearest part before it that is out and was not withdrawn.

    A correction replies to the post that it corrects.

    Returns:
        A publication; None for a post of its own, or where all parts before were skipped or withdrawn; or the id of a
        part that is neither out nor skipped, which stops the thread. For a correction None where the post that it
        corrects was withdrawn, and the id of one that was never sent.
    """
    if (corrected := corrected_by(post, history)) is not None:
        return corrected.reply_to or (None if corrected.was_sent else corrected.id)
    if post.follows is None:
        return None
    by_id = {one.id: one for one in posts}
    before: str | None = post.follows
    while before is not None:
        last = history.latest.get(before)
        if last is not None and last.state is PublicationState.POSTED and last.withdrawn_at is None:
            return last
        if last is None or last.state not in {PublicationState.POSTED, PublicationState.SKIPPED}:
            return before
        before = by_id[before].follows if before in by_id else None
    return None
