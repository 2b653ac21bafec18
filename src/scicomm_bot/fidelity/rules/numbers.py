"""Numbers: a post has none that its evidence has not."""

import re
from collections.abc import Iterator, Sequence

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.figures import figures
from scicomm_bot.english.numerals import number_words
from scicomm_bot.english.quantity import Quantity, quantities
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule
from scicomm_bot.medium.tags import without_links

_DIGIT = Pattern(r"\d|[\u00bc-\u00be\u2150-\u215e\u2460-\u2468\u2776-\u277e\u2780-\u2788\u278a-\u2792]")
_CLOSE = 1e-6
_YEARS = "yr"
_NEAR = 0.1
"""A number that is said to be rounded is within a tenth of the paper's."""
_THIRDS = 0.5
"""A third may stand for 33% or 33.3%: percentages near it by half a percentage point."""
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
_RATIO = Pattern(r"\b(?:ratio|HR|OR|RR|risk)\b")
_AGE = Pattern(r"\b(?:aged?|ages|older|younger|under|over)\b", re.IGNORECASE)
_ONE_UNIT = Pattern(r"\b(?:an?|one)\s+(second|minute|hour|day|week|month|year|decade|century)\b", re.IGNORECASE)
_AND = Pattern(r"\b(?:and|both|pair|either|between|than|versus|vs|against|compared)\b|[/&]", re.IGNORECASE)
_COMMA_AND = Pattern(r"[,;]\s*(?:and|or)\b", re.IGNORECASE)
_SMALL = 12
_SOLAR_HIJRI = (621, 622)
"""A year of the Iranian calendar begins in March (https://en.wikipedia.org/wiki/Solar_Hijri_calendar)."""
_NEVER_LEFT_OUT = frozenset({"%", "pp", "many", "phase", "type", "stage", "grade", "class"})


@rule(
    "number-unsourced",
    Level.QUESTION,
    detects="a number, a unit or a percentage that the evidence has not",
    why="a figure is what people remember and repeat; it must be the paper's",
    bad="In mice, survival was 30% longer (evidence: survival increased)",
    good="In mice, survival was longer",
    english=False,
    alt=Level.WARNING,
)
def number_unsourced(reading: Reading) -> Iterator[Found]:
    """Compare the post's numbers with those of its evidence and of the glossary, in words or digits, with their units.

    A rounded number passes where the post says so ("about 20" for 19.6), a share that another form of it gives
    ("one in five" for 20%), and the difference of two percentages in percentage points. Figures of the
    record, parts of a thread and digits within names are let through. In another language, a number in digits is
    compared by its value alone.
    """
    if not reading.english:
        yield from _figures_unsourced(reading)
        return
    text = reading.claim.raw
    if _DIGIT.search(text) is None and number_words().isdisjoint(reading.claim.words):
        return
    text = _without_parts(without_links(text))
    sourced = _sourced(reading)
    given = [one for source in sourced for one in quantities(source)]
    wrong = [
        one for one in quantities(text) if not _is_said(one, given, sourced) and not _let_through(one, text, reading)
    ]
    if wrong:
        yield _not_sourced([" ".join(one.text.split()) for one in wrong], _instead(wrong, given, reading))


def _figures_unsourced(reading: Reading) -> Iterator[Found]:
    paper = reading.paper
    sources = _sourced(reading)
    given = {value for source in sources for one in quantities(source) for value in (one.value, *one.of)}
    given |= {value for source in sources for one in figures(source) for value in one.values}
    given |= {float(paper.year), *(float(paper.year - apart) for apart in _SOLAR_HIJRI), float(len(paper.authors))}
    given |= {float(one) for one in re.findall(r"\d+", f"{paper.issue or ''} {paper.pages or ''}")}
    text = _without_parts(without_links(reading.claim.raw))
    wrong = dict.fromkeys(
        one.text
        for one in figures(text)
        if given.isdisjoint(one.values) and not (one.parts and all(map(given.intersection, one.parts)))
    )
    if wrong:
        yield _not_sourced([*wrong], "leave the figure out, or quote the words that have it")


def _not_sourced(numbers: Sequence[str], instead: str) -> Found:
    told = ", ".join(dict.fromkeys(f"“{number}”" for number in numbers))
    return Found(f"{told} {'is' if len(numbers) == 1 else 'are'} not in the evidence", instead)


def _sourced(reading: Reading) -> list[str]:
    glossary = reading.source.glossary
    return [*(quote.text.raw for quote in reading.evidence), *glossary, *glossary.values()]


def _without_parts(text: str) -> str:
    return _PART.sub(_blank, text) if _MAY_BE_PART.search(text) or _NUMBERED.search(text) else text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _instead(wrong: Sequence[Quantity], given: Sequence[Quantity], reading: Reading) -> str:
    in_source = [*quantities(reading.source.abstract.raw), *quantities(reading.source.title.raw)]
    if all(_is_said(one, in_source, ()) for one in wrong):
        return "it stands elsewhere in the abstract: quote that sentence, too"
    other = next((one for one in given for mine in wrong if abs(one.value - mine.value) < _CLOSE), None)
    if other is not None:
        return f"the evidence has “{other.text}”: write it so, or leave it out"
    return "leave the figure out, or quote the words that have it"


def _is_said(one: Quantity, given: Sequence[Quantity], sourced: Sequence[str]) -> bool:
    """Whether a number is among those given: the same value with the same unit, or what comes to the same."""
    if any(_same(one, other) for other in given):
        return True
    if one.of:
        return all(any(part == other.value and not other.unit for other in _with_parts(given)) for part in one.of)
    if not one.unit and any(one.value in other.of or _left_out(one, other) for other in given):
        return True
    if one.unit == _YEARS and any(not other.unit and _same(one._replace(unit=""), other) for other in given):
        return any(_AGE.search(source) for source in sourced)
    if one.unit == "pp" and not one.of:
        shares = [other.value for other in given if other.unit == "%"]
        return any(abs(high - low - one.value) < _CLOSE for high in shares for low in shares)
    if one.unit == "x":
        ratio = any(_RATIO.search(source) for source in sourced)
        return any(
            (other.unit == "%" and abs(other.value - 100 * (one.value - 1)) < _CLOSE)
            or (ratio and not other.unit and abs(other.value - one.value) < _CLOSE)
            for other in given
        )
    if one.value == 1 and one.unit:
        return any(_is_unit(match.group(), one) for source in sourced for match in _ONE_UNIT.finditer(source))
    return not one.unit and 1 < one.value <= _SMALL and any(_lists(source, int(one.value)) for source in sourced)


def _same(one: Quantity, other: Quantity) -> bool:
    if one.unit != other.unit:
        return False
    apart = abs(one.value - other.value)
    if apart < _CLOSE:
        return True
    if one.thirds or other.thirds:
        return apart <= _THIRDS
    if one.unit == "many" or not one.about:
        return False
    if one.about == "above":
        return one.value < other.value < one.value + one.step
    if one.about == "below":
        return one.value - one.step < other.value < one.value
    return apart <= min(one.step / 2, _NEAR * other.value) + _CLOSE


def _left_out(one: Quantity, other: Quantity) -> bool:
    """Whether a post left out the unit, as in "3.5 days, against 2.1"; that of a percentage it may not."""
    return other.unit not in _NEVER_LEFT_OUT and abs(one.value - other.value) < _CLOSE


def _with_parts(given: Sequence[Quantity]) -> Iterator[Quantity]:
    for one in given:
        yield one
        yield from (Quantity(part, "", one.text, one.start, one.stop) for part in one.of)


def _is_unit(words: str, one: Quantity) -> bool:
    """Whether "a year" of the evidence is the post's "one year"."""
    return any(other.unit == one.unit for other in quantities(f"1 {words.rsplit(maxsplit=1)[-1]}"))


def _lists(source: str, count: int) -> bool:
    """Whether a sentence of the source lists so many things: "regeneration, inhibition and activation" are three."""
    if count == 2:  # noqa: PLR2004 - what "and" joins
        return _AND.search(source) is not None
    commas = source.count(",") + source.count(";")
    last = 1 if _COMMA_AND.search(source) else 2  # "a, b, and c", "a, b and c"
    return count in {commas + last - 1, commas + last}


def _let_through(one: Quantity, text: str, reading: Reading) -> bool:
    """Whether a number is none of the science: of the record, counted from it, or no number at all."""
    paper = reading.paper
    if reading.alt and not one.unit and not one.of and one.value <= _SMALL:
        return True  # "two curves": an alt text counts what is to be seen
    if one.value == 1 and not one.of and one.unit in {"", "d"} and not one.text[0].isdigit():
        return True  # "one of the", "one form of", "one day"
    if not one.unit and one.value == paper.year and one.text.isdigit():
        return True
    if one.text.isdigit() and one.text in re.findall(r"\d+", f"{paper.issue or ''} {paper.pages or ''}"):
        return _RECORD.search(text[: one.start]) is not None
    counts = one.of or (one.value,)
    if (not one.unit or one.of) and max(counts) <= len(paper.authors) and _PEOPLE_OF_IT.match(text, one.stop):
        return True
    return not one.unit and not one.of and _names_something(one, text, reading)


def _names_something(one: Quantity, text: str, reading: Reading) -> bool:
    """Whether it is the digit of a name of the source: "interleukin 6" for "interleukin-6"."""
    word = re.search(r"([^\W\d_]{2,})[\s-]$", text[: one.start])
    if word is None:
        return False
    name = rf"(?<!\w){re.escape(word.group(1))}[\s-]?{re.escape(one.text)}(?!\w)"
    sources = (reading.source.folded_text, *reading.source.glossary, *reading.source.glossary.values())
    return any(re.search(name, source, re.IGNORECASE) for source in sources)
