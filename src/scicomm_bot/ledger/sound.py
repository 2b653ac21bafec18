"""Whether a row can be what this program wrote: a sound file may hold a value that no version of it writes.

A person who edits the tables, or another program, leaves such values; SQLite's own check of the file does not see them.
"""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from scicomm_bot.domain.account import PauseCause
from scicomm_bot.domain.charge import ChargeKind
from scicomm_bot.domain.health import FailureCode, Source
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.ledger.rows import Row
from scicomm_bot.ledger.tables import TABLES, Kind, Table

_FROM = re.compile(r"\bFROM (\w+)|\bINTO (\w+)")
_YEARS = range(1970, 2_500)
"""A time beyond these is no moment at which anything was done; 1970 stands for a time that is not known."""
_MOST = 2**53


def _is_time(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    return moment.tzinfo is not None and moment.year in _YEARS


def _is_count(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < _MOST


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_updates(value: object) -> bool:
    """Whether a text is what `notices` writes of the updates of a paper."""
    try:
        kept = json.loads(str(value))
        return all(_is_update(one) for key in ("by", "of") for one in kept[key])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def _is_update(one: dict[str, object]) -> bool:
    on, sources = one["on"], one["sources"]
    dated = on is None or (isinstance(on, str) and bool(date.fromisoformat(on)))
    listed = isinstance(sources, list) and all(map(_is_text, sources))
    return dated and listed and _is_text(one["type"]) and _is_text(one["doi"])


_SOUND: dict[Kind, Callable[[object], bool]] = {
    Kind.KEY: _is_count,
    Kind.COUNT: _is_count,
    Kind.FLAG: lambda value: value in {0, 1},
    Kind.TIME: _is_time,
    Kind.SORTED_TIME: _is_time,
    Kind.STATE: frozenset(PublicationState).__contains__,
    Kind.TEXT: _is_text,
    Kind.SORTED_TEXT: _is_text,
}
_KNOWN: dict[tuple[str, str], Callable[[object], bool]] = {
    ("pause", "cause"): frozenset(map(str, PauseCause)).__contains__,
    ("charge", "kind"): frozenset(map(str, ChargeKind)).__contains__,
    ("health", "source"): frozenset(map(str, Source)).__contains__,
    ("health", "code"): frozenset(map(str, FailureCode)).__contains__,
    ("retraction", "updates"): _are_updates,
}
"""Columns of text with a form of their own, or a fixed set of values."""
_BY_NAME = {table.name: table for table in TABLES}


def damage_in(sql: str, rows: Sequence[Row]) -> str | None:
    """Return which value of these rows of a statement cannot be, or None.

    The place is named by table, row and column, as a person needs it who looks for it: the value is not shown, since it
    may be anything.
    """
    found = _FROM.search(sql)
    table = _BY_NAME.get(found[1] or found[2]) if found is not None else None
    if table is None or not rows:
        return None
    there = set(rows[0].keys())
    checks = [(name, nothing, check) for name, nothing, check in _checks(table) if name in there]
    if "at" in there:
        checks.append(("at", True, _is_time))
    for row in rows:
        for name, nothing, check in checks:
            value = row[name]
            if not (nothing if value is None else check(value)):
                return f"{_which(table, row, there)} of {table.name}, column {name}, {_what(value)}"
    return None


def _checks(table: Table) -> list[tuple[str, bool, Callable[[object], bool]]]:
    """Return for each column its name, whether it may hold nothing, and what its values must be."""
    of = table.name
    return [(one.name, one.may_be_empty, _KNOWN.get((of, one.name), _SOUND[one.kind])) for one in table.columns]


def _which(table: Table, row: Row, there: set[str]) -> str:
    key = next((one.name for one in table.columns if one.is_key), "")
    return f"row {row[key]!r}" if key in there and isinstance(row[key], str | int) else "a row"


def _what(value: object) -> str:
    return "holds nothing" if value is None else "holds what this program never writes there"
