"""Rules on the form of a post: its length, emptiness, and characters that cannot be seen."""

import unicodedata
from collections.abc import Iterator

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, rule
from scicomm_bot.medium import length

_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of controls, surrogates, private and unassigned characters, and line separators."""


MOST_READ = 2_000
"""The weighted length of the longest text that rules read: X takes 280, and each rule has its time for this at most."""


@rule(
    "length",
    Level.ERROR,
    detects="over 280 weighted characters",
    why="X refuses a longer post (docs.x.com, fundamentals/counting-characters)",
    bad="a post of 281",
    good="a post of 280",
    kinds=ALL,
    english=False,
)
def too_long(reading: Reading) -> Iterator[Found]:
    """Compare X's count with its limit."""
    weight = reading.post.weighted_length
    over = weight - length.LIMIT
    if over > 0:
        what = f"{weight} weighted characters, limit {length.LIMIT}"
        unread = "; no other rule has read it" if weight > MOST_READ else ""
        yield Found(what, f"cut {over}, or give a `short` wording{unread}")


@rule(
    "empty",
    Level.ERROR,
    detects="the template makes an empty text",
    why="there is nothing to post",
    bad="{% if false %}{{ finding.text }}{% endif %}",
    good="{{ finding.text }}",
    kinds=ALL,
    english=False,
)
def empty(reading: Reading) -> Iterator[Found]:
    """Find a post without a text; one that could not be rendered says why elsewhere."""
    if not reading.post.text and reading.post.failure is None:
        yield Found("the template makes an empty text", "look at its conditions")


@rule(
    "control-character",
    Level.ERROR,
    detects="a character that cannot be seen",
    why="X refuses or drops it, so what goes out would not be what was approved",
    bad="G-CSF\\u0007",
    good="G-CSF",
    kinds=ALL,
    english=False,
)
def control_characters(reading: Reading) -> Iterator[Found]:
    """Find controls, surrogates, private and unassigned characters."""
    text = reading.post.text
    if text.replace("\n", "").isprintable():
        return
    bad = sorted({c for c in text if c != "\n" and unicodedata.category(c) in _UNSEEN})
    if bad:
        names = ", ".join(f"U+{ord(c):04X}" for c in bad)
        yield Found(f"holds {names}, which cannot be shown", "delete it in posts.yaml")
