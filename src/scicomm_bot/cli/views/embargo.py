"""An embargo, as people cannot overlook it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from scicomm_bot.cli.terminal import Paint, hanging, width
from scicomm_bot.cli.wording import iso, time_text
from scicomm_bot.domain.paper import Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.timing import ANY_TIME
from scicomm_bot.plan import PostState


def embargo_lines(
    paper: Paper | None, posts: Sequence[Post], now: datetime, zone: ZoneInfo, paint: Paint
) -> Iterator[str]:
    """Yield what stands above the posts of a paper under embargo; nothing for any other.

    Args:
        paper: The paper, or None where its file cannot be read.
        posts: Posts of it, and of others.
        now: The time.
        zone: The time zone of the schedule.
        paint: Marks words.
    """
    if paper is None or paper.not_before is None:
        return
    # A finding may be held for longer than its paper.
    ends = min(
        (one.timing.not_before for one in posts if one.paper_id == paper.id and one.timing.not_before), default=now
    )
    if ends <= now:
        return
    line = paint("=" * width(), "bold", "red")
    yield line
    yield paint(f"EMBARGO: {paper.id}", "bold", "red")
    yield from hanging("  ", f"No post of this paper goes out before {time_text(ends, zone)}.")
    yield from hanging("  ", f"In the file: not_before: {paper.not_before}")
    yield line
    yield ""


def moment_lines(post: Post, state: PostState, zone: ZoneInfo) -> Iterator[str]:
    """Yield when a post goes out that has a moment of its own to come; nothing for any other."""
    if post.timing.at is not None and state.state == "pending":
        yield from hanging("  ", f"goes out at {time_text(post.timing.at, zone)} (`at:`)")


def timing_json(post: Post) -> dict[str, object]:
    """Return the moments of a post as keys of its JSON object; none for one that may go out at any time."""
    timing = post.timing
    if timing == ANY_TIME:
        return {}
    return {"not_before": iso(timing.not_before), "not_after": iso(timing.not_after), "at": iso(timing.at)}
