"""Two records of one paper: what tells that they are, and what only looks so."""

import time
from dataclasses import replace

import pytest

from scicomm_bot.records.doubles import same_work, work_keys
from scicomm_bot.records.names import group, inverted
from scicomm_bot.records.record import Record
from scicomm_bot.records.sources.raw import author_of

PAPER = Record(origin="a", title="Frost in high meadows", authors=(inverted("Brunner, Eva"),), year=2023)


def with_doi(doi: str, **changes: object) -> Record:
    return replace(PAPER, doi=doi, **changes)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (with_doi("10.1000/ABC"), with_doi("10.1000/abc")),
        (with_doi("10.1000/abc"), with_doi("10.1000/abc", title="Something else entirely", year=1999)),
        (with_doi("10.1000/abc"), PAPER),
        (PAPER, replace(PAPER, title="Frost in High Meadows.")),
        (PAPER, replace(PAPER, title="Frost in high\u2010meadows")),
        (PAPER, replace(PAPER, title="\u201cFrost\u201d in high meadows")),
        (PAPER, replace(PAPER, year=2022)),
        (replace(PAPER, year=2021), replace(PAPER, year=2023, online_year=2022)),
        (PAPER, replace(PAPER, year=None)),
        (PAPER, replace(PAPER, authors=())),
        (PAPER, replace(PAPER, authors=(author_of("Brunner E"),))),
        (PAPER, replace(PAPER, authors=(author_of("Eva Brunner"),))),
        (replace(PAPER, pmid="11"), with_doi("10.1000/abc", pmid="11", title=None)),
        (replace(PAPER, title="CO\u2082 in meadows"), replace(PAPER, title="CO2 in meadows")),
    ],
)
def test_records_of_one_paper(a: Record, b: Record) -> None:
    assert same_work(a, b)
    assert same_work(b, a)
    assert work_keys(a) & work_keys(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (with_doi("10.1000/abc"), with_doi("10.1000/abd")),
        (PAPER, replace(PAPER, title="Frost in low meadows")),
        (PAPER, replace(PAPER, year=2021)),
        (PAPER, replace(PAPER, authors=(inverted("Rossi, Ada"),))),
        (PAPER, replace(PAPER, authors=(group("Brunner Study Group"),))),
        (replace(PAPER, title="Editorial"), replace(PAPER, title="Editorial")),
        (replace(PAPER, title=None), replace(PAPER, title=None)),
        (replace(PAPER, pmid="11"), replace(PAPER, pmid="12")),
        (replace(PAPER, title="Frost of 10\u00b2 meadows"), replace(PAPER, title="Frost of 102 meadows")),
    ],
)
def test_records_of_two_papers(a: Record, b: Record) -> None:
    assert not same_work(a, b)
    assert not same_work(b, a)


def test_paper_and_its_preprint_are_two() -> None:
    preprint = with_doi("10.48550/arXiv.2301.01234", arxiv_id="2301.01234", is_preprint=True)
    assert not same_work(preprint, with_doi("10.1000/abc", arxiv_id="2301.01234"))


def test_keys_of_ten_thousand_records_take_a_moment() -> None:
    records = [replace(PAPER, title=f"Frost in high meadows, part {number}") for number in range(10_000)]
    begun = time.process_time()
    assert len(set().union(*map(work_keys, records))) == len(records)
    assert time.process_time() - begun < 2
