"""What the ledger keeps of look-ups at Crossref: shared by all containers, and still there after a restart."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from scicomm_bot.domain.notice import RetractionRecord, Update
from scicomm_bot.ledger.base import Base, in_parts, marks
from scicomm_bot.ledger.rows import Row
from scicomm_bot.ledger.tables import RETRACTION, WAIT

_SINCE = 3
"""The version that brought the tables."""


class Notices(Base):
    """The tables `retraction` and `wait`; a database of an earlier version that is only read may lack them."""

    def add_retraction(self, record: RetractionRecord) -> None:
        """Write down what a look-up found; earlier ones are kept."""
        updates = json.dumps({"by": _to_json(record.updates), "of": _to_json(record.updates_of)})
        with self._writing():
            self._rows(*RETRACTION.insert({**_fields(record), "updates": updates}))

    def retractions(self, dois: Sequence[str]) -> dict[str, RetractionRecord]:
        """Return what the newest look-up found, for each of these DOIs (in lower case) that was looked up."""
        if self.version < _SINCE:
            return {}
        found: dict[str, RetractionRecord] = {}
        for some in in_parts(dois):
            for row in self._rows(
                "SELECT * FROM retraction WHERE number IN (SELECT max(number) FROM retraction "
                f"WHERE doi IN ({marks(some)}) GROUP BY doi)",
                some,
            ):
                found[row["doi"]] = _record(row)
        return found

    def wait_for(self, source: str, until: datetime) -> None:
        """Write down that a source asked to be left alone until then."""
        with self._writing():
            again = "ON CONFLICT (source) DO UPDATE SET not_before = excluded.not_before"
            self._rows(*WAIT.insert({"source": source, "not_before": until}, again))

    def asked_to_wait(self, source: str) -> datetime | None:
        """Return until when a source asked to be left alone, which may have passed; None where it never did."""
        found = self._rows("SELECT not_before FROM wait WHERE source = ?", [source]) if self.version >= _SINCE else []
        return datetime.fromisoformat(found[0]["not_before"]) if found else None


def _to_json(updates: Sequence[Update]) -> list[dict[str, object]]:
    return [
        {"type": one.type, "doi": one.doi, "on": one.on and one.on.isoformat(), "sources": one.sources}
        for one in updates
    ]


def _record(row: Row) -> RetractionRecord:
    kept = json.loads(row["updates"])
    by, of = (
        tuple(
            Update(one["type"], one["doi"], one["on"] and date.fromisoformat(one["on"]), tuple(one["sources"]))
            for one in kept[key]
        )
        for key in ("by", "of")
    )
    return RetractionRecord(**RETRACTION.read(row), updates=by, updates_of=of)


def _fields(record: RetractionRecord) -> dict[str, object]:
    return {"doi": record.doi, "checked_at": record.checked_at, "source": record.source, "known": record.known}
