"""Evidence: whether a quotation is in the source, word for word, and whether it says which words."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from scicomm_bot.characters.fold import fold
from scicomm_bot.characters.markup import plain_text
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.characters.signs import SignClass, is_a, is_unspaced
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_SHOWN = 70
_TWO = 2
_LONGEST_WORD = 9
"""Words of scripts without spaces are hardly longer: a Han sign counts two, kana and others one."""


@rule(
    "evidence-missing",
    Level.ERROR,
    detects="the quotation is not in the abstract or the title, word for word",
    why="a post is only as good as the words of the paper that it rests on",
    bad="evidence: G-CSF cures ALS",
    good="evidence: G-CSF treatments were able to increase the survival of mice.",
    english=False,
)
def evidence_missing(reading: Reading) -> Iterator[Found]:
    """Look each quotation up in the abstract and the title; without an abstract there is no telling."""
    if not reading.paper.abstract:
        return
    source = reading.source.sources
    for quote, which in _quotations(reading):
        if _stands_in(quote, source):
            continue
        what = f"{which} is not in the abstract or the title word for word: {_from_where(quote, source)}"
        clean = [fold(plain_text(text)) for text in (reading.paper.abstract, reading.paper.title)]
        if _stands_in(fold(plain_text(quote)), clean):
            yield Found(what, "one of them has markup there; write both in plain letters, as `markup` says")
        else:
            yield Found(what, "copy the quotation from the paper")


@rule(
    "evidence-vague",
    Level.WARNING,
    detects="a quotation of one word, of the whole abstract, or one that stands in the source more than once",
    why="who signs off must see which words of the paper carry the post",
    bad="evidence: mice",
    good="evidence: G-CSF treatments were able to increase the survival of mice.",
    english=False,
)
def evidence_vague(reading: Reading) -> Iterator[Found]:
    """Look whether each quotation points to one place of the source, and to more than a word."""
    texts = reading.source.sources
    for quote, which in _quotations(reading):
        times = sum(_places(quote, text) for text in texts)
        if times == 0:
            continue  # `evidence-missing` says so
        if quote.strip(".") == texts[0].strip("."):
            yield Found(f"{which} is the whole abstract", "quote the sentence that carries the post")
        elif _is_one_word(quote):
            yield Found(f"{which} is one word, {_cut(quote)}", "quote the sentence that it stands in")
        elif times > 1:
            yield Found(f"{which} stands in the source more than once: {_cut(quote)}", "quote more of the one you mean")


_LINE_BREAK = Pattern(r"(?<=[^\W\d_])- (?=[a-z])")
"""Where a word was parted at a line's end, as in a PDF: "sur- vival", and perhaps "non- linear"."""


def _stands_in(quote: str, sources: Sequence[str]) -> bool:
    """Whether a quotation stands in one of the sources; a word that was parted at a line's end is whole, too."""
    return any(_places(wanted, form) for wanted in _unbroken(quote) for source in sources for form in _unbroken(source))


@lru_cache(maxsize=1024)  # an abstract is that of all posts of its paper
def _unbroken(text: str) -> tuple[str, ...]:
    if _LINE_BREAK.search(text) is None:
        return (text,)
    return (text, _LINE_BREAK.sub("", text), _LINE_BREAK.sub("-", text))


def _is_one_word(quote: str) -> bool:
    """Whether a quotation is one word; where a script puts no spaces, by its length, a Han sign counted as two."""
    if " " in quote:
        return False
    unspaced = [sign for sign in quote if is_unspaced(sign)]
    return len(unspaced) + sum(is_a(sign, SignClass.HAN) for sign in unspaced) <= _LONGEST_WORD


def _quotations(reading: Reading) -> Iterator[tuple[str, str]]:
    evidence = reading.finding.evidence if reading.finding is not None else ()
    for number, one in enumerate(evidence, 1):
        yield fold(one.quote), f"evidence {number}" if len(evidence) > 1 else "the evidence"


def _from_where(quote: str, sources: Sequence[str]) -> str:
    """Say from which word on the quotation departs from the source, which is what a person needs to mend it."""
    if any(quote in source for source in sources):
        return f"{_cut(quote)} begins or ends within a word"
    words = quote.split(" ")
    low, high = 0, len(words)
    while low < high:  # the longest run of first words that is in a source
        middle = (low + high + 1) // 2
        if any(_places(" ".join(words[:middle]), source) for source in sources):
            low = middle
        else:
            high = middle - 1
    rest = _cut(" ".join(words[low:]))
    return f"from {rest} on" if low else rest


def _cut(text: str) -> str:
    return f"\u201c{text if len(text) <= _SHOWN else f'{text[:_SHOWN]}...'}\u201d"


@lru_cache(maxsize=1024)  # two rules ask, and a quotation is often that of several posts
def _places(quote: str, text: str) -> int:
    """Count, up to two, where the quotation stands whole: "increase" is not in "increased", "19" not in "19.6"."""
    count, at = 0, text.find(quote)
    while at >= 0 and count < _TWO:
        end = at + len(quote)
        begins_within = _joined(text[max(at - 2, 0) : at], quote[:2])
        count += not (begins_within or _joined(quote[-2:], text[end : end + 2]))
        word = _REST_OF_WORD.match(text, at) if begins_within else None  # it begins nowhere within this word
        at = text.find(quote, max(at + 1, word.end() if word else 0))
    return count


_REST_OF_WORD = Pattern(r"\w*")
_JOINT = Pattern(r"\w\|\w|\d\|[.,]\d|\d[.,]\|\d")


def _joined(before: str, after: str) -> bool:
    """Whether what stands on both sides of a cut is one word or one number."""
    if is_unspaced(before[-1:]) or is_unspaced(after[:1]):  # where words end there, no sign shows
        return False
    return _JOINT.search(f"{before}|{after}") is not None
