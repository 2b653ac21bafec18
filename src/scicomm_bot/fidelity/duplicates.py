"""Rules that compare a post with all others of the account."""

from collections.abc import Iterator, Mapping, Sequence

from scicomm_bot.fidelity.rule import ALL, Found, Rule
from scicomm_bot.models import Level, Paper, Post

DUPLICATE = Rule(
    "duplicate",
    Level.ERROR,
    detects="the same text as an earlier post",
    why="X refuses a text that is out already",
    bad="two findings with one text",
    good="one finding",
    kinds=ALL,
    english=False,
)


def duplicates(posts: Sequence[Post], papers: Mapping[str, Paper]) -> Iterator[tuple[str, Found]]:  # noqa: ARG001 - all such rules are called alike
    """Yield the posts whose text stands earlier in the file already."""
    first_with: dict[str, str] = {}
    for post in posts:
        first = first_with.setdefault(post.text, post.id)
        if post.text and first != post.id:
            yield post.id, Found(f"the same text as {first}", "change one or delete it")
