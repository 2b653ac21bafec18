"""What a post adds that the paper has no word for: how long, how safe, how many, how great, what will come of it."""

from collections.abc import Iterator

from scicomm_bot.domain.post import Level
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.text import Sentence
from scicomm_bot.fidelity.beyond import said_beyond
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_ONE_OF = frozenset({"one", "among", "some"})
_RANKS = words_of("overclaims", "superlative")
_NO_RANK = lexicon("overclaims").section("no rank")
_OUTCOMES = {
    "death": ("death or survival", "deaths"),
    "protection": ("protection", "protection"),
    "side effects": ("side effects", "side effects"),
}


@rule(
    "lasting",
    Level.QUESTION,
    detects="an effect told as lasting, where the paper does not say how long it lasts",
    why="a study sees no further than it followed its participants",
    bad="G-CSF brings a lasting recovery in mice",
    good="In mice, G-CSF brought a recovery over the four weeks of the study",
)
def lasting(reading: Reading) -> Iterator[Found]:
    """Find words of permanence that neither the quotations nor the sentences around them have."""
    yield from _each(
        reading,
        "lasting",
        "“{}” says that it lasts, and the quotation does not",
        "say how long it was followed, or leave that out",
    )


@rule(
    "safety",
    Level.QUESTION,
    detects="something called safe or harmless, where the paper does not",
    why="“no evidence of harm” is no evidence of safety (Altman and Bland, BMJ 1995;311:485)",
    bad="G-CSF is safe for people with ALS",
    good="In this small study, G-CSF made no measurable difference to survival",
    unless=("negative-overstated", "negative-flipped"),
)
def safety(reading: Reading) -> Iterator[Found]:
    """Find words of safety that neither the quotations nor the sentences around them have."""
    yield from _each(
        reading,
        "safe",
        "“{}” says that it does no harm, and the quotation does not",
        "say what was measured, and in whom",
    )


@rule(
    "generalised",
    Level.QUESTION,
    detects="everybody, everywhere or always, where the paper speaks of some, somewhere or once",
    why="a finding holds for those who were studied; whether it holds for others is another question",
    bad="Worldwide, one in five people with ALS lives alone",
    good="In this survey in Tehran, one in five people with ALS lived alone",
)
def generalised(reading: Reading) -> Iterator[Found]:
    """Find words for all, everywhere and always, and for places that the paper does not name."""
    about = "“{}” is wider than the quotation"
    instead = "name who was studied, and where"
    yield from _each(reading, "everyone", about, instead)
    yield from _each(reading, "place", about, instead, whole_paper=True)


@rule(
    "superlative",
    Level.QUESTION,
    detects="a first, a largest or a best that the paper does not claim",
    why="no paper ranks what it did not compare, and few can say that nobody was before them",
    bad="G-CSF is the best drug for ALS",
    good="G-CSF lengthened survival in this mouse model",
)
def superlative(reading: Reading) -> Iterator[Found]:
    """Find ranks; "one of the largest" and two ranks within one sentence, a comparison of its own data, pass."""
    instead = "leave the rank out, or quote the words that give it"
    for sentence, hit in said_beyond(reading, "superlative", whole_paper=False):
        before = sentence.words[: hit.start]
        if before[-1:] != ("the",) or not _ONE_OF.isdisjoint(before[-3:-1]):
            continue
        if _NO_RANK.first(sentence.words[hit.start : hit.start + 2]) is not None:
            continue
        if sum(word in _RANKS for word in sentence.words) == 1:
            said = sentence.piece(hit.start - 1, hit.stop)
            yield _found(reading, sentence, said, "“{}” is a rank that the quotation does not give", instead)
    yield from _each(reading, "first", "“{}” says that nothing was like it, and the quotation does not", instead)


@rule(
    "forecast",
    Level.QUESTION,
    detects="what will happen, where the paper only says what happened",
    why="a paper reports what was; what will come of it is a guess",
    bad="G-CSF will soon reach the clinic",
    good="In mice, G-CSF lengthened survival",
    unless=("strength-up", "human-inference", "hype", "cure"),
)
def forecast(reading: Reading) -> Iterator[Found]:
    """Find a future that neither the quotations nor the sentences around them have."""
    yield from _each(
        reading,
        "future",
        "“{}” tells the future, and the quotation does not",
        "say what was found, in the past",
    )


@rule(
    "outcome-unsourced",
    Level.QUESTION,
    detects="deaths, protection or side effects, where the quotation measures something else",
    why="a marker or a dropout is no outcome: what moves one need not move the other (Fleming and DeMets, "
    "Ann Intern Med 1996;125:605)",
    bad="Antibodies protect one in fifty people here (evidence: the prevalence of antibodies was 2%)",
    good="About one in fifty people here had antibodies",
    unless=("human-inference", "cause-from-correlation", "strength-up", "cure"),
)
def outcome_unsourced(reading: Reading) -> Iterator[Found]:
    """Find an outcome that neither the quotations nor the sentences around them speak of."""
    for kind, (named, of) in _OUTCOMES.items():
        what = "“{}” speaks of " + named + ", and the quotation does not"
        yield from _each(reading, kind, what, f"name what was measured, or quote the sentence on {of}")


def _each(reading: Reading, kind: str, what: str, instead: str, *, whole_paper: bool = False) -> Iterator[Found]:
    for sentence, hit in said_beyond(reading, kind, whole_paper=whole_paper):
        yield _found(reading, sentence, sentence.piece(hit.start, hit.stop), what, instead)


def _found(reading: Reading, sentence: Sentence, said: str, what: str, instead: str) -> Found:
    quotes = (quote.text.raw for quote in reading.evidence)
    return Found(what.format(said), instead, about=(said, sentence.text, *quotes))
