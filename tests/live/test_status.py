"""`status`, `history` and `doctor` on a live ledger."""

import json
import re
import socket
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.domain.account import PauseCause
from scicomm_bot.domain.service import ServiceSign
from support.samples import ACCOUNT, notes, paused
from xserver import Fault, Kind

CREATE, ME, TIMELINE = "POST /2/tweets", "GET /2/users/me", "GET /2/users/:id/tweets"
HERE = f"{socket.gethostname()}:1"
FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"
POST = ("post", "--once", "--live")


class TestStatus:
    def test_before_anything_was_posted(self, live, cli):
        done = cli("status")
        assert done.code == 0
        assert "Ledger: state.db (no ledger here: what is out is not known)" in done.out
        assert "Out: " not in done.out
        assert f"Next: {FIRST}, " in done.out
        assert "Nothing needs a person." in done.out
        assert not (live / "state.db").exists()

    def test_what_went_out_has_its_time_and_address(self, live, x, cli):
        cli(*POST)
        out = cli("status").out
        assert "Out: 1 of 10 posts." in out
        assert f"  {FIRST} " in out
        assert "Asia/Tehran" in out
        assert f"    https://x.com/i/web/status/{x.posts[0].id}\n" in out
        assert f"Next: {SECOND}, " in out
        assert "Spent this month: $0.025." in out

    def test_a_lost_answer_is_waited_for_and_needs_a_person_only_after_a_while(self, live, x, cli, later):
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        later(minutes=9)
        out = " ".join(cli("status").out.split())
        assert f"Waiting: {FIRST} is in flight, or may be on X (the connection was lost" in out
        assert "Nothing needs a person." in out
        later(minutes=11)
        assert "Needs a person:" in cli("status").out
        told = json.loads(cli("status", "--json").out)
        assert told["waiting"][0].startswith(f"{FIRST} is in flight")
        assert f"`scicomm-bot resolve {FIRST} --posted X_ID` or `--not-posted`" in told["needs_a_person"][0]

    def test_a_rate_limit_is_waited_out_and_needs_nobody(self, live, x, cli):
        x.faults.next(CREATE, Fault(Kind.TOO_MANY, retry_after=600))
        cli(*POST)
        told = json.loads(cli("status", "--json").out)
        assert told["waiting"][0].startswith("X asked to wait until 20")
        assert told["needs_a_person"] == []

    def test_a_paused_account_needs_a_person(self, live, x, cli):
        x.faults.next(CREATE, Fault(Kind.OUT_OF_CREDITS))
        cli(*POST)
        told = json.loads(cli("status", "--json").out)
        assert told["paused"].startswith("X answered 402")
        assert told["needs_a_person"][0].endswith("then run `scicomm-bot doctor --online`")

    def test_a_running_service_shows(self, live, cli, ledger):
        cli(*POST)
        now = datetime.now(UTC)
        ledger().sign(ServiceSign("host:1", now, now))
        assert re.search(r"^Service host:1: last seen \d s ago\.$", cli("status").out, re.MULTILINE)
        assert [one["name"] for one in json.loads(cli("status", "--json").out)["services"]] == ["host:1"]

    def test_no_line_is_wider_than_a_terminal(self, live, x, cli):
        cli(*POST)
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        assert max(map(len, cli("status").out.splitlines())) <= 80


class TestHistory:
    def test_it_lists_each_attempt_with_its_outcome_in_order(self, live, x, cli, posts):
        x.faults.next(CREATE, Fault(Kind.BAD_REQUEST))
        cli(*POST)
        cli(*POST)
        out = cli("history").out
        assert out.index(f"{FIRST}  refused  $0.015") < out.index(f"{SECOND}  posted  $0.015")
        assert "  X answered 400: One or more parameters" in out
        assert f"  https://x.com/i/web/status/{x.posts[0].id}" in out
        assert out.endswith("2 attempts.\n")
        told = json.loads(cli("history", "--json").out)["publications"]
        assert [(one["id"], one["state"], one["text"]) for one in told] == [
            (FIRST, "refused", posts[0].text), (SECOND, "posted", posts[1].text),
        ]  # fmt: skip

    def test_only_the_newest(self, live, cli):
        for _ in range(3):
            cli(*POST)
        told = json.loads(cli("history", "--last", "1", "--json").out)["publications"]
        assert [one["id"] for one in told] == ["gcsf-als/nerve-cells"]

    def test_without_a_ledger_there_is_none_and_none_is_made(self, project, cli):
        assert cli("history").out == "0 attempts.\n"
        assert not (project / "state.db").exists()


class TestDoctor:
    def test_online_lists_posts_that_the_ledger_does_not_know(self, live, x, cli):
        x.foreign_post("before the first post")
        cli(*POST)
        assert "nothing there is newer than the ledger" in " ".join(cli("doctor", "--online").out.split())
        there = x.foreign_post("by a person,\nor by a ledger that was lost")
        done = cli("doctor", "--online")
        assert done.code == 0
        assert f"1 posts are newer than the ledger's newest: {there.id} \u201cby a person, or by a" in " ".join(
            done.out.split()
        )

    def test_online_says_when_the_timeline_cannot_be_read(self, live, x, cli):
        cli(*POST)
        x.faults.next(TIMELINE, Fault(Kind.UNAVAILABLE))
        done = cli("doctor", "--online")
        assert done.code == 1
        assert "timeline: cannot be looked at: X answered 503" in done.out

    def test_all_is_well_on_a_live_project(self, live, cli):
        cli(*POST)
        done = cli("doctor")
        assert done.code == 0, done.out
        assert "ledger: state.db is sound; account 2244994945" in done.out
        assert "fail" not in done.out

    def test_online_names_the_account_and_costs_one_read(self, live, x, cli):
        done = cli("doctor", "--online")
        assert done.code == 0
        assert "@scicomm_bot" in done.out
        assert [request.route for request in x.requests] == [ME, TIMELINE]

    @pytest.mark.parametrize(
        ("fault", "said"),
        [(Kind.UNAUTHORIZED, "does not accept the credentials"), (Kind.UNAVAILABLE, "answered 503"), (Kind.LOST, "no answer")],
        ids=["401", "503", "lost"],
    )  # fmt: skip
    def test_online_fails_with_a_remedy_and_does_not_end_a_pause(self, live, x, cli, ledger, fault, said):
        cli(*POST)
        ledger().pause(ACCOUNT.id, paused("out of credits"))
        x.faults.next(ME, Fault(fault))
        done = cli("doctor", "--online")
        assert done.code == 1
        assert said in " ".join(done.out.split())
        assert notes(ledger()) == [("out of credits", None)]

    @pytest.mark.parametrize("status", [401, 402, 403, 404])
    def test_online_ends_a_pause_that_x_shows_to_be_over(self, live, cli, ledger, status):
        cli(*POST)
        ledger().pause(ACCOUNT.id, paused(f"X answered {status}: no"))
        done = cli("doctor", "--online")
        assert done.code == 0
        assert f"the pause is ended (it was: X answered {status}: no)" in " ".join(done.out.split())
        assert notes(ledger()) == []

    def test_another_pause_ends_only_when_a_person_says_so(self, live, cli, ledger):
        cli(*POST)
        ledger().pause(ACCOUNT.id, paused("two posts were refused in a row", cause=PauseCause.TWO_REFUSALS))
        done = cli("doctor", "--online")
        assert done.code == 1
        assert "`scicomm-bot doctor --online --resume`" in " ".join(done.out.split())
        assert notes(ledger()) == [("two posts were refused in a row", None)]
        done = cli("doctor", "--online", "--resume")
        assert done.code == 0
        assert "the pause is ended" in done.out
        assert notes(ledger()) == []

    def test_a_pause_of_one_paper_is_told_as_that_paper_s(self, live, cli, ledger):
        cli(*POST)
        ledger().pause(ACCOUNT.id, paused("wait for the editor", cause=PauseCause.PERSON, paper_id="gcsf-als"))
        done = cli("doctor", "--online")
        assert done.code == 1
        assert "the paper gcsf-als is paused: wait for the editor" in " ".join(done.out.split())

    @pytest.mark.parametrize(
        ("cause", "paper"),
        [(PauseCause.PERSON, None), (PauseCause.PERSON, "gcsf-als"), (PauseCause.TWO_REFUSALS, "gcsf-als"),
         (PauseCause.ACCOUNT_REFUSED, "gcsf-als")],
    )  # fmt: skip
    def test_a_person_s_pause_and_a_paper_s_stay_whatever_is_resumed(self, live, cli, ledger, cause, paper):
        cli(*POST)
        ledger().pause(ACCOUNT.id, paused("until the embargo is over", cause=cause, paper_id=paper))
        ledger().pause(ACCOUNT.id, paused("two posts were refused in a row", cause=PauseCause.TWO_REFUSALS))
        done = cli("doctor", "--online", "--resume")
        said = " ".join(done.out.split())
        assert done.code == 1
        assert "the pause is ended (it was: two posts were refused in a row)" in said
        assert "is paused: until the embargo is over; to go on, run `scicomm-bot resume" in said
        assert "--resume" not in said
        assert notes(ledger()) == [("until the embargo is over", None)]

    def test_a_pause_stays_where_the_timeline_cannot_be_read(self, live, x, cli, ledger):
        cli(*POST)
        ledger().pause(ACCOUNT.id, paused("X answered 402: no"))
        x.faults.next(TIMELINE, Fault(Kind.UNAVAILABLE))
        assert cli("doctor", "--online").code == 1
        assert notes(ledger()) == [("X answered 402: no", None)]

    def test_resume_goes_with_online(self, live, cli):
        done = cli("doctor", "--resume")
        assert (done.code, done.err.splitlines()[-1]) == (2, "scicomm-bot: error: --resume goes with --online")

    def test_online_says_what_reading_the_timeline_cost(self, live, x, cli):
        cli(*POST)
        x.foreign_post("by a person")
        assert "(1 post read for $0.001)" in " ".join(cli("doctor", "--online").out.split())

    def test_online_does_not_end_a_rate_limit(self, live, cli, ledger):
        cli(*POST)
        until = datetime.now(UTC) + timedelta(minutes=9)
        ledger().pause(ACCOUNT.id, paused("429", until=until))
        cli("doctor", "--online")
        assert notes(ledger()) == [("429", until)]

    def test_online_without_credentials_names_them(self, project, cli):
        done = cli("doctor", "--online")
        assert done.code == 1
        assert "SCICOMM_X_ACCESS_TOKEN_SECRET" in done.out

    def test_online_refuses_another_account(self, live, x, cli, ledger):
        cli(*POST)
        x.account.user_id = "77"
        done = cli("doctor", "--online")
        assert done.code == 1
        assert "belongs to account 2244994945" in " ".join(done.out.split())

    def test_a_damaged_state_file_is_told(self, live, cli):
        (live / "state.db").write_bytes(b"garbage" * 1_000)
        done = cli("doctor")
        assert done.code == 1
        assert "damaged" in done.out

    @pytest.mark.parametrize(
        ("age", "code", "said"),
        [(0, 0, "alive, last seen at"), (119, 0, "alive"), (122, 1, "no sign of life (last at"), (None, 1, "(never)")],
        ids=["now", "119-seconds", "122-seconds", "never"],
    )
    def test_service_tells_a_living_one_from_a_dead_one(self, live, cli, ledger, age, code, said):
        cli(*POST)
        if age is not None:
            seen = datetime.now(UTC) - timedelta(seconds=age)
            ledger().sign(ServiceSign(HERE, seen, seen))
        done = cli("doctor", "--service")
        assert done.code == code
        assert said in " ".join(done.out.split())

    def test_a_living_service_of_another_machine_is_not_this_one_s(self, live, cli, ledger):
        cli(*POST)
        now = datetime.now(UTC)
        ledger().sign(ServiceSign(f"not-{HERE}", now, now))
        assert cli("doctor", "--service").code == 1

    def test_service_without_a_state_file_is_dead(self, live, cli):
        assert cli("doctor", "--service").code == 1

    @pytest.mark.parametrize("spoilt", ["posts.yaml", "templates/finding.txt.j2", "approved.yaml", "state.db"])
    def test_a_check_has_the_same_name_when_it_fails(self, live, cli, spoilt):
        names = [check["about"] for check in json.loads(cli("doctor", "--json").out)["checks"]]
        (live / spoilt).write_bytes(b"\xff")
        told = json.loads(cli("doctor", "--json").out)["checks"]
        assert [check["about"] for check in told] == names
        assert not all(check["ok"] for check in told)

    def test_json_has_each_check(self, live, cli):
        told = json.loads(cli("doctor", "--json").out)["checks"]
        assert [check["about"] for check in told] == [
            "mode", "clock", "time zones", "posts and templates", "templates", "approval", "questions", "X's rules", "prices", "ledger", "retractions", "credentials",
            "secrets", "encryption",
        ]  # fmt: skip
        assert all(check["ok"] for check in told)
