"""An abstract that came as one text, to its parts: labels told, what is no part of it cut off."""

import re
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.records.names import clean
from scicomm_bot.records.record import AbstractPart
from scicomm_bot.records.sources.fields import part

_WORDS = (
    "aims?|applications?|approach|backgrounds?|conclusions?|context|contributions?|data|design|discussion|evaluation"
    "|evidence|experimental|extraction|findings|funding|goals?|hypothes[ei]s|implications?|importance|interpretations?"
    "|interventions?|introduction|key|limitations?|main|materials?|measure(?:ment)?s?|methodology|methods?|motivation"
    "|objectives?|observations?|originality|outcomes?|participants?|patients?|population|practice|primary|problem"
    "|procedures?|purposes?|question|rationale|recommendations?|registration|relevance|results?|review|sample|search"
    "|selection|settings?|significance|sources?|statement|stud(?:y|ies)|subjects?|summary|synthesis|trial|clinical"
    "|translational|research|unassigned|scope|strateg(?:y|ies)|animals|value|presentation|case"
)
"""What labels of parts are made of."""
_LABEL = rf"(?:{_WORDS})(?:(?:\s*/\s*|\s*,\s*|\s+(?:(?:and|of|or|to|&)\s+)?)(?:{_WORDS})){{0,4}}"
_CAPITALS = r"(?-i:AIM|[A-Z][A-Z][A-Z ,/&'\u2019()\-]{1,70}[A-Z)])(?=\s*:)"
_ENDS = (
    r"\s*:\s*(?=\S)|\s+[\u2013\u2014]\s+|\.\s*[\u2013\u2014]\s*"
    r"|(?-i:(?<=[a-z])(?=[A-Z]))|(?-i:(?<=[A-Z]{4})(?=[A-Z][a-z]))"
)
_LABELLED = Pattern(
    rf"(?:\A|(?<=[.?!)\]\"\u201d;%]))\s*(?-i:(?=[A-Z]))(?:(?P<capitals>{_CAPITALS})|(?P<label>{_LABEL}))(?:{_ENDS})",
    re.IGNORECASE,
)
"""A label where a sentence may begin, with a colon, a dash, or the next word glued to it, as some pages have it.

In capitals before a colon it may be of any words.
"""
_TITLED = Pattern(
    r"(?:<(?:h[1-6]|(?:\w{1,10}:)?title)\b[^<>]{0,200}>|(?:\A\s*|<p\b[^<>]{0,200}>\s*)<(?:b|strong|em|i)\b[^<>]{0,200}>)"
    rf"\s*(?P<label>{_LABEL}|abstract|summary)\s*[.:]?\s*</[^<>]{{1,20}}>\s*:?",
    re.IGNORECASE,
)
"""A label that markup makes one: `<h3>Methods</h3>`, `<jats:title>Methods</jats:title>`, `<p><b>Methods</b> We ...`."""
_HEADING = Pattern(r"\s*(?:abstract|summary)\s*(?:[:.\u2013\u2014]\s*|(?-i:(?=[A-Z])))", re.IGNORECASE)
_RIGHTS = (
    r"(?:\u00a9|\([cC]\)\s*(?=[12][0-9]{3})|[Cc]opyright\s*(?:\u00a9|\([cC]\)|(?=[12][0-9]{3}))"
    r"|COPYRIGHT\s*(?:\u00a9|\([cC]\)))"
)
_RIGHTS_LAST = Pattern(rf"(?<=[.?!)\]\"\u201d])\s*(?P<line>{_RIGHTS}[^\u00a9]{{0,500}})\Z")
_RIGHTS_FIRST = Pattern(
    rf"\s*(?P<line>{_RIGHTS}\s*[12][0-9]{{3}}[^\u00a9]{{0,150}}?(?:(?:\b[A-Z]\.){{2,}}|(?<!\b[A-Z])\.)"
    r"(?:\s*All rights reserved\.?)?)\s+(?=[A-Z])"
)
_TAIL = 700
_MOST_LINES = 2
"""How many copyright lines are cut off: the society's and the publisher's."""
_CUT = Pattern(r"(?:\.\.\.|\u2026|\[\u2026\]|\[\.\.\.\])\s*\Z")
_LEAST_LABELS = 2


class Abstract(NamedTuple):
    """An abstract taken apart.

    Attributes:
        parts: With their labels.
        rights: The copyright lines that were cut off.
        ends_cut: Whether it ends with an ellipsis.
    """

    parts: tuple[AbstractPart, ...]
    rights: tuple[str, ...] = ()
    ends_cut: bool = False


def abstract_of(written: str) -> Abstract:
    """Return the parts of an abstract that came as one text, with its markup.

    Labels ("METHODS:") are told where at least two are there and the first begins the text. A copyright line at its end
    or beginning is cut off, and so is a heading "Abstract". An empty text has no parts.
    """
    whole = clean(_TITLED.sub(r" \g<label>: ", written) if "<" in written else written)
    text, rights = _without_rights(whole)
    heading = _HEADING.match(text)
    if heading is not None and heading.end() < len(text):
        text = text[heading.end() :]
    return Abstract(tuple(_parts(text.strip())), rights, _CUT.search(whole) is not None)


def _without_rights(text: str) -> tuple[str, tuple[str, ...]]:
    rights: list[str] = []
    for _ in range(_MOST_LINES):
        if last := _RIGHTS_LAST.search(text, max(0, len(text) - _TAIL)):
            rights.append(last["line"].strip())
            text = text[: last.start()].rstrip()
    if first := _RIGHTS_FIRST.match(text):
        rights.append(first["line"].strip())
        text = text[first.end() :]
    return text, tuple(rights)


def _parts(text: str) -> list[AbstractPart]:
    if not text:
        return []
    labels = list(_LABELLED.finditer(text))
    if len(labels) < _LEAST_LABELS or labels[0].start():
        return [AbstractPart(text)]
    ends = [*(label.start() for label in labels[1:]), len(text)]
    parts = [
        part(text[label.end() : end].strip(), label["label"] or label["capitals"])
        for label, end in zip(labels, ends, strict=True)
    ]
    return [one for one in parts if one.text]
