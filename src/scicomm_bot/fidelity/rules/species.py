"""Rules on whom or what the evidence is on: a post on mice says mice, says so in time, and promises people nothing."""

from collections.abc import Iterator

from scicomm_bot.domain.post import Level
from scicomm_bot.english.advice import advised
from scicomm_bot.english.benefits import people_benefit
from scicomm_bot.english.clauses import question
from scicomm_bot.english.grammar import MODAL
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.mentions import mentions
from scicomm_bot.english.negation import denials, denies, denies_result
from scicomm_bot.english.stands import stands
from scicomm_bot.english.stems import stem
from scicomm_bot.english.taxa import taxa_in
from scicomm_bot.english.text import Sentence, Text
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.reading import Quote, Reading
from scicomm_bot.fidelity.rule import Found, rule

_SUMNER = "36% of press releases inferred to humans from animals (Sumner et al. 2014, 10.1136/bmj.g7015)"
_PLURALS = words_of("species", "animals") - {"elegans"}
_CHANGES = lexicon("benefit").section("more", "less")
_AFTERTHOUGHT = 5
"""An afterthought has at most so many words."""
_AS = frozenset({"as", "at", "seen", "shown", "albeit", "though", "but", "if", "so"})
_DASHES = frozenset({" - ", " -- ", "! - ", ". - "})
_SAME = 2
_LEAST_STEM = 5
_IN_THE_FIELD = frozenset({"observational study", "cohort study", "other"})
"""Of beetles in a field nobody thinks that they are people, unless the post speaks of people or of a benefit."""
_GENERIC = frozenset({"animal", "animals", "bird", "birds", "mammals", "vertebrates"})
_NO_PERSON = frozenset(
    {"cell", "cells", "mutant", "mutants", "gene", "genes", "strain", "strains", "molecule", "molecules"}
)
_CONCLUDES = frozenset(
    {
        ("that", "means"), ("this", "means"), ("it", "means"), ("which", "means"), ("meaning",), ("so",), ("hence",),
        ("therefore",), ("thus",), ("in", "other", "words"), ("in", "short"), ("translation",), ("the", "upshot"),
        ("bottom", "line"), ("the", "takeaway"),
    }
)  # fmt: skip
_UNSURE = frozenset(
    {"whether", "unknown", "unclear", "tested", "open", "untested", "studied", "know", "question", "yet"}
)
_OWN = 3
_TOO_NEAR = 4
_WILL = MODAL | {"do"}
_TOO = frozenset({"too", "also", "well", "likewise", "next", "soon", "same"})


@rule(
    "species-missing",
    Level.QUESTION,
    detects="the evidence is on animals or cells and the post does not say so",
    why=_SUMNER,
    bad="G-CSF increases survival in ALS",
    good="In a mouse model of ALS, G-CSF increased survival",
)
def species_missing(reading: Reading) -> Iterator[Found]:
    """Look for a word that names what each quotation is on."""
    missing: dict[str, Quote] = {}
    for quote in reading.evidence if reading.post.text else ():  # without a text, `empty` or `template` says so
        needed = _needed(quote)
        if not needed or any(_first(reading.claim, one, quote) for one in needed):
            continue
        study = reading.paper.study
        experiment = study.kind not in _IN_THE_FIELD or "people" in study.on
        if needed == ("cells",) and not _NO_PERSON.isdisjoint(reading.claim.words):
            experiment = False  # "neural crest cells migrate" says what it is on, unless it speaks of people, too
        if not _named_as_there(reading) and (
            (experiment and _has_known_name(reading, needed)) or _might_be_people(reading)
        ):
            missing.setdefault(" or ".join(needed), quote)
    for on, quote in missing.items():
        what = f"the evidence is on {on}, and the post does not say so"
        yield Found(what, f"name them before the claim: \u201c{_opening(on, quote)}, ...\u201d")


@rule(
    "species-late",
    Level.WARNING,
    detects="the species comes only after the claim",
    why="many read no further than the claim; " + _SUMNER,
    bad="Longer survival! (in mice)",
    good="In mice, survival increased",
    unless=("cause-from-correlation", "strength-up", "human-inference"),
)
def species_late(reading: Reading) -> Iterator[Found]:
    """Look whether a claim is finished before the post says what it is on."""
    positive = [quote for quote in reading.evidence if not any(denies_result(one) for one in quote.text.sentences)]
    if not positive or not all(_needed(quote) for quote in positive):
        return  # the claim that comes first may be another one's
    said: set[str] = set()
    cells = any("cells" in quote.on for quote in positive)
    for quote in positive:
        firsts = [first for one in _needed(quote) if (first := _first(reading.claim, one, quote)) is not None]
        claim = _finished_before(reading.claim, min(firsts), quote, cells=cells) if firsts else None
        if claim is not None and claim.text not in said:
            said.add(claim.text)
            opening = _opening(" or ".join(_needed(quote)), quote)
            yield Found(
                f"\u201c{claim.text}\u201d is told before the species", f"begin with it: \u201c{opening}, ...\u201d"
            )


@rule(
    "human-inference",
    Level.QUESTION,
    detects="people or patients with a benefit verb, where the evidence is not on people",
    why=_SUMNER,
    bad="G-CSF helps people with ALS",
    good="G-CSF helped mice; studies in people did not reproduce it",
    alt=Level.WARNING,
)
def human_inference(reading: Reading) -> Iterator[Found]:
    """Look for a statement in which people have the benefit."""
    if not reading.evidence or any(_speaks_for_people(quote) for quote in reading.evidence):
        return
    on = sorted({one for quote in reading.evidence for one in quote.on if one != "people"})
    if not on:
        return  # all of it is a negative result in people: `negative-flipped` looks at that
    rests = " and ".join("a quotation that names no species" if one == "unstated" else one for one in on)
    before = False
    alive = on != ["unstated"] or None
    for sentence in reading.claim.sentences:
        pair = (
            people_benefit(sentence)
            or (alive and (_meant_for_people(sentence) or _readers_own(sentence)))
            or (_people_too(sentence) if before or mentions(sentence).benefits else None)
        )
        before = bool(mentions(sentence).benefits or mentions(sentence).animals)
        if pair is not None:
            low, high = min(pair), max(pair)
            words = sentence.piece(low, high + 1)
            what = f"\u201c{words}\u201d promises people what rests on {rests}"
            yield Found(what, "say who had the benefit, and what studies in people found")


def _meant_for_people(sentence: Sentence) -> tuple[int, int] | None:
    """Return the words of "That means people stand to gain": a conclusion for people from what was not on them."""
    words = sentence.words
    opening = next((size for size in (3, 2, 1) if words[:size] in _CONCLUDES), None)
    if opening is None or question(sentence) or denies(sentence):
        return None
    mentioned = mentions(sentence)
    people = next((at for at in mentioned.people if at >= opening), None)
    if people is None or mentioned.animals or mentioned.cells or not _UNSURE.isdisjoint(words):
        return None
    return 0, people


def _readers_own(sentence: Sentence) -> tuple[int, int] | None:
    """Return the words of "your skin will thank you", said of what cells or animals had."""
    words = sentence.words
    if question(sentence) or denies(sentence) or mentions(sentence).animals or mentions(sentence).cells:
        return None
    for at, word in enumerate(words if _UNSURE.isdisjoint(words) else ()):
        if word == "your":
            will = next((one for one in range(at + 2, min(at + 2 + _OWN, len(words))) if words[one] in _WILL), None)
            if will is not None:
                return at, will
    return None


def _people_too(sentence: Sentence) -> tuple[int, int] | None:
    """Return the words of "people will, too", "you could as well", said of what animals had."""
    words = sentence.words
    for at in () if question(sentence) else mentions(sentence).people:
        after = words[at + 1 : at + 1 + _TOO_NEAR]
        if after and after[0] in _WILL and at + 1 not in analyse(sentence).negated and not _TOO.isdisjoint(after[1:]):
            return at, at + 1 + next(index for index, word in enumerate(after) if index and word in _TOO)
    return None


def _speaks_for_people(quote: Quote) -> bool:
    """Whether the quotation tells something of people that is not a negative result."""
    if "people" not in quote.on:
        return False
    return any(not denies_result(one) for one in quote.text.sentences)


def _needed(quote: Quote) -> tuple[str, ...]:
    """What must be named, one of several being enough; nothing where the quotation is on people as well."""
    if "people" in quote.on:
        return ()
    return tuple(one for one in ("animals", "cells") if one in quote.on)


def _named_as_there(reading: Reading) -> bool:
    """Whether the post has the paper's own name for a species: its Latin one, or the word that goes with that.

    "We ringed pied flycatchers (Ficedula hypoleuca)": flycatchers, Ficedula.
    """
    names = taxa_in(f"{reading.source.title.raw}\n{reading.source.abstract.raw}")
    return any(stem(word) in names for sentence in reading.claim.sentences for word in sentence.words)


def _has_known_name(reading: Reading, needed: tuple[str, ...]) -> bool:
    """Whether the paper names the animals or cells by a word that is known here, which the post could have taken.

    "Animals" and "birds" are no such words: the post may name giraffes and robins, which are not known here.
    """
    for sentence in (*reading.source.title.sentences, *reading.source.abstract.sentences):
        mentioned = mentions(sentence)
        if "animals" in needed and any(sentence.words[at] not in _GENERIC for at in mentioned.animals):
            return True
        if "cells" in needed and mentioned.cells:
            return True
    return False


def _might_be_people(reading: Reading) -> bool:
    """Whether a reader may take what the post tells for something of people."""
    told = [mentions(one) for one in reading.claim.sentences]
    return any(one.people or one.clinical or one.benefits for one in told)


def _first(text: Text, species: str, quote: Quote) -> tuple[int, int] | None:
    """Return the sentence and the word in which the species is first named; "not in mice" names none."""
    negative = any(denies_result(one) for one in quote.text.sentences)
    for number, sentence in enumerate(text.sentences):
        for at in mentions(sentence).animals if species == "animals" else mentions(sentence).cells:
            no = denials(sentence)
            if negative or at not in no.after or no.at.isdisjoint(range(at - 2, at)):
                return number, at
    return None


def _finished_before(text: Text, first: tuple[int, int], quote: Quote, *, cells: bool) -> Sentence | None:
    """Return the claim that is finished before the species is named; `cells`: some evidence is on cells."""
    number, at = first
    for sentence in text.sentences[:number]:
        mentioned = mentions(sentence)
        if mentioned.animals or (mentioned.cells and cells) or question(sentence) or advised(sentence) is not None:
            continue
        if _claims(sentence, quote):
            return sentence
    sentence = text.sentences[number]
    end = _told_until(sentence, at)
    return sentence if end and _claims(sentence, quote, end) else None


def _told_until(sentence: Sentence, at: int) -> int:
    """Return how many words stand before an afterthought that names the species: "(in mice)", ", as seen in bats"."""
    if _in_brackets(sentence, at):
        begin = sentence.text.rindex("(", 0, sentence.spans[at][0])
        return sum(start < begin for start, _ in sentence.spans)
    for one in range(at, max(0, at - _AFTERTHOUGHT), -1):
        gap = sentence.text[sentence.spans[one - 1][1] : sentence.spans[one][0]]
        if gap in _DASHES or (gap.startswith(",") and sentence.words[one] in _AS):
            return one if at >= len(sentence.words) - _AFTERTHOUGHT else 0
    return 0


def _claims(sentence: Sentence, quote: Quote, until: int | None = None) -> bool:
    """Whether the first `until` words of a sentence tell what the quotation tells: a benefit, or the same change."""
    stop = len(sentence.words) if until is None else until
    if any(begin < stop and stands(sentence, begin, end, as_result=True) for begin, end in mentions(sentence).benefits):
        return True
    words = sentence.words[:stop]
    changes = [hit.start for hit in _CHANGES.find(words)]
    own = {stem(word) for at, word in enumerate(words) if len(word) >= _LEAST_STEM and at not in changes}
    shared = own.intersection(stem(word) for word in quote.text.words if len(word) >= _LEAST_STEM)
    if not shared or (changes and all(at in analyse(sentence).denied for at in changes)):
        return False
    return bool(changes) or (len(shared) >= _SAME and until is not None)


def _in_brackets(sentence: Sentence, at: int) -> bool:
    before = sentence.text[: sentence.spans[at][0]]
    return before.count("(") > before.count(")")


def _opening(needed: str, quote: Quote) -> str:
    """Return a way to begin, with the paper's own word for the animals where there is one."""
    if not needed.startswith("animals"):
        return "In cells grown in the laboratory"
    named = [one.words[at] for one in quote.text.sentences for at in mentions(one).animals]
    several = (form for word in reversed(named) for form in (word, "mice" if word == "mouse" else f"{word}s"))
    plural = next((one for one in several if one in _PLURALS and one.endswith(("s", "mice"))), "animals")
    return f"In {plural}"
