"""What one source says of a paper: clean text, and nothing that the source does not say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Person:
    """An author as a source names them.

    Attributes:
        name: As a post prints it. With given names: these, the family name with its particles as deposited, the suffix
            ("Amos B. Smith III"). With initials behind the family name, as the source has it ("Jafarzadeh F").
            A group's name whole.
        family: The family name with its particles, for comparing; the whole name where the source does not tell it.
        given: Given names or initials; empty where there are none, and for a group.
        suffix: "Jr", "III"; mostly empty.
        affiliations: Each whole, in the source's order.
        is_group: Whether it is a consortium or another body.
    """

    name: str
    family: str
    given: str = ""
    suffix: str = ""
    affiliations: Sequence[str] = ()
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class AbstractPart:
    """A paragraph of an abstract, with the label that stands before it ("METHODS"), or None."""

    text: str
    label: str | None = None


class Standing(StrEnum):
    """What a source says against a record."""

    RETRACTED = "retracted"
    """The paper was retracted, withdrawn or removed."""
    NOTICE = "notice"
    """The record is no paper but the notice of a retraction."""
    CONCERN = "expression of concern"
    CORRECTED = "corrected"
    """An erratum, or a corrected and republished version."""


STOPPING = (Standing.RETRACTED, Standing.NOTICE, Standing.CONCERN)
"""What holds all posts of a paper, the gravest first."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a source has on record against a paper.

    Attributes:
        standing: What it is.
        told: In the source's words, for a comment: `PublicationType "Retracted Publication"`.
        doi: Of the notice, or, for a notice, of the paper that it is about; None where the source gives none.
        on: The day, where the source gives one.
        origin: The source, once records of several are brought together; empty before.
    """

    standing: Standing
    told: str
    doi: str | None = None
    on: date | None = None
    origin: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a source lets one suppose, for a person to confirm; `why` is what the source says."""

    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """One source's record of one paper. A field that the source does not have is None, or empty.

    Attributes:
        origin: The source as people know it: "Crossref", "PubMed", "arXiv", or a file's name with its place
            ("refs.ris, record 3").
        title: Without a full stop that the source adds; a translated title without its brackets.
        authors: In order, groups in their place.
        authors_left_out: How many more the source says there are, without naming them ("others" in BibTeX).
        journal: The full name, where the source has one; for a preprint the server's ("bioRxiv").
        year: Of the issue, as a citation has it.
        online_year: Of an earlier publication online, where it is another year; else None.
        volume: As printed.
        issue: As printed.
        pages: With an en dash or as an article number: "763-771" is written with a plain hyphen, as in posts.yaml.
        doi: Bare (`domain.doi.bare_doi`).
        pmid: Digits.
        arxiv_id: Without version: "1711.05739".
        url: The paper's public page, where the source names one that is no DOI resolver; None else.
        language: A BCP 47 code: "en", "fa".
        abstract: Its parts.
        keywords: As deposited.
        kind: The kind of study, for a person to confirm; one of `domain.study.KINDS`.
        on: "people", "animals", "cells", for a person to confirm.
        is_preprint: Whether the source says that it is a preprint; None where it does not say.
        published_doi: Of a preprint: the DOI of the published version, where the source names it.
        remarks: What stands against it.
        doubts: What a person should look at, one sentence each: "the title has acronyms in title case: 'Als'".
    """

    origin: str
    title: str | None = None
    authors: Sequence[Person] = ()
    authors_left_out: int = 0
    journal: str | None = None
    year: int | None = None
    online_year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    arxiv_id: str | None = None
    url: str | None = None
    language: str | None = None
    abstract: Sequence[AbstractPart] = ()
    keywords: Sequence[str] = ()
    kind: Suggestion | None = None
    on: Sequence[Suggestion] = field(default=())
    is_preprint: bool | None = None
    published_doi: str | None = None
    remarks: Sequence[Remark] = ()
    doubts: Sequence[str] = ()

    @property
    def abstract_text(self) -> str:
        """The abstract as posts.yaml keeps it: a paragraph to a part, each behind its label ("Methods: ...")."""
        return "\n".join(f"{part.label}: {part.text}" if part.label else part.text for part in self.abstract)


class RecordError(Exception):
    """A record cannot be read: what is wrong, where it stands in the file (a line from 1), and what to do.

    Attributes:
        text: What is wrong, with the remedy.
        line: The line in the file, or None.
        known: What tells the record from others in the file: its DOI, its title, its key; empty where nothing does.
    """

    def __init__(self, text: str, line: int | None = None, known: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.line = line
        self.known = known


class NoRecordError(RecordError):
    """There is no record at all: registries answer so for a number that they do not know."""
