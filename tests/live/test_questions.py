"""Live, a post that is asked about does not go out before a person has answered: against the stand-in for X."""

import json
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scicomm_bot.approval import approval_of, read_approvals
from scicomm_bot.approval.write import record
from scicomm_bot.content import load
from scicomm_bot.plan import upcoming_slots
from scicomm_bot.render import Templates, render_posts
from support.running import wait_until

FIRST, ASKED = "gcsf-als/what-als-is", "gcsf-als/studies-in-people"
POST = ("post", "--once", "--live")
START = datetime(2026, 12, 1, tzinfo=UTC)
SENTENCE = "The full text counts them in table 1."
ANSWER = ("--answer", f"number-unsourced={SENTENCE}")
BY = ("--by", "Jane Doe")


@pytest.fixture(autouse=True)
def _asked(live, monkeypatch):
    """A live project in which one post has a figure that its quotation has not; approval is required."""
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")
    change("What about people? Clinical studies", "What about people? 12 clinical studies")


def change(old, new):
    path = Path("posts.yaml")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def answer_in_file(cli, words=SENTENCE):
    key = next(one["key"] for one in json.loads(cli("check", "--json").out)["problems"] if one["level"] == "Q")
    change(f"id: {ASKED.partition('/')[2]}\n", f"id: {ASKED.partition('/')[2]}\n        answers: {{{key}: {words}}}\n")


def reason(cli):
    [post] = json.loads(cli("preview", ASKED, "--json").out)["posts"]
    return post["reason"]


def flat(text):
    return " ".join(text.split())


def approved_before_it_was_asked(live):
    """An approval as it was given while no rule asked: with the post's text, and without an answer."""
    document = load(live / "posts.yaml")
    posts = render_posts(document.content, Templates(live / "templates"), document)
    new = [approval_of(one, document.content, "approved", by="Jane Doe", at=START) for one in posts]
    record(live / "approved.yaml", new, [one.id for one in posts])
    return posts


def test_an_open_question_keeps_a_post_from_going_out_and_names_the_way(live, x, cli):
    done = cli(*POST, ASKED)
    assert done.code == 1
    assert f"{ASKED} is held: number-unsourced asks: “12” is not in the evidence" in flat(done.err)
    assert f"answer with `scicomm-bot approve {ASKED} --by NAME`" in flat(done.err)
    assert x.posts == []


def test_an_answer_with_the_approval_lets_it_go_out(live, x, cli):
    assert cli("approve", ASKED, *BY, *ANSWER).code == 0
    assert cli(*POST, ASKED).code == 0
    assert "12 clinical studies" in x.posts[0].text


def test_an_answer_in_the_file_lets_an_approved_post_go_out(live, x, cli):
    approved_before_it_was_asked(live)
    assert reason(cli) == "asked"
    answer_in_file(cli)
    assert reason(cli) is None
    assert cli(*POST, ASKED).code == 0


def test_what_was_approved_and_is_not_asked_about_goes_out_as_before(live, x, cli):
    posts = approved_before_it_was_asked(live)
    done = cli(*POST)
    assert done.code == 0
    assert f"{ASKED} is held: number-unsourced asks" in flat(done.err)
    assert [post.text for post in x.posts] == [posts[0].text]


def test_who_approved_before_answers_and_approves_again(live, x, cli):
    approved_before_it_was_asked(live)
    before = read_approvals(live / "approved.yaml").of
    assert cli("approve", "--all", "--by", "Roe R").code == 1
    assert cli("approve", ASKED, "--by", "Roe R", *ANSWER).code == 0
    after = read_approvals(live / "approved.yaml").of
    assert [one.answer for one in after[ASKED].answers] == [SENTENCE]
    assert {one: entry for one, entry in after.items() if one != ASKED} == {
        one: entry for one, entry in before.items() if one != ASKED
    }
    assert reason(cli) is None


def test_an_answer_that_was_changed_since_holds_it_again(live, x, cli):
    answer_in_file(cli)
    cli("approve", ASKED, *BY)
    change(SENTENCE, "The abstract counts them somewhere.")
    assert cli(*POST, ASKED).code == 1
    assert reason(cli) == "unapproved"
    assert x.posts == []


def test_where_approval_is_not_required_a_question_still_holds(live, x, cli, monkeypatch):
    monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "false")
    assert cli(*POST, ASKED).code == 1
    answer_in_file(cli)
    assert cli(*POST, ASKED).code == 0
    assert len(x.posts) == 1


def test_a_rehearsal_is_not_held_by_it(live, x, cli):
    assert "would be posted" in cli("post", "--once", "--dry-run", ASKED).out


def test_what_is_out_waits_for_no_answer(live, x, cli):
    cli("approve", ASKED, *BY, *ANSWER)
    cli(*POST, ASKED)
    (live / "approved.yaml").unlink()
    told = json.loads(cli("check", "--json").out)
    assert [one["level"] for one in told["problems"]] == ["Q"]
    assert told["asking"] is False
    assert "waits for an answer" not in cli("check").out


def test_it_needs_a_person_later_and_the_plan_says_what_waits(live, cli):
    approved_before_it_was_asked(live)
    needs = [one for one in json.loads(cli("status", "--json").out)["needs"] if one["code"] == "asked"]
    assert [one["when"] for one in needs] == ["later"]
    assert json.loads(cli("plan", "--json").out)["asked"] == [ASKED]
    assert "1 more post waits for an answer: `scicomm-bot approve`.\n" in cli("plan").out


def test_a_running_service_takes_an_answer_over(live, run, x, cli, clock_file):
    slots = upcoming_slots(load(live / "posts.yaml").content.schedule, START, 2)
    service = run()
    clock_file(slots[0] + timedelta(seconds=1))
    wait_until(lambda: "nothing posted" in service.log)
    assert cli("approve", ASKED, *BY, *ANSWER).code == 0
    wait_until(lambda: "change taken over" in service.log)
    clock_file(slots[1] + timedelta(seconds=1))
    wait_until(lambda: " info posted " in service.log)
    assert "12 clinical studies" in x.posts[0].text
    assert service.signal(signal.SIGTERM) == 0
