"""Kinds of study: what each is called in a sentence, whether it is an experiment, and which one a word means."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Literal, get_args

Kind = Literal[
    "review", "systematic review", "meta-analysis", "randomised trial", "trial", "observational study",
    "cohort study", "case-control study", "cross-sectional study", "case report", "diagnostic study", "genetic study",
    "animal study", "laboratory study", "modelling study", "other",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
REVIEWS: frozenset[Kind] = frozenset({"review", "systematic review", "meta-analysis"})
TRIALS: frozenset[Kind] = frozenset({"randomised trial", "trial"})
EXPERIMENTS: frozenset[Kind] = TRIALS | {"animal study", "laboratory study"}
"""In these somebody set what differs between the groups, so that a difference may be an effect."""
NAMED_BY_KIND: Mapping[Kind, tuple[str, ...]] = {"animal study": ("animals",)}
"""Kinds whose name says already what was studied, where that is all."""
OBSERVATIONAL: frozenset[Kind] = frozenset(
    {
        "observational study",
        "cohort study",
        "case-control study",
        "cross-sectional study",
        "case report",
        "diagnostic study",
        "genetic study",
        "modelling study",
    }
)
"""In these nobody did: what goes together need not be cause and effect. A model shows what follows from assumptions."""
OF_SEVERAL: frozenset[Kind] = REVIEWS | EXPERIMENTS | {"observational study", "modelling study"}
"""Whose label ends in "human studies". Posts were approved with it, so kinds that came later have another ending."""

_WORD = re.compile(r"[a-z0-9]+")
_MEANT: tuple[tuple[Kind, str], ...] = (
    ("trial", r"non ?random\w* .*trial|single arm|before (?:and )?after"),
    ("meta-analysis", r"meta|pooled"),
    ("systematic review", r"systematic|scoping|umbrella|cochrane"),
    ("review", r"review|overview"),
    ("modelling study", r"model|simulat|comput|theor|mathemat|forecast|projection|silico"),
    ("animal study", r"animal|mouse|mice|rats?\b|rodent|zebrafish|primate|vivo|preclinical"),
    ("laboratory study", r"lab|vitro|cells?\b|organoid|culture|biochem|bench"),
    ("genetic study", r"gen(?:etic|omic|ome)|gwas|mendel|sequencing|twin"),
    ("diagnostic study", r"diagnos|accuracy|screening|test validation"),
    ("case-control study", r"case control|controls\b"),
    ("case report", r"case|vignette"),
    ("cross-sectional study", r"cross|survey|questionnaire|prevalence|poll|census"),
    ("cohort study", r"cohort|longitud|prospective|follow|panel|birth"),
    ("observational study", r"observ|regist|ecolog|retrospect|epidemiol|non ?random"),
    ("randomised trial", r"random|rct|placebo|blind|crossover"),
    ("trial", r"trial|interven|phase|clinical"),
)
"""Words that a kind goes by, the sure ones first: "systematic review and meta-analysis" is a meta-analysis."""
_MEANS = tuple((kind, re.compile(rf"\b(?:{words})")) for kind, words in _MEANT)


def meant_kind(written: str) -> Kind | None:
    """Return the kind that a word for one means: "RCT" and "randomized" are a randomised trial; None for no idea.

    A misspelt name of a kind is the one that is nearest by its letters.
    """
    said = " ".join(_WORD.findall(written[:200].lower()))
    found = next((kind for kind, words in _MEANS if words.search(said)), None)
    if found is not None:
        return found
    close = get_close_matches(said, KINDS, n=1)
    return next((kind for kind in KINDS if kind in close), None)


_SUBJECTS = (
    ("people", re.compile(r"\b(?:people|person|human|patient|adult|child|wom[ae]n|m[ae]n\b|participant|volunteer)")),
    ("animals", re.compile(r"\b(?:animal|mouse|mice|rats?\b|fish|bird|insect|dog|pig|monkey|primate|rodent)")),
    ("cells", re.compile(r"\b(?:cell|tissue|organoid|bacteri|yeast|microb|culture)")),
)


def meant_subject(written: str) -> str | None:
    """Return the one of people, animals and cells that a word for what was studied means, or None."""
    said = written[:200].lower()
    return next((name for name, words in _SUBJECTS if words.search(said)), None)
