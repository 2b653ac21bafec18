"""Names: a post has none that its source has not, and explains its abbreviations."""

import re
from collections.abc import Iterator
from functools import lru_cache

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.clauses import question
from scicomm_bot.english.entities import (
    KnownNames,
    Name,
    ends_like_a_name,
    in_latin,
    is_acronym,
    key_of,
    known_names,
    listed_in,
    names_in,
    ordinary,
    without_ordinary_parts,
)
from scicomm_bot.english.lexicon import words_of
from scicomm_bot.english.negation import denies
from scicomm_bot.english.text import Sentence, read_text
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule
from scicomm_bot.medium.tags import without_links

_BRACKETS_AFTER = Pattern(r"\s*[(\[]([^)\]]*)")
_PLAIN_WORD = Pattern(r"\b[a-z]{3,}")
_SAYS = Pattern(
    r"\s*(?:=|\bis short for\b|\bstands for\b|[,\u2013\u2014-]\s*(?:or|short for)\b"
    r"|,\s+an?\s+[^,.;]{3,80}[,;)\u2013\u2014]|\s[\u2013\u2014-]\s+(?:an?|the)\s)",
    re.IGNORECASE,
)
_NAMED = Pattern(r"[a-z]{3,} (?:that is |is |was |are )?(?:known as|called)[:,]?\s+[\"']?$")
_SAID = Pattern(r"\b(?:known as|called|abbreviated(?: as| to)?|short|for short|or)[:,]?\s+[\"']?$", re.IGNORECASE)
_LAST_WORD = Pattern(r"([^\W_]+)[\s,]+$")
_INITIALS = 3
"""Authors' initials have no more letters."""
_KINDS = words_of("known_names", "kinds of things")
_WORDS_BEFORE = Pattern(r"[^\W\d_]+")
_BADLY_CASED = Pattern(r"\(([A-Z](?:-[A-Z])?[a-z]{1,5})\)")


@rule(
    "entity-unsourced",
    Level.QUESTION,
    detects="a drug, gene, disease or model that neither the source nor the glossary names",
    why="a name brings in findings that the paper does not have",
    bad="G-CSF may help in Parkinson's disease (the paper is on ALS)",
    good="G-CSF may help in ALS",
    english=False,
    also=(Level.WARNING,),
    alt=Level.WARNING,
)
def entity_unsourced(reading: Reading) -> Iterator[Found]:
    """Look each name up in abstract, title and glossary, whatever its case, hyphens and number.

    Names are tokens with digits or inner capitals, abbreviations in capitals, words that end as drugs and diseases do,
    and the common names of a list. In another language, only tokens are looked at; those in capitals are warned
    of, since languages have abbreviations of their own.
    """
    if not reading.english:
        yield from _strange_in_other_languages(reading)
        return
    known = reading.source.names
    text = without_links(reading.claim.raw)
    strange = dict.fromkeys(
        name.text
        for name in names_in(text)
        if not _is_sourced(name.text, known) and not _is_of_the_record(text, name, reading)
    )
    for sentence in (reading.claim if text == reading.claim.raw else read_text(text)).sentences:
        if question(sentence) or denies(sentence):
            continue  # "Chicken or egg?", "it did not test a probiotic": nothing is told of them
        for words in _strange_words(sentence, known):
            strange[words] = None
    if strange:
        yield _unsourced(list(strange), None)


def _strange_in_other_languages(reading: Reading) -> Iterator[Found]:
    known, text = reading.source.names, in_latin(without_links(reading.claim.raw))
    names = [
        core
        for name in dict.fromkeys(name.text for name in names_in(text))
        if name.isascii() and (core := without_ordinary_parts(name)) and not _is_sourced(core, known)
        if core not in reading.source.record_words
    ]
    abbreviations = [name for name in names if name.isupper() and name.replace("-", "").isalpha()]
    if others := [name for name in names if name not in abbreviations]:
        yield _unsourced(others, None)
    if abbreviations:
        yield _unsourced(abbreviations, Level.WARNING)


def _unsourced(names: list[str], level: Level | None) -> Found:
    told = ", ".join(f"“{name}”" for name in names)
    return Found(
        f"{told} {'is' if len(names) == 1 else 'are'} not in the abstract, the title or the glossary",
        "leave it out, or explain it in the glossary, with a source",
        level,
    )


@rule(
    "acronym-first",
    Level.WARNING,
    detects="an acronym that is not explained where the post first uses it, or is written in the wrong case",
    why="each post is read alone, and most readers do not know the acronym",
    bad="G-CSF increased survival",
    good="G-CSF (a blood-cell growth factor) increased survival",
    also=(Level.INFO,),
)
def acronym_first(reading: Reading) -> Iterator[Found]:
    """Look at the first use of each abbreviation, and at the case in which the source's are written.

    It informs where the paper does not say what the letters stand for, so that there is nothing to write, and where the
    post says what kind of thing it is: "the enzyme PKC", "the TOR pathway".
    """
    text = without_links(reading.claim.raw)
    known = reading.source.names
    told: set[str] = set()
    bare: list[Name] = []
    for name in names_in(text):
        key = key_of(_singular(name.text))
        if key in told or not is_acronym(name.text):
            continue
        told.add(key)
        if key in known_names() or key in ordinary(in_capitals=True) or _is_of_the_record(text, name, reading):
            continue
        if not _is_explained(text, name):
            bare.append(name)
    for one in bare:
        words = reading.source.glossary.get(one.text) or known.spelled(one.text)
        level = None if words and not _has_kind(text, one) else Level.INFO
        yield Found(f"“{one.text}” is not explained at its first use", _explain(one.text, words), level)
    for written, right in _in_wrong_case(text, known):
        yield Found(f"“{written}” is in the wrong case", f"write “{right}”" if right else "write it in capitals")


def _singular(acronym: str) -> str:
    """Return "SSRI" of "SSRIs"; the last letter of "US" is no plural."""
    return acronym.removesuffix("s")


def _has_kind(text: str, name: Name) -> bool:
    """Whether the word before the name, or behind it, says what kind of thing it is."""
    after = _WORDS_BEFORE.match(text, name.stop + 1) if text[name.stop : name.stop + 1] in {" ", "-"} else None
    before = _LAST_WORD.search(text, 0, name.start)
    near = [match.group(match.lastindex or 0).lower() for match in (after, before) if match is not None]
    return any(word in _KINDS or word.removesuffix("s") in _KINDS for word in near)


def _explain(acronym: str, words: str | None) -> str:
    return f"write “{acronym} ({words})”" if words else f"write “{acronym} (what it is, in plain words)”"


def _is_sourced(name: str, known: KnownNames) -> bool:
    key = key_of(name)
    return (
        key in known_names()
        or (name.isupper() and key in ordinary(in_capitals=True))
        or known.has(name)
        or known.has_short_for(name)
    )


def _is_of_the_record(text: str, name: Name, reading: Reading) -> bool:
    """Whether it is an author's, the journal's or an institution's: after "Tabatabaei", "MS" is no disease."""
    if name.text not in reading.source.record_words:
        return False
    before = _LAST_WORD.search(text, 0, name.start)
    return len(name.text) > _INITIALS or (before is not None and before.group(1) in reading.source.record_words)


def _strange_words(sentence: Sentence, known: KnownNames) -> Iterator[str]:
    """Yield the listed names and the words with a name's ending that the source has not."""
    words = sentence.words
    covered: set[int] = set()
    for start, stop, same in listed_in(words):
        covered.update(range(start, stop))
        phrase = words[start:stop]
        found = known.has_phrase(phrase) or any(_has_part(known, part) for part in same)
        if not found and not (len(phrase) == 1 and known.has(phrase[0])):
            yield sentence.piece(start, stop)
    for at, word in enumerate(words):
        if not ends_like_a_name(word) or at in covered:
            continue
        # "neuropathic" in the source will do for "neuropathy", and "MS" for "multiple sclerosis"
        acronyms = (words[first : at + 1] for first in range(max(0, at - 3), at))
        if not (known.has(word) or known.has_beginning(_stem(word)) or any(map(known.has_phrase, acronyms))):
            yield sentence.piece(at, at + 1)


def _has_part(known: KnownNames, part: str) -> bool:
    """Whether a word of the source begins so, or ends so where a hyphen stands first: "-sone" for a steroid."""
    return known.has_ending(part[1:]) if part.startswith("-") else known.has_beginning(part)


def _stem(word: str) -> str:
    return word[: max(4, len(word) - 3)]


def _is_explained(text: str, name: Name) -> bool:
    after = _BRACKETS_AFTER.match(text, name.stop)
    if after is not None and _PLAIN_WORD.search(after.group(1)):
        return True
    if _SAYS.match(text, name.stop):
        return True
    before = text[: name.start]
    opened = before.rstrip("\"'* ")
    if opened.endswith(("(", "[")):
        return _begins_among(opened[:-1], name.text)
    if _NAMED.search(before) is not None:
        return True
    return _SAID.search(before) is not None and _begins_among(before, name.text)


def _begins_among(before: str, acronym: str) -> bool:
    """Whether the last words before it may be what an acronym stands for: one of them begins with its first letter."""
    first = next(sign for sign in acronym if sign.isupper()).lower()
    words = _WORDS_BEFORE.findall(before)[-len(acronym) - 2 :]
    return any(len(word) > 1 and word.lower().startswith(first) for word in words)


def _in_wrong_case(text: str, known: KnownNames) -> Iterator[tuple[str, str]]:
    """Yield the source's acronyms that the text writes otherwise ("G-Csf", "als"), and how they should be written."""
    seen: set[str] = set()
    if known.acronyms:
        words = ordinary(in_capitals=False)
        right = {
            key: name
            for key, name in known.acronyms.items()
            if key not in words and key_of(_singular(name)) not in words
        }
        for match in _any_case(tuple(right.values())).finditer(text):
            written, key = match.group(), key_of(match.group())
            name = right.get(key) or right.get(key.removesuffix("s")) or right.get(f"{key}s", "")
            if written.lower() in known.in_small_letters:  # the paper, too, has it as a word
                continue
            letters, rightly = written.replace("-", ""), name.replace("-", "")
            if letters.removesuffix("s") != rightly.removesuffix("s") and not letters.isupper() and written not in seen:
                seen.add(written)
                yield written, name
    for match in _BADLY_CASED.finditer(text):
        written = match.group(1)
        letters = written.replace("-", "").lower()
        initials = "".join(word[0] for word in _WORDS_BEFORE.findall(text[: match.start()])).lower()
        if len(letters) > 1 and initials.endswith(letters) and written not in seen:
            yield written, written.upper()


@lru_cache(maxsize=1024)
def _any_case(acronyms: tuple[str, ...]) -> re.Pattern[str]:
    """Match these acronyms in whatever case, with or without their hyphens, in one or in many."""
    each = ("-?".join(re.escape(sign) for sign in one.removesuffix("s") if sign != "-") for one in acronyms)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(each) or '(?!)'})s?(?![\w-])", re.IGNORECASE)
