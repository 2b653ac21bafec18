"""Markup in a record: HTML, JATS, MathML, entities, TeX, BibTeX and Markdown become the text that they stand for."""

import re

from scicomm_bot.characters.markup.entities import without_entities
from scicomm_bot.characters.markup.paste import without_escapes, without_markdown, without_misread_bytes
from scicomm_bot.characters.markup.tags import without_tags
from scicomm_bot.characters.markup.tex import without_tex

__all__ = ["plain_text"]

_MAY_HOLD_MARKUP = re.compile(r"[&<{\\$*\[\u00c2\u00c3\u00c5\u00ce\u00cf\u00e2\u00f0]|\w--|``")
_ROUNDS = 8
"""Real records are escaped twice at most, so three rounds do; a text that does not settle is nobody's record."""


def plain_text(raw: str) -> str:
    r"""Return a text without its markup: as people should read it in a post.

    Takes HTML, JATS and MathML (with any prefix or none), entities however often they were escaped, and what of TeX is
    in BibTeX and in titles: braces, accents, fonts, symbols, `$...$`, `--`. Crossref, PubMed and BibTeX files hold all
    of these; and what programs leave in a text: UTF-8 read as Windows-1252, Markdown, JSON's escapes. Raised and
    lowered text gets Unicode's form where there is one (`CO<sub>2</sub>` is "CO\u2082"), else such that no number
    changes its meaning (`10<sup>1.5</sup>` is "10^1.5").

    A text without markup is returned as it is: "p < 0.05", "AT&T", "$5 to $10", "{x}" and `C:\x` hold none. What is
    returned holds none, so `plain_text(plain_text(raw)) == plain_text(raw)`. The time is linear in the text.
    """
    text = raw
    for _ in range(_ROUNDS):
        if _MAY_HOLD_MARKUP.search(text) is None:
            return text
        before = text
        text = without_escapes(without_misread_bytes(text))
        text = without_markdown(without_tex(without_tags(without_entities(text))))
        if text == before:
            return text
    return raw
