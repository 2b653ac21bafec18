"""Folding: two spellings of one text become one, so that they can be compared."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from scicomm_bot.characters.compose import nfc
from scicomm_bot.characters.invisible import without_invisible
from scicomm_bot.characters.pattern import Pattern

_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4"), "'") | dict.fromkeys(
    map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_FOLDS = _QUOTES | _DASHES | {0x2026: "..."}

_BROKEN = Pattern(r"(?<=[^\s!-@])\u00ad\s+(?=[^\W\d_])")
"""A word that was broken at a line's end, by a soft hyphen; YAML may have made a space of the line break."""

_NUMBER_SIGNS = "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089\u2150-\u218b\u2460-\u249b\u24ea-\u24ff"
"""Numbers that are no decimal digits: raised and lowered ones, fractions, numbers in circles."""

# One sign of Unicode that stands for plain ones (its compatibility decomposition), where it says the same: letters in
# one piece or in another form, digits in another width, spaces. Blocks that have been there for long, so that all
# versions of Python fold alike. Raised digits, fractions and squares such as "m2" are no other spelling of digits.
_COMPATIBLE = (
    "\u00a0\u00b5\u0132\u0133\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u03d0-\u03d2\u03d5\u03d6\u03f0-\u03f2\u03f4\u03f5"
    "\u0587\u2000-\u200a\u202f\u205f\u2102-\u2149\u2160-\u217f\u3000\u3371-\u33df\ufb00-\ufb4f\ufb50-\ufdfb\ufe80-\ufefc"
    "\uff01-\uff9f\uffe0-\uffe6\U0001d400-\U0001d7ff\U0001ee00-\U0001eebb"
)
_HAS_COMPATIBLE = Pattern(f"[\u00aa\u02da{_COMPATIBLE}]")
_NEVER = frozenset("\u2116\u2120\u2121\u2122\u213b\uff03\uff0e\uff20")
"""What would become a hashtag, an @mention or a link of other words, and marks of trade."""

_LOWERED = (
    dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
    | dict(zip("ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "aehijklmnoprstuvx", strict=True))
)  # fmt: skip
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0590-\u10ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a"
    "\ufe20-\ufe2f"
)
"""Where marks are that the letter would be composed with."""
_LOW = f"[{''.join(_LOWERED)}]"
_AS_NEIGHBOURS_SAY = Pattern(
    rf"(?:(?<=[)\]])|(?<=[^\W\d_{_NUMBER_SIGNS}])){_LOW}++(?:[.,]{_LOW}++)*+(?![\d{_NUMBER_SIGNS}{_MARKS}]|[.,]\d)"
    rf"|(?P<degree>(?:(?<=\d)|(?<=\d ))\u00ba(?= ?[CF]\b))|\u00ba(?![{_MARKS}])|\uff0e(?![^\W\d_])"
)


def fold(text: str) -> str:
    """Fold what a copy may change without changing a word.

    That is quotation marks, dashes, an ellipsis of one sign, white space, signs that nobody sees, ligatures, the micro
    sign and Greek mu, letters and digits of other widths and alphabets of mathematics, Unicode's composed and
    decomposed forms, words broken by a soft hyphen, lowered digits behind a letter ("CO\u2082" is "CO2").

    Letters, digits, case and every other sign stay, so that a changed word is still seen. No number becomes another:
    raised digits stay raised ("10\u2078" is not "108", "m\u00b2" not "m2"), fractions of one sign stay ("\u00bd" is not
    "12"), and so does a lowered digit next to a number ("10\u2082" is not "102").
    """
    return " ".join(fold_line(text).split())


def fold_line(text: str) -> str:
    """Fold as `fold` does, but keep the line breaks and the number of spaces."""
    if text.isascii():
        return text.replace("`", "'")
    return _by_neighbours(_by_sign(_BROKEN.sub("", text) if "\u00ad" in text else text))


def fold_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Fold as `fold_line` does; return with it the start and end in `text` of what each sign was made from.

    A ligature is two signs that share one place. Signs that nobody sees belong to the one before them.
    """
    whole, at = _without_breaks(text)
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _stretches(whole):
        signs = _by_sign(whole[start:end])
        folded.append(signs)
        places += [(at[start], at[end - 1] + 1)] * len(signs)
    return _by_neighbours("".join(folded)), places


def _by_sign(text: str) -> str:
    """Fold what does not depend on more than a letter and its marks; a stretch can be folded by itself."""
    text = nfc(without_invisible(text))
    if _HAS_COMPATIBLE.search(text) is not None:
        text = nfc(text.translate(_compatible()))
    return text.translate(_FOLDS)


def _by_neighbours(text: str) -> str:
    """Fold what depends on the signs beside it, each sign to one."""
    return text if text.isascii() else _AS_NEIGHBOURS_SAY.sub(_as_neighbours_say, text)


def _as_neighbours_say(found: re.Match[str]) -> str:
    signs = found[0]
    if signs == "\u00ba":  # the masculine ordinal, which many take for the degree sign
        return "\u00b0" if found["degree"] else "o"
    return "." if signs == "\uff0e" else "".join([_LOWERED.get(sign, sign) for sign in signs])


@cache
def _compatible() -> dict[int, str]:
    """The signs that are folded -> the plain ones."""
    table = {0xAA: "a", 0x2DA: "\u00b0"}
    for sign in _signs_of(_COMPATIBLE):
        plain = unicodedata.normalize("NFKC", sign)
        if sign in _NEVER or plain == sign or len(plain.split()) > 1 or "." in plain:
            continue
        if unicodedata.decimal(sign, None) is None and any(map(str.isdigit, plain)):
            continue
        table[ord(sign)] = plain.strip() or " "
    return table


def _signs_of(ranges: str) -> Iterator[str]:
    for one in re.findall("(.)-(.)|(.)", ranges, re.DOTALL):
        first, last, single = one
        yield from map(chr, range(ord(first or single), ord(last or single) + 1))


def _without_breaks(text: str) -> tuple[str, range | list[int]]:
    """Join broken words; return the text, and the place in `text` of each of its signs."""
    if _BROKEN.search(text) is None:
        return text, range(len(text))
    gone = {at for broken in _BROKEN.finditer(text) for at in range(*broken.span())}
    at = [place for place in range(len(text)) if place not in gone]
    return "".join([text[place] for place in at]), at


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches that can be folded each for itself: a sign with what may be composed with it."""
    start = 0
    for at in range(1, len(text)):
        if not _joins(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _joins(sign: str) -> bool:
    """Whether a sign may be composed with the one before: a mark, a letter within a Korean syllable, or one unseen."""
    if sign < "\u0300":
        return sign == "\u00ad"
    return (
        "\u1160" <= sign <= "\u11ff"
        or not without_invisible(sign)
        or sign in {"\uff9e", "\uff9f"}
        or unicodedata.category(sign).startswith("M")
    )
