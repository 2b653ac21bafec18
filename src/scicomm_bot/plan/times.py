"""The moments that a paper and its findings name: an embargo, an end, the moment of one post."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import Content, Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.timing import ANY_TIME, Timing
from scicomm_bot.plan.moments import HOW_EXACT, MomentError, read_moment, with_time
from scicomm_bot.plan.quiet import quiet_time, zone_of

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""What a moment in a file counts from: it means the same whenever it is read."""


def embargo_end(written: str) -> datetime:
    """Read `not_before:` of a paper: a moment that names its zone.

    Raises:
        MomentError: it is none, or names no zone.
    """
    return read_moment(written, _ANY_DAY, None, fixed=True)


def moment_in_file(written: str, zone: ZoneInfo, *, end_of_day: bool = False) -> datetime:
    """Read a moment in a file; one without a zone is by the clocks of the schedule.

    Raises:
        MomentError: it is none.
    """
    return read_moment(written, _ANY_DAY, zone, fixed=True, end_of_day=end_of_day)


def exact_moment(written: str, zone: ZoneInfo) -> datetime:
    """Read `at:` of a finding: a day and a time.

    Raises:
        MomentError: it is none, or names a day without a time.
    """
    moment = read_moment(written, _ANY_DAY, zone, fixed=True, how=HOW_EXACT)
    if moment != moment_in_file(written, zone, end_of_day=True):
        raise MomentError(f"names no time; write it as '{with_time(written, '10:30')}'")
    return moment


def timed(posts: Iterable[Post], content: Content) -> list[Post]:
    """Return the posts with the moments that their papers and findings name.

    A correction of a paper that was retracted is held by none. A moment that cannot be read is a mistake in the file,
    which is told there: until it is mended, the posts that it is about are held.
    """
    of_paper = {paper.id: timings_of(paper, content) for paper in content.papers if _names_times(paper)}
    if not of_paper:
        return [*posts]
    return [
        post
        if post.kind == "correction" or post.paper_id not in of_paper
        else replace(post, timing=of_paper[post.paper_id].get(post.id, of_paper[post.paper_id][""]))
        for post in posts
    ]


def _names_times(paper: Paper) -> bool:
    of_findings = any(finding.at or finding.not_before for finding in paper.findings)
    return bool(of_findings or paper.not_before or paper.not_after)


def timings_of(paper: Paper, content: Content) -> dict[str, Timing]:
    """Return the moments of each finding's post that names some, by its id, and under "" those of the others."""
    zone, quiet = zone_of(content.schedule), quiet_time(content.schedule)
    ends = _or_never(lambda text: moment_in_file(text, zone, end_of_day=True), paper.not_after)
    own = Timing(_or_never(embargo_end, paper.not_before), ends, zone=zone)
    timings = {"": own if own.not_before or own.not_after else ANY_TIME}
    for finding in paper.findings:
        begins = _or_never(lambda text: moment_in_file(text, zone), finding.not_before)
        both = [one for one in (own.not_before, begins) if one is not None]
        at = _or_never(lambda text: exact_moment(text, zone), finding.at)
        why = None if at is None or at == _NEVER else quiet.why(at)
        timings[post_id(paper.id, finding.id)] = Timing(max(both, default=None), ends, at, why, zone)
    return timings


def _or_never(read: Callable[[str], datetime], written: str | None) -> datetime | None:
    """Return the moment that is written; what cannot be read never comes, None where nothing is written."""
    if written is None:
        return None
    try:
        return read(written)
    except MomentError:
        return _NEVER
