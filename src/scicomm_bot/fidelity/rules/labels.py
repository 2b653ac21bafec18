"""The three labels of a press release, on the first post of a series."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.paper import a_kind
from scicomm_bot.domain.post import Level
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.fidelity.rule import Found, series_rule

if TYPE_CHECKING:
    from scicomm_bot.domain.paper import Study
    from scicomm_bot.fidelity.reading import Reading

_STUDIED = {on: lexicon("study").section(on) for on in ("people", "animals", "cells")}
_NOT_REVIEWED = Pattern(
    r"\bnot (?:yet )?(?:been )?(?:formally )?peer[- ]reviewed|\bpreprint|\bunreviewed"
    r"|\b(?:before|awaiting|without) peer[- ]review|\bno peer[- ]review|\bnon-peer[- ]reviewed",
    re.IGNORECASE,
)
_REVIEWED = Pattern(r"\bpeer[- ]?review", re.IGNORECASE)
_KINDS = {
    "review": r"(?<!peer )(?<!peer-)\breview\b|\boverview\b",
    "systematic review": r"\bsystematic\w* review",
    "meta-analysis": r"\bmeta-? ?analy",
    "randomised trial": r"\brandomi[sz]ed\b|\bRCT\b",
    "trial": r"\btrial\b",
    "observational study": r"\b(?:observational|cohort|cross-sectional|case-control|survey|registry|register)\b",
    "animal study": r"\banimals?\b.{0,20}\b(?:study|studies|experiments?|model)\b"
    r"|\b(?:study|studies|experiments?) (?:in|of|on|with) \w+"
    r"|\b(?:mouse|rat|zebrafish|primate|rodent) (?:study|studies|experiments?)\b",
    "laboratory study": r"\blab(?:oratory)?\b|\bin vitro\b|\bcells? (?:study|culture|experiment)",
    "modelling study": r"\bmodell?ing\b|\bmodel\b|\bsimulation\b|\bcomputer\b",
}
_KIND = {kind: Pattern(pattern, re.IGNORECASE) for kind, pattern in _KINDS.items()}
_ADJECTIVE = {"people": "human", "animals": "animal", "cells": "cell"}


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
    first = next((one for one in series if one.post.kind == "finding"), None)
    if first is None or not first.english or not first.post.text:
        return {}
    study = first.paper.study
    text = " ".join(sentence.text for sentence in first.text.sentences)
    found = []
    wrong = _wrong_review(text, study)
    if wrong is not None:
        found.append(Found(wrong, f"write \u201c{_label(study)}\u201d"))
    missing = tuple(_missing(text, first.text.words, study))
    if missing:
        found.append(
            Found(f"the first post of the series does not say {_joined(missing)}", f"write \u201c{_label(study)}\u201d")
        )
    return {first.post.id: found} if found else {}


def _wrong_review(text: str, study: "Study") -> str | None:
    if study.peer_reviewed and _NOT_REVIEWED.search(text):
        return "it says that the paper is not peer-reviewed, and posts.yaml says that it is"
    if not study.peer_reviewed and _REVIEWED.search(text) and not _NOT_REVIEWED.search(text):
        return "it says that the paper is peer-reviewed, and posts.yaml says that it is not"
    return None


def _missing(text: str, words: Sequence[str], study: "Study") -> Iterator[str]:
    if _REVIEWED.search(text) is None and _NOT_REVIEWED.search(text) is None:
        yield "whether the paper was peer-reviewed"
    kind = _KIND.get(study.kind)
    if kind is not None and kind.search(text) is None:
        yield f"that it is {a_kind(study.kind)}"
    for on in study.on:
        if not _tells_of(on, words):
            yield f"that it is on {on}"


def _tells_of(on: str, words: Sequence[str]) -> bool:
    return any(
        not (on == "people" and hit.start and words[hit.start] == "clinical" and words[hit.start - 1] in {"pre", "non"})
        for hit in _STUDIED[on].find(words)
    )


def _label(study: "Study") -> str:
    reviewed = "Peer-reviewed" if study.peer_reviewed else "Not peer-reviewed"
    return f"{reviewed} {study.kind}; {' and '.join(_ADJECTIVE[one] for one in study.on)} studies."


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, nor {parts[-1]}"
