"""Whether papers still stand, for a desk: what its ledger has on record, and what Crossref says now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from scicomm_bot.ledger import SqlLedger
from scicomm_bot.notices.policy import Case, PaperState, Trust, paper_states
from scicomm_bot.notices.records import fingerprint, records_of
from scicomm_bot.settings import Settings

if TYPE_CHECKING:
    from scicomm_bot.bot import Clock
    from scicomm_bot.domain.notice import RetractionRecord
    from scicomm_bot.domain.paper import Paper
    from scicomm_bot.notices.corrections import CorrectionDue
    from scicomm_bot.notices.gate import Gate, LookedUp, Renewal
    from scicomm_bot.notices.memory import NoticesInMemory
    from scicomm_bot.registries.answers import CannotLookUp


class Lookups:
    """Looks papers up; where the settings turn that off, every paper counts as standing."""

    def __init__(
        self,
        settings: Settings,
        clock: "Clock",
        ledger: Callable[[], SqlLedger | None],
        on_notice: "Callable[[Paper, RetractionRecord], object]",
    ) -> None:
        """Make the look-ups of a desk.

        Args:
            settings: Whether to look at all, where, and how long an answer serves.
            clock: The time.
            ledger: Returns the ledger, or None where there is none and none may be made.
            on_notice: Called with each answer of Crossref's that has something new on record.
        """
        self._settings = settings
        self._clock = clock
        self._ledger = ledger
        self._on_notice = on_notice
        self._gate: Gate | None = None
        self._memory: NoticesInMemory | None = None

    @property
    def on(self) -> bool:
        """Whether papers are looked up at all."""
        return self._settings.retraction_check

    @property
    def source(self) -> tuple[str, str]:
        """Where papers are looked up, and how long an answer serves, as the settings say it."""
        return self._settings.crossref_url, self._settings.retraction_max_age

    @property
    def _trust(self) -> Trust | None:
        if not self.on:
            return None
        return Trust(self._settings.answer_serves(), timedelta(days=self._settings.retraction_word_days))

    @property
    def kept(self) -> "SqlLedger | NoticesInMemory":
        """What keeps answers and waits: the ledger, or this process where there is none."""
        ledger = self._ledger()
        if ledger is not None:
            return ledger
        from scicomm_bot.notices.memory import NoticesInMemory

        self._memory = self._memory or NoticesInMemory()
        return self._memory

    @property
    def gate(self) -> "Gate | None":
        """What looks papers up at Crossref; None where that is turned off."""
        trust = self._trust
        if self._gate is None and trust is not None:
            from scicomm_bot import __version__
            from scicomm_bot.notices.crossref import Crossref
            from scicomm_bot.notices.gate import Gate
            from scicomm_bot.registries.client import Registry

            url, mailto, now = self._settings.crossref_url, self._settings.crossref_mailto, self._clock.now
            memory = self.kept
            registry = Registry(url, version=__version__, mailto=mailto, now=now, waits=memory)
            self._gate = Gate(Crossref(registry, now), memory, now, trust, tell=self._on_notice)
        return self._gate

    def look_up(self, papers: "Iterable[Paper]", *, again: bool = False) -> "dict[str, LookedUp]":
        """Return whether each paper stands, by its id; nothing where that is turned off.

        Crossref is asked where the last answer is too old, or `again` is set.
        """
        gate = self.gate
        return {paper.id: gate.look_up(paper, again=again) for paper in papers} if gate is not None else {}

    def still_stopped(self, papers: "Iterable[Paper]") -> bool:
        """Whether a look now, where the last one is old, finds every one of these stopped papers stopped as before."""
        return all(one.state.case is Case.STOPPED for one in self.look_up(papers).values())

    def renew(self, papers: "Sequence[Paper]") -> "Renewal | CannotLookUp | None":
        """Look the one paper up again that most needs it; None where that is turned off."""
        return None if self.gate is None else self.gate.renew(papers)

    def records(self, papers: "Iterable[Paper]") -> "dict[str, RetractionRecord]":
        """Return what is on record against each paper, by its id, without asking; nothing where that is turned off."""
        return records_of(papers, self._ledger() or self._memory) if self.on else {}

    def states(
        self,
        papers: "Sequence[Paper]",
        looked_up: "Mapping[str, LookedUp] | None",
        where: "Mapping[str, str]",
    ) -> dict[str, PaperState]:
        """Return whether each paper stands, by its id: as it was just looked up, else as the ledger's record says.

        `where` says of each paper, by its id, where a person writes that they have looked: "to papers/naps.yaml".
        """
        states = paper_states(
            papers, self.records(papers), self._clock.now(), self._trust, lambda paper: where[paper.id]
        )
        return states | {paper_id: one.state for paper_id, one in (looked_up or {}).items()}

    def corrections_due(self, papers: "Sequence[Paper]") -> "dict[str, CorrectionDue]":
        """Return the papers that take a correction, by their ids."""
        from scicomm_bot.notices.corrections import corrections_due

        return corrections_due(papers, self.records(papers), self._ledger())

    def fingerprint(self, papers: "Sequence[Paper]") -> object:
        """Return a value that differs when what is on record has changed, or which papers take a correction."""
        ledger = self._ledger()
        return fingerprint(papers, ledger) if self.on and ledger is not None else None
