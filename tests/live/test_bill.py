"""What `preview` says a paper will cost is what the stand-in for X counts, and what `spend` says afterwards."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.spending import spend_of
from scicomm_bot.medium.length import urls
from scicomm_bot.plan import upcoming_slots
from scicomm_bot.service import Service
from scicomm_bot.settings import load_settings
from support.fakes import FakeClock
from support.pictures import png
from xserver import Fault, Kind

START = datetime(2026, 12, 1, tzinfo=UTC)
PRICES = {
    "post": 0.015,
    "post with a link": 0.2,
    "alt text": 0.005,
    "deletion": 0.01,
    "post read": 0.001,
    "account read": 0.01,
}
"""X's price list of 2026-08-22, as `x-platform.md` has it: written out here, so that a slip in the program is seen."""
KINDS = {"POST /2/media/metadata": "alt text", "DELETE /2/tweets/:id": "deletion", "GET /2/users/me": "account read"}


@pytest.fixture
def clock():
    return FakeClock(START)


@pytest.fixture
def counted(x, clock, monkeypatch):
    """What X would bill by kind of call: each that it did, whether or not its answer arrived."""
    calls, answer = Counter(), x.answer

    def count(request):
        done = answer(request)
        if done.status >= 300:
            return done
        if request.route == "POST /2/tweets":
            calls["post with a link" if urls(request.body["text"]) else "post"] += 1
        elif request.route == "GET /2/users/:id/tweets":
            calls["post read"] += len(json.loads(done.body).get("data", []))
        elif request.route in KINDS:
            calls[KINDS[request.route]] += 1
        return done

    monkeypatch.setattr(x, "answer", count)
    x.account.clock = lambda: clock.now().timestamp()
    return calls


@pytest.fixture
def bot(live, cli, monkeypatch):
    """The shipped paper, live, with every post approved."""
    monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")


def approve_all(cli):
    ids = [post["id"] for post in json.loads(cli("preview", "--json").out)["posts"]]
    done = cli("approve", *ids, "--by", "Jane Doe")
    assert done.code == 0, done.err
    return ids


def run_until_all_is_out(clock, ids):
    """Tick at each slot, and between them as often as it takes to settle what was lost; return what `spend` says."""
    with Desk(load_settings()[0], clock, rehearse=False, access=Access.MAKE) as desk:
        service = Service(desk, "test:1")
        for _ in range(4 * len(ids)):
            [slot] = upcoming_slots(desk.document().content.schedule, clock.now() + timedelta(minutes=10), 1)
            clock.forward((slot - clock.now()).total_seconds() + 1)
            for _ in range(4):
                service.tick()
                clock.forward(minutes=2)
            out = {one.post_id for one in desk.made_ledger.publications() if one.remote_id}
            if out == set(ids):
                break
        assert out == set(ids)
        first = spend_of(desk, "2026-12")
        months = [first, spend_of(desk, "2027-01"), spend_of(desk, "2027-02")]
        return [(str(one.kind), one.count, one.micro_usd) for month in months for one in month.calls]


def by_kind(calls):
    counts, cost = Counter(), Counter()
    for kind, count, micro_usd in calls:
        counts[kind] += count
        cost[kind] += micro_usd
    return counts, cost


def usd(counts, *without):
    return round(sum(PRICES[kind] * count for kind, count in counts.items() if kind not in without), 6)


READS = ("post read", "account read")


@pytest.mark.usefixtures("shipped", "bot")
class TestShippedPaper:
    def test_what_it_will_cost_is_what_x_counts_and_what_was_spent(self, cli, clock, counted):
        said = json.loads(cli("preview", "--json").out)["price_usd"]
        spent, cost = by_kind(run_until_all_is_out(clock, approve_all(cli)))
        assert spent == counted
        assert said == usd(counted, *READS) == 0.29
        assert sum(cost.values()) / 1_000_000 == usd(counted) == 0.3  # and who we are, asked once

    def test_lost_answers_and_refused_connections_cost_reads_that_are_told_apart(self, x, cli, clock, counted):
        said = json.loads(cli("preview", "--json").out)["price_usd"]
        ids = approve_all(cli)
        x.faults.next("POST /2/tweets", Fault(Kind.LOST, publish=True))
        x.faults.next("POST /2/tweets", Fault(Kind.SERVER_ERROR))
        spent, cost = by_kind(run_until_all_is_out(clock, ids))
        assert spent == counted
        assert counted["post read"] > 0
        assert said == usd(counted, *READS)
        assert sum(cost.values()) / 1_000_000 == usd(counted)

    @pytest.mark.parametrize(("link", "price"), [("source", 0.29), ("all", 1.4), ("none", 0.105)])
    def test_each_way_of_linking_costs_what_preview_compares(self, shipped, cli, clock, counted, link, price):
        [compared] = json.loads(cli("preview", "--json").out)["links"]
        assert compared == {"paper": "gcsf-als", "source_usd": 0.29, "all_usd": 1.4, "none_usd": 0.105}
        file = shipped / "posts.yaml"
        text = file.read_text().replace("    study:", f"    link: {link}\n    study:", 1)
        file.write_text(text.replace(" (a blood growth factor) may", " may") if link == "all" else text)  # to fit in
        run_until_all_is_out(clock, approve_all(cli))
        assert usd(counted, *READS) == price == compared[f"{link}_usd"]


@pytest.mark.usefixtures("bot")
def test_alt_texts_that_came_to_nothing_are_paid_for_as_well(live, x, cli, clock, counted):
    (live / "mouse.png").write_bytes(png(9, 9))
    file = live / "posts.yaml"
    file.write_text(
        file.read_text().replace(
            "        evidence:", "        images: [{file: mouse.png, alt: A mouse.}]\n        evidence:", 1
        )
    )
    said = json.loads(cli("preview", "--json").out)["price_usd"]
    ids = approve_all(cli)
    x.faults.next("POST /2/tweets", Fault(Kind.TOO_MANY))
    spent, cost = by_kind(run_until_all_is_out(clock, ids))
    assert spent == counted
    assert counted["alt text"] == 2
    assert said == round(usd(counted, *READS) - PRICES["alt text"], 6)
    assert sum(cost.values()) / 1_000_000 == usd(counted)
