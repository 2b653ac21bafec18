"""Lost answers, pauses and threads from end to end, by `post --once` against a real server on loopback."""

import json
import logging
import sqlite3
from datetime import UTC, datetime

import pytest

from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.settings import CREDENTIALS
from xserver import DEFAULT_CREDENTIALS, Fault, Kind

CREATE, TIMELINE, ME = "POST /2/tweets", "GET /2/users/:id/tweets", "GET /2/users/me"
FIRST, SECOND, THIRD = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is", "gcsf-als/nerve-cells"
POST = ("post", "--once", "--live")


def sent(x):
    return [request.route for request in x.requests].count(CREATE)


def texts(x):
    return [post.text for post in x.posts]


LOST = [Kind.LOST, Kind.RESET, Kind.CUT_OFF, Kind.GARBAGE, Kind.EMPTY, Kind.NO_ID, Kind.REDIRECT, Kind.SERVER_ERROR,
        Kind.BAD_GATEWAY, Kind.UNAVAILABLE, Kind.GATEWAY_TIMEOUT]  # fmt: skip


class TestSettling:
    @pytest.mark.parametrize("kind", LOST, ids=str)
    def test_what_was_published_is_found_by_the_next_run_which_then_goes_on(self, live, x, cli, posts, kind):
        x.faults.next(CREATE, Fault(kind, publish=True))
        done = cli(*POST)
        assert done.code == 1
        assert f"{FIRST} may or may not be on X: " in done.err
        done = cli(*POST)
        assert done.code == 0, done.err
        assert (
            f"An earlier attempt at {FIRST} had gone through: https://x.com/i/web/status/{x.posts[0].id}"
            in " ".join(done.out.split())
        )
        assert f"Posted {SECOND} for $" in done.out
        assert texts(x) == [post.text for post in posts[:2]]
        assert sent(x) == 2

    @pytest.mark.parametrize(("said", "times"), [((), 1), (("resolve", FIRST, "--skip"), 0)], ids=["nothing", "skip"])
    def test_what_a_person_deletes_by_hand_is_sent_again_unless_they_said_skip_first(
        self, live, x, cli, posts, later, said, times
    ):
        x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
        done = cli(*POST)
        assert "Do not delete it on X by hand meanwhile, because then it would be sent again." in " ".join(
            done.err.split()
        )
        if said:
            assert cli(*said).code == 0
        x.delete(x.posts[0].id)
        for minutes in (3, 6, 9):
            later(minutes=minutes)
            cli(*POST)
        assert [post.text for post in x.posts if not post.deleted].count(posts[0].text) == times

    def test_what_was_not_published_is_sent_again_after_two_looks_and_each_run_says_when(
        self, live, x, cli, posts, later, ledger
    ):
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        done = cli(*POST)
        assert done.code == 1
        assert "it was not on X at the first look; a second decides" in done.err
        told = json.loads(cli(*POST, "--json").out)
        wait = datetime.fromisoformat(told["until"]) - datetime.now(UTC)
        assert 30 < wait.total_seconds() <= 76  # 5 + the time-out (10) + settling (60) + 1, less what these runs took
        later(seconds=30)
        assert cli(*POST).code == 1
        later(seconds=78)
        done = cli(*POST)
        assert done.code == 0, done.err
        assert texts(x) == [posts[0].text]
        assert sent(x) == 2
        assert [one.state for one in ledger().publications()] == [PublicationState.RELEASED, PublicationState.POSTED]

    @pytest.mark.parametrize("lag", [30, 59])
    def test_a_post_that_shows_late_is_not_sent_twice(self, live, x, cli, posts, later, lag):
        x.timeline_lag = lag
        x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
        cli(*POST)
        assert cli(*POST).code == 1
        later(seconds=78)
        done = cli(*POST)
        assert done.code == 0
        assert f"An earlier attempt at {FIRST} had gone through" in done.out
        assert texts(x) == [post.text for post in posts[:2]]

    def test_our_own_clock_alone_releases_nothing(self, live, x, cli, later):
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        for days in (0, 1, 365):
            later(only="ours", days=days)
            assert cli(*POST).code == 1
        assert sent(x) == 1

    def test_xs_clock_alone_releases_nothing(self, live, x, cli, later):
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        for minutes in (0, 5, 10):
            later(only="x", minutes=minutes)
            assert cli(*POST).code == 1
        assert sent(x) == 1

    @pytest.mark.parametrize("days", [-1, 365], ids=["a-day-back", "a-year-forward"])
    def test_a_clock_that_is_set_anew_loses_nothing_and_posts_nothing_twice(self, live, x, cli, posts, later, days):
        cli(*POST)
        x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
        cli(*POST)
        later(only="ours", days=days)
        assert cli(*POST).code == 0
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        later(only="ours", days=0)
        cli(*POST)
        for minutes in (5, 10):
            later(minutes=minutes)
            cli(*POST)
        assert texts(x) == [post.text for post in posts[: len(x.posts)]]
        assert len(x.posts) >= 4

    def test_people_post_in_between_and_are_left_alone(self, live, x, cli, posts):
        x.foreign_post("good morning")
        x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
        cli(*POST)
        for number in range(120):
            x.foreign_post(f"by people {number}")
        assert cli(*POST).code == 0
        ours = [post.text for post in x.posts if post.author == "us"]
        assert ours == [post.text for post in posts[:2]]

    def test_a_text_that_was_changed_meanwhile_is_held(self, live, x, cli, later):
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        cli(*POST)
        path = live / "posts.yaml"
        path.write_text(
            path.read_text("utf-8").replace("neurodegenerative disorder: nerve", "disorder: nerve"), "utf-8"
        )
        later(seconds=78)
        assert f"Posted {SECOND}" in cli(*POST).out
        told = json.loads(cli("preview", FIRST, "--json").out)["posts"][0]
        assert (told["state"], told["reason"]) == ("held", "changed")
        assert cli("resolve", FIRST, "--retry").code == 0
        cli(*POST)
        assert "disorder: nerve" in x.posts[-1].text


class TestLostLedger:
    @pytest.mark.parametrize("out", [1, 3])
    def test_a_state_file_that_is_lost_does_not_publish_again(self, live, x, cli, posts, out):
        for _ in range(out):
            cli(*POST)
        for left in live.glob("state.db*"):
            left.unlink()
        done = cli(*POST)
        assert done.code == 0
        assert f"Posted {posts[out].id}" in done.out
        assert texts(x) == [post.text for post in posts[: out + 1]]
        told = json.loads(cli("status", "--json").out)["posts"]
        assert [one["x_post_id"] for one in told[: out + 1]] == [post.id for post in x.posts]

    def test_one_that_cannot_look_publishes_nothing(self, live, x, cli):
        x.faults.next(TIMELINE, Fault(Kind.UNAVAILABLE))
        done = cli(*POST)
        assert done.code == 1
        assert "the account is compared with the ledger, and that cannot be done: X answered 503" in done.err
        assert sent(x) == 0

    def test_a_state_file_cut_in_half_publishes_nothing_and_stays_as_it_is(self, live, x, cli):
        cli(*POST)
        with sqlite3.connect(live / "state.db") as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        for end in ("-wal", "-shm"):
            (live / f"state.db{end}").unlink(missing_ok=True)
        whole = (live / "state.db").read_bytes()
        (live / "state.db").write_bytes(whole[: len(whole) // 2])
        done = cli(*POST)
        assert done.code == 1
        assert "state.db" in done.err
        assert "Traceback" not in done.err
        assert len(x.posts) == 1
        assert len((live / "state.db").read_bytes()) == len(whole) // 2


class TestPauses:
    """Rows of the error table that stop the account."""

    @pytest.mark.parametrize(
        ("kind", "said"),
        [(Kind.UNAUTHORIZED, "X answered 401"), (Kind.OUT_OF_CREDITS, "X answered 402"), (Kind.NO_PERMISSION, "X answered 403"),
         (Kind.SUSPENDED, "X answered 403"), (Kind.NOT_FOUND, "X answered 404"), (Kind.BAD_FORM, "X answered 400"),
         (Kind.USAGE_CAPPED, "X answered 429")],
        ids=lambda value: str(value) if isinstance(value, Kind) else "",
    )  # fmt: skip
    def test_it_stays_paused_until_doctor_sees_it_healed(self, live, x, cli, posts, later, kind, said):
        x.faults.next(CREATE, Fault(kind))
        assert said in cli(*POST).err
        later(days=30)
        assert "the account is paused" in cli(*POST).err
        x.faults.next(ME, Fault(Kind.UNAUTHORIZED))
        assert cli("doctor", "--online").code == 1
        assert cli(*POST).code == 1
        assert sent(x) == 1
        assert cli("doctor", "--online").code == 0
        assert cli(*POST).code == 0
        assert texts(x) == [posts[0].text]

    def test_a_429_is_waited_out_across_restarts_and_a_clock_set_back(self, live, x, cli, posts, later):
        x.faults.next(CREATE, Fault(Kind.TOO_MANY, retry_after=600))
        cli(*POST)
        later(seconds=590)
        assert "Try again after 20" in cli(*POST).err
        later(only="ours", days=-30)
        assert cli(*POST).code == 0  # the wait seems to be of a month: it was dated by a clock that was wrong
        assert texts(x) == [posts[0].text]


@pytest.fixture
def thread(live):
    path = live / "posts.yaml"
    text = path.read_text("utf-8").replace("  - id: gcsf-als\n", "  - id: gcsf-als\n    series: thread\n")
    path.write_text(text.replace("schedule:\n", "schedule:\n  thread_gap_seconds: 0\n"), "utf-8")
    assert "series: thread" in path.read_text("utf-8")
    return live


def chain(x):
    """Whether each post replies to the one before."""
    return [post.reply_to for post in x.posts] == [None, *(post.id for post in x.posts[:-1])]


class TestThread:
    def test_one_run_publishes_every_part_each_as_a_reply_to_the_one_before(self, thread, x, cli, posts):
        done = cli(*POST)
        assert done.code == 0, done.err
        assert texts(x) == [post.text for post in posts]
        assert chain(x)
        assert [line for line in done.out.splitlines() if line.startswith("Posted ")] == [
            f"Posted {post.id} for ${post.price_micro_usd / 1_000_000:.3f}:" for post in posts
        ]
        assert cli(*POST).out == "Nothing is left to post.\n"

    @pytest.mark.parametrize("published", [True, False], ids=["published", "unpublished"])
    def test_one_that_broke_off_goes_on_at_the_part_that_is_missing(self, thread, x, cli, posts, later, published):
        x.faults.next(CREATE, Fault(Kind.OK), Fault(Kind.OK), Fault(Kind.LOST, publish=published))
        assert cli(*POST).code == 1
        assert len(x.posts) == 2 + published
        cli(*POST)
        later(seconds=78)
        cli(*POST)
        assert texts(x) == [post.text for post in posts]
        assert chain(x)

    def test_a_refused_reply_stops_it_and_says_what_to_do(self, thread, x, cli, posts):
        x.faults.next(CREATE, Fault(Kind.OK), Fault(Kind.REPLY_NOT_ALLOWED))
        assert cli(*POST).code == 1
        done = cli(*POST)
        assert done.code == 1
        assert f"the thread has stopped before {THIRD}, because {SECOND} is not out" in done.err
        assert "`series: standalone`" in done.err
        assert texts(x) == [posts[0].text]
        path = thread / "posts.yaml"
        path.write_text(path.read_text("utf-8").replace("series: thread", "series: standalone"), "utf-8")
        for _ in posts[1:]:
            assert cli(*POST).code == 0
        assert texts(x) == [post.text for post in posts]
        assert {post.reply_to for post in x.posts} == {None}

    def test_json_lists_every_part(self, thread, x, cli, posts):
        told = json.loads(cli(*POST, "--json").out)
        assert [step["id"] for step in told["steps"]] == [post.id for post in posts]
        assert [step["reply_to"] for step in told["steps"]] == [post.reply_to for post in x.posts]

    def test_a_rehearsal_goes_through_it_as_well(self, thread, x, cli, posts):
        done = cli("post", "--once", "--dry-run")
        assert done.code == 0
        assert done.out.count("would be posted") == len(posts)
        assert x.requests == []


@pytest.mark.parametrize("kind", [Kind.OK, Kind.LOST, Kind.UNAUTHORIZED, Kind.GARBAGE, Kind.HTML_FORBIDDEN], ids=str)
def test_with_everything_logged_no_secret_is_in_any_output_log_or_ledger(
    live, x, cli, caplog, later, monkeypatch, kind
):
    for name in CREDENTIALS:
        monkeypatch.setenv(f"SCICOMM_{name.upper()}", getattr(DEFAULT_CREDENTIALS, name.removeprefix("x_")))
    for name in ("", "tweepy", "oauthlib", "requests_oauthlib", "urllib3", "requests", "scicomm_bot", "psycopg"):
        caplog.set_level(logging.DEBUG, name or None)
    x.faults.next(CREATE, Fault(kind, publish=True))
    outputs = [cli(*POST), cli(*POST), cli("doctor", "--online"), cli("status", "--json"), cli("history", "--json")]
    later(minutes=5)
    outputs.append(cli(*POST))
    written = b"".join(path.read_bytes() for path in live.glob("state*"))
    told = "".join(done.out + done.err for done in outputs) + caplog.text
    for secret in vars(DEFAULT_CREDENTIALS).values():
        assert secret not in told
        assert secret.encode() not in written
