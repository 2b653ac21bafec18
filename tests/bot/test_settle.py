"""To settle: what a look at the timeline makes of a publication whose answer was lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.bot import Bot, Failed, Found, NotYet, Opening, Sent, Settled, Settler
from scicomm_bot.bot.settle import LOOK_AGAIN_AFTER, NEWEST, NEWEST_FOR_DUPLICATE
from scicomm_bot.domain.account import PauseCause
from scicomm_bot.domain.outcome import DuplicateText, Lost, Published, RateLimited
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timeline import CannotReadTimeline, KnownText, LookRecord, OwnPost, TimelineRead
from scicomm_bot.errors import LedgerError
from scicomm_bot.plan import SkipKind, Terms
from support.fakes import FakeClock, FakeLedger, ScriptedPublisher, attempt_ids, looked
from support.samples import (
    ACCOUNT,
    APART,
    CALL_WITHIN,
    NOW,
    SETTLE_WITHIN,
    end_pauses,
    make_claim,
    make_post,
    make_posts,
    notes,
    paused,
)

CLAIMED, POSTED, UNKNOWN, REFUSED, RELEASED, SKIPPED = PublicationState
TEXT = make_post("one").text
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def ledger():
    ledger = FakeLedger()
    ledger.adopt(ACCOUNT, "fingerprint")
    ledger.adopt_posts(ACCOUNT.id, [], NOW)
    return ledger


@pytest.fixture
def publisher(clock):
    return ScriptedPublisher(x_now=clock.now)


@pytest.fixture
def settler(ledger, publisher, clock):
    return Settler(ledger, publisher, clock, ACCOUNT, settle_within=SETTLE_WITHIN)


def bot_of(ledger, publisher, clock, prefix="b", opening=None):
    return Bot(
        ledger, publisher, clock, ACCOUNT, Terms(),
        call_within=CALL_WITHIN, settle_within=SETTLE_WITHIN, new_attempt_id=attempt_ids(prefix),
        opening=opening or looked(ledger),
    )  # fmt: skip


@pytest.fixture
def bot(ledger, publisher, clock):
    return bot_of(ledger, publisher, clock)


@pytest.fixture
def unknown(ledger):
    """The first post was claimed, and its answer was lost."""
    ledger.claim(ACCOUNT.id, make_claim())
    return ledger.record("a1", UNKNOWN, NOW, reason="no whole answer")


def seen(*own, at=NOW, ended=None):
    return TimelineRead(own, at, ended or at)


class TestFound:
    def test_it_has_xs_own_time_where_x_tells(self, settler, publisher, unknown):
        publisher.timeline = [OwnPost("9", TEXT, NOW - SECOND)]
        assert settler.settle(unknown).publication.ended_at == NOW - SECOND

    def test_it_is_posted_under_that_id(self, settler, ledger, publisher, clock, unknown):
        publisher.timeline = [OwnPost("9", TEXT)]
        clock.forward(3)
        found = settler.settle(unknown)
        assert found == Found(ledger.publication("a1"))
        kept = found.publication
        assert (kept.state, kept.remote_id, kept.ended_at, kept.settled) == (POSTED, "9", NOW + 3 * SECOND, False)

    @pytest.mark.parametrize("there", [True, False], ids=["found", "absent"])
    def test_posts_by_people_lie_in_between(self, settler, publisher, unknown, there):
        foreign = [OwnPost(str(number), f"people say {number}", NOW) for number in range(30, 10, -1)]
        publisher.timeline = [*foreign[:7], *([OwnPost("24", TEXT)] if there else []), *foreign[7:]]
        assert type(settler.settle(unknown)) is (Found if there else NotYet)

    def test_it_looks_at_what_is_newer_than_the_greatest_id_of_the_ledger(self, settler, ledger, publisher, clock):
        ledger.claim(ACCOUNT.id, make_claim("a0", "zero"))
        ledger.record("a0", POSTED, NOW, remote_id="1000")
        ledger.claim(ACCOUNT.id, make_claim())
        settler.settle(ledger.record("a1", UNKNOWN, NOW))
        assert publisher.looked == [("1000", NEWEST)]

    def test_a_ledger_without_an_id_looks_at_the_newest(self, settler, publisher, unknown):
        settler.settle(unknown)
        assert publisher.looked == [(None, 100)]

    def test_an_id_that_the_ledger_has_never_matches_again(self, settler, ledger, publisher):
        """A second post of the same words, after the first was released by a person and then found to be out."""
        ledger.claim(ACCOUNT.id, make_claim("a0", "other", "another text"))
        ledger.record("a0", POSTED, NOW, remote_id="9")
        ledger.claim(ACCOUNT.id, make_claim())
        unknown = ledger.record("a1", UNKNOWN, NOW)
        publisher.looks = [seen(OwnPost("9", TEXT))]
        assert isinstance(settler.settle(unknown), NotYet)

    def test_nor_does_one_that_came_late(self, settler, ledger, publisher):
        ledger.claim(ACCOUNT.id, make_claim("a0", "other", "another text"))
        ledger.record("a0", POSTED, NOW, remote_id="8")
        ledger.record_late("a0", "9", NOW)
        ledger.claim(ACCOUNT.id, make_claim())
        publisher.looks = [seen(OwnPost("9", TEXT))]
        assert isinstance(settler.settle(ledger.record("a1", UNKNOWN, NOW)), NotYet)

    def test_of_two_posts_with_the_same_words_it_is_the_older(self, settler, publisher, unknown):
        publisher.timeline = [OwnPost("12", TEXT), OwnPost("11", TEXT)]
        assert settler.settle(unknown).publication.remote_id == "11"

    def test_words_in_another_dress_are_the_same(self, settler, ledger, publisher):
        ledger.claim(ACCOUNT.id, make_claim(text="cafe\u0301  see example.org"))
        publisher.timeline = [OwnPost("9", "caf\u00e9 see http://example.org/")]
        assert isinstance(settler.settle(ledger.record("a1", UNKNOWN, NOW)), Found)

    @pytest.mark.parametrize(
        ("claimed", "own"),
        [(None, OwnPost("9", TEXT, reply_to="7")), ("7", OwnPost("9", TEXT)), ("7", OwnPost("9", TEXT, reply_to="8")),
         (None, OwnPost("9", TEXT, has_media=True))],
        ids=["a-reply", "no-reply", "to-another", "with-media"],
    )  # fmt: skip
    def test_the_reply_target_and_media_must_agree(self, settler, ledger, publisher, claimed, own):
        ledger.claim(ACCOUNT.id, replace(make_claim(), reply_to=claimed))
        unknown = ledger.record("a1", UNKNOWN, NOW)
        publisher.timeline = [own]
        assert isinstance(settler.settle(unknown), NotYet)
        publisher.timeline = [OwnPost("10", TEXT, reply_to=claimed)]
        assert isinstance(settler.settle(unknown), Found)


class TestAbsent:
    def test_once_it_is_written_down_and_waited_for(self, settler, ledger, publisher, unknown):
        publisher.looks = [seen(at=NOW + SECOND, ended=NOW + 3 * SECOND)]
        waiting = settler.settle(unknown)
        assert isinstance(waiting, NotYet)
        assert waiting.until == NOW + APART == NOW + timedelta(seconds=96)
        assert ledger.looks("a1") == [LookRecord(NOW + SECOND, NOW + 3 * SECOND, NOW)]
        assert ledger.open_publication() == unknown

    def test_twice_far_enough_apart_it_is_released(self, settler, ledger, publisher, clock, unknown):
        publisher.looks = [seen(at=NOW, ended=NOW + SECOND), seen(at=NOW + SECOND + APART)]
        settler.settle(unknown)
        clock.time += APART
        ended = settler.settle(unknown)
        assert ended == Settled(ledger.publication("a1"))
        kept = ended.publication
        assert (kept.state, kept.settled, kept.remote_id) == (RELEASED, True, None)
        assert kept.reason == "not on X: two looks, far enough apart, did not find it"
        assert len(ledger.looks("a1")) == 2

    def test_twice_too_close_it_is_not(self, settler, publisher, clock, unknown):
        """From the end of the first look to the beginning of the second: both by X's clock."""
        publisher.looks = [seen(at=NOW, ended=NOW + 9 * SECOND), seen(at=NOW + 8 * SECOND + APART)]
        settler.settle(unknown)
        waiting = settler.settle(unknown)
        assert isinstance(waiting, NotYet)
        assert waiting.until == clock.now() + SECOND

    def test_how_far_is_reckoned_by_the_time_that_its_own_sender_had(self, settler, ledger, clock):
        """Another process may have another time-out: the claim says until when its call may last."""
        claim = make_claim()
        ledger.claim(ACCOUNT.id, replace(claim, ends_by=claim.ends_by + timedelta(minutes=1)))
        unknown = ledger.record("a1", UNKNOWN, NOW)
        settler.settle(unknown)
        clock.forward(minutes=1, seconds=95)
        assert isinstance(settler.settle(unknown), NotYet)
        clock.forward(1)
        assert isinstance(settler.settle(unknown), Settled)

    def test_any_number_of_looks_too_close_is_not_enough_and_the_first_counts(self, settler, clock, unknown):
        for _ in range(19):
            assert isinstance(settler.settle(unknown), NotYet)
            clock.forward(5)
        clock.forward(1)
        assert isinstance(settler.settle(unknown), Settled)

    def test_our_own_clock_alone_does_not_count(self, settler, publisher, clock, unknown):
        publisher.x_now = lambda: NOW
        settler.settle(unknown)
        clock.forward(days=365)
        assert settler.settle(unknown).until == clock.now() + APART

    def test_one_answer_with_a_wrong_date_releases_nothing(self, settler, publisher, clock, unknown):
        publisher.looks = [seen(at=NOW - timedelta(days=1)), seen(), seen(at=NOW + APART)]
        settler.settle(unknown)
        assert isinstance(settler.settle(unknown), NotYet)
        clock.time += APART
        assert isinstance(settler.settle(unknown), Settled)

    def test_a_clock_of_ours_that_was_set_back_does_not_hold_it_up(self, settler, publisher, clock, unknown):
        publisher.looks = [seen(), seen(at=NOW + APART)]
        settler.settle(unknown)
        clock.time -= timedelta(days=1)
        assert isinstance(settler.settle(unknown), Settled)

    def test_an_x_whose_clock_goes_backwards_is_waited_out(self, settler, publisher, clock, unknown):
        back = timedelta(hours=1)
        publisher.looks = [seen(), seen(at=NOW - back), seen(at=NOW + APART - back)]
        settler.settle(unknown)
        assert settler.settle(unknown).until == clock.now() + APART
        clock.time += APART
        assert isinstance(settler.settle(unknown), Settled)  # far enough from the second look, by both clocks

    def test_looks_outlive_the_process_that_took_them(self, ledger, publisher, clock, unknown):
        def anew():
            return Settler(ledger, publisher, clock, ACCOUNT, settle_within=SETTLE_WITHIN)

        anew().settle(unknown)
        clock.time += APART
        assert isinstance(anew().settle(unknown), Settled)

    def test_a_post_that_shows_late_is_found_by_the_second_look(self, settler, publisher, clock, unknown):
        settler.settle(unknown)
        clock.time += APART
        publisher.timeline = [OwnPost("9", TEXT)]
        assert settler.settle(unknown).publication.remote_id == "9"

    def test_looks_for_an_earlier_attempt_do_not_count(self, settler, ledger, clock, unknown):
        settler.settle(unknown)
        ledger.record("a1", RELEASED, NOW)
        ledger.claim(ACCOUNT.id, make_claim("a2"))
        clock.time += APART
        assert isinstance(settler.settle(ledger.record("a2", UNKNOWN, NOW)), NotYet)

    def test_a_look_that_cannot_be_written_down_releases_nothing(self, settler, ledger, clock, unknown):
        ledger.add_look("a1", LookRecord(NOW, NOW, NOW))
        clock.time += APART
        ledger.fails["add_look"] = LedgerError("the disk is full")
        with pytest.raises(LedgerError):
            settler.settle(unknown)
        assert ledger.open_publication() == unknown

    def test_what_is_released_goes_out_again_byte_for_byte_in_the_next_step(self, bot, ledger, publisher, clock):
        posts = make_posts()
        text = "Zwölf \u2066نورون\u2069 🧠\nnext & <line>"
        posts[0] = make_post("one", text)
        publisher.outcomes = [Lost("gone")]
        bot.step(posts)
        assert bot.step(posts).kind is SkipKind.WAITING
        clock.time += APART
        result = bot.step(posts)
        assert isinstance(result, Sent)
        assert publisher.texts == [text, text]
        assert [one.state for one in ledger.publications()] == [RELEASED, POSTED]

    def test_a_text_that_was_changed_meanwhile_is_held_for_a_person(self, bot, ledger, publisher, clock):
        publisher.outcomes = [Lost("gone")]
        bot.step([make_post("one")])
        bot.step([make_post("one")])
        clock.time += APART
        changed = [make_post("one", "another text")]
        skip = bot.step(changed)
        assert (skip.kind, skip.reason) == (
            SkipKind.DONE, "no post can go out now; waiting for a person: paper/one (changed since it was sent)",
        )  # fmt: skip
        assert bot.step([make_post("one", "another text"), make_post("two")]).publication.post_id == "paper/two"
        ledger.reopen("b1", clock.now())
        assert bot.step(changed).publication.text == "another text"

    def test_a_text_that_was_changed_and_changed_back_goes_out(self, bot, publisher, clock):
        publisher.outcomes = [Lost("gone")]
        bot.step([make_post("one")])
        bot.step([make_post("one", "another text")])
        clock.time += APART
        assert bot.step([make_post("one", "another text")]).kind is SkipKind.DONE
        assert bot.step([make_post("one")]).publication.text == TEXT


class TestCannotLook:
    def test_it_stays_open_and_is_tried_again_after_a_minute(self, settler, ledger, publisher, clock, unknown):
        publisher.looks = [CannotReadTimeline("X answered 503")]
        waiting = settler.settle(unknown)
        until = clock.now() + LOOK_AGAIN_AFTER
        assert waiting == NotYet(unknown, "cannot look: X answered 503", until, unreadable=True)
        assert ledger.open_publication() == unknown
        assert ledger.looks("a1") == []

    def test_a_rate_limit_says_until_when(self, settler, publisher, unknown):
        until = NOW + timedelta(minutes=14)
        publisher.looks = [CannotReadTimeline("X answered 429", until)]
        assert settler.settle(unknown).until == until

    def test_however_often_it_cannot_it_releases_nothing(self, settler, publisher, clock, unknown):
        publisher.looks = [CannotReadTimeline("X answered 503")] * 200
        for _ in range(200):
            assert isinstance(settler.settle(unknown), NotYet)
            clock.forward(minutes=1)

    def test_one_that_fails_between_two_good_ones_does_no_harm(self, settler, publisher, clock, unknown):
        publisher.looks = [seen(), CannotReadTimeline("X answered 503"), seen(at=NOW + APART)]
        settler.settle(unknown)
        assert isinstance(settler.settle(unknown), NotYet)
        clock.time += APART
        assert isinstance(settler.settle(unknown), Settled)

    def test_where_another_try_would_come_to_the_same_a_person_is_asked_and_nobody_looks_again(
        self, settler, ledger, publisher, clock, unknown
    ):
        publisher.looks = [CannotReadTimeline("more than 1,000 posts since 5", hopeless=True)]
        for _ in range(3):
            waiting = settler.settle(ledger.publication("a1"))
            assert (waiting.reason, waiting.until) == ("more than 1,000 posts since 5", None)
            clock.forward(days=1)
        assert len(publisher.looked) == 1
        assert ledger.open_publication().asks_person == "more than 1,000 posts since 5"

    @pytest.mark.parametrize(
        ("oldest", "given_up"), [(-11, False), (-9, True), (5, True)], ids=["before", "near", "after"]
    )
    def test_a_hundred_newer_posts_hide_it_where_the_ledger_has_no_id_to_begin_at(
        self, settler, ledger, publisher, unknown, oldest, given_up
    ):
        """The newest hundred must go back to before the claim, with ten minutes for clocks that differ."""
        at = NOW + timedelta(minutes=oldest)
        publisher.timeline = [OwnPost(str(number), f"people say {number}", at) for number in range(200, 100, -1)]
        waiting = settler.settle(unknown)
        assert (ledger.publication("a1").asks_person is not None) is given_up
        assert (waiting.until is None) is given_up

    def test_an_x_that_refuses_the_account_pauses_it(self, bot, ledger, publisher, unknown):
        publisher.looks = [CannotReadTimeline("X answered 401", account=True)]
        skip = bot.step(make_posts())
        assert (skip.kind, skip.until) == (SkipKind.STUCK, None)
        assert notes(ledger) == [("cannot look: X answered 401", None)]
        end_pauses(ledger)
        publisher.timeline = [OwnPost("9", TEXT)]
        assert isinstance(bot.step(make_posts()), Found)


class TestClaimed:
    def test_one_that_may_still_be_sent_is_waited_for_and_not_looked_for(self, settler, ledger, publisher, clock):
        claimed = ledger.claim(ACCOUNT.id, make_claim())
        clock.time = claimed.ends_by - timedelta(microseconds=1)
        waiting = settler.settle(claimed)
        assert waiting == NotYet(claimed, "it is being sent by another process", claimed.ends_by)
        assert publisher.looked == []
        assert ledger.publication("a1").state is CLAIMED

    def test_one_whose_sender_is_late_is_fenced_off_before_anybody_looks(self, settler, ledger, publisher, clock):
        claimed = ledger.claim(ACCOUNT.id, make_claim())
        clock.time = claimed.ends_by
        states = []
        look = publisher.read_timeline

        def looking(**options):
            states.append(ledger.publication("a1").state)
            return look(**options)

        publisher.read_timeline = looking
        settler.settle(claimed)
        assert states == [UNKNOWN]
        assert ledger.publication("a1").reason == "its sender did not record an answer"

    def test_the_sender_that_wakes_up_finds_that_it_may_not_send(self, ledger, publisher, clock):
        sleeper, other = bot_of(ledger, publisher, clock, "s"), bot_of(ledger, ScriptedPublisher(), clock, "o")

        def sleep_while_the_other_settles():
            clock.time += timedelta(hours=1)  # the wall clock alone: the machine's own seconds stood still
            other.step(make_posts(), send=False)

        publisher.before = sleep_while_the_other_settles
        sleeper.step(make_posts())
        assert publisher.allowed == [False]

    @pytest.mark.parametrize(("minutes", "looks"), [(9, 0), (11, 1)], ids=["a-little", "far"])
    def test_one_a_little_in_the_future_is_another_machine_s_that_is_ahead(
        self, settler, ledger, publisher, minutes, looks
    ):
        claimed = ledger.claim(ACCOUNT.id, make_claim(at=NOW + timedelta(minutes=minutes)))
        settler.settle(claimed)
        assert len(publisher.looked) == looks

    def test_one_in_the_future_is_settled_too(self, settler, ledger, publisher, clock):
        """Its time is from a clock that was set back since; nobody would wait a year for it."""
        claimed = ledger.claim(ACCOUNT.id, make_claim(at=NOW + timedelta(days=365)))
        publisher.timeline = [OwnPost("9", TEXT)]
        assert isinstance(settler.settle(claimed), Found)

    def test_one_whose_sender_recorded_its_answer_at_the_last_moment_is_taken_as_it_is(
        self, settler, ledger, publisher, clock
    ):
        claimed = ledger.claim(ACCOUNT.id, make_claim())
        ledger.record("a1", POSTED, NOW, remote_id="9")
        clock.time = claimed.ends_by
        assert settler.settle(claimed) == Found(ledger.publication("a1"))
        assert publisher.looked == []


class TestDuplicates:
    """X says that the text is there: under an id of the ledger another post has it, else it is this one."""

    @pytest.fixture
    def duplicate(self, bot, ledger, publisher):
        publisher.outcomes = [DuplicateText("X answered 403: duplicate content")]
        bot.step(make_posts())
        kept = ledger.publication("b1")
        assert (kept.state, kept.duplicate) == (UNKNOWN, True)
        return kept

    def test_under_an_id_that_nobody_knows_it_is_posted(self, settler, publisher, duplicate):
        publisher.timeline = [OwnPost("9", TEXT)]
        assert settler.settle(duplicate).publication.remote_id == "9"

    def test_it_looks_at_the_newest_thousand_whatever_the_ledger_has(self, settler, publisher, duplicate):
        settler.settle(duplicate)
        assert publisher.looked == [(None, NEWEST_FOR_DUPLICATE)] == [(None, 1_000)]

    def test_under_an_id_of_the_ledger_it_is_refused_and_names_that_post(self, settler, ledger, publisher, duplicate):
        ledger.adopt_posts(ACCOUNT.id, [(KnownText("paper/old", "the same on X"), OwnPost("9", "..."))], NOW)
        publisher.timeline = [OwnPost("9", TEXT)]
        ended = settler.settle(duplicate)
        assert isinstance(ended, Settled)
        assert (ended.publication.state, ended.publication.reason) == (
            REFUSED, "X refuses the text as a duplicate of paper/old (9)",
        )  # fmt: skip

    def test_under_both_it_is_posted_under_the_id_that_nobody_knows(self, settler, ledger, publisher, duplicate):
        ledger.adopt_posts(ACCOUNT.id, [(KnownText("paper/old", "the same on X"), OwnPost("9", "..."))], NOW)
        publisher.timeline = [OwnPost("10", TEXT), OwnPost("9", TEXT)]
        assert settler.settle(duplicate).publication.remote_id == "10"

    def test_not_to_be_found_it_stays_unknown_for_a_person_and_is_never_released(
        self, bot, ledger, publisher, clock, duplicate
    ):
        skip = bot.step(make_posts())
        assert (skip.kind, skip.until) == (SkipKind.WAITING, clock.now() + APART)
        assert "it is not on the timeline yet" in skip.reason
        clock.forward(minutes=10)
        for _ in range(5):
            skip = bot.step(make_posts())
            assert skip.kind is SkipKind.STUCK
            assert "it is not among the newest 1,000" in skip.reason
            assert "`scicomm-bot resolve paper/one --posted X_ID` or `--not-posted`" in skip.reason
            clock.forward(minutes=10)
        assert len(publisher.looked) == 2
        assert ledger.open_publication().duplicate
        assert publisher.texts == [TEXT]

    def test_a_timeline_that_lags_is_waited_for(self, settler, publisher, clock, duplicate):
        settler.settle(duplicate)
        clock.forward(minutes=2)
        publisher.timeline = [OwnPost("9", TEXT)]
        assert settler.settle(duplicate).publication.remote_id == "9"

    def test_that_it_cannot_look_is_waited_for(self, settler, publisher, clock, duplicate):
        publisher.looks = [CannotReadTimeline("X answered 503")]
        assert settler.settle(duplicate).until == clock.now() + LOOK_AGAIN_AFTER


class TestLateIds:
    """The answer of an attempt that was settled meanwhile."""

    def late(self, ledger, publisher, clock, meanwhile):
        publisher.during = meanwhile
        publisher.outcomes = [Published("77")]
        return bot_of(ledger, publisher, clock).step(make_posts())

    def released(self, ledger):
        ledger.record("b1", RELEASED, NOW, settled=True, reason="not on X")

    def test_it_is_recorded_and_the_account_is_paused_for_a_person(self, ledger, publisher, clock):
        result = self.late(ledger, publisher, clock, lambda: self.released(ledger))
        assert isinstance(result, Failed)
        assert "X's answer for paper/one came after its attempt had ended otherwise" in result.reason
        kept = ledger.publication("b1")
        assert (kept.state, kept.remote_id) == (POSTED, "77")
        assert notes(ledger) == [(result.reason, None)]
        assert bot_of(ledger, publisher, clock, "c").step(make_posts()).kind is SkipKind.STUCK

    def test_after_the_post_was_sent_again_it_is_kept_beside(self, ledger, publisher, clock):
        def send_again():
            self.released(ledger)
            ledger.claim(ACCOUNT.id, make_claim("a2"))
            ledger.record("a2", POSTED, NOW, remote_id="78")

        self.late(ledger, publisher, clock, send_again)
        assert (ledger.publication("b1").late_remote_id, ledger.publication("a2").remote_id) == ("77", "78")
        assert "look at the account for 77" in notes(ledger)[0][0]

    def test_after_it_was_found_under_the_same_id_all_is_well(self, ledger, publisher, clock):
        def find():
            ledger.record("b1", POSTED, NOW, remote_id="77")

        assert isinstance(self.late(ledger, publisher, clock, find), Sent)
        assert notes(ledger) == []

    def test_after_another_post_was_taken_for_it_a_person_is_told(self, ledger, publisher, clock):
        def take_another():
            ledger.record("b1", POSTED, NOW, remote_id="70")

        assert isinstance(self.late(ledger, publisher, clock, take_another), Failed)
        kept = ledger.publication("b1")
        assert (kept.remote_id, kept.late_remote_id) == ("70", "77")
        assert "77" in notes(ledger)[0][0]

    def test_an_id_that_cannot_be_written_down_at_once_is_tried_again(self, ledger, publisher, clock):
        record, fails = ledger.record, [LedgerError("locked")] * 2

        def busy(*arguments, **options):
            if fails:
                raise fails.pop()
            return record(*arguments, **options)

        ledger.record = busy
        assert isinstance(self.late(ledger, publisher, clock, None), Sent)

    def test_an_id_that_cannot_be_written_down_at_all_is_told(self, ledger, publisher, clock):
        ledger.fails["record"] = LedgerError("the disk is full")
        with pytest.raises(LedgerError) as failed:
            self.late(ledger, publisher, clock, None)
        assert "paper/one was published as 77, but that could not be written down" in str(failed.value)
        assert "`scicomm-bot resolve paper/one --posted 77`. the disk is full" in str(failed.value)
        assert ledger.open_publication().state is CLAIMED

    def test_it_is_kept_even_if_the_account_cannot_be_paused(self, ledger, publisher, clock):
        ledger.fails["pause"] = LedgerError("the disk is full")
        with pytest.raises(LedgerError):
            self.late(ledger, publisher, clock, lambda: self.released(ledger))
        assert ledger.publication("b1").remote_id == "77"


class TestLostLedger:
    """A new ledger on an account that has posts: nothing is published again."""

    @pytest.fixture
    def new(self):
        ledger = FakeLedger()
        ledger.adopt(ACCOUNT, "fingerprint")
        return ledger

    def test_what_is_out_is_adopted_and_the_next_goes_out(self, new, publisher, clock):
        publisher.timeline = [
            OwnPost("13", make_post("two").text, NOW - timedelta(hours=1)), OwnPost("12", "by people"), OwnPost("11", TEXT),
        ]  # fmt: skip
        result = bot_of(new, publisher, clock, opening=Opening()).step(make_posts())
        assert result.publication.post_id == "paper/three"
        out = {one.post_id: (one.remote_id, one.adopted) for one in new.publications()[:2]}
        assert out == {"paper/one": ("11", True), "paper/two": ("13", True)}
        assert publisher.looked == [(None, NEWEST)]

    def test_it_looks_once_in_its_life(self, new, publisher, clock):
        bot = bot_of(new, publisher, clock, opening=Opening())
        for _ in range(3):
            bot.step(make_posts())
        assert publisher.looked == [(None, NEWEST)]

    def test_without_a_look_nothing_goes_out(self, new, publisher, clock):
        until = NOW + timedelta(minutes=14)
        publisher.looks = [CannotReadTimeline("X answered 429", until)]
        skip = bot_of(new, publisher, clock, opening=Opening()).step(make_posts())
        assert (skip.kind, skip.until) == (SkipKind.WAITING, until)
        assert (
            skip.reason
            == "before the first post the account is compared with the ledger, and that cannot be done: X answered 429"
        )
        assert publisher.texts == []

    def test_all_out_is_nothing_to_do(self, new, publisher, clock):
        posts = make_posts()
        publisher.timeline = [OwnPost(str(20 - n), post.text) for n, post in enumerate(posts)]
        assert bot_of(new, publisher, clock, opening=Opening()).step(posts).kind is SkipKind.DONE
        assert publisher.texts == []

    def test_a_post_asked_for_that_is_out_is_done(self, new, publisher, clock):
        publisher.timeline = [OwnPost("11", TEXT)]
        skip = bot_of(new, publisher, clock, opening=Opening()).step(make_posts(), only="paper/one")
        assert skip.reason == "paper/one is out already: https://x.com/i/web/status/11"

    def test_one_post_on_x_is_not_taken_for_two(self, new, publisher, clock):
        publisher.timeline = [OwnPost("11", "the same")]
        posts = [make_post("one", "the same"), make_post("two", "the  same")]
        bot_of(new, publisher, clock, opening=Opening()).step(posts)
        assert new.publications()[0].remote_id == "11"
        assert {one.remote_id for one in new.publications()} != {"11"}

    def test_what_is_there_at_the_first_look_is_never_looked_through_again(self, new, publisher, clock):
        publisher.timeline = [OwnPost("1000", "by people"), OwnPost("999", "by people too")]
        publisher.outcomes = [Lost("gone")]
        bot = bot_of(new, publisher, clock, opening=Opening())
        bot.step(make_posts())
        bot.step(make_posts())
        assert publisher.looked == [(None, NEWEST), ("1000", NEWEST)]

    def test_an_x_that_refuses_the_account_pauses_it(self, new, publisher, clock):
        publisher.looks = [CannotReadTimeline("X answered 401", account=True)]
        assert bot_of(new, publisher, clock, opening=Opening()).step(make_posts()).kind is SkipKind.STUCK
        assert [pause.cause for pause in new.account().pauses] == [PauseCause.ACCOUNT_REFUSED]

    def test_an_empty_text_adopts_nothing(self, new, publisher, clock):
        publisher.timeline = [OwnPost("11", "")]
        bot_of(new, publisher, clock, opening=Opening()).step([make_post("one", "", blocked=True), make_post("two")])
        assert [one.post_id for one in new.publications()] == ["paper/two"]


class TestWaitsInAStep:
    def test_a_rate_limit_for_looking_does_not_pause_the_account(self, bot, ledger, publisher, unknown):
        publisher.looks = [CannotReadTimeline("X answered 429", NOW + timedelta(minutes=9))]
        skip = bot.step(make_posts())
        assert (skip.kind, skip.until, skip.about) == (SkipKind.WAITING, NOW + timedelta(minutes=9), "paper/one")
        assert notes(ledger) == []

    def test_settling_waits_while_a_person_must_act_for_a_look_is_a_call_too(self, bot, ledger, publisher, unknown):
        ledger.pause(ACCOUNT.id, paused("X answered 402"))
        publisher.timeline = [OwnPost("9", TEXT)]
        assert bot.step(make_posts()).kind is SkipKind.STUCK
        assert publisher.looked == []
        end_pauses(ledger)
        assert isinstance(bot.step(make_posts()), Found)

    def test_settling_goes_on_through_a_rate_limit_of_posting(self, bot, ledger, publisher, unknown):
        ledger.pause(ACCOUNT.id, paused("429", until=NOW + timedelta(minutes=9)))
        publisher.timeline = [OwnPost("9", TEXT)]
        assert isinstance(bot.step(make_posts()), Found)

    def test_settling_alone_sends_nothing(self, bot, publisher, clock, unknown):
        bot.step(make_posts(), send=False)
        clock.time += APART
        skip = bot.step(make_posts(), send=False)
        assert (skip.kind, publisher.texts) == (SkipKind.DONE, [])

    def test_a_429_is_released_and_waits(self, bot, ledger, publisher):
        publisher.outcomes = [RateLimited("429", NOW + timedelta(minutes=9))]
        bot.step(make_posts())
        assert ledger.open_publication() is None
        assert publisher.looked == []
