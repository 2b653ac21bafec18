"""Rules on negative results: told with the benefit, not turned round, and not made more of than they are."""

from collections.abc import Iterator, Mapping, Sequence

from scicomm_bot.domain.post import Level
from scicomm_bot.english.benefits import people_benefit
from scicomm_bot.english.clauses import question
from scicomm_bot.english.grammar import AND, BE
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.mentions import benefits_told, mentions, tells_benefit
from scicomm_bot.english.negation import denials, denies
from scicomm_bot.english.negative_results import clinical_negative, is_clinical_negative
from scicomm_bot.english.statements import gained, nothing_found
from scicomm_bot.english.stems import stem
from scicomm_bot.english.text import Sentence, Text
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.lost_denials import lost_denial
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule, series_rule

_VERDICTS = ("no effect", "useless", "disproved", "harmful")
_NOT_PROVEN = "not to reproduce a result is not to prove the opposite"
_NO_TREATMENTS = frozenset(
    {"chance", "coincidence", "bias", "confounding", "causality", "causation", "explanation", "explanations"}
)
"""What a study may rule out without a verdict on what it studied."""
_COUNTED = frozenset(
    {
        "one",
        "two",
        "three",
        "a",
        "an",
        "the",
        "in",
        "some",
        "few",
        "half",
        "small",
        "early",
        "people",
        "patients",
        "for",
    }
    | {"adults", "women", "men", "children", "if", "when", "after", "by", "at", "with", "on", "from", "to", "recently"}
)
_DID = frozenset({"did", "didn't"})
_IS = BE | AND | {"prove", "proves", "proved", "proven", "found"}
_ADVERBS = frozenset({"actually", "also", "even", "potentially", "probably", "outright", "simply", "to", "be", "out"})
_ADJECTIVES = frozenset({"harmful", "dangerous", "toxic", "unsafe", "poisonous", "damaging"})


@series_rule(
    "negative-omitted",
    Level.QUESTION,
    detects="a series (or a lone positive post) drops the source's negative clinical result",
    why="posts travel alone, and caveats do not cost uptake (Sumner et al. 2016, 10.1371/journal.pone.0168217)",
    bad="In mice, G-CSF increased survival.",
    good="In mice, G-CSF increased survival. Clinical studies did not reproduce this.",
)
def negative_omitted(readings: Sequence[Reading]) -> Mapping[str, Sequence[Found]]:
    """Look whether each post that tells of a benefit tells the negative result too; in a thread, whether any does."""
    negative = _negative_of(readings)
    if negative is None:
        return {}
    posts = [one for one in readings if one.finding is not None and one.english]
    silent = [one for one in posts if not _carries(one.claim) and lost_denial(one) is None]
    carried = len(silent) < len(posts)
    dropped = [one for one in silent if _claims_benefit(one) and not _on_another(one, negative)]
    in_thread = readings[0].paper.series == "thread" and readings[0].post.corrects is None
    if in_thread:
        dropped = [] if carried else dropped[:1]
    elif carried:
        dropped = [one for one in dropped if not _on_people(one)]
    else:
        alone = [one for one in dropped if not _on_people(one)]
        dropped = alone or dropped[:1]
    where = "the thread" if in_thread else "the post"
    what = f"{where} tells of a benefit, and not of the paper's negative result: \u201c{negative.text}\u201d"
    found = Found(what, "add it, such as \u201cStudies in people did not reproduce this\u201d")
    return {one.post.id: [found] for one in dropped}


@rule(
    "negative-overstated",
    Level.QUESTION,
    detects="\u201cfailed to reproduce\u201d becomes \u201cuseless\u201d, \u201cdisproved\u201d, \u201charmful\u201d",
    why=_NOT_PROVEN,
    bad="G-CSF doesn't work",
    good="Studies so far did not reproduce the benefit seen in mice",
    alt=Level.WARNING,
)
def negative_overstated(reading: Reading) -> Iterator[Found]:
    """Look for a verdict that the negative result does not give."""
    negative = [one for one in reading.evidence_sentences if denies(one)]
    clinical = clinical_negative(reading.source.abstract)
    if not negative and clinical is None:
        return
    sources = [*reading.evidence_sentences, *([clinical] if clinical is not None else [])]
    verdicts = lexicon("overstated")
    for sentence in reading.claim.sentences:
        for hit in verdicts.section(*_VERDICTS).find(sentence.words):
            kind = hit.entry.section
            if _verdict(sentence, hit.start, hit.stop, kind) and not any(
                _says(one, kind, sentence.words[hit.start : hit.stop]) for one in sources
            ):
                words = sentence.piece(hit.start, hit.stop)
                yield Found(
                    f"\u201c{words}\u201d says more than the paper's negative result",
                    "say what the studies found: \u201cstudies so far did not reproduce the benefit\u201d",
                )
                return


def _says(source: Sentence, kind: str, verdict: tuple[str, ...]) -> bool:
    """Whether the paper gives the verdict itself; that it "doesn't work" only where the paper says "work"."""
    if any(word.startswith("work") for word in verdict):
        if not _DID.isdisjoint(verdict) and _failed(source):
            return True
        return any(word.startswith("work") and at in analyse(source).negated for at, word in enumerate(source.words))
    if "placebo" in verdict:  # that a placebo was given says nothing of a drug; that nothing differed from it does
        return "placebo" in source.words and denies(source)
    if lexicon("overstated").section(f"so says {kind}").first(source.words) is not None:
        return True
    effects = (at for at, word in enumerate(source.words) if word.startswith(("effect", "benefit", "efficacy")))
    return kind == "no effect" and any(at in analyse(source).negated for at in effects)


def _failed(source: Sentence) -> bool:
    """Whether the paper says of attempts that they failed, which is to say that they did not work."""
    words = source.words
    return "unsuccessful" in words or any(
        word in {"failed", "fails"} and words[at + 1 : at + 2] != ("to",) for at, word in enumerate(words)
    )


def _negative_of(readings: Sequence[Reading]) -> Sentence | None:
    negative = clinical_negative(readings[0].source.abstract) if readings else None
    if negative is not None:
        return negative
    quotes = (quote for one in readings for quote in one.evidence if "people" in quote.on)
    return next((one for quote in quotes for one in quote.text.sentences if is_clinical_negative(one)), None)


def _claims_benefit(reading: Reading) -> bool:
    """Whether a post tells of a benefit, as do the words that it rests on; a definition tells of none."""
    if not benefits_told(reading.claim):
        return False
    if any(people_benefit(one) for one in reading.claim.sentences):
        return True
    return any(benefits_told(quote.text) for quote in reading.evidence)


def _on_people(reading: Reading) -> bool:
    """Whether a post rests on a benefit that people had."""
    return any("people" in quote.on and benefits_told(quote.text) for quote in reading.evidence)


def _on_another(reading: Reading, negative: Sentence) -> bool:
    """Whether all the benefits that a post rests on were had by people, and are other ones than the negative result."""
    if not all("people" in quote.on for quote in reading.evidence):
        return False
    words = {stem(word) for word in negative.words}
    return all(words.isdisjoint(gained(one)) for one in reading.evidence_sentences)


def _carries(text: Text) -> bool:
    """Whether a post tells of a negative result in people."""
    people = False
    for sentence in text.sentences:
        mentioned = mentions(sentence)
        here = bool(mentioned.people or mentioned.clinical)
        if (here or people) and (_short(sentence) or _result_denied(sentence) or _unchanged(sentence)):
            return True
        if (here or people) and _only_another(sentence, text):
            return True
        people = here
    return False


def _only_another(sentence: Sentence, text: Text) -> bool:
    """Whether a result is said of another thing alone: "In people, only riluzole has borne that out"."""
    words = sentence.words
    if "only" not in words[:-1]:
        return False
    thing = words[words.index("only") + 1]
    elsewhere = (word for one in text.sentences if one is not sentence for word in one.words)
    measured = thing in _COUNTED or thing[0].isdigit() or mentions(sentence).clinical == (words.index(thing),)
    return not measured and thing not in set(elsewhere) and not thing.endswith(("ed", "ing", "ly"))


def _unchanged(sentence: Sentence) -> bool:
    """Whether a sentence says in other words that nothing was found: "stayed as it was", "as many as before"."""
    mentioned = mentions(sentence)
    return nothing_found(sentence) and not mentioned.again and not tells_benefit(sentence)


def _result_denied(sentence: Sentence) -> bool:
    if not denies(sentence):
        return False
    side = lexicon("results").section("side effects").find(sentence.words)
    return not any(hit.start in analyse(sentence).denied for hit in side)


def _short(sentence: Sentence) -> bool:
    """Whether a sentence tells of a missing result without a word that denies, or overstates it."""
    if lexicon("results").section("negative", "falls short").first(sentence.words) is not None:
        return True
    return lexicon("overstated").section(*_VERDICTS).first(sentence.words) is not None


def _verdict(sentence: Sentence, start: int, stop: int, kind: str) -> bool:
    """Whether the words are a verdict: not denied ("not useless"), not asked, and of a treatment, not of a protein."""
    if question(sentence):
        return False
    no = denials(sentence)
    own = no.at.intersection(range(start, stop))
    if (start in no.after and not own) or not own.isdisjoint(no.after):
        return False
    words = sentence.words
    if words[start - 1 : start] == ("to",) and "too" in words[:start]:
        return False  # "too small a difference to rule out"
    if words[start].startswith("rul") and not _NO_TREATMENTS.isdisjoint(words[stop : stop + 3]):
        return False
    if not own and any(_denies_alone(word) for word in words[start:stop]):
        return False  # two denials have cancelled out
    if kind != "harmful" or stop - start > 1 or words[start] not in _ADJECTIVES:
        return True
    before = start - 1
    while before >= 0 and words[before] in _ADVERBS:
        before -= 1
    return before >= 0 and words[before] in _IS


def _denies_alone(word: str) -> bool:
    return word.endswith("n't") or word in {"not", "no", "never", "cannot"}
