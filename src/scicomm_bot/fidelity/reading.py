"""What a rule sees of a post: its claim, the evidence that it is tied to, and the paper's record."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from scicomm_bot.characters.fold import fold, fold_line
from scicomm_bot.characters.markup import plain_text
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.paper import CorrectedFacts, Finding, Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.english.entities import KnownNames
from scicomm_bot.english.facts import Facts, facts_of
from scicomm_bot.english.facts.arms import labelled_within, sentence_of
from scicomm_bot.english.facts.labels import Labelled
from scicomm_bot.english.facts.reading import relabelled
from scicomm_bot.english.language import is_plainly_english
from scicomm_bot.english.text import Sentence, Text, open_hashtags, read_text
from scicomm_bot.medium import length

_DOI = Pattern(r"\b(?:doi:\s*)?10\.\d{4,9}/\S+", re.IGNORECASE)
_LABEL = Pattern(
    r"\W*(?:(?:not|non)(?:\s+yet)?[\s-]+)?(?:peer[- ]reviewed|preprint(?=\s*(?:[^\w\s]|\Z|of\b|on\b|from\b)))"
    r"(?:[\s,;/()-]+[^\W\d_]+){0,9}(?:[\s,;/()-]+\d+(?:[\s,;/()-]+[^\W\d_]+){1,3})?\W*?(?::|\Z)",
    re.IGNORECASE,
)
"""A sentence, or what stands before a colon, that says no more than how and on what a study was done."""
_MAY_BE_LABEL = Pattern(r"\bpeer[- ]reviewed\b|\bpreprint\b", re.IGNORECASE)
_LEAST_RECORD = 4
"""Shorter values of the record ("3", "MS") are words that may stand anywhere, and are not taken out of a claim."""


class Quote(NamedTuple):
    """One quotation, read.

    Attributes:
        text: Its words.
        on: What it is on.
        given: What a person put right of its facts, or None.
    """

    text: Text
    on: frozenset[str]
    given: CorrectedFacts | None = None

    @property
    def facts(self) -> Facts:
        """Its facts, as they were read, and as a person put them right."""
        facts, given = facts_of(self.text.raw), self.given
        if given is None:
            return facts
        return facts.corrected(self.labels, given.on, given.compared, given.direction)

    @property
    def labels(self) -> Mapping[str, str]:
        """The labels that a person gave to its figures."""
        return {fold(figure): label for figure, label in self.given.labels.items()} if self.given is not None else {}


class PaperReading:
    """A paper, read once for all its posts."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._around: dict[str, Text] = {}

    @cached_property
    def abstract(self) -> Text:
        """The abstract."""
        return _read(self.paper.abstract)

    def around(self, quote: Text) -> Text:
        """Return the sentences of the abstract that a quotation is taken from; the quotation itself where none is."""
        if quote.raw not in self._around:  # a quotation is often that of several posts
            self._around[quote.raw] = self._look_around(quote)
        return self._around[quote.raw]

    def _look_around(self, quote: Text) -> Text:
        whole, wanted = self.abstract.raw, " ".join(quote.raw.split())
        at = whole.find(wanted) if wanted else -1
        if at < 0:
            return quote
        end, start, begin, parts = at + len(wanted), 0, 0, []
        for sentence in self.abstract.sentences:
            begin = whole.find(sentence.text, start)
            if begin < 0:
                return quote
            start = begin + len(sentence.text)
            if begin < end and start > at:
                parts.append(sentence.text)
        return read_text(" ".join(parts)) if parts else quote

    @cached_property
    def title(self) -> Text:
        """The title."""
        return _read(self.paper.title)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of abstract and title, in lower case."""
        return frozenset((*self.abstract.words, *self.title.words))

    @cached_property
    def folded_text(self) -> str:
        """Abstract and title, folded: what evidence is looked up in."""
        return f"{fold(self.paper.abstract)}\n{fold(self.paper.title)}"

    @cached_property
    def has_markup(self) -> bool:
        """Whether a field of the record has markup that a template may print."""
        return any(plain_text(value) != value for _, value in (*self.printed_record, *self.printed_names))

    @cached_property
    def printed_record(self) -> tuple[tuple[str, str], ...]:
        """What of title, journal and address a template may print, with the names that `posts.yaml` has for it."""
        paper = self.paper
        fields: Mapping[str, str | None] = {
            "title": paper.title, "journal": paper.journal, "issue": paper.issue, "pages": paper.pages,
            "url": paper.url,
        }  # fmt: skip
        return tuple((f"`{name}`", value) for name, value in fields.items() if value is not None)

    @cached_property
    def printed_names(self) -> tuple[tuple[str, str], ...]:
        """What of authors and glossary a template may print, as `printed_record`."""
        fields: list[tuple[str, str]] = []
        for number, author in enumerate(self.paper.authors, 1):
            fields.append((f"`name` of author {number}", author.name))
            if author.institution is not None:
                fields.append((f"`institution` of author {number}", author.institution))
        for number, term in enumerate(self.paper.glossary, 1):
            fields += (f"`term` {number} of the glossary", term.term), (f"`plain` {number} of the glossary", term.plain)
        return tuple(fields)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Abstract and title, each folded."""
        return tuple(self.folded_text.split("\n"))

    @cached_property
    def folded_words(self) -> frozenset[str]:
        """The words of abstract and title, folded, in the case in which they stand there."""
        return frozenset(re.findall(r"[^\W\d_]+", self.folded_text))

    @cached_property
    def record(self) -> tuple[str, ...]:
        """The fields of the record that a post may print as they are, folded, the longest first."""
        paper = self.paper
        values = {f'"{paper.title}"', f"{paper.journal}, {paper.year}", f"{paper.journal} ({paper.year})"}
        if " " in paper.journal:  # "Cell", "Pain" and "Brain" are words of a claim, too
            values.add(paper.journal)
        for author in paper.authors:
            values |= {author.name, author.affiliation or "", author.institution or ""}
        return tuple(
            sorted((fold(plain_text(one)) for one in values if len(one) >= _LEAST_RECORD), key=len, reverse=True)
        )

    @cached_property
    def author_names(self) -> tuple[str, ...]:
        """The authors' names, folded."""
        return tuple(fold(author.name) for author in self.paper.authors)

    @cached_property
    def glossary(self) -> Mapping[str, str]:
        """The glossary: the term -> its plain words, both folded."""
        return {fold(plain_text(term.term)): fold(plain_text(term.plain)) for term in self.paper.glossary}

    @cached_property
    def names(self) -> KnownNames:
        """The names of drugs, genes, diseases and models that its abstract, title and glossary have."""
        paper = self.paper
        terms = (f"{term.term} ({term.plain})" for term in paper.glossary)
        return KnownNames("\n".join(plain_text(one) for one in (paper.abstract, paper.title, *terms)))

    @cached_property
    def record_words(self) -> frozenset[str]:
        """The words of the authors' names, their affiliations and the journal, folded."""
        paper = self.paper
        fields = [paper.journal]
        for author in paper.authors:
            fields += author.name, author.affiliation or "", author.institution or ""
        return frozenset(re.findall(r"[^\W_]+(?:-[^\W_]+)*", fold(" ".join(map(plain_text, fields)))))


class Reading:
    """One post, read."""

    def __init__(
        self, post: Post, paper: PaperReading, finding: Finding | None, *, first: bool, alt: bool = False
    ) -> None:
        self.post = post
        self.source = paper
        self.finding = finding
        self.first = first
        """Whether it is the first post of its paper's series."""
        self.alt = alt
        """Whether its text is the alt text of a picture."""

    @property
    def paper(self) -> Paper:
        """The paper."""
        return self.source.paper

    @property
    def lang(self) -> str:
        """The language of the post, as BCP 47 has it."""
        return self.paper.lang_of(self.finding, self.post.kind)

    @property
    def says_english(self) -> bool:
        """Whether the post is said to be English."""
        return self.lang.partition("-")[0] == "en"

    @cached_property
    def english(self) -> bool:
        """Whether the post is read as English: it is said to be, or plainly is, whatever `lang` says."""
        return self.says_english or is_plainly_english(self.claim, self.lang, self.source.abstract)

    def printed_fields(self) -> Iterator[tuple[str, str]]:
        """Yield what a template may print, with the names that `posts.yaml` has for it."""
        yield from self.source.printed_record
        if self.finding is not None:
            yield "`text`", self.finding.text
        yield from self.source.printed_names

    @cached_property
    def plain(self) -> str:
        """The post without markup."""
        return plain_text(self.post.text)

    @cached_property
    def text(self) -> Text:
        """The whole post."""
        return read_text(self.plain)

    @cached_property
    def claim(self) -> Text:
        """What the post says of the science: without addresses, DOIs, the record's fields and the three labels.

        A label such as "Animal and human studies" names what the paper is on; it does not say on what a claim is. A
        title is taken out where it is quoted as one; in a finding's post without quotation marks, it is a claim.
        """
        text = fold_line(self.plain)
        if self.finding is None:
            text = text.replace(fold(plain_text(self.paper.title)), " ")
        text = length.without_urls(text)
        if "10." in text:
            text = _DOI.sub(" ", text)
        for value in self.source.record:
            if value in text:
                text = text.replace(value, " ")
        small = text.lower()
        if "peer" in small or "preprint" in small:
            text = "\n".join(_without_labels(text))
        return read_text(text)

    @cached_property
    def wording(self) -> Text:
        """The claim with its hashtags opened into words, so that none can hide one: "#CureALS" is "Cure ALS"."""
        claim = self.claim
        if "#" not in claim.raw:
            return claim
        return read_text(open_hashtags(claim.raw, self.source.vocabulary))

    @cached_property
    def evidence_sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all its quotations, in order."""
        return tuple(sentence for quote in self.evidence for sentence in quote.text.sentences)

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The sentences of its quotations: what the post has word for word needs no comparing."""
        return frozenset(sentence.text for sentence in self.evidence_sentences)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """All words of the wording: a rule that knows none of them has nothing to look at."""
        return frozenset(word for sentence in self.wording.sentences for word in sentence.words)

    def labels_of(self, quote: Quote) -> list[Labelled]:
        """Return the figures of a quotation with their labels, as a person put them right.

        A fragment that names no arms is read in its sentence of the abstract.
        """
        around = [one.text for one in self.source.abstract.sentences]
        found: list[Labelled] = []
        for sentence in quote.text.sentences:
            whole, before = sentence_of(sentence.text, around)
            found += labelled_within(sentence.text, whole, before)
        return list(relabelled(found, quote.labels))

    @cached_property
    def context(self) -> tuple[Text, ...]:
        """The sentences of the abstract that its quotations are taken from: a part of one may leave out its subject."""
        return tuple(self.source.around(quote.text) for quote in self.evidence)

    @cached_property
    def evidence(self) -> tuple[Quote, ...]:
        """The quotations that it is tied to, in order; none for the posts that come by themselves."""
        if self.finding is None:
            return ()
        return tuple(Quote(_read(one.quote), frozenset(one.on), one.facts) for one in self.finding.evidence)


def _read(raw: str) -> Text:
    """Read a text as the rules on words do: without its markup, of which the rule `markup` tells."""
    return read_text(fold_line(plain_text(raw)))


def _without_labels(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if _MAY_BE_LABEL.search(line) is None:
            yield line
        else:
            yield " ".join(_without_label(one) for one in read_text(line).sentences)


def _without_label(sentence: Sentence) -> str:
    """Take out a label, "Not peer-reviewed trial; human studies."; "A preprint estimates 3%" is a claim, and stays."""
    label = _LABEL.match(sentence.text)
    return sentence.text[label.end() :].strip() if label is not None else sentence.text
