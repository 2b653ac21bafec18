"""An author's institution: the part of the affiliation that posts name."""

import re
from collections.abc import Mapping

from scicomm_bot.characters.fold import fold

_SHOWN = 200
_SAME_WORD = {
    **dict.fromkeys(map(ord, "\u02bb\u02bd\u02be\u02bf\ua78c\u05f3\uff07"), "'"),
    **dict.fromkeys(map(ord, "\u064a\u0649"), "\u06cc"),
    0x0643: "\u06a9",
    0x0640: None,
}
"""Signs that people and programs write for one another in one word.

The okina and other raised commas are typed as apostrophes; Arabic keyboards have a yeh and a kaf of their own, Persian
ones others (Unicode 16.0, section 9.2, "Arabic"); the tatweel only stretches a word.
"""
_LETTER = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff]"
"""Letters of scripts that part words by spaces and join nothing to a name."""


def wrong_institution(author: Mapping[str, object]) -> str | None:
    """Return why an author's institution is none, with what to write; None where it is one or is left out.

    It stands in the affiliation as a quotation stands in the abstract, and in whole words; a full stop behind it, an
    apostrophe's form and the Arabic and Persian forms of a letter do not count.
    """
    institution, affiliation = author.get("institution"), author.get("affiliation")
    if not isinstance(institution, str):
        return None
    name = author.get("name")
    if affiliation is None:
        return f"institution {institution!r} needs the affiliation of {name} in which it stands; add that"
    if not isinstance(affiliation, str):
        return None
    words, whole = (_folded(text) for text in (institution, affiliation))
    if _place_of(words, whole) is not None:
        return None
    shown = affiliation if len(affiliation) <= _SHOWN else f"{affiliation[:_SHOWN]}..."
    what = f"institution {institution!r} does not stand in the affiliation of {name}, {shown!r}"
    meant = _place_of(words, whole, re.IGNORECASE)
    return f"{what}; write {meant[0]!r}" if meant else f"{what}; copy its name out of that, or leave `institution` out"


def _folded(text: str) -> str:
    return fold(fold(text).translate(_SAME_WORD))


def _place_of(words: str, whole: str, flags: int = 0) -> re.Match[str] | None:
    """Return where the words stand in the whole; as a part of a longer word they do not."""
    bare = words.rstrip(" .") or words
    return re.search(rf"(?<!{_same_kind(bare[:1])}){re.escape(bare)}(?!{_same_kind(bare[-1:])})", whole, flags)


def _same_kind(end: str) -> str:
    """Return the pattern of what would go on with a word: letters with letters; "1Example Hospital" has a footnote."""
    return "[0-9]" if re.fullmatch("[0-9]", end) else _LETTER if re.fullmatch(_LETTER, end) else r"[^\s\S]"
