"""What Crossref has on record, asked of a real server on loopback that stands in for it."""

import pytest

from scicomm_bot.notices.crossref import Crossref
from scicomm_bot.registries.answers import CannotLookUp
from scicomm_bot.registries.client import Registry
from support.crossref_standin import BY_BOTH, NOTHING_ON_RECORD, PAPER, Given, work
from support.samples import NOW


@pytest.fixture
def source(crossref):
    registry = Registry(crossref.url, version="1.2", mailto=None, now=lambda: NOW, seconds=5, sleep=lambda _: None)
    return Crossref(registry, lambda: NOW)


def test_what_is_on_record_is_returned_with_the_source_and_the_time(source, crossref):
    crossref.answer(BY_BOTH)
    record = source.look_up(PAPER)
    assert (record.stops.type, record.source, record.checked_at) == ("retraction", crossref.url, NOW)


def test_a_doi_that_crossref_does_not_know_is_that_and_no_failure(source):
    record = source.look_up("10.5555/nobody")
    assert (record.known, record.stops) == (False, None)


def test_a_doi_is_asked_for_in_lower_case(source, crossref):
    source.look_up("10.5555/NAPS.2022.7")
    assert crossref.paths == ["/works/10.5555/naps.2022.7"]


def test_a_doi_with_dots_in_its_path_is_not_taken_for_another_page(source, crossref):
    crossref.answer(NOTHING_ON_RECORD)
    assert source.look_up(f"10.5555/x/../../{PAPER}") == CannotLookUp("its answer is about another DOI")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Given(b"oops", 500), "it answered 500"),
        (Given(b"<html>sorry</html>"), "not JSON"),
        (Given({"message": {}}), "holds no work"),
        (Given(work("10.5555/another")), "another DOI"),
    ],
)
def test_what_is_no_answer_teaches_nothing(source, crossref, given, why):
    crossref.answer(given)
    found = source.look_up(PAPER)
    assert isinstance(found, CannotLookUp)
    assert why in found.reason


def test_a_redirect_on_the_same_host_may_lead_to_another_doi(source, crossref):
    crossref.answer(b"", status=301, headers={"Location": "/works/10.5555/merged"})
    crossref.answer(work("10.5555/merged"), doi="10.5555/merged")
    assert source.look_up(PAPER).known
