"""Folding: two spellings of one text become one, so that they can be compared."""

from scicomm_bot.characters.compose import composed

_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4"), "'") | dict.fromkeys(
    map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_NOTHING: dict[int, str | None] = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_FOLDS = _QUOTES | _DASHES | _NOTHING


def fold(text: str) -> str:
    """Fold what a copy may change without changing a word: quotation marks, dashes, line breaks, invisible characters.

    Letters, digits, case and every other sign stay, so that a changed word is still seen.
    """
    return " ".join(fold_line(text).split())


def fold_line(text: str) -> str:
    """Fold as `fold` does, but keep the line breaks and the spaces."""
    if text.isascii():
        return text.replace("`", "'")
    return composed(text).translate(_FOLDS)
