"""The figures of a sentence: each with its unit, its interval, and the part that it plays there."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.quantity import Quantity, quantities

Role = Literal["value", "bound", "level", "p", "spread", "base"]

RATIO = "ratio"
"""The unit of a ratio of risks, odds, hazards or rates, which a paper writes without one."""
COEFFICIENT = "coefficient"
"""The unit of a correlation and its like: no share, and no ratio."""
_SIGNS = {"%": "%", "x": "-fold", "pp": " percentage points"}
_REACH = 48
_YEARS = (1800, 2100)
_WIDTH = 3
"""An interval, and what it belongs to, stand among so many neighbours."""
_LEVEL = Pattern(r"\s*-?\s*[(\[]?(?:confidence|credib|uncertainty|CIs?\b|CrIs?\b|CL\b|UI\b|HDI\b)", re.IGNORECASE)
_P = Pattern(
    r"\bp(?:[\s-]values?)?(?:\s+for\s+[\w\s-]{1,20})?\s*(?:[<>=\u2264\u2265]+|of|was|were|is)\s*\Z", re.IGNORECASE
)
_SPREAD = Pattern(r"(?:\u00b1|\+\s?/?\s?-|\b(?:SD|SEM|SE|standard\s+(?:deviation|error))\W*(?:of\s+|was\s+)?)\s*\Z")
_PLUS, _MINUS = Pattern(r"\s*\(?\+\s?"), Pattern(r"\s*[,/]?\s*-\s?")
"""What parts a figure from its two errors: "410+160-180 Mpc"."""
_INTERVAL = Pattern(
    r"(?:\bintervals?\b|(?:\b|\d)(?:CIs?|CrIs?|UI|HDI)\b|\bIQR|\brange)\s*[)\]]?\s*[,:;=]?\s*(?:of|was|is|from|between)?"
    r"\s*[(\[]?\s*-?\Z",
    re.IGNORECASE,
)
_TO = Pattern(r"\s*(?:to|-|and|through)\s*(?:-|minus\s)?", re.IGNORECASE)
_TO_OR_COMMA = Pattern(r"\s*(?:to|-|,|;|and|through)\s*(?:-|minus\s)?", re.IGNORECASE)
_OPENS = Pattern(r"\s*[(\[,;]\s*-?")
_CLOSES = Pattern(r"\s*[)\];,]")
_ENDS_BRACKET = Pattern(r"\s*[)\];]")
_RATIO = Pattern(r"\b(?:ratios?|HRs?|a?HRs?|a?ORs?|a?RRs?|IRRs?|SMRs?|odds|hazards?)\b")
_NO_RATIO = Pattern(
    r"\b(?:differences?|mean|means|medians?|scores?|coefficients?|correlat\w+|slopes?|beta|points?|r)\b"
)
_COEFFICIENT = Pattern(
    r"(?:\b[rR\u03b2\u03b1\u03ba]|\b(?:correlat\w+|coefficients?|kappa|beta|alpha|SMD|Cohen's\s+d|g))[^\w]*(?:(?:of|was|were|is)\s+)?-?\Z"
)
_PER = Pattern(r"(?:\s+[\w-]+){0,4}?\s*(?:\bper|\b(?:in|for|of|out\s+of|from)\s+(?:every|each)|/)\s*", re.IGNORECASE)
_BARE = Pattern(
    r"\b(?:an?|one|per|every|each|last|past|within\s+the)\s+(second|minute|hour|day|week|month|year|decade|century)\b",
    re.IGNORECASE,
)
_EVERY = Pattern(r"\b(?:per|(?:of|in|for|from|out\s+of)\s+(?:every|each)|out\s+of)\s+\Z", re.IGNORECASE)
_ROUND = frozenset({10.0, 20.0, 50.0, 100.0, 1e3, 1e4, 1e5, 1e6})
_WORDS_OF_SHARE = Pattern(r"\A(?!.*(?:%|per\s?cent|pct))[^\d]+\Z", re.IGNORECASE)
_LIKE_THE_NEXT = Pattern(r"\s*(?:to|vs\.?|versus|and|or|,|/|against|compared\s+(?:with|to)|than)\s*-?", re.IGNORECASE)


class Figure(NamedTuple):
    """A figure of a sentence.

    Attributes:
        text: As it stands, with its unit.
        value: Its value, with its sign; of a share in percent.
        unit: The unit's one name ("%", "pp", "mg", "x"), `ratio` for a ratio of risks, `coefficient` for
            a correlation, or empty for a count.
        role: `value`; `bound` of an interval; `level` of one ("95%"); `p` value; `spread` behind a plus-minus; `base`
            of a rate ("per 100,000").
        low: The lower bound of its interval, None where it has none.
        high: The upper one.
        level: The interval's level in percent, None where it is not told.
        per: Of a rate, what it is told per: 100 in "12 in every 100"; None for others.
        of: Of a share in numbers ("5 of 20"), the two.
        step: One unit of its last digit.
        about: Whether it is said to be rounded: "round", "above", "below", or empty.
        power: The power of ten that it is written with, None where it is not.
        start: Where it begins in its sentence.
        stop: Where it ends.
        bracket: The number of the bracket that it stands in, 0 outside of all.
    """

    text: str
    value: float
    unit: str
    role: Role = "value"
    low: float | None = None
    high: float | None = None
    level: float | None = None
    per: float | None = None
    of: tuple[float, ...] = ()
    step: float = 1.0
    about: str = ""
    power: int | None = None
    start: int = 0
    stop: int = 0
    bracket: int = 0

    @property
    def size(self) -> float:
        """Its value without sign."""
        return abs(self.value)

    @property
    def shown(self) -> str:
        """The figure with its unit, also where that stands only behind the next: "50%" of "50-85%"."""
        bare = self.unit and self.unit not in {RATIO, COEFFICIENT} and self.text[-1].isdigit() and not self.of
        return f"{self.text}{_SIGNS.get(self.unit, f' {self.unit}')}" if bare else self.text

    @property
    def in_words(self) -> bool:
        """Whether it is a share in words, which nobody takes to the letter: "a third", "one in five", "half"."""
        if self.unit != "%" or self.per is not None:
            return False
        if self.of:
            return self.of[1] <= _FEW and all(one == int(one) for one in self.of)
        return _WORDS_OF_SHARE.search(self.text) is not None

    @property
    def spans_none(self) -> bool | None:
        """Whether its interval takes in "no effect": 1 for a ratio, 0 for others; None where it has no interval."""
        if self.low is None or self.high is None:
            return None
        none = 1.0 if self.unit in {RATIO, "x"} else 0.0
        return self.low <= none <= self.high


_FEW = 20
"""Up to "one in twenty", a share in small numbers is a way to speak."""


@lru_cache(maxsize=8192)
def figures_of(sentence: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence, from left to right."""
    found = quantities(sentence)
    if not found:
        return ()
    brackets = _brackets(sentence, found)
    roles, intervals = _roles(sentence, found)
    bases = _bases(sentence, found, roles)
    shared = _with_shared_units(sentence, found, roles)
    for of in intervals:  # the bounds of an interval have the unit of what they belong to
        for at in range(of + 1, min(of + 1 + _WIDTH, len(shared))):
            if roles[at] == "bound" and not shared[at].unit and not shared[of].of:
                shared[at] = shared[at]._replace(unit=shared[of].unit)
    ratio = _RATIO.search(sentence) is not None
    return tuple(
        _figure(
            sentence, one, role=roles[at], interval=intervals.get(at), base=bases.get(at), bracket=brackets[at],
            ratio=ratio,
        )
        for at, one in enumerate(shared)
    )  # fmt: skip


def _figure(
    sentence: str,
    one: Quantity,
    *,
    role: Role,
    interval: tuple[float, float, float | None] | None,
    base: float | None,
    bracket: int,
    ratio: bool,
) -> Figure:
    low, high, level = interval or (None, None, None)
    per, of = base, one.of
    value = one.value if role == "spread" else _signed(one)
    if len(of) > 1 and of[1] in _ROUND and "every" in one.text:
        per = of[1]
    unit = one.unit
    if role == "value" and _is_ratio(sentence, one, low, said=ratio):
        unit = RATIO
    elif not unit and one.step < 1 and _COEFFICIENT.search(sentence, max(0, one.start - _REACH), one.start):
        unit = COEFFICIENT
    return Figure(
        " ".join(one.text.split()), value, unit, role, low, high, level, per, of, one.step, one.about, one.power,
        one.start, one.stop, bracket,
    )  # fmt: skip


def _with_shared_units(sentence: str, found: Sequence[Quantity], roles: Sequence[Role]) -> list[Quantity]:
    """Give a value the unit that stands behind its spread, or behind the next: "77 +/-8 vs 212 +/-13 ml"."""
    shared = list(found)
    for at in range(len(found) - 2, -1, -1):
        if shared[at].unit or shared[at].of or roles[at] != "value":
            continue
        spread = roles[at + 1] == "spread"
        after = next((one for one in range(at + 1, len(found)) if roles[one] != "spread"), len(found))
        if spread and shared[after - 1].unit:
            shared[at] = shared[at]._replace(unit=shared[after - 1].unit)
        elif spread and _goes_on_with(sentence, shared, roles, after):
            shared[at] = shared[at]._replace(unit=shared[after].unit)
    return shared


def _goes_on_with(sentence: str, found: Sequence[Quantity], roles: Sequence[Role], after: int) -> bool:
    if after == len(found) or roles[after] != "value" or not found[after].unit or found[after].text[0].isalpha():
        return False  # "eight, or half of these": a share in words lends no unit
    return _LIKE_THE_NEXT.fullmatch(sentence, found[after - 1].stop, found[after].start) is not None


def _signed(one: Quantity) -> float:
    return -one.value if one.negative else one.value


def _is_ratio(sentence: str, one: Quantity, low: float | None, *, said: bool) -> bool:
    if one.unit or one.of or one.negative or one.step >= 1:
        return one.unit == "" and said and low is not None and low > 0 and not one.of
    if low is not None:
        return low > 0 and (said or _NO_RATIO.search(sentence) is None)
    return said and _RATIO.search(sentence, max(0, one.start - _REACH), one.start) is not None


def _brackets(sentence: str, found: Sequence[Quantity]) -> list[int]:
    numbers: list[int] = []
    outer: list[int] = []
    current = last = at = 0
    for one in found:
        for sign in sentence[at : one.start]:
            if sign in "([":
                outer.append(current)
                last += 1
                current = last
            elif sign in ")]" and outer:
                current = outer.pop()
        at = one.start
        numbers.append(current)
    return numbers


def _roles(sentence: str, found: Sequence[Quantity]) -> tuple[list[Role], dict[int, tuple[float, float, float | None]]]:
    """Return each figure's role, and the intervals by the number of the figure that they belong to."""
    roles: list[Role] = ["value"] * len(found)
    intervals: dict[int, tuple[float, float, float | None]] = {}
    level: float | None = None
    for at, one in enumerate(found):
        if roles[at] != "value":
            continue
        start = max(found[at - 1].stop if at else 0, one.start - _REACH)
        if one.unit == "%" and _LEVEL.match(sentence, one.stop):
            roles[at], level = "level", one.value
        elif at + 2 < len(found) and _two_errors(sentence, found, at):
            roles[at + 1] = roles[at + 2] = "spread"
        elif not one.unit and _P.search(sentence, start, one.start):
            roles[at] = "p"
        elif _SPREAD.search(sentence, start, one.start):
            roles[at] = "spread"
        elif at + 1 < len(found) and (of := _interval_of(sentence, found, roles, at)) is not None:
            roles[at] = roles[at + 1] = "bound"
            if of >= 0:
                intervals[of] = (_signed(one), _signed(found[at + 1]), level)
    return roles, intervals


def _two_errors(sentence: str, found: Sequence[Quantity], at: int) -> bool:
    one, up, down = found[at : at + 3]
    plus = _PLUS.fullmatch(sentence, one.stop, up.start)
    return plus is not None and _MINUS.fullmatch(sentence, up.stop, down.start) is not None


def _interval_of(sentence: str, found: Sequence[Quantity], roles: Sequence[Role], at: int) -> int | None:
    """Return the figure whose interval begins at figure `at`, -1 where it has none here, or None for no interval."""
    one, other = found[at], found[at + 1]
    begin = found[at - 1].stop if at else 0
    told = _INTERVAL.search(sentence, max(begin, one.start - _REACH), one.start) is not None
    gap = _TO_OR_COMMA if told else _TO
    if not gap.fullmatch(sentence, one.stop, other.start) or _signed(one) > _signed(other):
        return None
    of = next((back for back in range(at - 1, max(-1, at - 1 - _WIDTH), -1) if roles[back] == "value"), None)
    held = of is not None and _signed(one) <= _signed(found[of]) <= _signed(other)
    if told:
        return of if of is not None and held else -1
    opens = _OPENS.fullmatch(sentence, begin, one.start) if at else None
    closes = _CLOSES if opens is not None and opens.group().strip(" -") in {"(", "["} else _ENDS_BRACKET
    alone = opens is not None and closes.match(sentence, other.stop)
    return of if alone and held and of == at - 1 else None


def _bases(sentence: str, found: Sequence[Quantity], roles: list[Role]) -> dict[int, float]:
    """Return what each rate is told per, by the figure's number; marks the bases among the roles."""
    bases: dict[int, float] = {}
    running: float | None = None
    for at, one in enumerate(found):
        if roles[at] != "value" or one.unit:
            continue
        before = found[at - 1] if at else None
        if before is not None and one.value in _ROUND and _PER.fullmatch(sentence, before.stop, one.start):
            roles[at] = "base"
            if not before.of:
                bases[at - 1] = one.value
        elif one.value in _ROUND and _EVERY.search(sentence, max(0, one.start - _REACH), one.start):
            roles[at], running = "base", one.value
        elif running is not None and one.value <= running:
            bases[at] = running
    return bases


def values_of(sentence: str) -> list[Figure]:
    """Return the values of a sentence, without bounds, levels, p values, years."""
    return [one for one in figures_of(sentence) if one.role == "value" and not is_year(one)]


def bare_units(sentence: str) -> Iterator[Figure]:
    """Yield "a year" and "the last decade" as figures of one year and one decade."""
    for match in _BARE.finditer(sentence):
        for one in quantities(f"1 {match.group(1)}"):
            yield Figure(match.group(), 1.0, one.unit, start=match.start(), stop=match.end())


def is_year(one: Figure) -> bool:
    """Whether a figure can be the year of a date."""
    return not one.unit and one.text.isdigit() and _YEARS[0] <= one.value <= _YEARS[1]


def pairs(row: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the pairs of values of a sentence that may be compared: of one unit, each pair once, the greater first."""
    values = [one for one in row if one.role == "value"][:_MOST]
    for at, one in enumerate(values):
        for other in values[at + 1 :]:
            if one.unit == other.unit:
                yield (one, other) if one.size >= other.size else (other, one)


_MOST = 24
"""No more figures of one sentence are compared with each other: no text makes that take long."""
