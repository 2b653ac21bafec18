"""Inputs that people paste by mistake and attackers send on purpose, and how the time for them grows."""

import functools
import gc
import time
from collections.abc import Callable, Iterator
from itertools import permutations

from scicomm_bot.approval.difference import describe, difference
from scicomm_bot.bot.same import bare_text
from scicomm_bot.cli import terminal
from scicomm_bot.domain.paper import Author, Content, Evidence, Finding, Image, Schedule, Term
from scicomm_bot.domain.post import Post, PostKind
from scicomm_bot.english.direction import changes_in, goes_from_to
from scicomm_bot.english.entities import spelled_before_bracket
from scicomm_bot.english.facts import fact_lines, facts_of
from scicomm_bot.english.facts.labels import labelled
from scicomm_bot.english.limited import limited_in
from scicomm_bot.english.taxa import taxa_in
from scicomm_bot.english.text import read_text
from scicomm_bot.english.tokens import analyse
from scicomm_bot.fidelity import check_posts, claim_strength, hints
from scicomm_bot.length import urls, weighted_length
from scicomm_bot.redaction import Redactor
from scicomm_bot.render.posts import tidy
from scicomm_bot.signoff.marks import marked, passage, unbroken
from scicomm_bot.signoff.shown import as_on_x
from scicomm_bot.signoff.words import as_sentence
from support.paper_samples import PAPER

UNITS: dict[str, str] = {
    "a dot": ".",
    "a dot and a space": ". ",
    "dots with quotes": ".\"'",
    "an exclamation mark": "!",
    "a question mark": "?",
    "a quotation mark": '"',
    "an apostrophe": "'",
    "a curly quote": "\u2019",
    "an opening bracket": "(",
    "a closing bracket": ")",
    "brackets": "()",
    "square brackets": "[]",
    "a space": " ",
    "a line break": "\n",
    "a tab": "\t",
    "a no-break space": "\u00a0",
    "a letter": "a",
    "a capital": "A",
    "a digit": "7",
    "digits apart": "7 ",
    "thousands": "111,",
    "thousands with spaces": "111 ",
    "decimals": "1.5.",
    "a comma": ",",
    "a colon": ":",
    "a semicolon": ";",
    "a hyphen": "-",
    "a dash": " \u2013 ",
    "a slash": "/",
    "a backslash": "\\",
    "an underscore": "_",
    "an equals sign": "=",
    "a hash": "#",
    "a hashtag": "#ALS ",
    "hashtags joined": "#a",
    "a hump": "aB",
    "an at": "@",
    "a mention": "@abc ",
    "a dollar": "$",
    "a cashtag": "$ABC ",
    "a percent sign": "%",
    "percentages": "95% ",
    "an interval": "95% CI 0.61-0.85, ",
    "an address": "https://example.org/a ",
    "addresses joined": "https://a.io",
    "a domain": "a.com ",
    "domains joined": "a.com.",
    "a top-level domain": ".com",
    "a scheme": "http://",
    "Punycode": "xn--a.",
    "a wide domain": "\u4e2d\u56fd.com\u4e2d",
    "a DOI": "10.1000/",
    "a DOI begun": "doi:",
    "a combining mark": "\u0301",
    "two combining marks": "\u0301\u0323",
    "a letter with marks": "e\u0301\u0323",
    "a struck letter": "a\u0336",
    "an emoji": "\U0001f600",
    "a joiner": "\u200d",
    "a joined emoji": "\U0001f468\u200d",
    "a flag letter": "\U0001f1e6",
    "a keycap": "1\ufe0f\u20e3",
    "a variation selector": "\ufe0f",
    "a zero-width space": "\u200b",
    "an override": "\u202e",
    "a control": "\x07",
    "a lone surrogate": "\ud800",
    "Persian": "\u0633\u0644\u0648\u0644\u200c\u0647\u0627 ",
    "Chinese": "\u4e2d\u6587",
    "Cyrillic": "\u0434",
    "mixed scripts": "a\u0434",
    "mathematical letters": "\U0001d400",
    "a capital with a dot": "\u0130",
    "a ligature": "\ufb01",
    "eg": "e.g. ",
    "an initial": "a.",
    "initials": "A. B. ",
    "et al": "et al. ",
    "and": "and ",
    "or": "or, ",
    "not": "not ",
    "no": "no, ",
    "without": "without ",
    "not in a list": "not a, b or c, ",
    "failed": "failed to ",
    "in mice": "in mice ",
    "people": "in people ",
    "cells": "cells ",
    "a benefit": "improved survival ",
    "a relation": "may reduce ",
    "a link": "was associated with ",
    "an aim": "whether it ",
    "a cure": "cures ALS ",
    "a comparison": "higher than ",
    "as many as": "as a ",
    "a hundred": "hundred ",
    "a hundred and": "hundred and ",
    "one in": "one in ",
    "a third": "one third ",
    "a phase": "phase II/",
    "a fold": "twofold-",
    "units": "5 mg/kg/",
    "per": "5 per ",
    "a gene": "SOD1-G93A ",
    "a gene joined": "SOD1-",
    "a gene in brackets": "A1(B2)",
    "an acronym": "ALS ",
    "a drug": "filgrastim ",
    "a name": "Doe J, ",
    "a university": "University of Tehran ",
    "scientists": "scientists at the ",
    "a trial": "the clinical ",
    "the": "the ",
    "a study": "a study in ",
    "new": "new ",
    "a part": "1/2 ",
    "a list": "1. ",
    "peer": "peer ",
    "preprint": "preprint. ",
    "braces": "{{",
    "a tag": "<b>",
    "a tag begun": "<",
    "an entity": "&amp;",
    "an ampersand": "&",
    "a star": "*",
    "a backtick": "`",
    "a caret": "^2 ",
    "a password": "password=",
    "an authorization": "authorization: ",
    "a user": "a://b:c",
    "a change": "lower mortality, ",
    "from and to": "fell from 5.1 to 4.3 ",
    "two arms": "22% vs. 25% ",
    "figures with labels": "3% for men and ",
    "an exception": "but not among women ",
    "a species": "trees (Quercus robur) ",
    "a hedge": "suggests that ",
    "a lasting effect": "permanently ",
}
"""What is repeated, by its name."""


def repeated(unit: str, size: int, before: str = "", behind: str = "") -> str:
    """Return the unit over and over, `size` characters in all, with something before and behind."""
    return f"{before}{(unit * (size // len(unit) + 1))[:size]}{behind}"


def _repeated(*units: str) -> Callable[[int], str]:
    return lambda size: repeated("".join(units), size)


def _in_a_sentence(unit: str) -> Callable[[int], str]:
    return lambda size: repeated(unit, size - 60, "In mice, G-CSF improved ", " and not survival.")


def _one_after_the_other(first: str, second: str) -> Callable[[int], str]:
    return lambda size: repeated(first, size // 2) + repeated(second, size // 2)


def singles() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield each unit repeated, alone and within a sentence: its name, and the text of a size."""
    for name, unit in UNITS.items():
        yield name, _repeated(unit)
        yield f"{name}, in a sentence", _in_a_sentence(unit)


def pairs() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield each two units by turns, and one run after the other, as `singles` does."""
    for (one, first), (other, second) in permutations(UNITS.items(), 2):
        yield f"{one} and {other} by turns", _repeated(first, second)
        yield f"{one}, then {other}", _one_after_the_other(first, second)


def seconds(work: Callable[[str], object], text: str, best_of: int = 3) -> float:
    """Return the least process time of several runs.

    Cyclic collection is off, as it is while a command runs: it looks at all that the tests have made, again and again.
    """
    least = float("inf")
    for _ in range(best_of):
        forget()
        gc.disable()
        begun = time.process_time()
        work(text)
        least = min(least, time.process_time() - begun)
        gc.enable()
    return least


_REMEMBERING = tuple[functools._lru_cache_wrapper, ...]


@functools.cache
def _caches() -> _REMEMBERING:
    """The caches of the program that are bounded: those without a bound hold its own data files."""
    every = (one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper))
    return tuple(one for one in every if one.__module__.startswith("scicomm_bot") and one.cache_info().maxsize)


def forget() -> None:
    """Forget what was read before, so that a text is read whole each time."""
    for one in _caches():
        one.cache_clear()


QUOTE = "In mice, G-CSF increased survival by 19.6%, but clinical studies failed to reproduce the results in people."
SAID = "In mice, G-CSF increased survival by 19.6%. #ALS"


FIELDS = ("post", "quote", "title", "journal", "name", "affiliation", "term", "plain", "alt")
"""What holds 2,000 characters at most; an abstract holds 50,000."""
_IN_ABSTRACT = 25
"""An abstract holds so many times as much as any other field."""


def checked_with(**given: str) -> list[Post]:
    """Check a paper's three posts, with these texts in its fields, unread by what reads posts.yaml."""
    return check_posts(*_content_with(**given))


def _content_with(**given: str) -> tuple[list[Post], Content]:
    author = Author.model_construct(
        name=given.get("name", "Doe J"), affiliation=given.get("affiliation", "University of Tehran"), institution=None
    )
    term = Term.model_construct(term=given.get("term", "G-CSF"), plain=given.get("plain", "a factor"), source="a")
    finding = Finding.model_construct(
        id="f",
        text=given.get("post", SAID),
        short=None,
        evidence=(
            Evidence.model_construct(quote=QUOTE, on=("animals", "people")),
            Evidence.model_construct(quote=given.get("quote", QUOTE), on=("people",)),
        ),
        template=None,
        lang="en",
        waive={},
        images=(Image.model_construct(file="a.png", alt=given.get("alt", "A nerve cell.")),),
    )
    changed = {
        "title": given.get("title", PAPER.title),
        "journal": given.get("journal", PAPER.journal),
        "abstract": f"{QUOTE} {given.get('abstract', '')}",
        "authors": (author, author),
        "glossary": (term,),
        "findings": (finding,),
    }
    paper = PAPER.model_copy(update=changed)
    record = f"{paper.title}. {paper.journal}. {author.name}, {author.affiliation}"[:2_000]
    texts: dict[PostKind, str] = {"finding": finding.text, "authors": record, "source": record}
    posts = [
        Post(f"{paper.id}/{'f' if kind == 'finding' else kind}", paper.id, kind, one, weighted_length(one), 0, "here:1")
        for kind, one in texts.items()
    ]
    return posts, Content.model_construct(account=None, schedule=Schedule(), papers=(paper,))


def _checked_everywhere(text: str) -> list[Post]:
    """Check with a text in all fields at once, as long in each as that may be."""
    short = text[: len(text) // _IN_ABSTRACT]
    return checked_with(abstract=text, **dict.fromkeys(FIELDS, short))


def _page_of(text: str) -> object:
    quotes = [text[:2_000], "a", "and", QUOTE]
    seen = marked(text, quotes), [passage(text, quote) for quote in quotes], list(as_on_x(text, quotes))
    return seen, unbroken(text), as_sentence(text)


def _changes(text: str) -> object:
    return [(changes_in(one), goes_from_to(one), limited_in(one)) for one in read_text(text).sentences]


def _look_at(text: str) -> object:
    short = text[: len(text) // _IN_ABSTRACT]
    return hints(*_content_with(abstract=text, **dict.fromkeys(FIELDS, short)))


WORK: dict[str, Callable[[str], object]] = {
    "weighted_length": weighted_length,
    "urls": urls,
    "claim_strength": claim_strength,
    "tokens": lambda text: [tuple(analyse(sentence)) for sentence in read_text(text).sentences],
    "facts": lambda text: fact_lines(facts_of(text)),
    "labels": lambda text: [labelled(one.text) for one in read_text(text).sentences],
    "changes": _changes,
    "taxa": taxa_in,
    "abbreviations": lambda text: spelled_before_bracket("SRP", text),
    "hints": _look_at,
    "bare_text": bare_text,
    "tidy": tidy,
    "wrap": lambda text: list(terminal.wrap(text, 76)),
    "pieces": lambda text: list(terminal.pieces(text, 76)),
    "redaction": Redactor(["abcdefgh", "a.b/c%d aaa", "!!!!!!!!"]).text,
    "sign-off page": _page_of,
    "difference": lambda text: (difference(text, text[::-1]), describe(text[1:], text)),
    "check": _checked_everywhere,
}
"""What is done with a text, by its name."""
LONGEST = 50_000
"""An abstract has at most so many characters."""

LINEAR, QUADRATIC = 4, 16
"""What four times the text takes."""
TOO_STEEP = 8
QUICK = 0.1
"""Seconds of process time: what takes less is too short to tell how it grows, and quadratic it would take longer."""


def steepness(work: Callable[[str], object], of: Callable[[int], str], size: int) -> float:
    """Return how much longer the work takes for `size` than for a quarter of it, or 0 where it is quick.

    A busy machine only ever adds time, so the least of several runs is taken, and a steep one is measured again.
    """
    if seconds(work, of(size), 1) < QUICK:
        return 0.0
    least = QUADRATIC * 1.0
    for best_of in (2, 4, 8):
        least = min(least, seconds(work, of(size), best_of) / max(seconds(work, of(size // 4), best_of), 1e-4))
        if least < TOO_STEEP:
            break
    return least
