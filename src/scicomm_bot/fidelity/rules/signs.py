"""Signs and powers of ten: a figure of the evidence that lost its minus sign, or has another exponent."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.quantity import Quantity, quantities
from scicomm_bot.english.text import read_text
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_CLOSE = 1e-9
_SIGN = Pattern(
    r"(?<![\w)%.,])-\s?[\d.]|\bminus\s|\d[eE][+-]?\d|\^|\*\*|10\s?\(|10-\d|[\u2070\u00b9\u00b2\u00b3\u2074-\u207b]",
    re.IGNORECASE,
)
"""What post or evidence must have one of: without it there is no sign and no power of ten."""
_GAP = Pattern(r"\W*(?:[^\W\d_]{1,4}\W*)?")
"""Between the bounds of an interval: "to", "and", a comma, a dash, or a short word of another language."""
_OPENS = Pattern(r"[(\[]\s*-?\s*\Z")
_NAMED = Pattern(
    r"\b(?:CI|CrI|interval|range|IQR)\b\W*(?:of|from|was)?\W*\Z|\d\s?%\W+(?:CI|interval)?\W*\Z", re.IGNORECASE
)
_WORD = Pattern(r"[^\W\d_]+")
_SAID = Pattern(r"(?: ?[^\W\d_]+){0,3}")
_SAME_WORDS = 2
_NEAR = 3
_BEFORE = 40
_SMALL = words_of("statements", "generic")
_IN_WORDS = lexicon("facts").section("minus in words")


@rule(
    "number-sign",
    Level.ERROR,
    detects="a figure of the evidence with another sign or another power of ten",
    why="a lost minus turns a loss into a gain, and 10^8 for 10^6 is a hundred times too much",
    bad="In mice, the change was 1.2 (95% CI 0.4 to 2.8) (evidence: 95% CI -0.4 to 2.8)",
    good="In mice, the change was 1.2 (95% CI -0.4 to 2.8)",
    english=False,
    also=(Level.QUESTION,),
    alt=Level.WARNING,
)
def number_sign(reading: Reading) -> Iterator[Found]:
    """Compare signs and exponents, where post and evidence have the same digits.

    Certain, in any language, are another exponent of the same number with the same unit, and an interval of which one
    bound changed its sign. Elsewhere a word may carry the minus ("fell by 8%" for "-8%"), and no list has them all: it
    is asked about where the post's sentence has none that is known. It stops only where the same words stand before and
    behind the figure, and the sentence has no word that the quotation lacks.
    """
    quotes = [quote.text.raw for quote in reading.evidence]
    post = reading.claim.raw
    if not any(map(_may_have_sign, (post, *quotes))):
        return
    mine, given = quantities(post), [one for quote in quotes for one in quantities(quote)]
    yield from _powers(mine, given, reading)
    bounds = list(_intervals(post, mine, quotes))
    yield from (found for found, _ in bounds if found is not None)
    told = {at for _, places in bounds for at in places}
    for one in mine:
        if one.start not in told:
            yield from _sign(one, quotes, given, reading)


@lru_cache(maxsize=1024)  # a quotation is often that of several posts
def _may_have_sign(text: str) -> bool:
    return _SIGN.search(text) is not None


def _powers(mine: Sequence[Quantity], given: Sequence[Quantity], reading: Reading) -> Iterator[Found]:
    raised = [other for other in given if other.power is not None]
    if not raised:
        return
    source = (*given, *quantities(reading.source.abstract.raw), *quantities(reading.source.title.raw))
    for one in mine:
        if any(_equal(one.value, other.value) for other in source):
            continue
        for other in raised:
            if _other_power(one, other):
                yield Found(
                    f"the post has “{one.text}”, the evidence “{other.text}”",
                    "write the power of ten as the paper has it, with ^ or raised digits",
                    None if _is_sure(one, other, reading) else Level.QUESTION,
                    (one.text, other.text),
                )
                break


def _is_sure(one: Quantity, other: Quantity, reading: Reading) -> bool:
    """Whether two figures are one but for the exponent: of one unit, with the same words behind them.

    A figure that is the ratio of two others, as "by a factor of 10^2", is another figure.
    """
    if one.unit != other.unit:
        return False
    texts = [quote.text.raw for quote in reading.evidence if other in quantities(quote.text.raw)]
    mine = _behind(reading.claim.raw, one)
    values = {figure.value for text in texts for figure in quantities(text)}
    known = {_key(value) for value in values}
    if one.value > 1 and any(_key(one.value * value) in known for value in values):
        return False
    same = any(_behind(text, other) == mine for text in texts)
    return same and (one.power is not None or mine != ())


def _behind(text: str, one: Quantity) -> tuple[str, ...]:
    """Return the words behind a figure up to the next sign, at most three; none where a sign or the end follows."""
    words = _SAID.match(text, one.stop)
    return tuple(words.group().lower().split()) if words is not None else ()


def _other_power(one: Quantity, other: Quantity) -> bool:
    """Whether two figures differ by their exponents alone, or one lost what raised it: "108" for "10⁸"."""
    if one.power is None:
        flat = float(f"10{abs(other.power or 0)}")
        return one.text.isdigit() and one.value == flat
    apart = math.log10(one.value / other.value) if one.value and other.value else 0.5
    return abs(apart - round(apart)) < _CLOSE


def _intervals(
    post: str, mine: Sequence[Quantity], quotes: Sequence[str]
) -> Iterator[tuple[Found | None, tuple[int, int]]]:
    """Yield the intervals of the evidence with their places; with each of which one bound changed its sign, that."""
    pairs = [(quote, *two) for quote in quotes for two in _pairs(quote, quantities(quote))]
    for low, high in _pairs(post, mine):
        same = [two for two in pairs if _same_pair((low, high), two[1:])]
        places = low.start, high.start
        if not same:
            continue
        if _in_words(post, low, high) or any(_alike((low, high), two[1:]) for two in same):
            if low.negative or high.negative:
                yield None, places
            continue
        quote, first, last = same[0]
        told, right = _whole(post, low, high), _whole(quote, first, last)
        level = None if low.unit == first.unit else Level.QUESTION
        found = Found(f"the post has “{told}”, the evidence “{right}”", "keep the sign", level, (told, right))
        yield found, places


def _pairs(text: str, found: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    return (
        (low, high)
        for low, high in pairwise(found)
        if low.unit == high.unit and _GAP.fullmatch(text, low.stop, high.start) and _is_interval(text, low, high)
    )


def _is_interval(text: str, low: Quantity, high: Quantity) -> bool:
    """Whether two figures are an interval: with a unit, all of a bracket, or behind "CI", "from", "95%"."""
    before = text[max(0, low.start - _BEFORE) : low.start]
    opened = _OPENS.search(before) is not None and text[high.stop : high.stop + 2].lstrip(" %")[:1] in {")", "]"}
    return bool(low.unit) or opened or _NAMED.search(before) is not None


def _same_pair(mine: tuple[Quantity, Quantity], other: tuple[Quantity, Quantity]) -> bool:
    (a, b), (c, d) = mine, other
    if not (a.value and b.value):
        return False
    straight = _equal(a.value, c.value) and _equal(b.value, d.value)
    return straight or (_equal(a.value, d.value) and _equal(b.value, c.value))


def _alike(mine: tuple[Quantity, Quantity], other: tuple[Quantity, Quantity]) -> bool:
    """Whether both bounds lie on the same sides of nought, or both were turned round, as a fall by "3 to 8" may be."""
    return (mine[0].negative is mine[1].negative) is (other[0].negative is other[1].negative)


def _in_words(post: str, low: Quantity, high: Quantity) -> bool:
    before = _words(post[max(0, low.start - _BEFORE) : low.start])[-_NEAR:]
    after = _words(post[high.stop : high.stop + _BEFORE])[:_NEAR]
    return _IN_WORDS.first(before) is not None or _IN_WORDS.first(after) is not None


def _sign(one: Quantity, quotes: Sequence[str], given: Sequence[Quantity], reading: Reading) -> Iterator[Found]:
    same = [other for other in given if _equal(one.value, other.value) and one.value and not one.of]
    if not same or any(other.negative is one.negative for other in same):
        return
    post = reading.claim.raw
    quote, other = next((text, other) for text in quotes for other in quantities(text) if other == same[0])
    carries = _sentence_carries(post, one) if other.negative else _sentence_carries(quote, other)
    if reading.english and carries:
        return
    certain = _before(post, one) == _before(quote, other) != () and _behind(post, one) == _behind(quote, other)
    if reading.english:
        certain = certain and _IN_WORDS.first(reading.claim.words) is None and not _elsewhere(one, other, reading)
    certain = certain and _adds_nothing(_sentence_of(post, one), quote)
    if not certain and not reading.english:
        return
    told, right = _with_sign(one), _with_sign(other)
    yield Found(
        f"the post has “{told}”, the evidence “{right}”",
        "keep the sign, or say in words which way it went",
        None if certain else Level.QUESTION,
        (told, right),
    )


def _elsewhere(one: Quantity, other: Quantity, reading: Reading) -> bool:
    """Whether the post has the figure with its sign, too, the abstract has both, or the post turned several round."""
    mine, source = quantities(reading.claim.raw), quantities(reading.source.abstract.raw)
    if any(_equal(two.value, one.value) and two.negative is other.negative for two in mine):
        return True
    if any(_equal(two.value, one.value) and two.negative is one.negative for two in source):
        return True
    given = {(_key(two.value), two.negative) for quote in reading.evidence for two in quantities(quote.text.raw)}
    return len({key for two in mine if ((key := _key(two.value)), not two.negative) in given}) > 1


def _sentence_carries(text: str, one: Quantity) -> bool:
    """Whether the sentence around a figure says in words what a minus sign does."""
    sentences = read_text(_sentence_of(text, one)).sentences
    return any(_IN_WORDS.first(sentence.words) is not None for sentence in sentences)


def _sentence_of(text: str, one: Quantity) -> str:
    start = max(text.rfind(sign, 0, one.start) for sign in (". ", "! ", "? ", "\n"))
    ends = [at for sign in (". ", "! ", "? ", "\n") if (at := text.find(sign, one.stop)) >= 0]
    return text[max(0, start) : min(ends, default=len(text))]


def _adds_nothing(piece: str, quote: str) -> bool:
    """Whether a post's sentence has only words of the quotation: no other word can then carry the sign."""
    return _contents(piece) <= _contents(quote)


def _contents(text: str) -> set[str]:
    tables = (analyse(sentence) for sentence in read_text(text).sentences)
    return {token.stem for table in tables for token in table if token.kind == "word" and token.word not in _SMALL}


def _before(text: str, one: Quantity) -> tuple[str, ...]:
    """Return the two words before a figure, where there are two."""
    words = _words(text[max(0, one.start - _BEFORE) : one.start])
    return tuple(words[-_SAME_WORDS:]) if len(words) >= _SAME_WORDS else ()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _whole(text: str, low: Quantity, high: Quantity) -> str:
    return f"{'-' if low.negative else ''}{text[low.start : high.stop]}"


def _with_sign(one: Quantity) -> str:
    return f"{'-' if one.negative else ''}{one.text}"


def _key(value: float) -> str:
    """Return what equal figures have in common, for a set."""
    return f"{value:.9g}"


def _equal(one: float, other: float) -> bool:
    return abs(one - other) <= _CLOSE * max(abs(one), abs(other))
