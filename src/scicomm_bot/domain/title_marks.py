"""The marks that publishers put on the title of a paper that does not stand; pure.

`RETRACTED:` and `WITHDRAWN:` (Elsevier), `RETRACTED ARTICLE:` (Springer, Taylor & Francis), `[Retracted]` (Spandidos),
`TEMPORARY REMOVAL:` (Elsevier), `EXPRESSION OF CONCERN:`, and in brackets behind the title (Web of Science). COPE and
NISO's CREC (RP-45-2024) ask that the title of a retracted paper begins with such a word.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from scicomm_bot.characters.fold import fold

_SURE = {
    "retracted": "retraction",
    "retraction": "retraction",
    "withdrawn": "withdrawal",
    "partial retraction": "partial_retraction",
    "partially retracted": "partial_retraction",
    "temporary removal": "removal",
    "temporarily removed": "removal",
    "editorial expression of concern": "expression_of_concern",
    "expression of concern": "expression_of_concern",
}
_ALSO_SUBJECTS = {"withdrawal": "withdrawal", "removal": "removal", "removed": "removal"}
"""Words that are what many papers are about: a mark only where its capitals stand out from the rest of the title."""
_TYPES = _SURE | _ALSO_SUBJECTS


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NOUN = (
    "(?:(?: (?:original|research|review|conference|journal|book))?"
    " (?:article|paper|chapter|study|manuscript|preprint|publication|report|review|letter|notice|abstract|book))"
)
_END = r"(?: ?[:|;\])]| ?-(?= )|\.(?= ))"
_LONG_DASH = re.compile("[\u2012-\u2015]")
_LONGEST = 5_000
"""No title is longer."""
_AROUND = re.compile(r"(?:<[^<>]{1,20}>|[*_\"'\s])+")
_CAPITALS = re.compile(f"({_any_of(_TYPES).upper()}){_NOUN.upper()}?{_END}")
_NO_END = re.compile(f"({_any_of(_SURE).upper()}){_NOUN.upper()}? (?=[^\\W\\d_a-z][a-z])")
_BRACKETS = re.compile(rf"[\[(] ?({_any_of(_SURE)})\b[^\[\]()]{{0,60}}[\])]", re.IGNORECASE)
_BEHIND = re.compile(r".*[\[(] ?(Retracted|RETRACTED|WITHDRAWN)\b[^\[\]()]{0,100}[\])]\.?")
_NAMED = re.compile(f"({_any_of(_SURE)}){_NOUN}{_END}", re.IGNORECASE)
_COLON = re.compile("(retracted|withdrawn|retraction|(?:editorial )?expression of concern) ?:", re.IGNORECASE)


class TitleMark(NamedTuple):
    """What a title says of its paper.

    Attributes:
        type: The type of update that it stands for, a key of `BLOCKING_TYPES`.
        words: The mark, as it stands there.
        sure: Whether it can be nothing else; "Retracted: a memoir" may be a title.
    """

    type: str
    words: str
    sure: bool


def title_mark(title: str) -> TitleMark | None:
    """Return the publisher's mark on a title, or None: "Retracted articles in cardiology" has none."""
    apart = _LONG_DASH.sub(" - ", title[:_LONGEST])
    plain = unicodedata.normalize("NFKC", fold(apart))
    if around := _AROUND.match(plain):
        plain = plain[around.end() :]
    for pattern in (_CAPITALS, _NO_END, _BRACKETS, _NAMED, _BEHIND, _COLON):
        found = pattern.match(plain)
        if found is None:
            continue
        word = found[1].lower()
        if word in _ALSO_SUBJECTS and not any(letter.islower() for letter in plain[found.end() :]):
            continue
        return TitleMark(_TYPES[word], found[0].strip() if pattern is not _BEHIND else found[1], pattern is not _COLON)
    return None
