"""What the statements of a sentence affirm, and what a sentence of a paper denies: the two sides of a lost "not"."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.grammar import AUXILIARY, BE, CONDITION, DENYING_SUBJECT, OUGHT, RELATIVE
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.negation import denials, denies_result
from scicomm_bot.english.text import Sentence
from scicomm_bot.english.tokens import Table, analyse

Kind = Literal["change", "other", "there was", "modal", "open"]

_WORDS = lexicon("statements")
_SIGNALS = _WORDS.section("changes")
_NULL = _WORDS.section("null")
_UNCHANGED = _WORDS.section("unchanged")
_ASKS, _LEFT_OPEN = lexicon("doubt").section("asks"), _WORDS.section("leaves open")
_FINDINGS, _HAS = words_of("statements", "findings"), words_of("statements", "has")
_SHOWN_TO = words_of("statements", "shown to")
_PARTLY, _GENERIC = words_of("statements", "partly"), words_of("statements", "generic")

_NOUNS = _FINDINGS | {"different"}
_NO = frozenset({"no", "not", "any"})
_NEAR = 3
_LEAST = 3
_AS_AS = Pattern(
    r"\bas (?:\w+ ){1,4}as\b|\b(?:about|just|only|at least|no more|the|half|twice) as\b(?! a)", re.IGNORECASE
)
_BUT_NOT = Pattern(r"\b(?:but|and|,) not\b[^,]*,", re.IGNORECASE)
_BEFORE_NOT = AUXILIARY | {"but", "and", "or", "though", "if", "probably", "also", "ought"}
_ELIDED = words_of("statements", "behind a lone not")
_BE = BE | {"significantly", "clearly", "very", "not"}
_COUNTS = words_of("statements", "counts")
_TOLD = words_of("doubt", "told")


class Statement(NamedTuple):
    """One statement of a post.

    Attributes:
        stems: Its content words that are not denied.
        affirmed: Its words that affirm a change, an effect or a relation, as stems: neither denied, asked nor wished.
        words: All its words that are not denied, nor asked after.
        denied: The stems that it denies or says nothing was found of.
        hedged: Whether it is only said to be possible.
    """

    stems: frozenset[str]
    affirmed: frozenset[str]
    words: tuple[str, ...]
    denied: frozenset[str]
    hedged: bool


class DeniedClaim(NamedTuple):
    """What a sentence of the paper denies or leaves open: `predicates` of a `topic`, as stems."""

    kind: Kind
    predicates: frozenset[str]
    topic: frozenset[str]


@lru_cache(maxsize=8192)
def statements_in(sentence: Sentence) -> tuple[Statement, ...]:
    """Read what the statements of a sentence affirm."""
    words, no, table = sentence.words, denials(sentence), analyse(sentence)
    signals = set(_signals(sentence))
    hidden = no.at | table.denied
    number = table.clauses
    if _BUT_NOT.search(sentence.text):
        number = (0,) * len(words)  # "memory, but not attention, improved"
    result = denies_result(sentence)
    null = {number[at] for at in _null(sentence)}
    own: dict[int, list[int]] = {}
    for at, one in enumerate(number):
        own.setdefault(one, []).append(at)
    hedging = {number[at] for at in table.hedging}
    found = []
    for one, mine in own.items():
        told = [at for at in mine if at not in hidden]
        open_words = [at for at in told if at not in table.asked]
        content = frozenset(_content(table, mine))
        found.append(
            Statement(
                frozenset(_content(table, told)),
                frozenset(
                    table.stems[at] for at in open_words if at in signals and one not in null and not _wished(words, at)
                ),
                tuple(words[at] for at in open_words) if one not in null else (),
                content if one in null else frozenset(_content(table, [at for at in mine if result and at in hidden])),
                one in hedging,
            )
        )
    return tuple(found)


@lru_cache(maxsize=8192)
def nothing_found(sentence: Sentence) -> bool:
    """Whether a sentence says in any words that nothing was found, or asks."""
    return bool(_null(sentence) or (_ASKS.first(sentence.words) is not None and "whether" in sentence.words))


@lru_cache(maxsize=8192)
def denied_claims_in(sentence: Sentence) -> tuple[DeniedClaim, ...]:
    """Read what a sentence of the paper denies, or leaves open."""
    return tuple(_denied(sentence))


@lru_cache(maxsize=8192)
def affirmed_by(sentence: Sentence) -> frozenset[str]:
    """Return the content words of the statements of a sentence that affirm something."""
    return frozenset(one for mine in statements_in(sentence) if mine.affirmed for one in mine.stems | mine.affirmed)


@lru_cache(maxsize=8192)
def content_of(sentence: Sentence) -> frozenset[str]:
    """Return the content words of a sentence."""
    return frozenset(_content(analyse(sentence), range(len(sentence.words))))


@lru_cache(maxsize=8192)
def gained(sentence: Sentence) -> frozenset[str]:
    """Return the content words behind the first word of a sentence that affirms something: what was changed."""
    signals = _signals(sentence)
    return (
        frozenset(_content(analyse(sentence), range(signals[0] + 1, len(sentence.words)))) if signals else frozenset()
    )


def _denied(sentence: Sentence) -> Iterator[DeniedClaim]:
    words, no = sentence.words, denials(sentence)
    if {"whether", "if"}.isdisjoint(words) or _LEFT_OPEN.first(words) is None:
        if not no.at and _UNCHANGED.first(words) is None:
            return  # as most sentences
        signals = _signals(sentence)
        number = analyse(sentence).clauses
        yield from (_denial(sentence, at, signals) for at in sorted(no.at) if not _aside(sentence, at, number))
        if not no.at and not signals:
            yield DeniedClaim("change", frozenset(), frozenset(_content(analyse(sentence), range(len(words)))))
        return
    whether = next(at for at, word in enumerate(words) if word in {"whether", "if"})
    left = {at for hit in _LEFT_OPEN.find(words) for at in range(hit.start, hit.stop)} | no.at
    asked = [at for at in range(whether + 1, len(words)) if at not in left]
    yield DeniedClaim("open", frozenset(), frozenset(_content(analyse(sentence), asked)))


def _denial(sentence: Sentence, at: int, signals: list[int]) -> DeniedClaim:
    """Read what the denying word `at` denies."""
    words, no = sentence.words, denials(sentence)
    after = [one for one in sorted(no.after) if one > at]
    before = [one for one in sorted(no.before) if one < at]
    # "in 240 adults, it had no effect": who they are counts, too
    whole = words[at] == "no" and at not in no.before and at not in no.after
    topic = frozenset(_content(analyse(sentence), range(len(words)) if whole else [*before, *after]))
    if _elided(words, at):
        verbs = frozenset(analyse(sentence).stems[one] for one in signals if one < at)
        return DeniedClaim("change", verbs, frozenset(_content(analyse(sentence), after)))
    modal = not OUGHT.isdisjoint(words[max(0, at - 1) : at + 1])
    near = [one for one in after if one in signals][:1] or [one for one in before if one in signals][-1:]
    if near and not modal:
        verb = analyse(sentence).stems[near[0]]
        return DeniedClaim("change", frozenset({verb}), (_one_of_two(sentence, at, near[0]) or topic) - {verb})
    if words[at] in DENYING_SUBJECT:
        return DeniedClaim("there was", frozenset(), topic)
    verbs = frozenset(analyse(sentence).stems[one] for one in [one for one in after if words[one] not in _GENERIC][:1])
    return DeniedClaim("modal" if modal else "other", verbs, topic - verbs)


def _one_of_two(sentence: Sentence, at: int, verb: int) -> frozenset[str]:
    """Return what "neither" or "nor" alone stands before: "memory" in "neither memory nor attention improved"."""
    words = sentence.words
    if words[at] not in {"neither", "nor"} or "nor" not in words or verb < at:
        return frozenset()
    stop = words.index("nor") if words[at] == "neither" else verb
    return frozenset(_content(analyse(sentence), range(at + 1, stop)))


def _elided(words: tuple[str, ...], at: int) -> bool:
    """Whether the verb is left out: "rose in men but not in women", "improved memory but not attention"."""
    if words[at] != "not" or at + 1 == len(words):
        return False
    return words[at - 1] in {"but", "and"} or (words[at + 1] in _ELIDED and words[at - 1] not in AUXILIARY)


def _aside(sentence: Sentence, at: int, number: tuple[int, ...]) -> bool:
    """Whether a denial is not what the sentence says: "those who did not", "if they do not", "not all", "with no"."""
    words = sentence.words
    if words[at + 1 : at + 2] and words[at + 1] in _PARTLY:
        return True
    if lexicon("negation").section("denies a little").first(words[at : at + 2]) is not None:
        return True
    first = at
    while first and words[first - 1] in AUXILIARY:
        first -= 1
    if first and (words[first - 1] in RELATIVE or words[first - 1] == "with"):
        return words[first - 1] != "that" or words[max(0, first - 2)] not in _TOLD
    if any(words[one] in CONDITION for one in range(at) if number[one] == number[at]):
        return True
    next_ = words[at + 1] if at + 1 < len(words) else ""
    plain = words[at] == "not" and at > 0 and words[at - 1] not in _BEFORE_NOT and not words[at - 1].endswith("ly")
    return plain and next_.endswith(("ing", "ed", "en"))


def _signals(sentence: Sentence) -> list[int]:
    """Return the words that tell a change, an effect or a relation, denied or not."""
    words = sentence.words
    found = {hit.start for hit in _SIGNALS.find(words) if not _plain(words, hit.start, hit.stop)}
    if not _NOUNS.isdisjoint(words):
        found |= {at for at, word in enumerate(words) if word in _NOUNS and _is_told(words, at)}
    return sorted(found | {at - 1 for at, word in enumerate(words) if word == "than" and _compares(words, at)})


def _plain(words: tuple[str, ...], start: int, stop: int) -> bool:
    return _of_number(words, stop) or (words[start].startswith("cause") and words[stop : stop + 1] == ("of",))


def _is_told(words: tuple[str, ...], at: int) -> bool:
    """Whether a noun is told or denied ("had an effect", "no effect"), and not only named ("the effect of")."""
    if words[at] == "different":
        return at > 0 and words[at - 1] in _BE
    before = words[max(0, at - _NEAR) : at]
    return not _NO.isdisjoint(before) or (bool(before) and before[-1] != "the" and not _HAS.isdisjoint(before))


def _compares(words: tuple[str, ...], at: int) -> bool:
    return at > 0 and words[at - 1].endswith("er") and not _of_number(words, at)


def _of_number(words: tuple[str, ...], at: int) -> bool:
    """Whether "than" and a number follow: "more than 200 people"."""
    if words[at : at + 1] != ("than",) or at + 1 >= len(words):
        return False
    return words[at + 1][0].isdigit() or words[at + 1] in _COUNTS


def _wished(words: tuple[str, ...], at: int) -> bool:
    """Whether a verb is only what something is for: "a drug to slow decline"."""
    return at > 1 and words[at - 1] == "to" and words[at - 2] not in _SHOWN_TO and words[at - 2] not in AUXILIARY


def _null(sentence: Sentence) -> list[int]:
    """Return the words that say that nothing was found."""
    found = [hit.start for hit in _NULL.find(sentence.words)]
    for match in _AS_AS.finditer(sentence.text):
        found += [at for at, (start, _) in enumerate(sentence.spans) if start == match.start()]
    return found


def _content(table: Table, of: Iterable[int]) -> Iterator[str]:
    words, stems = table.sentence.words, table.stems
    return (stems[at] for at in of if words[at] not in _GENERIC and len(words[at]) >= _LEAST)
