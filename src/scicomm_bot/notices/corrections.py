"""Which papers take a correction, and what it is made from; pure, but for the ledger that it is handed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from scicomm_bot.domain.ids import correction_id
from scicomm_bot.domain.notice import BLOCKING_TYPES, RetractionRecord, Update, day_text
from scicomm_bot.domain.paper import Paper
from scicomm_bot.domain.publication import Publication

TEMPLATE = "correction.txt.j2"


@dataclass(frozen=True, slots=True)
class CorrectionDue:
    """A paper that is stopped while posts about it are out.

    Attributes:
        update: What stops it; of a type that we know the meaning of.
        posted_from: The day (UTC) on which the first post about it went out.
    """

    update: Update
    posted_from: date

    def variables(self) -> dict[str, object]:
        """Return what `correction.txt.j2` is given."""
        update = self.update
        on = None if update.on is None else day_text(update.on)
        notice = f"notice doi:{update.doi}" if update.doi else None
        told = {
            "type": update.type,
            "says": BLOCKING_TYPES[update.type],
            "notice": update.doi or None,
            "on": on,
            "details": "; ".join(one for one in (on, notice) if one),
            "sources": " and ".join(update.sources),
            "posted_from": day_text(self.posted_from),
        }
        return {"withdrawn": None, "retraction": told, "why": str(update)}


class OutLedger(Protocol):
    """What is asked of the ledger: what is out, and whether a correction was begun."""

    def posted_of(self, paper_id: str) -> list[Publication]:
        """Return what is out of a paper, withdrawn or not."""

    def newest_of(self, post_id: str) -> Publication | None:
        """Return the newest attempt at a post, or None."""


def still_out(paper_id: str, ledger: OutLedger) -> list[Publication]:
    """Return the posts of a paper that are out and were not withdrawn, but for its correction."""
    return [one for one in _ever_out(paper_id, ledger) if one.withdrawn_at is None]


def _ever_out(paper_id: str, ledger: OutLedger) -> list[Publication]:
    return [one for one in ledger.posted_of(paper_id) if one.post_id != correction_id(paper_id)]


def corrections_due(
    papers: Iterable[Paper], records: Mapping[str, RetractionRecord], ledger: OutLedger | None
) -> dict[str, CorrectionDue]:
    """Return the papers that take a correction, by their ids: stopped, with posts out, or with a correction begun.

    An update of an unknown type stops a paper but takes none: nobody knows what to say. Nor does a notice in the file.
    """
    if ledger is None:
        return {}
    due: dict[str, CorrectionDue] = {}
    for paper in papers:
        stops = _stops(paper, records.get(paper.id))
        if stops is None or not stops.known:
            continue
        ever = _ever_out(paper.id, ledger)
        begun = ledger.newest_of(correction_id(paper.id)) is not None
        if ever and (begun or any(one.withdrawn_at is None for one in ever)):
            due[paper.id] = CorrectionDue(stops, min(one.ended_at or one.claimed_at for one in ever).date())
    return due


_TYPES = {"retracted": "retraction", "expression of concern": "expression_of_concern"}


def _stops(paper: Paper, record: RetractionRecord | None) -> Update | None:
    """Return what stops a paper: what is on record, else what its file has from another source."""
    if record is not None and record.stops is not None:
        return record.stops
    said = paper.retraction
    if said is None or said.kind not in _TYPES:
        return None
    return Update(_TYPES[said.kind], said.doi or "", None, (said.source,))
