"""Asking registries for a paper's record: which one first, which then, and whether the answer is about this paper.

Crossref comes first: it says what the paper is, and whether it was retracted. PubMed has the kind of study, the
affiliations and the abstract; arXiv has its own preprints. One that cannot be asked keeps no other from being asked.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, TypeVar

from scicomm_bot import __version__
from scicomm_bot.app.network import told_in_the_clear
from scicomm_bot.domain.doi import folded_doi
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.errors import SettingsError
from scicomm_bot.notices.answers import UnexpectedAnswerError, record_of
from scicomm_bot.records.doubles import same_work
from scicomm_bot.records.identifiers import Meant, Sort, bare_arxiv_id
from scicomm_bot.records.identifiers import arxiv_id as arxiv_id_of
from scicomm_bot.records.record import NoRecordError, Record, RecordError
from scicomm_bot.records.sources.arxiv import arxiv_atom
from scicomm_bot.records.sources.crossref import crossref_json
from scicomm_bot.records.sources.pubmed import pubmed_xml
from scicomm_bot.registries import arxiv, crossref, pubmed
from scicomm_bot.registries.answers import CannotLookUp, Found
from scicomm_bot.registries.client import Registry, Waits
from scicomm_bot.settings import Settings

MOST_FAILURES = 3
"""So many questions in a row may fail; a registry that is down would else be waited for at every record of a file."""
_LONGEST_QUESTION = 1_000
_Answer = TypeVar("_Answer")
SECONDS = 30.0
"""How long all questions about one paper may take together, waits included."""


class Registries(NamedTuple):
    """Who is asked, and where they may write to."""

    crossref: Registry
    pubmed: Registry
    arxiv: Registry
    mailto: str | None = None


@dataclass(slots=True)
class Learned:
    """What came of asking about one paper.

    Attributes:
        records: What registries have, one record each, in the order in which they were asked.
        told: What a person should know of the asking, a sentence each: who could not be asked, or does not know it.
        unasked: Whether one of them could not be asked.
    """

    records: list[Record] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    unasked: bool = False


class Asking:
    """Asks about one paper at a time; never raises for what a registry or the network does."""

    def __init__(
        self,
        registries: Registries,
        *,
        now: Callable[[], datetime],
        on_record: Callable[[RetractionRecord], object] = lambda _record: None,
        seconds: float = SECONDS,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make one.

        Args:
            registries: Who is asked.
            now: The time.
            on_record: Called at once with what Crossref has on record against a paper, or that it has nothing.
            seconds: How long all questions about one paper may take together.
            elapsed: Seconds that nobody can set.
        """
        self._registries = registries
        self._now = now
        self._on_record = on_record
        self._seconds = seconds
        self._elapsed = elapsed
        self._ends = 0.0
        self._failures: Counter[str] = Counter()
        self._learned = Learned()

    def of(self, meant: Meant) -> Learned:
        """Return what registries have on a DOI, a PMID or an arXiv id."""
        match meant.sort:
            case Sort.DOI:
                return self.about(doi=meant.value)
            case Sort.PMID:
                return self.about(pmid=meant.value)
        return self.about(arxiv_id=meant.value)

    def about(self, *, doi: str | None = None, pmid: str | None = None, arxiv_id: str | None = None) -> Learned:
        """Return what registries have on a paper, by the ids that are known of it; one at least."""
        self._learned, self._ends = Learned(), self._elapsed() + self._seconds
        preprint = arxiv_id or (arxiv_id_of(doi) if doi else None)
        published = doi if doi and arxiv_id_of(doi) is None else None
        if published is not None:
            self._ask_crossref(published)
            self._ask_pubmed(pmid, published)
        elif pmid is not None:
            found = self._ask_pubmed(pmid, None)
            published = found.doi if found is not None else None
            if published is not None:
                self._ask_crossref(published)
        if preprint is not None and not self._learned.records:
            self._ask_arxiv(preprint)
        return self._learned

    def about_record(self, record: Record) -> Learned:
        """Return what registries have on a file's record: by its ids, or by the DOI that Crossref has for it."""
        if record.doi or record.pmid or record.arxiv_id:
            return self.about(doi=record.doi, pmid=record.pmid, arxiv_id=record.arxiv_id)
        self._learned, self._ends = Learned(), self._elapsed() + self._seconds
        doi = self._doi_of(record)
        if doi is not None:
            told = [
                f"its DOI, {doi}, was found at Crossref by title, year and first author; check that it is this paper's"
            ]
            self._ask_crossref(doi)
            self._ask_pubmed(None, doi)
            self._learned.told[:0] = told
        return self._learned

    def _doi_of(self, record: Record) -> str | None:
        """Look a DOI up by title, year and first author; none where Crossref has no such paper, or two."""
        if record.title is None or not record.authors or record.year is None:
            self._learned.told.append(
                "it has no DOI, PMID or arXiv id, and not title, author and year either, so nobody was asked about it"
            )
            return None
        words = f"{record.title} {record.authors[0].family} {record.year}"
        found = self._found("Crossref", crossref.like, self._registries.crossref, words[:_LONGEST_QUESTION])
        if isinstance(found, CannotLookUp):
            self._cannot("Crossref", found)
            return None
        works = [one for one in _readable(crossref_json, found.body or b"", "Crossref") if isinstance(one, Record)]
        same = {folded_doi(one.doi) for one in works if one.doi and one.authors and same_work(one, record)}
        if len(same) == 1:
            return same.pop()
        has = "has no paper" if not same else f"has {len(same)} papers ({' and '.join(sorted(same))})"
        self._learned.told.append(
            f"it has no DOI, and Crossref {has} of this title, year and first author; look the DOI up, and write it in"
        )
        return None

    def _ask_crossref(self, doi: str) -> Record | None:
        folded = folded_doi(doi)
        found = self._found("Crossref", crossref.work, self._registries.crossref, folded)
        record = self._read("Crossref", found, crossref_json, f"doi:{doi}", _MAY_BE_ELSEWHERE)
        if record is None or not isinstance(found, Found) or found.body is None:
            return None
        if folded_doi(record.doi or "") != folded:
            if not found.moved:
                self._another("Crossref", f"doi:{doi}", record.doi and f"doi:{record.doi}")
                return None
            self._learned.told.append(f"Crossref leads from doi:{doi} to doi:{record.doi}, which replaced it")
        try:
            against = record_of(found.body, folded, self._registries.crossref.url, self._now(), moved=found.moved)
        except UnexpectedAnswerError as error:
            self._learned.told.append(f"Crossref does not say whether doi:{doi} was retracted: {error}")
        else:
            self._on_record(against)
        self._learned.records.append(record)
        return record

    def _ask_pubmed(self, pmid: str | None, doi: str | None) -> Record | None:
        """Ask by the PMID, or for the PMID of a DOI; what comes must have the DOI that is known."""
        given = pmid is not None
        if pmid is None and doi is not None:
            found = self._found("PubMed", pubmed.pmids, self._registries.pubmed, doi, self._registries.mailto)
            if isinstance(found, CannotLookUp):
                self._cannot("PubMed", found)
                return None
            if not found:  # most papers are not there, so nothing is amiss
                return None
            pmid = found[0]
        answer = self._found("PubMed", pubmed.record, self._registries.pubmed, pmid or "", self._registries.mailto)
        record = self._read("PubMed", answer, pubmed_xml, f"PMID {pmid}", _CHECK)
        if record is None:
            return None
        same = doi is None or (given and record.doi is None) or folded_doi(record.doi or "") == folded_doi(doi)
        if record.pmid != pmid or not same:
            self._another("PubMed", f"doi:{doi}" if doi else f"PMID {pmid}", record.pmid and f"PMID {record.pmid}")
            return None
        self._learned.records.append(record)
        return record

    def _ask_arxiv(self, arxiv_id: str) -> Record | None:
        found = self._found("arXiv", arxiv.entry, self._registries.arxiv, arxiv_id)
        record = self._read("arXiv", found, arxiv_atom, f"arXiv:{arxiv_id}", _CHECK)
        if record is None:
            return None
        if bare_arxiv_id(record.arxiv_id or "") != bare_arxiv_id(arxiv_id):
            self._another("arXiv", f"arXiv:{arxiv_id}", record.arxiv_id and f"arXiv:{record.arxiv_id}")
            return None
        self._learned.records.append(record)
        return record

    def _found(self, name: str, ask: Callable[..., _Answer], *question: object) -> _Answer | CannotLookUp:
        """Ask, within the time that is left, unless this registry has failed again and again before."""
        if self._failures[name] >= MOST_FAILURES:
            return CannotLookUp(f"it could not be asked {MOST_FAILURES} times in a row, and is left alone from here on")
        left = self._ends - self._elapsed()
        if left <= 0:
            return CannotLookUp("the time for this record is used up")
        found = ask(*question, within=left)
        self._failures[name] = self._failures[name] + 1 if isinstance(found, CannotLookUp) else 0
        return found

    def _read(
        self,
        name: str,
        found: Found | CannotLookUp,
        reader: Callable[[bytes, str], Iterator[Record | RecordError]],
        asked: str,
        remedy: str,
    ) -> Record | None:
        """Return the record in an answer; None, and say why, where there is none."""
        if isinstance(found, CannotLookUp):
            self._cannot(name, found)
            return None
        if found.body is None:
            self._learned.told.append(f"{name} does not know {asked}; {remedy}")
            return None
        item = next(iter(_readable(reader, found.body, name)), None)
        if isinstance(item, Record):
            return replace(item, origin=name)
        if isinstance(item, NoRecordError):
            number = asked.removeprefix("PMID ").removeprefix("arXiv:")
            self._learned.told.append(f"{name} does not know {number}; {remedy}")
            return None
        why = item.text if isinstance(item, RecordError) else "it holds no record"
        self._learned.told.append(f"{name}'s answer on {asked} cannot be used: {why}")
        return None

    def _cannot(self, name: str, why: CannotLookUp) -> None:
        again = f"ask again after {why.until:%H:%M:%S} UTC" if why.until is not None else _TRY_AGAIN
        self._learned.unasked = True
        self._learned.told.append(f"{name} cannot be asked: {why.reason}; {again}")

    def _another(self, name: str, asked: str, got: str | None) -> None:
        about = f"is about {got}" if got else "does not say which paper it is about"
        self._learned.told.append(f"{name} was asked about {asked}, and its answer {about}; it is not used")


_CHECK = "check the number"
_TRY_AGAIN = "check the connection, or try again later"
_MAY_BE_ELSEWHERE = (
    "it may be misspelt, or registered elsewhere, as DataCite's are (data sets, theses, some preprints): then save the "
    "page, or export the reference, and give the file"
)


def _readable(
    reader: Callable[[bytes, str], Iterator[Record | RecordError]], body: bytes, name: str
) -> Iterator[Record | RecordError]:
    try:
        yield from reader(body, name)
    except RecordError as error:
        yield error


def registries_of(settings: Settings, now: Callable[[], datetime], waits: Waits | None) -> Registries:
    """Return the registries of the settings; `waits` as for `Registry`.

    Raises:
        SettingsError: one would be asked over a network without encryption.
    """
    if told := told_in_the_clear(
        settings, dict.fromkeys(_ADDRESSES, "anybody on the way could change what it answers")
    ):
        raise SettingsError("\n".join(told))
    mailto = settings.crossref_mailto

    def made(url: str, least_gap: float = 0.0) -> Registry:
        return Registry(url, version=__version__, mailto=mailto, now=now, waits=waits, least_gap=least_gap)

    return Registries(
        made(settings.crossref_url),
        made(settings.pubmed_url, pubmed.LEAST_GAP_SECONDS),
        made(settings.arxiv_url, arxiv.LEAST_GAP_SECONDS),
        mailto,
    )


_ADDRESSES = ("crossref_url", "pubmed_url", "arxiv_url")
