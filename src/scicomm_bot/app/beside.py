"""What a person is shown beside a post: what was read from its quotations, and one thing to look at; never stored."""

from collections.abc import Sequence
from typing import NamedTuple

from scicomm_bot.app.facts import facts_of_posts
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Post
from scicomm_bot.fidelity.hints import hints


class Beside(NamedTuple):
    """What is shown beside one post.

    Attributes:
        facts: What was read from each quotation, in order, a line to each fact; empty for a post without a finding.
        look_at: What to look at, as a question, where no rule asks about the post and something applies; or None.
    """

    facts: tuple[tuple[str, ...], ...] = ()
    look_at: str | None = None


def beside(posts: Sequence[Post], content: Content) -> dict[str, Beside]:
    """Return what is shown beside these posts, by their ids."""
    facts = {one.id: tuple(tuple(quote.marked_lines) for quote in one.quotes) for one in facts_of_posts(content, posts)}
    look_at = hints([post for post in posts if not post.questions], content)
    return {post.id: Beside(facts.get(post.id, ()), look_at.get(post.id)) for post in posts}
