"""What lies between two moments, in both databases."""

from datetime import timedelta

import pytest

from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.ledger import When, open_ledger
from support.samples import ACCOUNT, NOW, make_claim

HOUR = timedelta(hours=1)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def ledger(request, tmp_path):
    address = str(tmp_path / "state.db") if request.param == "SQLite" else request.getfixturevalue("postgres")
    ledger = open_ledger(address, create=True)
    ledger.adopt(ACCOUNT, "fingerprint")
    yield ledger
    ledger.close()


def put(ledger, name, at, ended, state=PublicationState.POSTED):
    ledger.claim(ACCOUNT.id, make_claim(name, name, at=at))
    if ended is not None:
        remote_id = str(100 + len(ledger.publications())) if state is PublicationState.POSTED else None
        ledger.record(name, state, ended, remote_id=remote_id)


def names(ledger, which, start, end):
    return [one.attempt_id for one in ledger.publications_between(which, start, end)]


def test_the_beginning_is_included_and_the_end_is_not(ledger):
    for hours, name in enumerate("abc"):
        put(ledger, name, NOW + hours * HOUR, NOW + hours * HOUR)
    for which in (When.CLAIMED, When.ENDED, When.LAST):
        assert names(ledger, which, NOW, NOW + 2 * HOUR) == ["a", "b"]


def test_each_moment_is_its_own(ledger):
    put(ledger, "a", NOW, NOW + HOUR)
    put(ledger, "b", NOW + HOUR, None)
    ledger.withdraw("a", NOW + 3 * HOUR, "wrong")
    assert names(ledger, When.CLAIMED, NOW, NOW + HOUR) == ["a"]
    assert names(ledger, When.ENDED, NOW + HOUR, NOW + 2 * HOUR) == ["a"]
    assert names(ledger, When.WITHDRAWN, NOW + 3 * HOUR, NOW + 4 * HOUR) == ["a"]
    assert names(ledger, When.WITHDRAWN, NOW, NOW + 3 * HOUR) == []
    assert names(ledger, When.LAST, NOW + HOUR, NOW + 2 * HOUR) == ["a", "b"]  # b is open: when it was claimed
