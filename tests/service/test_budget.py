"""Once a month the log says that most of the budget is spent."""

from datetime import timedelta

from scicomm_bot.domain.publication import PublicationState
from support.samples import make_claim
from support.service_fakes import said

MINUTE = timedelta(minutes=1)


def spend(ledger, clock, price, name="a1"):
    ledger.claim(ledger.account().id, make_claim(name, name, at=clock.now(), price=price))
    ledger.record(name, PublicationState.POSTED, clock.now(), remote_id=str(90 + len(ledger.publications())))


def ticks(service, clock, minutes=5):
    for _ in range(minutes):
        service.tick()
        clock.forward(minutes=1)


def test_it_is_said_once_a_month_at_eighty_percent(start, ledger, clock, caplog):
    service = start()
    service.desk.monthly_budget_micro_usd = 100_000
    spend(ledger, clock, 79_999)
    ticks(service, clock)
    assert said(caplog, "budget") == []
    spend(ledger, clock, 1, "a2")
    ticks(service, clock)
    [told] = said(caplog, "budget")
    month = f"{clock.now():%B %Y}"
    assert told["reason"].startswith(f"80% of the budget of {month} is spent: $0.080 of $0.100")
    assert "nothing more" not in told["reason"]
    clock.forward(days=31)
    spend(ledger, clock, 100_000, "a3")
    ticks(service, clock)
    again = said(caplog, "budget")[-1]["reason"]
    assert again.startswith("100% of the budget of")
    assert "nothing more goes out before 1 " in again


def test_another_service_of_the_ledger_does_not_say_it_again(start, ledger, clock, caplog):
    for name in ("host:1", "host:2"):
        service = start(name)
        service.desk.monthly_budget_micro_usd = 0
        ticks(service, clock)
    assert len(said(caplog, "budget")) == 1


def test_without_a_budget_nothing_is_said(start, ledger, clock, caplog):
    spend(ledger, clock, 10**9)
    ticks(start(), clock)
    assert said(caplog, "budget") == []
