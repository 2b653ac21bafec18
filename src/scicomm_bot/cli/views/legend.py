"""What the four levels of remarks mean, for who reads them for the first time; docs/writing.md has the same words."""

from collections.abc import Iterable, Iterator

from scicomm_bot.domain.post import Level

MEANS = {
    Level.ERROR: "E is an error: the post cannot go out until it is put right.",
    Level.QUESTION: "Q is a question: the post waits until a person answers in a sentence.",
    Level.WARNING: "W is a warning: look at it. It holds nothing.",
    Level.INFO: "I is information: nothing is wrong. What it asks for can wait.",
}


def legend_lines(levels: Iterable[Level]) -> Iterator[str]:
    """Yield a line for each of these levels, the gravest first, and an empty one below them; nothing for none."""
    told = set(levels)
    yield from (words for level, words in MEANS.items() if level in told)
    if told:
        yield ""
