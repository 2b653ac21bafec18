"""What `status`, `preview` and `plan` say of posts that cannot go out now, and of threads."""

import json
import re
from datetime import UTC, datetime

import pytest

from xserver import Fault, Kind

CREATE = "POST /2/tweets"
FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"
POST = ("post", "--once", "--live")


def told(cli, command):
    return json.loads(cli(command, "--json").out)


def paused(x, cli):
    x.faults.next(CREATE, Fault(Kind.OUT_OF_CREDITS))
    cli(*POST)


@pytest.fixture
def thread(live):
    """The paper's posts are a thread."""
    path = live / "posts.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("    title:", "    series: thread\n    title:", 1), "utf-8")


@pytest.mark.parametrize("command", ["status", "preview"])
def test_in_a_pause_pending_posts_are_held_and_none_is_next(live, x, cli, command):
    paused(x, cli)
    posts = told(cli, command)["posts"]
    assert {(post["state"], post["reason"]) for post in posts} == {("held", "paused")}
    out = " ".join(cli(command).out.split())
    assert "othing goes out: the account is paused: X answered 402" in out
    assert f"Next: {FIRST}" not in out


def test_status_in_a_pause_says_why_there_is_no_next_and_asks_once(live, x, cli):
    paused(x, cli)
    status = told(cli, "status")
    assert status["next"] is None
    assert status["why_none"].startswith("the account is paused: X answered 402")
    assert len(status["needs_a_person"]) == 1


def test_plan_in_a_pause_places_nothing_and_says_why(live, x, cli):
    paused(x, cli)
    plan = told(cli, "plan")
    assert (plan["plan"], len(plan["without_a_slot"])) == ([], 10)
    assert plan["why_none"].startswith("the account is paused")
    assert "Nothing goes out: the account is paused" in cli("plan").out


def test_a_rate_limit_holds_the_posts_but_the_plan_goes_on_after_it(live, x, cli):
    x.faults.next(CREATE, Fault(Kind.TOO_MANY, retry_after=600))
    cli(*POST)
    assert told(cli, "status")["posts"][0]["reason"] == "paused"
    assert len(told(cli, "plan")["plan"]) == 10


def test_what_would_go_over_the_budget_is_held(live, x, cli, monkeypatch):
    monkeypatch.setenv("SCICOMM_MONTHLY_BUDGET_USD", "0.1")
    cli(*POST)
    posts = told(cli, "preview")["posts"]
    over = [post for post in posts if post["state"] == "held"]
    assert [(post["id"], post["reason"]) for post in over] == [("gcsf-als/source", "budget")]
    monkeypatch.setenv("SCICOMM_MONTHLY_BUDGET_USD", "0.02")
    status = told(cli, "status")
    assert status["next"] is None
    assert status["why_none"] == f"{SECOND} would go over this month's budget (SCICOMM_MONTHLY_BUDGET_USD)"
    assert status["needs_a_person"] == [status["why_none"]]
    plan, this_month = told(cli, "plan"), f"{datetime.now(UTC):%Y-%m}"
    assert plan["why_none"] == status["why_none"]
    assert [entry["slot"] for entry in plan["plan"] if entry["slot"][:7] <= this_month] == []


def test_while_a_post_is_in_flight_none_is_next(live, x, cli):
    x.faults.next(CREATE, Fault(Kind.LOST))
    cli(*POST)
    status = told(cli, "status")
    assert status["next"] is None
    assert status["why_none"].startswith(f"{FIRST} may or may not be on X")
    assert not re.search(r" next$", cli("preview").out, re.MULTILINE)


def test_the_parts_of_a_thread_share_a_slot(thread, cli, posts):
    plan = told(cli, "plan")
    assert [entry["id"] for entry in plan["plan"]] == [post.id for post in posts]
    assert len({entry["slot"] for entry in plan["plan"]}) == 1


def test_a_thread_that_has_stopped_is_told_and_has_no_slot(thread, x, cli):
    x.faults.next(CREATE, Fault(Kind.BAD_REQUEST))
    cli(*POST)
    status = told(cli, "status")
    assert status["next"] is None
    assert status["why_none"].startswith(f"the thread has stopped before {SECOND}")
    assert told(cli, "plan")["plan"] == []


def test_an_id_that_came_late_is_told_though_a_newer_attempt_is_posted(live, x, cli, ledger, later):
    x.faults.next(CREATE, Fault(Kind.LOST))
    cli(*POST)
    cli("resolve", FIRST, "--not-posted")
    cli(*POST)
    first = ledger().publications()[0]
    ledger().record_late(first.attempt_id, "1234567890123456789", first.claimed_at)
    [need] = told(cli, "status")["needs_a_person"]
    assert need == (
        f"{FIRST} may be on X twice, the second time as 1234567890123456789: look at the account, delete one by hand, "
        f"and say which is left with `scicomm-bot resolve {FIRST} --posted X_ID`"
    )
