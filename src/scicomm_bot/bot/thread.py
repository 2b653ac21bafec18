"""Publishing one post with its thread: every further part that can go, one after the other."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from scicomm_bot.bot.retry import with_retries
from scicomm_bot.bot.settle import Found
from scicomm_bot.bot.step import Bot, Sent, StepResult
from scicomm_bot.domain.ids import paper_id_of
from scicomm_bot.domain.post import Post


def publish_with_thread(
    bot: Bot, posts: Sequence[Post], only: str | None, gap_seconds: float, sleep: Callable[[float], object]
) -> Iterator[StepResult]:
    """Take steps until one post is out, with every part of its thread that can go; yield what each came to.

    Args:
        bot: Takes the steps.
        posts: Every post, in order.
        only: The id of the one post that may go out, or None for the next.
        gap_seconds: How far the parts of a thread are from one another.
        sleep: Waits this many seconds.
    """
    while True:
        result = with_retries(partial(bot.step, posts, only=only), sleep)
        yield result
        if isinstance(result, Found):  # an earlier attempt is settled now; this call's own post is still to come
            if only == result.publication.post_id:
                return
            continue
        if not isinstance(result, Sent):
            return
        if only is not None and any(post.id == only and post.goes_first for post in posts):
            return  # who asks for a correction does not ask for the rest of a thread
        paper_id = paper_id_of(result.publication.post_id)
        part = bot.next_part([post for post in posts if post.paper_id == paper_id])
        if part is None:
            return
        sleep(gap_seconds)
        only = part.id
