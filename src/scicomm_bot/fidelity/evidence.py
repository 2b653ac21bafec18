"""Evidence: whether a quotation is in the source, word for word."""

import re
import unicodedata
from collections.abc import Iterator

from scicomm_bot.models import Finding, Level, Paper, Remark

_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4"), "'") | dict.fromkeys(
    map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_NOTHING: dict[int, str | None] = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_FOLDS = _QUOTES | _DASHES | _NOTHING
_SHOWN = 70


def fold(text: str) -> str:
    """Fold what a copy may change without changing a word: quotation marks, dashes, line breaks, invisible characters.

    Letters, digits, case and every other sign stay, so that a changed word is still seen.
    """
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(_FOLDS)).strip()


def evidence_missing(paper: Paper, finding: Finding) -> Iterator[Remark]:
    """`evidence-missing`: the quotation is not in the abstract or the title, word for word."""
    source = fold(paper.abstract), fold(paper.title)
    for number, evidence in enumerate(finding.evidence, 1):
        quote = fold(evidence.quote)
        if any(_whole(quote).search(text) for text in source):
            continue
        which = f"evidence {number}" if len(finding.evidence) > 1 else "the evidence"
        yield Remark(
            "evidence-missing",
            Level.ERROR,
            f"{which} is not in the abstract or the title word for word: {_from_where(quote, source)}; "
            "copy the quotation from the paper",
        )


def _from_where(quote: str, sources: tuple[str, ...]) -> str:
    """Say from which word on the quotation departs from the source, which is what a person needs to mend it."""
    if any(quote in source for source in sources):
        return f"{_cut(quote)} begins or ends within a word"
    words = quote.split(" ")
    low, high = 0, len(words)
    while low < high:  # the longest run of first words that is in a source
        middle = (low + high + 1) // 2
        if any(_whole(" ".join(words[:middle])).search(source) for source in sources):
            low = middle
        else:
            high = middle - 1
    rest = _cut(" ".join(words[low:]))
    return f"from {rest} on" if low else rest


def _cut(text: str) -> str:
    return f"\u201c{text if len(text) <= _SHOWN else f'{text[:_SHOWN]}...'}\u201d"


def _whole(quote: str) -> re.Pattern[str]:
    """Match the quotation, but not within a word: "increase" in "increased" is another word."""
    return re.compile(rf"(?<!\w){re.escape(quote)}(?!\w)")
