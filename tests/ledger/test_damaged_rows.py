"""A sound file with a value that this program never writes: one clear error, and nothing goes out."""

import sqlite3

import pytest

from scicomm_bot.errors import LedgerError
from scicomm_bot.ledger.sqlite import open_sqlite
from support.ledger_samples import fill
from support.samples import NOW

DAMAGE = [
    ("publication", "claimed_at", "yesterday"),
    ("publication", "claimed_at", "2026-11-28T07:00:02"),  # without a zone
    ("publication", "ended_at", "9999-12-31T23:59:59+00:00"),
    ("publication", "state", "sent"),
    ("publication", "price_micro_usd", -1),
    ("publication", "price_micro_usd", 2**62),
    ("publication", "settled", 7),
    ("publication", "slot", ""),
    ("pause", "cause", "bad weather"),
    ("pause", "since", "0001-01-01T00:00:00+00:00"),
    ("look", "began", "soon"),
    ("service", "seen_at", "2026-13-01T00:00:00+00:00"),
    ("retraction", "updates", '{"by": 7}'),
    ("retraction", "known", 3),
    ("wait", "not_before", "later"),
    ("health", "source", "nobody"),
    ("health", "code", "ouch"),
    ("missed_slot", "failure", -1),
]


@pytest.fixture
def path(tmp_path):
    made = open_sqlite(tmp_path / "state.db", create=True, now=NOW)
    fill(made)
    made.close()
    return tmp_path / "state.db"


def spoil(path, table, column, value):
    db = sqlite3.connect(path)
    db.execute("PRAGMA ignore_check_constraints=ON")
    db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = (SELECT max(rowid) FROM {table})", [value])  # noqa: S608
    db.commit()
    db.close()


@pytest.mark.parametrize(("table", "column", "value"), DAMAGE)
def test_examining_names_the_damaged_value(path, table, column, value):
    spoil(path, table, column, value)
    ledger = open_sqlite(path, create=False)
    damage = ledger.damage()
    ledger.close()
    assert f"of {table}, column {column}" in damage


def test_sound_ledger_is_not_called_damaged(path):
    ledger = open_sqlite(path, create=False)
    assert ledger.damage() is None
    ledger.close()


def test_reading_a_damaged_row_names_row_column_and_remedy(path):
    spoil(path, "publication", "claimed_at", "yesterday")
    ledger = open_sqlite(path, create=False)
    with pytest.raises(LedgerError) as error:
        ledger.publications()
    ledger.close()
    assert "the ledger is damaged: row 8 of publication, column claimed_at" in str(error.value)
    assert "restored from a backup" in str(error.value)


def test_bytes_that_are_no_text_in_the_tables_own_definition_are_damage(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    data = path.read_bytes()
    assert b"CREATE INDEX late_ids" in data
    path.write_bytes(data.replace(b"CREATE INDEX late_ids", b"CREATE INDEX \xb3ate_ids"))
    with pytest.raises(LedgerError, match="state file"):
        open_sqlite(path, create=False)
