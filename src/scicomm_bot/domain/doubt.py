"""A place in `posts.yaml` that was read, and may not say what was meant."""

from dataclasses import dataclass
from enum import StrEnum


class DoubtKind(StrEnum):
    """What makes it doubtful."""

    COMMENT = "comment"
    """A comment follows a text, and may have been a part of it."""
    KEY = "key"
    """A key was read as another, because programs write the one for the other."""
    SAME_DOI = "same doi"
    """Two papers have one DOI."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that was read, and may not say what was meant.

    Attributes:
        kind: What makes it doubtful.
        where: The path of the value, e.g. `("papers", 0, "title")`.
        place: Its file and line, as `posts.yaml:6`.
        message: What is doubtful, and what was read.
        remedy: What to do.
    """

    kind: DoubtKind
    where: tuple[str | int, ...]
    place: str
    message: str
    remedy: str
