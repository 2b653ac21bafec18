"""The client, against a real server on loopback that stands in for Crossref."""

import time
from datetime import timedelta

import pytest

import scicomm_bot.notices.crossref as module
from scicomm_bot.notices.crossref import CannotLookUp, CrossrefClient
from support.crossref_standin import BY_BOTH, NOTHING_ON_RECORD, PAPER, Given, work
from support.samples import NOW


@pytest.fixture
def naps():
    return []


@pytest.fixture
def client(crossref, naps):
    return CrossrefClient(crossref.url, version="1.2", mailto=None, now=lambda: NOW, seconds=5, sleep=naps.append)


def test_what_is_on_record_is_returned_with_the_source_and_the_time(client, crossref):
    crossref.answer(BY_BOTH)
    record = client.look_up(PAPER)
    assert (record.stops.type, record.source, record.checked_at) == ("retraction", crossref.url, NOW)


def test_a_doi_that_crossref_does_not_know_is_that_and_no_failure(client):
    record = client.look_up("10.5555/nobody")
    assert (record.known, record.stops) == (False, None)


@pytest.mark.parametrize(
    ("doi", "path"),
    [
        ("10.5555/NAPS.2022.7", "/works/10.5555/naps.2022.7"),
        ("10.5555/(SICI)1097-4636(1998)43:4<449::AID>3.0.CO;2-#", "/works/10.5555/%28sici%291097-4636%281998%2943%3A4%3C449%3A%3Aaid%3E3.0.co%3B2-%23"),
        ("10.5555/a?b&c=d%e", "/works/10.5555/a%3Fb%26c%3Dd%25e"),
        ("10.5555/é", "/works/10.5555/%C3%A9"),
    ],
)  # fmt: skip
def test_a_doi_is_asked_for_in_lower_case_with_its_special_signs_encoded(client, crossref, doi, path):
    client.look_up(doi)
    assert crossref.paths == [path]


def test_a_doi_with_dots_in_its_path_is_not_taken_for_another_page(client, crossref):
    crossref.answer(NOTHING_ON_RECORD)
    assert client.look_up(f"10.5555/x/../../{PAPER}") == CannotLookUp("its answer is about another DOI")


@pytest.mark.parametrize(
    ("mailto", "agent"),
    [(None, "scicomm-bot/1.2"), ("press@example.org", "scicomm-bot/1.2 (mailto:press@example.org)")],
)
def test_it_says_who_asks_and_whom_to_write_to(crossref, mailto, agent):
    CrossrefClient(crossref.url, version="1.2", mailto=mailto, now=lambda: NOW).look_up(PAPER)
    assert crossref.requests[0][2] == agent


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Given(b"oops", 500), "it answered 500"),
        (Given(b"", 403), "it answered 403"),
        (Given(b"", 204), "it answered 204"),
        (Given(b"<html>sorry</html>"), "not JSON"),
        (Given({"message": {}}), "holds no work"),
        (Given(work("10.5555/another")), "another DOI"),
    ],
)  # fmt: skip
def test_what_is_no_answer_teaches_nothing(client, crossref, given, why):
    crossref.answer(given)
    found = client.look_up(PAPER)
    assert isinstance(found, CannotLookUp)
    assert why in found.reason
    assert found.until is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "Sat, 28 Nov 2026 07:10:02 GMT"}, 600),
        ({}, 60),
        ({"Retry-After": "soon"}, 60),
        ({"Retry-After": "-5"}, 60),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "999999999"}, 86_400),
    ],
)
def test_a_429_says_when_to_come_again(client, crossref, headers, seconds):
    crossref.answer(b"slow down", status=429, headers=headers)
    found = client.look_up(PAPER)
    assert isinstance(found, CannotLookUp)
    assert found.until == NOW + timedelta(seconds=seconds)


def test_it_keeps_the_pace_that_crossref_asks_for(client, crossref, naps):
    crossref.rates = {"x-rate-limit-limit": "2", "x-rate-limit-interval": "1s"}
    crossref.answer(NOTHING_ON_RECORD)
    client.look_up(PAPER)
    assert naps == []
    client.look_up(PAPER)
    assert naps == [pytest.approx(0.5, abs=0.2)]


def test_a_pace_too_slow_to_wait_for_is_told_instead(client, crossref):
    crossref.rates = {"x-rate-limit-limit": "1", "x-rate-limit-interval": "60s"}
    crossref.answer(NOTHING_ON_RECORD)
    client.look_up(PAPER)
    found = client.look_up(PAPER)
    assert isinstance(found, CannotLookUp)
    assert timedelta(seconds=50) < found.until - NOW <= timedelta(seconds=60)
    assert len(crossref.requests) == 1


@pytest.mark.parametrize("trickle", [0.05, 30], ids=["bytes-now-and-then", "none-at-all"])
def test_a_look_up_ends_in_time_whatever_the_server_does(crossref, trickle):
    crossref.answer(Given(NOTHING_ON_RECORD, trickle=trickle))
    client = CrossrefClient(crossref.url, version="1", mailto=None, now=lambda: NOW, seconds=0.4)
    began = time.monotonic()
    found = client.look_up(PAPER)
    assert time.monotonic() - began < 2
    assert found == CannotLookUp("no whole answer within 0.4 s")


def test_an_answer_that_is_longer_than_any_work_is_not_read_to_its_end(client, crossref, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 1_000)
    crossref.answer(work() | {"more": "x" * 2_000})
    found = client.look_up(PAPER)
    assert "longer than 1,000 bytes" in found.reason


def test_nobody_there_is_a_failure_and_no_exception():
    found = CrossrefClient("http://127.0.0.1:1", version="1", mailto=None, now=lambda: NOW).look_up(PAPER)
    assert isinstance(found, CannotLookUp)
    assert "no answer" in found.reason


def test_a_redirect_on_the_same_host_is_followed(client, crossref):
    crossref.answer(b"", status=301, headers={"Location": "/works/10.5555/merged"})
    crossref.answer(work("10.5555/merged"), doi="10.5555/merged")
    assert client.look_up(PAPER).known


@pytest.mark.parametrize("to", ["http://127.0.0.1:1/works/x", "https://example.invalid/", "//example.invalid/x"])
def test_a_redirect_to_another_host_is_not(client, crossref, to):
    crossref.answer(b"", status=302, headers={"Location": to})
    assert client.look_up(PAPER) == CannotLookUp("it leads to another host")


def test_redirects_without_end_are_a_failure(client, crossref):
    crossref.answer(b"", status=302, headers={"Location": f"/works/{PAPER}"})
    assert "without end" in client.look_up(PAPER).reason
