"""Facts in plain words, a line to each, for the people who approve a post."""

from collections.abc import Iterator

from scicomm_bot.english.facts.figures import RATIO, Figure
from scicomm_bot.english.facts.reading import Facts

_STRENGTH = ("", "a link, or what may be", "what can be, or on a condition", "a cause")
_WAY = {"up": "went up", "down": "went down", "same": "stayed the same, or showed no difference"}


def fact_lines(facts: Facts) -> list[str]:
    """Return what was read from a quotation, a fact to a line, in plain words; none where nothing was read."""
    return [*_figure_lines(facts), *_other_lines(facts)]


def figure_line(figure: Figure, label: str = "") -> str:
    """Return a figure in plain words: "0.83 (ratio; 95% interval 0.75 to 0.93, without 1): rate ratio"."""
    told = figure.shown if figure.per is None or figure.of else f"{figure.shown} in {figure.per:g}"
    more = [*(["ratio"] if figure.unit == RATIO else []), *_interval(figure)]
    told = f"{told} ({'; '.join(more)})" if more else told
    return f"{told}: {label}" if label else told


def _interval(figure: Figure) -> Iterator[str]:
    if figure.low is None or figure.high is None:
        return
    level = f"{figure.level:g}% " if figure.level is not None else ""
    none = "1" if figure.unit == RATIO else "0"
    held = f", which holds {none}: it may be no effect" if figure.spans_none and _can_be_none(figure) else ""
    yield f"{level}interval {figure.low:g} to {figure.high:g}{held}"


def _can_be_none(figure: Figure) -> bool:
    return figure.unit == RATIO or (figure.low is not None and figure.low < 0)


def _figure_lines(facts: Facts) -> Iterator[str]:
    for one in facts.figures:
        yield figure_line(one.figure, one.shown)


def _other_lines(facts: Facts) -> Iterator[str]:
    for one, other in facts.compared:
        yield f"compared: “{one}” with “{other}”"
    for phrase in facts.on:
        yield f"on: {phrase}"
    for direction in facts.directions:
        yield f"{_WAY[direction.way]}: “{direction.of}”"
    for phrase in facts.denied:
        yield f"denied: “{phrase}”"
    if facts.doses:
        yield f"dose: {', '.join(facts.doses)}"
    if facts.times:
        yield f"time: {', '.join(facts.times)}"
    if facts.strength:
        yield f"claims: {_STRENGTH[facts.strength]}"
