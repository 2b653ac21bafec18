"""What is to be noted of a schedule and of moments in a file that can be used, and may not do what was meant."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from scicomm_bot.domain.history import History
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import Content, Schedule
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.timing import AT_GRACE
from scicomm_bot.plan.moments import MomentError
from scicomm_bot.plan.queue import is_out
from scicomm_bot.plan.quiet import quiet_notes, zone_of
from scicomm_bot.plan.slots import upcoming_slots
from scicomm_bot.plan.times import moment_in_file


def schedule_notes(schedule: Schedule, now: datetime) -> list[tuple[tuple[str | int, ...], str]]:
    """Return what is to be noted of a schedule without mistakes, each with its path inside it.

    That is quiet time that is over, or stands twice, and lines of slots that always lie in quiet time.
    """
    notes: list[tuple[tuple[str | int, ...], str]] = [
        (("quiet", index), text) for index, text in quiet_notes(schedule, now)
    ]
    if not schedule.quiet:
        return notes
    for index, line in enumerate(schedule.slots):
        alone = schedule.model_copy(update={"slots": (line,)})
        if not upcoming_slots(alone, now, 1):
            notes.append((("slots", index), f"slot {line!r} always lies in quiet time, so nothing ever goes out at it"))
    return notes


def moment_notes(
    posts: Sequence[Post], content: Content, history: History, now: datetime
) -> Iterator[tuple[Post, str]]:
    """Yield what is to be noted of the moments of posts that are not out, by post."""
    schedule = content.schedule
    coming = [post for post in posts if post.timing.at is not None and not is_out(history.latest.get(post.id))]
    clocks = dict(_clock_notes(content))
    for post in coming:
        for why in (*_alone(post, now), *([clocks[post.id]] if post.id in clocks else [])):
            yield post, why
    coming.sort(key=lambda post: post.timing.at or now)
    gap = timedelta(minutes=schedule.least_gap_minutes)
    for before, post in pairwise(coming):
        if before.timing.at is not None and post.timing.at is not None:
            yield from _too_near(before, post, post.timing.at - before.timing.at, gap)
    yield from _too_many(coming, schedule)


def _alone(post: Post, now: datetime) -> Iterator[str]:
    timing = post.timing
    if timing.at is None:
        return
    at = f"`at:` is {timing.told(timing.at)}, which"
    if now > timing.at + AT_GRACE:
        yield f"{at} has passed, so the post is held: write another, or delete the line"
    if timing.quiet is not None:
        yield f"{at} lies in quiet time ({timing.quiet}), so the post is held: write another, or change `quiet:`"
    if timing.not_before is not None and timing.at < timing.not_before:
        until = timing.told(timing.not_before)
        yield f"{at} comes before the end of the embargo, {until}: the post will not go out; write a later one"
    if timing.not_after is not None and timing.at >= timing.not_after:
        yield f"{at} comes when its paper's time is over (`not_after:`): the post will not go out; write an earlier one"


def _too_near(before: Post, post: Post, apart: timedelta, gap: timedelta) -> Iterator[tuple[Post, str]]:
    if not apart:
        yield post, f"`at:` is the same moment as that of {before.id}, and only one of them goes out then; move one"
    elif apart < gap:
        least = f"{gap / timedelta(minutes=1):g} minutes"
        told = f"`at:` comes {apart / timedelta(minutes=1):g} minutes after that of {before.id}"
        yield post, f"{told}, and the least gap is {least}: it goes out later, or not at all; move one"


def _too_many(coming: Sequence[Post], schedule: Schedule) -> Iterator[tuple[Post, str]]:
    zone, seen = zone_of(schedule), Counter[object]()
    for post in coming:
        day = post.timing.at.astimezone(zone).date() if post.timing.at is not None else None
        seen[day] += 1
        if schedule.most_per_day is not None and seen[day] == schedule.most_per_day + 1:
            most = f"no more than {schedule.most_per_day} go out on one day (`most_per_day:`)"
            yield post, f"`at:` is one too many for {day}, since {most}; move it to another day"


def _clock_notes(content: Content) -> Iterator[tuple[str, str]]:
    """Yield, by the ids of their posts, what clocks do at moments without a zone: they are skipped, or come twice."""
    zone, utc = zone_of(content.schedule), ZoneInfo("UTC")
    for paper in content.papers:
        for finding in paper.findings:
            if finding.at is None:
                continue
            try:
                here, there = moment_in_file(finding.at, zone), moment_in_file(finding.at, utc)
            except MomentError:
                continue
            local = here.astimezone(zone)
            if here == there and zone.utcoffset(local) != timedelta(0):  # it names its zone
                continue
            shown = local.replace(tzinfo=None, fold=0)
            said = there.replace(tzinfo=None)
            if shown != said and abs(shown - said) <= timedelta(hours=3):
                yield post_id(paper.id, finding.id), f"{_of(finding.at)} does not exist; it is read as {shown:%H:%M}"
            elif local.replace(fold=0).astimezone(UTC) != local.replace(fold=1).astimezone(UTC):
                yield post_id(paper.id, finding.id), f"{_of(finding.at)} comes twice; it is read as the later one"


def _of(written: str) -> str:
    return f"`at:` is a time at which the clocks are changed: {written!r}"
