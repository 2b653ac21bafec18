"""Whether two people who signed are one; pure.

A person is a name, an address, or both: `Jane Doe`, `jane@example.org`, `Jane Doe <jane@example.org>`. In doubt, two
are one: a post that waits for another person is seen by people, and one that two signatures of one let out is not.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from scicomm_bot.approval.models import Signature
from scicomm_bot.characters.fold import fold

_ADDRESS = re.compile(r"[^\s<>,;:\"'()@]{1,64}@[^\s<>,;:\"'()@]{1,255}")
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 40
_SAME_LETTER = str.maketrans("يىك", "ییک")
"""Letters that keyboards for Arabic and for Persian write in two ways."""


@dataclass(frozen=True, slots=True)
class _Person:
    words: tuple[str, ...]
    address: str | None


def same_person(one: str, other: str) -> bool:
    """Whether two names are of one person, as far as names can tell.

    They are where the addresses are the same; or where each word of the shorter name is in the longer one, in any
    order, an initial for a word. Case, marks on letters and punctuation do not count. An address without a name has
    the words before its `@` for one.
    """
    a, b = _person(one), _person(other)
    if a.address is not None and a.address == b.address:
        return True
    if not a.words or not b.words:
        return _plain(one) == _plain(other)
    return _within(a.words, b.words) or _within(b.words, a.words)


def different_people(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    """Return the first signature of each person, in order."""
    found: list[Signature] = []
    for signature in signatures:
        if not any(same_person(signature.by, before.by) for before in found):
            found.append(signature)
    return tuple(found)


def _person(written: str) -> _Person:
    text = _plain(written)
    found = _ADDRESS.search(text)
    if found is None:
        return _Person(_words(text), None)
    words = _words(text[: found.start()] + " " + text[found.end() :])
    return _Person(words or _words(found[0].partition("@")[0]), found[0])


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text)[:_MOST_WORDS])


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", fold(text).casefold()).translate(_SAME_LETTER)
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def _within(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether each of the words is one of the others, or an initial of one or for one; one word at least is whole."""
    if len(words) > len(others):
        return False
    left, odd = [*others], list[str]()
    for word in words:
        if len(word) > 1 and word in left:
            left.remove(word)
        else:
            odd.append(word)
    if len(odd) == len(words):
        return False
    for word in odd:
        meant = next((one for one in left if 1 in {len(one), len(word)} and one[0] == word[0]), None)
        if meant is None:
            return False
        left.remove(meant)
    return True
