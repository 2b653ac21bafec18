"""Rules on the form of a post: its length, emptiness, characters, and texts that stand twice."""

import unicodedata
from collections.abc import Iterator, Mapping

from scicomm_bot import length
from scicomm_bot.models import Level, Post, Remark

_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of controls, surrogates, private and unassigned characters, and line separators."""


def too_long(post: Post) -> Iterator[Remark]:
    """`length`: over 280 weighted characters."""
    over = post.weighted_length - length.LIMIT
    if over > 0:
        yield Remark(
            "length",
            Level.ERROR,
            f"{post.weighted_length} weighted characters, limit {length.LIMIT}; cut {over}, or give a `short` wording",
        )


def empty(post: Post) -> Iterator[Remark]:
    """`empty`: nothing to read; a post that could not be rendered says why elsewhere."""
    if not post.text and not any(remark.rule == "template" for remark in post.remarks):
        yield Remark("empty", Level.ERROR, "the template makes an empty text; look at its conditions")


def control_characters(post: Post) -> Iterator[Remark]:
    """`control-character`: characters that cannot be seen and that X refuses or drops."""
    bad = sorted({c for c in post.text if c != "\n" and unicodedata.category(c) in _UNSEEN})
    if bad:
        names = ", ".join(f"U+{ord(c):04X}" for c in bad)
        yield Remark("control-character", Level.ERROR, f"holds {names}, which cannot be shown; delete it in posts.yaml")


def duplicate(post: Post, first_with: Mapping[str, str]) -> Iterator[Remark]:
    """`duplicate`: the same text as an earlier post; X refuses it."""
    first = first_with.get(post.text_sha256, post.id)
    if post.text and first != post.id:
        yield Remark("duplicate", Level.ERROR, f"the same text as {first}; X refuses it, so change one or delete it")
