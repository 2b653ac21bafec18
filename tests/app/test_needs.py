"""What failures, missed slots, dead services, stopped threads and broken files ask of a person, and what does not."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.app.approving import Word, approve
from scicomm_bot.app.broken import survey_anyway
from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.status import status_of
from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.health import FailureCode, MissedSlot, Source
from scicomm_bot.domain.notice import RetractionRecord, Update
from scicomm_bot.domain.obstacle import Need
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.plan import upcoming_slots
from scicomm_bot.settings import Settings
from support.fakes import FakeClock
from support.samples import make_claim, paused

MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
FIRST = "gcsf-als/what-als-is"
ACCOUNT = Account("2244994945", "scicomm_bot")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DOI = "10.5555/paper"


@pytest.fixture
def clock():
    return FakeClock(MONDAY)


@pytest.fixture
def open_desk(project, clock, monkeypatch):
    monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")
    opened = []

    def open_it(access=Access.MAKE, **settings):
        opened.append(Desk(Settings(**{"dry_run": False, **settings}), clock, rehearse=False, access=access))
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()


@pytest.fixture
def desk(open_desk):
    """A live desk whose posts are all approved, with a ledger of the account."""
    one = open_desk()
    approve(one, ["gcsf-als"], Word("Jane Doe"))
    one.made_ledger.adopt(ACCOUNT, "fingerprint")
    return one


@pytest.fixture
def ledger(desk):
    return desk.made_ledger


def needs(desk):
    return [(need.code, need.when) for need in status_of(survey_anyway(desk)).needs]


def text(desk):
    return "\n".join(need.text for need in status_of(survey_anyway(desk)).needs)


def out(ledger, posts, number, at=MONDAY, slot=None, state=PublicationState.POSTED):
    """Let a post be out, or end otherwise."""
    post = posts[number]
    claim = make_claim(f"a{number}", at=at, slot=slot)
    claim = type(claim)(
        **{**{name: getattr(claim, name) for name in type(claim).__slots__}, "post_id": post.id, "text": post.text}
    )
    ledger.claim(ACCOUNT.id, claim)
    posted = state is PublicationState.POSTED
    ledger.record(
        claim.attempt_id, state, at, remote_id=str(100 + number) if posted else None, reason=None if posted else "no"
    )


KEYS = {
    "posts", "next", "why_none", "next_slot", "account", "paused", "spent_this_month_usd", "waiting",
    "needs_a_person", "needs", "approval_required", "retractions", "services",
}  # fmt: skip
"""What `status --json` always has."""


class TestFailures:
    @pytest.mark.parametrize(("after", "expected"), [(59, []), (60, [("failing", Need.NOW)])])
    def test_without_a_success_they_are_for_now_after_an_hour(self, desk, ledger, clock, after, expected):
        ledger.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", MONDAY)
        clock.forward(minutes=after)
        assert needs(desk) == expected

    def test_each_of_them_counts_from_the_first(self, desk, ledger, clock):
        for _ in range(3):
            ledger.note_failures(Source.SERVICE, FailureCode.ANSWER, "X answered 503", clock.now())
            clock.forward(minutes=30)
        assert "failed 3 times in a row since 2026-11-30 06:00 UTC, the last time with: X answered 503" in text(desk)

    def test_before_that_they_are_told_as_something_waited_for(self, desk, ledger):
        ledger.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", MONDAY)
        [wait] = status_of(desk.survey()).waiting
        assert wait == "the service failed at 2026-11-30 06:00 UTC with: no connection"

    @pytest.mark.parametrize("source", Source)
    def test_a_success_of_either_ends_them(self, desk, ledger, clock, source):
        ledger.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", MONDAY)
        ledger.note_success(source, clock.forward(minutes=1))
        clock.forward(hours=2)
        assert needs(desk) == []

    @pytest.mark.parametrize(
        ("code", "remedy"),
        [
            (FailureCode.CREDENTIALS, "SCICOMM_X_API_KEY, SCICOMM_X_API_SECRET, SCICOMM_X_ACCESS_TOKEN and SCICOMM_X_ACCESS_TOKEN_SECRET, then restart"),
            (FailureCode.OTHER_ACCOUNT, "then restart the service"),
            (FailureCode.SETTINGS, "correct the setting, then restart"),
        ],
    )  # fmt: skip
    def test_what_never_ends_by_itself_is_for_now_at_once_with_its_remedy(self, desk, ledger, code, remedy):
        ledger.note_failures(Source.SERVICE, code, "no", MONDAY)
        assert needs(desk) == [("failing", Need.NOW)]
        assert remedy in text(desk)

    def test_every_kind_has_a_remedy(self, desk, ledger, clock):
        clock.forward(hours=2)
        for code in FailureCode:
            ledger.note_success(Source.SERVICE, MONDAY - HOUR)
            ledger.note_failures(Source.SERVICE, code, "no", MONDAY)
            assert text(desk).count("; ") == 1

    def test_no_connection_names_the_network_and_the_address(self, desk, ledger, clock):
        ledger.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", MONDAY)
        clock.forward(days=7)
        assert text(desk).endswith(
            "; when this machine's network and SCICOMM_X_API_URL are right, run `scicomm-bot doctor --online`"
        )

    def test_where_everything_is_out_nobody_is_needed(self, desk, ledger, clock):
        posts = desk.survey().posts
        for number in range(len(posts)):
            out(ledger, posts, number)
        ledger.note_failures(Source.SERVICE, FailureCode.CREDENTIALS, "no", MONDAY + MINUTE)
        clock.forward(days=7)
        assert needs(desk) == []

    def test_in_a_person_s_pause_nobody_is_needed_for_them(self, desk, ledger, clock):
        ledger.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", MONDAY)
        ledger.pause(ACCOUNT.id, paused("wait", cause=PauseCause.PERSON, since=MONDAY))
        clock.forward(days=2)
        assert needs(desk) == [("paused", Need.LATER)]

    def test_a_refused_account_is_told_once_by_its_pause(self, desk, ledger, clock):
        ledger.note_failures(Source.SERVICE, FailureCode.ACCOUNT_REFUSED, "X answered 402", MONDAY)
        ledger.pause(ACCOUNT.id, paused("X answered 402", since=MONDAY))
        clock.forward(hours=2)
        assert needs(desk) == [("paused", Need.NOW)]

    def test_a_rate_limit_that_is_waited_for_needs_nobody_and_one_after_another_does(self, desk, ledger, clock):
        ledger.note_failures(Source.SERVICE, FailureCode.RATE_LIMIT, "429", MONDAY)
        ledger.pause(ACCOUNT.id, paused("429", cause=PauseCause.RATE_LIMIT, since=MONDAY, until=MONDAY + 2 * HOUR))
        clock.time = MONDAY + 2 * HOUR - MINUTE
        assert needs(desk) == []
        clock.time = MONDAY + 2 * HOUR
        assert needs(desk) == [("failing", Need.NOW)]

    def test_a_failure_by_hand_beside_a_running_service_is_for_later(self, desk, ledger, clock):
        ledger.note_failures(Source.ONCE, FailureCode.CREDENTIALS, "no", MONDAY)
        assert needs(desk) == [("failing", Need.NOW)]
        ledger.sign(ServiceSign("host:1", MONDAY, MONDAY))
        assert needs(desk) == [("failing", Need.LATER)]


class TestMissedSlots:
    SLOT = MONDAY - HOUR

    def test_a_slot_that_failed_is_for_now_until_something_goes_out(self, desk, ledger, clock):
        ledger.note_missed(MissedSlot(self.SLOT, "no connection", failure=True))
        assert needs(desk) == [("missed", Need.NOW)]
        assert text(desk).startswith(
            "the slot of 2026-11-30 05:00 UTC passed and nothing went out (dropped): no connection; see"
        )
        out(ledger, desk.survey().posts, 0)
        assert needs(desk) == []

    def test_a_doctor_to_whom_x_answered_ends_it_and_the_failures_until_the_next_one(self, desk, ledger, clock):
        ledger.note_missed(MissedSlot(self.SLOT, "no connection", failure=True))
        ledger.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", self.SLOT)
        clock.forward(hours=1)
        assert [code for code, _ in needs(desk)] == ["failing", "missed"]
        assert text(desk).endswith("the slot of 2026-11-30 05:00 UTC passed and nothing went out (dropped)")
        ledger.note_success(Source.DOCTOR, clock.now())
        assert needs(desk) == []
        ledger.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", clock.forward(minutes=1))
        assert needs(desk) == [("failing", Need.NOW)]

    def test_one_that_waited_for_a_person_is_over_when_a_post_can_go_out(self, open_desk, clock):
        one = open_desk()
        one.made_ledger.adopt(ACCOUNT, "fingerprint")
        one.made_ledger.note_missed(MissedSlot(self.SLOT, "nobody approved", failure=False))
        while upcoming_slots(one.survey().edition.content.schedule, clock.now(), 1)[0] - clock.now() <= DAY:
            clock.forward(hours=1)
        assert ("missed", Need.NOW) in needs(one)
        approve(one, [FIRST], Word("Jane Doe"))
        assert ("missed", Need.NOW) not in needs(one)

    def test_where_everything_is_out_it_needs_nobody(self, desk, ledger):
        posts = desk.survey().posts
        for number in range(len(posts)):
            out(ledger, posts, number, at=self.SLOT - HOUR)
        ledger.note_missed(MissedSlot(self.SLOT, "no connection", failure=True))
        assert needs(desk) == []


class TestSlots:
    def test_a_rate_limit_beyond_every_slot_of_the_day_is_for_now(self, desk, ledger, clock):
        while upcoming_slots(desk.survey().edition.content.schedule, clock.now(), 1)[0] - clock.now() > 2 * HOUR:
            clock.forward(hours=1)
        now = clock.now()
        ledger.pause(ACCOUNT.id, paused("429", cause=PauseCause.RATE_LIMIT, since=now, until=now + HOUR))
        assert needs(desk) == []
        ledger.pause(ACCOUNT.id, paused("429", cause=PauseCause.RATE_LIMIT, since=now, until=now + 25 * HOUR))
        assert needs(desk) == [("slot", Need.NOW)]

    def test_what_a_person_skipped_leaves_the_slots_empty_on_purpose(self, desk, ledger):
        posts = desk.survey().posts
        for number in range(len(posts)):
            out(ledger, posts, number, state=PublicationState.SKIPPED if number == 3 else PublicationState.POSTED)
        assert needs(desk) == [("skipped", Need.LATER)]


class TestServices:
    def sign(self, ledger, name="host:1", seen=MONDAY):
        ledger.sign(ServiceSign(name, seen, seen))

    def test_one_that_died_is_for_now_while_posts_are_to_come(self, desk, ledger, clock):
        self.sign(ledger)
        clock.forward(minutes=2)
        assert needs(desk) == []
        clock.forward(minutes=1)
        assert needs(desk) == [("service", Need.NOW)]
        assert "host:1 was last seen at 2026-11-30 06:00 UTC and did not sign off" in text(desk)

    def test_a_week_later_it_still_is_but_the_service_is_listed_no_more(self, desk, ledger, clock, cli, monkeypatch):
        self.sign(ledger)
        clock.forward(days=7)
        assert needs(desk) == [("service", Need.NOW)]
        monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: clock.now())
        monkeypatch.setenv("SCICOMM_DRY_RUN", "false")
        assert json.loads(cli("status", "--json").out)["services"] == []
        assert "Service host:1" not in cli("status").out
        clock.forward(days=-6.5)
        assert "Service host:1: seen last" in cli("status").out
        assert "not running" in " ".join(cli("status").out.split())

    def test_another_that_is_alive_does_its_work(self, desk, ledger, clock):
        self.sign(ledger)
        self.sign(ledger, "host:2", clock.forward(hours=1))
        assert needs(desk) == []

    def test_one_that_signed_off_is_not_missed(self, desk, ledger, clock):
        self.sign(ledger)
        ledger.sign_off("host:1")
        clock.forward(days=7)
        assert needs(desk) == []

    def test_a_timer_that_posts_since_has_taken_its_place(self, desk, ledger, clock):
        self.sign(ledger)
        ledger.note_success(Source.ONCE, clock.forward(hours=1))
        assert needs(desk) == []

    def test_without_a_service_ever_none_is_missed(self, desk, clock):
        clock.forward(days=7)
        assert [need for need in needs(desk) if need[1] is Need.NOW] == []

    def test_in_a_dry_run_none_is_missed(self, desk, ledger, clock, open_desk):
        self.sign(ledger)
        clock.forward(hours=1)
        assert needs(open_desk(dry_run=True)) == []


class TestPauses:
    def remedy(self, desk, ledger, *causes):
        for cause in causes:
            ledger.pause(ACCOUNT.id, paused(str(cause), cause=cause, since=MONDAY))
        return text(desk)

    def test_each_cause_names_the_command_that_ends_it(self, desk, ledger):
        told = self.remedy(desk, ledger, PauseCause.ACCOUNT_REFUSED)
        assert told.endswith("`scicomm-bot doctor --online`")
        assert "restart of the service" in told

    @pytest.mark.parametrize("cause", [PauseCause.TWO_REFUSALS, PauseCause.LATE_ANSWER, PauseCause.UNREADABLE])
    def test_what_x_cannot_show_to_be_over_takes_resume(self, desk, ledger, cause):
        assert self.remedy(desk, ledger, cause).endswith("`scicomm-bot doctor --online --resume`")

    @pytest.mark.parametrize("order", [1, -1])
    def test_of_two_the_command_is_named_that_ends_both(self, desk, ledger, order):
        causes = [PauseCause.ACCOUNT_REFUSED, PauseCause.LATE_ANSWER][::order]
        assert self.remedy(desk, ledger, *causes).endswith("`scicomm-bot doctor --online --resume`")

    def test_a_person_s_that_ends_by_itself_names_none_since_none_ends_it(self, desk, ledger):
        ledger.pause(ACCOUNT.id, Pause(PauseCause.PERSON, "wait for the editor", MONDAY, MONDAY + DAY))
        assert text(desk) == "the account is paused: wait for the editor"


class TestThreads:
    @pytest.fixture(autouse=True)
    def thread_and_another(self, project, desk):
        path = project / "posts.yaml"
        whole = path.read_text("utf-8")
        first = whole[whole.index("papers:\n") + 8 :]
        first_but_anchors = re.sub(r"([&*])(?=[a-z])", r"\1other-", first)
        other = (
            first_but_anchors.replace("gcsf-als", "other").replace("disorder", "illness").replace("Acta", "Other Acta")
        )
        path.write_text(whole.replace("    title:", "    series: thread\n    title:", 1) + other, "utf-8")

    def test_one_that_has_begun_and_stops_is_for_now_though_others_go_out(self, desk, ledger, monkeypatch):
        desk = Desk(Settings(dry_run=False, require_approval=False), desk.clock, rehearse=False, access=Access.MAKE)
        posts = [post for post in desk.survey().posts if post.paper_id == "gcsf-als"]
        out(ledger, posts, 0)
        assert "thread" not in [code for code, _ in needs(desk)]
        out(ledger, posts, 1, state=PublicationState.REFUSED)
        survey = desk.survey()
        assert survey.forecast.upcoming is not None
        assert [when for code, when in needs(desk) if code == "thread"] == [Need.NOW]
        desk.close()


class TestRetractions:
    @pytest.fixture
    def retracted(self, project, desk, ledger):
        path = project / "posts.yaml"
        path.write_text(path.read_text("utf-8").replace("    title:", f"    doi: {DOI}\n    title:", 1), "utf-8")
        ledger.add_retraction(
            RetractionRecord(
                DOI, MONDAY, "Crossref", known=True, updates=(Update("retraction", "10.5555/n", None, ()),)
            )
        )
        return Desk(
            Settings(dry_run=False, require_approval=False, retraction_check=True),
            desk.clock,
            rehearse=False,
            access=Access.MAKE,
        )

    def test_one_of_a_paper_that_is_all_out_is_for_now_until_its_posts_are_withdrawn(self, retracted, ledger):
        posts = [post for post in retracted.survey().posts if post.kind != "correction"]
        for number in range(len(posts)):
            out(ledger, posts, number)
        assert ("retracted", Need.NOW) in needs(retracted)
        for number in range(len(posts)):
            ledger.withdraw(f"a{number}", MONDAY, "retracted")
        assert ("retracted", Need.NOW) not in needs(retracted)
        retracted.close()


class TestBroken:
    @pytest.fixture(autouse=True)
    def live(self, monkeypatch, desk, ledger, clock):
        monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: clock.now())
        monkeypatch.setenv("SCICOMM_DRY_RUN", "false")
        out(ledger, desk.survey().posts, 0)

    def told(self, cli):
        done = cli("status", "--json")
        assert done.code == 1
        told = json.loads(done.out)
        assert set(told) >= KEYS
        assert [need["text"] for need in told["needs"]] == told["needs_a_person"]
        assert "now" in {need["when"] for need in told["needs"]}
        return told

    @pytest.mark.parametrize(
        "words", ["papers: [", "papers: 7\n", "", "schedule: {timezone: Mars}\n", "\x00"], ids=["half", "no-list", "empty", "zone", "zero"]
    )  # fmt: skip
    def test_with_a_file_of_which_nothing_can_be_used_what_the_ledger_knows_is_told(self, project, cli, words):
        (project / "posts.yaml").write_text(words)
        told = self.told(cli)
        assert told["needs"][0]["code"] == "file"
        assert told["problems"][0]["place"].startswith("posts.yaml")
        assert [(post["id"], post["state"]) for post in told["posts"]] == [(FIRST, "posted")]
        out = cli("status").out
        assert "Out: 1 posts." in out
        assert "https://x.com/i/web/status/100" in out

    def test_with_no_file_at_all_too(self, project, cli):
        (project / "posts.yaml").unlink()
        assert [post["id"] for post in self.told(cli)["posts"]] == [FIRST]

    def test_with_a_file_of_which_a_part_is_wrong_the_rest_is_there(self, project, cli):
        path = project / "posts.yaml"
        path.write_text(path.read_text("utf-8").replace("    title:", "    titel: x\n    title:", 1), "utf-8")
        told = self.told(cli)
        assert len(told["posts"]) >= 10
        assert "titel" in told["needs_a_person"][0]
        assert told["next_slot"] is not None
        assert (told["next"], told["why_none"]) == (None, "posts.yaml cannot be used")

    @pytest.mark.parametrize("template", ["{% if", "{{ nobody_gives_this }}"], ids=["unparsable", "undefined"])
    def test_with_a_broken_template_it_is_told_now(self, project, cli, template):
        for path in (project / "templates").glob("*.j2"):
            path.write_text(template)
        told = self.told(cli)
        assert told["needs"][0]["code"] == "file"
        assert ".j2" in told["needs"][0]["text"]

    def test_with_no_templates_it_is_told_now(self, project, cli):
        for path in (project / "templates").glob("*.j2"):
            path.unlink()
        assert self.told(cli)["needs"][0]["code"] == "file"

    def test_with_a_ledger_that_cannot_be_read_nothing_is_said_to_be_next(self, project, cli, desk):
        desk.close()
        for path in project.glob("state.db*"):
            path.write_bytes(b"garbage" * 1_000)
        told = self.told(cli)
        assert [need["code"] for need in told["needs"]].count("file") == 0
        assert told["needs"][0]["code"] == "ledger"
        assert (told["next"], told["why_none"]) == (None, "the ledger cannot be read")
        assert told["spent_this_month_usd"] is None
        assert {(post["state"], post["reason"]) for post in told["posts"]} == {("held", "file")}
        shown = cli("status").out
        assert "state.db (cannot be read: what is out is not known)" in " ".join(shown.split())
        assert "Out:" not in shown

    def test_with_both_broken_both_are_told(self, project, cli, desk):
        desk.close()
        for path in project.glob("state.db*"):
            path.write_bytes(b"garbage" * 1_000)
        (project / "posts.yaml").write_text("papers: [")
        assert [need["code"] for need in self.told(cli)["needs"]][:2] == ["ledger", "file"]

    def test_with_a_wrong_setting_it_is_json_all_the_same(self, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_X_TIMEOUT_SECONDS", "soon")
        told = self.told(cli)
        assert told["needs"][0]["code"] == "settings"
        assert "SCICOMM_X_TIMEOUT_SECONDS" in told["needs_a_person"][0]


def test_without_a_ledger_what_is_out_is_not_known(project, cli, monkeypatch):
    monkeypatch.setenv("SCICOMM_DRY_RUN", "false")
    done = cli("status")
    assert "Ledger: state.db (no ledger here: what is out is not known)" in done.out
    assert "Out:" not in done.out
    assert json.loads(cli("status", "--json").out)["ledger"] == {"name": "state.db", "exists": False, "trouble": None}
