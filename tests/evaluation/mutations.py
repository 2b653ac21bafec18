"""Faithful posts made false by a script: a figure exchanged, a denial dropped, "may" made "will".

It is mechanical. Some mutants are still true (of two figures that mean the same), some are no English; so not every
mutant that nothing holds is a miss. The same seed makes the same mutants, whatever other posts there are.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from evaluation.labelled import Labelled, counting, rendered
from evaluation.table import share
from scicomm_bot.domain.paper import Content, Finding, Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.fidelity import check_posts

SEED = 11
MOST = 2
"""So many mutants of one kind are made of one post at most; which ones, the seed decides."""

_FIGURE = re.compile(r"(?<![\w.,\u00b7/#-])\d+(?:[.,\u00b7]\d+)*(?![\w/]|[.,\u00b7-]\d)")
_RANGE = re.compile(r"\s*(?:[\u2010-\u2015-]|to|and)\s*")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_SIGN = re.compile(r"(?<![\w.)])[+\u2212-](?=\d)|(?<=10)[\u207b\u2212-](?=[\d\u00b9\u00b2\u00b3\u2070-\u2079])")
_UNSIGNED = re.compile(r"(?<== )(?=\d)")
_SPECIES_WORDS = (
    "mice|mouse|rats?|rodents?|monkeys|macaques|dogs|pigs|rabbits|fl(?:y|ies)|zebrafish|fish|worms|birds|flycatchers|"
    "animals?|insects?|cells?"
)
_SPECIES = re.compile(rf"\b(?:{_SPECIES_WORDS})\b", re.IGNORECASE)
_OUT_OF_BRACKETS = r"(?![^()]*\))"
_IN_SPECIES = re.compile(
    rf"\b(?:in|of|among|on|for) (?:(?!in |the )[\w-]+ ){{0,2}}?(?:{_SPECIES_WORDS})\b,?{_OUT_OF_BRACKETS}",
    re.IGNORECASE,
)
_HEDGE = re.compile(r"\b(?:may|might|could(?! not\b))\b(?=\s[a-z])")
_DENIALS = (
    (re.compile(r"\b(?:can['\u2019]t|cannot)\b", re.IGNORECASE), "can"),
    (re.compile(r"\bwon['\u2019]t\b", re.IGNORECASE), "will"),
    (re.compile(r"(?<=[a-z])(?<!\bca)(?<!\bwo)n['\u2019]t\b"), ""),
    (re.compile(r"\b(?:not (?!only|peer)|never )", re.IGNORECASE), ""),
    (re.compile(r"\bno (?!longer|more|less|fewer|one\b|matter)", re.IGNORECASE), "some "),
    (re.compile(r"\bwithout\b", re.IGNORECASE), "with"),
)
_OPPOSITES = (
    "lower higher|lowered raised|reduced increased|reduces increases|reduce increase|decreased increased|decreases "
    "increases|decrease increase|fell rose|fall rise|falls rises|dropped climbed|shorter longer|smaller larger|"
    "better worse|below above|slower faster|weaker stronger|improved worsened|declined grew|fewer more|less more"
)
_PAIRS = [tuple(pair.split()) for pair in _OPPOSITES.split("|")]
_FLIPPED = dict(reversed(_PAIRS)) | {other: one for one, other in _PAIRS}
_DIRECTION = re.compile(
    rf"\b(?:{'|'.join(one for one in _FLIPPED if one not in ('more', 'less'))})\b|\b(?:more|less)(?= (?:than|likely|often)\b)"
)
_PEOPLE = (
    "women|men|adults|patients|people|children|infants|babies|teenagers|pupils|students|participants|volunteers|families|"
    "males|females"
)
_TAIL = r" (?:with|aged|over|under|on|who (?:had|have|were|are|took)) (?:[\w-]+ ){0,3}?[\w-]+(?: \([^)]*\))?(?=\s*[,.;:!?)]|$)"
_POPULATION = re.compile(
    rf"(?<!\d )\b(?:in|among|for) (?:(?:[a-z-]+ ){{1,3}}?(?:{_PEOPLE})\b(?:{_TAIL})?|(?:{_PEOPLE}){_TAIL}),?{_OUT_OF_BRACKETS}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mutation:
    """A way to make posts false: its name, what it does in a few words, and all that it makes of a text."""

    name: str
    does: str
    make: Callable[[str], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mutated post, and what the rules say of it and of the post that it was made from, each alone."""

    of: Labelled
    mutation: Mutation
    post: Post
    before: Post

    @property
    def held(self) -> bool:
        return bool(_holding(self.post))

    @property
    def newly_held(self) -> bool:
        """Whether a rule holds it more often than the post that it was made from."""
        return bool(_holding(self.post) - _holding(self.before))


def _holding(post: Post) -> Counter[str]:
    return Counter(one.rule for one in counting(post) if one.level.value in "EQ")


def _exchanged(text: str) -> Iterator[str]:
    """Exchange two figures with one unit, where neither is a year, and they are not the ends of one range."""
    figures = [one for one in _FIGURE.finditer(text) if not _YEAR.fullmatch(one.group())]
    for one, other in combinations(figures, 2):
        between = text[one.end() : other.start()]
        if (
            one.group() != other.group()
            and _percent(text, one) is _percent(text, other)
            and not _RANGE.fullmatch(between)
        ):
            yield f"{text[: one.start()]}{other.group()}{between}{one.group()}{text[other.end() :]}"


def _percent(text: str, figure: re.Match[str]) -> bool:
    return text[figure.end() :].lstrip().startswith("%")


def _digit(text: str) -> Iterator[str]:
    """Change a figure's first digit."""
    for figure in _FIGURE.finditer(text):
        digit = (int(text[figure.start()]) + 2) % 9 + 1
        yield f"{text[: figure.start()]}{digit}{text[figure.start() + 1 :]}"


def _sign(text: str) -> Iterator[str]:
    yield from _without(_SIGN)(text)
    yield from _without(_UNSIGNED, "\u2212")(text)


def _species(text: str) -> Iterator[str]:
    """Take out all of "in mice", if no species is left then."""
    without = text
    for match in reversed(list(_IN_SPECIES.finditer(text))):
        without = tidied(f"{without[: match.start()]}{without[match.end() :]}", match.start())
    if without != text and not _SPECIES.search(without):
        yield without


def _without(pattern: re.Pattern[str], instead: str = "") -> Callable[[str], Iterator[str]]:
    def make(text: str) -> Iterator[str]:
        for match in pattern.finditer(text):
            yield tidied(f"{text[: match.start()]}{instead}{text[match.end() :]}", match.start())

    return make


def _denial_dropped(text: str) -> Iterator[str]:
    for pattern, instead in _DENIALS:
        yield from _without(pattern, instead)(text)


def _direction(text: str) -> Iterator[str]:
    for match in _DIRECTION.finditer(text):
        yield tidied(f"{text[: match.start()]}{_FLIPPED[match.group().lower()]}{text[match.end() :]}", match.start())


def tidied(text: str, at: int) -> str:
    """Return a text that was changed at a place with single spaces, and a capital where a sentence begins there."""
    before, after = text[:at].rstrip(" "), text[at:].lstrip(" ")
    if not before or before[-1] in ".!?\n":
        after = after[:1].upper() + after[1:]
    glue = "" if not before or before[-1] in "\n(" or after[:1] in ",.;:!?)" else " "
    return f"{before}{glue if text[at - 1 : at] == ' ' or text[at : at + 1] == ' ' else ''}{after}"


MUTATIONS = (
    Mutation("figures-exchanged", "two figures of the post change places", _exchanged),
    Mutation("digit-changed", "the first digit of a figure is another", _digit),
    Mutation("sign-flipped", "a figure or a power of ten loses its sign, or gets a minus", _sign),
    Mutation("species-dropped", '"in mice" and such is taken out', _species),
    Mutation("may-will", '"may", "might" or "could" becomes "will"', _without(_HEDGE, "will")),
    Mutation("denial-dropped", '"not", "no" or "without" is lost', _denial_dropped),
    Mutation("direction-flipped", '"lower" becomes "higher", and the like', _direction),
    Mutation("population-dropped", '"in women over 65" and such is taken out', _without(_POPULATION)),
)


def mutants(posts: Sequence[Labelled], seed: int = SEED) -> Iterator[Mutant]:
    """Yield the mutants of the faithful ones among some posts, checked. Those that are too long for X are left out."""
    for one in posts:
        if one.faithful and one.finding is not None and one.finding.lang == "en":
            before = _alone(one.paper, one.finding)
            for mutation in MUTATIONS:
                for text in _chosen(one, mutation, seed):
                    post = _alone(one.paper, one.finding.model_copy(update={"text": text, "short": None}))
                    if post.weighted_length <= 280:
                        yield Mutant(one, mutation, post, before)


def _chosen(one: Labelled, mutation: Mutation, seed: int) -> list[str]:
    assert one.finding is not None
    several = [text for text in dict.fromkeys(mutation.make(one.finding.text)) if text.strip() != one.finding.text]
    return Random(f"{seed} {mutation.name} {one.id}").sample(several, min(MOST, len(several)))


def _alone(paper: Paper, finding: Finding) -> Post:
    """Check a finding as the only one of its paper, so that no other post has a say."""
    content = Content(papers=(paper.model_copy(update={"findings": (finding,), "series": "standalone"}),))
    (post,) = check_posts(rendered(content)[:1], content)
    return post


def summary(several: Sequence[Mutant]) -> Iterator[str]:
    """Yield, for each mutation, how many mutants are held, and how many by a rule that did not hold the post before."""
    yield "| mutation | what it does | mutants | held before | held | newly held |"
    yield "|---|---|--:|--:|--:|---|"
    for mutation in MUTATIONS:
        among = [one for one in several if one.mutation is mutation]
        before, held = sum(bool(_holding(one.before)) for one in among), sum(one.held for one in among)
        newly = share(sum(one.newly_held for one in among), len(among))
        yield f"| `{mutation.name}` | {mutation.does} | {len(among)} | {before} | {held} | {newly} |"


def passed(several: Sequence[Mutant], name: str) -> Iterator[str]:
    """Yield the mutants of one kind that nothing holds more than the posts that they were made from."""
    for one in several:
        if one.mutation.name == name and not one.newly_held:
            yield f"\n{one.of.id} [{'held before' if one.held else 'not held'}]"
            yield f"  was: {' '.join(one.before.text.split())}"
            yield f"  now: {' '.join(one.post.text.split())}"
