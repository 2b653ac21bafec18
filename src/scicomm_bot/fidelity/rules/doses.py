"""Doses and times: a result that the quotation tells of another dose, or of another time."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from scicomm_bot.domain.post import Level
from scicomm_bot.english.clauses import question
from scicomm_bot.english.facts.figures import COEFFICIENT, RATIO, Figure, values_of
from scicomm_bot.english.facts.follows import same_figure
from scicomm_bot.english.facts.scales import DOSE_UNITS, TIME_UNITS
from scicomm_bot.english.negation import denies
from scicomm_bot.english.text import Sentence, read_text
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_RESULTS = frozenset({"%", "pp", "x", RATIO, COEFFICIENT})
_MOST = 24
"""No more figures of a post or of its quotations are compared."""
_PARTS = re.compile(r"[;:]|,?\s(?:whereas|while|but|although|though)\s", re.IGNORECASE)


@rule(
    "dose-time",
    Level.QUESTION,
    detects="a result by another dose, or at another time, than the quotation tells it of",
    why="what 100 mg did, 20 mg may not do, and what was seen after a week may be gone after a year",
    bad="In mice, 20 mg cut weight by 8% (evidence: 8% at 100 mg; 20 mg changed nothing)",
    good="In mice, 100 mg cut weight by 8%",
    unless=("number-unsourced",),
)
def dose_time(reading: Reading) -> Iterator[Found]:
    """Find a dose or a time of the post that is none of the result beside it, or whose effect the quotation denies."""
    rows: list[tuple[Sentence, Sequence[Figure]]] = []
    for sentence in reading.claim.sentences:
        if sentence.text in reading.quoted or question(sentence):
            continue
        mine = values_of(sentence.text)[:_MOST]
        if not any(map(_class, mine)):
            continue
        rows = rows or [(one, values_of(one.text)[:_MOST]) for one in reading.evidence_sentences]
        found = _other_condition(sentence, mine, rows) or _denied(sentence, mine, rows)
        if found is not None:
            yield found
            return


def _class(one: Figure) -> str:
    unit = one.unit.partition("/")[0]
    return "time" if one.unit in TIME_UNITS else "dose" if unit in DOSE_UNITS else ""


def _other_condition(
    sentence: Sentence, mine: Sequence[Figure], rows: Sequence[tuple[Sentence, Sequence[Figure]]]
) -> Found | None:
    results = [one for one in mine if one.unit in _RESULTS]
    for result in results:
        theirs = [row for row in rows if any(same_figure(result, other) for other in row[1])]
        for which in ("dose", "time"):
            told = [one for one in mine if _class(one) == which]
            given = [[other for other in row[1] if _class(other) == which] for row in theirs]
            if not told or not given or not all(given):
                continue
            if any(same_figure(one, other) for one in told for row in given for other in row):
                continue
            if which == "time" and not _has_results(told, rows):
                continue  # a paper has many times: how long it ran, how old they were
            right = given[0][0].shown
            what = f"the post tells {result.shown} of {told[0].shown}, the quotation of {right}"
            return Found(what, f"give the {which} as the quotation has it", about=(sentence.text, theirs[0][0].text))
    return None


def _has_results(times: Sequence[Figure], rows: Sequence[tuple[Sentence, Sequence[Figure]]]) -> bool:
    """Whether the evidence tells another result of one of these times."""
    with_results = [row[1] for row in rows if any(one.unit in _RESULTS for one in row[1])]
    return any(same_figure(one, other) for one in times for row in with_results for other in row)


def _denied(
    sentence: Sentence, mine: Sequence[Figure], rows: Sequence[tuple[Sentence, Sequence[Figure]]]
) -> Found | None:
    """Find a dose that "did not lower" what the post says it lowered, where another dose of the quotation did."""
    doses = [one for one in mine if _class(one) == "dose"]
    if not doses or denies(sentence):
        return None
    parts = [part for row, _ in rows for part in _parts(row.text)]
    for dose in doses:
        with_it = [(part, no) for part, figures, no in parts if any(same_figure(dose, one) for one in figures)]
        another = any(not no and any(_class(one) == "dose" for one in figures) for _, figures, no in parts)
        if with_it and another and all(no for _, no in with_it):
            part = with_it[0][0].strip()
            what = f"the post tells a result of {dose.shown}, and the quotation denies one: “{part}”"
            return Found(what, "name the dose that had it", about=(sentence.text, part))
    return None


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[tuple[str, tuple[Figure, ...], bool], ...]:
    """Return the parts of a sentence between "whereas", "but" and ";": text, figures, and whether it is denied."""
    return tuple(
        (part, tuple(values_of(part)[:_MOST]), any(denies(one) for one in read_text(part).sentences))
        for part in _PARTS.split(text)
    )
