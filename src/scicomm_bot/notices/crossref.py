"""What Crossref has on record against a paper: its document on a DOI, read for updates."""

from collections.abc import Callable
from datetime import datetime

from scicomm_bot.domain.doi import folded_doi
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.notices.answers import UnexpectedAnswerError, record_of
from scicomm_bot.registries.answers import CannotLookUp
from scicomm_bot.registries.client import Registry
from scicomm_bot.registries.crossref import work


class Crossref:
    """Who is asked whether a paper still stands."""

    def __init__(self, registry: Registry, now: Callable[[], datetime]) -> None:
        self.url = registry.url
        self._registry = registry
        self._now = now

    def look_up(self, doi: str) -> RetractionRecord | CannotLookUp:
        """Return what Crossref has on record about a DOI; never raises for what Crossref or the network does."""
        folded = folded_doi(doi)
        found = work(self._registry, folded)
        if isinstance(found, CannotLookUp):
            return found
        if found.body is None:
            return RetractionRecord(folded, self._now(), self.url, known=False)
        try:
            return record_of(found.body, folded, self.url, self._now(), moved=found.moved)
        except UnexpectedAnswerError as error:
            return CannotLookUp(str(error))
