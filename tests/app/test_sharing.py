"""A post that a person shared themselves is taken into the ledger, and not posted again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.sharing import share
from scicomm_bot.domain.account import Account
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import LedgerError, NotFoundError, ScicommError
from scicomm_bot.ledger import open_ledger
from scicomm_bot.medium.ids import first_id_at
from scicomm_bot.settings import Settings
from support.fakes import FakeClock
from support.samples import make_claim

MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
ACCOUNT = Account("2244994945", "scicomm_bot")
FIRST, SECOND, AUTHORS = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is", "gcsf-als/authors"
AN_HOUR_AGO = first_id_at(MONDAY - timedelta(hours=1))


@pytest.fixture
def clock():
    return FakeClock(MONDAY)


@pytest.fixture
def ledger(project, clock):
    ledger = open_ledger("state.db", create=True, now=clock.now())
    ledger.adopt(ACCOUNT, "fingerprint")
    yield ledger
    ledger.close()


@pytest.fixture
def desk(project, clock):
    with Desk(Settings(dry_run=False), clock, rehearse=False, access=Access.CHANGE) as desk:
        yield desk


def held_by(project, desk, line):
    """Put a line into the paper, share its post of the authors, and return what is told to have held that."""
    path = project / "posts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    title:", f"{line}\n    title:", 1), encoding="utf-8")
    held = share(desk, AUTHORS, AN_HOUR_AGO).held
    return None if held is None else held.message


def test_one_that_was_shared_under_embargo_is_taken_and_that_is_told(project, desk, ledger):
    told = held_by(project, desk, "    not_before: 2026-12-10 10:00 Europe/London")
    assert told == "under embargo until 2026-12-10 13:30 Asia/Tehran"


def test_one_that_was_shared_behind_its_embargo_was_not_held(project, desk, ledger):
    assert held_by(project, desk, "    not_before: 2026-11-30 04:30 UTC") is None


def claim_of(desk, post_id, attempt="a1", at=MONDAY):
    post = next(one for one in desk.read().posts if one.id == post_id)
    return replace(make_claim(attempt, at=at), post_id=post_id, text=post.text)


@pytest.mark.parametrize(
    "address",
    [
        AN_HOUR_AGO,
        f"https://x.com/scicomm_bot/status/{AN_HOUR_AGO}",
        f"https://X.com/SciComm_Bot/status/{AN_HOUR_AGO}?s=20&t=abc",
        f"http://www.twitter.com/scicomm_bot/status/{AN_HOUR_AGO}/photo/1",
        f"mobile.twitter.com/scicomm_bot/statuses/{AN_HOUR_AGO}#m",
        f"https://x.com/i/web/status/{AN_HOUR_AGO}",
        f" https://x.com/i/status/{AN_HOUR_AGO}/ ",
    ],
)
def test_each_form_of_its_address_is_taken(desk, ledger, address):
    kept = share(desk, AUTHORS, address).publication
    assert (kept.remote_id, kept.by_hand, kept.price_micro_usd, kept.state) == (
        AN_HOUR_AGO,
        True,
        0,
        PublicationState.POSTED,
    )


def test_it_is_out_with_the_text_of_the_file_since_it_was_made(desk, ledger):
    kept = share(desk, AUTHORS, AN_HOUR_AGO).publication
    assert kept.text == next(one.text for one in desk.read().posts if one.id == AUTHORS)
    assert abs(kept.ended_at - (MONDAY - timedelta(hours=1))) < timedelta(seconds=1)
    assert desk.survey().forecast.by_id()[AUTHORS].state == "posted"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://example.org/scicomm_bot/status/123", "no address of a post on X"),
        ("https://x.com/scicomm_bot", "no address of a post on X"),
        ("https://x.com/scicomm_bot/status/abc", "no address of a post on X"),
        ("https://x.com.example.org/a/status/123", "no address of a post on X"),
        ("https://evil.example/x.com/a/status/123", "no address of a post on X"),
        ("", "no address of a post on X"),
        ("-5", "no address of a post on X"),
        ("99999999999999999999", "no address of a post on X"),
        (
            f"https://x.com/somebody_else/status/{AN_HOUR_AGO}",
            "a post of @somebody_else, and the ledger belongs to @scicomm_bot",
        ),
        (first_id_at(MONDAY + timedelta(hours=2)), "still to come"),
        ("1234567890", "and the paper is of 2023"),
    ],
)
def test_what_cannot_be_its_address_is_refused(desk, ledger, address, why):
    with pytest.raises(ScicommError, match=why):
        share(desk, AUTHORS, address)
    assert ledger.publications() == []


def test_an_id_that_is_a_little_ahead_of_this_clock_is_taken_for_now(desk, ledger):
    assert share(desk, AUTHORS, first_id_at(MONDAY + timedelta(minutes=30))).publication.ended_at == MONDAY


class TestTaken:
    def test_one_that_is_out_is_refused_with_its_address(self, desk, ledger):
        ledger.claim(ACCOUNT.id, claim_of(desk, AUTHORS))
        ledger.record("a1", PublicationState.POSTED, MONDAY, remote_id="1790000000000000001")
        with pytest.raises(ScicommError, match=r"is out already: https://.*/1790000000000000001"):
            share(desk, AUTHORS, AN_HOUR_AGO)

    def test_one_that_was_withdrawn_is_refused(self, desk, ledger):
        ledger.claim(ACCOUNT.id, claim_of(desk, AUTHORS))
        ledger.record("a1", PublicationState.POSTED, MONDAY, remote_id="1790000000000000001")
        ledger.withdraw("a1", MONDAY, "a name was wrong")
        with pytest.raises(ScicommError, match="was withdrawn on 30 November 2026: a name was wrong"):
            share(desk, AUTHORS, AN_HOUR_AGO)

    def test_one_in_flight_is_refused(self, desk, ledger):
        ledger.claim(ACCOUNT.id, claim_of(desk, AUTHORS))
        with pytest.raises(ScicommError, match="being sent just now; wait until"):
            share(desk, AUTHORS, AN_HOUR_AGO)

    def test_one_whose_answer_was_lost_is_refused_and_can_be_taken_once_it_is_settled(self, desk, ledger):
        ledger.claim(ACCOUNT.id, claim_of(desk, AUTHORS))
        ledger.record("a1", PublicationState.UNKNOWN, MONDAY)
        with pytest.raises(ScicommError, match=f"resolve {AUTHORS} --skip` first"):
            share(desk, AUTHORS, AN_HOUR_AGO)
        ledger.record("a1", PublicationState.SKIPPED, MONDAY)
        assert share(desk, AUTHORS, AN_HOUR_AGO).publication.by_hand

    @pytest.mark.parametrize("state", [PublicationState.CLAIMED, PublicationState.UNKNOWN])
    def test_while_another_is_open_one_that_could_be_it_is_refused(self, desk, ledger, clock, state):
        ledger.claim(ACCOUNT.id, claim_of(desk, FIRST))
        if state is PublicationState.UNKNOWN:
            ledger.record("a1", state, MONDAY)
        with pytest.raises(ScicommError, match=f"{FIRST} is in flight, or its answer was lost"):
            share(desk, AUTHORS, AN_HOUR_AGO)
        yesterday = first_id_at(MONDAY - timedelta(days=1))
        assert share(desk, AUTHORS, yesterday).publication.by_hand

    def test_an_id_of_another_post_is_refused(self, desk, ledger):
        share(desk, AUTHORS, AN_HOUR_AGO)
        with pytest.raises(ScicommError, match=f"{AN_HOUR_AGO} is {AUTHORS}, as the ledger has it"):
            share(desk, FIRST, AN_HOUR_AGO)

    def test_a_text_that_is_out_under_another_name_is_refused(self, desk, ledger):
        ledger.claim(ACCOUNT.id, replace(claim_of(desk, AUTHORS), post_id="gcsf-als/old-name"))
        ledger.record("a1", PublicationState.POSTED, MONDAY - timedelta(days=2), remote_id="1790000000000000001")
        with pytest.raises(ScicommError, match="the same text is out already as gcsf-als/old-name"):
            share(desk, AUTHORS, AN_HOUR_AGO)

    @pytest.mark.parametrize("state", [PublicationState.REFUSED, PublicationState.RELEASED, PublicationState.SKIPPED])
    def test_one_that_came_to_nothing_is_taken(self, desk, ledger, state):
        ledger.claim(ACCOUNT.id, claim_of(desk, AUTHORS))
        ledger.record("a1", state, MONDAY)
        assert share(desk, AUTHORS, AN_HOUR_AGO).publication.by_hand


class TestThread:
    @pytest.fixture(autouse=True)
    def _thread(self, project):
        path = project / "posts.yaml"
        path.write_text(
            path.read_text("utf-8").replace("  - id: gcsf-als\n", "  - id: gcsf-als\n    series: thread\n", 1), "utf-8"
        )

    def test_its_parts_are_taken_in_order_each_as_a_reply(self, desk, ledger):
        with pytest.raises(
            ScicommError, match=f"replies to {FIRST}, which is not out; .*posted {FIRST} --as ADDRESS` first"
        ):
            share(desk, SECOND, AN_HOUR_AGO)
        share(desk, FIRST, AN_HOUR_AGO)
        later = first_id_at(MONDAY - timedelta(minutes=30))
        assert share(desk, SECOND, later).publication.reply_to == AN_HOUR_AGO


def test_an_id_that_nobody_knows_suggests_the_nearest(desk, ledger):
    with pytest.raises(NotFoundError, match=r"did you mean gcsf-als/authors\?"):
        share(desk, "gcsf-als/author", AN_HOUR_AGO)


def test_no_ledger_is_made_and_one_without_an_account_takes_nothing(desk, project):
    with pytest.raises(LedgerError, match="there is no ledger"):
        share(desk, AUTHORS, AN_HOUR_AGO)
    assert not (project / "state.db").exists()
    open_ledger("state.db", create=True).close()
    new = Desk(Settings(dry_run=False), FakeClock(MONDAY), rehearse=False, access=Access.CHANGE)
    with new, pytest.raises(LedgerError, match="not known yet whose ledger this is"):
        share(new, AUTHORS, AN_HOUR_AGO)


def test_what_would_have_held_it_is_told_and_keeps_nothing(project, clock, ledger):
    with Desk(Settings(dry_run=False, require_approval=True), clock, rehearse=False, access=Access.CHANGE) as strict:
        assert str(share(strict, AUTHORS, AN_HOUR_AGO).held.code) == "unapproved"
