"""The service keeps to the calendar: moments of posts, quiet time, slots that were missed, and clocks that jump."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.announcer import Announcer
from scicomm_bot.bot.retry import MOST_TRIES
from scicomm_bot.domain.account import Pause, PauseCause
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.outcome import NotSent
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.domain.timing import Timing
from scicomm_bot.plan import SLOT_GRACE
from scicomm_bot.plan.calendar import calendar
from support.samples import ACCOUNT, make_papers, make_post, make_posts
from support.service_fakes import DAY, SECOND, SLOT, Holder, said

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EVER = [NotSent("no connection")] * 10_000
S = PublicationState


def at_times(service, clock, moments, ticks=3):
    """Tick a few times at each of these moments, as if nothing happened in between."""
    for moment in moments:
        clock.time = moment
        for _ in range(ticks):
            service.tick()
            clock.forward(20)


def out(ledger):
    return [(one.post_id, one.slot) for one in ledger.publications() if one.state is S.POSTED]


def timed(post, **moments):
    return replace(post, timing=Timing(**moments))


class TestMoments:
    AT = SLOT + 3 * HOUR

    def test_a_post_goes_out_at_its_moment_in_a_slot_of_its_own(self, start, clock, ledger, files):
        files.write(posts=[make_post("one"), timed(make_post("two"), at=self.AT)])
        at_times(start(), clock, [SLOT, self.AT])
        assert out(ledger) == [("paper/one", SLOT), ("paper/two", self.AT)]

    def test_it_goes_out_once_though_two_services_and_a_slot_come_at_that_moment(self, start, clock, ledger, files):
        files.write(posts=[make_post("one"), timed(make_post("two"), at=SLOT)])
        one, two = start("host:1"), start("host:2")
        clock.time = SLOT
        for service in (one, two, one, two):
            service.tick()
        assert out(ledger) == [("paper/two", SLOT)]

    def test_one_that_is_held_keeps_no_slot_of_the_schedule_from_being_filled(self, start, clock, ledger, files):
        files.write(posts=[make_post("one"), timed(make_post("two"), at=SLOT)])
        at_times(start(hold=Holder("paper/two")), clock, [SLOT])
        assert out(ledger) == [("paper/one", SLOT)]

    def test_one_that_is_approved_within_its_grace_goes_out(self, start, clock, ledger, files):
        files.write(posts=[timed(make_post("two"), at=self.AT)])
        holder = Holder("paper/two")
        service = start(hold=holder)
        at_times(service, clock, [self.AT])
        holder.names = ()
        at_times(service, clock, [self.AT + 5 * MINUTE])
        assert out(ledger) == [("paper/two", self.AT)]

    def test_one_that_was_missed_is_told_and_never_sent_late(self, start, clock, ledger, files, publisher, caplog):
        files.write(posts=[timed(make_post("two"), at=self.AT)], slots=(), missed="one")
        publisher.outcomes = list(EVER)
        service = start()
        at_times(service, clock, [self.AT, self.AT + 5 * MINUTE])
        publisher.outcomes = []
        at_times(service, clock, [self.AT + 11 * MINUTE, self.AT + HOUR])
        [told] = said(caplog, "slot missed")
        assert (told["at"], told["then"]) == (self.AT.isoformat(), "dropped")
        assert "paper/two was to go out then" in told["reason"]
        assert out(ledger) == []

    def test_one_under_embargo_at_its_moment_is_not_sent(self, start, clock, ledger, files):
        files.write(posts=[timed(make_post("two"), at=self.AT, not_before=self.AT + MINUTE)])
        at_times(start(), clock, [self.AT])
        assert out(ledger) == []


class TestEmbargo:
    def test_it_is_held_until_its_end_and_goes_out_at_the_next_slot(self, start, clock, ledger, files):
        files.write(posts=make_papers("a", not_before=SLOT + 2 * HOUR))
        service = start()
        at_times(service, clock, [SLOT, SLOT + 2 * HOUR])
        assert out(ledger) == []
        at_times(service, clock, [SLOT + DAY])
        assert out(ledger) == [("a/1", SLOT + DAY)]

    def test_a_slot_at_which_all_is_under_embargo_is_not_missed(self, start, clock, ledger, files):
        files.write(posts=make_papers("a", not_before=SLOT + 2 * DAY))
        at_times(start(), clock, [SLOT, SLOT + 5 * MINUTE, SLOT + SLOT_GRACE + SECOND])
        assert ledger.last_missed() is None

    def test_one_that_is_lifted_within_the_grace_of_a_slot_lets_its_post_go(self, start, clock, ledger, files):
        files.write(posts=make_papers("a", not_before=SLOT + 30 * DAY))
        service = start()
        at_times(service, clock, [SLOT])
        files.write(posts=make_papers("a"))
        at_times(service, clock, [SLOT + 3 * MINUTE])
        assert out(ledger) == [("a/1", SLOT)]


class TestQuiet:
    def test_a_slot_that_comes_late_into_quiet_time_stays_empty(self, start, clock, ledger, files):
        files.write("one", quiet=("7:05-9:00",))
        service = start()
        at_times(service, clock, [SLOT + 6 * MINUTE])
        assert (out(ledger), ledger.last_missed()) == ([], None)

    def test_as_many_as_may_go_out_today_go_out(self, start, clock, ledger, files):
        files.write("one", "two", "three", slots=("0 7-20 * * *",), most_per_day=2)
        at_times(start(), clock, [SLOT + hour * HOUR for hour in range(5)] + [SLOT + DAY])
        assert [slot - SLOT for _, slot in out(ledger)] == [0 * HOUR, HOUR, DAY]
        assert ledger.last_missed() is None


class TestMissed:
    def outage(self, service, clock, publisher, moments):
        publisher.outcomes = list(EVER)
        for moment in moments:
            at_times(service, clock, [moment, moment + 5 * MINUTE, moment + SLOT_GRACE + SECOND])
        publisher.outcomes = []

    def test_slots_that_failed_are_dropped(self, start, clock, ledger, files, publisher, caplog):
        service = start()
        self.outage(service, clock, publisher, [SLOT])
        at_times(service, clock, [SLOT + HOUR, SLOT + DAY])
        assert out(ledger) == [("paper/one", SLOT + DAY)]
        assert [told["then"] for told in said(caplog, "slot missed")] == ["dropped"]

    def test_one_post_goes_out_late_for_all_that_failed(self, start, clock, ledger, files, publisher, caplog):
        files.write("one", "two", "three", missed="one")
        service = start()
        self.outage(service, clock, publisher, [SLOT, SLOT + DAY, SLOT + 2 * DAY])
        at_times(service, clock, [SLOT + 2 * DAY + HOUR, SLOT + 2 * DAY + 2 * HOUR])
        assert out(ledger) == [("paper/one", SLOT + 2 * DAY)]
        assert {told["then"] for told in said(caplog, "slot missed")} == {
            "one post goes out late, for all that were missed (`missed: one`)"
        }
        assert [told["id"] for told in said(caplog, "sent late")] == ["paper/one"]
        at_times(service, clock, [SLOT + 3 * DAY])
        assert out(ledger)[1:] == [("paper/two", SLOT + 3 * DAY)]

    def test_the_late_post_goes_out_beside_the_one_of_the_next_slot(self, start, clock, ledger, files, publisher):
        files.write("one", "two", "three", missed="one")
        service = start()
        self.outage(service, clock, publisher, [SLOT])
        at_times(service, clock, [SLOT + DAY])
        assert sorted(out(ledger)) == [("paper/one", SLOT + DAY), ("paper/two", SLOT)]

    def test_one_post_goes_out_late_when_no_service_was_running(self, start, clock, ledger, files):
        files.write("one", "two", missed="one")
        ledger.sign(ServiceSign("before", SLOT - DAY, SLOT - HOUR))
        clock.time = SLOT + DAY + HOUR
        at_times(start(), clock, [clock.time, clock.time + 5 * MINUTE])
        assert out(ledger) == [("paper/one", SLOT + DAY)]

    def test_two_services_send_one_late_post_between_them(self, start, clock, ledger, files):
        files.write("one", "two", missed="one")
        ledger.sign(ServiceSign("before", SLOT - DAY, SLOT - HOUR))
        clock.time = SLOT + DAY + HOUR
        one, two = start("host:1"), start("host:2")
        for _ in range(4):
            one.tick()
            two.tick()
            clock.forward(60)
        assert out(ledger) == [("paper/one", SLOT + DAY)]

    def test_a_service_that_ends_before_the_late_post_leaves_it_to_the_next(
        self, start, clock, ledger, files, publisher
    ):
        files.write("one", missed="one")
        self.outage(start("host:1"), clock, publisher, [SLOT])
        at_times(start("host:2"), clock, [SLOT + HOUR])
        assert out(ledger) == [("paper/one", SLOT)]

    def test_what_nobody_had_approved_is_not_sent_late(self, start, clock, ledger, files):
        files.write("one", missed="one")
        holder = Holder("paper/one")
        service = start(hold=holder)
        at_times(service, clock, [SLOT, SLOT + SLOT_GRACE + SECOND])
        holder.names = ()
        at_times(service, clock, [SLOT + HOUR])
        assert out(ledger) == []

    def test_a_slot_that_a_person_paused_is_not_sent_late_for_a_failure_at_the_next(
        self, start, clock, ledger, files, publisher
    ):
        files.write("one", "two", missed="one")
        service = start()
        ledger.pause(ACCOUNT.id, Pause(PauseCause.PERSON, "a crisis", clock.now(), SLOT + HOUR))
        at_times(service, clock, [SLOT])  # and the machine sleeps until the next slot
        publisher.outcomes = [NotSent("no connection")] * MOST_TRIES
        at_times(service, clock, [SLOT + DAY, SLOT + DAY + 2 * MINUTE, SLOT + DAY + HOUR])
        assert out(ledger) == [("paper/one", SLOT + DAY)]

    def test_a_late_post_waits_for_the_end_of_quiet_time(self, start, clock, ledger, files, publisher):
        files.write("one", missed="one", quiet=("8:00-10:00",))
        service = start()
        self.outage(service, clock, publisher, [SLOT])
        at_times(service, clock, [SLOT + 2 * HOUR])
        assert out(ledger) == []
        at_times(service, clock, [SLOT + 3 * HOUR + MINUTE])
        assert out(ledger) == [("paper/one", SLOT)]


class TestClocks:
    def test_a_machine_that_slept_over_slots_sends_none_of_them(self, start, clock, ledger):
        service = start()
        at_times(service, clock, [SLOT - HOUR, SLOT + 3 * DAY + HOUR])
        assert out(ledger) == []

    def test_a_machine_that_slept_sends_one_late_where_the_schedule_wants_that(self, start, clock, ledger, files):
        files.write("one", "two", missed="one")
        service = start()
        at_times(service, clock, [SLOT - HOUR, SLOT + 3 * DAY + HOUR])
        assert out(ledger) == [("paper/one", SLOT + 3 * DAY)]

    @pytest.mark.parametrize("back", [MINUTE, HOUR, 30 * DAY], ids=["a minute", "an hour", "a month"])
    def test_a_clock_that_is_set_back_fills_no_slot_twice(self, start, clock, ledger, back):
        service = start()
        at_times(service, clock, [SLOT])
        at_times(service, clock, [SLOT + MINUTE - back, SLOT, SLOT + 2 * MINUTE])
        assert out(ledger)[0] == ("paper/one", SLOT)
        assert len({slot for _, slot in out(ledger)}) == len(out(ledger))

    def test_a_clock_that_jumps_while_a_post_is_told_keeps_the_next_slot_from_nothing(
        self, start, clock, ledger, monkeypatch
    ):
        service, tell = start(), Announcer.step

        def jump(self, *told):
            tell(self, *told)
            clock.time = SLOT + DAY

        with monkeypatch.context() as patch:
            patch.setattr(Announcer, "step", jump)
            at_times(service, clock, [SLOT], ticks=1)
        at_times(service, clock, [SLOT + DAY], ticks=1)
        assert [slot for _, slot in out(ledger)] == [SLOT, SLOT + DAY]

    def test_a_clock_that_jumps_ahead_and_back_again_breaks_no_embargo(self, start, clock, ledger, files):
        files.write(posts=make_papers("a", not_before=SLOT + 2 * DAY))
        service = start()
        at_times(service, clock, [SLOT - HOUR, SLOT + DAY, SLOT - HOUR, SLOT])
        assert out(ledger) == []


def test_the_service_does_what_the_calendar_says(start, clock, ledger, files):
    posts = [
        *make_papers("a", count=4),
        *make_papers("b", count=3, not_before=SLOT + 2 * DAY + HOUR),
        timed(make_posts("x")[0], at=SLOT + 4 * DAY + 5 * MINUTE),
    ]
    files.write(
        posts=posts, slots=("daily 7:00 and 7:08 and 18:00",), order="in turn", most_per_day=2, quiet=("2026-12-01",),
        least_gap_minutes=10,
    )  # fmt: skip
    edition = files.edition
    found = calendar(posts, edition.content.schedule, History(), clock.now(), edition.terms(None), SLOT + 12 * DAY)
    service = start()
    for slot in found.slots:  # each five seconds, for as long as its grace is
        clock.time = slot.at
        while clock.time <= slot.at + SLOT_GRACE and not any(slot.at < one.at <= clock.time for one in found.slots):
            service.tick()
            clock.forward(5)
    assert out(ledger) == [(slot.posts[0].id, slot.at) for slot in found.slots if slot.posts]
    assert len(out(ledger)) == 8
    assert {slot.why_empty.code for slot in found.slots if slot.why_empty} >= {ObstacleCode.DAY}
