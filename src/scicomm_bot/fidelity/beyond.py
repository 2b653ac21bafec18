"""What a post says that no word of its paper says: a kind of word that only the post has."""

from collections.abc import Iterator
from functools import lru_cache

from scicomm_bot.english.clauses import question
from scicomm_bot.english.lexicon import Hit, Lexicon, lexicon
from scicomm_bot.english.stands import stands
from scicomm_bot.english.text import Sentence, Text
from scicomm_bot.fidelity.reading import Reading

_KINDS = lexicon("overclaims")


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
    words = _KINDS.section(kind)
    if words.first(reading.claim.words) is None or _is_sourced(reading, kind, whole_paper=whole_paper):
        return
    for sentence in reading.claim.sentences:
        if question(sentence):
            continue
        hit = next((one for one in words.find(sentence.words) if stands(sentence, one.start, one.stop)), None)
        if hit is not None:
            yield sentence, hit


def _is_sourced(reading: Reading, kind: str, *, whole_paper: bool) -> bool:
    texts = [quote.text for quote in reading.evidence] + [*reading.context]
    if whole_paper:
        texts += [reading.source.abstract, reading.source.title]
    return any(_mentions(text, kind) for text in texts)


@lru_cache(maxsize=8192)
def _mentions(text: Text, kind: str) -> bool:
    return any(section.first(text.words) is not None for section in _sections(kind))


def _sections(kind: str) -> tuple[Lexicon, ...]:
    return _KINDS.section(kind), _KINDS.section(f"{kind} in source")
