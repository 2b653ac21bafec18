"""A year of services: every post goes out at a slot that the plan had named, whatever happens in between."""

import random
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

import scicomm_bot.rehearsal
from scicomm_bot.domain.publication import OPEN_STATES, Publication, PublicationState
from scicomm_bot.plan import SLOT_GRACE, quiet_time
from support.fakes import FakeClock
from year.world import EVENTS, Faults, Faulty, Year, day_of, firsts

BEGIN = datetime(2026, 12, 1, tzinfo=UTC)
SCHEDULE = """\
schedule:
  timezone: {zone}
  slots: ["mon, wed 10:30", "sun 02:30", "30 17 * * 1,4", "tue, wed, fri 21:50"]
  least_gap_minutes: 45
  most_per_day: {most}
  order: {order}
  missed: {missed}
  quiet: [fri, 2026-12-24 to 2027-01-02, "22:00-02:00", {{holidays: BE}}]
"""
GAP, BUDGET = timedelta(minutes=45), 0.40
EVENT_SHARE = 0.25


def lived(year: Year) -> Year:
    """Live through the year; at each slot, what goes out is what was planned."""
    end = BEGIN + timedelta(days=year.days)
    while year.clock.now() < end:
        now, plan = year.clock.now(), year.plan()
        ahead = [slot for slot in plan.slots if slot.at > now]
        year.planned |= {slot.at for slot in ahead}
        upcoming = ahead[0] if ahead else None
        until = upcoming.at if upcoming else now + timedelta(days=2)
        if year.rng.random() < EVENT_SHARE:
            year.clock.forward((until - now).total_seconds() * year.rng.uniform(0, 0.9))
            year.befall()
            no_more_than_one_late(year, firsts(year.new()))
            continue
        if upcoming is None:
            year.clock.forward((until - now).total_seconds())
            continue
        faults, back = year.faults.begun, year.latest
        got = [one.post_id for one in year.live_through(upcoming)]
        named = [post.id for slot in ahead if slot.at < year.clock.now() for post in slot.posts]
        if upcoming.at <= back:  # the clock was set back, and the slot may be filled already
            continue
        if faults == year.faults.begun:
            assert got == named, "\n".join([*year.told[-25:], *map(str, ahead[:3])])
        else:
            assert set(got) <= {post.id for slot in ahead for post in slot.posts}, "\n".join(year.told[-25:])
    return year


def no_more_than_one_late(year: Year, out: list[Publication]) -> None:
    """After an outage at most one post goes out, in a slot that was planned; without `missed: one`, none."""
    late = [one for one in out if one.slot is not None and one.claimed_at - one.slot > SLOT_GRACE]
    assert len(late) <= year.most_late, "\n".join(year.told[-25:])
    assert {one.slot for one in late} <= year.planned, "\n".join(year.told[-25:])
    year.late += len(late)


VARIANTS = {
    "one service": {"seed": 1, "zone": "Europe/Brussels", "most": 2, "order": "in turn", "missed": "drop", "days": 150},
    "late ones": {
        "seed": 2,
        "zone": "Africa/Cairo",
        "most": 3,
        "order": "one after the other",
        "missed": "one",
        "days": 150,
    },
    "two services": {
        "seed": 3,
        "zone": "Australia/Lord_Howe",
        "most": 2,
        "order": "in turn",
        "missed": "one",
        "days": 365,
    },
}


@pytest.fixture(params=VARIANTS)
def year(request, project, monkeypatch, tmp_path):
    variant = dict(VARIANTS[request.param])
    seed, days, two = variant.pop("seed"), variant.pop("days"), request.param == "two services"
    state = request.getfixturevalue("postgres") if two else str(tmp_path / "state.db")
    rng = random.Random(seed)
    monkeypatch.setattr(Faulty, "faults", Faults(rng, 0.04), raising=False)
    monkeypatch.setattr(scicomm_bot.rehearsal, "Rehearsal", Faulty)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    year = Year(
        project, state, SCHEDULE.format(**variant), rng, Faulty.faults, FakeClock(BEGIN), BUDGET, 2 if two else 1
    )
    year.days, year.most, year.zone = days, variant["most"], ZoneInfo(variant["zone"])
    year.most_late = int(variant["missed"] == "one")
    return year


def test_every_post_goes_out_at_a_slot_that_was_planned_and_no_rule_of_the_schedule_is_broken(year):
    lived(year)
    out = [one for one in year.desk.made_ledger.publications() if one.state is PublicationState.POSTED]
    assert len(out) > year.days / 4
    assert set(year.happened) == set(EVENTS)
    assert bool(year.late) == bool(year.most_late)
    starts = firsts(out)
    slots = Counter(one.slot for one in starts)
    assert max(slots.values()) == 1
    assert max(Counter(one.post_id for one in out).values()) == 1
    assert max(Counter(day_of(one, year.zone) for one in starts).values()) <= year.most
    by_time = sorted(one.claimed_at for one in out)
    assert min(late - early for early, late in pairwise(by_time)) >= GAP
    document = year.desk.document()
    quiet = quiet_time(document.content.schedule)
    assert [one.post_id for one in starts if quiet.at(one.claimed_at) is not None] == []
    timings = {post.id: post.timing for post in year.desk.read().posts}
    told_too_early = [one.post_id for one in out if timings[one.post_id].embargoed(one.claimed_at)]
    assert (any(timing.not_before for timing in timings.values()), told_too_early) == (True, [])
    ends = [(one.claimed_at, end) for one in out if (end := timings[one.post_id].not_after) is not None]
    assert (bool(ends), [at for at, end in ends if at >= end]) == (True, [])
    spent = defaultdict(int)
    for one in year.desk.made_ledger.publications():
        if one.state in OPEN_STATES | {PublicationState.POSTED}:
            spent[one.claimed_at.strftime("%Y-%m")] += one.price_micro_usd
    assert max(spent.values()) <= BUDGET * 1_000_000
