"""Markup: a record that was copied with its tags, entities or TeX, which X shows as they are."""

from collections.abc import Iterator
from functools import lru_cache

from scicomm_bot.characters.fold import fold
from scicomm_bot.characters.markup import plain_text
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, rule
from scicomm_bot.medium import length

_SHOWN = 300
_AROUND = 40


@rule(
    "markup",
    Level.WARNING,
    detects="HTML, MathML, entities or TeX in a text that people are to read",
    why="X shows markup as it stands, and takes an address in it for a link",
    bad="CO<sub>2</sub> &amp; $\\alpha$-synuclein in mice",
    good="CO\u2082 & \u03b1-synuclein in mice",
    kinds=ALL,
    english=False,
    also=(Level.ERROR,),
)
def markup(reading: Reading) -> Iterator[Found]:
    """Look at what the post prints, its quotations and alt texts, and for the first post at the rest of the record.

    Where X would make a link of an address inside a tag, the post is blocked: nobody means a link to a name space.
    """
    told = False
    linked = Level.ERROR if reading.plain != reading.post.text and _links_in_markup(reading) else None
    dirty = [one for one in reading.printed_fields() if _cleaned(one[1]) != one[1]] if _may_print(reading) else []
    text = fold(reading.post.text) if dirty else ""
    for name, value in dirty:
        if fold(value) in text:
            told = True
            yield _found(name, value, _cleaned(value))._replace(level=linked)
    if not told and reading.plain != reading.post.text:
        yield _found("the post's text", reading.post.text, reading.plain)._replace(level=linked)
    for name, value in _beside(reading):
        if (clean := _cleaned(value)) != value:
            yield _found(name, value, clean)


def _may_print(reading: Reading) -> bool:
    """Whether a field that the post prints has markup: its own text, or one of the record."""
    own = reading.finding.text if reading.finding is not None else ""
    return reading.source.has_markup or _cleaned(own) != own


def _links_in_markup(reading: Reading) -> bool:
    return len(length.urls(reading.post.text)) > len(length.urls(reading.plain))


def _beside(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield what is not in the text, but goes out with it, may take its place, or is shown to those who sign off."""
    finding, paper = reading.finding, reading.paper
    if finding is not None:
        if finding.short is not None:
            yield "`short`", finding.short
        for number, one in enumerate(finding.evidence, 1):
            yield f"`quote` {number}", one.quote
    for number, image in enumerate(reading.post.images, 1):
        yield f"`alt` of picture {number}", image.alt or ""
    if reading.first:
        yield "`abstract`", paper.abstract
        for number, author in enumerate(paper.authors, 1):
            yield f"`affiliation` of author {number}", author.affiliation or ""


@lru_cache(maxsize=1024)  # a paper's fields are those of all its posts
def _cleaned(value: str) -> str:
    return plain_text(value)


def _found(name: str, value: str, clean: str) -> Found:
    if len(clean) <= _SHOWN:
        return Found(f"{name} has markup in it", f"write \u201c{' '.join(clean.split())}\u201d")
    start = next((at for at, (one, other) in enumerate(zip(value, clean, strict=False)) if one != other), len(clean))
    begin = max(0, start - _AROUND)
    around, plain = value[begin : start + _AROUND], clean[begin : start + _AROUND]
    return Found(
        f"{name} has markup in it, first in \u201c{around}\u201d", f"write \u201c{plain}\u201d, and so all of it"
    )
