"""Raised and lowered text without markup: in Unicode's own signs, or such that no number changes its meaning."""

from scicomm_bot.characters.pattern import Pattern

_RAISED = str.maketrans(dict(zip("0123456789+-\u2212\u2013=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ", strict=True)))
_LOWERED = str.maketrans(dict(zip("0123456789+-\u2212\u2013=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎", strict=True)))
_ONE_RAISED = dict(zip("abcdefghjklmoprstuvwxyz\u03b2\u03b3\u03b4", "ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟ", strict=True))
_ONE_LOWERED = dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_FIGURES = Pattern(r"[0-9+\-\u2212\u2013=()ni]+")
_LOW_FIGURES = Pattern(r"[0-9+\-\u2212\u2013=()]+")
_LIST = Pattern(r"[0-9+\-\u2212\u2013]+(?:, ?[0-9+\-\u2212\u2013]+)+")
_LONGEST_SMALL = 4
"""So many small letters in small capitals are the sign of something; more are a word, set so for its looks."""
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_NUMBER = Pattern(r"(?:^|[^\w.,])[+\-\u2212]?\d[\d.,]*$")
_MARK = Pattern(r"[^\w]+")
_WORD = Pattern(r"[^\W_]+")
_FIRST_RAISED = "\u1d00"
TAIL = 24
"""So much of what stands before is enough to tell what is raised on what."""


def raised(content: str, before: str) -> str:
    """Return `content` as raised text behind `before`: "⁸", "th" of "5th", "G93A" of a gene, "^1.5"."""
    content = content.strip()
    if not content or (_MARK.fullmatch(content) and not _FIGURES.fullmatch(content)):
        return content  # a star, a degree sign, a prime
    if content == "o" and before.rstrip()[-1:].isdigit():
        return "\u00b0"
    if _FIGURES.fullmatch(content):
        return content.translate(_RAISED)
    if _LIST.fullmatch(content) and not before[-1:].isdigit():
        return content.translate(_RAISED)
    if content in _ORDINAL and before[-1:].isdigit():
        return content
    if content in _ONE_RAISED:
        return _ONE_RAISED[content]
    if (
        len(content) > 1
        and content[0].isalpha()
        and max(content) < _FIRST_RAISED
        and before[-1:].strip()
        and not _NUMBER.search(before)
    ):
        return content
    return _marked("^", content) if before[-1:].strip() else content


def lowered(content: str, before: str) -> str:
    """Return `content` as lowered text behind `before`: "₂", "max" of "Vmax", "_2.5" behind a number."""
    content = content.strip()
    if not content or (_MARK.fullmatch(content) and not _LOW_FIGURES.fullmatch(content)):
        return content
    if _LOW_FIGURES.fullmatch(content):
        return content.translate(_LOWERED)
    if content in _ONE_LOWERED:
        return _ONE_LOWERED[content]
    if before[-1:].isalpha() or not before[-1:].strip():
        return content
    return _marked("_", content)


def small_capitals(content: str, _before: str) -> str:
    """Return `content` as small capitals: "l" of L-DOPA is "L", "atp" is "ATP"; a whole word stays."""
    is_sign = content.isalpha() and content.islower() and len(content) <= _LONGEST_SMALL
    return content.upper() if is_sign else content


def _marked(sign: str, content: str) -> str:
    return (
        f"{sign}{content}"
        if _WORD.fullmatch(content) or content.replace(".", "", 1).isdigit()
        else f"{sign}({content})"
    )
