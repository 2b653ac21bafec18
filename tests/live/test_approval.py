"""Live, only what a person approved goes out, exactly as approved: against the stand-in for X."""

import json
import signal
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.content import load
from scicomm_bot.plan import upcoming_slots
from support.running import wait_until
from xserver import Fault, Kind

FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"
CREATE = "POST /2/tweets"
POST = ("post", "--once", "--live")
START = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def live(live, monkeypatch):
    """A live project in which approval is required, as it is unless somebody turns it off."""
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")
    return live


@pytest.fixture
def change(live):
    """Changes `posts.yaml` or another file: `change("old", "new")`."""

    def change(old, new, name="posts.yaml"):
        path = live / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change


@pytest.fixture
def approve(cli):
    def approve(*words):
        done = cli("approve", *words, "--by", "Jane Doe")
        assert done.code == 0, done.err
        return done

    return approve


def flat(text):
    return " ".join(text.split())


def state_of(cli, post_id):
    return next(post for post in json.loads(cli("preview", "--json").out)["posts"] if post["id"] == post_id)


class TestOnce:
    def test_what_nobody_approved_does_not_go_out(self, live, x, cli):
        done = cli(*POST)
        assert "waiting for a person" in done.out
        assert max(map(len, done.out.splitlines())) <= 80
        assert flat(done.err).endswith(
            f"scicomm-bot: {FIRST} and 9 more are held: not approved yet; read it, then run "
            "`scicomm-bot approve ID --by NAME`"
        )
        assert x.posts == []

    def test_asked_for_by_name_it_says_what_to_do(self, live, x, cli):
        done = cli(*POST, FIRST)
        assert done.code == 1
        assert f"run `scicomm-bot approve {FIRST} --by NAME`" in " ".join(done.err.split())
        assert x.posts == []

    def test_what_is_approved_goes_out_and_the_rest_does_not(self, live, x, cli, approve, posts):
        approve(SECOND)
        assert cli(*POST).code == 0
        assert cli(*POST).out.startswith("No post can go out now")
        assert [post.text for post in x.posts] == [posts[1].text]

    def test_all_that_is_approved_goes_out_in_order(self, live, x, cli, approve, posts):
        approve("--all")
        for _ in posts:
            assert cli(*POST).code == 0
        assert [post.text for post in x.posts] == [post.text for post in posts]

    def test_one_letter_changed_after_approval_and_it_does_not_go_out_and_the_letter_is_named(
        self, live, x, cli, approve, change
    ):
        approve(FIRST)
        change("neurodegenerative disorder: nerve", "neurodegenerativa disorder: nerve")
        for words in (POST, (*POST, FIRST)):
            said = " ".join(cli(*words).err.split())
            assert (
                "word 7: 'neurodegenerative' is now 'neurodegenerativa' (its 17th letter, 'e', is now 'a')" in said
            ), said
        assert x.posts == []

    @pytest.mark.parametrize(
        ("name", "old", "new", "said"),
        [
            ("templates/words.en.yaml", "{journal}, {year}", "{journal} {year}", "(its 8th letter, ',', was taken out)"),
            ("posts.yaml", "characterized by neuronal degeneration\n              and inflammation in the nerves.",
             "characterized by neuronal degeneration", "the evidence was changed"),
        ],
        ids=["template", "evidence"],
    )  # fmt: skip
    def test_whatever_changed_it_the_approval_is_void(self, live, x, cli, approve, change, name, old, new, said):
        approve(FIRST)
        change(old, new, name)
        done = cli(*POST, FIRST)
        assert done.code == 1
        assert said in " ".join(done.err.split())
        assert x.posts == []

    def test_brought_back_or_approved_again_it_goes_out(self, live, x, cli, approve, change):
        approve(FIRST)
        change("neurodegenerative disorder: nerve", "disorder: nerve")
        assert cli(*POST, FIRST).code == 1
        approve(FIRST)
        assert cli(*POST, FIRST).code == 0
        assert "a disorder: nerve" in x.posts[0].text

    def test_a_rejection_holds_until_somebody_approves(self, live, x, cli, approve):
        approve("--all")
        approve("--reject", FIRST, "--why", "Say it shorter.")
        done = cli(*POST, FIRST)
        assert done.code == 1
        assert "Jane Doe rejected it on" in done.err
        assert "Say it shorter; fix it" in flat(done.err)
        approve(FIRST)
        assert cli(*POST, FIRST).code == 0

    def test_a_broken_file_stops_everything(self, live, x, cli, approve, change):
        approve("--all")
        change("- id: gcsf-als/what-gcsf-is", "<<<<<<< HEAD\n- id: gcsf-als/what-gcsf-is", "approved.yaml")
        done = cli(*POST)
        assert done.code == 1
        said = flat(done.err)
        assert said.count("a conflict that a merge left (<<<<<<< HEAD)") == 1
        assert f"{FIRST} and 9 more are held: no post goes live while approved.yaml cannot be read" in said
        assert len(json.loads(cli("status", "--json").out)["needs_a_person"]) == 1
        assert x.posts == []

    def test_what_is_out_is_not_affected(self, live, x, cli, approve, change):
        approve(FIRST)
        cli(*POST)
        change("neurodegenerative disorder: nerve", "disorder: nerve")
        assert state_of(cli, FIRST)["state"] == "posted"
        assert f"{FIRST} is out already" in cli(*POST, FIRST).out

    def test_what_is_sent_again_after_a_lost_answer_is_held_if_the_approval_is_gone(self, live, x, cli, approve, later):
        approve(FIRST)
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        approve("--reject", FIRST, "--why", "Wait.")
        later(minutes=2)
        cli(*POST)
        later(minutes=5)
        cli(*POST)
        assert state_of(cli, FIRST)["reason"] == "unapproved"
        assert x.posts == []

    def test_a_thread_of_which_nobody_approved_a_part_does_not_begin(self, live, x, cli, approve, change, posts):
        change("  - id: gcsf-als\n", "  - id: gcsf-als\n    series: thread\n")
        approve(FIRST)
        approve(posts[2].id)
        cli(*POST)
        assert x.posts == []

    def test_a_part_that_nobody_approved_stops_a_thread_that_has_begun(self, live, x, cli, approve, change, posts):
        approve(FIRST)
        cli(*POST)
        change("  - id: gcsf-als\n", "  - id: gcsf-als\n    series: thread\n")
        approve(posts[2].id)
        cli(*POST)
        assert [post.text for post in x.posts] == [posts[0].text]

    def test_turned_off_everything_goes_out_with_a_warning(self, live, x, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "false")
        done = cli(*POST)
        assert done.code == 0
        assert "scicomm-bot: warning: approval is OFF: posts go out live that nobody approved" in done.err
        assert len(x.posts) == 1
        for command in ("status", "preview", "plan"):
            assert "Approval is OFF (SCICOMM_REQUIRE_APPROVAL=false)." in cli(command).out
        assert "approval: OFF:" in cli("doctor").out
        assert json.loads(cli("status", "--json").out)["approval_required"] is False

    def test_turned_off_a_no_is_still_a_no(self, live, x, cli, approve, monkeypatch):
        monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "false")
        approve("--reject", FIRST, "--why", "No.")
        assert cli(*POST, FIRST).code == 1
        assert x.posts == []

    def test_a_rehearsal_needs_no_approval(self, live, x, cli):
        assert "would be posted" in cli("post", "--once", "--dry-run").out
        assert "10 pending" not in cli("preview").out
        assert "held" not in cli("preview", "--dry-run").out
        assert x.posts == []

    def test_status_and_plan_say_what_waits_for_approval(self, live, cli, approve):
        approve(FIRST)
        [need] = json.loads(cli("status", "--json").out)["needs_a_person"]
        assert need.startswith(f"{SECOND} and 8 more are held: not approved yet")
        plan = json.loads(cli("plan", "--json").out)
        assert ([entry["id"] for entry in plan["plan"]], len(plan["unapproved"])) == ([FIRST], 9)
        assert "9 more posts not approved yet" in cli("plan").out

    def test_the_file_may_lie_elsewhere(self, live, x, cli, approve):
        approve(FIRST)
        (live / "approved.yaml").rename(live / "other.yaml")
        assert cli(*POST, FIRST).code == 1
        (live / ".env").write_text("SCICOMM_APPROVED=other.yaml\n")
        assert cli(*POST, FIRST).code == 0


class TestService:
    """A real process, by a clock that the test sets."""

    @pytest.fixture
    def slots(self, live):
        return upcoming_slots(load(live / "posts.yaml").content.schedule, START, 4)

    def test_a_running_service_takes_an_approval_and_its_end_over(
        self, run, x, cli, slots, clock_file, approve, posts, change
    ):
        service = run()
        assert service.log.count(" warning held ") == 10
        clock_file(slots[0] + timedelta(seconds=1))
        wait_until(lambda: "nothing posted" in service.log)
        assert x.posts == []
        approve(FIRST, SECOND)
        wait_until(lambda: "change taken over" in service.log)
        clock_file(slots[1] + timedelta(seconds=1))
        wait_until(lambda: " info posted " in service.log)
        assert [post.text for post in x.posts] == [posts[0].text]
        change("It is essential for", "It is vital for")
        wait_until(lambda: "is now 'vital' " in service.log)
        clock_file(slots[2] + timedelta(seconds=1))
        wait_until(lambda: service.log.count("nothing posted") == 2)
        assert len(x.posts) == 1
        assert service.signal(signal.SIGTERM) == 0

    @pytest.mark.parametrize("also", [False, True], ids=["alone", "with a broken posts.yaml"])
    def test_a_file_that_breaks_while_it_runs_stops_everything(self, run, x, slots, clock_file, approve, change, also):
        approve("--all")
        service = run()
        if also:
            change("\npapers:", "\npaper:")
            wait_until(lambda: "change not taken over" in service.log)
        change("  by: Jane Doe\n", "", "approved.yaml")
        wait_until(lambda: "has no `by:`" in service.log)
        assert service.log.count(" warning held ") == 1
        clock_file(slots[0] + timedelta(seconds=1))
        wait_until(lambda: "nothing posted" in service.log)
        assert x.posts == []

    def test_a_service_that_starts_with_a_broken_file_posts_nothing_and_goes_on_when_it_is_mended(
        self, run, x, slots, clock_file, approve, live
    ):
        approve("--all")
        path = live / "approved.yaml"
        good = path.read_bytes()
        path.write_bytes(good[:-90])
        service = run()
        clock_file(slots[0] + timedelta(seconds=1))
        wait_until(lambda: "nothing posted" in service.log)
        path.write_bytes(good)
        wait_until(lambda: "change taken over" in service.log)
        clock_file(slots[1] + timedelta(seconds=1))
        wait_until(lambda: x.posts)

    def test_turned_off_it_says_so_in_its_log(self, run, monkeypatch):
        monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "false")
        assert " warning approval is off " in run().log
