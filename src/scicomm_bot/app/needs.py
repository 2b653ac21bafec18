"""What needs a person, and how soon: the rules. "The outside" of the design says what is `now` and what `later`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scicomm_bot.app.failing import dead_service, failing, missed
from scicomm_bot.app.survey import Survey
from scicomm_bot.app.withdrawing import reason_line, reject_command
from scicomm_bot.domain.ids import correction_id
from scicomm_bot.domain.obstacle import ASK_AFTER, Need, Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.errors import Problem
from scicomm_bot.plan import (
    PostState,
    Skip,
    SkipKind,
    account_pause,
    due_slots,
    lost_answer,
    pause_obstacle,
    reply_target,
)
from scicomm_bot.plan.forecast import HeldPosts, held_posts

SOON = timedelta(hours=24)
"""A slot that comes within this and that nothing can fill needs a person now."""
_ON_PURPOSE = {ObstacleCode.EMBARGO, ObstacleCode.QUIET, ObstacleCode.SKIPPED, ObstacleCode.EXPIRED}
"""Why a post does not go out that a person, or a date, has said is not to go out now."""
_BY_TIME = {ObstacleCode.EMBARGO, ObstacleCode.EXPIRED}
"""Why a post does not go out before a date, or from a date on, that stands in its file."""
_UNFILLED = frozenset(ObstacleCode) - _ON_PURPOSE - {ObstacleCode.PAUSED}
"""What needs a person now where it leaves the next slots empty."""
_QUOTES_A_POST = {ObstacleCode.FINDING, ObstacleCode.ASKED, ObstacleCode.REFUSED, ObstacleCode.FILE}
"""The obstacles whose words may quote a post or the file; they do not leave the machine."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What needs a person.

    Attributes:
        code: What it is about: an obstacle's code, or one of `twice` (a post may be out twice), `withdrawn` (one that
            `approved.yaml` does not reject), `failing`, `missed`, `service`, `slot`, `ledger`.
        when: How soon.
        text: The thing and the remedy.
        since: Since when, where that is known.
        failures: How many tries in a row failed; 0 where nothing was tried.
        brief: What of it may leave the machine; empty where the whole text may.
    """

    code: str
    when: Need
    text: str
    since: datetime | None = None
    failures: int = 0
    brief: str = ""


def needs_of(survey: Survey) -> list[Needed]:
    """Return what needs a person, the most urgent first."""
    needs = list(_needs(survey))
    if (why := _empty_slots(survey)) is not None:
        needs = [replace(need, when=Need.NOW) if need.code in _UNFILLED else need for need in needs]
        if all(need.when is not Need.NOW for need in needs):
            text = f"no slot within {SOON // timedelta(hours=1)} hours can be filled: {why.reason}"
            needs.append(Needed("slot", Need.NOW, text))
    return sorted(needs, key=lambda need: need.when is not Need.NOW)


def posts_wait(survey: Survey) -> bool:
    """Whether a post is to go out, and not only a person's pause, an embargo or a quiet time holds it."""
    return any(map(_waits, (where for _, where in survey.forecast.states)))


def _waits(where: PostState) -> bool:
    if where.obstacle is None or where.state != "held":
        return where.state != "posted"
    if where.obstacle.code is ObstacleCode.PAUSED:
        return where.obstacle.needs is not Need.LATER
    return where.obstacle.code not in _ON_PURPOSE


def _empty_slots(survey: Survey) -> Skip | None:
    """Return why no slot within SOON can be filled, though posts wait; None where one can, or none comes."""
    why = survey.forecast.why
    if survey.rehearsal or not survey.live or why is None:  # then no slot is filled for real
        return None
    soon = due_slots(survey.edition.content.schedule, survey.now + SOON, SOON)
    slots = [slot for slot in soon if slot > survey.now]
    if not slots or not (posts_wait(survey) or survey.edition.document.unreadable):
        return None
    if why.until is not None:
        return why if slots[0] < why.until else None
    return None if why.kind is SkipKind.WAITING else why


def _needs(survey: Survey) -> Iterator[Needed]:
    yield from _broken(survey)
    history, why, now = survey.history, survey.forecast.why, survey.now
    pause = account_pause(history.account, now, survey.terms.pause)
    if pause is not None and pause.needs is not None:
        since = min((one.since for one in survey.pauses if one.paper_id is None), default=None)
        yield Needed(pause.code, pause.needs, pause.text(), since)
    if history.open is not None:
        yield from _lost(history.open, now)
    elif pause is None and why is not None and _told_by_itself(why):
        yield Needed(why.why.code, Need.NOW, why.reason)
    yield from _stopped_threads(survey)
    if posts_wait(survey):
        yield from _troubles(survey, pause)
    yield from _of_posts(survey)


def _troubles(survey: Survey, pause: Obstacle | None) -> Iterator[Needed]:
    """What the ledger's record of posting asks for."""
    paused = pause is not None and pause.needs is Need.NOW
    limited = pause is not None and pause.needs is None
    fails = list(failing(survey, paused=paused, limited=limited))
    for one in (*fails, *missed(survey, told=bool(fails)), *dead_service(survey)):
        yield Needed(one.code, one.when, one.text, one.since, one.failures)


def _of_posts(survey: Survey) -> Iterator[Needed]:
    """What is asked for about single posts and papers."""
    for publication in survey.ledger.late:
        text = (
            f"{publication.post_id} may be on X twice, the second time as {publication.late_remote_id}: "
            "look at the account, delete one by hand, and say which is left with "
            f"`scicomm-bot resolve {publication.post_id} --posted X_ID`"
        )
        yield Needed("twice", Need.LATER, text)
    for pause in survey.pauses:
        if pause.paper_id is not None:
            obstacle = pause_obstacle(pause)
            yield Needed(obstacle.code, obstacle.needs or Need.LATER, obstacle.text(), pause.since)
    unlooked = [state.obstacle(live=True) for state in survey.unlooked.values()]
    for held in held_posts(survey.forecast.states):
        if held.obstacle.code is ObstacleCode.FILE and held.obstacle.needs is None:  # told above
            continue
        if held.obstacle in unlooked:  # told below, once for the paper
            continue
        if held.obstacle.needs is None and held.obstacle.code in _BY_TIME:  # nobody need do anything
            continue
        brief = brief_of(held) if held.obstacle.code in _QUOTES_A_POST else ""
        yield Needed(held.obstacle.code, held.obstacle.needs or Need.LATER, held_text(held), brief=brief)
    yield from _still_out(survey)
    if survey.live and not survey.rehearsal:
        yield from _unsigned(survey)
    if not survey.rehearsal:
        yield from _unrejected(survey)


def _broken(survey: Survey) -> Iterator[Needed]:
    """What cannot be read: the ledger, `posts.yaml`, a template."""
    if survey.ledger.trouble is not None:
        yield Needed("ledger", Need.NOW, survey.ledger.trouble)
    if not survey.ledger.exists and survey.ledger.is_in_use(survey.now):
        text = (
            f"{survey.ledger.name} is gone, but a service on this machine still has it open, and posts no more: put "
            "the right file back in its place; a new one would not know what is out"
        )
        yield Needed("ledger", Need.NOW, text)
    if survey.ledger.trouble is None and survey.ledger.lacks_a_service(survey.now):
        text = (
            f"a service on this machine goes on, but cannot write into {survey.ledger.name}, or has another file of "
            "this name open, and posts nothing: its log and `scicomm-bot doctor` say why"
        )
        yield Needed("ledger", Need.NOW, text)
    failures = [post.failure for post in survey.posts if post.failure is not None and post.kind != "correction"]
    for problem in dict.fromkeys((*survey.problems, *failures)):
        yield Needed(ObstacleCode.FILE, Need.NOW, str(problem), brief=_brief_problem(problem))
    for problem in survey.edition.document.problems:  # other papers go on
        yield Needed(ObstacleCode.FILE, Need.LATER, str(problem), brief=_brief_problem(problem))


def _brief_problem(problem: Problem) -> str:
    where = "a file that posts are made from" if problem.place is None else str(problem.place)
    return f"{where} cannot be used; run `scicomm-bot check`"


def _told_by_itself(why: Skip) -> bool:
    """Whether nothing goes out for a reason that no held post tells: a thread that has stopped, the month's budget."""
    return why.kind is SkipKind.STUCK and why.why.code is not ObstacleCode.RETRACTED


def _lost(opened: Publication, now: datetime) -> Iterator[Needed]:
    if opened.asks_person is not None or now >= opened.ends_by + ASK_AFTER:
        asked = lost_answer(opened, opened.asks_person or opened.reason or "its sender died")
        yield Needed(asked.code, Need.NOW, asked.text(), opened.claimed_at)


def _stopped_threads(survey: Survey) -> Iterator[Needed]:
    """Threads that have begun and do not go on, also while other papers' posts go out."""
    if survey.forecast.upcoming is None:  # then the forecast says why nothing goes out
        return
    states, told = survey.forecast.by_id(), set[str]()
    for post, where in survey.forecast.states:
        if post.follows is None or post.paper_id in told or not _has_begun(post, survey):
            continue
        before = reply_target(post, survey.posts, survey.history)
        stopped_at = post.id if where.state == "refused" else before if isinstance(before, str) else None
        if stopped_at is None or where.state not in {"pending", "refused"}:
            continue
        if stopped_at in states and not _stops(states[stopped_at]):
            continue
        told.add(post.paper_id)
        text = f"the thread about {post.paper_id} has stopped, because {stopped_at} is not out; "
        remedy = "fix that post, or set `series: standalone` for the paper"
        yield Needed(ObstacleCode.THREAD, Need.NOW, text + remedy)


def _stops(where: PostState) -> bool:
    """Whether a part of a thread does not go out before a person acts."""
    on_purpose = where.obstacle is not None and where.obstacle.code in _ON_PURPOSE
    return where.state in {"refused", "held"} and not on_purpose


def _has_begun(post: Post, survey: Survey) -> bool:
    latest = survey.history.latest
    parts = (one.id for one in survey.posts if one.paper_id == post.paper_id)
    return any(part in latest and latest[part].state is PublicationState.POSTED for part in parts)


def _still_out(survey: Survey) -> Iterator[Needed]:
    """Papers that do not stand, of which posts are out, and of which no correction has gone out."""
    if survey.rehearsal:
        return
    held = {post.paper_id for post, where in survey.forecast.states if where.reason == ObstacleCode.RETRACTED}
    for paper_id, out in survey.ledger.out.items():
        if out and paper_id not in held and correction_id(paper_id) not in survey.ledger.corrections:
            what = f"{len(out)} posts about {paper_id} are" if len(out) > 1 else f"{out[0].post_id} is"
            text = f"{what} out, but {survey.edition.papers[paper_id].message}; delete what must go with `withdraw`, "
            yield Needed(ObstacleCode.RETRACTED, Need.NOW, f"{text}or approve the correction")


def _unsigned(survey: Survey) -> Iterator[Needed]:
    """What is asked of a person about papers that cannot be looked up, while something of them is still to come."""
    for paper_id, state in survey.unlooked.items():
        text = f"no post about {paper_id} goes live: {state.message}; {state.remedy}"
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
    return f"{_who(held.ids)} {held.state}: {held.text or held.obstacle.code}"


def brief_of(held: HeldPosts) -> str:
    """Say the same without the words of the obstacle."""
    return f"{_who(held.ids)} {held.state} ({held.obstacle.code}); see `scicomm-bot status`"


def _who(ids: Sequence[str]) -> str:
    first, *others = ids
    return f"{first} is" if not others else f"{first} and {len(others)} more are"
