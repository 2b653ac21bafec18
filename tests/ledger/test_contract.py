"""The one contract that every ledger keeps, the fake among them. A new ledger joins by a line in LEDGERS."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fakes import FakeLedger
from samples import ACCOUNT, MONTH, NOW, SLOT, make_claim, make_post
from scicomm_bot.errors import ClaimLostError, LedgerError, NotFoundError
from scicomm_bot.ledger import open_sqlite
from scicomm_bot.models import Account, History, PublicationState, ServiceSign

CLAIMED, POSTED, UNKNOWN, REFUSED, RELEASED, SKIPPED = PublicationState
OPEN = pytest.mark.parametrize("state", [CLAIMED, UNKNOWN], ids=str)
ENDED_WITHOUT = pytest.mark.parametrize("state", [REFUSED, RELEASED, SKIPPED], ids=str)

# Each makes an empty ledger in a folder of the test's own.
LEDGERS = [
    pytest.param(lambda folder: FakeLedger(folder / "fake.db"), id="fake"),
    pytest.param(lambda folder: open_sqlite(folder / "state.db", create=True), id="sqlite"),
]


@pytest.fixture(params=LEDGERS)
def empty(request, tmp_path):
    ledger = request.param(tmp_path)
    yield ledger
    ledger.close()


@pytest.fixture
def ledger(empty):
    """A ledger that belongs to ACCOUNT."""
    empty.adopt(ACCOUNT, "fingerprint")
    return empty


def put(ledger, claim, state=CLAIMED, x_post_id=None, at=NOW):
    """Claim, and record `state`; return the publication."""
    claimed = ledger.claim(ACCOUNT.id, claim)
    if state is CLAIMED:
        return claimed
    return ledger.record(claim.attempt_id, state, at, x_post_id=x_post_id or ("1" if state is POSTED else None))


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
        ledger.pause(ACCOUNT.id, "out of credits")
        ledger.adopt(ACCOUNT, "fingerprint")
        assert ledger.account().paused == "out of credits"


class TestPause:
    def test_it_has_a_reason_and_an_end(self, ledger):
        ledger.pause(ACCOUNT.id, "rate limit", NOW)
        assert (ledger.account().paused, ledger.account().paused_until) == ("rate limit", NOW)

    def test_one_without_an_end_replaces_one_with_an_end(self, ledger):
        ledger.pause(ACCOUNT.id, "rate limit", NOW)
        ledger.pause(ACCOUNT.id, "suspended")
        assert (ledger.account().paused, ledger.account().paused_until) == ("suspended", None)

    def test_it_is_ended_by_no_reason(self, ledger):
        ledger.pause(ACCOUNT.id, "suspended")
        ledger.pause(ACCOUNT.id, None)
        assert ledger.account() == ACCOUNT

    def test_it_shows_in_the_history(self, ledger):
        ledger.pause(ACCOUNT.id, "suspended")
        assert history(ledger).account.paused == "suspended"


class TestClaim:
    def test_it_keeps_every_word_of_the_claim(self, ledger):
        claim = make_claim(text="Zwölf \u2066نورون\u2069 🧠\nnext line", slot=SLOT)
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
        ]
        assert [getattr(kept, name) for name in names] == [getattr(claim, name) for name in names]
        assert (kept.account_id, kept.state, kept.x_post_id, kept.ended_at, kept.reason) == (
            ACCOUNT.id, CLAIMED, None, None, None,
        )  # fmt: skip

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
        x_post_id = "1790000000000000001" if state is POSTED else None
        kept = ledger.record("a1", state, NOW + timedelta(seconds=2), x_post_id=x_post_id, reason="why")
        assert kept == ledger.publication("a1")
        assert (kept.state, kept.ended_at, kept.x_post_id, kept.reason) == (
            state, NOW + timedelta(seconds=2), x_post_id, "why",
        )  # fmt: skip

    def test_an_unknown_attempt_may_still_become_posted(self, ledger):
        put(ledger, make_claim(), UNKNOWN)
        assert ledger.record("a1", POSTED, NOW, x_post_id="5").x_post_id == "5"

    def test_an_id_that_comes_late_for_a_released_attempt_is_kept(self, ledger):
        put(ledger, make_claim(), RELEASED)
        assert ledger.record("a1", POSTED, NOW, x_post_id="5").state is POSTED

    @pytest.mark.parametrize("state", [CLAIMED, UNKNOWN, REFUSED, RELEASED, SKIPPED], ids=str)
    def test_posted_never_becomes_anything_else(self, ledger, state):
        before = put(ledger, make_claim(), POSTED, "5")
        for x_post_id in (None, "5"):
            with pytest.raises(LedgerError):
                ledger.record("a1", state, NOW, x_post_id=x_post_id)
        assert ledger.publication("a1") == before

    def test_posted_keeps_its_id(self, ledger):
        put(ledger, make_claim(), POSTED, "5")
        with pytest.raises(LedgerError, match="posted already as 5"):
            ledger.record("a1", POSTED, NOW, x_post_id="6")
        assert ledger.publication("a1").x_post_id == "5"

    def test_posted_keeps_its_time_when_it_is_recorded_again(self, ledger):
        put(ledger, make_claim(), POSTED, "5")
        assert ledger.record("a1", POSTED, NOW + timedelta(days=1), x_post_id="5").ended_at == NOW

    def test_an_id_of_x_belongs_to_one_publication(self, ledger):
        put(ledger, make_claim("a1", "one"), POSTED, "5")
        put(ledger, make_claim("a2", "two"), UNKNOWN)
        with pytest.raises(LedgerError):
            ledger.record("a2", POSTED, NOW, x_post_id="5")
        assert ledger.publication("a2").state is UNKNOWN

    def test_posted_takes_an_id(self, ledger):
        ledger.claim(ACCOUNT.id, make_claim())
        with pytest.raises(LedgerError):
            ledger.record("a1", POSTED, NOW)
        assert ledger.publication("a1").state is CLAIMED

    def test_nothing_but_posted_takes_an_id(self, ledger):
        ledger.claim(ACCOUNT.id, make_claim())
        with pytest.raises(LedgerError):
            ledger.record("a1", REFUSED, NOW, x_post_id="5")
        assert ledger.publication("a1").state is CLAIMED

    def test_a_second_one_is_not_opened_by_recording(self, ledger):
        put(ledger, make_claim("a1", "one"), RELEASED)
        put(ledger, make_claim("a2", "two"))
        with pytest.raises(LedgerError):
            ledger.record("a1", UNKNOWN, NOW)
        assert ledger.publication("a1").state is RELEASED

    def test_an_attempt_that_nobody_made_is_not_found(self, ledger):
        with pytest.raises(NotFoundError):
            ledger.record("a9", UNKNOWN, NOW)
        with pytest.raises(NotFoundError):
            ledger.publication("a9")


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

    def test_it_says_which_of_the_slots_are_filled(self, ledger):
        later = [SLOT + timedelta(days=days) for days in range(4)]
        put(ledger, make_claim("a1", "one", slot=later[0]), POSTED)
        put(ledger, make_claim("a2", "two", slot=later[1]), REFUSED)
        put(ledger, make_claim("a3", "three", slot=later[2]), RELEASED)
        assert history(ledger, slots=later).filled_slots == {later[0], later[1]}
        assert history(ledger, slots=later[1:2]).filled_slots == {later[1]}

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
