"""The look before a process's first claim: an older copy of a ledger republishes nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scicomm_bot.bot import Bot, Opening, Sent
from scicomm_bot.bot.settle import NEWEST
from scicomm_bot.domain.account import Pause, PauseCause
from scicomm_bot.domain.obstacle import ASK_AFTER, Need, Obstacle, ObstacleCode
from scicomm_bot.domain.outcome import Lost, NotSent, TextRefused
from scicomm_bot.domain.post import PostImage
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timeline import CannotReadTimeline, KnownText, OwnPost
from scicomm_bot.errors import LedgerError
from scicomm_bot.plan import SkipKind, Terms
from support.fakes import FakeClock, FakeLedger, ScriptedPublisher, attempt_ids
from support.samples import ACCOUNT, CALL_WITHIN, NOW, SETTLE_WITHIN, make_claim, make_post, make_posts

ONE, TWO, THREE = make_posts()
KNOWN_ID = "1000"


class Approvals:
    """What people say; `no` stops a post from then on."""

    def __init__(self, *texts):
        self.known = texts
        self.no = {}

    def texts(self):
        return self.known

    def obstacle(self, post):
        return self.no.get(post.id)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def ledger():
    """An older copy: it knows of one post, and the account has more."""
    ledger = FakeLedger()
    ledger.adopt(ACCOUNT, "fingerprint")
    ledger.claim(ACCOUNT.id, make_claim("old", "zero"))
    ledger.record("old", PublicationState.POSTED, NOW, remote_id=KNOWN_ID)
    return ledger


@pytest.fixture
def publisher():
    return ScriptedPublisher()


@pytest.fixture
def approvals():
    return Approvals()


@pytest.fixture
def bot(ledger, publisher, clock, approvals):
    return bot_of(ledger, publisher, clock, approvals)


def bot_of(ledger, publisher, clock, approver=None, opening=None, prefix="a"):
    return Bot(
        ledger, publisher, clock, ACCOUNT, Terms(), call_within=CALL_WITHIN, settle_within=SETTLE_WITHIN,
        new_attempt_id=attempt_ids(prefix), approver=approver, opening=opening,
    )  # fmt: skip


def out(ledger):
    return {one.post_id: one.remote_id for one in ledger.publications() if one.state is PublicationState.POSTED}


class TestAnOlderCopy:
    def test_what_is_out_since_is_written_down_and_not_sent_again(self, bot, ledger, publisher):
        publisher.timeline = [OwnPost("1003", TWO.text), OwnPost("1002", ONE.text), OwnPost(KNOWN_ID, "zero")]
        assert bot.step(make_posts()).publication.post_id == THREE.id
        assert publisher.texts == [THREE.text]
        assert publisher.looked == [(KNOWN_ID, NEWEST)]
        assert out(ledger) | {THREE.id: "..."} == {
            "paper/zero": KNOWN_ID,
            ONE.id: "1002",
            TWO.id: "1003",
            THREE.id: "...",
        }

    @pytest.mark.parametrize(
        "shown", ["see http://a.org/ now", "see\u00ad a.org\ufeff now"], ids=["link", "unseen-signs"]
    )
    def test_a_text_is_known_after_what_x_does_to_it(self, bot, ledger, publisher, shown):
        publisher.timeline = [OwnPost("1002", shown)]
        bot.step([make_post("one", "see a.org now")])
        assert out(ledger)["paper/one"] == "1002"
        assert publisher.texts == []

    def test_a_text_that_people_approved_before_the_file_was_changed_is_ours(self, ledger, publisher, clock):
        publisher.timeline = [OwnPost("1002", "as it was approved")]
        bot_of(ledger, publisher, clock, Approvals(KnownText(ONE.id, "as it was approved"))).step(make_posts())
        assert out(ledger)[ONE.id] == "1002"
        assert publisher.texts == [TWO.text]

    def test_a_text_that_the_ledger_tried_is_ours(self, ledger, publisher, bot):
        ledger.claim(ACCOUNT.id, make_claim("tried", "one", text="as it was tried"))
        ledger.record("tried", PublicationState.RELEASED, NOW, reason="no connection")
        publisher.timeline = [OwnPost("1002", "as it was tried")]
        bot.step(make_posts())
        assert out(ledger)[ONE.id] == "1002"

    def test_the_same_text_twice_is_taken_once_the_older(self, bot, ledger, publisher):
        publisher.timeline = [OwnPost("1003", ONE.text), OwnPost("1002", ONE.text)]
        bot.step(make_posts())
        assert out(ledger)[ONE.id] == "1002"

    def test_a_reply_stays_one(self, bot, ledger, publisher):
        publisher.timeline = [OwnPost("1002", ONE.text, reply_to=KNOWN_ID)]
        bot.step(make_posts())
        assert ledger.posted(ONE.id).reply_to == KNOWN_ID

    def test_what_is_settled_before_the_look_does_not_hide_what_went_out_before_it(self, bot, ledger, publisher, clock):
        """The copy was made while "one" was unknown; then it was sent again, after "two" had gone out by hand."""
        ledger.claim(ACCOUNT.id, make_claim("lost", "one", text=ONE.text))
        ledger.record("lost", PublicationState.UNKNOWN, NOW, reason="no whole answer")
        publisher.timeline = [OwnPost("1003", ONE.text), OwnPost("1002", TWO.text)]
        assert bot.step(make_posts()).publication.remote_id == "1003"
        bot.step(make_posts())
        assert publisher.texts == [THREE.text]
        assert out(ledger)[TWO.id] == "1002"


class TestALedgerThatGivesWay:
    """An older one takes its place while a post is sent, as at a failover to a standby that is behind."""

    def forget(self, ledger):
        del ledger._publications["a1"]

    def test_an_id_of_xs_is_written_down_all_the_same(self, bot, ledger, publisher):
        publisher.during = lambda: self.forget(ledger)
        sent = bot.step(make_posts())
        assert (sent.publication.post_id, sent.publication.remote_id) == (ONE.id, "1001")
        publisher.during = None
        bot.step(make_posts())
        assert publisher.texts == [ONE.text, TWO.text]

    def test_a_lost_answer_pauses_the_account(self, bot, ledger, publisher):
        publisher.during = lambda: self.forget(ledger)
        publisher.outcomes = [Lost("no whole answer")]
        with pytest.raises(LedgerError, match="does not know the attempt at paper/one any more"):
            bot.step(make_posts())
        [pause] = ledger.account().pauses
        assert pause.cause is PauseCause.LATE_ANSWER
        assert bot.step(make_posts()).kind is SkipKind.STUCK

    def test_what_was_not_sent_is_an_error_and_no_pause(self, bot, ledger, publisher):
        publisher.during = lambda: self.forget(ledger)
        publisher.outcomes = [NotSent("no connection")]
        with pytest.raises(LedgerError):
            bot.step(make_posts())
        assert ledger.account().pauses == ()

    def test_a_new_connection_during_an_upload_is_looked_at_before_the_claim(self, bot, ledger, publisher):
        def anew():
            ledger.connection += 1
            publisher.timeline = [OwnPost("1009", ONE.text)]

        publisher.on_upload = anew
        post = replace(ONE, images=(PostImage("a.png", "0" * 64, "A mouse."),))
        assert bot.step([post, TWO]).kind is SkipKind.WAITING
        publisher.on_upload = None
        bot.step([post, TWO])
        assert publisher.texts == [TWO.text]

    def test_a_new_connection_after_the_claim_sends_nothing(self, bot, ledger, publisher):
        publisher.outcomes = [NotSent("the sender came too late")]
        publisher.before = lambda: setattr(ledger, "connection", ledger.connection + 1)
        bot.step(make_posts())
        assert publisher.allowed == [False]


class TestACurrentLedger:
    def test_it_looks_once_and_writes_nothing(self, bot, ledger, publisher):
        for _ in range(3):
            assert isinstance(bot.step(make_posts()), Sent)
        assert publisher.looked == [(KNOWN_ID, NEWEST)]
        assert "adopt_posts" not in ledger.calls

    def test_posts_by_people_are_paid_for_once(self, ledger, publisher, clock):
        publisher.timeline = [OwnPost("1005", "lunch")]
        bot_of(ledger, publisher, clock).step(make_posts())
        publisher.outcomes = [TextRefused("no")]
        bot_of(ledger, publisher, clock, prefix="b").step(make_posts())
        assert [since for since, _ in publisher.looked] == [KNOWN_ID, "1005"]

    def test_nothing_to_post_is_no_reason_to_look(self, bot, publisher):
        bot.step([])
        assert publisher.looked == []


class TestWhenToLookAgain:
    @pytest.fixture
    def opening(self, ledger, publisher, clock):
        opening = Opening()
        bot_of(ledger, publisher, clock, opening=opening).step(make_posts())
        return opening

    def test_not_for_each_bot_of_a_process(self, opening, ledger, publisher, clock):
        bot_of(ledger, publisher, clock, opening=opening, prefix="b").step(make_posts())
        assert len(publisher.looked) == 1

    def test_after_a_new_connection(self, opening, ledger, publisher, clock):
        ledger.connection += 1
        publisher.timeline = [OwnPost("1009", TWO.text)]
        bot_of(ledger, publisher, clock, opening=opening, prefix="b").step(make_posts())
        assert len(publisher.looked) == 2
        assert out(ledger)[TWO.id] == "1009"

    def test_where_the_ledger_knows_fewer_attempts_than_this_process(self, opening, ledger, publisher, clock):
        assert isinstance(bot_of(ledger, publisher, clock, opening=opening, prefix="b").step(make_posts()), Sent)
        for attempt in list(ledger._publications)[1:]:  # an older copy was put in its place
            del ledger._publications[attempt]
        publisher.timeline = [OwnPost("1002", TWO.text), OwnPost("1001", ONE.text)]
        bot_of(ledger, publisher, clock, opening=opening, prefix="c").step(make_posts())
        assert publisher.texts == [ONE.text, TWO.text, THREE.text]


class TestCannotLook:
    def test_it_waits_and_claims_nothing(self, bot, ledger, publisher):
        publisher.looks = [CannotReadTimeline("X answered 503")]
        skip = bot.step(make_posts())
        assert (skip.kind, skip.until, skip.why.needs) == (SkipKind.WAITING, NOW + timedelta(seconds=60), None)
        assert "X answered 503" in skip.reason
        assert len(ledger.publications()) == 1

    def test_after_ten_minutes_it_needs_a_person(self, bot, publisher, clock):
        publisher.looks = [CannotReadTimeline("X answered 503")] * 3
        assert bot.step(make_posts()).why.needs is None
        clock.forward(ASK_AFTER.total_seconds() - 1)
        assert bot.step(make_posts()).why.needs is None
        clock.forward(1)
        assert bot.step(make_posts()).why.needs is Need.NOW

    def test_a_connection_that_is_lost_at_each_look_needs_a_person_too(self, ledger, publisher, clock, bot):
        read = publisher.read_timeline

        def anew(**options):
            ledger.connection += 1
            return read(**options)

        publisher.read_timeline = anew
        assert bot.step(make_posts()).why.needs is None
        clock.forward(ASK_AFTER.total_seconds())
        assert bot.step(make_posts()).why.needs is Need.NOW
        assert publisher.texts == []

    def test_two_failures_a_day_apart_are_no_long_one(self, bot, publisher, clock):
        publisher.looks = [CannotReadTimeline("X answered 503")] * 2
        bot.step(make_posts())
        clock.forward(days=1)
        assert bot.step(make_posts()).why.needs is None

    def test_more_pages_than_a_look_reads_are_not_read_again_before_a_person_has_looked(self, bot, ledger, publisher):
        publisher.looks = [CannotReadTimeline("more than 1,000 posts since 1000", hopeless=True)]
        skip = bot.step(make_posts())
        assert (skip.kind, skip.why.needs) == (SkipKind.STUCK, Need.NOW)
        assert "more than 1,000 posts since 1000" in skip.reason
        assert "`scicomm-bot doctor --online --resume`" in skip.reason
        assert bot.step(make_posts()).kind is SkipKind.STUCK
        assert len(publisher.looked) == 1
        assert [pause.cause for pause in ledger.account().pauses] == [PauseCause.UNREADABLE]

    def test_what_another_process_sends_meanwhile_is_not_taken_for_an_older_post(self, ledger, publisher, clock):
        """It is on the timeline, and its sender dies before the answer: as the base of later looks it would be hidden."""
        read = publisher.read_timeline

        def overtaken(**options):
            ledger.claim(ACCOUNT.id, make_claim("theirs", "one", text=ONE.text))
            publisher.timeline = [OwnPost("1002", ONE.text)]
            return read(**options)

        publisher.read_timeline = overtaken
        skip = bot_of(ledger, publisher, clock).step(make_posts())
        assert (skip.kind, skip.until) == (SkipKind.WAITING, ledger.publication("theirs").ends_by)
        assert ledger.greatest_remote_id(ACCOUNT.id) == KNOWN_ID
        publisher.read_timeline = read
        clock.forward(minutes=2)
        found = bot_of(ledger, publisher, clock, prefix="b").step(make_posts())
        assert (found.publication.attempt_id, found.publication.remote_id) == ("theirs", "1002")


class TestTheLastMoment:
    """Between the claim and the first byte lies the making of the connection, and for pictures the upload before."""

    def test_a_no_stops_the_post(self, bot, ledger, publisher, approvals):
        publisher.outcomes = [NotSent("the sender came too late")]
        publisher.before = lambda: approvals.no.update({ONE.id: Obstacle(ObstacleCode.UNAPPROVED, "Ann rejected it")})
        failed = bot.step(make_posts())
        assert publisher.allowed == [False]
        assert failed.publication.state is PublicationState.RELEASED
        assert failed.reason == "stopped just before it was sent: Ann rejected it"
        assert not failed.transient

    @pytest.mark.parametrize("paper", [None, "paper"], ids=["the-account", "the-paper"])
    def test_a_pause_stops_the_post(self, bot, ledger, publisher, paper):
        publisher.outcomes = [NotSent("the sender came too late")]
        publisher.before = lambda: ledger.pause(ACCOUNT.id, person_says_stop(paper))
        failed = bot.step(make_posts())
        assert publisher.allowed == [False]
        assert failed.publication.state is PublicationState.RELEASED

    def test_a_pause_of_another_paper_stops_nothing(self, bot, ledger, publisher):
        publisher.before = lambda: ledger.pause(ACCOUNT.id, person_says_stop("another"))
        assert isinstance(bot.step(make_posts()), Sent)

    def test_the_claim_is_looked_at_last(self, ledger, publisher, clock, approvals, monkeypatch):
        looked = []
        for owner, name in ((approvals, "obstacle"), (ledger, "account"), (ledger, "publication")):
            whole = getattr(owner, name)
            monkeypatch.setattr(owner, name, lambda *a, _w=whole, _n=name, **k: looked.append(_n) or _w(*a, **k))
        publisher.before = looked.clear
        publisher.during = lambda: looked.append("first byte")
        bot_of(ledger, publisher, clock, approvals).step(make_posts())
        assert looked[:4] == ["obstacle", "account", "publication", "first byte"]


def person_says_stop(paper):
    return Pause(PauseCause.PERSON, "wait", NOW, paper_id=paper)
