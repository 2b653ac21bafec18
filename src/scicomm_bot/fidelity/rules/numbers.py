"""Numbers: a post has none that its evidence has not, and that does not follow from it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.facts.figures import RATIO, Figure, bare_units, figures_of, pairs
from scicomm_bot.english.facts.follows import Rows, comes_to, how_it_follows, same_figure, stands, years_between
from scicomm_bot.english.facts.scales import TIME_UNITS, same_kind, without_time
from scicomm_bot.english.figures import figures
from scicomm_bot.english.numerals import in_digits, number_words
from scicomm_bot.english.quantity import quantities
from scicomm_bot.english.text import Sentence, Text, read_text
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule
from scicomm_bot.medium.tags import without_links

_DIGIT = Pattern(r"\d|[\u00bc-\u00be\u2150-\u215e\u2460-\u2468\u2776-\u277e\u2780-\u2788\u278a-\u2792]")
_CLOSE = 1e-6
_YEARS = "yr"
_PART = Pattern(
    r"(?:\b(?:part|post|thread)\s+)?\d{1,2}\s*(?:/|of)\s*\d{1,2}(?=\s*(?:$|[:.)\]\u2013\u2014-]))|\(\d{1,2}/\d{1,2}\)"
    r"|^\W*\d{1,2}/\d{0,2}(?=\s)|^\W*\d{1,2}[.)](?=\s)",
    re.IGNORECASE | re.MULTILINE,
)
"""Where a post says which part of a thread it is, or numbers its lines."""
_MAY_BE_PART = Pattern(r"\d\s*(?:/|of)", re.IGNORECASE)
_NUMBERED = Pattern(r"^\W*\d", re.MULTILINE)
"""What that cannot do without."""
_RECORD = Pattern(r"(?:\b(?:issue|no\.?|number|vol(?:ume)?\.?|pp?\.?|pages?)|\d-)\s*$", re.IGNORECASE)
_PEOPLE_OF_IT = Pattern(
    r"\W+(?:(?:the|its|these|those|all|different|co|contributing|listed|named|Iranian|study|of)\W+){0,3}"
    r"(?:authors?|co-?authors?|institutions?|universit|affiliations?|writers?)",
    re.IGNORECASE,
)
_AGE = Pattern(r"\b(?:aged?|ages|older|younger|under|over)\b", re.IGNORECASE)
_OF_AGE = Pattern(
    r"\b(?:aged?|ages|older|younger|over|under|past|above|below)\b|\d\s?\+|\d0s\b|\d-\d+s\b"
    r"|\b(?:and|or) (?:up|over|older|above|under)\b|\b(?:man|woman|boy|girl|patient)s? of \d",
    re.IGNORECASE,
)
_AND = Pattern(r"\b(?:and|both|pair|either|between|than|versus|vs|against|compared)\b|[/&]", re.IGNORECASE)
_COMMA_AND = Pattern(r"[,;]\s*(?:and|or)\b", re.IGNORECASE)
_PERCENTAGE_POINTS = Pattern(r"\bpercentage points?\b", re.IGNORECASE)
"""Who says it once, means it by "points", too."""
_PERCENT = Pattern(r"\bper ?cent(?:age)?s?\b", re.IGNORECASE)
_IN_A_HUNDRED = Pattern(r"\b(?:100|a hundred|one hundred)\b", re.IGNORECASE)
_DAILY = {"d": "daily", "wk": "weekly", "mo": "monthly", "yr": "annual"}
_ON_AVERAGE = Pattern(r"\b(?:average|mean|typical(?:ly)?|per|each)\b", re.IGNORECASE)
_MAGNITUDES = {10: "an order of magnitude", 100: "two orders of magnitude", 1000: "three orders of magnitude"}
_TENTH = 0.1
_SMALL = 12
_MOST = 30
"""So many figures of a post that do not stand in its evidence are reckoned with: no text makes that take long."""
_SOLAR_HIJRI = (621, 622)
"""A year of the Iranian calendar begins in March (https://en.wikipedia.org/wiki/Solar_Hijri_calendar)."""
_TIMES_AS = Pattern(r"\b(?:times|fold)\s+(?:as|the|that|those|what)\b", re.IGNORECASE)
_SAID_WRONG = Pattern(
    r"\b(?:not|instead of|rather than)\s+(?:(?:by|in|of|at|to|for|from|on|after|about|the)\s+){0,2}$"
    r"|\b(?:we|our\s+(?:\w+\s+)?post)\s+(?:(?:had|have|first|earlier|wrongly|mistakenly|incorrectly)\s+){0,2}"
    r"(?:said|wrote|written|posted|stated|gave|told)\b[^.;:,\d]{0,40}$",
    re.IGNORECASE,
)
"""What stands before a figure that a correction takes back: "21%, not 12%", "we wrote that it was 12%"."""
_NEVER_LEFT_OUT = frozenset({"%", "pp", "many", "phase", "type", "stage", "grade", "class", RATIO})
_RESULTS = frozenset({"%", "pp", "x", RATIO})
"""Units of results: where one stands elsewhere in the abstract, its sentence is to be quoted, too."""


class _Said(NamedTuple):
    """A figure of a post, with the sentence that it stands in."""

    figure: Figure
    sentence: Sentence
    text: str


@rule(
    "number-unsourced",
    Level.QUESTION,
    detects="a number that neither stands in the evidence nor follows from it",
    why="a figure is what people remember and repeat; it must be the paper's",
    bad="In mice, survival was 30% longer (evidence: survival increased)",
    good="In mice, survival was longer",
    english=False,
    alt=Level.WARNING,
    also=(Level.INFO,),
)
def number_unsourced(reading: Reading) -> Iterator[Found]:
    """Compare the post's numbers with those of its evidence and of the glossary, in words or digits, with their units.

    A number passes that is rounded, in another unit of its kind, or that follows from the quotation's: see
    `english.facts.follows`. So do sizes, doses and times of the abstract, figures of the record, parts of a thread,
    figures that a correction takes back, and digits within names. In another language, a number in digits is compared
    by its value alone.
    """
    if not reading.english:
        yield from _figures_unsourced(reading)
        return
    wrong = [one for one in _unsourced(reading) if _other_unit(one, reading) is None]
    for elsewhere in (False, True):
        some = [one for one in wrong if _is_elsewhere(one, reading) is elsewhere]
        if some:
            yield _not_sourced(
                [one.figure.shown for one in some],
                "it stands elsewhere in the abstract: quote that sentence, too"
                if elsewhere
                else "leave the figure out, or quote the words that have it or that it follows from",
                Level.INFO if elsewhere else None,
            )


@rule(
    "number-unit",
    Level.QUESTION,
    detects="a figure of the evidence with another unit",
    why="the digits look right, so nobody checks what they count: per cent for percentage points, weeks for days",
    bad="Deaths fell by 2.8% (evidence: from 25.7% to 22.9%)",
    good="Deaths fell by 2.8 percentage points",
    alt=Level.WARNING,
)
def number_unit(reading: Reading) -> Iterator[Found]:
    """Find a figure that stands in the evidence or follows from it with another unit alone."""
    mixed = {one.figure.shown: other for one in _unsourced(reading) if (other := _other_unit(one, reading)) is not None}
    if mixed:
        mine, others = " and ".join(f"“{one}”" for one in mixed), " and ".join(dict.fromkeys(mixed.values()))
        yield Found(
            f"the post has {mine}, the evidence has {others}",
            "write the evidence's unit, or say what else the figure counts",
            about=(mine, others),
        )


def figures_told(reading: Reading) -> Iterator[tuple[str, str | None]]:
    """Yield each figure of an English post, with how it comes from its evidence; None where it does not."""
    said, rows, sourced = _said(reading)
    for one in said:
        how = how_it_follows(one.figure, rows, one.sentence.words)
        if how is None and _is_said(one, rows, sourced, reading):
            how = "the quotations have it in other words, or list so many"
        if how is None and _let_through(one, reading):
            how = "of the record, or elsewhere in the abstract; it needs no quotation"
        yield one.figure.shown, how


@lru_cache(maxsize=1)  # two rules ask of the same post, one after the other
def _unsourced(reading: Reading) -> list[_Said]:
    """Return the figures of a post that neither stand in its evidence nor follow from it, nor are let through."""
    if _DIGIT.search(reading.claim.raw) is None and number_words().isdisjoint(reading.claim.words):
        return []
    if all(one.text in reading.quoted or not figures_of(one.text) for one in _sentences(reading)):
        return []
    said, rows, sourced = _said(reading)
    known = {(one.unit, one.size, one.per) for row in rows for one in row}
    unknown = [one for one in said if (one.figure.unit, one.figure.size, one.figure.per) not in known]
    claimed = [one for one in unknown if not _taken_back(one, reading)]
    looked = [one for one in claimed[:_MOST] if not _is_said(one, rows, sourced, reading)]
    return [*(one for one in looked if not _let_through(one, reading)), *claimed[_MOST:]]


def _said(reading: Reading) -> tuple[list[_Said], list[Sequence[Figure]], list[str]]:
    """Return the figures of a post, those of its evidence by sentences, and the texts of that."""
    sourced = _sourced(reading)
    rows = _rows(*map(read_text, sourced))
    text = _without_parts(without_links(reading.claim.raw))
    points = _PERCENTAGE_POINTS.search(text) is not None or "%" in text
    said = [
        _Said(one._replace(unit="pp") if points and one.unit == "points" else one, sentence, text)
        for sentence in _sentences(reading)
        for one in figures_of(sentence.text)
    ]
    return said, rows, sourced


def _sentences(reading: Reading) -> tuple[Sentence, ...]:
    """Return the sentences of a post without what numbers its lines and parts."""
    return read_text(_without_parts(without_links(reading.claim.raw))).sentences


def _other_unit(one: _Said, reading: Reading) -> str | None:
    """Return the figure of the evidence that has the same digits with another unit, or None."""
    mine = one.figure
    if (
        mine.in_words
        or not (mine.unit or mine.per)
        or (mine.of and not mine.per)
        or (mine.value == 1 and not mine.text[0].isdigit())
    ):
        return None
    for row in _rows(*map(read_text, _sourced(reading))):
        for other in row:
            if other.role in {"value", "bound"} and _units_mixed_up(mine, other):
                return f"“{other.shown}”"
        for more, less in pairs(row) if mine.unit == "%" else ():
            points = mine._replace(unit="pp")
            if more.unit == "%" and how_it_follows(points, [(more, less)], ()) is not None:
                return f"the difference of “{more.shown}” and “{less.shown}”, which is in percentage points"
    return None


def _units_mixed_up(mine: Figure, other: Figure) -> bool:
    if mine.per or other.per:
        first, second = mine.of[:1] or (mine.size,), other.of[:1] or (other.size,)
        return first == second and mine.per is not None and other.per is not None and mine.per != other.per
    units = {without_time(mine.unit), without_time(other.unit)}
    if abs(mine.size - other.size) > _CLOSE or len(units) == 1 or not other.unit or units == {"x", RATIO}:
        return False
    return same_kind(*units) or not units.isdisjoint({"%", "pp"})


def _is_elsewhere(one: _Said, reading: Reading) -> bool:
    rows = _rows(reading.source.abstract, reading.source.title)
    return how_it_follows(one.figure, rows, one.sentence.words) is not None


def _figures_unsourced(reading: Reading) -> Iterator[Found]:
    paper = reading.paper
    sources = _sourced(reading)
    given = {value for source in sources for one in quantities(source) for value in (one.value, *one.of)}
    given |= {value for source in sources for one in figures(source) for value in one.values}
    given |= {float(paper.year), *(float(paper.year - apart) for apart in _SOLAR_HIJRI), float(paper.author_count)}
    given |= {float(one) for one in re.findall(r"\d+", f"{paper.issue or ''} {paper.pages or ''}")}
    text = _without_parts(without_links(reading.claim.raw))
    wrong = dict.fromkeys(
        one.text
        for one in figures(text)
        if given.isdisjoint(one.values) and not (one.parts and all(map(given.intersection, one.parts)))
    )
    if wrong:
        yield _not_sourced([*wrong], "leave the figure out, or quote the words that have it")


def _not_sourced(numbers: Sequence[str], instead: str, level: Level | None = None) -> Found:
    told = ", ".join(dict.fromkeys(f"“{number}”" for number in numbers))
    return Found(f"{told} {'is' if len(numbers) == 1 else 'are'} not in the evidence", instead, level)


def _sourced(reading: Reading) -> list[str]:
    glossary = reading.source.glossary
    return [*(quote.text.raw for quote in reading.evidence), *glossary, *glossary.values()]


def _without_parts(text: str) -> str:
    return _PART.sub(_blank, text) if _MAY_BE_PART.search(text) or _NUMBERED.search(text) else text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _is_said(one: _Said, rows: Rows, sourced: Sequence[str], reading: Reading) -> bool:
    """Whether a number stands in the evidence, follows from it, or comes to the same."""
    mine = one.figure
    if how_it_follows(mine, rows, one.sentence.words) is not None:
        return True
    if mine.per is not None:
        return False
    if mine.of:
        known = [*rows, *_rows(reading.source.abstract)]
        alike = (
            other for other in figures_of(one.sentence.text) if other.of and abs(mine.value - other.value) < _CLOSE
        )
        return any(all(_part_is_said(part, other, known) for part in other.of) for other in (mine, *alike))
    given = [other for row in rows for other in row]
    if not mine.unit and any(mine.value in other.of or _left_out(mine, other) for other in given):
        return True
    if mine.unit == _YEARS and stands(mine._replace(unit=""), rows) is not None:
        return any(_AGE.search(source) for source in sourced)
    if mine.unit in TIME_UNITS and how_it_follows(mine, [tuple(bare_units(one)) for one in sourced], ()) is not None:
        return True
    return _is_told_otherwise(one, rows, sourced)


def _is_told_otherwise(one: _Said, rows: Rows, sourced: Sequence[str]) -> bool:
    """Whether a number is told without its unit, in another word, or only as so many things that are listed."""
    mine = one.figure
    if mine.unit in TIME_UNITS:
        return any(_told_in_a_list(mine, row, source) for source in sourced for row in _rows(read_text(source)))
    if mine.unit == "pp":
        return _in_points(mine, rows)
    if mine.unit == "x":
        as_it_is = _TIMES_AS.search(one.sentence.text, mine.start) and stands(mine._replace(unit=""), rows) is not None
        return bool(as_it_is) or any(_MAGNITUDES.get(round(mine.value), "?") in source for source in sourced)
    if mine.unit:
        return False
    if _is_share_without_its_sign(one, rows):
        return True
    return 1 < mine.value <= _SMALL and any(_lists(source, int(mine.value)) for source in (*sourced, one.sentence.text))


def _told_in_a_list(mine: Figure, row: Sequence[Figure], source: str) -> bool:
    """Whether a time's number stands alone beside its unit: "at one, two and three months", "four daily sessions"."""
    if stands(mine._replace(unit=""), [[other for other in row if not other.unit]]) is None:
        return False
    return any(other.unit == mine.unit for other in row) or _DAILY.get(mine.unit, "?") in source


def _in_points(mine: Figure, rows: Rows) -> bool:
    """Whether percentage points are the difference of two probabilities: 13 points, of 0.64 and 0.51."""
    shares = [[100 * other.value for other in row if not other.unit and 0 < other.value < 1] for row in rows]
    return any(comes_to(mine, more - less) for row in shares for more in row[:_SMALL] for less in row[:_SMALL])


def _is_share_without_its_sign(one: _Said, rows: Rows) -> bool:
    """Whether a bare number is a percentage of the evidence, a mean, or the hundred itself.

    "58 to 50, in per cent"; "of 100 people, about 10 have it"; "about 20 women per trial", of 122 in six.
    """
    mine, text = one.figure, one.text
    as_percent = mine._replace(unit="%")
    if _PERCENT.search(text) or _IN_A_HUNDRED.search(text):
        percents = [other for row in rows for other in row if other.unit == "%"]
        if percents and (mine.value == 100 or stands(as_percent, [percents]) is not None):  # noqa: PLR2004
            return True
    if _ON_AVERAGE.search(one.sentence.text) is None or mine.about == "":
        return False
    counts = [[other.value for other in row if not other.unit and other.value > 1][:_SMALL] for row in rows]
    return any(
        abs(total / parts - mine.value) <= _TENTH * mine.value for row in counts for total in row for parts in row
    )


def _part_is_said(part: float, share: Figure, rows: Rows) -> bool:
    """Whether one of the two numbers of "5 of 20" stands in the rows; who says "one of 12" counts to one."""
    one = share._replace(value=part, unit="", of=(), per=None, step=in_digits(f"{part:.0f}")[1])
    if part == 1 or how_it_follows(one, rows, ()) is not None:
        return True
    return any(part in other.of for row in rows for other in row)


def _rows(*texts: Text) -> list[Sequence[Figure]]:
    return [figures_of(sentence.text) for text in texts for sentence in text.sentences]


def _left_out(one: Figure, other: Figure) -> bool:
    """Whether a post left out the unit, as in "3.5 days, against 2.1"; that of a percentage it may not."""
    return other.unit not in _NEVER_LEFT_OUT and stands(one._replace(unit=other.unit), [(other,)]) is not None


def _lists(source: str, count: int) -> bool:
    """Whether a sentence of the source lists so many things: "regeneration, inhibition and activation" are three.

    Or a part of it does, up to a colon: "Power, wealth, authority: all three".
    """
    if count == 2:  # noqa: PLR2004 - what "and" joins
        return _AND.search(source) is not None
    return any(_counts_to(one, count) for one in (source, *source.split(": ")[:-1]))


def _counts_to(part: str, count: int) -> bool:
    commas = part.count(",") + part.count(";")
    last = 1 if _COMMA_AND.search(part) else 2  # "a, b, and c", "a, b and c"
    return count in {commas + last - 1, commas + last}


def _taken_back(one: _Said, reading: Reading) -> bool:
    """Whether a correction says of a figure that it is the wrong one."""
    before = one.sentence.text[: one.figure.start]
    return reading.post.corrects is not None and _SAID_WRONG.search(before) is not None


def _let_through(one: _Said, reading: Reading) -> bool:
    """Whether a number is none of the science: of the record, counted from it, or no number at all."""
    paper, mine, text = reading.paper, one.figure, one.sentence.text
    if reading.alt and not mine.unit and not mine.of and mine.size <= _SMALL:
        return True  # "two curves": an alt text counts what is to be seen
    if mine.value == 1 and not mine.of and mine.unit in {"", "d"} and not mine.text[0].isdigit():
        return True  # "one of the", "one form of", "one day"
    if not mine.value and not mine.text[0].isdigit():
        return True  # "near zero", "below nought"
    if not mine.unit and mine.value == paper.year and mine.text.isdigit():
        return True
    if mine.text.isdigit() and mine.text in re.findall(r"\d+", f"{paper.issue or ''} {paper.pages or ''}"):
        return _RECORD.search(text[: mine.start]) is not None
    counts = mine.of or (mine.value,)
    if (not mine.unit or mine.of) and max(counts) <= paper.author_count and _PEOPLE_OF_IT.match(text, mine.stop):
        return True
    if not mine.unit and not mine.of and _names_something(mine, text, reading):
        return True
    if mine.unit in _RESULTS:
        return False
    if not mine.unit and _OF_AGE.search(text):
        return _stands_in_abstract(mine, reading) or _stands_in_abstract(mine._replace(unit=_YEARS), reading)
    return _stands_in_abstract(mine, reading)


def _stands_in_abstract(mine: Figure, reading: Reading) -> bool:
    """Whether a size, a dose, a date or a time stands in the abstract or the title as the post has it."""
    rows = _rows(reading.source.abstract, reading.source.title)
    if mine.unit == "points":  # "a 100-point scale" for "scores from 0 to 100"
        return any(comes_to(mine, other.value) for row in rows for other in row if not other.unit)
    if years_between(mine, rows) is not None:
        return True
    others = {
        (other.unit, other.value): other
        for row in rows
        for other in row
        if other.role == "value" and same_kind(mine.unit, other.unit)
    }
    return any(same_figure(mine, other) for other in others.values())


def _names_something(one: Figure, text: str, reading: Reading) -> bool:
    """Whether it is the digit of a name of the source: "interleukin 6" for "interleukin-6"."""
    word = re.search(r"([^\W\d_]{2,})[\s-]$", text[: one.start])
    if word is None:
        return False
    name = rf"(?<!\w){re.escape(word.group(1))}[\s-]?{re.escape(one.text)}(?!\w)"
    sources = (reading.source.folded_text, *reading.source.glossary, *reading.source.glossary.values())
    return any(re.search(name, source, re.IGNORECASE) for source in sources)
