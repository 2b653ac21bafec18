"""Which kind of study a post tells of."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.domain.study import REVIEWS
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.stands import stands
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.rule import Found, rule

if TYPE_CHECKING:
    import re

    from scicomm_bot.domain.paper import Study
    from scicomm_bot.english.text import Sentence
    from scicomm_bot.fidelity.reading import Reading

_STUDY = lexicon("study")
_SCIENTISTS, _CLINICIANS = words_of("study", "scientists"), words_of("study", "clinicians")
_WHO = _SCIENTISTS | _CLINICIANS
_DOES, _DISCOVERS = words_of("study", "does"), words_of("study", "discovers")
_OLDER, _WANTED, _NONE = words_of("study", "reviews"), words_of("study", "wanted"), words_of("study", "none")
_AUX = words_of("study", "auxiliary")
_NEW = _STUDY.section("new")
_NEW_WORDS = _NEW.first_words
_OWN = frozenset({"new", "latest", "our", "this"})
"""With these, a trial is told as the paper's own, whatever trials a review tells of."""
_AT = frozenset({"at", "in", "from", "of", "by"})
_REACH = 8
_STEM = 6
_ADJECTIVES = r"(?:(?!trial|experiment)\w+ ){0,3}?"
_A_TRIAL = Pattern(r"\b(?:a|an|the|this|our) (?:(?!trial)\w+ ){0,2}?trial\b")
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
_ASSIGNED = Pattern(
    r"\b(?:was|were|got|been) (?:randomly )?(?:assigned|allocated|allotted)\b"
    r"|\brandomly (?:gave|given|chose|put|split)\b"
)
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


_DESIGNS = (
    (
        Pattern(
            r"\b(?:(?:double|single|triple) )?(?:blind(?:ed|ing)?|masked)\b"
            r"(?= (?:\w+ ){0,3}?(?:trial|study|test|experiment))"
            r"|\b(?:double|triple) (?:blind(?:ed)?|masked)\b|\b(?:was|were) (?:\w+ )?(?:blinded|masked)\b"
            r"|\bneither (?:\w+ ){1,5}nor (?:\w+ ){1,5}knew\b"
        ),
        ("blind", "mask"),
        ("blind", "mask", "knew"),
        "a blinded trial",
    ),
    (
        Pattern(r"\b(?:placebos?|sham|dummy (?:pills?|tablets?))\b"),
        ("placebo", "sham", "dummy"),
        ("placebo", "sham", "dummy"),
        "a placebo",
    ),
)
"""How a trial was done: words that tell it, the beginnings of the source's words that bear them out, words of
which those that tell it have one, what they tell."""
_OPEN = Pattern(r"\b(?:open label|unblinded|unmasked|non blinded|(?:were|was) aware of)\b")
_OBSERVES = (
    r"(?:observed|measured|recorded|tracked|followed|surveyed|monitored|counted|watched|tested|examined|interviewed)"
)
_OBSERVED = Pattern(
    rf"\b(?:scientists|researchers|team|study|they|we|authors|doctors|group) (?:\w+ ){{0,2}}?{_OBSERVES}\b"
    rf"|\b(?:was|were) (?:\w+ly )?(?:observed|measured|recorded)\b"
)
_REVIEWED = Pattern(r"\bpeer review(?:ed|ers?|ing)?\b")
_PUBLISHED = Pattern(
    r"\bpublished (?:(?:today|yesterday|online|now|just|this \w+|last \w+|earlier|recently) )*in\b"
    r"(?! (?:\w+ )?(?:preprint|\w*rxiv|\d))"
    r"|\b(?:scientific|medical|leading|top|prestigious|academic|reviewed|the) journal\b"
    r"|\baccepted (?:by|for publication)\b"
)
_NOT_MISSED = frozenset({"than", "no", "not", "nor", "any", "more"})
_STILL_TO_COME = frozenset(
    {"awaiting", "awaits", "await", "before", "pending", "yet", "without", "need", "needs", "undergoing", "until", "un"}
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
    """Compare how the post tells of the work with the paper's `study`.

    The studies that a review tells of may be called what they are: "clinical studies did not reproduce this".
    """
    yield from _as_reviewed(reading)
    study = reading.paper.study
    before: Sentence | None = None
    for sentence in reading.wording.sentences:
        said = _told_as(sentence, before, study, reading)
        if said is not None:
            yield Found(
                f"\u201c{said[0]}\u201d tells of {said[1]}, and the paper is {study.a_name}",
                _INSTEAD.get(study.kind, f"call it what it is: {study.name}"),
            )
            return
        design = _as_designed(sentence, reading)
        if design is not None:
            yield design
            return
        before = sentence


_INSTEAD = dict.fromkeys(REVIEWS, "write \u201ca review of earlier studies reports\u201d")


def _as_reviewed(reading: "Reading") -> Iterator[Found]:
    """Find a peer review or a journal that the paper's record does not have."""
    paper = reading.paper
    if paper.study.peer_reviewed:
        return
    for sentence in reading.text.sentences:
        found = _not_denied(sentence, _REVIEWED)
        if found is not None:
            yield Found(
                f"\u201c{found}\u201d is told of the paper, and posts.yaml says that it was not peer-reviewed",
                "write \u201cnot peer-reviewed\u201d, or correct `peer_reviewed:`",
            )
            return
        found = _not_denied(sentence, _PUBLISHED) if paper.is_preprint else None
        if found is not None:
            yield Found(
                f"\u201c{found}\u201d tells of a journal, and the paper is a preprint",
                "write \u201ca preprint, not peer-reviewed\u201d",
            )
            return


def _not_denied(sentence: "Sentence", pattern: Pattern) -> str | None:
    """Return the words of a sentence that match, unless they are denied, asked after or still to come."""
    said = " ".join(sentence.words)
    found = pattern.search(said)
    if found is None:
        return None
    first, last = said.count(" ", 0, found.start()), said.count(" ", 0, found.end())
    if any(token.denied or token.asked for token in analyse(sentence)[first : last + 1]):
        return None
    return sentence.piece(first, last + 1) if _STILL_TO_COME.isdisjoint(sentence.words[: first + 1]) else None


def _as_designed(sentence: "Sentence", reading: "Reading") -> Found | None:
    """Find a placebo or a blinding of which the source has no word, or which it denies."""
    said = " ".join(sentence.words)
    for pattern, stems, hints, told in _DESIGNS:
        found = pattern.search(said) if any(hint in said for hint in hints) else None
        if found is None or not _WANTED.isdisjoint(sentence.words) or _has_design(stems, reading):
            continue
        words = found.group() if found.group().startswith("neither") else _not_denied(sentence, pattern)
        if not (_NONE - _NOT_MISSED).isdisjoint(said[: found.start()].split()):
            words = None  # "only a double-blind trial could tell"
        if words is not None:
            opened = _OPEN.search(" ".join(reading.source.abstract.words))
            says = f"the abstract says \u201c{opened.group()}\u201d" if opened else "the abstract has no word of it"
            return Found(f"\u201c{words}\u201d tells of {told}, and {says}", "leave it out")
    return None


def _has_design(stems: tuple[str, ...], reading: "Reading") -> bool:
    """Whether the source has one of these words, and does not deny it."""
    source = reading.source
    if not any(word.startswith(stems) for word in source.vocabulary):
        return False
    return any(
        token.word.startswith(stems) and not (token.denied or "un" in sentence.words)
        for text in (source.abstract, source.title)
        for sentence in text.sentences
        for token in analyse(sentence)
    )


def _told_as(
    sentence: "Sentence", before: "Sentence | None", study: "Study", reading: "Reading"
) -> tuple[str, str] | None:
    """Return the words that tell of another kind of study, and of which."""
    said, kind = " ".join(sentence.words), study.kind
    if study.is_review:
        return _more_than_review(said, kind, reading) or _as_experiment(sentence, said, before, reading)
    if study.is_trial:
        return _as_meta(said, reading) or (_random(said, reading) if kind == "trial" else None)
    if kind == "other":
        more = _as_trial(said, reading, experiment=False, clinical=True) or _random(said, reading)
        return None if study.on else more
    if study.is_experiment:
        return _as_meta(said, reading) or _as_trial(said, reading, experiment=False, clinical=True)
    modelled = kind == "modelling study"
    several = _as_meta(said, reading) or _as_trial(said, reading, experiment=True, clinical=modelled)
    return (
        several
        or _random(said, reading)
        or _as_assigned(sentence, reading)
        or (_as_observed(sentence, said, reading) if modelled else None)
    )


def _as_assigned(sentence: "Sentence", reading: "Reading") -> tuple[str, str] | None:
    """Find people who "were assigned", of a study in which nobody assigned them."""
    if any(word.startswith(("assign", "allocat", "random")) for word in reading.source.vocabulary):
        return None
    words = _not_denied(sentence, _ASSIGNED)
    return (words, "an experiment, in which people are put into groups") if words is not None else None


def _as_observed(sentence: "Sentence", said: str, reading: "Reading") -> tuple[str, str] | None:
    """Find what a model gave told as what somebody saw, with a verb that the paper itself has not."""
    found = _OBSERVED.search(said)
    if found is None or _in_source(found.group().rsplit(maxsplit=1)[-1][:_STEM], reading):
        return None
    words = _not_denied(sentence, _OBSERVED)
    return (words, "something that was observed") if words is not None else None


def _as_experiment(
    sentence: "Sentence", said: str, before: "Sentence | None", reading: "Reading"
) -> tuple[str, str] | None:
    new = None if _NEW_WORDS.isdisjoint(sentence.words) else _NEW.first(sentence.words)
    if new is not None and stands(sentence, new.start, new.stop):
        return sentence.piece(new.start, new.stop), "new work"
    found = None if _FRESH.isdisjoint(sentence.words) else _NEW_STUDY.search(said)
    if found is not None and _OLDER.isdisjoint(said.split()):
        return found.group(), "a new study"
    reviewed = not _OLDER.isdisjoint(sentence.words) or (before is not None and not _OLDER.isdisjoint(before.words))
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
    patterns = [_TRIAL, *([_CLINICAL_TRIAL] if clinical else [])]
    if experiment and not reading.paper.study.is_review:
        patterns.append(_A_TRIAL)
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
