"""Labels: the words that a figure belongs to, "dexamethasone" in "22.9% on dexamethasone, 25.7% on usual care".

A sentence is cut between two figures of one kind at the strongest break: a semicolon, "whereas", a comma with "and", a
comma. What stands on a figure's side of the break is its label. Nothing interprets it: two labels are only compared.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.facts.figures import RATIO, Figure, figures_of, is_year
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.stems import stem

_WORD = Pattern(r"[^\W_]+")
_BREAKS = tuple(
    Pattern(one, re.IGNORECASE)
    for one in (
        r";|\b(?:whereas|while|but|although|though)\b",
        r":|\s-+\s",
        r"\b(?:than|versus|vs\.?|against|compared\s+(?:with|to)|v\.?)\s",
        r",\s*(?:and|or|then)\b|\b(?:and|or)\b|/|&",
        r",",
        r"\bto\b",
    )
)
"""What parts the labels of two figures, the strongest first."""
_STRONG = Pattern(r"[;:]|\s-+\s|\b(?:whereas|while|but|although|though)\b|,\s(?:and|with|or)\b", re.IGNORECASE)
_RANGE = Pattern(r"\s*(?:to|-|or|through)\s*-?", re.IGNORECASE)
_BETWEEN = Pattern(r"\bbetween\s+\Z", re.IGNORECASE)
_NO_NOUN = Pattern(
    r"\s*(?:[,;:.!?]|\Z|(?:in|on|at|by|for|with|without|among|against|vs|versus|than|and|or|under)\b)", re.IGNORECASE
)
_REACH = 40
_EMPTY_BRACKET, _SPACES = Pattern(r"[(\[]\W*[)\]]"), Pattern(r"\s+(?=[,;.)])|\s+")
_LINE = 80
_NESTED = 3
_MOST_VALUES = 60
"""No more figures of one sentence get a label: no text makes that take long."""
_MORE = 2
_BRACKET = Pattern(r"[(\[][^()\[\]]*[)\]]")
_THAN = Pattern(r"\b(?:than|versus|vs\.?|compared\s+(?:with|to)|against)\b", re.IGNORECASE)
_JOINED = Pattern(r"\b(?:and|or)\b", re.IGNORECASE)
_AMONG = Pattern(r"\b(?:among|amongst)\b|[(;]", re.IGNORECASE)
_GROUP = Pattern(r"\bamong(?:st)?\b", re.IGNORECASE)
_ENDS_NOUN = Pattern(
    r"[,;:.()]|\b(?:\w+ed|\w+ing|were|was|are|is|had|have|of|in|on|at|by|from|with|to|for|and|or|who|that|which|died|took|got)\b",
    re.IGNORECASE,
)
_COMPARATOR, _WEIGHS = "comparator", 1
_STATISTICS = frozenset({"ratio", "hazard", "odd", "risk", "rat", "differ", "mean", "adjust", "smd", "effect", "siz"})
_PART = Pattern(r"[,;:)\]]|\b(?:than|versus|vs|but|and|whereas|while)\b", re.IGNORECASE)
_DENIED = Pattern(
    r"\b\w+n't\b|\b(?:had|got|received|took|given|with) (?:no|none|nothing)\b"
    r"|\bno (?:drug|treatment|therapy|pill|vaccine)\b",
    re.IGNORECASE,
)
"""Who did not, or got none, is who the others are compared with."""
_NO_LABEL = words_of("facts", "no label")
_ARM_WORDS = 4
_ARM_SHOWN = 6
_PREFIX = 6
_SHORT, _LEAST = 5, 4


class Labelled(NamedTuple):
    """A figure with its label.

    Attributes:
        figure: The figure.
        words: The words of its label, as stems.
        text: The label as it stands, for people.
        cluster: Where the range begins that it is a part of: both figures of "51 to 76" have one.
    """

    figure: Figure
    words: frozenset[str]
    text: str
    cluster: int

    def with_label(self, text: str) -> "Labelled":
        """Return the figure with the label that a person gave it."""
        return self._replace(words=words_of_label(text), text=text)

    @property
    def shown(self) -> str:
        """The label for people, no longer than a line."""
        text = _SPACES.sub(" ", _EMPTY_BRACKET.sub(" ", self.text)).strip(" ,;:.()[]")
        if len(text) <= _LINE:
            return text
        return f"{text[:_LINE].rpartition(' ')[0]} ..." if "; " in text else f"... {text[-_LINE:].partition(' ')[2]}"


@lru_cache(maxsize=8192)
def labelled(sentence: str) -> tuple[Labelled, ...]:
    """Return the values of a sentence, from left to right, each with its label."""
    values = _with_inherited_units(sentence)[:_MOST_VALUES]
    if not values:
        return ()
    twins = {other.start: one for one, other in pairwise(values) if _is_told_again(one, other)}
    values = [one for one in values if one not in twins.values()]
    found: list[Labelled] = []
    for kind in dict.fromkeys(map(kind_of, values)):
        run = [one for one in values if kind_of(one) == kind]
        whole = _plain(sentence, run, values)
        found += _of_one_kind(whole, _clusters(whole, run), values)
    found = [_by_bracket(sentence, one) for one in found]
    found += [one._replace(figure=twins[one.figure.start]) for one in found if one.figure.start in twins]
    return tuple(sorted(found, key=lambda one: one.figure.start))


def _by_bracket(sentence: str, one: Labelled) -> Labelled:
    """Give a figure in a bracket that names no more than a statistic the words before the bracket.

    "Larger against waiting lists (SMD, 0.55; 95% CI ...)": waiting lists.
    """
    if not one.figure.bracket or not all(word.isupper() or word in _STATISTICS for word in one.words):
        return one
    start = max(sentence.rfind(sign, 0, one.figure.start) for sign in "([")
    before = sentence[: max(start, 0)].rstrip()
    cut = max((match.end() for match in _PART.finditer(before)), default=0)
    words = words_of_label(before[cut:])
    shown = "; ".join(text for text in (one.text, before[cut:].strip()) if text)
    return one._replace(words=words, text=shown) if words else one


def _is_told_again(one: Figure, other: Figure) -> bool:
    """Whether a share in numbers is told again in per cent: "5519 of 84903 exposed children (6.5%)"."""
    return (
        len(one.of) > 1 and other.unit == "%" and not other.of and abs(one.value - other.value) <= max(other.step, 0.1)
    )


def is_unclear(mine: Sequence[Labelled]) -> bool:
    """Whether two figures of one kind have the same label, or one has none."""
    seen = [(kind_of(one.figure), one.words) for one in mine]
    return any(not words for _, words in seen) or len(set(seen)) < len(seen)


def kind_of(one: Figure) -> str:
    """Return what kind of figure it is: only those of one kind can be exchanged."""
    if one.in_words and not one.of:
        return "share in words"
    if one.unit == "points":
        return "pp"
    if one.unit in {"", RATIO, "x"} and not one.of:
        return "count" if not one.unit and one.step >= 1 else RATIO
    return one.unit


def overlap(mine: frozenset[str], other: frozenset[str]) -> int:
    """Return how many words two labels share, in any of their forms: "IM" is "intramuscular"."""
    weighs = _WEIGHS if _COMPARATOR in mine and _COMPARATOR in other else 0  # it says more than any other word
    return weighs + len(mine & other) + sum(any(_alike(one, two) for two in other - mine) for one in mine - other)


def without_shared(one: frozenset[str], other: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return two labels without the words that they share."""
    mine = frozenset(word for word in one if not _has(other, word))
    return mine, frozenset(word for word in other if not _has(one, word))


def words_of_label(text: str) -> frozenset[str]:
    """Return the words of a text that can name whose a figure is, as stems; "unresponsive" is "-respon"."""
    found: list[str] = []
    denied = False
    for match in _WORD.finditer(_DENIED.sub(" without ", text)):
        word = match.group()
        small = word.lower()
        if small == "non":
            denied = True
            continue
        if small in _NO_LABEL:
            continue
        found.append(_as_label(word, small, denied=denied))
        denied = False
    return frozenset(found)


def _as_label(word: str, small: str, *, denied: bool) -> str:
    one = _one_label().get(small)
    if one is not None:
        return one
    if word.isupper() and 1 < len(word) <= _SHORT and word.isalpha():
        return word
    for prefix in ("un", "non"):
        if small.startswith(prefix) and len(small) >= len(prefix) + _PREFIX:
            return f"-{small[len(prefix) :][:_PREFIX]}"
    return f"-{small[:_PREFIX]}" if denied else stem(small)


@cache
def _one_label() -> Mapping[str, str]:
    return {" ".join(entry.words): entry.instead for entry in lexicon("facts").section("one label").entries}


def _has(words: frozenset[str], word: str) -> bool:
    return word in words or any(_alike(word, other) for other in words)


def _alike(one: str, other: str) -> bool:
    """Whether two words are forms of one, or one abbreviates the other: "IM" and "intramuscular"."""
    if one.isupper() or other.isupper():
        short, long = (one, other) if one.isupper() else (other, one)
        if long.isupper() or len(long) < _PREFIX:
            return long.lower() == short.lower()
        return short[0].lower() == long[0] and not long.startswith(short.lower()) and _within(short.lower(), long)
    return min(len(one), len(other)) >= _LEAST and one[:_PREFIX] == other[:_PREFIX]


def _within(letters: str, word: str) -> bool:
    at = 0
    for letter in letters:
        at = word.find(letter, at) + 1
        if not at:
            return False
    return True


def _with_inherited_units(sentence: str) -> list[Figure]:
    """Return the values; one without a unit has that of the one before, where no noun follows: "14.1 days, but 9.4"."""
    values: list[Figure] = []
    for one in figures_of(sentence):
        if one.role != "value" or is_year(one):
            continue
        bare = not one.unit and not one.of and values and _NO_NOUN.match(sentence, one.stop) is not None
        values.append(one._replace(unit=values[-1].unit) if bare and values[-1].unit != "%" else one)
    return values


def _clusters(whole: str, run: Sequence[Figure]) -> list[list[Figure]]:
    """Join what is one range: "51 to 76", "2 or 3"."""
    clusters = [[run[0]]]
    for before, one in pairwise(run):
        if _is_range(whole, before, one):
            clusters[-1].append(one)
        else:
            clusters.append([one])
    return clusters


def _is_range(whole: str, before: Figure, one: Figure) -> bool:
    gap = whole[before.stop : one.start]
    if _RANGE.fullmatch(gap):
        return True
    return gap.strip() == "and" and _BETWEEN.search(whole, max(0, before.start - _REACH), before.start) is not None


def _of_one_kind(whole: str, clusters: Sequence[Sequence[Figure]], values: Sequence[Figure]) -> Iterator[Labelled]:
    free: list[Sequence[Figure]] = []
    at = 0
    while at < len(clusters):
        side_by_side = at + 1 < len(clusters) and _bare(whole, clusters[at], clusters[at + 1])
        arms = _arms(whole, clusters[at], clusters[at + 1]) if side_by_side else None
        if arms is None:
            free.append([*clusters[at], *clusters[at + 1]] if side_by_side else clusters[at])
            at += 1 + side_by_side
            continue
        between = _since(whole, clusters[at], values)
        for cluster, arm in zip(clusters[at : at + 2], arms, strict=True):
            shown = f"{_first_words(arm)}{'; ' if between else ''}{between}"
            yield from (_label(one, f"{arm} {between}", cluster)._replace(text=shown) for one in cluster)
        at += 2
    if free:
        yield from _by_sides(whole, free, values, alone=len(free) == len(clusters) == 1)


def _by_sides(
    whole: str, run: Sequence[Sequence[Figure]], values: Sequence[Figure], *, alone: bool
) -> Iterator[Labelled]:
    rows = _sides(whole, run)
    if len(run) > 1:  # what stands behind the last may be said of all: "in A and 9% in B died within 28 days"
        longest = max(len(after.split()) for _, after in rows[:-1]) + _MORE
        rows[-1] = rows[-1][0], " ".join(rows[-1][1].split()[:longest])
    right = len(run) > 1 and all(_names(after) for _, after in rows)
    left = len(run) > 1 and all(_names(before) for before, _ in rows[1:])
    for cluster, (before, after) in zip(run, rows, strict=True):
        counted = kind_of(cluster[-1]) == "count" or len(cluster[-1].of) > 1
        noun = _noun(whole, cluster[-1], values) if counted else ""
        said = before if left and not right else after if right and not left else f"{before} {after}"
        if alone and not words_of_label(noun):
            yield from (_label(one, whole, cluster)._replace(text="") for one in cluster)
            continue
        if alone:
            said = ""
        elif not words_of_label(said):
            said = after or before
        said = said if noun.strip() in said else f"{noun} {said}"
        yield from (_label(one, said, cluster) for one in cluster)


def _names(text: str) -> bool:
    return not all(word.isdigit() for word in words_of_label(text))


def _label(one: Figure, text: str, cluster: Sequence[Figure]) -> Labelled:
    return Labelled(one, words_of_label(text), " ".join(text.split()).strip(" ,;:()[]"), cluster[0].start)


def _plain(sentence: str, run: Sequence[Figure], values: Sequence[Figure]) -> str:
    """Blank out the figures of a run, and brackets without a value; nothing changes its place.

    Values of another kind stay: "20-29 years" can be what a percentage belongs to.
    """
    others = {one.start for one in values} - {one.start for one in run}
    for one in figures_of(sentence):
        if one.start not in others:
            sentence = _blanked(sentence, one.start, one.stop)
    for _ in range(_NESTED):
        for bracket in _BRACKET.finditer(sentence):
            if not any(bracket.start() <= one.start < bracket.end() for one in values):
                sentence = _blanked(sentence, bracket.start(), bracket.end())
    return sentence


def _blanked(text: str, start: int, stop: int) -> str:
    return f"{text[:start]}{' ' * (stop - start)}{text[stop:]}"


def _noun(whole: str, one: Figure, values: Sequence[Figure]) -> str:
    """Return what a count counts: "patients" behind "482"."""
    stop = min((other.start for other in values if other.start >= one.stop), default=len(whole))
    piece = whole[one.stop : stop]
    end = _ENDS_NOUN.search(piece)
    return piece[: end.start()] if end is not None else piece


def _sides(whole: str, run: Sequence[Sequence[Figure]]) -> list[tuple[str, str]]:
    """Return for each figure or range what stands before it and behind it, up to the breaks."""
    first = max((match.end() for match in _STRONG.finditer(whole, 0, run[0][0].start)), default=0)
    before, after = [whole[first : run[0][0].start]], []
    for one, then in pairwise(run):
        stop, start = _cut(whole, one[-1].stop, then[0].start)
        counts = (
            start == stop and kind_of(then[0]) == "count"
        )  # "31 trials with 8,402 people": what each counts is its own
        after.append("" if counts else whole[one[-1].stop : stop])
        before.append("" if counts else whole[start : then[0].start])
    end = run[-1][-1].stop
    last = _STRONG.search(whole, end)
    after.append(whole[end : last.start() if last is not None else len(whole)])
    return list(zip(before, after, strict=True))


def _cut(whole: str, start: int, stop: int) -> tuple[int, int]:
    for one in _BREAKS:
        found = [*one.finditer(whole, start, stop)]
        if found:
            return found[-1].start(), found[-1].end()
    return start, start


def _bare(whole: str, one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    """Whether no more than a break stands between two figures: "29.3% vs 41.4%"."""
    gap = whole[one[-1].stop : other[0].start]
    return not words_of_label(gap) and _cut(gap, 0, len(gap)) != (0, 0)


def _arms(whole: str, one: Sequence[Figure], other: Sequence[Figure]) -> tuple[str, str] | None:
    """Return the arms of two figures that stand side by side, or None where each has its own words.

    That is "lower in A than in B (x vs y)", "A and B had x and y", "x against y: A compared with B".
    """
    for text in (whole[: one[0].start], whole[other[-1].stop :]):
        than = _THAN.search(text)
        if than is not None and words_of_label(text[: than.start()]) and words_of_label(text[than.end() :]):
            rest = text[than.end() :]
            end = _AMONG.search(rest)
            return text[: than.start()], rest[: end.start()] if end is not None else rest
    before = whole[: one[0].start]
    joins = [*_JOINED.finditer(before)]
    if not joins or words_of_label(whole[other[-1].stop :][:_REACH].partition(",")[0]):
        return None
    at = joins[-1]
    first, last = before[: at.start()].split()[-_ARM_WORDS:], before[at.end() :].split()[:_ARM_WORDS]
    return (" ".join(first), " ".join(last)) if first and last else None


def _first_words(arm: str) -> str:
    words = arm.split()[:_ARM_SHOWN]
    while words and words[-1].lower().strip(",") in _NO_LABEL - {"group", "groups"}:
        words.pop()
    return " ".join(words)


def _since(whole: str, cluster: Sequence[Figure], values: Sequence[Figure]) -> str:
    start = max((one.stop for one in values if one.stop <= cluster[0].start), default=0)
    among = [*_GROUP.finditer(whole, start, cluster[0].start)]
    return whole[among[-1].end() : cluster[0].start] if among else ""
