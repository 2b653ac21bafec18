"""What stays together where a line ends: a name with a hyphen, a number and its unit, a comparison, the last words."""

import re

_NO_BREAK, _MAY_BREAK, _JOINED = "\u00a0", "\u200b", "\u2060"
_HYPHENED = re.compile(r"(?<!\S)\S*\w-\w\S*")
_PLAIN_PART = re.compile(r"[a-z]{4,}")
_NUMBER = re.compile(r"(?<=[\d%\u2030\u2070-\u209c]) (?=[^\W\d_]{1,10}(?:[^\w]|$))")
_SIGN = re.compile(r" ?(?<= )([=<>\u2264\u2265\u2248\u00b1\u00d7\u2212+\u2260]) ")
_LAST = re.compile(r" (?=\S{1,10}$)")
_INITIALS = re.compile(r"(?<=[^\W\d_A-Z]) (?=[A-Z]{1,2}(?:[\s,.;:)]|$))")
_SLASH = re.compile(r"(?<=\w)/(?=\w)")
_FEW_WORDS = 4
_DOI_PART = re.compile(r"(?<=[/._();:-])(?=\w)")


def glued(text: str) -> str:
    r"""Return a text of a card with hyphens and spaces that do not break where a reader would stumble.

    "G-CSF" and "TNF-\u03b1" stay whole, "growth-factor" need not; so do "2.4 mg/l", "p < 0.01", "Doe J", and two
    words at the end.
    """
    text = _HYPHENED.sub(lambda found: _whole(found[0]), text)
    text = _INITIALS.sub(_NO_BREAK, _SLASH.sub(f"/{_JOINED}", text))
    text = _SIGN.sub(rf"{_NO_BREAK}\1{_NO_BREAK}", _NUMBER.sub(_NO_BREAK, text))
    return _LAST.sub(_NO_BREAK, text) if text.count(" ") >= _FEW_WORDS else text


def _whole(word: str) -> str:
    """Return a word with hyphens that do not break, unless it is made of two common words at least."""
    parts = [part.strip(".,;:!?()\u201c\u201d\"'") for part in word.split("-")]
    return (
        word if all(map(_PLAIN_PART.fullmatch, parts)) else word.replace("-", f"-{_JOINED}")
    )  # the fonts' own hyphen for this is another


def breakable(address: str) -> str:
    """Return a DOI with places where a line may end, behind its slashes, full stops and hyphens."""
    return _DOI_PART.sub(_MAY_BREAK, address)
