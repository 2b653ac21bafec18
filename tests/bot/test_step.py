"""One step of the bot: the order of its doings, and what each outcome leads to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.bot import Bot, Failed, Found, Sent
from scicomm_bot.domain.account import PauseCause
from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.domain.obstacle import Need, ObstacleCode
from scicomm_bot.domain.outcome import (
    AccountRefused,
    DuplicateText,
    Lost,
    NotSent,
    Published,
    RateLimited,
    ReplyRefused,
    TextRefused,
)
from scicomm_bot.domain.post import PostImage
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timeline import CannotReadTimeline, OwnPost
from scicomm_bot.errors import LedgerBusyError, LedgerError
from scicomm_bot.ledger.sqlite import open_sqlite
from scicomm_bot.plan import Skip, SkipKind, Terms
from support.fakes import FakeClock, FakeLedger, ScriptedPublisher, attempt_ids, looked
from support.samples import (
    ACCOUNT,
    CALL_WITHIN,
    MONTH,
    NOW,
    SETTLE_WITHIN,
    SLOT,
    end_pauses,
    make_claim,
    make_post,
    make_posts,
    notes,
    told,
)

CLAIMED, POSTED, UNKNOWN, REFUSED, RELEASED, SKIPPED = PublicationState


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def ledger():
    ledger = FakeLedger()
    ledger.adopt(ACCOUNT, "fingerprint")
    return ledger


@pytest.fixture
def publisher():
    return ScriptedPublisher()


def bot_of(ledger, publisher, clock, *, new_id=None, **terms):
    return Bot(
        ledger,
        publisher,
        clock,
        ACCOUNT,
        Terms(**terms),
        call_within=CALL_WITHIN,
        settle_within=SETTLE_WITHIN,
        opening=looked(ledger),
        new_attempt_id=new_id or attempt_ids(),
    )


@pytest.fixture
def bot(ledger, publisher, clock):
    return bot_of(ledger, publisher, clock)


class TestPictures:
    @pytest.fixture
    def post(self):
        return replace(make_post("one"), images=(PostImage("a.png", "00", "A mouse."), PostImage("b.png", "11", None)))

    def test_they_are_uploaded_before_the_claim_and_sent_with_the_post(self, ledger, publisher, clock, post):
        open_at_upload = []
        publisher.on_upload = lambda: open_at_upload.append(ledger.open_publication())
        sent = bot_of(ledger, publisher, clock).step([post])
        assert isinstance(sent, Sent)
        assert open_at_upload == [None]
        assert publisher.media == [("700", "701")]
        assert sent.publication.media_sha256 == post.media_sha256 != ""
        assert publisher.uploaded == [["a.png", "b.png"]]

    def test_a_post_without_one_uploads_nothing(self, ledger, publisher, clock):
        bot_of(ledger, publisher, clock).step([make_post("one")])
        assert (publisher.uploaded, publisher.media) == ([], [()])

    @pytest.mark.parametrize(
        ("failure", "state"), [(NotSent("no network"), RELEASED), (TextRefused("no picture"), REFUSED)]
    )
    def test_where_one_cannot_be_uploaded_nothing_is_sent_and_it_is_written_down(
        self, ledger, publisher, clock, post, failure, state
    ):
        publisher.uploads = [failure]
        failed = bot_of(ledger, publisher, clock).step([post])
        assert isinstance(failed, Failed)
        assert (failed.publication.state, failed.reason) == (state, failure.reason)
        assert publisher.texts == []

    def test_a_refusal_ends_when_a_picture_is_changed(self, ledger, publisher, clock, post):
        publisher.uploads = [TextRefused("no picture")]
        bot = bot_of(ledger, publisher, clock)
        bot.step([post])
        assert isinstance(bot.step([post]), Skip)
        assert isinstance(bot.step([replace(post, images=post.images[:1])]), Sent)


class TestOrder:
    def test_the_claim_is_in_the_file_for_all_to_see_before_the_publisher_is_called(self, tmp_path, clock):
        """Moving the claim behind the send makes this fail: another connection looks from inside the publisher."""
        path = tmp_path / "state.db"
        ledger = open_sqlite(path, create=True)
        ledger.adopt(ACCOUNT, "fingerprint")
        seen = []

        def look():
            other = open_sqlite(path, create=False)
            seen.append(other.open_publication())
            other.close()

        publisher = ScriptedPublisher(before=look)
        bot_of(ledger, publisher, clock).step(make_posts())
        assert [(one.attempt_id, one.text, one.state) for one in seen] == [("a1", publisher.texts[0], CLAIMED)]
        ledger.close()

    def test_it_claims_then_sends_then_records_and_does_nothing_in_between(self, ledger, publisher, bot):
        publisher.before = lambda: ledger.calls.append("send")
        publisher.during = lambda: ledger.calls.append("sent")
        bot.step(make_posts())
        after_deciding = ledger.calls[ledger.calls.index("claim") :]
        assert after_deciding == ["claim", "send", "publication", "sent", "record"]

    def test_the_claim_says_when_the_sender_gives_up_and_when_its_call_has_ended(self, ledger, publisher, bot):
        kept = []
        publisher.before = lambda: kept.append(ledger.open_publication())
        bot.step(make_posts(), slot=SLOT)
        [claim] = kept
        assert (claim.claimed_at, claim.send_by, claim.ends_by) == (
            NOW, NOW + timedelta(seconds=5), NOW + timedelta(seconds=5) + CALL_WITHIN,
        )  # fmt: skip
        assert (claim.slot, claim.price_micro_usd, claim.account_id) == (SLOT, 15_000, ACCOUNT.id)

    def test_the_time_is_that_of_the_answer_not_of_the_claim(self, ledger, publisher, bot, clock):
        publisher.during = lambda: clock.forward(3)
        assert bot.step(make_posts()).publication.ended_at == NOW + timedelta(seconds=3)

    def test_what_is_sent_is_the_claimed_text_to_the_letter(self, ledger, publisher, bot):
        text = "Zwölf \u2066نورون\u2069 🧠\nnext line & <more>"
        bot.step([make_post("one", text)])
        assert publisher.texts == [text] == [one.text for one in ledger.publications()]

    def test_posts_go_out_in_order_one_to_a_step(self, ledger, publisher, bot):
        posts = make_posts()
        assert [bot.step(posts).publication.post_id for _ in posts] == [post.id for post in posts]
        assert told(bot.step(posts)) == (SkipKind.DONE, "nothing is left to post", None)
        assert publisher.texts == [post.text for post in posts]

    def test_a_blocked_post_is_never_sent_and_the_next_one_is(self, publisher, bot):
        posts = [make_post("one", blocked=True), make_post("two")]
        assert bot.step(posts).publication.post_id == "paper/two"
        assert bot.step(posts).kind is SkipKind.DONE
        assert publisher.texts == [posts[1].text]

    def test_the_one_that_was_asked_for_goes_out_alone(self, publisher, bot):
        posts = make_posts()
        assert bot.step(posts, only="paper/two").publication.post_id == "paper/two"
        assert bot.step(posts, only="paper/two").kind is SkipKind.DONE
        assert publisher.texts == [posts[1].text]


OUTCOMES = [
    pytest.param(Lost("no whole answer"), UNKNOWN, id="lost"),
    pytest.param(DuplicateText("duplicate content"), UNKNOWN, id="duplicate"),
    pytest.param(TextRefused("bad text"), REFUSED, id="text-refused"),
    pytest.param(ReplyRefused("no replies"), REFUSED, id="reply-refused"),
    pytest.param(NotSent("no connection"), RELEASED, id="not-sent"),
    pytest.param(RateLimited("429", NOW + timedelta(minutes=9)), RELEASED, id="rate-limited"),
    pytest.param(AccountRefused("401"), RELEASED, id="account-refused"),
]


class TestOutcomes:
    def test_an_id_makes_it_posted(self, ledger, publisher, bot):
        publisher.outcomes = [Published("1790000000000000001")]
        result = bot.step(make_posts())
        assert result == Sent(ledger.publication("a1"))
        assert (result.publication.state, result.publication.remote_id) == (POSTED, "1790000000000000001")
        assert ledger.account() == ACCOUNT

    @pytest.mark.parametrize(("outcome", "state"), OUTCOMES)
    def test_each_other_outcome_has_its_state_and_keeps_the_reason(self, ledger, publisher, bot, outcome, state):
        publisher.outcomes = [outcome]
        result = bot.step(make_posts())
        kept = ledger.publication("a1")
        assert isinstance(result, Failed)
        assert (result.publication, result.reason) == (kept, outcome.reason)
        assert (kept.state, kept.reason, kept.remote_id) == (state, outcome.reason, None)

    @pytest.mark.parametrize(("outcome", "state"), OUTCOMES)
    def test_only_account_trouble_and_rate_limits_pause(self, ledger, publisher, bot, outcome, state):
        publisher.outcomes = [outcome]
        bot.step(make_posts())
        pauses = {
            AccountRefused: (PauseCause.ACCOUNT_REFUSED, "401", None),
            RateLimited: (PauseCause.RATE_LIMIT, "429", NOW + timedelta(minutes=9)),
        }
        told = [(pause.cause, pause.note, pause.until) for pause in ledger.account().pauses]
        assert told == [pauses[type(outcome)]] if type(outcome) in pauses else told == []

    def test_a_lost_answer_that_cannot_be_looked_for_blocks_all_that_follows_and_says_until_when(
        self, ledger, publisher, bot, clock
    ):
        publisher.outcomes = [Lost("no whole answer within 30 s")]
        publisher.looks = [CannotReadTimeline("X answered 503")] * 3
        posts = make_posts()
        ledger.adopt_posts(ACCOUNT.id, [], NOW)
        bot.step(posts)
        clock.forward(days=30)
        for only in (None, "paper/one", "paper/two"):
            skip = bot.step(posts, only=only)
            assert (skip.kind, skip.about) == (SkipKind.WAITING, "paper/one")
            assert skip.reason == "paper/one may or may not be on X; cannot look: X answered 503"
            assert skip.until == clock.now() + timedelta(seconds=60)
        assert len(publisher.texts) == 1
        assert ledger.open_publication().reason == "no whole answer within 30 s"

    def test_what_was_not_sent_is_sent_at_the_next_step(self, publisher, bot):
        publisher.outcomes = [NotSent("no connection")]
        posts = make_posts()
        bot.step(posts)
        assert bot.step(posts).publication.post_id == "paper/one"

    def test_a_refused_text_is_left_and_the_next_goes_out(self, publisher, bot):
        publisher.outcomes = [TextRefused("bad text")]
        posts = make_posts()
        bot.step(posts)
        assert bot.step(posts).publication.post_id == "paper/two"

    def test_a_refused_text_may_go_out_once_it_is_edited(self, publisher, bot):
        publisher.outcomes = [TextRefused("bad text")]
        bot.step([make_post("one")])
        assert bot.step([make_post("one")]).kind is SkipKind.DONE
        assert bot.step([make_post("one", "better text")]).publication.text == "better text"

    def test_two_refusals_running_pause_the_account(self, ledger, publisher, bot):
        publisher.outcomes = [TextRefused("first"), TextRefused("second")]
        posts = make_posts()
        bot.step(posts)
        assert notes(ledger) == []
        bot.step(posts)
        assert notes(ledger) == [("two posts were refused in a row, the last with: second", None)]
        assert bot.step(posts).kind is SkipKind.STUCK
        assert len(publisher.texts) == 2

    def test_two_refusals_with_a_post_in_between_do_not(self, ledger, publisher, bot, clock):
        publisher.outcomes = [TextRefused("first"), Published("1"), TextRefused("third")]
        posts = make_posts()
        for _ in posts:
            bot.step(posts)
            clock.forward(minutes=1)
        assert notes(ledger) == []

    def test_a_rate_limit_is_waited_out_to_its_reset_and_no_longer(self, publisher, bot, clock):
        publisher.outcomes = [RateLimited("429", NOW + timedelta(minutes=9))]
        posts = make_posts()
        assert bot.step(posts).until == NOW + timedelta(minutes=9)
        clock.forward(minutes=9, microseconds=-1)
        skip = bot.step(posts)
        assert (skip.kind, skip.until) == (SkipKind.WAITING, NOW + timedelta(minutes=9))
        clock.forward(microseconds=1)
        assert isinstance(bot.step(posts), Sent)

    def test_account_trouble_stops_everything_until_a_person_acts(self, ledger, publisher, bot, clock):
        publisher.outcomes = [AccountRefused("X answered 402")]
        posts = make_posts()
        bot.step(posts)
        clock.forward(days=30)
        skip = bot.step(posts)
        assert (skip.kind, skip.until) == (SkipKind.STUCK, None)
        assert "X answered 402; fix that (new credentials or settings take a restart of the service), " in skip.reason
        assert skip.reason.endswith("then run `scicomm-bot doctor --online`")
        end_pauses(ledger)
        assert bot.step(posts).publication.post_id == "paper/one"


class TestMaySend:
    def test_it_is_granted_at_once(self, publisher, bot):
        bot.step(make_posts())
        assert publisher.allowed == [True]

    @pytest.mark.parametrize(("seconds", "allowed"), [(4.999, True), (5.0, False), (3600.0, False)])
    def test_it_ends_five_seconds_after_the_claim(self, publisher, bot, clock, seconds, allowed):
        publisher.before = lambda: clock.forward(seconds)
        bot.step(make_posts())
        assert publisher.allowed == [allowed]

    def test_a_clock_that_is_set_back_does_not_lengthen_it(self, publisher, bot, clock):
        def sleep_and_set_back():
            clock.forward(60)
            clock.time = NOW - timedelta(hours=1)

        publisher.before = sleep_and_set_back
        bot.step(make_posts())
        assert publisher.allowed == [False]

    def test_a_slow_claim_counts_too(self, ledger, publisher, bot, clock):
        """A ledger that takes long over the claim leaves the sender less time, not the same time later."""
        claim = ledger.claim

        def slow(*arguments):
            clock.forward(5)
            return claim(*arguments)

        ledger.claim = slow
        bot.step(make_posts())
        assert publisher.allowed == [False]

    @pytest.mark.parametrize("state", [UNKNOWN, REFUSED, RELEASED, SKIPPED], ids=str)
    def test_it_is_refused_once_the_attempt_was_ended_by_somebody_else(self, ledger, publisher, bot, state):
        publisher.before = lambda: ledger.record("a1", state, NOW)
        bot.step(make_posts())
        assert publisher.allowed == [False]

    def test_it_is_refused_when_the_post_was_found_meanwhile_and_that_stays(self, ledger, publisher, bot):
        publisher.before = lambda: ledger.record("a1", POSTED, NOW, remote_id="5")
        publisher.outcomes = [NotSent("too late")]
        assert bot.step(make_posts()) == Found(ledger.publication("a1"))
        assert publisher.allowed == [False]
        assert (ledger.publication("a1").state, ledger.publication("a1").remote_id) == (POSTED, "5")


class TestCrashes:
    def test_a_crash_in_mid_send_leaves_the_claim_open(self, ledger, publisher, bot):
        def crash():
            raise RuntimeError("boom")

        publisher.during = crash
        with pytest.raises(RuntimeError, match="boom"):
            bot.step(make_posts())
        assert ledger.open_publication().state is CLAIMED

    def test_what_a_crash_left_is_waited_for_and_then_looked_for(self, ledger, publisher, clock):
        ledger.claim(ACCOUNT.id, make_claim())
        bot = bot_of(ledger, publisher, clock, new_id=attempt_ids("b"))
        clock.forward(35, microseconds=-1)
        skip = bot.step(make_posts())
        assert (skip.kind, skip.until) == (SkipKind.WAITING, NOW + timedelta(seconds=35))
        assert publisher.looked == []
        clock.forward(microseconds=1)
        publisher.looks = [CannotReadTimeline("X answered 503")]
        skip = bot.step(make_posts())
        assert skip.kind is SkipKind.WAITING
        assert skip.reason == "paper/one may or may not be on X; cannot look: X answered 503"
        left = ledger.open_publication()
        assert (left.state, left.reason) == (UNKNOWN, "its sender did not record an answer")
        assert publisher.texts == []

    def test_an_answer_that_cannot_be_recorded_leaves_the_claim_open(self, ledger, publisher, bot):
        ledger.fails["record"] = LedgerError("the disk is full")
        with pytest.raises(LedgerError, match="the disk is full"):
            bot.step(make_posts())
        assert ledger.open_publication().state is CLAIMED

    @pytest.mark.parametrize("call", ["history", "claim"])
    def test_a_ledger_that_fails_before_the_claim_sends_nothing(self, ledger, publisher, bot, call):
        ledger.fails[call] = LedgerBusyError("another process holds the state file")
        with pytest.raises(LedgerBusyError):
            bot.step(make_posts())
        assert publisher.texts == []
        assert ledger.publications() == []

    def test_a_claim_lost_to_another_process_sends_nothing_and_waits(self, ledger, publisher, bot):
        history = ledger.history

        def overtaken(*arguments, **options):
            found = history(*arguments, **options)
            if not ledger.publications():
                ledger.claim(ACCOUNT.id, make_claim("theirs", "one"))
            return found

        ledger.history = overtaken
        skip = bot.step(make_posts())
        assert (skip.kind, skip.until) == (SkipKind.WAITING, NOW + timedelta(seconds=35))
        assert publisher.texts == []


class TestSlots:
    def test_a_slot_is_filled_once(self, publisher, bot):
        posts = make_posts()
        assert isinstance(bot.step(posts, slot=SLOT), Sent)
        assert told(bot.step(posts, slot=SLOT)) == (SkipKind.DONE, "this slot is filled", None)
        assert isinstance(bot.step(posts, slot=SLOT + timedelta(days=1)), Sent)
        assert len(publisher.texts) == 2

    def test_a_refusal_fills_its_slot(self, publisher, bot):
        publisher.outcomes = [TextRefused("bad text")]
        posts = make_posts()
        bot.step(posts, slot=SLOT)
        assert bot.step(posts, slot=SLOT).reason == "this slot is filled"

    @pytest.mark.parametrize("outcome", [NotSent("no connection"), RateLimited("429", NOW)], ids=["not-sent", "429"])
    def test_what_was_not_sent_leaves_its_slot_free(self, publisher, bot, outcome):
        publisher.outcomes = [outcome]
        posts = make_posts()
        bot.step(posts, slot=SLOT)
        assert isinstance(bot.step(posts, slot=SLOT), Sent)

    def test_a_slot_filled_by_a_lost_answer_is_settled_rather_than_only_being_filled(self, publisher, bot, clock):
        publisher.outcomes = [Lost("gone")]
        bot.step(make_posts(), slot=SLOT)
        clock.forward(minutes=1)
        publisher.timeline = [OwnPost("7", make_post("one").text)]
        assert bot.step(make_posts(), slot=SLOT).publication.remote_id == "7"
        assert bot.step(make_posts(), slot=SLOT).reason == "this slot is filled"

    def test_a_slot_that_another_process_is_filling_just_now_is_waited_for(self, ledger, publisher, bot):
        """Its sender may be killed, and the slot be free again: it is not filled before that is known."""
        history = ledger.history

        def overtaken(*arguments, **options):
            if not ledger.publications():
                ledger.claim(ACCOUNT.id, make_claim("theirs", "one", slot=SLOT))
            return history(*arguments, **options)

        ledger.history = overtaken
        skip = bot.step(make_posts(), slot=SLOT)
        assert (skip.kind, skip.until) == (SkipKind.WAITING, NOW + timedelta(seconds=35))
        ledger.record("theirs", RELEASED, NOW)
        assert bot.step(make_posts(), slot=SLOT).publication.slot == SLOT

    def test_two_bots_fill_one_slot_once(self, ledger, publisher, clock):
        bots = [bot_of(ledger, publisher, clock, new_id=attempt_ids(prefix)) for prefix in "ab"]
        posts = make_posts()
        assert [type(bot.step(posts, slot=SLOT)) for bot in bots] == [Sent, Skip]


class TestTerms:
    def test_the_least_gap_is_kept_whatever_the_slots_say(self, ledger, publisher, clock):
        bot = bot_of(ledger, publisher, clock, least_gap=timedelta(minutes=30))
        posts = make_posts()
        bot.step(posts, slot=SLOT)
        clock.forward(minutes=30, microseconds=-1)
        skip = bot.step(posts, slot=SLOT + timedelta(minutes=29))
        assert (skip.kind, skip.until) == (SkipKind.WAITING, NOW + timedelta(minutes=30))
        clock.forward(microseconds=1)
        assert isinstance(bot.step(posts, slot=SLOT + timedelta(minutes=29)), Sent)

    def test_the_least_gap_does_not_hold_up_a_person(self, ledger, publisher, clock):
        bot = bot_of(ledger, publisher, clock, least_gap=timedelta(minutes=30))
        assert [type(bot.step(make_posts())) for _ in range(2)] == [Sent, Sent]

    def test_nothing_goes_out_that_would_go_over_the_budget(self, ledger, publisher, clock):
        bot = bot_of(ledger, publisher, clock, monthly_budget_micro_usd=30_000)
        posts = make_posts()
        results = [bot.step(posts) for _ in posts]
        assert [type(result) for result in results] == [Sent, Sent, Skip]
        assert "budget" in results[2].reason
        clock.time = NOW.replace(month=12, day=1)
        assert isinstance(bot.step(posts), Sent)


class TestBudget:
    """What a month costs is reserved before it is spent, whoever else spends meanwhile."""

    @pytest.fixture
    def post(self):
        pictures = (PostImage("a.png", "00", "A mouse."), PostImage("b.png", "11", "Two mice."))
        return replace(make_post("one", price=25_000), images=pictures, alt_micro_usd=10_000)

    def test_one_that_another_process_has_used_up_meanwhile_is_told_as_the_budget_is(
        self, ledger, publisher, clock, post
    ):
        other = Charge(ChargeKind.READ_POST, NOW, 1, 1_000)
        publisher.on_upload = lambda: ledger.add_charge(other)
        skip = bot_of(ledger, publisher, clock, monthly_budget_micro_usd=25_000).step([post])
        assert isinstance(skip, Skip)
        assert (skip.why.code, skip.about) == (ObstacleCode.BUDGET, "paper/one")
        assert publisher.texts == []
        assert ledger.publications() == []

    def test_alt_texts_are_reserved_before_they_are_uploaded(self, ledger, publisher, clock, post):
        at_upload = []
        publisher.on_upload = lambda: at_upload.append(ledger.spent(MONTH))
        sent = bot_of(ledger, publisher, clock, monthly_budget_micro_usd=25_000).step([post])
        assert isinstance(sent, Sent)
        assert at_upload == [10_000]
        assert ledger.spent(MONTH) == sent.publication.price_micro_usd == 25_000

    @pytest.mark.parametrize("taken", [0, 1, 2])
    def test_of_an_upload_that_fails_what_x_has_taken_is_spent(self, ledger, publisher, clock, post, taken):
        publisher.uploads, publisher.alt_texts_taken = [NotSent("no network")], taken
        bot = bot_of(ledger, publisher, clock)
        assert isinstance(bot.step([post]), Failed)
        assert ledger.spent(MONTH) == taken * 5_000
        assert isinstance(bot.step([post]), Sent)
        assert ledger.spent(MONTH) == taken * 5_000 + 25_000

    @pytest.mark.parametrize(("outcome", "spent"), [(Lost("gone"), 15_000), (NotSent("no"), 0), (TextRefused("no"), 0), (AccountRefused("no"), 0)])  # fmt: skip
    def test_what_came_to_nothing_is_given_back_and_what_is_lost_is_not(self, ledger, publisher, clock, outcome, spent):
        publisher.outcomes = [outcome]
        bot_of(ledger, publisher, clock, monthly_budget_micro_usd=15_000).step([make_post("one")])
        assert ledger.spent(MONTH) == spent

    def test_what_was_lost_is_looked_for_when_the_budget_is_used_up(self, ledger, publisher, clock):
        publisher.outcomes = [Lost("gone")]
        bot = bot_of(ledger, publisher, clock, monthly_budget_micro_usd=15_000)
        bot.step([make_post("one")])
        clock.forward(minutes=2)
        publisher.timeline = [OwnPost("77", "What finding one says.", NOW)]
        assert isinstance(bot.step([make_post("one")]), Found)
        assert bot.step([make_post("two")]).why.code is ObstacleCode.BUDGET

    def test_a_correction_is_held_as_any_other_post_and_a_person_is_told_now(self, ledger, publisher, clock):
        correction = replace(make_post("correction"), kind="correction")
        skip = bot_of(ledger, publisher, clock, monthly_budget_micro_usd=0).step([make_post("one"), correction])
        assert (skip.why.code, skip.about, skip.why.needs) == (ObstacleCode.BUDGET, "paper/correction", Need.NOW)
