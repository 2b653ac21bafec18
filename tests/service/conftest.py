"""A service on the fakes."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.bot import Bot, Opening
from scicomm_bot.service import Service
from support.fakes import FakeClock, FakeLedger, ScriptedPublisher, attempt_ids
from support.samples import ACCOUNT, CALL_WITHIN, SETTLE_WITHIN
from support.service_fakes import SLOT, FakeDesk, Files


@pytest.fixture(autouse=True)
def _heartbeats(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))


@pytest.fixture
def clock():
    return FakeClock(SLOT - timedelta(hours=1))


@pytest.fixture
def ledger():
    ledger = FakeLedger()
    ledger.adopt(ACCOUNT, "fingerprint")
    return ledger


@pytest.fixture
def publisher(clock):
    return ScriptedPublisher(x_now=clock.now)


@pytest.fixture
def files():
    return Files("one", "two", "three")


@pytest.fixture
def naps():
    """How long the service waited between two tries, in seconds; here it does not wait."""
    return []


@pytest.fixture
def start(clock, ledger, publisher, files, naps, caplog):
    """Starts a service on the fakes; options replace parts of it."""
    caplog.set_level(logging.INFO, "scicomm_bot")

    def start(name="host:1", **parts):
        its_ledger, its_publisher = parts.get("ledger", ledger), parts.get("publisher", publisher)
        new_id, opening = attempt_ids(name), Opening()

        def terms():
            gap = parts.get("terms_gap", timedelta(minutes=files.edition.content.schedule.least_gap_minutes))
            return replace(files.edition.terms(None), least_gap=gap)

        def bot_for(_):
            return Bot(
                its_ledger, its_publisher, clock, ACCOUNT, terms(),
                call_within=CALL_WITHIN, settle_within=SETTLE_WITHIN, new_attempt_id=new_id, opening=opening,
            )  # fmt: skip

        bot = parts.get("bot_for", bot_for)
        hold = parts.get("hold", lambda edition: edition.checked)
        desk = FakeDesk(clock, its_ledger, files, bot, hold, parts.get("renewals", ()))
        desk.switch = parts.get("switch")
        service = Service(desk, name)
        service.begin()
        service._nap = naps.append
        return service

    return start
