"""How a figure follows from those of a quotation: it stands there, or is a sum, a difference, a share of them.

Each step returns how, in a line that a person can check by hand ("12 = 41.4% - 29.3%"), or None. What needs two figures
takes them from one sentence, where they are compared: few pairs are there, so random figures seldom follow.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from scicomm_bot.english.facts.figures import COEFFICIENT, RATIO, Figure, is_year, pairs
from scicomm_bot.english.facts.scales import converted, loss, without_time
from scicomm_bot.english.lexicon import lexicon

Rows = Sequence[Sequence[Figure]]
"""The figures of the quotations, a row to a sentence."""

_Share = tuple[float, str, *tuple[Figure, ...]]
"""A value in per cent, how it is reckoned (with a place for each figure), and the figures."""

_CLOSE = 1e-9
_ROUNDED = 0.1
"""A rounded figure is no further off than a tenth, whatever its digits."""
_OFF = 0.05
_WORD_OFF = 0.13
"""So far off may be what is told in one word: "doubled", "halved", "threefold"."""
_SLIGHTLY, _WIDELY = 1.12, 1.25
"""So far a figure may be above "more than"; the wider one where its last digit leaves that room."""
_FAR = 0.7, 1.45
"""What is further off is never the same, however it is told."""
_THOUSAND = 1000
_FIVES = 5
"""Who says "more than 25" rounds to fives."""
_SHARE_OFF, _SHARE_ABOUT = 3.0, 5.0
"""In percentage points: how near "a third" or "one in four" comes to what it stands for."""
_SHARE_RATIO = 0.2
_SHARE_ABOVE = 1.35
"""So far off may be what is told as "more than half" or "fewer than one in three"."""
_FEW = 12
_LIKE = ({"", RATIO}, {"", COEFFICIENT}, {"", "points"}, {"pp", "points"}, {"°", "°C"}, {"°", "°F"})
_COMPARES = lexicon("change").section("more", "changed by")


class _Given(NamedTuple):
    """What a figure may follow from: the quotations' figures, and whether its sentence compares."""

    rows: Rows
    compares: bool


def how_it_follows(one: Figure, rows: Rows, words: Sequence[str]) -> str | None:
    """Return how a figure of a post follows from the figures of its quotations, or None where it does not.

    Args:
        one: The figure.
        rows: The figures of the quotations.
        words: The words of the sentence in which it stands: only one that compares can tell a change in per cent.
    """
    direct = _as_it_stands(one, rows)
    if direct is not None:
        return direct
    given = _Given(rows, compares=_COMPARES.first(words) is not None)
    for step in _STEPS:
        told = step(one, given)
        if told is not None:
            return told
    return None


def stands(one: Figure, rows: Rows) -> Figure | None:
    """Return the figure of the quotations that is the same, as it stands or rounded, or None."""
    for other in _values(rows):
        if _same(one, other):
            return other
    return None


def same_figure(one: Figure, other: Figure) -> bool:
    """Whether a figure of a post is this one of a quotation: as it stands, rounded, or in another unit of its kind."""
    if one.of and other.of:
        return one.of == other.of
    given = _Given([(other,)], compares=False)
    return _same(one, other) or (_in_another_unit(one, given) or _as_a_rate(one, given)) is not None


def comes_to(one: Figure, value: float) -> bool:
    """Whether a figure is a way to write a value: rounded to its own digits, or as far off as its words allow."""
    size, value = one.size, abs(value)
    if not _FAR[0] * size <= value <= _FAR[1] * size:
        return False
    apart = abs(size - value)
    if apart <= _CLOSE * max(size, 1.0):
        return True
    if one.in_words and one.about in {"above", "below"}:
        low, high = (size - 1, size * _SHARE_ABOVE) if one.about == "above" else (size / _SHARE_ABOVE, size + 1)
        return low <= value <= high
    step = _FIVES if one.step == 1 and size > _FIVES and size % _FIVES == 0 else one.step
    if one.about == "above":
        return size < value < min(size + step, size * _WIDELY) or (step > 1 and size < value <= size * _SLIGHTLY)
    if one.about == "below":
        return size > value > max(size - step, size / _WIDELY) or (step > 1 and size > value >= size / _SLIGHTLY)
    if one.in_words:
        most = _SHARE_ABOUT if one.about else _SHARE_OFF
        return apart <= most and apart <= _SHARE_RATIO * size
    if one.unit == "x" and not any(sign.isdigit() for sign in one.text):
        return apart <= _WORD_OFF * size
    if one.about:
        return apart <= max(min(one.step / 2, _ROUNDED * value), _OFF * value)
    if value >= _THOUSAND and one.step > 1:
        return apart <= one.step / 2 and apart <= _OFF * value
    return apart <= min(one.step, 1.0) / 2 + _CLOSE and apart <= _ROUNDED * value


def _values(rows: Rows) -> Iterator[Figure]:
    for row in rows:
        yield from row


def _same(one: Figure, other: Figure) -> bool:
    if _like(one.unit, other.unit):
        if (one.per or other.per) and one.per != other.per:
            return False
        return comes_to(one, other.value)
    return {one.unit, other.unit} == {"x", RATIO} and comes_to(one, other.value)


def _like(unit: str, other: str) -> bool:
    """Whether two units are one, but for "a day" or "points" that one of the two leaves out."""
    if unit == other or {unit, other} in _LIKE:
        return True
    return without_time(unit) == without_time(other) and (unit in other or other in unit)


def _as_it_stands(one: Figure, rows: Rows) -> str | None:
    other = stands(one, rows)
    if other is None:
        return None
    if abs(one.size - other.size) <= _CLOSE * max(one.size, 1.0):
        return f"“{other.text}” stands there"
    return f"{one.text}: {other.text}, rounded"


def _in_another_unit(one: Figure, given: _Given) -> str | None:
    if not one.unit:
        return None
    for other in _values(given.rows):
        known = bool(other.unit) and not _like(one.unit, other.unit)
        value = converted(other.size, other.unit, one.unit) if known else None
        if value is not None and (comes_to(one, value) or abs(value - one.size) <= loss(one.unit, other.unit) * value):
            return f"{one.text} = {other.text}"
    return None


def _as_a_rate(one: Figure, given: _Given) -> str | None:
    """Read "23 in every 100" for 22.9%, and "120 per 1,000" for "12 per 100"."""
    if one.role == "base":
        rated = any(other.unit == "%" or other.per for other in _values(given.rows))
        return f"{one.text} is what the rate is told per" if rated else None
    if one.per is None:
        return None
    scale = 100 / one.per
    share = one._replace(value=one.size * scale, step=one.step * scale, unit="%", of=(), per=None)
    if one.of:
        share = one._replace(value=100 * one.of[0] / one.of[1], step=100 / one.of[1], of=(), per=None)
    for other in _values(given.rows):
        rate = (
            other.size if other.unit == "%" and not other.per else 100 * other.size / other.per if other.per else None
        )
        if rate is not None and comes_to(share, rate):
            return f"{one.text} in {one.per:g} = {other.text}"
    return _difference(share._replace(unit="pp", text=f"{one.text} in {one.per:g}"), given)


def _percent(one: Figure, given: _Given) -> str | None:
    """Read a share: the rest of another, a change by a ratio, or one figure as a share of another."""
    if one.unit != "%" or (one.per is not None and not one.of):
        return None
    for value, told, *figures in _shares(one, given):
        if comes_to(one, value):
            return f"{one.text}: {told.format(*(figure.text for figure in figures))}"
    return None


def _shares(one: Figure, given: _Given) -> Iterator[_Share]:
    """Yield what may be told in per cent, each with how it is reckoned."""
    for other in _values(given.rows):
        if other.role == "value":
            yield from _shares_of_one(one, other, given)
    for row in given.rows:
        for more, less in pairs(row):
            if more.size and less.size and less.unit not in {"pp", RATIO}:
                yield from _shares_of_two(one, more, less, given)
    if not one.in_words:
        yield from _counts_of_two_sentences(given.rows)


def _shares_of_one(one: Figure, other: Figure, given: _Given) -> Iterator[_Share]:
    if other.unit == "%":
        yield 100 - other.size, "100 - {}", other
    if not other.unit and other.step < 1 and 0 < other.value < 1:
        yield 100 * other.value, "100% x {}", other
    if other.unit in {RATIO, "x"} and (given.compares or one.in_words):
        yield 100 * (other.size - 1), f"{{}} is {abs(100 - 100 * other.size):.3g}% from 1", other
    if other.unit in {RATIO, "x"} and one.in_words:
        yield 100 * other.size, "{} of the other", other


def _shares_of_two(one: Figure, more: Figure, less: Figure, given: _Given) -> Iterator[_Share]:
    share, both = 100 * less.size / more.size, more.size + less.size
    if not less.unit or one.in_words:
        yield share, "{} / {}", less, more
    if given.compares:
        yield 100 - share, "1 - {} / {}", less, more
        yield 100 * more.size / less.size - 100, "{} / {} - 1", more, less
    if not less.unit and one.in_words:
        yield 100 * less.size / both, "{0} / ({0} + {1})", less, more
        yield 100 * more.size / both, "{1} / ({0} + {1})", less, more


def _counts_of_two_sentences(rows: Rows) -> Iterator[_Share]:
    counts = [one for one in _values(rows) if one.role == "value" and not one.unit and one.size > _FEW][:_FEW]
    for less in counts:
        for more in counts:
            if less.size < more.size and not is_year(less) and not is_year(more):
                yield 100 * less.size / more.size, "{} / {}", less, more


def _times(one: Figure, given: _Given) -> str | None:
    """Read "twice" and "3-fold": a ratio, its reverse, a rise by per cent, or one figure divided by another."""
    if one.unit != "x":
        return None
    for other in _values(given.rows):
        if other.unit in {RATIO, "x"} and other.size and comes_to(one, 1 / other.size):
            return f"{one.text} = 1 / {other.text}"
        if other.unit == "%" and other.role == "value" and comes_to(one, 1 + other.size / 100):
            return f"{one.text} = 100% + {other.text}"
    for row in given.rows:
        for more, less in pairs(row):
            if less.size and comes_to(one, more.size / less.size):
                return f"{one.text} = {more.text} / {less.text}"
    return None


def _difference(one: Figure, given: _Given) -> str | None:
    """Read a difference of two figures of a sentence: of percentages, in points; of others, in their own unit.

    "28" is what is left of "156 of 184", too.
    """
    for other in _values(given.rows) if not one.unit else ():
        if len(other.of) > 1 and one.size == other.of[1] - other.of[0]:
            return f"{one.text} = {other.of[1]:g} - {other.of[0]:g}"
    for row in given.rows:
        for more, less in pairs(row):
            if _may_differ_by(one, more, given) and comes_to(one, more.value - less.value):
                return f"{one.text} = {more.text} - {less.text}"
    return None


def _may_differ_by(one: Figure, more: Figure, given: _Given) -> bool:
    if one.unit == "pp":
        return more.unit == "%"
    if one.unit != more.unit or one.unit in {"%", RATIO}:
        return False
    return bool(one.unit) or (not is_year(more) and (one.size > _FEW or given.compares))


def _sum(one: Figure, given: _Given) -> str | None:
    """Read the sum of two figures of a sentence, or of all its counts."""
    if one.unit in {RATIO, "x", "pp"}:
        return None
    for row in given.rows:
        for more, less in pairs(row):
            whole = more.unit == one.unit and min(more.step, less.step) >= 1 and not is_year(more)
            if whole and comes_to(one, more.size + less.size):
                return f"{one.text} = {more.text} + {less.text}"
        counts = [other for other in row if other.role == "value" and other.unit == one.unit and not is_year(other)]
        if len(counts) > 2 and comes_to(one, sum(other.size for other in counts)):  # noqa: PLR2004 - two are a pair
            return f"{one.text} = {' + '.join(other.text for other in counts)}"
    return None


def years_between(one: Figure, rows: Rows) -> str | None:
    """Return how a time follows from two years of a text, wherever they stand in it, or None."""
    years = [other for row in rows for other in row if is_year(other)][:_FEW]
    return _elapsed(one, _Given([*combinations(years, 2)], compares=False))


def _elapsed(one: Figure, given: _Given) -> str | None:
    """Read the years between two dates of a sentence."""
    if one.unit not in {"yr", "decade"}:
        return None
    for row in given.rows:
        years = [other for other in row if is_year(other)]
        if len(years) > 1:
            first, last = min(year.size for year in years), max(year.size for year in years)
            times = 10 if one.unit == "decade" else 1
            if any(comes_to(one, (last - first + more) / times) for more in (0, 1)):
                return f"{one.text} = from {first:g} to {last:g}"
    return None


_STEPS: tuple[Callable[[Figure, _Given], str | None], ...] = (
    _in_another_unit, _as_a_rate, _percent, _times, _difference, _sum, _elapsed,
)  # fmt: skip
