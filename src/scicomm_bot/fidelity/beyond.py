"""What a post says that no word of its paper says: a kind of word that only the post has."""

from collections.abc import Iterator
from functools import cache, lru_cache

from scicomm_bot.english.clauses import question
from scicomm_bot.english.lexicon import Hit, Lexicon, lexicon
from scicomm_bot.english.stands import stands
from scicomm_bot.english.text import Sentence, Text, read_text
from scicomm_bot.fidelity.reading import Reading

_LONG = 6
_KINDS = lexicon("overclaims")
_UNKNOWN = lexicon("statements").section("leaves open")


def said_beyond(reading: Reading, kind: str, *, whole_paper: bool = True) -> Iterator[tuple[Sentence, Hit]]:
    """Yield the phrases of a kind that the post stands by, where its source has none of that kind.

    Args:
        reading: The post.
        kind: A section of `overclaims.txt`. A section "KIND in source" says which words count on the paper's side, if
            those differ from the post's.
        whole_paper: Whether a word anywhere in the abstract or the title will do, not only one in the quotations.

    Yields:
        Each sentence with its first such phrase. What is denied, doubted or asked is not stood by.
    """
    if kind not in _kinds_in(reading.claim) or _is_sourced(reading, kind, whole_paper=whole_paper):
        return
    words = _KINDS.section(kind)
    for sentence in reading.claim.sentences:
        if question(sentence):
            continue
        hit = next(
            (
                one
                for one in words.find(sentence.words)
                if one.entry.instead != "-" and stands(sentence, one.start, one.stop)
            ),
            None,
        )
        if hit is not None:
            yield sentence, hit


@lru_cache(maxsize=1024)  # each of several rules asks after a kind of its own
def _kinds_in(text: Text) -> frozenset[str]:
    return _KINDS.sections_in(text.words)


def _is_sourced(reading: Reading, kind: str, *, whole_paper: bool) -> bool:
    texts = [quote.text for quote in reading.evidence] + [*reading.context]
    texts += [read_text(plain) for plain in reading.source.glossary.values()]
    if whole_paper:
        texts += [reading.source.abstract, reading.source.title]
    return any(_mentions(text, kind) for text in texts)


@lru_cache(maxsize=8192)
def _mentions(text: Text, kind: str) -> bool:
    """Whether a text has a word of a kind in a sentence that knows of it: "toxicity is unknown" knows of no harm."""
    return any(
        _UNKNOWN.first(sentence.words) is None
        and (
            any(section.first(sentence.words) is not None for section in _sections(kind))
            or any(part in word for word in sentence.words for part in _parts(kind))
        )
        for sentence in text.sentences
    )


@cache
def _parts(kind: str) -> frozenset[str]:
    """Return the long words of a kind: within a word of the source they count as well, as in "neuroprotective"."""
    entries = (entry.words for section in _sections(kind) for entry in section.entries)
    return frozenset(words[0].removesuffix("*") for words in entries if len(words) == 1 and len(words[0]) >= _LONG)


def _sections(kind: str) -> tuple[Lexicon, ...]:
    return _KINDS.section(kind), _KINDS.section(f"{kind} in source")
