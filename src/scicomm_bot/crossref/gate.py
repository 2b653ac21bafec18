"""What stands between a paper and a live post: the look-up at Crossref, and what the ledger remembers of earlier ones.

"Nothing on record" is not "clean". So each answer is kept with its time and its source, and serves only for a while;
where Crossref cannot be asked, the last answer serves until it is too old, and then nothing goes out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from scicomm_bot.crossref.client import LONGEST_WAIT, CannotLookUp
from scicomm_bot.domain.doi import folded_doi
from scicomm_bot.domain.notice import RetractionRecord, Stop
from scicomm_bot.domain.paper import Paper
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity import Case, PaperStanding, Trust, is_recent, standing_of

TRY_AGAIN = timedelta(minutes=1)
"""When to try again after a look-up that failed."""
RENEW_AT = 0.75
"""A service looks again at this part of the longest age, so that an outage finds an answer that still serves."""
RENEW_WITHOUT_AGE = timedelta(hours=1)
"""How often a service looks where an answer serves for no time at all, besides before each post."""
LEAST_RENEWAL = timedelta(seconds=15)


class Source(Protocol):
    """Who can be asked about a DOI."""

    url: str

    def look_up(self, doi: str) -> RetractionRecord | CannotLookUp:
        """Return what is on record about a DOI."""


class RetractionLedger(Protocol):
    """What the gate needs of the ledger."""

    def add_retraction(self, record: RetractionRecord) -> None:
        """Write down what a look-up found."""

    def retractions(self, dois: Sequence[str]) -> dict[str, RetractionRecord]:
        """Return what the newest look-up found, for each of these DOIs that was looked up."""

    def wait_for(self, source: str, until: datetime) -> None:
        """Write down that a source asked to be left alone until then."""

    def asked_to_wait(self, source: str) -> datetime | None:
        """Return until when a source asked to be left alone, or None."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a question about a paper.

    Attributes:
        standing: How the paper stands.
        record: The newest answer, or None.
        failure: Why Crossref could not be asked just now, or None where it answered or need not be asked.
    """

    standing: PaperStanding
    record: RetractionRecord | None = None
    failure: CannotLookUp | None = None


class Gate:
    """Looks papers up, no oftener than need be, and remembers in the ledger."""

    def __init__(
        self,
        source: Source,
        ledger: RetractionLedger,
        now: Callable[[], datetime],
        trust: Trust,
        *,
        tell: Callable[[Paper, RetractionRecord], object] = lambda _paper, _record: None,
    ) -> None:
        """Make a gate.

        Args:
            source: Whom to ask.
            ledger: The memory.
            now: The time.
            trust: How long to rely on an answer, and on a person's word.
            tell: Called with each answer that has another update on record than the one before.
        """
        self._source = source
        self._ledger = ledger
        self._now = now
        self._trust = trust
        self._tell = tell
        self._renew_not_before: datetime | None = None

    def of(self, papers: Sequence[Paper]) -> "PapersGate":
        """Return what the bot asks: this gate, for the papers of one version of `posts.yaml`."""
        return PapersGate(self, {paper.id: paper for paper in papers})

    def look(self, paper: Paper, *, again: bool = False) -> Looked:
        """Return how a paper stands, asking Crossref where the last answer is too old, or `again` is set."""
        now = self._now()
        if paper.doi is None:
            return Looked(standing_of(paper, None, now, self._trust))
        doi = folded_doi(paper.doi)
        last = self._ledger.retractions([doi]).get(doi)
        if not again and is_recent(last, now, self._trust.answer):
            return Looked(standing_of(paper, last, now, self._trust), last)
        found = self._ask(paper, doi, last)
        if not isinstance(found, CannotLookUp):
            return Looked(standing_of(paper, found, self._now(), self._trust, just_looked=True), found)
        standing = standing_of(paper, last, self._now(), self._trust)
        if standing.case is Case.OLD:
            said = f"{standing.said}; now {self._source.url} cannot be asked: {found.reason}"
            standing = PaperStanding(Case.OLD, said, "nothing of this paper goes out until it answers")
        return Looked(standing, last, found)

    def stop_for(self, paper: Paper) -> Stop | None:
        """Return why no post of a paper may go out now, or None where they may."""
        looked = self.look(paper)
        remark = looked.standing.remark(live=True)
        if remark is None or remark.level is not Level.ERROR:
            return None
        if looked.standing.case is not Case.OLD or looked.failure is None:
            return Stop(remark)
        return Stop(remark, looked.failure.until or self._now() + TRY_AGAIN)

    def renew(self, papers: Sequence[Paper]) -> str | None:
        """Look the one paper up again whose answer is the most in need of it; a service calls this at each tick.

        Returns:
            Why Crossref could not be asked, or None.
        """
        now = self._now()
        wait = self._renew_not_before
        if wait is not None and now < wait <= now + LONGEST_WAIT:
            return None
        within = max(self._trust.answer * RENEW_AT, LEAST_RENEWAL) if self._trust.answer else RENEW_WITHOUT_AGE
        by_doi = {folded_doi(paper.doi): paper for paper in papers if paper.doi is not None}
        known = self._ledger.retractions(list(by_doi))
        due = [(doi, paper) for doi, paper in by_doi.items() if not is_recent(known.get(doi), now, within)]
        if not due:
            return None
        doi, paper = min(due, key=lambda one: (one[0] in known, known[one[0]].checked_at if one[0] in known else now))
        found = self._ask(paper, doi, known.get(doi))
        if not isinstance(found, CannotLookUp):
            self._renew_not_before = None
            return None
        self._renew_not_before = found.until or self._now() + TRY_AGAIN
        return f"{self._source.url} cannot be asked about doi:{paper.doi}: {found.reason}"

    def _ask(self, paper: Paper, doi: str, last: RetractionRecord | None) -> RetractionRecord | CannotLookUp:
        """Ask, unless we were asked to wait; write the answer down, and tell of what is new in it."""
        now, until = self._now(), self._ledger.asked_to_wait(self._source.url)
        if until is not None and now < until <= now + LONGEST_WAIT:
            return CannotLookUp("it asked to be left alone for a while", until)
        found = self._source.look_up(doi)
        if isinstance(found, CannotLookUp):
            if found.until is not None:
                self._ledger.wait_for(self._source.url, found.until)
            return found
        self._ledger.add_retraction(found)
        if (found.updates or found.updates_of) and not found.says_the_same(last):
            self._tell(paper, found)
        return found


@dataclass(frozen=True, slots=True)
class PapersGate:
    """A gate that knows the papers of one version of `posts.yaml` by their ids: what the bot asks."""

    gate: Gate
    papers: Mapping[str, Paper]

    def stop_for(self, paper_id: str) -> Stop | None:
        """Return why no post of a paper may go out now, or None where they may."""
        return self.gate.stop_for(self.papers[paper_id])
