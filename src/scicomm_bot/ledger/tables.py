"""The tables of the ledger. Each column is stated once, for SQLite and PostgreSQL, for writing and for reading.

A column that is added here needs a step in `migrations` that adds it to the ledgers there are. Names of columns never
change: they are older than the names in the program.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.ledger.rows import Row, from_iso, to_iso


class Kind(Enum):
    """What a column holds."""

    KEY = auto()
    TEXT = auto()
    SORTED_TEXT = auto()
    """Text that is compared byte by byte, as SQLite always does."""
    TIME = auto()
    """ISO 8601 in UTC with microseconds, so that times sort as text."""
    SORTED_TIME = auto()
    COUNT = auto()
    FLAG = auto()
    STATE = auto()

    @property
    def is_time(self) -> bool:
        """Whether it holds a time."""
        return self in {Kind.TIME, Kind.SORTED_TIME}


class Dialect(Enum):
    """Which database; it says how it calls each kind of column, those that it does not name are TEXT."""

    SQLITE = auto()
    POSTGRES = auto()

    def type_of(self, kind: Kind) -> str:
        """Return the type of a kind of column."""
        return _TYPES[self].get(kind, "TEXT")


_TYPES = {
    Dialect.SQLITE: {Kind.KEY: "INTEGER PRIMARY KEY", Kind.COUNT: "INTEGER", Kind.FLAG: "INTEGER"},
    Dialect.POSTGRES: {
        Kind.KEY: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        Kind.COUNT: "BIGINT",
        Kind.FLAG: "INTEGER",
        Kind.SORTED_TEXT: 'TEXT COLLATE "C"',
        Kind.SORTED_TIME: 'TEXT COLLATE "C"',
    },
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: As the database has it.
        kind: What it holds.
        rule: What must hold of it: `NOT NULL`, a default, a reference.
        field: The field of the data that it is read into; empty for none.
    """

    name: str
    kind: Kind = Kind.TEXT
    rule: str = ""
    field: str = ""

    @property
    def is_key(self) -> bool:
        """Whether it tells the rows of its table apart."""
        return self.kind is Kind.KEY or self.rule.startswith("PRIMARY KEY")

    @property
    def may_be_empty(self) -> bool:
        """Whether a row may have nothing there."""
        return not (self.is_key or self.rule.startswith("NOT NULL"))

    def written(self, value: object) -> object:
        """Return a value as the database keeps it."""
        if isinstance(value, datetime):
            return to_iso(value)
        if isinstance(value, bool):
            return int(value)
        return str(value) if self.kind is Kind.STATE else value

    def read(self, value: Any) -> Any:  # noqa: ANN401 - a column may hold anything
        """Return a value of the database as the program has it."""
        if self.kind.is_time:
            return from_iso(value)
        if self.kind is Kind.FLAG:
            return None if value is None else bool(value)
        return PublicationState(value) if self.kind is Kind.STATE else value


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, what must hold of a row, and its indexes."""

    name: str
    columns: tuple[Column, ...]
    checks: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()

    def create(self, dialect: Dialect) -> Iterator[str]:
        """Yield the statements that make the table and its indexes."""
        columns = (f"{one.name} {dialect.type_of(one.kind)} {one.rule}".rstrip() for one in self.columns)
        strict = " STRICT" if dialect is Dialect.SQLITE else ""
        yield f"CREATE TABLE {self.name} ({', '.join((*columns, *self.checks))}){strict}"
        yield from self.indexes

    def insert(self, values: Mapping[str, object], conflict: str = "") -> tuple[str, list[object]]:
        """Return the statement that writes a row with these columns, and its values; `conflict` is put behind it."""
        kept = {one.name: one.written(values[one.name]) for one in self.columns if one.name in values}
        names, marks = ", ".join(kept), ", ".join("?" * len(kept))
        return f"INSERT INTO {self.name} ({names}) VALUES ({marks}) {conflict}".rstrip(), list(kept.values())

    def read(self, row: Row) -> dict[str, Any]:
        """Return the fields of a row; a ledger of an earlier version that is only read may lack some."""
        there = set(row.keys())
        return {one.field: one.read(row[one.name]) for one in self.columns if one.field and one.name in there}


ACCOUNT = Table(
    "account",
    (
        Column("id", rule="PRIMARY KEY", field="id"),  # the network's own id; 'dry-run' in a rehearsal
        Column("username", rule="NOT NULL", field="username"),
        Column("fingerprint", rule="NOT NULL"),  # of the credentials that this id was read with
        Column("paused"),  # not used since version 4: see `pause`
        Column("paused_until"),
        Column("first_look_at", Kind.TIME),  # when a new ledger read what was out already, or NULL
        Column("baseline_x_id"),  # the greatest own id that was there then, or NULL
        Column("budget_told", Kind.TIME),  # the month of which it was last told how much of its budget is spent
    ),
)
PAUSE = Table(
    "pause",  # why nothing goes out, or nothing of one paper; what has ended stays
    (
        Column("number", Kind.KEY),
        Column("account", rule="NOT NULL"),  # empty for one that began before the account was known
        Column(
            "cause",
            rule="NOT NULL",  # as PauseCause has them
        ),
        Column("paper", rule="NOT NULL DEFAULT ''"),  # empty for the whole account
        Column("note", rule="NOT NULL", field="note"),
        Column("by", field="by"),  # who began it, or NULL
        Column("since", Kind.SORTED_TIME, "NOT NULL", "since"),
        Column("until", Kind.SORTED_TIME, field="until"),  # when it ends by itself, or NULL
        Column("ended_at", Kind.TIME),  # when it was ended, or NULL
    ),
    # Pauses of different causes stand side by side; one of the same cause is replaced.
    indexes=("CREATE UNIQUE INDEX one_pause ON pause (account, cause, paper) WHERE ended_at IS NULL",),
)
_STATES = ", ".join(f"'{state}'" for state in ("claimed", "posted", "unknown", "refused", "released", "skipped"))
_OUT_OR_OPEN = "state IN ('claimed', 'unknown', 'posted')"
_FILLS_SLOT = "slot IS NOT NULL AND state IN ('claimed', 'unknown', 'posted', 'refused')"
PUBLICATION = Table(
    "publication",
    (
        Column("number", Kind.KEY),  # in the order of claiming
        Column("attempt_id", rule="NOT NULL UNIQUE", field="attempt_id"),
        Column("account_id", rule="NOT NULL REFERENCES account (id)", field="account_id"),
        Column("post_id", rule="NOT NULL", field="post_id"),
        Column("text", rule="NOT NULL", field="text"),  # exactly what was sent; never leaves the ledger
        Column("text_sha256", rule="NOT NULL", field="text_sha256"),
        Column("price_micro_usd", Kind.COUNT, "NOT NULL", "price_micro_usd"),
        Column("state", Kind.STATE, f"NOT NULL CHECK (state IN ({_STATES}))", "state"),
        Column("slot", Kind.SORTED_TIME, field="slot"),  # the slot it fills, or NULL
        Column("claimed_at", Kind.SORTED_TIME, "NOT NULL", "claimed_at"),
        Column("send_by", Kind.TIME, "NOT NULL", "send_by"),
        Column("ends_by", Kind.TIME, "NOT NULL", "ends_by"),
        Column("ended_at", Kind.SORTED_TIME, field="ended_at"),
        Column("x_post_id", Kind.SORTED_TEXT, field="remote_id"),
        Column("reason", field="reason"),
        Column("reply_to", field="reply_to"),  # the id of the post that it replies to, or NULL
        Column("settled", Kind.FLAG, "NOT NULL DEFAULT 0", "settled"),  # released because two looks found nothing
        Column("duplicate", Kind.FLAG, "NOT NULL DEFAULT 0", "duplicate"),  # refused as a duplicate
        Column("adopted", Kind.FLAG, "NOT NULL DEFAULT 0", "adopted"),  # found by a ledger that did not know it
        Column("late_x_post_id", field="late_remote_id"),  # an id that came after it had been released
        Column("asks_person", field="asks_person"),  # why looking does not help any more, or NULL
        Column("withdrawn_at", Kind.TIME, field="withdrawn_at"),
        Column("withdrawn_why", field="withdrawn_why"),
        Column("media_sha256", rule="NOT NULL DEFAULT ''", field="media_sha256"),  # of its pictures; empty for none
        Column("by_hand", Kind.FLAG, "NOT NULL DEFAULT 0", "by_hand"),  # a person shared it, and said so
        # How much of the price is for alt texts, which are charges of their own; NULL before version 8: they are not.
        Column("alt_micro_usd", Kind.COUNT, field="alt_micro_usd"),
        Column("with_link", Kind.FLAG, field="with_link"),  # whether it was priced as one; NULL before version 8
        Column("delete_micro_usd", Kind.COUNT, field="delete_micro_usd"),  # what deleting it cost; NULL before 8
    ),
    checks=("CHECK ((state = 'posted') = (x_post_id IS NOT NULL))",),
    indexes=(
        # One open publication to an account: whoever inserts first has won the claim.
        "CREATE UNIQUE INDEX one_open ON publication (account_id) WHERE state IN ('claimed', 'unknown')",
        # A post, and a text, is out or open at most once.
        f"CREATE UNIQUE INDEX post_once ON publication (account_id, post_id) WHERE {_OUT_OR_OPEN}",
        f"CREATE UNIQUE INDEX text_once ON publication (account_id, text_sha256) WHERE {_OUT_OR_OPEN}",
        # Two services that wake for the same slot fill it once.
        f"CREATE UNIQUE INDEX slot_once ON publication (account_id, slot) WHERE {_FILLS_SLOT}",
        "CREATE UNIQUE INDEX x_post_once ON publication (account_id, x_post_id) WHERE x_post_id IS NOT NULL",
        "CREATE INDEX by_post ON publication (account_id, post_id, number)",
        "CREATE INDEX by_end ON publication (account_id, ended_at) WHERE state = 'posted'",
        "CREATE INDEX by_claim ON publication (account_id, claimed_at)",
        "CREATE INDEX by_x_id ON publication (account_id, length(x_post_id), x_post_id) WHERE x_post_id IS NOT NULL",
        # Next to none are late; `status` asks for them each time.
        "CREATE INDEX late_ids ON publication (number) WHERE late_x_post_id IS NOT NULL",
        # Next to none are withdrawn; each step asks what deleting them cost this month.
        "CREATE INDEX withdrawals ON publication (account_id, withdrawn_at) WHERE withdrawn_at IS NOT NULL",
    ),
)
CHARGE = Table(
    "charge",  # calls that X bills and that leave no publication
    (
        Column("number", Kind.KEY),
        Column("at", Kind.SORTED_TIME, "NOT NULL", "at"),
        Column("kind", rule="NOT NULL", field="kind"),  # as ChargeKind has them
        Column("count", Kind.COUNT, "NOT NULL", "count"),
        Column("micro_usd", Kind.COUNT, "NOT NULL", "micro_usd"),
        Column("post_id", field="post_id"),  # the post that they were made for, or NULL
        Column("attempt_id", field="attempt_id"),  # the attempt, or NULL; one that was never claimed is in no other row
    ),
    indexes=(
        "CREATE INDEX charges_at ON charge (at)",
        "CREATE INDEX charges_of ON charge (attempt_id) WHERE attempt_id IS NOT NULL",
    ),
)
LOOK = Table(
    "look",  # complete looks at the timeline that did not find an attempt's text; times by the network's clock
    (
        Column("number", Kind.KEY),
        Column("attempt_id", rule="NOT NULL REFERENCES publication (attempt_id)"),
        Column("began", Kind.TIME, "NOT NULL", "began"),
        Column("ended", Kind.TIME, "NOT NULL", "ended"),
        Column("looked_at", Kind.TIME, "NOT NULL", "looked_at"),  # by this machine's clock
    ),
    indexes=("CREATE INDEX look_of ON look (attempt_id, number)",),
)
SERVICE = Table(
    "service",
    (
        Column("name", rule="PRIMARY KEY", field="name"),  # host and process of a running service
        Column("started_at", Kind.TIME, "NOT NULL", "started_at"),
        Column("seen_at", Kind.TIME, "NOT NULL", "seen_at"),
    ),
)
RETRACTION = Table(
    "retraction",  # look-ups of a paper's DOI that were answered, each of them: what is on record against it
    (
        Column("number", Kind.KEY),
        Column("doi", rule="NOT NULL", field="doi"),  # in lower case
        Column("checked_at", Kind.TIME, "NOT NULL", "checked_at"),
        Column("source", rule="NOT NULL", field="source"),  # who was asked
        Column("known", Kind.FLAG, "NOT NULL", "known"),  # whether they know this DOI
        Column("updates", rule="NOT NULL"),  # JSON: {"by": [...], "of": [...]}
    ),
    indexes=("CREATE INDEX retraction_of ON retraction (doi, number)",),
)
WAIT = Table(
    "wait",  # who asked to be left alone, and until when
    (Column("source", rule="PRIMARY KEY"), Column("not_before", Kind.TIME, "NOT NULL")),
)
HEALTH = Table(
    "health",  # how posting goes, a row for the service and one for `post --once`
    (
        Column("source", rule="PRIMARY KEY"),
        Column("failures", Kind.COUNT, "NOT NULL", "failures"),  # in a row; 0 after a success
        Column("failing_since", Kind.TIME, field="failing_since"),  # when the first of them was, or NULL
        Column("code"),  # of the last failure, or NULL where there never was one
        Column("words", field="words"),
        Column("failed_at", Kind.TIME, field="failed_at"),
        Column("good_at", Kind.TIME, field="good_at"),  # when the last success was, or NULL
    ),
)
MISSED_SLOT = Table(
    "missed_slot",  # slots that passed without a post although posts were waiting; the newest are kept
    (
        Column("slot", Kind.SORTED_TIME, "PRIMARY KEY", "slot"),
        Column("words", rule="NOT NULL", field="words"),  # why
        Column("failure", Kind.FLAG, "NOT NULL", "failure"),  # whether something failed; else a person was waited for
    ),
)
TABLES = (ACCOUNT, PAUSE, PUBLICATION, CHARGE, LOOK, SERVICE, RETRACTION, WAIT, HEALTH, MISSED_SLOT)


def create_all(dialect: Dialect) -> list[str]:
    """Return the statements that make an empty ledger."""
    statements = [statement for table in TABLES for statement in table.create(dialect)]
    if dialect is Dialect.POSTGRES:  # SQLite keeps the version in the file's head
        one_account = "CREATE UNIQUE INDEX one_account ON account ((1))"
        return ["CREATE TABLE ledger (version INTEGER NOT NULL)", *statements, one_account]
    return statements
