"""Abstracts in JATS or HTML, as Crossref and others hand them on: a fragment with sections, titles and paragraphs.

The fragment need not be whole XML, and its prefix `jats:` is declared nowhere, so it is read by its tags.
"""

from collections.abc import Iterator, Sequence
from html import unescape

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.records.record import AbstractPart
from scicomm_bot.records.sources import fields

_BLOCK = Pattern(
    r"<(?P<end>/?)(?:\w+:)?(?P<name>title|label|h[1-6]|p|sec|abstract|div|list-item|li|br)\b[^<>]*>",
)
_HEADS = frozenset({"title", "label", "h1", "h2", "h3", "h4", "h5", "h6"})
_STRESSED = Pattern(
    r"\s*<(?:\w+:)?(?P<tag>bold|b|strong|italic|i|em|underline|u)>\s*(?P<label>[^<>]{2,60}?)\s*(?P<in>[:.])?\s*"
    r"</(?:\w+:)?(?P=tag)>\s*(?P<out>[:.])?\s*"
)
_RUN_TOGETHER = Pattern(r"\b([a-z]{2,20})<(?:\w+:)?(?:italic|i|em)>([A-Za-z]{3,20})")
_BOLD = frozenset({"bold", "b", "strong"})


def abstract(written: str) -> Sequence[AbstractPart]:
    """Return the parts of an abstract: a section with its title as the label, or a paragraph without one."""
    if "<" not in written:
        written = unescape(written)
    if "<" not in written:
        return fields.labelled_parts(written)
    parts = _parts(written)
    if any(one.label for one in parts):
        return parts
    labelled = fields.labelled_parts(" ".join(one.text for one in parts))
    return labelled if len(labelled) > 1 else parts


def doubts(written: str) -> Iterator[str]:
    """Yield what a person should look at: some publishers lose the blanks around words in italics."""
    if found := _RUN_TOGETHER.search(written):
        yield f"blanks are missing around words in italics: '{found[1]}{found[2]}'"


def _parts(written: str) -> list[AbstractPart]:
    """Cut at the tags of blocks; the paragraphs of one section are one part."""
    found: list[tuple[str | None, list[str]]] = []
    label: str | None = None
    in_head, place = False, 0
    for tag in [*_BLOCK.finditer(written), None]:
        piece = written[place : tag.start() if tag else len(written)]
        if in_head:
            label = fields.part("", piece).label
        elif text := fields.part(piece).text:
            own, text = (label, text) if label else _stressed(piece, text)
            if label and found and found[-1][0] == label:
                found[-1][1].append(text)
            elif text:
                found.append((own, [text]))
        if tag is None:
            break
        in_head = tag["name"] in _HEADS and not tag["end"]
        label = None if tag["name"] == "sec" else label
        place = tag.end()
    return [fields.part(" ".join(texts), one) for one, texts in found]


def _stressed(piece: str, text: str) -> tuple[str | None, str]:
    """Return the label that a paragraph begins with in bold or the like, and the rest; a colon makes it one."""
    found = _STRESSED.match(piece)
    if found is None:
        return None, text
    ends = (found["in"], found["out"])
    if ":" in ends or ("." in ends and found["tag"] in _BOLD):
        return found["label"], fields.part(piece[found.end() :]).text
    return None, text
