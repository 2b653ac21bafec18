"""Answers of Crossref's for a command that may not make a ledger: kept to the end of the process."""

from collections.abc import Sequence
from datetime import datetime

from scicomm_bot.domain.notice import RetractionRecord


class NoticesInMemory:
    """Keeps look-ups and waits as the ledger does, but for this process alone."""

    def __init__(self) -> None:
        self._records: dict[str, RetractionRecord] = {}
        self._waits: dict[str, datetime] = {}

    def add_retraction(self, record: RetractionRecord) -> None:
        """Keep what a look-up found."""
        self._records[record.doi] = record

    def retractions(self, dois: Sequence[str]) -> dict[str, RetractionRecord]:
        """Return what the newest look-up found, for each of these DOIs that was looked up."""
        return {doi: self._records[doi] for doi in dois if doi in self._records}

    def wait_for(self, source: str, until: datetime) -> None:
        """Keep that a source asked to be left alone until then."""
        self._waits[source] = until

    def asked_to_wait(self, source: str) -> datetime | None:
        """Return until when a source asked to be left alone, or None."""
        return self._waits.get(source)
