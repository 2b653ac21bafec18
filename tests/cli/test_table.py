"""Tables for spreadsheets: no cell is a formula, and each text comes back."""

import csv
import io

import pytest

from scicomm_bot.cli.table import amount, table_lines


def read(*cells):
    text = "\n".join(table_lines(["a"] * len(cells), [cells]))
    return list(csv.reader(io.StringIO(text)))[1]


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20a",
        "\n=1",
    ],
)
def test_what_a_spreadsheet_would_run_is_behind_an_apostrophe(cell):
    assert read(cell) == [f"'{cell}"]


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "plain",
        "a=b",
        "3 - 2",
        'say "x", please',
        "two\nlines",
        "نورون",
        "\u22120.5 points",
        "'=1",
        "2026-11-30",
        "0.015",
    ],
)
def test_all_else_is_as_it_was(cell):
    assert read(cell) == [cell]


@pytest.mark.parametrize(
    ("micro", "written"),
    [
        (0, "0.000"),
        (15_000, "0.015"),
        (200_000, "0.200"),
        (1_500_000, "1.500"),
        (15, "0.000015"),
        (12_345_678_900, "12345.6789"),
    ],
)
def test_an_amount_is_a_number(micro, written):
    assert amount(micro) == written
    assert float(written) * 1_000_000 == pytest.approx(micro)
