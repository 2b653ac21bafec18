"""Changes told in relative figures alone."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.fidelity.rule import Found, rule

if TYPE_CHECKING:
    from scicomm_bot.english.text import Text
    from scicomm_bot.fidelity.reading import Reading

_CHANGE = lexicon("change")
_ONCE = _CHANGE.section("once", "plain")


def _either(section: str) -> str:
    phrases = (" ".join(entry.words).replace("*", r"\w*") for entry in _CHANGE.section(section).entries)
    return f"(?:{'|'.join(phrases)})"


_ABOUT = r"(?:(?:about|around|up to|as much as|nearly|almost|over|more than|some|an average of|roughly|at least) )*"
_NUMBER = r"(?:\d[\d.,]*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\w+)?|ten|fifteen|a hundred)"
_FEW = r"(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred|several|many)"
_PERCENT = rf"{_NUMBER} ?(?:%|-?per ?cent\b)"
_SHARED = r"(?! of (?:the )?(?:people|participants|patients|mice|adults|children|women|men|animals|cases|cells))"
# The patterns are for texts in small letters.
_COUNT = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty|none)"
_AMOUNT = rf"{_COUNT}(?: ?%| ?per ?cent)?"
_WHOLE = r"(?:the |about )?(?:\d[\d.,]*|(?:a |one )?(?:hundred|thousand|million)|ten|twenty|fifty)"
_BASELINE = Pattern(
    rf"\b(?:from (?:\w+ ){{0,2}}?{_AMOUNT}(?:[ (]+\w+\)?){{0,4}} to (?:\w+ ){{0,2}}?{_AMOUNT}"
    rf"|{_AMOUNT}(?: \w+){{0,3}} (?:in|out of|of|per)(?: every)? {_WHOLE}\b"
    r"|(?:percentage|percent) points?\b)"
)
_COMPARED = Pattern(
    rf"{_AMOUNT}(?: \w+){{0,6}}?,? (?:vs\.?|versus|against|compared (?:with|to)|rather than|instead of|and not)"
    rf"(?: \w+){{0,3}}? {_AMOUNT}"
)
_MAY_COMPARE = Pattern(r" (?:vs|versus|against|compared|rather|instead|and not)")
_WORDS = (_ONCE.first_words - {"by", "in"}) | frozenset(
    [
        "percent",
        "cent",
        "fold",
        "times",
        "half",
        "third",
        "thirds",
        "quarter",
        "quarters",
        "fifth",
        "fifths",
        "tenth",
        "tenths",
    ]
)
_RISKS = (
    "risk", "odds", "chance", "likel", "probab", "incidence", "prevalen", "mortality", "death", "die", "dying",
    "hazard", "rate", "case", "infection", "relapse", "recurren", "attack", "stroke", "fall", "surviv", "often",
    "frequen", "event",
)  # fmt: skip
"""How words begin that tell how many something happens to."""
_BESIDE = 4
_SIGN = Pattern(r"\d(?:x|fold)\b")
"""What no relative figure can do without: most posts need no closer look."""


@rule(
    "relative-risk-only",
    Level.WARNING,
    detects="a percentage or \u201cdoubles\u201d with no baseline",
    why="twice a tiny risk is a tiny risk, and relative figures alone mislead readers and doctors (Gigerenzer et al. "
    "2007, 10.1111/j.1539-6053.2008.00033.x)",
    bad="The drug doubles the risk",
    good="The risk rose from 1 to 2 in 1,000",
    also=(Level.INFO,),
)
def relative_risk_only(reading: "Reading") -> Iterator[Found]:
    """Find a change in relative figures in a post that gives no absolute ones; a plain share is no change.

    It informs where the paper has no absolute figures to give, and where what changed is no risk: that mice lived 9%
    longer misleads nobody about how many of them did.
    """
    claim = reading.wording
    if "%" not in claim.raw and _WORDS.isdisjoint(reading.tokens) and not _SIGN.search(claim.raw):
        return
    text = " ".join(sentence.text for sentence in claim.sentences)
    small = text.lower()
    found = _relative().search(small)
    said = text[found.start() : found.end()] if found is not None else _in_a_word(reading)
    if said is not None and not _has_baseline(small):
        at = small.find(said.lower())
        of_a_risk = _of_a_risk(small, at, at + len(said))
        known = of_a_risk and any(_gives_baseline(text.raw) for text in _sources(reading))
        level = None if known else Level.INFO
        yield Found(
            f"\u201c{said}\u201d has no baseline",
            "give the figures that it compares (\u201cfrom 2 to 1 in 100\u201d)",
            level,
        )


def _sources(reading: "Reading") -> "Iterator[Text]":
    yield from (quote.text for quote in reading.evidence)
    yield reading.source.abstract


def _of_a_risk(small: str, start: int, stop: int) -> bool:
    """Whether a word for a risk stands within the words that tell of a change, or beside them."""
    near = (*small[:start].split()[-_BESIDE:], *small[start:stop].split(), *small[stop:].split()[:_BESIDE])
    return any(word.strip(".,;:!?()").startswith(_RISKS) for word in near)


@cache
def _relative() -> re.Pattern[str]:
    """Match a change in relative figures, in a text in small letters, which is searched faster."""
    return re.compile(
        rf"\b(?:{_PERCENT}[- ]{{0,2}}(?:(?:relative|overall|risk|much|or more|or so) )?{_either('more')}\b"
        rf"|{_either('changed by')} (?:\w+ ){{0,4}}?by {_ABOUT}{_PERCENT}"
        rf"|{_either('change of')} (?:of )?{_ABOUT}{_PERCENT}{_SHARED}"
        rf"|(?:a|one|two|three|four) (?:third|quarter|fifth|tenth)s? {_either('more')}\b"
        rf"|{_FEW}[- ]?fold\b(?! (?:(?:higher|lower|greater|smaller) )?(?:dose|concentration|dilution|amount)s?\b)"
        rf"|{_FEW}[- ]times (?:as|more|less|the|higher|lower|longer|greater|likelier|faster)\b"
        r"|\d[\d.]*x(?= (?:more|less|the|higher|lower|longer|greater|likelier|faster|as)\b))"
    )


@lru_cache(maxsize=1024)  # an abstract is that of all posts of its paper
def _gives_baseline(text: str) -> bool:
    return _has_baseline(text.lower())


def _has_baseline(small: str) -> bool:
    if _BASELINE.search(small) is not None:
        return True
    return _MAY_COMPARE.search(small) is not None and _COMPARED.search(small) is not None


def _in_a_word(reading: "Reading") -> str | None:
    for sentence in reading.wording.sentences:
        for hit in _ONCE.find(sentence.words):
            if hit.entry.section != "plain":
                return sentence.piece(hit.start, hit.stop)
    return None
