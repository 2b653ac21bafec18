"""Whom a post credits with the work, and how many of the authors are theirs."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from scicomm_bot.characters.fold import fold
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.text import read_text
from scicomm_bot.fidelity.rule import ALL, Found, rule

if TYPE_CHECKING:
    from scicomm_bot.domain.paper import Author
    from scicomm_bot.fidelity.reading import PaperReading, Reading

_SHARE = Pattern(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|some|\d+|most|many|all) (?:of|out of) "
    r"(?:the |its |their )?(?:\w+ )?(?:authors?|researchers?|scientists?)\b"
    r"|\bco authors?\b|\b(?:one|an?|two|some|another) authors?\b"
)
_PLACES = Pattern(
    r"\b(?:universit\w+|institut\w+|hospital|college|school of|clinic|academy|mit|harvard|oxford|cambridge|stanford)\b"
)
_UNIVERSITY = Pattern(
    r"\b((?:(?!the\b|a\b|at\b|from\b|of\b|by\b|and\b)\w+ ){1,2}university|university of \w+"
    r"|harvard|oxford|cambridge|stanford)\b"
)
_PLACE_WORDS = frozenset({"university", "harvard", "oxford", "cambridge", "stanford"})
_LEAST_NAME = 4
_PAYS = frozenset({"funded", "paid", "supported", "sponsored", "financed", "grant", "grants", "money", "funding"})
_PAYER = 3


@rule(
    "attribution",
    Level.QUESTION,
    detects="credits one institution's scientists where few authors are theirs, or the work is a review",
    why="credit for one place takes it from the other authors, and makes a review look like a discovery of that place",
    bad="Tehran University scientists discover that ...",
    good="One of five authors is at Tehran University of Medical Sciences",
    kinds=ALL - {"correction"},
)
def attribution(reading: "Reading") -> Iterator[Found]:
    """Find "scientists at X", "X University study", "according to X", and count the authors at X.

    A post that says how many of the authors are there, or names at least half of them or of their places, is fair.
    """
    if reading.post.kind == "correction" or _names_authors(reading):
        return
    text, authors = reading.text, reading.paper.authors
    words = text.words
    said = " ".join(words)
    names = _names(reading.source)
    named = {name: who for name, who in names.items() if name in said and f" {name} " in f" {said} "}
    if not named and _PLACE_WORDS.isdisjoint(words):
        return
    fair = named and 2 * len(frozenset().union(*named.values())) >= reading.paper.author_count
    if fair and (not reading.paper.study.is_review or "discover" not in said):
        return
    for sentence in text.sentences:
        said = " ".join(sentence.words)
        if _SHARE.search(said) is not None:
            continue
        credited = next((name for name in sorted(named, key=len, reverse=True) if _credits(name, said)), None)
        if credited is not None:
            count = len(named[credited])
            place = _as_written(credited, authors)
            what = f"the work is credited to \u201c{place}\u201d, where {count} of {_counted(reading)} are"
            yield Found(what, _instead(reading))
            return
        other = _UNIVERSITY.search(said)
        if other is not None and other[1] not in names and _credits(other[1], said) and not _known(other[1], authors):
            what = f"the work is credited to \u201c{other[1]}\u201d, where none of {_counted(reading)} are"
            yield Found(what, _instead(reading))
            return


def _names_authors(reading: "Reading") -> bool:
    """Whether a post gives the names of at least two authors, and of half of them."""
    text = fold(reading.post.text)
    named = sum(name in text for name in reading.source.author_names)
    return named > 1 and 2 * named >= reading.paper.author_count


def _counted(reading: "Reading") -> str:
    """Return how many authors it is known of where they are: of those that the file does not name, it is not."""
    paper = reading.paper
    return f"{len(paper.authors)}{' named' if paper.authors_more else ''} authors"


def _as_written(place: str, authors: "tuple[Author, ...]") -> str:
    """Return a place as an affiliation writes it, where one does."""
    for author in authors:
        for part in (author.institution or "", *(author.affiliation or "").split(",")):
            if " ".join(read_text(part).words) == place:
                return part.strip()
    return place.title()


def _instead(reading: "Reading") -> str:
    paper = reading.paper
    return f"write \u201c{paper.study.a_name} in {paper.journal}\u201d, or say how many of the authors are there"


@lru_cache(maxsize=256)
def _credits_pattern(name: str) -> "re.Pattern[str]":
    one, workers, finds = re.escape(name), "|".join(_credit("workers")), "|".join(_credit("finds"))
    return re.compile(
        rf"\b{one} (?:\w+ )?(?:{workers})\b|\b{one} (?:has |have |just |now )*(?:{finds})\b"
        rf"|\b(?:{workers}) (?:\w+ ){{0,3}}?(?:at|from|of|by|in) (?:\w+ ){{0,3}}?{one}\b"
        rf"|\b(?:according to|thanks to|by|at|made in|discovered in) (?:\w+ ){{0,3}}?{one}\b"
        rf"|^(?:at|from) (?:the )?{one}\b"
    )


def _credit(section: str) -> Iterator[str]:
    return (entry.words[0] for entry in lexicon("credit").section(section).entries)


def _credits(name: str, said: str) -> bool:
    """Whether a sentence credits the work to a place; who paid for it is not credited with it."""
    found = _credits_pattern(name).search(said)
    if found is None:
        return False
    return _PAYS.isdisjoint((*said[: found.start()].split()[-_PAYER:], *found.group().split()))


@lru_cache(maxsize=256)
def _names(paper: "PaperReading") -> dict[str, frozenset[int]]:
    """Return the names of the authors' places, as words in lower case, with the indices of the authors there.

    "Tehran University of Medical Sciences" goes by "Tehran University", "University of Tehran", "TUMS" and "Tehran".
    """
    found: dict[str, set[int]] = {}
    for index, author in enumerate(paper.paper.authors):
        for name in _places(author):
            found.setdefault(name, set()).add(index)
    return {name: frozenset(who) for name, who in found.items() if len(name) >= _LEAST_NAME}


def _places(author: "Author") -> Iterator[str]:
    parts = [part.strip() for part in (author.affiliation or "").split(",")]
    if author.institution:
        parts.append(author.institution)
    for part in parts:
        words = read_text(part).words
        said = " ".join(words)
        if _PLACES.search(said) is None and part != author.institution:
            continue
        yield said
        if "university" in words:
            at = words.index("university")
            yield "".join(word[0] for word in part.split() if word[0].isupper()).lower()
            if at:
                yield " ".join(words[: at + 1])
                yield f"university of {' '.join(words[:at])}"
            elif words[1:2] == ("of",):
                yield f"{' '.join(words[2:])} university"
    if len(parts) > 2:  # noqa: PLR2004 - department, city, country
        city = read_text(parts[-3] if author.institution else parts[-2]).words
        yield " ".join(city)


def _known(name: str, authors: "tuple[Author, ...]") -> bool:
    """Whether the place is part of an affiliation, in other words."""
    words = [word for word in name.split() if word not in {"university", "of"}]
    return any(words[-1] in (author.affiliation or "").lower() for author in authors)
