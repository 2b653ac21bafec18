"""What each sentence of an abstract is there for: by the label before it, else by how it reads."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from scicomm_bot.characters.fold import fold
from scicomm_bot.english.grammar import BE, DETERMINER
from scicomm_bot.english.lexicon import Lexicon, lexicon
from scicomm_bot.english.negative_results import is_clinical_negative, is_negative_result
from scicomm_bot.english.text import Sentence, read_text

_LEAST = 2
"""A sentence of fewer words states nothing: "Purpose."."""
_SHORT_NOTE = 22
"""A registration, a grant or a licence is told in so many words; a longer sentence tells more besides."""
_BETWEEN = frozenset(
    {"been", "being", "also", "then", "first", "both", "either", "all", "each", "only", "next", "have", "not"}
)
_OPENINGS = DETERMINER | {"date"}
"""Behind "to" at the beginning, no verb: "To date", "To our knowledge", "To this end"."""
_PAST = frozenset({"was", "were", "did", "had"})
_HAVE = frozenset({"has", "have"})
_TAKEN_FOR = {("a",), ("an",), ("as",), ("to",), ("of",), ("the",), ("one",)}
"""Behind "is considered", these tell what something is taken for."""
_DONE = frozenset({"was", "were", "we", "had"})
_LONGEST_LABEL = 8
_IN_LABELS = frozenset(
    {"and", "of", "the", "for", "main", "study", "author's", "authors", "reviewer", "our", "this", "or", "s"}
)
_LAST = 3
"""So many sentences at its end may be an abstract's conclusion by a "may" or a "should" alone."""


class Role(StrEnum):
    """What a sentence of an abstract is there for."""

    BACKGROUND = "background"
    AIM = "aim"
    METHODS = "methods"
    RESULT = "result"
    NEGATIVE = "negative result"
    """A result that was not found, or not found again."""
    CONCLUSION = "conclusion"
    NONE = "none"
    """It tells nothing of the subject: a registration, a grant, a licence."""
    UNKNOWN = "unknown"
    """It is in a language that is not read here."""


_BY_LABEL = {f"label {role.value}": role for role in (
    Role.BACKGROUND, Role.AIM, Role.METHODS, Role.RESULT, Role.CONCLUSION, Role.NONE,
)}  # fmt: skip


_FOUND = frozenset({Role.RESULT, Role.NEGATIVE})


class Told(NamedTuple):
    """A sentence of an abstract, read, and the label of its part, or None."""

    sentence: Sentence
    label: str | None


@lru_cache(maxsize=1024)
def roles_of_label(label: str) -> frozenset[Role]:
    """Return the roles that a label names; none for one that is not known: "BACKGROUND AND AIMS" names two."""
    words = read_text(fold(label.replace("/", " / "))).words
    hits = _list(*_BY_LABEL).find(words)
    found = {_BY_LABEL[hit.entry.section] for hit in hits}
    return frozenset(found - {Role.METHODS} if found == {Role.METHODS, Role.NONE} else found)


def is_label(text: str) -> bool:
    """Whether a text is a label and nothing else, so that each word is one of a label: "Patients and methods"."""
    words = read_text(fold(text)).words
    if not words or len(words) > _LONGEST_LABEL:
        return False
    covered = {at for hit in _list(*_BY_LABEL).find(words) for at in range(hit.start, hit.stop)}
    return bool(covered) and all(at in covered or word in _IN_LABELS for at, word in enumerate(words))


def roles_of(sentences: Sequence[Told]) -> list[Role]:
    """Return the role of each sentence of one English abstract."""
    count = len(sentences)
    own = next((at for at, one in enumerate(sentences) if _is_own(one)), None)
    if own is None:  # all of it may be what was found: an abstract that only concludes in so many words
        own = min(1, count - 1) if count and not _is_told_as_found(sentences[0].sentence) else 0
    roles = [_role(one, _Place(at < own, at >= count - _LAST)) for at, one in enumerate(sentences)]
    if sentences and Role.AIM not in roles and roles[own] is Role.METHODS and _looks_at(sentences[own]):
        roles[own] = Role.AIM
    if not _FOUND.isdisjoint(roles[own:]):
        return roles
    return [_of_a_review(one, role) for one, role in zip(sentences, roles, strict=True)]


def _role(one: Told, place: "_Place") -> Role:
    sentence = one.sentence
    if len(sentence.words) < _LEAST or _is_note(sentence):
        return Role.NONE
    named = roles_of_label(one.label) if one.label is not None else frozenset()
    if named == {Role.METHODS} or Role.NONE in named:
        return Role.METHODS if Role.METHODS in named else Role.NONE
    role = next(fit for read in _read(sentence, place) if (fit := _fitting(read, named)) is not None)
    may_deny = role in {Role.RESULT, Role.CONCLUSION}
    if (may_deny and is_negative_result(sentence)) or (role is Role.BACKGROUND and is_clinical_negative(sentence)):
        return Role.NEGATIVE
    return role


def _fitting(role: Role, named: frozenset[Role]) -> Role | None:
    """Return a reading that the label allows, or None; below an aim, the background and what was found are told, too.

    What an abstract calls its aim is one, also where it reads as what was done: "Two treatments were compared".
    """
    if not named or role in named:
        return role
    if named == {Role.AIM}:
        return Role.AIM if role is Role.METHODS else role
    return None


class _Place(NamedTuple):
    """Where a sentence stands: before what the paper did itself, and among the last ones of the abstract."""

    before_own: bool
    is_last: bool


def _read(sentence: Sentence, place: _Place) -> Iterator[Role]:
    """Yield what a sentence may be, the likeliest first; all of them."""
    if _is_aim(sentence):
        yield Role.AIM
    if _has("concludes", sentence):
        yield Role.CONCLUSION
    if _is_method(sentence):
        yield Role.METHODS
    if place.before_own:
        yield Role.BACKGROUND
    elif _concludes_at_first(sentence) or (place.is_last and _has("concludes at last", sentence)):
        yield Role.CONCLUSION
    yield from (Role.RESULT, Role.BACKGROUND, Role.CONCLUSION, Role.AIM, Role.METHODS)


def _is_own(one: Told) -> bool:
    """Whether a sentence tells what this paper did: what stands before the first of these is background."""
    named = roles_of_label(one.label) if one.label is not None else frozenset()
    if not named.isdisjoint({Role.METHODS, Role.RESULT}):
        return True
    sentence = one.sentence
    return _is_aim(sentence) or _is_method(sentence) or _has("ours", sentence)


def _is_told_as_found(sentence: Sentence) -> bool:
    """Whether a sentence tells what happened: "reduced drinking in rats", "an infection was observed"."""
    if not _PAST.isdisjoint(sentence.words):
        return True
    return any(sentence.words[hit.start].endswith("ed") for hit in _list("tells").find(sentence.words))


def _looks_at(one: Told) -> bool:
    """Whether a sentence without a label tells what was looked at: "The effect of ATP was examined in rat cells"."""
    return one.label is None and _has("aim at first", one.sentence)


def _of_a_review(one: Told, role: Role) -> Role:
    """Return the role in an abstract without results of its own: what others found is what it tells."""
    found = _has("tells", one.sentence) and not _has("gap", one.sentence)
    if role is not Role.BACKGROUND or one.label is not None or not found:
        return role
    return Role.NEGATIVE if is_negative_result(one.sentence) else Role.RESULT


@lru_cache(maxsize=8192)
def _is_aim(sentence: Sentence) -> bool:
    words = sentence.words
    if words[:1] == ("to",) and _OPENINGS.isdisjoint(words[1:2]) and not _list("tells").first(words):
        return "," not in sentence.text or not _has("ours", sentence)
    return _has("aim", sentence)


def _concludes_at_first(sentence: Sentence) -> bool:
    """Whether it begins with "thus", "overall"; with a percentage it tells a result: "Overall, 22.9% died"."""
    if any(word.endswith("%") for word in sentence.words):
        return False
    return _list("concludes at first").first(sentence.words[:1]) is not None


@lru_cache(maxsize=8192)
def _is_method(sentence: Sentence) -> bool:
    """Whether a sentence tells what was done and not what came of it."""
    words = sentence.words
    if _has("tells", sentence):
        return False
    if words[:1] == ("to",) and "we" in words and _OPENINGS.isdisjoint(words[1:2]):
        return True
    hit = _list("methods by themselves").first(words)
    if hit is not None and "and" not in words[: hit.start]:
        return True
    return any(_was_done(words, hit.start) for hit in _list("methods", "aim at first").find(words))


def _was_done(words: tuple[str, ...], at: int) -> bool:
    """Whether a participle is what was done: "were then randomly assigned", "we tested"; "is treated" is a custom."""
    before = at - 1
    while before >= 0 and (words[before] in _BETWEEN or words[before].endswith("ly")):
        before -= 1
    if before < 0 or any(word.endswith("%") for word in words[:before]):
        return False  # "gains of 3.5% were measured"
    if words[before] in _DONE:
        return True
    looked_at = _list("aim at first").first(words[at : at + 1]) is not None and words[at + 1 : at + 2] not in _TAKEN_FOR
    between = words[before + 1 : at]
    return looked_at and between in {(), ("been",)} and words[before] in BE | _HAVE


def _is_note(sentence: Sentence) -> bool:
    """Whether a sentence is a registration, a grant, a licence, a sign of copyright."""
    if sentence.text.startswith(("\u00a9", "(c)", "(C)")):
        return True
    return len(sentence.words) <= _SHORT_NOTE and _has("none", sentence)


def _has(section: str, sentence: Sentence) -> bool:
    return _list(section).first(sentence.words) is not None


def _list(*sections: str) -> Lexicon:
    return lexicon("abstract").section(*sections)
