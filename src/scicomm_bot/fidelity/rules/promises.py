"""Words that promise: hype, proof, and the promise of a title."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.clauses import question
from scicomm_bot.english.grammar import AUXILIARY, CONDITION
from scicomm_bot.english.lexicon import Hit, Lexicon, lexicon, words_of
from scicomm_bot.english.stands import stands
from scicomm_bot.english.stems import stem
from scicomm_bot.english.text import read_text
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity.rule import Found, rule

if TYPE_CHECKING:
    from scicomm_bot.english.text import Sentence
    from scicomm_bot.fidelity.reading import PaperReading, Reading

_HYPE = lexicon("hype")
_PROOF = lexicon("proof")
_PRAISES = _HYPE.first_words
_TITLE = words_of("title_promise", "promise")
_TREATMENT = frozenset(stem(word) for word in words_of("title_promise", "treatment"))
_SMALL = words_of("title_promise", "small words")
_NEAR = 4
_QUOTED = Pattern(r'(?<!\bis )(?<!\bare )(?<!\bas )(?<!\bbe )(?<!\bwas )"([^"]+)"')


@rule(
    "hype",
    Level.QUESTION,
    detects="breakthrough, game-changer, promising, hope, and the like",
    why="praise is no finding: abstracts with such words rose from 2.0% to 17.5% in 40 years (Vinkers et al., "
    "BMJ 2015;351:h6467)",
    bad="A promising breakthrough in ALS",
    good="In a mouse model of ALS, survival increased",
    alt=Level.WARNING,
)
def hype(reading: "Reading") -> Iterator[Found]:
    """Find words of praise and promise that are not denied; names ("City of Hope") are none."""
    if _PRAISES.isdisjoint(reading.tokens):
        return
    said = [
        sentence.piece(hit.start, hit.stop)
        for sentence, hit in _undenied(reading, _HYPE)
        if not _is_trial(sentence, hit)
    ]
    if said:
        yield Found(f"praises or promises: {_listed(said)}", "delete it, and let the finding speak")


@rule(
    "proof",
    Level.QUESTION,
    detects="proves, confirms, definitive, and the like",
    why="one paper settles no question, and readers do tell a direct claim from a careful one (Adams et al. 2017, "
    "10.1037/xap0000100)",
    bad="The review proves that G-CSF protects nerve cells",
    good="The review reports studies in which G-CSF protected nerve cells",
    alt=Level.WARNING,
)
def proof(reading: "Reading") -> Iterator[Found]:
    """Find what is called settled; what is yet to be confirmed, or settled in the paper's own words, passes."""
    if _PROOF.first(reading.wording.words) is None:
        return
    said = [
        sentence.piece(hit.start, hit.stop)
        for sentence, hit in _undenied(reading, _PROOF)
        if not (hit.entry.section != "prove" and _evidence_says(reading, hit.entry.section))
        and not _is_condition(sentence, hit.start)
        and not (question(sentence) and sentence.words[0] in AUXILIARY)
    ]
    if said:
        yield Found(f"calls it settled: {_listed(said)}", "write \u201creports\u201d or \u201cfound\u201d")


@rule(
    "title-hype",
    Level.WARNING,
    detects="the title's own promise used as the post's claim",
    why="a title advertises its paper; even of abstracts, 84% in non-randomised studies carried spin "
    "(10.1186/s12874-015-0079-x)",
    bad="G-CSF is an emerging therapeutic approach for ALS",
    good="The review is titled \u201cG-CSF: An Emerging Therapeutic Approach for ALS\u201d",
)
def title_hype(reading: "Reading") -> Iterator[Found]:
    """Find a promise of the title, with a word that stands beside it there, where the abstract does not promise it."""
    promised = _title_promises(reading.source)
    if _TITLE.isdisjoint(reading.tokens) or not promised:
        return
    for sentence in read_text(_without_quoted(reading)).sentences:
        for at, word in enumerate(sentence.words):
            beside = promised.get(stem(word))
            if beside is None or word not in _TITLE or not stands(sentence, at, at + 1):
                continue
            around = sentence.words[max(0, at - _NEAR) : at] + sentence.words[at + 1 : at + 1 + _NEAR]
            also = next((one for one in around if stem(one) in beside), None)
            if also is not None:
                what = f"\u201c{word}\u201d beside \u201c{also}\u201d is the promise of the paper's title"
                yield Found(what, "quote the title as a title, in quotation marks, or say what was found")
                return


def _undenied(reading: "Reading", words: Lexicon) -> Iterator[tuple["Sentence", Hit]]:
    for sentence in reading.wording.sentences:
        for hit in words.find(sentence.words):
            if hit.entry.section != "plain" and stands(sentence, hit.start, hit.stop):
                yield sentence, hit


def _is_condition(sentence: "Sentence", at: int) -> bool:
    """Whether word `at` stands behind an "if" of its clause: "if trials confirm it"."""
    table = analyse(sentence)
    return any(table.same_clause(one, at) for one in range(at) if sentence.words[one] in CONDITION)


def _is_trial(sentence: "Sentence", hit: Hit) -> bool:
    """Whether it is a name in capitals ("the HOPE-3 trial") in a text that is not all in capitals."""
    return sentence.piece(hit.start, hit.stop).isupper() and "trial" in sentence.words and not sentence.text.isupper()


def _evidence_says(reading: "Reading", section: str) -> bool:
    """Whether a quotation is as sure as the post: it confirms where the post confirms."""
    words = _PROOF.section(section)
    stems = frozenset(stem(entry.words[0].rstrip("*")) for entry in words.entries if len(entry.words) == 1)
    for quote in reading.evidence:
        for sentence in quote.text.sentences:
            if any(stands(sentence, hit.start, hit.stop) for hit in words.find(sentence.words)):
                return True
            table = analyse(sentence)
            if any(one in stems and at not in table.denied for at, one in enumerate(table.stems)):
                return True
    return False


@lru_cache(maxsize=256)
def _title_promises(paper: "PaperReading") -> dict[str, frozenset[str]]:
    """Return the stems of the title's promises that the abstract does not make, each with the stems beside it."""
    words = paper.title.words
    if _TITLE.isdisjoint(words):
        return {}
    in_abstract = {stem(word) for word in paper.abstract.words}
    found: dict[str, frozenset[str]] = {}
    for at, word in enumerate(words):
        if word in _TITLE and stem(word) not in in_abstract:
            around = words[max(0, at - _NEAR) : at] + words[at + 1 : at + 1 + _NEAR]
            beside = frozenset(stem(one) for one in around if one not in _SMALL)
            found[stem(word)] = beside if beside.isdisjoint(_TREATMENT) else beside | _TREATMENT
    return found


def _without_quoted(reading: "Reading") -> str:
    """Return the claim without those pieces in quotation marks that are words of the title."""
    title = reading.source.title.raw.casefold()
    return _QUOTED.sub(
        lambda quoted: " " if quoted[1].strip(" .,").casefold() in title else quoted[0], _folded(reading)
    )


def _folded(reading: "Reading") -> str:
    return "\n".join(sentence.text for sentence in reading.wording.sentences)


def _listed(said: list[str]) -> str:
    return ", ".join(f"\u201c{one}\u201d" for one in dict.fromkeys(said))
