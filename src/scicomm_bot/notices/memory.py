"""Answers of Crossref's for a command that may not make a ledger: kept to the end of the process."""

from collections.abc import Sequence

from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.registries.client import WaitsInMemory


class NoticesInMemory(WaitsInMemory):
    """Keeps look-ups and waits as the ledger does, but for this process alone."""

    def __init__(self) -> None:
        super().__init__()
        self._records: dict[str, RetractionRecord] = {}

    def add_retraction(self, record: RetractionRecord) -> None:
        """Keep what a look-up found."""
        self._records[record.doi] = record

    def retractions(self, dois: Sequence[str]) -> dict[str, RetractionRecord]:
        """Return what the newest look-up found, for each of these DOIs that was looked up."""
        return {doi: self._records[doi] for doi in dois if doi in self._records}
