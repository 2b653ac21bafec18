"""Whose words `why:` has: those of one of the paper's authors, by the name that the file has for them."""

from collections.abc import Mapping
from typing import Any

from scicomm_bot.characters.fold import fold
from scicomm_bot.content.yaml_file import mappings
from scicomm_bot.errors import near


def wrong_speaker(paper: Mapping[str, Any]) -> str | None:
    """Return why nobody can be credited with the words of `why:`, or None; some authors may be in no list."""
    why, authors = paper.get("why"), [author for _, author in mappings(paper.get("authors"))]
    by = why.get("by") if isinstance(why, dict) else None
    names = [author["name"] for author in authors if isinstance(author.get("name"), str)]
    if not isinstance(by, str) or not names or paper.get("authors_more"):
        return None
    if _line(by) in map(_line, names):
        return None
    meant = near(by, names)
    hint = f"did you mean {meant!r}?" if meant else f"write one of their names, such as {names[0]!r}"
    return f"why.by: {by!r} is none of the paper's authors; {hint}"


def _line(name: str) -> str:
    return " ".join(fold(name).split())
