"""What was read from a finding's quotations, and how each figure of its post comes from them."""

from dataclasses import dataclass, replace

from scicomm_bot.domain.paper import Evidence, Finding, Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.english.facts import Facts, fact_lines
from scicomm_bot.fidelity.reading import PaperReading, Quote, Reading
from scicomm_bot.fidelity.rules.numbers import figures_told

PUT_RIGHT = "put right by a person"
"""What stands beside a fact that `facts:` in the file says."""


@dataclass(frozen=True, slots=True)
class QuoteFacts:
    """A quotation, and what was read from it.

    Attributes:
        quote: The quotation as it stands in the file.
        facts: Its facts, as a person put them right.
        corrected: Whether a person put any right.
        read: Its facts as they were read, before that.
    """

    quote: str
    facts: Facts
    corrected: bool
    read: Facts

    @property
    def lines(self) -> list[str]:
        """The facts in plain words, a line to each."""
        return fact_lines(self.facts)

    @property
    def marked_lines(self) -> list[str]:
        """The same, with a mark at each fact that a person put right, or where they only took one away or agreed."""
        before, lines = fact_lines(self.read), self.lines
        if not self.corrected:
            return lines
        marked = [line if line in before else f"{line} ({PUT_RIGHT})" for line in lines]
        return marked if marked != lines else [*lines, f"({PUT_RIGHT}: `facts:` in the file)"]


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """The facts of a finding.

    Attributes:
        id: The post's id.
        text: The post.
        quotes: Its quotations, in order.
        figures: The figures of the post, each with how it comes from the quotations; None where it does not.
    """

    id: str
    text: str
    quotes: tuple[QuoteFacts, ...]
    figures: tuple[tuple[str, str | None], ...]


def facts_of_finding(post: Post, paper: Paper, finding: Finding) -> FindingFacts:
    """Read a finding; the figures of a post in another language than English are not followed."""
    reading = Reading(post, PaperReading(paper), finding, first=False)
    pairs = zip(finding.evidence, reading.evidence, strict=True)
    quotes = tuple(_quote_facts(reading, one, quote) for one, quote in pairs)
    return FindingFacts(post.id, post.text, quotes, tuple(figures_told(reading)) if reading.english else ())


def _quote_facts(reading: Reading, one: Evidence, quote: Quote) -> QuoteFacts:
    read = _facts(reading, quote._replace(given=None))
    return QuoteFacts(one.quote, _facts(reading, quote), one.facts is not None, read)


def _facts(reading: Reading, quote: Quote) -> Facts:
    return replace(quote.facts, figures=tuple(reading.labels_of(quote)))
