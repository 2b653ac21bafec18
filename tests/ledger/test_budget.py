"""A month's budget is never passed, whoever spends at once; what came to nothing is given back."""

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import OverBudgetError
from scicomm_bot.ledger import open_ledger
from support.fakes import FakeLedger
from support.samples import ACCOUNT, MONTH, NOW, make_claim

CLAIMED, POSTED, UNKNOWN, REFUSED, RELEASED, SKIPPED = PublicationState
PRICE = 15_000


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def address(request, tmp_path):
    return str(tmp_path / "state.db") if request.param == "SQLite" else request.getfixturevalue("postgres")


@pytest.fixture(params=["fake", "SQLite", "PostgreSQL"])
def ledger(request, tmp_path):
    if request.param == "fake":
        ledger = FakeLedger()
    else:
        place = str(tmp_path / "state.db") if request.param == "SQLite" else request.getfixturevalue("postgres")
        ledger = open_ledger(place, create=True)
    ledger.adopt(ACCOUNT, "fingerprint")
    yield ledger
    ledger.close()


def put(ledger, name, state=POSTED, *, at=NOW, price=PRICE, budget=None):
    ledger.claim(ACCOUNT.id, make_claim(name, name, at=at, price=price), budget)
    if state is not CLAIMED:
        number = str(100 + len(ledger.publications())) if state is POSTED else None
        ledger.record(name, state, at, remote_id=number)


def alt_texts(count=2, name="a", at=NOW):
    return Charge(ChargeKind.ALT_TEXT, at, count, count * 5_000, f"paper/{name}", name)


class TestClaim:
    @pytest.mark.parametrize("budget", [PRICE, PRICE + 1, None])
    def test_one_that_the_budget_has_room_for_is_won(self, ledger, budget):
        put(ledger, "a", CLAIMED, budget=budget)
        assert ledger.spent(MONTH) == PRICE

    @pytest.mark.parametrize("budget", [0, PRICE - 1])
    def test_one_that_would_go_over_it_writes_nothing(self, ledger, budget):
        with pytest.raises(OverBudgetError):
            put(ledger, "a", budget=budget)
        assert ledger.publications() == []
        assert ledger.spent(MONTH) == 0

    @pytest.mark.parametrize("state", [UNKNOWN, POSTED])
    def test_what_may_be_out_stays_reserved(self, ledger, state):
        put(ledger, "a", state, budget=PRICE)
        assert ledger.spent(MONTH) == PRICE

    @pytest.mark.parametrize("state", [REFUSED, RELEASED])
    def test_what_is_certainly_not_out_is_given_back(self, ledger, state):
        put(ledger, "a", state, budget=PRICE)
        put(ledger, "b", budget=PRICE)
        assert ledger.spent(MONTH) == PRICE

    def test_the_month_is_that_of_its_own_time(self, ledger):
        put(ledger, "a", at=MONTH - timedelta(microseconds=1), budget=PRICE)
        put(ledger, "b", at=MONTH, budget=PRICE)
        with pytest.raises(OverBudgetError):
            put(ledger, "c", at=MONTH + timedelta(days=29), budget=PRICE)

    def test_whoever_decided_before_another_claimed_is_refused(self, address):
        """Two containers: both see room for one post, and one of them is quicker."""
        one, two = open_ledger(address, create=True), open_ledger(address, create=True)
        one.adopt(ACCOUNT, "fingerprint")
        assert [ledger.history([], [], since=MONTH).spent_micro_usd for ledger in (one, two)] == [0, 0]
        put(one, "a", budget=PRICE)
        with pytest.raises(OverBudgetError):
            put(two, "b", budget=PRICE)
        assert two.spent(MONTH) == PRICE
        one.close()
        two.close()

    def test_nobody_adds_up_while_another_who_has_added_up_still_writes(self, address, monkeypatch):
        """The one timing at which both would find room: the other's sum lies between this one's sum and its end."""
        one, two = open_ledger(address, create=True), open_ledger(address, create=True)
        one.adopt(ACCOUNT, "fingerprint")
        summed, came_to, spent = threading.Event(), [], two.spent

        def sum_and_tell(since):
            summed.set()
            return spent(since)

        def other():
            try:
                two.claim(ACCOUNT.id, make_claim("b", "b"), PRICE)
            except OverBudgetError as error:
                came_to.append(error)

        monkeypatch.setattr(two, "spent", sum_and_tell)
        thread = threading.Thread(target=other)
        with one._writing():
            one.refuse_over_budget(PRICE, NOW, PRICE, "a")
            thread.start()
            assert not summed.wait(0.3)
            one.insert_publication(ACCOUNT.id, make_claim("a", "a"), POSTED, remote_id="7")
        thread.join(10)
        assert len(came_to) == 1
        assert one.spent(MONTH) == PRICE
        one.close()
        two.close()

    def test_processes_that_spend_at_once_spend_the_budget_and_no_more(self, address):
        budget, price, alt = 400_000, 7_000, 10
        script = Path(__file__).with_name("spenders.py")
        done = subprocess.run(
            [sys.executable, script, address, "5", str(budget), str(price)], capture_output=True, text=True, check=True
        )
        said = done.stdout.splitlines()
        assert [one.split()[0] for one in said] == ["claimed"] * 5, (said, done.stderr)
        ledger = open_ledger(address, create=True)
        out = [one for one in ledger.publications() if one.state is POSTED]
        assert len(out) == sum(int(one.split()[1]) for one in said)
        assert budget - (price + alt) * 2 < ledger.spent(MONTH) <= budget
        assert len(out) * price <= budget
        ledger.close()


class TestCharges:
    def test_they_count_and_come_back_as_they_were(self, ledger):
        kept = [alt_texts(), Charge(ChargeKind.READ_POST, NOW, 3, 3_000), Charge(ChargeKind.READ_USER, NOW, 1, 10_000)]
        for one in kept:
            ledger.add_charge(one)
        assert ledger.charges_between(MONTH, NOW + timedelta(seconds=1)) == kept
        assert ledger.charges_between(MONTH, NOW) == []
        assert ledger.spent(MONTH) == ledger.history([], [], since=MONTH).spent_micro_usd == 23_000
        assert ledger.spent(NOW + timedelta(seconds=1)) == 0

    def test_a_read_is_written_down_whatever_the_budget(self, ledger):
        put(ledger, "a", budget=PRICE)
        ledger.add_charge(Charge(ChargeKind.READ_POST, NOW, 1, 1_000, "paper/a", "a"))
        assert ledger.spent(MONTH) == PRICE + 1_000

    def test_alt_texts_are_reserved_only_with_room_for_their_post(self, ledger):
        with pytest.raises(OverBudgetError):
            ledger.reserve(alt_texts(), 24_999, beside=PRICE)
        assert ledger.charges_between(MONTH, NOW + timedelta(days=1)) == []
        ledger.reserve(alt_texts(), 25_000, beside=PRICE)
        assert ledger.spent(MONTH) == 10_000

    @pytest.mark.parametrize(("taken", "spent"), [(0, 0), (1, 5_000), (2, 10_000)])
    def test_alt_texts_that_x_did_not_take_are_given_back(self, ledger, taken, spent):
        ledger.reserve(alt_texts(), None)
        ledger.reserve(alt_texts(1, "other"), None)
        ledger.give_back(alt_texts(), taken)
        assert ledger.spent(MONTH) == spent + 5_000

    def test_a_post_that_is_out_twice_is_paid_for_twice(self, ledger):
        put(ledger, "a", RELEASED)
        ledger.claim(ACCOUNT.id, make_claim("b", "a"))
        ledger.record("b", POSTED, NOW, remote_id="7")
        for _ in range(2):
            ledger.record_late("a", "6", NOW)
        assert ledger.spent(MONTH) == 2 * PRICE
        [late] = ledger.charges_between(MONTH, NOW + timedelta(days=1))
        assert (late.kind, late.post_id, late.micro_usd) == (ChargeKind.POST, "paper/a", PRICE)

    def test_deleting_costs_what_it_cost_then(self, ledger):
        put(ledger, "a")
        assert ledger.withdraw("a", NOW, "wrong", 30_000).deletion_micro_usd == 30_000
        assert ledger.spent(MONTH) == PRICE + 30_000


def test_of_a_month_people_are_told_once_by_whomever(address):
    one, two = open_ledger(address, create=True), open_ledger(address, create=True)
    assert not one.tell_of_budget(MONTH)  # a ledger that was never used has spent nothing
    one.adopt(ACCOUNT, "fingerprint")
    december = MONTH.replace(month=12)
    assert [one.tell_of_budget(MONTH), two.tell_of_budget(MONTH), two.tell_of_budget(december)] == [True, False, True]
    one.close()
    two.close()
