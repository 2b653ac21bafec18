"""Tables for spreadsheets: CSV (RFC 4180) in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from scicomm_bot.characters.invisible import without_invisible

_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""With one of these at its beginning, a spreadsheet may run a cell, or read it as a number (OWASP, "CSV Injection"). A
wide sign counts as the narrow one where East Asian settings are used."""


def table_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the rows of a table as CSV, without line ends behind them; a text keeps the line breaks that it has."""
    for row in (header, *rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([_safe(cell) for cell in row])  # it quotes what has these
        yield line.getvalue().removesuffix("\r\n")


def amount(micro_usd: int) -> str:
    """Return an amount in US dollars as a number that spreadsheets read: `0.015`."""
    return f"{micro_usd / 1_000_000:.6f}".rstrip("0").ljust(5, "0")


def _safe(cell: str) -> str:
    """Return a cell behind an apostrophe where it would be read as a formula; signs that nobody sees hide none."""
    first = without_invisible(cell).lstrip(" \u00a0")[:1]
    return f"'{cell}" if first in _FORMULA and first else cell
