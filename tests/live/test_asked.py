"""Live, a post that is asked about waits, others go out, and a thread that has begun goes on: against the stand-in."""

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

ONE, ASKED, LAST = "p/one", "p/asked", "p/last"
POST = ("post", "--once", "--live")
SENTENCE = "The methods section counts them."
POSTS = """\
account:
  operator: A stand-in
  automated_label: {by: Jane Doe, on: "2026-01-22", where: the account's page on X}
schedule:
  timezone: UTC
  slots: ["0 9 * * *"]
  thread_gap_seconds: 0
papers:
  - id: p
    title: Naps and memory in mice and in people
    authors:
      - {name: Doe J, affiliation: Example University}
    journal: Journal of Naps
    year: 2022
    study: {kind: review, peer_reviewed: true, on: [animals, people]}
    abstract: Naps are short. In mice, a nap was followed by longer memory. People were not studied.
    retraction_check: {by: Jane Doe, on: "2026-11-20", where: the journal's page}
    findings:
      - id: one
        text: Naps are short.
        evidence: [{quote: Naps are short., on: [unstated]}]
      - id: asked
        text: In 12 mice, a nap was followed by longer memory.
        evidence: [{quote: "In mice, a nap was followed by longer memory.", on: [animals]}]
      - id: last
        text: People were not studied.
        evidence: [{quote: People were not studied., on: [people]}]
"""


@pytest.fixture(autouse=True)
def _asked(live, monkeypatch):
    """A live project in which approval is required, with a post about which a rule asks."""
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")
    (live / "posts.yaml").write_text(POSTS)
    (live / "templates/finding.txt.j2").write_text("{{ finding.text }}")


@pytest.fixture
def as_thread(live):
    (live / "posts.yaml").write_text(POSTS.replace("    findings:", "    series: thread\n    findings:"))


def approve_before_anybody_asks(*names):
    """Do what `approve` did in a version without questions: record the posts as they are, without an answer."""
    document = load(Path("posts.yaml"))
    posts = render_posts(document.content, Templates(Path("templates")), document)
    chosen = [post for post in posts if not names or post.id in names]
    at = datetime(2026, 11, 1, tzinfo=UTC)
    entries = [approval_of(post, document.content, "approved", by="Jane Doe", at=at) for post in chosen]
    record(Path("approved.yaml"), entries, [post.id for post in posts])


def told(cli, command):
    return json.loads(cli(command, "--json").out)


def state_of(cli, post_id=ASKED):
    post = next(one for one in told(cli, "preview")["posts"] if one["id"] == post_id)
    return post["state"], post["reason"]


def flat(text):
    return " ".join(text.split())


class TestUpgrade:
    def test_an_approval_of_before_stands_and_its_post_waits_for_an_answer(self, cli):
        approve_before_anybody_asks()
        assert state_of(cli) == ("held", "asked")
        assert [one["approval"]["state"] for one in told(cli, "preview")["posts"]] == ["approved"] * 5
        assert [state_of(cli, other) for other in (ONE, LAST)] == [("pending", None)] * 2

    def test_doctor_names_it_and_the_one_command_and_is_content(self, cli):
        approve_before_anybody_asks()
        said = next(one for one in told(cli, "doctor")["checks"] if one["about"] == "questions")
        assert said["ok"]
        assert said["said"] == (
            "1 post waits for an answer: `scicomm-bot approve`. 1 post was approved before a question about it came up: p/asked"
        )

    def test_doctor_says_where_nothing_is_asked(self, cli):
        approve_before_anybody_asks()
        assert cli("approve", ASKED, "--by", "Jane Doe", "--answer", f"number-unsourced={SENTENCE}").code == 0
        said = next(one for one in told(cli, "doctor")["checks"] if one["about"] == "questions")
        assert (said["ok"], said["said"]) == (True, "no post waits for an answer")

    def test_post_names_it_first(self, cli, x):
        approve_before_anybody_asks()
        done = cli(*POST)
        first, *_, second = flat(done.err).split("scicomm-bot: ")[1:]
        assert (
            first
            == "1 post was approved before a question about it came up: p/asked; to answer, run `scicomm-bot approve` "
        )
        assert second.startswith("p/asked is held: number-unsourced asks")
        assert [post.text for post in x.posts] == ["Naps are short."]

    def test_the_first_line_of_the_service_names_it_and_the_command(self, run):
        approve_before_anybody_asks()
        service = run()
        first = service.log.splitlines()[0]
        assert "warning service started" in first
        assert 'asked="1 post was approved before a question about it came up: p/asked"' in first
        assert 'to_answer="scicomm-bot approve"' in first
        service.process.send_signal(signal.SIGTERM)

    def test_where_nothing_approved_is_asked_about_the_first_line_is_as_before(self, run):
        approve_before_anybody_asks(ONE, LAST)
        service = run()
        first = service.log.splitlines()[0]
        assert "info service started" in first
        assert "asked" not in first
        service.process.send_signal(signal.SIGTERM)


class TestWaiting:
    def test_others_go_out_and_it_waits(self, cli, x):
        approve_before_anybody_asks()
        for _ in range(6):
            cli(*POST)
        assert len(x.posts) == 4
        assert all("12 mice" not in post.text for post in x.posts)

    def test_it_goes_out_once_it_is_answered(self, cli, x):
        approve_before_anybody_asks(ASKED)
        assert "1 post waits for an answer" not in cli(*POST).out
        assert cli("approve", ASKED, "--by", "Jane Doe", "--answer", f"number-unsourced={SENTENCE}").code == 0
        assert cli(*POST).code == 0
        assert [post.text for post in x.posts] == ["In 12 mice, a nap was followed by longer memory."]

    def test_asked_for_by_name_it_says_what_is_asked_and_how_to_answer(self, cli, x):
        approve_before_anybody_asks()
        done = cli(*POST, ASKED)
        assert done.code == 1
        assert "number-unsourced asks" in flat(done.err)
        assert "or answer with `scicomm-bot approve p/asked --by NAME`" in flat(done.err)
        assert x.posts == []

    def test_status_says_how_many_wait(self, cli):
        approve_before_anybody_asks()
        status = cli("status")
        assert status.code == 0
        assert "Questions: 1 post waits for an answer: `scicomm-bot approve`." in flat(status.out)
        assert told(cli, "status")["asked"] == [ASKED]
        cli("approve", ASKED, "--by", "Jane Doe", "--answer", f"number-unsourced={SENTENCE}")
        assert "Questions:" not in cli("status").out
        assert told(cli, "status")["asked"] == []

    def test_what_is_rejected_waits_for_no_answer(self, cli):
        cli("approve", "--reject", ASKED, "--why", "It is wrong.", "--by", "Jane Doe")
        assert told(cli, "status")["asked"] == []

    def test_the_plan_says_so_of_the_post_and_gives_it_no_slot(self, cli):
        approve_before_anybody_asks()
        plan = told(cli, "plan")
        assert ASKED not in [entry["id"] for entry in plan["plan"]]
        assert (plan["asked"], plan["unapproved"]) == ([ASKED], [])
        assert "1 more post waits for an answer: `scicomm-bot approve`. p/asked" in flat(cli("plan").out)

    def test_the_service_fills_the_slots_with_others_and_says_once_that_it_waits(self, live, run, clock_file, x):
        approve_before_anybody_asks()
        service = run()
        schedule = load(live / "posts.yaml").content.schedule
        for number, slot in enumerate(upcoming_slots(schedule, datetime(2026, 12, 1, tzinfo=UTC), 3), 1):
            clock_file(slot + timedelta(seconds=1))
            wait_until(lambda number=number: service.log.count(" posted id=") == number)
        assert all("12 mice" not in post.text for post in x.posts)
        held = [line for line in service.log.splitlines() if "rule=asked" in line]
        assert len(held) == 1
        assert "or answer with `scicomm-bot approve p/asked --by NAME`" in held[0]
        service.process.send_signal(signal.SIGTERM)

    def test_a_dry_run_posts_it_and_says_that_live_it_would_wait(self, cli):
        out = cli("post", "--once", "--dry-run", ASKED).out
        assert "A question about it is open. Live, it would wait for an answer.\n" in out
        assert "question" not in cli("post", "--once", "--dry-run", ONE).out

    def test_what_is_out_waits_for_no_answer(self, cli, x):
        approve_before_anybody_asks()
        path = Path("posts.yaml")
        whole = path.read_text()
        path.write_text(whole.replace("12 mice, a nap", "mice, a nap"))
        approve_before_anybody_asks(ASKED)
        assert cli(*POST, ASKED).code == 0
        path.write_text(whole)
        assert told(cli, "status")["asked"] == []

    def test_the_page_plans_it_as_if_it_were_answered(self, cli):
        approve_before_anybody_asks()
        html = cli("preview", "--html", "-").out
        assert html.count("planned for <time") == html.count("<article")


@pytest.mark.usefixtures("as_thread")
class TestThread:
    def test_the_service_says_why_a_thread_does_not_begin(self, run):
        approve_before_anybody_asks()
        service = run()
        [line] = [line for line in service.log.splitlines() if "rule=thread" in line]
        assert "id=p/one" in line
        assert "and now p/asked (a question is open) is" in line
        service.process.send_signal(signal.SIGTERM)

    def test_a_thread_with_a_question_does_not_begin(self, cli, x):
        approve_before_anybody_asks()
        assert (state_of(cli, ONE), state_of(cli)) == (("held", "thread"), ("held", "asked"))
        done = cli(*POST)
        assert (done.code, x.posts) == (0, [])
        assert "p/one is held: a thread begins only when no part of it is held, and now p/asked (a question is open) is" in flat(done.err)  # fmt: skip
        assert "p/one: a thread begins only" in flat(cli("plan").out)

    def test_it_begins_once_all_is_answered(self, cli, x):
        approve_before_anybody_asks()
        cli("approve", ASKED, "--by", "Jane Doe", "--answer", f"number-unsourced={SENTENCE}")
        assert cli(*POST).code == 0
        assert len(x.posts) == 5

    def test_one_that_has_begun_goes_on_past_a_question_and_says_so(self, cli, x):
        begin_thread(cli, x)
        approve_before_anybody_asks()
        assert state_of(cli) == ("pending", None)
        assert "The question is open. The thread has begun" in flat(cli("preview", ASKED).out)
        done = cli(*POST, "--json")
        steps = json.loads(done.out)["steps"]
        assert [(one["id"], one["asked"]) for one in steps] == [
            (ASKED, True), (LAST, False), ("p/authors", False), ("p/source", False),
        ]  # fmt: skip
        assert len(x.posts) == 5

    def test_a_person_is_told_of_the_part_that_went_out(self, cli, x):
        begin_thread(cli, x)
        approve_before_anybody_asks()
        assert (
            "A question about it is open. Its thread had begun, so it went out all the same. Look at it with "
            "`scicomm-bot preview p/asked`; `scicomm-bot withdraw p/asked` takes it back."
        ) in flat(cli(*POST, ASKED).out)

    def test_a_rejection_stops_it(self, cli, x):
        begin_thread(cli, x)
        approve_before_anybody_asks()
        cli("approve", "--reject", ASKED, "--why", "It is wrong.", "--by", "Jane Doe")
        assert cli(*POST).code == 1
        assert len(x.posts) == 1

    def test_a_part_that_nobody_approved_stops_it_whatever_is_asked(self, cli, x):
        begin_thread(cli, x)
        assert state_of(cli) == ("held", "unapproved")
        assert "waiting for a person: not approved: 4" in cli(*POST).out
        assert len(x.posts) == 1

    def test_the_service_goes_on_and_notes_the_question(self, cli, x, run):
        begin_thread(cli, x)
        approve_before_anybody_asks()
        service = run()
        wait_until(lambda: len(x.posts) == 5)
        wait_until(lambda: "id=p/source" in service.log)
        assert [line.split(" id=")[1].split()[0] for line in service.log.splitlines() if "question=open" in line] == [
            ASKED
        ]
        assert "rule=asked" not in service.log
        service.process.send_signal(signal.SIGTERM)


def begin_thread(cli, x):
    """Publish the first part of the thread, while it has no others."""
    whole = Path("posts.yaml").read_text()
    Path("posts.yaml").write_text(
        f"{whole.partition('      - id: asked')[0]}".replace("series: thread", "series: standalone")
    )
    approve_before_anybody_asks(ONE)
    assert cli(*POST, ONE).code == 0
    assert len(x.posts) == 1
    Path("posts.yaml").write_text(whole)
    assert read_approvals(Path("approved.yaml")).of.keys() == {ONE}
