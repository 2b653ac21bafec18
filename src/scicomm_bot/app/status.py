"""Status: what went out, what is next, what is waited for, and what needs a person, as data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scicomm_bot.app.survey import Survey
from scicomm_bot.app.withdrawing import reason_line, reject_command
from scicomm_bot.domain.account import PauseCause
from scicomm_bot.domain.obstacle import Need, ObstacleCode
from scicomm_bot.domain.publication import Publication
from scicomm_bot.notices.policy import Case
from scicomm_bot.plan import Skip, SkipKind, account_pause, lost_answer, upcoming_slots
from scicomm_bot.plan.forecast import HeldPosts, held_posts

ASK_AFTER = timedelta(minutes=10)
"""Settling takes about two minutes; what is still open after this probably cannot be looked at."""
SOON = timedelta(hours=24)
"""A slot that comes within this and that nothing can fill needs a person now."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What needs a person.

    Attributes:
        code: What it is about: an obstacle's code, `twice` for a post that may be out twice, or `withdrawn` for a
            withdrawn one that `approved.yaml` does not reject.
        when: How soon.
        text: The thing and the remedy.
    """

    code: str
    when: Need
    text: str


@dataclass(frozen=True, slots=True)
class Status:
    """Where everything stands.

    Attributes:
        survey: What was looked at.
        next_slot: When the next slot comes, in UTC; None where the schedule has none.
        waiting: What ends by itself, and keeps everything back until then.
        needs: What needs a person, the gravest first.
    """

    survey: Survey
    next_slot: datetime | None
    waiting: Sequence[str]
    needs: Sequence[Needed]

    @property
    def paused(self) -> str | None:
        """Why nothing goes out on the account, or None."""
        account = self.survey.history.account
        pauses = account.pauses_at(self.survey.now) if account is not None else ()
        return "; ".join(pause.note for pause in pauses) or None

    @property
    def needs_now(self) -> bool:
        """Whether something needs a person now."""
        return any(need.when is Need.NOW for need in self.needs)


def status_of(survey: Survey) -> Status:
    """Return the status that a survey shows."""
    slots = upcoming_slots(survey.edition.content.schedule, survey.now, 1)
    needs = list(_needs(survey))
    if _slot_stays_empty(survey, slots):
        needs = [replace(need, when=Need.NOW) if need.code in _UNFILLED else need for need in needs]
    return Status(survey, slots[0] if slots else None, tuple(_waits(survey)), tuple(needs))


_UNFILLED = frozenset(ObstacleCode) - {ObstacleCode.PAUSED, ObstacleCode.EMBARGO, ObstacleCode.QUIET}
"""What needs a person now where it leaves the next slot empty."""


def _slot_stays_empty(survey: Survey, slots: Sequence[datetime]) -> bool:
    why = survey.forecast.why
    if survey.rehearsal or not survey.live:  # then no slot is filled for real
        return False
    return bool(slots) and slots[0] <= survey.now + SOON and why is not None and why.kind is not SkipKind.WAITING


def _waits(survey: Survey) -> Iterator[str]:
    account, opened = survey.history.account, survey.history.open
    for pause in account.pauses_at(survey.now) if account is not None else ():
        if pause.until is not None:
            who = "X asked to wait" if pause.cause is PauseCause.RATE_LIMIT else "the account is paused"
            yield f"{who} until {pause.until.isoformat(timespec='seconds')}: {pause.note}"
    if opened is not None and opened.asks_person is None:
        yield (
            f"{opened.post_id} is in flight, or may be on X ({opened.reason or 'no answer is recorded yet'}): the "
            "service or the next `post --once` looks there first"
        )


def _needs(survey: Survey) -> Iterator[Needed]:
    history, why, now = survey.history, survey.forecast.why, survey.now
    pause = account_pause(history.account, now)
    if pause is not None and pause.needs is not None:
        yield Needed(pause.code, pause.needs, pause.text())
    if history.open is not None:
        yield from _lost(history.open, now)
    elif pause is None and why is not None and _told_by_itself(why):
        yield Needed(why.why.code, Need.NOW, why.reason)
    for publication in survey.ledger.late:
        text = (
            f"{publication.post_id} may be on X twice, the second time as {publication.late_remote_id}: "
            "look at the account, and delete one by hand"
        )
        yield Needed("twice", Need.LATER, text)
    for held in held_posts(survey.forecast.states):
        yield Needed(held.obstacle.code, held.obstacle.needs or Need.LATER, held_text(held))
    if survey.live and not survey.rehearsal:
        yield from _unsigned(survey)
    if not survey.rehearsal:
        yield from _unrejected(survey)


def _told_by_itself(why: Skip) -> bool:
    """Whether nothing goes out for a reason that no held post tells: a thread that has stopped, the month's budget."""
    return why.kind is SkipKind.STUCK and why.why.code is not ObstacleCode.RETRACTED


def _lost(opened: Publication, now: datetime) -> Iterator[Needed]:
    if opened.asks_person is not None or now >= opened.ends_by + ASK_AFTER:
        asked = lost_answer(opened, opened.asks_person or opened.reason or "its sender died")
        yield Needed(asked.code, Need.NOW, asked.text())


def _unsigned(survey: Survey) -> Iterator[Needed]:
    """What is asked of a person about papers that cannot be looked up, while something of them is still to come."""
    to_come = {post.paper_id for post, where in survey.forecast.states if where.state not in {"posted", "refused"}}
    for paper in survey.edition.content.papers:
        state = survey.edition.papers.get(paper.id)
        if state is not None and state.case is Case.ASK and paper.id in to_come:
            text = f"no post about {paper.id} goes live: {state.message}; {state.remedy}"
            yield Needed(ObstacleCode.RETRACTED, Need.LATER, text)


def _unrejected(survey: Survey) -> Iterator[Needed]:
    """Posts that were withdrawn, or have a withdrawn text, and that only the ledger keeps away."""
    for post, where in survey.forecast.states:
        gone = where.publication if where.withdrawn else survey.history.withdrawn.get(post.text_sha256)
        approval = survey.edition.approvals.get(post.id)
        if gone is None or (approval is not None and approval.state == "rejected"):
            continue
        what = post.id if gone.post_id == post.id else f"the text of {post.id} (as {gone.post_id})"
        told = f"{what} was {gone.withdrawn_text(survey.zone).rstrip('.')}; it could come back if the ledger is lost"
        command = reject_command(post.id, reason_line(gone.withdrawn_why or ""))
        text = f"{told}: where approved.yaml can be written, run `{command}`"
        yield Needed("withdrawn", Need.LATER, text)


def held_text(held: HeldPosts) -> str:
    """Say what keeps a post back, or several at once."""
    first, *others = held.ids
    who = f"{first} is" if not others else f"{first} and {len(others)} more are"
    return f"{who} {held.state}: {held.text or held.obstacle.code}"
