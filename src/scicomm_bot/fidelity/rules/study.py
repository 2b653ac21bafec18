"""Which kind of study a post tells of."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.paper import a_kind
from scicomm_bot.domain.post import Level
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.stands import stands
from scicomm_bot.fidelity.rule import Found, rule

if TYPE_CHECKING:
    import re

    from scicomm_bot.english.text import Sentence
    from scicomm_bot.fidelity.reading import Reading

_STUDY = lexicon("study")
_SCIENTISTS, _CLINICIANS = words_of("study", "scientists"), words_of("study", "clinicians")
_WHO = _SCIENTISTS | _CLINICIANS
_DOES, _DISCOVERS = words_of("study", "does"), words_of("study", "discovers")
_REVIEWS, _WANTED, _NONE = words_of("study", "reviews"), words_of("study", "wanted"), words_of("study", "none")
_AUX = words_of("study", "auxiliary")
_NEW = _STUDY.section("new")
_NEW_WORDS = _NEW.first_words
_OWN = frozenset({"new", "latest", "our", "this"})
"""With these, a trial is told as the paper's own, whatever trials a review tells of."""
_OF_REVIEWS = frozenset({"review", "systematic review", "meta-analysis"})
_AT = frozenset({"at", "in", "from", "of", "by"})
_REACH = 8
_ADJECTIVES = r"(?:(?!trial|experiment)\w+ ){0,3}?"
_FOUND = (
    r"(?:found|finds?|shows?|showed|shown|tested|tests|confirm\w*|prove[sdn]?|proved|reports?|reported|reveal\w*|suggest\w*|"
    r"demonstrat\w+|compared|gave|treated|did|failed|increased|improved|discover\w*|investigat\w+|examined|enrolled|"
    r"recruited)"
)
_TRIAL = Pattern(
    rf"\b(?:a|an|the|this|our|one|new|their|first|latest|recent|large|small|clinical|human|successful) {_ADJECTIVES}"
    rf"(?:trial|experiment) (?:\w+ ){{0,6}}?{_FOUND}\b"
    rf"|\b(?:in|from|after|during) (?:a|an|the|this|our|one|new|their|recent) {_ADJECTIVES}(?:trial|experiment)\b"
    rf"|\b(?:new|latest|recent|successful|landmark) (?:\w+ ){{0,2}}?(?:trial|experiment)s?\b"
    rf"|\b(?:clinical|human) trial (?:found|shows?|showed|confirm\w*|prove\w*|reveal\w*)\b"
)
_NEW_STUDY = Pattern(
    r"\b(?:new|latest|groundbreaking|first|our|fresh) (?:\w+ ){0,3}?(?:study|research|findings|data|results)"
    r"(?: (?:by|from|in|at|of|on) (?:\w+ ){1,6}?)? ?(?:has |have |just |now |also )*"
    r"(?:found|finds?|shows?|showed|shown|confirm\w*|prove[sdn]?|proved|reveal\w*|discover\w*|demonstrat\w+|tested|"
    r"increases?d?|extends?|protects?|improves?|slows?)\b"
)
_FRESH = frozenset({"new", "latest", "groundbreaking", "first", "our", "fresh"})
_RANDOM = Pattern(
    r"(?:^|\b(?:this|the|an?|our|new|in|was|were) )(?:(?!than|with)\w+ ){0,2}?randomi[sz]ed\b(?! (?:\w+ )?trials\b)"
    r"|\brandomly (?:assigned|allocated)\b"
)
_META = Pattern(r"\bmeta analys[ei]s\b")
_OWN_META = Pattern(r"\b(?:an?|this|our|the) (?:new |large |big |recent )?meta analysis\b")
_SYSTEMATIC = Pattern(r"\bsystematic review\b")
_TRIAL_WORDS = ("trial", "experiment")
_CLINICAL_WORDS = (*_TRIAL_WORDS, "clinical", "human", "patient")
_CLINICAL_TRIAL = Pattern(
    r"\b(?:clinical|human|patient) (?:trials?|study|studies)\b|\btrials? (?:in|on|with|of) (?:people|patients|humans)\b"
)


@rule(
    "study-type",
    Level.QUESTION,
    detects="a review told as a new experiment or trial, or another kind of study as more than it is",
    why="a review brings together what others found: told as an experiment, old results look like new ones",
    bad="Scientists show that G-CSF protects nerve cells",
    good="A review of earlier studies reports that G-CSF protects nerve cells",
)
def study_type(reading: "Reading") -> Iterator[Found]:
    """Compare how the post tells of the work with the paper's `study.kind`.

    The studies that a review tells of may be called what they are: "clinical studies did not reproduce this".
    """
    kind = reading.paper.study.kind
    if kind == "other":
        return
    before: Sentence | None = None
    for sentence in reading.wording.sentences:
        said = _told_as(sentence, before, kind, reading)
        if said is not None:
            yield Found(
                f"\u201c{said[0]}\u201d tells of {said[1]}, and the paper is {a_kind(kind)}",
                _INSTEAD.get(kind, _SAY_KIND.format(kind)),
            )
            return
        before = sentence


_SAY_KIND = "call it what it is: {}"
_INSTEAD = dict.fromkeys(_OF_REVIEWS, "write \u201ca review of earlier studies reports\u201d")


def _told_as(sentence: "Sentence", before: "Sentence | None", kind: str, reading: "Reading") -> tuple[str, str] | None:
    """Return the words that tell of another kind of study, and of which."""
    said = " ".join(sentence.words)
    if kind in _OF_REVIEWS:
        return _more_than_review(said, kind, reading) or _as_experiment(sentence, said, before, reading)
    if kind in {"randomised trial", "trial"}:
        return _as_meta(said, reading) or (_random(said, reading) if kind == "trial" else None)
    if kind in {"animal study", "laboratory study"}:
        return _as_meta(said, reading) or _as_trial(said, reading, experiment=False, clinical=True)
    several = _as_meta(said, reading) or _as_trial(said, reading, experiment=True, clinical=kind == "modelling study")
    return several or _random(said, reading)


def _as_experiment(
    sentence: "Sentence", said: str, before: "Sentence | None", reading: "Reading"
) -> tuple[str, str] | None:
    new = None if _NEW_WORDS.isdisjoint(sentence.words) else _NEW.first(sentence.words)
    if new is not None and stands(sentence, new.start, new.stop):
        return sentence.piece(new.start, new.stop), "new work"
    found = None if _FRESH.isdisjoint(sentence.words) else _NEW_STUDY.search(said)
    if found is not None and _REVIEWS.isdisjoint(said.split()):
        return found.group(), "a new study"
    reviewed = not _REVIEWS.isdisjoint(sentence.words) or (before is not None and not _REVIEWS.isdisjoint(before.words))
    if not reviewed:
        who = _scientists_do(sentence)
        if who is not None:
            return who, "work of one's own"
    return _as_trial(said, reading, experiment=True, clinical=False)


def _scientists_do(sentence: "Sentence") -> str | None:
    """Find "scientists show", "researchers at the university have discovered"."""
    words = sentence.words
    if _WHO.isdisjoint(words) or _DOES.isdisjoint(words):
        return None
    for at, word in enumerate(words):
        if word not in _WHO:
            continue
        verbs = _DOES if word in _SCIENTISTS else _DISCOVERS
        place = words[at + 1 : at + 2] and words[at + 1] in _AT
        for then in range(at + 1, min(at + 1 + _REACH, len(words))):
            if words[then] in verbs and stands(sentence, then, then + 1):
                return sentence.piece(at, then + 1)
            if not place and words[then] not in _AUX:
                break
    return None


def _as_trial(said: str, reading: "Reading", *, experiment: bool, clinical: bool) -> tuple[str, str] | None:
    if not any(word in said for word in (_TRIAL_WORDS if not clinical else _CLINICAL_WORDS)):
        return None
    patterns = (_TRIAL, _CLINICAL_TRIAL) if clinical else (_TRIAL,)
    for pattern in patterns:
        found = pattern.search(said)
        if found is None:
            continue
        told = found.group()
        is_experiment = "experiment" in told and "trial" not in told
        word = "experiment" if is_experiment else "trial" if "trial" in told else "clinical"
        known = _in_source(word, reading) and _OWN.isdisjoint(told.split())
        if not (known or (is_experiment and not experiment) or "meta" in said) and _is_told(said, found):
            return told, "an experiment" if is_experiment else "a clinical trial"
    return None


def _more_than_review(said: str, kind: str, reading: "Reading") -> tuple[str, str] | None:
    """A review is not always systematic, and a systematic review not always a meta-analysis."""
    if "meta" not in said and "systematic" not in said:
        return None
    if kind != "meta-analysis" and _META.search(said) is not None and not _in_source("meta", reading):
        return _affirmed(_META, said, "a meta-analysis")
    if kind == "review" and _SYSTEMATIC.search(said) is not None and not _in_source("systematic", reading):
        return _affirmed(_SYSTEMATIC, said, "a systematic review")
    return None


def _as_meta(said: str, reading: "Reading") -> tuple[str, str] | None:
    if "meta" not in said or _in_source("meta", reading):
        return None
    return _affirmed(_OWN_META, said, "a meta-analysis")


def _random(said: str, reading: "Reading") -> tuple[str, str] | None:
    if "random" not in said or any(word.startswith("random") for word in reading.source.vocabulary):
        return None
    return _affirmed(_RANDOM, said, "a randomised trial")


def _affirmed(pattern: Pattern, said: str, kind: str) -> tuple[str, str] | None:
    found = pattern.search(said)
    return (found.group(), kind) if found is not None and _is_told(said, found) else None


def _is_told(said: str, found: "re.Match[str]") -> bool:
    """Whether the study is told of, and not missed or asked for: "no trial", "trials are needed"."""
    return _WANTED.isdisjoint(said.split()) and _NONE.isdisjoint(said[: found.end()].split())


def _in_source(stem: str, reading: "Reading") -> bool:
    """Whether the paper itself uses the word."""
    return any(word.startswith(stem) for word in reading.source.vocabulary)
