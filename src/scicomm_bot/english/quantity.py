"""Numbers in a text: in digits and in words, with their units, so that two ways to write one are the same."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.numerals import (
    VULGAR,
    figures_pattern,
    in_digits,
    in_words,
    magnitude_pattern,
    number_beginnings,
    number_words,
    part_words,
    parts_pattern,
    second_unit,
    share_pattern,
    unit_beginnings,
    unit_pattern,
    units,
    value_of,
    values,
    words_of,
    words_pattern,
)
from scicomm_bot.english.powers import power_at


class Quantity(NamedTuple):
    """A number of a text.

    Attributes:
        value: Its value; of a share ("one in five", "half") in percent.
        unit: The unit's one name ("%", "pp", "kDa", "x" for "-fold"), a label ("phase"), or empty for a count.
        text: As it stands.
        start: Where it begins.
        stop: Where it ends.
        of: Of a share in numbers ("5 of 20"), the two numbers.
        step: One unit of the last digit that is given: 10 for "20", 0.1 for "19.6".
        about: Whether words before it say that it is rounded: "round", "above", "below", or empty.
        thirds: Whether it is a fraction that percentages can only come near to.
        negative: Whether a minus sign stands before it; `value` has none.
        power: The power of ten that it is written with: 8 in "10^8", None in "100 million".
    """

    value: float
    unit: str
    text: str
    start: int
    stop: int
    of: tuple[float, ...] = ()
    step: float = 1.0
    about: str = ""
    thirds: bool = False
    negative: bool = False
    power: int | None = None


_SIGNS = str.maketrans({"\u066b": ".", "\u066c": ",", "\u066a": "%", "\u00b7": ".", "\u03bc": "\u00b5", "\u2044": "/"})
_CIRCLED = {ord(sign): str(1 + at % 9) for at, sign in enumerate("①②③④⑤⑥⑦⑧⑨❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒")}
_KEYCAP = Pattern("[0-9#*]\ufe0f?\u20e3")
_LABELS = {"phase", "type", "stage", "grade", "class", "level", "figure", "table", "part", "group", "step", "tier"}
_ROMAN = {"I": "1", "II": "2 ", "III": "3  ", "IV": "4 ", "V": "5"}
_ROMAN_LABEL = Pattern(
    r"\b((?i:phase|type|stage|grade|class)s?[\s-])(III|II|IV|I|V)(?:([/-])(III|II|IV|I|V))?(?=[ab]?\b)"
)
_JOINS = Pattern(
    r"\s*(?:,|-|to|and|or|,\s*and|,\s*or|vs\.?|versus|compared\s+(?:with|to)|against|from|through)\s*", re.IGNORECASE
)
_LEVEL = Pattern(r"\s*[(\[]?(?:confidence|credib|uncertainty|CIs?\b|CrIs?\b)", re.IGNORECASE)
"""Behind the level of an interval, whose unit is not that of what stands before: "0.82, 95% CI"."""
_AND = Pattern(r"\s*(?:/|,|-|and|or|to)\s*")
_BEFORE = 24
"""So many letters before a number are looked at for a label and for "about"."""
_LETTERS = Pattern(r"[^\W\d_]+")
_APART = Pattern(r"[^\W\d_][\s-]+\Z")
_AFTER = Pattern(r"[\s-]*([^\W\d_]+|[^\w\s])")
_OF = frozenset({"/", "in", "of", "out", "from"})
"""What makes a share of two numbers begins so."""
_ORDINALS = ("st", "nd", "rd", "th")
_ORDINAL = Pattern(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_AND_A_HALF = Pattern(r"\s+and\s+(?:a|one)[\s-]half\b", re.IGNORECASE)
_AFTER_DOUBLE = Pattern(r"[\s-](?:blind|mask|strand|dumm|bond|helix|check|edge|dose|negative|positive|therapy)")
_DOUBLES = Pattern(
    r"\s+(?:the|that|those|what|as|in|for|its|their|his|her|our|if|when|with|compared|over|within|every)\b|\W*\Z|[,.;:!?)]"
)
"""What stands behind "double" where it counts, and is no "double life"."""
_OF_A_MAGNITUDE = Pattern(r"\s+(?:of\s+)?an?\s+(hundred|thousand|million|billion|trillion|dozen)\b", re.IGNORECASE)
"""Behind "half" and "a quarter": "half a million"."""
_AFTER_HALF = Pattern(r"[\s-](?:life|lives|maximal|time|an?\b|hour|day|year|sib|way)")
_BEFORE_HALF = Pattern(r"(?:first|second|latter|other|upper|lower|former)\s+$", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
"""In "five in 2019" no share is meant."""
_NEVER_COMPOUND = frozenset({"%", "pp", "x", "points"})


@lru_cache(maxsize=8192)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text, from left to right; digits within names ("IL-6", "p53") are none."""
    if not text.isascii():
        text = _KEYCAP.sub("   ", text).translate(_SIGNS | _CIRCLED)
    if ("I" in text or "V" in text) and _ROMAN_LABEL.search(text):
        text = _ROMAN_LABEL.sub(_in_arabic, text)
    found = list(_found(text))
    for index in range(len(found) - 2, -1, -1):  # "20 to 30%" are two percentages
        one, then = found[index], found[index + 1]
        two_of_a_kind = not one.unit and then.unit and not then.of and then.unit not in _LABELS
        if two_of_a_kind and _JOINS.fullmatch(text, one.stop, then.start) and not _LEVEL.match(text, then.stop):
            listed = text[one.stop : then.start].strip() != "," or _in_list(text, found, index)
            found[index] = one._replace(unit=then.unit) if listed else one
    for index in range(1, len(found)):  # "phase I/II", "weeks 4 and 12" are two labels
        one, before = found[index], found[index - 1]
        two_of_a_kind = not one.unit and before.unit and not before.of and _labelled(text, before)
        if two_of_a_kind and _AND.fullmatch(text, before.stop, one.start):
            found[index] = one._replace(unit=before.unit)
    return tuple(found)


def _in_list(text: str, found: Sequence[Quantity], index: int) -> bool:
    """Whether a comma parts two of a list, "10, 20 and 30%", and no clause: "before turning 3, 6.5% had it"."""
    behind = found[index + 1 : index + 3]
    if len(behind) > 1 and _JOINS.fullmatch(text, behind[0].stop, behind[1].start):
        return True
    return index > 0 and text[found[index - 1].stop : found[index].start].strip() == ","


def _in_arabic(match: re.Match[str]) -> str:
    """Write "phase II" as "phase 2 ", as long as it was."""
    label, one, sign, other = match.groups()
    if not sign:
        return f"{label}{_ROMAN[one]}"
    return f"{label}{_ROMAN[one].strip()}{sign}{_ROMAN[other].strip()}".ljust(len(match.group()))


_SIGN = rf"[\d.{''.join(VULGAR)}]"
_FIGURE = Pattern(_SIGN)
_BEGINNING = Pattern(rf"{_SIGN}|([^\W\d_]+)")
"""Where a number may begin, in figures alone, and in words, too."""


def _found(text: str) -> Iterator[Quantity]:
    in_words = not number_words().isdisjoint(_LETTERS.findall(text.lower()))
    stop = end = 0
    for token in (_BEGINNING if in_words else _FIGURE).finditer(text):  # the pattern of all numbers is slow
        start = token.start()
        if start < end or (token.lastindex and token.group().lower() not in number_beginnings()):
            continue
        match = (words_pattern() if token.lastindex else figures_pattern()).match(text, start)
        if match is None:
            continue
        end = match.end()
        one = _read(text, match) if start >= stop else None
        if one is not None:
            stop = one.stop
            yield one


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    if match.lastgroup == "special":
        return _special(text, match)
    start, stop = match.span()
    in_figures = match.lastgroup == "digits"
    power = power_at(text, start) if in_figures else None
    if power is not None:
        stop = power.stop
        about, negative = _about(text, start, _words_before(text, start)), _minus(text, start)
        raised = Quantity(power.value, "", text[start:stop], start, stop, (), power.step, about, negative=negative)
        raised = raised._replace(power=power.exponent)
        return _with_unit(text, raised, _word_after(text, stop))
    value, step = in_digits(match.group()) if in_figures else (in_words(match.group()), 1.0)
    after = _word_after(text, stop)
    if in_figures and after.startswith(_ORDINALS) and _ORDINAL.match(text, stop):
        return None
    if in_figures and after in values("magnitudes") and (big := magnitude_pattern().match(text, stop)):
        factor = values("magnitudes")[big.group(1).lower()]
        value, step, stop = value * factor, step * factor, big.end()
        after = _word_after(text, stop)
    if after == "and" and (half := _AND_A_HALF.match(text, stop)):
        value, stop, step = value + 0.5, half.end(), 0.5
        after = _word_after(text, stop)
    before = _words_before(text, start)
    label = _label_before(text, start, before[-1]) if before else ""
    about, negative = _about(text, start, before), in_figures and _minus(text, start)
    number = Quantity(value, label, text[start:stop], start, stop, (), step, about, negative=negative)
    one = None if label else _share(text, number, after)
    if one is None:
        one = _with_unit(text, number, after)
    if in_figures and one.stop == stop and not one.of and _NAME_AFTER.match(text, stop):
        return None
    return one


def _word_after(text: str, stop: int) -> str:
    """Return the word behind a number, or its sign, in small letters: what follows a number is told by it."""
    after = _AFTER.match(text, stop)
    return after.group(1).lower() if after is not None else ""


def _share(text: str, number: Quantity, after: str) -> Quantity | None:
    """Read "two thirds", "one in five", "5 of 20", "5/20"."""
    if number.value < 10 and after in part_words() and (part := parts_pattern().match(text, number.stop)):  # noqa: PLR2004 - tenths are the least
        share = 100 * number.value / values("parts")[part.group(1).lower().removesuffix("s")]
        said = text[number.start : part.end()]
        return number._replace(value=share, unit="%", text=said, stop=part.end(), thirds=True)
    whole = share_pattern().match(text, number.stop) if after in _OF else None
    if whole is None:
        return None
    of = value_of(whole.group(1))
    if not 0 < number.value <= of or (_FIRST_YEAR <= of <= _LAST_YEAR and "," not in whole.group(1)):
        return None
    if number.value % 1 and of % 10:
        return None  # "a ratio of 0.97 in 10,708 people"
    said = text[number.start : whole.end()]
    return number._replace(value=100 * number.value / of, unit="%", text=said, stop=whole.end(), of=(number.value, of))


def _with_unit(text: str, number: Quantity, after: str) -> Quantity:
    """Read what follows a number, "kDa" or "mg per kg", or the currency before it."""
    start, stop = number.start, number.stop
    unit = unit_pattern(after).match(text, stop) if after in unit_beginnings() else None
    if unit is not None and not _is_no_unit(number.text, unit.group()):
        name, stop = units()[re.sub(r"[\s-]+", " ", unit.group(1).lower())], unit.end(1)
        while name not in _NEVER_COMPOUND and (more := second_unit(text, stop)) is not None:
            name, stop = f"{name}/{units()[more.group(1).lower()]}", more.end(1)
        return number._replace(unit=name, text=text[start:stop], stop=stop)
    if text[start - 1 : start] in {"$", "€", "£"}:
        return number._replace(unit=text[start - 1], text=text[start - 1 : stop], start=start - 1)
    return number


def _is_no_unit(number: str, said: str) -> bool:
    """Whether a letter behind a number is no unit: "3D", "5 G", "the 1990s", "13-17s"."""
    return (len(said.strip(" -")) == 1 and said.strip(" -") in "DGHMSX") or (said == "s" and number.isdigit())


_NAME_AFTER = Pattern(r"(?!s\b)[^\W\d_]|-[A-Z]")
"""What makes digits the beginning of a name: "3D", "5-HT"; but "1990s" is a number."""


def _special(text: str, match: re.Match[str]) -> Quantity | None:
    """Read a word such as "doubled", "half", "a third of", "hundreds of"."""
    start, stop = match.span()
    said = match.group()
    if said in VULGAR:
        return Quantity(float(VULGAR[said]), "%", said, start, stop, thirds=True)
    word = said.lower()
    if word.endswith("fold"):
        return Quantity(values("values").get(word[:-4], 0) or 100, "x", said, start, stop)
    if (times := values("times").get(word)) is not None:
        if _AFTER_DOUBLE.match(text, stop) or (word in _ADJECTIVES and not _DOUBLES.match(text, stop)):
            return None
        return Quantity(times, "x", said, start, stop)
    if (many := values("many").get(word)) is not None:
        return Quantity(-many, "many", said, start, stop)
    if (big := _OF_A_MAGNITUDE.match(text, stop)) is not None and word.split()[-1] in {"half", *values("parts")}:
        part = 0.5 if word == "half" else 1 / values("parts")[word.split()[-1]]
        count = values("magnitudes").get(big.group(1).lower(), 12)
        return Quantity(part * count, "", text[start : big.end()], start, big.end(), step=part * count)
    if word in values("shares"):
        if _AFTER_HALF.match(text, stop) or _BEFORE_HALF.search(text, max(0, start - 8), start):
            return None
        return Quantity(values("shares")[word], "%", said, start, stop)
    return Quantity(100 / values("parts")[re.split(r"[\s-]", word)[-1]], "%", said, start, stop, thirds=True)


_ADJECTIVES = frozenset({"double", "triple", "quadruple"})


def _labelled(text: str, one: Quantity) -> bool:
    if one.unit in _LABELS:
        return True
    before = _words_before(text, one.start)
    return bool(before) and _label_before(text, one.start, before[-1]) != ""


def _label_before(text: str, start: int, word: str) -> str:
    """Return the label before a number ("phase 2" -> "phase"), or the unit ("week 12" -> "wk")."""
    word = word.removesuffix("s")
    if (word not in _LABELS and word not in _COUNTED) or not _APART.search(text, start - _BEFORE, start):
        return ""
    return word if word in _LABELS else units().get(word, "")


_COUNTED = frozenset({"day", "week", "month", "year", "hour"})


_MINUS = Pattern(r"(?:(?:^|[^\w)\]%.\s]|(?<=[^\d%\s])\s)\s*-|\bminus\s)\Z", re.IGNORECASE)
"""A minus sign: no dash of a range ("3-8", "3% -8%"), and no hyphen ("IL-8")."""


def _minus(text: str, start: int) -> bool:
    if text[start - 1 : start] != "-" and text[max(0, start - 2) : start - 1] not in {"s", "S"}:
        return False  # as before most numbers
    return start > 0 and _MINUS.search(text, max(0, start - _BEFORE), start) is not None


def _words_before(text: str, start: int) -> list[str]:
    return _LETTERS.findall(text[max(0, start - _BEFORE) : start].lower())


def _about(text: str, start: int, before: Sequence[str]) -> str:
    if text[start - 1 : start] in {"~", "\u2248", ">", "<"}:
        return {">": "above", "<": "below"}.get(text[start - 1], "round")
    listed = words_of("about")
    return listed.get(" ".join(before[-2:])) or (listed.get(before[-1], "") if before else "")
