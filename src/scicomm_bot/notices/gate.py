"""What stands between a paper and a live post: the look-up at Crossref, and what the ledger remembers of earlier ones.

"Nothing on record" is not "clean". So each answer is kept with its time and its source, and serves only for a while;
where Crossref cannot be asked, the last answer serves until it is too old, and then nothing goes out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from scicomm_bot.domain.doi import folded_doi
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.domain.obstacle import Obstacle
from scicomm_bot.domain.paper import Paper
from scicomm_bot.notices.policy import Case, PaperState, Trust, is_recent, paper_state
from scicomm_bot.registries.answers import LONGEST_WAIT, CannotLookUp

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


class Renewal(StrEnum):
    """What came of a service's look at its papers, where Crossref answered or was not asked."""

    RENEWED = "renewed"
    NOTHING_DUE = "nothing due"
    WAITING = "waiting"
    """An earlier look failed, and the next one is not due yet."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What came of a question about a paper.

    Attributes:
        state: Whether the paper stands.
        record: The newest answer, or None.
        failure: Why Crossref could not be asked just now, or None where it answered or need not be asked.
    """

    state: PaperState
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

    def look_up(self, paper: Paper, *, again: bool = False) -> LookedUp:
        """Return whether a paper stands, asking Crossref where the last answer is too old, or `again` is set."""
        now = self._now()
        if paper.doi is None:
            return LookedUp(paper_state(paper, None, now, self._trust))
        doi = folded_doi(paper.doi)
        last = self._ledger.retractions([doi]).get(doi)
        if not again and is_recent(last, now, self._trust.answer):
            return LookedUp(paper_state(paper, last, now, self._trust), last)
        found = self._ask(paper, doi, last)
        if not isinstance(found, CannotLookUp):
            return LookedUp(paper_state(paper, found, self._now(), self._trust, just_looked=True), found)
        state = paper_state(paper, last, self._now(), self._trust)
        if state.case is Case.OLD:
            message = f"{state.message}; now {self._source.url} cannot be asked: {found.reason}"
            state = PaperState(Case.OLD, message, "nothing of this paper goes out until it answers")
        return LookedUp(state, last, found)

    def stop_for(self, paper: Paper) -> Obstacle | None:
        """Return why no post of a paper may go out now, or None where they may."""
        looked = self.look_up(paper)
        until = None
        if looked.state.case is Case.OLD and looked.failure is not None:
            until = looked.failure.until or self._now() + TRY_AGAIN
        return looked.state.obstacle(live=True, until=until)

    def renew(self, papers: Sequence[Paper]) -> Renewal | CannotLookUp:
        """Look the one paper up again whose answer is the most in need of it; a service calls this at each tick."""
        now = self._now()
        wait = self._renew_not_before
        if wait is not None and now < wait <= now + LONGEST_WAIT:
            return Renewal.WAITING
        within = max(self._trust.answer * RENEW_AT, LEAST_RENEWAL) if self._trust.answer else RENEW_WITHOUT_AGE
        by_doi = {folded_doi(paper.doi): paper for paper in papers if paper.doi is not None}
        known = self._ledger.retractions(list(by_doi))
        due = [(doi, paper) for doi, paper in by_doi.items() if not is_recent(known.get(doi), now, within)]
        if not due:
            return Renewal.NOTHING_DUE
        doi, paper = min(due, key=lambda one: (one[0] in known, known[one[0]].checked_at if one[0] in known else now))
        found = self._ask(paper, doi, known.get(doi))
        if not isinstance(found, CannotLookUp):
            self._renew_not_before = None
            return Renewal.RENEWED
        self._renew_not_before = found.until or self._now() + TRY_AGAIN
        reason = f"{self._source.url} cannot be asked about doi:{paper.doi}: {found.reason}"
        return CannotLookUp(reason, self._renew_not_before)

    def _ask(self, paper: Paper, doi: str, last: RetractionRecord | None) -> RetractionRecord | CannotLookUp:
        """Ask, write the answer down, and tell of what is new in it."""
        found = self._source.look_up(doi)
        if isinstance(found, CannotLookUp):
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

    def stop_for(self, paper_id: str) -> Obstacle | None:
        """Return why no post of a paper may go out now, or None where they may."""
        return self.gate.stop_for(self.papers[paper_id])
