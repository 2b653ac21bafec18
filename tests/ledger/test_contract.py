"""The one contract that every ledger keeps, the fake among them. A new ledger joins by a line in LEDGERS."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.health import FailureCode, Health, MissedSlot, Source
from scicomm_bot.domain.history import History
from scicomm_bot.domain.notice import RetractionRecord, Update
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.domain.timeline import KnownText, LookRecord, OwnPost
from scicomm_bot.errors import ClaimLostError, LedgerError, NotFoundError
from scicomm_bot.ledger import open_ledger
from scicomm_bot.ledger.sqlite import open_sqlite
from scicomm_bot.medium.prices import X_PRICES
from support.fakes import FakeLedger
from support.samples import ACCOUNT, MONTH, NOW, SLOT, make_claim, make_post, notes, paused

CLAIMED, POSTED, UNKNOWN, REFUSED, RELEASED, SKIPPED = PublicationState
OPEN = pytest.mark.parametrize("state", [CLAIMED, UNKNOWN], ids=str)
ENDED = pytest.mark.parametrize("state", [POSTED, REFUSED, RELEASED, SKIPPED], ids=str)
ENDED_WITHOUT = pytest.mark.parametrize("state", [REFUSED, RELEASED, SKIPPED], ids=str)

# Each makes an empty ledger of the test's own, in its folder or where the fixture `postgres` says.
LEDGERS = [
    pytest.param(lambda request: FakeLedger(request.getfixturevalue("tmp_path") / "fake.db"), id="fake"),
    pytest.param(
        lambda request: open_sqlite(request.getfixturevalue("tmp_path") / "state.db", create=True), id="sqlite"
    ),
    pytest.param(lambda request: open_ledger(request.getfixturevalue("postgres"), create=True), id="postgres"),
]


@pytest.fixture(params=LEDGERS)
def empty(request):
    ledger = request.param(request)
    yield ledger
    ledger.close()


@pytest.fixture
def ledger(empty):
    """A ledger that belongs to ACCOUNT."""
    empty.adopt(ACCOUNT, "fingerprint")
    return empty


def put(ledger, claim, state=CLAIMED, remote_id=None, at=NOW):
    """Claim, and record `state`; return the publication."""
    claimed = ledger.claim(ACCOUNT.id, claim)
    if state is CLAIMED:
        return claimed
    return ledger.record(claim.attempt_id, state, at, remote_id=remote_id or ("1" if state is POSTED else None))


def history(ledger, *posts, slots=(), since=MONTH):
    return ledger.history([p.id for p in posts], [p.text_sha256 for p in posts], since=since, slots=slots)


class TestAccount:
    def test_a_ledger_never_used_has_none(self, empty):
        assert empty.account() is None
        assert empty.account_for("fingerprint") is None

    def test_it_is_kept_with_the_fingerprint_of_its_credentials(self, ledger):
        assert ledger.account() == ledger.account_for("fingerprint") == ACCOUNT

    def test_other_credentials_do_not_know_it(self, ledger):
        assert ledger.account_for("another") is None

    def test_new_credentials_of_the_same_account_are_adopted(self, ledger):
        ledger.adopt(replace(ACCOUNT, username="renamed"), "new")
        assert ledger.account_for("new") == replace(ACCOUNT, username="renamed")
        assert ledger.account_for("fingerprint") is None

    def test_another_account_is_refused_and_nothing_changes(self, ledger):
        with pytest.raises(LedgerError, match=f"belongs to account {ACCOUNT.id}"):
            ledger.adopt(Account("99", "somebody"), "new")
        assert ledger.account_for("fingerprint") == ACCOUNT

    def test_adopting_again_does_not_end_a_pause(self, ledger):
        ledger.pause(ACCOUNT.id, paused("out of credits"))
        ledger.adopt(ACCOUNT, "fingerprint")
        assert notes(ledger) == [("out of credits", None)]


class TestPause:
    """Pauses of different causes, or of different scope, stand side by side."""

    def test_it_has_a_cause_a_scope_a_note_and_an_end(self, ledger):
        pause = Pause(PauseCause.PERSON, "holidays", NOW, NOW + timedelta(days=3), "paper", "Jane Doe")
        ledger.pause(ACCOUNT.id, pause)
        assert ledger.account().pauses == (pause,)

    @pytest.mark.parametrize("cause", PauseCause)
    def test_each_cause_comes_back_as_it_was_written(self, ledger, cause):
        ledger.pause(ACCOUNT.id, Pause(cause, "why", NOW))
        assert [pause.cause for pause in ledger.account().pauses] == [cause]

    def test_one_of_another_cause_stands_beside_it(self, ledger):
        for pause in (
            paused("no credits"),
            paused("429", until=NOW + timedelta(hours=1), since=NOW + timedelta(minutes=1)),
        ):
            ledger.pause(ACCOUNT.id, pause)
        assert notes(ledger) == [("no credits", None), ("429", NOW + timedelta(hours=1))]

    def test_a_rate_limit_does_not_replace_what_a_person_said(self, ledger):
        ledger.pause(ACCOUNT.id, paused("holidays", cause=PauseCause.PERSON))
        ledger.pause(ACCOUNT.id, paused("429", until=NOW + timedelta(minutes=9)))
        assert ("holidays", None) in notes(ledger)

    def test_one_of_another_paper_stands_beside_it(self, ledger):
        for paper_id in (None, "one", "two"):
            ledger.pause(ACCOUNT.id, paused("wait", cause=PauseCause.PERSON, paper_id=paper_id))
        assert {pause.paper_id for pause in ledger.account().pauses} == {None, "one", "two"}

    def test_a_rate_limit_is_replaced_by_a_later_one(self, ledger):
        ledger.pause(ACCOUNT.id, paused("429", until=NOW + timedelta(minutes=9)))
        later = paused("429 again", until=NOW + timedelta(hours=1), since=NOW + timedelta(minutes=5))
        ledger.pause(ACCOUNT.id, later)
        assert ledger.account().pauses == (later,)

    def test_one_of_the_same_cause_takes_the_new_note_and_keeps_when_it_began(self, ledger):
        ledger.pause(ACCOUNT.id, paused("401"))
        ledger.pause(ACCOUNT.id, paused("402", since=NOW + timedelta(hours=1)))
        assert ledger.account().pauses == (paused("402"),)

    def test_ending_one_leaves_the_others(self, ledger):
        refused, person = paused("401"), paused("holidays", cause=PauseCause.PERSON)
        for pause in (refused, person):
            ledger.pause(ACCOUNT.id, pause)
        assert ledger.end_pause(ACCOUNT.id, refused, NOW)
        assert ledger.account().pauses == (person,)

    def test_what_was_ended_cannot_be_ended_again(self, ledger):
        ledger.pause(ACCOUNT.id, paused())
        assert ledger.end_pause(ACCOUNT.id, paused(), NOW)
        assert not ledger.end_pause(ACCOUNT.id, paused(), NOW)

    def test_one_that_began_anew_meanwhile_is_not_ended(self, ledger):
        """Who ends a pause has seen that one, and no other."""
        ledger.pause(ACCOUNT.id, paused("429", until=NOW + timedelta(minutes=9)))
        seen = ledger.account().pauses[0]
        ledger.pause(ACCOUNT.id, paused("429", until=NOW + timedelta(hours=1), since=NOW + timedelta(minutes=9)))
        assert not ledger.end_pause(ACCOUNT.id, seen, NOW)
        assert len(ledger.account().pauses) == 1

    def test_it_shows_in_the_history(self, ledger):
        ledger.pause(ACCOUNT.id, paused("suspended"))
        assert history(ledger).account.pauses == (paused("suspended"),)


class TestPauseByPerson:
    """A person stops everything whatever the ledger knows, and never shortens what another person said."""

    def person(self, note, until=None, by=None, paper_id=None):
        return Pause(PauseCause.PERSON, note, NOW, until, paper_id, by)

    def test_it_holds_in_a_ledger_that_knows_no_account(self, empty):
        empty.pause_by_person(self.person("an accident"))
        assert history(empty).account == Account("", pauses=(self.person("an accident"),))

    def test_it_holds_still_when_the_account_is_known(self, empty):
        empty.pause_by_person(self.person("an accident"))
        empty.adopt(ACCOUNT, "fingerprint")
        assert empty.account() == replace(ACCOUNT, pauses=(self.person("an accident"),))
        assert empty.end_pause(ACCOUNT.id, empty.account().pauses[0], NOW)
        assert empty.account().pauses == ()

    def test_it_can_be_ended_before_the_account_is_known(self, empty):
        held = empty.pause_by_person(self.person("an accident"))
        assert empty.end_pause("", held, NOW)
        assert empty.account() is None

    @pytest.mark.parametrize(
        ("first", "second", "until"),
        [(None, 1, None), (1, None, None), (1, 2, 2), (2, 1, 2), (None, None, None)],
    )
    def test_of_two_the_longer_holds_for_both_reasons(self, ledger, first, second, until):
        first, second, until = (None if n is None else NOW + timedelta(hours=n) for n in (first, second, until))
        ledger.pause_by_person(self.person("one", first, "Ann"))
        held = ledger.pause_by_person(replace(self.person("two", second, "Bob"), since=NOW + timedelta(minutes=5)))
        assert held == self.person("one; two", until, "Ann and Bob")
        assert ledger.account().pauses == (held,)

    def test_who_ends_one_has_seen_every_reason(self, ledger):
        seen = ledger.pause_by_person(self.person("one"))
        both = ledger.pause_by_person(self.person("two"))
        assert not ledger.end_pause(ACCOUNT.id, seen, NOW)
        assert ledger.end_pause(ACCOUNT.id, both, NOW)

    def test_the_same_reason_is_kept_once(self, ledger):
        ledger.pause_by_person(self.person("one", by="Ann"))
        assert ledger.pause_by_person(self.person("one", by="Ann")) == self.person("one", by="Ann")

    def test_one_that_is_over_is_another_pause(self, ledger):
        ledger.pause_by_person(self.person("one", NOW + timedelta(hours=1)))
        later = replace(self.person("two"), since=NOW + timedelta(hours=2))
        assert ledger.pause_by_person(later) == later
        assert ledger.account().pauses == (later,)

    def test_one_of_a_paper_stands_beside_it(self, ledger):
        ledger.pause_by_person(self.person("all"))
        assert ledger.pause_by_person(self.person("this", paper_id="paper")).note == "this"
        assert len(ledger.account().pauses) == 2

    def test_the_name_that_marks_a_moved_ledger_is_nobody_s(self, ledger):
        with pytest.raises(LedgerError, match="no person is called 'scicomm-bot ledger copy'"):
            ledger.pause_by_person(self.person("one", by="scicomm-bot ledger copy"))
        assert ledger.account().pauses == ()


class TestSharedByHand:
    """A person shared a post themselves: it is out, at no price, and looks still begin where the bot has looked."""

    def test_it_is_posted_then_at_no_price(self, ledger):
        claim = replace(make_claim(), price_micro_usd=0)
        kept = ledger.keep_by_hand(ACCOUNT.id, claim, "1790000000000000009")
        assert (kept.state, kept.by_hand, kept.remote_id, kept.ended_at) == (
            POSTED,
            True,
            "1790000000000000009",
            claim.claimed_at,
        )
        assert ledger.posted(claim.post_id) == kept
        assert not kept.adopted

    def test_its_id_is_known_and_no_look_begins_there(self, ledger):
        put(ledger, make_claim("a1", "one"), POSTED, "100")
        ledger.keep_by_hand(ACCOUNT.id, make_claim("a2", "two"), "200")
        assert ledger.greatest_remote_id(ACCOUNT.id) == "100"
        assert ledger.known_remote_ids(ACCOUNT.id, ["200"]) == {"200": "paper/two"}

    @OPEN
    def test_one_that_is_open_is_not_taken(self, ledger, state):
        put(ledger, make_claim("a1", "one"), state)
        with pytest.raises(ClaimLostError):
            ledger.keep_by_hand(ACCOUNT.id, make_claim("a2", "one"), "200")
        assert [one.attempt_id for one in ledger.publications()] == ["a1"]

    @pytest.mark.parametrize(
        "claim", [make_claim("a2", "one"), make_claim("a2", "two", text="same"), make_claim("a2", "two", text="other")]
    )
    def test_what_is_out_its_text_and_its_id_are_taken(self, ledger, claim):
        put(ledger, make_claim("a1", "one", text="same"), POSTED, "200")
        with pytest.raises(ClaimLostError):
            ledger.keep_by_hand(ACCOUNT.id, claim, "200" if claim.text == "other" else "201")

    def test_it_is_taken_while_another_post_is_open_or_after_a_refusal(self, ledger):
        put(ledger, make_claim("a1", "one"), REFUSED)
        put(ledger, make_claim("a2", "two"), UNKNOWN)
        assert ledger.keep_by_hand(ACCOUNT.id, make_claim("a3", "one"), "200").by_hand
        assert ledger.open_publication().post_id == "paper/two"


class TestClaim:
    def test_it_keeps_every_word_of_the_claim(self, ledger):
        claim = replace(make_claim(text="Zwölf \u2066نورون\u2069 🧠\nnext line", slot=SLOT), reply_to="17")
        kept = ledger.claim(ACCOUNT.id, claim)
        assert kept == ledger.publication("a1")
        names = [
            "attempt_id",
            "post_id",
            "text",
            "text_sha256",
            "price_micro_usd",
            "claimed_at",
            "send_by",
            "ends_by",
            "slot",
            "reply_to",
        ]
        assert [getattr(kept, name) for name in names] == [getattr(claim, name) for name in names]
        assert (kept.account_id, kept.state, kept.remote_id, kept.ended_at, kept.reason) == (
            ACCOUNT.id, CLAIMED, None, None, None,
        )  # fmt: skip
        told = (kept.settled, kept.duplicate, kept.adopted, kept.late_remote_id, kept.withdrawn_at, kept.withdrawn_why)
        assert told == (False, False, False, None, None, None)

    @OPEN
    def test_while_one_is_open_no_other_is_won(self, ledger, state):
        put(ledger, make_claim("a1", "one"), state)
        with pytest.raises(ClaimLostError):
            ledger.claim(ACCOUNT.id, make_claim("a2", "two"))
        assert [one.attempt_id for one in ledger.publications()] == ["a1"]

    def test_a_post_that_is_out_is_not_claimed_again_even_with_another_text(self, ledger):
        put(ledger, make_claim("a1", "one"), POSTED)
        with pytest.raises(ClaimLostError):
            ledger.claim(ACCOUNT.id, make_claim("a2", "one", "edited"))

    def test_a_text_that_is_out_is_not_claimed_under_another_id(self, ledger):
        put(ledger, make_claim("a1", "one", "the same"), POSTED)
        with pytest.raises(ClaimLostError):
            ledger.claim(ACCOUNT.id, make_claim("a2", "two", "the same"))

    @ENDED_WITHOUT
    def test_what_did_not_go_out_may_be_claimed_again(self, ledger, state):
        put(ledger, make_claim("a1", "one"), state)
        assert ledger.claim(ACCOUNT.id, make_claim("a2", "one")).state is CLAIMED

    def test_an_attempt_id_is_used_once(self, ledger):
        put(ledger, make_claim("a1", "one"), RELEASED)
        with pytest.raises(ClaimLostError):
            ledger.claim(ACCOUNT.id, make_claim("a1", "two"))

    def test_it_needs_the_ledgers_own_account(self, ledger):
        with pytest.raises(ClaimLostError):
            ledger.claim("99", make_claim())

    @pytest.mark.parametrize("state", [POSTED, REFUSED], ids=str)
    def test_a_slot_is_filled_once(self, ledger, state):
        put(ledger, make_claim("a1", "one", slot=SLOT), state)
        with pytest.raises(ClaimLostError):
            ledger.claim(ACCOUNT.id, make_claim("a2", "two", slot=SLOT))

    def test_a_slot_in_which_nothing_was_sent_may_be_filled(self, ledger):
        put(ledger, make_claim("a1", "one", slot=SLOT), RELEASED)
        assert ledger.claim(ACCOUNT.id, make_claim("a2", "one", slot=SLOT)).slot == SLOT

    def test_posts_without_a_slot_do_not_stand_in_each_others_way(self, ledger):
        put(ledger, make_claim("a1", "one"), POSTED)
        assert ledger.claim(ACCOUNT.id, make_claim("a2", "two")).slot is None


class TestRecord:
    @pytest.mark.parametrize("state", [POSTED, UNKNOWN, REFUSED, RELEASED, SKIPPED], ids=str)
    def test_it_ends_an_attempt_with_a_time_and_a_reason(self, ledger, state):
        ledger.claim(ACCOUNT.id, make_claim())
        remote_id = "1790000000000000001" if state is POSTED else None
        kept = ledger.record("a1", state, NOW + timedelta(seconds=2), remote_id=remote_id, reason="why")
        assert kept == ledger.publication("a1")
        assert (kept.state, kept.ended_at, kept.remote_id, kept.reason) == (
            state, NOW + timedelta(seconds=2), remote_id, "why",
        )  # fmt: skip

    def test_an_unknown_attempt_may_still_become_posted(self, ledger):
        put(ledger, make_claim(), UNKNOWN)
        assert ledger.record("a1", POSTED, NOW, remote_id="5").remote_id == "5"

    @ENDED
    @pytest.mark.parametrize("word", [UNKNOWN, REFUSED, RELEASED, SKIPPED, POSTED], ids=str)
    def test_what_has_ended_stays_as_it_is_and_is_returned(self, ledger, state, word):
        before = put(ledger, make_claim(), state, "5" if state is POSTED else None)
        later = NOW + timedelta(days=1)
        after = ledger.record("a1", word, later, remote_id="6" if word is POSTED else None, reason="too late")
        assert after == before == ledger.publication("a1")

    def test_a_claim_that_was_given_up_may_become_unknown_and_then_anything(self, ledger):
        put(ledger, make_claim(), UNKNOWN)
        assert ledger.record("a1", UNKNOWN, NOW, reason="still").reason == "still"
        assert ledger.record("a1", RELEASED, NOW, settled=True).settled is True

    def test_a_duplicate_refusal_is_remembered_whatever_comes_after(self, ledger):
        ledger.claim(ACCOUNT.id, make_claim())
        assert ledger.record("a1", UNKNOWN, NOW, duplicate=True).duplicate is True
        assert ledger.record("a1", UNKNOWN, NOW).duplicate is True
        assert ledger.record("a1", POSTED, NOW, remote_id="5").duplicate is True

    def test_an_id_of_x_belongs_to_one_publication(self, ledger):
        put(ledger, make_claim("a1", "one"), POSTED, "5")
        put(ledger, make_claim("a2", "two"), UNKNOWN)
        with pytest.raises(LedgerError):
            ledger.record("a2", POSTED, NOW, remote_id="5")
        assert ledger.publication("a2").state is UNKNOWN

    def test_posted_takes_an_id(self, ledger):
        ledger.claim(ACCOUNT.id, make_claim())
        with pytest.raises(LedgerError):
            ledger.record("a1", POSTED, NOW)
        assert ledger.publication("a1").state is CLAIMED

    def test_nothing_but_posted_takes_an_id(self, ledger):
        ledger.claim(ACCOUNT.id, make_claim())
        with pytest.raises(LedgerError):
            ledger.record("a1", REFUSED, NOW, remote_id="5")
        assert ledger.publication("a1").state is CLAIMED

    def test_an_attempt_that_nobody_made_is_not_found(self, ledger):
        with pytest.raises(NotFoundError):
            ledger.record("a9", UNKNOWN, NOW)
        with pytest.raises(NotFoundError):
            ledger.publication("a9")


class TestLateIds:
    """An id that arrives after its attempt had ended otherwise is never lost."""

    @ENDED_WITHOUT
    def test_it_makes_the_post_posted_where_nothing_else_of_it_is_out(self, ledger, state):
        put(ledger, make_claim(), state)
        kept = ledger.record_late("a1", "5", NOW + timedelta(seconds=9))
        assert kept == ledger.publication("a1")
        assert (kept.state, kept.remote_id, kept.late_remote_id) == (POSTED, "5", None)
        assert kept.ended_at == NOW + timedelta(seconds=9)

    @pytest.mark.parametrize("newer", [CLAIMED, UNKNOWN, POSTED], ids=str)
    def test_it_is_kept_beside_where_the_post_was_sent_again(self, ledger, newer):
        put(ledger, make_claim("a1"), RELEASED)
        put(ledger, make_claim("a2"), newer, "6" if newer is POSTED else None)
        kept = ledger.record_late("a1", "5", NOW)
        assert kept == ledger.publication("a1")
        assert (kept.state, kept.remote_id, kept.late_remote_id) == (RELEASED, None, "5")
        assert ledger.publication("a2").state is newer

    def test_it_is_kept_beside_where_the_post_is_out_under_another_id(self, ledger):
        put(ledger, make_claim(), POSTED, "6")
        kept = ledger.record_late("a1", "5", NOW)
        assert (kept.state, kept.remote_id, kept.late_remote_id) == (POSTED, "6", "5")

    def test_the_same_id_again_changes_nothing(self, ledger):
        before = put(ledger, make_claim(), POSTED, "6")
        assert ledger.record_late("a1", "6", NOW + timedelta(days=1)) == before

    def test_only_an_attempt_besides_another_is_late(self, ledger):
        put(ledger, make_claim("a1"), RELEASED)
        ledger.record_late("a1", "5", NOW)
        assert ledger.late() == []
        put(ledger, make_claim("a2", "two"), POSTED, "6")
        assert ledger.late() == []
        assert [ledger.record_late("a2", "7", NOW)] == ledger.late()

    @pytest.mark.parametrize("left", ["5", "6"])
    def test_of_a_post_that_was_out_twice_the_one_that_is_left_is_kept(self, ledger, left):
        put(ledger, make_claim("a1"), RELEASED)
        put(ledger, make_claim("a2"), POSTED, "6")
        ledger.record_late("a1", "5", NOW)
        kept = ledger.keep_one("paper/one", left, NOW + timedelta(hours=1))
        assert kept == ledger.publication("a2")
        assert (kept.state, kept.remote_id, kept.ended_at) == (POSTED, left, NOW)
        assert ledger.publication("a1").state is RELEASED
        assert ledger.late() == []

    def test_of_one_attempt_with_two_ids_the_one_that_is_left_is_kept(self, ledger):
        put(ledger, make_claim(), POSTED, "6")
        ledger.record_late("a1", "5", NOW)
        assert ledger.keep_one("paper/one", "5", NOW).remote_id == "5"
        assert ledger.late() == []

    def test_of_a_post_that_is_not_out_a_late_id_makes_it_posted(self, ledger):
        put(ledger, make_claim("a1"), RELEASED)
        put(ledger, make_claim("a2"), UNKNOWN)
        ledger.record_late("a1", "5", NOW)
        ledger.record("a2", RELEASED, NOW, settled=True)
        kept = ledger.keep_one("paper/one", "5", NOW + timedelta(hours=1))
        assert (kept.attempt_id, kept.remote_id, kept.ended_at) == ("a1", "5", NOW + timedelta(hours=1))
        assert ledger.late() == []

    @pytest.mark.parametrize("state", [CLAIMED, UNKNOWN, POSTED], ids=str)
    def test_an_id_of_no_attempt_and_an_open_attempt_change_nothing(self, ledger, state):
        put(ledger, make_claim("a1"), RELEASED)
        put(ledger, make_claim("a2"), state, "6" if state is POSTED else None)
        ledger.record_late("a1", "5", NOW)
        before = ledger.publications()
        assert ledger.keep_one("paper/one", "5" if state is not POSTED else "7", NOW) == ledger.publication("a2")
        assert ledger.publications() == before

    def test_the_late_id_of_another_post_stays(self, ledger):
        put(ledger, make_claim("a1"), POSTED, "6")
        ledger.record_late("a1", "5", NOW)
        put(ledger, make_claim("a2", "two"), POSTED, "8")
        late = ledger.record_late("a2", "7", NOW)
        ledger.keep_one("paper/one", "6", NOW)
        assert ledger.late() == [late]

    def test_of_a_post_that_was_never_tried_there_is_none(self, ledger):
        assert ledger.keep_one("paper/none", "5", NOW) is None

    def test_what_is_out_counts_whatever_was_tried_after_it(self, ledger):
        put(ledger, make_claim("a1"), RELEASED)
        put(ledger, make_claim("a2"), REFUSED)
        ledger.record_late("a1", "5", NOW)
        assert ledger.newest_of("paper/one").attempt_id == "a1"
        assert history(ledger, make_post("one")).latest["paper/one"].attempt_id == "a1"

    def test_it_is_known_from_then_on(self, ledger):
        put(ledger, make_claim("a1"), RELEASED)
        put(ledger, make_claim("a2"), POSTED, "6")
        ledger.record_late("a1", "5", NOW)
        assert ledger.known_remote_ids(ACCOUNT.id, ["5", "6", "7"]) == {"5": "paper/one", "6": "paper/one"}


class TestReopen:
    @ENDED_WITHOUT
    def test_what_did_not_go_out_may_be_sent_again_because_a_person_says_so(self, ledger, state):
        put(ledger, make_claim(), state)
        kept = ledger.reopen("a1", NOW + timedelta(hours=1))
        assert (kept.state, kept.settled, kept.reason) == (RELEASED, False, "a person said so")
        assert kept.ended_at == NOW + timedelta(hours=1)
        assert ledger.claim(ACCOUNT.id, make_claim("a2")).state is CLAIMED

    def test_a_settled_one_is_as_good_as_new(self, ledger):
        ledger.claim(ACCOUNT.id, make_claim())
        ledger.record("a1", RELEASED, NOW, settled=True)
        assert ledger.reopen("a1", NOW).settled is False

    @pytest.mark.parametrize("state", [CLAIMED, UNKNOWN, POSTED], ids=str)
    def test_what_is_out_or_open_stays_as_it_is(self, ledger, state):
        before = put(ledger, make_claim(), state)
        assert ledger.reopen("a1", NOW) == before


class TestWithdraw:
    def test_it_stays_posted_with_the_time_and_the_reason(self, ledger):
        before = put(ledger, make_claim(), POSTED, "5")
        kept = ledger.withdraw("a1", NOW + timedelta(days=1), "a wrong figure")
        assert kept == ledger.publication("a1")
        assert kept == replace(
            before, withdrawn_at=NOW + timedelta(days=1), withdrawn_why="a wrong figure", delete_micro_usd=10_000
        )

    def test_it_is_never_claimed_again(self, ledger):
        put(ledger, make_claim(), POSTED, "5")
        ledger.withdraw("a1", NOW, "why")
        with pytest.raises(ClaimLostError):
            ledger.claim(ACCOUNT.id, make_claim("a2"))

    def test_its_text_is_known_as_withdrawn_and_still_taken(self, ledger):
        one, two = make_post("one"), make_post("two")
        put(ledger, make_claim("a1", "one"), POSTED, "5")
        put(ledger, make_claim("a2", "two"), POSTED, "6")
        assert history(ledger, one, two).withdrawn == {}
        gone = ledger.withdraw("a1", NOW, "why")
        assert history(ledger, one, two).withdrawn == {one.text_sha256: gone}
        assert history(ledger, one, two).taken[one.text_sha256] == one.id

    @pytest.mark.parametrize("state", [CLAIMED, UNKNOWN, REFUSED, RELEASED, SKIPPED], ids=str)
    def test_what_is_not_out_is_not_withdrawn(self, ledger, state):
        before = put(ledger, make_claim(), state)
        assert ledger.withdraw("a1", NOW, "why") == before


class TestLooking:
    def test_looks_are_kept_in_order_with_xs_times(self, ledger):
        put(ledger, make_claim(), UNKNOWN)
        looks = [LookRecord(*(NOW + timedelta(seconds=s + end) for end in (0, 1, 2))) for s in (50, 0, 90)]
        for look in looks:
            ledger.add_look("a1", look)
        assert ledger.looks("a1") == looks
        assert ledger.looks("a2") == []

    def test_the_greatest_id_is_the_greatest_number(self, ledger):
        assert ledger.greatest_remote_id(ACCOUNT.id) is None
        for number, remote_id in enumerate(["999", "1790000000000000001", "98", "1000"]):
            put(ledger, make_claim(f"a{number}", f"n{number}"), POSTED, remote_id)
        put(ledger, make_claim("a9", "n9"), UNKNOWN)
        assert ledger.greatest_remote_id(ACCOUNT.id) == "1790000000000000001"
        assert ledger.greatest_remote_id("99") is None

    def test_the_greatest_id_is_at_least_that_of_the_first_look(self, ledger):
        ledger.adopt_posts(ACCOUNT.id, [(known("one"), OwnPost("98", "..."))], NOW, baseline_remote_id="100")
        assert ledger.greatest_remote_id(ACCOUNT.id) == "100"
        put(ledger, make_claim("a2", "two"), POSTED, "99")
        assert ledger.greatest_remote_id(ACCOUNT.id) == "100"
        put(ledger, make_claim("a3", "three"), POSTED, "1000")
        assert ledger.greatest_remote_id(ACCOUNT.id) == "1000"

    @OPEN
    def test_that_looking_does_not_help_any_more_is_kept(self, ledger, state):
        before = put(ledger, make_claim(), state)
        kept = ledger.ask_person("a1", "more than 1,000 posts")
        assert kept == replace(before, asks_person="more than 1,000 posts") == ledger.open_publication()

    @ENDED
    def test_of_one_that_has_ended_nobody_is_asked(self, ledger, state):
        before = put(ledger, make_claim(), state)
        assert ledger.ask_person("a1", "why") == before

    def test_it_says_which_ids_it_knows_and_whose_they_are(self, ledger):
        put(ledger, make_claim("a1", "one"), POSTED, "5")
        put(ledger, make_claim("a2", "two"), POSTED, "6")
        assert ledger.known_remote_ids(ACCOUNT.id, ["5", "7"]) == {"5": "paper/one"}
        assert ledger.known_remote_ids(ACCOUNT.id, []) == ledger.known_remote_ids("99", ["5"]) == {}

    def test_it_is_asked_about_a_thousand_ids_at_once(self, ledger):
        put(ledger, make_claim(), POSTED, "999")
        assert ledger.known_remote_ids(ACCOUNT.id, [str(number) for number in range(1_000)]) == {"999": "paper/one"}


def known(name):
    return KnownText(f"paper/{name}", make_claim("a", name).text)


class TestLookBeforeAClaim:
    def test_one_that_found_nothing_leaves_no_publication(self, ledger):
        assert ledger.adopt_posts(ACCOUNT.id, [], NOW)
        assert ledger.publications() == []

    def test_it_moves_the_id_from_which_later_looks_begin_and_never_back(self, ledger):
        for seen, begins in (("98", "98"), ("1000", "1000"), ("999", "1000"), (None, "1000")):
            ledger.adopt_posts(ACCOUNT.id, [], NOW, baseline_remote_id=seen)
            assert ledger.greatest_remote_id(ACCOUNT.id) == begins

    @pytest.mark.parametrize("no_id", ["-5405765941201993728", "9" * 19, "1" * 20, "soon", ""])
    def test_what_is_no_id_does_not_count(self, ledger, no_id):
        ledger.adopt_posts(ACCOUNT.id, [], NOW, baseline_remote_id=no_id)
        assert ledger.greatest_remote_id(ACCOUNT.id) is None
        ledger.adopt_posts(ACCOUNT.id, [], NOW, baseline_remote_id="98")
        assert ledger.greatest_remote_id(ACCOUNT.id) == "98"

    def test_nothing_is_written_where_a_post_was_claimed_since(self, ledger):
        before = ledger.newest_number()
        claimed = put(ledger, make_claim("a1", "one"))
        found = [(known("two"), OwnPost("5", "..."))]
        assert not ledger.adopt_posts(ACCOUNT.id, found, NOW, baseline_remote_id="5", newest_number=before)
        assert ledger.publications() == [claimed]
        assert ledger.greatest_remote_id(ACCOUNT.id) is None

    def test_nothing_is_written_while_one_is_open(self, ledger):
        put(ledger, make_claim("a1", "one"), UNKNOWN)
        found = [(known("two"), OwnPost("5", "..."))]
        assert not ledger.adopt_posts(ACCOUNT.id, found, NOW, newest_number=ledger.newest_number())

    def test_it_is_written_where_nothing_was_claimed_since(self, ledger):
        put(ledger, make_claim("a1", "one"), RELEASED)
        found = [(known("one"), OwnPost("5", "..."))]
        assert ledger.adopt_posts(ACCOUNT.id, found, NOW, newest_number=ledger.newest_number())
        assert ledger.posted("paper/one").remote_id == "5"

    def test_the_number_of_the_newest_attempt_grows(self, ledger):
        assert ledger.newest_number() == 0
        put(ledger, make_claim("a1", "one"), RELEASED)
        first = ledger.newest_number()
        put(ledger, make_claim("a2", "two"), POSTED, "5")
        assert 0 < first < ledger.newest_number()

    def test_the_texts_of_what_came_to_nothing_are_known(self, ledger):
        for number, state in enumerate([RELEASED, REFUSED, SKIPPED]):
            put(ledger, make_claim(f"a{number}", f"n{number}"), state)
        put(ledger, make_claim("a8", "n8"), POSTED, "5")
        put(ledger, make_claim("a9", "n9"), UNKNOWN)
        assert sorted(ledger.texts_not_out(), key=str) == [known("n0"), known("n1"), known("n2")]

    def test_what_is_found_is_posted_under_xs_id_at_xs_time_and_costs_nothing(self, ledger):
        own = OwnPost("5", "as X has it", NOW - timedelta(days=9), reply_to="4")
        ledger.adopt_posts(ACCOUNT.id, [(known("one"), own), (known("two"), OwnPost("6", "..."))], NOW)
        first, second = ledger.publications()
        assert (first.state, first.remote_id, first.text, first.adopted) == (POSTED, "5", make_post("one").text, True)
        assert (first.ended_at, first.reply_to, first.price_micro_usd) == (NOW - timedelta(days=9), "4", 0)
        assert (second.ended_at, second.remote_id) == (NOW, "6")
        assert history(ledger).spent_micro_usd == 0

    def test_what_another_process_has_claimed_meanwhile_stays_as_it_is(self, ledger):
        claimed = put(ledger, make_claim("a1", "one"))
        ledger.adopt_posts(ACCOUNT.id, [(known("one"), OwnPost("5", "..."))], NOW)
        assert ledger.publications() == [claimed]

    def test_two_processes_adopt_the_same_post_once(self, ledger):
        found = [(known("one"), OwnPost("5", "...", NOW))]
        ledger.adopt_posts(ACCOUNT.id, found, NOW)
        before = ledger.publications()
        ledger.adopt_posts(ACCOUNT.id, found, NOW + timedelta(minutes=1))
        assert ledger.publications() == before


class TestBegun:
    DAY = (NOW - timedelta(hours=7), NOW + timedelta(hours=17))

    def test_what_was_sent_in_a_stretch_of_time_counts_what_is_open_included(self, ledger):
        put(ledger, make_claim("a1", "one", at=self.DAY[0]), POSTED, "1")
        put(ledger, make_claim("a2", "two", at=self.DAY[0] - timedelta(microseconds=1)), POSTED, "2")
        put(ledger, make_claim("a3", "three"), RELEASED)
        put(ledger, make_claim("a4", "four"))
        assert ledger.begun_between(*self.DAY) == 2

    def test_a_further_part_of_a_thread_does_not_count(self, ledger):
        put(ledger, make_claim("a1", "one"), POSTED, "1")
        put(ledger, replace(make_claim("a2", "two"), reply_to="1"), POSTED, "2")
        put(ledger, replace(make_claim("a3", "three", slot=NOW), reply_to="1"), POSTED, "3")
        assert ledger.begun_between(*self.DAY) == 2

    def test_what_a_person_shared_does_not_count(self, ledger):
        ledger.keep_by_hand(ACCOUNT.id, make_claim("a2", "two"), "200")
        assert ledger.begun_between(*self.DAY) == 0


class TestHistory:
    def test_a_ledger_never_used_knows_nothing(self, empty):
        assert history(empty, make_post()) == History()

    def test_it_has_the_newest_attempt_of_each_post_asked_about(self, ledger):
        put(ledger, make_claim("a1", "one"), REFUSED)
        put(ledger, make_claim("a2", "two"), POSTED)
        put(ledger, make_claim("a3", "one"), RELEASED)
        found = history(ledger, make_post("one"), make_post("three")).latest
        assert {post_id: one.attempt_id for post_id, one in found.items()} == {"paper/one": "a3"}

    def test_it_says_whose_the_texts_are_that_are_out_or_open(self, ledger):
        put(ledger, make_claim("a1", "old", "out"), POSTED)
        put(ledger, make_claim("a2", "other", "refused"), REFUSED)
        put(ledger, make_claim("a3", "next", "open"))
        posts = [make_post("x", "out"), make_post("y", "refused"), make_post("z", "open"), make_post("w", "new")]
        assert history(ledger, *posts).taken == {
            posts[0].text_sha256: "paper/old",
            posts[2].text_sha256: "paper/next",
        }

    @OPEN
    def test_it_has_the_open_publication(self, ledger, state):
        put(ledger, make_claim("a1", "one"), POSTED)
        kept = put(ledger, make_claim("a2", "two"), state)
        assert history(ledger).open == ledger.open_publication() == kept

    def test_nothing_is_open_when_all_has_ended(self, ledger):
        put(ledger, make_claim("a1", "one"), POSTED)
        put(ledger, make_claim("a2", "two"), REFUSED)
        assert history(ledger).open is None

    def test_it_has_when_the_newest_post_went_out(self, ledger):
        put(ledger, make_claim("a1", "one"), POSTED, "1", at=NOW)
        put(ledger, make_claim("a2", "two"), POSTED, "2", at=NOW - timedelta(days=1))
        put(ledger, make_claim("a3", "three"), REFUSED, at=NOW + timedelta(days=1))
        assert history(ledger).last_posted_at == NOW

    def test_it_adds_up_what_was_spent_since_then_what_is_open_included(self, ledger):
        put(ledger, make_claim("a1", "last-month", at=MONTH - timedelta(microseconds=1), price=1), POSTED, "1")
        put(ledger, make_claim("a2", "first-moment", at=MONTH, price=20), POSTED, "2")
        put(ledger, make_claim("a3", "refused", price=300), REFUSED)
        put(ledger, make_claim("a4", "released", price=4_000), RELEASED)
        put(ledger, make_claim("a5", "unknown", price=50_000), UNKNOWN)
        assert history(ledger).spent_micro_usd == 50_020

    def test_deleting_counts_in_the_month_of_the_withdrawal_whatever_month_the_post_is_of(self, ledger):
        put(ledger, make_claim("a1", "last-month", at=MONTH - timedelta(days=1), price=1), POSTED, "1")
        put(ledger, make_claim("a2", "both-last-month", at=MONTH - timedelta(days=2), price=20), POSTED, "2")
        put(ledger, make_claim("a3", "this-month", at=MONTH, price=300), POSTED, "3")
        ledger.withdraw("a1", MONTH, "why")
        ledger.withdraw("a2", MONTH - timedelta(microseconds=1), "why")
        ledger.withdraw("a3", MONTH + timedelta(days=1), "why")
        assert history(ledger).spent_micro_usd == 300 + 2 * X_PRICES.delete

    def test_it_says_which_of_the_slots_are_filled(self, ledger):
        later = [SLOT + timedelta(days=days) for days in range(4)]
        put(ledger, make_claim("a1", "one", slot=later[0]), POSTED)
        put(ledger, make_claim("a2", "two", slot=later[1]), REFUSED)
        put(ledger, make_claim("a3", "three", slot=later[2]), RELEASED)
        assert history(ledger, slots=later).filled_slots == {later[0], later[1]}
        assert history(ledger, slots=later[1:2]).filled_slots == {later[1]}

    def test_it_has_the_newest_attempt_of_all(self, ledger):
        assert history(ledger).newest is None
        put(ledger, make_claim("a1", "one"), POSTED)
        kept = put(ledger, make_claim("a2", "two"), REFUSED, at=NOW - timedelta(days=1))
        assert history(ledger).newest == kept

    def test_a_thousand_posts_are_asked_about_at_once(self, ledger):
        put(ledger, make_claim("a1", "n999"), POSTED)
        found = history(ledger, *(make_post(f"n{number}") for number in range(1_200)))
        assert set(found.latest) == set(found.taken.values()) == {"paper/n999"}


class TestPublications:
    def test_they_come_in_the_order_of_claiming(self, ledger):
        for number in range(1, 4):
            put(ledger, make_claim(f"a{number}", f"n{number}", at=NOW - timedelta(days=number)), REFUSED)
        assert [one.attempt_id for one in ledger.publications()] == ["a1", "a2", "a3"]
        assert [one.attempt_id for one in ledger.publications(newest=2)] == ["a2", "a3"]

    def test_the_newest_of_a_post_is_its_last_attempt(self, ledger):
        put(ledger, make_claim("a1", "one"), REFUSED)
        put(ledger, make_claim("a2", "one"), RELEASED)
        put(ledger, make_claim("a3", "two"), RELEASED)
        assert ledger.newest_of("paper/one").attempt_id == "a2"
        assert ledger.newest_of("paper/never") is None

    def test_the_one_that_is_out_is_found_withdrawn_or_not(self, ledger):
        put(ledger, make_claim("a1", "one"), RELEASED)
        assert ledger.posted("paper/one") is None
        out = put(ledger, make_claim("a2", "one"), POSTED, "5")
        assert ledger.posted("paper/one") == out
        assert ledger.withdraw("a2", NOW, "why") == ledger.posted("paper/one")


class TestSigns:
    def test_a_service_is_known_by_its_last_sign(self, ledger):
        ledger.sign(ServiceSign("host:1", NOW, NOW))
        ledger.sign(ServiceSign("host:1", NOW, NOW + timedelta(seconds=30)))
        assert ledger.signs() == [ServiceSign("host:1", NOW, NOW + timedelta(seconds=30))]

    def test_one_that_signs_off_is_gone_and_the_other_stays(self, ledger):
        ledger.sign(ServiceSign("host:2", NOW + timedelta(seconds=1), NOW))
        ledger.sign(ServiceSign("host:1", NOW, NOW))
        assert [sign.name for sign in ledger.signs()] == ["host:1", "host:2"]
        ledger.sign_off("host:1")
        assert [sign.name for sign in ledger.signs()] == ["host:2"]


def test_a_sound_ledger_has_no_damage(ledger):
    assert ledger.damage() is None


class TestRetractions:
    DOI = "10.5555/naps"
    RECORD = RetractionRecord(
        DOI, NOW, "https://api.crossref.org", known=True,
        updates=(Update("retraction", "10.5555/notice", date(2026, 5, 3), ("publisher", "retraction-watch")),),
        updates_of=(Update("new_version", "10.5555/first", None, ("publisher",)),),
    )  # fmt: skip

    def test_a_doi_never_looked_up_has_no_record(self, empty):
        assert empty.retractions([self.DOI]) == {}
        assert empty.retractions([]) == {}

    def test_every_word_of_a_look_up_is_kept(self, ledger):
        ledger.add_retraction(self.RECORD)
        assert ledger.retractions([self.DOI, "10.5555/other"]) == {self.DOI: self.RECORD}

    def test_what_only_a_title_says_is_kept(self, ledger):
        record = replace(self.RECORD, updates=(Update("retraction", "", None, ("title",)),))
        ledger.add_retraction(record)
        assert ledger.retractions([self.DOI]) == {self.DOI: record}

    def test_a_doi_that_nobody_knows_is_kept_as_such(self, ledger):
        unknown = RetractionRecord(self.DOI, NOW, "https://api.crossref.org", known=False)
        ledger.add_retraction(unknown)
        assert ledger.retractions([self.DOI]) == {self.DOI: unknown}

    def test_the_newest_look_up_counts_whatever_the_clock_said(self, ledger):
        ledger.add_retraction(self.RECORD)
        newer = replace(self.RECORD, checked_at=NOW - timedelta(days=1), updates=(), updates_of=())
        ledger.add_retraction(newer)
        assert ledger.retractions([self.DOI]) == {self.DOI: newer}

    def test_a_thousand_are_asked_about_at_once(self, ledger):
        ledger.add_retraction(self.RECORD)
        assert list(ledger.retractions([f"10.5555/{n}" for n in range(1_000)] + [self.DOI])) == [self.DOI]

    def test_until_when_to_leave_a_source_alone_is_the_newest_word(self, ledger):
        assert ledger.asked_to_wait("https://api.crossref.org") is None
        ledger.wait_for("https://api.crossref.org", NOW + timedelta(hours=1))
        ledger.wait_for("https://api.crossref.org", NOW + timedelta(minutes=1))
        ledger.wait_for("http://elsewhere", NOW)
        assert ledger.asked_to_wait("https://api.crossref.org") == NOW + timedelta(minutes=1)

    def test_what_is_out_of_a_paper_is_in_the_order_of_going_out_and_of_no_other_paper(self, ledger):
        put(ledger, make_claim("a1", "two"), POSTED, "11", NOW + timedelta(minutes=1))
        put(ledger, make_claim("a2", "one"), POSTED, "12", NOW)
        put(ledger, make_claim("a3", "three"), RELEASED)
        assert [one.post_id for one in ledger.posted_of("paper")] == ["paper/one", "paper/two"]
        assert ledger.posted_of("pape") == []
        assert ledger.posted_of("paper/") == []


class TestHealth:
    """How posting goes: failures in a row, the last success, slots that were missed."""

    MINUTE = timedelta(minutes=1)

    def test_a_ledger_in_which_nobody_tried_knows_nothing(self, empty):
        assert empty.health() == []
        assert empty.last_missed() is None

    def test_failures_are_counted_from_the_first_and_the_last_one_is_told(self, empty):
        empty.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", NOW)
        empty.note_failures(Source.SERVICE, FailureCode.ANSWER, "X answered 503", NOW + self.MINUTE)
        assert empty.health() == [
            Health(Source.SERVICE, 2, NOW, FailureCode.ANSWER, "X answered 503", NOW + self.MINUTE, None)
        ]

    def test_failures_that_could_not_be_written_when_they_came_are_written_at_once(self, empty):
        empty.note_failures(
            Source.SERVICE, FailureCode.LEDGER, "the disk is full", NOW + self.MINUTE, count=7, since=NOW
        )
        [health] = empty.health()
        assert (health.failures, health.failing_since, health.failed_at) == (7, NOW, NOW + self.MINUTE)

    def test_a_success_ends_the_row_and_the_last_error_stays_to_be_read(self, empty):
        empty.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", NOW)
        empty.note_success(Source.SERVICE, NOW + self.MINUTE)
        assert empty.health() == [
            Health(Source.SERVICE, 0, None, FailureCode.CONNECTION, "no connection", NOW, NOW + self.MINUTE)
        ]
        empty.note_failures(Source.SERVICE, FailureCode.CONNECTION, "again", NOW + 2 * self.MINUTE)
        [health] = empty.health()
        assert (health.failures, health.failing_since) == (1, NOW + 2 * self.MINUTE)
        assert health.good_at == NOW + self.MINUTE

    def test_what_works_again_is_no_success(self, empty):
        empty.note_end_of_failures(Source.SERVICE)
        assert empty.health() == []
        empty.note_failures(Source.SERVICE, FailureCode.LEDGER, "the disk is full", NOW)
        empty.note_end_of_failures(Source.SERVICE)
        [health] = empty.health()
        assert (health.failures, health.failing_since, health.good_at) == (0, None, None)

    def test_the_service_and_post_once_are_kept_apart(self, empty):
        empty.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", NOW)
        empty.note_success(Source.ONCE, NOW)
        assert [(one.source, one.failures) for one in empty.health()] == [(Source.ONCE, 0), (Source.SERVICE, 1)]

    def test_long_words_are_cut(self, empty):
        empty.note_failures(Source.SERVICE, FailureCode.FILES, "x" * 100_000, NOW)
        assert len(empty.health()[0].words) == 1_000

    def test_a_missed_slot_is_noted_once_and_the_newest_is_the_last(self, empty):
        first, second = (
            MissedSlot(SLOT, "no connection", failure=True),
            MissedSlot(SLOT + self.MINUTE, "nobody approved", failure=False),
        )
        assert [empty.note_missed(one) for one in (first, second, replace(first, words="other"))] == [True, True, False]
        assert empty.last_missed() == second

    def test_of_very_many_missed_slots_the_newest_are_kept(self, empty):
        for number in range(103):
            empty.note_missed(MissedSlot(SLOT + number * self.MINUTE, "no connection", failure=True))
        assert empty.last_missed().slot == SLOT + 102 * self.MINUTE
        assert empty.note_missed(MissedSlot(SLOT + 50 * self.MINUTE, "no connection", failure=True)) is False

    @pytest.mark.parametrize(("state", "filled"), [(CLAIMED, True), (UNKNOWN, True), (POSTED, True), (REFUSED, True), (RELEASED, False)], ids=str)  # fmt: skip
    def test_a_slot_is_filled_by_what_is_out_or_may_be_and_by_a_refusal(self, ledger, state, filled):
        put(ledger, make_claim(slot=SLOT), state)
        assert ledger.slot_is_filled(SLOT) is filled
        assert ledger.slot_is_filled(SLOT, posted=True) is (state is POSTED)
        assert ledger.slot_is_filled(SLOT + self.MINUTE) is False
