"""Findings proposed from an abstract: each sentence that states something, as a draft that a person rewrites."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

from scicomm_bot.characters.fold import fold_line
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.paper import RESERVED_IDS
from scicomm_bot.english.abstract_roles import Role, Told, roles_of
from scicomm_bot.english.facts import fact_lines, facts_of
from scicomm_bot.english.grammar import FUNCTION
from scicomm_bot.english.language import reads_as_english
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.mentions import mentions, tells_benefit
from scicomm_bot.english.text import Sentence, read_text
from scicomm_bot.english.tokens import analyse
from scicomm_bot.records.ids import free, slug
from scicomm_bot.records.record import Record
from scicomm_bot.records.sentences import Cut, cut

Studied = Literal["people", "animals", "cells", "unstated"]

MOST_NEGATIVES = 3
"""So many negative results are put beside a benefit, those in people first; a person sees the others as findings."""
_MOST_ID = 40
_WORDS_OF_AN_ID = 3
_MOST_FACTS = 6
_HANGS_ON_NUMBER = Pattern(r"[0-9]-?\Z")
_LEAST_WORD = 3
_NO_FINDING = frozenset({Role.METHODS, Role.NONE})
_LANGUAGE = Pattern(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MORE_SMALL = frozenset({
    "here", "there", "then", "however", "nevertheless", "furthermore", "moreover", "thus", "therefore", "general",
    "addition", "still", "conclusion", "summary", "results", "findings", "data", "present", "paper", "article", "one",
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "further", "using", "based", "well", "new",
})  # fmt: skip
_HEADS = frozenset({"model", "models", "study", "studies", "strain", "strains", "group", "groups"})
_MANY = frozenset({"mice", "cattle", "sheep", "swine", "monkeys"})
_ADJECTIVES = frozenset({"murine", "canine", "feline", "porcine", "ovine", "bovine", "equine"})


@dataclass(frozen=True, slots=True)
class ProposedEvidence:
    """A quotation of a proposed finding.

    Attributes:
        quote: Words of the abstract as they stand there, without the label before them.
        on: What it is on; `unstated` where that is not plain.
        named: What the sentence names of people, animals and cells, where `on` is `unstated` for it; for a comment.
        facts: What was read from it, a line to each fact, as `scicomm-bot facts` shows it.
    """

    quote: str
    on: Studied = "unstated"
    named: Sequence[str] = ()
    facts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ProposedFinding:
    """A sentence of an abstract as a finding, for a person to write.

    Attributes:
        id: Made from its words; unique among the proposed ones, and not reserved.
        role: What the sentence is there for; never `METHODS` or `NONE`.
        text: The paper's own sentence.
        evidence: Its quotation; behind it, where it tells of a benefit, the negative results.
        lang: The language of the sentence (BCP 47).
        label: The label that it stands below in the abstract, or None.
    """

    id: str
    role: Role
    text: str
    evidence: Sequence[ProposedEvidence]
    lang: str = "en"
    label: str | None = None


class _Stated(NamedTuple):
    """A sentence that states something."""

    cut: Cut
    sentence: Sentence
    role: Role
    lang: str


def propose(record: Record) -> list[ProposedFinding]:
    """Return a finding to each sentence of the abstract that states something, in its order; none without an abstract.

    Sentences on methods, registrations, grants and licences state nothing. A sentence that stands there twice is
    proposed once. An abstract in another language is cut into sentences, and nothing is read from them.
    """
    stated = [*_stated(record)]
    mixed = _names_others(stated)
    suggested = frozenset(one.value for one in record.on)
    found = [_finding(one, suggested, mixed=mixed) for one in stated]
    ids = _ids(stated)
    negatives = sorted(
        (one for one in found if one.role is Role.NEGATIVE), key=lambda one: one.evidence[0].on != "people"
    )
    beside = [one.evidence[0] for one in negatives[:MOST_NEGATIVES]]
    return [
        replace(finding, id=ids[at], evidence=(*finding.evidence, *(beside if _has_benefit(stated[at]) else ())))
        for at, finding in enumerate(found)
    ]


def _stated(record: Record) -> Iterator[_Stated]:
    """Yield the sentences that state something, each once."""
    english = [reads_as_english(read_text(part.text)) for part in record.abstract]
    cuts = [*{one.text: one for one in reversed(cut(record.abstract))}.values()][::-1]
    read = [(one, _sentence(one.text)) for one in cuts]
    roles = iter(roles_of([Told(sentence, one.label) for one, sentence in read if english[one.part]]))
    for one, sentence in read:
        role = next(roles) if english[one.part] else Role.UNKNOWN
        if sentence.words and role not in _NO_FINDING:
            yield _Stated(one, sentence, role, "en" if english[one.part] else _language(record))


def _sentence(text: str) -> Sentence:
    """Return a sentence of the abstract as the rules read it."""
    return Sentence(" ".join(fold_line(text).split()))


def _language(record: Record) -> str:
    """Return the language of an abstract that is not in English; "und" where the record has none that it can be."""
    given = record.language or ""
    return given if given and given.partition("-")[0] != "en" and _LANGUAGE.fullmatch(given) else "und"


def _finding(one: _Stated, suggested: frozenset[str], *, mixed: bool) -> ProposedFinding:
    on, named = _on(one, mixed=mixed) if one.role is not Role.UNKNOWN else ("unstated", ())
    if on != "unstated" and suggested and on not in suggested:  # "fish was good for them", in a study of people
        on, named = "unstated", (on,)
    facts = fact_lines(facts_of(one.cut.text))[:_MOST_FACTS] if one.role is not Role.UNKNOWN else []
    evidence = ProposedEvidence(one.cut.text, on, named, facts)
    return ProposedFinding("", one.role, one.cut.text, (evidence,), one.lang, one.cut.label)


def _names_others(stated: Sequence[_Stated]) -> bool:
    """Whether an abstract is on animals or cells, too: then a hope for people makes no sentence one on people."""
    return any(mentions(one.sentence).animals or mentions(one.sentence).cells for one in stated)


def _on(one: _Stated, *, mixed: bool) -> tuple[Studied, tuple[str, ...]]:
    """Return what a sentence is plainly on, and what it names where that is not plain.

    Args:
        one: The sentence.
        mixed: Whether the abstract is on animals or cells, too.
    """
    named = mentions(one.sentence)
    there: list[Studied] = []
    if named.people or (not mixed and any(_is_trial(one.sentence, at) for at in named.clinical)):
        there.append("people")
    if named.animals:
        there.append("animals")
    if named.cells:
        there.append("cells")
    if len(there) == 1 and _is_plain(one, there[0], mixed=mixed):
        return there[0], ()
    return "unstated", tuple(there)


def _is_trial(sentence: Sentence, at: int) -> bool:
    """Whether "clinical" is said of a study: "clinical trials", not "clinically relevant"."""
    return any(word.startswith(("trial", "stud", "volunteer")) for word in sentence.words[at : at + 2])


def _is_plain(one: _Stated, on: Studied, *, mixed: bool) -> bool:
    match on:
        case "people":
            return not mixed or one.role in {Role.RESULT, Role.NEGATIVE}
        case "animals":
            return any(_is_head(one.sentence, at) for at in mentions(one.sentence).animals)
        case _:
            return one.role is not Role.BACKGROUND


def _is_head(sentence: Sentence, at: int) -> bool:
    """Whether an animal is what a phrase is about: "in mice", "the rat was", not "fish oil", "mouse antibody"."""
    word, after = sentence.words[at], sentence.words[at + 1 : at + 2]
    if word in _ADJECTIVES:
        return bool(_HEADS.intersection(after))
    if word in _MANY or word.endswith("s") or not after or after[0] in _HEADS:
        return True
    gap = sentence.text[sentence.spans[at][1] : sentence.spans[at + 1][0]]
    return gap.strip() != "" or after[0].endswith("ly") or analyse(sentence)[at + 1].kind == "function"


def _has_benefit(one: _Stated) -> bool:
    return one.role not in {Role.NEGATIVE, Role.UNKNOWN} and tells_benefit(one.sentence)


def _ids(stated: Sequence[_Stated]) -> list[str]:
    """Return an id to each sentence, made from the words that tell it from the others."""
    common = Counter(word for one in stated for word in set(one.sentence.words))
    taken = set(RESERVED_IDS)
    times: Counter[str] = Counter()  # so that none is looked for among all the numbers before it
    found: list[str] = []
    for number, one in enumerate(stated, 1):
        wanted = slug(" ".join(_words_of_id(one, common)), _MOST_ID) or f"sentence-{number}"
        times[wanted] += 1
        found.append(free(wanted, taken, _MOST_ID, max(2, times[wanted])))
        taken.add(found[-1])
    return found


def _words_of_id(one: _Stated, common: Counter[str]) -> list[str]:
    """Return two or three words of a sentence: one alone ("reproduce") tells too little for an id, which is for ever.

    Where it has but one that tells something, the generic ones are taken, too ("trials"), else what the sentence is.
    """
    words = _telling_words(one.sentence, common, _small_words())
    if len(words) == 1:
        words = _telling_words(one.sentence, common, FUNCTION)
    return words if len(words) != 1 else [_BEFORE_ONE.get(one.role, ""), *words]


_BEFORE_ONE = {
    Role.BACKGROUND: "known", Role.AIM: "aim", Role.RESULT: "found", Role.NEGATIVE: "not", Role.CONCLUSION: "concluded",
    Role.UNKNOWN: "sentence",
}  # fmt: skip


def _telling_words(sentence: Sentence, common: Counter[str], small: Collection[str]) -> list[str]:
    """Return the words that tell most of a sentence, in its order: what changed, what it is on, and what is rare.

    None of the `small` ones, and no unit that hangs on a number ("19.6-kDa").
    """
    named = mentions(sentence)
    telling = {at for start, stop in (*named.benefits, *named.again) for at in range(start, stop)}
    telling |= {*named.animals, *named.people, *named.cells}
    telling |= {hit.start for hit in lexicon("statements").section("changes", "findings").find(sentence.words)}
    able = {
        at: word
        for at, word in reversed([*enumerate(sentence.words)])
        if len(word) >= _LEAST_WORD
        and word.isalpha()
        and word not in small
        and not word.endswith("ly")
        and not _HANGS_ON_NUMBER.search(sentence.text[max(0, sentence.spans[at][0] - 2) : sentence.spans[at][0]])
    }
    first = {word: at for at, word in able.items()}  # a word counts where it stands first
    best = sorted(first.values(), key=lambda at: (at not in telling, common[able[at]], at))[:_WORDS_OF_AN_ID]
    return [able[at] for at in sorted(best)]


@cache
def _small_words() -> frozenset[str]:
    """Words that tell nothing of what a sentence is about."""
    return (
        lexicon("english").section("english").first_words | words_of("statements", "generic") | FUNCTION | _MORE_SMALL
    )
