"""Which post goes out next, or why none does."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from scicomm_bot.domain.account import Account, Pause
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication
from scicomm_bot.domain.timing import AT_GRACE, moment_text
from scicomm_bot.medium.prices import next_month, usd
from scicomm_bot.plan.decision import Decision, Publish, Skip, SkipKind
from scicomm_bot.plan.queue import Order, Queue, Series, states_of, without_moment
from scicomm_bot.plan.quiet import NOTHING_QUIET, QuietTime
from scicomm_bot.plan.state import HOW_TO_END_SEVERAL, PostState, pause_obstacle, reply_target
from scicomm_bot.plan.threads import Threads, post_states


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms posts may go out.

    Attributes:
        least_gap: Two posts are never closer together than this.
        thread_gap: The parts of a thread go out this far from one another.
        monthly_budget_micro_usd: What may be spent in one calendar month (UTC), or None for no limit.
        pause: What a person says in the file: nothing goes out. None where the file says nothing.
        quiet: When nothing goes out; its zone is that of the schedule.
        most_per_day: How many posts go out on one day of that zone at most, or None for no limit.
        order: How papers take turns.
    """

    least_gap: timedelta = timedelta(0)
    thread_gap: timedelta = timedelta(0)
    monthly_budget_micro_usd: int | None = None
    pause: Pause | None = None
    quiet: QuietTime = NOTHING_QUIET
    most_per_day: int | None = None
    order: Order = "one after the other"

    def day_of(self, moment: datetime) -> tuple[datetime, datetime]:
        """Return the first moment of the schedule's day in which a moment lies, and that of the next day, in UTC."""
        return day_around(moment, self.quiet.zone)


NOTHING_LEFT = Skip(SkipKind.DONE, Obstacle(ObstacleCode.NOTHING_LEFT, "nothing is left to post"))
NOTHING_OPEN = Skip(SkipKind.DONE, Obstacle(ObstacleCode.NOTHING_LEFT, "nothing is open"))
SLOT_FILLED = Skip(SkipKind.DONE, Obstacle(ObstacleCode.SLOT, "this slot is filled"))


def next_part(posts: Sequence[Post], history: History, now: datetime, quiet: QuietTime = NOTHING_QUIET) -> Post | None:
    """Return the part at which a thread that has begun goes on, or None where there is none.

    It is the paper's first post that is not out: a thread does not go on past a part that is still to come. In quiet
    time only a thread goes on of which a part went out just now.
    """
    waiting: set[str] = set()
    is_quiet = quiet.why(now) is not None
    for post, where in post_states(posts, history, now):
        if post.paper_id in waiting or where.state != "pending":
            continue
        before = None if post.follows is None else reply_target(post, posts, history)
        if isinstance(before, Publication) and not (is_quiet and _is_long_ago(before, now)):
            return post
        waiting.add(post.paper_id)
    return None


def _is_long_ago(before: Publication, now: datetime) -> bool:
    return before.ended_at is None or now > before.ended_at + AT_GRACE


def decide(
    posts: Sequence[Post],
    history: History,
    now: datetime,
    terms: Terms,
    *,
    only: str | None = None,
    slot: datetime | None = None,
    queue: Queue | None = None,
) -> Decision:
    """Choose the post to publish at `now`, or say why there is none.

    Posts are taken in turn (see `Queue`); one that is refused or held does not keep the next from going out.

    Args:
        posts: Every post, those of each paper in order.
        history: What the ledger knows of them.
        now: The moment.
        terms: On what terms posts go out.
        only: The id of the one post that may go out. Without a slot, a person asked for it, or it goes on with a
            thread: then no gap, no quiet time, no number for the day and no `at:` of its own holds it.
        slot: The slot that is to be filled, or None. The slot of an `at:` is filled by its own post alone, as `only`.
        queue: What is still to come, worked out before from these posts and this history; None to do so now.
    """
    if history.open is not None:
        return _wait_for(history.open, now)
    if (pause := account_pause(history.account, now, terms.pause)) is not None:
        return Skip(SkipKind.STUCK if pause.needs is Need.NOW else SkipKind.WAITING, pause)
    queue = queue if queue is not None else Queue.of(posts, history, terms.order)
    chosen = _named(queue, only, now, slot) if only is not None else _next(queue, now, slot, terms.quiet.zone)
    if isinstance(chosen, Skip):
        return chosen
    post, target = chosen
    by_name = only is not None and slot is None
    is_part = target is not None and post.follows is not None  # it goes out with the part before it
    if not by_name and not is_part and (held := _not_today(post, queue, now, terms)) is not None:
        return Skip(SkipKind.WAITING, held)
    if (over := over_budget(post, history, terms, now)) is not None:
        return Skip(SkipKind.STUCK, over, about=post.id)
    gap = terms.least_gap if post.follows is None else terms.thread_gap
    last = history.last_posted_at
    # A last post in the future was dated by a clock that has been set back since.
    if not by_name and last is not None and last <= now < last + gap:
        return Skip(SkipKind.WAITING, Obstacle(ObstacleCode.GAP, "the last post is too recent", until=last + gap))
    return Publish(post, None if target is None else target.remote_id)


def day_around(moment: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the first moment of the day of a zone in which a moment lies, and that of the next day, in UTC."""
    day = moment.astimezone(zone).date()
    begins, ends = (datetime.combine(one, time(), zone).astimezone(UTC) for one in (day, day + timedelta(days=1)))
    return begins, ends


def _not_today(post: Post, queue: Queue, now: datetime, terms: Terms) -> Obstacle | None:
    """Return why none goes out at `now`, whoever is next: quiet time, enough for the day, a moment to come."""
    if (span := terms.quiet.at(now)) is not None:
        return Obstacle(ObstacleCode.QUIET, f"nothing goes out now: {span.why} (`quiet:`)", until=span.end)
    coming = [one for one in queue.exact(now) if one.timing.at is not None and one.timing.at > now]
    ordinary = post.timing.at is None
    if (most := terms.most_per_day) is not None:
        tomorrow = terms.day_of(now)[1]
        kept = sum(one.timing.at is not None and one.timing.at < tomorrow for one in coming) if ordinary else 0
        if queue.history.begun_today + kept >= most:
            enough = "1 post is" if most == 1 else f"{most} posts are"
            room = ", and room is kept for moments still to come (`at:`)" if kept else ""
            message = f"{enough} enough for this day (`most_per_day:`){room}"
            return Obstacle(ObstacleCode.DAY, message, until=tomorrow)
    first = coming[0] if coming and ordinary else None
    if first is not None and first.timing.at is not None and first.timing.at < now + terms.least_gap:
        message = (
            f"room is left for {first.id}, which goes out at {moment_text(first.timing.at, terms.quiet.zone)} (`at:`)"
        )
        return Obstacle(ObstacleCode.GAP, message, until=first.timing.at)
    return None


def account_pause(account: Account | None, now: datetime, in_file: Pause | None = None) -> Obstacle | None:
    """Return what pauses the whole account at `now`, or None; `in_file` is the pause that the file has, or None.

    Posting needs all pauses ended: those that something must end come first, else the one that ends last. In a ledger
    that was moved nothing else matters.
    """
    if account is not None and account.moved is not None:
        return pause_obstacle(account.moved)
    pauses = account.pauses_at(now) if account is not None else ()
    if in_file is not None and in_file.holds_at(now):
        pauses = (*pauses, in_file)
    lasting = [pause_obstacle(pause) for pause in pauses if pause.until is None]
    if lasting:
        urgent = [one for one in lasting if one.needs is Need.NOW] or lasting
        remedies = list(dict.fromkeys(one.remedy for one in urgent))
        by_people = all(one.needs is Need.LATER for one in urgent)
        remedy = "; ".join(remedies) if by_people or len(remedies) == 1 else HOW_TO_END_SEVERAL
        return replace(urgent[-1], message="; ".join(one.message for one in urgent), remedy=remedy)
    return pause_obstacle(max(pauses, key=lambda pause: pause.until or now)) if pauses else None


def over_budget(post: Post, history: History, terms: Terms, now: datetime) -> Obstacle | None:
    """Return the obstacle for a post that would go over the month's budget, or None.

    A new month has a new one, but not for a post that costs more than a whole month may: until a person acts, that one
    never goes out.
    """
    budget = terms.monthly_budget_micro_usd
    if budget is None or history.spent_micro_usd + post.price_micro_usd <= budget:
        return None
    if post.price_micro_usd > budget:
        price, most = usd(post.price_micro_usd), usd(budget)
        message = f"{post.id} costs {price}, more than a whole month may: {most} (SCICOMM_MONTHLY_BUDGET_USD)"
        remedy = "make it cheaper, as by `link: none`, or raise the budget and restart the service"
        return Obstacle(ObstacleCode.BUDGET, message, remedy, needs=Need.NOW)
    message = f"{post.id} would go over this month's budget (SCICOMM_MONTHLY_BUDGET_USD)"
    return Obstacle(ObstacleCode.BUDGET, message, until=next_month(now.astimezone(UTC)), needs=Need.NOW)


def lost_answer(publication: Publication, why: str) -> Obstacle:
    """Return the obstacle of a post that the bot cannot find out about: a person must look."""
    post_id = publication.post_id
    return Obstacle(
        ObstacleCode.UNKNOWN,
        f"{post_id} may or may not be on X: {why}. Look at the account, then run "
        f"`scicomm-bot resolve {post_id} --posted X_ID` or `--not-posted`. Do not delete it on X by hand, because then "
        f"it could be sent again; if it should not be there, run `scicomm-bot resolve {post_id} --skip` first",
        needs=Need.NOW,
    )


def _wait_for(publication: Publication, now: datetime) -> Skip:
    post_id = publication.post_id
    if publication.in_flight(now):
        message = f"{post_id} is being sent by another process"
        return Skip(SkipKind.WAITING, Obstacle(ObstacleCode.BUSY, message, until=publication.ends_by))
    if publication.asks_person is not None:
        return Skip(SkipKind.STUCK, lost_answer(publication, publication.asks_person), about=post_id)
    why = publication.reason or "no answer was recorded"
    message = f"{post_id} may or may not be on X ({why}); the next step looks there first"
    return Skip(SkipKind.WAITING, Obstacle(ObstacleCode.UNKNOWN, message), about=post_id)


_Chosen = tuple[Post, Publication | None]
"""A post, and what it replies to."""


def _next(queue: Queue, now: datetime, slot: datetime | None, zone: tzinfo) -> _Chosen | Skip:
    """Return whose turn it is; outside of a slot, first a post whose own moment has come."""
    due = next((one for one in queue.exact(now) if one.timing.is_due(now)), None) if slot is None else None
    post = due or queue.ready(now)
    if post is None:
        return queue.nothing(now, lambda: _nothing(queue, now, zone))
    series = queue.series_of(post.id)
    target = reply_target(post, series.posts if series is not None else [post], queue.history)
    return post, target if isinstance(target, Publication) else None


def _named(queue: Queue, only: str, now: datetime, slot: datetime | None) -> _Chosen | Skip:
    """Return the one post that may go out, or say why it does not; a person's word goes before its own moment."""
    series = queue.series_of(only)
    if series is None:
        return NOTHING_LEFT
    if slot is None and series.is_timed:
        series = without_moment(series, only)
    states = queue.states_of(series, now) if series is queue.series_of(only) else states_of(series, queue.history, now)
    [(post, where)] = [one for one in states if one[0].id == only]
    target = reply_target(post, series.posts, queue.history)
    if where.state == "pending" and not isinstance(target, str):
        return post, target
    if where.obstacle is not None and where.obstacle.code is ObstacleCode.RETRACTED:
        return _stopped_by_notices([where.obstacle])
    return _cannot_send(post, where, target)


def _nothing(queue: Queue, now: datetime, zone: tzinfo) -> Skip:
    """Say why no post can go out now, by the clocks of a zone."""
    held = queue.held(now)
    codes = {one.code for one in held.values()}
    if ObstacleCode.RETRACTED in codes:
        return _stopped_by_notices(list(dict.fromkeys(_with_code(held, ObstacleCode.RETRACTED))))
    behind = _behind(held)
    if (stopped := _stopped_thread(queue, now, behind)) is not None:
        return stopped
    if ObstacleCode.PAUSED in codes:
        return Skip(SkipKind.WAITING, _first_to_end(_with_code(held, ObstacleCode.PAUSED)))
    if ObstacleCode.EMBARGO in codes:
        first = _first_to_end(_with_code(held, ObstacleCode.EMBARGO))
        more = f"; waiting for a person: {behind}" if behind else ""
        until = moment_text(first.until, zone) if first.until is not None else "a time that nobody knows"
        message = f"no post can go out now: the first embargo ends at {until}{more}"
        return Skip(SkipKind.WAITING, Obstacle(ObstacleCode.EMBARGO, message, until=first.until))
    return _nothing_left(queue, now, behind, zone)


def _stopped_thread(queue: Queue, now: datetime, behind: str) -> Skip | None:
    for series in queue.series:
        for stopped, before in _stopped(series, queue, now) if series.is_thread else ():
            message = f"the thread has stopped before {stopped.id}, because {before} is not out"
            remedy = "fix that post, or set `series: standalone` for the paper"
            what = f"{message}{': ' if behind else ''}{behind}"
            return Skip(SkipKind.STUCK, Obstacle(ObstacleCode.THREAD, what, remedy, needs=Need.NOW), about=stopped.id)
    return None


def _nothing_left(queue: Queue, now: datetime, behind: str, zone: tzinfo) -> Skip:
    exact = queue.exact(now)
    if exact and (at := exact[0].timing.at) is not None:
        message = f"nothing is left but what has a moment of its own: {exact[0].id} goes out at {moment_text(at, zone)}"
        return Skip(SkipKind.DONE, Obstacle(ObstacleCode.NOTHING_LEFT, message, until=at))
    if behind:
        message = f"no post can go out now; waiting for a person: {behind}"
        return Skip(SkipKind.DONE, Obstacle(ObstacleCode.NOTHING_LEFT, message, needs=Need.LATER))
    return NOTHING_LEFT


def _with_code(held: Mapping[str, Obstacle], code: ObstacleCode) -> list[Obstacle]:
    return [one for one in held.values() if one.code is code]


def _first_to_end(several: Sequence[Obstacle]) -> Obstacle:
    """Return the obstacle that ends first."""
    return min(several, key=lambda one: (one.until is None, one.until))


def _stopped(series: Series, queue: Queue, now: datetime) -> Iterator[tuple[Post, object]]:
    """Yield the parts before which a thread has stopped, with what is not out before each.

    One that waits with all its parts has not begun.
    """
    states, history = queue.states_of(series, now), queue.history
    begun, refused = (
        Threads.of(series.posts, history).begun,
        {post.id for post, where in states if where.state == "refused"},
    )
    for post, where in states:
        before = reply_target(post, series.posts, history)
        if where.state == "pending" and (post.id in begun or before in refused):
            yield post, before


_NAMED = 3
"""As many posts are named; of more, only the number is told."""


def _behind(held: Mapping[str, Obstacle]) -> str:
    """Say which posts wait for a person, each with its reason, or how many for which reason."""
    waiting = {post_id: one.code for post_id, one in held.items() if _waits_for_a_person(one)}
    if len(waiting) <= _NAMED:
        return ", ".join(f"{post_id} ({code.words})" for post_id, code in waiting.items())
    return ", ".join(f"{code.words}: {count}" for code, count in Counter(waiting.values()).items())


def _waits_for_a_person(why: Obstacle) -> bool:
    """Whether a person must do something; under embargo, nobody need yet."""
    return why.code is not ObstacleCode.EMBARGO and (why.needs is not None or why.code not in _BY_ITSELF)


_BY_ITSELF = {ObstacleCode.EXPIRED, ObstacleCode.UNKNOWN}
"""What no person need end: a time that is over; and of what is in flight or lost, the bot finds out by itself."""


def _stopped_by_notices(obstacles: Sequence[Obstacle]) -> Skip:
    """Say what stops papers, where nothing else is left; it is waited for only where all of it ends by itself."""
    untils = [one.until for one in obstacles if one.until is not None]
    kind = SkipKind.WAITING if len(untils) == len(obstacles) else SkipKind.STUCK
    message = "; ".join(dict.fromkeys(one.text() for one in obstacles))
    need = None if kind is SkipKind.WAITING else Need.NOW
    until = min(untils) if kind is SkipKind.WAITING else None
    return Skip(kind, Obstacle(ObstacleCode.RETRACTED, message, until=until, needs=need))


def _cannot_send(post: Post, where: PostState, target: Publication | str | None) -> Skip:
    """Say why the one post that a person asked for does not go out."""
    if where.state == "pending":
        message = f"{post.id} replies to {target}, which is not out"
        return Skip(SkipKind.STUCK, Obstacle(ObstacleCode.THREAD, message, needs=Need.NOW), about=post.id)
    if where.withdrawn and where.publication is not None:
        message = f"{post.id} was {where.publication.withdrawn_text().rstrip('.')}; it is never sent again"
        return Skip(SkipKind.DONE, Obstacle(ObstacleCode.GONE, message), about=post.id)
    if where.state == "posted" and where.publication is not None:
        message = f"{post.id} is out already: {where.publication.address or 'as a rehearsal'}"
        return Skip(SkipKind.DONE, Obstacle(ObstacleCode.OUT, message), about=post.id)
    code = where.obstacle.code if where.obstacle is not None else ObstacleCode.UNKNOWN
    message = f"{post.id} is {where.state}: {where.text(post.id) or where.reason_words}"
    until = where.obstacle.until if where.obstacle is not None else None
    return Skip(SkipKind.STUCK, Obstacle(code, message, until=until, needs=Need.LATER), about=post.id)
