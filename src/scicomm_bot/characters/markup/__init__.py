"""Markup in a record: HTML, JATS, MathML, entities, TeX, BibTeX and Markdown become the text that they stand for."""

from scicomm_bot.characters.markup.hint import MAY_HOLD_MARKUP

__all__ = ["plain_text"]


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
    if MAY_HOLD_MARKUP.search(raw) is None:
        return raw
    from scicomm_bot.characters.markup.rounds import settled  # noqa: PLC0415 - few texts hold any

    return settled(raw)
