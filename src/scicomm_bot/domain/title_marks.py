"""The marks that publishers put on the title of a paper that does not stand; pure.

`RETRACTED:` and `WITHDRAWN:` (Elsevier), `RETRACTED ARTICLE:` (Springer, Taylor & Francis), `[Retracted]` (Spandidos),
`TEMPORARY REMOVAL:` (Elsevier), `EXPRESSION OF CONCERN:`, and in brackets behind the title (Web of Science); the titles
of the notices, `Retraction Note:` (Springer), `Statement of Retraction:` (Taylor & Francis), `Retraction notice to
"..."` (Elsevier) and `Notice of Retraction and Replacement.` (JAMA). COPE and NISO's CREC (RP-45-2024) ask that the
title of a retracted paper begins with such a word.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from scicomm_bot.characters.fold import fold
from scicomm_bot.characters.markup import plain_text
from scicomm_bot.characters.pattern import Pattern

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
_STEMS = ("retract", "withdr", "remov", "concern")
"""One of these is in each of the words."""
_TYPES = _SURE | _ALSO_SUBJECTS
_NOTICES = {"partial retraction", "retraction", "withdrawal"}
"""What a notice is of; that of a withdrawal may also be what a study is about."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_PAPER = "(?:article|paper|chapter|study|manuscript|preprint|publication|report|review|letter|abstract|book)"
_NOUN = (
    f"(?:(?: (?:original|research|review|conference|journal|book))? (?:{_PAPER}|notice|note|statement))?"
    "(?: (?:and|&|with) (?:republi(?:shed|cation)|replace(?:d|ment)|remov(?:ed|al)|reissued?|withdraw(?:n|al)))?"
)
_OF = f"(?:(?:this )?{_PAPER} (?:(?:has been|was|is) )?|(?:notice|statement|note) of )?"
_TO = "(?: (?:to|of|for|on))?"
_CLOSED = "[*_\"']*"
"""Signs of stress around the mark alone, as in "*RETRACTED*"."""
_END = rf"{_CLOSED}(?: ?[:|;\])]| ?-{{1,3}}(?= )|\.(?= ))"
_LONG_DASH = Pattern("[\u2012-\u2015]")
_LONGEST = 5_000
"""No title is longer."""
_AROUND = Pattern(r"[*_\"'\s]+")
_CAPITALS = Pattern(
    f'{_OF.upper()}(?P<word>{_any_of(_TYPES).upper()}){_NOUN.upper()}(?:{_TO.upper()}{_END}|{_TO.upper()}(?= ?"))'
)
_NO_END = Pattern(
    f"{_OF.upper()}(?P<word>{_any_of(_SURE).upper()}){_NOUN.upper()}{_TO.upper()}{_CLOSED} (?=[^\\W\\d_a-z][a-z])"
)
_STRESSED = Pattern(f"(?P<word>{_any_of(_SURE).upper()}){_NOUN.upper()}(?:[*_]+) ?")
_BRACKETS = Pattern(rf"[\[(] ?(?P<word>{_any_of(_SURE)})\b[^\[\]()]{{0,60}}[\])]", re.IGNORECASE)
_BEHIND = Pattern(r".*[\[(] ?(?P<word>Retracted|RETRACTED|WITHDRAWN)\b[^\[\]()]{0,100}[\])]\.?")
_NAMED = Pattern(f"(?P<word>{_any_of(_SURE)}) {_PAPER}{_END}", re.IGNORECASE)
_NOTICE = Pattern(
    f'(?P<word>{_any_of(_NOTICES)}) (?:notice|note|statement)(?: (?:to|of|for))?(?:{_END}|(?= ?"))', re.IGNORECASE
)
_NOTICE_OF = Pattern(
    f'(?:notice|statement|note) of (?P<word>{_any_of(_NOTICES)}){_NOUN}(?: (?:to|for))?(?:{_END}|(?= ?"))',
    re.IGNORECASE,
)
_COLON = Pattern(
    f"{_OF}(?P<word>retracted|withdrawn|retraction|(?:editorial )?expression of concern){_NOUN}(?: (?:to|of|for))?"
    f"{_CLOSED}(?: ?:| -{{1,3}}(?= ))",
    re.IGNORECASE,
)
_LAST = r"(?:[.:;?!|\[(]| -) ?(?P<word>%s)(?: %s)?[\s.*_\"'\])]*$"
_CAPITALS_LAST = Pattern(_LAST % ("RETRACTED|WITHDRAWN|RETRACTION", _PAPER.upper()))
_WORD_LAST = Pattern(_LAST % ("retracted|withdrawn", _PAPER), re.IGNORECASE)
_BEGINNINGS = (_CAPITALS, _NO_END, _STRESSED, _BRACKETS, _NAMED, _NOTICE, _NOTICE_OF, _BEHIND, _COLON)


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


@lru_cache(maxsize=1024)  # a paper's title is that of all its posts
def title_mark(title: str) -> TitleMark | None:
    """Return the publisher's mark on a title, or None: "Retracted articles in cardiology" has none.

    Markup is left out before. A mark in capitals is sure, and so is what is only ever the title of a notice.
    """
    apart = _LONG_DASH.sub(" - ", plain_text(title[:_LONGEST]))
    plain = " ".join(unicodedata.normalize("NFKC", fold(apart)).split())
    if around := _AROUND.match(plain):
        plain = plain[around.end() :]
    small = plain.lower()
    if not any(stem in small for stem in _STEMS):  # nearly all titles; the patterns are many
        return None
    return _at_the_beginning(plain) or _at_the_end(plain)


def _at_the_beginning(plain: str) -> TitleMark | None:
    for pattern in _BEGINNINGS:
        found = pattern.match(plain)
        if found is None:
            continue
        word = found["word"].lower()
        if word in _ALSO_SUBJECTS and found["word"].isupper() and not _has_small(plain[found.end() :]):
            continue
        words = found[0] if pattern is not _BEHIND else found["word"]
        sure = pattern is not _COLON and (found["word"].isupper() or word not in _ALSO_SUBJECTS)
        return TitleMark(_TYPES[word], words.strip("*_ "), sure)
    return None


def _at_the_end(plain: str) -> TitleMark | None:
    """Return a mark behind a title; capitals are one where the title has other letters."""
    found = _CAPITALS_LAST.search(plain)
    sure = found is not None and _has_small(plain[: found.start()])
    found = found or _WORD_LAST.search(plain)
    if found is None or not found.start():
        return None
    return TitleMark(_TYPES[found["word"].lower()], found["word"], sure)


def _has_small(text: str) -> bool:
    return any(letter.islower() for letter in text)
