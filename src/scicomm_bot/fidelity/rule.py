"""What a rule is: a small pure function, with its id, its reason and its examples."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from scicomm_bot.characters.fold import fold
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level, PostKind, Remark
from scicomm_bot.fidelity.reading import Reading

_KEY_WORD = Pattern(r"[^\W_]+(?:[.,][^\W_]+)*|[%\u2030+<>=\u2264\u2265\u2212-]")
"""A word or a number, and the signs that change a figure."""
FINDINGS: frozenset[PostKind] = frozenset({"finding"})
SAID: frozenset[PostKind] = FINDINGS | {"why"}
"""The posts that say something of their own, be it in an author's words."""
ALL: frozenset[PostKind] = frozenset({"finding", "why", "authors", "source", "correction"})


class Found(NamedTuple):
    """What a rule found in a post.

    Attributes:
        what: What was found, with the words that it was found by.
        instead: A way to write it, or what to do.
        level: Another level than the rule's own, where the case weighs less (or more); None for the rule's own.
        about: The words of the post that it is about, then those of the quotation, if it is about one. The question's
            key is made of them (`question_key`), so an answer holds while they stay the same: name the sentence, not
            the post. Where they are empty, the key is made of the whole post and all its quotations.
        other: The id of another post that it is about as well, or None.
    """

    what: str
    instead: str
    level: Level | None = None
    about: tuple[str, ...] = ()
    other: str | None = None


Check = Callable[[Reading], Iterator[Found]]
SeriesCheck = Callable[[Sequence[Reading]], Mapping[str, Sequence[Found]]]
"""Looks at the readings of one paper's posts, in order; returns what it found by the posts' ids."""


class Rule(NamedTuple):
    """A rule.

    Attributes:
        id: Its id, as `waive:` and the JSON name it.
        level: How much a finding weighs, as a rule. One that reads English weighs `QUESTION` at most.
        detects: What it detects, in one line.
        why: Why that matters, in one line, with the source.
        bad: An example that it finds.
        good: The same, put right.
        check: Looks at one post; None for a rule on a series.
        series: Looks at a whole series; None for a rule on one post.
        kinds: The kinds of post that it looks at.
        english: Whether it knows English words only, and passes over posts in other languages.
        also: Other levels that it may give to a case, by `Found.level`.
        alt: What it weighs in the alt text of a picture, whatever its level in a post; None where it reads no alt text.
        unless: The ids of the rules that say the same, and more to the point: where one of them stops a post or asks
            about it, this one is silent.
    """

    id: str
    level: Level
    detects: str
    why: str
    bad: str
    good: str
    check: Check | None = None
    series: SeriesCheck | None = None
    kinds: frozenset[PostKind] = FINDINGS
    english: bool = True
    also: tuple[Level, ...] = ()
    alt: Level | None = None
    unless: frozenset[str] = frozenset()

    def remark(self, found: Found, place: str | None = None, about: Sequence[str] = ()) -> Remark:
        """Return what people are told.

        Args:
            found: What was found.
            place: Where, if it is another place than the post's.
            about: The words that a question is about where `found` does not say.
        """
        told = f"{found.what}; {found.instead}" if found.instead else found.what
        brief = f"{told}{'' if told.endswith('...') else '.'}"
        level = found.level or self.level
        key = question_key(self.id, found.about or about) if level is Level.QUESTION else None
        return Remark(self.id, level, f"{brief} Why: {self.why}", place=place, brief=brief, key=key, other=found.other)


def question_key(rule_id: str, about: Sequence[str]) -> str:
    """Return the name of a question: its rule, and ten digits of a hash over the words that it is about.

    It stays the same while the words do, whatever the question's own wording; case, signs and white space do not count.
    """
    words = "\n".join(map(_key_words, about))
    return f"{rule_id}/{hashlib.sha256(words.encode()).hexdigest()[:10]}"


@lru_cache(maxsize=1024)  # several questions are about one post and its quotations
def _key_words(text: str) -> str:
    return " ".join(_KEY_WORD.findall(fold(text).casefold()))


def rule(
    rule_id: str,
    level: Level,
    *,
    detects: str,
    why: str,
    bad: str,
    good: str,
    kinds: frozenset[PostKind] = FINDINGS,
    english: bool = True,
    also: tuple[Level, ...] = (),
    alt: Level | None = None,
    unless: tuple[str, ...] = (),
) -> Callable[[Check], Rule]:
    """Make a rule of a function that looks at one post."""
    return lambda check: Rule(
        rule_id, level, detects, why, bad, good, check, None, kinds, english, also, alt, frozenset(unless)
    )


def series_rule(
    rule_id: str,
    level: Level,
    *,
    detects: str,
    why: str,
    bad: str,
    good: str,
    kinds: frozenset[PostKind] = FINDINGS,
    english: bool = True,
) -> Callable[[SeriesCheck], Rule]:
    """Make a rule of a function that looks at a whole series."""
    return lambda check: Rule(rule_id, level, detects, why, bad, good, None, check, kinds, english)
