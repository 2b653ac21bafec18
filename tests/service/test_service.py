"""The service: what a tick does at which time, how it takes over changes, and how it ends."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest

from scicomm_bot.bot.retry import MOST_TRIES
from scicomm_bot.domain.outcome import AccountRefused, DuplicateText, Lost, NotSent, RateLimited, TextRefused
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.domain.timeline import CannotReadTimeline, OwnPost, TimelineRead
from scicomm_bot.errors import ContentError, LedgerError, OlderServiceError, XError
from scicomm_bot.ledger.base import LOCK_SECONDS
from scicomm_bot.ledger.sqlite import open_sqlite
from scicomm_bot.notices.gate import Renewal
from scicomm_bot.pace import RETRY_AFTER
from scicomm_bot.plan import SLOT_GRACE
from scicomm_bot.registries.answers import CannotLookUp
from scicomm_bot.service import DRAIN_SECONDS, SIGN_EVERY, Service, _opened, serve
from scicomm_bot.transport import Call
from support.fakes import ScriptedPublisher
from support.samples import ACCOUNT, APART, end_pauses, make_claim, make_posts
from support.service_fakes import DAY, SECOND, SLOT, FakeDesk, Holder, said


class TestSlots:
    def test_nothing_goes_out_before_the_slot(self, start, clock, publisher):
        service = start()
        clock.time = SLOT - timedelta(microseconds=1)
        service.tick()
        assert publisher.texts == []

    def test_one_post_goes_out_at_the_slot_and_no_other_at_the_ticks_after_it(self, start, clock, publisher):
        service = start()
        clock.time = SLOT
        for _ in range(150):
            service.tick()
            clock.forward(5)
        assert len(publisher.texts) == 1

    def test_the_posts_go_out_in_order_one_to_a_slot_and_then_no_more(self, start, clock, publisher, files):
        service = start()
        for days in range(5):
            clock.time = SLOT + days * DAY
            service.tick()
            service.tick()
        assert publisher.texts == [post.text for post in files.edition.posts]

    def test_slots_that_were_missed_are_not_caught_up(self, start, clock, publisher):
        service = start()
        clock.time = SLOT + 10 * DAY + SLOT_GRACE + SECOND
        for _ in range(3):
            service.tick()
        assert publisher.texts == []
        clock.time = SLOT + 11 * DAY
        for _ in range(3):
            service.tick()
        assert len(publisher.texts) == 1

    @pytest.mark.parametrize(("late", "posts"), [(SLOT_GRACE, 1), (SLOT_GRACE + SECOND, 0)], ids=["last", "too-late"])
    def test_a_service_that_starts_within_the_grace_still_fills_the_slot(self, start, clock, publisher, late, posts):
        clock.time = SLOT + late
        start().tick()
        assert len(publisher.texts) == posts

    def test_after_a_restart_a_filled_slot_stays_filled(self, start, clock, publisher):
        clock.time = SLOT
        start().tick()
        clock.forward(60)
        start("host:2").tick()
        assert len(publisher.texts) == 1

    def test_of_two_slots_within_the_grace_only_the_newer_is_filled(self, start, clock, publisher, files):
        files.write("one", "two", "three", slots=("0 7 * * *", "5 7 * * *"))
        service = start()
        clock.time = SLOT + timedelta(minutes=6)
        for _ in range(3):
            service.tick()
        assert len(publisher.texts) == 1

    def test_a_schedule_without_slots_publishes_nothing(self, start, clock, publisher, files, caplog):
        files.write("one", slots=())
        service = start()
        clock.time = SLOT
        service.tick()
        assert publisher.texts == []
        assert said(caplog, "next slot") == [{"at": "none: the schedule has no slots"}]

    def test_it_says_what_was_posted_and_when_the_next_slot_is(self, start, clock, caplog):
        service = start()
        clock.time = SLOT
        service.tick()
        assert said(caplog, "posted") == [{
            "id": "paper/one", "x_post_id": "1001", "address": "https://x.com/i/web/status/1001", "price": "$0.015",
        }]  # fmt: skip
        assert [fields["at"] for fields in said(caplog, "next slot")] == [SLOT.isoformat(), (SLOT + DAY).isoformat()]


class TestRetries:
    def test_what_was_not_sent_is_tried_a_few_times_each_an_attempt_of_its_own(
        self, start, clock, ledger, publisher, naps
    ):
        publisher.outcomes = [NotSent("no connection")] * 3
        service = start()
        clock.time = SLOT
        service.tick()
        assert set(publisher.texts) == {make_posts("one")[0].text}
        released, posted = PublicationState.RELEASED, PublicationState.POSTED
        assert [one.state for one in ledger.publications()] == [released, released, released, posted]
        assert len(naps) == MOST_TRIES - 1
        assert all(0 <= nap <= 2**tries for tries, nap in enumerate(naps))

    def test_nothing_is_open_while_it_waits_between_two_tries(self, start, clock, ledger, publisher):
        publisher.outcomes = [NotSent("no connection")] * 3
        service = start()
        open_then = []
        service._nap = lambda _: open_then.append(ledger.open_publication())
        clock.time = SLOT
        service.tick()
        assert open_then == [None] * 3

    def test_after_a_few_tries_it_is_left_for_a_minute_within_the_slot(self, start, clock, publisher):
        publisher.outcomes = [NotSent("no connection")] * MOST_TRIES
        service = start()
        clock.time = SLOT
        service.tick()
        clock.time = SLOT + RETRY_AFTER - SECOND
        service.tick()
        assert len(publisher.texts) == MOST_TRIES
        clock.forward(1)
        service.tick()
        assert len(set(publisher.texts)) == 1
        service.tick()
        assert len(publisher.texts) == MOST_TRIES + 1

    def test_a_service_that_ends_while_it_waits_tries_no_more(self, start, clock, ledger, publisher):
        publisher.outcomes = [NotSent("no connection")] * 9
        service = start()
        del service._nap
        service._ending.wait = lambda _: True
        clock.time = SLOT
        service.tick()
        assert len(publisher.texts) == 1
        assert ledger.open_publication() is None

    def test_it_is_tried_no_more_when_the_grace_is_over(self, start, clock, publisher):
        publisher.outcomes = [NotSent("no connection")] * 100
        service = start()
        clock.time = SLOT
        while clock.time < SLOT + timedelta(hours=1):
            service.tick()
            clock.forward(5)
        assert len(publisher.texts) == 4 * MOST_TRIES  # at once, and after 1, 2 and 4 minutes more; the grace is 10
        assert timedelta(minutes=10) == SLOT_GRACE

    def test_a_rate_limit_is_waited_out_within_the_slot(self, start, clock, publisher):
        publisher.outcomes = [RateLimited("429", SLOT + timedelta(minutes=3))]
        service = start()
        clock.time = SLOT
        service.tick()
        clock.time = SLOT + timedelta(minutes=3) - SECOND
        service.tick()
        assert len(publisher.texts) == 1
        clock.forward(1)
        service.tick()
        assert len(publisher.texts) == 2

    def test_a_rate_limit_beyond_the_grace_costs_the_slot_and_the_next_is_filled(self, start, clock, publisher):
        publisher.outcomes = [RateLimited("429", SLOT + timedelta(hours=2))]
        service = start()
        clock.time = SLOT
        while clock.time < SLOT + timedelta(hours=3):
            service.tick()
            clock.forward(60)
        assert len(publisher.texts) == 1
        clock.time = SLOT + DAY
        service.tick()
        assert len(publisher.texts) == 2

    @pytest.mark.parametrize(
        "outcome",
        [DuplicateText("there"), TextRefused("bad"), AccountRefused("402")],
        ids=["duplicate", "refused", "account"],
    )
    def test_nothing_else_is_tried_again_in_the_same_slot(self, start, clock, publisher, outcome):
        publisher.outcomes = [outcome]
        service = start()
        clock.time = SLOT
        for _ in range(150):
            service.tick()
            clock.forward(5)
        assert len(publisher.texts) == 1

    def test_what_needs_a_person_is_said_once_and_not_at_each_slot(self, start, clock, publisher, caplog):
        publisher.outcomes = [DuplicateText("X answered 403: duplicate content")]
        service = start()
        for days in range(4):
            clock.time = SLOT + days * DAY
            service.tick()
            clock.forward(minutes=5)
            service.tick()
        assert len(said(caplog, "unknown")) == 1
        [fields] = said(caplog, "needs a person")
        assert "resolve paper/one" in fields["reason"]

    def test_a_pause_is_said_once_and_costs_no_slot_but_the_ones_in_it(self, start, clock, ledger, publisher, caplog):
        publisher.outcomes = [AccountRefused("X answered 402")]
        service = start()
        for days in range(3):
            clock.time = SLOT + days * DAY
            service.tick()
            clock.forward(minutes=5)
            service.tick()
        assert len(said(caplog, "needs a person")) == 1
        end_pauses(ledger)
        clock.time = SLOT + 3 * DAY
        service.tick()
        assert len(publisher.texts) == 2


class TestSettling:
    def test_a_lost_answer_is_settled_between_the_slots_and_the_next_slot_is_filled(
        self, start, clock, publisher, ledger, caplog
    ):
        publisher.outcomes = [Lost("gone")]
        service = start()
        clock.time = SLOT
        service.tick()
        publisher.timeline = [OwnPost("9", make_posts("one")[0].text)]
        clock.forward(5)
        service.tick()
        assert [fields["x_post_id"] for fields in said(caplog, "found on X")] == ["9"]
        clock.time = SLOT + DAY
        service.tick()
        assert publisher.texts == [post.text for post in make_posts("one", "two")]

    def test_what_two_looks_did_not_find_goes_out_again_within_the_slot(self, start, clock, publisher, ledger):
        publisher.outcomes = [Lost("gone")]
        service = start()
        clock.time = SLOT
        while clock.time < SLOT + 2 * APART:
            service.tick()
            clock.forward(5)
        assert publisher.texts == [make_posts("one")[0].text] * 2
        assert [one.state for one in ledger.publications()] == [PublicationState.RELEASED, PublicationState.POSTED]
        assert len(publisher.looked) == 3  # the new ledger's own, and two for the lost one

    def test_a_look_before_a_claim_that_fails_for_ten_minutes_asks_for_a_person(
        self, start, clock, publisher, files, caplog
    ):
        files.write("one", slots=("* * * * *",))
        publisher.looks = [CannotReadTimeline("X answered 503")] * 99
        service = start()
        clock.time = SLOT
        while clock.time < SLOT + timedelta(minutes=16):
            service.tick()
            clock.forward(5)
        waiting, asked = said(caplog, "waiting"), said(caplog, "needs a person")
        assert len(waiting) == len(asked) == 1
        assert waiting[0]["reason"] == asked[0]["reason"]
        assert "X answered 503" in asked[0]["reason"]
        assert publisher.texts == []

    def test_a_claim_that_a_dead_process_left_is_waited_for_and_then_looked_for(
        self, start, clock, ledger, publisher, caplog
    ):
        ledger.claim(ACCOUNT.id, make_claim("dead", "one", at=SLOT - SECOND))
        service = start()
        clock.time = SLOT
        while clock.time < SLOT + timedelta(minutes=1):
            service.tick()
            clock.forward(1)
        reasons = [fields["reason"] for fields in said(caplog, "waiting")]
        assert reasons == [
            "paper/one: it is being sent by another process",
            "paper/one may or may not be on X; it was not on X at the first look; a second decides",
        ]
        assert publisher.texts == []

    def test_a_timeline_that_cannot_be_read_is_tried_each_minute_and_said_once(self, start, clock, publisher, caplog):
        publisher.outcomes = [Lost("gone")]
        service = start()
        clock.time = SLOT
        service.tick()
        publisher.looks = [CannotReadTimeline("X answered 503")] * 99
        looked = len(publisher.looked)
        for _ in range(60):
            clock.forward(5)
            service.tick()
        assert len(publisher.looked) - looked == 5
        assert len(said(caplog, "waiting")) == 1
        assert len(publisher.texts) == 1


class TestTrouble:
    def test_a_bug_is_logged_with_its_traceback_and_the_service_lives_on(self, start, clock, caplog):
        service = start(bot_for=lambda _: 1 / 0)
        clock.time = SLOT
        for _ in range(13):
            service.tick()
            clock.forward(5)
        bugs = [record.exc_info[0] for record in caplog.records if record.getMessage() == "bug"]
        assert bugs == [ZeroDivisionError] * 2  # at once, and again a minute later

    def test_after_a_bug_that_was_passing_the_slot_is_still_filled(self, start, clock, ledger, publisher):
        service = start()
        ledger.fails["history"] = RuntimeError("boom")
        clock.time = SLOT
        service.tick()
        ledger.fails.clear()
        clock.forward(RETRY_AFTER.total_seconds())
        service.tick()
        assert len(publisher.texts) == 1

    def test_a_bug_in_mid_send_leaves_the_publication_open_and_sends_nothing_more(
        self, start, clock, publisher, ledger
    ):
        def crash():
            raise RuntimeError("boom")

        publisher.during = crash
        publisher.looks = [TimelineRead((), SLOT, SLOT), *[CannotReadTimeline("X answered 503")] * 99]
        service = start()
        clock.time = SLOT
        for _ in range(20):
            service.tick()
            clock.forward(30)
        assert len(publisher.texts) == 1
        assert ledger.open_publication() is not None

    def test_an_api_that_cannot_be_reached_is_said_once_and_asked_less_and_less_often(self, start, clock, caplog):
        asked = []

        def unreachable(_):
            asked.append(clock.now())
            raise XError("http://127.0.0.1:9: no answer")

        service = start(bot_for=unreachable)
        clock.time = SLOT
        for _ in range(25):
            service.tick()
            clock.forward(60)
        minutes = [(at - SLOT) / timedelta(minutes=1) for at in asked]
        assert minutes == [0, 1, 3, 7, 12, 17, 22]
        assert said(caplog, "failed") == [{"reason": "http://127.0.0.1:9: no answer"}]
        assert said(caplog, "works again") == []

    @pytest.mark.parametrize("call", ["history", "claim", "sign"])
    def test_a_ledger_that_fails_sends_nothing_and_is_tried_again(self, start, clock, ledger, publisher, call):
        service = start()
        clock.time = SLOT
        ledger.fails[call] = LedgerError("the disk is full")
        service.tick()
        assert publisher.texts == []
        ledger.fails.clear()
        clock.forward(RETRY_AFTER.total_seconds())
        service.tick()
        assert len(publisher.texts) == 1

    def test_files_that_are_broken_at_the_start_keep_it_from_starting(self, start, files):
        files.spoil("posts.yaml:3: unknown key")
        with pytest.raises(ContentError, match=r"posts\.yaml:3"):
            start()


class TestSigns:
    def test_a_sign_of_life_is_written_at_the_first_tick_and_then_every_half_minute(self, start, clock, ledger):
        service = start()
        started = clock.now()
        for _ in range(13):
            service.tick()
            clock.forward(5)
        assert ledger.calls.count("sign") == 3
        assert ledger.signs() == [ServiceSign("host:1", started, started + 2 * SIGN_EVERY)]

    def test_a_clock_that_is_set_back_does_not_silence_it(self, start, clock, ledger):
        service = start()
        service.tick()
        clock.time -= timedelta(hours=5)
        service.tick()
        assert ledger.signs()[0].seen_at == clock.now()

    def test_four_slow_calls_in_a_row_leave_it_alive_at_every_moment(self, start, clock, ledger, publisher):
        """The ledger is signed between two tries, this machine's file before each call, by the real transport."""
        silences = []

        def slow():
            Call(lambda: True, 90).run(lambda: silences.append(clock.now() - service.desk.heartbeat.last()))
            clock.forward(90)
            silences.append(clock.now() - service.desk.heartbeat.last())

        publisher.before = slow
        publisher.outcomes = [NotSent("no connection")] * MOST_TRIES
        service = start()
        service._nap = Service._nap.__get__(service)
        service._ending = SimpleNamespace(wait=lambda _: False, is_set=lambda: False)
        clock.time = SLOT
        service.tick()
        assert len(silences) == 2 * MOST_TRIES
        assert max(silences) <= timedelta(seconds=90)
        assert clock.now() - ledger.signs()[0].seen_at <= timedelta(seconds=90)

    def test_a_wait_between_two_tries_ends_with_both_signs(self, start, clock, ledger):
        service = start()
        clock.forward(100)
        Service._nap(service, 0)
        assert service.desk.heartbeat.last() == ledger.signs()[0].seen_at == clock.now()

    def test_each_tick_is_a_sign_on_this_machine_whatever_the_ledger_says(self, start, clock, ledger):
        ledger.fails["sign"] = LedgerError("the database cannot be reached")
        service = start()
        for _ in range(3):
            service.tick()
            assert service.desk.heartbeat.last() == clock.now()
            clock.forward(5)

    def test_a_tick_that_does_not_come_is_no_sign(self, start, clock):
        service = start()
        service.tick()
        then = clock.now()
        clock.forward(minutes=10)
        assert service.desk.heartbeat.last() == then

    def test_it_takes_its_sign_on_this_machine_away_when_it_ends(self, start):
        service = start()
        service.tick()
        service.end()
        assert service.desk.heartbeat.last() is None

    def test_it_signs_off_when_it_ends(self, start, ledger):
        service = start()
        service.tick()
        assert service.end() is True
        assert ledger.signs() == []


class TestReload:
    def test_a_changed_file_is_taken_over_without_a_restart(self, start, clock, publisher, files, caplog):
        service = start()
        files.write("new")
        clock.time = SLOT
        service.tick()
        assert publisher.texts == [files.edition.posts[0].text]
        assert said(caplog, "change taken over") == [{"posts": 1}]

    def test_a_file_that_has_not_changed_is_not_read_again(self, start, clock, files):
        service = start()
        files.error = AssertionError("read again")
        service.tick()

    def test_a_broken_one_leaves_the_last_good_version_and_is_said_once(self, start, clock, publisher, files, caplog):
        service = start()
        files.spoil("posts.yaml:3: unknown key 'titel'")
        clock.time = SLOT
        for _ in range(5):
            service.tick()
        assert publisher.texts == [make_posts("one")[0].text]
        assert said(caplog, "change not taken over") == [
            {"kept": "the last good version", "error": "posts.yaml:3: unknown key 'titel'"}
        ]

    def test_it_recovers_when_the_file_is_mended(self, start, clock, publisher, files, caplog):
        service = start()
        files.spoil("posts.yaml:3: unknown key")
        service.tick()
        files.write("mended")
        clock.time = SLOT
        service.tick()
        assert publisher.texts == [files.edition.posts[0].text]
        assert len(said(caplog, "change taken over")) == 1

    def test_a_changed_schedule_holds_from_the_next_tick(self, start, clock, publisher, files):
        service = start()
        files.write("one", slots=("30 6 * * *",))
        clock.time = SLOT - timedelta(minutes=30)
        service.tick()
        assert len(publisher.texts) == 1


@pytest.fixture
def sending(publisher):
    """Makes each send stop in the middle until it is let go."""

    class Sending:
        begun, go_on = threading.Event(), threading.Event()

    def wait():
        Sending.begun.set()
        assert Sending.go_on.wait(10)

    publisher.during = wait
    yield Sending
    Sending.go_on.set()


class TestHold:
    def test_a_post_that_is_held_does_not_go_out_and_the_next_does(self, start, clock, publisher, files):
        service = start(hold=Holder("paper/one"))
        clock.time = SLOT
        service.tick()
        assert publisher.texts == [files.edition.posts[1].text]

    def test_what_holds_several_posts_is_said_once_with_the_first(self, start, caplog):
        start(hold=Holder("paper/one", "paper/two"))
        assert said(caplog, "held") == [{"id": "paper/one", "rule": "unapproved", "reason": "not approved yet"}]

    def test_it_is_asked_anew_when_a_file_has_changed_even_if_posts_yaml_is_broken(self, start, files, caplog):
        hold = Holder()
        service = start(hold=hold)
        hold.names = ("paper/one",)
        files.spoil("posts.yaml:3: unknown key")
        service.tick()
        assert [fields["id"] for fields in said(caplog, "held")] == ["paper/one"]

    def test_it_is_asked_anew_before_a_post_is_sent(self, start, clock, publisher, files):
        hold = Holder()
        service = start(hold=hold)
        hold.names = ("paper/one",)
        clock.time = SLOT
        service.tick()
        assert publisher.texts == [files.edition.posts[1].text]


class TestRenewal:
    """[down, fine, fine, down, fine, down] with the same reason each time: three outages, three events."""

    DOWN = CannotLookUp("https://crossref.example cannot be asked")

    def outages(self, start, caplog, *renewals):
        service = start(renewals=renewals)
        for _ in renewals:
            service.tick()
        return len(said(caplog, "cannot look up"))

    def test_each_outage_is_told_once(self, start, caplog):
        fine = Renewal.RENEWED
        assert self.outages(start, caplog, self.DOWN, self.DOWN, fine, fine, self.DOWN, fine, self.DOWN) == 3

    def test_waiting_in_an_outage_does_not_end_it(self, start, caplog):
        assert self.outages(start, caplog, self.DOWN, Renewal.WAITING, self.DOWN, None, self.DOWN) == 1

    def test_an_outage_is_over_where_another_process_has_looked(self, start, caplog):
        assert self.outages(start, caplog, self.DOWN, Renewal.NOTHING_DUE, self.DOWN) == 2


class TestEnd:
    def test_a_publication_in_flight_is_finished_and_recorded(self, start, clock, ledger, sending):
        service = start()
        clock.time = SLOT
        tick = threading.Thread(target=service.tick)
        tick.start()
        assert sending.begun.wait(10)
        ended = []
        end = threading.Thread(target=lambda: ended.append(service.end(10)))
        end.start()
        sending.go_on.set()
        end.join(10)
        tick.join(10)
        assert ended == [True]
        assert ledger.publications()[0].state is PublicationState.POSTED

    def test_one_that_does_not_end_in_time_is_left_unknown(self, start, clock, ledger, sending, caplog):
        service = start()
        clock.time = SLOT
        tick = threading.Thread(target=service.tick)
        tick.start()
        assert sending.begun.wait(10)
        assert service.end(0.01) is False
        left = ledger.open_publication()
        assert (left.state, left.reason) == (
            PublicationState.UNKNOWN, "the service was ended before X's answer came",
        )  # fmt: skip
        assert said(caplog, "left unknown") == [{"id": "paper/one"}]
        assert ledger.signs() == []
        sending.go_on.set()
        tick.join(10)

    def test_an_answer_that_comes_after_all_is_still_recorded(self, start, clock, ledger, sending):
        service = start()
        clock.time = SLOT
        tick = threading.Thread(target=service.tick)
        tick.start()
        assert sending.begun.wait(10)
        service.end(0.01)
        sending.go_on.set()
        tick.join(10)
        assert ledger.publications()[0].state is PublicationState.POSTED

    def test_an_answer_recorded_at_the_last_moment_is_not_overwritten(self, start, clock, ledger, sending, caplog):
        """Between the ending thread's look at what is in flight and its record, the sender's own record comes."""
        service = start()
        clock.time = SLOT
        tick = threading.Thread(target=service.tick)
        tick.start()
        assert sending.begun.wait(10)
        record = ledger.record

        def overtaken(attempt_id, *arguments, **options):
            record(attempt_id, PublicationState.POSTED, clock.now(), remote_id="5")
            return record(attempt_id, *arguments, **options)

        ledger.record = overtaken
        assert service.end(0.01) is False
        assert [one.remote_id for one in ledger.publications()] == ["5"]
        assert said(caplog, "left unknown") == []
        ledger.record = record
        sending.go_on.set()
        tick.join(10)

    def test_what_another_service_is_sending_is_left_alone(self, start, clock, ledger):
        service = start()
        ledger.claim(ACCOUNT.id, make_claim("theirs", "one", at=clock.now()))
        with service._busy:
            assert service.end(0.01) is False
        assert ledger.publication("theirs").state is PublicationState.CLAIMED

    def test_what_was_unknown_before_keeps_its_reason(self, start, clock, ledger):
        service = start()
        ledger.claim(ACCOUNT.id, make_claim())
        ledger.record("a1", PublicationState.UNKNOWN, clock.now(), reason="no whole answer within 30 s")
        with service._busy:
            service.end(0.01)
        assert ledger.publication("a1").reason == "no whole answer within 30 s"

    def test_after_the_end_a_tick_does_nothing(self, start, clock, publisher):
        service = start()
        service.end()
        clock.time = SLOT
        service.tick()
        assert publisher.texts == []

    def test_a_ledger_that_fails_at_the_end_does_not_keep_it_from_ending(self, start, ledger, caplog):
        service = start()
        ledger.fails["sign_off"] = LedgerError("the disk is full")
        assert service.end() is True
        assert said(caplog, "failed") == [{"error": "the disk is full"}]


def test_serve_ticks_until_it_is_stopped_and_ends_the_service(start, clock, publisher):
    stop = threading.Event()
    publisher.during = stop.set
    clock.time = SLOT
    too_late = threading.Timer(10, stop.set)
    too_late.start()
    assert serve(start(), stop, tick_seconds=0.01) is True
    too_late.cancel()
    assert len(publisher.texts) == 1


def test_two_services_on_one_state_file_never_both_post(start, clock, tmp_path):
    """Both decide before either claims, at each of ten slots: the claim alone keeps them apart."""
    path = tmp_path / "state.db"
    decided = threading.Barrier(2)
    services, publishers, ledgers = [], [], []
    for name in ("one", "two"):
        ledger = open_sqlite(path, create=True)
        ledger.adopt(ACCOUNT, "fingerprint")
        ledger.adopt_posts(ACCOUNT.id, [], clock.now())
        history = ledger.history

        def both_have_decided(*arguments, history=history, **options):
            found = history(*arguments, **options)
            if options.get("slots") and arguments[0]:
                decided.wait(10)
            return found

        ledger.history = both_have_decided
        ledgers.append(ledger)
        publishers.append(ScriptedPublisher())
        services.append(start(name, ledger=ledger, publisher=publishers[-1]))
    for publisher, first in zip(publishers, (1, 2), strict=True):
        publisher.texts.extend([""] * first * 1_000)  # so that the two make different ids
    for days in range(3):
        clock.time = SLOT + days * DAY
        threads = [threading.Thread(target=service.tick) for service in services]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    sent = [text for publisher in publishers for text in publisher.texts if text]
    assert sorted(sent) == sorted(post.text for post in make_posts())
    assert [one.state for one in ledgers[0].publications()] == [PublicationState.POSTED] * 3
    for ledger in ledgers:
        ledger.close()


def test_the_drain_and_two_waits_for_the_ledger_fit_into_a_container_s_ten_seconds():
    assert DRAIN_SECONDS + 2 * LOCK_SECONDS < 10


def test_a_service_waits_until_no_older_one_uses_the_ledger(files, clock, ledger, monkeypatch, caplog):
    """It is told once, and the tables are changed as soon as the older one has ended."""
    desk = FakeDesk(clock, ledger, files, None, lambda edition: edition.checked)
    tries = [OlderServiceError("state.db: the service old:1 still uses it")] * 3
    whole = desk.read_whole

    def read_whole():
        if tries:
            raise tries.pop()
        return whole()

    monkeypatch.setattr(desk, "read_whole", read_whole)
    monkeypatch.setattr("scicomm_bot.service.time.sleep", lambda _: None)
    assert _opened(desk, "new:1", threading.Event()).name == "new:1"
    assert said(caplog, "waiting") == [{"reason": "state.db: the service old:1 still uses it"}]


def test_a_service_that_waits_reads_the_files_again_only_when_the_ledger_opens(files, clock, ledger, monkeypatch):
    desk = FakeDesk(clock, ledger, files, None, lambda edition: edition.checked)
    refused = OlderServiceError("state.db: the service old:1 still uses it")
    whole, read, tries, account = desk.read_whole, [], [refused] * 3, ledger.account

    def read_whole():
        read.append(len(tries))
        assert len(read) <= 2, "the files are read again and again"
        return whole() if not tries else raise_(refused)

    def raise_(error):
        raise error

    monkeypatch.setattr(desk, "read_whole", read_whole)
    monkeypatch.setattr(ledger, "account", lambda: raise_(tries.pop()) if tries else account())
    monkeypatch.setattr("scicomm_bot.service.time.sleep", lambda _: None)
    assert _opened(desk, "new:1", threading.Event()).name == "new:1"
    assert read == [3, 0]


def test_a_service_that_waits_for_an_older_one_ends_when_it_is_told_to(files, clock, ledger):
    stop = threading.Event()
    stop.set()
    assert _opened(FakeDesk(clock, ledger, files, None, None), "new:1", stop) is None
