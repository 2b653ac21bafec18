"""Puts together what a command needs to know whether papers still stand: the ledger's record, and Crossref."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scicomm_bot import __version__
from scicomm_bot.domain.doi import folded_doi
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.domain.paper import Paper
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.domain.publication import Publication
from scicomm_bot.fidelity import Case, PaperStanding, Trust, standing_of
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.render import Fallen
from scicomm_bot.settings import Settings

if TYPE_CHECKING:
    from scicomm_bot.crossref import Gate, Looked, RetractionLedger

RETRACTED = "retracted"
OFF = "posts go out live on papers that may be retracted (SCICOMM_RETRACTION_CHECK=false)"


def trust_of(settings: Settings) -> Trust:
    """Return how long an answer of Crossref's, and how long a person's word, is relied on."""
    return Trust(settings.answer_serves(), timedelta(days=settings.retraction_word_days))


def gate_of(
    settings: Settings,
    ledger: "RetractionLedger",
    now: Callable[[], datetime],
    tell: Callable[[Paper, RetractionRecord], object] = lambda _paper, _record: None,
) -> "Gate | None":
    """Return what looks papers up, or None where that is turned off."""
    if not settings.retraction_check:
        return None
    from scicomm_bot.crossref import CrossrefClient, Gate  # noqa: PLC0415 - requests is slow to import

    client = CrossrefClient(settings.crossref_url, version=__version__, mailto=settings.crossref_mailto, now=now)
    return Gate(client, ledger, now, trust_of(settings), tell=tell)


def records_of(papers: Iterable[Paper], ledger: SqlLedger | None) -> dict[str, RetractionRecord]:
    """Return what the ledger has on record against each paper, by its id."""
    dois = {paper.id: folded_doi(paper.doi) for paper in papers if paper.doi is not None}
    found = ledger.retractions(sorted(set(dois.values()))) if ledger is not None else {}
    return {paper_id: found[doi] for paper_id, doi in dois.items() if doi in found}


def standings(
    papers: Iterable[Paper], records: dict[str, RetractionRecord], now: datetime, settings: Settings
) -> dict[str, PaperStanding]:
    """Return how each paper stands as far as the ledger knows; nothing where the check is turned off."""
    if not settings.retraction_check:
        return {}
    trust = trust_of(settings)
    return {paper.id: standing_of(paper, records.get(paper.id), now, trust) for paper in papers}


def out_of(paper_id: str, ledger: SqlLedger) -> list[Publication]:
    """Return the posts of a paper that are out and were not withdrawn, but for its correction."""
    return [
        one for one in ledger.posted_of(paper_id) if one.withdrawn_at is None and one.post_id != correction_id(paper_id)
    ]


def correction_id(paper_id: str) -> str:
    """Return the id of a paper's correction."""
    return f"{paper_id}/correction"


def fallen(
    papers: Iterable[Paper], records: dict[str, RetractionRecord], ledger: SqlLedger | None, settings: Settings
) -> dict[str, Fallen]:
    """Return the papers that take a correction: stopped, with posts out, or with a correction begun already.

    An update of an unknown type stops a paper but takes none: nobody knows what to say.
    """
    if ledger is None or not settings.retraction_check:
        return {}
    found: dict[str, Fallen] = {}
    for paper in papers:
        stops = records[paper.id].stops if paper.id in records else None
        if stops is None or not stops.known:
            continue
        ever = [one for one in ledger.posted_of(paper.id) if one.post_id != correction_id(paper.id)]
        begun = ledger.newest_of(correction_id(paper.id)) is not None
        if ever and (begun or any(one.withdrawn_at is None for one in ever)):
            first = min(one.ended_at or one.claimed_at for one in ever)
            found[paper.id] = Fallen(stops, first.date())
    return found


def look(
    papers: Iterable[Paper],
    ledger: SqlLedger | None,
    settings: Settings,
    now: Callable[[], datetime],
    *,
    again: bool = False,
) -> "dict[str, Looked]":
    """Return how each paper stands; nothing where the check is turned off.

    Crossref is asked where the last answer is too old, or `again` is set.
    """
    gate = gate_of(settings, ledger or _Forgetful(), now)
    return {paper.id: gate.look(paper, again=again) for paper in papers} if gate is not None else {}


def mark(papers: Sequence[Paper], ledger: SqlLedger, settings: Settings) -> object:
    """Return a value that differs when the record against a paper does, or which of them take a correction."""
    records = records_of(papers, ledger) if settings.retraction_check else {}
    news = [
        (paper_id, record.known, record.updates, record.updates_of)
        for paper_id, record in sorted(records.items())
        if record.updates or record.updates_of or not record.known
    ]
    return news, fallen(papers, records, ledger, settings)


def look_at_stopped(gate: "Gate", posts: Sequence[Post], papers: Iterable[Paper]) -> bool:
    """Look again at papers that a record stops, where that is old: it may have been put right; return whether one was.

    No step asks about them, because none of their posts is next.
    """
    stopped = {post.paper_id for post in posts for remark in post.remarks if stops(remark)}
    return any(gate.look(paper).standing.case is not Case.STOPPED for paper in papers if paper.id in stopped)


def stops(remark: Remark) -> bool:
    """Whether a remark says that something on record stops the paper."""
    return remark.rule == RETRACTED and remark.level is Level.ERROR


class _Forgetful:
    """What a command looks papers up with that may not make a ledger: it remembers to its own end."""

    def __init__(self) -> None:
        self._records: dict[str, RetractionRecord] = {}
        self._waits: dict[str, datetime] = {}

    def add_retraction(self, record: RetractionRecord) -> None:
        self._records[record.doi] = record

    def retractions(self, dois: Sequence[str]) -> dict[str, RetractionRecord]:
        return {doi: record for doi, record in self._records.items() if doi in dois}

    def wait_for(self, source: str, until: datetime) -> None:
        self._waits[source] = until

    def asked_to_wait(self, source: str) -> datetime | None:
        return self._waits.get(source)
