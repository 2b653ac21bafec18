"""Whether the rules can read a post and its evidence at all: they read English."""

from collections.abc import Iterator

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import FINDINGS, Found, rule
from scicomm_bot.fidelity.words.lexicon import lexicon
from scicomm_bot.fidelity.words.pattern import Pattern
from scicomm_bot.fidelity.words.text import Text

_OTHER_SCRIPT = Pattern(r"[^\W\d_\u0041-\u024f\u0370-\u03ff\u1e00-\u1eff\u2c60-\u2c7f\ufb00-\ufb06]")
"""Letters that are neither Latin nor Greek (which stands in English texts on science)."""
_LETTER = Pattern(r"[^\W\d_]")
_ENOUGH_WORDS = 8
_ENGLISH, _OTHERS = lexicon("english").section("english"), lexicon("english").section("others")


@rule(
    "language-unchecked",
    Level.WARNING,
    detects="a post or its evidence in a language that the rules cannot read",
    why="a rule that cannot read a text says nothing, and silence would look like a pass",
    bad="lang: fa",
    good="lang: en",
    kinds=FINDINGS,
    english=False,
)
def language_unchecked(reading: Reading) -> Iterator[Found]:
    """Find what the rules pass over, or would read as English though it is not."""
    if not reading.english:
        yield Found(f"the rules do not know the language {reading.lang!r}", "have someone who reads it check the claim")
        return
    if _is_foreign(reading.claim):
        yield Found("the post does not read as English", "say in `lang` what language it is in")
    if any(_is_foreign(quote.text) for quote in reading.evidence):
        yield Found(
            "the evidence is in a language or script that the rules cannot read",
            "have someone who reads it compare the two",
        )


def _is_foreign(text: Text) -> bool:
    if not text.raw.isascii():
        other = len(_OTHER_SCRIPT.findall(text.raw))
        if other and 2 * other > len(_LETTER.findall(text.raw)):
            return True
    words = text.words
    if len(words) < _ENOUGH_WORDS or _ENGLISH.first(words) is not None:
        return False
    return _OTHERS.first(words) is not None
