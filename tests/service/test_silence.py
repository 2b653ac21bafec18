"""A service in trouble says so again and again: in the ledger, in the log, and to the dead man's switch."""

from datetime import timedelta

import pytest

from scicomm_bot.app.slot_watch import MOST
from scicomm_bot.domain.account import PauseCause
from scicomm_bot.domain.health import FailureCode, Source
from scicomm_bot.domain.outcome import AccountRefused, Lost, NotSent, RateLimited, TextRefused
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.domain.timeline import CannotReadTimeline
from scicomm_bot.errors import CredentialsError, LedgerError, OtherAccountError, UnreachableError
from scicomm_bot.plan import SLOT_GRACE
from support.samples import ACCOUNT, end_pauses, make_claim, paused
from support.service_fakes import DAY, SECOND, SLOT, Holder, said

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EVER = [NotSent("no connection")] * 10_000


def ticks(service, clock, until, seconds=60):
    while clock.time < until:
        service.tick()
        clock.forward(seconds)


def row(ledger):
    return next((one for one in ledger.health() if one.source is Source.SERVICE), None)


class TestRecord:
    def test_at_rest_nothing_is_written_but_the_sign_of_life(self, start, clock, ledger):
        service = start()
        service.tick()
        ledger.calls.clear()
        ticks(service, clock, clock.time + 10 * MINUTE, 5)
        assert {call for call in ledger.calls if call.startswith(("note", "record", "claim"))} == set()
        assert ledger.calls.count("sign") == 19

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (UnreachableError("no answer"), FailureCode.CONNECTION),
            (CredentialsError("401"), FailureCode.CREDENTIALS),
            (OtherAccountError("77"), FailureCode.OTHER_ACCOUNT),
        ],
    )
    def test_an_error_that_is_raised_is_counted_with_its_kind(self, start, clock, ledger, error, code):
        def broken(_):
            raise error

        service = start(bot_for=broken)
        ticks(service, clock, clock.time + 4 * MINUTE)
        health = row(ledger)
        assert (health.failures, health.code, health.words) == (3, code, str(error))
        assert health.failing_since == SLOT - HOUR

    def test_when_it_works_again_the_row_ends_and_nothing_counts_as_a_success(self, start, clock, ledger, caplog):
        service = start()
        good = service._bot

        def broken():
            raise CredentialsError("401")

        service._bot = broken
        service.tick()
        service._bot = good
        ticks(service, clock, clock.time + 2 * MINUTE, 30)
        assert (row(ledger).failures, row(ledger).good_at) == (0, None)
        assert len(said(caplog, "works again")) == 1

    def test_while_it_waits_after_a_failure_it_does_not_claim_to_work_again(self, start, clock, ledger, caplog):
        def broken(_):
            raise CredentialsError("401")

        service = start(bot_for=broken)
        ticks(service, clock, SLOT + DAY)
        assert said(caplog, "works again") == []
        assert len(said(caplog, "failed")) == 1
        assert row(ledger).failures > 100

    @pytest.mark.parametrize("calls", range(1, 12))
    def test_nor_where_the_wait_ends_in_the_middle_of_a_tick(self, start, clock, caplog, monkeypatch, calls):
        def broken(_):
            raise CredentialsError("401")

        service = start(bot_for=broken)
        service.tick()
        clock.time = service._pace.not_before - timedelta(microseconds=calls)
        monkeypatch.setattr(clock, "now", lambda: clock.forward(0.000001))
        service.tick()
        assert said(caplog, "works again") == []

    def test_a_restart_does_not_begin_the_row_anew(self, start, clock, ledger):
        def broken(_):
            raise UnreachableError("no answer")

        start(bot_for=broken).tick()
        clock.forward(minutes=1)
        start("host:2", bot_for=broken).tick()
        assert (row(ledger).failures, row(ledger).failing_since) == (2, SLOT - HOUR)

    @pytest.mark.parametrize(
        ("outcome", "code"),
        [
            (NotSent("no connection"), FailureCode.CONNECTION),
            (Lost("X answered 503"), FailureCode.ANSWER),
            (AccountRefused("X answered 402"), FailureCode.ACCOUNT_REFUSED),
            (RateLimited("X answered 429", SLOT + DAY), FailureCode.RATE_LIMIT),
        ],
    )
    def test_a_failure_that_is_recorded_of_a_post_is_counted(self, start, clock, ledger, publisher, outcome, code):
        publisher.outcomes = [outcome] * 4
        service = start()
        clock.time = SLOT
        service.tick()
        assert (row(ledger).failures, row(ledger).code) == (1, code)

    def test_a_good_tick_does_not_end_what_only_a_post_can(self, start, clock, ledger, publisher):
        publisher.outcomes = list(EVER)
        service = start()
        clock.time = SLOT
        ticks(service, clock, SLOT + 3 * HOUR)
        assert row(ledger).failures == 4
        publisher.outcomes = []
        clock.time = SLOT + DAY
        service.tick()
        assert (row(ledger).failures, row(ledger).good_at) == (0, SLOT + DAY)

    def test_looks_that_go_well_do_not_end_a_row_of_503(self, start, clock, ledger, publisher):
        publisher.outcomes = [Lost("X answered 503")] * 99
        service = start()
        clock.time = SLOT
        ticks(service, clock, SLOT + 3 * DAY)
        assert len(publisher.looked) > 4
        assert row(ledger).failures >= 4
        assert row(ledger).failing_since == SLOT

    def test_a_timeline_that_cannot_be_read_is_counted(self, start, clock, ledger, publisher):
        publisher.outcomes = [Lost("gone")]
        service = start()
        clock.time = SLOT
        service.tick()
        publisher.looks = [CannotReadTimeline("X answered 503")] * 9
        ticks(service, clock, SLOT + 4 * MINUTE)
        assert row(ledger).failures >= 3
        assert "cannot look: X answered 503" in row(ledger).words

    def test_a_refusal_of_a_text_shows_that_the_way_is_open(self, start, clock, ledger, publisher):
        publisher.outcomes = [TextRefused("X answered 400")]
        service = start()
        clock.time = SLOT
        service.tick()
        assert (row(ledger).failures, row(ledger).good_at) == (0, SLOT)

    def test_what_the_ledger_could_not_take_is_written_when_it_can(self, start, clock, ledger):
        service = start()
        ledger.fails["sign"] = LedgerError("the disk is full")
        for _ in range(3):
            service.tick()
            clock.forward(61)
        assert ledger.health() == []
        del ledger.fails["sign"]
        clock.forward(minutes=5)
        service.tick()
        health = row(ledger)
        assert (health.words, health.failed_at) == ("the disk is full", SLOT - HOUR + 122 * SECOND)
        assert health.failures == 0

    def test_a_post_that_is_out_stays_a_success_where_the_note_fails(self, start, clock, ledger, publisher, caplog):
        service = start()
        ledger.fails["note_success"] = LedgerError("the disk is full")
        clock.time = SLOT
        service.tick()
        assert len(said(caplog, "posted")) == 1
        assert len(publisher.texts) == 1

    def test_a_bug_is_counted_without_its_words(self, start, clock, ledger):
        service = start(bot_for=lambda _: {}["s3cret"])
        service.tick()
        assert (row(ledger).code, row(ledger).words) == (FailureCode.BUG, "a bug (KeyError); see the log")


class TestMissedSlots:
    def after(self, service, clock, days=0):
        clock.time = SLOT + days * DAY
        ticks(service, clock, SLOT + days * DAY + SLOT_GRACE + 3 * MINUTE, 20)

    def test_one_is_told_once_when_its_grace_is_over_with_its_reason(self, start, clock, ledger, publisher, caplog):
        publisher.outcomes = list(EVER)
        service = start()
        clock.time = SLOT
        ticks(service, clock, SLOT + SLOT_GRACE + SECOND, 5)
        assert said(caplog, "slot missed") == []
        ticks(service, clock, SLOT + 3 * HOUR)
        assert said(caplog, "slot missed") == [{"at": SLOT.isoformat(), "reason": "no connection", "then": "dropped"}]
        assert (ledger.last_missed().slot, ledger.last_missed().failure) == (SLOT, True)

    def test_one_is_told_though_no_tick_gets_through(self, start, clock, ledger):
        def broken(_):
            raise UnreachableError("no answer")

        self.after(start(bot_for=broken), clock)
        assert (ledger.last_missed().slot, ledger.last_missed().words) == (SLOT, "no answer")

    def test_one_that_was_filled_is_not_missed(self, start, clock, ledger):
        self.after(start(), clock)
        assert ledger.last_missed() is None

    def test_one_that_another_service_filled_is_not_missed(self, start, clock, ledger):
        service = start(hold=Holder("paper/one", "paper/two", "paper/three"))
        ledger.claim(ACCOUNT.id, make_claim("theirs", "one", slot=SLOT, at=SLOT))
        ledger.record("theirs", PublicationState.POSTED, SLOT, remote_id="5")
        self.after(service, clock)
        assert ledger.last_missed() is None

    def test_one_at_which_nobody_had_approved_is_missed_without_a_failure(self, start, clock, ledger):
        self.after(start(hold=Holder("paper/one", "paper/two", "paper/three")), clock)
        assert ledger.last_missed().failure is False
        assert "waiting for a person" in ledger.last_missed().words

    def test_where_all_is_out_none_is_missed(self, start, clock, ledger):
        service = start()
        for days in range(5):
            self.after(service, clock, days)
        assert ledger.last_missed() is None

    def test_in_a_person_s_pause_none_is_missed(self, start, clock, ledger):
        ledger.pause(ACCOUNT.id, paused("wait", cause=PauseCause.PERSON, since=SLOT - HOUR))
        self.after(start(), clock)
        assert ledger.last_missed() is None

    def test_one_lost_to_a_pause_that_a_person_must_end_is_missed(self, start, clock, ledger):
        ledger.pause(ACCOUNT.id, paused("X answered 402", since=SLOT - HOUR))
        self.after(start(), clock)
        assert "X answered 402" in ledger.last_missed().words

    def test_slots_closer_together_than_the_least_gap_are_not_missed(self, start, clock, ledger, files):
        files.write("one", "two", "three", slots=("0 7 * * *", "20 7 * * *"))
        schedule = files.edition.content.schedule.model_copy(update={"least_gap_minutes": 60})
        files.edition = type(files.edition)(
            type(files.edition.document)(files.edition.document.path, files.edition.content.model_copy(update={"schedule": schedule}), {}),
            files.edition.checked, files.edition.posts, {},
        )  # fmt: skip
        service = start(terms_gap=HOUR)
        clock.time = SLOT
        ticks(service, clock, SLOT + HOUR, 20)
        assert ledger.last_missed() is None

    def test_of_several_within_ten_minutes_the_newest_counts(self, start, clock, ledger, files):
        files.write("one", "two", "three", slots=("55 6 * * *", "0 7 * * *"))
        clock.time = SLOT - timedelta(seconds=1)
        service = start()
        ticks(service, clock, SLOT + HOUR, 20)
        assert ledger.posted("paper/one") is not None
        assert ledger.last_missed() is None

    def test_a_clock_that_jumps_a_year_over_a_slot_each_minute_holds_no_tick_up(self, start, clock, ledger, files):
        files.write("one", "two", "three", slots=("* * * * *",))
        service = start()
        clock.time = SLOT
        service.tick()
        ledger.calls.clear()
        clock.forward(days=365)
        service.tick()
        assert ledger.calls.count("note_missed") <= MOST
        assert len(ledger.calls) < 40 * MOST
        assert ledger.last_missed().slot > clock.time - HOUR

    def test_those_that_passed_while_a_service_was_dead_are_told_when_the_next_starts(
        self, start, clock, ledger, caplog
    ):
        ledger.sign(ServiceSign("dead:1", SLOT - HOUR, SLOT - HOUR))
        clock.time = SLOT + 2 * DAY - HOUR
        service = start()
        service.tick()
        assert said(caplog, "slot missed") == [
            {"at": SLOT.isoformat(), "reason": "no service was running", "then": "dropped"},
            {"at": (SLOT + DAY).isoformat(), "reason": "no service was running", "then": "dropped"},
        ]
        service.tick()
        start("host:2").tick()
        assert len(said(caplog, "slot missed")) == 2

    def test_those_after_a_service_that_ended_in_good_order_are_nobody_s(self, start, clock, ledger):
        first = start()
        first.tick()
        first.end()
        clock.time = SLOT + 2 * DAY - HOUR
        start("host:2").tick()
        assert ledger.last_missed() is None

    def test_those_in_which_the_machine_slept_are_missed(self, start, clock, ledger, publisher):
        service = start()
        service.tick()
        clock.time = SLOT + HOUR
        service.tick()
        assert publisher.texts == []
        assert ledger.last_missed().slot == SLOT
        assert "slept" in ledger.last_missed().words

    def test_a_changed_schedule_makes_no_slots_of_the_past(self, start, clock, ledger, files):
        service = start()
        ticks(service, clock, SLOT - 30 * MINUTE)
        files.write("one", "two", "three", slots=("5 6 * * *",))
        ticks(service, clock, SLOT + HOUR)
        assert ledger.last_missed() is None

    def test_a_clock_that_is_set_back_tells_nothing_twice(self, start, clock, ledger, publisher, caplog):
        publisher.outcomes = list(EVER)
        service = start()
        self.after(service, clock)
        clock.time = SLOT - HOUR
        self.after(service, clock)
        assert len(said(caplog, "slot missed")) == 1

    def test_a_ledger_that_fails_meanwhile_loses_none(self, start, clock, ledger, publisher):
        publisher.outcomes = list(EVER)
        service = start()
        clock.time = SLOT
        ticks(service, clock, SLOT + SLOT_GRACE, 20)
        ledger.fails["note_missed"] = LedgerError("the disk is full")
        ticks(service, clock, SLOT + HOUR)
        assert ledger.last_missed() is None
        del ledger.fails["note_missed"]
        ticks(service, clock, SLOT + 2 * HOUR)
        assert ledger.last_missed().slot == SLOT


class TestEveryHour:
    def stuck(self, caplog):
        return said(caplog, "still needs a person")

    def test_a_week_without_a_connection_is_told_every_hour_with_its_length_and_count(
        self, start, clock, publisher, caplog
    ):
        publisher.outcomes = list(EVER)
        service = start()
        clock.time = SLOT
        ticks(service, clock, SLOT + 7 * DAY, 60)
        told = [fields for fields in self.stuck(caplog) if fields["code"] == "failing"]
        assert len(told) >= 7 * 24 - 2
        assert told[-1]["hours"] in {167, 168}
        assert told[-1]["failures"] >= 20
        assert told[-1]["since"] == SLOT.isoformat()
        assert "missed" in {fields["code"] for fields in self.stuck(caplog)}

    def test_where_nothing_is_needed_nothing_is_told(self, start, clock, caplog):
        service = start()
        ticks(service, clock, SLOT + 2 * DAY, 60)
        assert self.stuck(caplog) == []

    def test_a_pause_is_told_until_it_ends(self, start, clock, ledger, publisher, caplog):
        publisher.outcomes = [AccountRefused("X answered 402")]
        service = start()
        clock.time = SLOT
        ticks(service, clock, SLOT + 5 * HOUR, 60)
        assert len(self.stuck(caplog)) >= 4
        assert {fields["code"] for fields in self.stuck(caplog)} == {"paused", "missed"}
        end_pauses(ledger)
        ledger.note_success(Source.ONCE, clock.time)
        before = len(self.stuck(caplog))
        ticks(service, clock, SLOT + 9 * HOUR, 60)
        assert len(self.stuck(caplog)) == before

    def test_a_broken_file_is_told_though_the_last_good_version_is_in_use(self, start, clock, files, caplog):
        service = start()
        files.spoil("posts.yaml:3: unknown key 'titel'")
        ticks(service, clock, clock.time + 3 * HOUR, 60)
        assert [fields["code"] for fields in self.stuck(caplog)] == ["file", "file"]
        files.write("one")
        caplog.clear()
        ticks(service, clock, clock.time + 3 * HOUR, 60)
        assert "file" not in [fields["code"] for fields in self.stuck(caplog)]

    def test_it_looks_once_an_hour_and_no_more(self, start, clock):
        service = start()
        looked = []
        survey = service.desk.survey
        service.desk.survey = lambda *arguments: looked.append(clock.time) or survey(*arguments)
        ticks(service, clock, clock.time + 5 * HOUR + MINUTE, 5)
        assert len(looked) == 5

    def test_a_clock_that_is_set_back_silences_nothing(self, start, clock, ledger, caplog):
        ledger.pause(ACCOUNT.id, paused("X answered 402", since=SLOT - DAY))
        service = start()
        ticks(service, clock, clock.time + 2 * HOUR, 60)
        clock.time -= 3 * DAY
        before = len(self.stuck(caplog))
        ticks(service, clock, clock.time + 2 * HOUR, 60)
        assert len(self.stuck(caplog)) > before


class Switch:
    """A dead man's switch that writes down what it was told, and when."""

    def __init__(self, clock):
        self.clock, self.told = clock, []

    def success(self):
        self.told.append((self.clock.time, None))

    def failure(self, words):
        self.told.append((self.clock.time, words))

    def close(self):
        self.told.append((self.clock.time, "closed"))


class TestSwitch:
    @pytest.fixture
    def switch(self, clock):
        return Switch(clock)

    def test_it_is_told_each_minute_and_no_more_often_that_all_is_well(self, start, clock, switch):
        service = start(switch=switch)
        ticks(service, clock, clock.time + 10 * MINUTE, 5)
        assert [words for _, words in switch.told] == [None] * 10

    def test_what_needs_a_person_now_is_told_as_a_failure_in_words(self, start, clock, ledger, switch):
        ledger.pause(ACCOUNT.id, paused("X answered 402 to s3cret", since=SLOT - DAY))
        start(switch=switch).tick()
        [(_, words)] = switch.told
        assert "X answered 402 to ***" in words
        assert "doctor --online" in words

    def test_it_is_let_go_of_when_the_service_ends(self, start, switch):
        service = start(switch=switch)
        service.end()
        service.tick()
        assert [words for _, words in switch.told] == ["closed"]

    def test_a_tick_that_failed_is_not_told_as_well(self, start, clock, switch):
        def broken(_):
            raise UnreachableError("no answer")

        start(switch=switch, bot_for=broken).tick()
        assert switch.told == []

    def test_a_ledger_that_cannot_be_read_is_a_failure(self, start, clock, ledger, switch):
        service = start(switch=switch)
        ledger.fails["history"] = LedgerError("state.db: the disk is full")
        service.tick()
        assert [words for _, words in switch.told] == ["state.db: the disk is full"]

    def test_no_text_of_a_post_or_file_is_told(self, start, clock, files, switch):
        service = start(switch=switch)
        files.spoil("posts.yaml:3: 'What finding one says.' is wrong")
        service.tick()
        [(_, words)] = switch.told
        assert "What finding" not in words
        assert "scicomm-bot check" in words
