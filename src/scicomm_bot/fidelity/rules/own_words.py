"""What an author says in their own words, which is no text of the paper."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rule import Found, rule

if TYPE_CHECKING:
    from scicomm_bot.fidelity.reading import Reading


@rule(
    "own-words",
    Level.INFO,
    detects="a post in an author's own words (`why:`), which nothing is compared with",
    why="a quotation is as good as the yes of the person who is quoted, and silence would look like a pass",
    bad="why: a sentence that nobody showed its author",
    good="why: a sentence that its author signed off",
    kinds=frozenset({"why"}),
    english=False,
)
def own_words(reading: "Reading") -> Iterator[Found]:
    """Say whose words they are, and what of them is not looked at."""
    if (why := reading.paper.why) is not None:
        what = f"these are the words of {why.by}, not of the paper, so they are not compared with the abstract"
        yield Found(what, "let them sign the post off as it stands here")
