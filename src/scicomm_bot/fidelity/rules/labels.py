"""The three labels of a press release, on the first post of a series."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.errors import listed
from scicomm_bot.fidelity.rule import Found, series_rule

if TYPE_CHECKING:
    from scicomm_bot.domain.paper import Study
    from scicomm_bot.fidelity.reading import Reading

_STUDIED = {on: lexicon("study").section(on) for on in ("people", "animals", "cells")}
_DENIES = (
    r"\bnot (?:yet )?(?:been )?(?:formally )?peer[- ]reviewed|\bunreviewed"
    r"|\b(?:before|awaiting|without) peer[- ]review|\bno peer[- ]review|\bnon-peer[- ]reviewed"
)
_DENIED = Pattern(_DENIES, re.IGNORECASE)
_NOT_REVIEWED = Pattern(rf"{_DENIES}|\bpreprint", re.IGNORECASE)
_REVIEWED = Pattern(r"\bpeer[- ]?review", re.IGNORECASE)
_KINDS = {
    "review": r"(?<!peer )(?<!peer-)\breview\b|\boverview\b",
    "systematic review": r"\bsystematic\w* review",
    "meta-analysis": r"\bmeta-? ?analy",
    "randomised trial": r"\brandomi[sz]ed\b|\bRCT\b",
    "trial": r"\btrial\b",
    "observational study": r"\b(?:observational|cohort|cross-sectional|case-control|survey|registry|register)\b",
    "cohort study": r"\b(?:cohort|observational|longitudinal|follow(?:ed|ing|s)?[- ]?up)\b",
    "case-control study": r"\b(?:case[- ]control|observational|cases and controls)\b",
    "cross-sectional study": r"\b(?:cross[- ]sectional|observational|survey(?:ed)?|snapshot|census)\b",
    "case report": r"\bcase (?:report|stud|series)|\b(?:one|single) (?:case|patient|person|woman|man|child)\b",
    "diagnostic study": r"\bdiagnostic|\bdiagnos\w+|\btest accuracy|\bscreening\b",
    "genetic study": r"\bgen(?:etic|ome|omic|e)",
    "animal study": r"\banimals?\b.{0,20}\b(?:study|studies|experiments?|model)\b"
    r"|\b(?:study|studies|experiments?) (?:in|of|on|with) \w+"
    r"|\b(?:mouse|rat|zebrafish|primate|rodent) (?:study|studies|experiments?)\b",
    "laboratory study": r"\blab(?:oratory)?\b|\bin vitro\b|\bcells? (?:study|culture|experiment)",
    "modelling study": r"\bmodell?ing\b|\bmodel\b|\bsimulation\b|\bcomputer\b",
}
_KIND = {kind: Pattern(pattern, re.IGNORECASE) for kind, pattern in _KINDS.items()}


@series_rule(
    "labels",
    Level.WARNING,
    detects="the first post of a series lacks a label: peer-reviewed or not, kind of study, people, animals or cells",
    why="without them readers cannot weigh a finding (Academy of Medical Sciences, labels of press releases)",
    bad="A first post that begins with the finding",
    good="Peer-reviewed review; animal and human studies.",
)
def labels(series: Sequence["Reading"]) -> Mapping[str, Sequence[Found]]:
    """Look whether a paper's first post says how it was reviewed, what kind of study it is, and what was studied."""
    first = next((one for one in series if one.post.kind == "finding" and one.post.corrects is None), None)
    if first is None or not first.english or not first.post.text:
        return {}
    study = first.paper.study
    text = " ".join(sentence.text for sentence in first.text.sentences)
    found = []
    wrong = _wrong_review(text, study)
    if wrong is not None:
        found.append(Found(wrong, f"write \u201c{study.label}\u201d"))
    unnamed = _unnamed(series, study)
    if unnamed:
        what = f"quotations are on {listed(unnamed)}, and `study.on` does not say so"
        found.append(Found(what, f"write `on: [{', '.join((*study.on, *unnamed))}]` below `study:`"))
    missing = tuple(_missing(text, first.text.words, study))
    if missing:
        found.append(
            Found(f"the first post of the series does not say {_joined(missing)}", f"write \u201c{study.label}\u201d")
        )
    return {first.post.id: found} if found else {}


def _wrong_review(text: str, study: "Study") -> str | None:
    """Say so where it denies a peer review that there was; one that there was not is for `study-type`."""
    pattern = _DENIED if study.preprint else _NOT_REVIEWED
    if study.peer_reviewed and pattern.search(text):
        return "it says that the paper is not peer-reviewed, and posts.yaml says that it is"
    return None


def _unnamed(series: Sequence["Reading"], study: "Study") -> Sequence[str]:
    """Return what the quotations of a series are on though `study.on` names nothing, as where it was forgotten."""
    quoted = {on for one in series for quote in one.evidence for on in quote.on} if not study.on else set()
    return [on for on in _STUDIED if on in quoted]


def _missing(text: str, words: Sequence[str], study: "Study") -> Iterator[str]:
    if _REVIEWED.search(text) is None and _NOT_REVIEWED.search(text) is None:
        yield "whether the paper was peer-reviewed"
    kind = _KIND.get(study.kind)
    if kind is not None and kind.search(text) is None:
        yield f"that it is {study.a_name}"
    for on in study.on:
        if not _tells_of(on, words):
            yield f"that it is on {on}"


def _tells_of(on: str, words: Sequence[str]) -> bool:
    return any(
        not (on == "people" and hit.start and words[hit.start] == "clinical" and words[hit.start - 1] in {"pre", "non"})
        for hit in _STUDIED[on].find(words)
    )


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, nor {parts[-1]}"
