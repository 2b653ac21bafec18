"""The client of registries, against a real server on loopback that stands in for Crossref."""

import time
from datetime import timedelta

import pytest

import scicomm_bot.registries.client as module
from scicomm_bot.registries.answers import CannotLookUp, Found
from scicomm_bot.registries.client import Registry
from scicomm_bot.registries.crossref import work as ask
from support.crossref_standin import NOTHING_ON_RECORD, PAPER, Given, LoopbackCrossref, work
from support.samples import NOW


@pytest.fixture
def crossref():
    with LoopbackCrossref() as server:
        yield server


@pytest.fixture
def naps():
    return []


@pytest.fixture
def client(crossref, naps):
    return Registry(crossref.url, version="1.2", mailto=None, now=lambda: NOW, seconds=5, sleep=naps.append)


def test_a_document_is_returned_as_it_came(client, crossref):
    crossref.answer(b"{}")
    assert ask(client, PAPER) == Found(b"{}")


def test_nothing_at_an_address_is_that_and_no_failure(client):
    assert ask(client, "10.5555/nobody") == Found(None)


@pytest.mark.parametrize(
    ("doi", "path"),
    [
        ("10.5555/(sici)1097-4636(1998)43:4<449::aid>3.0.co;2-#", "/works/10.5555/%28sici%291097-4636%281998%2943%3A4%3C449%3A%3Aaid%3E3.0.co%3B2-%23"),
        ("10.5555/a?b&c=d%e", "/works/10.5555/a%3Fb%26c%3Dd%25e"),
        ("10.5555/\u00e9", "/works/10.5555/%C3%A9"),
    ],
)  # fmt: skip
def test_a_doi_is_asked_for_with_its_special_signs_encoded(client, crossref, doi, path):
    ask(client, doi)
    assert crossref.paths == [path]


@pytest.mark.parametrize(
    ("mailto", "agent"),
    [(None, "scicomm-bot/1.2"), ("press@example.org", "scicomm-bot/1.2 (mailto:press@example.org)")],
)
def test_it_says_who_asks_and_whom_to_write_to(crossref, mailto, agent):
    ask(Registry(crossref.url, version="1.2", mailto=mailto, now=lambda: NOW), PAPER)
    assert crossref.requests[0][2] == agent


@pytest.mark.parametrize("status", [500, 403, 204, 410])
def test_a_status_that_is_no_answer_teaches_nothing(client, crossref, status):
    crossref.answer(b"", status=status)
    assert ask(client, PAPER) == CannotLookUp(f"it answered {status}")


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
    assert ask(client, PAPER).until == NOW + timedelta(seconds=seconds)


def test_nothing_is_asked_before_the_time_for_which_it_asked_to_be_left_alone(client, crossref):
    crossref.answer(b"slow down", status=429, headers={"Retry-After": "120"})
    ask(client, PAPER)
    assert ask(client, PAPER).until == NOW + timedelta(seconds=120)
    assert len(crossref.requests) == 1


def test_it_keeps_the_pace_that_the_registry_asks_for(client, crossref, naps):
    crossref.rates = {"x-rate-limit-limit": "2", "x-rate-limit-interval": "1s"}
    crossref.answer(NOTHING_ON_RECORD)
    ask(client, PAPER)
    assert naps == []
    ask(client, PAPER)
    assert naps == [pytest.approx(0.5, abs=0.2)]


def test_a_least_gap_is_kept_where_the_answers_allow_more(crossref, naps):
    crossref.answer(NOTHING_ON_RECORD)
    client = Registry(crossref.url, version="1", mailto=None, now=lambda: NOW, least_gap=3, sleep=naps.append)
    ask(client, PAPER)
    ask(client, PAPER)
    assert naps == [pytest.approx(3, abs=0.2)]


def test_a_pace_too_slow_to_wait_for_is_told_instead(client, crossref):
    crossref.rates = {"x-rate-limit-limit": "1", "x-rate-limit-interval": "60s"}
    crossref.answer(NOTHING_ON_RECORD)
    ask(client, PAPER)
    found = ask(client, PAPER)
    assert timedelta(seconds=50) < found.until - NOW <= timedelta(seconds=60)
    assert len(crossref.requests) == 1


@pytest.mark.parametrize("trickle", [0.05, 30], ids=["bytes-now-and-then", "none-at-all"])
def test_a_question_ends_in_time_whatever_the_server_does(crossref, trickle):
    crossref.answer(Given(NOTHING_ON_RECORD, trickle=trickle))
    client = Registry(crossref.url, version="1", mailto=None, now=lambda: NOW, seconds=0.4)
    began = time.monotonic()
    found = ask(client, PAPER)
    assert time.monotonic() - began < 2
    assert found == CannotLookUp("no whole answer within 0.4 s")


def test_a_question_ends_within_what_is_left_to_the_caller(client, crossref):
    crossref.answer(Given(NOTHING_ON_RECORD, trickle=30))
    began = time.monotonic()
    found = ask(client, PAPER, within=0.3)
    assert time.monotonic() - began < 2
    assert found == CannotLookUp("no whole answer within 0.3 s")


def test_a_wait_that_is_longer_than_what_is_left_is_not_begun(crossref, naps):
    crossref.answer(NOTHING_ON_RECORD)
    client = Registry(crossref.url, version="1", mailto=None, now=lambda: NOW, least_gap=3, sleep=naps.append)
    ask(client, PAPER)
    assert ask(client, PAPER, within=2) == CannotLookUp("the time for this record is used up")
    assert naps == []


def test_an_answer_that_is_longer_than_any_record_is_not_read_to_its_end(client, crossref, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 1_000)
    crossref.answer(work() | {"more": "x" * 2_000})
    assert "longer than 1,000 bytes" in ask(client, PAPER).reason


def test_nobody_there_is_a_failure_and_no_exception():
    found = ask(Registry("http://127.0.0.1:1", version="1", mailto=None, now=lambda: NOW), PAPER)
    assert isinstance(found, CannotLookUp)
    assert "no answer" in found.reason


def test_a_redirect_on_the_same_host_is_followed_and_told(client, crossref):
    crossref.answer(b"", status=301, headers={"Location": "/works/10.5555/merged"})
    crossref.answer(b"{}", doi="10.5555/merged")
    assert ask(client, PAPER) == Found(b"{}", moved=True)


@pytest.mark.parametrize("to", ["http://127.0.0.1:1/works/x", "https://example.invalid/", "//example.invalid/x"])
def test_a_redirect_to_another_host_is_not(client, crossref, to):
    crossref.answer(b"", status=302, headers={"Location": to})
    assert ask(client, PAPER) == CannotLookUp("it leads to another host")


def test_redirects_without_end_are_a_failure(client, crossref):
    crossref.answer(b"", status=302, headers={"Location": f"/works/{PAPER}"})
    assert "without end" in ask(client, PAPER).reason
