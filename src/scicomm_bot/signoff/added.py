"""What a post says that is not the paper's: the plain words that the glossary has for its terms."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scicomm_bot.domain.paper import Paper, Term
from scicomm_bot.signoff.marks import marked


@dataclass(frozen=True, slots=True)
class Added:
    """What a post has from an entry of the glossary.

    Attributes:
        term: The entry.
        phrases: Its words that stand in the post and in neither the abstract nor the title, as the post writes them.
    """

    term: Term
    phrases: tuple[str, ...]


def added_by_glossary(text: str, paper: Paper) -> tuple[Added, ...]:
    """Return what a post has from the glossary and not from the paper, in the order of the glossary."""
    found = (Added(term, tuple(dict.fromkeys(_phrases(text, paper, term)))) for term in paper.glossary)
    return tuple(one for one in found if one.phrases)


def _phrases(text: str, paper: Paper, term: Term) -> Iterator[str]:
    for written in (term.plain, term.term):
        found = [piece.text for piece in marked(text, _ways(written)) if piece.quotes]
        if found and not _stands_in(paper.abstract, written) and not _stands_in(paper.title, written):
            yield from found


def _ways(written: str) -> list[str]:
    """Return how words may stand in a sentence: with a small or a capital first letter, and no full stop behind."""
    bare = written.rstrip(". ")
    return [bare, bare[:1].lower() + bare[1:], bare[:1].upper() + bare[1:]] if bare else []


@lru_cache(maxsize=1024)  # all posts of a paper ask the same
def _stands_in(source: str, written: str) -> bool:
    return any(piece.quotes for piece in marked(source, _ways(written)))
