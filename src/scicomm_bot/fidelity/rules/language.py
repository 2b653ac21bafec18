"""Whether the rules can read a post and its evidence at all: they read English."""

from collections.abc import Iterator

from scicomm_bot.domain.post import Level
from scicomm_bot.english.language import is_foreign
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import FINDINGS, Found, rule


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
    if reading.english and not reading.says_english:
        what = f"the post reads as English, and `lang` says {reading.lang!r}; it was checked as English"
        yield Found(what, "write the language that it is in")
    if not reading.english:
        yield Found(f"the rules on words cannot read {reading.lang!r}", "have someone who reads it check the claim")
        return
    if is_foreign(reading.claim):
        yield Found("the post does not read as English", "say in `lang` what language it is in")
    if any(is_foreign(quote.text) for quote in reading.evidence):
        yield Found(
            "the evidence is in a language or script that the rules cannot read",
            "have someone who reads it compare the two",
        )
