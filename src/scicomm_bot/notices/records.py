"""What the ledger has on record against papers."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from scicomm_bot.domain.doi import folded_doi
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.domain.paper import Paper
from scicomm_bot.notices.corrections import OutLedger, corrections_due


class Answers(Protocol):
    """What keeps look-ups."""

    def retractions(self, dois: Sequence[str]) -> dict[str, RetractionRecord]:
        """Return what the newest look-up found, for each of these DOIs that was looked up."""


class RecordLedger(Answers, OutLedger, Protocol):
    """What is asked of the ledger: the newest look-ups, and what is out."""


def records_of(papers: Iterable[Paper], kept: Answers | None) -> dict[str, RetractionRecord]:
    """Return what is on record against each paper, by its id; nothing where nothing was kept."""
    dois = {paper.id: folded_doi(paper.doi) for paper in papers if paper.doi is not None}
    found = kept.retractions(sorted(set(dois.values()))) if kept is not None else {}
    return {paper_id: found[doi] for paper_id, doi in dois.items() if doi in found}


def fingerprint(papers: Sequence[Paper], ledger: RecordLedger) -> object:
    """Return a value that differs when the record against a paper does, or which of them take a correction."""
    records = records_of(papers, ledger)
    news = [
        (paper_id, record.known, record.updates, record.updates_of)
        for paper_id, record in sorted(records.items())
        if record.updates or record.updates_of or not record.known
    ]
    return news, corrections_due(papers, records, ledger)
