"""What is on record against a paper: its retraction, a correction, or nothing that Crossref knows of."""

from dataclasses import dataclass, replace
from datetime import date, datetime

BLOCKING_TYPES = {
    "retraction": "was retracted",
    "removal": "was removed",
    "withdrawal": "was withdrawn",
    "partial_retraction": "was retracted in part",
    "expression_of_concern": "is under an expression of concern",
}
"""Types of an update that stop a paper, the gravest first, each as a sentence about the paper."""

LOOK_TYPES = {
    "correction": "was corrected",
    "corrigendum": "has a corrigendum",
    "erratum": "has an erratum",
    "addendum": "has an addendum",
    "clarification": "was clarified",
    "new_version": "has a new version",
    "new_edition": "has a new edition",
}
"""Types of an update that a person should look at. Any other type stops the paper, because nobody knows what it means.

Both lists: https://www.crossref.org/documentation/register-maintain-records/maintaining-your-metadata/
registering-updates/
"""


TITLE_SOURCE = "title"
"""The source of an update that only the work's title tells of."""


@dataclass(frozen=True, slots=True)
class Update:
    """One update of a work, as its publisher, Retraction Watch, or both have it.

    Attributes:
        type: In lower case, with underscores, e.g. `expression_of_concern`.
        doi: The notice's DOI; empty where none is given.
        on: The date of the update, or None where none is given.
        sources: Who says so, sorted: `publisher`, `retraction-watch`; or `title`, where only the work's title does.
    """

    type: str
    doi: str
    on: date | None
    sources: tuple[str, ...]

    @property
    def blocks(self) -> bool:
        """Whether nothing more may be told of the paper."""
        return self.type not in LOOK_TYPES

    @property
    def known(self) -> bool:
        """Whether its type is one that we know the meaning of."""
        return self.type in BLOCKING_TYPES or self.type in LOOK_TYPES

    def __str__(self) -> str:
        """Return it in plain words: what, when, which notice, and who says so."""
        what = BLOCKING_TYPES.get(self.type) or LOOK_TYPES.get(self.type) or f"has an update of the type {self.type!r}"
        day = f"{day_text(self.on)}, " if self.on is not None else ""
        notice = f"notice doi:{self.doi}" if self.doi else "no notice named"
        sources = ("the title of its record" if one == TITLE_SOURCE else one for one in self.sources)
        return f"{what} ({day}{notice}, according to {' and '.join(sources)})"


@dataclass(frozen=True, slots=True)
class RetractionRecord:
    """What one look-up of a DOI found.

    Attributes:
        doi: The DOI, folded to lower case.
        checked_at: When it was looked up, in UTC.
        source: Who was asked, e.g. `https://api.crossref.org`.
        known: Whether they know the DOI at all.
        updates: The updates of this work that are on record, the gravest first.
        updates_of: The updates that it is itself, as a notice, of other works; `doi` is the other work's there.
    """

    doi: str
    checked_at: datetime
    source: str
    known: bool
    updates: tuple[Update, ...] = ()
    updates_of: tuple[Update, ...] = ()

    @property
    def stops(self) -> Update | None:
        """The gravest update that stops the paper, or None where none does."""
        return next((update for update in self.updates if update.blocks), None)

    def says_the_same(self, other: "RetractionRecord | None") -> bool:
        """Whether two look-ups of a DOI, or none, found the same."""
        return other is not None and replace(other, checked_at=self.checked_at, source=self.source) == self


def day_text(day: date) -> str:
    """Return a date as people write it: `3 May 2026`."""
    return f"{day.day} {day:%B %Y}"


def gravity(update: Update) -> tuple[int, int]:
    """Return what updates are sorted by: the gravest first, then the newest; unknown types before those to look at."""
    order = [*BLOCKING_TYPES, "", *LOOK_TYPES]
    rank = order.index(update.type) if update.known else order.index("")
    return rank, -(update.on.toordinal() if update.on else 0)
