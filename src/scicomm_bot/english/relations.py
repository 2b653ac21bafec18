"""Where a sentence says that one thing has to do with another, and how it says so."""

from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple

from scicomm_bot.english.lexicon import Entry, Hit, Lexicon, irregular_verbs, lexicon, words_of
from scicomm_bot.english.negation import denials
from scicomm_bot.english.text import Sentence
from scicomm_bot.english.verbs import forms, with_s

Kind = Literal["direct", "named", "link", "compare"]
Hedge = Literal["", "may", "could", "can"]
ACTS: frozenset[Kind] = frozenset({"direct", "named"})
"""By these one thing acts on the other."""
_VERBS = frozenset({"direct", "base", "s", "past"})
_HEDGES = frozenset({"may", "could", "can"})
_KINDS: dict[str, Kind] = {"direct": "direct", "named": "named", "link": "link", "compare": "compare"}
"""Sections of the word list that are kinds of relations by themselves."""

_HEDGED = 10
_LITTLE = 4
_LOOKED = 5
_CALL = 6
_COMPARED = 6
"""How many words a hedge, a "little", an "investigated", a "needed" and a comparative reach."""


def _set(*sections: str) -> frozenset[str]:
    return words_of("grammar", *sections)


_BE = _set("is")
_HELPING = _set("helping")
_HAVE = frozenset({"has", "have", "had"})
_GOES_ON = _BE | {"keep", "keeps", "kept"}
_AUXILIARY = _BE | _HELPING
_RELATIVE = _set("relative")
_MODAL = _set("before a verb")
_AGENTS = _set("agents")
_BARRIERS = _set("barriers")
_DESCRIBED = _set("opening", "described")
_NAMED = _set("opening", "named")
_NAMED_ENDINGS = ("al", "ive", "ant", "ent", "ous", "ic", "ful", "ary", "able", "ible")
_BEHIND_NAMES = _set("behind names")
_DETERMINERS = _set("before a noun")
_OBJECTLESS = _set("objectless")
_ABLE = _set("able")
_NO_PROMISES = _set("no promises")
_MEASURES = _set("measures")
_NO_COMPARATIVES = _set("no comparatives")
_LEAST_COMPARATIVE = 5
_NUMBERED = frozenset({"group", "arm", "cohort", "dose", "type", "phase", "stage", "grade", "study", "trial"})


class Relation(NamedTuple):
    """One place where a sentence relates two things.

    Attributes:
        start: Its first word.
        stop: The word after its last.
        kind: Whether one thing acts on the other, is named as doing so ("effect of"), goes together with it, or
            differs from it.
        hedge: Which kind of hedge stands before it ("may", "could", "can"), or none.
        denied: Whether it is denied.
        aside: Whether it stands in an aside, an aim or a participle rather than in what the sentence says.
    """

    start: int
    stop: int
    kind: Kind
    hedge: Hedge = ""
    denied: bool = False
    aside: bool = False


class SentenceClaims(NamedTuple):
    """What a sentence claims.

    Attributes:
        relations: Its relations.
        frame: Whether it is about research, its aims or its papers rather than about a result.
        advice: From which word on it says what should be done, or None.
        hedged: Whether there is a "may" or a "potential" in it.
        looked: Whether it says that something was looked at.
    """

    relations: tuple[Relation, ...]
    frame: bool
    advice: int | None
    hedged: bool
    looked: bool


def promised(sentence: Sentence) -> Relation | None:
    """Return what "will" promises: "nerves will grow back", but not "trials will show"."""
    words = sentence.words
    for at in range(1, len(words) - 1):
        if words[at] == "will" and words[at + 1] not in _NO_PROMISES and words[at - 1] not in _AGENTS:
            return Relation(at, at + 2, "direct")
    return None


def relations_in(sentence: Sentence) -> SentenceClaims:
    """Return what the sentence claims."""
    return _reader(sentence).claims


def acting_relations_in(sentence: Sentence) -> SentenceClaims | None:
    """Return what the sentence claims, or None where no verb of it could say that one thing acts on another."""
    reader = _reader(sentence)
    return None if _VERBS.isdisjoint(reader.at) else reader.claims


@lru_cache(maxsize=1024)  # a sentence of the evidence often stands in the post, too
def _reader(sentence: Sentence) -> "_Reader":
    return _Reader(sentence)


@cache
def _phrases() -> Lexicon:
    """All phrases of the list, and the forms of its verbs."""
    words = lexicon("strength")
    others = [entry for entry in words.entries if entry.section != "verbs"]
    taken = {entry.words for entry in others}
    verbs = {
        form: Entry((form,), which)
        for entry in words.section("verbs").entries
        for form, which in forms(entry.words[0], irregular_verbs().get(entry.words[0], "")).items()
    }
    return Lexicon([*(entry for entry in verbs.values() if entry.words not in taken), *others])


@cache
def _nouns() -> frozenset[str]:
    """The verbs that are nouns, too: "a large increase"."""
    verbs = lexicon("strength").section("verbs").entries
    nouns = (entry.words[0] for entry in verbs if entry.instead)
    return frozenset((*nouns, *(with_s(entry.words[0]) for entry in verbs if entry.instead == "nouns")))


class _Reader:
    """Goes through the hits of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.hits = [hit for hit in _phrases().find(self.words) if hit.entry.instead != "-"]
        self.at: dict[str, list[int]] = {}
        for hit in self.hits:
            self.at.setdefault(hit.entry.section, []).append(hit.start)
        self.hedged = not _HEDGES.isdisjoint(self.at)

    @cached_property
    def denied(self) -> frozenset[int]:
        """The words that a denial reaches."""
        return denials(self.sentence).after

    @cached_property
    def claims(self) -> SentenceClaims:
        """Return what the sentence claims."""
        wanted = self._at("wanted")
        call = any(abs(one - other) <= _CALL for one in wanted for other in self._at("research"))
        return SentenceClaims(
            (*self._comparatives(), *self._relations()),
            frame=call or "frames" in self.at,
            advice=wanted[0] if wanted else None,
            hedged="may" in self.at or "could" in self.at,
            looked="looks" in self.at,
        )

    def _at(self, section: str) -> Sequence[int]:
        return self.at.get(section, ())

    def _comparatives(self) -> Iterator[Relation]:
        """Yield what is longer, weaker or "more anxious" than something else."""
        if "than" not in self.words:
            return
        for at, word in enumerate(self.words):
            if word != "than" or self._before(at) in _MEASURES:
                continue
            for back in range(at - 1, max(-1, at - _COMPARED), -1):
                if _comparative(self.words[back]):
                    yield Relation(back, at + 1, "compare", denied=back in self.denied)
                    break

    def _relations(self) -> Iterator[Relation]:
        for hit in self.hits:
            section = hit.entry.section
            if section == "link" and self._second_half(hit.start):
                continue
            if self.words[hit.start] == "lower" and self._before(hit.start) in _MODAL:
                section = "base"
            if self.words[hit.start] == "results" and self._is_thing(hit.start):
                continue
            if section in _KINDS:
                kind = _KINDS[section]
                yield self._relation(hit, kind, aside=kind in ACTS and self._in_aside(hit.start))
            elif section in {"base", "s"}:
                yield from self._present(hit, section)
            elif section == "past":
                yield from self._past(hit)
            elif section == "ing":
                yield self._relation(hit, "direct", aside=self._before(hit.start) not in _GOES_ON)

    def _past(self, hit: Hit) -> Iterator[Relation]:
        at, words = hit.start, self.words
        before, after = self._before(at), self._after(at)
        if self._counted(at):
            return
        if before in _BE:
            yield self._relation(hit, "direct" if "by" in words[at + 1 : at + 4] else "compare")
        elif before == "than":
            return  # "more than doubled"
        elif before in _HAVE and after in _DETERMINERS:
            yield self._relation(
                hit, "direct", aside=self._in_aside(at)
            )  # "has caused the loss", not "had reduced pain"
        elif before and before not in _DESCRIBED and not self._is_agent(before):
            if after == "by" and not "".join(words[at + 2 : at + 3]).rstrip("%").isdigit():
                yield self._relation(hit, "direct", aside=True)  # "the changes caused by it"
            elif not after or after in _OBJECTLESS or after in {"and", "but"}:
                yield self._relation(hit, "compare")
            else:
                yield self._relation(hit, "direct", aside=self._in_aside(at))

    def _counted(self, at: int) -> bool:
        """Whether the word describes what is counted: "63 protected areas", but not "group 2 improved"."""
        number = self.words[at - 1].replace(",", "") if at else ""
        named = at > 1 and self.words[at - 2] in _NUMBERED
        return number.isdecimal() and not named and self._after(at).endswith("s")

    def _present(self, hit: Hit, form: str) -> Iterator[Relation]:
        at, words = hit.start, self.words
        before, after = self._before(at), self._after(at)
        if before == "than":
            return  # "more than double the other"
        if self._is_agent(before) or (words[at] in _nouns() and not self._is_verb(at, form)):
            return
        if form == "base" and not at:
            return  # "Triple the dose, and ...", "a week of repairs", "four wards"
        if form == "base" and at and words[at - 1] == "to":
            yield self._relation(hit, "direct", aside=at == 1 or words[at - 2] not in _ABLE)
        elif after in _OBJECTLESS or (not after and before not in _HELPING):
            yield self._relation(hit, "compare", aside=True)
        else:
            yield self._relation(hit, "direct", aside=self._in_aside(at))

    def _is_verb(self, at: int, form: str) -> bool:
        """Whether a word that may be a noun is a verb here."""
        before, after = self._before(at), self._after(at)
        if before in _HELPING:
            return True
        if not before or before in _NAMED or before.endswith(_NAMED_ENDINGS) or after in _BEHIND_NAMES:
            return False
        return form == "s" or before.endswith("s") or after in _DETERMINERS

    def _is_agent(self, word: str) -> bool:
        """Whether it is who did the study: "researchers", "physicists"."""
        return word in _AGENTS or word.endswith(("ists", "engineers", "researchers"))

    def _is_thing(self, at: int) -> bool:
        """Whether "results" are those of a study: "clinical results in people"."""
        before = self._before(at)
        return not before or before in _NAMED or before.endswith((*_NAMED_ENDINGS, "ed"))

    def _before(self, at: int) -> str:
        """Return the word before, adverbs left out; empty at the beginning."""
        at -= 1
        while at > 0 and self.words[at].endswith("ly"):
            at -= 1
        return self.words[at] if at >= 0 else ""

    def _after(self, at: int) -> str:
        return self.words[at + 1] if at + 1 < len(self.words) else ""

    def _second_half(self, at: int) -> bool:
        """Whether a hyphen stands before the word: "a Keap1-associated protein"."""
        start = self.sentence.spans[at][0]
        return self.sentence.text[max(0, start - 1) : start] == "-"

    def _in_aside(self, at: int) -> bool:
        """Whether the verb is that of a relative clause: "drugs that raise dopamine may help"."""
        at -= 1
        while at >= 0 and (self.words[at].endswith("ly") or self.words[at] in _AUXILIARY):
            at -= 1
        return at >= 0 and self.words[at] in _RELATIVE

    def _relation(self, hit: Hit, kind: Kind, *, aside: bool = False) -> Relation:
        at = hit.start
        denied = at in self.denied or any(
            0 < at - one <= _LITTLE and self._before(one) != "too" for one in self._at("little")
        )
        looked = kind in ACTS and any(0 < at - one <= _LOOKED for one in self._at("looks"))
        return Relation(at, hit.stop, kind, self._hedge(at), denied, aside or looked)

    def _hedge(self, at: int) -> Hedge:
        if not self.hedged:
            return ""
        begin = at
        while begin > 0 and at - begin < _HEDGED and self.words[begin - 1] not in _BARRIERS:
            begin -= 1
        if any(begin <= one < at or one == at + 1 for one in self._at("may")):
            return "may"
        if any(begin <= one < at for one in self._at("could")):
            return "could"
        return "can" if any(begin <= one < at for one in self._at("can")) else ""


def _comparative(word: str) -> bool:
    if word in {"more", "less", "worse", "fewer"}:
        return True
    return word.endswith("er") and len(word) >= _LEAST_COMPARATIVE and word not in _NO_COMPARATIVES
