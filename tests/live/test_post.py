"""`post --once --live` against a real server on loopback."""

import json
import re
from dataclasses import replace

import pytest

from scicomm_bot.app.desk import Desk
from scicomm_bot.bot import Bot
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import LedgerError
from support.unsupervised import besides
from xserver import Fault, Kind, LoopbackX

CREATE, ME, TIMELINE = "POST /2/tweets", "GET /2/users/me", "GET /2/users/:id/tweets"
FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"
POST = ("post", "--once", "--live")


class TestPublishing:
    def test_one_post_after_the_other_goes_out_in_order_and_then_nothing_is_left(self, live, x, cli, posts):
        for post in posts:
            done = cli(*POST)
            assert done.code == 0, done.err
            assert f"Posted {post.id} for $" in done.out
            assert done.out.rstrip().endswith(f"https://x.com/i/web/status/{x.posts[-1].id}")
        assert [post.text for post in x.posts] == [post.text for post in posts]
        done = cli(*POST)
        assert (done.code, done.out, besides(done.err)) == (0, "Nothing is left to post.\n", "")
        assert [request.route for request in x.requests].count(CREATE) == len(posts) == 10

    def test_preview_and_status_agree_with_what_the_server_received(self, live, x, cli):
        for _ in range(3):
            cli(*POST)
        for command in ("preview", "status"):
            told = json.loads(cli(command, "--json").out)["posts"]
            out = [(post["text"], post["x_post_id"]) for post in told if post["state"] == "posted"]
            assert out == [(post.text, post.id) for post in x.posts]
            assert {post["state"] for post in told[3:]} == {"pending"}

    def test_the_one_that_was_asked_for_goes_out(self, live, x, cli, posts):
        assert cli(*POST, SECOND).code == 0
        assert [post.text for post in x.posts] == [posts[1].text]

    def test_one_that_is_out_is_not_sent_again_and_its_address_is_told(self, live, x, cli):
        cli(*POST)
        done = cli(*POST, FIRST)
        assert (done.code, done.out) == (0, f"{FIRST} is out already: https://x.com/i/web/status/{x.posts[0].id}\n")
        assert len(x.posts) == 1

    def test_an_unknown_id_suggests_the_nearest_and_nothing_is_made(self, live, x, cli):
        done = cli(*POST, "gcsf-als/what-als")
        assert (done.code, done.err) == (
            1, f"scicomm-bot: error: no post 'gcsf-als/what-als'; did you mean {FIRST}?\n",
        )  # fmt: skip
        assert not (live / "state.db").exists()
        assert x.requests == []

    def test_the_account_is_asked_for_once_and_remembered(self, live, x, cli):
        cli(*POST)
        cli(*POST)
        assert [request.route for request in x.requests] == [ME, TIMELINE, CREATE, TIMELINE, CREATE]

    def test_json_has_the_id_the_text_and_the_address(self, live, x, cli):
        told = json.loads(cli(*POST, "--json").out)
        assert (told["posted"], told["dry_run"], told["id"], told["state"]) == (True, False, FIRST, "posted")
        assert (told["text"], told["x_post_id"]) == (x.posts[0].text, x.posts[0].id)

    def test_an_edited_text_of_what_is_out_changes_nothing(self, live, x, cli, posts):
        cli(*POST)
        path = live / "posts.yaml"
        path.write_text(
            path.read_text("utf-8").replace("neurodegenerative disorder: nerve", "disorder: nerve"), "utf-8"
        )
        cli(*POST)
        assert [post.text for post in x.posts] == [post.text for post in posts[:2]]


class TestThread:
    @pytest.fixture(autouse=True)
    def _thread(self, live):
        path = live / "posts.yaml"
        text = path.read_text("utf-8").replace("    title:", "    series: thread\n    title:", 1)
        path.write_text(text.replace("  least_gap", "  thread_gap_seconds: 0\n  least_gap", 1), "utf-8")

    def test_a_run_goes_on_only_with_the_same_paper(self, live, x, cli, posts, monkeypatch):
        asked = []
        others = [replace(post, id=f"other/{post.id}", paper_id="other", text=f"{post.text} Other") for post in posts]
        whole = Desk.edition

        def edition(self, document, **options):
            one = whole(self, document, **options)
            both = [*one.posts, *others]
            return replace(one, checked=both, posts=both)

        monkeypatch.setattr(Desk, "edition", edition)
        monkeypatch.setattr(Bot, "next_part", lambda _, some: asked.extend(some))
        assert cli(*POST).code == 0
        assert [post.id for post in asked] == [post.id for post in posts]

    def test_each_part_is_told_as_it_goes_out_also_where_a_later_one_breaks(self, live, x, cli, monkeypatch):
        whole, most = Bot.step, 2

        def step(self, *words, **options):
            if len(x.posts) >= most:
                raise LedgerError("the disk is gone")
            return whole(self, *words, **options)

        monkeypatch.setattr(Bot, "step", step)
        done = cli(*POST)
        assert (done.code, besides(done.err)) == (1, "scicomm-bot: error: the disk is gone\n")
        assert done.out.count("Posted gcsf-als/") == 2
        most = 4
        done = cli(*POST, "--json")
        assert (done.code, besides(done.err)) == (1, "scicomm-bot: error: the disk is gone\n")
        told = json.loads(done.out)
        assert [step["posted"] for step in told["steps"]] == [True, True]
        assert told["id"] == told["steps"][-1]["id"]


class TestDryRun:
    def test_it_asks_nothing_of_x_and_makes_no_live_ledger(self, live, x, cli):
        assert cli("post", "--once", "--dry-run").code == 0
        assert x.requests == []
        assert not (live / "state.db").exists()

    def test_it_is_the_default(self, live, x, cli, monkeypatch):
        monkeypatch.delenv("SCICOMM_DRY_RUN")
        assert "Nothing was sent." in cli("post", "--once").out
        assert x.requests == []

    def test_what_was_rehearsed_is_still_to_be_posted(self, live, x, cli, posts):
        cli("post", "--once", "--dry-run")
        cli(*POST)
        assert [post.text for post in x.posts] == [posts[0].text]


class TestCredentials:
    @pytest.mark.parametrize("missing", [("X_API_KEY",), ("X_ACCESS_TOKEN", "X_API_SECRET")], ids=["one", "two"])
    @pytest.mark.parametrize("how", ["unset", "empty"])
    def test_missing_ones_are_named_with_the_way_to_get_them(self, live, x, cli, monkeypatch, missing, how):
        for name in missing:
            if how == "unset":
                monkeypatch.delenv(f"SCICOMM_{name}")
            else:
                monkeypatch.setenv(f"SCICOMM_{name}", "")
        done = cli(*POST)
        assert done.code == 1
        assert set(re.findall(r"SCICOMM_X_\w+", done.err)) == {f"SCICOMM_{name}" for name in missing}
        assert "X's developer console" in done.err
        assert not (live / "state.db").exists()
        assert x.requests == []

    def test_wrong_ones_are_said_before_anything_is_claimed(self, live, x, cli, monkeypatch, ledger):
        monkeypatch.setenv("SCICOMM_X_API_SECRET", "wrong")
        done = cli(*POST)
        assert done.code == 1
        assert "X does not accept the credentials (401: Unauthorized)" in done.err
        assert ledger().publications() == []

    def test_ones_that_were_revoked_since_pause_the_account_and_lose_nothing(self, live, x, cli, posts, ledger):
        cli(*POST)
        x.faults.next(CREATE, Fault(Kind.UNAUTHORIZED))
        done = cli(*POST)
        assert done.code == 1
        assert f"{SECOND} was not posted (released): X answered 401" in done.err
        done = cli(*POST)
        assert done.code == 1
        assert "the account is paused" in done.err
        assert "scicomm-bot doctor --online" in done.err
        assert cli("doctor", "--online").code == 0
        assert cli(*POST).code == 0
        assert [post.text for post in x.posts] == [post.text for post in posts[:2]]

    def test_swapped_ones_are_told_apart(self, live, x, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_X_ACCESS_TOKEN_SECRET", "2244994945-abcdef")
        monkeypatch.setenv("SCICOMM_X_ACCESS_TOKEN", "something")
        done = cli(*POST)
        assert done.code == 1
        assert "swapped" in done.err
        assert "SCICOMM_X_ACCESS_TOKEN_SECRET" in done.err
        assert "abcdef" not in done.err
        assert x.requests == []

    def test_another_account_on_the_same_state_file_is_refused(self, live, x, cli, monkeypatch):
        cli(*POST)
        with LoopbackX(user_id="77", username="somebody_else") as other:
            monkeypatch.setenv("SCICOMM_X_API_URL", other.url)
            done = cli(*POST)
            assert done.code == 1
            assert "the ledger belongs to account 2244994945 (scicomm_bot)" in done.err
            assert "those of 77 (somebody_else)" in done.err
            assert other.posts == []


class TestTrouble:
    def test_an_api_that_does_not_answer_loses_nothing_and_the_next_run_works(self, live, x, cli, posts):
        x.stop()
        done = cli(*POST)
        assert done.code == 1
        assert f"{x.url}: no answer" in done.err
        assert "Traceback" not in done.err
        x.start()
        assert cli(*POST).code == 0
        x.stop()
        done = cli(*POST)
        assert done.code == 1
        assert "before the first post the account is compared with the ledger" in done.err
        assert f"{x.url}: no answer" in done.err
        x.start()
        assert cli(*POST).code == 0
        assert [post.text for post in x.posts] == [post.text for post in posts[:2]]

    def test_a_lost_answer_that_cannot_be_looked_for_is_never_sent_again(self, live, x, cli, later):
        cli(*POST)
        x.faults.next(CREATE, Fault(Kind.LOST))
        done = cli(*POST)
        assert done.code == 1
        assert f"{SECOND} may or may not be on X: the connection was lost" in done.err
        assert "The next run looks there first. Nothing else goes out until it is known." in done.err
        x.faults.next(TIMELINE, *[Fault(Kind.UNAVAILABLE)] * 3)
        later(days=30)
        for _ in range(3):
            done = cli(*POST)
            assert done.code == 1
            assert f"{SECOND} may or may not be on X; cannot look: X answered 503" in done.err
            assert "Try again after 20" in done.err
        assert [request.route for request in x.requests].count(CREATE) == 2

    def test_a_rate_limit_says_when_to_try_again_and_is_kept(self, live, x, cli, later):
        x.faults.next(CREATE, Fault(Kind.TOO_MANY, retry_after=600))
        for _ in range(2):
            done = cli(*POST)
            assert done.code == 1
            assert "Try again after 20" in done.err
        assert [request.route for request in x.requests].count(CREATE) == 1
        later(seconds=601)
        assert cli(*POST).code == 0

    def test_a_refused_text_is_marked_with_xs_words_and_the_next_goes_out(self, live, x, cli, posts):
        x.faults.next(CREATE, Fault(Kind.BAD_REQUEST))
        done = cli(*POST)
        assert done.code == 1
        assert f"{FIRST} was not posted (refused): X answered 400: One or more parameters" in done.err
        assert cli(*POST).code == 0
        assert [post.text for post in x.posts] == [posts[1].text]
        told = json.loads(cli("preview", FIRST, "--json").out)["posts"][0]
        assert (told["state"], told["reason"]) == ("refused", "refused by X")

    def test_two_refusals_running_pause_the_account(self, live, x, cli):
        x.faults.next(CREATE, Fault(Kind.BAD_REQUEST), Fault(Kind.UNPROCESSABLE))
        cli(*POST)
        cli(*POST)
        done = cli(*POST)
        assert done.code == 1
        assert "two posts were refused in a row" in done.err
        assert x.posts == []

    def test_used_up_credits_stop_the_account(self, live, x, cli, ledger):
        x.faults.next(CREATE, Fault(Kind.OUT_OF_CREDITS))
        assert "buy some in X's developer console" in cli(*POST).err
        assert "the account is paused" in cli(*POST).err
        assert ledger().publications()[-1].state is PublicationState.RELEASED

    def test_a_new_state_file_adopts_what_is_on_x_already_and_goes_on(self, live, x, cli, posts):
        there = x.foreign_post(posts[0].text)
        done = cli(*POST)
        assert done.code == 0
        assert [post.text for post in x.posts] == [post.text for post in posts[:2]]
        told = json.loads(cli("preview", FIRST, "--json").out)["posts"][0]
        assert (told["state"], told["x_post_id"]) == ("posted", there.id)

    def test_a_text_that_x_refuses_as_a_duplicate_is_found_on_the_timeline(self, live, x, cli, posts):
        cli(*POST)
        x.timeline_lag = 60
        there = x.foreign_post(posts[1].text)
        done = cli(*POST)
        assert done.code == 1
        x.timeline_lag = 0
        assert f"{SECOND} may or may not be on X: X answered 403: You are not allowed" in done.err
        done = cli(*POST)
        assert done.code == 0
        assert f"An earlier attempt at {SECOND} had gone through: https://x.com/i/web/status/{there.id}" in " ".join(
            done.out.split()
        )
        assert [post.text for post in x.posts] == [post.text for post in posts[:3]]

    def test_a_duplicate_that_is_not_to_be_found_waits_for_a_person(self, live, x, cli, later):
        x.faults.next(CREATE, Fault(Kind.DUPLICATE))
        cli(*POST)
        assert "it is not on the timeline yet" in cli(*POST).err
        for minutes in (5, 10, 15):
            later(minutes=minutes)
            done = cli(*POST)
            assert done.code == 1
            assert f"`scicomm-bot resolve {FIRST} --posted X_ID` or `--not-posted`" in done.err
        assert x.posts == []

    def test_json_of_a_failure_has_the_reason_and_still_fails(self, live, x, cli):
        x.faults.next(CREATE, Fault(Kind.LOST))
        done = cli(*POST, "--json")
        told = json.loads(done.out)
        assert (done.code, told["posted"], told["state"]) == (1, False, "unknown")
        assert "connection was lost" in told["reason"]

    def test_a_lost_answer_says_when_to_try_again(self, live, x, cli, ledger):
        x.faults.next(CREATE, Fault(Kind.LOST))
        told = json.loads(cli(*POST, "--json").out)
        assert told["until"] == ledger().publications()[0].ends_by.isoformat(timespec="seconds")

    def test_a_damaged_ledger_publishes_nothing(self, live, x, cli):
        (live / "state.db").write_bytes(b"garbage" * 1_000)
        done = cli(*POST)
        assert done.code == 1
        assert "state.db: the state file is damaged" in done.err
        assert x.posts == []
