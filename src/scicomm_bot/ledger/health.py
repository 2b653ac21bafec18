"""Whether posting works: failures in a row, the last success, slots that were missed."""

from datetime import datetime

from scicomm_bot.domain.health import FailureCode, Health, MissedSlot, Source
from scicomm_bot.ledger.base import OF_THE_ACCOUNT, Base
from scicomm_bot.ledger.rows import to_iso
from scicomm_bot.ledger.tables import HEALTH, MISSED_SLOT

_SINCE = 5
"""The version that brought the tables."""
KEPT = 100
"""As many missed slots are kept."""
_MOST_WORDS = 1_000


class HealthBook(Base):
    """The tables `health` and `missed_slot`; a ledger of an earlier version that is only read may lack them."""

    def health(self) -> list[Health]:
        """Return how posting goes, for each source that ever tried."""
        if self.version < _SINCE:
            return []
        return [
            Health(
                **HEALTH.read(row), source=Source(row["source"]), code=FailureCode(row["code"]) if row["code"] else None
            )
            for row in self._rows("SELECT * FROM health ORDER BY source")
        ]

    def note_failures(
        self,
        source: Source,
        code: FailureCode,
        words: str,
        at: datetime,
        *,
        count: int = 1,
        since: datetime | None = None,
    ) -> None:
        """Write down that tries came to nothing: `count` of them, the first at `since`, the last at `at`."""
        values = {
            "source": str(source), "failures": count, "failing_since": since or at, "code": str(code),
            "words": words[:_MOST_WORDS], "failed_at": at,
        }  # fmt: skip
        again = (
            "ON CONFLICT (source) DO UPDATE SET failures = health.failures + excluded.failures, "
            "failing_since = coalesce(health.failing_since, excluded.failing_since), "
            "code = excluded.code, words = excluded.words, failed_at = excluded.failed_at"
        )
        with self._writing():
            self._rows(*HEALTH.insert(values, again))

    def note_success(self, source: Source, at: datetime) -> None:
        """Write down that a try went well; no failure counts any more, and the last one stays to be read."""
        values = {"source": str(source), "failures": 0, "good_at": at}
        again = "ON CONFLICT (source) DO UPDATE SET failures = 0, failing_since = NULL, good_at = excluded.good_at"
        with self._writing():
            self._rows(*HEALTH.insert(values, again))

    def note_end_of_failures(self, source: Source) -> None:
        """Write down that what failed works again, though nothing went out yet."""
        with self._writing():
            self._rows("UPDATE health SET failures = 0, failing_since = NULL WHERE source = ?", [str(source)])

    def note_missed(self, missed: MissedSlot) -> bool:
        """Write down that a slot was missed; return whether it was not known yet. The newest are kept."""
        values = {"slot": missed.slot, "words": missed.words[:_MOST_WORDS], "failure": missed.failure}
        with self._writing():
            new = self._rows(*MISSED_SLOT.insert(values, "ON CONFLICT (slot) DO NOTHING RETURNING slot"))
            self._rows(
                "DELETE FROM missed_slot WHERE slot NOT IN (SELECT slot FROM missed_slot ORDER BY slot DESC LIMIT ?)",
                [KEPT],
            )
        return bool(new)

    def last_missed(self) -> MissedSlot | None:
        """Return the newest slot that was missed, or None."""
        found = self._rows("SELECT * FROM missed_slot ORDER BY slot DESC LIMIT 1") if self.version >= _SINCE else []
        return MissedSlot(**MISSED_SLOT.read(found[0])) if found else None

    def slot_is_filled(self, slot: datetime, *, posted: bool = False) -> bool:
        """Return whether a publication has filled a slot, or may still; with `posted`, whether one that is out has."""
        filled = "state IN ('claimed', 'unknown', 'posted', 'refused')"  # to the letter as the index has it
        only = " AND state = 'posted'" if posted else ""
        row = self._row(
            f"SELECT 1 AS yes FROM publication WHERE {OF_THE_ACCOUNT} AND slot = ? AND {filled}{only}", [to_iso(slot)]
        )
        return row is not None
