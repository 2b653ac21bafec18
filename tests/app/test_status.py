"""What needs a person, and how soon: now, or later ("The outside" of the design says which)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.app.approving import Word, approve
from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.status import status_of
from scicomm_bot.domain.account import Account, PauseCause
from scicomm_bot.domain.obstacle import HELD_CODES, Need
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.settings import Settings
from support.fakes import FakeClock
from support.samples import make_claim, paused

MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
"""An hour before the shipped schedule's first slot of the week, in UTC."""
FIRST = "gcsf-als/what-als-is"
ACCOUNT = Account("2244994945", "scicomm_bot")


@pytest.fixture
def clock():
    return FakeClock(MONDAY)


@pytest.fixture
def desk(project, clock, monkeypatch):
    """Opens a desk that is set to live, on the project's own files; options are settings."""
    monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")
    opened = []

    def open_it(access=Access.MAKE, **settings):
        opened.append(Desk(Settings(dry_run=False, **settings), clock, rehearse=False, access=access))
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()


def needs(desk):
    return [(need.code, need.when) for need in status_of(desk.survey()).needs]


def slot_within_a_day(desk):
    status = status_of(desk.survey())
    return status.next_slot - desk.clock.now() <= timedelta(hours=24)


def test_the_reasons_of_held_posts_are_those_that_json_promises():
    assert [str(code) for code in HELD_CODES] == [
        "unapproved", "finding", "asked", "draft", "embargo", "quiet", "budget", "paused", "changed", "skipped", "retracted",
        "incomplete", "file", "image", "expired", "thread",
    ]  # fmt: skip


class TestApproval:
    def test_drafts_are_for_later_while_an_approved_post_fills_the_slot(self, desk):
        one = desk()
        approve(one, [FIRST], Word("Jane Doe"))
        assert needs(one) == [("unapproved", Need.LATER)]
        assert not status_of(one.survey()).needs_now

    def test_drafts_are_for_now_when_nothing_can_fill_a_slot_within_a_day(self, desk, clock):
        one = desk()
        while not slot_within_a_day(one):
            clock.forward(hours=1)
        assert needs(one) == [("unapproved", Need.NOW)]

    def test_drafts_are_for_later_while_no_slot_comes_within_a_day(self, desk, clock):
        one = desk()
        while slot_within_a_day(one):
            clock.forward(hours=1)
        assert needs(one) == [("unapproved", Need.LATER)]

    def test_in_a_dry_run_drafts_are_for_later_since_no_slot_is_filled_for_real(self, project, clock, monkeypatch):
        monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")
        with Desk(Settings(dry_run=True), clock, rehearse=False) as one:
            assert needs(one) == [("unapproved", Need.LATER)]


class TestPauses:
    @pytest.fixture
    def approved(self, desk):
        one = desk()
        approve(one, ["gcsf-als"], Word("Jane Doe"))
        one.made_ledger.adopt(ACCOUNT, "fingerprint")
        return one

    @pytest.mark.parametrize("cause", [PauseCause.ACCOUNT_REFUSED, PauseCause.TWO_REFUSALS, PauseCause.LATE_ANSWER])
    def test_one_that_does_not_end_by_itself_is_for_now(self, approved, cause):
        approved.made_ledger.pause(ACCOUNT.id, paused(cause=cause))
        assert needs(approved) == [("paused", Need.NOW)]

    def test_a_person_s_own_pause_is_for_later_also_before_a_slot(self, approved, clock):
        approved.made_ledger.pause(ACCOUNT.id, paused(cause=PauseCause.PERSON))
        while not slot_within_a_day(approved):
            clock.forward(hours=1)
        assert needs(approved) == [("paused", Need.LATER)]

    def test_a_rate_limit_needs_nobody(self, approved, clock):
        approved.made_ledger.pause(ACCOUNT.id, paused(until=clock.now() + timedelta(minutes=9), since=clock.now()))
        assert needs(approved) == []

    def test_a_rate_limit_does_not_hide_what_a_person_must_end(self, approved, clock):
        approved.made_ledger.pause(ACCOUNT.id, paused("no credits"))
        approved.made_ledger.pause(ACCOUNT.id, paused(until=clock.now() + timedelta(minutes=9), since=clock.now()))
        assert needs(approved) == [("paused", Need.NOW)]

    def test_one_of_a_paper_holds_its_posts_and_no_other_s(self, approved):
        approved.made_ledger.pause(ACCOUNT.id, paused("wait", cause=PauseCause.PERSON, paper_id="gcsf-als"))
        states = approved.survey().forecast.states
        assert {(where.state, where.reason) for _, where in states} == {("held", "paused")}
        approved.made_ledger.end_pause(ACCOUNT.id, approved.made_ledger.account().pauses[0], MONDAY)
        approved.made_ledger.pause(ACCOUNT.id, paused("wait", cause=PauseCause.PERSON, paper_id="another"))
        assert approved.survey().forecast.upcoming.id == FIRST


class TestUnknown:
    @pytest.mark.parametrize(("minutes", "expected"), [(9, []), (11, [("in flight or lost", Need.NOW)])])
    def test_a_lost_answer_is_for_now_after_ten_minutes(self, desk, clock, minutes, expected):
        one = desk()
        approve(one, ["gcsf-als"], Word("Jane Doe"))
        one.made_ledger.adopt(ACCOUNT, "fingerprint")
        claim = make_claim("a1", at=MONDAY)
        one.made_ledger.claim(ACCOUNT.id, claim)
        one.made_ledger.record("a1", PublicationState.UNKNOWN, MONDAY, reason="cut off")
        clock.time = claim.ends_by + timedelta(minutes=minutes)
        assert needs(one) == expected


def test_a_post_that_may_be_out_twice_is_for_later(desk):
    one = desk()
    approve(one, ["gcsf-als"], Word("Jane Doe"))
    one.made_ledger.adopt(ACCOUNT, "fingerprint")
    for attempt, state, remote_id in (("a1", PublicationState.RELEASED, None), ("a2", PublicationState.POSTED, "7")):
        one.made_ledger.claim(ACCOUNT.id, make_claim(attempt, at=MONDAY))
        one.made_ledger.record(attempt, state, MONDAY, remote_id=remote_id, reason=None if remote_id else "cut off")
    one.made_ledger.record_late("a1", "8", MONDAY)
    assert needs(one) == [("twice", Need.LATER)]


class TestWithdrawn:
    """What only the ledger keeps away is asked for, until the file says so, too."""

    @pytest.fixture
    def withdrawn(self, desk):
        """A desk whose ledger knows of a withdrawal that the file does not."""
        one = desk()
        [text] = [post.text for post in one.read().posts if post.id == FIRST]
        one.made_ledger.adopt(ACCOUNT, "fingerprint")
        claim = replace(make_claim("a1", at=MONDAY), post_id=FIRST, text=text)
        one.made_ledger.claim(ACCOUNT.id, claim)
        one.made_ledger.record("a1", PublicationState.POSTED, MONDAY, remote_id="7")
        one.made_ledger.withdraw("a1", MONDAY, "A name was misspelt.")
        approve(one, ["gcsf-als"], Word("Jane Doe"))
        return one

    def test_it_is_for_later_with_the_command_for_the_file(self, withdrawn):
        [need] = status_of(withdrawn.survey()).needs
        assert (need.code, need.when) == ("withdrawn", Need.LATER)
        assert need.text == (
            f"{FIRST} was withdrawn on 30 November 2026: A name was misspelt; it could come back if the ledger is lost: "
            f"where approved.yaml can be written, run `scicomm-bot approve --reject {FIRST} --why 'A name was misspelt.' "
            "--by NAME`"
        )

    def test_once_the_file_rejects_it_nothing_is_asked(self, withdrawn):
        approve(withdrawn, [FIRST], Word("Jane Doe", "A name was misspelt."))
        assert needs(withdrawn) == []

    def test_it_is_asked_again_when_the_entry_is_gone(self, withdrawn):
        approve(withdrawn, [FIRST], Word("Jane Doe", "A name was misspelt."))
        withdrawn.approved_file.unlink()
        assert ("withdrawn", Need.LATER) in needs(withdrawn)

    def test_it_is_asked_of_the_same_text_under_another_id(self, withdrawn):
        content = withdrawn.posts_file.read_text("utf-8")
        withdrawn.posts_file.write_text(content.replace("id: what-als-is", "id: renamed"), "utf-8")
        [need] = [need for need in status_of(withdrawn.survey()).needs if need.code == "withdrawn"]
        assert need.text.startswith(f"the text of gcsf-als/renamed (as {FIRST}) was withdrawn on 30 November 2026: ")
        assert "`scicomm-bot approve --reject gcsf-als/renamed --why" in need.text
        approve(withdrawn, ["gcsf-als/renamed"], Word("Jane Doe", "No."))
        assert ("withdrawn", Need.LATER) not in needs(withdrawn)

    def test_it_is_not_asked_of_a_post_that_is_no_longer_in_the_file(self, withdrawn):
        content = withdrawn.posts_file.read_text("utf-8")
        start, end = content.index("      - id: what-als-is"), content.index("      - id: what-gcsf-is")
        withdrawn.posts_file.write_text(content[:start] + content[end:], "utf-8")
        assert ("withdrawn", Need.LATER) not in needs(withdrawn)

    def test_it_stays_for_later_where_the_next_slot_stays_empty(self, withdrawn, clock):
        withdrawn.approved_file.unlink()
        while not slot_within_a_day(withdrawn):
            clock.forward(hours=1)
        assert set(needs(withdrawn)) == {("unapproved", Need.NOW), ("withdrawn", Need.LATER)}

    def test_a_rehearsal_asks_for_none(self, withdrawn, clock):
        with Desk(Settings(dry_run=False), clock, rehearse=True) as one:
            assert needs(one) == []


def test_status_ends_with_1_for_what_is_needed_now_and_says_when_in_json(project, cli, monkeypatch):
    assert cli("status").code == 0
    monkeypatch.setenv("SCICOMM_DRY_RUN", "false")
    monkeypatch.setenv("SCICOMM_MONTHLY_BUDGET_USD", "0")
    done = cli("status", "--json")
    told = json.loads(done.out)
    assert (done.code, [need["when"] for need in told["needs"]]) == (1, ["now"])
    assert [need["text"] for need in told["needs"]] == told["needs_a_person"]
