"""From rows of the ledger's tables to models, and how times are written in them."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.domain.service import ServiceSign


class Row(Protocol):
    """A row whose columns are looked up by name, as sqlite3 and psycopg both give them."""

    def __getitem__(self, column: str, /) -> Any:  # noqa: ANN401 - a column may hold anything
        ...

    def keys(self) -> Collection[str]:
        """Return the names of the columns; a ledger of an earlier version that is only read has fewer."""


def stamp(moment: datetime) -> str:
    """Write a time in UTC with microseconds, so that stamps sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(written: str | None) -> datetime | None:
    """Read a stamp back."""
    return None if written is None else datetime.fromisoformat(written)


def publication(row: Row | Mapping[str, Any]) -> Publication:
    """Read a row of `publication`."""
    return Publication(
        attempt_id=row["attempt_id"],
        account_id=row["account_id"],
        post_id=row["post_id"],
        text=row["text"],
        text_sha256=row["text_sha256"],
        price_micro_usd=row["price_micro_usd"],
        state=PublicationState(row["state"]),
        slot=moment(row["slot"]),
        claimed_at=datetime.fromisoformat(row["claimed_at"]),
        send_by=datetime.fromisoformat(row["send_by"]),
        ends_by=datetime.fromisoformat(row["ends_by"]),
        ended_at=moment(row["ended_at"]),
        remote_id=row["x_post_id"],
        reason=row["reason"],
        reply_to=row["reply_to"],
        late_remote_id=row["late_x_post_id"],
        settled=bool(row["settled"]),
        duplicate=bool(row["duplicate"]),
        adopted=bool(row["adopted"]),
        asks_person=row["asks_person"],
        withdrawn_at=moment(row["withdrawn_at"]),
        withdrawn_why=row["withdrawn_why"],
        media_sha256=row["media_sha256"] if "media_sha256" in row.keys() else "",  # noqa: SIM118 - no mapping, in SQLite
    )


def service(row: Row | Mapping[str, Any]) -> ServiceSign:
    """Read a row of `service`."""
    return ServiceSign(
        name=row["name"],
        started_at=datetime.fromisoformat(row["started_at"]),
        seen_at=datetime.fromisoformat(row["seen_at"]),
    )
